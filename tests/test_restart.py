"""A run that goes on from where its tables part from others has the bits of a run from the start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from tumen.cells import RecordPlan, Tables
from tumen.engine import Luck, Replicate, Run, parting, run_replicate, run_replicates
from tumen.ensemble import Record
from tumen.ensemble.plan import planned
from tumen.kernels.room import State
from tumen.model import CompeteModel, build, drawn_values, make_tables
from tumen.situation import read_situation
from tumen.streams import address

NAMES = ("hidden-five", "island-evacuation", "dprk-china")
FLAGSHIP = "dprk-china"


@cache
def model(name: str, substeps: int = 0) -> CompeteModel:
    situation = read_situation(name)
    if substeps:
        situation = replace(situation, calendar=replace(situation.calendar, substeps=substeps))
    made = build(situation)
    assert isinstance(made, CompeteModel)
    return made


@cache
def numbers(name: str, substeps: int = 0, policy: str = "baseline") -> Tables:
    of = model(name, substeps)
    world = next(iter(of.situation.worlds))
    return make_tables(of, drawn_values(of, world=world, draw=1, seed=3), policy=policy)


@cache
def plan_of(name: str, substeps: int = 0, *, cells: bool = False) -> RecordPlan:
    return planned(model(name, substeps), Record(cells=cells), futures=1).engine


def luck_of(name: str, future: int = 7) -> Luck:
    of = model(name)
    noises = np.array([address("noise", noise) for noise in sorted(of.situation.noises)], dtype=np.uint64)
    return Luck(3, future, noises, np.array([last.year for _, last in of.steps], dtype=np.int64))


def replicate(name: str, substeps: int = 0, *, cells: bool = False) -> Replicate:
    of = model(name, substeps)
    plan = plan_of(name, substeps, cells=cells)
    return Replicate(of.cells, plan, luck_of(name), of.situation.calendar.substeps)


def whole(name: str, made: Tables, substeps: int = 0, *, cells: bool = False) -> Run:
    one = replicate(name, substeps, cells=cells)
    return run_replicate(one.cells, made, one.plan, luck=one.luck, substeps=one.substeps)


def assert_same(one: Run, other: Run) -> None:
    for name in ("outcomes", "bounded", "cells", "account"):
        same = getattr(one, name).tobytes() == getattr(other, name).tobytes()
        assert same, name  # never asserted on the bytes: where they differ, showing it takes hours


def in_stretches(one: Replicate, made: Tables, ends: Sequence[int]) -> Run:
    reached = one.begun(made)
    for end in ends:
        reached = one.until(made, end, reached)
    return one.ended(made, reached)


def test_the_flagship_and_the_others_have_all_that_is_carried():
    """What the tests below go through: signals, seats, a clock, an account, people on their way in."""
    flagship, island = model(FLAGSHIP), model("island-evacuation")
    assert flagship.fed
    assert flagship.cells.inflow_cell.size
    assert plan_of(FLAGSHIP).clock.cell.size
    assert plan_of(FLAGSHIP).account.bins
    assert island.cells.seat_per_step.size
    run = whole(FLAGSHIP, numbers(FLAGSHIP))
    assert run.account.sum()
    assert whole(FLAGSHIP, pushed(numbers(FLAGSHIP))).bounded.sum()


def pushed(made: Tables) -> Tables:
    """Give tables in which feedback is so strong that it stands at its bound."""
    return made._replace(elasticity=made.elasticity * 40)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("parts", [0, 1, 3])
def test_a_run_in_stretches_is_a_run(name: str, parts: int):
    one, made = replicate(name, parts), numbers(name, parts)
    steps = one.plan.period_of_step.size
    cuts = np.sort(np.random.default_rng(parts).integers(0, steps, 5)).tolist()
    expected = whole(name, made, parts)
    assert_same(in_stretches(one, made, cuts), expected)
    assert_same(in_stretches(one, made, [steps]), expected)


@pytest.mark.parametrize("name", ["hidden-five", "island-evacuation"])
def test_a_run_may_be_cut_anywhere(name: str):
    one, made = replicate(name, cells=True), numbers(name)
    steps = one.plan.period_of_step.size
    expected = whole(name, made, cells=True)
    assert expected.cells.size
    for step in range(0, steps, max(1, steps // 40)):
        assert_same(in_stretches(one, made, [step]), expected)
    assert_same(in_stretches(one, made, range(1, steps + 1)), expected)


def test_steps_at_the_bound_are_carried():
    one, made = replicate(FLAGSHIP), pushed(numbers(FLAGSHIP))
    assert_same(in_stretches(one, made, [140, 260]), whole(FLAGSHIP, made))


@pytest.mark.parametrize("name", NAMES)
def test_what_was_reached_is_left_as_it_was(name: str):
    one, made = replicate(name), numbers(name)
    reached = one.until(made, 9, one.begun(made))
    first = one.ended(made, reached)
    assert_same(one.ended(made, reached), first)
    assert_same(first, whole(name, made))


@pytest.mark.parametrize("part", [*State._fields, "out", "account"])
def test_nothing_that_is_carried_could_be_left_out(part: str):
    """Lost on the way, each part of what is stored changes the run."""
    one, made = replicate(FLAGSHIP), pushed(numbers(FLAGSHIP))
    reached = one.until(made, 190, one.begun(made))
    lost = getattr(reached.state if part in State._fields else reached, part)
    for array in lost if part == "carried" else (lost,):
        array[:] = 0
    with pytest.raises(AssertionError):
        assert_same(one.ended(made, reached), whole(FLAGSHIP, made))


@pytest.mark.parametrize("name", NAMES)
def test_policies_go_on_from_where_they_part(name: str):
    policies = [p.id for p in model(name).situation.policies.values() if p.levers]
    chosen = policies[:: max(1, len(policies) // 6)]
    every = [numbers(name, policy=policy) for policy in ("baseline", *chosen)]
    one = replicate(name)
    runs = run_replicates(one.cells, every, one.plan, luck=one.luck, substeps=one.substeps)
    for made, run in zip(every, runs, strict=True):
        assert_same(run, whole(name, made))


def test_some_policies_of_the_flagship_part_late():
    assert 12 < parting(numbers(FLAGSHIP), numbers(FLAGSHIP, policy="growing_pressure")) < len(model(FLAGSHIP).steps)


@pytest.mark.parametrize("name", NAMES)
def test_tables_may_part_at_any_step_and_in_any_way(name: str):
    """Also at the first step, at the last, nowhere, and in what has no date."""
    made, one = numbers(name), replicate(name)
    steps = made.days.size
    others = [
        made,
        *(eased(made, table, step) for table in ("given", "input", "drift", "capacity") for step in (0, 5, steps - 1)),
        made._replace(base=made.base * 0.5),
        made._replace(elasticity=made.elasticity * 0.5),
        made._replace(start=made.start * 2),
        made._replace(weight=made.weight * 0.5),
        made._replace(noise_sd=made.noise_sd * 0.5),
    ]
    runs = run_replicates(one.cells, [made, *others], one.plan, luck=one.luck, substeps=one.substeps)
    for other, run in zip([made, *others], runs, strict=True):
        assert_same(run, whole(name, other))


def eased(made: Tables, table: str, step: int) -> Tables:
    """Halve a dated table from a step on."""
    value = getattr(made, table).copy()
    value[step:] *= 0.5
    return made._replace(**{table: value})


def test_tables_part_at_the_first_step_in_which_any_bit_differs():
    made = numbers("island-evacuation")
    assert parting(made, made) == made.days.size
    assert parting(made, eased(made, "given", 11)) == 11
    assert parting(made, eased(eased(made, "given", 11), "capacity", 4)) == 4
    nearly = made.given.copy()
    nearly[13, 0] = np.nextafter(nearly[13, 0], np.inf)
    assert parting(made, made._replace(given=nearly)) == 13
    assert parting(made, made._replace(base=made.base * 0.5)) == 0
    assert parting(made, made._replace(start=made.start + 1)) == 0
    assert parting(made, made._replace(weight=np.append(made.weight, 1.0))) == 0
