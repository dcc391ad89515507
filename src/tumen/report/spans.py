"""Quantiles of an outcome over several periods, or of one outcome divided by another, future by future."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tumen.ensemble import is_merged
from tumen.ensemble.blocks import MISSING
from tumen.report.periods import Period, Span
from tumen.situation import Situation

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Asking = tuple[Situation, Sequence[Period]]
DAYS_A_YEAR = 365.25


def span_quantiles(
    dataset: xr.Dataset, asked: Asking, *, spans: Iterable[Span], valid: Flags, levels: Collection[float]
) -> dict[Span, Floats]:
    """Give quantiles over the valid draws and their replicates for each span, ``[world, statistic]``.

    Not a number in a world without a valid draw, where a figure that is needed is withheld in the dataset, and where
    futures are merged.

    Args:
        dataset: From `simulate`, by period.
        asked: The situation that it was run from, and its recorded periods.
        spans: What is asked for; several may be the same.
        valid: Which draws met their anchors, ``[world, draw]``.
        levels: Shares of the futures that lie below.
    """
    wanted = dict.fromkeys(spans)
    if is_merged(dataset):
        return {span: np.full((len(valid), len(levels)), np.nan) for span in wanted}
    arrays = {name: _futures(dataset, name) for span in wanted for name in (span.outcome, span.over) if name}
    found: dict[Span, Floats] = {}
    for span in wanted:
        values = _over_span(arrays, asked, span)
        found[span] = np.stack([_quantiles(values[w][ok], levels) for w, ok in enumerate(valid)])
    return found


def members(span: Span, periods: Sequence[Period]) -> list[int]:
    """Give the positions of the periods of a span."""
    labels = [p.label for p in periods]
    return list(range(labels.index(span.first), labels.index(span.last) + 1))


def _futures(dataset: xr.Dataset, name: str) -> Floats:
    """Give the figures of an outcome, not a number where withheld: ``[world, draw, replicate, period]``."""
    values = dataset[name].transpose("world", "draw", "replicate", "period").values.astype(np.float64)
    return np.where(values == MISSING, np.nan, values)


def _over_span(arrays: Mapping[str, Floats], asked: Asking, span: Span) -> Floats:
    """Give one figure for each future, ``[world, draw, replicate]``."""
    situation, periods = asked
    within = members(span, periods)
    whole = _together(arrays[span.outcome][..., within], situation.outcomes[span.outcome].kind)
    if span.over:
        parts = _together(arrays[span.over][..., within], situation.outcomes[span.over].kind)
        return np.divide(whole, parts, out=np.full_like(whole, np.nan), where=parts > 0)
    return whole / _years(periods[within[0]], periods[within[-1]]) if span.per_year else whole


def _years(first: Period, last: Period) -> float:
    """Give how many years lie from the first to the last of some periods; whole years are whole."""
    days = (last.end - first.start).days + 1
    years = round(days / DAYS_A_YEAR)
    return float(years) if abs(days - years * DAYS_A_YEAR) < 1 else days / DAYS_A_YEAR


def _together(values: Floats, kind: str) -> Floats:
    """Put periods together: the mean of a stock or of crowding, the sum of anything else."""
    return values.mean(axis=-1) if kind in ("stock", "crowding") else values.sum(axis=-1)


def _quantiles(values: Floats, levels: Collection[float]) -> Floats:
    pooled = values.reshape(-1)
    if not pooled.size or np.isnan(pooled).all():
        return np.full(len(levels), np.nan)
    return np.nanquantile(pooled, list(levels))
