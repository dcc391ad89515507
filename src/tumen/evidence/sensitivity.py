"""What a pool would be if it were made another way: without one root, or by another rule.

None of this makes a prior. It shows how far the prior hangs on one root, and on the rule.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import stdtrit

from tumen.evidence.body import Evidence
from tumen.evidence.fits import Z95, Normal, Range, natural, transformed
from tumen.evidence.hearing import Hearing, heard
from tumen.evidence.pooling import Pooled, combined
from tumen.evidence.records import Support
from tumen.evidence.voices import Voice

_LEAST_PREDICTED = 3


@dataclass(frozen=True)
class LeftOut:
    """What a pool is without one root.

    Attributes:
        root: Id of an item.
        items: Members of the pool with that root.
        weight: Its share of the pool; 0 for one that gives a bound only.
        without: The pool without it; None where nothing would be left.
        shift: Where the median goes when the root is left out: for positive numbers the factor by which it is
            multiplied, else the difference; None where nothing would be left.
        width: Factor by which the width of the 90 % range, on the transformed scale, is multiplied; None likewise.
    """

    root: str
    items: tuple[str, ...]
    weight: float
    without: Range | None
    shift: float | None
    width: float | None


@dataclass(frozen=True)
class RandomEffects:
    """The voices as a sample of what one could have been told (random effects).

    Attributes:
        mean: Of what all such voices would say: median and 90 % confidence limits.
        predicted: Of what the next voice would say: median and 90 % limits; None for fewer than three voices.
        tau: Standard deviation between voices, beyond what each allows for itself, on the transformed scale.
        weights: Root → its share of the mean.
    """

    mean: Range
    predicted: Range | None
    tau: float
    weights: dict[str, float]


@dataclass(frozen=True)
class LogPool:
    """The geometric mean of the densities of all voices: one normal distribution on the transformed scale.

    Attributes:
        mu, sigma: Of it.
        support: Of the quantity.
    """

    mu: float
    sigma: float
    support: Support

    def quantile(self, u: float) -> float:
        """Give the value below which a share `u` in (0, 1) lies."""
        return natural(Normal(self.mu, self.sigma).quantile(u), self.support)

    @property
    def range(self) -> Range:
        """Its median and 90 % range."""
        return Range(self.quantile(0.05), self.quantile(0.5), self.quantile(0.95))


def leave_one_out(evidence: Evidence, pool_id: str, camp: str = "") -> tuple[LeftOut, ...]:
    """Make the pool again without each of its roots, and without whatever that root bounds.

    Args:
        evidence: As the reader gave it.
        pool_id: Id of the pool.
        camp: One camp of it; empty for all its members.

    Returns:
        One for each root, in the order of their ids.
    """
    hearing = heard(evidence, evidence.pools[pool_id], camp)
    whole = combined(hearing, pool_id, camp)
    roots = sorted({v.root for v in whole.voices} | {b.root for b in whole.bounds})
    return tuple(_left_out(hearing, whole, root) for root in roots)


def _left_out(hearing: Hearing, whole: Pooled, root: str) -> LeftOut:
    speaking = [v for v in whole.voices if v.root == root]
    items = {i for one in [*speaking, *(b for b in whole.bounds if b.root == root)] for i in one.items}
    weight = sum(v.weight for v in speaking)
    rest = hearing.without(root)
    if not rest.statements:
        return LeftOut(root, tuple(sorted(items)), weight, None, None, None)
    before, after = whole.range, combined(rest, whole.pool, whole.camp).range
    shift = after.q50 / before.q50 if whole.support == "positive" else after.q50 - before.q50
    width = _width(after, whole.support) / _width(before, whole.support)
    return LeftOut(root, tuple(sorted(items)), weight, after, shift, width)


def _width(of: Range, support: Support) -> float:
    """Give the width of a 90 % range on the transformed scale."""
    return transformed(of.q95, support) - transformed(of.q05, support)


def random_effects(pooled: Pooled) -> RandomEffects:
    """Pool the voices, without bounds, by inverse variance with a variance between them.

    It asks what the mean of the voices is, and is the narrower the more of them there are: right for repeated
    measurements of one thing, too sure where they share a mistake.

    Source:
        DerSimonian and Laird (1986), Controlled Clinical Trials 7; prediction limits, with t on k - 2 degrees of
        freedom: Higgins, Thompson and Spiegelhalter (2009), J. R. Stat. Soc. A 172.
    """
    voices, k = pooled.voices, len(pooled.voices)
    fixed = [1 / v.sigma**2 for v in voices]
    total = math.fsum(fixed)
    spread = math.fsum(w * (v.mu - _weighted(voices, fixed)) ** 2 for v, w in zip(voices, fixed, strict=True))
    surplus = max(0.0, spread - (k - 1))
    tau2 = surplus / (total - math.fsum(w * w for w in fixed) / total) if k > 1 else 0.0
    weights = [1 / (v.sigma**2 + tau2) for v in voices]
    mu, variance = _weighted(voices, weights), 1 / math.fsum(weights)
    predicted = None
    if k >= _LEAST_PREDICTED:
        predicted = _range(mu, float(stdtrit(k - 2, 0.95)) * math.sqrt(tau2 + variance), pooled.support)
    return RandomEffects(
        mean=_range(mu, Z95 * math.sqrt(variance), pooled.support),
        predicted=predicted,
        tau=math.sqrt(tau2),
        weights={v.root: w * variance for v, w in zip(voices, weights, strict=True)},
    )


def log_pool(pooled: Pooled) -> LogPool:
    """Pool the voices, without bounds, by the geometric mean of their densities, with equal weights.

    It lies where all of them leave some room: where they contradict each other it has one peak between them, at what
    none of them says.

    Source:
        Genest and Zidek (1986), Statistical Science 1. Of normals it is the normal with the mean precision.
    """
    precisions = [1 / v.sigma**2 for v in pooled.voices]
    sigma = math.sqrt(len(precisions) / math.fsum(precisions))
    return LogPool(_weighted(pooled.voices, precisions), sigma, pooled.support)


def _weighted(voices: Sequence[Voice], weights: Sequence[float]) -> float:
    """Give the weighted mean of the centres of voices."""
    return math.fsum(w * v.mu for v, w in zip(voices, weights, strict=True)) / math.fsum(weights)


def _range(mu: float, half: float, support: Support) -> Range:
    low, middle, high = (natural(mu + side * half, support) for side in (-1, 0, 1))
    return Range(low, middle, high)
