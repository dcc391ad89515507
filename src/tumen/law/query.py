"""What is asked, and of whom: one position at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tumen.law.body import Law
from tumen.law.intervals import Days, Interval, first_days
from tumen.law.norms import Modality, Norm
from tumen.law.positions import Stance
from tumen.law.predicates import THRESHOLD, AtLeast, Predicate
from tumen.law.subjects import People
from tumen.law.truth import Bounds
from tumen.law.walk import conditions_of


@dataclass(frozen=True)
class Choice:
    """What the user settles that the law leaves open.

    Attributes:
        position: Id of the position to take; None: all at once, agreed where all agree.
        thresholds: Level to take for `tumen.law.predicates.THRESHOLD`, by fact, instead of the fact's own.
    """

    position: str | None = None
    thresholds: Mapping[str, str] = field(default_factory=dict[str, str])


OPEN = Choice()
"""All positions at once, and the thresholds of the data."""


Known = dict[tuple[str, str], Bounds]


@dataclass(frozen=True)
class Query:
    """A question to a law under one position.

    Attributes:
        law: All law.
        people: Who is asked about.
        days: First day of each interval, ``[interval]``, as ordinals.
        thresholds: As of a `Choice`.
        accepted: From a condition to the readings that the position accepts; it is silent on all other conditions.
        stances: What the position holds of single norms, by norm.
        known: What was worked out before, by what it is.
        shared: The same, for what does not depend on the position; of all positions together.
    """

    law: Law
    people: People
    days: Days
    thresholds: Mapping[str, str]
    accepted: Mapping[str, tuple[str, ...]]
    stances: Mapping[str, Stance]
    known: Known = field(default_factory=dict[tuple[str, str], Bounds], compare=False)
    shared: Known = field(default_factory=dict[tuple[str, str], Bounds], compare=False)

    @property
    def shape(self) -> tuple[int, int]:
        """Count intervals and subjects."""
        return len(self.days), len(self.people.subjects)

    def level(self, ask: AtLeast) -> int:
        """Give the place on a fact's scale that a predicate asks for.

        Raises:
            ValueError: the fact has no such level.
        """
        fact = self.law.facts[ask.fact]
        level = self.thresholds.get(fact.id, fact.threshold) if ask.level == THRESHOLD else ask.level
        return fact.scale.index(level)


def accepted(law: Law, position: str) -> dict[str, tuple[str, ...]]:
    """Give the readings that a position accepts, by condition."""
    readings = [law.readings[one] for one in law.positions[position].readings]
    return {
        condition: tuple(one.id for one in readings if one.condition == condition)
        for condition in dict.fromkeys(one.condition for one in readings)
    }


def queries(law: Law, people: People, intervals: Sequence[Interval], *, choice: Choice) -> dict[str, Query]:
    """Give a question for each position that is asked, by its id; where a law has none, one with the id ``""``.

    Raises:
        KeyError: the law has no such position.
    """
    days = first_days(intervals)
    shared: Known = {}
    chosen = [choice.position] if choice.position is not None else list(law.positions)
    if not chosen:
        return {"": Query(law, people, days, choice.thresholds, {}, {})}
    return {
        one: Query(
            law,
            people,
            days,
            choice.thresholds,
            accepted(law, one),
            {stance.norm: stance for stance in law.positions[one].stances},
            shared=shared,
        )
        for one in chosen
    }


def distinct(asked: Iterable[Query], rules: Iterable[Predicate]) -> list[Query]:
    """Give one question of each sort: positions that read alike what rules depend on answer alike."""
    several = list(asked)
    open_ones = sorted(conditions_of(several[0].law, rules)) if len(several) > 1 else []
    return list({tuple(query.accepted.get(one) for one in open_ones): query for query in several}.values())


Command = tuple[Modality, str]
"""What is commanded: how, and which action."""


def commands(norm: Norm, position: str | None = None) -> tuple[Command, ...]:
    """Give what a norm commands, as modality and action, in each of its readings; first in its own words.

    Args:
        norm: Any.
        position: Only as this position reads it; where it reads it in no special way, all readings.
    """
    own: list[Command] = [(one.modality, one.action) for one in norm.alternatives if position in one.positions]
    every: list[Command] = [(one.modality, one.action) for one in norm.alternatives]
    return tuple(dict.fromkeys(own or [(norm.modality, norm.action), *every]))
