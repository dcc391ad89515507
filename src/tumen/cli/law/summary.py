"""``tumen law NAME``: how much law there is, what collides, who holds what, and what nobody has checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tumen.cli.law.ask import Asked, setting_of
from tumen.cli.law.words import show_head, show_lines
from tumen.cli.output import Talk

if TYPE_CHECKING:
    from tumen.report.law.clashes import Collision
    from tumen.report.law.memory import Unchecked
    from tumen.report.law.setting import Setting

_KINDS = ("norms", "positions", "readings", "facts")


def show_summary(talk: Talk, asked: Asked) -> None:
    """Sum up the law of a situation over all of its time."""
    from tumen.report import say
    from tumen.report.law import memory
    from tumen.report.law.clashes import collisions, lifetime

    setting = setting_of(asked)
    found, unchecked = collisions(setting, *lifetime(setting)), memory.everywhere(setting.law)
    show_head(talk, setting, asked, say("law.summary.title", title=setting.situation.title))
    show_lines(talk, _lines(setting, found, unchecked))
    talk.data(_data(setting, found, unchecked))


def _lines(setting: Setting, found: Sequence[Collision], unchecked: Sequence[Unchecked]) -> Iterator[tuple[int, str]]:
    """Write what there is, and how to ask further."""
    from tumen.report import say

    law = setting.law
    yield 0, say("law.summary.norms", n=len(law.norms), instruments=len(law.instruments), parties=len(law.parties))
    for instrument in law.instruments.values():
        kind = say(f"law.kind.{instrument.kind}")
        own = [norm.id for norm in law.norms.values() if norm.instrument == instrument.id]
        yield 1, say("law.summary.instrument", title=instrument.title, kind=kind, norms=", ".join(own))
    yield from _held(setting)
    yield from _collided(found)
    yield from _unchecked(setting, unchecked)
    yield 0, say("law.next")
    for key in ("day", "explain", "matrix", "sheet"):
        yield 1, say(f"law.next.{key}", name=setting.situation.id, norm=next(iter(law.norms), "NORM"))


def _held(setting: Setting) -> Iterator[tuple[int, str]]:
    """Write the readings and positions."""
    from tumen.report import say

    law = setting.law
    yield 0, say("law.summary.readings", n=len(law.readings))
    for reading in law.readings.values():
        covers = setting.names.covers(reading.covers)
        yield 1, say("law.summary.reading", id=reading.id, title=reading.title, covers=covers)
    yield 0, say("law.summary.positions", n=len(law.positions))
    for position in law.positions.values():
        accepts = ", ".join(position.readings)
        yield 1, say("law.summary.position", id=position.id, title=position.title, readings=accepts or say("nothing"))
        yield 2, position.summary


def _collided(found: Sequence[Collision]) -> Iterator[tuple[int, str]]:
    """Count what collides, kind by kind; of two norms, what doctrines make of it."""
    from tumen.report import say
    from tumen.report.law.clashes import KINDS

    yield 0, say("law.summary.conflicts", n=len(found))
    for kind in KINDS:
        several = [one for one in found if one.first.kind == kind]
        told = say("law.summary.kind", n=len(several), kind=say(f"law.conflict.{kind}"))
        settled = Counter(one.first.resolved for one in several) if kind == "norm-norm" else Counter()
        parts = [say("law.summary.settled", n=n, settled=say(f"law.resolved.{how}")) for how, n in settled.items()]
        yield 1, say("law.summary.settles", told=told, parts=say("law.then").join(parts)) if parts else told


def _unchecked(setting: Setting, unchecked: Sequence[Unchecked]) -> Iterator[tuple[int, str]]:
    from tumen.report import say
    from tumen.report.law import memory
    from tumen.report.law.overview import memory_words

    if not unchecked:
        yield 0, say("law.memory.none")
        return
    yield 0, memory_words(len(unchecked))
    yield from ((1, line) for line in memory.grouped(setting.law, unchecked))


def _data(setting: Setting, found: Sequence[Collision], unchecked: Sequence[Unchecked]) -> dict[str, Any]:
    law = setting.law
    return {
        "situation": setting.situation.id,
        "norms": len(law.norms),
        "conflicts": [collision_data(one) for one in found],
        "positions": len(law.positions),
        "from_memory": len(unchecked),
        "thresholds": dict(setting.thresholds),
        "ids": {name: [*getattr(law, name)] for name in _KINDS},
        "unchecked": [{"id": fact.id, "words": fact.words} for fact in unchecked],
    }


def collision_data(one: Collision) -> dict[str, Any]:
    """Give a pair that collides as plain values; from the first to the last day on which it does."""
    first = one.first
    return {
        "id": first.id,
        "norms": [*first.norms],
        "from": one.times[0][0].isoformat(),
        "to": one.times[-1][1].isoformat(),
        "kind": first.kind,
        "rows": [*first.rows],
        "times": [{"from": start.isoformat(), "to": end.isoformat()} for start, end in one.times],
        "agreed": one.agreed,
        "resolved": first.resolved,
        "prevails": first.prevails or None,
        "doctrines": [*first.doctrines],
        "people": one.who,
        "words": first.words,
        "from_memory": one.marked or None,
    }
