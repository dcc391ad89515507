"""A Flee folder as a value: everything that stands in it, understood as one version of Flee understands it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tumen.interop.flee.closings import Shut
from tumen.interop.flee.dated import (
    Closure,
    Conflict,
    Correction,
    Period,
)
from tumen.interop.flee.geography import Link, Location
from tumen.interop.flee.leaving import Leaving, leaving
from tumen.interop.flee.series import Series
from tumen.interop.flee.settings import Settings
from tumen.interop.flee.states import States
from tumen.interop.flee.versions import BEHAVIOUR, Behaviour, Version

MOST_BINS, SHORT_STINTS = 65_536, 8
"""Bins of recent travel: the most, and those where nobody asks for others."""


@dataclass(frozen=True)
class Choice:
    """How a folder is to be read.

    Attributes:
        version: Of Flee.
        hasten: Divides populations, capacities and counts; None: as the settings say.
        no_capacity: Whether camps have room for everybody.
        short_stints: Bins in which recent travel is remembered, where short stints are avoided.
    """

    version: Version
    hasten: int | None
    no_capacity: bool
    short_stints: int


@dataclass(frozen=True)
class FleeFolder:
    """A Flee folder.

    Attributes:
        name: Of the folder.
        choice: How it was read.
        hasten: By what populations, capacities and counts are divided.
        settings: Every setting, used or not.
        locations: All places, in the order of the file.
        ids: Of each place in a situation.
        links: All ways, each in one direction, in the order in which Flee makes them.
        link_ids: Of each way.
        period: When.
        conflicts: By place and day.
        closures: As written.
        corrections: As written.
        series: Who was counted, the total first, as used: divided, added up, corrected.
        states: What each place is on each day.
        shut: When each way is closed.
        digests: File → SHA-256 of its bytes, for each that was read.
    """

    name: str
    choice: Choice
    hasten: int
    settings: Settings
    locations: tuple[Location, ...]
    ids: tuple[str, ...]
    links: tuple[Link, ...]
    link_ids: tuple[str, ...]
    period: Period
    conflicts: tuple[Conflict, ...]
    closures: tuple[Closure, ...]
    corrections: tuple[Correction, ...]
    series: Mapping[str, Series]
    states: States
    shut: tuple[Shut, ...]
    digests: Mapping[str, str]

    @property
    def behaviour(self) -> Behaviour:
        """How the version of Flee behaves."""
        return BEHAVIOUR[self.choice.version]

    @property
    def days(self) -> int:
        """Number of days."""
        return self.period.days

    @property
    def camps(self) -> tuple[int, ...]:
        """Positions of the places that are camps before day 0, whose people are scored, in the order of the file."""
        return self.states.camps

    @property
    def camp_names(self) -> tuple[str, ...]:
        """Names of `camps`, as the columns of Flee's results have them."""
        return tuple(self.locations[at].name for at in self.camps)

    @cached_property
    def emptied(self) -> bool:
        """Whether camps begin empty and what was counted on the first day is taken off all counts."""
        return self.behaviour.empties_camps and self.settings.switch("spawn_rules.empty_camps_on_day0")

    def counts(self, name: str) -> tuple[int, ...]:
        """Give the people counted on each day at a place, or in ``total``, as Flee compares with them."""
        levels = self.series[name].levels(self.days)
        return tuple(level - levels[0] for level in levels) if self.emptied else levels

    @cached_property
    def decay_days(self) -> float:
        """Days of each stretch in which a conflict decays."""
        key = "spawn_rules.conflict_spawn_decay_interval"
        return self.settings.number(key) if self.behaviour.sets_decay_interval else self.behaviour.decay_interval

    def left_of(self, age: int) -> float:
        """Say how much is left of a conflict so many days after it began."""
        stretches = self.settings.numbers("spawn_rules.conflict_spawn_decay")
        return stretches[min(int(age / self.decay_days), len(stretches) - 1)] if stretches else 1.0

    @cached_property
    def reported_names(self) -> tuple[str, ...]:
        """Names of the series whose sum sets people out."""
        total, *others = self.series
        sums = self.behaviour.sums_camps and self.settings.switch("spawn_rules.sum_from_camps")
        return tuple(others) if sums else (total,)

    @cached_property
    def leaving(self) -> Leaving:
        """How many set out anew on each day."""
        levels = [self.counts(name) for name in self.reported_names]
        added = self.behaviour.adds_total_first and len(self.reported_names) != 1
        first = self.counts(next(iter(self.series)))[0] if added else 0
        return leaving(levels, days=self.days, first=first, stays=self.settings.switch("spawn_rules.insert_day0"))
