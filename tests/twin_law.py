"""The slow twin of the law: one norm, one group, one day at a time, in three words; no numpy, no code shared.

It reads the same values and asks each question anew. Shares of people are to be nobody, everybody or unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from tumen.law.body import Law
from tumen.law.facts import ShareStretch, Stretch
from tumen.law.instruments import Instrument, Membership
from tumen.law.norms import Norm
from tumen.law.predicates import (
    THRESHOLD,
    All,
    Any,
    AtLeast,
    Between,
    Holds,
    InPlace,
    InStatus,
    Not,
    Only,
    Predicate,
    Share,
)
from tumen.law.subjects import Subject

WORDS = ("no", "contested", "yes")


def both(words: Iterable[str]) -> str:
    found = set(words)
    return "no" if "no" in found else "contested" if "contested" in found else "yes"


def either(words: Iterable[str]) -> str:
    found = set(words)
    return "yes" if "yes" in found else "contested" if "contested" in found else "no"


def opposite(word: str) -> str:
    return {"yes": "no", "no": "yes"}.get(word, word)


def together(words: Iterable[str]) -> str:
    """Say what several say who all may be right."""
    found = set(words)
    return found.pop() if len(found) == 1 else "contested"


def lasts(day: date, first: date | None, last: date | None) -> bool:
    return not (first is not None and day < first) and not (last is not None and day > last)


@dataclass(frozen=True)
class Asked:
    """A day, a group, and how a position answers what is open."""

    law: Law
    group: Subject
    inside: dict[str, tuple[str, ...]]
    day: date
    position: str | None
    thresholds: dict[str, str]

    def covers(self, rule: Predicate) -> str:
        if isinstance(rule, All):
            return both([self.covers(part) for part in rule.parts])
        if isinstance(rule, Any):
            return either([self.covers(part) for part in rule.parts])
        if isinstance(rule, Not):
            return opposite(self.covers(rule.part))
        if isinstance(rule, Only):
            return both([self._only(name, allowed) for name, allowed in rule.values.items()])
        return self._single(rule)

    def _only(self, name: str, allowed: tuple[str, ...]) -> str:
        values = [value for attribute, value in self.group.cohort if attribute == name]
        return "contested" if not values else "yes" if values[0] in allowed else "no"

    def _single(self, rule: Predicate) -> str:
        if isinstance(rule, InStatus):
            return "contested" if not self.group.status else WORDS[2 * (self.group.status in rule.statuses)]
        if isinstance(rule, InPlace):
            here = self.inside.get(self.group.place, (self.group.place,))
            return "contested" if not self.group.place else WORDS[2 * any(one in rule.places for one in here)]
        if isinstance(rule, Between):
            return WORDS[2 * lasts(self.day, rule.first, rule.last)]
        if isinstance(rule, AtLeast):
            return self._at_least(rule)
        if isinstance(rule, Holds):
            return self._holds(rule.condition)
        assert isinstance(rule, Share)
        return self._share(rule.share)

    def _spoken(self, several: Iterable[Stretch | ShareStretch]) -> list[tuple[str, Stretch | ShareStretch]]:
        lasting = [one for one in several if lasts(self.day, one.first, one.last)]
        return [(word, one) for one in lasting if (word := self.covers(one.scope)) != "no"]

    def _at_least(self, rule: AtLeast) -> str:
        fact = self.law.facts[rule.fact]
        asked = rule.level if rule.level != THRESHOLD else self.thresholds.get(fact.id, fact.threshold)
        said = self._spoken(fact.stretches)
        possible = list(range(len(fact.scale)))
        if any(word == "yes" for word, _ in said):
            named = [fact.scale.index(one.level) for _, one in said]  # type: ignore[union-attr]
            possible = list(range(min(named), max(named) + 1))
        reach = [level >= fact.scale.index(asked) for level in possible]
        return "yes" if all(reach) else "contested" if any(reach) else "no"

    def _share(self, name: str) -> str:
        said = self._spoken(self.law.shares[name].stretches)
        if not any(word == "yes" for word, _ in said):
            return "contested"
        ends = {end for _, one in said for end in (one.low, one.high)}  # type: ignore[union-attr]
        return {frozenset({0.0}): "no", frozenset({1.0}): "yes"}.get(frozenset(ends), "contested")

    def _holds(self, condition: str) -> str:
        of_it = [one for one in self.law.readings.values() if one.condition == condition]
        accepted = self.law.positions[self.position].readings if self.position else ()
        taken = [one for one in of_it if one.id in accepted]
        if taken:
            return either([self.covers(one.covers) for one in taken])
        return together([self.covers(one.covers) for one in of_it]) if of_it else "contested"

    def applies(self, norm: Norm, bearer: str | None = None) -> str:
        instrument = self.law.instruments[norm.instrument]
        bearers = norm.bearers if bearer is None else (bearer,)
        several: list[Callable[[], str]] = [
            lambda: self._in_force(instrument),
            lambda: either([self._bound(instrument, norm, one) for one in bearers]),
            lambda: WORDS[2 * lasts(self.day, norm.first, norm.last)],
            lambda: self.covers(norm.scope),
            *(self._not_taken_out(one.scope) for one in norm.exceptions if one.scope is not None),
        ]
        word = both([one() for one in several])
        if norm.disputed and word == "yes":
            word = "contested"
        return self._stance(norm, word)

    def _not_taken_out(self, scope: Predicate) -> Callable[[], str]:
        return lambda: opposite(self.covers(scope))

    def _stance(self, norm: Norm, word: str) -> str:
        held = (
            [s.applies for s in self.law.positions[self.position].stances if s.norm == norm.id] if self.position else []
        )
        if "no" in held:
            return "no"
        return "contested" if "contested" in held and word == "yes" else word

    def _in_force(self, instrument: Instrument) -> str:
        if instrument.ended is not None and self.day > instrument.ended:
            return "no"
        if instrument.in_force is not None:
            return "yes" if self.day >= instrument.in_force else "no"
        return "no" if instrument.adopted is not None and self.day < instrument.adopted else "contested"

    def _bound(self, instrument: Instrument, norm: Norm, party: str) -> str:
        if any(one.party == party and norm.id in one.norms for one in instrument.reservations):
            return "no"
        now = [m for m in instrument.memberships if m.party == party and lasts(self.day, m.first, m.last)]
        return either([self._standing(one) for one in now])

    def _standing(self, one: Membership) -> str:
        if one.bindingness in ("signatory", "non_party"):
            return "no"
        return "contested" if one.bindingness == "unverified" or one.disputed else "yes"
