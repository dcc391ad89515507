"""What would change an answer: the same question asked again with one thing different."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from tumen.law.body import Law
from tumen.law.intervals import Interval, regime_intervals, turns
from tumen.law.positions import Reading
from tumen.law.predicates import THRESHOLD, AtLeast, Holds, InPlace, InStatus, Only, Predicate
from tumen.law.query import Choice, Query, distinct, queries
from tumen.law.subjects import People, Subject
from tumen.law.truth import Bounds, Point, Truth, hull, point, truth_of, truths
from tumen.law.walk import reached
from tumen.law.wording import TRUTH_WORDS, axis_words, day_words, listed, reading_words

ELSE = "\N{HORIZONTAL ELLIPSIS}"
"""A value that no rule names: it stands for all others."""


@dataclass(frozen=True)
class Change:
    """One thing that would give another answer.

    Attributes:
        words: What would have to be so: ``if class were hostile or wavering``.
        truth: The answer then.
    """

    words: str
    truth: Truth

    def __str__(self) -> str:
        return f"{self.words}: {TRUTH_WORDS[self.truth]}"


@dataclass(frozen=True)
class Probe:
    """A part of a norm's truth, for one group on one day, that can be asked for again.

    Attributes:
        law: All law.
        people: Exactly one group.
        day: The day asked about.
        choice: Position and thresholds.
        part: What is asked, under one position.
        rules: The predicates that it may depend on.
    """

    law: Law
    people: People
    day: date
    choice: Choice
    part: Callable[[Query], Bounds]
    rules: tuple[Predicate, ...]

    @cached_property
    def bounds(self) -> Point:
        """The answer to the question as it was asked."""
        return point(self._over([Interval(self.day, self.day)]))

    @cached_property
    def truth(self) -> Truth:
        """The answer as a truth value."""
        return truth_of(self.bounds)

    def changes(self) -> Iterator[Change]:
        """Give all single things that would give another answer: days, what the people are, thresholds, readings."""
        yield from self.days()
        yield from self._of_people()
        yield from self._thresholds()
        yield from self._readings()

    def days(self) -> Iterator[Change]:
        """Give the nearest days, before and after, with another answer."""
        marks = sorted(turns(self.law) | {self.day})
        intervals = regime_intervals(self.law, _before(marks[0]), marks[-1])
        found = list(zip(intervals, self._truths(intervals), strict=True))
        earlier = [(one, truth) for one, truth in found if one.last < self.day and truth != self.truth]
        later = [(one, truth) for one, truth in found if one.first > self.day and truth != self.truth]
        yield from (Change(f"until {day_words(one.last)}", truth) for one, truth in earlier[-1:])
        yield from (Change(f"from {day_words(one.first)}", truth) for one, truth in later[:1])

    def _of_people(self) -> Iterator[Change]:
        subject = self.people.subjects[0]
        told = dict(subject.cohort)
        for name, values in self._asked_values.items():
            cohorts = {v: tuple(sorted({**told, name: v}.items())) for v in (*values, ELSE) if v != told.get(name)}
            others = {v: replace(subject, cohort=cohort) for v, cohort in cohorts.items()}
            yield from self._grouped(self._were(name), self._of(others), name)
        statuses = _named(rule.statuses for rule in self._reached if isinstance(rule, InStatus))
        others = {v: replace(subject, status=v) for v in statuses if v != subject.status}
        yield from self._grouped(self._were("status"), self._of(others), "status")
        places = _named(rule.places for rule in self._reached if isinstance(rule, InPlace))
        others = {v: replace(subject, place=v) for v in places if v != subject.place}
        yield from self._grouped(self._were("place"), self._of(others), "place")

    def _thresholds(self) -> Iterator[Change]:
        facts = [r.fact for r in self._reached if isinstance(r, AtLeast) and r.level == THRESHOLD]
        for fact in map(self.law.facts.__getitem__, dict.fromkeys(facts)):
            levels = {one: Choice(self.choice.position, {**self.choice.thresholds, fact.id: one}) for one in fact.scale}
            found = {level: replace(self, choice=choice).truth for level, choice in levels.items()}
            yield from self._grouped(f"with the threshold of {fact.title} at", found)

    def _readings(self) -> Iterator[Change]:
        asked = {rule.condition for rule in self._reached if isinstance(rule, Holds)}
        several = [one for one in self.law.readings.values() if one.condition in asked]
        yield from self._grouped("by the reading", {reading_words(one): self._read(one) for one in several})

    def _were(self, axis: str) -> str:
        return f"if {axis_words(self.people, axis)} were"

    def _grouped(self, words: str, found: Mapping[str, Truth], axis: str = "") -> Iterator[Change]:
        """Put together what gives the same answer, if it is another one."""
        named = {one: self.people.name(axis, one) if one != ELSE else "anything else" for one in found}
        for truth in (one for one in Truth if one != self.truth):
            names = [named[one] for one, same in found.items() if same == truth]
            if names:
                yield Change(f"{words} {listed(names, 'or')}", truth)

    @cached_property
    def _reached(self) -> list[Predicate]:
        return reached(self.law, self.rules)

    @property
    def _asked_values(self) -> dict[str, list[str]]:
        values: dict[str, list[str]] = {}
        for rule in self._reached:
            for name, some in rule.values.items() if isinstance(rule, Only) else ():
                values[name] = list(dict.fromkeys([*values.get(name, ()), *some]))
        return values

    def _over(self, intervals: Sequence[Interval]) -> Bounds:
        """Ask about some stretches of time, ``[interval or 1, subject or 1, 2]``."""
        asked = queries(self.law, self.people, intervals, choice=self.choice).values()
        return hull(self.part(query) for query in distinct(asked, self.rules))

    def _truths(self, intervals: Sequence[Interval]) -> list[Truth]:
        """Give the answer of each of some stretches of time and of the subjects in them."""
        shape = (len(intervals), len(self.people.subjects), 2)
        return [Truth(int(one)) for one in truths(np.broadcast_to(self._over(intervals), shape)).ravel()]

    def _of(self, others: Mapping[str, Subject]) -> dict[str, Truth]:
        """Ask the same of other groups."""
        if not others:
            return {}
        probe = replace(self, people=replace(self.people, subjects=tuple(others.values())))
        return dict(zip(others, probe._truths([Interval(self.day, self.day)]), strict=True))

    def _read(self, reading: Reading) -> Truth:
        """Ask the same where everybody accepts one reading alone."""
        asked = queries(self.law, self.people, [Interval(self.day, self.day)], choice=self.choice).values()
        accepted = {reading.condition: (reading.id,)}
        read = [replace(query, accepted={**query.accepted, **accepted}, known={}) for query in asked]
        return truth_of(point(hull(self.part(query) for query in distinct(read, self.rules))))


def _named(several: Iterator[tuple[str, ...]]) -> list[str]:
    """Give each value that some rule names, and one for all others; nothing where no rule asks."""
    values = list(dict.fromkeys(value for some in several for value in some))
    return [*values, ELSE] if values else []


def _before(day: date) -> date:
    return day if day == date.min else day - timedelta(days=1)
