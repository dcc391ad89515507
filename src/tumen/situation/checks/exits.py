"""Exits: where each leads, who takes it, and which numbers it needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tumen.errors import Problem
from tumen.situation.checks.axes import attribute_problems, missing_problems, place_problems
from tumen.situation.draft import Draft
from tumen.situation.findings import listed, shown
from tumen.world import Exit, Status

FILE = "exits.csv"


def check_exits(draft: Draft) -> Iterator[Problem]:
    """Each exit by itself."""
    for way in draft.situation.exits.values():
        origin, target = (draft.situation.statuses.get(status) for status in (way.from_status, way.to_status))
        if target is not None:
            yield from _target_problems(draft, way, target)
        if origin is not None:
            yield from attribute_problems(draft, tuple(way.only), status=origin, at=(FILE, way.id, "only"), verb="asks")
            yield from _number_problems(draft, way, origin)
        if origin is not None and target is not None:
            given = (*origin.keeps, *way.rewrites)
            remedy = "set it on entry, or let the status not keep it"
            yield from missing_problems(draft, given, status=target, at=(FILE, way.id, "set"), remedy=remedy)
        yield from _itself(draft, way)
        yield from _route(draft, way)


def _target_problems(draft: Draft, way: Exit, target: Status) -> Iterator[Problem]:
    """Check where people arrive, and what they are told to become."""
    at = (FILE, way.id, "to_place")
    yield from place_problems(draft, way.to_place, status=target, at=at)
    outside = [place for place in way.from_places if place not in target.places]
    if not way.to_place and outside:
        message = f"people stay at {listed(outside)}, where status {shown(target.id)} does not exist"
        remedy = "write to_place, or add these places to the status in statuses.csv"
        yield draft.problem("T128", at, message=message, remedy=remedy)
    at = (FILE, way.id, "set")
    yield from attribute_problems(draft, tuple(way.rewrites), status=target, at=at, verb="gives")


def _itself(draft: Draft, way: Exit) -> Iterator[Problem]:
    """Report an exit that leads somebody back to the cell that they leave."""
    status = draft.situation.statuses.get(way.from_status)
    if way.from_status != way.to_status or status is None or (way.at_end and status.stay.stages > 1):
        return
    if way.to_place and way.to_place not in way.from_places:
        return
    same = all(value in _values(draft, way, name) for name, value in way.rewrites.items())
    if not same or not way.from_places:
        return
    place = way.to_place or way.from_places[0]
    who = "".join(f" with {name}={value}" for name, value in way.rewrites.items())
    message = f"{shown(way.id)} leads people{who} in {way.from_status} at {place} to where they are"
    remedy = "exclude them by `only`" if way.rewrites else "leave the place out of from_place, or lead elsewhere"
    yield draft.problem("T118", (FILE, way.id, "to_status"), message=message, remedy=remedy)


def _values(draft: Draft, way: Exit, name: str) -> Sequence[str]:
    """Give the values of an attribute that people who take the exit can have."""
    attribute = draft.situation.attributes.get(name)
    return way.only.get(name, attribute.values if attribute else ())


def _route(draft: Draft, way: Exit) -> Iterator[Problem]:
    route = draft.situation.routes.get(way.route)
    known = draft.situation.places
    if route is None or not {route.origin, route.destination, *filter(None, [way.to_place])} <= known.keys():
        return
    reached = (way.to_place,) if way.to_place else way.from_places
    for end, passed, verb in ((route.origin, way.from_places, "leave"), (route.destination, reached, "reach")):
        outside = [place for place in passed if draft.holds_people(place) and place not in draft.leaves[end]]
        if outside:
            message = f"people {verb} {listed(outside)}, which does not lie in {shown(end)}, an end of the route"
            remedy = "write another route, or leave it empty"
            yield draft.problem("T142", (FILE, way.id, "route"), message=message, remedy=remedy)


def _number_problems(draft: Draft, way: Exit, origin: Status) -> Iterator[Problem]:
    """Check that an exit has the numbers that its kind of stay needs, and no others."""
    if way.at_end and origin.stay.kind in ("memoryless", "instant"):
        message = f"{shown(way.id)} is taken at the end of a stay, and {shown(origin.id)} is {origin.stay.kind}"
        remedy = "leave `when` empty, or give the status an erlang or fixed stay"
        yield draft.problem("T136", (FILE, way.id, "when"), message=message, remedy=remedy)
    elif origin.stay.kind == "instant":
        because = "leaves an instant status, where people are passed on by shares"
        yield from _without(draft, way, code="T133", because=because)
    elif way.at_end and origin.stay.kind == "fixed":
        because = "is taken at the end of a fixed stay, which shares out those who leave"
        yield from _without(draft, way, code="T138", because=because)
    else:
        yield from _competing(draft, way)


def _without(draft: Draft, way: Exit, *, code: str, because: str) -> Iterator[Problem]:
    """Check an exit that has a share and nothing of what goes with a hazard."""
    columns = {"hazard": way.hazard, "factors": way.factors, "fan": way.fan, "seats": way.seats}
    for column, value in columns.items():
        if value:
            message = f"{shown(way.id)} {because}: it has no {column}"
            yield draft.problem(code, (FILE, way.id, column), message=message, remedy=f"leave {column} empty")
    if not way.share:
        message = f"{shown(way.id)} {because}: it needs a share"
        remedy = "name a parameter; shares are weights, and need not add up to one"
        yield draft.problem("T139", (FILE, way.id, "share"), message=message, remedy=remedy)


def _competing(draft: Draft, way: Exit) -> Iterator[Problem]:
    """Check an exit that has a hazard."""
    if not way.hazard:
        message = f"{shown(way.id)} has no hazard"
        remedy = "name a parameter: a rate, or a duration whose inverse is the rate"
        yield draft.problem("T138", (FILE, way.id, "hazard"), message=message, remedy=remedy)
    if way.fan and not way.share:
        message = f"{shown(way.id)} belongs to the fan {shown(way.fan)} and has no share"
        remedy = "name a parameter; shares are weights, and need not add up to one"
        yield draft.problem("T139", (FILE, way.id, "share"), message=message, remedy=remedy)
    elif way.share and not way.fan:
        message = f"{shown(way.id)} has a share and belongs to no fan"
        remedy = "name the fan whose hazard it shares, or take the share out"
        yield draft.problem("T139", (FILE, way.id, "share"), message=message, remedy=remedy)


def check_fans(draft: Draft) -> Iterator[Problem]:
    """The exits of a fan share one hazard."""
    fans: dict[str, Exit] = {}
    for way in draft.situation.exits.values():
        first = fans.setdefault(way.fan, way)
        if not way.fan or first is way:
            continue
        others = _of_fan(first)
        for column in (column for column, mine in _of_fan(way).items() if mine != others[column]):
            message = f"{shown(way.id)} and {shown(first.id)} are in one fan and differ in {column}"
            remedy = f"give them one {column}, or different fans"
            yield draft.problem("T140", (FILE, way.id, column), message=message, remedy=remedy)


def _of_fan(way: Exit) -> dict[str, object]:
    """Give what all exits of a fan have in common."""
    return {
        "from_status": way.from_status,
        "group": way.group,
        "hazard": way.hazard,
        "factors": sorted(way.factors),
        "seats": way.seats,
        "when": way.at_end,
    }
