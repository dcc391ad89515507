"""Levers: what each moves, and that none raises how hard the state searches or returns people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tumen.errors import Problem
from tumen.policy import Lever
from tumen.situation.draft import Draft
from tumen.situation.enforced import (
    DOWN,
    ON_JOURNEYS,
    UP,
    Target,
    answers,
    level_never_negative,
    never_negative,
    sides,
    surely,
    target,
)
from tumen.situation.findings import Spot, instead, shown
from tumen.situation.names import KINDS

FILE = "policies.toml"
_KINDS = {
    "group": "group",
    "signal": "signal",
    "share": "exit",
    "seats": "seats",
    "elasticity": "group",
    "capacity": "place",
    "route": "route",
}
_COMPETING = "group:ID, signal:ID, share:EXIT, seats:ID or elasticity:GROUP/SIGNAL"
_JOURNEYS = "capacity:PLACE or route:ID: people go on journeys"
_NEUTRAL: Mapping[str, int] = {"multiply": 1, "add": 0}
"""How a lever acts → the strength with which it moves nothing."""


def check_levers(draft: Draft) -> Iterator[Problem]:
    """A lever has a target that can move, and never raises how hard the state searches."""
    for lever in draft.situation.levers.values():
        spot = Spot(FILE, f"lever.{lever.id}.target")
        if lever.starts is not None and lever.ends is not None and lever.ends < lever.starts:
            message = f"{shown(lever.id)} ends on {lever.ends}, before it begins on {lever.starts}"
            yield Spot(FILE, f"lever.{lever.id}.until").problem("T122", message, "write a later day")
        moved = target(lever.target)
        travels = draft.files.travels
        if moved is None or (moved.kind in ON_JOURNEYS) != travels:
            remedy = f"write {_JOURNEYS if travels else _COMPETING}"
            yield spot.problem("T147", f"target is {shown(lever.target)}", remedy)
            continue
        yield from _target(draft, spot, moved)
        yield from _passage(draft, lever, moved)
        yield from _only_lowers(draft, lever, moved)
        yield from _named_by_somebody(draft, lever, moved)


def check_pulled(draft: Draft) -> Iterator[Problem]:
    """A lever is pulled by some policy."""
    pulled = {lever for policy in draft.situation.policies.values() for lever in policy.levers}
    for name in draft.situation.levers:
        if name not in pulled and name not in draft.mentioned:
            spot = Spot(FILE, f"lever.{name}")
            yield spot.problem("T356", f"no policy pulls {shown(name)}", "name it in the levers of one, or take it out")


def _target(draft: Draft, spot: Spot, of: Target) -> Iterator[Problem]:
    names = draft.names[_KINDS[of.kind]]
    if names is None:
        return
    if of.name not in names:
        message = f"there is no {KINDS[_KINDS[of.kind]].noun} {shown(of.name)}"
        yield spot.problem("T120", message, instead(of.name, names))
    exits, groups = draft.situation.exits, draft.situation.groups
    if of.kind == "share" and of.name in exits and not exits[of.name].share:
        yield spot.problem(
            "T147", f"the exit {shown(of.name)} has no share", "name an exit of a fan or of an instant status"
        )
    if of.kind == "share" and of.name in exits and exits[of.name].at_end and not exits[of.name].fan:
        message = f"the exit {shown(of.name)} is taken at the end of a stay"
        yield spot.problem(
            "T147", message, f"name its group, whose factor multiplies its weight: {exits[of.name].group}"
        )
    if of.kind == "elasticity" and of.name in groups and of.signal not in groups[of.name].drivers:
        message = f"the group {shown(of.name)} has no driver {shown(of.signal)}"
        yield spot.problem("T147", message, "name a signal of its drivers in situation.toml")


def _passage(draft: Draft, lever: Lever, of: Target) -> Iterator[Problem]:
    """Nothing that is chosen moves how people get past a border: less would be a fence, more a way to cross."""
    for group in (group for group in draft.situation.groups.values() if group.passage):
        exits = [way for way in draft.situation.exits.values() if way.group == group.id]
        moved = {
            "signal": {*group.levels, *group.drivers, *(name for way in exits for name in way.opens)},
            "share": {way.id for way in exits},
            "seats": {way.seats for way in exits},
        }
        if of.name in moved.get(of.kind, {group.id}):
            message = f"{shown(lever.id)} moves {shown(group.id)}, which is how people get past a border"
            spot = Spot(FILE, f"lever.{lever.id}.target")
            yield spot.problem("T357", message, "take it out: no option is about fences, or about ways to cross")


def _only_lowers(draft: Draft, lever: Lever, of: Target) -> Iterator[Problem]:
    found = sides(draft.situation, of, lever.how)
    if not found:
        return
    could = f"{shown(lever.id)} could raise how hard the state searches or returns people; that can only be lowered"
    at = f"lever.{lever.id}"
    if UP in found and DOWN in found:
        remedy = "name another target: of exits that share, less of one is more of another"
        yield Spot(FILE, f"{at}.target").problem("T148", could, remedy)
    elif not _has_a_sign(draft, of, lever.how):
        remedy = f"name another target: {shown(of.signal or of.name)} may be below 0, where less of it is more"
        yield Spot(FILE, f"{at}.target").problem("T148", could, remedy)
    else:
        yield from _strong(draft, lever, could, up=UP in found)


def _strong(draft: Draft, lever: Lever, could: str, *, up: bool) -> Iterator[Problem]:
    """Compare a strength with the one that moves nothing."""
    neutral = _NEUTRAL[lever.how]
    least, most = (None, neutral) if up else (neutral, None)
    if not surely(draft.situation, lever.strength, least=least, most=most):
        bound = f"at {'most' if up else 'least'} {neutral}"
        remedy = f"give {shown(lever.strength)} a value or a uniform prior of {bound}"
        yield Spot(FILE, f"lever.{lever.id}.strength").problem("T148", could, remedy)


def _has_a_sign(draft: Draft, of: Target, how: str) -> bool:
    """Say whether less of what a lever moves is surely nearer to nothing: of a number below 0 it is more."""
    if of.kind == "elasticity":
        return level_never_negative(draft.situation, of.signal)
    return how == "add" or of.kind != "signal" or never_negative(draft.situation, of.name)


def _named_by_somebody(draft: Draft, lever: Lever, of: Target) -> Iterator[Problem]:
    """What the state does with force, and what it may answer to, is moved only where a source names the option."""
    if lever.claims:
        return
    spot = Spot(FILE, f"lever.{lever.id}.claims")
    remedy = "name the claims that argue for it: such a lever is only for what somebody has proposed"
    if sides(draft.situation, of, lever.how):
        message = f"{shown(lever.id)} lowers how hard the state searches or returns people, and no source names it"
        yield spot.problem("T148", message, remedy)
    elif of.kind == "signal" and answers(draft.situation, of.name):
        message = f"{shown(lever.id)} moves {shown(of.name)}, to which the state may answer, and no source names it"
        yield spot.problem("T148", message, remedy)
