"""Anchors are met together, and worlds differ in what sources disagree about and in what follows from it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tumen.cells import NOT_RECORDED
from tumen.engine import mean_pass
from tumen.errors import RunError
from tumen.evidence.pooling import pooled, prior_of
from tumen.model import Model, anchors, build, drawn_values, fixed_by, record_plan, tables
from tumen.model.anchors import TOLERANCE, goals_of
from tumen.situation import Situation, read_situation

EIGHT = {
    "stock_1998",
    "stock_2002",
    "returns_1998",
    "returns_2002",
    "women_sold_2009",
    "let_out_2002",
    "arrivals_2002",
    "arrivals_2009",
}
DISPUTED = {"stock_1998", "stock_2002"}
DRAWS = range(12)


@pytest.fixture(scope="module")
def flagship() -> Situation:
    return read_situation("dprk-china")


@pytest.fixture(scope="module")
def model(flagship: Situation) -> Model:
    return build(flagship)


def solved(model: Model, world: str) -> dict[int, np.ndarray]:
    """Give the numbers of the draws whose anchors can be met."""
    found = {}
    for draw in DRAWS:
        try:
            found[draw] = tables(model, world=world, policy="baseline", draw=draw, seed=1).values
        except RunError as error:
            assert error.code == "T410"
    return found


def test_the_flagship_has_the_eight_anchors_of_the_design(flagship):
    assert set(flagship.anchors) == EIGHT
    assert len({a.solves for a in flagship.anchors.values()}) == len(EIGHT)


def test_every_anchor_comes_from_a_pool(flagship):
    for world in flagship.worlds.values():
        assert set(world.anchors) == EIGHT
        assert all(of.pool and of.prior is None for of in world.anchors.values())


def test_worlds_differ_in_the_disputed_anchors_only(flagship, model):
    low, high = (flagship.worlds[w].anchors for w in ("low", "high"))
    assert {name for name in EIGHT if low[name] != high[name]} == DISPUTED
    assert {low[name].camp for name in DISPUTED} == {"low"}
    assert {high[name].camp for name in DISPUTED} == {"high"}
    one, other = (drawn_values(model, world=w, draw=3, seed=1) for w in ("low", "high"))
    differ = {name for name, a, b in zip(model.entries, one, other, strict=True) if a != b}
    assert differ == {f"anchor:{name}" for name in DISPUTED}


def test_all_anchors_are_met_at_once_in_the_mean_engine_of_the_run(model):
    goals = goals_of(model)
    for world in model.situation.worlds:
        found = solved(model, world)
        assert len(found) >= len(DRAWS) / 2
        for values in found.values():
            wanted = goals.targets(values)
            np.testing.assert_allclose(goals.figures(values), wanted, rtol=TOLERANCE + 1e-9)


def test_a_scale_that_the_user_sets_is_not_solved(flagship):
    fixed = build(flagship, changes={"sale_scale": 2.0})
    assert "women_sold_2009" not in {a.name for a in goals_of(fixed).anchors}
    values = tables(fixed, world="low", policy="baseline", draw=0, seed=1).values
    assert values[fixed.names.index("sale_scale")] == 2.0


OTHERWISE = {"L2": "off", "U6": "harsh", "promise": "broken"}


def accepted(model: Model, world: str) -> np.ndarray:
    """Give the numbers of the first draw whose anchors can be met."""
    return next(iter(solved(model, world).values()))


def test_a_search_begins_at_the_same_place_wherever_loops_and_switches_stand(flagship, model):
    """Whoever asks first, and for whatever positions, finds the same bits; and a comparison finds two starts only."""
    moved = replace(model, fixed=fixed_by(model, OTHERWISE))
    assert moved.fixed != model.fixed
    assert goals_of(moved) is goals_of(model)
    built = build(flagship, switches=OTHERWISE)
    assert goals_of(built) is not goals_of(model)
    for world in flagship.worlds:
        alone = accepted(built, world)
        assert alone.tobytes() == accepted(moved, world).tobytes()
        goals = goals_of(moved)
        np.testing.assert_allclose(goals.figures(alone), goals.targets(alone), rtol=TOLERANCE + 1e-9)


def test_a_search_begins_elsewhere_where_other_numbers_are_set_or_scales_are_held(flagship, model):
    scale = flagship.anchors["women_sold_2009"].solves
    held = {value: replace(model, fixed={**model.fixed, scale: value}) for value in (2.0, 3.0)}
    moved = replace(model, fixed={**fixed_by(model, OTHERWISE), scale: 2.0})
    assert goals_of(moved) is goals_of(held[2.0])
    assert "women_sold_2009" not in {a.name for a in goals_of(held[2.0]).anchors}
    assert len({id(goals_of(of)) for of in (model, *held.values(), build(flagship, changes={"sale_scale": 2.0}))}) == 4


def test_numbers_of_ones_own_are_solved_as_those_of_a_draw(model):
    draw, numbers = next(iter(solved(model, "low").items()))
    values = drawn_values(model, world="low", draw=draw, seed=1)
    assert anchors.solved(model, values, world="low").tobytes() == numbers.tobytes()


def test_a_figure_that_the_user_sets_is_met(flagship):
    set_by_hand = build(flagship, changes={"arrivals_2009": 2000.0})
    goals = goals_of(set_by_hand)
    values = next(iter(solved(set_by_hand, "low").values()))
    at = [a.name for a in goals.anchors].index("arrivals_2009")
    assert goals.figures(values)[at] == pytest.approx(2000, rel=TOLERANCE)


def test_figures_are_bent_and_unbent(model):
    goals = goals_of(model)
    figures = np.where(goals.columns[:, 1] >= 0, 0.7, 1234.5)
    np.testing.assert_allclose(goals.unbent(goals.bent(figures)), figures, rtol=1e-12)


def test_an_anchor_is_drawn_from_its_pool(flagship, model):
    every = [drawn_values(model, world="high", draw=d, seed=1) for d in range(400)]
    at = model.names.index("anchor:stock_2002")
    drawn = np.array([values[at] for values in every])
    prior = pooled(flagship.evidence, "stock_2002", "high")
    for share in (0.1, 0.5, 0.9):
        error = 4 * np.sqrt(share * (1 - share) / drawn.size)
        assert abs((drawn < prior.quantile(share)).mean() - share) < error


def test_the_middle_of_the_priors_is_where_every_search_begins(flagship, model):
    middle = anchors.middle_values(model, world="low")
    at = model.names.index("anchor:arrivals_2002")
    assert middle[at] == prior_of(flagship.evidence, flagship.worlds["low"].anchors["arrivals_2002"]).quantile(0.5)


def yearly(model: Model, world: str) -> dict[str, np.ndarray]:
    """Give the median over draws of the mean engine's outcomes, by year."""
    years = np.array([max(first.year - 1995, NOT_RECORDED) for first, _ in model.steps], np.int64)
    names = ["in_china", "returned_by_force_per_year", "reached_rok", "went_back_freely"]
    plan = record_plan(model, names, years)
    runs = []
    for draw in solved(model, world):
        numbers = tables(model, world=world, policy="baseline", draw=draw, seed=1)
        runs.append(mean_pass(model.cells, numbers, plan, substeps=model.situation.calendar.substeps).outcomes)
    return dict(zip(names, np.median(runs, axis=0).T, strict=True))


def test_worlds_differ_in_what_follows_and_not_by_one_number(model):
    low, high = yearly(model, "low"), yearly(model, "high")
    year = {y: y - 1995 for y in (2002, 2009, 2012, 2019)}
    assert high["in_china"][year[2002]] > 2 * low["in_china"][year[2002]]
    for name, when in (("returned_by_force_per_year", 2002), ("reached_rok", 2009)):
        assert high[name][year[when]] == pytest.approx(low[name][year[when]], rel=0.35)
    assert years_there(high)[year[2009]] > 2 * years_there(low)[year[2009]]
    assert left(high, year) > 1.15 * left(low, year)


def years_there(world: dict[str, np.ndarray]) -> np.ndarray:
    """Give people in China over those who leave it in a year by force or for the South."""
    return world["in_china"] / np.maximum(world["reached_rok"] + world["returned_by_force_per_year"], 1)


def left(world: dict[str, np.ndarray], year: dict[int, int]) -> float:
    """Give what is left in 2019 of the people of 2012."""
    return world["in_china"][year[2019]] / world["in_china"][year[2012]]


def test_without_a_disputed_anchor_worlds_are_one(flagship):
    common = {name: a for name, a in flagship.anchors.items() if name not in DISPUTED}
    worlds = {
        name: replace(world, anchors={n: of for n, of in world.anchors.items() if n in common})
        for name, world in flagship.worlds.items()
    }
    parameters = dict(flagship.parameters)
    for name in DISPUTED:
        scale = parameters[flagship.anchors[name].solves]
        prior = replace(scale.entries[""], family="lognormal", low=5.0, high=15.0)
        parameters[scale.name] = replace(scale, entries={"": prior})
    bare = build(replace(flagship, anchors=common, worlds=worlds, parameters=parameters))
    low, high = (tables(bare, world=w, policy="baseline", draw=1, seed=1).values for w in ("low", "high"))
    assert (low == high).all()
