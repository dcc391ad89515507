"""The command: which of its questions is asked, and whether its options go together."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from tumen.cli.law.ask import Asked
from tumen.cli.output import Talk
from tumen.errors import UsageError

Name = Annotated[str, typer.Argument(help="Name of a situation, or its folder.")]
Date = Annotated[str, typer.Option("--date", metavar="YYYY-MM-DD", help="The day that is asked about.")]
Cohort = Annotated[
    list[str] | None,
    typer.Option("--cohort", metavar="ATTRIBUTE=VALUE", help="Only groups like this, as in class=hostile,sex=woman."),
]
Place = Annotated[str, typer.Option("--place", help="Only people at this place, or inside it.")]
Status = Annotated[str, typer.Option("--status", help="Only people in this status.")]
Position = Annotated[str, typer.Option("--position", help="As this position holds; all of them, if not given.")]
Reading = Annotated[str, typer.Option("--reading", help="As if this reading alone were right.")]
Threshold = Annotated[
    list[str] | None,
    typer.Option("--threshold", metavar="FACT=LEVEL", help="From which level on a fact counts; repeatable."),
]
Summary = Annotated[bool, typer.Option("--summary", help="Norms, conflicts, positions, facts from memory.")]
Explain = Annotated[str, typer.Option("--explain", metavar="NORM", help="Why this norm binds, or does not.")]
Matrix = Annotated[bool, typer.Option("--matrix", help="Who commands what the other forbids, and what resolves it.")]
Run = Annotated[Path | None, typer.Option("--run", metavar="DIR", help="Person-events of a run against each norm.")]
Years = Annotated[str, typer.Option("--years", metavar="FIRST-LAST", help="Of a run, only these years.")]
WhatIf = Annotated[Path | None, typer.Option("--what-if", metavar="FILE", help="What this reform would change.")]
Sheet = Annotated[
    str, typer.Option("--sheet", metavar="CONDITION", help="Arguments for and against each reading, for a group.")
]
OutFile = Annotated[Path | None, typer.Option("--out", help="Write the sheet as a page (HTML) to print.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file of the same name.")]


def law(
    talk: Talk,
    name: Name,
    date: Date = "",
    cohort: Cohort = None,
    place: Place = "",
    status: Status = "",
    position: Position = "",
    reading: Reading = "",
    threshold: Threshold = None,
    summary: Summary = False,
    explain: Explain = "",
    matrix: Matrix = False,
    run: Run = None,
    years: Years = "",
    what_if: WhatIf = None,
    sheet: Sheet = "",
    out: OutFile = None,
    force: Force = False,
) -> None:
    """Ask which norms bind whom, who says otherwise, and why. No legal advice; never about a person."""
    asked = Asked(
        name, date, cohort or (), place, status, position, reading, threshold or (), explain, run, years, what_if,
        sheet, out, force,
    )  # fmt: skip
    _show(talk, asked, _question(asked, {"summary": summary, "matrix": matrix}))


def _question(asked: Asked, flags: Mapping[str, bool]) -> str:
    """Find the one question that is asked; without any, that of the day, or for a summary.

    Raises:
        UsageError: T337 where there are two; a reform goes together with a run alone.
    """
    given = {"explain": asked.explain, "run": asked.run, "sheet": asked.sheet, "what-if": asked.what_if, **flags}
    questions = sorted(option for option, value in given.items() if value)
    if questions == ["run", "what-if"]:
        return "run"
    if len(questions) > 1:
        named = " and ".join(f"--{one}" for one in questions)
        raise UsageError("T337", f"{named} are two questions", where="the command line", remedy="ask one of them")
    found = questions[0] if questions else "summary" if asked == Asked(asked.name) else "day"
    for option, value, owner in (
        ("out", asked.out, "sheet"),
        ("force", asked.force, "sheet"),
        ("years", asked.years, "run"),
    ):
        if value and found != owner:
            remedy = f"leave it out, or ask for a --{owner}"
            raise UsageError("T337", f"--{option} goes with --{owner} alone", where=f"--{option}", remedy=remedy)
    return found


def _show(talk: Talk, asked: Asked, question: str) -> None:
    """Answer one question; what it needs is loaded only now."""
    module, function = _ANSWERS[question]
    getattr(import_module(f"tumen.cli.law.{module}"), function)(talk, asked)


_ANSWERS = {
    "day": ("day", "show_day"),
    "explain": ("explain", "show_explanation"),
    "matrix": ("matrix", "show_matrix"),
    "run": ("account", "show_account"),
    "sheet": ("sheet", "show_sheet"),
    "summary": ("summary", "show_summary"),
    "what-if": ("reform", "show_reform"),
}
"""Question → module and function that answers it."""
