"""The flagship: its evidence, its budget, and whether its priors are sane before any calibration."""

from __future__ import annotations

import contextlib
import itertools
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kinds import compete_model
from tumen.cells import NOT_RECORDED
from tumen.engine import mean_pass
from tumen.ensemble import Record, simulate
from tumen.errors import RunError
from tumen.evidence.pooling import prior_of
from tumen.model import CompeteModel, Model, build, record_plan, tables
from tumen.situation import Situation, check_folder, read_situation, situation_folder

HEADLINE = ("in_china", "returned_by_force_per_year", "in_trafficking", "reached_rok")
KEPT_OUT = r"\b(B008|B009|B010|B104|B105|B106|B108|B109|B139|B142|S050|S051|S052)\b"
PEOPLE = {
    "in the North": {"N1", "N2", "N3", "V1"},
    "in China": {"C1", "C2a", "C2b", "C3", "C4a", "C4b", "C5", "C6", "C7", "C8", "C9", "CT"},
    "returned": {"R0", "R1", "R2", "R3", "R4", "R5"},
    "on the way": {"T1", "T2", "T3", "T4"},
    "arrived": {"D1", "D2", "D3"},
    "dead abroad": {"X"},
}
STATE_FORCE = {
    "cross",
    "caught_leaving",
    "caught_on_return",
    "arrest",
    "hand_over",
    "taken_out",
    "loses_shelter",
    "recognised_returned",
}
RETURNED = {"1998": 6300, "2002": 4809}
LOW_STOCK = {"1998": 75_000, "2002": 65_000}


@pytest.fixture(scope="module")
def flagship() -> Situation:
    return read_situation("dprk-china")


@pytest.fixture(scope="module")
def model(flagship: Situation) -> CompeteModel:
    return compete_model(flagship)


def test_nothing_is_wrong_with_it() -> None:
    assert check_folder(situation_folder("dprk-china")) == ()


def test_it_has_every_stock_of_people(flagship: Situation) -> None:
    assert set.union(*PEOPLE.values()) <= set(flagship.statuses)


def test_it_keeps_within_its_budget(flagship: Situation, model: CompeteModel) -> None:
    assert model.n_cells <= 1000
    assert model.n_exits <= 5000
    assert len(flagship.groups) <= 80
    assert len(model.fed) <= 20
    assert len(flagship.noises) <= 8
    assert len(flagship.outcomes) <= 72


def test_the_four_outcomes_that_scripts_use_are_the_headline(flagship: Situation) -> None:
    assert tuple(o.id for o in flagship.outcomes.values() if o.headline) == HEADLINE


def test_most_parameters_rest_on_claims_or_observations(flagship: Situation) -> None:
    grounded = [p for p in flagship.parameters.values() if p.claims or p.observations]
    assert len(grounded) >= 100
    assert len(grounded) > 3 * (len(flagship.parameters) - len(grounded))


def test_worlds_differ_in_their_anchors_and_each_has_a_ground(flagship: Situation) -> None:
    assert set(flagship.worlds) == {"low", "high"}
    assert all(prior.claims or prior.observations for w in flagship.worlds.values() for prior in w.anchors.values())


def _files(folder: Path) -> dict[str, str]:
    return {f.name: f.read_text(encoding="utf-8") for f in sorted(folder.iterdir()) if f.is_file()}


def test_what_could_do_harm_stays_out() -> None:
    found = {name: re.findall(KEPT_OUT, text) for name, text in _files(situation_folder("dprk-china")).items()}
    assert {name for name, ids in found.items() if ids} == {"claims.csv", "links.csv"}


def test_no_route_and_no_outcome_is_finer_than_a_country(flagship: Situation) -> None:
    assert not flagship.routes
    assert {o.place for o in flagship.outcomes.values()} == {"country"}
    assert not any(o.places for o in flagship.outcomes.values())


def test_force_of_the_state_can_only_be_lowered(flagship: Situation) -> None:
    assert {g.id for g in flagship.groups.values() if g.enforcement} == STATE_FORCE


def test_force_of_the_state_is_yearly_at_the_finest(flagship: Situation) -> None:
    groups = {
        o.id: {flagship.exits[e].group for e in o.exits if e in flagship.exits} | set(o.exits)
        for o in flagship.outcomes.values()
    }
    searched = {o for o, g in groups.items() if g & (STATE_FORCE - {"cross"})}
    assert searched
    assert {flagship.outcomes[o].period for o in searched} == {"year"}


def test_every_series_measures_a_quantity_or_stands_behind_something(flagship: Situation) -> None:
    things = [*flagship.parameters.values(), *flagship.outcomes.values(), *flagship.events.values()]
    things += [*flagship.evidence.timeline.values()]
    cited = {series for thing in things for series in thing.observations}
    linked = {item for link in flagship.evidence.links for item in (link.of, link.other)}
    cited |= {row.series for row in flagship.observations if row.id in linked}
    assert {series.id for series in flagship.evidence.series.values() if not series.quantity} <= cited


def _arrivals(flagship: Situation) -> dict[str, float]:
    rows = [
        r for r in flagship.observations if r.series == "arrivals_rok" and r.sex == "all" and r.date_from == r.date_to
    ]
    return {r.date_from: r.value for r in rows if r.value is not None and "2002" <= r.date_from <= "2011"}


def _stocks(flagship: Situation, world: str) -> dict[str, float]:
    """Give the figure of a world's own stock: of the surveys, or the middle of the pool."""
    if world == "low":
        return {year: float(people) for year, people in LOW_STOCK.items()}
    anchors = {name: a for name, a in flagship.worlds[world].anchors.items() if name.startswith("stock_")}
    return {name[-4:]: prior_of(flagship.evidence, a).quantile(0.5) for name, a in anchors.items()}


def _check_priors(model: Model, draws: int) -> None:
    """Medians within a factor 3 of the figures, four in five draws within a factor 10."""
    result = simulate(model, draws=draws, record=Record(outcomes=HEADLINE))
    for world in model.situation.worlds:
        valid = result["valid"].sel(world=world).to_numpy()
        assert valid.mean() > 0.75
        figures = {
            "reached_rok": _arrivals(model.situation),
            "returned_by_force_per_year": RETURNED,
            "in_china": _stocks(model.situation, world),
        }
        known = [(outcome, year, figure) for outcome, by_year in figures.items() for year, figure in by_year.items()]
        for outcome, year, figure in known:
            ratio = result[outcome].sel(world=world, period=year).to_numpy()[valid][:, 0] / figure
            assert 1 / 3 < np.median(ratio) < 3, (world, outcome, year, np.median(ratio))
            assert ((ratio > 0.1) & (ratio < 10)).mean() >= 0.8, (world, outcome, year)


def test_priors_are_sane(model: Model) -> None:
    _check_priors(model, draws=40)


@pytest.mark.slow
def test_priors_are_sane_in_the_draws_of_the_demo(model: Model) -> None:
    _check_priors(model, draws=200)


Future = tuple[str, int]
FIRST_YEAR, MANY = 1995, 20


def _means(flagship: Situation, substeps: int, draws: int) -> dict[Future, NDArray[np.float64]]:
    """Give the yearly means of all outcomes ``[year, outcome]`` of each world and draw, anchors solved."""
    model = build(replace(flagship, calendar=replace(flagship.calendar, substeps=substeps)))
    years = np.array([max(first.year - FIRST_YEAR, NOT_RECORDED) for first, _ in model.steps], np.int64)
    plan = record_plan(model, list(flagship.outcomes), years)
    found: dict[Future, NDArray[np.float64]] = {}
    for world, draw in itertools.product(flagship.worlds, range(draws)):
        with contextlib.suppress(RunError):  # a draw whose anchors cannot be met
            numbers = tables(model, world=world, policy="baseline", draw=draw, seed=1)
            found[world, draw] = mean_pass(model.cells, numbers, plan, substeps=substeps).outcomes
    return found


def _moved(flagship: Situation, coarse: int, fine: int) -> NDArray[np.float64]:
    """Give by how much the mean of each outcome over futures moves in each year, ``[year, outcome]``.

    A share of itself; of few people, a share of `MANY`; of the level of a signal below 1, a share of 1.
    """
    cut = {n: _means(flagship, n, draws=12) for n in (coarse, fine)}
    both = sorted(set(cut[coarse]) & set(cut[fine]))
    assert len(both) >= 16
    before, after = (np.mean([cut[n][future] for future in both], axis=0) for n in (coarse, fine))
    least = [1 if outcome.kind == "signal" else MANY for outcome in flagship.outcomes.values()]
    return np.abs(before - after) / np.maximum(np.abs(after), least)


def test_substeps_hardly_matter(flagship: Situation) -> None:
    """Doubling the substeps moves no outcome by 5 % in any year.

    That is why the default is 2: with 1, doubling moves the headline outcomes by up to 8 %.
    """
    default = flagship.calendar.substeps
    moved = _moved(flagship, default, 2 * default).max(axis=0)
    assert {name: share for name, share in zip(flagship.outcomes, moved, strict=True) if share >= 0.05} == {}


def test_people_are_returned_by_force_only_while_the_north_takes_them_back(model: Model) -> None:
    result = simulate(model, draws=6, record=Record(outcomes=("returned_by_force_per_year", "detained")))
    valid = result["valid"].to_numpy()
    closed = result["returned_by_force_per_year"].sel(period=["2020", "2021", "2022"]).to_numpy()[valid]
    assert (closed == 0).all()
    held = result["detained"].sel(period="2022").to_numpy()[valid].sum()
    after = result["returned_by_force_per_year"].sel(period="2023").to_numpy()[valid].sum()
    assert after > held / 2
