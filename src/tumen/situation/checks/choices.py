"""Outcomes: what is measured."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.errors import Problem
from tumen.policy import Outcome
from tumen.situation.checks.axes import attribute_problems
from tumen.situation.draft import Draft
from tumen.situation.findings import Spot, shown
from tumen.world import Status

OUTCOMES = "outcomes.toml"


def check_outcomes(draft: Draft) -> Iterator[Problem]:
    """An outcome counts what its kind can count."""
    for outcome in draft.situation.outcomes.values():
        table = f"outcome.{outcome.id}"
        for key, message, remedy in _form(outcome):
            yield Spot(OUTCOMES, f"{table}.{key}").problem("T149", message, remedy)
        for status in _counted(draft, outcome):
            at = (OUTCOMES, table, "only")
            yield from attribute_problems(draft, tuple(outcome.only), status=status, at=at, verb="asks")
        if _in_itself(draft, outcome):
            message = f"{shown(outcome.id)} is a part of itself"
            yield Spot(OUTCOMES, f"{table}.part_of").problem("T149", message, "name the whole, or leave it out")


def _in_itself(draft: Draft, outcome: Outcome) -> bool:
    whole, seen = outcome, {outcome.id}
    while whole.part_of in draft.situation.outcomes and whole.part_of not in seen:
        seen.add(whole.part_of)
        whole = draft.situation.outcomes[whole.part_of]
    return whole.part_of == outcome.id


_NAMES = {"flow": "exits", "stock": "statuses", "time": "statuses", "signal": "signal", "crowding": ""}
_UNITS = {
    "flow": ("persons", "acts", "index"),
    "stock": ("persons", "index"),
    "time": ("person-months", "index"),
    "signal": ("index",),
    "crowding": ("persons",),
}


def _form(outcome: Outcome) -> Iterator[tuple[str, str, str]]:
    name, wanted, units = shown(outcome.id), _NAMES[outcome.kind], _UNITS[outcome.kind]
    if wanted and not getattr(outcome, wanted):
        remedy = "name one that is fed back" if wanted == "signal" else f"name them in {wanted}"
        yield wanted, f"{name} is a {outcome.kind} and names no {wanted}", remedy
    others = [key for key in ("statuses", "exits", "signal") if key != wanted]
    others += {"signal": ["only", "places", "weight"], "crowding": ["only", "weight"]}.get(outcome.kind, [])
    for other in others:
        if getattr(outcome, other):
            yield other, f"{name} is a {outcome.kind} and names {other}", f"take {other} out"
    if outcome.unit not in units and not outcome.clock:
        yield (
            "unit",
            f"{name} is a {outcome.kind} and counted in {outcome.unit}",
            f"write {' or '.join(map(shown, units))}",
        )
    if outcome.kind == "signal" and outcome.headline:
        yield "headline", f"{name} is a signal and a headline", "take headline out: the first table counts people"
    if outcome.unit == "acts" and not outcome.weight:
        yield "weight", f"{name} counts acts and has no weight", "name a share: acts for one person"


def check_signal_outcomes(draft: Draft) -> Iterator[Problem]:
    """Only signals in the loop are recorded: what is given is known before the run."""
    for outcome in draft.situation.outcomes.values():
        signal = draft.situation.signals.get(outcome.signal)
        if signal is not None and signal.mode == "given":
            message = f"{shown(outcome.id)} records {shown(signal.id)}, which is only given"
            yield Spot(OUTCOMES, f"outcome.{outcome.id}.signal").problem("T149", message, "name one that is fed back")


def _counted(draft: Draft, outcome: Outcome) -> Iterator[Status]:
    """Give the statuses in which the people counted stand (before they leave, for flows)."""
    exits = draft.situation.exits.values()
    left = [way.from_status for way in exits if way.id in outcome.exits or way.group in outcome.exits]
    statuses = dict.fromkeys((*outcome.statuses, *left)) if outcome.only else ()
    return (draft.situation.statuses[name] for name in statuses if name in draft.situation.statuses)


def check_headline(draft: Draft) -> Iterator[Problem]:
    """Something stands in the first table."""
    document = draft.files.documents[OUTCOMES]
    if document is not None and not any(entry.raw.get("headline") is True for entry in document.entries):
        message = "no outcome is a headline, so that the first table would be empty"
        yield Spot(OUTCOMES).problem("T150", message, "write headline = true for those that matter most")
