"""Where a lever would move how hard the state searches, arrests or returns people: up, down, both ways or nowhere."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from typing import Literal, cast

from tumen.evidence import Prior
from tumen.situation.types import Situation
from tumen.world import Exit

UP, DOWN = "up", "down"
Kind = Literal["group", "signal", "share", "seats", "elasticity", "capacity", "route"]
ON_JOURNEYS = frozenset(("capacity", "route"))
"""Kinds of targets that a journey has; of all others it has none."""
_ID = "([A-Za-z0-9_-]+)"
_TARGET = re.compile(rf"(group|signal|share|seats|elasticity|capacity|route):{_ID}(?:/{_ID})?", re.ASCII)
_POSITIVE = ("loguniform", "lognormal", "logitnormal")
_BOUNDED = ("fixed", "uniform")


@dataclass(frozen=True)
class Target:
    """What a lever moves.

    Attributes:
        kind: As written before the colon.
        name: Of a group, signal, exit, seat limit, place or route.
        signal: Of an elasticity: the signal to which the group answers.
    """

    kind: Kind
    name: str
    signal: str = ""


def target(text: str) -> Target | None:
    """Read the target of a lever; None where it is none."""
    match = _TARGET.fullmatch(text)
    if match is None or (match[3] is not None) != (match[1] == "elasticity"):
        return None
    return Target(cast(Kind, match[1]), match[2], match[3] or "")


def sides(situation: Situation, of: Target, how: str) -> frozenset[str]:
    """Give where enforcement goes as a target is multiplied by more than 1, or more than 0 is added to it.

    What a signal does by the numbers of loops of disputed sign does not count: see `answers`.

    Args:
        situation: Whose.
        of: The target.
        how: ``multiply`` or ``add``.

    Returns:
        `UP`, `DOWN`, both or neither.
    """
    exits, groups = situation.exits, situation.groups
    match of.kind:
        case "group":
            found = _of_group(situation, of.name)
        case "elasticity":
            number = groups[of.name].drivers.get(of.signal, "") if of.name in groups else ""
            ways = _ways(situation, number) if how == "multiply" else {UP}
            found = _turned(_of_group(situation, of.name), ways) if number else set[str]()
        case "share":
            found = _shared(situation, exits[of.name]) if of.name in exits else set[str]()
        case "seats":
            limited = (way.group for way in exits.values() if way.seats == of.name)
            found = {UP for group in limited if group in groups and groups[group].enforcement}
        case "capacity" | "route":
            found = set[str]()  # nobody who travels by day is searched for
        case _:
            found = _of_signals(situation, but=_disputed(situation)).get(of.name, set[str]())
    return frozenset(found)


def answers(situation: Situation, signal: str) -> bool:
    """Say whether enforcement answers to a signal in any way, by loops of disputed sign as well."""
    return bool(_of_signals(situation, but=frozenset()).get(signal))


def never_negative(situation: Situation, name: str) -> bool:
    """Say whether what is given of a signal is surely 0 at least, whatever events make of it."""
    signal = situation.signals.get(name)
    events = [event.size for event in situation.events.values() if event.signal == name]
    numbers = [*events, *([signal.rest] if signal is not None and signal.rest not in ("0", "1") else [])]
    return all(surely(situation, number, least=0) for number in numbers)


def surely(situation: Situation, parameter: str, *, least: float | None = None, most: float | None = None) -> bool:
    """Say whether a parameter is at least `least` and at most `most` in every draw."""
    of = situation.parameters.get(parameter)
    return all(_within(prior, least, most) for prior in (of.entries.values() if of is not None else ()))


def _within(prior: Prior, least: float | None, most: float | None) -> bool:
    low = prior.low if prior.family in (*_BOUNDED, "loguniform") else 0 if prior.family in _POSITIVE else None
    high = prior.high if prior.family in (*_BOUNDED, "loguniform") else 1 if prior.family == "logitnormal" else None
    return (least is None or (low is not None and low >= least)) and (
        most is None or (high is not None and high <= most)
    )


def level_never_negative(situation: Situation, name: str) -> bool:
    """Say whether the level x of a signal is surely 0 at least: it has a scale, or nothing that moves it is below 0."""
    signal = situation.signals.get(name)
    return signal is None or bool(signal.scale) or (signal.mode == "given" and never_negative(situation, name))


def _enforcing(situation: Situation) -> Set[str]:
    return {group.id for group in situation.groups.values() if group.enforcement}


def _disputed(situation: Situation) -> frozenset[str]:
    """Give the numbers by which loops act of which nobody can say where they lead; a switch turns them off."""
    return frozenset(n for loop in situation.loops.values() if loop.sign == "disputed" for n in loop.numbers)


def _of_group(situation: Situation, name: str) -> set[str]:
    """Say where enforcement goes as a group quickens: at the end of a fixed stay it shares with other groups.

    What answers to the same signal as enforcement counts as a part of it: fines empty shelters, and close doors.
    """
    exits = situation.exits.values()
    ends = [way for way in exits if way.group == name and way.at_end and way.share and not way.fan]
    rivals = {of.group for way in ends for of in exits if of.at_end and of.from_status == way.from_status} - {name}
    enforcing = _enforcing(situation)
    own = {UP for group in enforcing if group == name} | {DOWN for group in enforcing if group in rivals}
    return own | _alike(situation, name)


def _alike(situation: Situation, name: str) -> set[str]:
    """Say where enforcement goes as a group quickens, by the signals that surely drive both of them."""
    if name not in situation.groups:
        return set()
    disputed, found = _disputed(situation), set[str]()
    for signal, by in situation.groups[name].drivers.items():
        others = (group.drivers.get(signal, "") for group in situation.groups.values() if group.enforcement)
        drives = any(other and other not in disputed and _ways(situation, other) == {UP} for other in others)
        ways = _ways(situation, by) if drives and by not in disputed else set[str]()
        found |= ways if len(ways) == 1 else set[str]()
    return found


def _of_signals(situation: Situation, *, but: Set[str]) -> dict[str, set[str]]:
    """Say where enforcement goes as each signal grows: by groups, by exits that it opens, and by signals that it moves.

    Args:
        situation: Whose signals.
        but: Elasticities that do not count.
    """
    signals, found = situation.signals, dict[str, set[str]]()
    while True:
        before = dict(found)
        for name in signals:
            moved = ((other.id, by) for other in signals.values() if (by := other.drivers.get(name)) and by not in but)
            turned = (_turned(found.get(other, set()), _ways(situation, by)) for other, by in moved)
            found[name] = _directly(situation, name, but).union(*turned)
        if found == before:
            return found


def _directly(situation: Situation, name: str, but: Set[str]) -> set[str]:
    """Say where enforcement goes by the groups and exits that a signal acts on itself."""
    found = [_shared(situation, way) for way in situation.exits.values() if name in way.opens]
    for group in situation.groups.values():
        by = group.drivers.get(name, "")
        found += [_of_group(situation, group.id)] if name in group.levels else []
        counts = by and by not in but
        found += [_turned(_of_group(situation, group.id), _ways(situation, by))] if counts else []
    return set[str]().union(*found)


def _turned(found: set[str], ways: Set[str]) -> set[str]:
    """Give the same sides where a way leads up, and the opposite ones where it leads down."""
    opposite = {UP if side == DOWN else DOWN for side in found}
    return (found if UP in ways else set[str]()) | (opposite if DOWN in ways else set[str]())


def _ways(situation: Situation, elasticity: str) -> set[str]:
    """Say where a signal drives a group or another signal: both ways where the elasticity may have either sign."""
    if surely(situation, elasticity, least=0):
        return {UP}
    return {DOWN} if surely(situation, elasticity, most=0) else {UP, DOWN}


def _shared(situation: Situation, way: Exit) -> set[str]:
    """Say where enforcement goes as an exit opens: where exits share, more of one is less of the others."""
    enforcing, every = _enforcing(situation), situation.exits.values()
    rivals = [of for of in every if of.share and (of.from_status, of.fan) == (way.from_status, way.fan)]
    found = {UP} if way.group in enforcing else set[str]()
    shares = way.share and any(of.id != way.id and of.group in enforcing for of in rivals)
    return found | {DOWN} if shares else found
