"""The luck of a journey: which uniform decides what, and how a part of some people is drawn.

Each stand, node, position and place has an address, and on each day one word of Philox. The words of those there, by
their recent travel, are mixes of it; the uniforms of all that they decide are mixes of their word with what is decided:
a choice, by its address, or the number of a person. So they go by labels alone: a place that is added elsewhere changes
no other count.

Source:
    Mix: Steele, Lea & Flood (2014), "Fast splittable pseudorandom number generators", OOPSLA; constants of Stafford.
"""

from typing import NamedTuple

import numpy as np

from tumen.kernels.jit import leaf
from tumen.kernels.philox import philox
from tumen.kernels.quantile import binomial_quantile

LEAVE, WALK = np.uint64(1), np.uint64(2)
PERSON = np.uint64(16)
"""What is decided, beside choices: who sets out, who walks; from `PERSON` on, what each of a few people does."""
_ONE = 1 << 32
_JOURNEY = np.uint64(5)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_30, _27, _31 = np.uint64(30), np.uint64(27), np.uint64(31)
_LOW, _WORD, _LAST_BITS = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(11)
_PER_BIT = 2.0**-53


class JourneyLuck(NamedTuple):
    """Whether counts are drawn (1) or means are found (0), and what all addresses of a day share, uint64."""

    drawn: int
    step: np.uint64
    future: np.uint64
    seed: np.uint64


@leaf
def mixed(word, other):
    """Mix two 64-bit words into one; for a given first word, others never meet."""
    z = word + other * _SPREAD
    z = (z ^ (z >> _30)) * _FIRST
    z = (z ^ (z >> _27)) * _SECOND
    return z ^ (z >> _31)


@leaf
def word_at(address, luck):
    """Give the word of an address today."""
    if luck.drawn == 0:
        return np.uint64(0)
    low, high, _, _ = philox(address & _LOW, address >> _WORD, luck.step, luck.future, luck.seed, _JOURNEY)
    return low | (high << _WORD)


@leaf
def word_of(word, r, bins):
    """Give the word of those at an address whose recent travel is in bin `r`: by its value."""
    return mixed(word, np.uint64(r * (_ONE // max(bins, 1))))


@leaf
def share(word, other):
    """Give the uniform in [0, 1) of what is decided."""
    return float(mixed(word, other) >> _LAST_BITS) * _PER_BIT


@leaf
def part(n, chance, word, other, luck):
    """Give how many of `n` people do what each of them does with a chance: drawn, or the mean."""
    if n <= 0.0 or chance <= 0.0:
        return 0.0
    if chance >= 1.0:
        return n
    if luck.drawn == 0:
        return n * chance
    return float(binomial_quantile(share(word, other), np.int64(n), chance))
