"""How fine an outcome is: whether it tells of a part of a country, by the places it names or by the ways it counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from tumen.policy import Outcome
from tumen.situation import Situation

Move = tuple[str, str]
"""Where people were and where they are then; empty where they come from outside."""


def is_local(situation: Situation, outcome: Outcome) -> bool:
    """Tell whether an outcome is finer than a country.

    It is where it names such places; where it counts only some of the ways between two statuses, and those that it
    leaves out begin or end elsewhere in the same country; where it counts people who change nothing but their place;
    and where it is a signal that such ways feed, directly or through other signals.
    """
    named = {*outcome.exits, *_feeding(situation, outcome.signal)}
    return any_local(situation, outcome.places) or are_local(situation, named)


def are_local(situation: Situation, named: Set[str]) -> bool:
    """Tell whether the people who go through these exits, groups and inflows, counted together, tell of such places."""
    legs = tuple(_legs(situation))
    return any(_singled_out(situation, legs, named, about=leg.statuses) for leg in legs if leg.names & named)


def any_local(situation: Situation, places: Iterable[str]) -> bool:
    """Tell whether any of the places is finer than a country."""
    return any(situation.places[place].level != "country" for place in places)


@dataclass(frozen=True)
class _Leg:
    """An exit or inflow: its names, the statuses between which it leads, and from where to where."""

    names: frozenset[str]
    statuses: tuple[str, str]
    moves: frozenset[Move]


def _legs(situation: Situation) -> Iterator[_Leg]:
    for way in situation.exits.values():
        moves = frozenset((place, way.to_place or place) for place in way.from_places)
        yield _Leg(frozenset({way.id, way.group}), (way.from_status, way.to_status), moves)
    for way in situation.inflows.values():
        parents = {place for status in way.parents for place in situation.statuses[status].places}
        moves = frozenset(("", place) for place in ((way.place,) if way.place else parents))
        yield _Leg(frozenset({way.id, way.group}), ("", way.status), moves)


def _feeding(situation: Situation, signal: str) -> frozenset[str]:
    """Give the exits and groups that feed a signal, directly or through the signals that drive it."""
    found, todo = set[str](), {signal} & situation.signals.keys()
    while todo:
        found |= todo
        todo = {name for of in todo for name in situation.signals[of].drivers} - found
    return frozenset(name for of in found for name in situation.signals[of].fed_by)


def _singled_out(situation: Situation, legs: Iterable[_Leg], named: Set[str], *, about: tuple[str, str]) -> bool:
    """Tell whether what is counted between two statuses singles out a part of a country."""
    alike = [leg for leg in legs if leg.statuses == about]
    counted = {move for leg in alike if leg.names & named for move in leg.moves}
    every = {move for leg in alike for move in leg.moves}
    inside = any(a != b and _country(situation, a) == _country(situation, b) for a, b in counted)
    if inside and about[0] == about[1]:
        return True
    return any(_missing(situation, {m[end] for m in counted}, {m[end] for m in every}) for end in (0, 1))


def _missing(situation: Situation, counted: set[str], every: set[str]) -> bool:
    """Tell whether places are left out in a country of which others are there."""
    countries = {_country(situation, place) for place in counted}
    return any(_country(situation, place) in countries for place in every - counted)


def _country(situation: Situation, place: str) -> str:
    return situation.places[place].country if place else ""
