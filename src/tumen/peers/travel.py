"""What a run of a journey says of every place, route and day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from tumen.cells import Ints
from tumen.policy import Outcome
from tumen.situation import Situation
from tumen.world_journey import CAME, NEAR_THRESHOLD, THERE, UNDER_WAY

if TYPE_CHECKING:
    import xarray as xr


def travel(results: xr.Dataset, situation: Situation) -> xr.Dataset:
    """Gather the outcomes of a journey into arrays.

    Args:
        results: From `tumen.ensemble.simulate`, of one world; each draw and replicate becomes a replicate.
        situation: Whose; places and routes are those of which it has outcomes.

    Returns:
        Whole numbers of people: ``there`` at the end of the day, ``[replicate, day, place]``; ``set_out`` during it,
        ``[replicate, day, route]``; and, ``[replicate, day]``, ``under_way`` at its end, ``came`` (set out anew) and
        ``near_threshold`` (decisions that another number of bins might turn).
    """
    import xarray as xr  # noqa: PLC0415  takes seconds

    outcomes = tuple(situation.outcomes.values())
    places, routes = dict(_by_place(outcomes)), dict(_by_route(outcomes, situation))
    found: dict[str, tuple[tuple[str, ...], Ints, dict[str, str]]] = {
        "there": (("replicate", "day", "place"), _stacked(results, places.values()), {"long_name": "people there"}),
        "set_out": (("replicate", "day", "route"), _stacked(results, routes.values()), {"long_name": "who set out"}),
    }
    for name, words in _WHOLE.items():
        of = [o.id for o in outcomes if _is_whole(o, name)][:1]
        found[name] = (("replicate", "day"), _stacked(results, of).sum(axis=-1), {"long_name": words})
    coords = {
        "replicate": np.arange(results.sizes["draw"] * results.sizes["replicate"]),
        "day": results["period_start"].to_numpy(),
        "place": list(places),
        "route": list(routes),
        "place_name": ("place", [situation.places[place].name for place in places]),
    }
    return xr.Dataset(found, coords, dict(results.attrs))


_WHOLE = {
    UNDER_WAY: "people under way",
    CAME: "people who set out anew",
    NEAR_THRESHOLD: "decisions on short stints within a bin of the threshold",
}


def _is_whole(outcome: Outcome, name: str) -> bool:
    """Tell whether an outcome counts one of `_WHOLE`, everywhere."""
    what = outcome.statuses if outcome.kind == "stock" else outcome.exits
    return what == (name,) and not outcome.places


def _by_place(outcomes: Iterable[Outcome]) -> Iterator[tuple[str, str]]:
    """Give place → outcome that counts the people there, and nobody else."""
    for outcome in outcomes:
        if outcome.kind == "stock" and outcome.statuses == (THERE,) and len(outcome.places) == 1:
            yield outcome.places[0], outcome.id


def _by_route(outcomes: Iterable[Outcome], situation: Situation) -> Iterator[tuple[str, str]]:
    """Give route → outcome that counts those who set out along it, and nobody else."""
    for outcome in outcomes:
        if outcome.kind == "flow" and len(outcome.exits) == 1 and outcome.exits[0] in situation.routes:
            yield outcome.exits[0], outcome.id


def _stacked(results: xr.Dataset, names: Iterable[str]) -> Ints:
    """Give outcomes as ``[replicate, day, outcome]``."""
    shape = (results.sizes["draw"] * results.sizes["replicate"], results.sizes["period"])
    arrays = [results[name].to_numpy().reshape(shape) for name in names]
    return np.stack(arrays, axis=-1) if arrays else np.zeros((*shape, 0), np.int64)
