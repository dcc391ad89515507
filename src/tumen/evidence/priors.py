"""Distributions of one number."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, Protocol

from scipy.special import expit, logit, ndtri

Family = Literal["fixed", "uniform", "loguniform", "normal", "lognormal", "logitnormal", "solved"]
_Z95 = float(ndtri(0.95))


class Distribution(Protocol):
    """What a number can be drawn from: a `Prior`, or a pool of several."""

    def quantile(self, u: float) -> float:
        """Give the value below which a share `u` in (0, 1) of the distribution lies."""
        ...


@dataclass(frozen=True)
class Prior:
    """A distribution of one number, given by what people can say about it.

    Attributes:
        family: ``fixed`` (at `low`), ``uniform`` and ``loguniform`` (between `low` and `high`), ``normal``,
            ``lognormal`` and ``logitnormal`` (5 % below `low`, 5 % above `high`), or ``solved`` (found between `low`
            and `high` so that an anchor is met).
        low: See `family`.
        high: See `family`.
    """

    family: Family
    low: float
    high: float

    def problem(self) -> str:
        """Say why this cannot be a distribution; empty if it can."""
        if not (math.isfinite(self.low) and math.isfinite(self.high)):
            return "its bounds must be finite numbers"
        if self.family == "fixed":
            return "" if self.low == self.high else "a fixed value has one value"
        if self.low >= self.high:
            return f"its lower bound {self.low:g} is not below its upper bound {self.high:g}"
        if self.family in ("loguniform", "lognormal", "solved") and self.low <= 0:
            return f"its lower bound {self.low:g} is not above 0, as {self.family} needs"
        if self.family == "logitnormal" and not (self.low > 0 and self.high < 1):
            return "a share must have bounds between 0 and 1"
        return ""

    def quantile(self, u: float) -> float:
        """Give the value below which a share `u` in (0, 1) of the distribution lies."""
        z = float(ndtri(u)) / _Z95
        match self.family:
            case "fixed":
                return self.low
            case "uniform":
                return self.low + u * (self.high - self.low)
            case "loguniform":
                return math.exp(math.log(self.low) + u * math.log(self.high / self.low))
            case "normal":
                return _between(self.low, self.high, z)
            case "lognormal" | "solved":
                return math.exp(_between(math.log(self.low), math.log(self.high), z))
            case "logitnormal":
                return float(expit(_between(float(logit(self.low)), float(logit(self.high)), z)))


def _between(low: float, high: float, z: float) -> float:
    """Map z = -1 to `low`, 1 to `high`, linearly."""
    return (low + high) / 2 + z * (high - low) / 2
