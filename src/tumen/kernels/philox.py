"""Philox 4x32-10: a uniform for each address, without a state.

Source:
    Salmon, Moraes, Dror, Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3", SC11.
"""

import numpy as np
from numpy.typing import NDArray

from tumen.kernels.jit import compiled

_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint64(0x9E3779B9)
_WEYL_1 = np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_WORD = np.uint64(32)
_ROUNDS = 10
_HIGH_BITS = np.uint64(5)
_LOW_BITS = np.uint64(6)
_TWO_26 = 67108864.0
_TWO_53 = 9007199254740992.0


@compiled
def philox(c0, c1, c2, c3, k0, k1):
    """Encrypt a counter of four 32-bit words under a key of two; all are uint64 holding 32 bits.

    Returns:
        Four 32-bit words as uint64.
    """
    for _ in range(_ROUNDS):
        product_0 = _MULTIPLIER_0 * c0
        product_1 = _MULTIPLIER_1 * c2
        c0 = (product_1 >> _WORD) ^ c1 ^ k0
        c1 = product_1 & _LOW
        c2 = (product_0 >> _WORD) ^ c3 ^ k1
        c3 = product_0 & _LOW
        k0 = (k0 + _WEYL_0) & _LOW
        k1 = (k1 + _WEYL_1) & _LOW
    return c0, c1, c2, c3


@compiled
def uniform(address, step, future, seed, kind):
    """Give the 53-bit uniform in [0, 1) of an address.

    Args:
        address: 64-bit hash of labels (uint64).
        step: Step times substeps plus substep (uint64, 32 bits).
        future: Draw times replicates plus replicate (uint64, 32 bits).
        seed: Study seed (uint64, 32 bits).
        kind: What is drawn, see `tumen.streams.Kind` (uint64).
    """
    r0, r1, _, _ = philox(address & _LOW, address >> _WORD, step, future, seed, kind)
    return (float(r0 >> _HIGH_BITS) * _TWO_26 + float(r1 >> _LOW_BITS)) / _TWO_53


@compiled
def uniforms(
    addresses: NDArray[np.uint64], step: np.uint64, future: np.uint64, seed: np.uint64, kind: np.uint64
) -> NDArray[np.float64]:
    """Give the uniform of each of `addresses` (uint64, ``[n]``); the rest as in `uniform`."""
    out = np.empty(addresses.size, np.float64)
    for i in range(addresses.size):
        out[i] = uniform(addresses[i], step, future, seed, kind)
    return out
