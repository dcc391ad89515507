"""A comparison that was interrupted goes on where it stopped, and ends with the bits that it would have had."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from tumen.cli import compare as command
from tumen.cli import exit_code
from tumen.comparison import Comparison, compare, drawn, kept, paired
from tumen.comparison.design import Options
from tumen.comparison.kept import KEPT, let_go
from tumen.ensemble.lock import LOCK
from tumen.errors import ResourceError, RunError, TumenError, UsageError
from tumen.model import Model, build
from tumen.situation import read_situation

DRAWS = 7
posix = pytest.mark.skipif(os.name != "posix", reason="signals")


@cache
def model() -> Model:
    return build(read_situation("hidden-five"))


@cache
def whole(draws: int = DRAWS) -> Comparison:
    return compare(model(), draws=draws, seed=5, workers=1)


class CutOffError(Exception):
    """What ends a comparison in these tests."""


def cut_off(path: Path, *, after: int = 5, draws: int = DRAWS, workers: int = 1) -> None:
    """Leave a comparison after some draws of a world."""

    def end(done: int, _total: int) -> None:
        if done >= after:
            raise CutOffError

    with pytest.raises(CutOffError):
        compare(model(), draws=draws, seed=5, workers=workers, keep=path, progress=end)


def run_now(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Note the draws that are run from now on."""
    whole()
    run: list[tuple[int, int]] = []
    real = paired.run_draw

    def noted(design: Any, task: tuple[int, int], **options: Any) -> Any:
        run.append(task)
        return real(design, task, **options)

    monkeypatch.setattr(paired, "run_draw", noted)
    return run


def assert_same(one: Comparison, other: Comparison) -> None:
    for name in ("figures", "values", "luck"):
        same = getattr(one, name).tobytes() == getattr(other, name).tobytes()
        assert same, name  # never asserted on the bytes: where they differ, showing it takes hours


def lines_of(path: Path) -> list[bytes]:
    return path.read_bytes().split(b"\n")[:-1]


# ------------------------------------------------------------------------------------------------ what is there is kept


@pytest.mark.parametrize(("first", "then"), [(1, 1), (1, 3), (3, 1)])
def test_only_what_is_missing_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, first: int, then: int):
    path = tmp_path / "new" / KEPT
    cut_off(path, workers=first)
    assert len(lines_of(path)) == 1 + 5
    run = run_now(monkeypatch)
    told: list[tuple[int, int]] = []
    found = compare(model(), draws=DRAWS, seed=5, workers=then, keep=path, progress=lambda *of: told.append(of))
    assert_same(found, whole())
    assert len(set(run)) == len(run) == 2 * DRAWS - 5
    assert told == [(done, 2 * DRAWS) for done in range(5, 2 * DRAWS + 1)]


def test_a_comparison_that_was_finished_is_only_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert_same(compare(model(), draws=DRAWS, seed=5, keep=tmp_path / KEPT), whole())
    run = run_now(monkeypatch)
    assert_same(compare(model(), draws=DRAWS, seed=5, keep=tmp_path / KEPT), whole())
    assert run == []
    let_go(tmp_path / KEPT)
    assert list(tmp_path.iterdir()) == []


def test_it_may_stop_more_than_once(tmp_path: Path):
    for after in (2, 6, 11):
        cut_off(tmp_path / KEPT, after=after)
    assert_same(compare(model(), draws=DRAWS, seed=5, keep=tmp_path / KEPT), whole())


def test_other_numbers_of_futures_take_what_they_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    cut_off(tmp_path / KEPT, after=2 * DRAWS)
    fewer, more = whole(3), whole(DRAWS + 2)
    run = run_now(monkeypatch)
    assert_same(compare(model(), draws=3, seed=5, keep=tmp_path / KEPT), fewer)
    assert run == []
    assert_same(compare(model(), draws=DRAWS + 2, seed=5, keep=tmp_path / KEPT), more)
    assert sorted(draw for _, draw in run) == [DRAWS, DRAWS, DRAWS + 1, DRAWS + 1]


def test_rejected_draws_are_kept_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def tables(*of: Any, draw: int, **options: Any) -> Any:
        if draw == 1:
            raise RunError("T410", "an anchor cannot be met", where="here", remedy="none")
        return real(*of, draw=draw, **options)

    real = drawn.tables
    with monkeypatch.context() as patch:
        patch.setattr(drawn, "tables", tables)
        cut_off(tmp_path / KEPT, after=2 * DRAWS)
    found = compare(model(), draws=DRAWS, seed=5, keep=tmp_path / KEPT)
    assert found.valid.tolist() == [[draw != 1 for draw in range(DRAWS)]] * 2
    assert np.array_equal(found.figures[:, :, 2:], whole().figures[:, :, 2:])


# ------------------------------------------------------------------------------------------------------------- damage


def test_what_was_cut_off_in_the_middle_of_a_line_is_run_again(tmp_path: Path):
    path = tmp_path / KEPT
    cut_off(path)
    path.write_bytes(path.read_bytes()[:-300])
    assert_same(compare(model(), draws=DRAWS, seed=5, keep=path), whole())
    assert len(lines_of(path)) == 1 + 2 * DRAWS


def test_what_is_damaged_is_run_again_and_said(tmp_path: Path):
    path = tmp_path / KEPT
    cut_off(path)
    lines = lines_of(path)
    lines[2] = lines[2].replace(b"A", b"B", 1)
    path.write_bytes(b"\n".join([*lines, b""]))
    with pytest.warns(UserWarning, match="comparison.kept was changed or damaged: what it held is done again"):
        assert_same(compare(model(), draws=DRAWS, seed=5, keep=path), whole())


def test_where_nobody_can_tell_what_is_kept_nothing_is_taken_from_it(tmp_path: Path):
    path = tmp_path / KEPT
    cut_off(path)
    path.write_bytes(b"{" + path.read_bytes())
    with pytest.raises(ResourceError, match=r"T803 comparison.kept was changed or damaged: its first line"):
        compare(model(), draws=DRAWS, seed=5, keep=path)
    assert_same(compare(model(), draws=DRAWS, seed=5, keep=path, force=True), whole())


# ------------------------------------------------------------------------------------------------------ another design


def eased() -> Model:
    """Give a model in which something is set by hand."""
    return build(read_situation("hidden-five"), changes={"easing": 0.5})


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"seed": 6}, "seed was 5 and is 6"),
        ({"worlds": ["low"]}, "worlds was low, high and is low"),
        ({"replicates": 2}, "replicates was 1 and is 2"),
        ({"outcomes": ["returned_by_force"]}, "outcomes was .* and is returned_by_force"),
        ({"first": date(2007, 1, 1)}, "span was 2005-01-01 to 2009-12-31 and is 2007-01-01 to 2009-12-31"),
    ],
)
def test_what_is_kept_of_another_comparison_is_left_alone(tmp_path: Path, options: dict[str, Any], words: str):
    path = tmp_path / KEPT
    cut_off(path)
    before, both = path.read_bytes(), cast("Options", {"draws": DRAWS, "seed": 5, "keep": path, **options})
    with pytest.raises(UsageError, match=f"T009 it cannot be gone on with.*{words}"):
        compare(model(), **both)
    assert path.read_bytes() == before


def test_another_situation_other_numbers_and_other_packages_are_another_comparison(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / KEPT
    cut_off(path)
    with pytest.raises(UsageError, match=r"T009 .*set easing was not set and is 0\.5"):
        compare(eased(), draws=DRAWS, seed=5, keep=path)
    other = build(replace(model().situation, digest="0" * 64))
    with pytest.raises(UsageError, match=r"T009 .*digest of the situation was [0-9a-f]{12} and is 000000000000"):
        compare(other, draws=DRAWS, seed=5, keep=path)
    monkeypatch.setattr(kept, "bits_depend_on", lambda: {"packages": {"numpy": "0.1"}})
    with pytest.raises(UsageError, match=r"T009 .*packages numpy was .* and is 0\.1"):
        compare(model(), draws=DRAWS, seed=5, keep=path)


def test_force_replaces_another_comparison_and_goes_on_with_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / KEPT
    cut_off(path)
    run = run_now(monkeypatch)
    assert_same(compare(model(), draws=DRAWS, seed=5, keep=path, force=True), whole())
    assert len(run) == 2 * DRAWS - 5
    run.clear()
    compare(model(), draws=2, seed=6, keep=path, force=True)
    assert len(run) == 4


# ------------------------------------------------------------------------------------------------------- at a terminal

ASKED = ("compare", "hidden-five", "--futures", str(DRAWS), "--seed", "5", "--quiet")


def interrupted_after(monkeypatch: pytest.MonkeyPatch, draws: int) -> None:
    """Send Ctrl-C when some draws are kept; also where a shell began this process deaf to it."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    added: list[object] = []
    real = kept.add_line

    def add(*of: Any) -> None:
        real(*of)
        added.append(of)
        if len(added) == draws:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(kept, "add_line", add)


def test_the_command_knows_the_name_of_the_file():
    assert command._KEPT == KEPT


@posix
@pytest.mark.parametrize("workers", ["1", "2"])
def test_after_control_c_the_same_command_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, workers: str
):
    assert exit_code([*ASKED, "--out", str(tmp_path / "whole")]) == 0
    asked = [*ASKED, "--out", str(tmp_path / "cut"), "--workers", workers]
    with monkeypatch.context() as patch:
        interrupted_after(patch, 4)
        assert exit_code(asked) == 130
    said = capsys.readouterr().err
    assert "what was finished is kept: give the same command again to go on" in said
    assert "interrupted; no half-written file was left" in said
    assert [path.name for path in (tmp_path / "cut").iterdir()] == [KEPT]
    assert len(lines_of(tmp_path / "cut" / KEPT)) == 1 + 4
    run = run_now(monkeypatch)
    assert exit_code(asked) == 0
    assert len(run) == 2 * DRAWS - 4
    names = {path.name for path in (tmp_path / "whole").iterdir()}
    assert {path.name for path in (tmp_path / "cut").iterdir()} == names
    for name in names - {"comparison.json", "comparison.html"}:
        assert (tmp_path / "cut" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    one, other = (json.loads((tmp_path / of / "comparison.json").read_text()) for of in ("whole", "cut"))
    assert {**one, "seconds": 0} == {**other, "seconds": 0}


@posix
def test_what_is_kept_stays_until_the_files_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    asked = [*ASKED, "--out", str(tmp_path)]
    with monkeypatch.context() as patch:
        patch.setattr(command, "write_files", interrupted)
        assert exit_code(asked) == 130
    run = run_now(monkeypatch)
    assert exit_code(asked) == 0
    assert run == []
    assert not (tmp_path / KEPT).exists()


def test_another_command_in_the_same_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    cut_off(tmp_path / KEPT)
    asked = [*ASKED, "--seed", "6", "--out", str(tmp_path)]
    assert exit_code(asked) == 2
    assert "T009 it cannot be gone on with, since its bits would not be the same: seed was 5 and is 6" in (
        capsys.readouterr().err
    )
    assert exit_code([*asked, "--force"]) == 0
    assert not (tmp_path / KEPT).exists()


@posix
def test_two_do_not_write_into_one_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    holder = {"pid": os.getppid(), "host": socket.gethostname()}
    (tmp_path / LOCK).write_text(json.dumps(holder))
    assert exit_code([*ASKED, "--out", str(tmp_path)]) == 7
    assert "T805 another run writes into it" in capsys.readouterr().err


@posix
def test_a_kill_in_the_middle_leaves_what_is_whole(tmp_path: Path):
    """Whole lines, whatever the moment; and what was being written stands under no final name."""
    arguments = [sys.executable, "-m", "tumen", *ASKED, "--futures", "400", "--out", str(tmp_path)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        until = time.monotonic() + 60
        while time.monotonic() < until and not (tmp_path / KEPT).is_file():
            time.sleep(0.02)
        while time.monotonic() < until and len(lines_of(tmp_path / KEPT)) < 7:
            time.sleep(0.02)
        process.kill()
    assert {path.name for path in tmp_path.iterdir()} <= {KEPT, LOCK}
    assert len(lines_of(tmp_path / KEPT)) > 6
    assert_same(compare(model(), draws=DRAWS, seed=5, keep=tmp_path / KEPT), whole())


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise ResourceError("T801", "the disk is full", where="here", remedy="free some space")

    monkeypatch.setattr(kept, "add_line", full)
    with pytest.raises(TumenError, match="T801"):
        compare(model(), draws=DRAWS, seed=5, keep=tmp_path / KEPT)
