"""``tumen argue``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict, Unpack

import typer

from tumen.cli.folder import check_free, going_on, write_files
from tumen.cli.output import Talk, as_json
from tumen.cli.run import Name, Seed, Worlds
from tumen.errors import UsageError

if TYPE_CHECKING:
    from tumen.argument.whole import Argument
    from tumen.comparison import Comparison
    from tumen.comparison.boundary import Boundary
    from tumen.comparison.design import Options
    from tumen.comparison.reproduced import Compare, Reproduced
    from tumen.model import Model
    from tumen.report.argument_view import ArgumentView

Futures = Annotated[int, typer.Option("--futures", help="Draws of the parameters and premises, in each world.")]
Threads = Annotated[int | None, typer.Option("--workers", help="Threads that share the work; as many as help.")]
Out = Annotated[Path | None, typer.Option("--out", help="Folder for argument.html and argument.json.")]
Force = Annotated[bool, typer.Option("--force", help="Replace an earlier argument in the folder.")]
_KEPT = "argument-{n}.kept"
"""Finished draws of the comparisons, in their turn."""
_FILES = ("argument.html", "argument.json")
_BASELINE_DRAWS = 24
"""Draws of the baseline at each position of each premise, at most: ranges of so many show what figures can tell."""
_BOUNDARY_DRAWS = 10
"""Draws of a boundary, at most: each is solved anew at every point of the plane."""


class Study(TypedDict):
    """What all runs have in common."""

    draws: int
    seed: int
    worlds: list[str] | None
    workers: int | None


def argue(
    talk: Talk,
    name: Name,
    futures: Futures = 40,
    world: Worlds = None,
    seed: Seed = 1,
    workers: Threads = None,
    out: Out = None,
    force: Force = False,
) -> None:
    """Set the advice of the documents side by side."""
    from tumen.argument.sides import sides
    from tumen.model import build
    from tumen.report.argument_view import ArgumentView
    from tumen.situation import read_situation

    if futures < 1:
        raise UsageError("T003", f"--futures is {futures}", where="--futures", remedy="use 1 or more")
    check_free(out, _FILES, force=force)
    situation = read_situation(name)
    sides(situation)
    study: Study = {"draws": futures, "seed": seed, "worlds": world, "workers": workers}
    with going_on(talk, out, _KEPT.format(n="*")):
        found = _argued(talk, build(situation), study, run=_keeping(out, force=force))
        _tell(talk, ArgumentView(found), out)


def _keeping(out: Path | None, *, force: bool) -> Compare:
    """Make comparisons whose finished draws are kept in a folder, where there is one: each in a file by its turn."""
    from tumen.comparison import compare

    turns = count()

    def run(model: Model, policies: Sequence[str], **options: Unpack[Options]) -> Comparison:
        keep = out and out / _KEPT.format(n=next(turns))
        return compare(model, policies, **{**options, "keep": keep, "force": force})

    return run


def _argued(talk: Talk, model: Model, study: Study, *, run: Compare) -> Argument:
    """Run all that is told, showing progress."""
    from tumen.argument.baselines import baselines
    from tumen.argument.premises import premises_of
    from tumen.argument.whole import Argument
    from tumen.cli.progress import progress
    from tumen.cli.study import load_kernels
    from tumen.comparison.boundary import boundary
    from tumen.comparison.expectations import argued
    from tumen.comparison.reproduced import reproduced

    situation = model.situation
    load_kernels(talk)
    found: Reproduced | None = None
    borders: list[Boundary] = []
    if argued(situation):
        with progress(talk, "futures with options") as report:
            found = reproduced(model, progress=report, run=run, **study)
    with progress(talk, "futures without any") as report:
        runs = baselines(model, premises_of(situation), progress=report, **_at_most(_BASELINE_DRAWS, study))
    for contrast in (one.id for one in situation.contrasts.values() if one.sides):
        with progress(talk, "draws of a boundary") as report:
            borders.append(boundary(model, contrast, progress=report, **_at_most(_BOUNDARY_DRAWS, study)))
    worlds = tuple(study["worlds"] or situation.worlds)
    return Argument(model, study["draws"], study["seed"], worlds, found, runs, tuple(borders))


def _at_most(draws: int, study: Study) -> Study:
    """Ask for no more draws than that."""
    return {**study, "draws": min(draws, study["draws"])}


def _tell(talk: Talk, view: ArgumentView, out: Path | None) -> None:
    """Print what came out, and write it where it is to be kept."""
    from tumen.report import clean, say
    from tumen.report.argument_data import argument_data
    from tumen.report.argument_page import argument_page, boundary_files
    from tumen.report.argument_words import lines

    data, drawn = argument_data(view), boundary_files(view)
    files = {**dict(zip(_FILES, (argument_page(view), as_json(data)), strict=True)), **drawn}
    if out is not None:
        write_files(out, files)
    for indent, text in lines(view):
        talk.show(f"{'  ' * indent}{clean(text)}")
    if out is not None:
        talk.note(say("argue.files", folder=str(out), files=", ".join(files)))
    talk.data(data)
