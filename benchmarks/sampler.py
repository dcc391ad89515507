"""Address to count in nanoseconds, beside others: ``python benchmarks/sampler.py [--json]``.

Numbers of people and chances vary from count to count, as in the engine. numpy and jax draw the same law from a state,
so their counts cannot be addressed; they stand here as a measure of speed, and so does the slow twin, the published
quantile of the binomial distribution. Each figure is the median of repetitions that take turns in one run.

Then random counts, of up to 10^9 people, are held against the published quantile. Where the two differ, or where F
comes so near u that a double cannot tell, mpmath judges.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import itertools
import json
import statistics
import time
from collections.abc import Callable

import mpmath as mp
import numpy as np
from flagship import machine
from numba import njit, vectorize
from numpy.typing import NDArray
from scipy.stats import binom

from tumen.kernels.philox import uniform
from tumen.kernels.quantile import binomial_quantile

COUNTS, REPETITIONS, SLOW_COUNTS, CHECKS = 20_000, 41, 300, 1_000_000
DOUBT = 1e-12
REGIMES = (
    *((10, 0.01), (100, 0.1), (1_000, 1.0), (1_000, 3.0), (1_000, 7.5), (1_000, 10.0), (100, 40.0), (10_000, 100.0)),
    *((10**6, 1e3), (10**7, 1e4), (10**7, 1e5), (10**8, 1e6)),
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@njit(cache=True)
def addressed(n, p, step):
    """Draw counts, each from the uniform of its own address and step."""
    out = np.empty(n.size, np.int64)
    for i in range(n.size):
        at = np.uint64(i) * np.uint64(0x9E3779B97F4A7C15)
        u = uniform(at, np.uint64(step), np.uint64(2), np.uint64(3), np.uint64(1))
        out[i] = binomial_quantile(u, n[i], p[i])
    return out


@vectorize(["int64(float64, int64, float64)"], cache=True)
def counts(u, n, p):
    return binomial_quantile(u, n, p)


def drawn_by_jax(n: Ints, p: Floats) -> Callable[[], object]:
    """Give a call that draws all counts by jax, compiled, in double precision."""
    jax = importlib.import_module("jax")
    jax.config.update("jax_enable_x64", True)
    draw = jax.jit(jax.random.binomial)
    key, people, chances = jax.random.key(1), jax.numpy.asarray(n, float), jax.numpy.asarray(p)
    return lambda: draw(key, people, chances).block_until_ready()


def sides(n: Ints, p: Floats) -> dict[str, tuple[Callable[[], object], int]]:
    """Give every way to draw, with how many counts it draws."""
    pcg, philox = np.random.Generator(np.random.PCG64(1)), np.random.Generator(np.random.Philox(1))
    steps = itertools.count()  # other luck each time, so that the processor cannot learn it by heart
    u, few, chances = np.random.default_rng(1).random(SLOW_COUNTS), n[:SLOW_COUNTS], p[:SLOW_COUNTS]
    found: dict[str, tuple[Callable[[], object], int]] = {
        "ns": (lambda: addressed(n, p, next(steps)), COUNTS),
        "ns_numpy_pcg64": (lambda: pcg.binomial(n, p), COUNTS),
        "ns_numpy_philox": (lambda: philox.binomial(n, p), COUNTS),
        "ns_slow_twin": (lambda: binom.ppf(u, few, chances), SLOW_COUNTS),
    }
    if importlib.util.find_spec("jax"):
        found["ns_jax"] = drawn_by_jax(n, p), COUNTS
    return found


def nanoseconds(call: Callable[[], object], size: int) -> float:
    """Time one count of `size`."""
    begin = time.perf_counter()
    call()
    return 1e9 * (time.perf_counter() - begin) / size


def regime(people: int, mean: float) -> dict[str, float]:
    """Measure around one number of people and mean count; the sides take turns."""
    rng = np.random.default_rng(people)
    n = rng.integers(int(0.8 * people), int(1.2 * people) + 1, COUNTS)
    p = rng.uniform(0.8, 1.2, COUNTS) * mean / people
    calls = sides(n, p)
    rounds = [{name: nanoseconds(*side) for name, side in calls.items()} for _ in range(REPETITIONS + 1)]
    medians = {name: round(statistics.median(taken[name] for taken in rounds[1:]), 1) for name in calls}
    return {"people": people, "mean": mean} | medians


def partial(i: int, a: int, b: int, *, x: mp.mpf) -> mp.mpf:
    """Give the numerator i of the continued fraction below."""
    m = i // 2
    if i % 2 == 0:
        return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))


def incomplete_beta(a: int, b: int, x: mp.mpf) -> mp.mpf:
    """Give the regularised function at x < (a + 1) / (a + b + 2): DLMF 8.17.22, by Lentz's method."""
    found, above, below, i = mp.mpf(1), mp.mpf(1), mp.mpf(0), 1
    while i == 1 or abs(above * below - 1) > 100 * mp.eps:
        d = partial(i, a, b, x=x)
        below = 1 / (1 + d * below)
        above = 1 + d / above
        found *= above * below
        i += 1
    log = a * mp.log(x) + b * mp.log(1 - x) - mp.loggamma(a) - mp.loggamma(b) + mp.loggamma(a + b)
    return mp.exp(log) / a / found


def distribution(k: int, n: int, p: float) -> mp.mpf:
    """Give F(k) with many digits."""
    if k < 0 or k >= n:
        return mp.mpf(k >= n)
    chance = mp.mpf(p)
    if (1 - chance) * (n + 3) < n - k + 1:
        return incomplete_beta(n - k, k + 1, 1 - chance)
    return 1 - incomplete_beta(k + 1, n - k, chance)


def is_quantile(k: int, u: float, *, n: int, p: float) -> bool:
    """Tell, with 40 digits, whether k is the smallest with F(k) >= u."""
    with mp.workdps(40):
        return distribution(k - 1, n, p) < u <= distribution(k, n, p)


def compared() -> dict[str, int]:
    """Hold random counts against the published quantile."""
    rng = np.random.default_rng(0)
    n = np.rint(10 ** rng.uniform(0, 9, CHECKS)).astype(np.int64)
    p = np.where(rng.random(CHECKS) < 0.5, rng.random(CHECKS), 10 ** rng.uniform(-10, 0, CHECKS))
    tail = 10 ** rng.uniform(-6, -1, CHECKS)
    u = np.choose(rng.choice(3, CHECKS, p=[0.8, 0.1, 0.1]), [rng.random(CHECKS), tail, 1 - tail])
    ours, theirs = np.asarray(counts(u, n, p)), binom.ppf(u, n, p)
    gap = np.minimum(np.abs(binom.cdf(ours, n, p) - u), np.abs(binom.cdf(ours - 1, n, p) - u))
    sure, differ = np.asarray(gap > DOUBT), np.asarray(ours != theirs)
    found = {"checks": CHECKS, "mismatches": 0, "published_wrong": 0, "in_doubt": int((~sure).sum()), "doubt_wrong": 0}
    for i in np.flatnonzero(differ | ~sure):
        right = is_quantile(int(ours[i]), float(u[i]), n=int(n[i]), p=float(p[i]))
        found["published_wrong"] += int(right and differ[i])
        found["mismatches" if sure[i] else "doubt_wrong"] += int(not right)
    return found


def main() -> None:
    """Measure, and print a table or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    as_json = parser.parse_args().json
    rows = [regime(people, mean) for people, mean in REGIMES]
    ratios = [row["ns"] / min(row["ns_numpy_pcg64"], row["ns_numpy_philox"]) for row in rows if row["mean"] >= 10]
    found = {
        "machine": machine(),
        "max_median_ns": max(row["ns"] for row in rows),
        "max_median_ns_small": max(row["ns"] for row in rows if row["mean"] < 10),
        "max_ratio_to_numpy": round(max(ratios), 2),
        **compared(),
        "regimes": rows,
    }
    if as_json:
        print(json.dumps(found))
        return
    print("".join(f"{name.removeprefix('ns_'):>14}" for name in rows[0]))
    for row in rows:
        print("".join(f"{value:14,g}" for value in row.values()))
    print({name: value for name, value in found.items() if name != "regimes"})


if __name__ == "__main__":
    main()
