"""The same study gives the same bits: whatever the workers, blocks, order, record, rows, and interruptions."""

from __future__ import annotations

import csv
import os
import random
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields
from functools import cache
from multiprocessing import active_children
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from tumen.ensemble import Record, open_results, pool, simulate, variable_hash
from tumen.ensemble.blocks import Block, Part, Study, cut, run_block
from tumen.ensemble.dataset import labelled
from tumen.ensemble.lock import LOCK
from tumen.ensemble.plan import planned
from tumen.ensemble.store import manifest
from tumen.ensemble.unbroken import unbroken
from tumen.errors import ResourceError
from tumen.model import Model, build
from tumen.situation import read_situation, situation_folder

NAMES = ("hidden-five", "island-evacuation")
DRAWS = 6
REPLICATES = 2


@cache
def model(name: str) -> Model:
    return build(read_situation(name))


@cache
def reference(name: str) -> xr.Dataset:
    return simulate(model(name), draws=DRAWS, replicates=REPLICATES, seed=5, workers=1, block=DRAWS)


def with_shuffled_rows(name: str, folder: Path, *, seed: int) -> Path:
    """Copy a situation, the rows of each of its tables in another order."""
    copy = folder / name
    shutil.copytree(situation_folder(name), copy)
    luck = random.Random(seed)
    for path in sorted(copy.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        luck.shuffle(rows)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([head, *rows])
    return copy


def hash_of(found: xr.Dataset) -> str:
    return found.attrs["result_hash"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("block", [1, 7, 100])
def test_blocks_change_nothing(name: str, block: int):
    found = simulate(model(name), draws=DRAWS, replicates=REPLICATES, seed=5, workers=1, block=block)
    assert hash_of(found) == hash_of(reference(name))


@pytest.mark.parametrize(
    ("name", "workers", "block"),
    [
        ("hidden-five", 2, 1),
        pytest.param("hidden-five", 4, 4, marks=pytest.mark.slow),
        pytest.param("island-evacuation", 2, 4, marks=pytest.mark.slow),
        pytest.param("island-evacuation", 4, 1, marks=pytest.mark.slow),
    ],
)
def test_workers_change_nothing(name: str, workers: int, block: int):
    found = simulate(model(name), draws=DRAWS, replicates=REPLICATES, seed=5, workers=workers, block=block)
    assert hash_of(found) == hash_of(reference(name))


@pytest.mark.parametrize("name", NAMES)
def test_threads_change_nothing(name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pool, "_LONG_PASS", 0.0)
    monkeypatch.setattr(pool, "Processes", None)  # no process is started
    found = simulate(model(name), draws=DRAWS, replicates=REPLICATES, seed=5, workers=2, block=1)
    assert hash_of(found) == hash_of(reference(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_tasks_changes_nothing(name: str):
    m = model(name)
    plan = planned(m, Record(), futures=DRAWS * REPLICATES)
    study = Study(m, plan, tuple(m.situation.worlds), DRAWS, REPLICATES, 5, "baseline")
    backwards = {block: run_block(study, block) for block in reversed(cut(study, size=1))}
    assert hash_of(labelled(study, backwards)) == hash_of(reference(name))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("resolution", ["report", "step"])
def test_what_is_recorded_changes_nothing(name: str, resolution: str):
    record = Record(resolution=resolution)  # pyright: ignore[reportArgumentType]
    whole = simulate(model(name), draws=2, seed=5, workers=1, record=record)
    for outcome in list(whole.data_vars)[:3]:
        few = Record((str(outcome),), record.resolution, cells=True)
        alone = simulate(model(name), draws=2, seed=5, workers=1, record=few)
        assert variable_hash(alone, str(outcome)) == variable_hash(whole, str(outcome))


def test_months_add_up_to_years():
    years = reference("hidden-five")
    months = simulate(
        model("hidden-five"), draws=DRAWS, replicates=REPLICATES, seed=5, workers=1, record=Record(resolution="step")
    )
    year = months["period"].astype("<U4").rename("year")
    flow = months["returned_by_force"].groupby(year).sum("period")
    stock = months["in_hiding"].groupby(year).last()
    for found, name in ((flow, "returned_by_force"), (stock, "in_hiding")):
        assert np.array_equal(found.transpose("world", "draw", "replicate", "year"), years[name]), name


@pytest.mark.parametrize("name", NAMES)
def test_fewer_draws_are_the_first_of_more(name: str):
    few = simulate(model(name), draws=2, replicates=REPLICATES, seed=5, workers=1)
    for outcome in reference(name).data_vars:
        xr.testing.assert_equal(few[outcome], reference(name)[outcome].sel(draw=[0, 1]))


@pytest.mark.parametrize("name", NAMES)
def test_another_seed_changes_something(name: str):
    other = simulate(model(name), draws=DRAWS, replicates=REPLICATES, seed=6, workers=1)
    assert hash_of(other) != hash_of(reference(name))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_changes_nothing(name: str, seed: int, tmp_path: Path):
    shuffled = read_situation(with_shuffled_rows(name, tmp_path, seed=seed))
    assert list(shuffled.exits) != list(model(name).situation.exits)
    found = simulate(build(shuffled), draws=DRAWS, replicates=REPLICATES, seed=5, workers=1)
    assert found.attrs["situation_digest"] == reference(name).attrs["situation_digest"]
    assert hash_of(found) == hash_of(reference(name))


def test_policies_share_their_luck_until_the_lever_acts():
    returned = simulate(model("hidden-five"), draws=3, workers=1)["returned_by_force"]
    eased = simulate(model("hidden-five"), draws=3, workers=1, policy="looking_away")["returned_by_force"]
    assert returned.sel(period=slice(None, "2004")).equals(eased.sel(period=slice(None, "2004")))
    assert (returned.sel(period="2005") > eased.sel(period="2005")).all()


@pytest.mark.slow
def test_the_flagship_keeps_its_bits(tmp_path: Path):
    whole = simulate(model("dprk-china"), draws=4, workers=1)
    for workers in (2, 3):  # threads, and processes
        assert hash_of(simulate(model("dprk-china"), draws=4, workers=workers, block=1)) == hash_of(whole)
    shuffled = build(read_situation(with_shuffled_rows("dprk-china", tmp_path, seed=1)))
    few = simulate(shuffled, draws=4, workers=1, record=Record(("in_china", "reached_rok")))
    for name in few.data_vars:
        assert variable_hash(few, str(name)) == variable_hash(whole, str(name))


# ------------------------------------------------------------------------------------------------------ interruptions

SCRIPT = """
    import signal

    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts what runs in the background deaf

    from tumen.ensemble import pool, simulate
    from tumen.model import build
    from tumen.situation import read_situation

    pool._LONG_PASS = 0.0 if {threads} else pool._LONG_PASS

    def told(done, total):
        print(done, flush=True)

    model = build(read_situation("hidden-five"))
    simulate(model, draws=3000, seed=5, workers={workers}, block=2, out={out!r}, progress=told)
"""


def started(folder: Path, *, workers: int, threads: bool = False) -> subprocess.Popen[str]:
    """Start a long run as a script that guards nothing by ``__main__``; give it when some blocks are done."""
    script = folder / "script.py"
    script.write_text(textwrap.dedent(SCRIPT).format(workers=workers, threads=threads, out=str(folder / "out")))
    process = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=os.name == "posix",
    )
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) >= 8:
            return process
    raise AssertionError(process.communicate()[1])


def left_behind(folder: Path) -> Iterator[Path]:
    """Give the files of a run that was cut off, after checking each that has a final name."""
    whole = {path.name for path in folder.rglob("*") if path.is_file() and path.suffix != ".part"}
    assert whole - {"manifest.jsonl", LOCK} <= {path.name for path in (folder / "parts").iterdir()}
    for path in (folder / "parts").glob("*.npz"):
        with np.load(path, allow_pickle=False) as part:
            assert set(part.files) == {"handling", *(field.name for field in fields(Part))}
            assert all(part[name].size >= 0 for name in part.files)  # reading checks the checksums in the file
        yield path


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("workers", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_kill_in_the_middle_leaves_no_half_file(tmp_path: Path, workers: int):
    process = started(tmp_path, workers=workers)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    parts = list(left_behind(tmp_path / "out"))
    lines = manifest(tmp_path / "out")
    assert lines[0]["kind"] == "study"
    assert {line["file"] for line in lines[1:]} <= {f"parts/{path.name}" for path in parts}
    assert len(parts) >= 4
    again = simulate(model("hidden-five"), draws=2, workers=1, out=tmp_path / "out", force=True)
    assert hash_of(open_results(tmp_path / "out")) == hash_of(again)


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize(
    ("workers", "threads"), [pytest.param(1, False, marks=pytest.mark.slow), (2, False), (2, True)]
)
def test_control_c_stops_cleanly_and_keeps_the_parts(tmp_path: Path, workers: int, threads: bool):
    process = started(tmp_path, workers=workers, threads=threads)
    begin = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert process.returncode in (-signal.SIGINT, 130), said
    assert time.monotonic() - begin < 30
    assert said.count("in <module>") == 1, said  # one story, that of the master
    assert said.rstrip().endswith("KeyboardInterrupt"), said
    assert len(list(left_behind(tmp_path / "out"))) >= 4
    assert not list((tmp_path / "out").rglob("*.part"))


@pytest.fixture
def heard() -> Iterator[None]:
    """Hear Ctrl-C, also where whoever started the tests is deaf to it, as jobs in the background are."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
def test_ctrl_c_waits_for_what_must_not_be_cut_and_twice_does_not():
    told: list[str] = []
    with pytest.raises(KeyboardInterrupt), unbroken():
        signal.raise_signal(signal.SIGINT)
        told.append("goes on")
    with pytest.raises(KeyboardInterrupt), unbroken():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        told.append("goes on still")
    assert told == ["goes on"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_worker_that_dies_is_told_in_words(monkeypatch: pytest.MonkeyPatch):
    def killed(done: int, total: int) -> None:
        for child in active_children() if 0 < done < total else ():
            with suppress(ProcessLookupError):  # it has died by itself, now that its fellow is gone
                os.kill(child.pid or 0, signal.SIGKILL)

    with pytest.raises(ResourceError, match=r"T804 .*worker"):
        simulate(model("hidden-five"), draws=2000, workers=2, block=1, progress=killed)


def test_a_part_is_what_its_block_gives(tmp_path: Path):
    m = model("hidden-five")
    study = Study(m, planned(m, Record(), futures=2), ("low",), 2, 1, 5, "baseline")
    part = run_block(study, Block("low", 0, 1))
    assert part.outcomes.shape == (2, 1, 10, len(study.plan.outcomes))
    assert part.cells.shape == (2, 1, 0, 0)
    assert part.entries.shape == (2, len(m.entries))
