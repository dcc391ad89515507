"""Policies and the baseline over the same futures: what is compared, its bits, and what shared luck takes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tumen.comparison import Comparison, compare, paired
from tumen.comparison.design import design_of
from tumen.comparison.premises import positions_of, premises
from tumen.comparison.span import directed
from tumen.ensemble import simulate
from tumen.errors import RunError, UsageError
from tumen.model import Model, build, drawn_values, idle_levers
from tumen.situation import read_situation

POLICY = "looking_away"


@cache
def model(name: str = "hidden-five") -> Model:
    return build(read_situation(name))


@cache
def found(draws: int = 6, replicates: int = 2, workers: int = 1) -> Comparison:
    return compare(model(), draws=draws, replicates=replicates, seed=5, workers=workers)


def test_figures_are_those_of_runs_with_the_same_seed():
    for p, policy in enumerate(("baseline", POLICY)):
        run = simulate(model(), draws=6, replicates=2, seed=5, policy=policy, workers=1)
        years = [str(year) for year in range(2005, 2010)]
        for o, name in enumerate(found().design.span.outcomes):
            of = run[name].sel(period=years).transpose("world", "draw", "replicate", "period").values.astype(float)
            adds = model().situation.outcomes[name].kind in ("flow", "time")
            valid = run["valid"].transpose("world", "draw").values.astype(bool)
            assert (valid == found().valid).all()
            expected = of.sum(axis=-1) if adds else of.mean(axis=-1)
            assert found().figures[:, p, :, :, o][valid] == pytest.approx(expected[valid], rel=1e-12)


def test_from_the_first_lever_to_the_end_of_what_is_recorded():
    assert (found().design.span.first, found().design.span.last) == (date(2005, 1, 1), date(2009, 12, 31))
    early = compare(model(), draws=1, first=date(2001, 1, 1), last=date(2003, 12, 31)).design.span
    assert (early.first, early.last) == (date(2001, 1, 1), date(2003, 12, 31))


def test_parts_are_compared_where_they_are_headline_outcomes_or_tell_who_pays():
    situation = read_situation("dprk-china")
    compared = directed(situation)
    assert {"in_trafficking", "sheltered", "turned_away_in_china", "let_out_of_missions"} <= set(compared)
    assert not {"in_china", "sheltered_by_households", "sold_into_marriage", "level_of_quiet_help"} & set(compared)
    assert all(situation.outcomes[name].direction != "neither" for name in compared)


def test_nothing_differs_before_a_lever_moves():
    early = compare(model(), draws=4, first=date(2001, 1, 1), last=date(2004, 12, 31), workers=1)
    assert np.array_equal(early.figures[:, 0], early.figures[:, 1], equal_nan=True)
    assert np.isfinite(early.figures).any()


def test_workers_and_more_draws_change_nothing():
    assert np.array_equal(found().figures, found(workers=3).figures, equal_nan=True)
    few, many = compare(model(), draws=3, seed=5), compare(model(), draws=5, seed=5)
    assert np.array_equal(few.figures, many.figures[:, :, :3], equal_nan=True)
    assert np.array_equal(few.luck, compare(model(), draws=3, seed=5, workers=2).luck)


def test_shared_luck_takes_out_what_pairs_of_futures_say():
    """The ratio over few draws with two realisations each is near that over many realisations of them, by hand."""
    told = compare(model(), draws=10, replicates=2, seed=9, worlds=["low"]).luck[0, 1]
    many = compare(model(), draws=10, replicates=60, seed=9, worlds=["low"]).figures[0]
    shared = (many[1] - many[0]).var(axis=1, ddof=1)
    apart = (many[1] - np.roll(many[0], 1, axis=1)).var(axis=1, ddof=1)
    expected = np.sqrt(np.nanmean(shared, axis=0) / np.nanmean(apart, axis=0))
    assert told == pytest.approx(expected, rel=0.6)
    assert (expected < 0.5).all()
    assert (told < 0.5).all()


def test_positions_are_a_design_in_which_each_is_as_frequent():
    situation = read_situation("dprk-china")
    known, of = premises(situation), positions_of(situation, 240, seed=1)
    assert of[:7] == positions_of(situation, 7, seed=1)
    for name, choices in known.items():
        taken = [dict(at)[name] for at in of]
        for choice in choices:
            assert abs(taken.count(choice) - 240 / len(choices)) < 6
    pairs = {(a, b) for a in known for b in known if a < b}
    for a, b in pairs:
        cells = len(known[a]) * len(known[b])
        taken = [(dict(at)[a], dict(at)[b]) for at in of]
        assert len(set(taken)) == cells
        assert max(taken.count(pair) for pair in set(taken)) < 1.6 * 240 / cells


def test_premises_can_be_held():
    situation = read_situation("dprk-china")
    assert {dict(at)["L2"] for at in positions_of(situation, 20, seed=1, held={"L2": "off"})} == {"off"}
    assert positions_of(situation, 20, seed=1, held={"L2": "off"})[0] != ()


@pytest.mark.parametrize(
    ("policies", "options", "code", "words"),
    [
        (["looking_awry"], {}, "T420", "there is no policy looking_awry"),
        ([POLICY, POLICY], {}, "T420", "looking_away is named twice"),
        ([], {"worlds": ["middle"]}, "T420", "there is no world middle"),
        ([], {"draws": 0}, "T003", "--futures is 0"),
        ([], {"replicates": 0}, "T003", "--replicates is 0"),
        ([], {"seed": -1}, "T003", "seed is -1"),
        ([], {"outcomes": ["happiness"]}, "T420", "there is no outcome happiness"),
        ([], {"outcomes": ["in_hiding"]}, "T420", "neither less nor more of outcome in_hiding is better"),
        ([], {"first": date(2009, 6, 1)}, "T003", "no recorded period lies between 2009-06-01 and"),
        ([], {"positions": {"L99": "off"}}, "T421", "no loop and no switch"),
    ],
)
def test_what_cannot_be_compared_is_refused(policies: list[str], options: dict[str, Any], *, code: str, words: str):
    with pytest.raises(UsageError, match=f"{code} .*{words}"):
        compare(model(), policies, **options)


def test_where_nothing_has_levers_there_is_nothing_to_compare():
    folder = Path(__file__).parent / "journey" / "three-places"
    with pytest.raises(UsageError, match="T420 there is nothing to compare"):
        compare(build(read_situation(folder)))


def test_a_lever_that_moves_nothing_is_an_error():
    situation = model().situation
    lever = next(iter(situation.levers.values()))
    late = replace(lever, starts=date(2100, 1, 1))
    idle = build(replace(situation, levers={**situation.levers, lever.id: late}))
    with pytest.raises(
        RunError, match="T601 policy looking_away pulls levers that move nothing in any of these futures"
    ):
        compare(idle, draws=2, first=date(2001, 1, 1))


def test_a_lever_that_only_a_held_position_silences_is_no_error():
    flagship = build(read_situation("dprk-china"))
    held = {"recognition": "no"}
    design = design_of(flagship, ["work_visas"], {"draws": 1, "positions": held})
    at = design.models[design.positions[0]]
    values = drawn_values(at, world="low", draw=0, seed=1)
    assert idle_levers(at, values, policy="work_visas") == ("taken_as_recognition",)
    paired.check_levers(design)
