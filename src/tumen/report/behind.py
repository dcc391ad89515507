"""How many people stand behind a figure: what is shown of few is withheld, and where people hide all of it is rounded.

One person moves a count of persons by 1, person-months by the months of the period, acts and indices by the weight, and
the level of a signal by at most its gain over its scale; behind a sum of times are those whose times are added up. So
each figure has people behind it, and the limit under which a count is withheld holds for all alike. Where people hide,
what is shown is a multiple of what as many people as the limit come to: no difference of any two figures, of any two
runs, is a count under it.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tumen.ensemble import statistics
from tumen.ensemble.histograms import WITHIN
from tumen.policy import Outcome
from tumen.situation import Situation

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]
MONTH = 30.4375
_WHOLE = 0.9
_STEPS = (1, 1.2, 1.5, 2, 3, 4, 5, 6, 8, 10)
_FINEST_LEVEL = 0.001
"""Of signals, in persons: levels are shown to a hundredth at most."""


@dataclass(frozen=True)
class Behind:
    """An outcome with the people behind it.

    Attributes:
        values: As recorded, negative where withheld, ``[world, future, period]``.
        people: Behind each, same shape.
        each: By how much one person moves it at most, ``[period]``.
    """

    values: Floats
    people: Floats
    each: Floats


def behind(dataset: xr.Dataset, situation: Situation, name: str) -> Behind:
    """Find the people behind an outcome.

    Args:
        dataset: From `simulate`.
        situation: That it was run from.
        name: Of the outcome.
    """
    values, outcome = _recorded(dataset, name), situation.outcomes[name]
    if outcome.clocked == "elapsed":
        people = _who_passed(dataset, situation, outcome)
        each = np.divide(values, people, out=np.zeros_like(values), where=people > 0)
    else:
        each = np.broadcast_to(_each(dataset, situation, outcome)[:, :, None, :], values.shape)
        people = np.divide(np.abs(values), each, out=np.zeros_like(values), where=each > 0)
    valid = dataset["valid"].transpose("world", "draw").values.astype(bool)
    most = each[valid].max(axis=(0, 1)) if valid.any() else np.zeros(values.shape[-1])
    flat = (len(values), -1, values.shape[-1])
    return Behind(values.reshape(flat), people.reshape(flat), most)


def behind_merged(
    dataset: xr.Dataset, situation: Situation, name: str, *, levels: Collection[float]
) -> tuple[Floats, Floats, Floats]:
    """Give quantiles where futures are merged, and of each the fewest people who can be behind it.

    Which draw a figure came from is not kept, so the draw in which one person moves it most stands for all: there are
    never fewer people behind a figure than are given here. Of a sum of times nobody can tell: not a number.

    Args:
        dataset: With merged futures.
        situation: That it was run from.
        name: Of the outcome.
        levels: Shares of the futures that lie below.

    Returns:
        Quantiles and people, ``[world, period, level]``; by how much one person moves a figure at most, ``[period]``.
    """
    outcome = situation.outcomes[name]
    found, weight = statistics(dataset, name, levels)
    if outcome.clocked == "elapsed":
        found = np.full_like(found, np.nan)
    valid = dataset["valid"].transpose("world", "draw").values.astype(bool)
    each = _each(dataset, situation, outcome)[valid]
    most = each.max(axis=0) if len(each) else np.zeros(found.shape[1])
    per_person = np.where(most > 0, most, np.inf)[:, None]
    sure = np.where(found == np.rint(found), found, found * (1 - WITHIN))  # the middle of a bin is not what is in it
    people = np.abs(sure).min(axis=-1) / per_person
    return found[..., 0] + weight * (found[..., 1] - found[..., 0]), people, most


def quantiles(values: Floats, people: Floats, levels: Collection[float]) -> tuple[Floats, Floats]:
    """Give quantiles, and of each the fewest people behind the one or two futures of which it is made.

    Args:
        values: ``[future, period]``.
        people: Same shape.
        levels: Shares of the futures that lie below.

    Returns:
        Both ``[period, level]``; straight lines between neighbouring futures.
    """
    order = np.argsort(values, axis=0, kind="stable")
    ranked = np.take_along_axis(people, order, axis=0)
    places = np.array([level * (len(values) - 1) for level in levels])
    low, high = np.floor(places).astype(int), np.ceil(places).astype(int)
    fewest = np.minimum(ranked[low], ranked[high])
    return np.quantile(values, list(levels), axis=0).T, fewest.T


def coarse(values: Floats, steps: Floats) -> Floats:
    """Round figures to multiples of a step, none of them to 0.

    Args:
        values: ``[..., period, statistic]``.
        steps: ``[..., period]``.
    """
    step = np.where(steps > 0, steps, 1.0)[..., None]
    return np.sign(values) * np.maximum(np.rint(np.abs(values) / step), 1) * step


def step(amount: float) -> float:
    """Give the least round number that is `amount` or more."""
    if amount <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(amount))
    found = next(times * power for times in _STEPS if times * power >= amount * (1 - 1e-9))
    return float(f"{found:.2g}")  # 0.3, and not 3 times 0.1


def _recorded(dataset: xr.Dataset, name: str) -> Floats:
    """Give an outcome as recorded, ``[world, draw, replicate, period]``."""
    return dataset[name].transpose("world", "draw", "replicate", "period").values.astype(np.float64)


def _who_passed(dataset: xr.Dataset, situation: Situation, times: Outcome) -> Floats:
    """Give the people whose times are added up, as another outcome counts them; nobody where none does."""
    about = (times.exits, times.places, dict(times.only))
    for other in (other for other in situation.outcomes.values() if other.id in dataset.data_vars):
        alike = (other.exits, other.places, dict(other.only)) == about
        if alike and (other.unit, other.weight, other.clock) == ("persons", "", ""):
            return _recorded(dataset, other.id)
    return np.zeros_like(_recorded(dataset, times.id))


def _each(dataset: xr.Dataset, situation: Situation, outcome: Outcome) -> Floats:
    """Give by how much one person moves an outcome, ``[world, draw, period]``."""
    shape = (dataset.sizes["world"], dataset.sizes["draw"], dataset.sizes["period"])
    if outcome.kind == "signal":
        one = np.maximum(_reach(dataset, situation, outcome.signal), _FINEST_LEVEL)
    else:
        one = _drawn(dataset, outcome.weight) if outcome.weight and outcome.unit != "persons" else np.ones(shape[:2])
    months = _months(dataset) if outcome.kind == "time" else np.ones(shape[2])
    return one[:, :, None] * months


def _months(dataset: xr.Dataset) -> Floats:
    """Give the length of each period in months, whole ones where it has some, ``[period]``."""
    days = (dataset["period_end"].values - dataset["period_start"].values) / np.timedelta64(1, "D") + 1
    months = days.astype(np.float64) / MONTH
    return np.where(months > _WHOLE, np.rint(months), months)


def _reach(dataset: xr.Dataset, situation: Situation, name: str, *, above: tuple[str, ...] = ()) -> Floats:
    """Bound by how much one person moves the level of a signal, directly or through others, ``[world, draw]``."""
    signal = situation.signals[name]
    moved = np.abs(_drawn(dataset, signal.gain)) if signal.gain else np.zeros(dataset["valid"].shape)
    for other, elasticity in signal.drivers.items():
        if other not in (name, *above) and situation.signals[other].mode != "given":
            moved = moved + np.abs(_drawn(dataset, elasticity)) * _reach(
                dataset, situation, other, above=(name, *above)
            )
    scale = _drawn(dataset, signal.scale) if signal.scale else np.ones(moved.shape)
    return moved / np.where(scale > 0, scale, 1.0)


def _drawn(dataset: xr.Dataset, entry: str) -> Floats:
    """Give a drawn number, ``[world, draw]``."""
    values = dataset["entry_value"].sel(entry=entry).transpose("world", "draw").values.astype(np.float64)
    return np.nan_to_num(values)
