"""The luck of a journey: which uniform decides what, and how a part of some people is drawn.

The address of a uniform is a mix of the address of what is split (a stand, a node, a position, a place), that of the
choice, if it is about one, and a code of recent travel and of what is decided. So it hangs on labels alone: a place
that is added elsewhere changes no other count.

Source:
    Mix: Steele, Lea & Flood (2014), "Fast splittable pseudorandom number generators", OOPSLA; constants of Stafford.
"""

from typing import NamedTuple

import numpy as np

from tumen.kernels.jit import leaf
from tumen.kernels.philox import uniform
from tumen.kernels.quantile import binomial_quantile

LEAVE, CHOOSE, WALK, COME, ALONE = np.uint64(0), np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(8)
"""What is decided; from `ALONE` on, where each of a few people goes."""
_USES = np.uint64(16)
_ONE = 1 << 32
_JOURNEY = np.uint64(5)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_30, _27, _31 = np.uint64(30), np.uint64(27), np.uint64(31)


class JourneyLuck(NamedTuple):
    """Whether counts are drawn (1) or means are found (0), and what all addresses of a day share, uint64."""

    drawn: int
    step: np.uint64
    future: np.uint64
    seed: np.uint64


@leaf
def mixed(word, other):
    """Mix two 64-bit words into one; for a given first word, others never meet."""
    z = word * _SPREAD + other
    z = (z ^ (z >> _30)) * _FIRST
    z = (z ^ (z >> _27)) * _SECOND
    return z ^ (z >> _31)


@leaf
def code_of(r, bins):
    """Give the code of recent travel in bin `r`: by its value, to which a use is added."""
    return np.uint64(r * (_ONE // max(bins, 1))) * _USES


@leaf
def chance_of(word, use, luck):
    """Give the uniform for a use at an address."""
    return uniform(mixed(word, use), luck.step, luck.future, luck.seed, _JOURNEY)


@leaf
def part(n, chance, word, use, luck):
    """Give how many of `n` people do what each of them does with a chance: drawn, or the mean."""
    if n <= 0.0 or chance <= 0.0:
        return 0.0
    if chance >= 1.0:
        return n
    if luck.drawn == 0:
        return n * chance
    u = chance_of(word, use, luck)
    if n == 1.0:
        return 1.0 if u > 1.0 - chance else 0.0
    return float(binomial_quantile(u, np.int64(n), chance))
