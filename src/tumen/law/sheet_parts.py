"""What an argument sheet is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tumen.law.facts import Fact, ShareOf, ShareStretch, Stretch
from tumen.law.instruments import Basis, Grade
from tumen.law.norms import Norm
from tumen.law.positions import Argument, Reading
from tumen.law.query import Choice
from tumen.law.subjects import Subject
from tumen.law.truth import Point, Truth, truth_of


@dataclass(frozen=True)
class SheetReading:
    """A reading of a condition.

    Attributes:
        reading: Which.
        bounds: Agreed and possible share of the people that it covers.
        arguments: For it.
        against: Against it.
        positions: Ids of the positions that accept it.
    """

    reading: Reading
    bounds: Point
    arguments: tuple[Argument, ...]
    against: tuple[Argument, ...]
    positions: tuple[str, ...]

    @property
    def truth(self) -> Truth:
        """Whether it covers the people."""
        return truth_of(self.bounds)


@dataclass(frozen=True)
class SheetNorm:
    """A norm on which a condition bears, or that speaks of the same action.

    Attributes:
        norm: Which.
        bounds: Agreed and possible share of the people to whom it applies.
        positions: Truth under each position, by its id.
    """

    norm: Norm
    bounds: Point
    positions: Mapping[str, Truth]

    @property
    def truth(self) -> Truth:
        """Whether it applies to the people."""
        return truth_of(self.bounds)


@dataclass(frozen=True)
class SheetFact:
    """A fact on which readings or norms rely.

    Attributes:
        fact: Which.
        low: Lowest level that can be held of the people on the day.
        high: Highest level.
        threshold: Level taken for the threshold.
        stretches: What is said of them, and whether it surely speaks of them.
    """

    fact: Fact
    low: str
    high: str
    threshold: str
    stretches: tuple[tuple[Stretch, bool], ...]


@dataclass(frozen=True)
class SheetShare:
    """A share of people on which readings or norms rely.

    Attributes:
        share: Which.
        bounds: From where to where it can lie.
        stretches: What is said of it, and whether it surely speaks of the people.
    """

    share: ShareOf
    bounds: Point
    stretches: tuple[tuple[ShareStretch, bool], ...]


@dataclass(frozen=True)
class Check:
    """How far something that a sheet uses was checked.

    Attributes:
        what: ``norm:ID``, ``instrument:ID``, ``membership:INSTRUMENT:PARTY``, ``position:ID`` or ``reference:ID``.
        words: Its name, in words.
        grade: How far, and on which day.
    """

    what: str
    words: str
    grade: Grade


@dataclass(frozen=True)
class Sheet:
    """All that a law says for and against, of a described group on a day.

    Attributes:
        about: Id of a condition or of a norm.
        title: Its title.
        questions: What the readings answer, by condition.
        subject: Which group.
        who: The group in words.
        day: Which day.
        choice: Position and thresholds.
        readings: Of each condition in question.
        norms: Which bind, contested or not.
        facts: On which these rely.
        shares: On which these rely.
        basis: All that is cited.
        checks: How far each thing used was checked, and when.
    """

    about: str
    title: str
    questions: Mapping[str, str]
    subject: Subject
    who: str
    day: date
    choice: Choice
    readings: tuple[SheetReading, ...]
    norms: tuple[SheetNorm, ...]
    facts: tuple[SheetFact, ...]
    shares: tuple[SheetShare, ...]
    basis: Basis
    checks: tuple[Check, ...]
