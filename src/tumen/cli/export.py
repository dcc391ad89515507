"""``tumen export``: files that other people's tools read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tumen.cli.output import Talk, command
from tumen.cli.until import Until, hidden_data, read_known
from tumen.errors import UsageError

if TYPE_CHECKING:
    from tumen.situation import Situation

LICENCE = "https://www.apache.org/licenses/LICENSE-2.0"
"""Of the situations that come with tumen; of others nobody has told us."""

app = typer.Typer(help="Write files that other tools read.", rich_markup_mode=None)
Name = Annotated[str, typer.Argument(help="Name of a situation, or its folder.")]
Force = Annotated[bool, typer.Option("--force", help="Replace files of the same names.")]
OutFile = Annotated[Path | None, typer.Option("--out", help="File to write; printed, if not given.")]


def prov(
    talk: Talk,
    folder: Annotated[Path, typer.Argument(help="The --out of a run.")],
    out: OutFile = None,
    force: Force = False,
) -> None:
    """Write where a run comes from, as W3C PROV-JSON."""
    from tumen.export import prov as provenance

    _write(talk, ("prov", provenance(folder)), out, force=force)


def nanopub(
    talk: Talk,
    name: Name,
    claim: Annotated[str, typer.Argument(help="Id of a claim; none with --all.")] = "",
    all_: Annotated[bool, typer.Option("--all", help="Every claim, a file each, into the folder --out.")] = False,
    until: Until = "",
    out: Annotated[Path | None, typer.Option("--out", help="File, or with --all folder, to write.")] = None,
    force: Force = False,
) -> None:
    """Write a claim as a nanopublication (JSON-LD)."""
    from tumen.export import nanopub as publication
    from tumen.situation import situation_names

    if all_ == bool(claim):
        problem = "a claim and --all are named" if all_ else "no claim is named"
        raise UsageError("T004", problem, where="the command line", remedy="name one claim, or use --all")
    situation, licence = read_known(name, until), LICENCE if name in situation_names() else ""
    if not all_:
        _write(talk, ("nanopub", publication(situation, claim, licence=licence)), out, force=force)
        return
    _all_nanopubs(talk, situation, licence, out=out, force=force)


def csv(
    talk: Talk,
    name: Name,
    out: Annotated[Path, typer.Option("--out", help="Folder for the tables; made if missing.")],
    until: Until = "",
    force: Force = False,
) -> None:
    """Write the evidence as tables (CSV)."""
    from tumen.export import tables, write_files

    situation = read_known(name, until)
    paths = write_files(out, tables(situation), force=force)
    talk.note(f"{len(paths)} tables in {out}; columns.csv says what stands in each")
    talk.data({"files": [str(path) for path in paths], "until": hidden_data(situation)})


for _function in (prov, nanopub, csv):
    command(app)(_function)


def _all_nanopubs(talk: Talk, situation: Situation, licence: str, *, out: Path | None, force: bool) -> None:
    """Write every claim that may be told into a folder."""
    from tumen.export import nanopubs, write_files

    if out is None:
        raise UsageError("T004", "--all needs a folder", where="the command line", remedy="name it with --out")
    files, left_out = nanopubs(situation, licence=licence)
    paths = write_files(out, files, force=force)
    talk.note(f"{len(paths)} claims in {out}; {left_out} are kept out and left out")
    talk.data({"files": [str(path) for path in paths], "left_out": left_out, "until": hidden_data(situation)})


def _write(talk: Talk, named: tuple[str, dict[str, Any]], out: Path | None, *, force: bool) -> None:
    """Write a document into a file, or print it where none is named."""
    from tumen.export import as_json, write_files

    name, document = named
    if out is None:
        talk.show(as_json(document).decode().rstrip("\n"))
        talk.data({name: document})
        return
    (path,) = write_files(out.parent, {out.name: as_json(document)}, force=force)
    talk.note(f"written: {path}")
    talk.data({name: document, "files": [str(path)]})
