"""The folder of a run: written so that nothing half-made ever stands under a final name.

``manifest.jsonl`` is a log that only grows: the study, a line for each finished block with its checksum, then a line
for each final file. ``parts/`` holds the blocks while the run goes on; at the end they become ``results.nc``.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from tumen.ensemble.blocks import Block, Part
from tumen.errors import ResourceError, UsageError

MANIFEST = "manifest.jsonl"
RESULTS = "results.nc"
PARTS = "parts"
_SHOWN = ("summary.csv", "summary.xlsx", "loops.csv", "trace.json", "report.html", "prov.json", "out.csv", "camps.csv")
NAMES = (MANIFEST, RESULTS, PARTS, *_SHOWN)
"""Everything that tumen writes into the folder of a run; with ``--force`` it may be replaced, and nothing else."""
INTERNAL = (RESULTS, PARTS)
"""What holds every simulated future, before small counts are withheld: it stays in the folder of the run."""
HANDLING = "Figures before small counts are withheld: for your own analysis, do not hand them on."
"""Stands in whatever is internal."""
SCHEMA_VERSION = 1
_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))


def prepare(folder: Path, *, force: bool = False) -> None:
    """Make a folder ready for a run.

    Raises:
        UsageError: T001 if it is not empty; with `force`, if it holds a file of ours that tumen did not write.
        ResourceError: T801 or T802 if it cannot be written.
    """
    with _writing(folder):
        if folder.exists() and not folder.is_dir():
            raise _occupied(folder, "is a file", "name a folder")
        folder.mkdir(parents=True, exist_ok=True)
        present = sorted(path.name for path in folder.iterdir())
        if not present:
            return
        if not force:
            raise _occupied(folder, f"holds {_listed(present)}", "name an empty folder, or use --force")
        ours = [name for name in NAMES if name in present]
        if ours and not _is_ours(folder):
            raise _occupied(folder, f"holds {_listed(ours)}, not written by tumen", "name another folder")
        for name in ours:
            _remove(folder / name)


def start(folder: Path, study: Mapping[str, Any]) -> None:
    """Write the first line of the manifest, whole or not at all: what runs, and with what."""
    about = {"internal": list(INTERNAL), "handling": HANDLING}
    write_whole(folder / MANIFEST, _line({"kind": "study", "schema_version": SCHEMA_VERSION, **about, **study}))
    with _writing(folder):
        (folder / PARTS).mkdir(exist_ok=True)


def write_part(folder: Path, block: Block, part: Part) -> None:
    """Keep a finished block, then say so in the manifest."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, handling=np.array(HANDLING), **vars(part))
    name = f"{PARTS}/{block.name}.npz"
    checksum = write_whole(folder / name, buffer.getvalue())
    _log(folder, {"kind": "block", "file": name, **asdict(block), "sha256": checksum})


def write_file(folder: Path, name: str, data: bytes) -> Path:
    """Write a final file of a run, whole or not at all, and note its checksum in the manifest.

    Args:
        folder: Of a run that `simulate` wrote.
        name: One of `NAMES`.
        data: What it holds.

    Raises:
        ResourceError: T801 if the disk is full, T802 if it cannot be written.
    """
    _log(folder, {"kind": "file", "file": name, "sha256": write_whole(folder / name, data)})
    return folder / name


def finish(folder: Path, data: bytes, *, result_hash: str, created: str) -> None:
    """Write the results, note them and when they were `created`, and let go of the parts."""
    line = {"kind": "results", "file": RESULTS, "sha256": write_whole(folder / RESULTS, data)}
    _log(folder, {**line, "result_hash": result_hash, "created": created})
    with _writing(folder):
        _remove(folder / PARTS)


def manifest(folder: Path) -> list[dict[str, Any]]:
    """Read the manifest, without a last line that was cut off.

    Raises:
        UsageError: T004 if there is none.
        ResourceError: T803 if it is damaged.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise UsageError("T004", "there are no results", where=str(folder), remedy="name the --out of a run")
    *lines, _ = path.read_text("utf-8").split("\n")
    try:
        return [json.loads(line) for line in lines]
    except ValueError as error:
        raise damaged(path, "it is not JSON") from error


def verified(path: Path, sha256: str) -> None:
    """Check a file against its checksum.

    Raises:
        ResourceError: T803 if it is another file than the one that was written.
    """
    if not path.is_file():
        raise damaged(path, "it is gone")
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            raise damaged(path, "its checksum is not the one in the manifest")


def damaged(path: Path, why: str) -> ResourceError:
    """Say that a file is no longer what tumen wrote."""
    remedy = "take it from a backup, or run again: the same study gives the same bits"
    return ResourceError("T803", f"{path.name} was changed or damaged: {why}", where=str(path), remedy=remedy)


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
    with _writing(path), _removed_if_left(part):
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


def _log(folder: Path, line: Mapping[str, Any]) -> None:
    """Add one line to the manifest, and force it to the disk."""
    with _writing(folder / MANIFEST), (folder / MANIFEST).open("ab") as file:
        file.write(_line(line))
        file.flush()
        os.fsync(file.fileno())


def _line(line: Mapping[str, Any]) -> bytes:
    return (json.dumps(line, ensure_ascii=False) + "\n").encode()


def _sync(folder: Path) -> None:
    """Force the names in a folder to the disk, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove(path: Path) -> None:
    """Remove a file, or the folder of parts with the parts in it."""
    if path.name != PARTS:
        path.unlink()
        return
    for part in path.iterdir():
        if re.fullmatch(r".+-\d+-\d+\.npz(\.part)?", part.name):
            part.unlink()
    if not any(path.iterdir()):
        path.rmdir()


def _is_ours(folder: Path) -> bool:
    """Tell whether the manifest in a folder is one of a run."""
    try:
        first, *_ = manifest(folder)
    except (UsageError, ResourceError, UnicodeDecodeError, ValueError):
        return False
    return isinstance(first, dict) and first.get("kind") == "study"


def _occupied(folder: Path, what: str, remedy: str) -> UsageError:
    return UsageError("T001", f"{folder.name or folder} {what}", where=str(folder), remedy=remedy)


def _listed(names: list[str]) -> str:
    shown = 3
    return ", ".join(names[:shown]) + (f" and {len(names) - shown} more" if len(names) > shown else "")


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Turn what the system says about a disk or a folder into words."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            remedy = "free some space, or choose another disk with --out"
            raise ResourceError("T801", "the disk is full", where=str(path), remedy=remedy) from error
        problem = f"it cannot be written: {error.strerror or error}"
        raise ResourceError("T802", problem, where=str(path), remedy="choose another folder with --out") from error
