"""Where the advice of two texts changes places, by how strongly two disputed loops act.

At each point of the plane, and for each draw of all other numbers, the anchors of the world are solved: every point
starts from the same past as sources tell it. Then the mean engine runs the policy of either side. Chance is left out.
Worlds stand side by side and are never averaged; disputed premises that are not on the plane are taken by the draws in
turn, so that a share of draws is no probability.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import product
from typing import TypedDict, Unpack

import numpy as np
from numpy.typing import NDArray

from tumen.comparison.design import Design, Options, design_of
from tumen.comparison.plane import Plane, plane_of
from tumen.engine import mean_pass
from tumen.ensemble.blocks import REJECTED
from tumen.ensemble.pool import processors
from tumen.errors import RunError
from tumen.model import CompeteModel, Model, drawn_values, make_tables, solved
from tumen.policy import Contrast

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DRAWS, POINTS = 50, 6
_SAME = 1e-9


class Look(TypedDict, total=False):
    """What else `boundary` takes, by keyword; its defaults stand in its docstring."""

    draws: int
    seed: int
    points: int
    worlds: Sequence[str] | None
    workers: int | None
    progress: Callable[[int, int], None] | None


@dataclass(frozen=True)
class Boundary:
    """What came out.

    Attributes:
        model: What ran.
        contrast: Whose sides, loops and outcomes.
        worlds: Ids.
        outcomes: Ids of those by which it is said which side does better.
        draws: Of all other numbers, in each world.
        seed: Of the study.
        first: First day over which outcomes are taken.
        last: Last day.
        plane: Where was looked.
        margins: By how much the advice of the second side does better than that of the first, in the unit of the
            outcome, ``[world, outcome, draw, y, x]``: y is the second loop, x the first. 0 where they differ by no
            more than rounding, not a number where the anchors could not be met.
        seconds: Taken by all of it.
    """

    model: Model
    contrast: Contrast
    worlds: tuple[str, ...]
    outcomes: tuple[str, ...]
    draws: int
    seed: int
    first: date
    last: date
    plane: Plane
    margins: Floats
    seconds: float = field(compare=False)

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the documents of both sides, the first one first."""
        return tuple(self.contrast.sides)

    @property
    def policies(self) -> tuple[str, ...]:
        """Ids of what they argue for, likewise."""
        return tuple(self.contrast.sides.values())

    @cached_property
    def counts(self) -> Ints:
        """Draws whose anchors could be met, ``[world, y, x]``."""
        return np.isfinite(self.margins[:, 0]).sum(axis=1)

    @cached_property
    def ahead(self) -> Floats:
        """Share of these draws in which the second side is ahead, ``[world, outcome, y, x]``; not a number of none."""
        return self._share(self.margins > 0)

    @cached_property
    def behind(self) -> Floats:
        """Share in which the first side is ahead, same shape; what is left are draws in which neither is."""
        return self._share(self.margins < 0)

    def _share(self, so: NDArray[np.bool_]) -> Floats:
        with np.errstate(invalid="ignore", divide="ignore"):
            return so.sum(axis=2) / self.counts[:, None]


def boundary(model: Model, contrast: str, **look: Unpack[Look]) -> Boundary:
    """Look over the plane of a contrast for where one piece of advice does better than the other.

    Same arguments, same bits, whatever the workers. More draws leave those before as they are.

    Args:
        model: From `build`.
        contrast: Id of a contrast with two sides.
        **look: ``draws`` (of all other numbers, in each world; 50), ``seed`` (0 to 2³² - 1; 1), ``points`` (of each
            axis; 6), ``worlds`` (ids; all), ``workers`` (threads; as many as help), ``progress`` (called with the draws
            done and all; nobody).

    Raises:
        UsageError: T365 as of `plane_of`; T003 or T420 for an argument that cannot be.
        SafetyError: T360 if a loop is none of disputed sign.
        RunError: T410 if a world has no draw that meets its anchors; whatever else ends a run.
    """
    began = time.perf_counter()
    made, plane = plane_of(model, contrast, points=look.get("points", POINTS))
    design = _design(made, plane, look)
    tasks = [(w, d) for w in range(len(design.worlds)) for d in range(design.draws)]
    tell, found = look.get("progress") or _silent, list[Floats]()
    with ThreadPoolExecutor(look.get("workers") or processors()) as pool:
        for one in pool.map(lambda task: _margins(design, plane, world=task[0], draw=task[1]), tasks):
            found.append(one)
            tell(len(found), len(tasks))
    shape = (len(design.worlds), design.draws, *found[0].shape)
    margins = np.array(found).reshape(shape).swapaxes(1, 2)
    _check_met(design, margins)
    return Boundary(
        model=made,
        contrast=plane.contrast,
        worlds=design.worlds,
        outcomes=design.span.outcomes,
        draws=design.draws,
        seed=design.seed,
        first=design.span.first,
        last=design.span.last,
        plane=plane,
        margins=margins,
        seconds=time.perf_counter() - began,
    )


def _design(model: CompeteModel, plane: Plane, look: Look) -> Design:
    """Make the comparison of both sides, with both loops on; what is on the plane is set point by point."""
    contrast = plane.contrast
    options: Options = {
        "draws": look.get("draws", DRAWS),
        "seed": look.get("seed", 1),
        "worlds": look.get("worlds"),
        "outcomes": contrast.turns_on,
        "positions": dict.fromkeys(contrast.loops, "on"),
        "workers": look.get("workers"),
    }
    return design_of(model, tuple(contrast.sides.values()), options)


def _margins(design: Design, plane: Plane, *, world: int, draw: int) -> Floats:
    """Give by how much the second side does better in a draw, ``[outcome, y, x]``."""
    model, name = design.models[design.positions[draw]], design.worlds[world]
    drawn = drawn_values(model, world=name, draw=draw, seed=design.seed)
    found: list[Floats] = []
    for up, along in product(plane.levels, repeat=2):
        values = drawn.copy()
        for entry, number in plane.numbers(float(along), float(up)).items():
            values[model.names.index(entry)] = number
        found.append(_margin(design, model, values, world=name))
    return np.array(found).T.reshape(-1, len(plane.levels), len(plane.levels))


def _margin(design: Design, model: Model, drawn: Floats, *, world: str) -> Floats:
    """Give it at one point, ``[outcome]``; not numbers where the anchors cannot be met."""
    try:
        values = solved(model, drawn, world=world)
    except RunError as error:
        if error.code != REJECTED:
            raise
        return np.full(len(design.span.outcomes), np.nan)
    first, second = (_figures(design, model, values, policy=policy) for policy in design.policies[1:])
    outcomes = (design.model.situation.outcomes[name] for name in design.span.outcomes)
    turn = np.array([1.0 if outcome.direction == "more" else -1.0 for outcome in outcomes])
    same = np.abs(second - first) <= _SAME * np.maximum(np.abs(first), np.abs(second))
    return np.where(same, 0.0, turn * (second - first))


def _figures(design: Design, model: Model, values: Floats, *, policy: str) -> Floats:
    """Run one policy in means, ``[outcome]``."""
    made = make_tables(model, values, policy=policy)
    substeps = model.situation.calendar.substeps
    return design.span.of(mean_pass(model.cells, made, design.span.plan.engine, substeps=substeps).outcomes)


def _check_met(design: Design, margins: Floats) -> None:
    """Refuse a world of which no draw meets its anchors anywhere."""
    for world, of in zip(design.worlds, margins, strict=True):
        if np.isnan(of).all():
            message, remedy = f"no draw of world {world} meets its anchors", "ask for more draws"
            raise RunError("T410", message, where=f"world {world}", remedy=remedy)


def _silent(_done: int, _total: int) -> None:
    """Say nothing."""
