"""What shared luck takes out of a difference: ``python benchmarks/luck.py [--json] [--pairs N]``.

A fifth of cells is left 20 % faster. The difference that this makes is taken between futures of the same number, which
share their luck, and between futures of different numbers. Prints the standard deviation of the first over that of the
second: on a square of 100 places with 1,000 people each, for the people in a place at the end of a year, all places
together; and in the flagship, for people returned, sold and come to safety over its first ten years.
"""

from __future__ import annotations

import argparse
import json
from typing import Any
from zlib import crc32

import numpy as np
from flagship import machine, ready
from grid import grid
from numpy.typing import NDArray

from tumen.cells import Cells, RecordPlan, Tables
from tumen.engine import Luck, run_replicate
from tumen.model import CompeteModel, build, record_plan, tables

PAIRS, SEED = 500, 1
FASTER, PART = 1.2, 5
SIDE, PEOPLE = 10, 1_000
YEARS = 10
OUTCOMES = ("returned_by_force_per_year", "sold", "reached_rok")

Floats = NDArray[np.float64]


def faster(cells: Cells, made: Tables, labels: list[str]) -> Tables:
    """Let every fifth cell, chosen by its label, be left 20 % faster; shares at the ends of stays are left alone."""
    chosen = np.array([crc32(label.encode()) % PART == 0 for label in labels])
    competes = np.arange(cells.origin.size) < cells.end[cells.origin]
    return made._replace(base=made.base * np.where(chosen[cells.origin] & competes, FASTER, 1.0))


def runs(model: CompeteModel, made: Tables, plan: RecordPlan, *, luck: Luck, pairs: int) -> Floats:
    """Give what was recorded in futures 0, 1 …: ``[future, figure]``."""
    substeps, found = model.situation.calendar.substeps, []
    for future in range(pairs):
        own = Luck(SEED, future, luck.noise_address, luck.years)
        run = run_replicate(model.cells, made, plan, luck=own, substeps=substeps)
        found.append(run.cells[-1] if plan.keep_cells else run.outcomes.sum(axis=0))
    return np.array(found, dtype=float)


def deviations(before: Floats, after: Floats) -> tuple[Floats, Floats]:
    """Give the standard deviation of differences between the same futures, and between each and the next."""
    shared, apart = after - before, after - np.roll(before, 1, axis=0)
    return shared.std(axis=0, ddof=1), apart.std(axis=0, ddof=1)


def on_the_grid(pairs: int) -> float:
    """Give the ratio on the square, over all places together."""
    model = build(grid(SIDE, PEOPLE))
    assert isinstance(model, CompeteModel)
    made = tables(model, world=next(iter(model.situation.worlds)), policy="baseline", draw=0, seed=SEED)
    assert isinstance(made, Tables)
    plan = record_plan(model, [], np.zeros(len(model.steps), np.int64), keep_cells=True)
    luck = Luck(SEED, 0, np.zeros(0, np.uint64), np.full(len(model.steps), 2030, np.int64))
    both = (made, faster(model.cells, made, [cell.label for cell in model.shape.cells]))
    shared, apart = deviations(*(runs(model, of, plan, luck=luck, pairs=pairs) for of in both))
    return float(np.sqrt((shared**2).mean() / (apart**2).mean()))


def in_the_flagship(pairs: int) -> dict[str, float]:
    """Give the ratio of each outcome of the flagship, over its first ten years."""
    model, made, plan, luck = ready()
    names = list(model.situation.outcomes)
    within = int((plan.period_of_step < YEARS).sum())
    steps = len(model.steps)
    short = {name: of[:within] for name, of in made._asdict().items() if of.shape[:1] == (steps,)}
    plan = plan._replace(period_of_step=plan.period_of_step[:within])
    other = faster(model.cells, made, [cell.label for cell in model.shape.cells])
    both = (made._replace(**short), other._replace(**short))
    luck = Luck(SEED, 0, luck.noise_address, luck.years[:within])
    shared, apart = deviations(*(runs(model, of, plan, luck=luck, pairs=pairs) for of in both))
    return {name: round(float(shared[names.index(name)] / apart[names.index(name)]), 4) for name in OUTCOMES}


def main() -> None:
    """Measure, and print a table or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--pairs", type=int, default=PAIRS, help="futures of each side")
    asked = parser.parse_args()
    outcomes = in_the_flagship(asked.pairs)
    found: dict[str, Any] = {
        "machine": machine(),
        "pairs": asked.pairs,
        "sd_ratio_grid": round(on_the_grid(asked.pairs), 4),
        "sd_ratio_flagship": max(outcomes.values()),
        "sd_ratio_flagship_each": outcomes,
    }
    if asked.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:24} {value}")


if __name__ == "__main__":
    main()
