"""Parts of a world put together, and which of its futures are there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tumen.ensemble.blocks import Block, Part, Study, joined, merged_parts
from tumen.ensemble.failures import Failure
from tumen.errors import RunError

if TYPE_CHECKING:
    import xarray as xr

FAILED = "failed"
"""Variable that says which futures failed; there where any did."""


def gathered(parts: Mapping[Block, Part], world: str) -> Part:
    """Join the parts of a world, in order of draws and replicates."""
    mine = sorted((block for block in parts if block.world == world), key=lambda b: (b.first, b.some or (0, 0)))
    draws = (list(blocks) for _, blocks in groupby(mine, key=lambda block: block.first))
    return joined([_side_by_side([parts[block] for block in blocks]) for blocks in draws])


def _side_by_side(parts: Sequence[Part]) -> Part:
    """Join parts of the same draws along their replicates."""
    first = parts[0]
    if len(parts) == 1:
        return first
    return replace(
        first,
        **vars(merged_parts(parts)),
        outcomes=np.concatenate([part.outcomes for part in parts], axis=1),
        bounded=np.sum([part.bounded for part in parts], axis=0),
        cells=np.concatenate([part.cells for part in parts], axis=1),
        account=np.concatenate([part.account for part in parts], axis=1),
        failures=np.unique(np.concatenate([part.failures for part in parts])),  # of a whole draw, each part has it
    )


def failed_futures(study: Study, part: Part) -> NDArray[np.bool_]:
    """Say which futures of a world failed, ``[draw, replicate]``."""
    found = np.zeros((study.draws, study.replicates), dtype=bool)
    for failure in part.failed:
        found[failure.draw, slice(None) if failure.replicate is None else failure.replicate] = True
    return found


def check_something(study: Study, worlds: Mapping[str, Part]) -> None:
    """Refuse a world without a single future: there is nothing to show.

    Raises:
        TumenError: The first failure, if any future of it failed.
        RunError: T412 if no draw met its anchors.
    """
    for world, part in worlds.items():
        if (part.valid[:, None] & ~failed_futures(study, part)).any():
            continue
        for failure in part.failed:
            raise failure.error()
        raise RunError(
            "T412",
            f"none of {study.draws} draws met the anchors of world {world}",
            where="worlds.toml, or --set",
            remedy="take more draws, set the anchor nearer to its range, or widen the scale that it solves",
        )


def failures_of(parts: Mapping[str, Part]) -> list[Failure]:
    """List what failed, in order of worlds, draws and replicates."""
    return [failure for part in parts.values() for failure in sorted(part.failed, key=_order)]


def _order(failure: Failure) -> tuple[int, int]:
    return failure.draw, -1 if failure.replicate is None else failure.replicate


def refuse_failed(dataset: xr.Dataset) -> None:
    """Refuse results in which a future failed, where each of them counts.

    Raises:
        TumenError: The first failure.
    """
    for failure in json.loads(dataset.attrs["failures"]):
        raise Failure(**failure).error()


def there(dataset: xr.Dataset) -> NDArray[np.bool_]:
    """Say which futures of a run have results, ``[world, draw, replicate]``: of valid draws those that did not fail."""
    valid = dataset["valid"].transpose("world", "draw").to_numpy().astype(bool)
    return valid[:, :, None] & ~failed_in(dataset)


def failed_in(dataset: xr.Dataset) -> NDArray[np.bool_]:
    """Say which futures of a run failed, ``[world, draw, replicate]``; all those of a draw that could not begin."""
    axes = ("world", "draw", "replicate")
    if FAILED not in dataset:
        return np.zeros([dataset.sizes.get(axis, 1) for axis in axes], dtype=bool)
    return dataset[FAILED].transpose(*axes).to_numpy().astype(bool)
