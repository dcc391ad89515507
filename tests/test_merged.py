"""Above 2,000 futures of a world they are counted by figure: the same whatever was counted first, and as safe."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from tumen.cli import exit_code
from tumen.ensemble import Record, is_merged, open_results, quantiles, resume, simulate
from tumen.ensemble import blocks as blocks_module
from tumen.ensemble.histograms import WITHIN, bins_of, edges, merged, middles
from tumen.errors import RunError, UsageError
from tumen.model import Model, build
from tumen.report import summarise
from tumen.report.guarded import REASONS
from tumen.situation import read_situation

MANY: dict[str, Any] = {"draws": 6, "replicates": 60, "seed": 5}
MERGED, EACH = Record(merged=True), Record(merged=False)


@cache
def model() -> Model:
    return build(read_situation("hidden-five"))


@cache
def counted() -> xr.Dataset:
    return simulate(model(), **MANY, workers=1, record=MERGED)


@cache
def each() -> xr.Dataset:
    return simulate(model(), **MANY, workers=1, record=EACH)


def outcomes() -> list[str]:
    return list(json.loads(counted().attrs["outcomes"]))


# --------------------------------------------------------------------------------------------------------------- bins


def test_whole_numbers_below_256_are_exact():
    numbers = np.arange(256.0)
    assert len(set(bins_of(numbers).tolist())) == 256
    assert middles(bins_of(numbers), whole=True).tolist() == numbers.tolist()


@given(st.floats(1e-6, 1e12), st.booleans(), st.booleans())
def test_any_figure_is_within_the_bound(figure: float, whole: bool, negative: bool):
    value = np.array([(-1 if negative else 1) * (round(figure) + 1 if whole else figure)], float)
    found = middles(bins_of(value), whole=whole and not negative)
    assert np.abs(found / value - 1) <= WITHIN
    low, high = edges(bins_of(value))
    assert abs(low) <= abs(value) < abs(high)
    assert not whole or negative or found == value or value >= 256


@pytest.mark.parametrize("k", range(8, 40))
def test_there_are_128_bins_for_each_factor_of_two(k: int):
    around = np.linspace(2.0**k, 2.0 ** (k + 1), 10_000, endpoint=False)
    assert len(set(bins_of(around).tolist())) == 128


def test_nothing_is_nothing():
    assert middles(bins_of(np.array([0.0, -0.0])), whole=True).tolist() == [0, 0]
    assert middles(bins_of(np.array([0.0, -0.0])), whole=False).tolist() == [0, 0]


@given(st.lists(st.integers(0, 20), min_size=1, max_size=60), st.randoms(use_true_random=False))
def test_it_does_not_matter_what_is_counted_first(bins: list[int], luck: Any):
    whole = merged(np.array(bins), np.ones(len(bins), np.int64))
    luck.shuffle(bins)
    at = luck.randrange(len(bins) + 1)
    parts = [merged(np.array(some, np.int64), np.ones(len(some), np.int64)) for some in (bins[:at], bins[at:])]
    again = merged(np.concatenate([p.bins for p in parts]), np.concatenate([p.counts for p in parts]))
    assert (again.bins.tolist(), again.counts.tolist()) == (whole.bins.tolist(), whole.counts.tolist())


# ------------------------------------------------------------------------------------------------------------- results


@pytest.mark.parametrize(("replicates", "is_so"), [(1000, False), (1001, True)])
def test_above_two_thousand_futures_of_a_world_they_are_merged(replicates: int, is_so: bool):
    short = build(replace(model().situation, calendar=replace(model().situation.calendar, last=date(2003, 12, 31))))
    assert is_merged(simulate(short, draws=2, replicates=replicates, workers=1)) == is_so
    assert not is_merged(simulate(short, draws=2, replicates=replicates, workers=1, record=Record(resolution="step")))


@pytest.mark.parametrize("block", [7, 64, 500])
def test_blocks_change_nothing(block: int):
    found = simulate(model(), **MANY, workers=1, record=MERGED, block=block)
    assert found.attrs["result_hash"] == counted().attrs["result_hash"]


def test_workers_change_nothing(tmp_path: Path):
    found = simulate(model(), **MANY, workers=2, record=MERGED, block=50, out=tmp_path)
    assert found.attrs["result_hash"] == counted().attrs["result_hash"]
    xr.testing.assert_identical(open_results(tmp_path), found)


def test_a_merged_run_goes_on_where_it_was_cut_off(tmp_path: Path):
    def end(done: int, _total: int) -> None:
        if done > 100:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        simulate(model(), **MANY, workers=1, record=MERGED, block=50, out=tmp_path, progress=end)
    assert list((tmp_path / "parts").iterdir())
    assert resume(tmp_path, workers=1).attrs["result_hash"] == counted().attrs["result_hash"]


def test_each_future_is_counted_once():
    sums = np.zeros(counted()["futures"].shape, np.int64)
    at = tuple(counted()[name].to_numpy() for name in ("bin_world", "bin_period", "bin_outcome"))
    np.add.at(sums, at, counted()["count"].to_numpy())
    assert (sums == 360).all()
    assert (counted()["futures"] == 360).all()


@pytest.mark.parametrize("levels", [(0.05, 0.25, 0.5, 0.75, 0.95), (0, 1)])
def test_quantiles_are_those_of_the_futures(levels: tuple[float, ...]):
    for name in outcomes():
        labelled = [quantiles(of, name, levels) for of in (each(), counted())]
        assert labelled[0].dims == labelled[1].dims
        assert labelled[0].attrs["units"] == labelled[1].attrs["units"]
        whole, found = (of.to_numpy() for of in labelled)
        np.testing.assert_allclose(found, whole, rtol=WITHIN)
        if each()[name].dtype == np.int64:
            small = whole < 255
            assert (found[small] == whole[small]).all(), name


def test_an_unknown_outcome_is_told():
    with pytest.raises(UsageError, match="T420"):
        quantiles(counted(), "in_hidng")


def test_people_are_never_rounded(monkeypatch: pytest.MonkeyPatch):
    def halved(*arguments: Any, **named: Any) -> Any:
        found = real(*arguments, **named)
        return replace(found, outcomes=found.outcomes + 0.5)

    real = blocks_module.run_replicate
    monkeypatch.setattr(blocks_module, "run_replicate", halved)
    with pytest.raises(RunError, match="T413"):
        simulate(model(), **MANY, workers=1, record=MERGED)


@pytest.mark.filterwarnings("ignore:T430")
def test_what_fails_is_counted_nowhere(monkeypatch: pytest.MonkeyPatch):
    def fail(*arguments: Any, luck: Any, **named: Any) -> Any:
        if luck.future == 61:
            raise RunError("T411", "people were lost", where="step 3", remedy="report it")
        return real(*arguments, luck=luck, **named)

    real = blocks_module.run_replicate
    monkeypatch.setattr(blocks_module, "run_replicate", fail)
    found = simulate(model(), **MANY, workers=1, record=MERGED)
    assert np.argwhere(found["failed"].to_numpy()).tolist() == [[0, 1, 1], [1, 1, 1]]
    assert (found["futures"] == 359).all()
    world, period, outcome, count = (found[n].to_numpy() for n in ("bin_world", "bin_period", "bin_outcome", "count"))
    assert count[(world == 0) & (period == 0) & (outcome == 0)].sum() == 359
    assert summarise(found, model().situation).about.failed == 2


# ------------------------------------------------------------------------------------------------------------- no harm


def test_what_is_withheld_of_futures_is_withheld_of_their_number():
    full, found = (summarise(of, model().situation) for of in (each(), counted()))
    assert full.outcomes == found.outcomes
    small = REASONS.index("small")
    assert (full.reasons == small).any()
    assert ((found.reasons == small) >= (full.reasons == small)).all()
    assert ((found.reasons > small).sum() > 0) == ((full.reasons > small).sum() > 0)
    assert np.isnan(found.values[found.reasons > 0]).all()
    shown = (found.reasons == 0) & (full.reasons == 0)
    step = np.broadcast_to(1.2 * found.least[None, :, :, None], shown.shape)[shown]  # rounding may go the other way
    assert (np.abs(found.values[shown] - full.values[shown]) <= step + WITHIN * full.values[shown]).all()


def test_recent_years_are_counted_for_the_country_only():
    recent = build(replace(model().situation, as_of=date(2010, 1, 1)))
    found = simulate(recent, **MANY, workers=1, record=MERGED)
    near = outcomes().index("in_hiding_near")
    late = np.array([label >= "2005" for label in found["period"].to_numpy()])
    assert (found["futures"][:, late, near] == 0).all()
    assert not ((found["bin_outcome"] == near) & found["bin_period"].isin(np.flatnonzero(late))).any()
    assert np.isnan(quantiles(found, "in_hiding_near").sel(period="2005")).all()
    summary = summarise(found, recent.situation)
    assert summary.shown("low", "in_hiding_near", "2005", statistic="q50").reason == "recent"


def test_a_merged_run_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "a"
    assert exit_code(["run", "hidden-five", "--draws", "21", "--replicates", "100", "--out", str(out)]) == 0
    assert "more than 2,000 futures in each world" in capsys.readouterr().out
    assert "within 0.4 %" in (out / "report.html").read_text("utf-8")
    rows = (out / "summary.csv").read_text("utf-8").splitlines()
    figures = [row.split(",")[-2] for row in rows if ",persons," in row]
    assert all(not figure or float(figure) >= 10 for figure in figures)
    assert REASONS[-1] == "merged"
