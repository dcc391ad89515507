"""Histograms of whole counts of futures, that merge by adding: the same whatever was counted first.

A bin is a sign, an exponent and seven binary digits, as a double has them: 128 bins for each factor of two. Whole
numbers below 256 have a bin each; above, and of any other figure, the middle of a bin is within 0.4 % of what is in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tumen.cells import Floats, Ints
from tumen.errors import RunError

_LEFT_OUT = 45
"""Binary digits of a double that tell figures in a bin apart: 52 less the seven."""
BITS = 19
"""Of a bin: sign, eleven digits of the exponent, seven of the rest."""
EXACT_BELOW = 256
WITHIN = 0.004


@dataclass(frozen=True)
class Histogram:
    """Figures of several kinds, counted.

    Attributes:
        bins: Kind times 2¹⁹ plus the bin of a figure, ascending, ``[bin]``.
        counts: Futures in it, ``[bin]``.
    """

    bins: Ints
    counts: Ints


def bins_of(values: Floats) -> Ints:
    """Give the bin of each figure, in the shape of `values`."""
    bits = (np.asarray(values, np.float64) + 0.0).view(np.uint64)  # and no -0
    return (bits >> np.uint64(_LEFT_OUT)).astype(np.int64)


def edges(bins: Ints) -> tuple[Floats, Floats]:
    """Give for each bin the figure in it that is nearest to zero, and that at which the next one begins."""
    low, high = (((bins + more).astype(np.uint64) << np.uint64(_LEFT_OUT)).view(np.float64) for more in (0, 1))
    return low, high


def middles(bins: Ints, *, whole: bool) -> Floats:
    """Give the figure that stands for each bin; exact where only one can be in it.

    Args:
        bins: Of figures.
        whole: Whether they are whole numbers.
    """
    low, high = edges(bins)
    if whole:
        first, last = np.ceil(low), np.ceil(high) - 1
        return np.maximum((first + last) / 2, first)
    return np.where(low == 0, 0.0, (low + high) / 2)


def counted(values: Floats, wanted: NDArray[np.bool_], whole: NDArray[np.bool_]) -> Ints:
    """Give the kinds and bins of what was recorded in one future, to be `merged`.

    Args:
        values: ``[period, outcome]``.
        wanted: What is kept of it, same shape.
        whole: Outcomes that are whole numbers, ``[outcome]``.

    Raises:
        RunError: T413 if one of those is none.
    """
    if (values[:, whole] != np.rint(values[:, whole])).any():
        raise RunError("T413", "people were counted in fractions", where="the record", remedy="please report this")
    kinds = np.arange(values.size).reshape(values.shape) << BITS
    return (kinds | bins_of(values))[wanted]


def empty() -> Histogram:
    """Give a histogram of nothing."""
    return Histogram(np.zeros(0, np.int64), np.zeros(0, np.int64))


def merged(bins: Ints, counts: Ints) -> Histogram:
    """Add up counts of the same bins, in any order."""
    found, where = np.unique(bins, return_inverse=True)
    sums = np.zeros(found.size, np.int64)
    np.add.at(sums, where, counts)
    return Histogram(found, sums)
