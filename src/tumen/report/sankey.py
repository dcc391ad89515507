"""Flows as SVG: on the left who left, on the right who came, and from one to the other a band as wide as many moved.

Each station can stand on both sides, so that no band turns back. Bands of one drawing share their scale.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import ClassVar

from tumen.report.markup import Markup, joined, tag

Pair = tuple[int, int]
Bands = Mapping[Pair, float]
Words = Mapping[tuple[int, int], tuple[str, ...]]
"""Side (0 left, 1 right) and station → the lines that stand beside it."""
_GAP, _ROOM = 7.0, 190.0
_FOOT, _APART = 24.0, 6.0
_LETTERS = 20
_NICE = (5, 2, 1)


@dataclass(frozen=True)
class Node:
    """A station on one side.

    Attributes:
        station: Its position.
        lines: Its words.
        top: Where its bar begins.
        bar: Height of the bar: all who left, or all who came.
        middle: Of the bar and of the words.
    """

    station: int
    lines: tuple[str, ...]
    top: float
    bar: float
    middle: float


@dataclass(frozen=True)
class Band:
    """People who moved between two stations: `width` down from `start` on the left, and from `end` on the right."""

    pair: Pair
    start: float
    end: float
    width: float


@dataclass(frozen=True)
class Drawing:
    """Where everything of one picture stands, in the units of its view box."""

    left: tuple[Node, ...]
    right: tuple[Node, ...]
    bands: tuple[Band, ...]
    height: float

    width: ClassVar[float] = 440
    words: ClassVar[float] = 142
    node: ClassVar[float] = 6
    line: ClassVar[float] = 13.5


@dataclass(frozen=True)
class Sheet:
    """What pictures beside each other share.

    Attributes:
        scale: Height of one person.
        rooms: Side (0 left, 1 right) and station → height that it has in every picture.
    """

    scale: float
    rooms: Mapping[tuple[int, int], float]


def sheet(pictures: Sequence[Bands], words: Sequence[Words]) -> Sheet:
    """Make room for the same stations at the same heights in all pictures, on one scale.

    Args:
        pictures: People by pair, of each picture; at least one person in one of them.
        words: Of each picture.
    """
    scale = _ROOM / max(sum(bands.values()) for bands in pictures)
    rooms: dict[tuple[int, int], float] = {}
    for side in (0, 1):
        for station in sorted({pair[side] for bands in pictures for pair in bands}):
            widest = max(_total(bands, side, station) for bands in pictures) * scale
            rooms[side, station] = max(widest, *(len(of[side, station]) * Drawing.line for of in words))
    return Sheet(scale, rooms)


def drawing(bands: Bands, on: Sheet, words: Words) -> Drawing:
    """Say where everything stands: bands leave and come in the order of the stations, so that few of them cross.

    Args:
        bands: People by pair.
        on: From `sheet`, of these and of the pictures beside them.
        words: Of this picture.
    """
    left, right = (tuple(_nodes(bands, on, side, words=words)) for side in (0, 1))
    starts = _edges(left, sorted(bands), bands=bands, side=0, scale=on.scale)
    ends = _edges(right, sorted(bands, key=lambda pair: pair[::-1]), bands=bands, side=1, scale=on.scale)
    made = tuple(Band(pair, starts[pair], ends[pair], bands[pair] * on.scale) for pair in sorted(bands))
    heights = [sum(room + _GAP for (of, _), room in on.rooms.items() if of == side) for side in (0, 1)]
    return Drawing(left, right, made, max(heights) + _FOOT)


def lines_of(title: str, figure: str) -> tuple[str, ...]:
    """Break the words of a station into lines."""
    return (*wrap(title, _LETTERS), *wrap(figure, _LETTERS))


def _nodes(bands: Bands, on: Sheet, side: int, *, words: Words) -> Iterator[Node]:
    """Put the stations of a side below each other; one that nobody of this picture left or reached keeps its room."""
    top = _GAP
    for station, room in ((station, room) for (of, station), room in on.rooms.items() if of == side):
        bar, middle = _total(bands, side, station) * on.scale, top + room / 2
        if bar:
            yield Node(station, words[side, station], middle - bar / 2, bar, middle)
        top += room + _GAP


def _total(bands: Bands, side: int, station: int) -> float:
    """Add up all who left a station (side 0), or who came to it."""
    return sum(people for pair, people in bands.items() if pair[side] == station)


def _edges(nodes: Iterable[Node], order: Sequence[Pair], *, bands: Bands, side: int, scale: float) -> dict[Pair, float]:
    """Say how far down the bar of its station each band begins."""
    free = {node.station: node.top for node in nodes}
    found: dict[Pair, float] = {}
    for pair in order:
        found[pair] = free[pair[side]]
        free[pair[side]] += bands[pair] * scale
    return found


def scale_of(on: Sheet) -> tuple[float, float]:
    """Give a round number of people for the scale of a picture, and its height: a tenth of the room at most."""
    tens = (10**n for n in range(12, -1, -1))
    people = next((n * ten for ten in tens for n in _NICE if n * ten * on.scale <= _ROOM / 10), 1)
    return people, people * on.scale


def drawn(made: Drawing, tips: Mapping[Pair, str], scale: tuple[float, str]) -> Markup:
    """Draw bands, then bars and words over them, then the scale.

    Args:
        made: Where everything stands.
        tips: What is said of each band.
        scale: Height of the scale, and its words.
    """
    bands = (tag("path", tag("title", tips[band.pair]), d=_path(band), class_="flow") for band in made.bands)
    right = Drawing.width - Drawing.words
    nodes = [_node(node, Drawing.words, words=Drawing.words - _APART, anchor="end") for node in made.left]
    nodes += [_node(node, right - Drawing.node, words=right + _APART, anchor="start") for node in made.right]
    return joined(*bands, *nodes, _scale(made, scale))


def _path(band: Band) -> str:
    """Write the outline of a band: level where it leaves and where it comes."""
    left, right = Drawing.words + Drawing.node, Drawing.width - Drawing.words - Drawing.node
    middle = (left + right) / 2
    start, end = band.start + band.width, band.end + band.width
    there = f"C{middle:.1f},{band.start:.2f} {middle:.1f},{band.end:.2f} {right:.1f},{band.end:.2f}"
    back = f"C{middle:.1f},{end:.2f} {middle:.1f},{start:.2f} {left:.1f},{start:.2f}"
    return f"M{left:.1f},{band.start:.2f}{there}V{end:.2f}{back}Z"


def _node(node: Node, x: float, *, words: float, anchor: str) -> Markup:
    """Draw the bar of a station at `x`, and its words beside it."""
    first = node.middle - (len(node.lines) - 1) * Drawing.line / 2 + 4
    lines = [tag("tspan", line, x=words, y=first + i * Drawing.line) for i, line in enumerate(node.lines)]
    bar = tag("rect", x=x, y=node.top, width=Drawing.node, height=node.bar)
    return tag("g", bar, tag("text", *lines, text_anchor=anchor), class_="station")


def _scale(made: Drawing, scale: tuple[float, str]) -> Markup:
    """Draw how high so many people stand, below everything."""
    height, words = scale
    x, y = Drawing.words + Drawing.node, made.height - 2
    bar = tag("rect", x=x, y=y - height, width=Drawing.node, height=height)
    return tag("g", bar, tag("text", words, x=x + 12, y=y - 1), class_="scale")
