"""Follow one thing back to its ground, or all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any, cast

from tumen.errors import UsageError
from tumen.situation import Situation
from tumen.situation.findings import instead, shown
from tumen.trace.ground import claim_record, series_record
from tumen.trace.loops import loop_record, switch_record
from tumen.trace.recorder import Recorder
from tumen.trace.records import (
    AnchorRecord,
    Behind,
    Names,
    ParameterRecord,
    Subject,
)
from tumen.trace.text import lines_of

KINDS = ("outcome", "parameter", "anchor", "signal", "exit", "loop", "switch")
"""What can be traced; a name that several things have means the first of these."""
_SEVERAL = {"switch": "switches"}
"""Kinds whose plural takes more than an s."""
SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Trace:
    """Where a figure comes from.

    Attributes:
        kind: One of `KINDS`.
        name: Of the thing in the situation.
        subject: Its record, which names other things.
        behind: The records of those.
        also: Other things of the same name, as ``kind:name``.
    """

    kind: str
    name: str
    subject: Subject
    behind: Behind
    also: Names

    def as_dict(self) -> dict[str, Any]:
        """Give the trace as plain values that JSON can hold."""
        return asdict(self)

    def lines(self) -> tuple[str, ...]:
        """Give the trace as lines of text, indented by what rests on what."""
        return (*lines_of(self.subject, self.behind), *(f"also a name: {other}" for other in self.also))


def trace(situation: Situation, what: str) -> Trace:
    """Follow an outcome, parameter, anchor, signal, exit, loop or switch back to what it rests on.

    Args:
        situation: From `read_situation`.
        what: A name; ``kind:name`` where several things have it; a level of a parameter as in ``arrests[woman]``.

    Raises:
        UsageError: T420 if there is no such thing.
    """
    known = _known(situation)
    kind, colon, rest = what.partition(":")
    name = (rest if colon else what).split("[")[0]
    kinds = [k for k in KINDS if name in known[k] and (not colon or k == kind)]
    if not kinds:
        raise _nothing(situation, what, name)
    recorder = Recorder(situation)
    subject = _record(recorder, kinds[0], name)
    also = tuple(f"{k}:{name}" for k in KINDS if name in known[k] and k != kinds[0])
    return Trace(kinds[0], name, subject, _behind(recorder, subject), also)


def trace_all(situation: Situation) -> dict[str, Any]:
    """Give the records of everything in a situation, for ``trace.json``; they name each other by id."""
    recorder, known = Recorder(situation), _known(situation)
    plural = {kind: _SEVERAL.get(kind, f"{kind}s") for kind in KINDS}
    records = {plural[kind]: {n: asdict(_record(recorder, kind, n)) for n in known[kind]} for kind in KINDS}
    ledger = recorder.ledger
    claims = {name: asdict(claim_record(situation, claim, ledger)) for name, claim in sorted(situation.claims.items())}
    return {
        "schema_version": SCHEMA_VERSION,
        "situation": situation.id,
        "situation_digest": situation.digest,
        **records,
        "claims": claims,
        "observations": {name: asdict(series_record(situation, name, ledger)) for name in sorted(ledger.rows)},
        "sources": {name: asdict(source) for name, source in sorted(situation.sources.items())},
    }


def _known(situation: Situation) -> dict[str, Names]:
    """Give the names of each kind, sorted."""
    return {
        "outcome": tuple(sorted(situation.outcomes)),
        "parameter": tuple(sorted(situation.parameters)),
        "anchor": tuple(sorted(situation.anchors)),
        "signal": tuple(sorted(situation.signals)),
        "exit": tuple(sorted(situation.exits)),
        "loop": tuple(sorted(situation.loops)),
        "switch": tuple(sorted(situation.switches)),
    }


def _record(recorder: Recorder, kind: str, name: str) -> Subject:
    makers: dict[str, Callable[[str], Subject]] = {
        "outcome": recorder.outcome,
        "parameter": recorder.parameter,
        "anchor": recorder.anchor,
        "signal": recorder.signal,
        "exit": recorder.exit,
        "loop": lambda name: loop_record(recorder.situation, name, recorder.ledger),
        "switch": lambda name: switch_record(recorder.situation, name),
    }
    return makers[kind](name)


def _nothing(situation: Situation, what: str, name: str) -> UsageError:
    names = sorted({name for every in _known(situation).values() for name in every})
    return UsageError(
        "T420",
        f"there is no {', '.join(KINDS[:-1])} or {KINDS[-1]} {shown(what)}",
        where=f"situation {situation.id}",
        remedy=instead(name, names),
    )


def _behind(recorder: Recorder, subject: Subject) -> Behind:
    """Gather the records of what a subject names, and of what those rest on."""
    situation = recorder.situation
    exits = {
        i: recorder.exit(i)
        for i in _named((subject,), "exits", "fed_by", "drained_by", "opens")
        if i in situation.exits
    }
    signals = {i: recorder.signal(i) for i in _named((subject, *exits.values()), "signals", "made_of")}
    anchors = {i: recorder.anchor(i) for i in _named((subject,), "anchors")}
    things: list[Any] = [subject, *exits.values(), *signals.values(), *anchors.values()]
    used = {*_named(things, "parameters"), *(anchor.solves for anchor in things if isinstance(anchor, AnchorRecord))}
    itself = {subject.name} if isinstance(subject, ParameterRecord) else set[str]()
    parameters = {i: recorder.parameter(i) for i in sorted(used - itself)}
    parts = [part for thing in things for name in ("events", "positions") for part in getattr(thing, name, ())]
    worlds = [world for thing in things if isinstance(thing, AnchorRecord) for world in thing.worlds.values()]
    grounded = [*things, *parameters.values(), *parts, *worlds]
    ledger, named = recorder.ledger, _named(grounded, "claims", "observations", "near")
    return Behind(
        exits,
        signals,
        parameters,
        anchors,
        {i: claim_record(situation, situation.claims[i], ledger) for i in named if i in situation.claims},
        {i: series_record(situation, i, ledger) for i in named if i in ledger.rows},
    )


def _named(things: Iterable[Any], *fields: str) -> list[str]:
    """Gather the names in some fields of some records, sorted."""
    return sorted({name for thing in things for field in fields for name in cast(Names, getattr(thing, field, ()))})
