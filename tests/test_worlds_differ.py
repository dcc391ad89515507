"""The two worlds share all but two anchors, and yet differ in what is seldom counted: by more than a factor."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Mapping

import numpy as np
import pytest

from tumen.cells import NOT_RECORDED
from tumen.engine import mean_pass
from tumen.errors import RunError
from tumen.model import Model, build, record_plan, tables
from tumen.situation import read_situation

DRAWS, AT_LEAST = 40, 15
FIRST_YEAR = 1995
MEASURES = {
    "time abroad": ("arrived_time_abroad", "2009", "reached_rok", "2009"),
    "caught in the year of crossing": ("arrested_same_year", "2002", "arrested", "2002"),
    "decline": ("in_china", "2019", "in_china", "2012"),
}
OUTCOMES = ["arrived_time_abroad", "reached_rok", "arrested_same_year", "arrested", "in_china"]
FACTOR = 1.25


def _means(model: Model) -> dict[str, list[Mapping[tuple[str, str], float]]]:
    """Give the yearly means of each draw that meets its anchors, by world: outcome and year → people."""
    years = [last.year for _, last in model.steps]
    periods = np.array([max(year - FIRST_YEAR, NOT_RECORDED) for year in years], np.int64)
    plan = record_plan(model, OUTCOMES, periods)
    found: dict[str, list[Mapping[tuple[str, str], float]]] = {world: [] for world in model.situation.worlds}
    for world, draw in itertools.product(found, range(DRAWS)):
        with contextlib.suppress(RunError):  # a draw whose anchors cannot be met
            numbers = tables(model, world=world, policy="baseline", draw=draw, seed=1)
            run = mean_pass(model.cells, numbers, plan, substeps=model.situation.calendar.substeps)
            cells = itertools.product(range(plan.periods), enumerate(OUTCOMES))
            found[world].append({(name, str(FIRST_YEAR + y)): float(run.outcomes[y, o]) for y, (o, name) in cells})
    return found


@pytest.fixture(scope="module")
def medians() -> Mapping[str, Mapping[str, float]]:
    """Give the median of each measure in each world."""
    found = _means(build(read_situation("dprk-china")))
    assert min(len(draws) for draws in found.values()) >= AT_LEAST
    return {
        measure: {
            world: float(np.median([draw[of, year] / draw[over, then] for draw in draws]))
            for world, draws in found.items()
        }
        for measure, (of, year, over, then) in MEASURES.items()
    }


@pytest.mark.parametrize("measure", MEASURES)
def test_worlds_differ_by_more_than_a_factor(medians: Mapping[str, Mapping[str, float]], measure: str) -> None:
    low, high = medians[measure]["low"], medians[measure]["high"]
    assert max(low / high, high / low) > FACTOR, (measure, low, high)
