"""How long people stay: Erlang stages, fixed terms, instant statuses."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import gammaincc
from scipy.stats import binom

from theory import EXACT, assert_mean, assert_variance, binomial_excess, mean_of, runs_of
from tumen.situation import Situation

STEPS = np.arange(1, 31)
TIME = 'from = 2030-01-01\nto = 2030-01-30\nstep = "day"\nreport = "step"\nsubsteps = {parts}'
FEW, REPLICATES = 400, 2000
MEAN_STAY, STAGES = 8.0, 3

# ------------------------------------------------------------------------------------------------------------ Erlang


def erlang(tiny, *, parts: int = 1, dying: float = 0) -> Situation:
    return tiny(
        statuses=f"id,stay\nheld,erlang {STAGES}\nout,\ndead,",
        exits="""
        id,group,from_status,to_status,when,hazard
        release,r,held,out,end,stay
        die,d,held,dead,,dying
        """,
        numbers=f"stay days {MEAN_STAY}\ndying 1/day {dying}\npeople persons {FEW}",
        start="held here people",
        time=TIME.format(parts=parts),
    )


def held_by_law(parts: int) -> np.ndarray:
    """Give the share still held: fewer than K stages passed, at most one in each part of a step."""
    passed = -np.expm1(-STAGES / MEAN_STAY / parts)
    return np.asarray(binom.cdf(STAGES - 1, STEPS * parts, passed))


@pytest.mark.parametrize("parts", [1, 4])
def test_an_erlang_stay_ends_with_its_last_stage(tiny, parts):
    """In n steps a person passes Binomial(n, 1 - exp(-K·h·d)) stages, and is held while these are fewer than K."""
    np.testing.assert_allclose(mean_of(erlang(tiny, parts=parts))["n_held"], FEW * held_by_law(parts), rtol=EXACT)


def test_counts_of_an_erlang_stay_are_binomial(tiny):
    held = runs_of(erlang(tiny), replicates=REPLICATES)["n_held"][:, 2:20]
    law = held_by_law(1)[2:20]
    assert_mean(held, FEW * law, FEW * law * (1 - law))
    assert_variance(held, FEW * law * (1 - law), binomial_excess(FEW, law))


@pytest.mark.parametrize("parts", [1, 2, 8])
def test_steps_lengthen_an_erlang_stay_by_less_than_a_part_for_each_stage(tiny, parts):
    """A stage ends with the part in which its exponential ends, so S(t) ≤ held(t) ≤ S(t - K·d): Erlang in the limit."""
    held = mean_of(erlang(tiny, parts=parts))["n_held"] / FEW
    rate = STAGES / MEAN_STAY
    assert (held >= gammaincc(STAGES, rate * STEPS) - EXACT).all()
    assert (held <= gammaincc(STAGES, rate * np.maximum(STEPS - STAGES / parts, 0)) + EXACT).all()


def test_a_cause_that_competes_with_each_stage(tiny):
    """A stage is passed before death with chance K·h / (K·h + m), whatever the steps; all K of them with its power."""
    dying, rate = 0.1, STAGES / MEAN_STAY
    runs = mean_of(erlang(tiny, dying=dying))
    passed = rate / (rate + dying)
    onward, stays = -np.expm1(-(rate + dying)) * passed, np.exp(-(rate + dying))
    held = (onward + stays) ** STEPS * binom.cdf(STAGES - 1, STEPS, onward / (onward + stays))
    np.testing.assert_allclose(runs["n_held"], FEW * held, rtol=EXACT)
    assert runs["n_out"][-1] <= FEW * passed**STAGES <= runs["n_out"][-1] + runs["n_held"][-1]


# ------------------------------------------------------------------------------------------------------------- fixed


def fixed(tiny, *, parts: int = 1, dying: float = 0) -> Situation:
    return tiny(
        statuses="id,stay\nfree,\nheld,fixed 3\nout,\nback,\ndead,",
        exits="""
        id,group,from_status,to_status,when,hazard,share
        arrive,a,free,held,,coming,
        release,r,held,out,end,,most
        refuse,r,held,back,end,,few
        die,d,held,dead,,dying,
        """,
        numbers=f"""
        coming 1/day 0.2
        dying 1/day {dying}
        most share 3
        few share 1
        people persons {FEW}
        first persons 70
        """,
        start="free here people\nheld here first",
        time=TIME.format(parts=parts),
    )


@pytest.mark.parametrize("parts", [1, 4])
def test_who_enters_a_fixed_stay_leaves_that_many_steps_later(tiny, parts):
    """To the person: out of step t + 3 come those of step t; those there at the start leave in the third step."""
    runs = runs_of(fixed(tiny, parts=parts), replicates=20)
    left = runs["f_release"] + runs["f_refuse"]
    assert np.array_equal(left[:, 3:], runs["f_arrive"][:, :-3])
    assert (left[:, :2] == 0).all()
    assert (left[:, 2] == 70).all()


def test_the_exits_of_a_fixed_stay_share_by_weight(tiny):
    """Of those whose term ends, 3 : 1 take the two exits: f_release of the third step is Binomial(70, 3/4)."""
    release = runs_of(fixed(tiny), replicates=REPLICATES)["f_release"][:, 2:3]
    assert_mean(release, 70 * 0.75, 70 * 0.75 * 0.25)
    assert_variance(release, 70 * 0.75 * 0.25, binomial_excess(70, 0.75))


def test_what_competes_with_a_fixed_stay_takes_its_share_in_every_step(tiny):
    """Of a cohort of arrivals, exp(-3·m·d) reach the end of the term, the last step included."""
    runs = mean_of(fixed(tiny, dying=0.1))
    left = runs["f_release"] + runs["f_refuse"]
    np.testing.assert_allclose(left[3:], runs["f_arrive"][:-3] * np.exp(-0.3), rtol=EXACT)
    sample = runs_of(fixed(tiny, dying=0.1), replicates=REPLICATES)
    first = (sample["f_release"] + sample["f_refuse"])[:, 2:3]
    assert_mean(first, 70 * np.exp(-0.3), 70 * np.exp(-0.3) * -np.expm1(-0.3))
    assert_variance(first, 70 * np.exp(-0.3) * -np.expm1(-0.3), binomial_excess(70, np.exp(-0.3)))


@pytest.mark.parametrize("fed", [False, True])
def test_groups_act_on_the_weights_at_the_end_of_a_fixed_stay(tiny, fed):
    """Given and fed factors multiply the weight: from the day on which leniency is 2, release has 3 · e^(2 · 0.4) : 1.

    Levels multiply as well. A stay takes as long as before.
    """
    situation = tiny(
        statuses="id,stay\nheld,fixed 3\nfree,\nout,\nback,",
        exits="""
        id,group,from_status,to_status,when,hazard,share
        arrive,a,free,held,,coming,
        release,r,held,out,end,,most
        refuse,b,held,back,end,,few
        """,
        signals="id,mode,rest,half_life,gain,fed_by\n"
        + ("leniency,both,0,memory,none,a\n" if fed else "leniency,given,0,,,\n")
        + "shut,given,1,,,",
        events="id,signal,date_from,how,size\nlater,leniency,2030-01-10,set,much\ncurb,shut,2030-01-20,set,half",
        numbers=f"""
        coming 1/day 0.2
        most share 3
        few share 1
        much index 2
        half factor 0.5
        memory days 3
        none index 0
        open elasticity 0.4
        people persons {FEW}
        """,
        start="free here people",
        more='[group.r]\ndrivers = { leniency = "open" }\n[group.b]\nlevels = ["shut"]',
        time=TIME.format(parts=1),
    )
    runs = mean_of(situation)
    odds = np.where(STEPS >= 10, 3 * np.exp(0.8), 3) / np.where(STEPS >= 20, 0.5, 1)
    np.testing.assert_allclose(runs["f_release"][3:], (odds * runs["f_refuse"])[3:], rtol=EXACT)
    np.testing.assert_allclose((runs["f_release"] + runs["f_refuse"])[3:], runs["f_arrive"][:-3], rtol=EXACT)
    assert runs["f_refuse"][3:].min() > 0


# ----------------------------------------------------------------------------------------------------------- instant


@pytest.fixture(scope="module")
def instant(tiny) -> Situation:
    return tiny(
        statuses="""
        id,stay,mean_stay
        free,memoryless,
        questioned,instant,three_days
        judged,instant,half_day
        home,memoryless,
        camp,memoryless,
        prison,memoryless,
        """,
        exits="""
        id,group,from_status,to_status,hazard,share
        take,t,free,questioned,taking,
        let_go,s,questioned,home,,some
        charge,s,questioned,judged,,others
        to_camp,s,judged,camp,,one
        to_prison,s,judged,prison,,four
        """,
        numbers=f"""
        taking 1/day 0.1
        three_days days 3
        half_day days 0.5
        some share 2
        others share 6
        one share 1
        four share 4
        people persons {FEW}
        """,
        start="free here people",
    )


def test_who_enters_an_instant_status_is_somewhere_else_in_the_same_step(instant):
    runs = runs_of(instant, replicates=50)
    assert np.array_equal(runs["f_take"], runs["f_let_go"] + runs["f_charge"])
    assert np.array_equal(runs["f_charge"], runs["f_to_camp"] + runs["f_to_prison"])
    assert (runs["n_free"] + runs["n_home"] + runs["n_camp"] + runs["n_prison"] == FEW).all()


def test_people_present_in_an_instant_status_are_flow_times_mean_stay(instant):
    """Little's law: present = flow a day x mean stay; the time spent there is the number who pass times the stay."""
    runs = runs_of(instant, replicates=50)
    np.testing.assert_allclose(runs["n_questioned"], runs["f_take"] * 3, rtol=EXACT)
    np.testing.assert_allclose(runs["n_judged"], runs["f_charge"] * 0.5, rtol=EXACT)
    np.testing.assert_allclose(runs["t_questioned"], runs["f_take"] * 3 / 30.4375, rtol=EXACT)


def test_splits_behind_each_other_multiply(instant):
    """Of those taken, 2/8 are let go, 6/8 · 1/5 and 6/8 · 4/5 are sent to camp and prison: multinomial."""
    runs = runs_of(instant, replicates=REPLICATES)
    taken = -np.expm1(-0.1 * np.arange(1, 11))
    for name, share in (("n_home", 0.25), ("n_camp", 0.15), ("n_prison", 0.6)):
        p = taken * share
        assert_mean(runs[name], FEW * p, FEW * p * (1 - p))
        assert_variance(runs[name], FEW * p * (1 - p), binomial_excess(FEW, p))


def test_who_is_turned_back_is_counted_though_nothing_changes_for_them(tiny):
    """A way through an instant status may lead back to where it began: nobody moves, but each leg has its flow.

    N·(1 - exp(-h)) try, half of them in vain; those who pass leave with hazard h / 2 where all exits of a cell compete.
    """
    situation = tiny(
        statuses="id,stay,mean_stay\nfree,,\nat_gate,instant,hour\nout,,",
        exits="""
        id,group,from_status,to_status,hazard,share
        attempt,t,free,at_gate,trying,
        turned,s,at_gate,free,,half
        passed,s,at_gate,out,,half
        """,
        numbers=f"trying 1/day 0.4\nhour days 0.04\nhalf share 1\npeople persons {FEW}",
        start="free here people",
    )
    runs = runs_of(situation, replicates=REPLICATES)
    assert np.array_equal(runs["f_attempt"], runs["f_turned"] + runs["f_passed"])
    p = -np.expm1(-0.4)
    assert_mean(runs["f_attempt"][:, :1], FEW * p, FEW * p * (1 - p))
    assert_mean(runs["f_turned"][:, :1], FEW * p / 2, FEW * p / 2 * (1 - p / 2))
    assert np.array_equal(runs["n_free"], FEW - runs["f_passed"].cumsum(axis=1))
