"""The steps of a situation: which days each of them covers."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from tumen.situation.types import Calendar

_WEEK = 7
_DECEMBER = 12


def month_end(day: date) -> date:
    """Give the last day of the month in which `day` lies."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def steps(calendar: Calendar) -> tuple[tuple[date, date], ...]:
    """Give the first and the last day of each step.

    They begin with the run-in, which ends on the day before the first. Months are those of the calendar; weeks have
    seven days from the first day on. The first and the last step are cut to the days of the run; in a situation that
    was read there is nothing to cut.

    Args:
        calendar: When a run begins and ends, and in which steps.

    Returns:
        A pair of days for each step, in order.
    """
    if calendar.step == "month":
        return _months(_months_before(calendar.first, calendar.run_in), calendar.last)
    length = _WEEK if calendar.step == "week" else 1
    first, last = calendar.first.toordinal() - calendar.run_in * length, calendar.last.toordinal()
    starts = range(first, last + 1, length)
    return tuple((date.fromordinal(n), date.fromordinal(min(n + length - 1, last))) for n in starts)


def _months_before(first: date, months: int) -> date:
    """Give the first day of the month so many before that of `first`; `first` itself for none."""
    number = first.year * _DECEMBER + first.month - 1 - months
    return date(number // _DECEMBER, number % _DECEMBER + 1, 1) if months else first


def _months(first: date, last: date) -> tuple[tuple[date, date], ...]:
    numbers = range(first.year * _DECEMBER + first.month - 1, last.year * _DECEMBER + last.month)
    starts = [date(n // _DECEMBER, n % _DECEMBER + 1, 1) for n in numbers]
    return tuple((max(start, first), min(month_end(start), last)) for start in starts)
