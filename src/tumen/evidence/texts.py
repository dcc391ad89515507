"""The texts of sources, from a folder that is no part of a situation."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tumen.errors import Problem, SituationError

_REMEDY = "put the text of the source there, as UTF-8; --sources names the folder"


def read_texts(folder: Path, sources: Iterable[str]) -> dict[str, str]:
    """Read the text of each source from ``<its id>.txt``.

    Raises:
        SituationError: T291 if a file is missing or cannot be read, T292 if it is not UTF-8; names all such files.
    """
    read = {source: _read(source, folder / f"{source}.txt") for source in sources}
    problems = tuple(found for found in read.values() if isinstance(found, Problem))
    if problems:
        raise _error(problems)
    return {source: text for source, text in read.items() if isinstance(text, str)}


def _read(source: str, path: Path) -> str | Problem:
    """Read one text, or say why it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        problem = f"byte 0x{error.object[error.start]:02x} is not UTF-8"
        row = error.object.count(b"\n", 0, error.start) + 1
        return Problem("T292", str(path), row, "", problem, "save the file as UTF-8")
    except FileNotFoundError:
        return Problem("T291", str(path), None, "", f"there is no text of the source {source!r}", _REMEDY)
    except OSError as error:
        problem = f"the text of the source {source!r} cannot be read: {error.strerror}"
        return Problem("T291", str(path), None, "", problem, _REMEDY)


def _error(problems: tuple[Problem, ...]) -> SituationError:
    """Gather all problems in one error, which begins with the first of them."""
    first, *others = problems
    remedy = "\n".join([first.remedy, *map(str, others)])
    return SituationError(first.code, first.message, where=first.where, remedy=remedy, problems=problems)
