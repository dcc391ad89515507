"""``tumen flee run`` and ``tumen flee suite``: Flee's folders, run here and judged as Flee's users judge them."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tumen.cli.output import Talk
from tumen.cli.progress import progress

if TYPE_CHECKING:
    from tumen.peers import FleeRun

RANGE = (0.05, 0.5, 0.95)
_GAP = "  "


class Rules(StrEnum):
    """Whose rules hold."""

    release = "3.1"
    head = "head"


Folder = Annotated[Path, typer.Argument(help="A folder as FabFlee ships it.")]
Folders = Annotated[list[Path], typer.Argument(help="Folders as FabFlee ships them.")]
Flee = Annotated[Rules, typer.Option("--flee", help="Version of Flee whose rules hold.")]
Replicates = Annotated[int, typer.Option("--replicates", help="Realisations of chance.")]
Seed = Annotated[int, typer.Option("--seed", help="The same seed gives the same figures, bit by bit.")]
Hasten = Annotated[
    int | None, typer.Option("--hasten", help="Divide people by this; as the folder says, if not given.")
]
NoCapacity = Annotated[bool, typer.Option("--no-capacity", help="Let camps have room for everybody.")]
Bins = Annotated[int, typer.Option("--short-stints", help="Bins of recent travel, where short stints are avoided.")]
Workers = Annotated[int | None, typer.Option("--workers", help="Processes; as many as help, if not given.")]
Out = Annotated[Path | None, typer.Option("--out", help="Folder for the files; none are written, if not given.")]
Force = Annotated[bool, typer.Option("--force", help="Replace what an earlier run left in the folder.")]


def run(
    talk: Talk,
    folder: Folder,
    flee: Flee = Rules.release,
    replicates: Replicates = 20,
    seed: Seed = 1,
    hasten: Hasten = None,
    no_capacity: NoCapacity = False,
    short_stints: Bins = 8,
    workers: Workers = None,
    out: Out = None,
    force: Force = False,
) -> None:
    """Run a folder of Flee; print its camps and its error."""
    asked = {"flee": flee.value, "hasten": hasten, "no_capacity": no_capacity, "short_stints": short_stints}
    asked |= {"replicates": replicates, "seed": seed, "workers": workers, "out": out, "force": force}
    begin = time.monotonic()
    done = _ran(talk, folder, asked)
    files = [] if out is None else _written(out, done)
    wall = round(time.monotonic() - begin, 2)
    _show(talk, done)
    talk.show(f"{replicates} replicates in {wall:.1f} s, {done.seconds_per_replicate:.2f} s each")
    for file in files:
        talk.note(f"wrote {file}")
    talk.data(figures(done) | {"wall_s": wall, "files": files})


def suite(
    talk: Talk,
    folders: Folders,
    flee: Flee = Rules.release,
    replicates: Replicates = 20,
    seed: Seed = 1,
    hasten: Hasten = None,
    no_capacity: NoCapacity = False,
    short_stints: Bins = 8,
    workers: Workers = None,
) -> None:
    """Run several folders of Flee; print one table."""
    asked = {"flee": flee.value, "hasten": hasten, "no_capacity": no_capacity, "short_stints": short_stints}
    asked |= {"replicates": replicates, "seed": seed, "workers": workers}
    rows: list[dict[str, Any]] = []
    for folder in folders:
        begin = time.monotonic()
        done = _ran(talk, folder, asked)
        rows.append({"folder": str(folder), **figures(done), "wall_s": round(time.monotonic() - begin, 2)})
    _show_suite(talk, rows)
    means = {name: sum(row[name] for row in rows) / len(rows) for name in ("ard", "ard_rescaled")}
    talk.show(f"mean ARD {means['ard']:.4f}, rescaled {means['ard_rescaled']:.4f}", style="bold")
    talk.data({"folders": rows, **{f"mean_{name}": value for name, value in means.items()}})


def _ran(talk: Talk, folder: Path, asked: dict[str, Any]) -> FleeRun:
    """Run a folder, showing progress."""
    from tumen.cli.study import load_kernels
    from tumen.peers import run_folder

    load_kernels(talk)
    with progress(talk) as report:
        return run_folder(folder, progress=report, **asked)


def figures(done: FleeRun) -> dict[str, Any]:
    """Give what programs want to know of a run."""
    folder, mean, each = done.folder, done.mean, done.each
    return {
        "days": folder.days,
        "camps": len(done.camps),
        "people_peak": int(done.people.max()),
        "replicates": len(done.simulated),
        "seconds_per_replicate": round(done.seconds_per_replicate, 4),
        "ard": float(mean.ard),
        "ard_range": _range(each.ard),
        "ard_rescaled": float(mean.ard_rescaled),
        "ard_rescaled_range": _range(each.ard_rescaled),
        "ard_by_camp": dict(zip(done.camps, mean.by_camp.tolist(), strict=True)),
        "days_without_data": int(mean.without_data.sum()),
        "near_threshold": done.near_threshold,
        "look_ahead": _findings(done)[0],
        "result_hash": done.results.attrs["result_hash"],
    }


def _range(values: Any) -> list[float]:  # noqa: ANN401  an array; numpy is loaded late
    """Give the range in which 90 % of the replicates lie."""
    import numpy as np

    low, _, high = np.quantile(values, RANGE).tolist()
    return [low, high]


def _span(ends: Sequence[float], form: str) -> str:
    """Write a range."""
    low, high = ends
    return f"{low:{form}}\N{EN DASH}{high:{form}}"


def _show(talk: Talk, done: FleeRun) -> None:
    """Print the camps, the error, and what to know about it."""
    about = figures(done)
    period = done.situation.calendar
    talk.show(f"{done.folder.name}: {about['days']} days from {period.first}, at most {about['people_peak']:,} people")
    talk.show("")
    _show_camps(talk, done)
    talk.show("")
    for name, words in (("ard", "ARD"), ("ard_rescaled", "ARD rescaled")):
        span = _span(about[f"{name}_range"], ".4f")
        talk.show(f"{words:<14}{about[name]:.4f}  (90 % of replicates: {span})", style="bold")
    days = about["days_without_data"]
    talk.show(f"days without data: {days}{'; they count heads, not shares' if days else ''}")
    if about["near_threshold"] is not None:
        talk.show(f"decisions on short stints near the threshold: {about['near_threshold']:.2%} of departures")
    talk.show("")
    _show_settings(talk, done)


def _show_camps(talk: Talk, done: FleeRun) -> None:
    """Print the table of camps at the end of the last day."""
    import numpy as np

    low, middle, high = np.quantile(done.simulated[:, -1], RANGE, axis=0).tolist()
    heads = ["camp", "counted at the end", "90 % range", "median", "part of ARD"]
    rows = [
        [name, f"{seen:,}", _span((a, b), ",.0f"), f"{m:,.0f}", f"{part:.4f}"]
        for name, seen, a, b, m, part in zip(
            done.camps, done.counted[-1].tolist(), low, high, middle, done.mean.by_camp.tolist(), strict=True
        )
    ]
    _show_table(talk, heads, rows)


def _show_table(talk: Talk, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print columns: names to the left, figures to the right."""
    widths = [max(len(row[i]) for row in (heads, *rows)) for i in range(len(heads))]
    for row in (heads, *rows):
        name, *others = (f"{cell:>{width}}" for cell, width in zip(row, widths, strict=True))
        line = _GAP.join((f"{row[0]:<{len(name)}}", *others))
        talk.show(line, style="dim" if row is heads else "")


def _show_settings(talk: Talk, done: FleeRun) -> None:
    """Say what became of the settings, and what in the folder looks odd."""
    written = done.folder.settings.written
    idle = [setting for setting in written if setting.verdict == "no effect in Flee either"]
    talk.note(f"settings: {len(written) - len(idle)} used, {len(idle)} without effect in Flee either")
    for setting in idle:
        talk.note(f"{_GAP}{setting.key} (line {setting.line}): {setting.why}", style="dim")
    ahead, others = _findings(done)
    if ahead:
        camps = f"{ahead} of {len(done.camps)} camps"
        words = f"look-ahead: the capacity of {camps} is the maximum of the counts they are scored on"
        talk.note(words, style="yellow")
    if others:
        talk.note(f"{others} other things look odd: see `tumen flee check {done.folder.name}`")


def _findings(done: FleeRun) -> tuple[int, int]:
    """Count capacities that look ahead, where they are used, and everything else that looks odd."""
    from tumen.interop.flee.lint import lint

    kinds = [finding.kind for finding in lint(done.folder)]
    ahead = kinds.count("look-ahead")
    return 0 if done.folder.choice.no_capacity else ahead, len(kinds) - ahead


def _show_suite(talk: Talk, rows: list[dict[str, Any]]) -> None:
    """Print one line for each folder, and the means."""
    heads = ["folder", "days", "camps", "people", "ARD", "90 % range", "rescaled", "no data", "s a replicate"]
    cells = [
        [
            Path(row["folder"]).name,
            str(row["days"]),
            str(row["camps"]),
            f"{row['people_peak']:,}",
            f"{row['ard']:.4f}",
            _span(row["ard_range"], ".4f"),
            f"{row['ard_rescaled']:.4f}",
            str(row["days_without_data"]),
            f"{row['seconds_per_replicate']:.2f}",
        ]
        for row in rows
    ]
    _show_table(talk, heads, cells)


def _written(folder: Path, done: FleeRun) -> list[str]:
    """Write what Flee's users read, beside the results: the first replicate as Flee would, and all of them by camp."""
    from tumen.ensemble import write_file
    from tumen.interop.flee.columns import out_csv

    texts = {"out.csv": out_csv(done.counts(), done.folder.choice.version), "camps.csv": _camps_csv(done)}
    paths = [write_file(folder, name, text.encode()) for name, text in texts.items()]
    return [str(path) for path in (folder / "results.nc", *paths)]


def _camps_csv(done: FleeRun) -> str:
    """Write day, camp, counted, mean over replicates and three quantiles."""
    import numpy as np

    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["day", "camp", "counted", "mean", *(f"q{round(100 * q):02}" for q in RANGE)])
    means, spread = done.simulated.mean(axis=0), np.quantile(done.simulated, RANGE, axis=0)
    for day in range(done.folder.days):
        for i, camp in enumerate(done.camps):
            figures = (f"{x:.6g}" if x != round(x) else f"{x:.0f}" for x in (means[day, i], *spread[:, day, i]))
            writer.writerow([day, camp, int(done.counted[day, i]), *figures])
    return file.getvalue()
