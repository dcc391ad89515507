"""Given signals: dated events make a value for each segment of time in which none begins or ends."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from tumen.cells import Floats
from tumen.process.daily import between, every_day, mean_by_step
from tumen.world import Event


def begins(event: Event) -> tuple[int, ...]:
    """Give the ordinals of the days on which something about `event` begins: itself, and what follows its end."""
    if event.shape == "series":
        return ()
    return (event.starts.toordinal(), *(() if event.ends is None else (event.ends.toordinal() + 1,)))


def presence(event: Event, days: Sequence[tuple[date, date]]) -> Floats:
    """Give the part of each segment in which `event` acts: the mean over its days.

    A step acts on the days from its start to its end. A ramp rises in a straight line from 0 on its first day to 1 on
    its last, and stays there; one with a pace of its own stays where it is on its last day.

    Args:
        event: A step or ramp.
        days: First and last day of each segment.

    Returns:
        Between 0 and 1, ``[segment]``.
    """
    calendar = every_day(days)
    start = event.starts.toordinal()
    if event.shape == "ramp" and event.ends is not None:
        end = event.ends.toordinal()
        reached = np.minimum(calendar, end) if event.pace else calendar
        risen: Floats = (reached - start) / max(event.pace or end - start, 1)
        return mean_by_step(np.minimum(np.maximum(risen, 0), 1), days)
    end = int(calendar[-1]) if event.ends is None else event.ends.toordinal()
    return mean_by_step(between(calendar, start, end), days)


def yearly(years: Sequence[int], days: Sequence[tuple[date, date]]) -> Floats:
    """Give the weight of each year of a series in each segment: straight lines between the middles of the years.

    Args:
        years: Rising.
        days: First and last day of each segment.

    Returns:
        ``[segment, year]``; sums to 1 over years. Before the first and after the last middle the value stays.
    """
    middles = [(date(y, 1, 1).toordinal() + date(y + 1, 1, 1).toordinal()) / (1 + 1) for y in years]
    at = [(first.toordinal() + last.toordinal() + 1) / (1 + 1) for first, last in days]
    return np.column_stack([np.interp(at, middles, row) for row in np.eye(len(years))])


def changed(value: Floats, how: str, *, size: float, acting: Floats) -> Floats:
    """Let an event act on a signal.

    Args:
        value: Before, ``[segment]``.
        how: ``set``, ``add`` or ``multiply``.
        size: The new value, what is added, or the factor.
        acting: From `presence`, ``[segment]``.

    Returns:
        After, ``[segment]``; where the event acts in part, so much of the change.
    """
    if how == "add":
        return value + size * acting
    if how == "multiply":
        return value * (1 + (size - 1) * acting)
    return value + (size - value) * acting
