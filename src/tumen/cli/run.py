"""``tumen run`` and ``tumen demo``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from tumen.cli.executors import ExecutorName, executor_of
from tumen.cli.failures import PARTLY
from tumen.cli.output import Talk
from tumen.cli.study import Done, Fineness, Study, finished, read_changes, read_switches, resumed
from tumen.cli.until import Until, hidden_data

FLAGSHIP = "dprk-china"
DEMO_PERIODS = ("1998", "2002", "2009")
"""Early, at the time of the first document, and towards the second."""

Name = Annotated[str, typer.Argument(help="Name of a situation, or its folder.")]
Out = Annotated[Path, typer.Option("--out", help="Folder for the files; made if missing.")]
OutOrNamed = Annotated[Path | None, typer.Option("--out", help="Folder for the files; tumen-NAME, if not given.")]
Force = Annotated[bool, typer.Option("--force", help="Replace what an earlier run left in the folder.")]
Draws = Annotated[int, typer.Option("--draws", help="Samples of the parameters, in each world.")]
Replicates = Annotated[int, typer.Option("--replicates", help="Realisations of chance for each draw.")]
Seed = Annotated[int, typer.Option("--seed", help="The same seed gives the same figures, bit by bit.")]
Workers = Annotated[int | None, typer.Option("--workers", help="That share the work; as many as help, if not given.")]
Who = Annotated[ExecutorName | None, typer.Option("--executor", help="Who does the work; whoever helps, if not given.")]
Scheduler = Annotated[
    str | None, typer.Option("--scheduler", metavar="ADDRESS", help="Of Dask; workers are started here, if not given.")
]
Worlds = Annotated[list[str] | None, typer.Option("--world", help="Only this world; may be repeated.")]
Policy = Annotated[str, typer.Option("--policy", help="Id of a policy of the situation.")]
Keep = Annotated[
    Fineness,
    typer.Option(
        "--record",
        help="Keep outcomes by reported period, by step, every cell too, or all futures however many.",
    ),
]
Changes = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=NUMBER", help="Set a parameter or an anchor; repeatable.")
]

Switches = Annotated[
    list[str] | None,
    typer.Option("--switch", metavar="NAME=POSITION", help="Move a loop (on, off) or a switch; repeatable."),
]


def demo(
    talk: Talk,
    out: Out = Path("tumen-demo"),
    draws: Draws = 200,
    seed: Seed = 1,
    workers: Workers = None,
    force: Force = False,
) -> int | None:
    """Run the flagship: how many people are where?"""
    study = Study(FLAGSHIP, out, force, draws, seed=seed, workers=workers, periods=DEMO_PERIODS)
    done = finished(talk, study)
    _show(talk, done)
    _show_what_next(talk, done.folder)
    talk.data({"seconds": done.seconds, **_figures(done), **_conditions(done), **_failed(done), "files": done.paths})
    return _code(done)


def run(
    talk: Talk,
    name: Name,
    world: Worlds = None,
    draws: Draws = 50,
    replicates: Replicates = 1,
    seed: Seed = 1,
    workers: Workers = None,
    policy: Policy = "baseline",
    record: Keep = Fineness.report,
    set_: Changes = None,
    switch: Switches = None,
    until: Until = "",
    executor: Who = None,
    scheduler: Scheduler = None,
    out: OutOrNamed = None,
    force: Force = False,
) -> int | None:
    """Run a situation; write results and a report."""
    folder = out or Path(f"tumen-{Path(name).resolve().name}")
    changes, switches = read_changes(set_ or []), read_switches(switch or [])
    worlds = world or None
    study = Study(
        name, folder, force, draws, replicates, seed, workers, worlds, policy, record, changes, switches, until=until,
        executor=executor, scheduler=scheduler,
    )  # fmt: skip
    return _told(talk, finished(talk, study))


def resume(
    talk: Talk,
    folder: Annotated[Path, typer.Argument(help="Folder of a run that was cut off or damaged.")],
    situation: Annotated[
        str | None, typer.Option("--situation", help="Where the situation is now, if its folder was moved.")
    ] = None,
    workers: Workers = None,
    executor: Who = None,
    scheduler: Scheduler = None,
) -> int | None:
    """Go on with a run that was cut off or damaged."""
    asked = executor_of(executor, workers, scheduler)
    return _told(talk, resumed(talk, folder, situation=situation, workers=workers, executor=asked))


def _told(talk: Talk, done: Done) -> int | None:
    """Print what a run gave; give its exit code."""
    _show(talk, done)
    talk.data({"seconds": done.seconds, **_about(done), **_failed(done), "files": done.paths})
    return _code(done)


def _code(done: Done) -> int | None:
    return PARTLY if done.summary.about.failed else None


def _failed(done: Done) -> dict[str, Any]:
    """Count the futures that failed, and list the first of them."""
    about = done.summary.about
    return {"failed": about.failed, "failures": [dict(failure) for failure in about.failures]}


def _show(talk: Talk, done: Done) -> None:
    """Print the answer, the caveat, the table and where the files are."""
    from tumen.cli.show import show_answer, show_files, show_notices, show_table

    talk.show("")
    show_answer(talk, done.summary, done.periods)
    show_notices(talk, done.summary)
    show_table(talk, done.summary, done.periods)
    show_files(talk, done.folder, done.files)


def _show_what_next(talk: Talk, folder: Path) -> None:
    """Say what somebody who has seen the demo could do next."""
    from tumen.cli.show import show_next

    show_next(
        talk,
        (
            f"open {folder / 'report.html'} in a browser",
            f"tumen trace {FLAGSHIP} in_china",
            f"tumen law {FLAGSHIP} --run {folder}",
            f"tumen run {FLAGSHIP} --set stock_2002=120000 --out what-if",
            "tumen init my-situation",
        ),
    )


def _about(done: Done) -> dict[str, Any]:
    """Give what it takes to run it again, and the hash of what came out."""
    about = done.summary.about
    return {
        "situation": done.summary.situation.id,
        "result_hash": about.result_hash,
        "draws": about.draws,
        "replicates": about.replicates,
        "seed": about.seed,
        "policy": about.policy,
        "rejected": dict(about.rejected),
        "changes": dict(about.changes),
        "switches": dict(about.switches),
        **_conditions(done),
        "until": hidden_data(done.summary.situation),
    }


def _conditions(done: Done) -> dict[str, Any]:
    """Name the dated events that the run is conditional on."""
    from tumen.report.headline import events_of

    return {"conditional_on_events": sorted(events_of(done.summary))}


def _figures(done: Done) -> dict[str, Any]:
    """Give range and median of the headline outcomes: at the date of the sentence, and at all dates of the table."""
    from tumen.report import answer_period
    from tumen.report.files import quantiles

    summary = done.summary
    by_period = {
        period: {
            world: {o.id: quantiles(summary.spread(world, o.id, period)) for o in summary.headlines}
            for world in summary.worlds
        }
        for period in done.periods
    }
    period = answer_period(done.periods)
    return {"period": period, "worlds": by_period[period], "periods": by_period}
