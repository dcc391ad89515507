"""What the numbers of a model rest on: parameters, anchors, worlds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tumen.evidence.priors import Prior


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
        """What it can be traced to; whatever is assumed in it cannot be traced."""
        if self.assumed:
            return "assumed"
        return "claims" if self.claims else "observations"


@dataclass(frozen=True)
class Anchor:
    """A claimed stock or flow on which a prior sits, and the scale that is solved so that the model meets it.

    Attributes:
        name: Unique in the situation.
        outcome: Id of the outcome it speaks of.
        date: ``YYYY`` (mean of a stock over the year, sum of a flow) or ``YYYY-MM``.
        solves: Parameter with a ``solved`` prior; the outcome must rise with it.
        over: Outcome by which `outcome` is divided, where the anchor is a share; else empty.
    """

    name: str
    outcome: str
    date: str
    solves: str
    over: str = ""


@dataclass(frozen=True)
class AnchorPrior:
    """What one world says of an anchor: a prior as it stands, or the pool (or one camp of it) that makes one.

    Attributes:
        prior: None where it comes from a pool; see `tumen.evidence.pooling.prior_of`.
        pool: Id of the pool; empty where the prior is given.
        camp: Camp of the pool; empty for all of it.
        claims, observations: Claims and series of observations it rests on; of a pool, those of its members that count.
        assumed: Why neither settles it.
    """

    prior: Prior | None
    pool: str = ""
    camp: str = ""
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
    "km": 1.0,
    "km/day": 1.0,
}
"""Unit → what one of it is in days and persons: rates per day, durations in days."""
RATES = ("1/day", "1/week", "1/month", "1/year")
DURATIONS = ("days", "weeks", "months", "years")
