"""Between the points of a boundary's plane: where half of the draws turn, and where a quarter and three quarters do.

Each draw's margin goes in straight lines between points (bilinear). Where its median over draws is above 0 the advice
of the second side does better in at least half of them, where its lower quartile is in about three quarters.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tumen.comparison.boundary import Boundary

Floats = NDArray[np.float64]
QUARTILES = (0.25, 0.5, 0.75)
_BETWEEN = 6
"""Parts into which the way between two points is cut."""
Where = Literal["first", "second", "neither", "turns", "mixed"]


@dataclass(frozen=True)
class Surface:
    """Quartiles of the margin over draws, between the points too.

    Attributes:
        levels: Of both axes, rising from 0 to 1, ``[point]``.
        quartiles: Lower, median and upper, in the unit of the outcome, ``[3, y, x]``.
    """

    levels: Floats
    quartiles: Floats


@dataclass(frozen=True)
class Turn:
    """Where the advice that does better in at least half of the draws changes, in a world.

    Attributes:
        where: ``first`` or ``second``: that side wherever any does; ``neither``; ``turns``: along one axis, at each
            strength of the other loop once at most and in the same way; ``mixed``: otherwise.
        axis: Along which it turns: 0 for the first loop, 1 for the second; -1 unless it turns.
        below: Side that does better where that loop is weaker: 0 for the first, 1 for the second; -1 likewise.
        half: Least and greatest strength at which it turns, over the strengths of the other loop; 0 where that side
            does better nowhere, 1 where it does up to full strength.
        middle: Likewise, of the middle half of the draws: where a quarter has turned, and where three quarters; None
            where that is not so simple.
        shares: Of the plane in which the first, and the second, does better.
    """

    where: Where
    axis: int
    below: int
    half: tuple[float, float]
    middle: tuple[float, float] | None
    shares: tuple[float, float]


def surface(found: Boundary, world: str, outcome: str) -> Surface:
    """Find the quartiles of the margin over draws.

    A draw counts where its anchors could be met at all points around.

    Args:
        found: From `boundary`.
        world: Id.
        outcome: Id of one by which sides are told apart.
    """
    points = found.plane.levels
    parts = [np.linspace(a, b, _BETWEEN + 1) for a, b in pairwise(points)]
    fine = np.unique(np.concatenate(parts))
    weight = np.array([np.interp(fine, points, at) for at in np.eye(len(points))]).T
    margins = found.margins[found.worlds.index(world), found.outcomes.index(outcome)]
    gaps = np.isnan(margins)
    between = weight @ np.where(gaps, 0.0, margins) @ weight.T
    between[weight @ gaps @ weight.T > 0] = np.nan
    if not gaps.any():
        return Surface(fine, np.quantile(between, QUARTILES, axis=0))
    with warnings.catch_warnings():  # points of no draw have no quartiles
        warnings.simplefilter("ignore", RuntimeWarning)
        return Surface(fine, np.nanquantile(between, QUARTILES, axis=0))


def turn_of(of: Surface) -> Turn:
    """Say where the advice that does better in at least half of the draws changes."""
    lower, median, upper = of.quartiles
    shares = _share(of, median < 0), _share(of, median > 0)
    sides = {side for side, so in (("first", (median < 0).any()), ("second", (median > 0).any())) if so}
    ways = [way for axis in (0, 1) if (way := _turning(of, median, axis))] if len(sides) > 1 else []
    if ways:
        axis, below, low, high = min(ways, key=lambda way: way[3] - way[2])
        ends = [_along(of.levels, _facing(quartile, axis, below)) for quartile in (lower, upper)]
        whole = [end for end in ends if end is not None]
        middle = (float(np.min(whole)), float(np.max(whole))) if len(whole) == len(ends) else None
        return Turn("turns", axis, below, (low, high), middle, shares)
    where: Where = "mixed" if len(sides) > 1 else "first" if "first" in sides else "second" if sides else "neither"
    return Turn(where, -1, -1, (0, 1), None, shares)


def _turning(of: Surface, median: Floats, axis: int) -> tuple[int, int, float, float] | None:
    """Say between which strengths it turns along an axis; None where it does not turn once and in the same way."""
    for below in (0, 1):
        at = _along(of.levels, _facing(median, axis, below))
        if at is not None:
            return axis, below, float(at.min()), float(at.max())
    return None


def _facing(surface: Floats, axis: int, below: int) -> Floats:
    """Turn a surface so that rows are of the other axis, and above 0 is the side that does better below."""
    rows = surface if axis == 0 else surface.T
    return rows if below else -rows


def _along(levels: Floats, rows: Floats) -> Floats | None:
    """Give where each row falls below 0 for good, ``[row]``; None where one rises again."""
    ups = rows > 0
    if np.isnan(rows).any() or (ups[:, 1:] & ~ups[:, :-1]).any():
        return None
    return np.array([_crossing(levels, row, int(up.sum())) for row, up in zip(rows, ups, strict=True)])


def _crossing(levels: Floats, row: Floats, ups: int) -> float:
    """Give where a row that is above 0 at its first points falls to 0."""
    if ups in (0, len(row)):
        return 1.0 if ups else 0.0
    here, there = row[ups - 1], row[ups]
    return float(levels[ups - 1] + (levels[ups] - levels[ups - 1]) * here / (here - there))


def _share(of: Surface, so: NDArray[np.bool_]) -> float:
    """Give the share of the plane in which something is so; each point stands for what is nearest to it."""
    edges = np.concatenate([[0.0], (of.levels[1:] + of.levels[:-1]) / 2, [1.0]])
    width = np.diff(edges)
    return float(width @ so @ width)
