"""The arrays of a journey, made from its stands, choices, legs, positions and nodes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Any

import numpy as np

from tumen.cells import Floats, Ints
from tumen.cells_journey import JourneyCells
from tumen.model.journey_days import Evenings, Roads, options
from tumen.model.journey_paths import Network, Paths, Stand, too_large
from tumen.model.shape import addresses

MOST_STATES = 50_000_000
"""Stands, positions and nodes, times bins: numbers that a run holds at once."""


def journey_cells(network: Network, bins: int) -> JourneyCells:
    """Make the arrays.

    Args:
        network: Places and links.
        bins: For 1 unit of recent travel; 0: it is not remembered.

    Raises:
        SituationError: T191 if the journey is too large; T190 if two addresses collide.
    """
    paths = Paths.of(network)
    roads = Roads.of(network, paths)
    evenings = Evenings.of(network, paths, roads, bins=bins)
    levels = _levels(network, evenings, bins)
    states = levels * (len(paths.stands) + len(roads.positions) + len(evenings.nodes))
    if states > MOST_STATES:
        raise too_large(
            f"people would have to be told apart by {states:,} states",
            where=f"situation.toml, journey.short_stints = {bins}",
            remedy=f"remember recent travel in fewer bins, or look fewer places ahead: {MOST_STATES:,} at most",
        )
    return JourneyCells(
        **_of_stands(network, paths),
        **_of_legs(network, paths, roads),
        **_of_roads(network, paths, roads, at=evenings.at),
        **_of_nodes(network, paths, evenings),
        walking_speed=network.walking,
        speed=network.full_day,
        bins=bins,
        levels=levels,
        km_grid=evenings.grid,
    )


def _levels(network: Network, evenings: Evenings, bins: int) -> int:
    """Give the bins that recent travel can reach: it is a mean of what was done on past days."""
    fastest = max((network.walking, *network.speed))
    longest = fastest + max((node.km for node in evenings.nodes), default=0.0)
    return 1 + ceil(bins * longest / network.full_day)


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), np.int64)


def _floats(values: Iterable[float]) -> Floats:
    return np.array(list(values), np.float64)


def _firsts(sizes: Iterable[int]) -> Ints:
    return np.cumsum([0, *sizes]).astype(np.int64)


def _stand_label(network: Network, stand: Stand) -> str:
    plan = ">".join(network.places[place] for place in stand.plan)
    return f"{network.places[stand.place]}|{plan}|{'foot' if stand.foot else ''}"


def _stand_labels(network: Network, paths: Paths) -> list[str]:
    return [_stand_label(network, stand) for stand in paths.stands]


def _of_stands(network: Network, paths: Paths) -> dict[str, Any]:
    choices = [(stand, choice) for stand, of in enumerate(paths.choices) for choice in of]
    labels = _stand_labels(network, paths)
    ways = (f"choice|{labels[s]}|{'>'.join(network.links[link] for link in choice.way)}" for s, choice in choices)
    return {
        "place_address": addresses((f"place|{place}" for place in network.places), where="places.csv"),
        "stand_place": _ints(stand.place for stand in paths.stands),
        "stand_plan": _ints(bool(stand.plan) for stand in paths.stands),
        "stand_plain": _ints(paths.plain),
        "stand_new": _ints(range(len(network.places))),
        "stand_address": addresses((f"stand|{label}" for label in labels), where="places.csv"),
        "choice_first": _firsts(map(len, paths.choices)),
        "choice_place": _ints(choice.place for _, choice in choices),
        "choice_km": _floats(choice.km for _, choice in choices),
        "choice_address": addresses(ways, where="routes.csv"),
        "way_first": _firsts(len(choice.way) for _, choice in choices),
        "way_link": _ints(link for _, choice in choices for link in choice.way),
        "option_first": _firsts(len(choice.options) for _, choice in choices),
        "option_leg": _ints(leg for _, choice in choices for leg in choice.options),
    }


def _of_legs(network: Network, paths: Paths, roads: Roads) -> dict[str, Any]:
    return {
        "leg_link": _ints(leg.link for leg in paths.legs),
        "leg_stand": _ints(leg.stand for leg in paths.legs),
        "leg_back": _ints(paths.back),
        "leg_begin": _ints(roads.begin),
        "leg_km": _floats(network.km[leg.link] for leg in paths.legs),
        "leg_speed": _floats(network.speed[leg.link] for leg in paths.legs),
    }


def _of_roads(network: Network, paths: Paths, roads: Roads, *, at: Sequence[int]) -> dict[str, Any]:
    stands = _stand_labels(network, paths)
    legs = [f"{network.links[leg.link]}|{stands[leg.stand]}|{'foot' if leg.foot else ''}" for leg in paths.legs]
    labels = (f"position|{legs[p.leg]}|{p.km!r}|{'sent' if p.sent else ''}" for p in roads.positions)
    return {
        "position_leg": _ints(p.leg for p in roads.positions),
        "position_km": _floats(p.km for p in roads.positions),
        "position_ride": _ints(roads.ride),
        "position_walk": _ints(roads.walk),
        "position_foot": _ints(paths.legs[p.leg].foot for p in roads.positions),
        "position_shut": _ints(roads.shut),
        "position_sent": _ints(p.sent for p in roads.positions),
        "position_node": _ints(at),
        "position_address": addresses(labels, where="routes.csv"),
    }


def _of_nodes(network: Network, paths: Paths, evenings: Evenings) -> dict[str, Any]:
    stands = _stand_labels(network, paths)
    labels = (f"node|{stands[node.stand]}|{node.km!r}" for node in evenings.nodes)
    pairs = [pair for of in evenings.onward for pair in of]
    sizes = (len(options(paths, node.stand)) for node in evenings.nodes)
    return {
        "node_stand": _ints(node.stand for node in evenings.nodes),
        "node_km": _floats(node.km for node in evenings.nodes),
        "node_address": addresses(labels, where="routes.csv"),
        "onward_first": _firsts(sizes),
        "onward_ride": _ints(ride for ride, _ in pairs),
        "onward_walk": _ints(walk for _, walk in pairs),
    }
