"""From claims and observations to a prior, by a procedure that anybody can rerun and attack.

1. Each figure is put into the unit of the quantity and multiplied, where its member says so, to speak of what the pool
   is about (`tumen.evidence.hearing`).
2. Members with one root are one voice; each voice is one distribution, widened by the risk of bias and by the distance
   to what the pool is about (`tumen.evidence.voices` has the constants and the reasons).
3. Voices have equal weights, whatever they say of their own exactness: a linear opinion pool, which keeps several modes
   and thick tails. Weights by inverse variance would reward whoever understated the error.
4. One-sided bounds multiply the density of each voice, which is then renormalised: a bound moves voices and silences
   none.

Source:
    Linear pools: Stone (1961), Ann. Math. Stat. 32; O'Hagan et al. (2006), Uncertain Judgements, ch. 9. Bias as added
    variance: Turner et al. (2009), J. R. Stat. Soc. A 172.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from tumen.evidence.body import Evidence
from tumen.evidence.fits import Z95, Normal, Range, natural, transformed
from tumen.evidence.hearing import Hearing, heard, voices_of
from tumen.evidence.mixture import Edge, Mixture, mixture
from tumen.evidence.parameters import AnchorPrior
from tumen.evidence.priors import Distribution
from tumen.evidence.records import Support
from tumen.evidence.voices import Bound, Figure, Silent, Voice

OVERLAP = 0.25
"""Two figures are in conflict where their 90 % ranges share less than a quarter of the shorter one.

Of equal widths they reach it at 2.5 standard deviations apart: then the middle of each lies outside the 90 % range of
the other. Figures are taken at their word here, without what we add for bias: a doubt of ours does not make two people
agree. And every figure of a root counts, since whoever repeats it vaguely does not settle a disagreement.
"""

BETWEEN_WITHIN = 1.0
"""Voices are in conflict where they differ among themselves by more than each allows for itself.

The variance of a linear pool is the mean variance of its voices plus the variance of their centres. From 1 on, at least
half of what is not known is who is right.
"""


@dataclass(frozen=True)
class Conflict:
    """How far the voices of a pool disagree.

    Attributes:
        overlap: Smallest overlap of the 90 % ranges of two figures with different roots, taken at their word, on the
            transformed scale, as a share of the shorter one; 1 where there is one voice.
        between_within: Variance of the centres of the voices over their mean variance; 0 where there is one voice.
        apart: The two items that overlap least; empty where there is one voice.
        contested: Whether `overlap` is below `OVERLAP` or `between_within` above `BETWEEN_WITHIN`.
    """

    overlap: float
    between_within: float
    apart: tuple[str, ...]
    contested: bool


@dataclass(frozen=True)
class Pooled:
    """A prior made of claims and observations: a `Distribution`.

    Attributes:
        pool: Id of the pool.
        camp: Camp of it; empty for all.
        unit: Of the quantity.
        support: Of the quantity.
        voices: One for each root that gives a distribution, in the order of their ids.
        bounds: One for each root and side.
        silent: Members that do not count, and why.
        conflict: How far the voices disagree.
    """

    pool: str
    camp: str
    unit: str
    support: Support
    voices: tuple[Voice, ...]
    bounds: tuple[Bound, ...]
    silent: tuple[Silent, ...]
    conflict: Conflict
    table: Mixture = field(repr=False, compare=False)

    def quantile(self, u: float) -> float:
        """Give the value, in the unit of the quantity, below which a share `u` in (0, 1) lies."""
        return natural(self.table.quantile(u), self.support)

    def cdf(self, x: float) -> float:
        """Give the share of the distribution below `x`, which is in the unit of the quantity."""
        if self.support != "real" and x <= 0:
            return 0.0
        if self.support == "share" and x >= 1:
            return 1.0
        return self.table.below(transformed(x, self.support))

    @property
    def range(self) -> Range:
        """Its median and 90 % range."""
        return Range(self.quantile(0.05), self.quantile(0.5), self.quantile(0.95))


def pooled(evidence: Evidence, pool_id: str, camp: str = "") -> Pooled:
    """Make the prior of a pool.

    The order of members, links and tables counts for nothing, to the last bit; nor does a further claim with the
    figure, ratings and root of one that is there.

    Args:
        evidence: As the reader gave it.
        pool_id: Id of the pool.
        camp: One camp of it; empty for all its members.

    Raises:
        ValueError: If no member gives a distribution; the reader of situations refuses such a pool (T228).
    """
    pool = evidence.pools[pool_id]
    return combined(heard(evidence, pool, camp), pool_id, camp)


def combined(hearing: Hearing, pool_id: str, camp: str = "") -> Pooled:
    """Pool what was heard; see `pooled`."""
    quantity = hearing.quantity
    if not hearing.statements:
        raise ValueError(f"nothing in the pool {pool_id!r} gives a distribution")
    voices = voices_of(hearing.statements, quantity.support)
    return Pooled(
        pool=pool_id,
        camp=camp,
        unit=quantity.unit,
        support=quantity.support,
        voices=voices,
        bounds=hearing.bounds,
        silent=hearing.silent,
        conflict=_conflict(voices),
        table=mixture(
            [Normal(v.mu, v.sigma) for v in voices],
            [Edge(1 if b.side == "at_least" else -1, b.mu, b.sigma) for b in hearing.bounds],
        ),
    )


def prior_of(evidence: Evidence, prior: AnchorPrior) -> Distribution:
    """Give the distribution of what a world says of an anchor: as it stands, or pooled.

    A pool takes some milliseconds: make it once for each anchor and not for each draw.
    """
    return prior.prior if prior.prior is not None else pooled(evidence, prior.pool, prior.camp)


def _conflict(voices: Sequence[Voice]) -> Conflict:
    if len(voices) == 1:
        return Conflict(1.0, 0.0, (), contested=False)
    pairs = [(a, b) for one, other in combinations(voices, 2) for a in one.figures for b in other.figures]
    least, *apart = min((_overlap(a, b), *sorted((a.item, b.item))) for a, b in pairs)
    overlap = max(0.0, least)
    centre = math.fsum(v.mu for v in voices) / len(voices)
    between = math.fsum((v.mu - centre) ** 2 for v in voices)
    ratio = between / math.fsum(v.sigma**2 for v in voices)
    return Conflict(overlap, ratio, tuple(apart), contested=overlap < OVERLAP or ratio > BETWEEN_WITHIN)


def _overlap(a: Figure, b: Figure) -> float:
    """Give what the 90 % ranges of two figures share, over the shorter one; below 0 for the gap between them."""
    one, other = (Z95 * math.sqrt(f.variance.said) for f in (a, b))
    shared = min(a.mu + one, b.mu + other) - max(a.mu - one, b.mu - other)
    return shared / (2 * min(one, other))
