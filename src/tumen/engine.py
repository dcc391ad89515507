"""One replicate, and the mean engine, on the kernels. Shape and numbers come from `model`; results are arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from tumen.cells import Cells, Floats, Ints, RecordPlan, Tables
from tumen.cells_journey import JourneyCells, JourneyTables
from tumen.errors import RunError
from tumen.kernels.journey import draw_journey, mean_journey
from tumen.kernels.run import draw_run, mean_run
from tumen.process.noise import gamma_factor
from tumen.streams import Kind, uniforms

_HALF_ULP = 2.0**-54
_NO_GROUPS = np.zeros(0, np.int64)
_NO_ACCOUNT = np.zeros((0, 0), np.int64)


@dataclass(frozen=True)
class Run:
    """What was kept of one run.

    Attributes:
        outcomes: ``[period, outcome]``, in the units of the outcomes.
        bounded: Steps in which the feedback on a group stood at its bound, ``[group]``; a journey has no groups.
        cells: People in each cell at the end of each period, ``[period, cell]``; no rows unless they were kept.
        account: People counted for the law, ``[account period, bin]``; none of a mean pass or a journey.
    """

    outcomes: Floats
    bounded: Ints
    cells: NDArray[np.int64] | Floats
    account: Ints


@dataclass(frozen=True)
class Luck:
    """Which future a replicate is, apart from the numbers of its draw.

    Attributes:
        seed: Study seed, 32 bits.
        future: Draw times replicates plus replicate.
        noise_address: Address of each noise, ``[noise]``.
        years: Calendar year of each step, ``[step]``.
    """

    seed: int
    future: int
    noise_address: NDArray[np.uint64]
    years: Ints


def noise_factors(tables: Tables, luck: Luck) -> Floats:
    """Give the factor of each noise in each step, ``[step, noise]``: one uniform for each noise and year."""
    first, last = int(luck.years[0]), int(luck.years[-1])
    u = np.column_stack(
        [
            uniforms(luck.noise_address, step=year, future=luck.future, seed=luck.seed, kind=Kind.NOISE)
            for year in range(first, last + 1)
        ]
    )
    return gamma_factor(u + _HALF_ULP, tables.noise_sd)[:, luck.years - first].T


def with_noise(cells: Cells, tables: Tables, luck: Luck) -> Tables:
    """Multiply the yearly noise of a future into the dated tables."""
    if tables.noise_sd.size == 0:
        return tables
    factor = np.column_stack([noise_factors(tables, luck), np.ones(tables.days.size)])
    return tables._replace(given=tables.given * factor[:, cells.row_noise])


def run_replicate(
    cells: Cells | JourneyCells, tables: Tables | JourneyTables, plan: RecordPlan, *, luck: Luck, substeps: int
) -> Run:
    """Run one replicate: exact counts.

    Args:
        cells: Shape of the model: which kernel runs goes by its type, and that of the tables by it.
        tables: Numbers of the draw.
        plan: What to keep.
        luck: Which future.
        substeps: Parts of a step; a journey has none.

    Raises:
        RunError: T411 if a step created or lost people, which would be a fault of the engine.
    """
    out = np.zeros((plan.periods, plan.kind.size))
    kept = np.zeros((plan.periods if plan.keep_cells else 0, _n_cells(tables)), np.int64)
    account = np.zeros((plan.account.periods, plan.account.bins), np.int64)
    seed, future = np.uint64(luck.seed), np.uint64(luck.future)
    if isinstance(cells, JourneyCells):
        bounded = _NO_GROUPS
        broken = draw_journey(cells, cast("JourneyTables", tables), plan, seed, future, out, kept)
    else:
        noisy = with_noise(cells, cast("Tables", tables), luck)
        bounded, broken = draw_run(cells, noisy, plan, substeps, seed, future, out, kept, account)
    if broken >= 0:
        raise RunError(
            "T411",
            f"people were created or lost in step {broken}",
            where=f"future {luck.future}, seed {luck.seed}",
            remedy="this is a fault of Tumen; please report it with the seed and the situation",
        )
    return Run(_in_units(out, tables, plan), bounded, kept, account)


def mean_pass(
    cells: Cells | JourneyCells,
    tables: Tables | JourneyTables,
    plan: RecordPlan,
    *,
    substeps: int,
    steps: int | None = None,
) -> Run:
    """Run the mean engine, without noise, over the first `steps` steps (all where None), which end a period."""
    out = np.zeros((plan.periods, plan.kind.size))
    kept = np.zeros((plan.periods if plan.keep_cells else 0, _n_cells(tables)))
    until = plan.period_of_step.size if steps is None else steps
    if isinstance(cells, JourneyCells):
        bounded = _NO_GROUPS
        mean_journey(cells, cast("JourneyTables", tables), plan, until, out, kept)
    else:
        bounded = mean_run(cells, cast("Tables", tables), plan, substeps, until, out, kept)
    return Run(_in_units(out, tables, plan), bounded, kept, _NO_ACCOUNT)


def _n_cells(tables: Tables | JourneyTables) -> int:
    """Count what people are recorded in; on a journey, places and links."""
    links = tables.walking_share.size if isinstance(tables, JourneyTables) else 0
    return tables.start.size + links


def _in_units(out: Floats, tables: Tables | JourneyTables, plan: RecordPlan) -> Floats:
    return out * (tables.weight[plan.weight] * plan.scale)
