"""What `run` and `demo` have in common: a study, run and written, with what may be shown of it."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from tumen.cli.executors import ExecutorName, executor_of
from tumen.cli.interrupt import interruptible
from tumen.cli.output import Talk
from tumen.cli.until import read_known
from tumen.errors import UsageError

if TYPE_CHECKING:
    import xarray as xr

    from tumen.ensemble import Executor, Record
    from tumen.model import Model
    from tumen.report import Summary
    from tumen.situation import Situation

_PATIENCE = 3.0
"""Seconds of silence before a word."""
_LATER = ("tumen.report", "tumen.export", "xarray", "h5netcdf")
"""What is needed when all is simulated, and takes a second to load: it does so while others simulate."""


class Fineness(StrEnum):
    """What to keep of a run."""

    report = "report"
    step = "step"
    cells = "cells"
    futures = "futures"


@dataclass(frozen=True)
class Study:
    """What to run.

    Attributes:
        name: Of a situation, or its folder.
        out: Folder for the files.
        force: Whether to replace what an earlier run left there.
        draws: Of the parameters, in each world.
        replicates: Of chance, for each draw.
        seed: Of the study.
        workers: That share the work; None for as many as help.
        worlds: Ids; None for all.
        policy: Id of the policy.
        fineness: What to keep.
        changes: Parameter or anchor → number.
        switches: Loop or switch → position.
        periods: Dates of the first table, where all are recorded.
        until: Day by which what is seen was public, as written; empty for everything.
        executor: Who runs it; None for whoever helps.
        scheduler: Address of a scheduler of Dask.
    """

    name: str
    out: Path
    force: bool
    draws: int
    replicates: int = 1
    seed: int = 1
    workers: int | None = None
    worlds: Sequence[str] | None = None
    policy: str = "baseline"
    fineness: Fineness = Fineness.report
    changes: Mapping[str, float] | None = None
    switches: Mapping[str, str] | None = None
    periods: tuple[str, ...] = ()
    until: str = ""
    executor: ExecutorName | None = None
    scheduler: str | None = None


@dataclass(frozen=True)
class Done:
    """A study that was run.

    Attributes:
        summary: What may be shown of it.
        periods: Dates of the first table.
        folder: Where its files are.
        files: Their names.
        seconds: That it took.
    """

    summary: Summary
    periods: tuple[str, ...]
    folder: Path
    files: tuple[str, ...]
    seconds: float

    @property
    def paths(self) -> list[str]:
        """Its files, with their folder."""
        return [str(self.folder / name) for name in self.files]


def finished(talk: Talk, study: Study) -> Done:
    """Run a study and write all of its files."""
    begin = time.monotonic()
    situation = read_known(study.name, study.until)
    from tumen.ensemble import locked

    with locked(study.out):
        model, results = _simulated(talk, study, situation)
        return _written(model, results, study.out, study.periods, begin=begin)


def resumed(talk: Talk, folder: Path, *, situation: str | None, workers: int | None, executor: Executor | None) -> Done:
    """Go on with a run, and write all of the files that it would have written.

    Args:
        talk: Where words go.
        folder: Of the run.
        situation: Name or folder of what it simulates; None for where it was.
        workers: That share the work.
        executor: Who runs it; None for as many workers.
    """
    begin = time.monotonic()
    from tumen.cli.progress import progress
    from tumen.ensemble import build_again, locked, resume, study_line

    about = study_line(folder)
    load_kernels(talk)
    model = build_again(about, folder, situation)
    with locked(folder):
        with interruptible(talk, folder), progress(talk) as report:
            results = resume(folder, model=model, workers=workers, executor=executor, progress=report)
        return _written(model, results, folder, tuple(about["note"].get("periods", ())), begin=begin)


def _written(model: Model, results: xr.Dataset, folder: Path, periods: tuple[str, ...], *, begin: float) -> Done:
    """Write all that goes beside the results of a run."""
    from concurrent.futures import ThreadPoolExecutor

    from tumen.ensemble import NAMES, told_aside
    from tumen.export import write_prov
    from tumen.report import summarise, write_report

    with ThreadPoolExecutor(1) as beside:
        aside = beside.submit(told_aside, model, results)
        summary = summarise(results, model.situation)
        shown = summary.headline_periods(periods)
        write_report(summary, folder, shown, aside=aside.result)
    write_prov(folder)
    files = tuple(name for name in NAMES if (folder / name).is_file())
    return Done(summary, shown, folder, files, round(time.monotonic() - begin, 1))


def read_changes(texts: Sequence[str]) -> dict[str, float]:
    """Read what is set by hand.

    Args:
        texts: Each a name, an equals sign and a number.

    Raises:
        UsageError: T005 for anything else.
    """
    changes: dict[str, float] = {}
    for text in texts:
        name, _, number = text.partition("=")
        value = _number(number)
        if not name.strip() or not math.isfinite(value):
            problem = f"{text!r} is not a name and a number"
            raise UsageError("T005", problem, where="--set", remedy="write it as --set stock_2002=120000")
        changes[name.strip()] = value
    return changes


def read_switches(texts: Sequence[str]) -> dict[str, str]:
    """Read what is switched.

    Args:
        texts: Each a loop or switch, an equals sign and a position.

    Raises:
        UsageError: T005 for anything else, and for a name that stands twice.
    """
    positions: dict[str, str] = {}
    for text in texts:
        name, _, position = (part.strip() for part in text.partition("="))
        if not name or not position or name in positions:
            problem = f"{name!r} is switched twice" if name in positions else f"{text!r} is not a name and a position"
            raise UsageError("T005", problem, where="--switch", remedy="write each once, as in --switch L2=off")
        positions[name] = position
    return positions


def _number(text: str) -> float:
    """Read a number; not a number if it is none."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def _simulated(talk: Talk, study: Study, situation: Situation) -> tuple[Model, xr.Dataset]:
    """Build the model and run it, showing progress."""
    from tumen.cli.progress import progress
    from tumen.ensemble import simulate
    from tumen.model import build

    model = build(situation, changes=study.changes, switches=study.switches)
    load_kernels(talk)
    Thread(target=_load_later, daemon=True).start()
    with interruptible(talk, study.out), progress(talk) as report:
        return model, simulate(
            model,
            draws=study.draws,
            replicates=study.replicates,
            seed=study.seed,
            out=study.out,
            worlds=study.worlds,
            policy=study.policy,
            record=_record(study.fineness),
            workers=study.workers,
            force=study.force,
            progress=report,
            note=_note(study),
            executor=executor_of(study.executor, study.workers, study.scheduler),
        )


def _record(fineness: Fineness) -> Record:
    """Say what to keep."""
    from tumen.ensemble import Record

    fine = fineness in (Fineness.step, Fineness.cells)
    every = False if fineness is Fineness.futures else None
    return Record(resolution="step" if fine else "report", cells=fineness is Fineness.cells, merged=every)


def _note(study: Study) -> dict[str, Any]:
    """Tell whoever resumes the run what its files show, and where its situation lies if it did not come with tumen."""
    from tumen.situation import situation_folder, situation_names

    note: dict[str, Any] = {"command": "run", "periods": list(study.periods)}
    if study.name in situation_names():
        return note
    folder = situation_folder(study.name).resolve()
    return {**note, "situation_folder": Path(os.path.relpath(folder, study.out.resolve())).as_posix()}


def _load_later() -> None:
    for name in _LATER:
        import_module(name)


def load_kernels(talk: Talk) -> None:
    """Load the kernels, and say so if that takes long because they have to be compiled."""
    from threading import Timer

    from tumen.kernels.compile import compile_all
    from tumen.report import say

    notice = Timer(_PATIENCE, talk.note, (say("compiling"),))
    notice.start()
    try:
        compile_all()
    finally:
        notice.cancel()
