"""What law asks of the world and no attribute tells: facts on a scale, and shares of people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tumen.law.instruments import Basis
from tumen.law.predicates import Predicate


@dataclass(frozen=True)
class Stretch:
    """A statement of a fact for some people and some time.

    Attributes:
        level: A value of the fact's scale.
        first: First day; None: open.
        last: Last day; None: open.
        scope: Of whom it is said.
        words: What is said.
        basis: Who says so.
    """

    level: str
    first: date | None
    last: date | None
    scope: Predicate
    words: str
    basis: Basis


@dataclass(frozen=True)
class Fact:
    """Something on an ordered scale that sources state, such as what awaits those who are returned.

    Where several stretches speak of the same people on the same day, the fact lies between the lowest and the highest.
    Where none does, nothing is known: contested at every level above the lowest.

    Attributes:
        id: Unique among facts.
        title: For people to read.
        scale: Levels from least to most.
        threshold: Level taken for `tumen.law.predicates.THRESHOLD` unless the user names another.
        stretches: What is said.
    """

    id: str
    title: str
    scale: tuple[str, ...]
    threshold: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class ShareStretch:
    """A share of people for some time: two bounds, from sources or assumed."""

    low: float
    high: float
    first: date | None
    last: date | None
    scope: Predicate
    basis: Basis
    assumed: str


@dataclass(frozen=True)
class ShareOf:
    """What a share of people have and no attribute tells. Where no stretch speaks of people, it is from 0 to 1.

    Attributes:
        id: Unique among shares.
        title: ``left for political or religious reasons``.
        stretches: What is said; of several about the same people and day, the lowest and the highest bound.
    """

    id: str
    title: str
    stretches: tuple[ShareStretch, ...]
