"""``tumen compare``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tumen.cli.folder import check_free, going_on, write_files
from tumen.cli.output import Talk, as_json
from tumen.cli.run import Name, Seed, Switches, Worlds
from tumen.errors import UsageError

if TYPE_CHECKING:
    from tumen.comparison import Comparison
    from tumen.comparison.design import Options
    from tumen.comparison.turning import Turning
    from tumen.report.comparison_why import Discoveries

Policies = Annotated[str, typer.Option("--policies", metavar="A,B", help="Ids of policies; all, if not given.")]
Futures = Annotated[int, typer.Option("--futures", help="Draws of the parameters and premises, in each world.")]
Replicates = Annotated[int, typer.Option("--replicates", help="Realisations of chance for each draw.")]
Outcomes = Annotated[
    list[str] | None, typer.Option("--outcome", help="Only this outcome; may be repeated. Those with a direction.")
]
From = Annotated[str, typer.Option("--from", metavar="DATE", help="First day; that of the first lever, if not given.")]
To = Annotated[str, typer.Option("--to", metavar="DATE", help="Last day; that of the record, if not given.")]
Threads = Annotated[int | None, typer.Option("--workers", help="Threads that share the work; as many as help.")]
Why = Annotated[bool, typer.Option("--why", help="Look for what marks out futures in which a policy is worse.")]
Turns = Annotated[
    bool, typer.Option("--switch-points", help="Look for where two policies change places; takes minutes.")
]
Out = Annotated[Path | None, typer.Option("--out", help="Folder for comparison.html and its figures.")]
Force = Annotated[bool, typer.Option("--force", help="Replace an earlier comparison in the folder.")]
_KEPT = "comparison.kept"
"""As in `tumen.comparison.kept`, which takes long to import."""
_FILES = ("comparison.html", "comparison.csv", "comparison_positions.csv", "comparison.json")


def compare(
    talk: Talk,
    name: Name,
    policies: Policies = "",
    futures: Futures = 100,
    replicates: Replicates = 1,
    world: Worlds = None,
    outcome: Outcomes = None,
    from_: From = "",
    to: To = "",
    switch: Switches = None,
    seed: Seed = 1,
    workers: Threads = None,
    why: Why = False,
    switch_points: Turns = False,
    out: Out = None,
    force: Force = False,
) -> None:
    """Compare policies with the baseline over the same futures."""
    from tumen.cli.study import read_switches

    check_free(out, _FILES, force=force)
    options: Options = {
        "draws": futures, "replicates": replicates, "seed": seed, "worlds": world, "outcomes": outcome or (),
        "first": _day(from_, "--from"), "last": _day(to, "--to"), "positions": read_switches(switch or []),
        "workers": workers, "keep": out and out / _KEPT, "force": force,
    }  # fmt: skip
    with going_on(talk, out, _KEPT):
        found = _compared(talk, name, policies, options)
        _tell(talk, found, _asked(talk, found, why=why, workers=workers if switch_points else 0), out)


def _compared(talk: Talk, name: str, policies: str, options: Options) -> Comparison:
    """Run the comparison, showing progress."""
    from tumen.cli.progress import progress
    from tumen.cli.study import load_kernels
    from tumen.comparison import compare as compared
    from tumen.model import build
    from tumen.situation import read_situation

    chosen = tuple(filter(None, (part.strip() for part in policies.split(","))))
    model = build(read_situation(name))
    load_kernels(talk)
    with progress(talk) as report:
        options["progress"] = report
        return compared(model, chosen, **options)


@dataclass(frozen=True)
class _Asked:
    """What would change the answer, where that was asked for; None where not."""

    boxes: Discoveries | None
    turning: Turning | None


def _asked(talk: Talk, found: Comparison, *, why: bool, workers: int | None) -> _Asked:
    """Look for what would change the answer; no switch points with 0 workers."""
    from tumen.cli.progress import progress

    boxes = turns = None
    if why:
        from tumen.report.comparison_why import discoveries

        with progress(talk, "searches") as report:
            boxes = discoveries(found, progress=report)
    if workers != 0:
        from tumen.comparison.turning import turning

        with progress(talk, "mean passes") as report:
            turns = turning(found.design, workers=workers, progress=report)
    return _Asked(boxes, turns)


def _tell(talk: Talk, found: Comparison, asked: _Asked, out: Path | None) -> None:
    """Print what came out, and write it where it is to be kept."""
    from tumen.report import clean, say
    from tumen.report import comparison_words as words
    from tumen.report.compared import effects_of
    from tumen.report.comparison_files import as_csv, as_data, positions_csv
    from tumen.report.comparison_page import comparison_page
    from tumen.report.comparison_verdicts import findings, verdict_data, verdict_texts

    effects, told, changes = effects_of(found), findings(found), _changes(found, asked)
    data = {**as_data(found, effects), "verdict": verdict_data(found, told), **_more(found, asked)}
    if out is not None:
        tables = (as_csv(found, effects), positions_csv(found), as_json(data))
        write_files(out, dict(zip(_FILES, (comparison_page(found, effects, changes), *tables), strict=True)))
    talk.show(words.head(found), style="bold")
    for text in words.rejected(found):
        talk.show(text, style="yellow")
    for policy in found.design.policies[1:]:
        talk.show("")
        talk.show(clean(words.title_of(found, policy)), style="bold")
        verdicts = verdict_texts(found, told, policy)
        for text in (*words.sentences(found, effects, policy), *verdicts, words.paid(found, effects, policy)):
            talk.show(f"  {clean(text)}")
    talk.show("")
    talk.show(say("compare.regret"))
    _show_table(talk, words.regrets(found, effects))
    _show_changes(talk, changes)
    talk.show("")
    talk.show(words.luck(found, effects))
    if out is not None:
        talk.note(say("compare.files", folder=str(out), files=", ".join(_FILES)))
    talk.data(data)


def _more(found: Comparison, asked: _Asked) -> dict[str, Any]:
    """Give what would change the answer, as data."""
    if asked == _Asked(None, None):
        return {}
    from tumen.report.comparison_why import box_data, turn_data

    boxes = {} if asked.boxes is None else {"boxes": box_data(found, asked.boxes)}
    return boxes | ({} if asked.turning is None else {"switch_points": turn_data(found, asked.turning)})


def _changes(found: Comparison, asked: _Asked) -> list[tuple[str, list[str]]]:
    """Say what would change the answer: what each list is of, and its sentences."""
    if asked == _Asked(None, None):
        return []
    from tumen.report import say
    from tumen.report.comparison_why import box_texts, turn_texts

    told: list[tuple[str, list[str]]] = []
    if asked.boxes is not None:
        told.append((say("compare.why"), list(box_texts(found, asked.boxes))))
    if asked.turning is not None:
        told.append((say("compare.turns"), list(turn_texts(found, asked.turning))))
    return told


def _show_changes(talk: Talk, changes: list[tuple[str, list[str]]]) -> None:
    """Print what would change the answer."""
    from tumen.report import clean, say

    for about, texts in changes:
        talk.show("")
        talk.show(about)
        for text in texts or [say("compare.why.none")]:
            talk.show(f"  {clean(text)}")


def _show_table(talk: Talk, rows: tuple[tuple[str, ...], ...]) -> None:
    """Print heads by letters, what they stand for, and the rows."""
    heads, *others = rows
    letters = [chr(ord("A") + i) for i in range(len(heads) - 1)]
    for letter, text in zip(letters, heads[1:], strict=True):
        talk.show(f"  {letter}  {text}", style="dim")
    table = [("", *letters), *others]
    widths = [max(len(row[i]) for row in table) for i in range(len(heads))]
    for row in table:
        cells = (text.rjust(width) for text, width in zip(row[1:], widths[1:], strict=True))
        talk.show(f"  {row[0].ljust(widths[0])}  {'  '.join(cells)}".rstrip())


def _day(text: str, flag: str) -> date | None:
    """Read a day; None for nothing."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problem = f"{text!r} is no day"
        raise UsageError("T003", problem, where=flag, remedy="write it as in 2003-01-31") from None
