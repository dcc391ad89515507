"""The page on which figures kept back are set beside the model: complete, by its rule, of this model, and not stale."""

import csv
import importlib
import json
import math
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest
import xarray as xr

from tumen.situation import read_situation

ROOT = Path(__file__).parents[1]
DOMAIN = ROOT.parent / "shared" / "domain"
MODULES = ("page", "rows", "run", "tables", "verdicts")
ROWS = [
    "Half years",
    "Women",
    "2012",
    "COVID",
    "Thailand over Seoul",
    "Queue",
    "Class of origin",
    "Returns",
    "Age of those caught",
    "Song against officials",
    "Northeastern provinces",
    "Time abroad",
]
WORLDS = ["low", "high"]
FIGURE = 0
VERDICT = {"low": 3, "high": 5}

needs_shared = pytest.mark.skipif(not DOMAIN.is_dir(), reason="the folder shared/ is not beside the repository")


@pytest.fixture(scope="module")
def tool() -> Iterator[SimpleNamespace]:
    """Load the script and its parts, which lie in no package, and what they read."""
    sys.path.insert(0, str(ROOT / "tools"))
    parts: dict[str, ModuleType] = {name: importlib.import_module(f"validation_{name}") for name in MODULES}
    flagship = read_situation("dprk-china")
    yield SimpleNamespace(
        **parts,
        flagship=flagship,
        asked=parts["rows"].read_asked(),
        known=parts["rows"].behind(flagship),
        data=parts["run"].read(parts["page"].DATA),
        text=parts["page"].PAGE.read_text(encoding="utf-8"),
    )
    sys.path.remove(str(ROOT / "tools"))


def rows_of(text: str) -> list[list[str]]:
    """Read the cells of the first table in a text, without its head."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def sections(page: str) -> dict[str, str]:
    """Give the text of each row of the list, in the order of the page."""
    part = page[page.index("<!-- begin rows -->") : page.index("<!-- end rows -->")]
    return {text.partition("\n")[0]: text for text in part.split("\n### ")[1:]}


# ---- of this model, and not stale -------------------------------------------------------------------


def test_the_page_is_made_of_the_file_beside_it(tool: SimpleNamespace):
    assert tool.page.written(tool.text, tool.tables.tables(tool.asked, tool.data, tool.known)) == tool.text, (
        "run tools/validation_page.py --rewrite"
    )


def test_the_file_was_measured_on_this_flagship(tool: SimpleNamespace):
    assert tool.data["situation_digest"] == tool.flagship.digest, "run tools/validation_page.py"
    assert tool.data["seed"] == 1
    assert tool.data["draws"] >= 100, "run tools/validation_page.py without --quick"
    answered = tool.run.answered(tool.asked.targets, tool.flagship)
    assert list(tool.data["figures"]) == [target.id for target in answered]
    told = {target.id: tool.known.reported(target) for target in answered}
    assert {name: of["reported"] for name, of in tool.data["figures"].items()} == pytest.approx(told)


@pytest.mark.filterwarnings("ignore:the feedback on hazards")
def test_a_few_draws_say_what_the_file_says(tool: SimpleNamespace):
    few = tool.run.measured(tool.flagship, list(tool.asked.targets), tool.known, draws=tool.run.FIRST)
    now, then = (
        {(name, world): of["worlds"][world]["first"] for name, of in found["figures"].items() for world in WORLDS}
        for found in (few, tool.data)
    )
    assert now.keys() == then.keys()
    for key, values in now.items():
        for one, other in zip(values, then[key], strict=True):
            assert one is other is None or one == pytest.approx(other, rel=1e-9), (key, "run tools/validation_page.py")


def test_check_sees_a_stale_page_and_mends_nothing(
    tool: SimpleNamespace, tmp_path: Path, *, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    stale = tmp_path / "validation.md"
    stale.write_text(tool.text.replace("| Women |", "| Men |"), encoding="utf-8")
    monkeypatch.setattr(tool.page, "PAGE", stale)
    assert tool.page.main(["--check"]) == 1
    assert "validation.md is stale" in capsys.readouterr().err
    assert "| Men |" in stale.read_text(encoding="utf-8")
    assert tool.page.main(["--rewrite"]) == 0
    assert stale.read_text(encoding="utf-8") == tool.text
    assert tool.page.main(["--check"]) == 0


def test_a_file_is_read_as_it_was_written(tool: SimpleNamespace, tmp_path: Path):
    copy = tmp_path / "copy.json"
    tool.run.write(copy, tool.data)
    assert tool.run.read(copy) == tool.data == json.loads(tool.page.DATA.read_text(encoding="utf-8"))


# ---- complete ---------------------------------------------------------------------------------------


def test_all_twelve_rows_are_answered(tool: SimpleNamespace):
    assert [row.title for row in tool.asked.rows] == ROWS
    assert sorted(sections(tool.text)) == sorted(ROWS)
    for title, text in sections(tool.text).items():
        tests = [row for row in rows_of(text) if row[VERDICT["low"]] not in ("-", "no test")]
        assert tests, f"{title}: nothing tests the model"


@needs_shared
def test_the_rows_are_those_of_the_list():
    text = (DOMAIN / "observations.md").read_text(encoding="utf-8")
    section = text[text.index("\n## 3. ") : text.index("\n## 4. ")]
    assert [row[0] for row in rows_of(section)] == ROWS


@needs_shared
def test_what_was_held_back_is_what_the_table_has(tool: SimpleNamespace):
    with (DOMAIN / "observations.csv").open(encoding="utf-8", newline="") as file:
        table = {tuple(row.values()) for row in csv.DictReader(file)}
    with tool.rows.HELD_BACK.open(encoding="utf-8", newline="") as file:
        ours = list(csv.DictReader(file))
    assert len(ours) == 19
    assert [row["id"] for row in ours if tuple(v for k, v in row.items() if k != "id") not in table] == []


def test_figures_of_the_list_are_what_was_reported(tool: SimpleNamespace):
    reported = {target.id: tool.known.reported(target) for target in tool.asked.targets}
    assert all(0.425 < reported[f"row.half_years.{year}"] < 0.535 for year in (2003, 2012, 2013, *range(2015, 2020)))
    women = [round(reported[f"row.women.{year}"], 2) for year in ("up to 1998", 2002, 2004, 2008, 2011, 2018)]
    assert women == [0.12, 0.55, 0.67, 0.78, 0.71, 0.85]
    dip = reported["row.women.the dip: share of 2011 over share of 2009"]
    assert dip == pytest.approx(reported["row.women.2011"] / (2252 / 2914))
    assert round(1 - reported["row.fall_of_2012.2012 over 2011"], 2) == 0.44
    assert [reported[f"row.covid.{year}"] for year in range(2019, 2026)] == [1047, 229, 63, 67, 196, 236, 224]
    assert [round(reported[f"row.covid.women in {year}"], 2) for year in (2021, 2024)] == [0.37, 0.89]
    thailand = [round(reported[f"row.thailand.{year}"], 2) for year in range(2004, 2011)]
    assert thailand == [0.02, 0.08, 0.37, 0.7, 0.62, 0.63, 1.03]
    assert reported["row.queue.Thailand and Mongolia together"] == 650
    assert round(reported["row.age_of_those_caught.share that had crossed in 2002"], 2) == 0.55
    assert round(reported["row.northeastern_provinces.North Hamgyong and Ryanggang"], 2) == 0.77
    assert round(reported["row.time_abroad.over four years"], 2) == 0.62


# ---- by its rule --------------------------------------------------------------------------------------


def expected(figure: float, quantiles: list[float | None], *, at_least: bool) -> str:
    """Say, for the test alone, how a figure and a range stand."""
    q05, q25, _, q75, q95 = (x or 0.0 for x in quantiles)
    if at_least:
        return "miss" if q95 < figure else "hit"
    if not q05 <= figure <= q95:
        return "miss"
    return "close hit" if q25 <= figure <= q75 else "hit"


def verdict_cells(tool: SimpleNamespace) -> Iterator[tuple[Any, dict[str, Any], str]]:
    """Give each figure and world that is answered: the target, what was measured, and the verdict on the page."""
    for row in tool.asked.rows:
        lines = rows_of(sections(tool.text)[row.title])
        assert [line[FIGURE] for line in lines] == [target.title for target in row.targets]
        for target, line in zip(row.targets, lines, strict=True):
            of = tool.data["figures"].get(target.id, {"worlds": {}})["worlds"]
            yield from ((target, of[world], line[VERDICT[world]]) for world in of)


def test_verdicts_follow_from_the_figures(tool: SimpleNamespace):
    cells = list(verdict_cells(tool))
    tests = [cell for cell in cells if tool.known.is_test(cell[0])]
    words = [expected(tool.known.reported(t), of["quantiles"], at_least=t.at_least) for t, of, _ in tests]
    assert [re.sub(r"\*\*miss\*\*, .*", "miss", told) for _, _, told in tests] == words
    assert set(words) == {"miss", "hit", "close hit"}
    assert {told for target, _, told in cells if not tool.known.is_test(target)} == {"no test"}


def test_a_miss_tells_its_factor_its_side_and_its_draws(tool: SimpleNamespace):
    answer = {"quantiles": [20.0, 30.0, 40.0, 50.0, 60.0], "above": 97, "below": 3, "of": 100}
    above, below = tool.verdicts.verdict(16.0, answer), tool.verdicts.verdict(80.0, answer)
    assert (above.word, above.side, above.factor, above.draws, above.of) == ("miss", "above", 2.5, 97, 100)
    assert (below.word, below.side, below.factor, below.draws) == ("miss", "below", 0.5, 3)
    assert above.size == pytest.approx(math.log(2.5))
    assert [tool.verdicts.verdict(x, answer).word for x in (20.0, 29.9, 30.0, 50.0, 50.1, 60.0)] == [
        "hit", "hit", "close hit", "close hit", "hit", "hit",
    ]  # fmt: skip
    assert tool.verdicts.verdict(1.0, answer, at_least=True).word == "hit"
    assert tool.verdicts.verdict(61.0, answer, at_least=True).side == "below"
    assert tool.verdicts.verdict(12.0, {**answer, "quantiles": [None, None, 10.0, 20.0, 30.0]}).word == "close hit"
    assert tool.verdicts.verdict(12.0, {**answer, "quantiles": [None] * 5}).size == math.inf


def test_rows_missed_in_both_worlds_stand_first_and_larger_misses_before_smaller(tool: SimpleNamespace):
    found = tool.verdicts.told(tool.asked.rows, tool.data, tool.known)
    worst = [[one.worst(world) for world in WORLDS] for one in found]
    verdicts = [[a.verdicts[w] for a, w in zip(of, WORLDS, strict=True) if a] for of in worst]
    missed = [sum(v.word == "miss" for v in of) for of in verdicts]
    assert missed == sorted(missed, reverse=True)
    for times in set(missed):
        sizes = [max((v.size for v in of), default=0.0) for of, n in zip(verdicts, missed, strict=True) if n == times]
        assert sizes == sorted(sizes, reverse=True)


def test_rows_stand_on_the_page_in_that_order(tool: SimpleNamespace):
    order = [one.row.title for one in tool.verdicts.told(tool.asked.rows, tool.data, tool.known)]
    summary = tool.text[tool.text.index("<!-- begin summary -->") : tool.text.index("<!-- end summary -->")]
    assert list(sections(tool.text)) == [row[0] for row in rows_of(summary)] == order


def test_every_miss_that_could_come_has_its_lesson(tool: SimpleNamespace):
    could = [(row, t, side) for row in tool.asked.rows for t in row.targets for side in ("above", "below")]
    for row, target, side in could:
        if not (target.at_least and side == "above"):
            assert tool.tables.lesson_of(row, target, tool.verdicts.Verdict("miss", side))[1]


# ---- as it was simulated --------------------------------------------------------------------------------


def results(periods: list[str], **outcomes: list[list[int]]) -> xr.Dataset:
    """Make results of one world: outcome → counts by draw and period; the last draw is rejected."""
    arrays = {
        name: (("world", "draw", "replicate", "period"), np.array([counts])[:, :, None])
        for name, counts in outcomes.items()
    }
    draws = len(next(iter(outcomes.values())))
    valid = (("world", "draw"), np.array([[True] * (draws - 1) + [False]]))
    return xr.Dataset({**arrays, "valid": valid}, coords={"world": ["low"], "replicate": [0], "period": periods})


def test_an_answer_is_a_sum_over_periods_over_another(tool: SimpleNamespace):
    yearly = results(
        ["2001", "2002"], came=[[30, 50], [0, 40], [20, -1], [-1, -1]], left=[[5, 5], [0, 0], [5, 5], [-1, -1]]
    )
    monthly = results(["2001-01", "2001-02", "2001-03"], came=[[1, 2, 4], [8, 16, 32], [3, 3, 3], [-1, -1, -1]])
    futures = tool.run.Futures(yearly, monthly)
    for target, values in {
        tool.rows.Target("a", "", ("came",), "2002"): [50, 40, math.nan, math.nan],
        tool.rows.Target("b", "", ("came", "left"), "2001..2002"): [90, 40, math.nan, math.nan],
        tool.rows.Target("c", "", ("came",), "2001..2002", per_year=True): [40, 20, math.nan, math.nan],
        tool.rows.Target("d", "", ("came",), "2001-02..2001-03", ("came",), "2001"): [0.2, math.nan, 0.3, math.nan],
        tool.rows.Target("e", "", ("came",), "2001", ("left",)): [6, math.nan, 4, math.nan],
        tool.rows.Target("f", "", ("came",), "2002", ("left",), against="2001"): [10 / 6, math.nan, math.nan, math.nan],
    }.items():
        np.testing.assert_allclose(futures.values(target)[0], values, err_msg=target.id)


# ---- what is known to the model -----------------------------------------------------------------------


def target_of(tool: SimpleNamespace, name: str) -> Any:
    return next(target for target in tool.asked.targets if target.id == name)


def test_what_an_anchor_stands_on_is_no_test(tool: SimpleNamespace):
    reported = [target for row in tool.asked.rows for target in row.targets]
    assert [target.id for target in reported if not tool.known.is_test(target)] == [
        "row.women.up to 1998",
        "row.returns.2002",
    ]
    pools = {name: pool for name, pool in tool.flagship.evidence.pools.items() if name != "returns_2002"}
    without = tool.rows.behind(replace(tool.flagship, evidence=replace(tool.flagship.evidence, pools=pools)))
    assert [target.id for target in reported if not without.is_test(target)] == ["row.women.up to 1998"]


def test_a_part_of_an_anchored_year_is_known_and_tested(tool: SimpleNamespace):
    part = target_of(tool, "row.song_against_officials.March to July")
    assert tool.known.anchors(part) == ("2002",)
    assert tool.known.is_test(part)


def test_priors_behind_a_figure_are_read_from_the_flagship(tool: SimpleNamespace):
    fall = target_of(tool, "row.fall_of_2012.2012 over 2011")
    assert "border_2012" in tool.known.priors(fall)
    assert tool.known.priors(target_of(tool, "row.half_years.2003")) == ()
    rest = {name: p for name, p in tool.flagship.parameters.items() if name != "border_2012"}
    assert "border_2012" not in tool.rows.behind(replace(tool.flagship, parameters=rest)).priors(fall)


def test_a_series_is_held_back_or_in_the_flagship(tool: SimpleNamespace, tmp_path: Path):
    both = tmp_path / "held.csv"
    both.write_text("id,series,value\nx-1,arrivals_rok,5\n", encoding="utf-8")
    with pytest.raises(ValueError, match="arrivals_rok"):
        tool.rows.behind(tool.flagship, both)


# ---- how it is told -------------------------------------------------------------------------------------


def test_counts_under_ten_are_withheld(tool: SimpleNamespace):
    counts = {target.id for target in tool.asked.targets if target.unit == "persons"}
    answers = [of for name, of in tool.data["figures"].items() if name in counts]
    kept = [x for of in answers for world in WORLDS for x in of["worlds"][world]["quantiles"]]
    kept += [x for of in answers for world in WORLDS for x in of["worlds"][world]["first"]]
    assert kept
    assert all(x is None or x >= 10 for x in kept)
    target = target_of(tool, "row.covid.2021")
    answer = {"quantiles": [None, None, 40.0, 50.0, 126.0]}
    assert tool.tables.spread(answer, target, limit=10) == "40 (under 10 to 130)"
    assert tool.tables.shown(9.4, target, limit=10) == "under 10"


def test_what_is_kept_gives_no_count_away(tool: SimpleNamespace):
    """A share of twelve figures is a fraction of two counts that can be found again: 6 of 13."""
    assert tool.run._shown(6 / 13, -np.inf) == 0.462
    assert tool.run._shown(14.0, 10) == 10.0
    assert tool.run._shown(9.0, 10) is None


def test_ratios_of_medians_are_those_of_the_file(tool: SimpleNamespace):
    rows = rows_of(tool.text[tool.text.index("<!-- begin worlds -->") : tool.text.index("<!-- end worlds -->")])
    targets = [target for row in tool.asked.worlds for target in row.targets]
    assert len(rows) == len(targets)
    for row, target in zip(rows, targets, strict=True):
        low, high = (tool.data["figures"][target.id]["worlds"][world]["quantiles"][2] for world in WORLDS)
        assert row[4] == f"{high / low:.2f}"


def test_in_years_with_figures_the_worlds_are_closer_than_their_ranges_are_wide(tool: SimpleNamespace):
    """What section 4 says of time abroad in 2002 and 2005, and of those caught in 2002."""
    for name in ("time_abroad.2002", "time_abroad.2005", "age_of_those_caught.2002"):
        worlds = tool.data["figures"][f"world.{name}"]["worlds"]
        low, high = (worlds[world]["quantiles"][2] for world in WORLDS)
        narrow = min(worlds[world]["quantiles"][-1] / worlds[world]["quantiles"][0] for world in WORLDS)
        assert max(low / high, high / low) < narrow
        later = tool.data["figures"][f"world.{name[:-4]}2012 to 2019"]["worlds"]
        far, near = (later[world]["quantiles"][2] for world in WORLDS)
        assert abs(math.log(high / low)) < abs(math.log(near / far))


def test_the_page_claims_no_more_than_it_shows(tool: SimpleNamespace):
    assert not re.search(r"\b(validated|proves?|correctly|accurate(ly)?|confirms?)\b", tool.text, re.IGNORECASE)
