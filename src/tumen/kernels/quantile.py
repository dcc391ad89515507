"""Counts from uniforms: the exact quantile of the binomial and of the Poisson distribution.

The count is the smallest k with F(k) >= u. Where the mean is small, F is summed from 0. Elsewhere an expansion with a
bound on its error tells the count, in a time that does not depend on it (`tumen.kernels.expansion`). Where the bound
leaves a doubt, which is rare and ever rarer as counts grow, F(k), or 1 - F(k) in the upper half, is summed exactly from
the k of the expansion outwards, and k then walks to the quantile.

Source:
    Probabilities by the saddle-point form of Loader (2000), "Fast and accurate computation of binomial probabilities".
"""

import math

import numpy as np

from tumen.kernels.expansion import SMALL_MEAN, expanded, product_error
from tumen.kernels.jit import compiled, inner

_NEGLIGIBLE = 1e-18
_AT_ONCE = 6
_TERMS = 66.0  # with a mean below 8 the 67th has a probability below 1e-40
_PER_COUNT = 1.0 / np.arange(1.0, _TERMS + 1.0)  # a division costs as much as all else of a term
_HIGH = 1.0 - 1e-6  # from here on a sum from 0 could not tell F from 1 well enough
_ROUNDING = 1e-15
_DEPTH = 42.0
_LOG_2PI = math.log(2 * math.pi)


@inner
def _stirling_error(n):
    """Give log(n!) minus Stirling's formula."""
    if n < 16.0:
        return math.lgamma(n + 1.0) - (n + 0.5) * math.log(n) + n - 0.5 * _LOG_2PI
    s = n * n
    return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / s) / s) / s) / s) / n


@inner
def _deviance(x, mean):
    """Give x·log(x / mean) + mean - x without cancellation."""
    if abs(x - mean) < 0.1 * (x + mean):
        v = (x - mean) / (x + mean)
        total = (x - mean) * v
        term = 2.0 * x * v
        j = 1
        while True:
            term *= v * v
            after = total + term / (2 * j + 1)
            if after == total:
                return after
            total = after
            j += 1
    return x * math.log(x / mean) + mean - x


@inner
def _binomial_probability(k, n, p, q):
    """Give the binomial probability of k for 0 <= k <= n and 0 < p < 1 (floats)."""
    if k == 0.0:
        return math.exp(n * math.log1p(-p))
    if k == n:
        return math.exp(n * math.log(p))
    rest = n - k
    log_core = _stirling_error(n) - _stirling_error(k) - _stirling_error(rest)
    log_core -= _deviance(k, n * p) + _deviance(rest, n * q)
    return math.exp(log_core - 0.5 * (_LOG_2PI + math.log(k) + math.log1p(-k / n)))


@inner
def _poisson_probability(k, mean):
    """Give the Poisson probability of k."""
    if k == 0.0:
        return math.exp(-mean)
    return math.exp(-_stirling_error(k) - _deviance(k, mean) - 0.5 * (_LOG_2PI + math.log(k)))


@inner
def _search_from_zero(u, n, odds, first):
    """Count the k with F(k) < u by summing from 0 up; `n` < 0 means Poisson with mean `odds`.

    Some terms at once: no processor can foretell whether one more is needed, and to be wrong costs it more than terms.
    """
    probability, below, k = first, 0.0, 0
    for block in range(0, int(_TERMS), _AT_ONCE):
        for j in range(block, block + _AT_ONCE):
            below += probability
            k += int((below < u) & (probability >= _NEGLIGIBLE))
            probability *= (odds if n < 0.0 else (n - j) * odds) * _PER_COUNT[j]
        if below >= u or probability < _NEGLIGIBLE:
            break
    return float(k) if n < 0.0 else min(float(k), n)


@inner
def _ratio_up(k, n, odds):
    """Give P(k + 1) / P(k)."""
    return odds / (k + 1.0) if n < 0 else (n - k) / (k + 1.0) * odds


@inner
def _ratio_down(k, n, odds):
    """Give P(k) / P(k + 1)."""
    return (k + 1.0) / odds if n < 0 else (k + 1.0) / ((n - k) * odds)


@inner
def _reach(beyond, variance):
    """Give how far from a point that lies `beyond` the mean a tail must be summed until the rest is negligible.

    By the inequality of Bernstein (1924): P(X - mean >= x) <= exp(-x² / (2·variance + 2·x / 3)).
    """
    depth = _DEPTH + max(beyond, 0.0) ** 2 / (2.0 * variance)
    return math.ceil(depth / 3.0 + math.sqrt(depth * depth / 9.0 + 2.0 * depth * variance) - beyond) + 1.0


@inner
def _parts_up(k, n, odds):
    """Give numerator and denominator of P(k + 1) / P(k)."""
    return (odds if n < 0 else (n - k) * odds), k + 1.0


@inner
def _below(k, reach, n, odds):
    """Give F(k) / P(k): 1 + r·(1 + r·(1 + ...)) from afar, two terms at a time: a division costs more than all else."""
    total = 1.0
    j = max(k - reach, 0.0)
    if (k - j) % 2.0 == 1.0:
        total += _ratio_down(j, n, odds)
        j += 1.0
    while j < k:
        below, above = _parts_up(j, n, odds)
        below_next, above_next = _parts_up(j + 1.0, n, odds)
        inverse = 1.0 / (below * below_next)
        total = 1.0 + above_next * below * inverse + above * above_next * inverse * total
        j += 2.0
    return total


@inner
def _above(k, reach, n, odds):
    """Give (1 - F(k)) / P(k), likewise."""
    total = 0.0
    j = k + reach if n < 0.0 else min(k + reach, n) - 1.0
    if (j - k) % 2.0 == 0.0:
        total = _ratio_up(j, n, odds)
        j -= 1.0
    while j > k:
        above, below = _parts_up(j, n, odds)
        above_next, below_next = _parts_up(j - 1.0, n, odds)
        inverse = 1.0 / (below * below_next)
        total = above_next * below * inverse + above * above_next * inverse * (1.0 + total)
        j -= 2.0
    return total


@inner
def _reached(below, u, strict):
    """Tell whether a distribution function has reached u: F >= u, or F > u where `strict`."""
    return below > u if strict else below >= u


@inner
def _lower_half(u, k, at, n, odds, reach, strict):
    """Find the quantile from a guess k with probability `at`, by the mass at and below k."""
    below = at * _below(k, reach, n, odds)
    if _reached(below, u, strict):
        while k > 0.0 and _reached(below - at, u, strict):
            below -= at
            at /= _ratio_up(k - 1.0, n, odds)
            k -= 1.0
        return k
    while k != n and at > 0.0 and not _reached(below, u, strict):
        at *= _ratio_up(k, n, odds)
        k += 1.0
        below += at
    return k


@inner
def _small_enough(above, rest, strict):
    """Tell the same as `_reached` from above: 1 - F <= 1 - u, or < where `strict`."""
    return above < rest if strict else above <= rest


@inner
def _upper_half(u, k, at, n, odds, reach, strict):
    """Find the quantile from a guess k with probability `at`, by the mass above k."""
    rest = 1.0 - u
    above = at * _above(k, reach, n, odds)
    if _small_enough(above, rest, strict):
        while k > 0.0 and _small_enough(above + at, rest, strict):
            above += at
            at /= _ratio_up(k - 1.0, n, odds)
            k -= 1.0
        return k
    while k != n and at > 0.0 and not _small_enough(above, rest, strict):
        at *= _ratio_up(k, n, odds)
        k += 1.0
        above = max(above - at, 0.0)
    return k


@inner
def _from_guess(u, k, at, n, odds, variance, strict):
    """Find the quantile from a guess k, by whichever tail is the smaller; `n` < 0 means Poisson with mean `odds`."""
    mean = odds if n < 0.0 else n * odds / (1.0 + odds)
    if u <= 0.5:
        return _lower_half(u, k, at, n, odds, _reach(mean - k, variance), strict)
    return _upper_half(u, k, at, n, odds, _reach(k - mean, variance), strict)


@inner
def _binomial_half(u, n, p, strict):
    """Find the quantile for p <= 1/2; with `strict`, the smallest k with F(k) > u."""
    q = 1.0 - p
    mean = n * p
    if mean < SMALL_MEAN:
        reach = np.nextafter(u, 1.0) if strict else u
        k = _search_from_zero(reach, n, p / q, math.exp(n * math.log1p(-p)))
        return k if u < _HIGH else _upper_half(u, k, _binomial_probability(k, n, p, q), n, p / q, _TERMS, strict)
    whole = math.floor(mean)
    x, bound = expanded(u, mean - whole + product_error(n, p, mean), mean * q, q - p)
    k = whole + math.floor(x)
    if bound < x - math.floor(x) < 1.0 - bound:
        return k
    k = min(max(k, 0.0), n)
    return _from_guess(u, k, _binomial_probability(k, n, p, q), n, p / q, mean * q, strict)


@compiled
def binomial_quantile(u, n, p):
    """Give the smallest k with F(k) >= u of a binomial distribution.

    Args:
        u: In [0, 1).
        n: Trials, at most 10^12 (the caller checks).
        p: Chance; at or below 0 gives 0, at or above 1 gives n.

    Returns:
        k as int64.
    """
    if n <= 0 or p <= 0.0:
        return np.int64(0)
    if p >= 1.0:
        return np.int64(n)
    if u <= 0.0:
        return np.int64(0)
    if n * p < 0.5 and u <= 1.0 - n * p - _ROUNDING:  # F(0) = (1 - p)^n is at least 1 - n·p
        return np.int64(0)
    # Where p > 1/2 the other outcome, n - k, is found: its smallest j with G(j) > 1 - u.
    other = p > 0.5
    k = np.int64(_binomial_half(1.0 - u if other else u, float(n), 1.0 - p if other else p, other))
    return np.int64(n) - k if other else k


@compiled
def poisson_quantile(u, mean):
    """Give the smallest k with F(k) >= u of a Poisson distribution, as int64; u in [0, 1)."""
    if mean <= 0.0 or u <= 0.0:
        return np.int64(0)
    never = mean < 0.0  # a value and not the word False, for which all that follows would be compiled once more
    if mean < SMALL_MEAN:
        k = _search_from_zero(u, -1.0, mean, math.exp(-mean))
        return np.int64(k if u < _HIGH else _upper_half(u, k, _poisson_probability(k, mean), -1.0, mean, _TERMS, never))
    whole = math.floor(mean)
    x, bound = expanded(u, mean - whole, mean, 1.0)
    k = whole + math.floor(x)
    if bound < x - math.floor(x) < 1.0 - bound:
        return np.int64(k)
    k = max(float(k), 0.0)
    return np.int64(_from_guess(u, k, _poisson_probability(k, mean), -1.0, mean, mean, never))
