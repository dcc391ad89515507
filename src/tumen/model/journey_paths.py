"""Where people on a journey can stand and which ways they can plan from there: structure, found once.

Rules of the peer project Flee, in its variant that freezes all counts during each half of a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tumen.errors import SituationError
from tumen.model.terms import Interned

MOST_WAYS = 300_000
"""Choices of all stands together: beyond that a day costs too much, and looking ahead finds ever more of them."""


@dataclass(frozen=True)
class Network:
    """Places and links, by number; both in the order of the situation.

    Attributes:
        places: Ids of those that hold people.
        links: Ids.
        origin, destination: Places of each link, ``[link]``.
        km, speed: Length, and km a day, ``[link]``.
        walked: Whether people may walk on a day, ``[link]``.
        closes: Whether it is ever closed, ``[link]``.
        markers: Places that people only pass.
        full_day: Km of a full day, by which recent travel is measured.
        walking: Km a day on foot.
        awareness: Places ahead that people look.
        on_foot: Whether people walk until they first arrive.
    """

    places: tuple[str, ...]
    links: tuple[str, ...]
    origin: tuple[int, ...]
    destination: tuple[int, ...]
    km: tuple[float, ...]
    speed: tuple[float, ...]
    walked: tuple[bool, ...]
    closes: tuple[bool, ...]
    markers: frozenset[int]
    full_day: float
    walking: float
    awareness: int
    on_foot: bool

    def leaving(self) -> tuple[tuple[int, ...], ...]:
        """Give the links that leave each place, ``[place][n]``."""
        found: list[list[int]] = [[] for _ in self.places]
        for link, place in enumerate(self.origin):
            found[place].append(link)
        return tuple(map(tuple, found))


@dataclass(frozen=True)
class Stand:
    """A place, the places of a plan that are still ahead, and whether people still go on foot."""

    place: int
    plan: tuple[int, ...] = ()
    foot: bool = False


@dataclass(frozen=True)
class Leg:
    """A link, the stand it leads to, and whether people go on foot on it."""

    link: int
    stand: int
    foot: bool


@dataclass(frozen=True)
class Choice:
    """A way that people at a stand may plan.

    Attributes:
        way: Its links, all of which must be open; empty for the rest of a plan that is under way.
        place: Where it ends.
        km: Its length.
        options: Legs on which it may begin.
    """

    way: tuple[int, ...]
    place: int
    km: float
    options: tuple[int, ...]


@dataclass(frozen=True)
class Paths:
    """All stands, with their choices, and all legs.

    Attributes:
        stands: Those at which people set out anew come first, by place.
        choices: ``[stand][n]``.
        legs: In the order of their first coming.
        back: Stand to which people are sent back from a leg, or -1 where its link never closes, ``[leg]``.
        plain: Stand at the same place and with the same footing without a plan, ``[stand]``.
    """

    stands: tuple[Stand, ...]
    choices: tuple[tuple[Choice, ...], ...]
    legs: tuple[Leg, ...]
    back: tuple[int, ...]
    plain: tuple[int, ...]

    @classmethod
    def of(cls, network: Network) -> Paths:
        """Find everything that people can reach.

        Raises:
            SituationError: T191 if people would choose among too many ways.
        """
        return _Finder(network).paths()


class _Finder:
    """Follows people from every place to every stand."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.leaving = network.leaving()
        self.stands: Interned[Stand] = Interned()
        self.legs: Interned[Leg] = Interned()
        self.ways: dict[int, tuple[tuple[int, ...], ...]] = {}
        self.many = 0

    def paths(self) -> Paths:
        for place in range(len(self.network.places)):
            self.stands.place(Stand(place, foot=self.network.on_foot))
        choices: list[tuple[Choice, ...]] = []
        back: list[int] = []
        while len(choices) < len(self.stands):
            choices.append(tuple(self.choices(self.stands[len(choices)])))
            back += [self.sent_back(self.legs[leg]) for leg in range(len(back), len(self.legs))]
        plain = tuple(self.stands.place(Stand(stand.place, foot=stand.foot)) for stand in self.stands.things)
        return Paths(self.stands.things, tuple(choices), self.legs.things, tuple(back), plain)

    def choices(self, stand: Stand) -> Iterator[Choice]:
        """Give what people may plan at a stand; without awareness nobody goes anywhere."""
        self.stands.place(Stand(stand.place, foot=stand.foot))
        if stand.plan:
            yield Choice((), stand.plan[-1], 0.0, self.options(stand, stand.plan))
            return
        if stand.place not in self.ways:
            self.ways[stand.place] = tuple(self.ways_from(stand.place))
        for way in self.ways[stand.place]:
            plan = tuple(self.network.destination[link] for link in way)
            km = sum(self.network.km[link] for link in way)
            yield Choice(way, plan[-1], km, self.options(stand, plan))

    def options(self, stand: Stand, plan: tuple[int, ...]) -> tuple[int, ...]:
        """Give a leg for each link that leads to the first place of a plan."""
        onward = self.stands.place(Stand(plan[0], plan[1:]))
        links = (link for link in self.leaving[stand.place] if self.network.destination[link] == plan[0])
        return tuple(self.legs.place(Leg(link, onward, stand.foot)) for link in links)

    def sent_back(self, leg: Leg) -> int:
        """Give the stand of people whose link closed: its begin, with the rest of their plan."""
        if not self.network.closes[leg.link]:
            return -1
        return self.stands.place(Stand(self.network.origin[leg.link], self.stands[leg.stand].plan))

    def ways_from(self, place: int) -> Iterator[tuple[int, ...]]:
        """Give the ways from a place, depth first: none returns to an earlier place, none ends at a marker.

        A marker is no hop.
        """
        network = self.network
        begun = reversed(self.leaving[place] if network.awareness else ())
        waiting = [((link,), (place,), 1) for link in begun]
        while waiting:
            way, before, hops = waiting.pop()
            self.count()
            end = network.destination[way[-1]]
            passed = end in network.markers
            if not passed:
                yield way
            if hops - passed < network.awareness:
                onward = [link for link in self.leaving[end] if network.destination[link] not in before]
                waiting += [((*way, link), (*before, end), hops - passed + 1) for link in reversed(onward)]

    def count(self) -> None:
        self.many += 1
        if self.many > MOST_WAYS:
            raise too_large(
                f"people would choose among more than {MOST_WAYS:,} ways",
                where=f"situation.toml, journey.awareness = {self.network.awareness}",
                remedy="let them look fewer places ahead",
            )


def too_large(problem: str, *, where: str, remedy: str) -> SituationError:
    """Say that a journey takes more than can be run."""
    return SituationError("T191", problem, where=where, remedy=remedy)
