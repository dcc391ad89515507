"""Which files of a run are internal, that they say so, and that nothing of what only they hold stands in the others."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from harm.conftest import RUNS
from harm.few import Left
from tumen.ensemble import NAMES, manifest, simulate
from tumen.ensemble.store import HANDLING, MANIFEST, PARTS, PEERS, RESULTS
from tumen.model import build
from tumen.report.strings import TEXT
from tumen.situation import read_situation

INTERNAL = (RESULTS, PARTS)


@pytest.mark.parametrize("run", RUNS)
def test_a_run_leaves_these_files_and_names_those_that_stay(left: Callable[[str], Left], run: str):
    told = left(run)
    assert told.internal == INTERNAL
    assert {path.name for path in told.folder.iterdir()} <= set(NAMES) - set(PEERS)
    assert set(told.published) == set(NAMES) - set(PEERS) - set(INTERNAL) | {"said"}


def test_what_is_internal_says_so(left: Callable[[str], Left]):
    told = left("one")
    assert told.truth.attrs["internal"] == "yes"
    assert told.truth.attrs["handling"] == HANDLING
    assert "do not hand" in HANDLING
    assert "results.nc" in TEXT["care.hidden"]
    assert "do not hand it on" in told.published["report.html"].decode()
    assert "not to be handed on" in told.said


def test_what_only_an_internal_file_holds_stands_in_no_other(left: Callable[[str], Left]):
    """The numbers of people as they came out: large ones, since those of few stand for many things."""
    told = left("one")
    exact = {int(n) for n in told.counts().values() if n == int(n) and n > 2100 and n % 10}
    assert len(exact) > 5
    for name, data in told.published.items():
        found = {int(n.replace(",", "")) for n in re.findall(r"(?<![\w.,-])\d[\d,]{3,}(?![\w.])", text_of(name, data))}
        assert not exact & found, (name, exact & found)


def text_of(name: str, data: bytes) -> str:
    if not name.endswith(".xlsx"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "\n".join(book.read(part).decode() for part in book.namelist())


def test_an_interrupted_run_leaves_nothing_else(few: Path, tmp_path: Path):
    def interrupt(done: int, _total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate(build(read_situation(few)), draws=4, out=tmp_path, workers=1, block=1, progress=interrupt)
    assert sorted(path.name for path in tmp_path.iterdir()) == [MANIFEST, PARTS]
    assert manifest(tmp_path)[0]["internal"] == list(INTERNAL)
    assert manifest(tmp_path)[0]["handling"] == HANDLING
    parts = [*(tmp_path / PARTS).iterdir()]
    assert parts
    for path in parts:
        with np.load(path, allow_pickle=False) as part:
            assert str(part["handling"]) == HANDLING
    log = (tmp_path / MANIFEST).read_text("utf-8")
    assert {line["kind"] for line in manifest(tmp_path)} == {"study", "block"}
    assert not re.search(r'"(outcomes|cells|entries)": *\[', log)
