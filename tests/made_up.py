"""A dataset in the shape that `simulate` returns, with figures that a test chooses: no model, no engine."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import xarray as xr

from tumen.evidence import Observation
from tumen.situation import Situation, read_situation

AXES = ("world", "draw", "replicate", "period")
Figures = Callable[[str, str, int], float]
"""World, outcome and position of the period → the middle of the figures."""


def hidden_five() -> Situation:
    """Read the small situation in which people hide: two worlds, ten years."""
    return read_situation("hidden-five")


def with_evidence(situation: Situation, **tables: Any) -> Situation:
    """Put other tables of evidence into a situation; observations may be given in a row, numbered where ids repeat."""
    rows = tables.get("observations")
    if isinstance(rows, Sequence):
        ids = [row.id for row in rows]
        numbered = [replace(row, id=f"{row.id}-{i}") if row.id in ids[:i] else row for i, row in enumerate(rows)]
        tables["observations"] = {row.id: row for row in numbered}
    return replace(situation, evidence=replace(situation.evidence, **tables))


def reported(series: str, year: int, value: float, **more: Any) -> Observation:
    """Make a figure of a year, of everybody in Westmark unless `more` says otherwise."""
    about: dict[str, Any] = {
        "id": f"{series}-{year}", "series": series, "date_from": str(year), "date_to": str(year), "value": value,
        "low": None, "high": None, "unit": "persons", "place": "Westmark", "sex": "all", "citation": "A ministry",
        "published": "", "confidence": "x", "grade": "",
    }  # fmt: skip
    return Observation(**{**about, **more})


def dataset(
    situation: Situation,
    figures: Figures,
    *,
    draws: int = 20,
    rejected: Mapping[str, int] | None = None,
    changes: Mapping[str, float] | None = None,
) -> xr.Dataset:
    """Make a dataset by year.

    Args:
        situation: Gives worlds, outcomes and years.
        figures: The middle of each outcome; draws lie evenly from half to one and a half times it.
        draws: In each world.
        rejected: World → how many of its draws are rejected.
        changes: What was set by hand.
    """
    worlds = list(situation.worlds)
    years = range(situation.calendar.first.year, situation.calendar.last.year + 1)
    valid = np.array([[i >= (rejected or {}).get(world, 0) for i in range(draws)] for world in worlds])
    spread = np.linspace(0.5, 1.5, draws)[:, None] if draws > 1 else np.ones((1, 1))
    variables = {}
    for name, outcome in situation.outcomes.items():
        middle = np.array([[figures(world, name, i) for i in range(len(years))] for world in worlds])
        values = np.rint(middle[:, None, None, :] * spread[None, :, :, None])
        values = np.where(valid[:, :, None, None], values, -1)
        about = {"long_name": outcome.title, "units": outcome.unit, "kind": outcome.kind}
        variables[name] = (AXES, values if outcome.kind == "time" else values.astype(np.int64), about)
    variables["valid"] = (AXES[:2], valid)
    entries = ["x", *_behind_figures(situation)]
    numbers = np.ones((len(worlds), draws, len(entries))) * [name != "x" for name in entries]
    variables["entry_value"] = (("world", "draw", "entry"), numbers)
    days = {
        "period_start": ("period", np.array([f"{y}-01-01" for y in years], "datetime64[ns]")),
        "period_end": ("period", np.array([f"{y}-12-31" for y in years], "datetime64[ns]")),
        "period_partial": ("period", np.zeros(len(years), bool)),
    }
    coords = {"world": worlds, "draw": range(draws), "replicate": [0], "period": [str(y) for y in years]}
    attrs = {
        "title": situation.title,
        "situation": situation.id,
        "situation_digest": situation.digest,
        "version": "0.1.0",
        "seed": 1,
        "policy": "baseline",
        "changes": json.dumps(dict(changes or {})),
        "bounded": json.dumps({world: {} for world in worlds}),
        "created": "2026-11-21T12:00:00Z",
        "result_hash": "0" * 64,
    }
    return xr.Dataset(variables, coords={**coords, "entry": entries, **days}, attrs=attrs)


def _behind_figures(situation: Situation) -> list[str]:
    """Name the numbers that say how many people stand behind a figure: weights, and what signals are made of."""
    names = {outcome.weight for outcome in situation.outcomes.values()}
    for signal in situation.signals.values() if any(o.kind == "signal" for o in situation.outcomes.values()) else ():
        names |= {signal.gain, signal.scale, *signal.drivers.values()}
    return sorted(names & situation.parameters.keys())
