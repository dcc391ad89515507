"""Anchors: for each draw, the scales at which the mean engine meets what sources claim.

All anchors are solved together, since people who are returned or sold are also people who are there. On a logarithmic
scale (logistic for shares) each outcome answers its own scale nearly on a straight line, and the others a little: from
the scales and slopes at the middle of all priors a few passes suffice.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import lru_cache
from threading import Lock
from typing import cast, overload

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from tumen.cells import Floats, Ints, RecordPlan, Tables
from tumen.cells_journey import JourneyTables
from tumen.engine import mean_pass
from tumen.errors import RunError
from tumen.evidence import Anchor
from tumen.model.broyden import Found, Start, search, slopes_at
from tumen.model.build import CompeteModel, Model, fixed_by
from tumen.model.journey import JourneyModel
from tumen.model.model import Kin
from tumen.model.plan import record_plan
from tumen.model.tables import drawn_values, make_tables, middle_values

PASSES = 8
TOLERANCE = 0.02
_MIDDLE_PASSES = 12
_ROUNDS = 2
_LEAST = 1e-12
_YEAR = len("YYYY")
_finding = Lock()
Numbers = tuple[tuple[str, float], ...]
"""Names of entries with their values."""


@dataclass(frozen=True, eq=False)
class Goals:
    """What the mean engine must show for the anchors of a model, and by which numbers it is moved.

    Attributes:
        model: Whose anchors these are.
        anchors: Those that are solved: not the ones whose scale the user set.
        scales: Entry of the scale of each, ``[anchor]``.
        low, high: Logarithms of the range of each scale, ``[anchor]``.
        plan: What is kept of a pass.
        columns: Outcome, and outcome by which it is divided (or -1), in the plan, ``[anchor, 2]``.
        spans: First and last step of each, ``[anchor, 2]``.
    """

    model: Model = field(repr=False)
    anchors: tuple[Anchor, ...]
    scales: Ints
    low: Floats
    high: Floats
    plan: RecordPlan = field(repr=False)
    columns: Ints
    spans: Ints

    @staticmethod
    def of(model: Model) -> Goals:
        """Gather the goals of a model."""
        situation = model.situation
        anchors = tuple(a for a in situation.anchors.values() if a.solves not in model.fixed)
        outcomes = list(dict.fromkeys(o for a in anchors for o in (a.outcome, a.over) if o))
        priors = [situation.parameters[a.solves].entries[""] for a in anchors]
        columns = [[outcomes.index(a.outcome), outcomes.index(a.over) if a.over else -1] for a in anchors]
        return Goals(
            model=model,
            anchors=anchors,
            scales=np.array([model.names.index(a.solves) for a in anchors], np.int64),
            low=np.log([prior.low for prior in priors]),
            high=np.log([prior.high for prior in priors]),
            plan=record_plan(model, outcomes, np.arange(len(model.steps), dtype=np.int64)),
            columns=np.array(columns, np.int64).reshape(-1, 2),
            spans=np.array([_steps_at(model, a) for a in anchors], np.int64).reshape(-1, 2),
        )

    def values(self, values: Floats, scales: Floats) -> Floats:
        """Give `values` with these scales (logarithms) put in, ``[entry]``."""
        values = values.copy()
        values[self.scales] = np.exp(scales)
        return values

    def figures(self, values: Floats) -> Floats:
        """Run the mean engine and give what it shows, ``[anchor]``."""
        tables = make_tables(self.model, values, policy="baseline")
        substeps = self.model.situation.calendar.substeps
        steps = int(self.spans[:, 1].max()) + 1
        run = mean_pass(self.model.cells, tables, self.plan, substeps=substeps, steps=steps)
        means = [run.outcomes[first : last + 1].mean(axis=0) for first, last in self.spans]
        return np.array([self._figure(i, mean) for i, mean in enumerate(means)])

    def search(self, values: Floats, start: Start, looks: int) -> Found:
        """Look for the scales at which `values` meet their own anchors."""

        def show(scales: Floats) -> Floats:
            return self.bent(self.figures(self.values(values, scales)))

        target = self.bent(self.targets(values))
        return search(show, target, start, bounds=(self.low, self.high), budget=(looks, math.log1p(TOLERANCE)))

    def targets(self, values: Floats) -> Floats:
        """Give what is claimed, ``[anchor]``."""
        return np.array([values[self.model.names.index(f"anchor:{a.name}")] for a in self.anchors])

    def _figure(self, i: int, mean: Floats) -> float:
        """Give the figure of an anchor from the means of all outcomes over its steps."""
        outcome, over = self.columns[i]
        if over >= 0:
            return float(mean[outcome] / mean[over]) if mean[over] > 0 else 0.0
        first, last = self.spans[i]
        stock = self.model.situation.outcomes[self.anchors[i].outcome].kind == "stock"
        return float(mean[outcome]) * (1 if stock else int(last - first) + 1)

    def bent(self, figures: Floats) -> Floats:
        """Put figures on the scale on which they are nearly straight in the logarithms of their scales."""
        least = np.maximum(figures, _LEAST)
        return np.where(self._shares, logit(np.clip(least, _LEAST, 1 - _LEAST)), np.log(least))

    def unbent(self, bent: Floats) -> Floats:
        """Undo `bent`."""
        return np.where(self._shares, expit(bent), np.exp(np.where(self._shares, 0.0, bent)))

    @property
    def _shares(self) -> NDArray[np.bool_]:
        return self.columns[:, 1] >= 0


def goals_of(model: Model) -> Goals:
    """Give the goals of a model; the same for every draw and wherever loops and switches stand, so found once.

    The model inside them has loops and switches as the situation has them, but for the scales that are not solved.
    """
    scales = {a.solves for a in model.situation.anchors.values()}
    held = {scale: model.fixed[scale] for scale in sorted(scales & model.fixed.keys())}
    others = {name: value for name, value in fixed_by(model, {}).items() if name not in scales}
    home = replace(model, fixed={**others, **held})
    with _finding:  # two threads that both find them would look for two starts
        return _goals(Kin.of(home), tuple(sorted(model.changes.items())), tuple(held.items()))


@lru_cache(maxsize=8)
def _goals(kin: Kin, _changes: Numbers, _held: Numbers) -> Goals:
    return Goals.of(cast("Model", kin.model))


@lru_cache(maxsize=8)
def _start(goals: Goals, world: str) -> Start:
    """Find scales and slopes at the middle of all priors, with loops and switches as the situation has them.

    They depend on no draw and no other position, so every draw may begin there: with the positions of a comparison the
    anchors are met as often and as soon as from a start for each.
    """
    values = middle_values(goals.model, world=world)

    def show(scales: Floats) -> Floats:
        return goals.bent(goals.figures(goals.values(values, scales)))

    scales = (goals.low + goals.high) / 2
    for _ in range(_ROUNDS):
        scales = goals.search(values, Start(scales, slopes_at(show, scales)), _MIDDLE_PASSES).scales
    return Start(scales, slopes_at(show, scales))


def _steps_at(model: Model, anchor: Anchor) -> tuple[int, int]:
    """Give the first and last step that the date of an anchor covers; of a month and a stock, its last step."""
    inside = [i for i, (_, last) in enumerate(model.steps) if last.isoformat().startswith(anchor.date)]
    stock = model.situation.outcomes[anchor.outcome].kind == "stock"
    return (inside[-1] if stock and len(anchor.date) > _YEAR else inside[0], inside[-1])


@overload
def tables(model: CompeteModel, *, world: str, policy: str, draw: int, seed: int) -> Tables: ...
@overload
def tables(model: JourneyModel, *, world: str, policy: str, draw: int, seed: int) -> JourneyTables: ...
def tables(model: Model, *, world: str, policy: str, draw: int, seed: int) -> Tables | JourneyTables:
    """Draw the numbers of a draw, solve the anchors of its world, and make its tables.

    Anchors are solved under the baseline: a policy starts from the same past.

    Args:
        model: From `build`.
        world: Whose anchors hold.
        policy: Id of a policy, or ``baseline``.
        draw: Number of the draw.
        seed: Study seed.

    Raises:
        RunError: T410 if no scales in their ranges meet all anchors within 2 % in 8 passes; such a draw is rejected.
    """
    values = drawn_values(model, world=world, draw=draw, seed=seed)
    return make_tables(model, solved(model, values, world=world), policy=policy)


def solved(model: Model, values: Floats, *, world: str) -> Floats:
    """Give numbers, ``[entry]``, with the scales at which their anchors are met.

    Args:
        model: From `build`; where its loops and switches stand makes no difference, the numbers say that.
        values: Numbers of a draw, ``[entry]``, with what is claimed; their scales are not read.
        world: Whose anchors hold.

    Raises:
        RunError: T410 as of `tables`.
    """
    goals = goals_of(model)
    return _solved(goals, values, _start(goals, world)) if goals.anchors else values


def solved_middle(model: Model, *, world: str) -> Floats:
    """Give the middle of every distribution, ``[entry]``, with the scales at which the anchors are met there.

    Args:
        model: From `build`.
        world: Whose anchors hold.

    Raises:
        RunError: T410 as of `tables`.
    """
    return solved(model, middle_values(model, world=world), world=world)


def _solved(goals: Goals, values: Floats, start: Start) -> Floats:
    """Give `values` with the scales of all anchors solved."""
    found = goals.search(values, start, PASSES)
    if found.met:
        return goals.values(values, found.scales)
    wanted = goals.targets(values)
    worst = int(np.abs(found.figures - goals.bent(wanted)).argmax())
    anchor, figure = goals.anchors[worst], goals.unbent(found.figures)[worst]
    raise RunError(
        "T410",
        f"anchor {anchor.name} = {_told(wanted[worst])} cannot be met: the last try was {_told(figure)}",
        where=f"worlds.toml and parameters.toml, {anchor.solves}",
        remedy="such a draw is rejected and counted; widen the range of the scale if many are",
    )


def _told(figure: float) -> str:
    return f"{figure:,.0f}" if figure >= 1 else f"{figure:.3g}"
