"""An axis of differences, which lie on both sides of nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tumen.report.axes import LOG_RATIO

_TICKS = 5
_STEPS = (1, 2, 5)
_DECADES = 2


@dataclass(frozen=True)
class SignedAxis:
    """An axis of differences, which may lie on both sides of nothing.

    Attributes:
        low: Figure at its beginning.
        high: Figure at its end.
        knee: Even up to here on both sides; beyond, each tick is ten times the last. 0 where all of it is even.
        ticks: Figures that are written beside it.
    """

    low: float
    high: float
    knee: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """Say how far along a figure stands, from 0 to 1."""
        low, high, at = (self._bent(x) for x in (self.low, self.high, value))
        return (at - low) / (high - low)

    def _bent(self, value: float) -> float:
        if not self.knee:
            return value
        times = abs(value) / self.knee
        return math.copysign(times if times <= 1 else 1 + math.log10(times), value)


def signed_axis(values: Sequence[float]) -> SignedAxis:
    """Fit an axis to differences; nothing is on every axis. It is bent where a few of them dwarf the others."""
    low, high = min(0.0, *values), max(0.0, *values)
    sizes = sorted(abs(value) for value in values if value)
    if not sizes:
        return SignedAxis(-1, 1, 0, (0,))
    if sizes[-1] > LOG_RATIO * sizes[len(sizes) // 2]:
        knee = 10.0 ** (math.floor(math.log10(sizes[-1])) - _DECADES)
        marks = [knee * 10**n for n in range(_DECADES + 2)]
        up = marks[: next((i + 1 for i, m in enumerate(marks) if m >= high), len(marks))] if high else []
        down = marks[: next((i + 1 for i, m in enumerate(marks) if m >= -low), len(marks))] if low else []
        ticks = (*(-m for m in reversed(down)), 0.0, *up)
        return SignedAxis(ticks[0], ticks[-1], knee, ticks)
    power = 10.0 ** (math.floor(math.log10(high - low)) - 1)
    step = next(s for n in range(3) for s in (m * power * 10**n for m in _STEPS) if (high - low) / s <= _TICKS)
    first, last = math.floor(low / step), math.ceil(high / step)
    return SignedAxis(first * step, last * step, 0, tuple(n * step for n in range(first, last + 1)))
