"""Days and steps: what happens day by day, averaged over the days of each step."""

from collections.abc import Sequence
from datetime import date

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


def between(calendar: Ints, start: int, end: int) -> Floats:
    """Give 1 on the days from `start` to `end`, both included, and 0 on the others, ``[day]``."""
    return np.logical_and(calendar >= start, calendar <= end).astype(np.float64)
