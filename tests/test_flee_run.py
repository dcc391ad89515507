"""Flee's folders from the command line and from Python: tables, files, figures for programs."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from flee_folders import laid_out
from tumen.cli import exit_code
from tumen.interop.flee.columns import out_csv
from tumen.peers import FleeRun, run_folder

FOLDER = laid_out("valley")
PROMISED = (
    "days", "camps", "people_peak", "replicates", "seconds_per_replicate", "wall_s", "ard", "ard_rescaled",
    "ard_by_camp", "near_threshold", "result_hash",
)  # fmt: skip
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line: exit code, stdout, stderr."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = exit_code([str(a) for a in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture(scope="module")
def done() -> FleeRun:
    return run_folder(FOLDER, replicates=3, seed=5)


def test_everybody_is_somewhere_on_every_day(done: FleeRun):
    """Those of the first day and all who came stand at a place or are under way; Flee's own table has as many."""
    travel = done.travel
    came = travel["came"].to_numpy().cumsum(axis=1)
    assert travel["there"].dims == ("replicate", "day", "place")
    assert (done.people == came + done.counted[0].sum()).all()
    with (Path(__file__).parent / "flee" / "out.csv").open(encoding="utf-8") as rows:
        table = list(csv.DictReader(rows))
    assert done.folder.leaving.reported == tuple(int(row["raw UNHCR refugee count"]) for row in table)
    assert done.folder.leaving.debt == tuple(int(row["refugee_debt"]) for row in table)
    assert done.counted[:, 0].tolist() == [int(row["Cor data"]) for row in table]


def test_numbers_for_every_place_and_route(done: FleeRun):
    """Whoever sets out from a place was there, came, or arrived: people balance where nobody can arrive."""
    assert set(done.travel["place_name"].to_numpy()) == {"Aba", "Bel", "Cor", "Dal", "Erm", "Fen"}
    assert done.travel.sizes["route"] == 18
    assert int(done.travel["set_out"].sel(route="Aba--Erm").sum()) > 0
    camps = done.travel["there"].sel(place=["Cor", "Dal"]).to_numpy()
    assert np.array_equal(camps, done.simulated)


def test_the_same_seed_gives_the_same_people_and_another_seed_others(done: FleeRun):
    again = run_folder(FOLDER, replicates=2, seed=5, workers=1)
    assert np.array_equal(again.simulated, done.simulated[:2])
    assert not np.array_equal(run_folder(FOLDER, replicates=2, seed=6).simulated, again.simulated)


def test_without_capacities_camps_hold_more(done: FleeRun):
    free = run_folder(FOLDER, replicates=3, seed=5, no_capacity=True)
    assert free.simulated[:, -1, 0].min() > done.simulated[:, -1, 0].max()


def test_people_are_divided(done: FleeRun):
    few = run_folder(FOLDER, replicates=1, hasten=10)
    assert 0 < few.people.max() <= done.people.max() / 10


def test_run_prints_one_object_with_what_was_promised(run: Run):
    code, out, _ = run("flee", "run", FOLDER, "--replicates", 3, "--seed", 5, "--json", "--quiet")
    assert code == 0
    found = json.loads(out)
    assert set(PROMISED) <= set(found)
    assert (found["days"], found["camps"], found["replicates"]) == (60, 2, 3)
    assert sum(found["ard_by_camp"].values()) == pytest.approx(found["ard"])
    assert len(found["ard_range"]) == 2


def test_run_prints_camps_error_and_what_became_of_settings(run: Run):
    code, out, err = run("flee", "run", FOLDER, "--replicates", 3)
    assert code == 0
    assert [line.split()[0] for line in out.splitlines() if line[:3] in ("Cor", "Dal")] == ["Cor", "Dal"]
    for words in ("ARD", "ARD rescaled", "days without data", "short stints"):
        assert words in out
    assert "log_levels.agent" in err


def test_out_holds_the_first_replicate_as_flee_writes_it_and_all_of_them_by_camp(
    run: Run, tmp_path: Path, done: FleeRun
):
    out = tmp_path / "out"
    arguments = ("flee", "run", FOLDER, "--replicates", 3, "--seed", 5, "--out", out)
    assert run(*arguments)[0] == 0
    assert (out / "out.csv").read_text("utf-8") == out_csv(done.counts())
    with (out / "camps.csv").open(encoding="utf-8") as rows:
        last = list(csv.DictReader(rows))[-1]
    assert (last["day"], last["camp"], last["counted"]) == ("59", "Dal", "790")
    assert float(last["mean"]) == pytest.approx(done.simulated[:, 59, 1].mean(), rel=1e-5)
    assert (out / "results.nc").is_file()
    assert run(*arguments)[0] == 2
    assert run(*arguments, "--force")[0] == 0


def test_suite_prints_one_line_for_each_folder(run: Run):
    code, out, _ = run("flee", "suite", FOLDER, FOLDER, "--replicates", 2)
    assert code == 0
    assert sum(line.startswith("valley") for line in out.splitlines()) == 2
    found = json.loads(run("flee", "suite", FOLDER, "--replicates", 2, "--json", "--quiet")[1])
    assert found["mean_ard"] == found["folders"][0]["ard"]


@pytest.mark.parametrize("option", [("--hasten", 0), ("--short-stints", 0), ("--replicates", 0)])
def test_numbers_that_cannot_be_are_refused(run: Run, option: tuple[str, int]):
    assert run("flee", "run", FOLDER, *option)[0] == 2
