"""Address to count in nanoseconds, beside numpy: ``python benchmarks/sampler.py [--json]``.

Numbers of people and chances vary from count to count, as in the engine. numpy draws the same law from a state, so its
counts cannot be addressed; it stands here as a measure of speed. Each figure is the median of repetitions, all sides in
one run.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable

import numpy as np
from flagship import machine, median_seconds
from numba import njit
from scipy.stats import binom

from tumen.kernels.philox import uniform
from tumen.kernels.quantile import binomial_quantile

COUNTS, REPETITIONS, CHECKS = 200_000, 7, 20_000
DOUBT = 1e-12
REGIMES = ((10, 0.01), (100, 0.1), (1_000, 1.0), (1_000, 10.0), (10_000, 100.0), (10**6, 1e3), (10**7, 1e4))


@njit(cache=True)
def addressed(n, p):
    """Sum counts, each from the uniform of its own address."""
    total = 0
    for i in range(n.size):
        at = np.uint64(i) * np.uint64(0x9E3779B97F4A7C15)
        u = uniform(at, np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(1))
        total += binomial_quantile(u, n[i], p[i])
    return total


def nanoseconds(call: Callable[[], object]) -> float:
    """Time one count."""
    return 1e9 * median_seconds(call, REPETITIONS) / COUNTS


def regime(people: int, mean: float) -> dict[str, float]:
    """Measure around one number of people and mean count."""
    rng = np.random.default_rng(people)
    n = rng.integers(int(0.8 * people), int(1.2 * people) + 1, COUNTS)
    p = rng.uniform(0.8, 1.2, COUNTS) * mean / people
    pcg, philox = np.random.Generator(np.random.PCG64(1)), np.random.Generator(np.random.Philox(1))
    return {
        "people": people,
        "mean": mean,
        "ns": round(nanoseconds(lambda: addressed(n, p)), 1),
        "ns_numpy_pcg64": round(nanoseconds(lambda: pcg.binomial(n, p)), 1),
        "ns_numpy_philox": round(nanoseconds(lambda: philox.binomial(n, p)), 1),
    }


def mismatches() -> int:
    """Count, of random counts, those that differ from the published distribution where rounding leaves no doubt."""
    rng = np.random.default_rng(0)
    u, n = rng.random(CHECKS), np.rint(10 ** rng.uniform(0, 7, CHECKS)).astype(np.int64)
    p = np.minimum(10 ** rng.uniform(-6, 0, CHECKS), 1e6 / n)
    ours = np.array([binomial_quantile(*each) for each in zip(u, n, p, strict=True)])
    theirs = binom.ppf(u, n, p)
    sure = np.minimum(np.abs(binom.cdf(ours, n, p) - u), np.abs(binom.cdf(ours - 1, n, p) - u)) > DOUBT
    return int(((ours != theirs) & sure).sum())


def main() -> None:
    """Measure, and print a table or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    as_json = parser.parse_args().json
    rows = [regime(people, mean) for people, mean in REGIMES]
    ratios = [row["ns"] / min(row["ns_numpy_pcg64"], row["ns_numpy_philox"]) for row in rows]
    found = {
        "machine": machine(),
        "max_median_ns": max(row["ns"] for row in rows),
        "max_ratio_to_numpy": round(max(r for r, row in zip(ratios, rows, strict=True) if row["mean"] >= 10), 2),
        "mismatches": mismatches(),
        "regimes": rows,
    }
    if as_json:
        print(json.dumps(found))
        return
    print("    people     mean       ns  numpy PCG64  numpy Philox")
    for row in rows:
        print("{people:10,} {mean:8g} {ns:8} {ns_numpy_pcg64:12} {ns_numpy_philox:13}".format(**row))
    print({name: value for name, value in found.items() if name != "regimes"})


if __name__ == "__main__":
    main()
