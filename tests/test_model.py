"""Words of the errors that only a model can find, and the shape of a built model."""

import dataclasses

import numpy as np
import pytest

from tumen.errors import RunError, SituationError
from tumen.model import build, drawn_values, make_tables, record_plan, shape, tables
from tumen.situation import read_situation


@pytest.fixture(scope="module")
def island():
    return build(read_situation("island-evacuation"))


@pytest.fixture(scope="module")
def hidden():
    return build(read_situation("hidden-five"))


def test_colliding_addresses_are_an_error(monkeypatch):
    monkeypatch.setattr(shape, "address", lambda label: len(label) % 7)
    with pytest.raises(SituationError) as caught:
        build(read_situation("hidden-five"))
    error = caught.value
    assert error.code == "T190"
    assert error.problem.startswith("two exits have the same address: ")
    assert error.problem.count("|") == 8, "both labels are named in full"
    assert (error.where, error.remedy) == ("exits.csv", "rename one of the two exits")


def test_a_hazard_that_is_not_finite_names_its_exit(hidden):
    values = drawn_values(hidden, world="low", draw=0, seed=1)
    values[hidden.names.index("onward_hazard")] = np.inf
    with pytest.raises(RunError, match=r"T401 hazard is inf; it must be finite and at least 0\n.*\|reach_safety"):
        make_tables(hidden, values, policy="baseline")


def test_more_people_than_counts_are_exact_for_is_an_error(hidden):
    values = drawn_values(hidden, world="low", draw=0, seed=1)
    values[hidden.names.index("people_home")] = 2e12
    with pytest.raises(RunError, match=r"T402 there are 2,000,000,000,000 people; counts are exact up to 10\^12"):
        make_tables(hidden, values, policy="baseline")


def test_an_anchor_that_cannot_be_met_tells_how_near_it_came(hidden):
    far = build(hidden.situation, changes={"hiding_2003": 1e9})
    with pytest.raises(RunError, match=r"T410 anchor hiding_2003 = 1,000,000,000 cannot be met: the last try was \d"):
        tables(far, world="low", policy="baseline", draw=0, seed=1)


def test_a_solved_scale_meets_its_anchor_in_the_mean_engine_of_the_run(hidden):
    from tumen.engine import mean_pass

    years = np.array([first.year for first, _ in hidden.steps], np.int64)
    plan = record_plan(hidden, ["in_hiding"], np.arange(years.size, dtype=np.int64))
    for world in hidden.situation.worlds:
        numbers = tables(hidden, world=world, policy="baseline", draw=3, seed=1)
        target = numbers.values[hidden.names.index("anchor:hiding_2003")]
        found = mean_pass(hidden.cells, numbers, plan, substeps=hidden.situation.calendar.substeps)
        assert found.outcomes[years == 2003, 0].mean() == pytest.approx(target, rel=0.02)


def test_worlds_share_every_drawn_number_but_their_anchors(hidden):
    low, high = (drawn_values(hidden, world=world, draw=5, seed=1) for world in ("low", "high"))
    differ = {name for name, a, b in zip(hidden.entries, low, high, strict=True) if a != b}
    assert differ == {"anchor:hiding_2003"}


def test_an_outcome_by_an_attribute_that_a_status_drops_is_an_error(island):
    stock = next(o for o in island.situation.outcomes.values() if o.kind == "stock")
    outcome = dataclasses.replace(stock, places=(), only={"no_such_attribute": ("x",)})
    changed = dataclasses.replace(island.situation, outcomes={outcome.id: outcome})
    with pytest.raises(SituationError, match=r"T125.*no_such_attribute"):
        record_plan(build(changed), [outcome.id], np.zeros(len(island.steps), np.int64))


def test_cells_are_those_that_people_reach_and_exits_stay_inside(island):
    cells = island.cells
    assert cells.first[0] == 0
    assert cells.first[-1] == cells.target.size == island.n_exits
    assert cells.target.min() >= 0
    assert cells.target.max() < island.n_cells
    entered = set(cells.target) | set(cells.inflow_cell)
    values = drawn_values(island, world="base", draw=0, seed=1)
    started = set(np.flatnonzero(make_tables(island, values, policy="baseline").start))
    assert entered | started == set(range(island.n_cells))
