"""The two worlds share all but two anchors, and yet differ in what is seldom counted: by more than a factor."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Mapping

import numpy as np
import pytest

from tumen.cells import NOT_RECORDED
from tumen.engine import mean_pass
from tumen.errors import RunError
from tumen.model import Model, build, record_plan, tables
from tumen.situation import read_situation

DRAWS, AT_LEAST = 40, 15
FIRST_YEAR = 1995
YEARS = range(2012, 2020)
"""After the last year of an anchor: by then the worlds, which share their arrivals and returns, have parted."""
FACTOR = 1.25
OUTCOMES = ["arrived_time_abroad", "reached_rok", "arrested_same_year", "arrested", "in_china"]
Means = Mapping[tuple[str, int], float]


def _means(model: Model) -> dict[str, list[Means]]:
    """Give the yearly means of each draw that meets its anchors, by world: outcome and year → people."""
    years = [last.year for _, last in model.steps]
    periods = np.array([max(year - FIRST_YEAR, NOT_RECORDED) for year in years], np.int64)
    plan = record_plan(model, OUTCOMES, periods)
    found: dict[str, list[Means]] = {world: [] for world in model.situation.worlds}
    for world, draw in itertools.product(found, range(DRAWS)):
        with contextlib.suppress(RunError):  # a draw whose anchors cannot be met
            numbers = tables(model, world=world, policy="baseline", draw=draw, seed=1)
            run = mean_pass(model.cells, numbers, plan, substeps=model.situation.calendar.substeps)
            cells = itertools.product(range(plan.periods), enumerate(OUTCOMES))
            found[world].append({(name, FIRST_YEAR + y): float(run.outcomes[y, o]) for y, (o, name) in cells})
    return found


@pytest.fixture(scope="module")
def means() -> Mapping[str, list[Means]]:
    found = _means(build(read_situation("dprk-china")))
    assert min(len(draws) for draws in found.values()) >= AT_LEAST
    return found


def _over_years(draw: Means, of: str, over: str) -> float:
    """Divide what happened over all years by something else that did."""
    return sum(draw[of, year] for year in YEARS) / sum(draw[over, year] for year in YEARS)


def _medians(means: Mapping[str, list[Means]], measure: Callable[[Means], float]) -> tuple[float, float]:
    """Give the median in the low world, and in the high one."""
    low, high = (float(np.median([measure(draw) for draw in means[world]])) for world in ("low", "high"))
    return low, high


def test_in_the_high_world_people_who_arrive_have_been_abroad_for_longer(means: Mapping[str, list[Means]]) -> None:
    low, high = _medians(means, lambda draw: _over_years(draw, "arrived_time_abroad", "reached_rok"))
    assert high > FACTOR * low


def test_in_the_high_world_fewer_of_those_caught_have_just_come(means: Mapping[str, list[Means]]) -> None:
    low, high = _medians(means, lambda draw: _over_years(draw, "arrested_same_year", "arrested"))
    assert low > FACTOR * high


def test_in_the_high_world_the_stock_falls_less(means: Mapping[str, list[Means]]) -> None:
    low, high = _medians(means, lambda draw: draw["in_china", YEARS[-1]] / draw["in_china", YEARS[0]])
    assert high > FACTOR * low
