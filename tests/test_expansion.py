"""The expansion of the quantile: its terms, and the bound on its error."""

from fractions import Fraction
from functools import cache
from typing import Any

import mpmath as mp
import numpy as np
import pytest
from numba import njit
from numpy.typing import NDArray
from scipy.special import betainc, gammainc, gammaincc, ndtr

from cornish_fisher import Polynomial, terms
from tumen.kernels.expansion import SMALL_MEAN, expanded, product_error

Floats = NDArray[np.float64]

FURTHEST = 6.63  # standard deviations up to which there is a bound
TERMS = 9
POISSON = 0.0  # stands for p


@njit
def expand(u, n, p):
    """Give x and the bound on its error for arrays; p = 0 stands for Poisson with mean n."""
    x, bound = np.empty(u.size), np.empty(u.size)
    for i in range(u.size):
        mean = n[i] * p[i] if p[i] > 0.0 else n[i]
        error = product_error(n[i], p[i], mean) if p[i] > 0.0 else 0.0
        x[i], bound[i] = expanded(u[i], mean - np.floor(mean) + error, mean * (1.0 - p[i]), 1.0 - 2.0 * p[i])
    return x, bound


def whole(n: Floats, p: Floats) -> Floats:
    return np.floor(np.where(p > 0, n * p, n))


@cache
def derived() -> dict[int, Polynomial]:
    return terms(TERMS)


def value(polynomial: Polynomial, z: Any, g: Any) -> Any:
    return sum(f.numerator * z**i * g**j / f.denominator for (i, j), f in polynomial.items())


def test_the_terms_are_those_of_the_cumulants():
    for z in (Fraction(k, 3) for k in range(-9, 10)):
        for g in (Fraction(k, 4) for k in range(5)):
            assert value(derived()[1], z, g) == g * (z**2 - 1) / 6
            assert value(derived()[2], z, g) == z * (3 * (1 - z**2) + g**2 * (z**2 - 7)) / 144
            assert value(derived()[3], z, g) == g * (9 - g**2) * (3 * z**4 + 7 * z**2 - 16) / 6480


def grid(means: int, chances: int, levels: int) -> tuple[Floats, Floats, Floats]:
    """Lay points over all means from where the expansion begins to 10^4, chances (Poisson first) and levels u."""
    mean, p, z = np.meshgrid(
        np.geomspace(SMALL_MEAN, 1e4, means),
        np.concatenate([[POISSON], np.geomspace(1e-3, 0.5, chances - 1)]),
        np.linspace(-FURTHEST, FURTHEST, levels),
    )
    n = np.where(p > 0, np.ceil(mean / np.where(p > 0, p, 1)), mean)
    return ndtr(z).ravel(), n.ravel(), p.ravel()


def below(x: Floats, n: Floats, p: Floats) -> tuple[Floats, Floats]:
    """Give the continued distribution function and its complement at x: F(k) where x = k + 1."""
    x = np.maximum(x, 1e-300)
    rest = np.maximum(n + 1 - x, 1e-300)
    binomial, mean = p > 0, np.where(p > 0, 1.0, n)
    return (
        np.where(binomial, betainc(rest, x, 1 - p), gammaincc(x, mean)),
        np.where(binomial, betainc(x, rest, p), gammainc(x, mean)),
    )


def within_half_the_bound(u: Floats, n: Floats, p: Floats) -> NDArray[np.bool_]:
    """Tell where the true quantile is within half the bound: F is below u half a bound before x, above it behind."""
    x, bound = expand(u, n, p)
    before, behind = (below(whole(n, p) + x + side * bound / 2, n, p) for side in (-1, 1))
    lower = (before[0] < u) & (u < behind[0])
    upper = (before[1] > 1 - u) & (1 - u > behind[1])
    return np.where(u < 0.5, lower, upper) | (bound >= 1)


@pytest.mark.parametrize(
    "size", [(25, 10, 80), pytest.param((150, 40, 301), marks=pytest.mark.slow)], ids=["fast", "slow"]
)
def test_the_bound_holds_twice_over_against_the_incomplete_functions(size):
    u, n, p = grid(*size)
    wrong = ~within_half_the_bound(u, n, p)
    assert [*zip(u[wrong], n[wrong], p[wrong], strict=True)] == []


def quantile_by_many_terms(u: float, n: float, p: float) -> Any:
    """Give x over the whole part of the mean, by `TERMS` terms and many digits."""
    level, chance = mp.mpf(u), mp.mpf(p)
    z = mp.sqrt(2) * mp.erfinv(2 * level - 1)
    mean = n * chance if p > 0 else mp.mpf(n)
    sd, g = mp.sqrt(mean * (1 - chance)), 1 - 2 * chance
    more = sum(value(q, z, g) * sd ** (1 - j) for j, q in derived().items())
    return mean - mp.floor(n * p if p > 0 else n) + mp.mpf(1) / 2 + sd * z + more


@pytest.mark.parametrize("size", [100, pytest.param(4_000, marks=pytest.mark.slow)], ids=["fast", "slow"])
def test_the_bound_holds_twice_over_for_large_counts(size):
    rng = np.random.default_rng(6)
    p = np.where(rng.random(size) < 0.2, POISSON, rng.choice([0.5, 0.25, 1], size) * 10 ** rng.uniform(-4, 0, size) / 2)
    mean = 10 ** np.minimum(rng.uniform(3, 12.5, size), 12 + np.log10(np.where(p > 0, p, 1)))
    n = np.where(p > 0, np.rint(mean / np.where(p > 0, p, 1)), mean)
    u = np.where(rng.random(size) < 0.5, rng.random(size), ndtr(rng.uniform(-FURTHEST, FURTHEST, size)))
    x, bound = expand(u, n, p)
    assert (bound < 0.01).all()
    with mp.workdps(40):
        off = [abs(x[i] - quantile_by_many_terms(float(u[i]), float(n[i]), float(p[i]))) for i in range(size)]
    assert (np.array(off, float) <= bound / 2).all()


@pytest.mark.parametrize(("mean", "most"), [(SMALL_MEAN, 0.04), (100, 1e-3), (10**4, 1e-6), (10**6, 1e-9)])
def test_few_counts_are_left_in_doubt(mean, most):
    u = (np.arange(100_000) + 0.5) / 100_000
    for p in (POISSON, 0.1, 0.5):
        n = np.full(u.size, mean / p if p > 0 else mean, float)
        bound = np.minimum(expand(u, n, np.full(u.size, p))[1], 0.5)
        assert 2 * bound.mean() < most
