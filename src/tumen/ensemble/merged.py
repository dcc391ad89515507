"""Results in which futures are counted by figure and not kept: how they are labelled, and quantiles from them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from tumen.cells import Floats
from tumen.ensemble.blocks import Part, Study
from tumen.ensemble.gather import failed_futures
from tumen.ensemble.histograms import BITS, EXACT_BELOW, WITHIN, middles

if TYPE_CHECKING:
    import xarray as xr

COUNT = "count"
"""Variable that is there where futures are merged: how many had a figure."""
_FIGURE = (1 << BITS) - 1
_AXES = ("world", "period", "outcome")


def is_merged(dataset: xr.Dataset) -> bool:
    """Tell whether futures are counted by figure."""
    return COUNT in dataset


def recorded(dataset: xr.Dataset) -> tuple[str, ...]:
    """Name the outcomes that were recorded, in the order of the dataset."""
    if is_merged(dataset):
        return tuple(json.loads(dataset.attrs["outcomes"]))
    axes = {"world", "draw", "replicate", "period"}
    return tuple(str(name) for name, array in dataset.data_vars.items() if set(array.dims) == axes)


def counted_variables(study: Study, worlds: Mapping[str, Part]) -> dict[str, Any]:
    """Label the histograms of all worlds: one row for each world, period, outcome and figure that any future had.

    Args:
        study: What ran.
        worlds: The parts of each world put together.
    """
    n_outcomes, rows, counts = len(study.plan.outcomes), list[np.ndarray](), list[np.ndarray]()
    futures = np.zeros((len(worlds), *study.plan.withheld.shape), np.int64)
    for w, part in enumerate(worlds.values()):
        kinds, figures = part.bins >> BITS, part.bins & _FIGURE
        period, outcome = np.divmod(kinds, n_outcomes)
        figure = np.empty(figures.size)
        for whole in (False, True):
            mine = study.whole[outcome] == whole
            figure[mine] = middles(figures[mine], whole=whole)
        rows.append(np.column_stack([np.full(kinds.size, w), period, outcome, figure]))
        counts.append(part.counts)
        there = int((part.valid[:, None] & ~failed_futures(study, part)).sum())
        futures[w] = np.where(study.plan.withheld, 0, there)
    every = np.concatenate(rows)
    names = ("the world", "the period", "the outcome, as in the attribute outcomes")
    found: dict[str, Any] = {
        f"bin_{axis}": (("bin",), every[:, i].astype(np.int64), {"long_name": f"position of {name}"})
        for i, (axis, name) in enumerate(zip(_AXES, names, strict=True))
    }
    words = f"whole numbers below {EXACT_BELOW} are exact, other figures within {WITHIN:.1%}"
    found["figure"] = (("bin",), every[:, 3], {"long_name": f"figure, in the unit of its outcome: {words}"})
    found[COUNT] = (("bin",), np.concatenate(counts), {"long_name": "futures with this figure"})
    return found | {"futures": (_AXES, futures, {"long_name": "futures counted; none where figures are withheld"})}


def statistics(dataset: xr.Dataset, outcome: str, levels: Collection[float]) -> tuple[Floats, Floats]:
    """Give the one or two figures between which each quantile lies, and where it lies between them.

    Args:
        dataset: With merged futures.
        outcome: Id of one that was recorded.
        levels: Shares of the futures that lie below.

    Returns:
        Neighbours, ``[world, period, level, 2]``, not a number where figures are withheld or no future is there; and
        the weight of the upper one, ``[world, period, level]``.
    """
    o = recorded(dataset).index(outcome)
    futures = dataset["futures"].transpose(*_AXES).to_numpy()[..., o]
    world, period, kind, figure, count = (
        dataset[name].to_numpy() for name in ("bin_world", "bin_period", "bin_outcome", "figure", COUNT)
    )
    found = np.full((*futures.shape, len(levels), 2), np.nan)
    weight = np.zeros((*futures.shape, len(levels)))
    for w, p in zip(*np.nonzero(futures), strict=True):
        mine = (world == w) & (period == p) & (kind == o)
        places = np.array(list(levels)) * (futures[w, p] - 1)
        low = np.floor(places).astype(np.int64)
        both = np.stack([low, np.ceil(places).astype(np.int64)], axis=1)
        found[w, p] = _at(figure[mine], count[mine], both)
        weight[w, p] = places - low
    return found, weight


def quantiles_of(dataset: xr.Dataset, outcome: str, levels: Collection[float]) -> Floats:
    """Give quantiles of an outcome, ``[world, period, level]``: straight lines between neighbouring futures."""
    found, weight = statistics(dataset, outcome, levels)
    return found[..., 0] + weight * (found[..., 1] - found[..., 0])


def _at(figures: Floats, counts: np.ndarray, places: np.ndarray) -> Floats:
    """Give the figures at some places among all of them, sorted; places from 0."""
    order = np.argsort(figures, kind="stable")
    until = np.cumsum(counts[order])
    return figures[order][np.searchsorted(until, places, side="right")]
