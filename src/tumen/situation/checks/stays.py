"""Stays that end: instant statuses, fixed terms, Erlang stages."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.errors import Problem
from tumen.situation.draft import Draft
from tumen.situation.findings import listed, shown
from tumen.situation.reach import Standing, takes
from tumen.world import Exit, Status

FILE = "statuses.csv"
_ENDING = ("erlang", "fixed")


def _exits(draft: Draft, status: Status) -> list[Exit]:
    return [way for way in draft.situation.exits.values() if way.from_status == status.id]


def check_ends(draft: Draft) -> Iterator[Problem]:
    """A stay that ends leads somewhere; an Erlang stay to one exit or one fan."""
    if not draft.files.readable("exits.csv"):
        return
    for status in draft.situation.statuses.values():
        ways = _exits(draft, status)
        ends = [way for way in ways if way.at_end]
        at = (FILE, status.id, "stay")
        if status.stay.kind in _ENDING and not ends and status.id not in draft.mentioned:
            message = f"the stay in {shown(status.id)} is {status.stay.kind}, and no exit is taken at its end"
            remedy = "write `end` in `when` of the exit that ends it, or let the stay be memoryless"
            yield draft.problem("T136", at, message=message, remedy=remedy)
        if status.stay.kind == "instant" and not ways and status.id not in draft.mentioned:
            message = f"{shown(status.id)} is instant and has no exit"
            remedy = "add an exit with a share, or let the stay be memoryless"
            yield draft.problem("T137", at, message=message, remedy=remedy)
        if status.stay.kind == "erlang":
            yield from _rivals(draft, ends)


def _rivals(draft: Draft, ends: list[Exit]) -> Iterator[Problem]:
    """Report two ends of one Erlang stay that somebody could take both."""
    for i, way in enumerate(ends):
        rivals = [other.id for other in ends[:i] if _overlap(way, other) and not (way.fan and way.fan == other.fan)]
        if rivals:
            message = f"{shown(way.id)} and {shown(rivals[0])} both end one Erlang stay"
            remedy = "put them in one fan, with one hazard and shares"
            yield draft.problem("T136", ("exits.csv", way.id, "when"), message=message, remedy=remedy)


def _overlap(one: Exit, other: Exit) -> bool:
    same_place = bool(set(one.from_places) & set(other.from_places))
    both = one.only.keys() & other.only.keys()
    return same_place and all(set(one.only[name]) & set(other.only[name]) for name in both)


def check_stranded(draft: Draft) -> Iterator[Problem]:
    """Nobody enters a stay that ends, or an instant status, without a way out for them."""
    if not draft.files.readable("exits.csv"):
        return
    watched = {
        status.id: ways
        for status in draft.situation.statuses.values()
        if status.stay.kind != "memoryless" and status.id not in draft.mentioned
        if (ways := [way for way in _exits(draft, status) if way.at_end or status.stay.kind == "instant"])
    }
    for status, standing in _stranded(draft, watched).items():
        message = f"people in {standing[0].words} have no way out"
        message += f", nor those in {len(standing) - 1} other cells of this status" if len(standing) > 1 else ""
        remedy = "add an exit for them, or widen from_place or `only` of one"
        yield draft.problem("T137", (FILE, status, "stay"), message=message, remedy=remedy)


def _stranded(draft: Draft, watched: dict[str, list[Exit]]) -> dict[str, list[Standing]]:
    found: dict[str, list[Standing]] = {}
    for standing in draft.standings if watched else ():
        ways = watched.get(standing.status)
        if ways is not None and not any(takes(way, standing) for way in ways):
            found.setdefault(standing.status, []).append(standing)
    return found


def check_instant_circles(draft: Draft) -> Iterator[Problem]:
    """Instant statuses may lead to each other, but not in a circle."""
    statuses = draft.situation.statuses
    instant = {status.id for status in statuses.values() if status.stay.kind == "instant"}
    onward = {name: {way.to_status for way in _exits(draft, statuses[name])} & instant for name in instant}
    for name in sorted(instant):
        seen: set[str] = set()
        left = set(onward[name])
        while left:
            seen |= left
            left = {target for status in left for target in onward[status]} - seen
        if name in seen:
            message = (
                f"people who enter {shown(name)} are passed on in the same step, back to it: {listed(sorted(seen))}"
            )
            remedy = "let one of these statuses be memoryless, or break the circle"
            yield draft.problem("T134", (FILE, name, "stay"), message=message, remedy=remedy)
