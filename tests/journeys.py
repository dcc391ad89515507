"""Small journeys from plain networks: the arrays of `tumen.cells_journey`, made here apart from `model`."""

from dataclasses import dataclass, field

import numpy as np

from tumen.cells import ClockPlan, RecordPlan
from tumen.cells_journey import JourneyCells, JourneyTables
from tumen.streams import address

Stand = tuple[str, tuple[str, ...], bool]


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

    def out(self, place: str) -> list[int]:
        """Give the links that leave a place."""
        return [i for i, link in enumerate(self.links) if link[0] == place]

    def parallel(self, place: str, end: str) -> list[int]:
        """Give the links between two places."""
        return [i for i in self.out(place) if self.links[i][1] == end]

    def ways(self, place: str) -> list[tuple[int, ...]]:
        """Give the ways within awareness, as links, depth first; people pass markers without noticing."""
        found: list[tuple[int, ...]] = []

        def walk(way: tuple[int, ...], step: int) -> None:
            end = self.links[way[-1]][1]
            if end in self.markers:
                step -= 1
            else:
                found.append(way)
            seen = {place} | {self.links[i][1] for i in way[:-1]}
            if self.awareness > step:
                for i in self.out(end):
                    if self.links[i][1] not in seen | {end}:
                        walk((*way, i), step + 1)

        for i in self.out(place):
            walk((i,), 1)
        return found

    def speed_of(self, link: int) -> float:
        """Give the speed of a link."""
        return self.speeds.get(link, self.speed)


class Builder:
    """Finds all states of a network that can be reached, and numbers them."""

    def __init__(self, net: Network) -> None:
        """Explore `net`."""
        self.net = net
        self.stands: dict[Stand, int] = {}
        self.legs: dict[tuple[int, Stand, bool], int] = {}
        self.positions: dict[tuple[int, float, bool], int] = {}
        self.choices: list[list[tuple[tuple[int, ...], list[int]]]] = []
        self.nodes: list[tuple[int, float]] = []
        for place in net.places:
            self.stand((place, (), net.on_foot))
        at = 0
        while at < len(self.stands):
            self.choices.append(self.choices_of(list(self.stands)[at]))
            at += 1
        for leg in range(len(self.legs)):
            self.place_leg(leg)
        self.find_nodes()

    def stand(self, key: Stand) -> int:
        """Number a stand, and the one without a plan."""
        if key not in self.stands:
            self.stands[key] = len(self.stands)
            self.stand((key[0], (), key[2]))
        return self.stands[key]

    def leg(self, link: int, plan: tuple[str, ...], foot: bool) -> int:
        """Number a leg."""
        key = (link, (self.net.links[link][1], plan, False), foot)
        self.stand(key[1])
        self.stand((self.net.links[link][0], plan, False))
        return self.legs.setdefault(key, len(self.legs))

    def choices_of(self, stand: Stand) -> list[tuple[tuple[int, ...], list[int]]]:
        """Give the choices of a stand: its links, and the legs on which it may begin."""
        place, plan, foot = stand
        if plan:
            ways = [((), plan)]
        else:
            ways = [(way, tuple(self.net.links[i][1] for i in way)) for way in self.net.ways(place)]
        return [
            (way, [self.leg(i, names[1:], foot) for i in self.net.parallel(place, names[0])]) for way, names in ways
        ]

    def leg_key(self, leg: int) -> tuple[int, Stand, bool]:
        """Give what a leg is."""
        return list(self.legs)[leg]

    def place_leg(self, leg: int) -> None:
        """Number the positions of a leg."""
        link, _, foot = self.leg_key(leg)
        km, speeds = self.net.links[link][2], [self.net.walking_speed]
        if not foot:
            speeds = [self.net.speed_of(link)] + ([self.net.walking_speed] if self.net.walked else [])
        for shut in (False, True) if link in self.net.closing else (False,):
            waiting = [0.0]
            while waiting:
                x = waiting.pop(0)
                if (leg, x, shut) not in self.positions:
                    self.positions[leg, x, shut] = len(self.positions)
                    waiting += [x + v for v in speeds if x + v <= km]

    def onward(self, leg: int, km: float, speed: float) -> tuple[float, int]:
        """Tell where a day on a leg ends that begins with km done: the km after it, and -1, -2 or 0 (a node)."""
        length = self.net.links[self.leg_key(leg)[0]][2]
        if speed <= length:
            return 0.0, -1
        return km + length, 0 if km + length < speed else -2

    def find_nodes(self) -> None:
        """Find the nodes that can be reached."""
        legs = list(self.legs)
        waiting = [
            (self.stands[legs[leg][1]], self.net.links[legs[leg][0]][2] - x)
            for leg, x, shut in self.positions
            if not shut
        ]
        seen = set()
        while waiting:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            for leg in (leg for _, legs_ in self.choices[node[0]] for leg in legs_):
                for v in (self.net.speed_of(legs[leg][0]), self.net.walking_speed):
                    km, ends = self.onward(leg, node[1], v)
                    if ends == 0:
                        waiting.append((self.stands[legs[leg][1]], km))
        self.nodes = sorted(seen, key=lambda node: (node[1], node[0]))

    def stand_arrays(self) -> dict[str, object]:
        """Give the arrays of stands and choices."""
        place = {name: i for i, name in enumerate(self.net.places)}
        stands, flat = list(self.stands), [c for choices in self.choices for c in choices]
        plans = [stand[1] for stand, choices in zip(stands, self.choices, strict=True) for _ in choices]
        ends, km = [], []
        for (way, _), plan in zip(flat, plans, strict=True):
            ends.append(place[plan[-1] if plan else self.net.links[way[-1]][1]])
            km.append(sum(self.net.links[i][2] for i in way))
        return {
            "place_address": words(address("place", name) for name in self.net.places),
            "stand_place": ints(place[s[0]] for s in stands),
            "stand_plan": ints(bool(s[1]) for s in stands),
            "stand_plain": ints(self.stands[s[0], (), s[2]] for s in stands),
            "stand_new": ints(self.stands[name, (), self.net.on_foot] for name in self.net.places),
            "stand_address": words(address("stand", s[0], *s[1], str(s[2])) for s in stands),
            "choice_first": firsts(len(c) for c in self.choices),
            "choice_place": ints(ends),
            "choice_km": np.array(km, float),
            "choice_address": words(address("choice", *(str(self.net.links[i]) for i in way)) for way, _ in flat),
            "way_first": firsts(len(way) for way, _ in flat),
            "way_link": ints(i for way, _ in flat for i in way),
            "option_first": firsts(len(options) for _, options in flat),
            "option_leg": ints(leg for _, options in flat for leg in options),
        }

    def leg_arrays(self) -> dict[str, object]:
        """Give the arrays of legs and positions."""
        legs, starts = list(self.legs), [self.net.links[key[0]][0] for key in self.legs]
        node = {key: i for i, key in enumerate(self.nodes)}
        get = self.positions.get
        rows = []
        for leg, x, shut in self.positions:
            link, stand, foot = legs[leg]
            km = self.net.links[link][2]
            rows.append(
                (
                    leg,
                    get((leg, x + self.net.speed_of(link), shut), -1),
                    get((leg, x + self.net.walking_speed, shut), -1),
                    foot,
                    -1 if shut else get((leg, x, True), -1),
                    shut,
                    -1 if shut else node[self.stands[stand], km - x],
                )
            )
        names = ("leg", "ride", "walk", "foot", "shut", "sent", "node")
        columns = {
            f"position_{name}": ints(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)
        }
        return columns | {
            "position_km": np.array([x for _, x, _ in self.positions]),
            "position_address": words(
                address("position", str(legs[leg]), str(x), str(shut)) for leg, x, shut in self.positions
            ),
            "leg_link": ints(key[0] for key in legs),
            "leg_stand": ints(self.stands[key[1]] for key in legs),
            "leg_back": ints(self.stands[at, key[1][1], False] for at, key in zip(starts, legs, strict=True)),
            "leg_begin": ints(self.positions[i, 0.0, False] for i in range(len(legs))),
            "leg_km": np.array([self.net.links[key[0]][2] for key in legs], float),
            "leg_speed": np.array([self.net.speed_of(key[0]) for key in legs], float),
        }

    def node_arrays(self) -> dict[str, object]:
        """Give the arrays of nodes."""
        legs, node = list(self.legs), {key: i for i, key in enumerate(self.nodes)}
        stands = list(self.stands)
        ride, walk, counts = [], [], []
        for stand, km in self.nodes:
            options = [leg for _, legs_ in self.choices[stand] for leg in legs_]
            counts.append(len(options))
            for leg in options:
                for v, column in ((self.net.speed_of(legs[leg][0]), ride), (self.net.walking_speed, walk)):
                    then, ends = self.onward(leg, km, v)
                    column.append(node[self.stands[legs[leg][1]], then] if ends == 0 else ends)
        return {
            "node_stand": ints(stand for stand, _ in self.nodes),
            "node_km": np.array([km for _, km in self.nodes], float),
            "node_address": words(address("node", str(stands[stand]), str(km)) for stand, km in self.nodes),
            "onward_first": firsts(counts),
            "onward_ride": ints(ride),
            "onward_walk": ints(walk),
        }


def ints(values) -> np.ndarray:
    """Give an array of int64."""
    return np.array([int(v) for v in values], np.int64)


def words(values) -> np.ndarray:
    """Give an array of uint64."""
    return np.array(list(values), np.uint64)


def firsts(counts) -> np.ndarray:
    """Give where each group begins, and where the last ends."""
    return np.cumsum([0, *counts]).astype(np.int64)


def cells_of(net: Network) -> JourneyCells:
    """Give the shape of a network."""
    builder = Builder(net)
    return JourneyCells(
        **builder.stand_arrays(),
        **builder.leg_arrays(),
        **builder.node_arrays(),
        walking_speed=net.walking_speed,
        speed=net.speed,
        bins=net.bins,
        levels=2 * net.bins + 1,
        km_grid=0.0,
    )


def tables_of(net: Network, days: int, **changes: object) -> JourneyTables:
    """Give numbers: everybody sets out from everywhere, nobody comes; `changes` are fields."""
    places, links = len(net.places), len(net.links)
    rank, seen = [], dict[str, int]()
    for start, _, _ in net.links:
        seen[start] = seen.get(start, 0) + 1
        rank.append(seen[start])
    tables = JourneyTables(
        values=np.zeros(0),
        start=np.zeros(places, np.int64),
        come=np.zeros(days, np.int64),
        come_weight=np.ones((days, places)),
        chance=np.ones((days, places)),
        pull=np.ones((days, places)),
        camp=np.zeros((days, places), np.int64),
        town=np.ones((days, places), np.int64),
        order=np.tile(np.array(rank, np.int64), (days, 1)),
        shuts=np.zeros((days, links), np.int64),
        capacity=np.zeros(places),
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
    """Record everything on every day: all stocks as outcomes, then all flows."""
    stocks, flows = len(net.places) + len(net.links), len(net.links) + 2
    none, empty = np.zeros(0, np.int64), np.zeros(0)
    clock = ClockPlan(**{name: empty if name == "passed" else none for name in ClockPlan._fields})
    return RecordPlan(
        period_of_step=np.arange(days),
        periods=days,
        flow_exit=np.arange(flows),
        flow_outcome=stocks + np.arange(flows),
        flow_stay=np.full(flows, -1),
        inflow_index=none,
        inflow_outcome=none,
        stock_cell=np.arange(stocks),
        stock_outcome=np.arange(stocks),
        signal=none,
        signal_outcome=none,
        period_days=np.ones(days),
        kind=np.array([1] * stocks + [0] * flows, np.int64),
        weight=np.zeros(stocks + flows, np.int64),
        scale=np.ones(stocks + flows),
        clock=clock,
        keep_cells=0,
    )
