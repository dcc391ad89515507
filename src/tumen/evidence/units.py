"""Units in which figures are told: what one of each is, and which can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tumen.evidence.parameters import DURATIONS, RATES, UNITS

_OTHER: Mapping[str, tuple[str, float]] = {
    "decades": ("years", 10.0),
    "share of stock per year": ("1/year", 1.0),
    "per 1000 per year": ("1/year", 0.001),
    "persons per day": ("persons/day", 1.0),
    "persons per week": ("persons/day", 1 / UNITS["weeks"]),
    "persons per month": ("persons/month", 1.0),
    "persons per year": ("persons/year", 1.0),
    "per cent": ("share", 0.01),
    "ratio": ("factor", 1.0),
    "million USD": ("USD", 1e6),
}
"""Units that sources use and models do not: what one is in one that has a dimension below."""

_DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "time": DURATIONS,
    "rate": RATES,
    "length": ("km",),
    "speed": ("km/day",),
    "flow": ("persons/day", "persons/month", "persons/year"),
    **{unit: (unit,) for unit in ("persons", "deaths", "arrests", "USD", "share", "factor", "elasticity", "index")},
}
"""Dimension → units.

Persons, deaths and arrests are three: they count different things, and one person can be arrested twice. A number of
persons is no flow: over which time it was counted stands in its dates, not in its unit.
"""

_OWN = {unit: (dimension, UNITS.get(unit, 1.0)) for dimension, units in _DIMENSIONS.items() for unit in units}
_TABLE: Mapping[str, tuple[str, float]] = MappingProxyType(
    _OWN | {unit: (_OWN[base][0], factor * _OWN[base][1]) for unit, (base, factor) in _OTHER.items()}
)
"""Unit → dimension, and what one of it is in days, persons, dollars."""


def _plain(unit: str) -> str:
    """Take away what a unit is of: ``share of women`` is a share, ``persons (thousands)`` are persons."""
    if unit not in _TABLE:
        for mark in (" (", " of ", " in ", " on "):
            unit = unit.partition(mark)[0]
    return unit


def convertible(unit: str, to: str) -> bool:
    """Say whether figures in `unit` can be compared with figures in `to`.

    What a unit is of, in brackets or behind ``of``, ``in`` or ``on``, does not count: ``persons (thousands)`` tells how
    coarse a figure is, and the figure itself is in persons. A unit that is in no table compares with itself alone.
    """
    of, into = _plain(unit), _plain(to)
    return bool(unit) and (unit == to or (of in _TABLE and into in _TABLE and _TABLE[of][0] == _TABLE[into][0]))


def convert(value: float, unit: str, to: str) -> float:
    """Express `value`, a figure in `unit`, in the unit `to`.

    Raises:
        ValueError: If the two do not compare; the reader of situations refuses such figures (T230).
    """
    if not convertible(unit, to):
        raise ValueError(f"{unit!r} does not compare with {to!r}")
    of, into = _plain(unit), _plain(to)
    return value if of == into else value * (_TABLE[of][1] / _TABLE[into][1])
