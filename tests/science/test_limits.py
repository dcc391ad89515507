"""Ways that open, close and fill up: fans, gates and seats."""

from __future__ import annotations

import numpy as np
import pytest

from theory import EXACT, SIGMAS, assert_covariance, assert_mean, assert_variance, binomial_excess, mean_of, runs_of
from tumen.situation import Situation

DAYS = np.arange(1, 11)
FEW, REPLICATES = 400, 2000
CLOSES = 5  # steps before the gate closes on the 6th day

FAN = """
id,group,from_status,to_status,hazard,fan,share,open
north,leaving,home,in_north,hazard,ways,five,
east,leaving,home,in_east,hazard,ways,three,gate
south,leaving,home,in_south,hazard,ways,two,
"""
NO_FAN = """
id,group,from_status,to_status,hazard,factors,open
north,leaving,home,in_north,hazard,five,
east,leaving,home,in_east,hazard,three,gate
south,leaving,home,in_south,hazard,two,
"""
NUMBERS = f"""
hazard 1/day 0.2
five {{unit}} 0.5
three {{unit}} 0.3
two {{unit}} 0.2
shut index {{shut}}
people persons {FEW}
"""
GATE = {"signals": "id,rest\ngate,1", "events": "id,signal,date_from,size\nclose,gate,2030-01-06,shut"}


def fan(tiny, exits: str = FAN, *, shut: float = 0, unit: str = "share") -> Situation:
    return tiny(
        statuses="id\nhome\nin_north\nin_east\nin_south",
        exits=exits,
        numbers=NUMBERS.format(unit=unit, shut=shut),
        start="home here people",
        **GATE,
    )


def test_a_closed_way_of_a_fan_diverts_people_to_the_others(tiny):
    """As many leave as before the closing, N·exp(-h·t) are left; the open ways share them 5 : 2 from then on."""
    runs = mean_of(fan(tiny))
    np.testing.assert_allclose(runs["n_home"], FEW * np.exp(-0.2 * DAYS), rtol=EXACT)
    left = runs["f_north"] + runs["f_east"] + runs["f_south"]
    np.testing.assert_allclose(runs["f_east"][:CLOSES], 0.3 * left[:CLOSES], rtol=EXACT)
    np.testing.assert_allclose(runs["f_east"][CLOSES:], 0)
    np.testing.assert_allclose(runs["f_north"][CLOSES:], 5 / 7 * left[CLOSES:], rtol=EXACT)


def test_counts_of_a_fan_are_multinomial_before_and_after_the_closing(tiny):
    runs = runs_of(fan(tiny), replicates=REPLICATES)
    before, after = -np.expm1(-0.2 * CLOSES), np.exp(-0.2 * CLOSES) - np.exp(-0.2 * DAYS[-1])
    p = np.array([0.5 * before + 5 / 7 * after, 0.3 * before, 0.2 * before + 2 / 7 * after])
    reached = np.stack([runs[name][:, -1] for name in ("n_in_north", "n_in_east", "n_in_south")], axis=-1)
    assert_mean(reached, FEW * p, FEW * p * (1 - p))
    assert_variance(reached, FEW * p * (1 - p), binomial_excess(FEW, p))
    assert_covariance(reached[:, 0], reached[:, 2], -FEW * p[0] * p[2])


def test_a_way_that_is_half_open_has_half_its_weight(tiny):
    """Weights 0.5, 0.3 · 0.5 and 0.2: the middle way takes 0.15 / 0.85 of those who leave."""
    runs = mean_of(fan(tiny, shut=0.5))
    left = runs["f_north"] + runs["f_east"] + runs["f_south"]
    np.testing.assert_allclose(runs["f_east"][CLOSES:], 0.15 / 0.85 * left[CLOSES:], rtol=EXACT)


def test_where_all_ways_of_a_fan_are_closed_nobody_leaves(tiny):
    runs = runs_of(fan(tiny, FAN.replace(",five,", ",five,gate").replace(",two,", ",two,gate")), replicates=20)
    assert (runs["n_home"][:, CLOSES - 1 :] == runs["n_home"][:, [CLOSES - 1]]).all()
    assert (runs["n_home"][:, CLOSES - 1] < FEW).all()


def test_a_closed_exit_outside_a_fan_diverts_nobody(tiny):
    """Exits that merely compete keep their hazards: when one closes, fewer leave."""
    runs = mean_of(fan(tiny, NO_FAN, unit="factor"))
    closed = np.maximum(DAYS - CLOSES, 0)
    np.testing.assert_allclose(runs["n_home"], FEW * np.exp(-0.2 * DAYS + 0.06 * closed), rtol=EXACT)
    np.testing.assert_allclose(runs["f_east"][CLOSES:], 0)


# ------------------------------------------------------------------------------------------------------------- seats


def seats(tiny, *, capacity: float, hazard: float = 0.4, per: str = "step") -> Situation:
    held = 'occupied_by = ["aboard"]\nplaces = ["there"]' if per == "stock" else ""
    return tiny(
        places="id\nhere\nthere",
        statuses="id,places\nwaiting,here\naboard,there\nwalked,here\ngone,there",
        exits="""
        id,group,from_status,to_status,to_place,hazard,seats
        sail,s,waiting,aboard,there,hazard,ship
        walk,w,waiting,walked,,walking,
        land,l,aboard,gone,,landing,
        """,
        numbers=f"hazard 1/day {hazard}\nwalking 1/day 0.05\nlanding 1/day 0.3\ncapacity persons {capacity}\n"
        f"people persons {FEW}",
        start="waiting here people",
        more=f'[seats.ship]\ncapacity = "capacity"\nper = "{per}"\n{held}',
    )


def test_seats_for_everybody_change_nothing(tiny):
    """Hazards h and w compete freely: n = N·exp(-(h + w)·t)."""
    runs = mean_of(seats(tiny, capacity=FEW))
    np.testing.assert_allclose(runs["n_waiting"], FEW * np.exp(-0.45 * DAYS), rtol=EXACT)


def test_the_mean_engine_fills_every_seat_and_no_more(tiny):
    """Intake is the smaller of the seats and of what would come; people who find no seat still walk."""
    runs = mean_of(seats(tiny, capacity=30))
    before = np.concatenate([[FEW], runs["n_waiting"][:-1]])
    would = before * -np.expm1(-0.45) * 0.4 / 0.45
    np.testing.assert_allclose(runs["f_sail"], np.minimum(would, 30), rtol=1e-6)
    assert (runs["f_sail"] <= 30 * (1 + EXACT)).all()
    assert (would > 30).any()
    assert (would < 30).any()
    free = before * -np.expm1(-0.05)
    assert (runs["f_walk"] <= free).all()
    assert (runs["f_walk"] >= before * -np.expm1(-0.45) * 0.05 / 0.45 * (1 - EXACT)).all()


def test_expected_intake_fits_the_free_seats(tiny):
    """Given those who wait, intake is a binomial count with mean 30, and so with a variance below 30."""
    sail = runs_of(seats(tiny, capacity=30), replicates=REPLICATES)["f_sail"][:, :4]
    assert (np.abs(sail.mean(axis=0) - 30) <= SIGMAS * np.sqrt(30 / REPLICATES)).all()
    assert (sail.var(axis=0, ddof=1) <= 30 * (1 + SIGMAS * np.sqrt(2 / (REPLICATES - 1) + 1 / 30 / REPLICATES))).all()


def test_seats_that_people_hold_come_free_when_they_land(tiny):
    """With a limit on those aboard, intake is the seats that are free at the start of the step, in the mean exactly."""
    runs = mean_of(seats(tiny, capacity=50, per="stock"))
    before = np.concatenate([[FEW], runs["n_waiting"][:-1]])
    aboard = np.concatenate([[0], runs["n_aboard"][:-1]])
    would = before * -np.expm1(-0.45) * 0.4 / 0.45
    np.testing.assert_allclose(runs["f_sail"], np.minimum(would, 50 - aboard), rtol=1e-6, atol=EXACT)


def test_a_stock_limit_is_kept_in_expectation(tiny):
    """Summed over steps, intake less the free seats is a martingale or falls: its mean over replicates is at most 0.

    Given the step before, its variance is at most the free seats, and never more than the limit: 10 steps of 50.
    """
    runs = runs_of(seats(tiny, capacity=50, per="stock"), replicates=REPLICATES)
    aboard = np.concatenate([np.zeros((REPLICATES, 1)), runs["n_aboard"][:, :-1]], axis=1)
    excess = (runs["f_sail"] - np.maximum(50 - aboard, 0)).sum(axis=1)
    assert excess.mean() <= SIGMAS * np.sqrt(DAYS.size * 50 / REPLICATES)


def test_without_seats_nobody_boards(tiny):
    runs = runs_of(seats(tiny, capacity=0), replicates=10)
    assert (runs["f_sail"] == 0).all()


@pytest.mark.parametrize("substeps", [2, 8])
def test_seats_of_a_step_are_not_renewed_within_it(tiny, substeps):
    """However finely a step is divided, the expected intake of the whole step is at most the seats."""
    time = f'from = 2030-01-01\nto = 2030-01-10\nstep = "day"\nreport = "step"\nsubsteps = {substeps}'
    situation = tiny(
        statuses="id\nwaiting\naboard",
        exits="id,group,from_status,to_status,hazard,seats\nsail,s,waiting,aboard,hazard,ship",
        numbers=f"hazard 1/day 0.4\ncapacity persons 30\npeople persons {FEW}",
        start="waiting here people",
        more='[seats.ship]\ncapacity = "capacity"\nper = "step"',
        time=time,
    )
    runs = mean_of(situation)
    before = np.concatenate([[FEW], runs["n_waiting"][:-1]])
    np.testing.assert_allclose(runs["f_sail"], np.minimum(before * -np.expm1(-0.4), 30), rtol=1e-6)


def test_two_limits_that_meet_in_one_place_are_both_kept(tiny):
    """Who finds no seat on the ship may fly: both limits hold, and both fill up while there are people enough."""
    situation = tiny(
        statuses="id\nwaiting\naboard\nflown",
        exits="""
        id,group,from_status,to_status,hazard,seats
        sail,s,waiting,aboard,quick,ship
        fly,f,waiting,flown,slow,plane
        """,
        numbers=f"quick 1/day 2\nslow 1/day 0.3\nship_seats persons 20\nplane_seats persons 12\npeople persons {FEW}",
        start="waiting here people",
        more="".join(f'[seats.{s}]\ncapacity = "{s}_seats"\nper = "step"\n' for s in ("ship", "plane")),
    )
    runs = mean_of(situation)
    np.testing.assert_allclose(runs["f_sail"], 20, rtol=1e-6)
    np.testing.assert_allclose(runs["f_fly"], 12, rtol=1e-6)
