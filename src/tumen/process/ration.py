"""Food shared out by claim: what there is, and how much of it each class reaches."""

import numpy as np

from tumen.cells import Floats


def rationed(supply: Floats, *, people: Floats, entitlement: Floats) -> Floats:
    """Share food among classes in proportion to their claims, until each has what it needs.

    Everybody of class c gets ``f_c = min(1, k · e_c)`` of the need, with the same k in all classes, so that
    ``sum of share_c · f_c = min(supply, 1)``. A class that has all it needs takes no more, and the rest goes to the
    others by their claims: water that fills cups of one height through pipes of different widths. Exact: whatever set
    of classes is taken to be sated, the food given out at k is at most what they need and k times the claims of the
    others; the right set gives it. So k is the largest of ``(supply - need of the sated) / claims of the others`` over
    the classes in order of their claims, and no search is needed.

    Only the proportion of claims counts. A class without a claim gets nothing until all that have one are sated, and
    then what is left: the limit of ever smaller claims, equal among those who have none.

    Args:
        supply: Food there is over the food needed, ``[step]``; below 0 counts as 0, above 1 feeds everybody.
        people: People of each class, or their shares, ``[class]``.
        entitlement: Claim per head, not negative, ``[class]``.

    Returns:
        Food reached over need, 0 to 1, ``[step, class]``.

    Source:
        That hunger follows what people can claim and not only what there is: Sen (1981), Poverty and Famines. The
        formula is ours.
    """
    share = people / people.sum()
    there = np.clip(supply, 0, 1)
    order = np.argsort(-entitlement)
    sated = np.cumsum(share[order]) - share[order]
    claims = np.cumsum((share * entitlement)[order][::-1])[::-1]
    some = claims > 0
    level = ((there[:, np.newaxis] - sated[some]) / claims[some]).max(axis=1, initial=0)
    food = np.minimum(level[:, np.newaxis] * entitlement, 1)
    without = entitlement == 0
    if share[without].sum() > 0:
        left = there - share[~without].sum()
        food[:, without] = np.clip(left / share[without].sum(), 0, 1)[:, np.newaxis]
    food[there == 1] = 1
    return food
