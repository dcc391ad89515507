"""The plane on which a boundary between two pieces of advice is drawn: two loops of disputed sign, from off to strong.

A loop is moved with all of its numbers together, so that no part of enforcement is an axis by itself (see
`tumen.comparison.enforcement`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tumen.comparison.middle import numbers_of
from tumen.errors import SafetyError, UsageError
from tumen.model import CompeteModel, JourneyModel, Model
from tumen.model.terms import entry_name
from tumen.policy import Contrast
from tumen.situation import Situation

Floats = NDArray[np.float64]
FULL = 0.95
"""Share of draws from its prior that are weaker than a number at full strength."""
_MIDDLE = 0.5
_TWO = 2


@dataclass(frozen=True)
class Plane:
    """Two loops, each from off to full strength.

    Attributes:
        contrast: Which has them: the first along the plane, the second up it.
        strong: Loop → its numbers at full strength, by entry.
        levels: Points of both axes, rising from 0 (off) to 1 (full strength), ``[point]``. They are closer to each
            other where a loop is weak.
    """

    contrast: Contrast
    strong: Mapping[str, Mapping[str, float]]
    levels: Floats

    def numbers(self, x: float, y: float) -> dict[str, float]:
        """Give the numbers of both loops at a point, by entry: in proportion to how strong each loop is."""
        along, up = self.contrast.loops
        return {e: s * of for name, s in ((along, x), (up, y)) for e, of in self.strong[name].items()}


def plane_of(model: Model, contrast: str, *, points: int) -> tuple[CompeteModel, Plane]:
    """Find the plane of a contrast.

    Args:
        model: From `build`.
        contrast: Id of one with sides.
        points: Of each axis, two at least.

    Raises:
        UsageError: T365 if there is no such contrast, it has no sides, a number of it is held, or there are too few
            points.
        SafetyError: T360 if a loop is none of disputed sign: its numbers may be parts of enforcement.
    """
    of = model.situation.contrasts.get(contrast)
    if isinstance(model, JourneyModel) or of is None or len(of.sides) != _TWO or len(of.loops) != _TWO:
        raise _nothing(model.situation, contrast)
    _check_disputed(model.situation, of)
    strong = {loop: strong_ends(model.situation, loop) for loop in of.loops}
    held = [entry for numbers in strong.values() for entry in numbers if entry in model.changes]
    if held:
        remedy = "leave it free: along the plane it goes from 0 to its full strength"
        raise UsageError("T365", f"{held[0]} is set by hand", where=f"contrast {contrast}", remedy=remedy)
    if points < _TWO:
        raise UsageError("T365", f"an axis has {points} points", where="points", remedy="ask for two or more")
    return model, Plane(of, strong, np.linspace(0, 1, points) ** 2)


def strong_ends(situation: Situation, loop: str) -> dict[str, float]:
    """Give the numbers of a loop at full strength, by entry.

    That is where nineteen in twenty of the draws from its prior are weaker; of a number of which neither end is surely
    the stronger, the middle.

    Args:
        situation: Whose.
        loop: Its id.
    """
    found = {
        entry: prior.quantile(FULL if sign > 0 else 1 - FULL) for entry, prior, sign in numbers_of(situation, loop)
    }
    named = [situation.parameters[name] for name in situation.loops[loop].numbers]
    every = {entry_name(of.name, level): prior.quantile(_MIDDLE) for of in named for level, prior in of.entries.items()}
    return every | found


def _check_disputed(situation: Situation, contrast: Contrast) -> None:
    for name in contrast.loops:
        loop = situation.loops[name]
        if loop.sign != "disputed" or loop.thought_experiment:
            problem = f"the strength of {name} would be an axis, and its sign is not disputed"
            remedy = "only what sources dispute is looked at by itself: its numbers may be parts of enforcement"
            raise SafetyError("T360", problem, where=f"contrast {contrast.id}", remedy=remedy)


def _nothing(situation: Situation, contrast: str) -> UsageError:
    known = [of.id for of in situation.contrasts.values() if of.sides]
    there = contrast in situation.contrasts
    problem = f"contrast {contrast} has no two sides" if there else f"{situation.id} has no contrast {contrast!r}"
    remedy = f"name one of: {', '.join(known)}" if known else "write two sides into a contrast of switches.toml"
    return UsageError("T365", problem, where="the boundary", remedy=remedy)
