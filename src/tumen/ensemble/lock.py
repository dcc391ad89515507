"""One writer at a time in the folder of a run: a lock with process and machine, void when that process is gone."""

from __future__ import annotations

import ctypes
import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import get_ident
from typing import Any

from tumen.ensemble.writing import occupied, writing
from tumen.errors import ResourceError

LOCK = "run.lock"
_held: dict[Path, int] = {}
"""Folder that this process has locked → the thread that did, which may ask for it again."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Make a folder, if it is missing, and be the only one to write into it.

    Raises:
        UsageError: T001 if it is a file.
        ResourceError: T805 if another run writes into it, T801 or T802 if it cannot be written.
    """
    whole = folder.resolve()
    if _held.get(whole) == get_ident():
        yield
        return
    made = _make(folder)
    _take(folder / LOCK)
    _held[whole] = get_ident()
    try:
        yield
    finally:
        del _held[whole]
        _release(folder, made=made)


def _make(folder: Path) -> bool:
    """Make a folder; tell whether it was missing."""
    with writing(folder):
        if folder.exists() and not folder.is_dir():
            raise occupied(folder, "is a file", "name a folder")
        missing = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        return missing


def _release(folder: Path, *, made: bool) -> None:
    """Remove the lock, and a folder that was `made` for nothing."""
    with suppress(OSError):
        (folder / LOCK).unlink()
        if made:
            folder.rmdir()  # fails where anything was written


def _take(lock: Path) -> None:
    """Write the lock, unless somebody who lives holds it; of two who try at once, one does."""
    about = json.dumps({"pid": os.getpid(), "host": socket.gethostname()}).encode()
    while True:
        with writing(lock), suppress(FileExistsError), lock.open("xb") as file:
            file.write(about)
            return
        _clear(lock)


def _clear(lock: Path) -> None:
    """Remove a lock whose process is gone.

    It is first renamed, so that of two who find it one removes it; what the other then finds is a new one.

    Raises:
        ResourceError: T805 if its process may be there.
    """
    holder = _holder(lock)
    if holder is None:
        return
    if _may_live(lock, holder):
        raise ResourceError(
            "T805",
            f"another run writes into it: process {holder.get('pid')} on {holder.get('host')}",
            where=str(lock.parent),
            remedy=f"wait for it, or name another folder; if no such run exists, delete {LOCK}",
        )
    aside = lock.with_name(f"{LOCK}.{os.getpid()}")
    with suppress(FileNotFoundError):
        lock.rename(aside)
        if _holder(aside) == holder:
            aside.unlink()
        else:  # another run took the lock in between
            aside.replace(lock)


def _holder(lock: Path) -> dict[str, Any] | None:
    """Read who holds a lock; None where there is none, nobody we know where it cannot be read."""
    try:
        found = json.loads(lock.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _may_live(lock: Path, holder: dict[str, Any]) -> bool:
    """Tell whether a holder may still be there: yes, where it is on another machine or not known."""
    pid, host = holder.get("pid"), holder.get("host")
    if not isinstance(pid, int) or host != socket.gethostname():
        return True
    if pid == os.getpid():  # ours, or of a process that had our number
        return lock.parent.resolve() in _held
    return _is_alive(pid)


def _is_alive(pid: int) -> bool:
    """Tell whether there is a process of this number here."""
    if sys.platform == "win32":
        limited_information = 0x1000
        handle = ctypes.windll.kernel32.OpenProcess(limited_information, False, pid)
        ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
