"""Three truth values, and shares of people between them.

A statement about a group of people on a day has two bounds: the share of them of whom it is agreed to hold, and the
share of whom at least one reading says so. ``(1, 1)`` is yes, ``(0, 0)`` is no, all else contested. Where bounds are
0 or 1, the operations are Kleene's strong three-valued logic (1952, §64), with contested in the middle. In between
they are Fréchet's bounds (1935) on the share of people in whom several statements hold, whatever depends on what.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from functools import reduce

import numpy as np
from numpy.typing import NDArray

Bounds = NDArray[np.float64]
"""Agreed and possible share, ``[…, 2]``, each from 0 to 1, the first not above the second."""


Point = tuple[float, float]
"""The bounds of one group of people on one day."""


class Truth(IntEnum):
    """What can be said of a statement."""

    NO = 0
    CONTESTED = 1
    YES = 2


NO = np.array([0.0, 0.0])
CONTESTED = np.array([0.0, 1.0])
YES = np.array([1.0, 1.0])


def truths(bounds: Bounds) -> NDArray[np.int8]:
    """Give the truth value of bounds, ``[…]``."""
    return np.where(
        bounds[..., 0] >= 1.0, Truth.YES, np.where(bounds[..., 1] <= 0.0, Truth.NO, Truth.CONTESTED)
    ).astype(np.int8)


def point(bounds: Bounds) -> Point:
    """Give the bounds of one group on one day, whatever axes of length one they have."""
    low, high = np.broadcast_to(bounds, (1, 1, 2))[0, 0].tolist()
    return low, high


def truth_of(bounds: Point) -> Truth:
    """Give the truth value of one pair of bounds."""
    return Truth(int(truths(np.array(bounds))))


def negation(bounds: Bounds) -> Bounds:
    """Bound the share of people in whom a statement does not hold."""
    return 1.0 - bounds[..., ::-1]


def conjunction(several: Iterable[Bounds]) -> Bounds:
    """Bound the share in whom all statements hold; yes where there are none."""
    return reduce(_both, several, YES)


def disjunction(several: Iterable[Bounds]) -> Bounds:
    """Bound the share in whom at least one statement holds; no where there are none."""
    return negation(conjunction(map(negation, several)))


def hull(several: Iterable[Bounds]) -> Bounds:
    """Give the bounds of statements of which nobody says which is right: agreed where all agree."""
    every = list(several)
    low = reduce(np.minimum, (one[..., 0] for one in every))
    return np.stack([low, reduce(np.maximum, (one[..., 1] for one in every))], axis=-1)


def _both(one: Bounds, other: Bounds) -> Bounds:
    # One plus other less one, in an order that leaves a share as it is where the other is all, to the last bit.
    less, more = np.minimum(one[..., 0], other[..., 0]), np.maximum(one[..., 0], other[..., 0])
    low = np.maximum(less - (1.0 - more), 0.0)
    return np.stack(np.broadcast_arrays(low, np.minimum(one[..., 1], other[..., 1])), axis=-1)
