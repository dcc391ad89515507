"""What a network costs: ``python benchmarks/network.py [--json]``.

A square of places that goes round, four routes each, 365 days. Prints milliseconds for a replicate of 100 places with
1,000 people each; how much more a live exit costs among 10,000 places than among 100; and how much longer the same 100
places take with 10^10 people than with 10^5. Sides take turns in one run; figures and ratios are medians.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from typing import Any, NamedTuple, TypeVar

import numpy as np
from flagship import machine
from grid import STEPS, grid

from tumen.cells import Cells, RecordPlan, Tables
from tumen.engine import Luck, run_replicate
from tumen.model import CompeteModel, build, record_plan, tables

SIDE, COPIES = 10, 100
PEOPLE, MANY = 1_000, 100_000_000
ROUNDS, WIDE_ROUNDS = 21, 5
SEED = 1
Arrays = TypeVar("Arrays", bound=NamedTuple)


class Network(NamedTuple):
    """Everything that a replicate needs."""

    cells: Cells
    tables: Tables
    plan: RecordPlan


def network(people: int) -> Network:
    """Make the network of 100 places."""
    model = build(grid(SIDE, people))
    assert isinstance(model, CompeteModel)
    made = tables(model, world=next(iter(model.situation.worlds)), policy="baseline", draw=0, seed=SEED)
    assert isinstance(made, Tables)
    plan = record_plan(model, list(model.situation.outcomes), np.zeros(len(model.steps), np.int64))
    return Network(model.cells, made, plan)


def repeated(arrays: Arrays, sizes: tuple[int, ...]) -> Arrays:
    """Repeat each array whose first axis is as long as one of some sizes."""
    found: dict[str, Any] = {}
    for name, array in arrays._asdict().items():
        if isinstance(array, np.ndarray) and array.shape and array.shape[0] in sizes:
            found[name] = np.concatenate([array] * COPIES)
    return arrays._replace(**found)


def wide(small: Network) -> Network:
    """Make one network of 100 times as many places, also a square that goes round.

    Of arrays, since a folder may not have so many rows; whatever has a length of its own is repeated.
    """
    cells, exits = small.tables.start.size, small.tables.base.size
    side, n, per = SIDE * round(COPIES**0.5), cells * COPIES, exits // cells
    row, column = np.divmod(np.arange(n), side)
    ways = [((row + dr) % side) * side + (column + dc) % side for dr, dc in STEPS]
    origin = np.repeat(np.arange(n), per)
    first = np.arange(0, exits * COPIES + 1, per)
    numbers = np.random.default_rng(1).integers(0, 1 << 63, exits * COPIES, dtype=np.int64).astype(np.uint64)
    shape = repeated(small.cells, (cells, exits))._replace(
        first=first, end=first[1:].copy(), origin=origin, target=np.stack(ways, axis=1).reshape(-1), address=numbers,
        feed_first=np.zeros(exits * COPIES + 1, np.int64),
    )  # fmt: skip
    plan = repeated(small.plan, (exits,))._replace(flow_exit=np.arange(exits * COPIES))
    clock = repeated(small.plan.clock, (exits,))._replace(first=np.zeros(exits * COPIES + 1, np.int64))
    return Network(shape, repeated(small.tables, (cells, exits)), plan._replace(clock=clock))


def seconds(network: Network, future: int) -> float:
    """Time one replicate."""
    years = np.full(network.tables.days.size, 2030, np.int64)
    luck = Luck(SEED, future, np.zeros(0, np.uint64), years)
    begin = time.perf_counter()
    run_replicate(network.cells, network.tables, network.plan, luck=luck, substeps=1)
    return time.perf_counter() - begin


def by_turns(sides: dict[str, Network], rounds: int) -> dict[str, list[float]]:
    """Time all sides by turns, after a round that does not count."""
    found = [{name: seconds(side, future) for name, side in sides.items()} for future in range(rounds + 1)]
    return {name: [taken[name] for taken in found[1:]] for name in sides}


def ratio(above: list[float], below: list[float]) -> float:
    """Give the median of ratios."""
    return statistics.median(a / b for a, b in zip(above, below, strict=True))


def measure() -> dict[str, Any]:
    """Measure everything."""
    small, many = network(PEOPLE), network(MANY)
    flat = by_turns({"few": small, "many": many}, ROUNDS)
    size = by_turns({"small": small, "wide": wide(small)}, WIDE_ROUNDS)
    counts = small.tables.base.size * small.tables.days.size
    return {
        "machine": machine(),
        "ms_per_replicate_100": round(1e3 * statistics.median(flat["few"]), 2),
        "cost_ratio_10000": round(ratio(size["wide"], size["small"]) / COPIES, 3),
        "flat_ratio": round(ratio(flat["many"], flat["few"]), 3),
        "ns_per_count": round(1e9 * statistics.median(flat["few"]) / counts, 1),
        "ms_per_replicate_10000": round(1e3 * statistics.median(size["wide"]), 1),
        "counts": counts,
    }


def main() -> None:
    """Measure, and print a table or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    as_json = parser.parse_args().json
    found = measure()
    if as_json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:24} {value}")


if __name__ == "__main__":
    main()
