"""The tables of evidence: sources, claims, observations, and how they hang together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

KEPT_OUT = "kept out, section 9"
"""Stands in place of the statement of a claim that could harm people: only its place in the source is kept."""

Relation = Literal["contradicts", "same_root", "derives_from", "supersedes"]
Rating = Literal["low", "some", "high"]
Support = Literal["positive", "share", "real"]
Role = Literal["pool", "at_least", "at_most", "out"]


@dataclass(frozen=True)
class Source:
    """A document.

    Attributes:
        id: Unique in the situation.
        title: As printed.
        author: Who wrote or issued it.
        date: When, ``YYYY`` or finer.
        kind: e.g. ``article``, ``statistics``.
        note: What to know about its angle; may be empty.
        publisher: Who brought it out; may be empty.
        published: When it came out, where that is later than `date`; may be empty.
        language: Code of ISO 639-1; may be empty.
        interests: Who paid for it or whom its author works for, as far as it says; may be empty.
        unprinted: Section of which no heading is printed → the words with which it begins.
        quotations: Words with which a block quotation begins that reads on from the paragraph before it.
    """

    id: str
    title: str
    author: str
    date: str
    kind: str
    note: str = ""
    publisher: str = ""
    published: str = ""
    language: str = ""
    interests: str = ""
    unprinted: Mapping[str, str] = field(default_factory=dict[str, str])
    quotations: tuple[str, ...] = ()

    @property
    def public(self) -> str:
        """When it came out, ``YYYY`` or finer; empty where nobody says."""
        return self.published or self.date


@dataclass(frozen=True)
class Claim:
    """One statement in a source, in our words, with its locator.

    Attributes:
        id: Unique in the situation.
        source: Id of the source.
        locator: Section heading, `` / ``, number of the paragraph in that section.
        tokens: Literal fragments that stand in that paragraph, all of them.
        attributed_to: Who says so.
        subject: What it is about; a quantity names the subjects that it covers.
        kind: ``quantity``, ``event``, ``causal``, ``rule``, ``qualitative`` or ``policy_option``.
        low, best, high: The figure in `unit`; None where the source gives none.
        unit: Unit of the figure; may be empty.
        date_from, date_to: Period that it speaks of, ``YYYY`` or finer; may be empty.
        place: Where.
        statement: In our words; `KEPT_OUT` where it could harm people.
        note: What to know.
    """

    id: str
    source: str
    locator: str
    tokens: tuple[str, ...]
    attributed_to: str
    subject: str
    kind: str
    low: float | None
    best: float | None
    high: float | None
    unit: str
    date_from: str
    date_to: str
    place: str
    statement: str
    note: str = ""

    @property
    def kept_out(self) -> bool:
        """Whether only its place in the source is kept: it supports nothing and is never shown."""
        return self.statement == KEPT_OUT


@dataclass(frozen=True)
class Observation:
    """A reported figure from outside the documents.

    Attributes:
        id: Unique in the situation: its series, a hyphen, a number.
        series: What is counted; several rows form a series.
        date_from, date_to: First and last period covered, ``YYYY`` or finer.
        value, low, high: The figure or its range, in `unit`; None where not given.
        unit: Unit.
        place: Where.
        sex: ``all``, ``female`` or ``male``.
        citation: Who published it.
        published: When it became public, ``YYYY`` or finer; empty where its citation does not say.
        confidence: How we came by it.
        grade: How good the figure is, A to D; empty where nobody graded it.
        note: What to know.
    """

    id: str
    series: str
    date_from: str
    date_to: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    place: str
    sex: str
    citation: str
    published: str
    confidence: str
    grade: str
    note: str = ""


@dataclass(frozen=True)
class Series:
    """Observations of one kind: what they measure, and how well.

    Attributes:
        id: Name of the series.
        quantity: Id of the quantity that it measures; empty where no quantity of the situation is measured.
        measurement: How it relates to what it is taken for: coverage, error, what it leaves out.
        lag: Months after the end of a period at which its figure is public, for rows that do not say when.
    """

    id: str
    quantity: str
    measurement: str
    lag: int = 0


@dataclass(frozen=True)
class Quantity:
    """Something that several sources give figures of.

    Attributes:
        id: Unique in the situation.
        title: For people to read.
        definition: What counts and what does not.
        unit: Unit in which figures are compared.
        support: ``positive`` numbers, a ``share`` between 0 and 1, or any ``real`` number.
        subjects: Subjects of claims that speak of it.
        outcome: Outcome of the model that answers it; empty where none does.
        over: Outcome by which `outcome` is divided, for a share; else empty.
    """

    id: str
    title: str
    definition: str
    unit: str
    support: Support
    subjects: tuple[str, ...] = ()
    outcome: str = ""
    over: str = ""


@dataclass(frozen=True)
class Link:
    """How one claim or observation stands to another.

    Attributes:
        of: Id of a claim or observation.
        relation: `of` ``contradicts`` `other` (and the other way round), has the ``same_root`` (likewise),
            ``derives_from`` it, or ``supersedes`` it.
        other: Id of a claim or observation.
        note: How we know; may be empty.
    """

    of: str
    relation: Relation
    other: str
    note: str = ""


@dataclass(frozen=True)
class Assessment:
    """Five short ratings of a claim, after the domains of GRADE: how far each could mislead.

    Attributes:
        claim: Id of the claim.
        risk_of_bias: Has who says so a stake, or a way of knowing that bends the figure?
        indirectness: Is it about other people, places or years than it is used for?
        inconsistency: Do others say otherwise?
        imprecision: Is it a scale word, a round number, a wide range?
        reporting_bias: Is it likelier to be told the way it is told than another way?
        reason: In a few words.
    """

    claim: str
    risk_of_bias: Rating
    indirectness: Rating
    inconsistency: Rating
    imprecision: Rating
    reporting_bias: Rating
    reason: str


@dataclass(frozen=True)
class Happening:
    """A row of the timeline: something that happened, whether or not it moves anything in the model.

    Attributes:
        id: Unique in the situation.
        title: For people to read.
        date_from, date_to: ``YYYY`` or finer; `date_to` may be empty. Days only for public acts of states.
        claims, observations: Claims and series of observations that tell of it.
        events: Rows of ``events.csv`` that carry it into the model; none where it moves nothing.
        note: Where there are none: why.
    """

    id: str
    title: str
    date_from: str
    date_to: str
    claims: tuple[str, ...]
    observations: tuple[str, ...]
    events: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Member:
    """One claim or observation in a pool.

    Attributes:
        item: Id of the claim or observation whose figure it brings.
        camp: Name of the camp it belongs to where sources disagree; empty where the pool has none.
        role: ``pool``: a distribution of its own; ``at_least`` and ``at_most``: a one-sided bound; ``out``: left out.
        times_low, times_high: Range by which its figure is multiplied to speak of what the pool is about (another
            period or coverage); 1 and 1 where it does already.
        indirectness: How far it is from what the pool is about, after that.
        note: Why it is used so.
    """

    item: str
    camp: str
    role: Role
    times_low: float
    times_high: float
    indirectness: Rating
    note: str


@dataclass(frozen=True)
class Pool:
    """Claims and observations of one quantity at one time, from which its prior is made.

    Attributes:
        id: Unique in the situation.
        title: For people to read.
        quantity: Id of the quantity.
        date: Time that it speaks of, ``YYYY`` or ``YYYY-MM``.
        members: What goes into it, and what was left out and why.
    """

    id: str
    title: str
    quantity: str
    date: str
    members: tuple[Member, ...]

    @property
    def camps(self) -> tuple[str, ...]:
        """The camps into which its members fall; none where nobody disagrees."""
        return tuple(dict.fromkeys(m.camp for m in self.members if m.camp))
