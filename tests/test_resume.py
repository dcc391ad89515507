"""A run that was cut off, or whose files were damaged, ends with the bits that it would have had."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import random
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import xarray as xr

from tumen.cli import exit_code
from tumen.ensemble import Record, described, lock, locked, open_results, resume, simulate, store
from tumen.ensemble import blocks as blocks_module
from tumen.ensemble.executor import Counting
from tumen.ensemble.failures import Failure
from tumen.errors import ResourceError, RunError, TumenError, UsageError
from tumen.model import Model, build
from tumen.situation import read_situation

FUTURES: dict[str, Any] = {"draws": 6, "replicates": 2, "seed": 5}
posix = pytest.mark.skipif(os.name != "posix", reason="signals")


@cache
def model() -> Model:
    return build(read_situation("hidden-five"))


@cache
def whole() -> xr.Dataset:
    return simulate(model(), **FUTURES, workers=1)


class CutOffError(Exception):
    """What ends a run in these tests."""


def cut_off(folder: Path, *, after: int = 3) -> list[str]:
    """Leave a run after some blocks; give the names of their parts."""
    told: list[int] = []

    def end(_done: int, _total: int) -> None:
        told.append(_done)
        if len(told) > after:
            raise CutOffError

    with pytest.raises(CutOffError):
        simulate(model(), **FUTURES, workers=1, block=2, out=folder, progress=end)
    return [line["file"] for line in store.manifest(folder)[1:]]


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the names of the blocks that are run from now on."""
    whole()
    run: list[str] = []
    real = Counting.map_blocks

    def noted(self: Counting, study: Any, blocks: Any) -> Any:
        run.extend(block.name for block in blocks)
        return real(self, study, blocks)

    monkeypatch.setattr(Counting, "map_blocks", noted)
    return run


def hash_of(found: xr.Dataset) -> str:
    return found.attrs["result_hash"]


def code_of(error: type[TumenError], call: Callable[[], object]) -> str:
    with pytest.raises(error) as caught:
        call()
    return caught.value.code


# ------------------------------------------------------------------------------------------------ what is there is kept


@pytest.mark.parametrize("workers", [1, 2])
def test_only_what_is_missing_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int):
    kept = cut_off(tmp_path)
    run = counted(monkeypatch)
    found = resume(tmp_path, workers=workers)
    assert hash_of(found) == hash_of(whole())
    assert len(run) == 9
    assert not {f"parts/{name}.npz" for name in run} & set(kept)
    xr.testing.assert_identical(open_results(tmp_path), found)
    assert sorted(path.name for path in tmp_path.iterdir()) == [store.MANIFEST, store.RESULTS]


def test_a_finished_run_is_only_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    simulate(model(), **FUTURES, workers=1, out=tmp_path)
    run = counted(monkeypatch)
    assert hash_of(resume(tmp_path)) == hash_of(whole())
    assert run == []


def test_progress_begins_with_what_is_done(tmp_path: Path):
    cut_off(tmp_path, after=5)
    told: list[tuple[int, int]] = []
    resume(tmp_path, workers=1, progress=lambda done, total: told.append((done, total)))
    assert told[:2] == [(10, 24), (12, 24)]


def test_everything_that_was_asked_for_is_asked_for_again(tmp_path: Path):
    asked: dict[str, Any] = {
        "draws": 4, "worlds": ("high",), "policy": "looking_away", "record": Record(("in_hiding",), "step", cells=True),
    }  # fmt: skip
    changed = build(read_situation("hidden-five"), changes={"easing": 0.5, "hiding_2003": 15000})
    with pytest.raises(CutOffError):
        simulate(changed, **asked, workers=1, block=1, out=tmp_path, progress=lambda done, _: throw(done > 1))
    assert hash_of(resume(tmp_path, workers=1)) == hash_of(simulate(changed, **asked, workers=1))


def throw(now: bool) -> None:
    if now:
        raise CutOffError


# -------------------------------------------------------------------------------------------------------------- damage


@pytest.mark.parametrize("at", [0, 31, 0.25, 0.5, 0.9, -1])
def test_a_flipped_byte_of_a_part_is_named_and_repaired(tmp_path: Path, at: float):
    first, *_ = cut_off(tmp_path)
    data = bytearray((tmp_path / first).read_bytes())
    data[int(at * len(data)) if isinstance(at, float) else at] ^= 1 << random.Random(at).randrange(8)
    (tmp_path / first).write_bytes(data)
    with pytest.warns(UserWarning, match=f"{first} was changed or damaged") as warned:
        found = resume(tmp_path, workers=1)
    assert len(warned) == 1
    assert hash_of(found) == hash_of(whole())


@pytest.mark.parametrize("left", [None, 0, 100])
def test_a_deleted_part_or_byte_is_named_and_repaired(tmp_path: Path, left: int | None):
    first, *_ = cut_off(tmp_path)
    data = (tmp_path / first).read_bytes()
    (tmp_path / first).unlink()
    if left is not None:
        (tmp_path / first).write_bytes(data[:left] + data[left + 1 :])
    with pytest.warns(UserWarning, match=f"{first} was changed or damaged"):
        assert hash_of(resume(tmp_path, workers=1)) == hash_of(whole())


def test_a_torn_last_line_is_survived_at_every_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    kept = cut_off(tmp_path)
    path = tmp_path / store.MANIFEST
    data = path.read_bytes()
    *before, _last, _ = data.split(b"\n")
    start = len(b"\n".join(before)) + 1
    for end in range(start, len(data)):
        path.write_bytes(data[:end])
        lines, damaged = store.mended_manifest(tmp_path)
        assert [line["file"] for line in lines[1:]] == kept[:-1]
        assert not damaged
        assert path.read_bytes() == data[:start]
    run = counted(monkeypatch)
    assert hash_of(resume(tmp_path, workers=1)) == hash_of(whole())
    assert len(run) == 10


def test_a_flipped_byte_of_the_manifest_is_named_and_repaired(tmp_path: Path):
    cut_off(tmp_path)
    path = tmp_path / store.MANIFEST
    data = path.read_bytes()
    second = data.index(b"\n") + 1
    luck, flipped = random.Random(1), bytearray()
    for at in [second, second + 1, *(luck.randrange(second, len(data) - 1) for _ in range(100))]:
        flipped = bytearray(data)
        flipped[at] ^= 1 << luck.randrange(8)
        path.write_bytes(flipped)
        lines, damaged = store.mended_manifest(tmp_path)
        assert damaged, at
        assert len(lines) == 3 or flipped[at : at + 1] == b"\n" or data[at : at + 1] == b"\n"
    with pytest.warns(UserWarning, match=r"manifest.jsonl was changed or damaged"):
        path.write_bytes(flipped)
        assert hash_of(resume(tmp_path, workers=1)) == hash_of(whole())
    assert hash_of(open_results(tmp_path)) == hash_of(whole())


def test_a_manifest_that_no_longer_says_what_ran_is_refused(tmp_path: Path):
    cut_off(tmp_path)
    path = tmp_path / store.MANIFEST
    path.write_bytes(path.read_bytes().replace(b'"seed": 5', b'"seed": 4', 1))
    assert code_of(ResourceError, lambda: resume(tmp_path)) == "T803"


def test_damaged_results_are_named_and_made_again(tmp_path: Path):
    simulate(model(), **FUTURES, workers=1, out=tmp_path)
    path = tmp_path / store.RESULTS
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.warns(UserWarning, match=r"results.nc was changed or damaged") as warned:
        assert hash_of(resume(tmp_path, workers=1)) == hash_of(whole())
    assert len(warned) == 1
    assert hash_of(open_results(tmp_path)) == hash_of(whole())


def test_half_written_files_are_swept_away(tmp_path: Path):
    cut_off(tmp_path)
    (tmp_path / "results.nc.part").write_bytes(b"half")
    (tmp_path / "parts" / "low-0-0.npz.part").write_bytes(b"half")
    resume(tmp_path, workers=1)
    assert sorted(path.name for path in tmp_path.iterdir()) == [store.MANIFEST, store.RESULTS]


# ------------------------------------------------------------------------------------------------------------- refusals


def test_there_must_be_a_run(tmp_path: Path):
    assert code_of(UsageError, lambda: resume(tmp_path / "none")) == "T004"


@pytest.mark.parametrize("what", ["version", "packages numpy", "machine"])
def test_other_packages_are_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str):
    cut_off(tmp_path)
    here = described.bits_depend_on()
    changed = {"version": "0", "machine": "Abacus", "packages": {**here["packages"], "numpy": "0.1"}}
    name = what.split(maxsplit=1)[0]
    monkeypatch.setattr(described, "bits_depend_on", lambda: {**here, name: changed[name]})
    with pytest.raises(UsageError, match=rf"T009 .*: {what} was .* and is (0|0.1|Abacus)\n"):
        resume(tmp_path)


def test_another_situation_is_refused(tmp_path: Path):
    cut_off(tmp_path)
    other = build(replace(model().situation, digest="f" * 64))
    with pytest.raises(UsageError, match=r"T009 .*digest of situation hidden-five was \w{12} and is f{12}\n"):
        resume(tmp_path, model=other)
    by_hand = build(model().situation, changes={"easing": 0.5})
    with pytest.raises(UsageError, match=r"T009 .*changes easing was not set and is 0.5\n"):
        resume(tmp_path, model=by_hand)


# ----------------------------------------------------------------------------------------------------------------- disk


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "T801"), (errno.EROFS, "T802"), (errno.EIO, "T802")])
@pytest.mark.parametrize("writes", range(1, 12, 2))
def test_a_disk_that_fails_at_any_file_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, *, code: str, writes: int
):
    left = [writes]

    def fail(handle: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(number, os.strerror(number))
        real(handle)

    real = os.fsync
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        assert code_of(ResourceError, lambda: simulate(model(), **FUTURES, workers=1, block=2, out=tmp_path)) == code
    assert not list(tmp_path.rglob("*.part"))
    assert not (tmp_path / lock.LOCK).exists()
    if not (tmp_path / store.MANIFEST).exists():
        return  # it failed before there was a run
    named = [line["file"] for line in store.manifest(tmp_path) if line["kind"] == "block"]
    assert all((tmp_path / name).is_file() for name in named)
    assert hash_of(resume(tmp_path, workers=1)) == hash_of(whole())


# ----------------------------------------------------------------------------------------------------------------- lock


def test_two_runs_do_not_write_into_one_folder(tmp_path: Path):
    child = subprocess.Popen(
        [sys.executable, "-c", f"import time\nfrom tumen.ensemble import locked\nfrom pathlib import Path\n"
         f"with locked(Path({str(tmp_path)!r})):\n    print('held', flush=True)\n    time.sleep(60)"],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        with pytest.raises(ResourceError, match=rf"T805 .*process {child.pid} on {socket.gethostname()}"):
            simulate(model(), draws=1, out=tmp_path, force=True)
        with pytest.raises(ResourceError, match="T805"):
            simulate(model(), draws=1, out=tmp_path)
        child.kill()
    simulate(model(), draws=1, workers=1, out=tmp_path)  # the lock of a process that is gone is void
    assert not (tmp_path / lock.LOCK).exists()


@pytest.mark.parametrize(
    ("about", "void"),
    [
        ({"pid": 1, "host": "elsewhere"}, False),
        ({"pid": 1, "host": None}, False),
        ({"host": socket.gethostname()}, False),
        ("half", False),
        ({"pid": os.getpid(), "host": socket.gethostname()}, True),
    ],
)
def test_a_lock_of_nobody_knows_whom_is_kept(tmp_path: Path, about: Any, void: bool):
    (tmp_path / lock.LOCK).write_text(about if about == "half" else json.dumps(about))
    if void:
        simulate(model(), draws=1, workers=1, out=tmp_path)
        return
    assert code_of(ResourceError, lambda: simulate(model(), draws=1, out=tmp_path)) == "T805"
    assert [path.name for path in tmp_path.iterdir()] == [lock.LOCK]


def test_whoever_holds_a_lock_may_ask_again(tmp_path: Path):
    folder = tmp_path / "new"
    with locked(folder):
        with locked(folder):
            pass
        assert (folder / lock.LOCK).exists()
    assert not folder.exists()  # made for nothing


# ------------------------------------------------------------------------------------------------ killed at any moment

SCRIPT = """
    import sys
    from tumen.ensemble import Dask, Record, resume, simulate
    from tumen.ensemble.pool import InProcess, Processes, Threads
    from tumen.model import build
    from tumen.situation import read_situation

    def told(done, total):
        print(done, flush=True)

    if {again}:
        resume({out!r}, executor={executor}, progress=told)
    else:
        model = build(read_situation("hidden-five"))
        record = Record({outcomes})
        how = dict(executor={executor}, block={block}, record=record, progress=told)
        simulate(model, draws={draws}, seed=5, out={out!r}, **how)
"""


def killed(folder: Path, luck: random.Random, **options: Any) -> bool:
    """Run until a random moment after its beginning, then kill it with all its workers; tell whether it had ended."""
    script = folder / "script.py"
    script.write_text(textwrap.dedent(SCRIPT).format(out=str(folder / "out"), **options))
    process = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    if not process.stdout.readline():
        raise AssertionError(process.communicate()[1])
    try:
        process.wait(timeout=luck.uniform(0, options["seconds"]))
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return process.returncode == 0


def killed_and_resumed(folder: Path, *, times: int, seconds: float, **options: Any) -> str:
    """Kill a run and its resumptions at random moments; give the hash that stands in the end."""
    luck, again = random.Random(options["block"]), False
    options = {"outcomes": "None", **options}
    for _ in range(times):
        ended = killed(folder, luck, again=again, seconds=seconds, **options)
        again = (folder / "out" / store.MANIFEST).exists()
        if ended:
            break
    found = resume(folder / "out", workers=1)
    assert not list((folder / "out").rglob("*.part"))
    return hash_of(found)


@posix
def test_a_run_killed_again_and_again_has_the_same_bits(tmp_path: Path):
    found = killed_and_resumed(tmp_path, times=3, seconds=1.0, draws=200, executor="Processes(2)", block=7)
    assert found == hash_of(simulate(model(), draws=200, seed=5, workers=1))


@posix
@pytest.mark.slow
@pytest.mark.parametrize("block", [7, 64, 500])
@pytest.mark.parametrize(
    "executor", ["InProcess(1)", "Threads(2)", "Threads(4)", "Processes(2)", "Processes(4)", "Dask(workers=2)"]
)
@pytest.mark.parametrize("outcomes", ["None", "('in_hiding', 'returned_by_force')"])
def test_one_hash_whatever_is_done_to_a_run(tmp_path: Path, block: int, executor: str, *, outcomes: str):
    times = 20 if (block, executor, outcomes) == (7, "Processes(2)", "None") else 2
    chosen = {"executor": executor, "block": block, "outcomes": outcomes}
    found = killed_and_resumed(tmp_path, times=times, seconds=2.0, draws=1000, **chosen)
    record = Record(eval(outcomes))
    assert found == hash_of(simulate(model(), draws=1000, seed=5, workers=1, record=record))


@posix
def test_workers_end_when_their_master_is_killed(tmp_path: Path):
    script = tmp_path / "script.py"
    options = {"again": False, "outcomes": "None", "draws": 2000, "executor": "Processes(2)", "block": 500}
    script.write_text(textwrap.dedent(SCRIPT).format(out=str(tmp_path / "out"), **options))
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(3)
        process.kill()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    raise AssertionError("workers were left behind")


# ------------------------------------------------------------------------------------------------------- at a terminal


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """Run a command line: exit code, and what it said on stderr."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")

    def call(*arguments: object) -> tuple[int, str]:
        code = exit_code([str(a) for a in arguments])
        return code, capsys.readouterr().err

    return call


def interrupted_after(monkeypatch: pytest.MonkeyPatch, parts: int) -> None:
    """Send Ctrl-C to a run when it has kept some parts; also where a shell began this process deaf to it."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    kept: list[str] = []
    real = store.write_part

    def write(folder: Path, block: Any, part: Any) -> None:
        real(folder, block, part)
        kept.append(block.name)
        if len(kept) == parts:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(store, "write_part", write)


QUICK = ("--draws", "4", "--workers", "1", "--seed", "3")


@posix
@pytest.mark.parametrize("name", ["hidden-five", "a-folder"])
def test_resume_leaves_the_files_that_the_run_would_have_left(
    tmp_path: Path, command: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch, *, name: str
):
    monkeypatch.chdir(tmp_path)
    if name == "a-folder":
        assert command("init", "a-folder")[0] == 0
    assert command("run", name, *QUICK, "--out", "whole")[0] == 0
    with monkeypatch.context() as patch:
        interrupted_after(patch, 3)
        code, said = command("run", name, *QUICK, "--out", "cut")
    assert code == 130
    assert "go on with `tumen resume cut`" in said
    assert not (tmp_path / "cut" / "report.html").exists()
    assert not (tmp_path / "cut" / lock.LOCK).exists()
    monkeypatch.chdir("/")
    assert command("resume", tmp_path / "cut")[0] == 0
    names = {path.name for path in (tmp_path / "whole").iterdir()}
    assert {path.name for path in (tmp_path / "cut").iterdir()} == names
    for file in names - {store.MANIFEST}:
        assert (tmp_path / "cut" / file).read_bytes() == (tmp_path / "whole" / file).read_bytes(), file


def test_a_future_that_fails_ends_with_five(
    tmp_path: Path, command: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
):
    def fail(*arguments: Any, luck: Any, **named: Any) -> Any:
        if luck.future == 2:
            raise RunError("T411", "people were lost", where="step 3", remedy="report it")
        return real(*arguments, luck=luck, **named)

    real = blocks_module.run_replicate
    monkeypatch.setattr(blocks_module, "run_replicate", fail)
    code, said = command("run", "hidden-five", *QUICK, "--out", tmp_path / "a")
    assert code == 5
    assert "T430 2 of 8 futures failed" in said
    page = (tmp_path / "a" / "report.html").read_text("utf-8")
    assert "2 of 8 futures failed and are left out. The first: world low, draw 2, replicate 0: T411." in page
    listed = [Failure(**f) for line in store.manifest(tmp_path / "a") for f in line.get("failures", ())]
    assert [(f.world, f.draw, f.replicate) for f in listed] == [("low", 2, 0), ("high", 2, 0)]


@posix
def test_control_c_twice_ends_at_once(tmp_path: Path):
    code = textwrap.dedent(f"""
        import os, signal, time
        signal.signal(signal.SIGINT, signal.default_int_handler)
        from pathlib import Path
        from tumen.cli.interrupt import interruptible
        from tumen.cli.output import Talk
        with interruptible(Talk(), Path({str(tmp_path)!r})):
            try:
                print("ready", flush=True)
                time.sleep(60)
            finally:
                print("stopping", flush=True)
                time.sleep(60)
    """)
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for word in ("ready", "stopping"):
            assert process.stdout.readline() == f"{word}\n"
            process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130


def test_too_little_memory_is_told_in_words_and_parts_stay(
    tmp_path: Path, command: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
):
    def hungry(*_: object, **__: object) -> None:
        raise MemoryError

    cut_off(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(blocks_module, "run_replicate", hungry)
        code, said = command("resume", tmp_path, "--workers", "1")
    assert code == 7
    assert "T804 out of memory\n  where: world low, draw 3, replicate 0" in said
    assert "go on with `tumen resume" in said
    assert hash_of(resume(tmp_path, workers=1)) == hash_of(whole())


def test_no_worker_is_left():
    assert multiprocessing.active_children() == []
