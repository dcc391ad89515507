"""Which facts of law nobody has checked yet: every page and every answer marks those that it uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from tumen.law.body import Doctrine, Law
from tumen.law.instruments import Basis, Instrument, Reference
from tumen.law.norms import Norm
from tumen.law.positions import Position
from tumen.report.strings import say

MEMORY = "memory"


@dataclass(frozen=True)
class Unchecked:
    """A fact from memory.

    Attributes:
        id: What it is a fact of: ``norm:ID``, ``instrument:ID``, ``membership:INSTRUMENT:PARTY``, ``reference:ID``,
            ``position:ID`` or ``doctrine:ID``.
        words: The same in words.
    """

    id: str
    words: str


def behind_norm(law: Law, norm: Norm) -> tuple[Unchecked, ...]:
    """List the facts from memory on which a norm rests: itself, its instrument, who is bound, texts that it cites."""
    instrument = law.instruments[norm.instrument]
    bound = [m for m in instrument.memberships if m.party in norm.bearers]
    bases = [norm.basis, *(x.basis for x in norm.exceptions), *(x.basis for x in norm.alternatives), instrument.basis]
    found = [*_norm(law, norm), *_instrument(law, instrument, norm.bearers)]
    return _once([*found, *_references(law, (*bases, *(m.basis for m in bound)))])


def behind_position(law: Law, position: Position) -> tuple[Unchecked, ...]:
    """List the facts from memory on which a position rests."""
    bases = (position.basis, *(stance.basis for stance in position.stances))
    return _once([*_position(position), *_references(law, bases)])


def behind_doctrine(law: Law, doctrine: Doctrine) -> tuple[Unchecked, ...]:
    """List the facts from memory on which a doctrine rests."""
    return _once([*_doctrine(doctrine), *_references(law, (doctrine.basis,))])


def behind_basis(law: Law, bases: Iterable[Basis]) -> tuple[Unchecked, ...]:
    """List the texts cited from memory."""
    return _once(_references(law, bases))


def everywhere(law: Law) -> tuple[Unchecked, ...]:
    """List every fact from memory of a situation."""
    every = tuple(party for party in law.parties)
    return _once(
        chain(
            chain.from_iterable(_norm(law, norm) for norm in law.norms.values()),
            chain.from_iterable(_instrument(law, one, every) for one in law.instruments.values()),
            chain.from_iterable(map(_position, law.positions.values())),
            chain.from_iterable(map(_doctrine, law.doctrines.values())),
            _references(law, (Basis(references=tuple(law.references)),)),
        )
    )


def grouped(law: Law, found: Iterable[Unchecked]) -> Iterator[str]:
    """Say what is from memory, a line for each instrument; then positions, doctrines and texts, each together."""
    by_instrument: dict[str, list[str]] = {}
    others: dict[str, list[str]] = {}
    for one in found:
        kind, _, name = one.id.partition(":")
        if kind in ("norm", "instrument", "membership"):
            instrument, words = _of_instrument(law, kind, name)
            by_instrument.setdefault(instrument, []).append(words)
        else:
            things: Mapping[str, Position | Doctrine | Reference] = getattr(law, f"{kind}s")
            others.setdefault(kind, []).append(things[name].title)
    for instrument, facts in by_instrument.items():
        title = law.instruments[instrument].title
        yield say("law.memory.line", title=title, facts=say("law.then").join(dict.fromkeys(facts)))
    for kind, titles in others.items():
        head = say(f"law.memory.several.{kind}")
        yield say("law.memory.line", title=head, facts=say("law.then").join(dict.fromkeys(titles)))


def _of_instrument(law: Law, kind: str, name: str) -> tuple[str, str]:
    """Give the instrument that a fact belongs to, and the fact in short."""
    if kind == "norm":
        norm = law.norms[name]
        return norm.instrument, norm.provision or norm.title
    if kind == "instrument":
        return name, say("law.memory.short.instrument")
    instrument, _, party = name.partition(":")
    return instrument, say("law.memory.bound", party=law.parties[party].title)


def in_words(found: Iterable[Unchecked]) -> str:
    """Mark what is used as from memory; nothing where all was checked."""
    words = say("law.then").join(one.words for one in found)
    return say("law.memory", facts=words) if words else ""


def in_short(found: Iterable[Unchecked]) -> str:
    """Mark what is used as from memory, where it is clear of what; nothing where all was checked."""
    kinds = dict.fromkeys(one.id.partition(":")[0] for one in found)
    facts = ", ".join(say(f"law.memory.short.{kind}") for kind in kinds)
    return say("law.memory.short", facts=facts) if facts else ""


def marked(law: Law, norm: Norm, line: str) -> str:
    """Put behind a line about a norm what of it is from memory."""
    memory = in_short(behind_norm(law, norm))
    return say("law.marked", line=line, memory=memory) if memory else line


def _once(found: Iterable[Unchecked]) -> tuple[Unchecked, ...]:
    return tuple(dict.fromkeys(found))


def _norm(law: Law, norm: Norm) -> Iterator[Unchecked]:
    if norm.grade.state == MEMORY:
        named = norm.provision or norm.title
        yield Unchecked(
            f"norm:{norm.id}",
            say("law.memory.norm", provision=named, instrument=law.instruments[norm.instrument].title),
        )


def _instrument(law: Law, instrument: Instrument, parties: Iterable[str]) -> Iterator[Unchecked]:
    if instrument.grade.state == MEMORY:
        yield Unchecked(f"instrument:{instrument.id}", say("law.memory.instrument", title=instrument.title))
    for one in instrument.memberships:
        if one.grade.state == MEMORY and one.party in parties:
            words = say("law.memory.membership", party=law.parties[one.party].title, instrument=instrument.title)
            yield Unchecked(f"membership:{instrument.id}:{one.party}", words)


def _position(position: Position) -> Iterator[Unchecked]:
    if position.grade.state == MEMORY:
        yield Unchecked(f"position:{position.id}", say("law.memory.position", title=position.title))


def _doctrine(doctrine: Doctrine) -> Iterator[Unchecked]:
    if doctrine.grade.state == MEMORY:
        yield Unchecked(f"doctrine:{doctrine.id}", say("law.memory.doctrine", title=doctrine.title))


def _references(law: Law, bases: Iterable[Basis]) -> Iterator[Unchecked]:
    for name in dict.fromkeys(chain.from_iterable(basis.references for basis in bases)):
        if law.references[name].grade.state == MEMORY:
            yield Unchecked(f"reference:{name}", say("law.memory.reference", title=law.references[name].title))
