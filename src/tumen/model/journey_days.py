"""How far people on a journey come in a day: positions on legs, and the nodes at which they arrive before it is over.

The km of the day are not taken off the next link: whoever arrives before the day is over may travel a full day more. So
what is done on a link is a whole number of days, and what is done today a sum of lengths.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tumen.errors import SituationError
from tumen.model.journey_merge import merged
from tumen.model.journey_paths import Leg, Network, Paths, too_large
from tumen.model.terms import Interned

MOST_POSITIONS = 300_000
MOST_NODES = 300_000
MOST_ONWARD = 3_000_000
GRIDS = (0.0, 0.1, 1.0)
"""Grids in km on which what is done today is put, until there are few enough nodes; 0: none, every sum by itself."""
ARRIVES, ARRIVES_LATE = -1, -2
STAYS_ON = -1
_CODES = {code: code for code in (STAYS_ON, ARRIVES_LATE)}
_DIGITS = 6
_LEAST = 1e-6
"""Two sums of the same lengths in another order are one."""


@dataclass(frozen=True)
class Position:
    """A leg, the km done on it at the start of a day, and whether it is the closed original of the link."""

    leg: int
    km: float
    sent: bool = False


@dataclass(frozen=True)
class Roads:
    """All positions.

    Attributes:
        positions: By leg, each leg's by km, those on the closed original last.
        begin: First position of each leg, ``[leg]``.
        ride, walk: Position after a day, or `ARRIVES`, ``[position]``.
        shut: The same position on the closed original, or -1, ``[position]``.
    """

    positions: tuple[Position, ...]
    begin: tuple[int, ...]
    ride: tuple[int, ...]
    walk: tuple[int, ...]
    shut: tuple[int, ...]

    @classmethod
    def of(cls, network: Network, paths: Paths) -> Roads:
        """Find where people on each leg can be at the start of a day.

        Raises:
            SituationError: T191 if there are too many positions.
        """
        found: Interned[Position] = Interned()
        begin: list[int] = []
        for i, leg in enumerate(paths.legs):
            begin.append(len(found))
            kms = _kms(network, leg, MOST_POSITIONS - len(found))
            either = (False, True) if network.closes[leg.link] else (False,)
            for position in (Position(i, km, sent) for sent in either for km in kms):
                found.place(position)
        index = {position: i for i, position in enumerate(found.things)}

        def after(position: Position, speed: float) -> int:
            km = _after(position.km, speed, network.km[paths.legs[position.leg].link])
            return ARRIVES if km is None else index[Position(position.leg, km, position.sent)]

        legs = [paths.legs[position.leg] for position in found.things]
        return cls(
            found.things,
            tuple(begin),
            tuple(after(p, _ride(network, leg)) for p, leg in zip(found.things, legs, strict=True)),
            tuple(after(p, _walk(network, leg)) for p, leg in zip(found.things, legs, strict=True)),
            tuple(-1 if p.sent else index.get(Position(p.leg, p.km, sent=True), -1) for p in found.things),
        )


def _ride(network: Network, leg: Leg) -> float:
    return network.walking if leg.foot else network.speed[leg.link]


def _walk(network: Network, leg: Leg) -> float:
    return network.walking if leg.foot or network.walked[leg.link] else network.speed[leg.link]


def _after(km: float, speed: float, length: float) -> float | None:
    """Give the km after a day more; None where people arrive, which needs more than the length of the link."""
    done = round(km + speed, _DIGITS)
    return None if done > length else done


def _kms(network: Network, leg: Leg, most: int) -> list[float]:
    """Give the km at which people can be on a leg, rising."""
    length, speeds = network.km[leg.link], {_ride(network, leg), _walk(network, leg)}
    found, waiting = {0.0}, [0.0]
    while waiting:
        km = waiting.pop()
        new = {done for done in (_after(km, speed, length) for speed in speeds) if done is not None} - found
        found |= new
        waiting += new
        if len(found) * 2 > most:
            raise _too_slow(network, leg.link)
    return sorted(found)


def _too_slow(network: Network, link: int) -> SituationError:
    return too_large(
        f"people under way take more than {MOST_POSITIONS:,} days, all links together",
        where=f"parameters.toml: {network.links[link]} is {network.km[link]:g} km long",
        remedy="look for a length or a speed in another unit than km and km a day",
    )


class Node(NamedTuple):
    """A stand, and the km done today with which people arrive there."""

    stand: int
    km: float


Ends = tuple[int, int]
"""Nodes or codes that an option leads to, riding and on foot."""


@dataclass(frozen=True)
class Evenings:
    """All nodes, by km.

    Attributes:
        nodes: Km never fall.
        at: Node at which people arrive from a position, or -1, ``[position]``.
        onward: Of each node, by option of its stand: nodes reached riding and on foot, or `STAYS_ON` or
            `ARRIVES_LATE`, ``[node][option]``.
        grid: Km on which what is done today was put; 0: exact.
    """

    nodes: tuple[Node, ...]
    at: tuple[int, ...]
    onward: tuple[tuple[Ends, ...], ...]
    grid: float

    @classmethod
    def of(cls, network: Network, paths: Paths, roads: Roads, *, bins: int) -> Evenings:
        """Find where people can arrive with some of their day left.

        Where lengths are such that their sums make more than `MOST_NODES` nodes, what is done today is put on a grid.
        Nodes that nothing can tell apart are one.

        Raises:
            SituationError: T191 if even that is too much.
        """
        for grid in _grids(network):
            found = _Evenings(network, paths, grid).evenings(roads, network.full_day / bins if bins else 0.0)
            if found is not None:
                return found
        raise too_large(
            f"people can arrive in more than {MOST_NODES:,} ways within a day, or go on in more than {MOST_ONWARD:,}",
            where=f"parameters.toml, speed; situation.toml, journey.awareness = {network.awareness}",
            remedy="look for a speed in another unit than km a day, or let people look fewer places ahead",
        )


def _grids(network: Network) -> Iterator[float]:
    """Give the grids worth trying: one on which all lengths and speeds lie already merges nothing."""
    lengths = (*network.km, *network.speed, network.walking)
    for grid in GRIDS:
        if not grid or any(abs(km / grid - round(km / grid)) > _LEAST for km in lengths):
            yield grid


class _Hop(NamedTuple):
    """A leg as whoever begins it sees it: its end, its length, and the speeds, 0 where a day does not reach the end."""

    stand: int
    km: float
    ride: float
    walk: float

    @classmethod
    def of(cls, network: Network, leg: Leg) -> _Hop:
        km = network.km[leg.link]
        speeds = (_ride(network, leg), _walk(network, leg))
        return cls(leg.stand, km, *(0.0 if _after(0.0, speed, km) is not None else speed for speed in speeds))


class _Evenings:
    """Follows people through one day, with km on one grid."""

    def __init__(self, network: Network, paths: Paths, grid: float) -> None:
        self.network, self.paths, self.grid = network, paths, grid
        self.nodes: Interned[Node] = Interned()
        self.hops = [_Hop.of(network, leg) for leg in paths.legs]
        self.options = [options(paths, stand) for stand in range(len(paths.stands))]

    def evenings(self, roads: Roads, bin_km: float) -> Evenings | None:
        """Find everything; None where it is too much."""
        at = [self.arrived(position) for position in roads.positions]
        onward: list[list[Ends]] = []
        entries = 0
        while len(onward) < len(self.nodes):
            onward.append(list(self.beyond(self.nodes[len(onward)])))
            entries += len(onward[-1])
            if len(onward) > MOST_NODES or entries > MOST_ONWARD:
                return None
        order = sorted(range(len(self.nodes)), key=lambda i: self.nodes[i].km)
        place = _CODES | {i: new for new, i in enumerate(order)}
        ways = [[(place[ride], place[walk]) for ride, walk in onward[i]] for i in order]
        return self.told_apart([self.nodes[i] for i in order], [place[node] for node in at], ways=ways, bin_km=bin_km)

    def told_apart(self, nodes: list[Node], at: list[int], *, ways: list[list[Ends]], bin_km: float) -> Evenings:
        """Make one of nodes that nothing can tell apart; `nodes` go by km."""
        beyond = [list(self.told(node, way)) for node, way in zip(nodes, ways, strict=True)]
        one = merged(nodes, beyond, bin_km)
        now = _CODES | dict(enumerate(one.of))
        return Evenings(
            tuple(nodes[i] for i in one.nodes),
            tuple(now[node] for node in at),
            tuple(tuple((now[ride], now[walk]) for ride, walk in ways[i]) for i in one.nodes),
            self.grid,
        )

    def told(self, node: Node, ways: Sequence[Ends]) -> Iterator[tuple[int, float]]:
        """Give where each option of a node leads, riding and on foot, with the km done today by then."""
        for leg, (ride, walk) in zip(self.options[node.stand], ways, strict=True):
            km, about = self.network.km[self.paths.legs[leg].link], self.paths.legs[leg]
            for to, speed in ((ride, _ride(self.network, about)), (walk, _walk(self.network, about))):
                yield to, node.km + (speed if to == STAYS_ON else km)

    def arrived(self, position: Position) -> int:
        """Give the node of people who arrive from a position today; -1 where it is the closed original."""
        leg = self.paths.legs[position.leg]
        if position.sent or not self.within_a_day(position, leg):
            return -1
        return self.nodes.place(Node(leg.stand, self.on_grid(self.network.km[leg.link] - position.km)))

    def within_a_day(self, position: Position, leg: Leg) -> bool:
        speeds = (_ride(self.network, leg), _walk(self.network, leg))
        return any(_after(position.km, speed, self.network.km[leg.link]) is None for speed in speeds)

    def beyond(self, node: Node) -> Iterator[tuple[int, int]]:
        """Give where people go on to from a node, for each option of its stand: riding, and on foot."""
        for leg in self.options[node.stand]:
            hop = self.hops[leg]
            ride = self.reached(node, hop, hop.ride)
            yield ride, ride if hop.walk == hop.ride else self.reached(node, hop, hop.walk)

    def reached(self, node: Node, hop: _Hop, speed: float) -> int:
        if not speed:
            return STAYS_ON
        done = max(self.on_grid(node.km + hop.km), node.km + max(self.grid, _LEAST))
        if done >= speed:
            return ARRIVES_LATE
        return self.nodes.place(Node(hop.stand, round(done, _DIGITS)))

    def on_grid(self, km: float) -> float:
        return round(round(km / self.grid) * self.grid if self.grid else km, _DIGITS)


def options(paths: Paths, stand: int) -> Sequence[int]:
    """Give the legs on which people may set out from a stand: those of each of its choices, in order."""
    return [leg for choice in paths.choices[stand] for leg in choice.options]
