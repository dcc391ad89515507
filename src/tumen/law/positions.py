"""Where lawyers differ: conditions, readings of them, and who holds which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tumen.law.instruments import Basis, Grade
from tumen.law.predicates import Predicate


@dataclass(frozen=True)
class Condition:
    """Something that a person is in law: a refugee, trafficked, stateless.

    Attributes:
        id: Unique among conditions.
        title: ``is a refugee``.
        question: What the readings answer.
    """

    id: str
    title: str
    question: str


@dataclass(frozen=True)
class Argument:
    """A reason for or against a reading.

    Attributes:
        words: The argument, in one or two sentences.
        basis: Who says so, and which articles.
    """

    words: str
    basis: Basis


@dataclass(frozen=True)
class Reading:
    """One answer to who fulfils a condition.

    Attributes:
        id: Unique among readings: ``Q3``.
        condition: Which condition.
        title: ``refugee sur place``.
        covers: Whom it covers.
        arguments: For it.
        against: Against it.
    """

    id: str
    condition: str
    title: str
    covers: Predicate
    arguments: tuple[Argument, ...]
    against: tuple[Argument, ...]


@dataclass(frozen=True)
class Stance:
    """What a position holds of one norm.

    Attributes:
        norm: Id of the norm.
        applies: Whether it holds it to apply to those in scope.
        ground: Why, in words, attributed.
        basis: Where it says so.
    """

    norm: str
    applies: Literal["yes", "no", "contested"]
    ground: str
    basis: Basis


@dataclass(frozen=True)
class Position:
    """A named legal stance.

    Attributes:
        id: Unique among positions.
        title: Whose: ``the Chinese foreign ministry``.
        summary: What it holds, stated as its holder would.
        readings: Readings it accepts: people fulfil a condition if any of them covers them. Silent where it has none.
        stances: What it holds of single norms.
        basis: Where it says so.
        grade: How far that was checked.
    """

    id: str
    title: str
    summary: str
    readings: tuple[str, ...]
    stances: tuple[Stance, ...]
    basis: Basis
    grade: Grade
