"""docs/relief.md: its figures are those that were measured, and its commands run, on an invented folder of Flee."""

import importlib
import json
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from flee_folders import laid_out
from tumen.cli import exit_code
from tumen.situation import Situation, read_situation

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "relief.md"
VALLEY = laid_out("valley")
CLOSING = ("Erm--Cor", "2030-01-20")
"""A road to the camp that has a limit."""


@pytest.fixture(scope="module")
def tools() -> Iterator[dict[str, ModuleType]]:
    """Give the scripts."""
    sys.path.insert(0, str(ROOT / "tools"))
    names = ("relief_folder", "relief_run", "relief_tables", "relief", "marked_page")
    yield {name: importlib.import_module(name) for name in names}
    sys.path.remove(str(ROOT / "tools"))


@pytest.fixture
def folder(tools: dict[str, ModuleType], tmp_path: Path) -> Path:
    """Give the invented folder with options, doubts and a switch."""
    route, day = CLOSING
    assert tools["relief_folder"].main([str(VALLEY), str(tmp_path / "relief"), "--closing", f"{route}={day}"]) == 0
    return tmp_path / "relief"


def test_the_page_is_made_of_what_was_measured(tools: dict[str, ModuleType]):
    page, data = PAGE.read_text(encoding="utf-8"), json.loads(PAGE.with_suffix(".json").read_text(encoding="utf-8"))
    assert tools["marked_page"].written(page, tools["relief_tables"].tables(data)) == page, (
        "run tools/relief.py --rewrite"
    )


def test_a_folder_gets_an_option_for_each_camp_with_a_limit_and_each_closed_border(folder: Path):
    situation = read_situation(folder)
    assert {name: policy.levers for name, policy in situation.policies.items() if policy.levers} == {
        "places_Cor": ("places_Cor_1",),
        "open_Borduria": tuple(f"open_Borduria_{i}" for i in (1, 2, 3)),
    }
    opened = {situation.levers[name].target for name in situation.policies["open_Borduria"].levers}
    assert opened == {"route:Bel--Cor", "route:Fen--Dal", "route:Erm--Cor"}
    assert doubted(situation) == {
        "chance_town", "chance_conflict", "chance_camp", "pull_camp", "pull_abroad", "pull_conflict", "distance_power",
        "full_from", "capacity", "border_closed",
    }  # fmt: skip
    assert situation.journey is not None
    given = {(of.route, of.starts.isoformat()) for of in situation.journey.closings if of.acts}
    assert given == {("Erm--Cor", CLOSING[1]), ("Cor--Erm", CLOSING[1])}


def doubted(situation: Situation) -> set[str]:
    """Name the numbers that differ between futures."""
    every = situation.parameters.values()
    return {of.name for of in every if any(prior.family != "fixed" for prior in of.entries.values())}


def test_what_is_not_doubted_is_as_the_import_has_it(folder: Path, tmp_path: Path):
    assert exit_code(["import", "flee", str(VALLEY), "--to", str(tmp_path / "plain")]) == 0
    plain, relief = read_situation(tmp_path / "plain"), read_situation(folder)
    same = plain.parameters.keys() - doubted(relief)
    assert len(same) > 5
    assert {name: relief.parameters[name] for name in same} == {name: plain.parameters[name] for name in same}
    capacity = relief.parameters["capacity"].entries
    assert (capacity["Cor"].low, capacity["Cor"].high) == (560, 840)
    assert capacity["Dal"] == plain.parameters["capacity"].entries["Dal"]


def test_figures_are_told_by_position_and_never_over_positions(folder: Path, tools: dict[str, ModuleType]):
    data = tools["relief_run"].measured(read_situation(folder), futures=12)
    assert set(data["counts"]) == {"open", "closed"}
    assert sum(data["counts"].values()) == 12
    told = data["effects"]["outside_camps"]["places_Cor"]
    for at, n in data["counts"].items():
        low, middle, high = told[at]["fewer"]
        assert low <= middle <= high
        assert told[at]["less"] + told[at]["more"] <= n
        assert (told[at]["regret"], told[at]["first"]) == (0, n)  # nothing else adds places
    assert told["open"]["less"] > 0
    assert "regret" not in data["effects"]["outside_camps"]["open_Borduria"]["open"]
    made = tools["relief_tables"].tables(data)
    assert set(made) == set(re.findall(r"<!-- begin (\S+) -->", PAGE.read_text(encoding="utf-8")))
    assert f"{data['counts']['open']} in which it stays open" in made["relief-asked"]
    assert "5,000 more places at Cor" in made["relief-sites"]


def test_the_commands_of_the_page_run(tools: dict[str, ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """In place of the public folder stands the invented one, with a road and a camp of its own."""
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    ours = {"mali2012": str(VALLEY), "Lere--Fassala-Mbera=2012-07-01": "=".join(CLOSING), "places_Abala": "places_Cor"}
    page = tmp_path / "page.md"
    page.write_text(PAGE.read_text(encoding="utf-8"), encoding="utf-8")
    for name, of in {"PAGE": page, "DATA": page.with_suffix(".json"), "FUTURES": 4}.items():
        monkeypatch.setattr(tools["relief"], name, of)
    for line in block.splitlines():
        program, *words = [ours.get(word, word) for word in shlex.split(line, comments=True)]
        run = exit_code if program == "tumen" else tools[Path(words.pop(0)).stem].main
        assert run(words) == 0, line
    assert {path.name for path in tmp_path.iterdir()} >= {"mali", "relief", "compared", "page.json"}
    assert tools["relief"].main(["--check"]) == 0
