"""Anchors: for each draw, the scale at which the mean engine meets what a source claims.

The outcome rises with the scale, nearly on a straight line, so the secant method takes a few passes. Anchors
are solved in order of date: a later scale must not act before its date.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from tumen.cells import Floats, RecordPlan, Tables
from tumen.engine import mean_pass
from tumen.errors import RunError
from tumen.evidence import Anchor
from tumen.model.build import Model
from tumen.model.plan import record_plan
from tumen.model.tables import drawn_values, make_tables

PASSES = 8
TOLERANCE = 0.02
_YEAR = len("YYYY")


@dataclass(frozen=True)
class _Goal:
    """What the mean engine must show for an anchor, and over which steps."""

    model: Model
    anchor: Anchor
    plan: RecordPlan
    first: int
    last: int

    def outcome(self, values: Floats) -> float:
        """Give the outcome that the mean engine has with these numbers."""
        tables = make_tables(self.model, values, policy="baseline")
        substeps = self.model.situation.calendar.substeps
        run = mean_pass(self.model.cells, tables, self.plan, substeps=substeps, steps=self.last + 1)
        found = run.outcomes[self.first : self.last + 1, 0]
        kind = self.model.situation.outcomes[self.anchor.outcome].kind
        return float(found.mean() if kind == "stock" else found.sum())


@lru_cache(maxsize=8)
def _goals(model: Model) -> tuple[_Goal, ...]:
    """Give the anchors of a model in order of date; the same for every draw, so found once."""
    every = np.arange(len(model.steps), dtype=np.int64)
    anchors = sorted(model.situation.anchors.values(), key=lambda a: (a.date, a.name))
    return tuple(_Goal(model, a, record_plan(model, [a.outcome], every), *_steps_at(model, a)) for a in anchors)


def _steps_at(model: Model, anchor: Anchor) -> tuple[int, int]:
    """Give the first and last step that the date of an anchor covers; of a month and a stock, its last step."""
    inside = [i for i, (_, last) in enumerate(model.steps) if last.isoformat().startswith(anchor.date)]
    stock = model.situation.outcomes[anchor.outcome].kind == "stock"
    return (inside[-1] if stock and len(anchor.date) > _YEAR else inside[0], inside[-1])


def tables(model: Model, *, world: str, policy: str, draw: int, seed: int) -> Tables:
    """Draw the numbers of a draw, solve the anchors of its world, and make its tables.

    Anchors are solved under the baseline: a policy starts from the same past.

    Args:
        model: From `build`.
        world: Whose anchors hold.
        policy: Id of a policy, or ``baseline``.
        draw: Number of the draw.
        seed: Study seed.

    Raises:
        RunError: T410 if no scale in the range meets an anchor within 2 % in 8 passes; such a draw is rejected.
    """
    values = drawn_values(model, world=world, draw=draw, seed=seed)
    for goal in _goals(model):
        if goal.anchor.solves not in model.changes:
            values = _solved(goal, values)
    return make_tables(model, values, policy=policy)


def _solved(goal: _Goal, values: Floats) -> Floats:
    """Give `values` with the scale of an anchor solved."""
    names = goal.model.names
    target = float(values[names.index(f"anchor:{goal.anchor.name}")])
    at = names.index(goal.anchor.solves)
    prior = goal.model.situation.parameters[goal.anchor.solves].entries[""]
    scale = float(values[at])
    tried: list[tuple[float, float]] = []
    found = 0.0
    for _ in range(PASSES):
        values = values.copy()
        values[at] = scale
        found = goal.outcome(values)
        if abs(found / target - 1) <= TOLERANCE:
            return values
        if found <= 0:
            break
        tried.append((scale, found - target))
        scale = min(max(_next(tried, target), prior.low), prior.high)
        if any(math.isclose(scale, old) for old, _ in tried):
            break
    raise RunError(
        "T410",
        f"anchor {goal.anchor.name} = {target:,.0f} cannot be met: the nearest was {found:,.0f}",
        where=f"worlds.toml and parameters.toml, {goal.anchor.solves}",
        remedy="such a draw is rejected and counted; widen the range of the scale if many are",
    )


def _next(tried: list[tuple[float, float]], target: float) -> float:
    """Guess the scale: in proportion first, then by the secant through the last two, which is exact for a line.

    A guess below 0 says that even nobody more would be too many; the lower end of the range then shows it at once.
    """
    scale, gap = tried[-1]
    if len(tried) == 1:
        return scale * target / (gap + target)
    before, gap_before = tried[-2]
    if gap == gap_before:
        return scale
    return scale - gap * (scale - before) / (gap - gap_before)
