"""Measures of policies over futures, against brute force in plain Python on random tables."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from theory import SIGMAS
from tumen.comparison import measures
from tumen.comparison.monte_carlo import monte_carlo_error
from tumen.errors import RunError

# Few whole numbers, so that ties are common and sums exact.
TABLES = arrays(np.float64, array_shapes(min_dims=2, max_dims=2, max_side=6), elements=st.integers(-3, 3).map(float))
DIRECTIONS = st.sampled_from(("less", "more"))


def gain(own: float, other: float, direction: str) -> float:
    """Give by how much `own` is better than `other`."""
    return own - other if direction == "more" else other - own


@given(TABLES, DIRECTIONS)
def test_differences_and_the_futures_in_which_a_policy_helps(figures, direction):
    found = measures.difference(figures)
    helps, harms = measures.helps_share(figures, direction), measures.harms_share(figures, direction)
    n = figures.shape[1]
    for p, row in enumerate(figures):
        assert list(found[p]) == [x - b for x, b in zip(row, figures[0], strict=True)]
        gains = [gain(x, b, direction) for x, b in zip(row, figures[0], strict=True)]
        assert helps[p] * n == pytest.approx(sum(g > 0 for g in gains))
        assert harms[p] * n == pytest.approx(sum(g < 0 for g in gains))


@given(TABLES, DIRECTIONS)
def test_regret_is_what_the_best_policy_of_each_future_would_have_spared(figures, direction):
    found = measures.regret(figures, direction)
    pick = max if direction == "more" else min
    for f, column in enumerate(figures.T):
        best = pick(column)
        for p, own in enumerate(column):
            lost = gain(best, own, direction)
            assert found.absolute[p, f] == lost >= 0
            expected = 0.0 if lost == 0 else math.inf if best == 0 else lost / abs(best)
            assert found.relative[p, f] == expected
    assert list(found.maximum) == [max(row) for row in found.absolute]
    for row, q90 in zip(found.absolute, found.q90, strict=True):
        assert sum(x <= q90 + 1e-12 for x in row) >= 0.9 * (len(row) - 1)
        assert sum(x >= q90 - 1e-12 for x in row) >= 0.1 * (len(row) - 1)


@given(TABLES, DIRECTIONS)
def test_in_each_future_somebody_has_no_regret_and_the_shares_of_the_best_add_up(figures, direction):
    assert (measures.regret(figures, direction).absolute.min(axis=0) == 0).all()
    best = measures.best_share(figures, direction)
    assert best.sum() == pytest.approx(1)
    pick = max if direction == "more" else min
    for p in range(len(figures)):
        held = sum(Fraction(int(c[p] == pick(c)), list(c).count(pick(c))) for c in figures.T)
        assert best[p] * figures.shape[1] == pytest.approx(float(held))


@given(TABLES, DIRECTIONS, st.integers(-3, 3))
def test_a_threshold_is_met_by_reaching_it(figures, direction, threshold):
    found = measures.meets(figures, threshold, direction)
    for p, row in enumerate(figures):
        met = sum(x >= threshold if direction == "more" else x <= threshold for x in row)
        assert found[p] * len(row) == pytest.approx(met)


@given(TABLES, DIRECTIONS, st.sampled_from((0.0, 0.05, 0.5, 1.0)))
def test_within_a_share_of_the_best(figures, direction, within):
    found = measures.within_share(figures, direction, within=within)
    pick = max if direction == "more" else min
    for p in range(len(figures)):
        near = sum(gain(pick(c), c[p], direction) <= within * abs(pick(c)) for c in figures.T)
        assert found[p] * figures.shape[1] == pytest.approx(near)


def test_the_mean_of_the_worst_tenth():
    figures = np.array([np.arange(20.0), np.full(20, 7.0)])
    assert measures.tail_mean(figures, "more") == pytest.approx([0.5, 7])
    assert measures.tail_mean(figures, "less") == pytest.approx([18.5, 7])
    # Of 15 futures a tenth is one and a half.
    assert measures.tail_mean(figures[:, :15], "more") == pytest.approx([(0 + 0.5 * 1) / 1.5, 7])
    assert measures.tail_mean(figures, "less", share=1) == pytest.approx([9.5, 7])


@given(TABLES, st.data())
def test_dominance_pair_by_pair(figures, data):
    directions = data.draw(st.lists(DIRECTIONS, min_size=figures.shape[1], max_size=figures.shape[1]))
    found = measures.dominated(figures, directions)
    for p, own in enumerate(figures):
        gains = [[gain(a, b, d) for a, b, d in zip(row, own, directions, strict=True)] for row in figures]
        assert found[p] == any(min(g) >= 0 and max(g) > 0 for g in gains)
    assert (measures.pareto(figures, directions) == ~found).all()
    assert not found.all()


def test_no_gain_offsets_a_harm():
    protected_and_returned = np.array([[100.0, 10.0], [1e9, 11.0], [100.0, 10.0], [99.0, 10.0]])
    assert list(measures.dominated(protected_and_returned, ("more", "less"))) == [False, False, False, True]


@pytest.mark.parametrize("of", ["regret", "helps_share", "harms_share", "best_share", "within_share", "tail_mean"])
def test_turning_the_direction_turns_the_sign(of):
    figures = np.random.default_rng(3).normal(size=(4, 25))
    less, more = getattr(measures, of)(-figures, "less"), getattr(measures, of)(figures, "more")
    if of == "regret":
        assert (less.absolute == more.absolute).all()
        assert (less.relative == more.relative).all()
    else:
        assert np.abs(less) == pytest.approx(np.abs(more))


def test_a_failed_future_is_refused_and_can_be_left_out_for_all():
    figures = np.array([[1.0, 2.0, 3.0], [1.0, np.nan, 5.0]])
    for call in (measures.difference, lambda f: measures.regret(f, "less"), lambda f: measures.meets(f, 2, "less")):
        with pytest.raises(RunError) as caught:
            call(figures)
        assert str(caught.value) == (
            "T361 1 of 6 figures are missing\n"
            "  where: the first at [1, 1]\n"
            "  remedy: leave out the futures that failed, for all policies alike, and say how many they are"
        )
    whole = measures.complete(figures)
    assert list(whole) == [True, False, True]
    assert list(measures.helps_share(figures[:, whole], "more")) == [0, 0.5]


@pytest.mark.parametrize("figures", [np.empty((2, 0)), np.empty((0, 2)), np.zeros(3), np.full((2, 2), np.inf)])
def test_what_is_no_whole_table_is_refused(figures):
    with pytest.raises(RunError, match="T361"):
        measures.difference(figures)


def test_a_table_needs_a_direction_for_each_outcome():
    with pytest.raises(RunError, match=r"T361 a table of \(2, 3\) was given, where \[policy, outcome 2\] is compared"):
        measures.dominated(np.zeros((2, 3)), ("less", "more"))


def test_an_outcome_without_direction_is_not_ranked():
    with pytest.raises(RunError) as caught:
        measures.regret(np.zeros((2, 2)), "neither")  # pyright: ignore[reportArgumentType]
    assert str(caught.value) == (
        "T362 an outcome with the direction 'neither' cannot be better or worse\n"
        "  where: the outcomes that are compared\n"
        "  remedy: compare outcomes of which less or more protects people; of the others show the difference only"
    )


def test_nothing_given_is_changed():
    figures = np.random.default_rng(0).normal(size=(3, 9))
    before = figures.copy()
    for direction in ("less", "more"):
        measures.regret(figures, direction)
        measures.tail_mean(figures, direction)
    monte_carlo_error(figures)
    assert (figures == before).all()


# ---- Monte-Carlo errors ------------------------------------------------------------------------------------


def replicated(values: np.ndarray, draws: np.ndarray | None = None):
    """Compare the spread of statistics over many studies with the errors that each study states, in quadratic mean."""
    levels = (0.05, 0.5, 0.95)
    stated = monte_carlo_error(values, draws=draws, levels=levels)
    spread = np.quantile(values, levels, axis=1).std(axis=1)
    return values.mean(axis=1).std() / np.sqrt((stated.mean**2).mean()), spread / np.median(stated.quantiles, axis=0)


@pytest.mark.parametrize("law", ["normal", "exponential", "uniform"])
def test_errors_are_the_spread_over_many_studies(law):
    studies = 4000
    values = getattr(np.random.default_rng(1), law)(size=(studies, 200))
    mean, quantiles = replicated(values)
    # A standard deviation of so many studies is itself known to 1/√(2·studies), for tails up to the exponential's.
    assert mean == pytest.approx(1, abs=SIGMAS / math.sqrt(2 * studies))
    assert quantiles == pytest.approx(1, abs=0.1)


def test_replicates_of_a_draw_lean_the_same_way():
    rng, studies, draws = np.random.default_rng(2), 3000, np.repeat(np.arange(50), 4)
    values = rng.normal(size=(studies, 50))[:, draws] + 0.5 * rng.normal(size=(studies, draws.size))
    mean, quantiles = replicated(values, draws)
    assert mean == pytest.approx(1, abs=SIGMAS / math.sqrt(2 * studies))
    assert quantiles == pytest.approx(1, abs=0.15)
    naive, _ = replicated(values)
    assert naive > 1.5
    order = rng.permutation(draws.size)
    mixed, plain = (monte_carlo_error(v, draws=d) for v, d in ((values[:, order], draws[order]), (values, draws)))
    assert mixed.mean == pytest.approx(plain.mean)
    assert mixed.quantiles == pytest.approx(plain.quantiles)


def test_the_error_of_a_mean_is_the_textbook_one():
    values = np.random.default_rng(5).normal(size=(3, 2, 40))
    found = monte_carlo_error(values)
    assert found.mean == pytest.approx(values.std(axis=-1, ddof=1) / math.sqrt(40))
    assert found.quantiles.shape == (3, 2, 3)


def test_the_error_of_a_median_is_that_of_the_bootstrap():
    values, rng = np.random.default_rng(7).gamma(2, size=41), np.random.default_rng(8)
    times = 40_000
    medians = np.median(values[rng.integers(0, 41, (times, 41))], axis=1)
    found = monte_carlo_error(values, levels=(0.5,)).quantiles[0]
    kurtosis = ((medians - medians.mean()) ** 4).mean() / medians.var() ** 2
    assert found == pytest.approx(medians.std(), rel=SIGMAS * math.sqrt((kurtosis - 1) / (4 * times)))


@settings(max_examples=30)
@given(st.integers(2, 30), st.floats(0.01, 100))
def test_errors_scale_with_the_figures(n, scale):
    values = np.random.default_rng(n).normal(size=n)
    one, other = monte_carlo_error(values), monte_carlo_error(values * scale + 3)
    assert other.mean == pytest.approx(one.mean * scale)
    assert other.quantiles == pytest.approx(one.quantiles * scale, rel=1e-6, abs=1e-9 * scale)


def test_one_draw_tells_no_error():
    assert np.isnan(monte_carlo_error(np.ones(1)).mean)
    assert np.isnan(monte_carlo_error(np.arange(4.0), draws=np.zeros(4, int)).quantiles).all()
    assert monte_carlo_error(np.ones(8)).mean == 0


def test_errors_of_a_table_with_gaps_are_refused():
    with pytest.raises(RunError, match="T361"):
        monte_carlo_error(np.array([1.0, np.nan]))
    with pytest.raises(RunError, match="T361"):
        monte_carlo_error(np.ones(4), draws=np.zeros(3, int))
