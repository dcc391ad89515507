"""Small journeys from plain networks: cells from the model, numbers made here."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tumen.cells import ClockPlan, RecordPlan
from tumen.cells_journey import JourneyCells, JourneyTables
from tumen.model import journey_paths
from tumen.model.account import no_account
from tumen.model.journey_cells import journey_cells


@dataclass
class Network:
    """Places, links (from, to, km; in order) and how people travel."""

    places: list[str]
    links: list[tuple[str, str, float]]
    speed: float = 100.0
    walking_speed: float = 30.0
    speeds: dict[int, float] = field(default_factory=dict)
    awareness: int = 1
    markers: tuple[str, ...] = ()
    on_foot: bool = False
    walked: bool = False
    closing: tuple[int, ...] = ()
    bins: int = 8

    def name(self, link: int) -> str:
        """Name a link by its ends and by which of those between them it is."""
        ends = [(start, end) for start, end, _ in self.links]
        return f"{'--'.join(ends[link])}-{ends[:link].count(ends[link])}"


def cells_of(net: Network) -> JourneyCells:
    """Give the shape of a network."""
    at, links = {place: i for i, place in enumerate(net.places)}, range(len(net.links))
    network = journey_paths.Network(
        places=tuple(net.places),
        links=tuple(net.name(link) for link in links),
        origin=tuple(at[start] for start, _, _ in net.links),
        destination=tuple(at[end] for _, end, _ in net.links),
        km=tuple(km for _, _, km in net.links),
        speed=tuple(net.speeds.get(link, net.speed) for link in links),
        walked=(net.walked,) * len(links),
        closes=tuple(link in net.closing for link in links),
        markers=frozenset(at[place] for place in net.markers),
        full_day=net.speed,
        walking=net.walking_speed,
        awareness=net.awareness,
        on_foot=net.on_foot,
    )
    return journey_cells(network, net.bins)


def tables_of(net: Network, days: int, **changes: object) -> JourneyTables:
    """Give numbers: everybody sets out from everywhere, nobody comes; `changes` are fields."""
    places, links = len(net.places), len(net.links)
    starts = [start for start, _, _ in net.links]
    order = [starts[: link + 1].count(start) for link, start in enumerate(starts)]
    tables = JourneyTables(
        values=np.zeros(0),
        start=np.zeros(places, np.int64),
        come=np.zeros(days, np.int64),
        come_weight=np.ones((days, places)),
        chance=np.ones((days, places)),
        pull=np.ones((days, places)),
        camp=np.zeros((days, places), np.int64),
        town=np.ones((days, places), np.int64),
        order=np.tile(np.array(order, np.int64), (days, 1)),
        shuts=np.zeros((days, links), np.int64),
        capacity=np.zeros((days, places)),
        full_from=0.9,
        walking_share=np.zeros(links),
        pull_power=1.0,
        pull_floor=0.0,
        distance_power=1.0,
        distance_softening=10.0,
        prune_below=0.0,
        certain_plans=0,
        days=np.ones(days),
        stay=np.zeros(0),
        weight=np.ones(1),
    )
    return tables._replace(**changes)


def plan_of(net: Network, days: int) -> RecordPlan:
    """Record everything on every day: all stocks as outcomes, then all flows, then who is beyond room at each place."""
    stocks, flows = len(net.places) + len(net.links), len(net.links) + 2
    every = stocks + flows + len(net.places)
    kept = [*range(stocks), *range(stocks + flows, every)]
    none = np.zeros(0, np.int64)
    still: dict[str, Any] = dict.fromkeys(ClockPlan._fields, none) | {"passed": np.zeros(0)}
    return RecordPlan(
        period_of_step=np.arange(days),
        periods=days,
        flow_exit=np.arange(flows),
        flow_outcome=stocks + np.arange(flows),
        flow_stay=np.full(flows, -1),
        inflow_index=none,
        inflow_outcome=none,
        stock_cell=np.arange(len(kept)),
        stock_outcome=np.array(kept),
        signal=none,
        signal_outcome=none,
        period_days=np.ones(days),
        kind=np.array([1] * stocks + [0] * flows + [1] * len(net.places), np.int64),
        weight=np.zeros(every, np.int64),
        scale=np.ones(every),
        clock=ClockPlan(**still),
        account=no_account(days),
        keep_cells=0,
    )
