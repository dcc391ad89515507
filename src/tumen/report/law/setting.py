"""Whose law is asked about, for whom, and under which choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from tumen.law.body import Law
from tumen.law.evaluate import Choice, evaluate
from tumen.law.intervals import Interval, regime_intervals
from tumen.law.subjects import People
from tumen.law.truth import Bounds, Truth, truths
from tumen.report.law.phrases import Names
from tumen.report.law.who import Crowd
from tumen.situation import Situation
from tumen.trace.ledger import Ledger


@dataclass(frozen=True)
class Setting:
    """A question of law: which people, under whose position and with which thresholds.

    Attributes:
        situation: Whose people.
        law: That is asked; of the situation, or reformed.
        people: Who is asked about.
        choice: Position and thresholds.
    """

    situation: Situation
    law: Law
    people: People
    choice: Choice

    @cached_property
    def names(self) -> Names:
        """Words of the situation and its law."""
        return Names(self.situation, self.law, self.choice.thresholds)

    @cached_property
    def crowd(self) -> Crowd:
        """Words for parts of the people asked about."""
        return Crowd(self.situation, self.people.subjects)

    @cached_property
    def ledger(self) -> Ledger:
        """Claims and observations as they may be shown."""
        return Ledger(self.situation)

    @cached_property
    def thresholds(self) -> Mapping[str, str]:
        """Fact → level from which it counts, whether chosen or the fact's own."""
        own = {name: fact.threshold for name, fact in self.law.facts.items()}
        return own | dict(self.choice.thresholds)

    def on(self, day: date) -> Bounds:
        """Bound the share of people for whom each norm holds on a day, ``[norm, subject, 2]``."""
        return evaluate(self.law, self.people, (Interval(day, day),), choice=self.choice)[:, 0]


@dataclass(frozen=True)
class Stretch:
    """A time in which what is said of a norm does not change.

    Attributes:
        first: First day.
        last: Last day.
        truth: The strongest of all people asked about: yes where it is agreed to hold for somebody.
        mixed: Whether it is agreed for some and contested for others.
    """

    first: date
    last: date
    truth: Truth
    mixed: bool

    @property
    def word(self) -> str:
        """What it is called in the catalogue of strings: ``yes``, ``mixed``, ``contested`` or ``no``."""
        return "mixed" if self.mixed else self.truth.name.lower()


def history(setting: Setting, first: date, last: date) -> Mapping[str, tuple[Stretch, ...]]:
    """Say of each norm what it is over time, to whoever of the people asked about it is said of most.

    Args:
        setting: Whose law, and for whom.
        first: First day.
        last: Last day.

    Returns:
        Norm → stretches without gap from `first` to `last`; two that follow each other differ.
    """
    intervals = regime_intervals(setting.law, first, last)
    found = truths(evaluate(setting.law, setting.people, intervals, choice=setting.choice))
    strongest = found.max(axis=2)
    mixed = (strongest == Truth.YES) & (found == Truth.CONTESTED).any(axis=2)
    values = [list(zip(*row, strict=True)) for row in zip(strongest.tolist(), mixed.tolist(), strict=True)]
    return {name: tuple(_merged(intervals, row)) for name, row in zip(setting.law.norms, values, strict=True)}


def _merged(intervals: tuple[Interval, ...], values: Sequence[tuple[int, bool]]) -> Iterator[Stretch]:
    for (truth, mixed), group in groupby(zip(intervals, values, strict=True), key=lambda row: row[1]):
        several = [interval for interval, _ in group]
        yield Stretch(several[0].first, several[-1].last, Truth(truth), mixed)
