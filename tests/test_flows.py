"""Mean passes beside a run: nobody is lost between stations, and another position is really what is run."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
import xarray as xr

from kinds import aside_of
from quarrel import read_quarrel
from tumen.engine import mean_pass
from tumen.ensemble import simulate
from tumen.ensemble.aside import DRAWS_OF_EFFECTS, DRAWS_OF_FLOWS
from tumen.ensemble.effects import Move, Side, effects, other_positions, sides_of
from tumen.ensemble.flows import Flows, flows, stations_of, stretches_of
from tumen.ensemble.passes import Accepted, Setting, accepted, means, values_at
from tumen.ensemble.plan import Plan, Record, planned
from tumen.model import Model, build, drawn_values, make_tables, record_plan
from tumen.policy import Station
from tumen.situation import Situation, read_situation

DRAWS = 6


@cache
def situation() -> Situation:
    """Read the situation with a quarrel; it is in memory once and for all."""
    with TemporaryDirectory() as folder:
        return read_quarrel(Path(folder))


@cache
def ran() -> tuple[Model, xr.Dataset]:
    """Run it."""
    model = build(situation())
    return model, simulate(model, draws=DRAWS)


def plan_of(model: Model) -> Plan:
    return planned(model, Record(), futures=1)


@cache
def gathered() -> Flows:
    return gathered_of(*ran())


def gathered_of(model: Model, dataset: xr.Dataset) -> Flows:
    return flows(model, plan_of(model), accepted(dataset, DRAWS), policy="baseline")


def run_of(of: Situation) -> tuple[Model, xr.Dataset]:
    """Run another situation, a few draws of it."""
    model = build(of)
    return model, simulate(model, draws=2)


def balance(found: Flows, world: str, station: str) -> np.ndarray:
    """Give what a station gains in each period beyond who came and less who left, ``[draw, period]``."""
    at = [of.id for of in found.stations].index(station)
    came = sum(found.moved[world][..., k] for k, (_, target) in enumerate(found.pairs) if target == at)
    left = sum(found.moved[world][..., k] for k, (origin, _) in enumerate(found.pairs) if origin == at)
    return np.diff(found.stood[world][..., at], axis=1) - came + left


# ---- stocks and flows -------------------------------------------------------------------------


@pytest.mark.parametrize("world", ["low", "high"])
def test_nobody_is_lost_between_stations(world: str):
    for station in ("hiding", "returned", "prison", "safe"):
        assert np.abs(balance(gathered(), world, station)).max() < 1e-6
    assert (balance(gathered(), world, "home") > 1000).all()  # births


def test_whoever_passes_an_instant_status_comes_and_goes():
    found = gathered()
    at = [of.id for of in found.stations].index("returned")
    assert (found.stood["low"][..., at] == 0).all()
    came = [k for k, (_, target) in enumerate(found.pairs) if target == at]
    assert (found.moved["low"][..., came] > 0).all()


def test_flows_are_those_that_outcomes_count():
    model, dataset = ran()
    draws, plan = accepted(dataset, DRAWS), plan_of(model)
    kept = record_plan(model, ["returned_by_force", "in_hiding"], plan.engine.period_of_step)
    out = means(model, kept, [(draw, Setting.of({}, "baseline")) for draw in draws["high"]])
    found = gathered()
    names = [of.id for of in found.stations]
    pair = found.pairs.index((names.index("hiding"), names.index("returned")))
    assert np.allclose(found.moved["high"][..., pair], out[..., 0])
    assert np.allclose(found.stood["high"][:, 1:, names.index("hiding")], out[..., 1])


def test_what_moves_inside_a_station_does_not_count():
    stations = {
        "home": Station("home", "at home", ("home",)),
        "away": Station("away", "away", ("hiding", "safe")),
        "held": Station("held", "held", ("returned", "prison")),
    }
    alone, merged = gathered(), gathered_of(build(replace(situation(), stations=stations)), ran()[1])
    total = {pair: merged.moved["low"][..., k].sum() for k, pair in enumerate(merged.pairs)}
    ids = [of.id for of in alone.stations]
    by_name = {(ids[i], ids[j]): alone.moved["low"][..., k].sum() for k, (i, j) in enumerate(alone.pairs)}
    assert set(total) == {(0, 1), (1, 0), (1, 2), (2, 0)}
    assert total[1, 2] == pytest.approx(by_name["hiding", "returned"])
    assert total[2, 0] == pytest.approx(by_name["returned", "home"] + by_name["prison", "home"])


def test_a_run_in_ends_where_the_first_stretch_begins():
    later = replace(situation(), calendar=replace(situation().calendar, run_in=12))
    found = gathered_of(*run_of(later))
    at = [of.id for of in found.stations].index("hiding")
    assert found.stood["low"].shape[1] == len(found.periods) + 1
    assert (found.stood["low"][:, 0, at] > 100).all()
    assert np.abs(balance(found, "low", "hiding")).max() < 1e-6


def test_each_status_is_a_station_where_there_are_none():
    assert [(of.id, of.statuses) for of in stations_of(situation())] == [
        (status.id, (status.id,)) for status in situation().statuses.values()
    ]


def test_stretches_end_with_the_years_of_anchors_or_where_the_calendar_says():
    periods = plan_of(ran()[0]).periods
    assert stretches_of(situation(), periods) == ((0, 3), (4, 9))
    calendar = replace(situation().calendar, stretches=(date(2001, 1, 1), date(2008, 1, 1)))
    assert stretches_of(replace(situation(), calendar=calendar), periods) == ((0, 0), (1, 7), (8, 9))
    assert stretches_of(replace(situation(), anchors={}), periods) == ((0, 9),)


def test_days_are_put_together_where_days_are_recorded():
    island = read_situation("island-evacuation")
    model, dataset = run_of(island)
    found = gathered_of(model, dataset)
    assert found.stretches == ((0, 12), (13, 59))
    assert found.periods[13].label == "2030-03-14"
    assert np.abs(balance(found, "base", "reception")).max() < 1e-6
    assert found.stood["base"][0].sum(axis=1) == pytest.approx(8300)


# ---- draws and positions ----------------------------------------------------------------------


def test_draws_are_accepted_ones_of_all_worlds_first():
    _, dataset = ran()
    valid = np.array([[True, True, False, True, True, True], [False, True, True, True, False, True]])
    made = dataset.assign(valid=(("world", "draw"), valid))
    low, high = (accepted(made, 4)[world] for world in ("low", "high"))
    assert [draw.draw for draw in low] == [0, 1, 3, 5]
    assert [draw.draw for draw in high] == [1, 2, 3, 5]
    assert [draw.draw for draw in accepted(made, 2)["low"]] == [1, 3]
    assert (low[1].values == dataset["entry_value"].sel(world="low", draw=1).values).all()
    assert [len(chosen) for chosen in accepted(made, 50).values()] == [5, 4]


def switched_by_hand(model: Model, draw: Accepted, positions: dict[str, str]) -> np.ndarray:
    """Build the model anew with the positions, draw its numbers, and put the solved scales in: the long way."""
    other = build(model.situation, switches=positions)
    values = drawn_values(other, world=draw.world, draw=draw.draw, seed=draw.seed)
    for anchor in model.situation.anchors.values():
        at = model.names.index(anchor.solves)
        values[at] = draw.values[at]
    return values


@pytest.mark.parametrize("move", list(other_positions(situation(), {})), ids=lambda move: move.name)
def test_another_position_is_really_what_is_run(move: Move):
    model, dataset = ran()
    draw = accepted(dataset, 1)["high"][0]
    values = values_at(model, draw, {move.name: move.position})
    assert (values == switched_by_hand(model, draw, {move.name: move.position})).all()
    assert (values != draw.values).any()
    plan = record_plan(model, ["reached_safety", "imprisoned"], plan_of(model).engine.period_of_step)
    tables = make_tables(build(situation(), switches={move.name: move.position}), values, policy="baseline")
    direct = mean_pass(model.cells, tables, plan, substeps=model.situation.calendar.substeps).outcomes
    found = means(model, plan, [(draw, Setting.of({move.name: move.position}, "baseline"))])[0]
    assert (found == direct).all()
    assert (found != means(model, plan, [(draw, Setting.of({}, "baseline"))])[0]).any()


def test_what_is_moved_in_the_run_moves_back():
    model = build(situation(), switches={"HELP": "off", "PRISON": "few"})
    draw = accepted(simulate(model, draws=DRAWS), 1)["low"][0]
    back = values_at(model, draw, {"HELP": "on", "PRISON": "unknown"})
    assert (back == switched_by_hand(model, draw, {})).all()
    moves = list(other_positions(situation(), {"HELP": "off", "PRISON": "few"}))
    assert moves[0] == Move("HELP", "on")
    assert moves[-1] == Move("PRISON", "unknown")


def test_what_was_set_by_hand_stays_set():
    model = build(situation(), changes={"effort_per_attention": 0.6})
    draw = accepted(simulate(model, draws=DRAWS), 1)["low"][0]
    at = model.names.index("effort_per_attention")
    assert values_at(model, draw, {"SEARCH": "off"})[at] == draw.values[at] == 0.6


def test_moves_are_in_the_order_of_the_situation():
    model, dataset = ran()
    found = aside_of(model, dataset).effects
    assert found is not None
    assert [move.name for move in found.moved] == ["HELP", "SEARCH", "FLOOD", "PRISON"]
    assert found.moved.keys() == dict.fromkeys(other_positions(situation(), {})).keys()


def test_sides_take_each_loop_alone_and_then_all():
    contrast = situation().contrasts["attention"]
    assert [positions for _, positions in sides_of(contrast)] == [
        {"HELP": "on", "SEARCH": "off"},
        {"HELP": "off", "SEARCH": "on"},
        {"HELP": "on", "SEARCH": "on"},
    ]


def test_sides_are_run_without_the_option_and_with_it():
    model, dataset = ran()
    draws, plan = accepted(dataset, 2), plan_of(model)
    found = effects(model, plan, draws, policy="baseline")
    kept = record_plan(model, found.outcomes, plan.engine.period_of_step)
    for (side, policy), figures in found.sides.items():
        setting = Setting.of({loop: "on" if loop in side.on else "off" for loop in ("HELP", "SEARCH")}, policy)
        direct = means(model, kept, [(draw, setting) for draw in draws["high"]])
        assert (figures["high"] == direct).all()
    both = Side("attention", ("HELP", "SEARCH"))
    assert (found.sides[both, "baseline"]["low"] == found.as_run["low"]).all()
    reached = found.outcomes.index("reached_safety")
    alone = Side("attention", ("HELP",))
    with_option, without = (found.sides[alone, policy]["low"][..., reached] for policy in ("publicity", "baseline"))
    assert (with_option[:, :4] == without[:, :4]).all()
    assert (with_option[:, 5:] > without[:, 5:]).all()


def test_few_draws_are_taken():
    model, dataset = ran()
    found = aside_of(model, dataset)
    assert found.effects is not None
    assert {len(draws) for draws in found.effects.draws.values()} == {DRAWS_OF_EFFECTS}
    assert {len(draws) for draws in found.flows.moved.values()} == {min(DRAWS, DRAWS_OF_FLOWS)}


def test_the_same_run_tells_the_same():
    model, dataset = ran()
    first, second = (aside_of(model, dataset) for _ in range(2))
    assert first.effects is not None
    assert second.effects is not None
    assert all((first.flows.moved[w] == second.flows.moved[w]).all() for w in ("low", "high"))
    assert all((of["low"] == second.effects.moved[move]["low"]).all() for move, of in first.effects.moved.items())


def test_what_is_finer_than_a_country_is_not_told_for_recent_years():
    near = replace(situation().outcomes["in_hiding_near"], headline=True)
    recent = replace(situation(), as_of=date(2012, 1, 1), outcomes={**situation().outcomes, near.id: near})
    model, dataset = run_of(recent)
    found = effects(model, plan_of(model), accepted(dataset, 1), policy="baseline")
    at = found.outcomes.index(near.id)
    assert np.isnan(found.as_run["low"][:, 7:, at]).all()
    assert not np.isnan(found.as_run["low"][:, :7, at]).any()


def test_a_situation_without_loops_tells_of_flows_alone():
    assert aside_of(*run_of(replace(situation(), loops={}, switches={}, contrasts={}))).effects is None
