"""The baseline at each position of a premise: what the model says there, to be set beside what is reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, TypedDict, Unpack

from tumen.argument.premises import Premise
from tumen.ensemble import simulate
from tumen.errors import RunError
from tumen.model import Model, fixed_by

if TYPE_CHECKING:
    import xarray as xr

    from tumen.comparison.premises import Positions

Progress = Callable[[int, int], None]
NO_DRAW = "T412"
"""No draw of a world meets its anchors."""


class Options(TypedDict, total=False):
    """What else `baselines` takes, by keyword; its defaults stand in its docstring."""

    draws: int
    seed: int
    worlds: Sequence[str] | None
    workers: int | None
    progress: Progress | None


@dataclass(frozen=True)
class Baselines:
    """Runs of the baseline, each with one premise at another position than the situation has it.

    Attributes:
        draws: Of the parameters, in each world; the same in every run.
        worlds: Ids.
        runs: Premises that stand elsewhere, with their positions → world → what `simulate` gives of it; None where no
            draw could meet the anchors of the world.
    """

    draws: int
    worlds: tuple[str, ...]
    runs: Mapping[Positions, Mapping[str, xr.Dataset | None]]

    @staticmethod
    def key(premise: Premise, position: str) -> Positions:
        """Name the run in which a premise stands in a position, and every other where the situation has it."""
        return () if position == premise.at else ((premise.name, position),)


def baselines(model: Model, premises: Sequence[Premise], **options: Unpack[Options]) -> Baselines:
    """Run the baseline at every position of every premise, one moved at a time.

    Draws are the same in all runs, and the anchors are solved anew in each: whatever a position says, the model then
    meets the figures of its anchors.

    Args:
        model: From `build`.
        premises: From `premises_of`.
        **options: ``draws`` (of the parameters, in each world; 20), ``seed`` (1), ``worlds`` (ids; all), ``workers``
            (as many as help), ``progress`` (called with the futures done and all; nobody).

    Raises:
        UsageError: T003 or T420 for an argument that cannot be.
        RunError: Whatever ends a run, but where no draw meets its anchors.
    """
    worlds = tuple(options.get("worlds") or model.situation.worlds)
    places = dict.fromkeys(Baselines.key(one, place.position) for one in premises for place in one.places)
    draws, tell = options.get("draws", 20), options.get("progress") or _silent
    found: dict[Positions, dict[str, xr.Dataset | None]] = {at: {} for at in places}
    every = len(places) * len(worlds) * draws
    for n, (at, world) in enumerate(product(places, worlds)):
        moved = replace(model, fixed=fixed_by(model, dict(at)))
        found[at][world] = _run(moved, world, options, tell=partial(_tell, tell, before=n * draws, every=every))
    return Baselines(draws, worlds, found)


def _run(model: Model, world: str, options: Options, *, tell: Progress) -> xr.Dataset | None:
    """Run the baseline in a world; None where no draw meets its anchors."""
    draws, seed, workers = options.get("draws", 20), options.get("seed", 1), options.get("workers")
    try:
        return simulate(model, draws=draws, seed=seed, worlds=[world], workers=workers, progress=tell)
    except RunError as error:
        if error.code != NO_DRAW:
            raise
        tell(draws, draws)
        return None


def _tell(tell: Progress, done: int, _: int, *, before: int, every: int) -> None:
    """Tell how much of all runs is done, from how much of one is."""
    tell(before + done, every)


def _silent(_done: int, _total: int) -> None:
    """Say nothing."""
