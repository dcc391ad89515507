"""``tumen init``: a situation that ships with tumen as the beginning of another."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from tumen.cli.output import Talk
from tumen.errors import ResourceError, UsageError

TEMPLATE = "island-evacuation"
_SUFFIXES = (".toml", ".csv", ".md")


def init(
    talk: Talk,
    folder: Annotated[Path, typer.Argument(help="Where to put it; made if missing.")],
    from_: Annotated[str, typer.Option("--from", help="Situation to begin with.")] = TEMPLATE,
    force: Annotated[bool, typer.Option("--force", help="Also into a folder that is not empty.")] = False,
) -> None:
    """Copy a situation, to change it into your own."""
    from tumen.situation import situation_folder

    source = situation_folder(from_)
    names = sorted(path.name for path in source.iterdir() if path.suffix in _SUFFIXES)
    _check_empty(folder, force=force)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            shutil.copyfile(source / name, folder / name)
    except OSError as error:
        problem = f"it cannot be written: {error.strerror or error}"
        raise ResourceError("T802", problem, where=str(folder), remedy="choose another folder") from error
    files = [str(folder / name) for name in names]
    talk.note(f"{folder} now holds {len(files)} files of {source.name}: change them, then")
    for command in ("check", "run"):
        talk.note(f"  tumen {command} {_as_argument(folder)}")
    talk.data({"folder": str(folder), "from": source.name, "files": files})


def _check_empty(folder: Path, *, force: bool) -> None:
    """Refuse a folder that holds something, unless forced."""
    if folder.exists() and not folder.is_dir():
        raise UsageError("T001", f"{folder.name} is a file", where=str(folder), remedy="name a folder")
    if folder.is_dir() and any(folder.iterdir()) and not force:
        remedy = "name an empty folder, or use --force to write over files of the same names"
        raise UsageError("T001", f"{folder.name} is not empty", where=str(folder), remedy=remedy)


def _as_argument(folder: Path) -> str:
    """Write a folder so that no situation of the same name is meant."""
    return str(folder) if folder.is_absolute() or len(folder.parts) > 1 else f"./{folder}"
