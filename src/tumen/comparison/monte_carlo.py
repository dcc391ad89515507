"""How far a mean or quantile over futures would move if other futures had been drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

from tumen.comparison.measures import checked

Floats = NDArray[np.float64]
LEVELS = (0.05, 0.5, 0.95)
_LEAST = 2


@dataclass(frozen=True)
class MonteCarlo:
    """Standard errors, in the unit of the figures; not a number where there are fewer than two draws.

    Attributes:
        mean: Of the mean over futures, ``[...]``.
        quantiles: Of each quantile over futures, ``[..., level]``.
    """

    mean: Floats
    quantiles: Floats


def monte_carlo_error(
    figures: Floats, *, draws: NDArray[np.int64] | None = None, levels: Sequence[float] = LEVELS
) -> MonteCarlo:
    """Give the standard errors of the mean and of quantiles, without resampling.

    Of a mean: its standard deviation over draws, where replicates of one draw lean the same way. Of a quantile: the
    bootstrap's, worked out exactly from the order statistics, and scaled by how much replicates of one draw lean the
    same way about that quantile. The quantile is the usual straight line between neighbouring futures. Of a share of
    futures give its ones and zeros: its error is that of their mean.

    Args:
        figures: ``[..., future]``; of a difference, the differences future by future.
        draws: The draw of each future, ``[future]``; None where each future has its own.
        levels: Shares of the futures that lie below.

    Raises:
        RunError: T361 if a figure is missing, or the draws are of other futures.

    Source:
        Quantiles: Maritz and Jarrett (1978), J. Am. Stat. Assoc. 73, the bootstrap with infinitely many resamples.
        Draws as clusters: Cochran (1977), Sampling Techniques, section 9A; for quantiles Francisco and Fuller (1991),
        Ann. Stat. 19.
    """
    n = figures.shape[-1]
    flat = figures.reshape(-1, n)
    checked(flat, "figure", "future", counts={} if draws is None else {"future": draws.size})
    _, cluster = np.unique(np.arange(n) if draws is None else draws, return_inverse=True)
    shape = figures.shape[:-1]
    if int(cluster.max()) + 1 < _LEAST:
        return MonteCarlo(np.full(shape, np.nan), np.full((*shape, len(levels)), np.nan))
    quantiles = np.stack([_quantile_error(flat, cluster, level) for level in levels], axis=-1)
    return MonteCarlo(_mean_error(flat, cluster).reshape(shape), quantiles.reshape(*shape, len(levels)))


def _mean_error(figures: Floats, cluster: NDArray[np.intp]) -> Floats:
    """Give the standard error of a mean over clusters, ``[figure]``: that of a ratio, where they differ in size."""
    by_cluster = np.argsort(cluster, kind="stable")
    starts = np.flatnonzero(np.diff(cluster[by_cluster], prepend=-1))
    k = len(starts)
    apart = (figures - figures.mean(axis=1, keepdims=True))[:, by_cluster]
    together = np.add.reduceat(apart, starts, axis=1)
    return np.sqrt((together**2).sum(axis=1) * k / (k - 1)) / figures.shape[1]


def _quantile_error(figures: Floats, cluster: NDArray[np.intp], level: float) -> Floats:
    """Give the standard error of a quantile, ``[figure]``."""
    ranked = np.sort(figures, axis=1)
    weight = _order_weights(ranked.shape[1], level)
    centre = ranked @ weight
    error = np.sqrt((ranked - centre[:, None]) ** 2 @ weight)
    below = (figures <= np.quantile(figures, level, axis=1)[:, None]).astype(np.float64)
    together, alone = _mean_error(below, cluster), _mean_error(below, np.arange(below.shape[1]))
    return error * np.divide(together, alone, out=np.ones_like(alone), where=alone > 0)


def _order_weights(n: int, level: float) -> Floats:
    """Give how often each future, by rank, is the quantile of a resample, ``[rank]``; adds up to 1.

    The k-th of n resampled figures is at most the i-th of the figures with the chance that k or more of n uniforms are
    at most i/n, which is an incomplete beta function and so has a meaning for the ranks between two.
    """
    k = (n - 1) * level + 1
    return np.diff(betainc(k, n - k + 1, np.arange(n + 1) / n))
