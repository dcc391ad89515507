"""Places inside places: containers become the places that hold people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tumen.errors import Problem
from tumen.situation.draft import Draft
from tumen.situation.findings import listed, shown
from tumen.situation.types import Situation
from tumen.world import LEVELS, Exit, Place, Status


def check_nesting(draft: Draft, found: list[Problem]) -> Situation:
    """Report places that contain themselves or lie too deep, and let them stand alone."""
    places = dict(draft.situation.places)
    for place in draft.situation.places.values():
        message = _badly_nested(places, place.id)
        if message:
            spot = draft.spot("places.csv", place.id, "within")
            found.append(spot.problem("T126", message, "leave `within` empty for the outermost place"))
            places[place.id] = replace(place, within="")
    return replace(draft.situation, places=places)


def _badly_nested(places: Mapping[str, Place], start: str) -> str:
    """Say what is wrong on the way from `start` outwards; nothing if one gets out."""
    path = [start]
    while (place := places.get(path[-1])) is not None and place.within:
        path.append(place.within)
        if place.within == start:
            return f"{shown(start)} lies within itself: {' > '.join(path)}"
        if len(path) > len(LEVELS):
            return f"{shown(start)} lies in more than {len(LEVELS) - 1} places, one in the other"
    return ""


def expanded(draft: Draft, found: list[Problem]) -> Situation:
    """Replace containers by the places in them, in statuses, exits and seats."""
    situation = draft.situation
    leaves = draft.leaves
    statuses = {s.id: replace(s, places=_unfold(s.places, leaves)) for s in situation.statuses.values()}
    exits: dict[str, Exit] = {}
    for way in situation.exits.values():
        status = statuses.get(way.from_status)
        exits[way.id] = way if status is None else _placed(draft, way, status=status, leaves=leaves, found=found)
    seats = {s.id: replace(s, places=_unfold(s.places, leaves)) for s in situation.seats.values()}
    return replace(situation, statuses=statuses, exits=exits, seats=seats)


def _unfold(places: Iterable[str], leaves: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Give the places that hold people, each once; unknown ones are reported elsewhere."""
    return tuple(dict.fromkeys(leaf for place in places for leaf in leaves.get(place, ())))


def _placed(
    draft: Draft, way: Exit, *, status: Status, leaves: Mapping[str, tuple[str, ...]], found: list[Problem]
) -> Exit:
    """Give the exit with the places at which its status exists."""
    if not way.from_places:
        return replace(way, from_places=status.places)
    for place in way.from_places:
        if place in leaves and not set(leaves[place]) & set(status.places):
            message = f"status {shown(status.id)} does not exist at {shown(place)}"
            remedy = f"write one of: {listed(status.places)}; or add it to the places of the status"
            found.append(draft.spot("exits.csv", way.id, "from_place").problem("T128", message, remedy))
    named = set(_unfold(way.from_places, leaves))
    return replace(way, from_places=tuple(place for place in status.places if place in named))
