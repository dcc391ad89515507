"""Mean passes over a few accepted draws of a run: what its record cannot tell, without chance and in little time.

The kernels let go of the interpreter while they run, so that threads share the work; results come in the order of the
work, whatever the threads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tumen.cells import Floats, RecordPlan
from tumen.engine import mean_pass
from tumen.ensemble.pool import processors
from tumen.model import Model, as_drawn, fixed_by, make_tables

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class Accepted:
    """The numbers of a draw that met its anchors.

    Attributes:
        world: Whose anchors hold.
        draw: Number of the draw.
        seed: Of the study.
        values: As run, with the scales that were solved, ``[entry]``.
    """

    world: str
    draw: int
    seed: int
    values: Floats


@dataclass(frozen=True)
class Setting:
    """What is run with the numbers of a draw.

    Attributes:
        positions: Loop or switch → position, sorted; those not named stand where the situation has them.
        policy: Id of a policy, or ``baseline``.
    """

    positions: tuple[tuple[str, str], ...]
    policy: str

    @staticmethod
    def of(positions: Mapping[str, str], policy: str) -> Setting:
        """Make a setting."""
        return Setting(tuple(sorted(positions.items())), policy)


def accepted(dataset: xr.Dataset, most: int) -> dict[str, tuple[Accepted, ...]]:
    """Choose accepted draws of a run: the first of those that every world accepted, then the first of the others.

    Args:
        dataset: From `simulate`.
        most: Draws of each world.

    Returns:
        World → its draws; fewer where fewer met their anchors.
    """
    valid = dataset["valid"].transpose("world", "draw").values.astype(bool)
    values = dataset["entry_value"].transpose("world", "draw", "entry").values
    found: dict[str, tuple[Accepted, ...]] = {}
    for w, world in enumerate(str(name) for name in dataset["world"].values):
        order = np.lexsort((np.arange(valid.shape[1]), ~valid.all(axis=0), ~valid[w]))
        chosen = sorted(int(i) for i in order[:most] if valid[w, i])
        seed = int(dataset.attrs["seed"])
        found[world] = tuple(Accepted(world, int(dataset["draw"].values[i]), seed, values[w, i]) for i in chosen)
    return found


def values_at(model: Model, draw: Accepted, positions: Mapping[str, str]) -> Floats:
    """Give the numbers of a draw with loops and switches at other positions, ``[entry]``.

    Every other number is held, those too that anchors solved. A number that the run fixes and these positions leave
    free is as it was drawn.
    """
    values, fixed = draw.values.copy(), fixed_by(model, positions)
    freed = as_drawn(model, model.fixed.keys() - fixed.keys(), draw=draw.draw, seed=draw.seed)
    for name, value in {**freed, **fixed}.items():
        values[model.names.index(name)] = value
    return values


def means(model: Model, plan: RecordPlan, jobs: Sequence[tuple[Accepted, Setting]]) -> Floats:
    """Run the mean engine once for each draw and setting.

    Args:
        model: That was run.
        plan: What is kept.
        jobs: The work.

    Returns:
        In the units of the outcomes, ``[job, period, outcome]``.
    """
    substeps = model.situation.calendar.substeps

    def run(job: tuple[Accepted, Setting]) -> Floats:
        draw, setting = job
        tables = make_tables(model, values_at(model, draw, dict(setting.positions)), policy=setting.policy)
        return mean_pass(model.cells, tables, plan, substeps=substeps).outcomes

    with ThreadPoolExecutor(max(1, min(processors(), len(jobs)))) as pool:
        done = list(pool.map(run, jobs))
    return np.array(done).reshape(len(jobs), plan.periods, plan.kind.size)
