"""``tumen run`` and ``tumen demo``."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tumen.cli.output import Talk
from tumen.errors import UsageError

if TYPE_CHECKING:
    from tumen.report import Summary

FLAGSHIP = "dprk-china"
DEMO_PERIODS = ("1998", "2002", "2009")
"""Early, at the time of the first document, and towards the second."""
FAILED = 5
_PATIENCE = 3.0
"""Seconds of silence before a word."""


class Fineness(StrEnum):
    """What to keep of a run."""

    report = "report"
    step = "step"
    cells = "cells"


@dataclass(frozen=True)
class Study:
    """What to run.

    Attributes:
        name: Of a situation, or its folder.
        draws: Of the parameters, in each world.
        replicates: Of chance, for each draw.
        seed: Of the study.
        workers: Processes; None for as many as help.
        worlds: Ids; None for all.
        policy: Id of the policy.
        fineness: What to keep.
        changes: Parameter or anchor → number.
    """

    name: str
    draws: int
    replicates: int = 1
    seed: int = 1
    workers: int | None = None
    worlds: Sequence[str] | None = None
    policy: str = "baseline"
    fineness: Fineness = Fineness.report
    changes: Mapping[str, float] | None = None


Draws = Annotated[int, typer.Option("--draws", help="Samples of the parameters, in each world.")]
Seed = Annotated[int, typer.Option("--seed", help="The same seed gives the same figures, bit by bit.")]
Workers = Annotated[int | None, typer.Option("--workers", help="Processes; as many as help, if not given.")]
Force = Annotated[bool, typer.Option("--force", help="Replace what an earlier run left in the folder.")]


def demo(
    talk: Talk,
    out: Annotated[Path, typer.Option("--out", help="Folder for the files; made if missing.")] = Path("tumen-demo"),
    draws: Draws = 200,
    seed: Seed = 1,
    workers: Workers = None,
    force: Force = False,
) -> int:
    """Run the flagship: how many people are where?"""
    study = Study(FLAGSHIP, draws, seed=seed, workers=workers)
    summary, periods, seconds = _simulated(talk, study, out, force=force, wanted=DEMO_PERIODS)
    files = _files(out)
    _show(talk, summary, periods, out)
    _show_demo_next(talk, out)
    talk.data({"seconds": round(seconds, 1), **_figures(summary, periods), "files": files})
    return _code(summary)


def run(
    talk: Talk,
    name: Annotated[str, typer.Argument(help="Name of a situation, or its folder.")],
    world: Annotated[list[str] | None, typer.Option("--world", help="Only this world; may be repeated.")] = None,
    draws: Draws = 50,
    replicates: Annotated[int, typer.Option("--replicates", help="Realisations of chance for each draw.")] = 1,
    seed: Seed = 1,
    workers: Workers = None,
    policy: Annotated[str, typer.Option("--policy", help="Id of a policy of the situation.")] = "baseline",
    record: Annotated[
        Fineness, typer.Option("--record", help="Keep outcomes by reported period or by step, or every cell too.")
    ] = Fineness.report,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=NUMBER", help="Set a parameter or an anchor; repeatable.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the files; tumen-NAME, if not given.")] = None,
    force: Force = False,
) -> int:
    """Run a situation; write results and a report."""
    changes = _changes(set_ or [])
    study = Study(name, draws, replicates, seed, workers, world or None, policy, record, changes)
    folder = out or Path(f"tumen-{Path(name).resolve().name}")
    summary, periods, seconds = _simulated(talk, study, folder, force=force)
    files = _files(folder)
    _show(talk, summary, periods, folder)
    about = summary.about
    talk.data(
        {
            "situation": summary.situation.id,
            "result_hash": about.result_hash,
            "seconds": round(seconds, 1),
            "draws": about.draws,
            "replicates": about.replicates,
            "seed": about.seed,
            "policy": about.policy,
            "rejected": dict(about.rejected),
            "changes": dict(about.changes),
            "files": files,
        }
    )
    return _code(summary)


def _simulated(
    talk: Talk, study: Study, out: Path, *, force: bool, wanted: tuple[str, ...] = ()
) -> tuple[Summary, tuple[str, ...], float]:
    """Run a study and write all files; give what may be shown, the dates of the first table, and the seconds."""
    from tumen.cli.progress import progress
    from tumen.ensemble import Record, simulate
    from tumen.model import build
    from tumen.report import summarise, write_report
    from tumen.situation import read_situation

    begin = time.monotonic()
    situation = read_situation(study.name)
    model = build(situation, changes=study.changes)
    fine = study.fineness is not Fineness.report
    kept = Record(resolution="step" if fine else "report", cells=study.fineness is Fineness.cells)
    _load_kernels(talk)
    with progress(talk) as report:
        dataset = simulate(
            model,
            draws=study.draws,
            replicates=study.replicates,
            seed=study.seed,
            workers=study.workers,
            worlds=study.worlds,
            policy=study.policy,
            record=kept,
            out=out,
            force=force,
            progress=report,
        )
    summary = summarise(dataset, situation)
    periods = summary.headline_periods(wanted)
    write_report(summary, out, periods)
    return summary, periods, time.monotonic() - begin


def _load_kernels(talk: Talk) -> None:
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


def _changes(texts: Sequence[str]) -> dict[str, float]:
    """Read what is set by hand."""
    changes: dict[str, float] = {}
    for text in texts:
        name, equals, number = text.partition("=")
        try:
            changes[name.strip()] = float(number)
        except ValueError:
            equals = ""
        if not equals or not name.strip() or not math.isfinite(changes.get(name.strip(), math.nan)):
            problem = f"{text!r} is not a name and a number"
            raise UsageError("T005", problem, where="--set", remedy="write it as --set stock_1998=120000")
    return changes


def _files(folder: Path) -> list[str]:
    """List the files of a run."""
    from tumen.ensemble import NAMES

    return [str(folder / name) for name in NAMES if (folder / name).is_file()]


def _show(talk: Talk, summary: Summary, periods: tuple[str, ...], folder: Path) -> None:
    """Print the answer, the caveat, the table and where the files are."""
    from tumen.cli.show import show_answer, show_files, show_notices, show_table

    talk.show("")
    show_answer(talk, summary, periods)
    show_notices(talk, summary)
    show_table(talk, summary, periods)
    show_files(talk, folder, [Path(name).name for name in _files(folder)])


def _show_demo_next(talk: Talk, out: Path) -> None:
    """Say what somebody who has seen the demo could do next."""
    from tumen.cli.show import show_next

    show_next(
        talk,
        (
            f"open {out / 'report.html'} in a browser",
            f"tumen trace {FLAGSHIP} in_china",
            f"tumen run {FLAGSHIP} --set stock_1998=120000 --out what-if",
            "tumen init my-situation",
        ),
    )


def _figures(summary: Summary, periods: tuple[str, ...]) -> dict[str, Any]:
    """Give range and median of the headline outcomes: at the date of the sentence, and at all dates of the table."""
    from tumen.report import answer_period
    from tumen.report.files import quantiles

    def at(period: str) -> dict[str, Any]:
        return {
            world: {o.id: quantiles(summary.spread(world, o.id, period)) for o in summary.headlines}
            for world in summary.worlds
        }

    period = answer_period(periods)
    return {"period": period, "worlds": at(period), "periods": {label: at(label) for label in periods}}


def _code(summary: Summary) -> int:
    """Give the exit code: a world in which every draw was rejected has failed."""
    return FAILED if summary.about.draws in summary.about.rejected.values() else 0
