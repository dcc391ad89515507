"""Uniforms of many addresses in one sweep, of which a processor makes several at a time.

The generator is that of `tumen.kernels.philox`, and so are its bits. Only the words are kept in 32 bits, as wide as
they are, so that four to sixteen of them fit one register.
"""

from typing import NamedTuple

import numpy as np

from tumen.kernels.jit import compiled, inner

_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint32(0x9E3779B9)
_WEYL_1 = np.uint32(0xBB67AE85)
_WORD = np.uint64(32)
_ROUNDS = 10
_HIGH_BITS = np.uint32(5)
_LOW_BITS = np.uint32(6)
_TWO_26 = 67108864.0
_TWO_53 = 9007199254740992.0


class Words(NamedTuple):
    """Addresses in two words, uint32 each."""

    low: np.ndarray
    high: np.ndarray


@inner
def words_of(addresses):
    """Split addresses (uint64) into words."""
    return Words(addresses.astype(np.uint32), (addresses >> _WORD).astype(np.uint32))


@inner
def _round(c0, c1, c2, c3, k0, k1):
    product_0 = _MULTIPLIER_0 * np.uint64(c0)
    product_1 = _MULTIPLIER_1 * np.uint64(c2)
    high_0, high_1 = np.uint32(product_0 >> _WORD), np.uint32(product_1 >> _WORD)
    return high_1 ^ c1 ^ k0, np.uint32(product_1), high_0 ^ c3 ^ k1, np.uint32(product_0)


@compiled
def write_uniforms(words, luck, kind, u):
    """Write the uniform of each address into `u` ``[address]``.

    Args:
        words: `Words`.
        luck: `tumen.kernels.run.Luck`: step, future and seed of the addresses.
        kind: What is drawn, see `tumen.streams.Kind` (uint64).
        u: Result.
    """
    step, future, seed, kind = np.uint32(luck.step), np.uint32(luck.future), np.uint32(luck.seed), np.uint32(kind)
    for i in range(u.size):
        c0, c1, c2, c3, k0, k1 = words.low[i], words.high[i], step, future, seed, kind
        for _ in range(_ROUNDS):
            c0, c1, c2, c3 = _round(c0, c1, c2, c3, k0, k1)
            k0, k1 = np.uint32(k0 + _WEYL_0), np.uint32(k1 + _WEYL_1)
        u[i] = (float(np.int32(c0 >> _HIGH_BITS)) * _TWO_26 + float(np.int32(c1 >> _LOW_BITS))) / _TWO_53
