"""What an answer about people rests on: each thing that a rule asks of them, with the value used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from tumen.law.body import Law
from tumen.law.covering import covered, levels_of, share_of, speaks
from tumen.law.facts import Fact, ShareStretch, Stretch
from tumen.law.instruments import Basis
from tumen.law.intervals import Interval
from tumen.law.positions import Reading
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
from tumen.law.query import Choice, Query, distinct, queries
from tumen.law.subjects import People
from tumen.law.truth import Bounds, Point, Truth, hull, negation, point, truth_of
from tumen.law.wording import TRUTH_WORDS, axis_words, cited, listed, plain, reading_words, share_words, span_words

Said = TypeVar("Said", Stretch, ShareStretch)


@dataclass(frozen=True)
class Ground:
    """One thing that a rule asks of people, and what is known of it.

    Attributes:
        words: What is asked, and the value used, in words.
        bounds: Agreed and possible share of the people of whom it holds.
        basis: Who says so.
    """

    words: str
    bounds: Point
    basis: Basis

    @property
    def truth(self) -> Truth:
        """Whether it holds."""
        return truth_of(self.bounds)

    def __str__(self) -> str:
        return f"{self.words}: {TRUTH_WORDS[self.truth]}"


@dataclass(frozen=True)
class Asked:
    """Questions about one group on one day, by position.

    Attributes:
        law: All law.
        queries: One for each position asked; each about one subject and one day.
    """

    law: Law
    queries: Mapping[str, Query]

    def hull(self, part: Callable[[Query], Bounds], rules: Iterable[Predicate]) -> Point:
        """Bound a part of the answer, that depends on some rules, over all positions."""
        return point(hull(part(query) for query in distinct(self.queries.values(), rules)))

    @property
    def any(self) -> Query:
        """One of the questions; for what does not depend on positions."""
        return next(iter(self.queries.values()))


def ask(law: Law, people: People, day: date, *, choice: Choice) -> Asked:
    """Ask about one group on one day."""
    return Asked(law, queries(law, people, [Interval(day, day)], choice=choice))


def merged(several: Iterable[Basis]) -> Basis:
    """Join what several statements rest on, each once."""
    every = list(several)
    return Basis(
        tuple(dict.fromkeys(one for basis in every for one in basis.claims)),
        tuple(dict.fromkeys(one for basis in every for one in basis.observations)),
        tuple(dict.fromkeys(one for basis in every for one in basis.references)),
    )


def grounds(asked: Asked, rule: Predicate, *, denied: bool = False, inner: bool = False) -> Iterator[Ground]:
    """Give what a rule asks, thing by thing; what has to be absent is denied.

    Args:
        asked: One group, one day.
        rule: Any.
        denied: Whether the rule stands below a `Not`.
        inner: Whether it is a part of a reading: then the readings of conditions in it are not told once more.
    """
    match rule:
        case All(parts) | Any(parts):
            for part in parts:
                yield from grounds(asked, part, denied=denied, inner=inner)
        case Not(part):
            yield from grounds(asked, part, denied=not denied, inner=inner)
        case _:
            words, basis = _told(asked, rule, inner=inner)
            bounds = asked.hull(lambda query: _covered(query, rule, denied=denied), [rule])
            yield Ground(f"not so: {words}" if denied else words, bounds, basis)


def spoken(asked: Asked, said: Iterable[Said]) -> Iterator[tuple[Said, bool]]:
    """Give what is said of the people on the day, and whether it surely speaks of them."""
    for one in said:
        found = [speaks(query, one) for query in distinct(asked.queries.values(), [one.scope])]
        if any(bool(may.any()) for may, _ in found):
            yield one, all(bool(sure.all()) for _, sure in found)


def level_range(asked: Asked, fact: Fact) -> tuple[str, str]:
    """Name the lowest and the highest level of a fact that can be held of the people."""
    several = distinct(asked.queries.values(), [one.scope for one in fact.stretches])
    found = [levels_of(query, fact) for query in several]
    low = min(int(one[0, 0]) for one, _ in found)
    return fact.scale[low], fact.scale[max(int(one[0, 0]) for _, one in found)]


def threshold(asked: Asked, fact: Fact) -> str:
    """Name the level that is taken for a threshold."""
    return fact.scale[asked.any.level(AtLeast(fact.id, THRESHOLD))]


def _covered(query: Query, rule: Predicate, *, denied: bool) -> Bounds:
    return negation(covered(query, rule)) if denied else covered(query, rule)


def _told(asked: Asked, rule: Predicate, *, inner: bool) -> tuple[str, Basis]:
    """Say what a single rule asks, which value is used, and who says so."""
    match rule:
        case Only() | InStatus() | InPlace() | Between():
            return _of_people(asked, rule), Basis()
        case Share(share):
            about = asked.law.shares[share]
            bounds = asked.hull(lambda query: share_of(query, share), [rule])
            basis = merged(one.basis for one, _ in spoken(asked, about.stretches))
            return cited(asked.law, f"the share that {about.title} is {share_words(*bounds)}", basis), basis
        case AtLeast(fact, level):
            return _of_fact(asked, asked.law.facts[fact], level)
        case Holds(condition):
            return (asked.law.conditions[condition].title, Basis()) if inner else _of_condition(asked, condition)
        case _:
            raise AssertionError(rule)


def _of_people(asked: Asked, rule: Only | InStatus | InPlace | Between) -> str:
    subject = asked.any.people.subjects[0]
    match rule:
        case Only(values):
            told = dict(subject.cohort)
            return listed(_compared(asked, name, (told.get(name, ""), *some)) for name, some in values.items())
        case InStatus(statuses):
            return _compared(asked, "status", (subject.status, *statuses))
        case InPlace(places):
            return _compared(asked, "place", (subject.place, *places))
        case Between(first, last):
            return f"the day lies {span_words(first, last)}"


def _compared(asked: Asked, axis: str, values: tuple[str, ...]) -> str:
    """Say what is known of people on an axis, the first of some values, and what is asked, the others."""
    people = asked.any.people
    here, *wanted = (people.name(axis, one) for one in values)
    known = f"is {here}" if values[0] else "is not told"
    return f"{axis_words(people, axis)} {known} (asked: {listed(wanted, 'or') if wanted else 'nothing'})"


def _of_fact(asked: Asked, fact: Fact, level: str) -> tuple[str, Basis]:
    low, high = (plain(one) for one in level_range(asked, fact))
    used = f"is {low}" if low == high else f"lies between {low} and {high}"
    wanted = f"{plain(threshold(asked, fact))}, the threshold" if level == THRESHOLD else plain(level)
    basis = merged(one.basis for one, _ in spoken(asked, fact.stretches))
    return cited(asked.law, f"{fact.title} {used} (asked: at least {wanted})", basis), basis


def _of_condition(asked: Asked, condition: str) -> tuple[str, Basis]:
    readings = [one for one in asked.law.readings.values() if one.condition == condition]
    texts = [_read(asked, one) for one in readings]
    title = asked.law.conditions[condition].title
    basis = merged(argument.basis for one in readings for argument in (*one.arguments, *one.against))
    return f"{title} ({'; '.join(texts) if texts else 'nobody says what it takes'})", basis


def _read(asked: Asked, reading: Reading) -> str:
    bounds = asked.hull(lambda query: covered(query, reading.covers), [reading.covers])
    inner = ", ".join(map(str, grounds(asked, reading.covers, inner=True)))
    truth = TRUTH_WORDS[truth_of(bounds)]
    return f"by reading {reading_words(reading)}: {truth}{f', since {inner}' if inner else ''}"
