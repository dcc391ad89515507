"""Putting an imported folder where somebody wants it: whole or not at all, and over nothing that stands there."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from tumen.errors import ResourceError, SituationError, UsageError
from tumen.situation import check_folder


def write_situation(files: Mapping[str, str], to: Path) -> tuple[Path, ...]:
    """Write the files of a situation into a new folder, and check them there before it gets its name.

    Args:
        files: Name → text.
        to: The folder; it is not there yet, or empty.

    Returns:
        The files.

    Raises:
        UsageError: T001 if something stands in the way.
        ResourceError: T801 or T802 if the folder cannot be written.
        SituationError: T1xx or T2xx if what was written is no situation.
    """
    if (to.exists() and not to.is_dir()) or to.is_symlink():
        raise UsageError("T001", f"{to.name} is a file", where=str(to), remedy="name a folder that is not there yet")
    if to.is_dir() and any(to.iterdir()):
        raise UsageError("T001", f"{to.name} is not empty", where=str(to), remedy="name a folder that is not there yet")
    half = to.parent / f".{to.name}.{os.getpid()}.partial"
    try:
        half.mkdir(parents=True)
        for name, text in files.items():
            (half / name).write_bytes(text.encode())
        problems = check_folder(half)
        if problems:
            raise SituationError.of(problems, to.name)
        if to.is_dir():
            to.rmdir()
        half.rename(to)
    except OSError as error:
        code = "T801" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "T802"
        problem = f"it cannot be written: {error.strerror or error}"
        raise ResourceError(code, problem, where=str(to), remedy="choose another folder, or free some space") from error
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return tuple(to / name for name in files)
