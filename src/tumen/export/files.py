"""How exported files are written: whole or not at all, and over nothing that stands there unless forced."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tumen.ensemble import write_whole
from tumen.errors import ResourceError, UsageError

_SHOWN = 3


def write_files(folder: Path, files: Mapping[str, bytes], *, force: bool = False) -> tuple[Path, ...]:
    """Write files into a folder, each whole or not at all; none if one of them stands there already.

    Args:
        folder: Made if missing.
        files: Name → what it is to hold.
        force: Whether to replace files of the same names. Others are left alone.

    Returns:
        Their paths, in the order given.

    Raises:
        UsageError: T001 if something stands in the way.
        ResourceError: T801 or T802 if they cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError("T001", f"{folder.name} is a file", where=str(folder), remedy="name a folder")
    present = sorted(name for name in files if (folder / name).exists())
    if present and not force:
        more = f" and {len(present) - _SHOWN} more" if len(present) > _SHOWN else ""
        problem = f"{', '.join(present[:_SHOWN])}{more} stands there already"
        raise UsageError("T001", problem, where=str(folder), remedy="name another place, or use --force")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = f"it cannot be made: {error.strerror or error}"
        raise ResourceError("T802", problem, where=str(folder), remedy="choose another folder") from error
    for name, data in files.items():
        write_whole(folder / name, data)
    return tuple(folder / name for name in files)


def as_json(document: Mapping[str, Any]) -> bytes:
    """Write a JSON document: UTF-8, indented, keys in the order given, so that the same document has the same bytes."""
    return (json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()
