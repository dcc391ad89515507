"""What is not people: given signals, feedback with memory and delay, yearly noise."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from scipy.stats import gamma, kstest, nbinom

from theory import EXACT, SIGMAS, assert_mean, mean_of, runs_of
from tumen.ensemble import simulate
from tumen.model import build
from tumen.situation import Situation

DAYS = np.arange(10)
MANY = 10**9
ALIVE = "id\nalive\ndead"
DIE = "id,group,from_status,to_status,hazard\ndie,death,alive,dead,hazard"
DRIVEN = '[group.death]\ndrivers = { mood = "strength" }'


def hazard_of(situation: Situation, **more) -> np.ndarray:
    """Read the hazard of each step off the mean path: h = -log(n' / n)."""
    alive = mean_of(situation, **more)["n_alive"]
    return -np.diff(np.log(np.concatenate([[MANY], alive])))


def driven(tiny, *, signal: str, numbers: str, **more: str) -> Situation:
    return tiny(
        statuses=ALIVE,
        exits=DIE,
        signals=f"id,mode,half_life,scale,fed_by,gain,delay,drivers\n{signal}",
        numbers=f"hazard 1/day 0.001\npeople persons {MANY}\n{numbers}",
        start="alive here people",
        more=DRIVEN,
        **more,
    )


PUSHED = "id,signal,date_from,how,size\npush,mood,2030-01-01,set,size"
NEWS = f"{PUSHED}\nspread,news,2030-01-01,set,loud"
"""From the first day on mood has a given part, and news is as loud as it stays."""


@pytest.mark.parametrize("delay", [0, 1, 2, 3])
def test_memory_comes_to_what_drives_it_by_half_in_each_half_life(tiny, delay):
    """Where news stays at x, memory goes to influence · x, through `delay` further stages.

    A stage lets each day's push go on with the chance 1 - 2^(-1 / half-life): how much has come after t days is the
    chance that `delay` + 1 such stages are passed within them, a negative binomial law.
    """
    situation = driven(
        tiny,
        signal=f"mood,both,memory,,die,none,{delay},news=pull\nnews,given,,,,,,",
        numbers="memory days 4\nsize index 0.3\nstrength elasticity 0.5\nnone index 0\nloud index 2\n"
        "pull elasticity 0.7",
        events=NEWS,
    )
    come = nbinom.cdf(DAYS - 1, delay + 1, 1 - 2 ** (-1 / 4))
    x = 0.3 + 0.7 * 2 * come
    np.testing.assert_allclose(mean_of(situation)["x_mood"], x, rtol=EXACT)
    np.testing.assert_allclose(hazard_of(situation), 0.001 * np.exp(0.5 * x), rtol=1e-6)


def test_what_is_given_is_a_level_and_leaves_nothing_behind(tiny):
    situation = driven(
        tiny,
        signal="mood,both,memory,,die,none,0",
        numbers="memory days 4\nsize index 0.3\nstrength elasticity 0.5\nnone index 0",
        events="id,signal,date_from,date_to,how,size\npush,mood,2030-01-03,2030-01-06,set,size",
    )
    x = np.where((DAYS >= 2) & (DAYS < 6), 0.3, 0.0)
    np.testing.assert_allclose(hazard_of(situation), 0.001 * np.exp(0.5 * x), rtol=1e-6)


WEEKS = 'from = 2030-01-01\nto = 2030-03-04\nstep = "{step}"\nreport = "step"\nsubsteps = {parts}'


def told_news(tiny, *, step: str, parts: int = 1) -> Situation:
    """News that stays, and drives mood; deaths feed mood as well."""
    return driven(
        tiny,
        signal="mood,fed,memory,many,death,gain,1,news=pull\nnews,given,,,,,,",
        numbers="memory days 10\nmany index 2\ngain index 0.00000001\nstrength elasticity 0.7\nloud index 2\n"
        "pull elasticity 0.7",
        events="id,signal,date_from,how,size\nspread,news,2030-01-01,set,loud",
        time=WEEKS.format(step=step, parts=parts),
    )


@pytest.mark.parametrize("half_life", [3, 10, 40])
def test_half_lives_do_not_depend_on_the_length_of_a_step(tiny, half_life):
    """After a week memory is the same whether it was one step or seven."""
    text = {
        "signal": "mood,fed,memory,,,,0,news=pull\nnews,given,,,,,,",
        "numbers": f"memory days {half_life}\nstrength elasticity 0.7\nloud index 2\npull elasticity 0.7",
        "events": "id,signal,date_from,how,size\nspread,news,2030-01-01,set,loud",
    }
    days = mean_of(driven(tiny, **text, time=WEEKS.format(step="day", parts=1)))["x_mood"]
    weeks = mean_of(driven(tiny, **text, time=WEEKS.format(step="week", parts=1)))["x_mood"]
    np.testing.assert_allclose(weeks, 0.7 * 2 * -np.expm1(-np.log(2) * 7 * np.arange(9) / half_life), rtol=EXACT)
    np.testing.assert_allclose(weeks, days[::7], rtol=EXACT)


@pytest.mark.parametrize("parts", [2, 4, 8])
def test_signals_move_with_steps_and_not_with_their_parts(tiny, parts):
    whole, parted = (mean_of(told_news(tiny, step="week", parts=n)) for n in (1, parts))
    for outcome in ("x_mood", "n_alive"):
        np.testing.assert_allclose(parted[outcome], whole[outcome], rtol=EXACT)
    assert np.ptp(whole["x_mood"]) > 0.1


def test_signals_move_signals(tiny):
    """Grief is fed by deaths and wakes care, care lowers deaths and soothes grief: followed by hand, day by day."""
    situation = tiny(
        statuses=ALIVE,
        exits=DIE,
        signals="""
        id,mode,half_life,scale,fed_by,gain,delay,drivers
        grief,fed,short,,death,gain,0,care=soothing
        care,fed,long,some,,,0,grief=waking
        """,
        numbers=f"hazard 1/day 0.001\npeople persons {MANY}\nshort days 2\nlong days 5\nsome index 0.5\n"
        "gain index 0.000001\nsoothing elasticity -0.4\nwaking elasticity 0.9\nstrength elasticity -0.8",
        start="alive here people",
        more='[group.death]\ndrivers = { care = "strength" }',
    )
    grief, care, alive, told = 0.0, 0.0, float(MANY), []
    for _ in DAYS:
        felt, cared = grief, np.log1p(care / 0.5)
        told.append((felt, cared, 0.001 * np.exp(-0.8 * cared)))
        flow = alive * -np.expm1(-told[-1][2])
        alive -= flow
        grief = grief * 2 ** (-1 / 2) + (1 - 2 ** (-1 / 2)) * -0.4 * cared + 1e-6 * flow
        care = care * 2 ** (-1 / 5) + (1 - 2 ** (-1 / 5)) * 0.9 * felt
    levels = mean_of(situation)
    np.testing.assert_allclose(
        np.stack([levels["x_grief"], levels["x_care"]], axis=1), np.array(told)[:, :2], rtol=1e-9
    )
    np.testing.assert_allclose(hazard_of(situation), np.array(told)[:, 2], rtol=1e-6)


def test_counts_and_means_share_their_signals(tiny):
    """With so many people that chance is small, each replicate has the levels of the mean path."""
    situation = told_news(tiny, step="week")
    levels = runs_of(situation, replicates=3)["x_mood"]
    np.testing.assert_allclose(levels, np.tile(mean_of(situation)["x_mood"], (3, 1)), rtol=1e-3)


def test_a_year_has_the_mean_level_of_its_days(tiny):
    """Recorded by year, a signal is the mean of its levels weighted by the length of their steps, run-in apart."""
    text = {
        "signal": "mood,fed,memory,,,,0,news=pull\nnews,given,,,,,,",
        "events": "id,signal,date_from,how,size\nspread,news,2029-11-01,set,loud",
    }
    numbers = "memory months 3\nstrength elasticity 0.7\nloud index 2\npull elasticity 0.7"
    time = 'from = 2030-01-01\nto = 2031-12-31\nstep = "month"\nreport = "{report}"\nrun_in = 2'
    fine, coarse = (
        driven(tiny, **text, numbers=numbers, time=time.format(report=report)) for report in ("step", "year")
    )
    months = simulate(build(fine), draws=1, workers=1)["x_mood"].to_numpy().ravel()
    years = simulate(build(coarse), draws=1, workers=1)["x_mood"].to_numpy().ravel()
    days = np.array([(last - first).days + 1 for first, last in build(fine).steps[2:]])
    expected = [np.average(months[part], weights=days[part]) for part in (slice(0, 12), slice(12, 24))]
    np.testing.assert_allclose(years, expected, rtol=EXACT)
    assert months[0] > 0


def test_flows_feed_a_signal(tiny):
    """S' = S·k + gain·flow: the recursion for the mean path is closed and can be followed by hand."""
    situation = driven(
        tiny,
        signal="mood,fed,memory,many,death,gain,0",
        numbers="memory days 4\nmany index 2\ngain index 0.000001\nstrength elasticity 0.7",
    )
    s, alive, hazards = 0.0, float(MANY), []
    for _ in DAYS:
        hazards.append(0.001 * np.exp(0.7 * np.log1p(s / 2)))
        flow = alive * -np.expm1(-hazards[-1])
        alive, s = alive - flow, s * 2 ** (-1 / 4) + 1e-6 * flow
    np.testing.assert_allclose(hazard_of(situation), hazards, rtol=1e-6)


def test_the_effect_of_a_signal_on_its_scale_stops_at_three(tiny):
    """x = min(log1p(S / scale), 3): with S far above its scale the hazard is multiplied by exp(3·elasticity)."""
    situation = driven(
        tiny,
        signal="mood,both,memory,small,die,none,0",
        numbers="memory days 4\nsmall index 0.001\nsize index 5\nstrength elasticity 0.5\nnone index 0",
        events=PUSHED,
    )
    np.testing.assert_allclose(hazard_of(situation), 0.001 * np.exp(1.5), rtol=1e-6)


@pytest.mark.parametrize(("strength", "bound"), [(2, 20), (-2, 1 / 20)])
def test_feedback_is_held_between_a_twentieth_and_twenty(tiny, strength, bound):
    situation = driven(
        tiny,
        signal="mood,both,memory,,die,none,0",
        numbers=f"memory days 4\nsize index 5\nstrength elasticity {strength}\nnone index 0",
        events=PUSHED,
    )
    np.testing.assert_allclose(hazard_of(situation), 0.001 * bound, rtol=1e-6)


def given(tiny, events: str, numbers: str, **more) -> Situation:
    return tiny(
        statuses=ALIVE,
        exits=DIE,
        signals="id,rest\nlevel,1",
        events=events,
        numbers=f"hazard 1/day 0.001\npeople persons {MANY}\n{numbers}",
        start="alive here people",
        more='[group.death]\nlevels = ["level"]',
        **more,
    )


def test_events_of_a_signal_act_in_the_order_of_their_dates(tiny):
    events = """
    id,signal,date_from,date_to,how,size
    later,level,2030-01-05,2030-01-06,multiply,two
    early,level,2030-01-03,2030-01-08,set,three
    last,level,2030-01-06,,add,two
    """
    level = np.array([1, 1, 3, 3, 6, 8, 5, 5, 3, 3])
    np.testing.assert_allclose(hazard_of(given(tiny, events, "two index 2\nthree index 3")), 0.001 * level, rtol=1e-6)


def test_a_ramp_rises_in_a_straight_line_and_stays(tiny):
    """From 1 on its first day to 3 on its last, five days later."""
    events = "id,signal,date_from,date_to,shape,size\nrise,level,2030-01-03,2030-01-07,ramp,three"
    level = np.array([1, 1, 1, 1.5, 2, 2.5, 3, 3, 3, 3])
    np.testing.assert_allclose(hazard_of(given(tiny, events, "three index 3")), 0.001 * level, rtol=1e-6)


YEAR = 'from = 2030-01-01\nto = 2030-12-31\nstep = "month"\nreport = "step"'


@pytest.mark.parametrize(
    "events",
    [
        "in,level,2030-03-11,2030-05-20,set,three",
        "a,level,2030-03-11,,set,three\nb,level,2030-03-21,,set,two",
        "a,level,2030-03-11,2030-03-20,set,three\nb,level,2030-03-21,2030-04-05,set,two",
        "a,level,2030-03-11,2030-03-20,add,three\nb,level,2030-03-15,2030-04-05,multiply,two",
    ],
)
def test_a_step_sees_the_mean_of_the_days_in_it(tiny, events):
    """The level of a month is the mean of its daily levels, however events begin and end within it."""
    situation = given(tiny, f"id,signal,date_from,date_to,how,size\n{events}", "two index 2\nthree index 3", time=YEAR)
    days = [date(2030, 1, 1) + timedelta(days=n) for n in range(365)]
    daily = [_level(situation, day) for day in days]
    total = [sum(level for day, level in zip(days, daily, strict=True) if day.month == month) for month in range(1, 13)]
    np.testing.assert_allclose(hazard_of(situation), 0.001 * np.array(total), rtol=1e-6)


def _level(situation: Situation, day: date) -> float:
    value, size = 1.0, {"two": 2.0, "three": 3.0}
    for event in sorted(situation.events.values(), key=lambda event: event.starts):
        if event.starts <= day <= (event.ends or day):
            value = {"set": size[event.size], "add": value + size[event.size], "multiply": value * size[event.size]}[
                event.how
            ]
    return value


# ------------------------------------------------------------------------------------------------------------- noise

YEARS = 'from = 2030-01-01\nto = 2032-12-31\nstep = "month"\nreport = "step"'
SD, REPLICATES = 0.5, 1000


@pytest.fixture(scope="module")
def factors(tiny) -> np.ndarray:
    """Give the factor that noise put on the hazards of two groups in each month, ``[replicate, month, group]``."""
    situation = tiny(
        statuses="id\nalive\ndead\ngone\nwell",
        exits="""
        id,group,from_status,to_status,hazard
        die,death,alive,dead,hazard
        go,going,alive,gone,hazard
        heal,healing,alive,well,hazard
        """,
        numbers=f"hazard 1/day 0.0001\npeople persons {MANY}\nsd factor {SD}",
        start="alive here people",
        more='[group.death]\nnoise = "luck"\n[group.going]\nnoise = "luck"\n[noise.luck]\nsd = "sd"',
        time=YEARS,
    )
    runs = runs_of(situation, replicates=REPLICATES)
    heal = runs["f_heal"]
    return np.stack([runs["f_die"] / heal, runs["f_go"] / heal], axis=-1)


def test_noise_is_one_factor_for_a_year_and_all_its_groups(factors):
    """Flows of causes are in the proportion of their hazards; a ratio of counts has the error √(1/a + 1/b)."""
    counts = MANY * 0.003 / 4
    tolerance = 2 * SIGMAS * np.sqrt(2 / (counts * factors.min()))
    by_year = factors.reshape(REPLICATES, 3, 12, 2)
    assert (by_year.max(axis=(2, 3)) / by_year.min(axis=(2, 3)) - 1).max() < tolerance


def test_noise_has_mean_one_and_the_law_of_a_gamma_factor(factors):
    yearly = factors.reshape(REPLICATES, 3, 24).mean(axis=2)
    assert_mean(yearly, 1, SD**2)
    for year in range(3):
        assert kstest(yearly[:, year], gamma(1 / SD**2, scale=SD**2).cdf).pvalue > 6e-5  # as rare as four sigma


def test_noise_of_one_year_says_nothing_about_the_next(factors):
    yearly = factors.reshape(REPLICATES, 3, 24).mean(axis=2)
    for a, b in ((0, 1), (1, 2), (0, 2)):
        assert abs(np.corrcoef(yearly[:, a], yearly[:, b])[0, 1]) <= SIGMAS / np.sqrt(REPLICATES)
