"""Stretches of time in which no truth changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from tumen.law.body import Law
from tumen.law.instruments import Instrument
from tumen.law.predicates import Between
from tumen.law.walk import nodes, predicates, stretches

Days = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Interval:
    """From one day to another, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Count its days."""
        return (self.last - self.first).days + 1


def regime_intervals(law: Law, first: date, last: date) -> tuple[Interval, ...]:
    """Cut a time at every day on which a truth can change.

    Returns:
        In order, without gap or overlap, from `first` to `last`; none where `last` is before `first`.
    """
    if last < first:
        return ()
    starts = sorted({first, *(day for day in turns(law) if first < day <= last)})
    ends = [day - timedelta(days=1) for day in starts[1:]] + [last]
    return tuple(Interval(start, end) for start, end in zip(starts, ends, strict=True))


def turns(law: Law) -> set[date]:
    """Give the first day of each new state of a law: what starts that day, and what ended on the day before."""
    return {day for first, last in _spans(law) for day in (first, _after(last)) if day is not None}


def first_days(intervals: Sequence[Interval]) -> Days:
    """Number the first day of each interval, ``[interval]``."""
    return np.array([one.first.toordinal() for one in intervals], dtype=np.int64)


def within(days: Days, first: date | None, last: date | None) -> Flags:
    """Tell which days lie from one to another; None leaves a side open."""
    inside = np.ones(days.shape, dtype=np.bool_)
    if first is not None:
        inside &= days >= first.toordinal()
    if last is not None:
        inside &= days <= last.toordinal()
    return inside


def _after(day: date | None) -> date | None:
    return None if day is None or day == date.max else day + timedelta(days=1)


def _spans(law: Law) -> Iterator[tuple[date | None, date | None]]:
    for instrument in law.instruments.values():
        yield from _spans_of(instrument)
    for norm in law.norms.values():
        yield norm.first, norm.last
    for stretch in stretches(law):
        yield stretch.first, stretch.last
    for predicate in predicates(law):
        yield from ((node.first, node.last) for node in nodes(predicate) if isinstance(node, Between))


def _spans_of(instrument: Instrument) -> Iterator[tuple[date | None, date | None]]:
    yield instrument.adopted if instrument.in_force is None else instrument.in_force, instrument.ended
    for membership in instrument.memberships:
        yield membership.first, membership.last
