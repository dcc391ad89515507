"""What collides in a law: when, for whom, and whether a doctrine settles it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

import numpy as np

from tumen.law.alike import alike
from tumen.law.body import Law
from tumen.law.collisions import Clash, Kind, Search
from tumen.law.doctrine import UNRESOLVED, Resolved, resolution, settled_words
from tumen.law.facts import Stretch
from tumen.law.instruments import Basis
from tumen.law.intervals import Flags, Interval, regime_intervals
from tumen.law.norms import Alternative
from tumen.law.query import OPEN, Choice, queries
from tumen.law.subjects import People, Subject
from tumen.law.wording import cited, listed, named, orders, sentence, sentences


@dataclass(frozen=True)
class Conflict:
    """Two rows of the law that collide, for one stretch of time.

    Attributes:
        id: Of the two rows, ``ONE|OTHER``; the same for each stretch of time.
        kind: Which search found it.
        norms: Ids of the norms concerned: two; for a reading or a duty one; for a fact those that ask for it.
        first: First day.
        last: Last day.
        subjects: For whom, at some time of the stretch.
        words: What collides, in plain sentences.
        doctrines: Ids of doctrines that speak of it.
        resolved: Whether they settle it.
        prevails: Id of the norm that prevails where they do; empty else.
        agreed: Whether it is agreed that both apply, for some of the people on some day; else it is contested.
        rows: The two: norms, ``NORM.ALTERNATIVE``, ``FACT.NUMBER`` (from 1, as in the file), or a norm and a party.
        bases: What each row rests on.
        bearers: Parties concerned; none for sources.
    """

    id: str
    kind: Kind
    norms: tuple[str, ...]
    first: date
    last: date
    subjects: tuple[Subject, ...]
    words: str
    doctrines: tuple[str, ...]
    resolved: Resolved
    prevails: str
    agreed: bool
    rows: tuple[str, str]
    bases: tuple[Basis, ...]
    bearers: tuple[str, ...]


def conflicts(law: Law, people: People, *, first: date, last: date, choice: Choice = OPEN) -> tuple[Conflict, ...]:
    """Find all that collides in a law for some people and time, by the searches of `tumen.law.collisions`.

    Args:
        law: All law.
        people: Groups asked about.
        first: First day.
        last: Last day.
        choice: Position and thresholds; with a position, only what collides as it reads the law.

    Returns:
        In the order of the searches and of the law's rows; stretches of the same two rows that adjoin are one.

    Raises:
        KeyError: no such position.
    """
    intervals = regime_intervals(law, first, last)
    few = alike(law, people)
    search = Search(tuple(queries(law, few.people, intervals, choice=choice).values()), choice.position)
    return tuple(
        replace(
            one, subjects=tuple(s for s, sort in zip(people.subjects, few.sort.tolist(), strict=True) if sort in who)
        )
        for clash in search.all()
        for one, who in _stretches(law, clash, intervals)
    )


def _stretches(law: Law, clash: Clash, intervals: Sequence[Interval]) -> Iterator[tuple[Conflict, set[int]]]:
    """Give each stretch of time in which two rows collide, still without people, and which sorts of people they are."""
    possible: Flags = clash.bounds[..., 1] > 0.0
    somebody: list[bool] = np.any(possible, axis=1).tolist()
    if not any(somebody):
        return
    settled = resolution(law, *clash.rows) if clash.kind == "norm-norm" else UNRESOLVED
    words = sentences(_WORDS[clash.kind](law, clash), settled_words(law, settled) if clash.kind == "norm-norm" else "")
    for collides, group in groupby(range(len(intervals)), key=somebody.__getitem__):
        if not collides:
            continue
        span = list(group)
        here = slice(span[0], span[-1] + 1)
        conflict = Conflict(
            id="|".join(clash.rows),
            kind=clash.kind,
            norms=clash.norms,
            first=intervals[span[0]].first,
            last=intervals[span[-1]].last,
            subjects=(),
            words=words,
            doctrines=settled.doctrines,
            resolved=settled.resolved,
            prevails=settled.prevails,
            agreed=bool((clash.bounds[here, :, 0] >= 1.0).any()),
            rows=clash.rows,
            bases=clash.bases,
            bearers=clash.bearers,
        )
        yield conflict, {n for n, one in enumerate(_ever(possible[here])) if one}


def _ever(flags: Flags) -> list[bool]:
    return np.any(flags, axis=0).tolist()


def _norm_norm(law: Law, clash: Clash) -> str:
    parties = listed(law.parties[one].title for one in clash.bearers)
    texts = [f"by {named(law, law.norms[one])}, {orders(law, law.norms[one])}" for one in clash.rows]
    return f"{parties}: {'; '.join(texts)}."


def _reading_reading(law: Law, clash: Clash) -> str:
    norm = law.norms[clash.norms[0]]
    by_row = {f"{norm.id}.{one.id}": one for one in norm.alternatives}
    return f"{named(law, norm)} is read in two ways. {' '.join(_read(law, by_row[row]) for row in clash.rows)}"


def _read(law: Law, one: Alternative) -> str:
    holders = [law.positions[position].title for position in one.positions]
    return f"{'As read by ' + listed(holders) if holders else 'In one reading'}: {sentence(one.words)}"


def _source_source(law: Law, clash: Clash) -> str:
    fact = law.facts[clash.rows[0].rpartition(".")[0]]
    said = [_said(law, fact.stretches[int(row.rpartition(".")[2]) - 1]) for row in clash.rows]
    return sentences(f"On {fact.title}, sources say different things of the same people.", *said)


def _said(law: Law, stretch: Stretch) -> str:
    basis = stretch.basis
    sources = listed([*basis.claims, *basis.observations, *basis.references] or ["no source"])
    return sentence(cited(law, f"{sentence(stretch.words)[:-1]} ({sources})", basis))


def _without_act(law: Law, clash: Clash) -> str:
    norm, party = law.norms[clash.rows[0]], law.parties[clash.rows[1]].title
    return f"{named(law, norm)} asks {party} for domestic law. None in force puts it into effect."


_WORDS: dict[Kind, Callable[[Law, Clash], str]] = {
    "norm-norm": _norm_norm,
    "reading-reading": _reading_reading,
    "source-source": _source_source,
    "duty-without-act": _without_act,
}
