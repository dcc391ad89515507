"""The folder of a run: whole or not at all, ours or not touched, checked when it is opened."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

from tumen.ensemble import NAMES, open_results, prepare, simulate, write_file
from tumen.ensemble.dataset import netcdf
from tumen.ensemble.store import MANIFEST, RESULTS, manifest
from tumen.errors import ResourceError, TumenError, UsageError
from tumen.model import Model, build
from tumen.situation import read_situation


@cache
def model() -> Model:
    return build(read_situation("hidden-five"))


def run(**options: Any) -> xr.Dataset:
    with_defaults: dict[str, Any] = {"draws": 2, "workers": 1, "block": 1, **options}
    return simulate(model(), **with_defaults)


def code_of(error: type[TumenError], call: Callable[[], object]) -> str:
    with pytest.raises(error) as caught:
        call()
    return caught.value.code


def test_a_run_leaves_results_and_a_manifest(tmp_path: Path):
    found = run(out=tmp_path / "deep" / "out")
    folder = tmp_path / "deep" / "out"
    assert sorted(path.name for path in folder.iterdir()) == [MANIFEST, RESULTS]
    lines = manifest(folder)
    assert [line["kind"] for line in lines] == ["study", "block", "block", "block", "block", "results"]
    assert lines[0]["situation_digest"] == model().situation.digest
    assert lines[0]["record"] == {"outcomes": None, "resolution": "report", "cells": False, "merged": None}
    assert lines[-1]["result_hash"] == found.attrs["result_hash"]
    xr.testing.assert_identical(open_results(folder), open_results(folder / RESULTS))


def test_what_is_read_is_what_was_returned(tmp_path: Path):
    found = run(out=tmp_path / "out")
    back = open_results(str(tmp_path / "out"))
    xr.testing.assert_identical(back, found)
    assert {name: back[name].dtype for name in back.data_vars} == {name: found[name].dtype for name in found.data_vars}


def test_a_file_alone_is_checked_by_its_hash(tmp_path: Path):
    run(out=tmp_path / "out")
    alone = tmp_path / "mail.nc"
    alone.write_bytes((tmp_path / "out" / RESULTS).read_bytes())
    changed = open_results(alone)
    changed["in_hiding"][0, 0, 0, 0] += 1
    alone.write_bytes(netcdf(changed))
    assert code_of(ResourceError, lambda: open_results(alone)) == "T803"


@pytest.mark.parametrize("damage", ["flip", "cut", "gone", "text", "manifest"])
def test_a_damaged_result_is_refused(tmp_path: Path, damage: str):
    run(out=tmp_path)
    path = tmp_path / RESULTS
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    match damage:
        case "flip":
            path.write_bytes(bytes(data))
        case "cut":
            path.write_bytes(bytes(data[:1000]))
        case "gone":
            path.unlink()
        case "text":
            (tmp_path / MANIFEST).unlink()
            path.write_text("no results")
        case _:
            (tmp_path / MANIFEST).write_text("{\n", "utf-8")
    assert code_of(ResourceError, lambda: open_results(tmp_path)) == "T803"


def test_another_netcdf_file_is_no_result(tmp_path: Path):
    other = tmp_path / "other.nc"
    other.write_bytes(netcdf(xr.Dataset({"a": ("x", np.arange(3))})))
    assert code_of(ResourceError, lambda: open_results(other)) == "T803"


def test_results_that_are_not_there(tmp_path: Path):
    assert code_of(UsageError, lambda: open_results(tmp_path)) == "T004"
    assert code_of(UsageError, lambda: open_results(tmp_path / "none.nc")) == "T004"


def test_an_unfinished_run_says_so(tmp_path: Path):
    run(out=tmp_path)
    lines = (tmp_path / MANIFEST).read_text("utf-8").splitlines(keepends=True)
    (tmp_path / MANIFEST).write_text("".join(lines[:3]) + lines[3][:20], "utf-8")
    (tmp_path / RESULTS).unlink()
    with pytest.raises(UsageError, match=r"T004 the run was not finished: 2 blocks are done"):
        open_results(tmp_path)


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"T001 .*notes\.txt") as caught:
        run(out=tmp_path)
    assert "--force" in caught.value.remedy
    assert code_of(UsageError, lambda: run(out=tmp_path / "notes.txt")) == "T001"
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_force_replaces_what_tumen_wrote_and_nothing_else(tmp_path: Path):
    run(out=tmp_path, seed=1)
    write_file(tmp_path, "summary.csv", b"a,b\n")
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "low-0-1.npz.part").write_bytes(b"half")
    (tmp_path / "parts" / "mine.npz").write_bytes(b"mine")
    found = run(out=tmp_path, seed=2, force=True)
    assert open_results(tmp_path).attrs["result_hash"] == found.attrs["result_hash"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [MANIFEST, "notes.txt", "parts", RESULTS]
    assert [path.name for path in (tmp_path / "parts").iterdir()] == ["mine.npz"]


@pytest.mark.parametrize("name", NAMES)
def test_force_never_takes_a_file_of_somebody_else(tmp_path: Path, name: str):
    (tmp_path / name).write_text('{"kind": "letter"}\n')
    with pytest.raises(UsageError, match=r"T001 .*not written by tumen"):
        prepare(tmp_path, force=True)
    assert (tmp_path / name).read_text() == '{"kind": "letter"}\n'


def test_a_manifest_of_strange_bytes_is_not_ours(tmp_path: Path):
    for content in (b"\xff\xfe\n", b"[1]\n", b"1\n", b"", b"\n"):
        (tmp_path / MANIFEST).write_bytes(content)
        assert code_of(UsageError, lambda: prepare(tmp_path, force=True)) == "T001"


@pytest.mark.parametrize("failure", [(errno.ENOSPC, "T801"), (errno.EFBIG, "T801"), (errno.EROFS, "T802")])
def test_a_disk_that_fails_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: tuple[int, str]
):
    number, code = failure

    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    assert code_of(ResourceError, lambda: run(out=tmp_path / "out")) == code
    monkeypatch.undo()
    run(out=tmp_path / "other")
    monkeypatch.setattr(os, "fsync", fail)
    assert code_of(ResourceError, lambda: write_file(tmp_path / "other", "summary.csv", b"half")) == code
    assert not [path.name for path in (tmp_path / "other").iterdir() if path.name.startswith("summary")]


@pytest.mark.skipif(os.name != "posix", reason="a limit on the size of files")
@pytest.mark.parametrize("limit", [100, 2000, 9000])
def test_a_full_disk_is_told_in_words_at_every_file(tmp_path: Path, limit: int):
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
        assert code_of(ResourceError, lambda: run(out=tmp_path)) == "T801"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not list(tmp_path.rglob("*.part"))
    run(out=tmp_path, force=True)


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path: Path):
    (tmp_path / "file").write_text("")
    assert code_of(ResourceError, lambda: run(out=tmp_path / "file" / "out")) == "T802"
