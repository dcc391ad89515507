"""A claim or an observation, as it may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tumen.evidence import KEPT_OUT
from tumen.trace.words import Figures

OBSERVATION = "observation"


@dataclass(frozen=True)
class Ties:
    """How a claim or observation hangs together with others.

    Attributes:
        root: Name of the root that it comes from; empty for a claim that is kept out.
        via: Claims and observations that it is taken from.
        same_root: All others of its root: together they have one vote.
        against: Claims and observations that contradict it, those that are kept out among them.
    """

    root: str = ""
    via: tuple[str, ...] = ()
    same_root: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """A claim or an observation, as it may be shown.

    Attributes:
        id: Of the claim or observation.
        kind: Of the claim, or ``observation``; empty for a claim that is kept out.
        source: Id of the source of a claim; the series of an observation.
        title: Of the source; of an observation its whole citation.
        locator: Where in the source; empty for an observation.
        says: Who says so; empty for a claim that is kept out.
        statement: What a claim says, in our words; empty for an observation.
        figures: Low, best, high in `unit`; None where it gives none, or where they are withheld.
        figure: The same in words.
        unit: Of the figures.
        dates: Period that it speaks of.
        place: Where.
        sex: Whom an observation counts; empty for a claim and for all.
        note: What to know.
        topic: What it is about: the title of its quantity, or its subject or series; `KEPT_OUT` for one kept out.
        quantity: Id of its quantity; empty where it speaks of none.
        grade: Of an observation, A to D.
        ratings: Of a claim: domain → low, some or high.
        reason: Of those ratings.
        withheld: Whether its figures are withheld.
        ties: How it hangs together with others.
    """

    id: str
    kind: str
    source: str
    title: str
    locator: str
    says: str
    statement: str
    figures: Figures
    figure: str
    unit: str
    dates: str
    place: str
    sex: str
    note: str
    topic: str
    quantity: str
    grade: str
    ratings: Mapping[str, str]
    reason: str
    withheld: bool
    ties: Ties

    @property
    def kept_out(self) -> bool:
        """Whether nothing of it is shown but where it stands."""
        return self.statement == KEPT_OUT

    @property
    def who(self) -> str:
        """Its id and who says so; the id alone of a claim that is kept out."""
        return f"{self.id}, {self.says}" if self.says else self.id

    @property
    def told(self) -> str:
        """What it says, in one phrase."""
        return self.statement or f"{self.topic}: {self.figure}"

    @property
    def quality(self) -> str:
        """How good it is, in words; empty where nobody has said."""
        if self.grade:
            return f"grade {self.grade}"
        return f"risk of bias {self.ratings['risk_of_bias']}" if self.ratings else ""
