"""Counts from uniforms, against exact slow twins."""

import math
from fractions import Fraction

import numpy as np
import pytest
from numba import njit, vectorize
from scipy.stats import binom, poisson

from tumen.kernels.expansion import SMALL_MEAN
from tumen.kernels.philox import uniform
from tumen.kernels.quantile import binomial_quantile, poisson_quantile


@vectorize(["int64(float64, int64, float64)"])
def counts(u, n, p):
    return binomial_quantile(u, n, p)


def exact_binomial(u: Fraction, n: int, p: Fraction) -> int:
    """Sum probabilities as fractions until they reach u."""
    below = Fraction(0)
    for k in range(n + 1):
        below += math.comb(n, k) * p**k * (1 - p) ** (n - k)
        if below >= u:
            return k
    return n


@pytest.mark.parametrize("n", [1, 2, 7, 30, 60])
def test_small_binomials_equal_exact_fractions(n):
    rng = np.random.default_rng(n)
    for p in (1 / 64, 1 / 4, 1 / 2, 3 / 4, 63 / 64):
        for u in rng.random(40):
            assert binomial_quantile(u, n, p) == exact_binomial(Fraction(u), n, Fraction(p))


def doubtful(distribution, k: int, u: float) -> bool:
    """Tell whether u is so near a step of the distribution function that rounding decides."""
    return min(abs(distribution.cdf(k) - u), abs(distribution.cdf(k - 1) - u)) < 1e-11


def test_binomials_of_all_sizes_equal_the_published_distribution():
    rng = np.random.default_rng(3)
    wrong = []
    for _ in range(6000):
        n = int(10 ** rng.uniform(0, 9))
        p = rng.random() if rng.random() < 0.5 else 10 ** rng.uniform(-8, 0)
        if n * min(p, 1 - p) > 1e6:
            continue
        u = rng.choice([rng.random(), 10 ** rng.uniform(-9, -1), 1 - 10 ** rng.uniform(-9, -1)])
        k, expected = binomial_quantile(u, n, p), binom.ppf(u, n, p)
        if k != expected and not doubtful(binom(n, p), int(k), u):
            wrong.append((u, n, p, k, expected))
    assert wrong == []


def test_poissons_of_all_sizes_equal_the_published_distribution():
    rng = np.random.default_rng(4)
    wrong = []
    for _ in range(4000):
        mean, u = 10 ** rng.uniform(-3, 6), rng.random()
        k, expected = poisson_quantile(u, mean), poisson.ppf(u, mean)
        if k != expected and not doubtful(poisson(mean), int(k), u):
            wrong.append((u, mean, k, expected))
    assert wrong == []


@pytest.mark.parametrize("u", [0.0, 2.0**-53, 0.5, 1 - 2.0**-53])
@pytest.mark.parametrize("n", [0, 1, 5, 1000, 10**12])
def test_the_edges_stay_inside(u, n):
    for p in (-0.1, 0.0, 1e-12, 0.5, 1 - 1e-12, 1.0, 1.1):
        assert 0 <= binomial_quantile(u, n, p) <= n
    assert binomial_quantile(u, n, 0.0) == 0
    assert binomial_quantile(u, n, 1.0) == n
    assert binomial_quantile(0.0, n, 0.3) == 0


def test_a_count_never_falls_with_luck_chance_or_people():
    us = np.linspace(0, 1 - 2.0**-53, 301)
    for n, p in ((40, 0.3), (5000, 0.02), (200_000, 0.4)):
        counts = [binomial_quantile(u, n, p) for u in us]
        assert (np.diff(counts) >= 0).all()
        assert all(binomial_quantile(u, n, p * 1.05) >= k for u, k in zip(us, counts, strict=True))
        assert all(binomial_quantile(u, n + 25, p) >= k for u, k in zip(us, counts, strict=True))


@pytest.mark.parametrize("p", [1e-6, 0.02, 0.4, 0.5])
def test_a_count_never_falls_where_the_sum_gives_way_to_the_expansion(p):
    us = np.concatenate([np.geomspace(2.0**-53, 0.1, 60), np.linspace(0.1, 0.9, 200), 1 - np.geomspace(0.1, 1e-15, 60)])
    people = np.unique(np.rint(SMALL_MEAN * np.linspace(0.9, 1.1, 21) / p).astype(np.int64))
    by_people = counts(us[:, None], people, p)
    by_chance = counts(us[:, None], people[0], SMALL_MEAN / people[0] * np.linspace(0.98, 1.02, 41))
    for found in (by_people, by_chance):
        assert (np.diff(found, axis=0) >= 0).all()
        assert (np.diff(found, axis=1) >= 0).all()


def test_the_sum_decides_rightly_where_the_expansion_leaves_a_doubt():
    rng = np.random.default_rng(7)
    mean, p = 10 ** rng.uniform(0.91, 5, 4000), rng.choice([0.5, 0.9, 1e-3, 0.1], 4000) * rng.uniform(0.8, 1, 4000)
    n = np.ceil(mean / np.minimum(p, 1 - p)).astype(np.int64)
    k = np.asarray(binom.ppf(10 ** rng.uniform(-5, 0, 4000), n, p), np.int64)
    step = np.asarray(binom.cdf(k, n, p), np.float64)
    step, k, n, p = (of[(step > 1e-5) & (step < 0.999)] for of in (step, k, n, p))
    assert (counts(step * (1 - 1e-10), n, p) == k).all()
    assert (counts(step * (1 + 1e-10), n, p) == k + 1).all()


def test_few_of_very_many_and_all_but_few_are_poisson():
    n, tiny = 10**12, 2.0**-53
    for u in (tiny, 0.3, 0.5, 0.9999, 0.99999999, 1 - tiny):
        for p, most in ((tiny, 0), (3e-12, 0), (1 - tiny, n)):
            mean = n * min(p, 1 - p)
            few = abs(most - counts(u if most == 0 else 1 - u, n, p))
            assert poisson.sf(few, mean) <= 1 - u
            assert few == 0 or poisson.sf(few - 1, mean) > 1 - u


def test_half_of_very_many_is_their_median():
    assert counts(0.5, 10**12, 0.5) == 5 * 10**11
    assert counts(0.5, 10**12 - 1, 0.5) == 5 * 10**11 - 1  # F reaches one half at this count, exactly


REGIMES = [(8, 0.2), (300, 0.01), (200, 0.05), (2000, 0.03), (5000, 0.7), (10**6, 1e-4), (10**6, 0.5), (10**10, 1e-4)]


@njit
def addressed(size, n, p):
    """Draw counts, each from the uniform of its own address."""
    out = np.empty(size, np.int64)
    for i in range(size):
        u = uniform(np.uint64(i), np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(1))
        out[i] = binomial_quantile(u, n, p)
    return out


@pytest.mark.parametrize("size", [200_000, pytest.param(10**7, marks=pytest.mark.slow)], ids=["fast", "slow"])
@pytest.mark.parametrize(("n", "p"), REGIMES)
def test_moments_and_shape_of_many_counts(n, p, size):
    found = addressed(size, n, p)
    sd = math.sqrt(n * p * (1 - p))
    skewness, excess = (1 - 2 * p) / sd, (1 - 6 * p * (1 - p)) / sd**2
    over = (found - n * p) / sd
    assert abs(over.mean()) < 4 / math.sqrt(size)
    assert abs((over**2).mean() - 1) < 4 * math.sqrt((2 + excess) / size)
    assert abs((over**3).mean() - skewness) < 4 * math.sqrt((15 + 45 * skewness**2 + 15 * excess) / size)
    edges = np.unique(binom.ppf(np.linspace(0.01, 0.99, 99), n, p))
    observed = np.histogram(found, [-1, *edges, n])[0]
    below = np.concatenate([[0], np.asarray(binom.cdf(edges - 1, n, p)), [1]])  # bins are [a, b) with whole counts
    expected = np.diff(below) * size
    expected[expected == 0] = 1
    chi_square = ((observed - expected) ** 2 / expected).sum()
    freedom = expected.size - 1
    assert abs(chi_square - freedom) < 4.5 * math.sqrt(2 * freedom)


def test_poisson_edges():
    assert poisson_quantile(0.3, 0.0) == 0
    assert poisson_quantile(0.0, 50.0) == 0
    assert poisson_quantile(1 - 2.0**-53, 1e6) > 1e6
