"""Files that are written whole or not at all, and what the system says about a disk put into words."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tumen.errors import ResourceError, UsageError

_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))


def write_whole(path: Path, data: bytes) -> str:
    """Write under another name, force it to the disk, rename.

    Args:
        path: Of the file; what stands there is replaced, whole or not at all.
        data: What it is to hold.

    Returns:
        Its SHA-256.

    Raises:
        ResourceError: T801 if the disk is full, T802 if it cannot be written.
    """
    part = path.with_name(path.name + ".part")
    with writing(path), _removed_if_left(part):
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _sync(path.parent)
    return hashlib.sha256(data).hexdigest()


@contextmanager
def _removed_if_left(part: Path) -> Iterator[None]:
    """Leave no half file behind where it cannot be finished."""
    try:
        yield
    finally:
        part.unlink(missing_ok=True)


def occupied(folder: Path, what: str, remedy: str) -> UsageError:
    """Say why a folder cannot be used."""
    return UsageError("T001", f"{folder.name or folder} {what}", where=str(folder), remedy=remedy)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the system says about a disk or a folder into words."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            remedy = "free some space, or choose another disk with --out"
            raise ResourceError("T801", "the disk is full", where=str(path), remedy=remedy) from error
        problem = f"it cannot be written: {error.strerror or error}"
        raise ResourceError("T802", problem, where=str(path), remedy="choose another folder with --out") from error


def _sync(folder: Path) -> None:
    """Force the names in a folder to the disk, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
