"""What a comparison of policies costs: ``python benchmarks/compare.py [--json] [--draws N] [--futures N]``.

Twelve policies of the flagship and the baseline. First side by side, draw by draw, in processor seconds of one thread:
every policy from where its tables part from the baseline's, and every policy from the start. Then where the time of a
draw goes. Last a whole comparison, by the clock (``--futures 0``: none).
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from flagship import machine

from tumen.comparison import compare
from tumen.comparison.design import Design, design_of
from tumen.comparison.drawn import LUCK_DRAWS, Drawn
from tumen.comparison.kept import KEPT, Kept
from tumen.engine import Luck, parting, run_replicate, run_replicates
from tumen.errors import RunError
from tumen.kernels.compile import compile_all
from tumen.model import CompeteModel, anchors, build, idle_levers, make_tables, tables
from tumen.model.anchors import goals_of
from tumen.situation import read_situation

POLICIES = (
    "quiet_overlooking",
    "careful_help",
    "no_public_entries",
    "southeast_asia",
    "humanitarian_norms",
    "diplomatic_pressure",
    "unhcr_leaves",
    "work_visas",
    "marriage_licences",
    "un_aid",
    "growing_pressure",
    "safe_passage",
)
DRAWS, FUTURES = 6, 100
SEED = 1


def cpu(call: Callable[[], Any]) -> tuple[float, Any]:
    """Give the processor seconds that a call takes, and what it gives."""
    begin = time.process_time()
    found = call()
    return time.process_time() - begin, found


def drawn(design: Design, world: int, draw: int) -> dict[str, float]:
    """Take the parts of one draw apart, in processor seconds; nothing for a draw that is rejected."""
    model, seed = design.models[design.positions[draw]], design.seed
    assert isinstance(model, CompeteModel)
    try:
        solving, made = cpu(lambda: tables(model, world=design.worlds[world], policy="baseline", draw=draw, seed=seed))
    except RunError:
        return {}
    making, others = cpu(lambda: [make_tables(model, made.values, policy=p) for p in design.policies[1:]])
    every, plan, substeps = [made, *others], design.span.plan.engine, model.situation.calendar.substeps
    luck = Luck(seed, draw, design.noise_address, design.years)
    ways = {
        "restarted": lambda: list(run_replicates(model.cells, every, plan, luck=luck, substeps=substeps)),
        "from_the_start": lambda: [run_replicate(model.cells, t, plan, luck=luck, substeps=substeps) for t in every],
    }
    taken, found = {"anchors": solving, "tables": making}, {}
    for way in sorted(ways, reverse=bool(draw % 2)):  # either goes first as often as the other
        taken[way], found[way] = cpu(ways[way])
    for one, other in zip(*found.values(), strict=True):
        assert np.array_equal(one.outcomes, other.outcomes)
    idle, _ = cpu(lambda: [idle_levers(model, made.values, policy=p) for p in design.policies[1:]])
    parts = [parting(made, of) / len(model.steps) for of in others]
    return {**taken, "levers": idle, "share_before_parting": statistics.mean(parts)}


def side_by_side(draws: int) -> dict[str, Any]:
    """Give the medians of what draws cost, by world, and the ratio of restarted runs to whole ones."""
    design = design_of(build(read_situation("dprk-china")), POLICIES, {"draws": LUCK_DRAWS + draws, "seed": SEED})
    found: dict[str, Any] = {"start_of_the_search": [beginning(design, world) for world in design.worlds]}
    for w, world in enumerate(design.worlds):
        each = [one for d in range(LUCK_DRAWS, LUCK_DRAWS + draws) if (one := drawn(design, w, d))]
        of = {name: statistics.median(one[name] for one in each) for name in each[0]}
        ratio = statistics.median(one["restarted"] / one["from_the_start"] for one in each)
        found[world] = {**of, "ratio": ratio, "draws": len(each)}
    return {**found, "keeping": keeping(design)}


def beginning(design: Design, world: str) -> float:
    """Give what it takes to find where the search for the anchors of a world begins, in processor seconds."""
    goals = goals_of(design.model)
    return cpu(lambda: anchors._start(goals, world))[0]


def keeping(design: Design) -> float:
    """Give the seconds that it takes to keep a draw, by the clock."""
    figures = np.zeros((len(design.policies), 1, len(design.span.outcomes)))
    with tempfile.TemporaryDirectory() as folder:
        kept, taken = Kept(Path(folder) / KEPT, design), list[float]()
        kept.begun(force=False)
        for draw in range(LUCK_DRAWS, LUCK_DRAWS + 20):
            begin = time.perf_counter()
            kept.add((0, draw), Drawn(figures, np.zeros(len(design.model.entries))))
            taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def whole(futures: int) -> dict[str, Any]:
    """Give the seconds of a whole comparison in both worlds, by the clock and of the processor."""
    model = build(read_situation("dprk-china"))
    begin = time.perf_counter()
    seconds, found = cpu(lambda: compare(model, POLICIES, draws=futures, seed=SEED))
    clock = time.perf_counter() - begin
    return {"futures": futures, "clock": clock, "processor": seconds, "met": found.valid.sum(axis=1).tolist()}


def main() -> None:
    """Measure, and print a table or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--draws", type=int, default=DRAWS)
    parser.add_argument("--futures", type=int, default=FUTURES)
    asked = parser.parse_args()
    compile_all()
    found: dict[str, Any] = {"machine": machine(), "draw": side_by_side(asked.draws)}
    if asked.futures:
        found["comparison"] = whole(asked.futures)
    if asked.json:
        print(json.dumps(found, indent=2))
        return
    for part, of in found.items():
        for name, figure in of.items():
            print(f"{part:<12} {name:<14} {figure}")


if __name__ == "__main__":
    main()
