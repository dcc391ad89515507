"""What would change the answer: how far one thing has to move until two policies change places."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from tumen.comparison.axes import JOINT, Axes
from tumen.errors import RunError

Floats = NDArray[np.float64]
Margin = Callable[[float], float]
"""Where things stand → by how much one policy does better than another; negative where it does worse."""
Levels = Mapping[str, float]
"""Number → share of its own range, by its prior, that lies below it; numbers not named stay where they are."""
_TIGHT = 1e-9
_TOO_FEW = 2
_MOST_LOOKS = 500


@dataclass(frozen=True)
class Range:
    """Where is looked, in shares of the range of each number: with the defaults, from the middle to the 90 % range.

    Attributes:
        here: Where things stand.
        low: Least that is looked at.
        high: Most.
        n: Points of the grid.
    """

    here: float = 0.5
    low: float = 0.05
    high: float = 0.95
    n: int = 19


def switch_points(
    margin: Callable[[Levels], float], axes: Axes, *, where: Range | None = None
) -> dict[str, float | None]:
    """Find for each axis the smallest change of it alone at which two policies change places.

    All numbers of enforcement move together, as one axis. Axes come in their order and not by size: what moves the
    answer most is no question about enforcement.

    Args:
        margin: By how much one policy does better than another at the levels given.
        axes: From `joint_axes`.
        where: Where is looked; None for the defaults.

    Returns:
        Axis → share of its range, as `nearest`; None where the policies do not change places.

    Raises:
        RunError: T364 as of `nearest`.
    """
    where = where or Range()

    def along(axis: str) -> float | None:
        def at(share: float) -> float:
            return margin(axes.levels(share) if axis == JOINT else {axis: share})

        return nearest(at, where.here, low=where.low, high=where.high, n=where.n)

    return {axis: along(axis) for axis in axes.names}


def nearest(f: Margin, here: float, *, low: float, high: float, n: int = 33) -> float | None:
    """Find the point nearest to `here` at which `f` changes sign.

    First on a grid, outwards from `here`, then to nine digits of its step by Brent's method. Touching zero and turning
    back is no change of sign. Of a stretch of zeros the near end counts, and so does one at which the range ends: what
    is beyond is not known. Two changes between neighbouring points of the grid are missed. Of two points as near it is
    the lower one.

    Args:
        f: By how much one policy does better than another; the same for the same number.
        here: Where things stand. Where `f` is zero there, it is the answer.
        low: Least that is looked at.
        high: Most.
        n: Points of the grid, evenly spaced from `low` to `high`; `here` is one more.

    Returns:
        The point, or None where `f` keeps its sign.

    Raises:
        RunError: T364 if `here` is not in the range, or `f` gives no finite number.

    Source:
        Brent (1973), Algorithms for Minimization without Derivatives, chapter 4.
    """
    return _nearest(f, here, np.linspace(low, high, max(n, _TOO_FEW)))


def nearest_in_table(grid: Floats, margins: Floats, here: float) -> float | None:
    """Find the point nearest to `here` at which a table changes sign, on straight lines between its points.

    Args:
        grid: Where the margin is known, rising, ``[point]``; two points or more.
        margins: There, ``[point]``.
        here: Where things stand, within the grid.

    Returns:
        As `nearest`.

    Raises:
        RunError: T364 if `here` is not within the grid, the grid does not rise, or a margin is no finite number.
    """
    if len(grid) < _TOO_FEW or len(grid) != len(margins) or not (np.diff(grid) > 0).all():
        raise _nowhere(f"{len(grid)} points and {len(margins)} margins make no table whose points rise")
    for x, y in zip(grid, margins, strict=True):
        _finite(float(y), float(x))
    return _nearest(lambda x: float(np.interp(x, grid, margins)), here, grid)


def _nearest(f: Margin, here: float, grid: Floats) -> float | None:
    if not np.isfinite(grid).all() or not grid[0] <= here <= grid[-1]:
        raise _nowhere(f"{here:g} does not lie between {grid[0]:g} and {grid[-1]:g}")

    @cache
    def asked(x: float) -> float:
        return _finite(float(f(x)), x)

    if asked(here) == 0:
        return here
    points = [float(x) for x in np.union1d(grid, here)]
    below = _outwards(asked, [x for x in points[::-1] if x <= here], reach=np.inf)
    reach = np.inf if below is None else here - below
    above = _outwards(asked, [x for x in points if x >= here], reach=reach)
    return above if below is None or (above is not None and above - here < reach) else below


def _outwards(f: Margin, points: list[float], *, reach: float) -> float | None:
    """Find the first change of sign on the way from the first point, looking no further than `reach`."""
    here = last = points[0]

    def side(x: float) -> float:
        return float(np.sign(f(x)) * np.sign(f(here)))

    for i, x in enumerate(points[1:], start=1):
        if abs(last - here) >= reach:
            return None
        ahead = (side(further) for further in points[i:])
        if side(x) < 0 or (side(x) == 0 and next((s for s in ahead if s != 0), 0) <= 0):
            return _between(f, last, x)
        last = x
    return None


def _between(f: Margin, inside: float, outside: float) -> float:
    """Find where `f` leaves its side between a point on it and one that is not; the near end of a stretch of zeros."""
    tight = _TIGHT * abs(inside - outside)
    if f(outside) != 0:
        outside = float(brentq(f, inside, outside, xtol=tight, maxiter=_MOST_LOOKS))
        if f(outside) != 0:
            return outside
    while abs(outside - inside) > tight:
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if f(middle) != 0 else (inside, middle)
    return outside


def _finite(value: float, at: float) -> float:
    if not np.isfinite(value):
        raise _nowhere(f"the margin at {at:g} is {value}")
    return value


def _nowhere(problem: str) -> RunError:
    remedy = "give a range with the present in it, and a margin that is a number everywhere in it"
    return RunError("T364", problem, where="the search for a switch point", remedy=remedy)
