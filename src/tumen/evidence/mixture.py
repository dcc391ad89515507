"""Equal parts of several normal distributions, seen through one-sided bounds: probabilities and quantiles.

Everything here is on the transformed scale, and a function of values alone: neither names nor order count.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.special import log_ndtr

from tumen.cells import Floats
from tumen.evidence.fits import Normal, below

_REACH = 6.0
_OWN, _COMMON = 401, 1001
_NODE = 3**-0.5
_ROOT_2PI = (2 * np.pi) ** 0.5
_HALVINGS, _CLOSE = 60, 1e-12


@dataclass(frozen=True, order=True)
class Edge:
    """One side of a line that is not sharp.

    Attributes:
        sign: 1: the truth lies above the line; -1: below it.
        at: Where the line is.
        sigma: How far it may be off: standard deviation.
    """

    sign: int
    at: float
    sigma: float


@dataclass(frozen=True)
class Mixture:
    """A distribution as a table of its cumulative probabilities.

    Between two points of the table it is the cubic that has the probabilities and densities of both, off by less than
    1e-9: the points lie closer than a thirtieth of the standard deviation of each part.

    Attributes:
        x: Points, rising. A tuple, since looking up one number is quicker there than in an array.
        mass: Probability of lying below each.
        density: Density at each.
    """

    x: tuple[float, ...] = field(repr=False)
    mass: tuple[float, ...] = field(repr=False)
    density: tuple[float, ...] = field(repr=False)

    def quantile(self, u: float) -> float:
        """Give the value below which a share `u` lies; the outermost points for shares beyond them (1e-9)."""
        k = bisect_left(self.mass, u)
        if not 0 < k < len(self.x):
            return self.x[min(k, len(self.x) - 1)]
        cell = self._cell(k)
        low, high = 0.0, 1.0
        s = (u - cell[1]) / (cell[2] - cell[1])
        for _ in range(_HALVINGS):
            value, slope = _cubic(cell, s)
            low, high = (s, high) if value < u else (low, s)
            ahead = s - (value - u) / slope if slope > 0 else low
            ahead = ahead if low < ahead < high else (low + high) / 2
            if abs(ahead - s) <= _CLOSE:
                break
            s = ahead
        return self.x[k - 1] + s * cell[0]

    def below(self, x: float) -> float:
        """Give the share below `x`."""
        k = bisect_left(self.x, x)
        if not 0 < k < len(self.x):
            return float(k > 0)
        cell = self._cell(k)
        return _cubic(cell, (x - self.x[k - 1]) / cell[0])[0]

    def _cell(self, k: int) -> tuple[float, float, float, float, float]:
        """Give length, mass at both ends and slope at both ends of the cell below point k, its length being 1."""
        step = self.x[k] - self.x[k - 1]
        return step, self.mass[k - 1], self.mass[k], step * self.density[k - 1], step * self.density[k]


def _cubic(cell: tuple[float, float, float, float, float], s: float) -> tuple[float, float]:
    """Give value and slope of Hermite's cubic at s in [0, 1]."""
    _, a, b, p, q = cell
    rise = b - a
    c2, c3 = 3 * rise - 2 * p - q, p + q - 2 * rise
    return a + s * (p + s * (c2 + s * c3)), p + s * (2 * c2 + 3 * s * c3)


def mixture(parts: Iterable[Normal], edges: Iterable[Edge] = ()) -> Mixture:
    """Mix `parts` in equal shares, each multiplied by the factors of all edges and renormalised.

    The factor of an edge is ``Phi(sign · (x - at) / sigma)``. It acts on each part and leaves its share as it is: a
    part that an edge contradicts moves towards it and keeps its vote.

    Args:
        parts: At least one.
        edges: Any number.
    """
    parts, edges = sorted(parts), sorted(edges)
    x = _points(parts, edges)
    mass, density = _bounded(x, parts, edges) if edges else _free(x, parts)
    rising = np.maximum.accumulate(mass.mean(axis=0))
    return Mixture(tuple(x.tolist()), tuple(rising.tolist()), tuple(density.mean(axis=0).tolist()))


def _points(parts: Sequence[Normal], edges: Sequence[Edge]) -> Floats:
    """Lay points closely about each part, and over all that parts can be moved to by edges."""
    reach = _REACH * max(p.sigma for p in parts)
    ends = [p.mu + side * _REACH * p.sigma for p in parts for side in (-1, 1)]
    ends += [edge.at + edge.sign * reach for edge in edges]
    own = np.linspace(-_REACH, _REACH, _OWN)
    every = [np.linspace(min(ends), max(ends), _COMMON), *(p.mu + p.sigma * own for p in parts)]
    return np.unique(np.concatenate(every))


def _scaled(x: Floats, parts: Sequence[Normal]) -> Floats:
    """Give how many standard deviations x lies above the centre of each part, ``[part, point]``."""
    return np.array([(x - part.mu) / part.sigma for part in parts])


def _free(x: Floats, parts: Sequence[Normal]) -> tuple[Floats, Floats]:
    """Give mass and density of each part, ``[part, point]``."""
    z, sigma = _scaled(x, parts), np.array([[part.sigma] for part in parts])
    return below(z), np.exp(-np.square(z) / 2) / (sigma * _ROOT_2PI)


def _bounded(x: Floats, parts: Sequence[Normal], edges: Sequence[Edge]) -> tuple[Floats, Floats]:
    """Give mass and density of each part behind the edges, ``[part, point]``, by Gauss' rule with two nodes a cell."""

    def height(at: Floats) -> Floats:
        found = -np.square(_scaled(at, parts)) / 2
        for edge in edges:
            found = found + log_ndtr(edge.sign * (at - edge.at) / edge.sigma)
        return found

    middle, half = (x[1:] + x[:-1]) / 2, np.diff(x) / 2
    left, right, on = height(middle - _NODE * half), height(middle + _NODE * half), height(x)
    top = on.max(axis=1, keepdims=True)
    inside = half * (np.exp(left - top) + np.exp(right - top))
    mass = np.concatenate([np.zeros((len(parts), 1)), inside.cumsum(axis=1)], axis=1)
    total = mass[:, -1:]
    return mass / total, np.exp(on - top) / total
