"""The numbers of a journey by role: where each stands in the vector of a draw, found once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tumen.cells import Floats, Ints
from tumen.model.terms import Entries, entry_name
from tumen.situation import Situation
from tumen.world_journey import FIXED, NUMBERS, Journey

_LACKING: Mapping[str, float] = {"population": 0.0, "capacity": 0.0, "walking_share": 0.0, "prune_below": 0.0}
"""What stands where a number, or a level of it, is missing; 1 where nothing stands here."""


@dataclass(frozen=True, eq=False)
class Numbers:
    """Where each role finds its numbers.

    Attributes:
        terms: Role → places in the vector of a draw, ``[place]``, ``[link]``, or one; 0 where there is none.
        lacking: Role → what stands where there is none.
        decay: Places of what is left of a conflict in each stretch, ``[stretch]``.
    """

    terms: Mapping[str, Ints]
    lacking: Mapping[str, float]
    decay: Ints

    @classmethod
    def of(cls, situation: Situation, journey: Journey, entries: Entries) -> Numbers:
        """Find the numbers of a situation; those that fix cells are not among them."""
        axes = _axes(situation)
        terms = {
            role: _terms(situation, entries, parameter=journey.numbers.get(role, ""), keys=axes[axis])
            for role, (axis, _) in NUMBERS.items()
            if role not in FIXED
        }
        lacking = {role: _LACKING.get(role, 1.0) for role in terms}
        decay = np.array([entries.term(name) for name in journey.decay], np.int64)
        return cls(terms, lacking, decay)

    def each(self, role: str, vector: Floats) -> Floats:
        """Give the numbers of a role on its axis."""
        terms = self.terms[role]
        return np.where(terms > 0, vector[terms], self.lacking[role])

    def one(self, role: str, vector: Floats) -> float:
        """Give the number of a role without axis."""
        return float(self.each(role, vector)[0])


def fixed_numbers(
    situation: Situation, journey: Journey, role: str, *, changes: Mapping[str, float]
) -> dict[str, float]:
    """Give the numbers of a role that fixes cells, by level (or ``""``), in days and km.

    Args:
        situation: Whose.
        journey: How people travel.
        role: Without parameter it has no numbers.
        changes: Numbers that the user set, by entry.
    """
    name = journey.numbers.get(role, "")
    if not name:
        return {}
    levels = situation.parameters[name].entries
    return {level: float(changes.get(entry_name(name, level), of.quantile(0.5))) for level, of in levels.items()}


def _axes(situation: Situation) -> Mapping[str, Sequence[str]]:
    return {"": ("",), "place": holding(situation), "route": tuple(situation.routes)}


def holding(situation: Situation) -> tuple[str, ...]:
    """Give the places that hold people: those that contain no others."""
    containers = {place.within for place in situation.places.values()}
    return tuple(place for place in situation.places if place not in containers)


def _terms(situation: Situation, entries: Entries, *, parameter: str, keys: Sequence[str]) -> Ints:
    levels = situation.parameters[parameter].entries.keys() if parameter else ()
    return np.array(
        [1 + entries.index(entry_name(parameter, key)) if key in levels else 0 for key in keys],
        np.int64,
    )
