"""When each way is closed: Flee moves it from a list of open ways to one of closed ways, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tumen.interop.flee.dated import Closure, is_one_sign
from tumen.interop.flee.geography import Link, Location
from tumen.interop.flee.lines import Line


@dataclass(frozen=True)
class Shut:
    """Days on which a way is closed.

    Attributes:
        link: Position in the list of ways.
        first: First day.
        last: Last day; before `first` where it is closed and opened on one day; None for good.
        lines: What closes it, and what opens it.
    """

    link: int
    first: int
    last: int | None
    lines: tuple[Line, ...]


def shut_days(
    locations: tuple[Location, ...], links: tuple[Link, ...], *, closures: Iterable[Closure], days: int
) -> tuple[Shut, ...]:
    """Give all days on which a way is closed, in the order of ways and days.

    Closures are taken day by day in the order of lines; each that opens lets in whatever is closed between its places,
    no matter what closed it. Parallel ways close and open together, so their order never changes.
    """
    ways = _Ways(locations, links)
    every = [closure for closure in closures if closure.kind in _PAIRS]
    dated = {day for closure in every for day in (closure.start, closure.end)}
    for day in sorted(day for day in dated if 0 <= day < days):
        for closure in every:
            ways.turn(day, closure)
    left = [Shut(link, first, None, (line,)) for link, (first, line) in ways.shut.items()]
    return tuple(sorted([*ways.done, *left], key=lambda shut: (shut.link, shut.first)))


class _Ways:
    """Which ways are closed now, since when and by what."""

    def __init__(self, locations: tuple[Location, ...], links: tuple[Link, ...]) -> None:
        self.locations, self.links = locations, links
        self.shut: dict[int, tuple[int, Line]] = {}
        self.done: list[Shut] = []

    def turn(self, day: int, closure: Closure) -> None:
        """Close what begins to be closed on a day, then open what is opened on it."""
        if day == closure.start:
            for at in self._meant(closure):
                self.shut.setdefault(at, (day, closure.line))
        if day == closure.end:
            for at in [at for at in self._meant(closure) if at in self.shut]:
                first, line = self.shut.pop(at)
                self.done.append(Shut(at, first, day - 1, (line, closure.line)))

    def _meant(self, closure: Closure) -> list[int]:
        """Give the ways between two countries, to and from a place, or from one place back to another."""
        find = _PAIRS[closure.kind]
        return [
            at
            for at, link in enumerate(self.links)
            if find(closure, self.locations[link.origin], self.locations[link.destination])
        ]


def _between(closure: Closure, one: Location, other: Location) -> bool:
    return (one.country, other.country) in ((closure.one, closure.other), (closure.other, closure.one))


def _around(closure: Closure, one: Location, other: Location) -> bool:
    return closure.one in (one.name, other.name)


def _back(closure: Closure, one: Location, other: Location) -> bool:
    """Flee compares names by identity here: it closes the way back alone, and only between names of one sign."""
    return is_one_sign(closure.one) and (one.name, other.name) == (closure.other, closure.one)


_PAIRS = {"country": _between, "location": _around, "link": _back}
