"""The two axes of a chart: from days and people to where they stand in it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

LOG_RATIO = 50
"""A chart whose highest figure is more than this many times its lowest gets a logarithmic axis."""
_STEPS = (1, 2, 5)
_TICKS = 5
_YEAR_TICKS = 7
_DAYS_A_YEAR = 366


@dataclass(frozen=True)
class PeopleAxis:
    """The upright axis.

    Attributes:
        low: Figure at the bottom.
        high: Figure at the top.
        log: Whether it is logarithmic; then nothing stands below `low`, and what is withheld stands on it.
        ticks: Figures that are written beside it.
    """

    low: float
    high: float
    log: bool
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """Say how far up a figure stands, from 0 to 1."""
        if self.log:
            return math.log(max(value, self.low) / self.low) / math.log(self.high / self.low)
        return min(max(value, 0.0), self.high) / self.high


@dataclass(frozen=True)
class TimeAxis:
    """The level axis, from the first to the last recorded day."""

    start: date
    end: date

    def share(self, day: date) -> float:
        """Say how far along a day stands; outside 0 to 1 where it was not recorded."""
        return (day - self.start).days / max((self.end - self.start).days, 1)

    @property
    def ticks(self) -> tuple[tuple[date, str], ...]:
        """Days that are written under it, with their words."""
        days = (self.end - self.start).days
        if days > _DAYS_A_YEAR + _DAYS_A_YEAR:
            step = next(s for s in _nice_steps() if (self.end.year - self.start.year) / s <= _YEAR_TICKS)
            first = -(-self.start.year // step) * step
            return tuple((date(y, 1, 1), str(y)) for y in range(first, self.end.year + 1, step))
        step = next(s for s in _nice_steps() if days / s <= _TICKS)
        return tuple((day := self.start + timedelta(n), f"{day.day} {day:%b}") for n in range(0, days, step))


def people_axis(values: Iterable[float], limit: float) -> PeopleAxis:
    """Fit an axis to figures.

    Args:
        values: All that will be drawn.
        limit: Counts under it are withheld: where a logarithmic axis begins.
    """
    drawn = [value for value in values if value > 0]
    top = max(drawn, default=1.0)
    if drawn and top / max(min(drawn), limit) > LOG_RATIO:
        return log_axis(max(min(drawn), limit), top)
    step = next(s for s in _nice_steps() if top / s <= _TICKS)
    high = math.ceil(top / step) * step
    return PeopleAxis(0, high, False, tuple(range(0, high + 1, step)))


def log_axis(bottom: float, top: float) -> PeopleAxis:
    """Fit a logarithmic axis that begins and ends at 1, 2 or 5 times a power of ten."""
    marks = list(_marks(bottom, top))
    decades = [mark for mark in marks[1:] if math.log10(mark).is_integer()]
    ticks = sorted({marks[0], *decades, marks[-1]}) if len(decades) >= len(_STEPS) else marks
    return PeopleAxis(marks[0], marks[-1], True, tuple(ticks))


def _marks(bottom: float, top: float) -> Iterable[float]:
    """List 1, 2 and 5 times the powers of ten, from the last at or below `bottom` to the first at or above `top`."""
    every = [step * 10**n for n in range(13) for step in _STEPS]
    first = max((i for i, mark in enumerate(every) if mark <= bottom), default=0)
    last = next(i for i, mark in enumerate(every) if mark >= top)
    return every[first : last + 1]


def _nice_steps() -> Iterable[int]:
    """Count 1, 2, 5, 10, 20, 50 and so on."""
    return (step * 10**n for n in range(13) for step in _STEPS)
