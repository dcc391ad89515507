"""Numbers of the slow twin: what a parameter or a signal is worth, the days of a step, a few draws."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tumen.evidence import RATES, UNITS
from tumen.situation import Calendar, Situation
from tumen.world import Event

Span = tuple[date, date]


def steps(calendar: Calendar) -> list[Span]:
    """Give the first and the last day of each step."""
    spans: list[Span] = []
    day = calendar.first
    while day <= calendar.last:
        last = _last(day, calendar.step)
        spans.append((day, last))
        day = last + timedelta(days=1)
    return spans


def _last(day: date, step: str) -> date:
    if step == "month":
        return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return day + timedelta(days=6 if step == "week" else 0)


@dataclass(frozen=True)
class Numbers:
    """The numbers of one draw.

    Attributes:
        situation: From the reader.
        entries: Name of a parameter, or ``name[level]`` → number in its unit.
    """

    situation: Situation
    entries: Mapping[str, float]

    def value(self, name: str, labels: Mapping[str, str] | None = None) -> float:
        """Give a parameter, in persons and days, for somebody with these labels."""
        parameter = self.situation.parameters[name]
        level = "|".join((labels or {})[axis] for axis in parameter.dims)
        return self.entries[f"{name}[{level}]" if level else name] * UNITS[parameter.unit]

    def rate(self, name: str, labels: Mapping[str, str] | None = None) -> float:
        """Give a hazard per day; that of a duration is its inverse."""
        value = self.value(name, labels)
        unit = self.situation.parameters[name].unit
        return value if unit in RATES or unit.startswith("persons/") else 1 / value

    def level(self, signal: str, span: Span) -> float:
        """Give the mean of a given signal over the days of a step."""
        days = [span[0] + timedelta(days=n) for n in range((span[1] - span[0]).days + 1)]
        return math.fsum(self._on(signal, day) for day in days) / len(days)

    def _on(self, signal: str, day: date) -> float:
        rest = self.situation.signals[signal].rest
        value = float(rest) if rest in ("0", "1") else self.value(rest)
        events = [event for event in self.situation.events.values() if event.signal == signal]
        for event in sorted(events, key=lambda event: (event.starts, event.id)):
            value = self._moved(value, event, day)
        return value

    def _moved(self, value: float, event: Event, day: date) -> float:
        assert event.shape == "step", "the twin knows no other shape"
        if day < event.starts or (event.ends is not None and day > event.ends):
            return value
        size = self.value(event.size)
        return {"set": size, "add": value + size, "multiply": value * size}[event.how]


def medians(situation: Situation) -> dict[str, float]:
    """Give the middle of every prior of a situation: what both sides of a comparison can start from."""
    return {
        f"{name}[{level}]" if level else name: prior.quantile(0.5)
        for name, parameter in situation.parameters.items()
        for level, prior in parameter.entries.items()
    }


def fitting(asking: list[tuple[int, float, float]], free: float, days: int) -> float:
    """Find the factor at which people are expected to take `free` seats, or 1.

    Args:
        asking: Groups of people: how many, their hazard per day of taking a seat, and of leaving otherwise.
        free: Seats.
        days: Length of the step.
    """

    def intake(scale: float) -> float:
        return sum(
            -n * math.expm1(-(scale * here + other) * days) * scale * here / (scale * here + other)
            for n, here, other in asking
        )

    if intake(1.0) <= free:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if intake(middle) > free else (middle, high)
    return low


def gamma(rng: Random, sd: float) -> float:
    """Draw a factor with mean 1."""
    return rng.gammavariate(1 / sd**2, sd**2) if sd > 0 else 1.0


def poisson(rng: Random, mean: float) -> int:
    """Count the events of a Poisson process during a unit of time."""
    count, time = 0, rng.expovariate(mean) if mean > 0 else math.inf
    while time < 1:
        count, time = count + 1, time + rng.expovariate(mean)
    return count
