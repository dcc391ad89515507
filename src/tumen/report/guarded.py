"""The figures of a run that may be shown: quantiles, rounded where people hide, with small counts withheld."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tumen.ensemble import is_merged, there
from tumen.ensemble.blocks import MISSING
from tumen.report.behind import Behind, behind, behind_merged, coarse, quantiles, step
from tumen.report.numbers import Reason
from tumen.report.periods import Span
from tumen.report.suppression import partitions_of, withheld
from tumen.situation import Situation

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]
STATISTICS: Mapping[str, float] = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
REASONS: tuple[Reason, ...] = ("", "small", "joint", "recent", "none", "merged")


@dataclass(frozen=True)
class Guarded:
    """Quantiles of the outcomes of a run.

    Attributes:
        values: NaN where withheld; ``[world, outcome, period, statistic]``.
        reasons: Why they are, by position in `REASONS`; same shape.
        least: What so few people come to that less is withheld; ``[outcome, period]``.
    """

    values: Floats
    reasons: NDArray[np.uint8]
    least: Floats


def guarded(dataset: xr.Dataset, situation: Situation, outcomes: tuple[str, ...], *, limit: int) -> Guarded:
    """Give the quantiles of outcomes over the valid draws and their replicates, as they may be shown.

    Args:
        dataset: From `simulate`.
        situation: That it was run from.
        outcomes: Ids of those recorded.
        limit: What fewer people stand behind is withheld.
    """
    futures = there(dataset)
    found = [_found(dataset, situation, name, futures=futures) for name in outcomes]
    values, people = (np.stack(of, axis=1) for of in list(zip(*found, strict=True))[:2])
    least = limit * np.stack([each for _, _, each in found])
    reasons = _reasons(people, outcomes, situation, limit=limit)
    reasons[np.isnan(values)] = REASONS.index("recent")
    reasons[~futures.any(axis=(1, 2))] = REASONS.index("none")
    if situation.people_in_hiding:
        values = coarse(values, np.vectorize(step)(least))
    return Guarded(np.where(reasons > 0, np.nan, values), reasons, least)


def _found(
    dataset: xr.Dataset, situation: Situation, name: str, *, futures: NDArray[np.bool_]
) -> tuple[Floats, Floats, Floats]:
    """Give quantiles of an outcome and the people behind them, and by how much one person moves it in each period."""
    if is_merged(dataset):
        return behind_merged(dataset, situation, name, levels=STATISTICS.values())
    found = behind(dataset, situation, name)
    return *_quantiles(found, futures), found.each


def coarse_span(values: Floats, span: Span, least: float) -> Floats:
    """Round what is said of a span, ``[world, statistic]``: a share to two figures, anything else like its outcome."""
    if not span.over:
        return coarse(values[:, None], np.full((len(values), 1), step(least)))[:, 0]
    return np.vectorize(lambda value: float(f"{value:.2g}"))(values)


def _quantiles(found: Behind, futures: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the quantiles of one outcome over the futures that are there, and the fewest people behind each.

    Both ``[world, period, statistic]``; not a number in a world without any, and where the figure is withheld
    in all futures.
    """
    shape = (len(futures), found.values.shape[-1], len(STATISTICS))
    values, people = np.full(shape, np.nan), np.full(shape, np.nan)
    for world, ok in enumerate(futures.reshape(len(futures), -1)):
        if ok.any():
            pooled = found.values[world, ok]
            values[world], people[world] = quantiles(pooled, found.people[world, ok], STATISTICS.values())
            hidden = (pooled == MISSING).all(axis=0)
            values[world, hidden], people[world, hidden] = np.nan, np.nan
    return values, people


def _reasons(
    values: NDArray[np.float64], outcomes: tuple[str, ...], situation: Situation, *, limit: int
) -> NDArray[np.uint8]:
    """Say for each quantile whether a small count withholds it; each world, period and statistic is one table."""
    partitions = partitions_of(situation)
    headlines = [name for name in outcomes if situation.outcomes[name].headline]
    reasons = np.zeros(values.shape, dtype=np.uint8)
    for w, p, s in np.ndindex(values.shape[0], *values.shape[2:]):
        found = values[w, :, p, s]
        table = {name: float(value) for name, value in zip(outcomes, found, strict=True) if not np.isnan(value)}
        for name, reason in withheld(table, partitions, limit, spared=headlines).items():
            reasons[w, outcomes.index(name), p, s] = REASONS.index(reason)
    return reasons
