"""What each root says of a quantity: its figures, how sure they are, and how much of that is our doing.

A pool has members, a member is a claim or an observation, and members that repeat one statement have one root
(`tumen.evidence.roots`). Each root has one voice: one normal distribution on the transformed scale (logarithm of a
positive number, logit of a share). Whatever widens it has a name and stands in its `Variance`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import Literal

from tumen.evidence.fits import Range, range_of
from tumen.evidence.records import Rating, Support

Method = Literal["register", "survey", "informant", "guess"]
Side = Literal["at_least", "at_most"]

SPREAD: Mapping[Method, float] = {"register": 1.1, "survey": 1.3, "informant": 2.0, "guess": 3.0}
"""Geometric standard deviation of a figure that stands without a range, by the way in which it was come by.

A register misses some people and counts some twice; a survey extrapolates from where it could ask; an informant knows
the order of magnitude; the guess of an advocate or official serves a purpose. Of a share, the same factor applies to
its odds, so that 50 % of a survey is 43 to 57 % (one standard deviation).
"""

METHOD_OF_GRADE: Mapping[str, Method] = {"A": "register", "B": "survey", "C": "informant"}
METHOD_OF_RISK: Mapping[Rating, Method] = {"low": "survey", "some": "informant", "high": "guess"}
RISK_OF_GRADE: Mapping[str, Rating] = {"A": "low", "B": "some", "C": "high"}
"""Grades of observations read as risks of bias; an ungraded one is taken for C, an unassessed claim for high."""

TAU_BIAS: Mapping[Rating, float] = {"low": 0.05, "some": 0.3, "high": 0.5}
TAU_INDIRECT: Mapping[Rating, float] = {"low": 0.0, "some": 0.3, "high": 0.5}
"""Standard deviation, on the logarithmic or logistic scale, that a rating adds to what a figure says of itself.

In words: of figures that share a rating, 90 % are within a factor of 1.1 of what they mean to count at 0.05, of 1.6 at
0.3, and of 2.3 at 0.5. Turner et al. (2009) asked experts how far bias could have moved each of a set of studies; with
that put in, the variance of their pooled result almost tripled. Ranges of systematic estimates of hidden people have
a standard deviation of about 0.4; with these constants their variance doubles where both ratings are ``some`` (0.16 to
0.34), triples where one is ``some`` and one ``high`` (0.50), and is four times as large where both are ``high`` (0.66).
"""

SHARPEST = 1 / 8
"""Smallest standard deviation of a voice, as a share of the largest of its pool.

All voices of a pool speak of the same people, most of whom nobody can count: none is more than eight times as exact as
another, whatever it says of itself. It also keeps a promise: a root whose 90 % range lies outside that of the pool
never narrows it (on the transformed scale; up to 14 roots, without bounds). With the second root, weight goes from the
far end, which moves inwards by 0.363 of the larger standard deviation at most, and the near end moves outwards by 2.926
of the new one at least; with more roots both are less. 1/8 is the smallest simple share at which the second is never
less than the first (`tests/test_widening.py` proves it).
"""


@dataclass(frozen=True, order=True)
class Variance:
    """Where the width of a voice comes from: variances on the transformed scale, which add up.

    Attributes:
        stated: The range that the source gives.
        method: For a figure without range, the spread of its method, see `SPREAD`.
        times: The range by which it is multiplied to speak of what the pool is about.
        bias: Risk of bias of the claim, or grade of the observation.
        indirectness: How far it is from what the pool is about.
        repeats: Differences between the figures of one root.
        floor: What brings it up to `SHARPEST`.
    """

    stated: float = 0.0
    method: float = 0.0
    times: float = 0.0
    bias: float = 0.0
    indirectness: float = 0.0
    repeats: float = 0.0
    floor: float = 0.0

    @property
    def total(self) -> float:
        """Their sum."""
        return math.fsum(astuple(self))

    @property
    def said(self) -> float:
        """What the figure says of itself, for what it is used for: without our doubts of who says it."""
        return math.fsum((self.stated, self.method, self.times, self.indirectness))


@dataclass(frozen=True, order=True)
class Figure:
    """What one member of a pool says.

    Attributes:
        mu: Centre on the transformed scale. Figures are sorted by what they say, not by who says it.
        variance: Where its width comes from.
        item: Id of the claim or observation.
    """

    mu: float
    variance: Variance
    item: str

    def range(self, support: Support) -> Range:
        """Give its median and 90 % range, in the unit of the quantity."""
        return range_of(self.mu, math.sqrt(self.variance.total), support)


@dataclass(frozen=True)
class Voice:
    """What one root says of a quantity.

    Attributes:
        root: Id of an item.
        figures: What the members of the pool with that root say, sorted.
        weight: Its share of the pool.
        mu, sigma: Of the normal distribution on the transformed scale.
        variance: Where sigma² comes from.
        q05, q50, q95: The voice alone, in the unit of the quantity, before bounds.
    """

    root: str
    figures: tuple[Figure, ...]
    weight: float
    mu: float
    sigma: float
    variance: Variance
    q05: float
    q50: float
    q95: float

    @property
    def items(self) -> tuple[str, ...]:
        """Ids of the members it is made of, sorted."""
        return tuple(sorted({f.item for f in self.figures}))


@dataclass(frozen=True)
class Bound:
    """What one root says of a quantity from one side.

    Of several bounds of one root to one side the strictest counts: it implies the others.

    Attributes:
        root: Id of an item.
        items: Members of the pool with that root that bound it from that side, sorted.
        side: ``at_least`` or ``at_most``.
        value: Where, in the unit of the quantity.
        mu, sigma: Where, and how sure it is, on the transformed scale.
        variance: Where sigma² comes from.
    """

    root: str
    items: tuple[str, ...]
    side: Side
    value: float
    mu: float
    sigma: float
    variance: Variance


@dataclass(frozen=True)
class Silent:
    """A member that does not count.

    Attributes:
        item: Id of the claim or observation.
        reason: ``out``: left out, its note says why; ``grade``: graded D; ``superseded``: by `by`;
            ``relays``: only repeats `by`, which speaks for itself; ``camp``: a bound of one camp among all.
        by: Id of the member that takes its place; else empty.
    """

    item: str
    reason: Literal["out", "grade", "superseded", "relays", "camp"]
    by: str = ""
