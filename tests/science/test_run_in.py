"""The run-in: steps before the first that are run and not recorded."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from tumen.ensemble import Record, simulate
from tumen.model import build
from tumen.situation import Situation, read_situation


def begun(situation: Situation, first: date, run_in: int) -> Situation:
    return replace(situation, calendar=replace(situation.calendar, first=first, run_in=run_in))


@pytest.mark.parametrize("resolution", ["report", "step"])
def test_a_run_in_is_an_earlier_start_of_which_nothing_is_recorded(resolution):
    hidden = read_situation("hidden-five")
    record = Record(resolution=resolution)
    year_before = hidden.calendar.first.replace(year=hidden.calendar.first.year - 1)
    later = simulate(build(begun(hidden, hidden.calendar.first, 12)), draws=4, record=record)
    earlier = simulate(build(begun(hidden, year_before, 0)), draws=4, record=record)
    assert later["period"].values[0].startswith(str(hidden.calendar.first.year))
    assert later["period"].size == earlier["period"].size - (1 if resolution == "report" else 12)
    for outcome in later.data_vars:
        if "period" in later[outcome].dims:
            same = earlier[outcome].sel(period=later["period"])
            assert np.array_equal(later[outcome].values, same.values), outcome


def test_a_run_in_counts_in_steps_of_the_situation():
    island = read_situation("island-evacuation")
    first = island.calendar.first
    days = build(begun(island, first, 5)).steps
    assert days[0] == (first - timedelta(days=5),) * 2
    assert days[5] == (first, first)
    weekly = replace(island, calendar=replace(island.calendar, step="week", run_in=2))
    assert build(weekly).steps[0][0] == first - timedelta(days=14)
