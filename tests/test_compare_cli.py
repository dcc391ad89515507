"""`tumen compare`: what it prints and writes says what was compared, and shows nothing that may not be shown."""

from __future__ import annotations

import csv
import io
import json
import math
import shutil
from pathlib import Path
from typing import Any

import pytest

from tumen.cli import exit_code
from tumen.situation import situation_folder

ASKED = ["compare", "hidden-five", "--futures", "12", "--seed", "5", "--quiet"]


def told(capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    assert exit_code([*ASKED, *more, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_json_has_what_the_page_says(capsys: pytest.CaptureFixture[str]):
    found = told(capsys)
    assert (found["from"], found["to"], found["futures"]) == ("2005-01-01", "2009-12-31", 12)
    assert found["seconds"] > 0
    for world in ("low", "high"):
        of = found["policies"]["looking_away"][world]
        assert set(of) == {"difference", "helps_share", "harms_share", "max_regret", "luck_ratio"}
        returned = of["difference"]["returned_by_force"]
        assert returned["q05"] <= returned["q50"] <= returned["q95"] < 0
        assert of["helps_share"]["returned_by_force"] == 1
        assert of["max_regret"]["returned_by_force"] == 0
        assert found["baseline"][world]["max_regret"]["returned_by_force"] >= -returned["q95"]
        assert returned["se"] > 0
    assert 0 < found["luck_ratio"] < 0.5


def test_figures_of_people_who_hide_are_multiples_of_what_ten_come_to(capsys: pytest.CaptureFixture[str]):
    for of in told(capsys)["policies"]["looking_away"].values():
        for name in ("returned_by_force", "reached_safety"):
            figures = [of["difference"][name][q] for q in ("q05", "q50", "q95", "se")] + [of["max_regret"][name]]
            assert all(math.isclose(figure % 10, 0) for figure in figures)


def test_the_page_says_each_thing_once(capsys: pytest.CaptureFixture[str]):
    assert exit_code(ASKED) == 0
    said = capsys.readouterr().out
    assert said.count("The police look away (looking_away)") == 1
    assert said.startswith("1 Jan 2005 to 31 Dec 2009, beside the baseline: 12 futures in each world")
    assert "people returned by force: better in 12 of 12 futures of the low world, worse in 0 (" in said
    assert "fewer)" in said
    assert "Regret: by how much a policy is worse" in said
    assert "Luck: with the same luck on both sides, chance moves differences" in said


def test_a_verdict_stands_in_words_and_data(capsys: pytest.CaptureFixture[str]):
    verdict = told(capsys)["verdict"]["looking_away"]["returned_by_force"]
    assert verdict["words"] == "better in most futures of both worlds: robust"
    assert verdict["better"] == {"verdict": "robust", "axes": [], "one_side_only": []}
    assert verdict["worse"]["verdict"] == "does not hold"
    assert verdict["futures"]["world"]["low"]["low"] == {"better": 12, "worse": 0, "of": 12}
    assert exit_code(ASKED) == 0
    assert "people returned by force: better in most futures of both worlds: robust." in capsys.readouterr().out
    one = told(capsys, "--world", "low")["verdict"]["looking_away"]["returned_by_force"]
    assert one["words"] == "depends on world (only low was looked at)"


def test_what_would_change_the_answer_is_looked_for_where_it_is_asked_for(capsys: pytest.CaptureFixture[str]):
    assert not {"boxes", "switch_points"} & told(capsys).keys()
    found = told(capsys, "--why", "--switch-points")
    assert found["boxes"] == {"looking_away": {}}
    assert "easing" in found["switch_points"]["axes"]
    (pair,) = [
        pair
        for pair in found["switch_points"]["pairs"]
        if (pair["world"], pair["outcome"]) == ("low", "returned_by_force")
    ]
    assert (pair["better"], pair["other"], pair["points"]) == ("looking_away", "baseline", {})


def test_files_are_written_whole_and_never_over_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    found = told(capsys, "--out", str(tmp_path / "new"))
    kept = json.loads((tmp_path / "new" / "comparison.json").read_text())
    assert kept["policies"] == found["policies"]
    rows = list(csv.DictReader(io.StringIO((tmp_path / "new" / "comparison.csv").read_text())))
    assert len(rows) == 2 * 2 * len(found["policies"]["looking_away"]["low"]["difference"])
    about = ("low", "looking_away", "returned_by_force")
    one = next(row for row in rows if (row["world"], row["policy"], row["outcome"]) == about)
    assert float(one["q50"]) == found["policies"]["looking_away"]["low"]["difference"]["returned_by_force"]["q50"]
    assert exit_code([*ASKED, "--out", str(tmp_path / "new")]) == 2
    assert "T001" in capsys.readouterr().err
    assert exit_code([*ASKED, "--out", str(tmp_path / "new"), "--force"]) == 0


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--policies", "looking_awry"], "T420 there is no policy looking_awry"),
        (["--from", "tomorrow"], "T003 'tomorrow' is no day"),
        (["--futures", "0"], "T003 --futures is 0"),
        (["--workers", "0"], "T003 --workers is 0"),
        (["--world", "middle"], "T420 there is no world middle"),
        (["--switch", "L99=off"], "T421"),
        (["--outcome", "happiness"], "T420 there is no outcome happiness"),
    ],
)
def test_bad_input_is_told(more: list[str], words: str, capsys: pytest.CaptureFixture[str]):
    assert exit_code([*ASKED, *more]) == 2
    assert words in capsys.readouterr().err


def test_where_there_is_no_policy_there_is_nothing_to_compare(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder = tmp_path / "hidden"
    shutil.copytree(situation_folder("hidden-five"), folder)
    (folder / "policies.toml").unlink()
    parameters = (folder / "parameters.toml").read_text(encoding="utf-8")
    before, _, after = parameters.partition("[parameter.easing]")
    left = before + after[after.index("[parameter.") :]
    (folder / "parameters.toml").write_text(left, encoding="utf-8", newline="\n")
    assert exit_code(["compare", str(folder), "--quiet"]) == 2
    assert "T420 there is nothing to compare" in capsys.readouterr().err
