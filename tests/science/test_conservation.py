"""Nobody is created or lost: in no step, in no situation, whatever opens, fills up or feeds back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from theory import EXACT, mean_of, runs_of
from tumen.situation import Situation, read_situation

SMALL = ("island-evacuation", "hidden-five")


def counted(situation: Situation) -> Situation:
    """Give the situation with an outcome for each status, and one for those who are born."""
    template = next(outcome for outcome in situation.outcomes.values() if outcome.kind == "stock")
    plain = replace(template, places=(), only={}, part_of="")
    stocks = {
        f"all_{status}": replace(plain, id=f"all_{status}", statuses=(status,))
        for status, about in situation.statuses.items()
        if about.stay.kind != "instant"
    }
    flows = {
        f"through_{way}": replace(plain, id=f"through_{way}", kind="flow", statuses=(), exits=(way,))
        for way in (*situation.exits, *{inflow.group for inflow in situation.inflows.values()})
    }
    return replace(situation, outcomes={**situation.outcomes, **stocks, **flows})


@pytest.fixture(scope="module", params=SMALL)
def small(request) -> Situation:
    return counted(read_situation(request.param))


def balance(situation: Situation, runs) -> dict[str, np.ndarray]:
    """Give, for each status, those who came less those who left in each step, last axis."""
    born = {inflow.status: f"through_{inflow.group}" for inflow in situation.inflows.values()}
    found = {status: np.zeros_like(runs[f"all_{next(iter(situation.statuses))}"]) for status in situation.statuses}
    for way in situation.exits.values():
        found[way.from_status] = found[way.from_status] - runs[f"through_{way.id}"]
        found[way.to_status] = found[way.to_status] + runs[f"through_{way.id}"]
    for status, flow in born.items():
        found[status] = found[status] + runs[flow]
    return found


def test_each_status_changes_by_those_who_came_less_those_who_left(small):
    """To the person, in each step of each replicate; what enters an instant status leaves it in the same step."""
    runs = runs_of(small, replicates=10)
    for status, change in balance(small, runs).items():
        if small.statuses[status].stay.kind == "instant":
            assert not change.any()
        else:
            assert np.array_equal(np.diff(runs[f"all_{status}"], axis=-1), change[:, 1:])


def test_the_total_grows_by_births_alone(small):
    runs = runs_of(small, replicates=10)
    total = sum(runs[f"all_{status}"] for status, about in small.statuses.items() if about.stay.kind != "instant")
    born = sum(runs[f"through_{group}"] for group in {inflow.group for inflow in small.inflows.values()})
    assert np.array_equal(np.diff(total, axis=-1), (np.zeros_like(total) + born)[:, 1:])
    assert np.min(total) >= 0


def test_the_mean_engine_conserves_people_too(small):
    runs = mean_of(small)
    for status, change in balance(small, runs).items():
        if small.statuses[status].stay.kind == "instant":
            np.testing.assert_allclose(change, 0, atol=EXACT * 1e6)
        else:
            np.testing.assert_allclose(np.diff(runs[f"all_{status}"]), change[1:], atol=EXACT * 1e6)
