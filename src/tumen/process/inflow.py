"""People at the beginning and people who come in."""

import numpy as np

from tumen.cells import Floats, Ints


def apportioned(people: float, weight: Floats) -> Ints:
    """Spread a number of people over cells in whole persons, by largest remainder.

    Args:
        people: Non-negative; rounded to whole persons first.
        weight: Non-negative, ``[cell]``.

    Returns:
        ``[cell]``; sums to the rounded number, or to 0 where all weights are 0.

    Source:
        Hamilton's method; Balinski & Young (1982), Fair Representation. Ties go to the earlier cell.
    """
    total = weight.sum()
    if total <= 0:
        return np.zeros(weight.size, np.int64)
    whole = int(np.rint(people))
    exact = whole * weight / total
    floor = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - floor), kind="stable")
    floor[order[: whole - int(floor.sum())]] += 1
    return floor


def spread(rate: float, weight: Floats) -> Floats:
    """Spread a rate over cells in proportion to `weight` ``[cell]``; all 0 where the weights are."""
    total = weight.sum()
    return rate * weight / total if total > 0 else np.zeros_like(weight)
