"""Outcomes, levers and policies: what is measured and what can be chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tumen.errors import Problem
from tumen.evidence import Prior
from tumen.policy import Lever, Outcome
from tumen.situation.build_evidence import BASELINE
from tumen.situation.checks.axes import attribute_problems
from tumen.situation.draft import Draft
from tumen.situation.findings import Spot, instead, listed, shown
from tumen.situation.names import KINDS
from tumen.world import Status

OUTCOMES = "outcomes.toml"
FILE = "policies.toml"
_TARGET = re.compile(r"(group|signal|share|seats|elasticity):([A-Za-z0-9_-]+)(?:/([A-Za-z0-9_-]+))?", re.ASCII)
_KINDS = {"group": "group", "signal": "signal", "share": "exit", "seats": "seats", "elasticity": "group"}


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


def _form(outcome: Outcome) -> Iterator[tuple[str, str, str]]:
    name, flow = shown(outcome.id), outcome.kind == "flow"
    wanted, other = ("exits", "statuses") if flow else ("statuses", "exits")
    if not getattr(outcome, wanted):
        yield wanted, f"{name} is a {outcome.kind} and names no {wanted}", f"name them in {wanted}"
    if getattr(outcome, other):
        yield other, f"{name} is a {outcome.kind} and names {other}", f"take {other} out"
    unit = "person-months" if outcome.kind == "time" else "persons"
    if outcome.unit != unit:
        yield "unit", f"{name} is a {outcome.kind} and counted in {outcome.unit}", f"write {shown(unit)}"


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


def check_policies(draft: Draft) -> Iterator[Problem]:
    """Nothing is pulled in the baseline."""
    baseline = draft.situation.policies.get(BASELINE)
    if baseline is not None and baseline.levers:
        message = f"the baseline pulls {listed(baseline.levers)}"
        remedy = "give this policy another name: the baseline is what all others are compared with"
        yield Spot(FILE, f"policy.{BASELINE}.levers").problem("T116", message, remedy)


def check_levers(draft: Draft) -> Iterator[Problem]:
    """A lever has a target that can move, and never raises how hard the state searches."""
    for lever in draft.situation.levers.values():
        spot = Spot(FILE, f"lever.{lever.id}.target")
        if lever.starts is not None and lever.ends is not None and lever.ends < lever.starts:
            message = f"{shown(lever.id)} ends on {lever.ends}, before it begins on {lever.starts}"
            yield Spot(FILE, f"lever.{lever.id}.until").problem("T122", message, "write a later day")
        match = _TARGET.fullmatch(lever.target)
        if match is None or (match[3] is not None) != (match[1] == "elasticity"):
            remedy = "write group:ID, signal:ID, share:EXIT, seats:ID or elasticity:GROUP/SIGNAL"
            yield spot.problem("T147", f"target is {shown(lever.target)}", remedy)
            continue
        yield from _target(draft, spot, match)
        if _enforces(draft, match[1], match[2]):
            yield from _only_lowers(draft, lever)


def _target(draft: Draft, spot: Spot, target: re.Match[str]) -> Iterator[Problem]:
    kind, name, signal = target[1], target[2], target[3]
    names = draft.names[_KINDS[kind]]
    if names is None:
        return
    if name not in names:
        yield spot.problem("T120", f"there is no {KINDS[_KINDS[kind]].noun} {shown(name)}", instead(name, names))
    exits, groups = draft.situation.exits, draft.situation.groups
    if kind == "share" and name in exits and not exits[name].share:
        yield spot.problem(
            "T147", f"the exit {shown(name)} has no share", "name an exit of a fan or of an instant status"
        )
    if kind == "elasticity" and name in groups and signal not in groups[name].drivers:
        message = f"the group {shown(name)} has no driver {shown(signal)}"
        yield spot.problem("T147", message, "name a signal of its drivers in situation.toml")


def _enforces(draft: Draft, kind: str, name: str) -> bool:
    """Say whether a target is how the state searches, arrests or returns, or a signal that drives it."""
    groups = {group.id for group in draft.situation.groups.values() if group.enforcement}
    exits = [way for way in draft.situation.exits.values() if way.group in groups]
    match kind:
        case "group" | "elasticity":
            return name in groups
        case "share":
            return any(way.id == name for way in exits)
        case "seats":
            return any(way.seats == name for way in exits)
        case _:
            driven = any(name in (*of.levels, *of.drivers) for of in draft.situation.groups.values() if of.enforcement)
            return driven or any(name in way.opens for way in exits)


def _only_lowers(draft: Draft, lever: Lever) -> Iterator[Problem]:
    parameter = draft.situation.parameters.get(lever.strength)
    at = Spot(FILE, f"lever.{lever.id}")
    if lever.how != "multiply":
        message = f"{shown(lever.id)} adds to how hard the state searches or returns people; that can only be lowered"
        remedy = 'write how = "multiply", with a strength of at most 1'
        yield Spot(at.file, f"{at.key}.how").problem("T148", message, remedy)
    elif parameter is not None and any(_exceeds_one(prior) for prior in parameter.entries.values()):
        message = (
            f"{shown(lever.id)} could raise how hard the state searches or returns people; that can only be lowered"
        )
        remedy = f"give {shown(lever.strength)} a value or a uniform prior of at most 1, or a logitnormal one"
        yield Spot(at.file, f"{at.key}.strength").problem("T148", message, remedy)


def _exceeds_one(prior: Prior) -> bool:
    bounded = prior.family in ("fixed", "uniform", "loguniform")
    return prior.high > 1 if bounded else prior.family != "logitnormal"
