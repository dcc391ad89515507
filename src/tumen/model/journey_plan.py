"""What is kept of a journey: outcomes as sums over places and links, and over those who set out along links."""

from __future__ import annotations

from tumen.model.journey import JourneyModel
from tumen.policy import Outcome
from tumen.world_journey import CAME, NEAR_THRESHOLD


def journey_flows(model: JourneyModel, outcome: Outcome) -> list[int]:
    """Give what a flow counts: links, of those that leave its places, and behind them those who came and decisions."""
    places = _places(model, outcome)
    leaving = {link for link, origin in enumerate(model.network.origin) if model.network.places[origin] in places}
    counts = {name: i for i, name in enumerate((*model.network.links, CAME, NEAR_THRESHOLD))}
    named = [counts[name] for name in dict.fromkeys(outcome.exits)]
    return [i for i in named if i in leaving or i >= len(model.network.links)]


def journey_stocks(model: JourneyModel, outcome: Outcome) -> list[int]:
    """Give the cells that a stock counts; people under way count at the place that they left last."""
    places = _places(model, outcome)
    each = enumerate(model.shape.cells)
    return [i for i, cell in each if cell.status in outcome.statuses and cell.place in places]


def journey_crowding(model: JourneyModel, outcome: Outcome) -> list[int]:
    """Give where a record has those beyond the capacity of each place of an outcome."""
    places, first = _places(model, outcome), len(model.shape.cells)
    return [first + i for i, place in enumerate(model.network.places) if place in places]


def _places(model: JourneyModel, outcome: Outcome) -> frozenset[str]:
    """Give the places of an outcome that hold people; all where it names none."""
    named = (leaf for place in outcome.places for leaf in model.situation.leaves(place))
    return frozenset(named if outcome.places else model.network.places)
