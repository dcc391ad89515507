"""On Dask a study has the bits that it has everywhere."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tumen.cli import exit_code
from tumen.ensemble import Dask, resume, simulate
from tumen.ensemble.dask import _check_workers
from tumen.ensemble.failures import StoppedError
from tumen.ensemble.pool import InProcess, Processes, Threads
from tumen.errors import UsageError
from tumen.model import Model, build
from tumen.situation import read_situation

# What dask and tornado leave to the rubbish collector is theirs.
pytestmark = [
    pytest.mark.filterwarnings(f"ignore::{kind}")
    for kind in ("ResourceWarning", "pytest.PytestUnraisableExceptionWarning")
]


@cache
def model() -> Model:
    return build(read_situation("hidden-five"))


def hash_of(**options: Any) -> str:
    return simulate(model(), draws=20, replicates=2, seed=5, **options).attrs["result_hash"]


@pytest.mark.parametrize("executor", [InProcess(1), Threads(3), Processes(2)], ids=lambda e: type(e).__name__)
def test_every_executor_gives_the_same_bits(executor: Any):
    assert hash_of(executor=executor, block=7) == hash_of(workers=1)
    done, every = executor.progress()
    assert done == every > 5


def test_a_cancelled_executor_stops():
    executor = InProcess(1)
    with pytest.raises(StoppedError):
        hash_of(executor=executor, block=1, progress=lambda done, _: executor.cancel() if done else None)
    assert executor.progress()[0] == 1


def test_without_the_extra_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"T010 .*not installed\n.*\n.*tumen\[cluster\]"):
        Dask()
    assert exit_code(["run", "hidden-five", "--executor", "dask", "--out", "never"]) == 2
    assert "T010" in capsys.readouterr().err


def test_only_dask_has_a_scheduler(capsys: pytest.CaptureFixture[str]):
    assert exit_code(["run", "hidden-five", "--scheduler", "tcp://here:1", "--out", "never"]) == 2
    assert "T003" in capsys.readouterr().err


def test_workers_with_other_packages_are_refused():
    class Client:
        def run(self, function: Any) -> dict[str, Any]:
            return {"tcp://a": function(), "tcp://b": {**function(), "version": "0"}}

    with pytest.raises(UsageError, match="T010 worker tcp://b"):
        _check_workers(Client())


def test_dask_gives_the_same_bits():
    pytest.importorskip("distributed")
    assert hash_of(executor=Dask(workers=2), block=7) == hash_of(workers=1)


@pytest.mark.slow
def test_dask_is_cancelled_and_goes_on(tmp_path: Path):
    pytest.importorskip("distributed")
    executor = Dask(workers=2)
    with pytest.raises(StoppedError):
        hash_of(executor=executor, block=1, out=tmp_path, progress=lambda done, _: executor.cancel() if done else None)
    assert resume(tmp_path, model=model(), executor=Dask(workers=1)).attrs["result_hash"] == hash_of(workers=1)


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer_is_told():
    pytest.importorskip("distributed")
    with pytest.raises(UsageError, match="T010 no scheduler answers"):
        hash_of(executor=Dask(scheduler="tcp://127.0.0.1:9"))
