"""Where situations are, and reading one: all of its problems at once, or the situation."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

from tumen.errors import Problem, SituationError, UsageError
from tumen.situation.check import checked
from tumen.situation.digest import digest
from tumen.situation.files import ORDER, read_files
from tumen.situation.findings import Spot, instead, plain, shown
from tumen.situation.known import known_by
from tumen.situation.types import Situation

_SHIPPED = Path(__file__).parent.parent / "situations"


def situation_names() -> tuple[str, ...]:
    """Give the names of the situations that come with tumen."""
    return tuple(sorted(path.parent.name for path in _SHIPPED.glob("*/situation.toml")))


def situation_folder(name_or_folder: str | Path) -> Path:
    """Find a situation.

    Args:
        name_or_folder: Name of one that comes with tumen, or a folder. A name wins over a folder of the same name:
            write ``./name`` for the folder.

    Returns:
        Its folder.

    Raises:
        UsageError: T002 if there is none.
    """
    names = situation_names()
    if isinstance(name_or_folder, str) and name_or_folder in names:
        return _SHIPPED / name_or_folder
    folder = Path(name_or_folder)
    if _is_folder(folder):
        return folder
    name = str(name_or_folder)
    if name in names:
        return _SHIPPED / name
    problem = f"there is no situation and no folder {shown(name)}"
    raise UsageError("T002", problem, where="the name of the situation", remedy=instead(name, names))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name that no file can have: too long, or with a NUL in it
        return False


def check_folder(path: str | Path) -> tuple[Problem, ...]:
    """Find everything that is wrong in a situation folder.

    Args:
        path: As for `situation_folder`.

    Returns:
        All problems, by file and line; none if `read_situation` would read it.

    Raises:
        UsageError: T002 if there is no such folder.
    """
    return _read(situation_folder(path))[1]


def read_situation(name_or_folder: str | Path, until: date | None = None) -> Situation:
    """Read a situation folder and check it.

    Args:
        name_or_folder: As for `situation_folder`.
        until: Hide all that was not public on this day, see `known_by`; None for nothing.

    Returns:
        The situation. Nothing in it refers to an unknown name.

    Raises:
        SituationError: If anything is wrong; its ``problems`` are all that were found.
        UsageError: T002 if there is no such situation; T008 if nothing can be known by the day.
    """
    folder = situation_folder(name_or_folder)
    situation, problems = _read(folder)
    if situation is None or problems:
        raise SituationError.of(problems, plain(folder.resolve().name))
    whole = replace(situation, digest=digest(situation), files=_checksums(folder))
    return whole if until is None else known_by(whole, until)


def _checksums(folder: Path) -> dict[str, str]:
    """Give the SHA-256 of each file that was read."""
    there = (folder / name for name in ORDER if (folder / name).is_file())
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in there}


def _read(folder: Path) -> tuple[Situation | None, tuple[Problem, ...]]:
    """Give what can be read, and all problems; no situation where not even the folder can be listed."""
    found: list[Problem] = []
    try:
        files = read_files(folder, found)
    except OSError as error:
        message = f"the folder cannot be read: {error.strerror or 'unknown reason'}"
        return None, (Spot(folder.name).problem("T101", message, "mend its permissions"),)
    situation = checked(files, found)
    order = {file: i for i, file in enumerate(ORDER)}
    return situation, tuple(sorted(found, key=lambda p: (order.get(p.file, -1), p.row or 0)))
