"""People who leave: pure death, causes that compete, exchange between two places, people who come in."""

from __future__ import annotations

import numpy as np
import pytest

from theory import EXACT, assert_covariance, assert_mean, assert_variance, binomial_excess, mean_of, runs_of
from tumen.situation import Situation

DAYS = np.arange(1, 11)
MONTHS = np.cumsum([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
TEN_DAYS = 'from = 2030-01-01\nto = 2030-01-10\nstep = "day"\nreport = "step"'
YEAR = 'from = 2030-01-01\nto = 2030-12-31\nstep = "month"\nreport = "step"'
FEW, REPLICATES = 400, 2000


def dying(tiny, hazard: str, *, time: str = TEN_DAYS) -> Situation:
    return tiny(
        statuses="id\nalive\ndead",
        exits="id,group,from_status,to_status,hazard\ndie,death,alive,dead,hazard",
        numbers=f"hazard {hazard}\npeople persons {FEW}",
        start="alive here people",
        time=time,
    )


@pytest.fixture(scope="module")
def death(tiny) -> Situation:
    return dying(tiny, "1/day 0.15")


@pytest.fixture(scope="module")
def causes(tiny) -> Situation:
    return tiny(
        statuses="id\nalive\nill\nhurt\nold",
        exits="""
        id,group,from_status,to_status,hazard,factors
        illness,a,alive,ill,slow,
        injury,b,alive,hurt,slow,twice
        age,b,alive,old,stay,
        """,
        numbers=f"slow 1/week 0.35\ntwice factor 2\nstay days 40\npeople persons {FEW}",
        start="alive here people",
    )


def test_those_alive_are_a_binomial_share_of_those_at_the_start(death):
    """Everybody lives on with chance exp(-h·t), alone: the moments are those of Binomial(N, exp(-h·t))."""
    alive = runs_of(death, replicates=REPLICATES)["n_alive"]
    lives = np.exp(-0.15 * DAYS)
    assert_mean(alive, FEW * lives, FEW * lives * (1 - lives))
    assert_variance(alive, FEW * lives * (1 - lives), binomial_excess(FEW, lives))


def test_luck_of_one_step_says_nothing_about_the_next(death):
    """Cov(n_s, n_t) = N·exp(-h·t)·(1 - exp(-h·s)) for s < t holds only if steps have independent luck."""
    alive = runs_of(death, replicates=REPLICATES)["n_alive"]
    for s, t in ((0, 1), (1, 5), (2, 9)):
        expected = FEW * np.exp(-0.15 * DAYS[t]) * (1 - np.exp(-0.15 * DAYS[s]))
        assert_covariance(alive[:, s], alive[:, t], expected)


def test_the_mean_engine_is_the_exponential(death):
    alive = mean_of(death)["n_alive"]
    np.testing.assert_allclose(alive, FEW * np.exp(-0.15 * DAYS), rtol=EXACT)


def test_a_step_has_the_days_of_its_month(tiny):
    """Hazards are per day: survival to the end of a month counts calendar days, whatever the unit of the rate."""
    by_year = mean_of(dying(tiny, "1/year 1.2", time=YEAR))["n_alive"]
    np.testing.assert_allclose(by_year, FEW * np.exp(-1.2 / 365.25 * MONTHS), rtol=EXACT)
    by_stay = mean_of(dying(tiny, "weeks 20", time=YEAR))["n_alive"]
    np.testing.assert_allclose(by_stay, FEW * np.exp(-MONTHS / 140), rtol=EXACT)


def test_parts_of_a_step_change_no_constant_hazard(tiny, death):
    """exp(-h·d) is the product of its parts: with constant hazards the mean does not see substeps."""
    parts = dying(tiny, "1/day 0.15", time=f"{TEN_DAYS}\nsubsteps = 4")
    np.testing.assert_allclose(mean_of(parts)["n_alive"], mean_of(death)["n_alive"], rtol=EXACT)


def test_causes_share_those_who_leave(causes):
    """By time t each cause has taken N·(h_i / H)·(1 - exp(-H·t)): a multinomial, with its covariance -N·p_i·p_j."""
    hazards = np.array([0.05, 0.1, 0.025])
    runs = runs_of(causes, replicates=REPLICATES)
    taken = np.stack([runs[name] for name in ("n_ill", "n_hurt", "n_old")], axis=-1)
    p = hazards / hazards.sum() * -np.expm1(-hazards.sum() * DAYS)[:, None]
    assert_mean(taken, FEW * p, FEW * p * (1 - p))
    assert_variance(taken, FEW * p * (1 - p), binomial_excess(FEW, p))
    for t in (0, 4, 9):
        for i, j in ((0, 1), (0, 2), (1, 2)):
            assert_covariance(taken[:, t, i], taken[:, t, j], -FEW * p[t, i] * p[t, j])


def test_flows_add_up_to_the_stocks_they_fill(causes):
    runs = runs_of(causes, replicates=50)
    for flow, stock in (("f_illness", "n_ill"), ("f_injury", "n_hurt"), ("f_age", "n_old")):
        assert np.array_equal(runs[flow].cumsum(axis=1), runs[stock])


@pytest.fixture(scope="module")
def exchange(tiny) -> Situation:
    return tiny(
        places="id\nhere\nthere",
        statuses="id,places\nliving,here;there",
        exits="""
        id,group,from_status,from_place,to_status,to_place,hazard
        go,moving,living,here,living,there,out
        return,moving,living,there,living,here,back
        """,
        numbers=f"out 1/day 0.2\nback 1/day 0.1\npeople persons {FEW}",
        start="living here people",
    )


def test_two_places_exchange_people_as_a_chain_of_two_states(exchange):
    """Each person is a chain of two states: here with chance π + (1 - π)·(1 - p - q)^t, π = q / (p + q)."""
    p, q = -np.expm1([-0.2, -0.1])
    rest = q / (p + q)
    here = rest + (1 - rest) * (1 - p - q) ** DAYS
    np.testing.assert_allclose(mean_of(exchange)["n_living_here"], FEW * here, rtol=EXACT)
    runs = runs_of(exchange, replicates=REPLICATES)
    assert_mean(runs["n_living_here"], FEW * here, FEW * here * (1 - here))
    assert_variance(runs["n_living_here"], FEW * here * (1 - here), binomial_excess(FEW, here))
    assert (runs["n_living_here"] + runs["n_living_there"] == FEW).all()


def test_people_from_outside_come_as_a_poisson_process(tiny):
    """λ·d people a step, variance λ·d, no covariance; those of two cohorts are independent Poisson counts."""
    situation = tiny(
        cohorts="attribute,value\nsex,woman\nsex,man",
        statuses="id,keeps\nalive,sex\ndead,",
        exits="id,group,from_status,to_status,hazard,only\ndie,d,alive,dead,hazard,sex=man",
        numbers="rate persons/day 30\nshare[woman] share 0.6\nshare[man] share 0.4\nhazard 1/day 0\npeople persons 0",
        dims={"share": ("sex",)},
        start="alive here people sex=woman",
        more='[inflow.coming]\ngroup = "coming"\nstatus = "alive"\nplace = "here"\nrate = "rate"\nshares = ["share"]',
    )
    came = np.diff(runs_of(situation, replicates=REPLICATES)["n_alive"], axis=1, prepend=0)
    assert_mean(came, 30, 30)
    assert_variance(came, 30, 1 / 30)
    assert_covariance(came[:, 0], came[:, 1], 0)


def test_births_let_a_population_grow_by_their_rate(tiny):
    """With b births per parent and day the mean grows by 1 + b a step; Var(n_1) = N·b, since a birth is Poisson."""
    situation = tiny(
        statuses="id\nalive\ndead",
        exits="id,group,from_status,to_status,hazard\ndie,d,alive,dead,hazard",
        numbers=f"rate 1/day 0.1\nhazard 1/day 0\npeople persons {FEW}",
        start="alive here people",
        more='[inflow.births]\ngroup = "births"\nstatus = "alive"\nrate = "rate"\nparents = ["alive"]',
    )
    np.testing.assert_allclose(mean_of(situation)["n_alive"], FEW * 1.1**DAYS, rtol=EXACT)
    alive = runs_of(situation, replicates=REPLICATES)["n_alive"]
    growth = 1.1**DAYS
    assert_mean(alive, FEW * growth, FEW * 0.1 * (growth / 1.1) * (growth - 1) / 0.1)
    assert_variance(alive[:, 0], 0.1 * FEW, 1 / (0.1 * FEW))
