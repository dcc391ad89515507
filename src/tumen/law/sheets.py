"""Argument sheets: for a described group, what speaks for and against each reading, with norms, facts and their checks.

A sheet is about people who are alike, by the axes of a situation. It says nothing of any person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tumen.law.body import Law
from tumen.law.covering import covered, share_of
from tumen.law.evaluate import applies
from tumen.law.grounds import Asked, ask, level_range, merged, spoken, threshold
from tumen.law.instruments import Basis, Instrument
from tumen.law.norms import Norm
from tumen.law.positions import Reading
from tumen.law.predicates import AtLeast, Holds, Predicate, Share
from tumen.law.query import OPEN, Choice, commands
from tumen.law.sheet_parts import Check, Sheet, SheetFact, SheetNorm, SheetReading, SheetShare
from tumen.law.subjects import People
from tumen.law.truth import Truth, point, truth_of
from tumen.law.walk import conditions_of, reached, scopes_of
from tumen.law.wording import named, subject_words


def sheet(law: Law, people: People, day: date, *, about: str, choice: Choice = OPEN) -> Sheet:
    """Put together what speaks for and against, for one group on one day.

    Args:
        law: All law.
        people: Exactly one group: a described cohort, never a person.
        day: The day asked about.
        about: Id of a condition, or else of a norm.
        choice: Position and thresholds.

    Raises:
        KeyError: no such condition, norm or position.
        ValueError: not exactly one group, or no such level of a fact.
    """
    (subject,) = people.subjects
    every = Choice(None, choice.thresholds)
    of = _Making(law, about, ask(law, people, day, choice=choice), ask(law, people, day, choice=every))
    return Sheet(
        about=about,
        title=law.conditions[about].title if about in law.conditions else named(law, law.norms[about]),
        questions={one: law.conditions[one].question for one in of.conditions},
        subject=subject,
        who=subject_words(people, subject),
        day=day,
        choice=choice,
        readings=tuple(of.read(one) for one in of.readings),
        norms=tuple(of.bound(one) for one in of.norms),
        facts=tuple(of.facts()),
        shares=tuple(of.shares()),
        basis=of.basis,
        checks=tuple(of.checks()),
    )


@dataclass(frozen=True)
class _Making:
    """A sheet in the making.

    Attributes:
        law: All law.
        about: Id of a condition or of a norm.
        asked: The questions under the positions chosen.
        each: The questions under every position.
    """

    law: Law
    about: str
    asked: Asked
    each: Asked

    @cached_property
    def start(self) -> tuple[Predicate, ...]:
        """What is asked first."""
        return (
            (Holds(self.about),) if self.about in self.law.conditions else tuple(scopes_of(self.law.norms[self.about]))
        )

    @cached_property
    def conditions(self) -> tuple[str, ...]:
        """The conditions on which the answer depends, the one asked about first."""
        found = conditions_of(self.law, self.start)
        return tuple(sorted((one for one in self.law.conditions if one in found), key=self.about.__ne__))

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The readings of these conditions."""
        return tuple(
            one for condition in self.conditions for one in self.law.readings.values() if one.condition == condition
        )

    @cached_property
    def norms(self) -> tuple[Norm, ...]:
        """The norms on which a condition bears or that define it; or a norm, and those about the same actions."""
        every = self.law.norms.values()
        if self.about in self.law.conditions:
            return tuple(
                one for one in every if self.about in {one.condition, *conditions_of(self.law, scopes_of(one))}
            )
        norm = self.law.norms[self.about]
        actions = {action for _, action in commands(norm)}
        alike = (one for one in every if actions.intersection(action for _, action in commands(one)))
        return (norm, *(one for one in alike if one is not norm and set(one.bearers).intersection(norm.bearers)))

    def read(self, reading: Reading) -> SheetReading:
        """Ask whether a reading covers the people."""
        bounds = self.asked.hull(lambda query: covered(query, reading.covers), [reading.covers])
        accept = tuple(one.id for one in self.law.positions.values() if reading.id in one.readings)
        return SheetReading(reading, bounds, reading.arguments, reading.against, accept)

    def bound(self, norm: Norm) -> SheetNorm:
        """Ask whether a norm applies, under the choice made and under each position."""
        bounds = point(applies(norm, self.asked.queries.values()))
        each = {name: self._under(norm, name) for name in self.law.positions}
        return SheetNorm(norm, bounds, each)

    def _under(self, norm: Norm, position: str) -> Truth:
        return truth_of(point(applies(norm, [self.each.queries[position]])))

    def facts(self) -> Iterator[SheetFact]:
        """Give the facts on which the answer depends, with what is said of the people."""
        asked = {rule.fact for rule in self._reached if isinstance(rule, AtLeast)}
        for fact in (one for one in self.law.facts.values() if one.id in asked):
            said = tuple(spoken(self.asked, fact.stretches))
            yield SheetFact(fact, *level_range(self.asked, fact), threshold(self.asked, fact), said)

    def shares(self) -> Iterator[SheetShare]:
        """Give the shares on which the answer depends, with what is said of the people."""
        asked = {rule.share for rule in self._reached if isinstance(rule, Share)}
        for share in (one for one in self.law.shares.values() if one.id in asked):
            bounds = self.asked.hull(lambda query, name=share.id: share_of(query, name), [Share(share.id)])
            yield SheetShare(share, bounds, tuple(spoken(self.asked, share.stretches)))

    @cached_property
    def _reached(self) -> Sequence[Predicate]:
        return reached(self.law, self.start)

    @cached_property
    def basis(self) -> Basis:
        """All that is cited."""
        arguments = [one.basis for reading in self.readings for one in (*reading.arguments, *reading.against)]
        norms = [basis for norm in self.norms for basis in self._behind(norm)]
        said = [one.basis for part in (*self.facts(), *self.shares()) for one, _ in part.stretches]
        stances = [s.basis for one in self.law.positions.values() for s in one.stances if s.norm in self._norm_ids]
        return merged([*arguments, *norms, *said, *stances, *(self.law.positions[one].basis for one in self._holders)])

    def checks(self) -> Iterator[Check]:
        """Say how far all that is used was checked: norms, what they stand in, who is bound, who holds what, texts."""
        for norm in self.norms:
            yield Check(f"norm:{norm.id}", named(self.law, norm), norm.grade)
        for instrument in {one.instrument: self.law.instruments[one.instrument] for one in self.norms}.values():
            yield Check(f"instrument:{instrument.id}", instrument.title, instrument.grade)
            yield from self._members(instrument)
        yield from self._cited()

    def _members(self, instrument: Instrument) -> Iterator[Check]:
        bearers = {party for norm in self.norms if norm.instrument == instrument.id for party in norm.bearers}
        for one in (member for member in instrument.memberships if member.party in bearers):
            words = f"{self.law.parties[one.party].title}: {instrument.title}"
            yield Check(f"membership:{instrument.id}:{one.party}", words, one.grade)

    def _cited(self) -> Iterator[Check]:
        for one in (self.law.positions[name] for name in self._holders):
            yield Check(f"position:{one.id}", one.title, one.grade)
        for name in self.basis.references:
            yield Check(f"reference:{name}", self.law.references[name].title, self.law.references[name].grade)

    def _behind(self, norm: Norm) -> Iterable[Basis]:
        instrument = self.law.instruments[norm.instrument]
        members = (one.basis for one in instrument.memberships if one.party in norm.bearers)
        return [norm.basis, instrument.basis, *members, *(one.basis for one in norm.exceptions)]

    @cached_property
    def _norm_ids(self) -> frozenset[str]:
        return frozenset(one.id for one in self.norms)

    @cached_property
    def _holders(self) -> tuple[str, ...]:
        """Name the positions that accept one of the readings or hold something of one of the norms."""
        read = {one.id for one in self.readings}
        return tuple(
            one.id
            for one in self.law.positions.values()
            if read.intersection(one.readings) or self._norm_ids.intersection(s.norm for s in one.stances)
        )
