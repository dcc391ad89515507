"""A law as it would be: norms added, norms ended, and what that changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import compress, groupby, permutations
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tumen.law.body import Law
from tumen.law.evaluate import evaluate
from tumen.law.intervals import Interval, regime_intervals
from tumen.law.norms import Norm
from tumen.law.query import OPEN, Choice
from tumen.law.subjects import People, Subject
from tumen.law.truth import Truth, truths

Thing = TypeVar("Thing")
Found = NDArray[np.int8]


@dataclass(frozen=True)
class Reform:
    """What a reform does to a law.

    Attributes:
        added: What it adds, as a law that may refer to the things of the law it joins; with the id of one of them, it
            takes its place.
        ends: From the id of a norm to its last day.
    """

    added: Law
    ends: Mapping[str, date]


@dataclass(frozen=True)
class Difference:
    """A norm that says something else of some people for some time.

    Attributes:
        norm: Id of the norm.
        first: First day.
        last: Last day.
        before: Truth by the one law; NO where it has no such norm.
        after: Truth by the other.
        subjects: Of whom, on all these days.
    """

    norm: str
    first: date
    last: date
    before: Truth
    after: Truth
    subjects: tuple[Subject, ...]


def reformed(law: Law, reform: Reform) -> Law:
    """Give a law as it would be under a reform; the one given is left as it was.

    Raises:
        KeyError: it ends a norm that there is not.
    """
    added = reform.added
    norms = _joined(law.norms, added.norms)
    norms |= {name: _ended(norms[name], day) for name, day in reform.ends.items()}
    return Law(
        parties=_joined(law.parties, added.parties),
        references=_joined(law.references, added.references),
        instruments=_joined(law.instruments, added.instruments),
        actions=_joined(law.actions, added.actions),
        conditions=_joined(law.conditions, added.conditions),
        norms=norms,
        readings=_joined(law.readings, added.readings),
        positions=_joined(law.positions, added.positions),
        facts=_joined(law.facts, added.facts),
        shares=_joined(law.shares, added.shares),
        doctrines=_joined(law.doctrines, added.doctrines),
        set_aside=_joined(law.set_aside, added.set_aside),
    )


def differences(
    before: Law, after: Law, people: People, *, period: Interval, choice: Choice = OPEN
) -> tuple[Difference, ...]:
    """Find whatever two laws say differently of some people over some time.

    Args:
        before: One law.
        after: Another, such as the same after a reform.
        people: Groups asked about.
        period: From when to when.
        choice: Position and thresholds; the position has to be in both laws.

    Returns:
        By norm, in the order of the one law and then of the other; each with the longest stretch of days on which the
        same is said of the same people.
    """
    intervals = tuple(_common(before, after, period))
    asked = Asked(people, intervals, choice)
    names = dict.fromkeys([*before.norms, *after.norms])
    found = {norm: (asked.of(before, norm), asked.of(after, norm)) for norm in names}
    return tuple(one for norm, pair in found.items() for one in _of_norm(asked, norm, pair))


@dataclass(frozen=True)
class Asked:
    """What is asked of both laws."""

    people: People
    intervals: tuple[Interval, ...]
    choice: Choice

    def of(self, law: Law, norm: str) -> Found:
        """Give the truth of a norm by a law, ``[interval, subject]``; NO where it has no such norm."""
        if norm not in law.norms:
            return np.full((len(self.intervals), len(self.people.subjects)), Truth.NO, dtype=np.int8)
        return truths(evaluate(law, self.people, self.intervals, choice=self.choice, norms=[norm])[0])


def _of_norm(asked: Asked, norm: str, found: tuple[Found, Found]) -> Iterator[Difference]:
    """Put together days on which the same changes for the same people."""
    for before, after in permutations(Truth, 2):
        who: list[list[bool]] = ((found[0] == before) & (found[1] == after)).tolist()
        for span, chosen in _alike(asked.intervals, who):
            subjects = tuple(compress(asked.people.subjects, chosen))
            yield Difference(norm, span.first, span.last, before, after, subjects)


def _alike(intervals: Sequence[Interval], who: list[list[bool]]) -> Iterator[tuple[Interval, list[bool]]]:
    """Give each longest stretch of time for which the same people are chosen, if any are."""
    for chosen, group in groupby(range(len(intervals)), key=who.__getitem__):
        span = list(group)
        if any(chosen):
            yield Interval(intervals[span[0]].first, intervals[span[-1]].last), chosen


def _common(before: Law, after: Law, period: Interval) -> Iterator[Interval]:
    """Cut a time at every day on which a truth of either law can change."""
    for one in regime_intervals(before, period.first, period.last):
        yield from regime_intervals(after, one.first, one.last)


def _ended(norm: Norm, day: date) -> Norm:
    return replace(norm, last=day if norm.last is None else min(day, norm.last))


def _joined(one: Mapping[str, Thing], other: Mapping[str, Thing]) -> dict[str, Thing]:
    return {**one, **other}
