"""Where people hide nothing is told below country and year of recent years, nor below prefecture and month ever."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import numpy as np
import pytest

from harm.conftest import speak
from harm.few import Left, write
from kinds import aside_of
from tumen.ensemble import Record, simulate
from tumen.model import build
from tumen.situation import check_folder, read_situation

AS_OF = ("as_of = 2026-11-21", "as_of = 2008-06-30")
"""With it the years 2003 to 2005 are recent."""
RECENT = ("2003", "2004", "2005")
LOCAL = {
    "in_hiding_near", "in_hiding_far", "women_far", "crossed_near", "moved", "level_of_near_word", "level_of_echo",
}  # fmt: skip
"""What tells of a part of the country: by places, one of two ways in, moves inside, a signal that such feed."""


@pytest.fixture(scope="module")
def recent(tmp_path_factory: pytest.TempPathFactory) -> Left:
    folder = tmp_path_factory.mktemp("recent")
    few = write(folder, {"situation.toml": dict([AS_OF])})
    words = ("--draws", "1", "--workers", "1", "--world", "low", "--record", "cells", "--out", str(folder / "run"))
    return Left(folder / "run", speak("run", str(few), *words))


def test_recent_years_are_told_by_country_alone(recent: Left):
    blank = {name for (_, name, period), value in recent.shown().items() if period in RECENT and value is None}
    assert blank >= LOCAL
    told = {(name, period) for (_, name, period), value in recent.shown().items() if value is not None}
    assert not {(name, period) for name, period in told if name in LOCAL and period in RECENT}
    assert {period for name, period in told if name == "in_hiding"} >= set(RECENT)
    assert any(name == "in_hiding_far" for name, _ in told)


def test_not_even_the_internal_file_knows_more(recent: Left):
    truth = recent.truth
    for name in LOCAL:
        known = truth[name].sel(period=list(RECENT)).values
        assert (np.isnan(known) | (known == -1)).all(), name
        assert (truth[name].sel(period="2002-12").values > -1).all(), name
    cells = [str(cell) for cell in truth["cell"].values if str(cell).startswith(("near|", "far|"))]
    assert cells
    assert (truth["cells"].sel(cell=cells, period=list(RECENT)) == -1).all()


def test_recent_years_have_no_months(recent: Left):
    rows = csv.DictReader(io.StringIO(recent.published["summary.csv"].decode()))
    periods = {row["period"] for row in rows}
    assert {len(period) for period in periods if period < "2003"} == {7}
    assert {period for period in periods if period >= "2003"} == set(RECENT)
    assert {str(period) for period in recent.truth["period"].values} == periods
    starts = recent.truth["period_start"].values.astype("datetime64[Y]")
    assert len(np.unique(starts[-3:])) == 3
    assert not re.findall(r'"period": "200[3-5]-', recent.published["trace.json"].decode())


@pytest.mark.parametrize(
    ("edit", "gone"),
    [
        (("to = 2005-12-31", "to = 2005-03-31"), "2005"),  # a year of three months is a quarter
        (("to = 2005-12-31", "to = 2005-01-31"), "2005"),  # and one of a month is a month
        (("from = 2000-01-01", "from = 2003-11-01"), "2003"),
    ],
)
def test_a_part_of_a_recent_year_is_not_told(edit: tuple[str, str], gone: str, tmp_path: Path):
    few = write(tmp_path, {"situation.toml": dict([AS_OF, edit])})
    found = simulate(build(read_situation(few), changes={"hiding_2003": 60}), draws=1, worlds=["low"], workers=1)
    for name in read_situation(few).outcomes:
        known = found[name].sel(period=gone).values
        assert (np.isnan(known) | (known == -1)).all(), name
        assert (found[name].sel(period="2004").values > -1).all() or name in LOCAL


def test_nothing_is_told_of_the_time_after_the_last_look(tmp_path: Path):
    """Where people will be is not computed, whatever the days of the run."""
    few = write(tmp_path, {"situation.toml": {"as_of = 2026-11-21": "as_of = 2004-12-30"}})
    model = build(read_situation(few))
    for record in (Record(), Record(resolution="step", cells=True)):
        found = simulate(model, draws=1, worlds=["low"], workers=1, record=record)
        for name in (name for name in found.data_vars if "period" in found[name].dims):
            known = found[name].sel(period=["2004", "2005"]).values
            assert (np.isnan(known) | (known == -1)).all(), name
        beside = aside_of(model, found)
        assert beside.flows.periods[beside.flows.stretches[-1][1]].label == "2003"
        assert beside.effects is not None
        assert all(np.isnan(of[:, -2:]).all() for of in beside.effects.as_run.values())


@pytest.mark.parametrize(
    "edit",
    [
        ("places.csv", "Westmark,province,westmark\nfar", "Westmark,district,westmark\nfar", "T163"),
        ("places.csv", "Westmark,province,westmark\nfar", "Westmark,site,westmark\nfar", "T163"),
        ("outcomes.toml", 'period = "step"\nplace = "province"', 'period = "step"\nplace = "site"', "T163"),
        ("situation.toml", 'step = "month"', 'step = "week"', "T164"),
        ("situation.toml", 'step = "month"', 'step = "day"', "T164"),
        ("situation.toml", "as_of = 2026-11-21\n", "", "T161"),
        ("situation.toml", "as_of = 2026-11-21", "as_of = 9000-01-01", "T162"),
        ("situation.toml", "people_in_hiding = true", "people_in_hiding = false", "T166"),
    ],
)
def test_what_is_finer_does_not_load(edit: tuple[str, str, str, str], tmp_path: Path):
    file, old, new, code = edit
    assert code in {problem.code for problem in check_folder(write(tmp_path, {file: {old: new}}))}


def test_a_finer_record_is_refused(few: Path, tmp_path: Path):
    words = ("run", str(few), "--draws", "51", "--record", "cells", "--out", str(tmp_path / "run"))
    assert "T703" in speak(*words, code=6)
    assert not (tmp_path / "run").exists()
