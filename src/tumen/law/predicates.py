"""What a rule may ask of people: attributes, status, place, date and shares, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

THRESHOLD = "threshold"
"""Level of an `AtLeast` that the user chooses, and that is printed with each result."""


@dataclass(frozen=True)
class Only:
    """Attributes are among these values; contested of people whose status does not tell the attribute apart."""

    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class InStatus:
    """People are in one of these statuses."""

    statuses: tuple[str, ...]


@dataclass(frozen=True)
class InPlace:
    """People are at one of these places or inside it."""

    places: tuple[str, ...]


@dataclass(frozen=True)
class Between:
    """The day is from ``first`` to ``last``, both included; None leaves that side open."""

    first: date | None
    last: date | None


@dataclass(frozen=True)
class Share:
    """Something that a share of the people have, and no attribute tells: a motive, a fear."""

    share: str


@dataclass(frozen=True)
class AtLeast:
    """A fact reaches a level of its scale; ``level`` may be `THRESHOLD`."""

    fact: str
    level: str


@dataclass(frozen=True)
class Holds:
    """A legal condition holds, such as being a refugee: what that takes is a matter of readings."""

    condition: str


@dataclass(frozen=True)
class All:
    """All of these hold; yes where there are none."""

    parts: tuple[Predicate, ...]


@dataclass(frozen=True)
class Any:
    """At least one of these holds; no where there are none."""

    parts: tuple[Predicate, ...]


@dataclass(frozen=True)
class Not:
    """This does not hold."""

    part: Predicate


Predicate: TypeAlias = Only | InStatus | InPlace | Between | Share | AtLeast | Holds | All | Any | Not
ALWAYS = All(())
