"""Commands that look and change nothing: check, trace, schema, explain, version."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tumen import __version__
from tumen.cli.output import Talk
from tumen.cli.until import Until, hidden_data, read_known, show_hidden
from tumen.errors import Problem, SituationError, TumenError, UsageError

if TYPE_CHECKING:
    from tumen.situation import Situation

_NO_TERMINAL = 10_000
Name = Annotated[str, typer.Argument(help="Name of a situation, or its folder.")]


def check(talk: Talk, name: Name) -> int:
    """Report all that is wrong with a situation."""
    from tumen.situation import check_folder, read_situation
    from tumen.trace.standing import grounds

    problems = list(check_folder(name))
    size: dict[str, Any] = {"cells": None, "exits": None, "parameters": None}
    if not problems:
        situation = read_situation(name)
        size["parameters"] = grounds(situation)
        try:
            size |= _built(situation)
        except TumenError as error:
            problems.append(Problem(error.code, error.where, None, "", error.problem, error.remedy))
    for problem in problems:
        talk.show(str(problem))
    talk.show(_verdict(name, problems, size))
    talk.data({"problems": [problem.as_dict() for problem in problems], **size})
    return SituationError.exit_code if problems else 0


def trace(
    talk: Talk,
    name: Name,
    what: Annotated[str, typer.Argument(help="An outcome, parameter, anchor, signal, exit, loop or switch.")],
    until: Until = "",
) -> None:
    """Follow a figure back to claims and assumptions."""
    from tumen.trace import trace as follow

    situation = read_known(name, until)
    found = follow(situation, what)
    talk.data({**found.as_dict(), "until": hidden_data(situation)})
    show_hidden(talk, situation)
    if not talk.json:
        _print_tree(talk, found.lines())


def schema(
    talk: Talk,
    file: Annotated[str, typer.Argument(help="One file of a situation, as in parameters.toml; all if left out.")] = "",
) -> None:
    """Print the JSON Schema of situation files."""
    import json

    from tumen.situation import schemas

    known = schemas()
    if file and file not in known:
        problem = f"there is no schema of {file!r}"
        raise UsageError("T006", problem, where="the name of the file", remedy=f"use one of {', '.join(known)}")
    chosen: Any = known[file] if file else known
    talk.show(json.dumps(chosen, indent=2, ensure_ascii=True))
    talk.data({"schemas": {file: chosen} if file else chosen})


def explain(
    talk: Talk, code: Annotated[str, typer.Argument(help="As printed with an error, for example T201.")]
) -> None:
    """Say what an error means and how to mend it."""
    from tumen.errors import explain as meaning

    found = meaning(code)
    talk.show(f"{found.code} {found.title}", style="bold")
    talk.show(found.meaning)
    talk.show(f"  for example: {found.example}")
    talk.show(f"  remedy: {found.remedy}")
    talk.show(f"  exit code: {found.exit_code}")
    talk.data(asdict(found))


def version(talk: Talk) -> None:
    """Print the version."""
    talk.show(__version__)
    talk.data({})


def _built(situation: Situation) -> dict[str, Any]:
    """Build the model, which finds what only shows then, and give its size."""
    from tumen.model import build

    model = build(situation)
    return {"cells": model.n_cells, "exits": model.n_exits}


def _verdict(name: str, problems: list[Problem], size: dict[str, Any]) -> str:
    """Sum up a check in one or two lines."""
    if problems:
        return f"{name}: {len(problems)} problem{'s' if len(problems) > 1 else ''}; `tumen explain CODE` tells more"
    grounds = size["parameters"]
    return (
        f"{name}: 0 problems; {size['cells']:,} cells, {size['exits']:,} exits\n"
        f"{grounds['total']} parameters: {grounds['with_claims']} with claims, "
        f"{grounds['with_observations']} with observations, {grounds['assumed']} assumed"
    )


def _print_tree(talk: Talk, lines: tuple[str, ...]) -> None:
    """Print indented lines as a tree: as wide as the terminal, or in whole lines where there is none."""
    from rich.text import Text
    from rich.tree import Tree

    from tumen.report import clean

    root = Tree(Text(clean(lines[0]), style="bold"), guide_style="dim")
    branches: list[tuple[int, Tree]] = [(-1, root)]
    for line in lines[1:]:
        depth = len(line) - len(line.lstrip())
        while branches[-1][0] >= depth:
            branches.pop()
        branches.append((depth, branches[-1][1].add(Text(clean(line.strip())))))
    width = talk.console(sys.stdout).width if sys.stdout.isatty() else _NO_TERMINAL
    talk.console(sys.stdout, width).print(root)
