"""Days and steps: what happens day by day, averaged over the days of each step."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

import numpy as np

from tumen.cells import Floats, Ints

Span = tuple[date, date]


def every_day(days: Sequence[Span]) -> Ints:
    """Give the ordinal of each day from the first step to the last, ``[day]``."""
    return np.arange(days[0][0].toordinal(), days[-1][1].toordinal() + 1, dtype=np.int64)


def mean_by_step(value: Floats, days: Sequence[Span]) -> Floats:
    """Average what is given for every day, ``[day]``, over the days of each step, ``[step]``."""
    first = np.array([begin.toordinal() for begin, _ in days], np.int64)
    length = np.array([end.toordinal() - begin.toordinal() + 1 for begin, end in days], np.int64)
    total: Floats = np.add.reduceat(value, first - first[0])
    return total / length


def segments(days: Sequence[Span], cuts: Iterable[int]) -> tuple[Span, ...]:
    """Cut steps so that nothing begins or ends inside a segment.

    Args:
        days: First and last day of each step.
        cuts: Ordinals of days on which something begins.

    Returns:
        First and last day of each segment, in order; each lies in one step.
    """
    first, end = days[0][0].toordinal(), days[-1][1].toordinal() + 1
    starts = {begin.toordinal() for begin, _ in days} | {cut for cut in cuts if first < cut < end}
    edges = [*sorted(starts), end]
    return tuple((date.fromordinal(a), date.fromordinal(b - 1)) for a, b in pairwise(edges))


def mean_of_segments(value: Floats, parts: Sequence[Span], days: Sequence[Span]) -> Floats:
    """Average what is given for every segment over the days of each step, ``[step]``."""
    starts = [begin for begin, _ in parts]
    first = np.array([bisect_left(starts, begin) for begin, _ in days], np.int64)
    length = np.array([end.toordinal() - begin.toordinal() + 1 for begin, end in parts], np.float64)
    total: Floats = np.add.reduceat(value * length, first)
    whole: Floats = np.add.reduceat(length, first)
    return total / whole


def between(calendar: Ints, start: int, end: int) -> Floats:
    """Give 1 on the days from `start` to `end`, both included, and 0 on the others, ``[day]``."""
    return np.logical_and(calendar >= start, calendar <= end).astype(np.float64)
