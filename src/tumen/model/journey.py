"""The model of a journey: places and links as cells, and everything that no draw changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from tumen.cells_journey import JourneyCells
from tumen.errors import UsageError
from tumen.evidence import Prior
from tumen.model.expand import Cell
from tumen.model.journey_cells import journey_cells
from tumen.model.journey_given import Given
from tumen.model.journey_numbers import Numbers, fixed_numbers, holding
from tumen.model.journey_paths import Network
from tumen.model.model import Common, ModelBase
from tumen.model.shape import Shape
from tumen.model.terms import entry_name
from tumen.situation import Situation
from tumen.world_journey import FIXED, THERE, UNDER_WAY, Journey


@dataclass(frozen=True, eq=False, kw_only=True)
class JourneyModel(ModelBase):
    """A model of people who travel from place to place.

    Attributes:
        shape: A cell for each place, then one for each route: of its origin, with the route in place of a cohort. No
            ways.
        cells: Stands, legs, positions and nodes as arrays.
        journey: How people travel.
        network: Places and links.
        given: What it goes by on each day.
        numbers: Its numbers by role.
    """

    cells: JourneyCells = field(repr=False)
    journey: Journey = field(repr=False)
    network: Network = field(repr=False)
    given: Given = field(repr=False)
    numbers: Numbers = field(repr=False)

    @property
    def n_exits(self) -> int:
        """Number of routes."""
        return len(self.network.links)

    @property
    def busy(self) -> int:
        """What a day goes through: choices of stands and nodes for each bin of recent travel, and positions."""
        cells = self.cells
        return (cells.choice_km.size + cells.onward_ride.size + cells.position_km.size) * cells.levels


def journey_model(common: Common, journey: Journey) -> JourneyModel:
    """Make the model of a journey.

    Args:
        common: What every model has.
        journey: How people travel.

    Raises:
        SituationError: T190 or T191, see `tumen.model.journey_cells`.
    """
    situation = common["situation"]
    network = _network(situation, journey, common["fixed"])
    return JourneyModel(
        **common,
        shape=_shape(situation, network),
        cells=journey_cells(network, journey.short_stints),
        journey=journey,
        network=network,
        given=Given.of(situation, journey, network),
        numbers=Numbers.of(situation, journey, common["names"]),
    )


def _shape(situation: Situation, network: Network) -> Shape:
    there = [Cell(place, (), THERE) for place in network.places]
    ends = zip(network.links, network.origin, strict=True)
    under_way = [Cell(network.places[origin], (("route", link),), UNDER_WAY) for link, origin in ends]
    cells = (*there, *under_way)
    return Shape(situation, cells, (), np.zeros(len(cells) + 1, np.int64), {cell: i for i, cell in enumerate(cells)})


def _network(situation: Situation, journey: Journey, fixed: Mapping[str, float]) -> Network:
    """Make the network, with the numbers that fix it as the user set them."""
    distance, speed, walking, of_route = (fixed_numbers(situation, journey, role, changes=fixed) for role in FIXED)
    if 0 in (*speed.values(), *walking.values(), *of_route.values()):
        raise UsageError("T003", "a speed is set to 0", where="--set", remedy="use a finite number above 0")
    places = holding(situation)
    index = {place: i for i, place in enumerate(places)}
    routes = situation.routes.values()
    closed = {closing.route for closing in journey.closings}
    walked = _walked(situation, journey, fixed)
    return Network(
        places=places,
        links=tuple(situation.routes),
        origin=tuple(index[route.origin] for route in routes),
        destination=tuple(index[route.destination] for route in routes),
        km=tuple(distance[route.id] for route in routes),
        speed=tuple(of_route.get(route.id, speed[""]) for route in routes),
        walked=tuple(route.id in walked for route in routes),
        closes=tuple(route.id in closed for route in routes),
        markers=frozenset(index[place] for place in journey.markers),
        full_day=speed[""],
        walking=walking[""],
        awareness=journey.awareness,
        on_foot=journey.on_foot,
    )


def _walked(situation: Situation, journey: Journey, fixed: Mapping[str, float]) -> frozenset[str]:
    """Give the routes on which people may walk: whose share is not 0 in every draw."""
    name = journey.numbers.get("walking_share", "")
    levels: Mapping[str, Prior] = situation.parameters[name].entries if name else {}
    never = {
        route
        for route, prior in levels.items()
        if fixed.get(entry_name(name, route), prior.low if prior.family == "fixed" else 1.0) == 0
    }
    return frozenset(levels.keys() - never)
