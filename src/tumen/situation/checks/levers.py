"""Levers: what each moves, and that none raises how hard the state searches or returns people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tumen.errors import Problem
from tumen.evidence import Prior
from tumen.policy import Lever
from tumen.situation.draft import Draft
from tumen.situation.findings import Spot, instead, shown
from tumen.situation.names import KINDS
from tumen.world import Exit

FILE = "policies.toml"
UP, DOWN = "up", "down"
_TARGET = re.compile(r"(group|signal|share|seats|elasticity):([A-Za-z0-9_-]+)(?:/([A-Za-z0-9_-]+))?", re.ASCII)
_KINDS = {"group": "group", "signal": "signal", "share": "exit", "seats": "seats", "elasticity": "group"}


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
        yield from _only_lowers(draft, lever, _sides(draft, match))
        yield from _named_by_somebody(draft, lever, match)


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


def _sides(draft: Draft, target: re.Match[str]) -> set[str]:
    """Give where enforcement goes as a target is raised: `UP`, `DOWN`, both or neither."""
    kind, name, signal = target[1], target[2], target[3]
    groups = {group.id: group for group in draft.situation.groups.values() if group.enforcement}
    exits = draft.situation.exits.values()
    match kind:
        case "group":
            return _of_group(draft, name)
        case "elasticity":
            group = draft.situation.groups.get(name)
            return _turned(_of_group(draft, name), _driven(draft, group.drivers.get(signal, ""))) if group else set()
        case "share":
            return _shared(draft, draft.situation.exits[name]) if name in draft.situation.exits else set()
        case "seats":
            return {UP for way in exits if way.seats == name and way.group in groups}
        case _:
            return _of_signals(draft, but=_in_loops(draft)).get(name, set())


def _of_group(draft: Draft, name: str) -> set[str]:
    """Say where enforcement goes as a group quickens: at the end of a fixed stay it shares with other groups."""
    groups = {group.id for group in draft.situation.groups.values() if group.enforcement}
    exits = draft.situation.exits.values()
    ends = [way for way in exits if way.group == name and way.at_end and way.share and not way.fan]
    rivals = {of.group for way in ends for of in exits if of.at_end and of.from_status == way.from_status} - {name}
    return {UP for group in groups if group == name} | {DOWN for group in groups if group in rivals}


def _of_signals(draft: Draft, *, but: set[str]) -> dict[str, set[str]]:
    """Say where enforcement goes as each signal grows: by groups, by exits that it opens, and by signals that it moves.

    Args:
        draft: The situation.
        but: Elasticities that do not count.
    """
    signals, sides = draft.situation.signals, dict[str, set[str]]()
    while True:
        before = dict(sides)
        for name in signals:
            moved = ((other.id, by) for other in signals.values() if (by := other.drivers.get(name)) and by not in but)
            turned = (_turned(sides.get(other, set()), _driven(draft, by)) for other, by in moved)
            sides[name] = _directly(draft, name, but).union(*turned)
        if sides == before:
            return sides


def _directly(draft: Draft, name: str, but: set[str]) -> set[str]:
    """Say where enforcement goes by the groups and exits that a signal acts on itself."""
    found = [_shared(draft, way) for way in draft.situation.exits.values() if name in way.opens]
    for group in draft.situation.groups.values():
        by = group.drivers.get(name, "")
        found += [_of_group(draft, group.id)] if name in group.levels else []
        found += [_turned(_of_group(draft, group.id), _driven(draft, by))] if by and by not in but else []
    return set[str]().union(*found)


def _turned(sides: set[str], way: str) -> set[str]:
    """Give the same sides, or the opposite ones where the way is down."""
    return sides if way == UP else {UP if side == DOWN else DOWN for side in sides}


def _in_loops(draft: Draft) -> set[str]:
    """Give the numbers by which loops act: answers that are disputed, and that a switch turns off."""
    return {number for loop in draft.situation.loops.values() for number in loop.numbers}


def _named_by_somebody(draft: Draft, lever: Lever, target: re.Match[str]) -> Iterator[Problem]:
    """What the state may answer to with more force is pulled only where a source names the option."""
    kind, name = target[1], target[2]
    if kind != "signal" or lever.claims or _of_signals(draft, but=_in_loops(draft)).get(name):
        return
    if _of_signals(draft, but=set()).get(name):
        message = f"{shown(lever.id)} moves {shown(name)}, to which the state may answer, and no source names it"
        remedy = "name the claims that argue for it: such a lever is only for what somebody has proposed"
        yield Spot(FILE, f"lever.{lever.id}.claims").problem("T148", message, remedy)


def _driven(draft: Draft, elasticity: str) -> str:
    """Say where a signal drives a group: down only if its elasticity is surely negative."""
    parameter = draft.situation.parameters.get(elasticity)
    priors = parameter.entries.values() if parameter is not None else ()
    negative = [prior.high <= 0 and prior.family in ("fixed", "uniform") for prior in priors]
    return DOWN if negative and all(negative) else UP


def _shared(draft: Draft, way: Exit) -> set[str]:
    """Say where enforcement goes as an exit opens: where exits share, more of one is less of the others."""
    groups = {group.id for group in draft.situation.groups.values() if group.enforcement}
    every = draft.situation.exits.values()
    rivals = [of for of in every if of.share and (of.from_status, of.fan) == (way.from_status, way.fan)]
    sides = {UP} if way.group in groups else set[str]()
    shares = way.share and any(of.id != way.id and of.group in groups for of in rivals)
    return sides | {DOWN} if shares else sides


def _only_lowers(draft: Draft, lever: Lever, sides: set[str]) -> Iterator[Problem]:
    if not sides:
        return
    could = f"{shown(lever.id)} could raise how hard the state searches or returns people; that can only be lowered"
    at = f"lever.{lever.id}"
    if sides == {UP, DOWN}:
        remedy = "name another target: of exits that share, less of one is more of another"
        yield Spot(FILE, f"{at}.target").problem("T148", could, remedy)
        return
    bound = "at most 1" if sides == {UP} else "at least 1"
    parameter = draft.situation.parameters.get(lever.strength)
    priors = tuple(parameter.entries.values()) if parameter is not None else ()
    if lever.how != "multiply":
        remedy = f'write how = "multiply", with a strength of {bound}'
        yield Spot(FILE, f"{at}.how").problem("T148", could, remedy)
    elif any(_exceeds_one(prior) if sides == {UP} else _falls_below_one(prior) for prior in priors):
        remedy = f"give {shown(lever.strength)} a value or a uniform prior of {bound}"
        yield Spot(FILE, f"{at}.strength").problem("T148", could, remedy)


def _exceeds_one(prior: Prior) -> bool:
    bounded = prior.family in ("fixed", "uniform", "loguniform")
    return prior.high > 1 if bounded else prior.family != "logitnormal"


def _falls_below_one(prior: Prior) -> bool:
    return prior.family not in ("fixed", "uniform", "loguniform") or prior.low < 1
