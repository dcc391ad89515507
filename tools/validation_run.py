"""What the prior predictive says to each figure of docs/validation.md: simulated once, kept in a file beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import xarray as xr
from numpy.typing import NDArray
from validation_rows import Behind, Target

from tumen.ensemble import Record, simulate
from tumen.model import build
from tumen.situation import Situation
from tumen.trace.withholding import limit_for

SEED = 1
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
FIRST = 3
"""Draws of which each figure is kept, so that a few draws show whether the rest is stale."""
YEARLY: Literal["report"] = "report"
MONTHLY: Literal["step"] = "step"
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Futures:
    """The prior predictive: the same futures by year and by month.

    Attributes:
        yearly, monthly: From `simulate`.
    """

    yearly: xr.Dataset
    monthly: xr.Dataset

    @cached_property
    def valid(self) -> NDArray[np.bool_]:
        """Which draws met their anchors, ``[world, draw]``."""
        return self.yearly["valid"].to_numpy()

    def values(self, target: Target) -> Values:
        """Answer a target, ``[world, draw]``; not a number where it was rejected, or nobody is there to divide by."""
        if target.against:
            then = replace(target, at=target.against, against="")
            return self.values(replace(target, against="")) / self.values(then)
        of = self._sum(target.of, target.at)
        years = len(self._labels(target.at)) if target.per_year else 1
        over = self._sum(target.over, target.over_at or target.at) if target.over else np.ones_like(of)
        told = self.valid & (over > 0)
        return np.where(told, of, np.nan) / np.where(told, over, 1.0) / years

    def _sum(self, outcomes: Iterable[str], at: str) -> Values:
        labels, results = self._labels(at), self._of(at)
        found = [
            results[name].sel(period=labels, replicate=0).transpose("world", "draw", "period") for name in outcomes
        ]
        arrays = np.array([array.to_numpy() for array in found], dtype=np.float64)
        return np.where(arrays < 0, np.nan, arrays).sum(axis=(0, -1))  # -1 stands where there is no count

    def _of(self, at: str) -> xr.Dataset:
        return self.monthly if by_month(at) else self.yearly

    def _labels(self, at: str) -> list[str]:
        first, _, last = at.partition("..")
        labels = [str(label) for label in self._of(at)["period"].to_numpy()]
        return labels[labels.index(first) : labels.index(last or first) + 1]


def by_month(at: str) -> bool:
    """Whether periods are named by month, as in ``2003-01..2003-06``."""
    return re.match(r"\d{4}-", at) is not None


def answered(targets: Iterable[Target], situation: Situation) -> tuple[Target, ...]:
    """Give the targets whose outcomes all exist."""
    return tuple(target for target in targets if target.outcomes <= set(situation.outcomes))


def simulated(situation: Situation, targets: Collection[Target], *, draws: int) -> Futures:
    """Run the prior predictive, with what the targets need and no more."""
    model = build(situation)
    asked = [(name, at) for t in targets for names, at in ((t.of, t.at), (t.over, t.over_at or t.at)) for name in names]
    yearly, monthly = (tuple(sorted({name for name, at in asked if by_month(at) == fine})) for fine in (False, True))
    return Futures(
        simulate(model, draws=draws, seed=SEED, record=Record(yearly, YEARLY)),
        simulate(model, draws=draws, seed=SEED, record=Record(monthly, MONTHLY)),
    )


def measured(situation: Situation, targets: Collection[Target], known: Behind, *, draws: int) -> dict[str, Any]:
    """Simulate and measure.

    Returns:
        What is kept in the file: of each figure and world the quantiles, how many draws lie above and below what was
        reported, and the first draws. Counts that are too small to show are None.
    """
    asked = answered(targets, situation)
    futures = simulated(situation, asked, draws=draws)
    limit = limit_for(situation.people_in_hiding)
    worlds = [str(world) for world in futures.yearly["world"].to_numpy()]
    about = {t.id: _of_target(t, futures.values(t), known.reported(t), limit=limit) for t in asked}
    return {
        "situation": situation.id,
        "situation_digest": situation.digest,
        "seed": SEED,
        "draws": draws,
        "accepted": {world: int(n) for world, n in zip(worlds, futures.valid.sum(axis=1), strict=True)},
        "result_hash": {YEARLY: futures.yearly.attrs["result_hash"], MONTHLY: futures.monthly.attrs["result_hash"]},
        "figures": {
            name: {"reported": told, "worlds": dict(zip(worlds, found, strict=True))}
            for name, (told, found) in about.items()
        },
    }


def _of_target(
    target: Target, values: Values, reported: float | None, *, limit: int
) -> tuple[float | None, list[dict[str, Any]]]:
    least = limit if target.unit == "persons" else -np.inf
    return reported, [_of_world(row, reported, least=least) for row in values]


def _of_world(values: Values, reported: float | None, *, least: float) -> dict[str, Any]:
    told = values[np.isfinite(values)]
    sides = {} if reported is None else {"above": int((told > reported).sum()), "below": int((told < reported).sum())}
    kept = {"quantiles": np.quantile(told, QUANTILES) if told.size else (), "first": values[:FIRST]}
    return {**{k: [_shown(x, least) for x in v] for k, v in kept.items()}, "of": int(told.size), **sides}


def _shown(value: float, least: float) -> float | None:
    """Give a value as it may be kept: nothing where there is none, or where it is too small.

    Counts are rounded to the limit and all else to three figures: a share of twelve is a fraction of two exact counts.
    """
    if not np.isfinite(value) or value < least:
        return None
    return round(value / least) * float(least) if least > 0 else float(f"{value:.3g}")


def write(path: Path, data: Mapping[str, Any]) -> None:
    """Write a file whose lists stand on one line each, so that a change can be read."""
    text = json.dumps(data, indent=1, ensure_ascii=False)
    path.write_text(re.sub(r"\[[^\[\]]*\]", _on_one_line, text) + "\n", encoding="utf-8")


def _on_one_line(found: re.Match[str]) -> str:
    return " ".join(found[0].split()).replace("[ ", "[").replace(" ]", "]")


def read(path: Path) -> dict[str, Any]:
    """Read what `write` wrote."""
    return json.loads(path.read_text(encoding="utf-8"))
