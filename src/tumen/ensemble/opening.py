"""Results opened again, checked against their manifest and their own hash."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tumen.ensemble import store
from tumen.ensemble.dataset import result_hash
from tumen.errors import UsageError

if TYPE_CHECKING:
    import xarray as xr


def open_results(folder_or_file: str | os.PathLike[str]) -> xr.Dataset:
    """Open the results of a run, checked.

    Args:
        folder_or_file: The ``--out`` of a run, or a ``results.nc`` alone.

    Raises:
        UsageError: T004 if there is none, or the run was not finished.
        ResourceError: T803 if it is not what was written.
    """
    path = Path(folder_or_file)
    path = path / store.RESULTS if path.is_dir() else path
    if (path.parent / store.MANIFEST).is_file():
        _check_manifest(path)
    if not path.is_file():
        raise UsageError("T004", "there are no results", where=str(path), remedy="name the --out of a run")
    dataset = _loaded(path)
    if dataset.attrs.get("result_hash") != result_hash(dataset):
        raise store.damaged(path, "its contents do not fit its result_hash")
    return dataset


def _check_manifest(path: Path) -> None:
    """Check results against the manifest beside them."""
    lines = store.manifest(path.parent)
    written = [line for line in lines if line.get("kind") == "results" and line["file"] == path.name]
    if written:
        store.verified(path, written[-1]["sha256"])
    elif not path.is_file():
        blocks = sum(line.get("kind") == "block" for line in lines)
        raise UsageError(
            "T004",
            f"the run was not finished: {blocks} blocks are done",
            where=str(path.parent),
            remedy=f"go on with `tumen resume {path.parent}`",
        )


def _loaded(path: Path) -> xr.Dataset:
    import xarray as xr  # noqa: PLC0415  takes seconds

    try:
        dataset = xr.load_dataset(path, engine="h5netcdf")
    except (OSError, ValueError, KeyError) as error:
        raise store.damaged(path, "it is not a netCDF file") from error
    if not {"valid", "entry_value", "period_start", "period_end"} <= set(dataset.variables):
        raise store.damaged(path, "it is not a result of tumen")
    return dataset
