"""Addresses and uniforms: randomness is named by labels, never consumed from a state.

A uniform is Philox 4x32-10 of the counter (address low, address high, step · substeps + substep, future) under the key
(study seed, kind). The world, the policy, the workers and what is recorded are in no address.
"""

from __future__ import annotations

from enum import IntEnum
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from tumen.errors import UsageError
from tumen.kernels import philox

_WORD = 32


class Kind(IntEnum):
    """What a uniform is for; part of the key."""

    EXIT = 1
    PARAMETER = 2
    NOISE = 3
    INFLOW = 4
    JOURNEY = 5
    MEASUREMENT = 6
    RESAMPLING = 7


def address(*labels: str) -> int:
    """Name the place of a uniform by labels: their 64-bit BLAKE2b hash."""
    return int.from_bytes(blake2b("|".join(labels).encode(), digest_size=8).digest(), "little")


def checked_seed(seed: int) -> int:
    """Give `seed` back.

    Raises:
        UsageError: T003 if it is no whole number of 32 bits.
    """
    if not 0 <= seed < 1 << _WORD:
        raise UsageError(
            "T003",
            f"seed is {seed}",
            where="--seed",
            remedy=f"use a whole number from 0 to {(1 << _WORD) - 1}",
        )
    return seed


def uniforms(addresses: NDArray[np.uint64], *, step: int, future: int, seed: int, kind: Kind) -> NDArray[np.float64]:
    """Give the uniform in [0, 1) of each address, ``[n]``.

    Args:
        addresses: From `address`, ``[n]``.
        step: Step of the calendar (or year, for noise; 0 for parameters).
        future: Draw times replicates plus replicate (the draw, for parameters).
        seed: Study seed, 32 bits.
        kind: What is drawn.
    """
    word = np.uint64
    drawn: NDArray[np.float64] = philox.uniforms(addresses, word(step), word(future), word(seed), word(kind))
    return drawn
