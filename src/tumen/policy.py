"""What can be chosen, and what is measured: frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class Lever:
    """One thing that can be moved.

    Attributes:
        id: Unique in the situation.
        title: For people to read.
        target: ``group:ID``, ``signal:ID``, ``share:EXIT``, ``seats:ID`` or ``elasticity:GROUP/SIGNAL``.
        how: ``multiply`` or ``add``.
        starts: First day; None: from the beginning.
        ends: Last day; None: for good.
        ramp: Days until it acts in full.
        strength: Parameter: the factor, or what is added. Drawn once per draw, the same in every policy.
        claims: Ids of claims that name the option.
    """

    id: str
    title: str
    target: str
    how: Literal["multiply", "add"]
    starts: date | None
    ends: date | None
    ramp: int
    strength: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Policy:
    """One point in lever space.

    Attributes:
        id: The label on the ``policy`` axis.
        title: For people to read.
        levers: Ids of the levers that it pulls.
        claims: Ids of claims that name the option.
    """

    id: str
    title: str
    levers: tuple[str, ...]
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """A number people care about: a named sum over cells or exits.

    Attributes:
        id: The name of its variable in results.
        title: For people to read: what is counted.
        kind: ``stock`` (people at the end of the period), ``flow`` (people through exits during it) or ``time``
            (time spent in statuses during it).
        unit: ``persons`` or ``person-months`` (of 30.4375 days).
        direction: Whether less or more protects people, or neither.
        statuses: For ``stock`` and ``time``.
        exits: For ``flow``: ids of exits or of groups; a way through an instant status counts for each of its legs.
        places: Places or containers; empty for all.
        only: Attribute → values of the people counted (before they leave, for flows).
        period: Finest period at which it may be recorded.
        place: Finest place at which it may be recorded.
        headline: Whether it stands in the first table.
        part_of: Outcome of which this is one part in a partition; empty for none.
        weight: Parameter, a share, that multiplies the sum; empty for none.
        claims: Ids of claims about the same quantity.
        observations: Series of observations of the same quantity.
    """

    id: str
    title: str
    kind: Literal["stock", "flow", "time"]
    unit: Literal["persons", "person-months"]
    direction: Literal["less", "more", "neither"]
    statuses: tuple[str, ...]
    exits: tuple[str, ...]
    places: tuple[str, ...]
    only: Mapping[str, tuple[str, ...]]
    period: Literal["step", "year"]
    place: str
    headline: bool
    part_of: str
    weight: str
    claims: tuple[str, ...]
    observations: tuple[str, ...]
