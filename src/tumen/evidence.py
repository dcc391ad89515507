"""What a number rests on: sources, claims, observations, priors, parameters, anchors."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from scipy.special import expit, logit, ndtri

Family = Literal["fixed", "uniform", "loguniform", "normal", "lognormal", "logitnormal", "solved"]
_Z95 = float(ndtri(0.95))


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
    """

    id: str
    title: str
    author: str
    date: str
    kind: str
    note: str = ""


@dataclass(frozen=True)
class Claim:
    """One statement in a source, in our words, with its locator.

    Attributes:
        id: Unique in the situation.
        source: Id of the source.
        locator: Section heading, a slash, number of the paragraph in that section.
        attributed_to: Who says so.
        subject: What it is about.
        kind: e.g. ``quantity``, ``event``, ``causal``, ``rule``.
        low, best, high: The figure in `unit`; None where the source gives none.
        unit: Unit of the figure; may be empty.
        date_from, date_to: Period that it speaks of, ``YYYY`` or finer; may be empty.
        place: Where.
        statement: In our words.
        contradicts: Ids of claims that say otherwise.
        note: What to know.
    """

    id: str
    source: str
    locator: str
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
    contradicts: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Observation:
    """A reported figure from outside the documents.

    Attributes:
        series: What is counted; several rows form a series.
        date_from, date_to: First and last period covered, ``YYYY`` or finer.
        value, low, high: The figure or its range, in `unit`; None where not given.
        unit: Unit.
        place: Where.
        sex: ``all``, ``female`` or ``male``.
        citation: Who published it.
        confidence: How we came by it.
        note: Starts with its grade, A to D.
    """

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
    confidence: str
    note: str = ""

    @property
    def grade(self) -> str:
        """How good the figure is, A to D, as its note says; empty where it does not."""
        words = self.note.split(";")[0].split()
        return words[1] if len(words) == 2 and words[0] == "grade" else ""  # noqa: PLR2004


@dataclass(frozen=True)
class Prior:
    """A distribution of one number, given by what people can say about it.

    Attributes:
        family: ``fixed`` (at `low`), ``uniform`` and ``loguniform`` (between `low` and `high`), ``normal``,
            ``lognormal`` and ``logitnormal`` (5 % below `low`, 5 % above `high`), or ``solved`` (found between `low`
            and `high` so that an anchor is met).
        low: See `family`.
        high: See `family`.
    """

    family: Family
    low: float
    high: float

    def problem(self) -> str:
        """Say why this cannot be a distribution; empty if it can."""
        if not (math.isfinite(self.low) and math.isfinite(self.high)):
            return "its bounds must be finite numbers"
        if self.family == "fixed":
            return "" if self.low == self.high else "a fixed value has one value"
        if self.low >= self.high:
            return f"its lower bound {self.low:g} is not below its upper bound {self.high:g}"
        if self.family in ("loguniform", "lognormal", "solved") and self.low <= 0:
            return f"its lower bound {self.low:g} is not above 0, as {self.family} needs"
        if self.family == "logitnormal" and not (self.low > 0 and self.high < 1):
            return "a share must have bounds between 0 and 1"
        return ""

    def quantile(self, u: float) -> float:
        """Give the value below which a share `u` in (0, 1) of the distribution lies."""
        z = float(ndtri(u)) / _Z95
        match self.family:
            case "fixed":
                return self.low
            case "uniform":
                return self.low + u * (self.high - self.low)
            case "loguniform":
                return math.exp(math.log(self.low) + u * math.log(self.high / self.low))
            case "normal":
                return _between(self.low, self.high, z)
            case "lognormal" | "solved":
                return math.exp(_between(math.log(self.low), math.log(self.high), z))
            case "logitnormal":
                return float(expit(_between(float(logit(self.low)), float(logit(self.high)), z)))


def _between(low: float, high: float, z: float) -> float:
    """Map z = -1 to `low`, 1 to `high`, linearly."""
    return (low + high) / 2 + z * (high - low) / 2


@dataclass(frozen=True)
class Parameter:
    """A quantity the model uses, and what it rests on.

    Attributes:
        name: Unique in the situation.
        unit: One of `UNITS`; never implied by the name.
        dims: Its axes: cohort attributes, ``place`` or ``year``; at most two; empty for a scalar.
        entries: Prior of each level; key ``""`` for a scalar, ``"woman"``, or ``"woman|adult"`` in the order of `dims`.
        claims: Ids of claims it rests on.
        observations: Series of observations it rests on.
        assumed: Why no claim or observation settles it: an argument. Printed in every report.
        note: How the figure follows from what it rests on.
    """

    name: str
    unit: str
    dims: tuple[str, ...]
    entries: Mapping[str, Prior]
    claims: tuple[str, ...] = ()
    observations: tuple[str, ...] = ()
    assumed: str = ""
    note: str = ""

    @property
    def ground(self) -> Literal["claims", "observations", "assumed"]:
        """The strongest thing it rests on."""
        if self.claims:
            return "claims"
        return "observations" if self.observations else "assumed"


@dataclass(frozen=True)
class Anchor:
    """A claimed stock or flow on which a prior sits, and the scale that is solved so that the model meets it.

    Attributes:
        name: Unique in the situation.
        outcome: Id of the outcome it speaks of.
        date: ``YYYY`` (mean of a stock over the year, sum of a flow) or ``YYYY-MM``.
        solves: Parameter with a ``solved`` prior; the outcome must rise with it.
    """

    name: str
    outcome: str
    date: str
    solves: str


@dataclass(frozen=True)
class AnchorPrior:
    """What one world says of an anchor."""

    prior: Prior
    claims: tuple[str, ...] = ()
    observations: tuple[str, ...] = ()
    assumed: str = ""


@dataclass(frozen=True)
class World:
    """A named set of anchors that sources disagree about; all worlds are always run.

    Attributes:
        id: e.g. ``low``.
        title: For people to read.
        anchors: Name of the anchor → what this world says of it.
    """

    id: str
    title: str
    anchors: Mapping[str, AnchorPrior]


_YEAR = 365.25
UNITS: Mapping[str, float] = {
    "1/day": 1.0,
    "1/week": 1 / 7,
    "1/month": 12 / _YEAR,
    "1/year": 1 / _YEAR,
    "days": 1.0,
    "weeks": 7.0,
    "months": _YEAR / 12,
    "years": _YEAR,
    "persons": 1.0,
    "persons/day": 1.0,
    "persons/month": 12 / _YEAR,
    "persons/year": 1 / _YEAR,
    "share": 1.0,
    "factor": 1.0,
    "elasticity": 1.0,
    "index": 1.0,
}
"""Unit → what one of it is in days and persons: rates per day, durations in days."""
RATES = ("1/day", "1/week", "1/month", "1/year")
DURATIONS = ("days", "weeks", "months", "years")
