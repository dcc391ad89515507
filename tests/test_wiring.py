"""What publicity does under each of two premises: a test of how the model is wired, not of who is right.

L1 says that attention gets those inside missions let out, L2 that it brings searches upon those outside. With L1 alone
the model must give the advice of one author, with L2 alone that of the other, and with both at once those inside gain
while those outside lose (S122, S126). Each future is run twice, with and without growing pressure from 2003 on: the
same draw, its anchors met under the same premises, and the same luck. Measures are sums over five years.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pytest

from kinds import compete_model
from tumen.cells import NOT_RECORDED, Floats, RecordPlan, Tables
from tumen.engine import Luck, mean_pass, run_replicate
from tumen.errors import RunError
from tumen.model import CompeteModel, make_tables, record_plan, tables
from tumen.situation import Situation, read_situation
from tumen.streams import address

LOUD = "growing_pressure"
WIRED: Mapping[str, Mapping[str, str]] = {"L1 alone": {"L2": "off"}, "L2 alone": {"L1": "off"}, "both": {}}
WORLDS = ("low", "high")
FIRST, YEARS = 2003, 5
OUTCOMES = (
    "entered_missions",
    "taken_out_of_missions",
    "let_out_of_missions",
    "returned_by_force_per_year",
    "sheltered",
)
UNCHANGED = 0.02
AT_ITS_BOUND = 0.01
SEED = 1

Medians = Mapping[tuple[str, str], Mapping[str, float]]


@dataclass(frozen=True, eq=False)
class Bench:
    """A model under one premise.

    Attributes:
        model: What runs.
        plan: `OUTCOMES` by year from `FIRST` on.
        noises: Address of each noise.
        met: World → each draw whose anchors can be met, so far, with its numbers.
    """

    model: CompeteModel
    plan: RecordPlan
    noises: np.ndarray
    met: Mapping[str, list[tuple[int, Floats]]]

    @classmethod
    def of(cls, situation: Situation, switches: Mapping[str, str]) -> Bench:
        model = compete_model(situation, switches=switches)
        plan = record_plan(model, OUTCOMES, np.maximum(_years(model) - FIRST, NOT_RECORDED))
        noises = np.array([address("noise", noise) for noise in sorted(situation.noises)], np.uint64)
        return cls(model, plan, noises, {world: [] for world in WORLDS})

    def futures(self, world: str, many: int) -> list[tuple[int, Floats]]:
        """Give the first so many draws whose anchors can be met, each with its numbers."""
        met = self.met[world]
        for draw in range(met[-1][0] + 1 if met else 0, 2 * many):
            if len(met) == many:
                break
            with contextlib.suppress(RunError):  # a draw whose anchors cannot be met
                met.append((draw, tables(self.model, world=world, policy="baseline", draw=draw, seed=SEED).values))
        assert len(met) >= many
        return met[:many]

    def pair(self, draw: int, values: Floats, *, luck: bool) -> Floats:
        """Run a future without and with publicity; sums over the years, ``[2, outcome]``."""
        both = [make_tables(self.model, values, policy=policy) for policy in ("baseline", LOUD)]
        return np.array([self._kept(draw, of, luck=luck).sum(axis=0) for of in both])

    def bounded(self, values: Floats) -> Floats:
        """Give the share of steps in which the feedback on each group stands at its bound, ``[group]``."""
        numbers = make_tables(self.model, values, policy="baseline")
        run = mean_pass(self.model.cells, numbers, self.plan, substeps=self._substeps)
        return run.bounded / len(self.model.steps)

    def _kept(self, draw: int, numbers: Tables, *, luck: bool) -> Floats:
        steps = np.flatnonzero(_years(self.model) < FIRST + YEARS)
        plan = self.plan._replace(period_of_step=self.plan.period_of_step[steps], periods=YEARS)
        if not luck:
            return mean_pass(self.model.cells, numbers, plan, substeps=self._substeps).outcomes
        of = Luck(SEED, draw, self.noises, _years(self.model))
        return run_replicate(self.model.cells, numbers, plan, luck=of, substeps=self._substeps).outcomes

    @property
    def _substeps(self) -> int:
        return self.model.situation.calendar.substeps


def _years(model: CompeteModel) -> np.ndarray:
    """Give the calendar year of each step."""
    return np.array([last.year for _, last in model.steps], np.int64)


@pytest.fixture(scope="module")
def flagship() -> Situation:
    return read_situation("dprk-china")


@pytest.fixture(scope="module")
def benches(flagship: Situation) -> dict[str, Bench]:
    return {wired: Bench.of(flagship, switches) for wired, switches in WIRED.items()}


def _changes(pairs: Floats) -> dict[str, float]:
    """Give the median change of each measure over futures ``[future, 2, outcome]``; relative but for `inside`."""
    entered, taken, let_out, returned, sheltered = np.moveaxis(pairs, 2, 0)
    inside = np.diff(taken / entered, axis=1)
    told = {"exits": let_out, "outside": returned - taken, "shelters": sheltered}
    relative = {name: float(np.median(of[:, 1] / of[:, 0] - 1)) for name, of in told.items()}
    return {"inside": float(np.median(inside)), **relative}


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((20, False), id="20-means"),
        pytest.param((100, True), id="100-futures", marks=pytest.mark.slow),
    ],
)
def medians(benches: dict[str, Bench], request: pytest.FixtureRequest) -> Medians:
    """Give the median change of each measure, by premise and world."""
    many, luck = request.param
    found: dict[tuple[str, str], Mapping[str, float]] = {}
    for (wired, bench), world in itertools.product(benches.items(), WORLDS):
        futures = bench.futures(world, many)
        found[wired, world] = _changes(np.array([bench.pair(draw, values, luck=luck) for draw, values in futures]))
    return found


@pytest.mark.parametrize("world", WORLDS)
def test_where_attention_only_protects_those_inside_gain(medians: Medians, world: str) -> None:
    change = medians["L1 alone", world]
    assert change["inside"] < 0
    assert change["exits"] > 0
    assert abs(change["outside"]) < UNCHANGED


@pytest.mark.parametrize("world", WORLDS)
def test_where_attention_only_provokes_those_outside_lose(medians: Medians, world: str) -> None:
    change = medians["L2 alone", world]
    assert change["outside"] > 0
    assert change["shelters"] < 0
    assert abs(change["exits"]) < UNCHANGED


@pytest.mark.parametrize("world", WORLDS)
def test_with_both_those_inside_gain_and_those_outside_lose(medians: Medians, world: str) -> None:
    change = medians["both", world]
    assert change["inside"] < 0
    assert change["exits"] > 0
    assert change["outside"] > 0
    assert change["shelters"] < 0


def _often_bounded(bench: Bench, world: str, many: int) -> dict[str, float]:
    """Give the groups that stand at their bound in too many of the steps of all draws, as a run would warn of them."""
    shares = np.mean([bench.bounded(values) for _, values in bench.futures(world, many)], axis=0)
    return {g: s for g, s in zip(bench.model.layout.groups, shares, strict=True) if s >= AT_ITS_BOUND}


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("many", [20, pytest.param(100, marks=pytest.mark.slow)])
def test_feedback_hardly_ever_stands_at_its_bound(benches: dict[str, Bench], world: str, many: int) -> None:
    assert _often_bounded(benches["both"], world, many) == {}


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS)
def test_nor_does_it_in_the_thought_experiment(flagship: Situation, world: str) -> None:
    assert _often_bounded(Bench.of(flagship, {"L4": "on"}), world, 40) == {}
