"""Days and steps: what happens day by day, averaged over the days of each step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
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


@dataclass(frozen=True)
class Segments:
    """Steps cut so that nothing begins or ends inside a segment.

    Attributes:
        spans: First and last day of each segment, in order; each lies in one step.
        first: First segment of each step, ``[step]``.
        length: Days of each segment, ``[segment]``.
    """

    spans: tuple[Span, ...]
    first: Ints
    length: Floats

    @classmethod
    def of(cls, days: Sequence[Span], cuts: Iterable[int]) -> Segments:
        """Cut the steps `days` where they begin and at `cuts`, the ordinals of days on which something begins."""
        first, end = days[0][0].toordinal(), days[-1][1].toordinal() + 1
        steps = [begin.toordinal() for begin, _ in days]
        edges = sorted({*steps, *(cut for cut in cuts if first < cut < end)})
        spans = tuple((date.fromordinal(a), date.fromordinal(b - 1)) for a, b in pairwise([*edges, end]))
        length = np.diff([*edges, end]).astype(np.float64)
        return cls(spans, np.searchsorted(edges, steps).astype(np.int64), length)

    def means(self, value: Floats) -> Floats:
        """Average what is given for every segment, ``[..., segment]``, over the days of each step, ``[..., step]``."""
        total: Floats = np.add.reduceat(value * self.length, self.first, axis=-1)
        return total / self._whole

    @cached_property
    def _whole(self) -> Floats:
        """The days of each step, ``[step]``."""
        return np.add.reduceat(self.length, self.first)


def between(calendar: Ints, start: int, end: int) -> Floats:
    """Give 1 on the days from `start` to `end`, both included, and 0 on the others, ``[day]``."""
    return np.logical_and(calendar >= start, calendar <= end).astype(np.float64)
