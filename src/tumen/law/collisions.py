"""The four searches for what collides in a law, general over its data.

Norm against norm: the same party is told opposite things about the same action. Reading against reading: one norm is
read to command different things. Source against source: of the same people, day and fact, different things are said.
Duty without act: a norm asks for domestic law, and none in force puts it into effect.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Literal

import numpy as np

from tumen.law.binding import binds, in_force, in_version
from tumen.law.body import Law
from tumen.law.covering import speaks
from tumen.law.evaluate import applies
from tumen.law.facts import Fact, Stretch
from tumen.law.instruments import Basis
from tumen.law.norms import Alternative, Norm
from tumen.law.predicates import AtLeast
from tumen.law.query import Command, Query, commands
from tumen.law.truth import CONTESTED, NO, YES, Bounds, conjunction, disjunction, hull, negation
from tumen.law.walk import reached, scopes_of

Kind = Literal["norm-norm", "reading-reading", "source-source", "duty-without-act"]

_FREE = ("obligation", "permission", "right", "immunity")
OPPOSED = frozenset({*((one, "prohibition") for one in _FREE), *(("prohibition", one) for one in _FREE)})
"""Pairs of modalities that cannot both stand for one party and one action."""


@dataclass(frozen=True)
class Clash:
    """Two rows that collide, and where.

    Attributes:
        kind: Which search found it.
        rows: The two: norms, ``NORM.ALTERNATIVE``, ``FACT.NUMBER`` (from 1, as in the file), or a norm and a party.
        norms: Ids of the norms concerned.
        bearers: Parties concerned; none for sources.
        bases: What each row rests on.
        bounds: Share of people for whom they collide, ``[interval, subject, 2]``.
    """

    kind: Kind
    rows: tuple[str, str]
    norms: tuple[str, ...]
    bearers: tuple[str, ...]
    bases: tuple[Basis, ...]
    bounds: Bounds


@dataclass(frozen=True)
class Search:
    """A search in one law, for some people and some time.

    Attributes:
        asked: The question, under each position.
        position: The only position asked; None: all.
        known: What was worked out before, by norm and party.
    """

    asked: tuple[Query, ...]
    position: str | None
    known: dict[tuple[str, str | None], Bounds] = field(
        default_factory=dict[tuple[str, str | None], Bounds], compare=False
    )

    @property
    def law(self) -> Law:
        """All law."""
        return self.asked[0].law

    def applies(self, norm: Norm, bearer: str | None = None) -> Bounds:
        """Bound the share of people to whom a norm applies, ``[interval, subject, 2]``."""
        if (norm.id, bearer) not in self.known:
            self.known[norm.id, bearer] = applies(norm, self.asked, bearer)
        return np.broadcast_to(self.known[norm.id, bearer], (*self.asked[0].shape, 2))

    def commands(self, norm: Norm) -> tuple[Command, ...]:
        """Give what a norm commands; nothing where it only defines a condition."""
        return () if norm.function == "constitutive" else commands(norm, self.position)

    def all(self) -> Iterator[Clash]:
        """Search for all that collides."""
        yield from norm_norm(self)
        for norm in self.law.norms.values():
            yield from readings_of(self, norm)
        for fact in self.law.facts.values():
            yield from sources_of(self, fact)
        for norm in self.law.norms.values():
            yield from without_act(self, norm)


def opposed(search: Search, one: Norm, other: Norm) -> tuple[bool, bool]:
    """Tell whether two norms may command opposites, and whether they do in every reading of both."""
    pairs = list(product(search.commands(one), search.commands(other)))
    found = [a[1] == b[1] and (a[0], b[0]) in OPPOSED for a, b in pairs]
    return any(found), bool(found) and all(found)


def norm_norm(search: Search) -> Iterator[Clash]:
    """Find two norms that tell the same party opposite things about the same action."""
    for one, other in combinations(search.law.norms.values(), 2):
        yield from between(search, one, other)


def against(search: Search, norm: Norm) -> Iterator[Clash]:
    """Find all that collides with one norm for somebody, in the order of the law."""
    for other in search.law.norms.values():
        found = between(search, norm, other) if other is not norm else ()
        yield from (clash for clash in found if (clash.bounds[..., 1] > 0.0).any())


def between(search: Search, one: Norm, other: Norm) -> Iterator[Clash]:
    """Give where two norms command opposites and both may apply to the same people, by any party that both bind."""
    some, agreed = opposed(search, one, other)
    bearers = tuple(party for party in one.bearers if party in other.bearers)
    if not some or not bearers:
        return
    several = [_worst([search.applies(norm, party) for norm in (one, other)]) for party in bearers]
    bounds = np.stack([np.max([b[..., n] for b in several], axis=0) for n in (0, 1)], axis=-1)
    ids, bases = (one.id, other.id), (one.basis, other.basis)
    yield Clash("norm-norm", ids, ids, bearers, bases, bounds if agreed else bounds * CONTESTED)


def readings_of(search: Search, norm: Norm) -> Iterator[Clash]:
    """Find two readings of one norm that differ in what it commands."""
    own = [one for one in norm.alternatives if search.position in one.positions]
    several = own or norm.alternatives
    pairs = [(one, other) for one, other in combinations(several, 2) if _differ(one, other)]
    if not pairs:
        return
    bounds = search.applies(norm)
    for one, other in pairs:
        rows = (f"{norm.id}.{one.id}", f"{norm.id}.{other.id}")
        yield Clash("reading-reading", rows, (norm.id,), norm.bearers, (one.basis, other.basis), bounds)


def sources_of(search: Search, fact: Fact) -> Iterator[Clash]:
    """Find two statements, of different sources, that put a fact at different levels."""
    said = list(enumerate(fact.stretches, 1))
    pairs = [(a, b) for a, b in combinations(said, 2) if a[1].level != b[1].level and a[1].basis != b[1].basis]
    if not pairs:
        return
    spoken = {number: _spoken(search, one) for number, one in said}
    users = tuple(norm.id for norm in search.law.norms.values() if _asks(search.law, norm, fact.id))
    for (n, one), (m, other) in pairs:
        rows = (f"{fact.id}.{n}", f"{fact.id}.{m}")
        yield Clash("source-source", rows, users, (), (one.basis, other.basis), _worst([spoken[n], spoken[m]]))


def without_act(search: Search, norm: Norm) -> Iterator[Clash]:
    """Find a party that a norm asks for domestic law, and that has none in force to put it into effect."""
    if not norm.needs_act:
        return
    for party in norm.bearers:
        acts = disjunction([NO, *(_stands(search, one, party) for one in acts_for(search.law, norm))])
        bounds = conjunction([search.applies(norm, party), negation(acts)])
        yield Clash("duty-without-act", (norm.id, party), (norm.id,), (party,), (norm.basis,), bounds)


def acts_for(law: Law, norm: Norm) -> tuple[Norm, ...]:
    """Give the norms that put a norm into effect, whoever's law they are."""
    return tuple(one for one in law.norms.values() if norm.id in one.implements)


def _spoken(search: Search, stretch: Stretch) -> Bounds:
    """Tell of whom a stretch may speak, and of whom it surely does whatever position is taken."""
    found = [speaks(query, stretch) for query in search.asked]
    return hull(np.stack([sure, may], axis=-1).astype(np.float64) for may, sure in found)


def _asks(law: Law, norm: Norm, fact: str) -> bool:
    return any(isinstance(one, AtLeast) and one.fact == fact for one in reached(law, scopes_of(norm)))


def _stands(search: Search, act: Norm, party: str) -> Bounds:
    """Tell whether an act is a party's law in force, ``[interval, 1, 2]``; whom it covers does not matter."""
    if party not in act.bearers:
        return NO
    instrument, days = search.law.instruments[act.instrument], search.asked[0].days
    several = [in_force(instrument, days), in_version(act, days), binds(instrument, act, days, party=party)]
    return conjunction([*several, CONTESTED if act.disputed else YES])


def _differ(one: Alternative, other: Alternative) -> bool:
    return (one.modality, one.action, one.words) != (other.modality, other.action, other.words)


def _worst(several: Sequence[Bounds]) -> Bounds:
    """Bound where all of several may hold: possible wherever each is, agreed where each is agreed of all people."""
    low = np.min([one[..., 0] >= 1.0 for one in several], axis=0)
    return np.stack([low.astype(np.float64), np.min([one[..., 1] for one in several], axis=0)], axis=-1)
