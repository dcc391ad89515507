"""What is kept of an ensemble, how it is labelled, and the folder in which it lies."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

from tumen.cells import Tables
from tumen.cells_journey import JourneyTables
from tumen.ensemble import (
    Executor,
    Record,
    quantiles,
    result_hash,
    simulate,
    variable_hash,
)
from tumen.ensemble import blocks as blocks_module
from tumen.ensemble import run as run_module
from tumen.ensemble.blocks import Block, StoppedError, Study, block_size, cut, run_block
from tumen.ensemble.plan import planned
from tumen.errors import ResourceError, RunError, SafetyError, SituationError, TumenError, UsageError
from tumen.model import CompeteModel, Model, build
from tumen.situation import Situation, read_situation


@cache
def hidden() -> Situation:
    return read_situation("hidden-five")


@cache
def hidden_model() -> Model:
    return build(hidden())


@cache
def island_model() -> Model:
    return build(read_situation("island-evacuation"))


def run(**options: Any) -> xr.Dataset:
    with_defaults: dict[str, Any] = {"draws": 2, "workers": 1, **options}
    return simulate(hidden_model(), **with_defaults)


def rebuilt(**changes: Any) -> Model:
    """Give the model of the situation of people who hide, changed."""
    return build(replace(hidden(), **changes))


def code_of(error: type[TumenError], call: Callable[[], object]) -> str:
    with pytest.raises(error) as caught:
        call()
    return caught.value.code


def labels(model: Model, record: Record) -> list[str]:
    return [period.label for period in planned(model, record, futures=1).periods]


# ----------------------------------------------------------------------------------------------------------- periods


def test_a_year_is_the_period_where_the_situation_reports_years():
    plan = planned(hidden_model(), Record(), futures=1)
    assert [p.label for p in plan.periods] == [str(year) for year in range(2000, 2010)]
    assert not any(p.partial for p in plan.periods)
    assert (plan.periods[0].starts, plan.periods[0].ends) == (date(2000, 1, 1), date(2000, 12, 31))
    assert plan.engine.period_of_step.tolist() == [i // 12 for i in range(120)]


def test_months_and_days_are_labelled_as_such():
    assert labels(hidden_model(), Record(resolution="step"))[:2] == ["2000-01", "2000-02"]
    assert labels(island_model(), Record())[:2] == ["2030-03-01", "2030-03-02"]


@pytest.mark.parametrize(("as_of", "fine_until"), [(date(2010, 1, 1), 2004), (date(2007, 12, 31), 2001)])
def test_the_last_five_years_are_kept_by_year_where_people_hide(as_of: date, fine_until: int):
    found = labels(rebuilt(as_of=as_of), Record(resolution="step"))
    assert found[: 12 * (fine_until - 1999)][-1] == f"{fine_until}-12"
    assert found[12 * (fine_until - 1999) :] == [str(year) for year in range(fine_until + 1, 2010)]


def test_years_to_come_are_kept_by_year_too():
    assert labels(rebuilt(as_of=date(2001, 1, 1)), Record(resolution="step"))[-1] == "2009"


def test_a_year_that_is_not_whole_says_so():
    calendar = replace(hidden().calendar, first=date(2000, 3, 1), last=date(2009, 11, 30))
    plan = planned(rebuilt(calendar=calendar), Record(), futures=1)
    assert [p.label for p in plan.periods if p.partial] == ["2000", "2009"]
    assert plan.periods[0].starts == date(2000, 3, 1)


def test_a_week_belongs_to_the_year_in_which_it_ends():
    calendar = replace(island_model().situation.calendar, first=date(2029, 12, 24), last=date(2030, 1, 13))
    calendar = replace(calendar, step="week", report="year")
    plan = planned(build(replace(island_model().situation, calendar=calendar)), Record(), futures=1)
    assert [(p.label, p.starts, p.partial) for p in plan.periods] == [
        ("2029", date(2029, 12, 24), True),
        ("2030", date(2029, 12, 31), True),
    ]


# ---------------------------------------------------------------------------------------------------- what may be kept


@pytest.mark.parametrize(
    "changes",
    [
        {"as_of": date(2999, 1, 1)},
        {"as_of": None},
        {"calendar": replace(hidden().calendar, step="week", last=date(2000, 1, 28))},
    ],
)
def test_nothing_gets_round_the_bounds_where_people_hide(changes: dict[str, Any]):
    model = rebuilt(**changes)
    assert code_of(SafetyError, lambda: planned(model, Record(resolution="step"), futures=1)) == "T702"
    assert code_of(SafetyError, lambda: planned(model, Record(), futures=1)) == "T702"


def test_an_outcome_by_year_is_never_kept_by_month():
    outcomes = {**hidden().outcomes, "went_back": replace(hidden().outcomes["went_back"], period="year")}
    model = rebuilt(outcomes=outcomes)
    assert "went_back" in planned(model, Record(), futures=1).outcomes
    assert "went_back" not in planned(model, Record(resolution="step"), futures=1).outcomes
    asked = Record(("went_back",), "step")
    assert code_of(SafetyError, lambda: planned(model, asked, futures=1)) == "T702"


def test_what_is_finer_than_a_country_is_withheld_in_the_last_years():
    model = rebuilt(as_of=date(2010, 1, 1))
    found = simulate(model, draws=2, workers=1)
    near = found["in_hiding_near"]
    assert (near.sel(period=slice("2005", None)) == -1).all()
    assert (near.sel(period=slice(None, "2004")) >= 0).all()
    assert (found["in_hiding"] >= 0).all()
    assert np.isnan(quantiles(found, "in_hiding_near").sel(period="2005")).all()
    assert found["in_hiding"].equals(simulate(hidden_model(), draws=2, workers=1)["in_hiding"])


def test_cells_are_withheld_likewise():
    found = simulate(rebuilt(as_of=date(2010, 1, 1)), draws=2, workers=1, record=Record(cells=True))
    near = [str(cell) for cell in found["cell"].to_numpy() if str(cell).startswith("near|")]
    assert near
    assert (found["cells"].sel(cell=near, period="2005") == -1).all()
    assert (found["cells"].sel(cell=near, period="2004") >= 0).all()


def test_cells_add_up_to_outcomes():
    found = run(record=Record(cells=True))
    hiding = [str(cell) for cell in found["cell"].to_numpy() if "|hiding|" in str(cell)]
    assert (found["cells"].sel(cell=hiding).sum("cell") == found["in_hiding"]).all()


def test_cells_are_for_a_few_futures():
    assert run(draws=50, record=Record(("in_hiding",), cells=True)).sizes["draw"] == 50
    too_many = {"draws": 17, "replicates": 3, "record": Record(cells=True)}
    assert code_of(SafetyError, lambda: run(**too_many)) == "T703"


# --------------------------------------------------------------------------------------------------------- the call


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"draws": 0}, "T003"),
        ({"replicates": -1}, "T003"),
        ({"workers": 0}, "T003"),
        ({"block": 0}, "T003"),
        ({"draws": 1 << 20, "replicates": 1 << 20}, "T003"),
        ({"seed": -1}, "T003"),
        ({"seed": 1 << 32}, "T003"),
        ({"worlds": ["hihg"]}, "T420"),
        ({"worlds": []}, "T420"),
        ({"policy": "looking_awy"}, "T420"),
        ({"record": Record(("in_hidng",))}, "T420"),
        ({"record": Record(())}, "T420"),
        ({"record": Record(resolution="day")}, "T420"),  # pyright: ignore[reportArgumentType]
        ({"worker": 2}, "T420"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(options: dict[str, Any], code: str):
    assert code_of(UsageError, lambda: run(**options)) == code


def test_a_misspelt_name_is_answered_with_the_right_one():
    with pytest.raises(UsageError, match="looking_away"):
        run(policy="looking_awy")


def test_nothing_is_written_when_the_call_is_wrong(tmp_path: Path):
    with pytest.raises(UsageError):
        run(out=tmp_path / "new", policy="none")
    assert not (tmp_path / "new").exists()


def test_a_policy_whose_lever_moves_nothing_is_an_error():
    late = replace(hidden().levers["eased_searches"], starts=date(2015, 1, 1))
    model = rebuilt(levers={"eased_searches": late})
    with pytest.raises(RunError, match=r"T601 policy looking_away .* eased_searches"):
        simulate(model, draws=2, workers=1, policy="looking_away")


def test_progress_is_told_from_nothing_to_all():
    told: list[tuple[int, int]] = []
    run(draws=4, replicates=2, block=6, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 16), (6, 16), (8, 16), (14, 16), (16, 16)]


# ------------------------------------------------------------------------------------------------------------ labels


def test_results_say_what_they_are(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    found = simulate(build(hidden(), changes={"hiding_2003": 12000}), draws=3, replicates=2, seed=7, workers=1)
    assert dict(found.sizes) | {"entry": 0} == {
        "world": 2, "draw": 3, "replicate": 2, "period": 10, "entry": 0,
    }  # fmt: skip
    assert found["world"].to_numpy().tolist() == ["low", "high"]
    assert found["period_end"].to_numpy()[0] == np.datetime64("2000-12-31")
    assert found["in_hiding"].dtype == np.int64
    assert found["in_hiding"].attrs["units"] == "persons"
    assert found["in_hiding"].attrs["direction"] == "neither"
    assert found["time_in_prison"].dtype == np.float64
    assert found.attrs["created"] == "1970-01-02T00:00:00Z"
    assert json.loads(found.attrs["changes"]) == {"anchor:hiding_2003": 12000}
    assert (found.attrs["seed"], found.attrs["policy"], found.attrs["people_in_hiding"]) == (7, "baseline", "yes")
    assert found.attrs["situation_digest"] == hidden().digest
    assert (found["entry_value"].sel(entry="anchor:hiding_2003") == 12000).all()
    assert found.attrs["result_hash"] == result_hash(found)


def test_worlds_stand_in_the_order_of_the_situation():
    assert run(worlds=("high", "low"))["world"].to_numpy().tolist() == ["low", "high"]
    assert run(worlds=("high",))["in_hiding"].equals(run()["in_hiding"].sel(world=["high"]))


def test_the_hash_sees_every_figure_and_label():
    found = run()
    one = found["in_hiding"].copy()
    one[0, 0, 0, 0] += 1
    other = [
        found.assign(in_hiding=one),
        found.assign_coords(world=["low", "higher"]),
        found.assign_coords(period_end=found["period_end"] + np.timedelta64(1, "D")),
        found.assign(valid=~found["valid"]),
        found.drop_vars("in_hiding"),
    ]
    assert len({result_hash(x) for x in (found, *other)}) == 1 + len(other)


def test_the_hash_does_not_see_the_order_of_labels():
    found = run()
    turned = found.isel(world=[1, 0], draw=[1, 0], entry=slice(None, None, -1))[list(found.data_vars)[::-1]]
    assert result_hash(turned) == result_hash(found)


def test_quantiles_pool_draws_and_replicates():
    found = run(draws=3, replicates=4)
    low = found["in_hiding"].sel(world="low", period="2005").to_numpy().ravel()
    got = quantiles(found, "in_hiding", (0.1, 0.5))
    assert got.dims == ("world", "quantile", "period")
    np.testing.assert_allclose(got.sel(world="low", period="2005"), np.quantile(low, (0.1, 0.5)))
    assert got.attrs["units"] == "persons"
    assert code_of(UsageError, lambda: quantiles(found, "valid")) == "T420"


# ----------------------------------------------------------------------------------------------------------- failures


def unmet(only: set[tuple[str, int]]) -> Callable[..., Tables]:
    """Give a maker of tables that cannot meet the anchors of some draws."""

    def tables(model: CompeteModel, *, world: str, policy: str, draw: int, seed: int) -> Tables:
        if (world, draw) in only:
            raise RunError("T410", "cannot be met", where="worlds.toml", remedy="widen it")
        return real(model, world=world, policy=policy, draw=draw, seed=seed)

    real = blocks_module.tables
    return tables


def test_a_rejected_draw_is_listed_and_never_filled(monkeypatch: pytest.MonkeyPatch):
    whole = run(draws=3)
    monkeypatch.setattr(blocks_module, "tables", unmet({("low", 1)}))
    found = run(draws=3)
    assert json.loads(found.attrs["rejected"]) == {"low": [1], "high": []}
    assert found["valid"].to_numpy().tolist() == [[True, False, True], [True, True, True]]
    lost = found.sel(world="low", draw=1)
    assert (lost["in_hiding"] == -1).all()
    assert (lost["time_in_prison"] == -1).all()
    assert np.isnan(lost["entry_value"]).all()
    assert found.sel(draw=[0, 2])["in_hiding"].equals(whole.sel(draw=[0, 2])["in_hiding"])
    kept = whole["in_hiding"].sel(world="low", draw=[0, 2], period="2009").to_numpy().ravel()
    np.testing.assert_allclose(quantiles(found, "in_hiding").sel(world="low", period="2009")[1], np.median(kept))


def test_a_world_without_a_valid_draw_has_no_quantiles(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(blocks_module, "tables", unmet({("low", 1)}))
    found = run()
    found["valid"].loc[{"world": "low"}] = False  # as in a part of the results that somebody cut out
    assert code_of(RunError, lambda: quantiles(found, "in_hiding")) == "T412"


def test_a_world_without_a_valid_draw_is_no_result(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(blocks_module, "tables", unmet({("low", 0), ("low", 1)}))
    with pytest.raises(RunError, match="T412 none of 2 draws met the anchors of world low"):
        run()


def failing(error: BaseException) -> Callable[..., Any]:
    """Give an engine that fails in draw 1, replicate 2."""

    def run_replicate(*arguments: Any, luck: Any, **named: Any) -> Any:
        if luck.future == 1 * 3 + 2:
            raise error
        return real(*arguments, luck=luck, **named)

    real = blocks_module.run_replicate
    return run_replicate


LOST = RunError("T411", "people were lost", where="step 3", remedy="report it")


@pytest.mark.parametrize(("error", "code"), [(LOST, "T411"), (ZeroDivisionError("no"), "T900")])
def test_a_future_that_fails_is_listed_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
):
    whole = run(replicates=3)
    monkeypatch.setattr(blocks_module, "run_replicate", failing(error))
    with pytest.warns(UserWarning, match=rf"T430 2 of 12 futures failed .* world low, draw 1, replicate 2: .*{code}"):
        found = run(replicates=3)
    assert [(f["world"], f["draw"], f["replicate"], f["code"]) for f in json.loads(found.attrs["failures"])] == [
        ("low", 1, 2, code), ("high", 1, 2, code),
    ]  # fmt: skip
    assert np.argwhere(found["failed"].to_numpy()).tolist() == [[0, 1, 2], [1, 1, 2]]
    assert json.loads(found.attrs["rejected"]) == {"low": [], "high": []}
    assert (found["in_hiding"].sel(draw=1, replicate=2) == -1).all()
    left = ~found["failed"]
    assert (found["in_hiding"] == whole["in_hiding"]).where(left, True).all()
    kept = whole["in_hiding"].where(left).sel(world="low", period="2009").to_numpy().ravel()
    got = quantiles(found, "in_hiding").sel(world="low", period="2009")[1]
    np.testing.assert_allclose(got, np.nanmedian(kept))


def test_a_draw_that_fails_is_no_rejected_one(monkeypatch: pytest.MonkeyPatch):
    def tables(model: Model, *, world: str, policy: str, draw: int, seed: int) -> Tables | JourneyTables:
        if (world, draw) == ("low", 1):
            raise LOST
        return real(model, world=world, policy=policy, draw=draw, seed=seed)

    real = blocks_module.tables
    monkeypatch.setattr(blocks_module, "tables", tables)
    with pytest.warns(UserWarning, match="T430 2 of 8 futures"):
        found = run(replicates=2, block=1)
    assert json.loads(found.attrs["rejected"]) == {"low": [], "high": []}
    assert [f["replicate"] for f in json.loads(found.attrs["failures"])] == [None]
    assert found["valid"].to_numpy().tolist() == [[True, False], [True, True]]


def test_where_every_future_of_a_world_fails_the_first_error_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(blocks_module, "run_replicate", lambda *_, luck, **__: (_ for _ in ()).throw(LOST))
    with pytest.raises(RunError) as caught:
        run(replicates=3)
    assert (caught.value.code, caught.value.where) == ("T411", "world low, draw 0, replicate 0: step 3")


def test_too_little_memory_is_told_in_words(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(blocks_module, "run_replicate", failing(MemoryError()))
    assert code_of(ResourceError, lambda: run(replicates=3)) == "T804"


def test_people_are_never_rounded(monkeypatch: pytest.MonkeyPatch):
    def halved(*arguments: Any, **named: Any) -> Any:
        found = real(*arguments, **named)
        return replace(found, outcomes=found.outcomes + 0.5)

    real = blocks_module.run_replicate
    monkeypatch.setattr(blocks_module, "run_replicate", halved)
    assert code_of(RunError, run) == "T413"


def test_a_stopped_block_is_no_result():
    study = Study(hidden_model(), planned(hidden_model(), Record(), futures=2), ("low",), 2, 1, 1, "baseline")
    with pytest.raises(StoppedError):
        run_block(study, Block("low", 0, 1), stopped=lambda: True)


def test_feedback_at_its_bound_warns_once_and_is_kept(monkeypatch: pytest.MonkeyPatch):
    def bound(*arguments: Any, **named: Any) -> Any:
        found = real(*arguments, **named)
        return replace(found, bounded=np.where(np.arange(found.bounded.size) == 0, 6, 0))

    real = blocks_module.run_replicate
    monkeypatch.setattr(blocks_module, "run_replicate", bound)
    first = sorted(hidden().groups)[0]
    with pytest.warns(UserWarning, match=rf"stood at its bound.*{first} in 5.0% of steps \(world low\)") as warned:
        found = run()
    assert len(warned) == 1
    assert Path(warned[0].filename) == Path(__file__)
    assert json.loads(found.attrs["bounded"]) == {"low": {first: 0.05}, "high": {first: 0.05}}


@pytest.mark.parametrize(
    "error",
    [
        RunError("T411", "lost", where="here", remedy="report"),
        SituationError("T101", "wrong", where="there", remedy="mend", problems=()),
    ],
)
def test_errors_come_back_whole_from_another_process(error: TumenError):
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is type(error)
    assert (str(back), vars(back)) == (str(error), vars(error))


# ------------------------------------------------------------------------------------------------------------ blocks


def test_blocks_hold_every_draw_of_every_world_once():
    study = Study(hidden_model(), planned(hidden_model(), Record(), futures=1), ("low", "high"), 10, 1, 1, "baseline")
    for size in (1, 3, 10, 99):
        found = [(block.world, draw) for block in cut(study, size=size) for draw in block.draws]
        assert found == [(world, draw) for world in ("low", "high") for draw in range(10)]
    assert block_size(study, workers=1) == 3
    assert block_size(study, workers=100) == 1


def test_blocks_hold_every_future_of_a_long_draw_once():
    study = Study(
        hidden_model(), planned(hidden_model(), Record(), futures=1), ("low", "high"), 2, 10**6, 1, "baseline"
    )
    size = block_size(study, workers=2)
    assert 1000 < size < 100_000
    for futures in (size, 300_001):
        blocks = cut(study, size=futures)
        assert len({block.name for block in blocks}) == len(blocks)
        assert max(block.futures(study) for block in blocks) == futures
        assert sum(block.futures(study) for block in blocks) == 4 * 10**6


@pytest.mark.parametrize("block", [1, 2, 3, 5, 8])
def test_a_draw_may_be_cut_along_its_replicates(block: int):
    whole = run(replicates=5, block=10)
    assert run(replicates=5, block=block).attrs["result_hash"] == whole.attrs["result_hash"]


def test_short_work_stays_in_this_process(monkeypatch: pytest.MonkeyPatch):
    used: list[int] = []

    def here(study: Study, *, workers: int) -> Executor:
        used.append(workers)
        return real(study, workers=1)

    real = run_module.executor_for
    monkeypatch.setattr(run_module, "executor_for", here)
    monkeypatch.setattr(run_module, "processors", lambda: 8)
    run(workers=None)
    monkeypatch.setattr(run_module, "_WORTH_A_POOL", 0.0)
    run(workers=None)
    assert used == [1, 1, 8, 8]  # for the size of blocks, and to run them


def test_one_outcome_alone_has_the_hash_it_has_among_others():
    whole = run()
    for name in ("in_hiding", "time_in_prison"):
        alone = run(record=Record((name,)))
        assert list(alone.data_vars) == [name, "valid", "entry_value"]
        assert variable_hash(alone, name) == variable_hash(whole, name)
