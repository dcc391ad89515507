"""The folder of a run: written so that nothing half-made ever stands under a final name.

``manifest.jsonl`` is a log that only grows: the study, a line for each finished block with its checksum, then a line
for each final file. Each line has a checksum of its own. ``parts/`` holds the blocks while the run goes on; at the end
they become ``results.nc``.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np

from tumen.ensemble.blocks import Block, Part
from tumen.ensemble.lock import LOCK
from tumen.ensemble.log import add_line, entry_of, line_of
from tumen.ensemble.unbroken import unbroken
from tumen.ensemble.writing import occupied, write_whole, writing
from tumen.errors import ResourceError, UsageError

MANIFEST = "manifest.jsonl"
RESULTS = "results.nc"
PARTS = "parts"
_SHOWN = ("summary.csv", "summary.xlsx", "loops.csv", "trace.json", "report.html", "prov.json")
PEERS = ("out.csv", "camps.csv")
"""Only a run of a peer's folder writes these: columns as the peer has them, and what places counted."""
NAMES = (MANIFEST, RESULTS, PARTS, *_SHOWN, *PEERS)
"""Everything that tumen writes into the folder of a run; with ``--force`` it may be replaced, and nothing else."""
INTERNAL = (RESULTS, PARTS)
"""What holds every simulated future, before small counts are withheld: it stays in the folder of the run."""
HANDLING = "Figures before small counts are withheld: for your own analysis, do not hand them on."
"""Stands in whatever is internal."""
SCHEMA_VERSION = 1
_HALF = ".part"


def prepare(folder: Path, *, force: bool = False) -> None:
    """Make a folder ready for a run.

    Raises:
        UsageError: T001 if it is not empty; with `force`, if it holds a file of ours that tumen did not write.
        ResourceError: T801 or T802 if it cannot be written.
    """
    with writing(folder):
        if folder.exists() and not folder.is_dir():
            raise occupied(folder, "is a file", "name a folder")
        folder.mkdir(parents=True, exist_ok=True)
        present = sorted(path.name for path in folder.iterdir() if path.name != LOCK)
        if not present:
            return
        if not force:
            raise occupied(folder, f"holds {_listed(present)}", "name an empty folder, or use --force")
        ours = [name for name in NAMES if name in present]
        if ours and not _is_ours(folder):
            raise occupied(folder, f"holds {_listed(ours)}, not written by tumen", "name another folder")
        for name in ours:
            _remove(folder / name)
    sweep(folder)


def start(folder: Path, study: Mapping[str, Any]) -> None:
    """Write the first line of the manifest, whole or not at all: what runs, and with what."""
    about = {"internal": list(INTERNAL), "handling": HANDLING}
    write_whole(folder / MANIFEST, line_of({"kind": "study", "schema_version": SCHEMA_VERSION, **about, **study}))
    make_parts(folder)


def make_parts(folder: Path) -> None:
    """Make the folder of finished blocks, where it is missing."""
    with writing(folder):
        (folder / PARTS).mkdir(exist_ok=True)


def write_part(folder: Path, block: Block, part: Part) -> None:
    """Keep a finished block, then say so in the manifest, with what failed in it; a Ctrl-C waits for both."""
    name, buffer = part_name(block), io.BytesIO()
    failures = [failure.as_dict() for failure in part.failed]
    with unbroken():
        np.savez_compressed(buffer, allow_pickle=False, handling=np.array(HANDLING), **vars(part))
        checksum = write_whole(folder / name, buffer.getvalue())
        add_line(
            folder / MANIFEST,
            {"kind": "block", "file": name, **asdict(block), "sha256": checksum, "failures": failures},
        )


def read_part(folder: Path, block: Block, sha256: str) -> Part:
    """Read a finished block.

    Raises:
        ResourceError: T803 if it is gone, or not what was written.
    """
    path = folder / part_name(block)
    verified(path, sha256)
    with np.load(path, allow_pickle=False) as found:
        nobody = np.zeros((*found["cells"].shape[:2], 0, 0), np.int64)  # parts from before the law have no account
        read = {field.name: found[field.name] for field in fields(Part) if field.name in found}
        return Part(**{"account": nobody, **read})


def part_name(block: Block) -> str:
    """Name the file of a block in the folder of its run."""
    return f"{PARTS}/{block.name}.npz"


def write_file(folder: Path, name: str, data: bytes) -> Path:
    """Write a final file of a run, whole or not at all, and note its checksum in the manifest.

    Args:
        folder: Of a run that `simulate` wrote.
        name: One of `NAMES`.
        data: What it holds.

    Raises:
        ResourceError: T801 if the disk is full, T802 if it cannot be written.
    """
    add_line(folder / MANIFEST, {"kind": "file", "file": name, "sha256": write_whole(folder / name, data)})
    return folder / name


def finish(folder: Path, data: bytes, *, result_hash: str, created: str) -> None:
    """Write the results, note them and when they were `created`, and let go of the parts."""
    line = {"kind": "results", "file": RESULTS, "sha256": write_whole(folder / RESULTS, data)}
    add_line(folder / MANIFEST, {**line, "result_hash": result_hash, "created": created})
    let_go(folder)


def let_go(folder: Path) -> None:
    """Remove the parts, when the results are there."""
    if (folder / PARTS).is_dir():
        with writing(folder):
            _remove(folder / PARTS)


def manifest(folder: Path) -> list[dict[str, Any]]:
    """Read the manifest, without a last line that was cut off.

    Raises:
        UsageError: T004 if there is none.
        ResourceError: T803 if it is damaged.
    """
    *texts, _ = _texts(folder)
    lines = [entry_of(text) for text in texts]
    whole = [line for line in lines if line is not None]
    if len(whole) < len(lines) or not whole:
        number = lines.index(None) + 1 if lines else 1
        raise damaged(folder / MANIFEST, f"line {number} is not what was written")
    return whole


def study_line(folder: Path) -> dict[str, Any]:
    """Read what ran: the first line of the manifest.

    Raises:
        UsageError: T004 if there is none.
        ResourceError: T803 if it is damaged.
    """
    line = entry_of(_texts(folder)[0])
    if line is None or line["kind"] != "study":
        raise damaged(folder / MANIFEST, "its first line, which says what ran, is not what was written")
    return line


def mended_manifest(folder: Path) -> tuple[list[dict[str, Any]], bool]:
    """Read the manifest and leave out lines that are damaged or were cut off, in the file too.

    Returns:
        Its lines, and whether any was damaged. What they told of is done again.

    Raises:
        UsageError, ResourceError: As `study_line`.
    """
    study_line(folder)
    *texts, rest = _texts(folder)
    lines = [entry_of(text) for text in texts]
    whole = [text for text, line in zip(texts, lines, strict=True) if line is not None]
    if rest or len(whole) < len(texts):
        write_whole(folder / MANIFEST, b"".join(text + b"\n" for text in whole))
    return [line for line in lines if line is not None], len(whole) < len(texts)


def _texts(folder: Path) -> list[bytes]:
    """Give the lines of the manifest, and what stands after the last end of a line."""
    path = folder / MANIFEST
    if not path.is_file():
        raise UsageError("T004", "there are no results", where=str(folder), remedy="name the --out of a run")
    return path.read_bytes().split(b"\n")


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
    remedy = "take it from a backup, or run `tumen resume` on its folder: the same study gives the same bits"
    return ResourceError("T803", f"{path.name} was changed or damaged: {why}", where=str(path), remedy=remedy)


def _remove(path: Path) -> None:
    """Remove a file, or the folder of parts with the parts in it."""
    if path.name != PARTS:
        path.unlink()
        return
    for part in path.iterdir():
        if re.fullmatch(r".+-\d+-\d+(-\d+-\d+)?\.npz(\.part)?", part.name):
            part.unlink()
    if not any(path.iterdir()):
        path.rmdir()


def sweep(folder: Path) -> None:
    """Remove what was half written under another name when a run was killed."""
    with writing(folder):
        for name in NAMES:
            (folder / f"{name}{_HALF}").unlink(missing_ok=True)


def _is_ours(folder: Path) -> bool:
    """Tell whether the manifest in a folder is one of a run."""
    try:
        first, *_ = _texts(folder)
    except UsageError:
        return False
    line = entry_of(first)
    return line is not None and line.get("kind") == "study"


def _listed(names: list[str]) -> str:
    shown = 3
    return ", ".join(names[:shown]) + (f" and {len(names) - shown} more" if len(names) > shown else "")
