"""Reported figures in a chart: where they stand, how they look, and names that do not cover each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from tumen.report.axes import PeopleAxis, TimeAxis
from tumen.report.figures import Figure
from tumen.report.markup import Markup, joined, tag
from tumen.report.strings import say

_SAME, _APART, _FANNED = 4.0, 3.0, 11.0
_LETTER, _LINE = 5.8, 9.5
_SIZE = 4.0


@dataclass(frozen=True)
class Plot:
    """The axes of a panel and their size, in the units of its view box."""

    people: PeopleAxis
    time: TimeAxis

    width: ClassVar[float] = 440
    height: ClassVar[float] = 300
    left: ClassVar[float] = 74
    top: ClassVar[float] = 14

    @property
    def right_edge(self) -> float:
        """Where the last day stands."""
        return self.width - 12

    @property
    def bottom_edge(self) -> float:
        """Where the lowest figure stands."""
        return self.height - 30

    def x(self, day: date) -> float:
        """Say where a day stands."""
        return self.left + self.time.share(day) * (self.right_edge - self.left)

    def y(self, value: float) -> float:
        """Say where a figure stands."""
        return self.bottom_edge - self.people.share(value) * (self.bottom_edge - self.top)


@dataclass(frozen=True)
class Mark:
    """A reported figure that is drawn in.

    Attributes:
        name: What stands beside it: the id of a claim, a number for an observation.
        figure: What was reported.
    """

    name: str
    figure: Figure


@dataclass(frozen=True)
class _Box:
    """Where a name stands."""

    x: float
    y: float
    width: float

    def hits(self, other: _Box) -> bool:
        return abs(self.x - other.x) < (self.width + other.width) / 2 and abs(self.y - other.y) < _LINE


def drawn(marks: Sequence[Mark], plot: Plot) -> Markup:
    """Draw figures from left to right; a name that has no room is left out."""
    taken, pieces = list[_Box](), list[Markup]()
    for x, mark in _placed(marks, plot):
        ys = [plot.y(number) for number in mark.figure.numbers]
        box = next((b for b in _places(x, ys, mark.name) if _free(b, taken, plot)), None)
        name = Markup()
        if box is not None:
            taken.append(box)
            name = tag("text", mark.name, x=box.x, y=box.y + 4, class_="name", text_anchor="middle")
        pieces.append(tag("g", _tip(mark), _shape(mark.figure, x, ys), name, class_=mark.figure.kind))
    return joined(*pieces)


def _placed(marks: Sequence[Mark], plot: Plot) -> list[tuple[float, Mark]]:
    """Give each figure its place in time; those of the same days stand a little apart, never more than `_FANNED`."""
    groups: dict[int, list[tuple[float, Mark]]] = {}
    for mark in marks:
        middle = plot.x(mark.figure.start + (mark.figure.end - mark.figure.start) / 2)
        groups.setdefault(round(middle / _SAME), []).append((middle, mark))
    found: list[tuple[float, Mark]] = []
    for group in groups.values():
        step = min(_APART, _FANNED / len(group))
        first = -step * (len(group) - 1) / 2
        found += [(x + first + step * i, mark) for i, (x, mark) in enumerate(group)]
    left, right = plot.left + _SIZE, plot.right_edge - _SIZE
    return sorted(((min(max(x, left), right), mark) for x, mark in found), key=lambda pair: (pair[0], pair[1].name))


def _tip(mark: Mark) -> Markup:
    """Give the words that show when a pointer rests on a figure."""
    figure = mark.figure
    return tag("title", say("chart.tip", id=figure.id, who=figure.who, figure=figure.text))


def _shape(figure: Figure, x: float, ys: Sequence[float]) -> Markup:
    """Draw an interval as a line with ends, an open one with an arrow, and a single figure as a point."""
    low, high = ys[0], ys[-1]
    pieces = list[Markup]()
    if low != high:
        pieces.append(tag("line", x1=x, x2=x, y1=low, y2=high))
        pieces += [tag("line", x1=x - 3, x2=x + 3, y1=y, y2=y) for y in (low, high)]
    elif figure.best is None:
        up = -1 if figure.low is not None else 1
        pieces.append(tag("path", d=f"M{x:.1f},{low:.1f}v{14 * up}m-3,{-4 * up}l3,{4 * up}l3,{-4 * up}"))
    if figure.best is not None:
        y = ys[figure.numbers.index(figure.best)]
        pieces.append(_point(figure, x, y))
    elif low == high:
        pieces.append(tag("line", x1=x - 3, x2=x + 3, y1=low, y2=low))
    return joined(*pieces)


def _point(figure: Figure, x: float, y: float) -> Markup:
    """Draw a claim as a diamond and an observation as a circle."""
    if figure.kind == "observation":
        return tag("circle", cx=x, cy=y, r=_SIZE - 1)
    return tag("path", d=f"M{x:.1f},{y - _SIZE:.1f}l{_SIZE},{_SIZE}l-{_SIZE},{_SIZE}l-{_SIZE},-{_SIZE}z")


def _places(x: float, ys: Sequence[float], name: str) -> list[_Box]:
    """List where a name could stand: over, under, or beside its figure."""
    width = len(name) * _LETTER + 2
    beside = width / 2 + _SIZE + 2
    middle = sum(ys) / len(ys)
    spots = [(x, ys[-1] - 10), (x, ys[0] + 10), (x + beside, ys[-1]), (x - beside, ys[-1])]
    spots += [(x + beside, middle), (x - beside, middle), (x + beside, ys[0]), (x - beside, ys[0])]
    return [_Box(a, b, width) for a, b in spots]


def _free(box: _Box, taken: Sequence[_Box], plot: Plot) -> bool:
    """Whether a name stands inside the panel and covers no other."""
    inside = (
        plot.left < box.x - box.width / 2
        and box.x + box.width / 2 < plot.width
        and _LINE / 2 < box.y < plot.bottom_edge
    )
    return inside and not any(box.hits(other) for other in taken)
