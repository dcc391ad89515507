"""Who is counted by an outcome, and which exits lead in and out of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tumen.policy import Outcome
from tumen.situation import Situation
from tumen.world import Exit, Inflow


class Node(NamedTuple):
    """One thing in a situation: ``("exit", "cross")``; people are ``("cell", "status at place")``."""

    kind: str
    name: str


def cell(status: str, place: str) -> Node:
    """Name the people in a status at a place."""
    return Node("cell", f"{status} at {place}")


def ways(exit_: Exit) -> tuple[tuple[Node, Node], ...]:
    """Give the cells that an exit leaves, each with the one it reaches."""
    return tuple(
        (cell(exit_.from_status, place), cell(exit_.to_status, exit_.to_place or place)) for place in exit_.from_places
    )


def leaves(situation: Situation, places: Iterable[str]) -> frozenset[str]:
    """Give the places that hold people inside `places`; all of them where none is named."""
    named = tuple(places) or tuple(p.id for p in situation.places.values() if not p.within)
    return frozenset(leaf for place in named for leaf in situation.leaves(place))


def cells_of(situation: Situation, outcome: Outcome) -> frozenset[Node]:
    """Give the cells that a stock or time counts."""
    inside = leaves(situation, outcome.places)
    return frozenset(
        cell(status, place)
        for status in outcome.statuses
        for place in situation.statuses[status].places
        if place in inside
    )


def counted(situation: Situation, outcome: Outcome) -> tuple[Exit, ...]:
    """Give the exits that a flow counts."""
    inside = leaves(situation, outcome.places)
    named = set(outcome.exits)
    return tuple(
        e
        for e in situation.exits.values()
        if (e.id in named or e.group in named) and not inside.isdisjoint(e.from_places) and _before(e, outcome)
    )


def fed_and_drained(situation: Situation, outcome: Outcome) -> tuple[tuple[Exit, ...], tuple[Exit, ...]]:
    """Give the exits that bring people into what a stock or time counts, and those that take them out."""
    cells = cells_of(situation, outcome)
    fed: list[Exit] = []
    drained: list[Exit] = []
    for e in situation.exits.values():
        pairs = [(a in cells and _before(e, outcome), b in cells and _after(e, outcome)) for a, b in ways(e)]
        if any(after and (not before or _joins(e, outcome)) for before, after in pairs):
            fed.append(e)
        if any(before and not after for before, after in pairs):
            drained.append(e)
    return tuple(fed), tuple(drained)


def entered(situation: Situation, inflow: Inflow) -> frozenset[Node]:
    """Give the cells that an inflow leads into."""
    parents = {place for status in inflow.parents for place in situation.statuses[status].places}
    return frozenset(cell(inflow.status, place) for place in ([inflow.place] if inflow.place else sorted(parents)))


def passed_on(situation: Situation, exits: Iterable[Exit]) -> tuple[Exit, ...]:
    """Give the exits into the instant statuses that `exits` leave: their people are passed on in the same step."""
    found: dict[str, Exit] = {}
    todo = [*exits]
    while todo:
        left = {a for e in todo if situation.statuses[e.from_status].stay.kind == "instant" for a, _ in ways(e)}
        todo = [
            e for e in situation.exits.values() if e.id not in found and any(reached in left for _, reached in ways(e))
        ]
        found |= {e.id: e for e in todo}
    return tuple(found.values())


def _before(exit_: Exit, outcome: Outcome) -> bool:
    """Tell whether people may be counted, by who they are, when they take an exit."""
    return all(
        attribute not in exit_.only or set(values) & set(exit_.only[attribute])
        for attribute, values in outcome.only.items()
    )


def _after(exit_: Exit, outcome: Outcome) -> bool:
    """Tell whether people may be counted, by who they then are, when they have taken an exit."""
    return all(
        exit_.rewrites[attribute] in values
        if attribute in exit_.rewrites
        else attribute not in exit_.only or bool(set(values) & set(exit_.only[attribute]))
        for attribute, values in outcome.only.items()
    )


def _joins(exit_: Exit, outcome: Outcome) -> bool:
    """Tell whether an exit makes people who were not counted into people who are, by rewriting who they are."""
    return any(
        attribute in exit_.rewrites and not (attribute in exit_.only and set(exit_.only[attribute]) <= set(values))
        for attribute, values in outcome.only.items()
    )
