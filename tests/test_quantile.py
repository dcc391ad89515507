"""Counts from uniforms, against exact slow twins."""

import math
from fractions import Fraction

import numpy as np
import pytest
from scipy.stats import binom, poisson

from tumen.kernels.quantile import binomial_quantile, poisson_quantile


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


@pytest.mark.parametrize(("n", "p"), [(8, 0.2), (300, 0.01), (2000, 0.03), (5000, 0.7), (10**6, 1e-4), (10**6, 0.5)])
def test_moments_and_shape_of_many_counts(n, p):
    u = np.random.default_rng(n).random(40_000)
    counts = np.array([binomial_quantile(v, n, p) for v in u])
    sd = math.sqrt(n * p * (1 - p))
    assert abs(counts.mean() - n * p) < 4 * sd / math.sqrt(u.size)
    kurtosis = (1 - 6 * p * (1 - p)) / (n * p * (1 - p))
    assert abs(counts.var() / sd**2 - 1) < 4 * math.sqrt((2 + kurtosis) / u.size)
    edges = np.unique(binom.ppf(np.linspace(0.05, 0.95, 19), n, p))
    observed = np.histogram(counts, [-1, *edges, n])[0]
    below = np.concatenate([[0], np.asarray(binom.cdf(edges - 1, n, p)), [1]])  # bins are [a, b) with whole counts
    expected = np.diff(below) * u.size
    chi_square = ((observed - expected) ** 2 / np.maximum(expected, 1)).sum()
    assert chi_square < expected.size + 5 * math.sqrt(2 * expected.size)


def test_poisson_edges():
    assert poisson_quantile(0.3, 0.0) == 0
    assert poisson_quantile(0.0, 50.0) == 0
    assert poisson_quantile(1 - 2.0**-53, 1e6) > 1e6
