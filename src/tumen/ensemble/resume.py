"""Go on with a run that was cut off: what is whole is kept, what is missing or damaged is done again."""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tumen.ensemble import dataset, store
from tumen.ensemble.blocks import Block, Part, Study, cut
from tumen.ensemble.described import check_same_place, check_same_situation, described_again
from tumen.ensemble.executor import Executor
from tumen.ensemble.lock import locked
from tumen.ensemble.opening import open_results
from tumen.ensemble.run import Chosen, Progress, run_study
from tumen.errors import ResourceError, UsageError
from tumen.model import Model, build
from tumen.situation import read_situation

if TYPE_CHECKING:
    import xarray as xr

FLEE = "flee run"
"""Stands in the note of a run whose situation was made of a folder of Flee."""


def resume(
    folder: str | os.PathLike[str],
    *,
    model: Model | None = None,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> xr.Dataset:
    """Go on with a run that was cut off, or mend one that was damaged.

    Args:
        folder: The `out` of a run.
        model: That was run; built from the situation that the manifest names where None.
        workers: As in `simulate`.
        executor: Likewise.
        progress: Likewise.

    Returns:
        What the run would have given, bit by bit. A warning names each damaged file.

    Raises:
        UsageError: T004 if there is no run, T009 if it cannot be gone on with: the situation, a package or the kind
            of machine is another.
        ResourceError: T803 if the first line of the manifest is damaged, T805 if another run writes into the folder,
            or any that `simulate` raises.
    """
    path = Path(folder)
    about = store.study_line(path)
    check_same_place(about, path)
    study = described_again(about, build_again(about, path) if model is None else model, path)
    with locked(path):
        lines, torn = store.mended_manifest(path)
        store.sweep(path)
        ended = any(line["kind"] == "results" for line in lines)
        found = _opened(path) if ended else None
        if found is not None:
            store.let_go(path)
            return found
        parts, lost = _left(study, path, lines)
        for name in ([store.MANIFEST] if torn else []) + ([store.RESULTS] if ended else lost):
            warnings.warn(f"{name} was changed or damaged: what it held is done again", stacklevel=2)
        store.make_parts(path)
        chosen = Chosen(workers=workers, executor=executor, progress=progress)
        result = run_study(study, chosen, path, size=about["block"], parts=parts)
    dataset.warn_of(result)
    return result


def build_again(about: Mapping[str, Any], folder: Path, situation: str | None = None) -> Model:
    """Build the model that a manifest describes.

    Args:
        about: First line of the manifest.
        folder: Of the manifest: a situation is looked for from there.
        situation: Name or folder of the situation, where it is no longer where it was.

    Raises:
        UsageError: T002 if there is no such situation, T009 if it is another; any error of reading it and building a
            model.
    """
    until = about["until"]
    if about["note"].get("command") == FLEE:
        raise UsageError(
            "T009",
            "it cannot be gone on with: it came from a folder of Flee, which is not read again",
            where=str(folder),
            remedy="run it again with --force",
        )
    named = situation or _named(about, folder)
    read = read_situation(named, None if until is None else date.fromisoformat(until["day"]))
    check_same_situation(about, read, folder)
    return build(read, changes=about["changes"], switches=about["switches"])


def _named(about: Mapping[str, Any], folder: Path) -> str | Path:
    """Give name or folder of the situation that a manifest names."""
    beside = about["note"].get("situation_folder")
    return about["situation"] if beside is None else Path(os.path.normpath(folder / beside))


def _opened(folder: Path) -> xr.Dataset | None:
    """Give the results of a run; None where they are damaged."""
    try:
        return open_results(folder)
    except (UsageError, ResourceError):
        return None


def _left(study: Study, folder: Path, lines: list[dict[str, Any]]) -> tuple[dict[Block, Part], list[str]]:
    """Read the parts of a run that are whole, and name those that are not."""
    written = {line["file"]: line["sha256"] for line in lines if line["kind"] == "block"}
    parts: dict[Block, Part] = {}
    lost: list[str] = []
    for block in cut(study, size=lines[0]["block"]):
        name = store.part_name(block)
        if name not in written:
            continue
        try:
            parts[block] = store.read_part(folder, block, written[name])
        except ResourceError:
            lost.append(name)
    return parts, lost
