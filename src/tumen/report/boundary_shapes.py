"""Areas and lines of a surface over a grid, as paths of SVG: where it is above 0, and where it is 0.

Each cell of the grid is cut into two triangles, on which the surface is taken as flat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Point = tuple[float, float]
Corner = tuple[float, float, float]
"""Along, up, and the height of the surface there."""
Place = Callable[[float, float], Point]
"""Where a point of the grid stands in the figure."""


def area(levels: Floats, surface: Floats, place: Place) -> str:
    """Give the path of where a surface is above 0; empty where it is nowhere.

    Args:
        levels: Of both axes, rising, ``[point]``.
        surface: Heights, ``[y, x]``; what is not a number is left out, with the triangles that touch it.
        place: Where a point stands in the figure.
    """
    above = surface > 0
    whole = above[1:, 1:] & above[1:, :-1] & above[:-1, 1:] & above[:-1, :-1]
    found = [_drawn(corners, place) for corners in _rows(levels, whole)]
    for y, x in np.argwhere(~whole):
        for corners in _triangles(levels, surface, int(y), x=int(x)):
            kept = list(_above(corners))
            found += [_drawn([(a, b) for a, b, _ in kept], place)] if kept else []
    return " ".join(found)


def line(levels: Floats, surface: Floats, place: Place) -> str:
    """Give the path along which a surface falls to 0; arguments as of `area`."""
    cells = [(y, x) for y in range(len(levels) - 1) for x in range(len(levels) - 1)]
    triangles = (corners for y, x in cells for corners in _triangles(levels, surface, y, x=x))
    ends = ([_between(a, b) for a, b in _sides(corners) if (a[2] > 0) != (b[2] > 0)] for corners in triangles)
    return " ".join(_drawn(points, place, closed=False) for points in ends if points)


def _rows(levels: Floats, whole: NDArray[np.bool_]) -> Iterator[list[Point]]:
    """Give the corners of each run of whole cells in a row."""
    for y, row in enumerate(whole):
        runs = [(inside, list(run)) for inside, run in groupby(range(len(row)), key=row.__getitem__)]
        for xs in (xs for inside, xs in runs if inside):
            left, right, low, high = (float(levels[i]) for i in (xs[0], xs[-1] + 1, y, y + 1))
            yield [(left, low), (right, low), (right, high), (left, high)]


def _triangles(levels: Floats, surface: Floats, y: int, *, x: int) -> Iterator[list[Corner]]:
    """Give both triangles of a cell, without those of which a height is not known."""
    corner = {
        (i, j): (float(levels[x + i]), float(levels[y + j]), float(surface[y + j, x + i]))
        for i in (0, 1)
        for j in (0, 1)
    }
    for third in ((1, 0), (0, 1)):
        corners = [corner[0, 0], corner[third], corner[1, 1]]
        if not any(np.isnan(height) for _, _, height in corners):
            yield corners


def _above(corners: Sequence[Corner]) -> Iterator[Corner]:
    """Give the corners of what lies above 0 of a triangle."""
    for a, b in _sides(corners):
        if a[2] > 0:
            yield a
        if (a[2] > 0) != (b[2] > 0):
            yield (*_between(a, b), 0.0)


def _sides(corners: Sequence[Corner]) -> Iterator[tuple[Corner, Corner]]:
    yield from pairwise([*corners, corners[0]])


def _between(a: Corner, b: Corner) -> Point:
    """Give where the surface is 0 between two corners on different sides of it."""
    share = a[2] / (a[2] - b[2])
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def _drawn(points: Sequence[Point], place: Place, *, closed: bool = True) -> str:
    """Write points as a part of a path."""
    told = " L".join(f"{x:.1f} {y:.1f}" for x, y in (place(*point) for point in points))
    return f"M{told}{'Z' if closed else ''}"
