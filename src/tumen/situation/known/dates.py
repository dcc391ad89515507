"""When something became public. A year or a month counts as its last day: nothing may be seen early."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from tumen.evidence import Observation, Source

_DECEMBER = 12


def last_day(text: str) -> date | None:
    """Give the last day that ``YYYY``, ``YYYY-MM`` or a day can mean; None for an empty text."""
    if not text:
        return None
    year, month, day = (*(int(part) for part in text.split("-")), 0, 0)[:3]
    return date(year, month or _DECEMBER, day or monthrange(year, month or _DECEMBER)[1])


def months_later(day: date, months: int) -> date:
    """Give the day so many months later; the last day of a month leads to the last day of one."""
    number = day.year * _DECEMBER + day.month - 1 + months
    year, month = number // _DECEMBER, number % _DECEMBER + 1
    longest = monthrange(year, month)[1]
    at_end = day.day == monthrange(day.year, day.month)[1]
    return date(year, month, longest if at_end else min(day.day, longest))


def source_public(source: Source) -> date | None:
    """Give the day by which a document had come out; None where nobody says."""
    return last_day(source.public)


def observation_public(observation: Observation, lag: int) -> date | None:
    """Give the day by which a figure was public.

    Args:
        observation: The figure.
        lag: Months after the end of a period at which figures of its series are public.

    Returns:
        The day that it gives itself; else `lag` months after the end of its period; None where it gives no date.
    """
    if observation.published:
        return last_day(observation.published)
    end = last_day(observation.date_to or observation.date_from)
    return None if end is None else months_later(end, lag)
