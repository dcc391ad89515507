"""Logs that only grow: one line after the other, each with a checksum of its own."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tumen.ensemble.writing import writing

_CHECK = "check"


def line_of(entry: Mapping[str, Any]) -> bytes:
    """Write an entry as a line."""
    return (json.dumps({**entry, _CHECK: _check(entry)}, ensure_ascii=False) + "\n").encode()


def entry_of(text: bytes) -> dict[str, Any] | None:
    """Read a line; None where it is not what was written."""
    try:
        entry = json.loads(text)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and entry.pop(_CHECK, "") == _check(entry) else None


def add_line(path: Path, entry: Mapping[str, Any]) -> None:
    """Add an entry to a log, and force it to the disk.

    Raises:
        ResourceError: T801 if the disk is full, T802 if it cannot be written.
    """
    with writing(path), path.open("ab") as file:
        file.write(line_of(entry))
        file.flush()
        os.fsync(file.fileno())


def _check(entry: Mapping[str, Any]) -> str:
    """Give a checksum of an entry."""
    return hashlib.sha256(json.dumps(entry, sort_keys=True).encode()).hexdigest()[:16]
