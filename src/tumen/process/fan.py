"""Fans and splits: a departure shared among the exits that are open."""

import numpy as np

from tumen.cells import Floats, Ints


def open_shares(weight: Floats, opening: Floats, first: Ints) -> Floats:
    """Share departures in proportion to weight among the open exits of each fan.

    Renormalised in every step: inside a fan a closed exit diverts people to the others. Where all are closed the
    shares are 0 and nobody leaves.

    Args:
        weight: Non-negative, ``[member]`` or ``[step, member]``.
        opening: What the signals that open it multiply to, ``[step, member]``; 0 is closed.
        first: First member of each fan, ``[fan]``.

    Returns:
        ``[step, member]``; sums to 1 over the members of a fan, or to 0.

    Source:
        Conditional logit choice, McFadden (1974); a weight is the exponential of utility.
    """
    weighted = weight * opening
    if weighted.shape[1] == 0:
        return weighted
    total = np.add.reduceat(weighted, first, axis=1)
    size = np.diff(np.append(first, weighted.shape[1]))
    whole = np.repeat(total, size, axis=1)
    return np.divide(weighted, whole, out=np.zeros_like(weighted), where=whole > 0)
