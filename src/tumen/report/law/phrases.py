"""Law in words: who a rule covers, who is bound by it, and what it makes them do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tumen.law.body import Law
from tumen.law.instruments import Membership
from tumen.law.norms import Modality, Norm
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
from tumen.report.strings import day_text, say
from tumen.situation import Situation

DOMESTIC = frozenset({"constitution", "statute", "regulation", "case_law"})


@dataclass(frozen=True)
class Names:
    """Words of a situation and its law.

    Attributes:
        situation: Whose statuses, places and attributes are named.
        law: Whose norms, facts and conditions are named.
        thresholds: Fact → level that the user chose instead of the fact's own.
    """

    situation: Situation
    law: Law
    thresholds: Mapping[str, str]

    def covers(self, rule: Predicate) -> str:
        """Say whom a rule covers."""
        match rule:
            case All(parts):
                return self._several(parts, "and", empty="law.everybody")
            case Any(parts):
                return self._several(parts, "or", empty="law.nobody")
            case Not(part):
                return say("law.not", rule=self.covers(part))
            case _:
                return self._single(rule)

    def level(self, fact: str, level: str = THRESHOLD) -> str:
        """Name a level of a fact; that of the threshold where it is left to the user."""
        chosen = self.thresholds.get(fact, self.law.facts[fact].threshold) if level == THRESHOLD else level
        return chosen.replace("_", " ")

    def parties(self, norm: Norm) -> str:
        """Name those who are bound by a norm."""
        return self.join((self.law.parties[party].title for party in norm.bearers), "and")

    def command(self, norm: Norm, modality: Modality | None = None, action: str = "") -> str:
        """Say what a norm makes whom do: ``China must not: return by force``.

        The law of a state is for everybody there: its bearer is whose law it is.
        """
        if norm.function == "constitutive" and norm.condition:
            return say("law.defines", condition=self.law.conditions[norm.condition].title)
        title, how = self.law.actions[action or norm.action].title, modality or norm.modality
        if self.law.instruments[norm.instrument].kind in DOMESTIC:
            return say(f"law.domestic.{how}", who=self.parties(norm), action=title)
        return say(f"law.modality.{how}", who=self.parties(norm), action=title)

    def provision(self, norm: Norm) -> str:
        """Name a norm as a lawyer cites it."""
        title = self.law.instruments[norm.instrument].title
        return say("law.provision", instrument=title, provision=norm.provision) if norm.provision else title

    def short(self, norm: Norm) -> str:
        """Name a norm by its title and its provision."""
        return say("law.norm", title=norm.title, provision=self.provision(norm))

    def line(self, norm: Norm) -> str:
        """Name a norm by its title, its provision and its id."""
        return say("law.day.norm", title=norm.title, provision=self.provision(norm), id=norm.id)

    def membership(self, one: Membership) -> str:
        """Say how a party stands to an instrument, and when."""
        party = self.law.parties[one.party].title
        return say(f"law.membership.{one.bindingness}", party=party, dates=dates(one.first, one.last))

    def join(self, names: Iterable[str], word: str) -> str:
        """List names in one phrase."""
        *first, last = names
        return say(f"law.{word}", first=say("law.comma").join(first), last=last) if first else last

    def group(self, subject: Subject) -> str:
        """Describe one group by all that is known of it."""
        situation = self.situation
        parts = [self.value(*pair) for pair in subject.cohort]
        parts += [situation.statuses[subject.status].name] if subject.status else []
        parts += [say("law.in", place=situation.places[subject.place].name)] if subject.place else []
        return say("law.who.with").join(parts) or say("law.everybody")

    def _several(self, parts: tuple[Predicate, ...], word: str, *, empty: str) -> str:
        if not parts:
            return say(empty)
        texts = [self.covers(part) for part in parts]
        inner = [
            say("law.brackets", rule=text) if isinstance(part, All | Any) and len(part.parts) > 1 else text
            for part, text in zip(parts, texts, strict=True)
        ]
        return self.join(inner if len(parts) > 1 else texts, word)

    def _single(self, rule: Predicate) -> str:
        match rule:
            case Only(values):
                return self.join((self.value(a, v) for a, wanted in values.items() for v in wanted), "or")
            case InStatus(statuses):
                return self.join((self.situation.statuses[s].name for s in statuses), "or")
            case InPlace(places):
                return say("law.in", place=self.join((self.situation.places[p].name for p in places), "or"))
            case Between(first, last):
                return dates(first, last)
            case _:
                return self._asked(rule)

    def _asked(self, rule: Predicate) -> str:
        """Name what no attribute tells."""
        match rule:
            case Share(share):
                return say("law.share", title=self.law.shares[share].title)
            case AtLeast(fact, level):
                return say("law.at_least", fact=self.law.facts[fact].title, level=self.level(fact, level))
            case Holds(condition):
                return say("law.holds", title=self.law.conditions[condition].title)
            case _:
                raise AssertionError(rule)

    def value(self, attribute: str, value: str) -> str:
        """Name a value of a cohort attribute."""
        about = self.situation.attributes[attribute]
        return about.names[about.values.index(value)]


def dates(first: date | None, last: date | None) -> str:
    """Say from when to when, both days included."""
    if first is None and last is None:
        return say("law.always")
    if last is None or last == date.max:
        return say("law.from", first=day_text(first)) if first else say("law.always")
    return say("law.to", last=day_text(last)) if first is None else _between(first, last)


def _between(first: date, last: date) -> str:
    if first == last:
        return say("law.on", day=day_text(first))
    whole = (first.month, first.day) == (1, 1) and (last + timedelta(1)).timetuple()[1:3] == (1, 1)
    if whole:
        return str(first.year) if first.year == last.year else say("law.years", first=first.year, last=last.year)
    return say("law.between", first=day_text(first), last=day_text(last))
