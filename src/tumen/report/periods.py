"""Recorded periods, and stretches of them that a reported figure speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tumen.report.strings import say

SPARE_DAYS = 7
"""By how much the ends of two periods may differ in sum and still be called the same."""


@dataclass(frozen=True)
class Period:
    """One recorded period.

    Attributes:
        label: A year, a month, or the first day of a week or day.
        start, end: First and last day.
        partial: Whether the run covers only a part of the year.
    """

    label: str
    start: date
    end: date
    partial: bool = False

    @property
    def text(self) -> str:
        """The label, and whether it is only a part of a year."""
        return say("table.partial", period=self.label) if self.partial else self.label


@dataclass(frozen=True)
class Span:
    """An outcome over periods that follow each other: of a flow the sum, of a stock the mean of their ends.

    Attributes:
        outcome: Id of the outcome.
        over: Id of the outcome by which it is divided; empty for none.
        first, last: Labels of the first and the last period.
        per_year: Whether a flow is divided by the number of years.
    """

    outcome: str
    over: str
    first: str
    last: str
    per_year: bool = False


def touched(periods: Sequence[Period], start: date, end: date) -> tuple[Period, ...]:
    """Give the periods that have a day in common with a time."""
    return tuple(p for p in periods if p.start <= end and start <= p.end)


def same(periods: Sequence[Period], start: date, end: date) -> bool:
    """Whether periods together are that time, and no more; a flow of a part of it is only a lower bound."""
    if not periods:
        return False
    return abs((periods[0].start - start).days) + abs((end - periods[-1].end).days) <= SPARE_DAYS
