"""Signals, the events that move them, and the groups they drive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tumen.errors import Problem
from tumen.situation import words
from tumen.situation.checks.rations import made_by
from tumen.situation.draft import Draft
from tumen.situation.findings import Spot, shown
from tumen.situation.names import KINDS
from tumen.world import Event, Signal

FILE = "signals.csv"
EVENTS = "events.csv"


def check_signals(draft: Draft) -> Iterator[Problem]:
    """What a signal needs to be given, or fed."""
    for signal in draft.situation.signals.values():
        for column, message, remedy in _given(signal) if signal.mode == "given" else _fed(draft, signal):
            yield draft.problem("T143", (FILE, signal.id, column), message=message, remedy=remedy)


def _given(signal: Signal) -> Iterator[tuple[str, str, str]]:
    name = shown(signal.id)
    for column in ("fed_by", "gain", "half_life", "delay", "drivers"):
        if getattr(signal, column):
            yield column, f"{name} is given and has {column}", f"leave {column} empty, or write mode = both"


def _fed(draft: Draft, signal: Signal) -> Iterator[tuple[str, str, str]]:
    name = shown(signal.id)
    if not signal.half_life:
        yield "half_life", f"{name} is fed back and has no half_life", "fill half_life, or write mode = given"
    if not signal.fed_by and not signal.drivers:
        remedy = "fill fed_by and gain, or drivers; or write mode = given"
        yield "fed_by", f"{name} is fed back by neither flows nor signals", remedy
    for column, other in (("gain", "fed_by"), ("fed_by", "gain")):
        if getattr(signal, other) and not getattr(signal, column):
            yield column, f"{name} has {other} and no {column}", f"fill {column}, or leave {other} empty"
    if signal.mode == "fed" and signal.rest != "0":
        yield "rest", f"{name} is only fed back and has a value at rest", "leave rest empty, or write mode = both"


def check_rest(draft: Draft) -> Iterator[Problem]:
    """What a given signal is while nothing acts is said, not guessed; what a ration makes is never at rest."""
    made = draft.mentioned | made_by(draft).keys()
    for row in draft.files.rows(FILE):
        if row.sound and row["mode"] != "fed" and not row["rest"] and row["id"] not in made:
            message = f"{shown(row['id'])} has no value for the time in which no event acts"
            yield row.spot("rest").problem("T115", message, "write 0, 1 or a parameter")


def check_plain(draft: Draft) -> Iterator[Problem]:
    """Signals that multiply hazards are given, as they are."""
    made = made_by(draft)
    for reference in draft.references:
        signal = draft.situation.signals.get(reference.name) if reference.kind == "signal" else None
        multiplies = reference.spot.key == "open" or reference.spot.key.endswith(".levels")
        plain = signal is not None and signal.mode == "given" and not signal.scale and signal.id not in made
        if signal is None or not multiplies or plain:
            continue
        what = "fed back" if signal.mode != "given" else "given a scale" if signal.scale else "what a ration makes"
        message = f"{shown(signal.id)} multiplies hazards and is {what}"
        remedy = "use it in `drivers` with an elasticity, or make it a plain given signal"
        yield reference.spot.problem("T141", message, remedy)


def check_events(draft: Draft) -> Iterator[Problem]:
    """Each shape has the dates it needs, in order."""
    for event in draft.situation.events.values():
        signal = draft.situation.signals.get(event.signal)
        if signal is not None and signal.mode == "fed":
            message = f"{shown(event.id)} moves {shown(signal.id)}, which is only fed back"
            at = (EVENTS, event.id, "signal")
            yield draft.problem("T144", at, message=message, remedy="write mode = both in signals.csv")
        for column, message, remedy in _shape(event):
            yield draft.problem("T144", (EVENTS, event.id, column), message=message, remedy=remedy)
        if event.ends is not None and event.ends < event.starts:
            message = f"{shown(event.id)} ends on {event.ends}, before it begins on {event.starts}"
            yield draft.problem("T122", (EVENTS, event.id, "date_to"), message=message, remedy="write a later day")


def _shape(event: Event) -> Iterator[tuple[str, str, str]]:
    name, begins = shown(event.id), event.starts != date.min
    if event.shape == "series":
        if begins or event.ends is not None:
            column = "date_from" if begins else "date_to"
            yield (
                column,
                f"{name} is a series and has a date",
                "leave it empty: the years of the parameter are its dates",
            )
        if event.how != "set":
            yield "how", f"{name} is a series, and its how is {event.how}", "write set"
        return
    if not begins:
        yield "date_from", f"{name} has no first day", "write it as YYYY-MM-DD"
    if event.shape == "ramp" and event.ends is None:
        yield "date_to", f"{name} is a ramp and has no last day", "write the day on which the new level is reached"


def check_moved(draft: Draft) -> Iterator[Problem]:
    """Something moves each given signal: an event, a lever or a ration."""
    if not draft.files.readable(EVENTS, "policies.toml", "situation.toml"):
        return
    moved = draft.mentioned | made_by(draft).keys() | {row["signal"] for row in draft.files.rows(EVENTS)}
    levers = (entry for entry in draft.files.document("policies.toml").entries if entry.kind == "lever")
    moved |= {str(entry.raw.get("target", "")).removeprefix("signal:") for entry in levers}
    for signal in draft.situation.signals.values():
        if signal.mode != "fed" and signal.id not in moved:
            message = f"no event moves {shown(signal.id)}, and no lever"
            remedy = "add an event to events.csv; what never changes is a parameter"
            yield draft.problem("T145", (FILE, signal.id, "id"), message=message, remedy=remedy)


def check_unused(draft: Draft) -> Iterator[Problem]:
    """Groups, noises, seat limits and signals that nothing uses."""
    if not draft.files.readable("situation.toml", "exits.csv"):
        return
    used: dict[str, set[str]] = {}
    for reference in draft.references:
        if reference.spot.file != EVENTS and not reference.spot.key.endswith(".shortfall"):
            used.setdefault(reference.kind, set()).add(reference.name)
    remedies = {
        "group": "name it in exits.csv or in an inflow, or take it out",
        "noise": "name it in a group, or take it out",
        "seats": "name it in exits.csv, or take it out",
        "signal": "name it in `open` of an exit, in levels or drivers of a group or signal; or take it out",
    }
    known = {kind: draft.mentioned | used.get(kind, set()) for kind in remedies}
    unused = ((kind, name) for kind in remedies for name in draft.names[kind] or () if name not in known[kind])
    for kind, name in (pair for pair in unused if words.id_problem(pair[1]) is None):
        spot = draft.spot(FILE, name, "id") if kind == "signal" else Spot("situation.toml", f"{kind}.{name}")
        yield spot.problem("T146", f"nothing uses the {KINDS[kind].noun} {shown(name)}", remedies[kind])
