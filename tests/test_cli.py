"""The commands, as somebody at a terminal and as a script sees them."""

import errno
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import tumen
from tiny import Tiny
from tumen import __version__, cli
from tumen.cli import doctor, exit_code
from tumen.errors import codes
from tumen.situation import check_folder, situation_names

Run = Callable[..., tuple[int, str, str]]
QUICK = ("--draws", "3", "--workers", "1")
GROUPS = ("evidence", "export", "flee", "import")
COMMANDS = ("demo", "run", "resume", "init", "check", "trace", "schema", "explain", "doctor", "version")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line: exit code, stdout, stderr."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = exit_code([str(a) for a in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def one_object(text: str) -> dict[str, Any]:
    """Read stdout that must be one JSON object, with the versions that each of ours carries."""
    found = json.loads(text)
    assert found["schema_version"] == 1
    assert found["version"] == __version__
    assert text.isascii()
    return found


def fresh(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a Python of its own."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)


# ---- help, and how fast it comes --------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_the_shared_options(run: Run, command: str):
    code, out, _ = run(command, "--help")
    assert code == 0
    for option in ("--json", "--quiet", "--no-color", "--debug"):
        assert option in out


def test_help_names_all_commands_in_whole_lines(run: Run):
    for arguments in ((), ("--help",)):
        code, out, err = run(*arguments)
        assert (code, err) == (0, "")
        assert all(f"  {command}  " in out for command in (*COMMANDS, *GROUPS))
        assert out.count("...") == 1  # of the usage line


def test_help_imports_nothing_heavy():
    heavy = "{'numpy', 'scipy', 'xarray', 'pandas', 'numba', 'h5netcdf', 'pydantic', 'rich', 'xlsxwriter'}"
    code = f"import sys; from tumen.cli import exit_code; exit_code(['--help']); print({heavy} & set(sys.modules))"
    assert fresh(code).stdout.strip().endswith("set()")


def test_importing_tumen_imports_nothing_else():
    code = "import sys; import tumen; print([m for m in sys.modules if m.startswith('tumen.')], 'numpy' in sys.modules)"
    assert fresh(code).stdout.strip() == "[] False"


@pytest.mark.skipif(sys.platform == "win32", reason="children's time is not told there")
def test_help_comes_at_once():
    command = [sys.executable, "-m", "tumen", "--help"]
    spent = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(spent) < 0.4  # of processor time: what others do on the machine does not count


def test_public_names_load_when_asked_for():
    for name in dir(tumen):
        assert getattr(tumen, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        tumen.nothing  # noqa: B018


def test_version(run: Run):
    assert run("--version") == (0, f"{__version__}\n", "")
    assert run("version") == (0, f"{__version__}\n", "")
    assert one_object(run("version", "--json")[1])


# ---- run and demo -----------------------------------------------------------------------------


def test_run_answers_and_writes(run: Run, tmp_path: Path):
    out = tmp_path / "results"
    code, said, talk = run("run", "hidden-five", *QUICK, "--out", out)
    assert code == 0
    assert "Simulated for 2003, under these assumptions: people in hiding in Westmark number" in said
    assert "This is a simulation, not a count and not a forecast" in said
    assert re.search(r"Date +low: 90 % range +low: median +high: 90 % range +high: median", said)
    assert "claimed: 4,000 to 9,000, best 6,000 (2003), K001, Institute of Imaginary Studies" in said
    assert "100%  " in talk
    assert "Simulated" not in talk
    names = {path.name for path in out.iterdir()}
    tables = {"summary.csv", "summary.xlsx", "loops.csv"}
    assert names == {"manifest.jsonl", "results.nc", "trace.json", "prov.json", "report.html", *tables}
    assert all(name in talk for name in names)


def test_run_as_json(run: Run, tmp_path: Path):
    code, said, _ = run("run", "hidden-five", *QUICK, "--out", tmp_path / "a", "--json", "--quiet")
    found = one_object(said)
    assert code == 0
    assert re.fullmatch("[0-9a-f]{64}", found["result_hash"])
    assert (found["draws"], found["replicates"], found["seed"], found["policy"]) == (3, 1, 1, "baseline")
    assert found["rejected"] == {"low": 0, "high": 0}
    assert found["changes"] == {}
    assert found["seconds"] >= 0
    assert all(Path(name).is_file() for name in found["files"])


def test_the_same_study_gives_the_same_bytes(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    for name in ("a", "b"):
        assert run("run", "hidden-five", *QUICK, "--out", tmp_path / name)[0] == 0
    for file in ("report.html", "summary.csv", "summary.xlsx", "trace.json", "prov.json"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
    assert "2023-11-14" in (tmp_path / "a" / "report.html").read_text("utf-8")


def test_what_is_set_by_hand_is_told(run: Run, tmp_path: Path):
    options = ("--set", "hiding_2003=20000", "--set", "easing=0.5", "--world", "low")
    code, said, _ = run("run", "hidden-five", *QUICK, *options, "--out", tmp_path / "a")
    assert code == 0
    assert "Set by hand: easing=0.5; hiding_2003=20000." in said
    page = (tmp_path / "a" / "report.html").read_text("utf-8")
    assert "--set hiding_2003=20000.0" in page
    assert "hiding_2003=20000" in (tmp_path / "a" / "summary.csv").read_text("utf-8")
    found = one_object(run("run", "hidden-five", *QUICK, *options, "--out", tmp_path / "b", "--json")[1])
    assert found["changes"] == {"easing": 0.5, "hiding_2003": 20_000}
    assert list(found["rejected"]) == ["low"]


def test_what_the_report_says_runs_it_again(run: Run, tmp_path: Path):
    first = one_object(run("run", "hidden-five", *QUICK, "--set", "easing=0.5", "--out", tmp_path / "a", "--json")[1])
    page = (tmp_path / "a" / "report.html").read_text("utf-8")
    words = re.findall(r"<pre><code>tumen (.*?)</code></pre>", page)[0].split()
    second = one_object(run(*words, "--out", tmp_path / "b", "--json")[1])
    assert second["result_hash"] == first["result_hash"]


def test_quiet_says_results_only(run: Run, tmp_path: Path):
    _, said, talk = run("run", "hidden-five", *QUICK, "--out", tmp_path / "a", "--quiet")
    assert talk == ""
    assert "Simulated" in said


def test_steps_can_be_kept(run: Run, tmp_path: Path):
    code, said, _ = run("run", "hidden-five", *QUICK, "--record", "step", "--out", tmp_path / "a")
    assert code == 0
    assert "2009-12" in said


def test_a_fresh_folder_is_named_after_the_situation(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert run("run", "island-evacuation", *QUICK)[0] == 0
    assert (tmp_path / "tumen-island-evacuation" / "report.html").is_file()


def test_a_folder_that_holds_something_is_left_alone(run: Run, tmp_path: Path):
    (tmp_path / "letter.txt").write_text("dear")
    code, said, talk = run("run", "hidden-five", *QUICK, "--out", tmp_path)
    assert (code, said) == (2, "")
    assert talk.count("T001") == 2
    assert "remedy:" in talk
    assert run("run", "hidden-five", *QUICK, "--out", tmp_path, "--force")[0] == 0
    assert (tmp_path / "letter.txt").read_text() == "dear"
    assert run("run", "hidden-five", *QUICK, "--out", tmp_path, "--force")[0] == 0


def test_demo_as_json(run: Run, tmp_path: Path):
    code, said, _ = run("demo", "--draws", "4", "--out", tmp_path / "demo", "--json")
    found = one_object(said)
    assert code == 0
    assert set(found["worlds"]) == {"low", "high"}
    outcomes = {"in_china", "returned_by_force_per_year", "in_trafficking", "reached_rok"}
    for world in (*found["worlds"].values(), *(w for p in found["periods"].values() for w in p.values())):
        assert set(world) == outcomes
        assert all(set(quantiles) == {"q05", "q50", "q95"} for quantiles in world.values())
    assert list(found["periods"]) == ["1998", "2002", "2009"]
    assert found["period"] == "2002"
    names = {Path(name).name for name in found["files"]}
    assert names >= {"results.nc", "summary.csv", "summary.xlsx", "trace.json", "report.html"}


# ---- looking ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", situation_names())
def test_check_passes_for_what_ships(run: Run, name: str):
    code, said, _ = run("check", name, "--json")
    found = one_object(said)
    assert code == 0
    assert found.keys() == {"schema_version", "version", "problems", "cells", "exits", "parameters"}
    assert found["problems"] == []
    assert found["cells"] > 0 < found["exits"]
    assert found["parameters"].keys() == {"total", "with_claims", "with_observations", "assumed"}
    assert "0 problems" in run("check", name)[1]


def broken(folder: Path) -> Path:
    """Write a situation with two problems."""
    text = Tiny(
        statuses="id\nhome\naway",
        exits="id,group,from_status,to_status,hazard\nleave,leaving,hom,away,rate",
        numbers="rate 1/day -0.1\npeople persons 100",
        start="home here people",
    )
    return text.write(folder)


def test_check_tells_all_problems(run: Run, tmp_path: Path):
    folder = broken(tmp_path / "broken")
    code, said, _ = run("check", folder, "--json")
    problems = one_object(said)["problems"]
    assert code == 3
    assert len(problems) >= 2
    assert all(p.keys() == {"code", "file", "row", "key", "message", "remedy"} for p in problems)
    code, said, _ = run("check", folder)
    assert code == 3
    assert all(p["code"] in said for p in problems)


def test_a_broken_situation_does_not_run(run: Run, tmp_path: Path):
    folder = broken(tmp_path / "broken")
    code, said, talk = run("run", folder, "--out", tmp_path / "out")
    assert (code, said) == (3, "")
    assert "problems in broken" in talk
    error = one_object(run("run", folder, "--out", tmp_path / "out", "--json")[1])["error"]
    assert len(error["problems"]) >= 2
    assert not (tmp_path / "out").exists()


def test_trace(run: Run):
    code, said, _ = run("trace", "hidden-five", "in_hiding")
    assert code == 0
    assert "K001" in said
    assert max(len(line) for line in said.splitlines()) > 100  # nothing is cut off where there is no terminal
    assert one_object(run("trace", "hidden-five", "in_hiding", "--json")[1])["name"] == "in_hiding"
    code, _, talk = run("trace", "hidden-five", "in_hidding")
    assert code != 0
    assert "in_hiding" in talk


def test_schema(run: Run):
    known = one_object(run("schema", "--json")[1])["schemas"]
    assert "parameters.toml" in known
    assert json.loads(run("schema", "parameters.toml")[1]) == known["parameters.toml"]
    assert run("schema", "nothing.toml")[0] == 2


@pytest.mark.parametrize("code", codes())
def test_explain_every_code(run: Run, code: str):
    assert code in run("explain", code.lower())[1]
    assert one_object(run("explain", code, "--json")[1])["code"] == code


def test_explain_an_unknown_code(run: Run):
    assert run("explain", "T9999")[0] == 2


def test_doctor_is_content(run: Run):
    code, said, _ = run("doctor", "--json")
    found = one_object(said)
    assert (code, found["ok"]) == (0, True)
    assert {f["name"] for f in found["findings"]} >= {"python", "libraries", "kernels", "small run", "situations"}


def test_doctor_tells_what_is_broken(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(doctor, "LIBRARIES", ("numpy", "no-such-library"))
    monkeypatch.setattr(doctor, "PHILOX", (doctor.PHILOX[0], (0, 0, 0, 0)))
    code, said, _ = run("doctor")
    assert code == 1
    assert "NOT  libraries" in said
    assert "NOT  kernels" in said


def test_the_known_run_is_up_to_date(run: Run):
    assert "as on the machine of its makers" in run("doctor")[1], "update SMALL_RUN_HASH, and tell it in CHANGELOG.md"


# ---- init -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", situation_names())
def test_init_gives_a_situation_that_passes(run: Run, tmp_path: Path, name: str):
    folder = tmp_path / "a b ü 한"
    code, said, _ = run("init", folder, "--from", name, "--json")
    assert code == 0
    assert len(one_object(said)["files"]) > 5
    assert check_folder(folder) == ()


def test_init_overwrites_nothing(run: Run, tmp_path: Path):
    assert run("init", tmp_path / "mine")[0] == 0
    file = tmp_path / "mine" / "places.csv"
    file.write_text("mine")
    assert run("init", tmp_path / "mine")[0] == 2
    assert file.read_text() == "mine"
    assert run("init", tmp_path / "mine", "--force")[0] == 0
    assert file.read_text() != "mine"
    assert run("init", file)[0] == 2
    assert run("init", tmp_path / "other", "--from", "nothing")[0] == 2
    assert not (tmp_path / "other").exists()


# ---- errors -----------------------------------------------------------------------------------


WRONG: dict[str, tuple[Sequence[str], int, str]] = {
    "unknown command": (("simulate",), 2, "T004"),
    "unknown option": (("run", "hidden-five", "--drews", "3"), 2, "T004"),
    "missing argument": (("trace", "hidden-five"), 2, "T004"),
    "a word for a number": (("run", "hidden-five", "--draws", "many"), 2, "T004"),
    "no draws": (("run", "hidden-five", "--draws", "0"), 2, "T003"),
    "negative seed": (("run", "hidden-five", "--seed", "-1"), 2, "T003"),
    "unknown situation": (("run", "hiden-five"), 2, "T002"),
    "unknown world": (("run", "hidden-five", "--world", "middle"), 2, "T420"),
    "unknown policy": (("run", "hidden-five", "--policy", "loud"), 2, "T420"),
    "set without number": (("run", "hidden-five", "--set", "easing"), 2, "T005"),
    "set to no number": (("run", "hidden-five", "--set", "easing=x"), 2, "T005"),
    "set to infinity": (("run", "hidden-five", "--set", "easing=inf"), 2, "T005"),
    "set nothing": (("run", "hidden-five", "--set", "=3"), 2, "T005"),
    "set the unknown": (("run", "hidden-five", "--set", "easin=0.5"), 2, "T420"),
    "enforcement raised": (("run", "hidden-five", "--set", "arrest_hazard=9"), 6, "T701"),
    "too many cells": (("run", "hidden-five", "--record", "cells", "--draws", "60"), 6, "T703"),
}


@pytest.mark.parametrize("case", WRONG)
def test_errors_have_a_code_a_place_and_a_remedy(run: Run, tmp_path: Path, case: str):
    arguments, expected, name = WRONG[case]
    out = ("--out", tmp_path / "out") if arguments[0] == "run" else ()
    code, said, talk = run(*arguments, *out)
    assert (code, said) == (expected, "")
    assert talk.startswith(name)
    assert "  where: " in talk
    assert "  remedy: " in talk
    assert "Traceback" not in talk
    assert not (tmp_path / "out").exists()
    code, said, talk = run(*arguments, *out, "--json")
    error = one_object(said)["error"]
    assert (code, error["code"], talk) == (expected, name, "")
    assert error.keys() == {"code", "message", "where", "remedy"}
    assert all(error.values())


def test_a_file_in_the_way_is_told(run: Run, tmp_path: Path):
    (tmp_path / "file").write_text("")
    assert run("run", "hidden-five", *QUICK, "--out", tmp_path / "file")[0] == 2
    code, _, talk = run("run", "hidden-five", *QUICK, "--out", tmp_path / "file" / "below")
    assert code == 7
    assert "T802" in talk


@pytest.mark.parametrize(
    ("error", "expected", "name"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 7, "T801"),
        (PermissionError(errno.EACCES, "Permission denied"), 7, "T802"),
        (MemoryError(), 7, "T804"),
        (ZeroDivisionError("division by zero"), 1, "T900"),
    ],
)
def test_other_failures(
    run: Run, monkeypatch: pytest.MonkeyPatch, *, error: Exception, expected: int, name: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("tumen.situation.read_situation", fail)
    code, said, talk = run("trace", "hidden-five", "in_hiding")
    assert (code, said) == (expected, "")
    assert talk.startswith(name)
    assert "Traceback" not in talk
    assert "Traceback" in run("trace", "hidden-five", "in_hiding", "--debug")[2]


def test_an_interruption_says_what_is_safe(run: Run, monkeypatch: pytest.MonkeyPatch):
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tumen.situation.read_situation", stop)
    code, said, talk = run("trace", "hidden-five", "in_hiding")
    assert (code, said) == (130, "")
    assert "interrupted" in talk


def test_a_world_in_which_all_draws_fail_is_told(run: Run, tmp_path: Path):
    code, said, talk = run("run", "hidden-five", *QUICK, "--set", "hiding_2003=800000", "--out", tmp_path / "a")
    assert (code, said) == (3, "")
    assert "T412" in talk
    assert not (tmp_path / "a" / "report.html").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end in another way there")
def test_whoever_stops_reading_is_not_scolded():
    command = f"{sys.executable} -m tumen schema | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_colours_stay_out_of_files_and_when_unwanted(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    code, said, talk = run("trace", "hidden-five", "in_hiding", "--no-color")
    assert code == 0
    assert "\x1b[3" not in said + talk


def test_a_terminal_that_lacks_letters_ends_nothing():
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "tumen", "trace", "hidden-five", "in_hiding"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr


def test_progress_tells_rate_and_time_left(capsys: pytest.CaptureFixture[str]):
    from tumen.cli.output import Talk
    from tumen.cli.progress import progress

    with progress(Talk()) as report:
        report(0, 40)
        time.sleep(0.02)
        for done in range(1, 41):
            report(done, 40)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "Simulating 40 futures"
    assert len(lines) == 11
    assert re.fullmatch(r"    50%  [\d.]+ futures a second  \d+ s left", lines[5])


@pytest.mark.parametrize(
    ("what", "total", "words"),
    [
        ("futures", 1, "Simulating 1 future"),
        ("searches", 2, "Working through 2 searches"),
        ("searches", 1, "Working through 1 search"),
        ("mean passes", 60, "Working through 60 mean passes"),
        ("mean passes", 1, "Working through 1 mean pass"),
    ],
)
def test_progress_names_what_is_done(what: str, total: int, words: str, *, capsys: pytest.CaptureFixture[str]):
    from tumen.cli.output import Talk
    from tumen.cli.progress import progress

    with progress(Talk(), what) as report:
        report(0, total)
    assert capsys.readouterr().err.splitlines()[0] == words


def test_what_was_kept_makes_no_run_faster(capsys: pytest.CaptureFixture[str]):
    from tumen.cli.output import Talk
    from tumen.cli.progress import progress

    with progress(Talk()) as report:
        report(900, 1000)
        time.sleep(0.1)
        report(1000, 1000)
    rate = re.findall(r"100%  ([\d.]+) futures a second  0 s left", capsys.readouterr().err)
    assert 0 < float(rate[0]) <= 1000


def test_main_ends_with_the_code(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(SystemExit) as ended:
        cli.main(["explain", "T9999"])
    assert ended.value.code == 2
