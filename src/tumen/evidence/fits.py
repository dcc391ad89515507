"""From a figure to a distribution: scales on which figures are normal, and fits on them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit, ndtr, ndtri

from tumen.cells import Floats
from tumen.evidence.records import Support

COVERAGE = 0.8
"""How much of the truth a range holds that does not say: 80 %, since ranges that claim 95 % hold less (evidence on
over-confidence; the project's rule for every range of a source)."""

Z95 = float(ndtri(0.95))
"""From the middle of a normal distribution to the ends of its 90 % range, in standard deviations."""

_NARROWEST, _WIDEST, _TRIES = 0.02, 4.0, 25
_DAMPING, _PASSES, _STILL = 1e-3, 100, 1e-13


@dataclass(frozen=True)
class Points:
    """A figure as a source gives it, in the unit of its quantity.

    Attributes:
        low, best, high: Ends of its range and what is thought likeliest; None where not given.
    """

    low: float | None
    best: float | None
    high: float | None

    @property
    def given(self) -> tuple[float, ...]:
        """Those that are given, the lowest first."""
        return tuple(x for x in (self.low, self.best, self.high) if x is not None)

    def problem(self, support: Support) -> str:
        """Say why no distribution can be made of it; empty if one can."""
        given = self.given
        if not given:
            return "it has no figure"
        if list(given) != sorted(given):
            return "its figures are not in order"
        if support == "positive" and given[0] <= 0:
            return f"{given[0]:g} is not above 0"
        if support == "share" and not (given[0] > 0 and given[-1] < 1):
            return f"{given[0] if given[0] <= 0 else given[-1]:g} is not between 0 and 1"
        if support == "real" and given[0] == given[-1] == 0:
            return "a single 0 does not say how exact it is"
        return ""


@dataclass(frozen=True, order=True)
class Normal:
    """A normal distribution on a transformed scale.

    Attributes:
        mu: Its centre.
        sigma: Its standard deviation.
    """

    mu: float
    sigma: float

    def quantile(self, u: float) -> float:
        """Give the value, on the transformed scale, below which a share `u` lies."""
        return self.mu + self.sigma * float(ndtri(u))


@dataclass(frozen=True)
class Range:
    """Middle and ends of a distribution, in the unit of its quantity.

    Attributes:
        q05, q50, q95: Values with 5, 50 and 95 % below them.
    """

    q05: float
    q50: float
    q95: float


def transformed(x: float, support: Support) -> float:
    """Take a figure to the scale on which it is normal: log of a positive number, logit of a share."""
    match support:
        case "positive":
            return math.log(x)
        case "share":
            return float(logit(x))
        case "real":
            return x


def natural(t: float, support: Support) -> float:
    """Take a figure back from `transformed`."""
    match support:
        case "positive":
            return math.exp(t)
        case "share":
            return float(expit(t))
        case "real":
            return t


def below(z: Floats) -> Floats:
    """Give the share of a standard normal distribution below each z; any shape."""
    return ndtr(z)


def range_of(mu: float, sigma: float, support: Support) -> Range:
    """Give median and 90 % range of a normal distribution on the transformed scale, in the unit of the quantity."""
    q05, q50, q95 = (natural(mu + z * sigma, support) for z in (-Z95, 0.0, Z95))
    return Range(q05, q50, q95)


def fit(points: Points, coverage: float | None, support: Support) -> Normal:
    """Fit a normal distribution, on the transformed scale, to a figure.

    Two numbers are met exactly: an end of the range leaves out ``(1 - coverage) / 2``, the best figure is the median.
    Three are met by `least_squares`, at no less than the width that the ends alone give. One number, or several that
    are the same, has no width: sigma is 0, and the class of its method must give one.

    Args:
        points: The figure; see `Points.problem` for what cannot be fitted.
        coverage: Share of the truth between its ends; None where the source does not say, see `COVERAGE`.
        support: Of the quantity.

    Source:
        Ends: O'Hagan et al. (2006), Uncertain Judgements; three points: SHELF (Oakley and O'Hagan), `fitdist`.
    """
    tail = (1 - (COVERAGE if coverage is None else coverage)) / 2
    pairs = [(points.low, tail), (points.best, 0.5), (points.high, 1 - tail)]
    given = [(transformed(x, support), p) for x, p in pairs if x is not None]
    (first, p_first), (last, p_last) = given[0], given[-1]
    if first == last:
        return Normal(first, 0.0)
    z_first, z_last = float(ndtri(p_first)), float(ndtri(p_last))
    sigma = (last - first) / (z_last - z_first)
    middle = Normal((first + last) / 2 - sigma * (z_first + z_last) / 2, sigma)
    if len(given) == len(pairs):
        return least_squares([t for t, _ in given], [p for _, p in given], at_least=sigma)
    return middle


def least_squares(x: Sequence[float], p: Sequence[float], *, at_least: float = 0.0) -> Normal:
    """Find the normal distribution whose cumulative probabilities at `x` are nearest to `p`, by least squares.

    This is the fit of SHELF. It has a weakness where it is used on ranges: an end that is missed costs at most the
    square of its tail, 0.01 for one of 10 %. A best figure well to one side (at 70 to 30 of the range, or further)
    therefore draws the whole distribution to the near end: a range from -1 to 1 around 0.6 comes out 0.4 as wide as it
    was stated. Hence `at_least`: whoever states a range is not made surer than the range.

    Args:
        x: At least two different numbers, in order.
        p: Probabilities of lying below them, in order, each in (0, 1).
        at_least: Smallest sigma.

    Source:
        SHELF, function `fitdist`: minimises ``sum((F(x) - p)²)`` over mu and sigma.
    """
    centre, half = (x[0] + x[-1]) / 2, (x[-1] - x[0]) / 2
    at, wanted = (np.asarray(x, np.float64) - centre) / half, np.asarray(p, np.float64)
    squares = _Squares(at, wanted, max(at_least / half, _NARROWEST))
    mu, sigma = squares.bottom().tolist()
    return Normal(centre + half * mu, half * sigma)


@dataclass(frozen=True)
class _Squares:
    """A sum of squares over (mu, sigma), on a scale on which the ends of the range are -1 and 1.

    Attributes:
        at: Where cumulative probabilities are wanted, ``[point]``.
        wanted: Cumulative probabilities, ``[point]``.
        least: Smallest sigma.
    """

    at: Floats
    wanted: Floats
    least: float

    def bottom(self) -> Floats:
        """Give mu and sigma at the lowest point, by Levenberg's and Marquardt's steps."""
        here, damping = self._start(), _DAMPING
        cost = self._cost(here)
        for _ in range(_PASSES):
            ahead = here + self._step(here, damping)
            ahead[1] = max(ahead[1], self.least)
            moved, found = float(np.abs(ahead - here).max()), self._cost(ahead)
            if found <= cost:
                here, cost, damping = ahead, found, damping / 10
            else:
                damping *= 10
            if moved < _STILL:
                break
        return here

    def _start(self) -> Floats:
        """Give the best of a lattice, so that no side valley is taken for the deepest."""
        mu = np.linspace(float(self.at[0]), float(self.at[-1]), _TRIES)[:, None, None]
        sigma = np.geomspace(self.least, max(_WIDEST, 2 * self.least), _TRIES)[:, None]
        cost = np.square(below((self.at - mu) / sigma) - self.wanted).sum(axis=-1)
        i, k = divmod(int(cost.argmin()), _TRIES)
        return np.array([mu[i, 0, 0], sigma[k, 0]])

    def _cost(self, where: Floats) -> float:
        miss = below((self.at - where[0]) / where[1]) - self.wanted
        return float(miss @ miss)

    def _step(self, where: Floats, damping: float) -> Floats:
        """Give the damped step downhill; at the smallest sigma, along it."""
        z = (self.at - where[0]) / where[1]
        slope = -np.exp(-z * z / 2) / (math.sqrt(2 * math.pi) * where[1])
        slopes = np.column_stack([slope, slope * z])
        uphill = slopes.T @ (below(z) - self.wanted)
        if where[1] <= self.least and uphill[1] > 0:
            slopes[:, 1], uphill[1] = 0.0, 0.0
        square = slopes.T @ slopes
        square[np.diag_indices(2)] = square.diagonal() * (1 + damping) + _STILL
        return -np.linalg.solve(square, uphill).astype(np.float64)
