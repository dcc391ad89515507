"""From a figure to a distribution: by hand, and against a search that knows nothing of ours."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.stats import norm

from tumen.evidence.fits import Normal, Points, fit, least_squares, natural, transformed

Z80, Z95, Z98 = 1.2815515655446004, 1.6448536269514722, 1.959963984540054  # 10, 5 and 2.5 % above them
PLACES = st.floats(-0.95, 0.95)


def normal(found):
    return found.mu, found.sigma


def test_two_ends_of_a_positive_number():
    # 50,000 to 150,000 with nothing said: 80 %. Middle (10.8198 + 11.9184) / 2, width 1.0986 over 2 x 1.28155.
    found = fit(Points(50_000, None, 150_000), None, "positive")
    assert found.mu == pytest.approx(11.369084, abs=1e-6)
    assert found.sigma == pytest.approx(0.428626, abs=1e-6)
    assert math.exp(found.quantile(0.1)) == pytest.approx(50_000)
    assert math.exp(found.quantile(0.9)) == pytest.approx(150_000)


def test_a_range_that_says_95_per_cent_is_narrower():
    said = fit(Points(50_000, None, 150_000), 0.95, "positive")
    assert said.sigma == pytest.approx(0.280263, abs=1e-6)
    assert math.exp(said.quantile(0.975)) == pytest.approx(150_000)
    unsaid = fit(Points(50_000, None, 150_000), None, "positive")
    assert unsaid.sigma / said.sigma == pytest.approx(Z98 / Z80)
    assert unsaid == fit(Points(50_000, None, 150_000), 0.8, "positive")


def test_two_ends_of_a_share_and_of_a_real_number():
    # 20 to 80 %: logits -1.3863 and 1.3863.
    share = fit(Points(0.2, None, 0.8), None, "share")
    assert share.mu == pytest.approx(0, abs=1e-12)
    assert share.sigma == pytest.approx(1.386294 / Z80, rel=1e-6)
    assert normal(fit(Points(-3, None, 5), None, "real")) == pytest.approx((1, 4 / Z80))


def test_a_best_figure_and_one_end_are_met():
    found = fit(Points(30_000, 60_000, None), None, "positive")
    assert found.mu == pytest.approx(math.log(60_000))
    assert found.sigma == pytest.approx(math.log(2) / Z80)
    assert math.exp(fit(Points(None, 60_000, 90_000), None, "positive").quantile(0.9)) == pytest.approx(90_000)


@pytest.mark.parametrize("points", [Points(None, 7.0, None), Points(7.0, None, None), Points(7.0, 7.0, 7.0)])
def test_one_number_has_no_width(points):
    assert fit(points, None, "positive") == Normal(math.log(7), 0.0)


def test_quartiles_around_their_median_are_met_exactly():
    # Quartiles 30, 40, 50: a normal distribution has them where its sigma is 10 / 0.67449 = 14.826.
    found = least_squares([30, 40, 50], [0.25, 0.5, 0.75])
    assert found.mu == pytest.approx(40)
    assert found.sigma == pytest.approx(14.826022, abs=1e-6)
    assert normal(fit(Points(30, 40, 50), 0.5, "real")) == pytest.approx((40, 14.826022), abs=1e-6)


def test_three_figures_that_lie_evenly_are_their_ends():
    # 25,000, 50,000, 100,000 are even on the logarithmic scale: the middle adds nothing.
    ends, all_three = (fit(Points(25_000, best, 100_000), None, "positive") for best in (None, 50_000))
    assert all_three.mu == pytest.approx(ends.mu)
    assert all_three.sigma == pytest.approx(ends.sigma)


def cost(x, p, *, mu, sigma):
    return float(np.square(norm.cdf(np.array(x), mu, sigma) - np.array(p)).sum())


def searched(x, p, at_least=1e-3):
    """Search as SHELF does, by Nelder and Mead over mu and log sigma, from many starts; the lowest cost found."""

    def of(q):
        return cost(x, p, mu=q[0], sigma=max(math.exp(q[1]), at_least))

    span = x[-1] - x[0]
    starts = product(np.linspace(x[0], x[-1], 3), np.log(np.array([0.05, 0.3, 1.0]) * span))
    fine = {"xatol": 1e-10, "fatol": 1e-16, "maxiter": 1000}
    found = [minimize(of, start, method="Nelder-Mead", options=fine) for start in starts]  # pyright: ignore
    return min(float(one.fun) for one in found)


@pytest.mark.parametrize("at", [-0.9, -0.55, -0.4, -0.2, 0.05, 0.3, 0.5, 0.8, 1.0])
@pytest.mark.parametrize("p", [(0.1, 0.5, 0.9), (0.25, 0.5, 0.75), (0.025, 0.5, 0.975)])
def test_no_search_finds_a_better_fit(at, p):
    x = (10.0, 10.0 + 2 * (1 + at), 14.0)
    found = least_squares(x, p)
    assert cost(x, p, mu=found.mu, sigma=found.sigma) <= searched(x, p) + 1e-9
    ends = (x[-1] - x[0]) / (norm.ppf(p[-1]) - norm.ppf(p[0]))
    held = least_squares(x, p, at_least=ends)
    assert held.sigma >= ends * (1 - 1e-12)
    assert cost(x, p, mu=held.mu, sigma=held.sigma) <= searched(x, p, ends) + 1e-9


def test_a_lopsided_range_is_no_surer_than_its_ends():
    # SHELF's fit to -1, 0.6, 1 at 10, 50, 90 % leaves the far end out and comes out 0.4 as wide.
    free = least_squares([-1, 0.6, 1], [0.1, 0.5, 0.9])
    assert free.sigma * Z80 == pytest.approx(0.4, abs=1e-4)
    held = fit(Points(-1, 0.6, 1), None, "real")
    assert held.sigma * Z80 == pytest.approx(1.0)
    assert 0 < held.mu < 0.6


@given(PLACES, st.floats(0.1, 10), st.floats(-20, 20))
@settings(deadline=None)
def test_fits_do_not_depend_on_units(at, scale, shift):
    here = fit(Points(-1, at, 1), None, "real")
    there = fit(Points(shift - scale, shift + scale * at, shift + scale), None, "real")
    # The bottom of a valley is found to some 1e-8: a parabola is flat there.
    assert there.mu == pytest.approx(shift + scale * here.mu, abs=1e-5 * scale)
    assert there.sigma == pytest.approx(scale * here.sigma, rel=1e-5)


@given(PLACES)
@settings(deadline=None)
def test_a_fit_leans_to_its_best_figure_and_never_beyond(at):
    found = fit(Points(-1, at, 1), None, "real")
    mirrored = fit(Points(-1, -at, 1), None, "real")
    assert mirrored.mu == pytest.approx(-found.mu, abs=1e-6)
    assert abs(found.mu) <= abs(at) + 1e-9
    assert found.mu * at >= -1e-12
    assert found.sigma * Z80 >= 1 - 1e-9


@given(st.sampled_from(["positive", "share", "real"]), st.floats(0.001, 0.999))
def test_scales_go_there_and_back(support, x):
    assert natural(transformed(x, support), support) == pytest.approx(x, rel=1e-12)


@pytest.mark.parametrize(
    ("points", "support", "why"),
    [
        (Points(None, None, None), "positive", "it has no figure"),
        (Points(3.0, 2.0, None), "positive", "its figures are not in order"),
        (Points(0.0, None, 5.0), "positive", "0 is not above 0"),
        (Points(0.0, 0.5, None), "share", "0 is not between 0 and 1"),
        (Points(None, 0.5, 1.0), "share", "1 is not between 0 and 1"),
        (Points(None, 0.0, None), "real", "a single 0 does not say how exact it is"),
        (Points(-1.0, 0.0, 1.0), "real", ""),
        (Points(0.2, None, 0.4), "share", ""),
        (Points(None, None, 500_000), "positive", ""),
    ],
)
def test_what_cannot_be_a_distribution_says_why(points, support, why):
    assert points.problem(support) == why
