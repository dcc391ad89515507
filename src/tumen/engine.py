"""One replicate, and the mean engine, on the kernels. Shape and numbers come from `model`; results are arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
from numpy.typing import NDArray

from tumen.cells import Cells, Floats, Ints, RecordPlan, Tables
from tumen.cells_journey import JourneyCells, JourneyTables
from tumen.errors import RunError
from tumen.kernels.journey import draw_journey, mean_journey
from tumen.kernels.room import State, Stretch, copied, first_state
from tumen.kernels.run import draw_run, mean_run
from tumen.process.noise import gamma_factor
from tumen.streams import Kind, uniforms

_HALF_ULP = 2.0**-54
_NO_GROUPS = np.zeros(0, np.int64)
_NO_ACCOUNT = np.zeros((0, 0), np.int64)
_DATED = ("given", "drift", "input", "capacity")
"""The tables of which each step reads its own row."""


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


@dataclass(frozen=True)
class Reached:
    """A replicate as far as it was run: enough to go on from there, under the same tables or others.

    Attributes:
        step: The next one.
        state: What the next steps need to know.
        out: Sums, ``[period, outcome]``.
        kept: People in each cell, ``[period or 0, cell]``.
        account: People counted for the law, ``[account period, bin]``.
    """

    step: int
    state: State
    out: Floats
    kept: Ints
    account: Ints

    def copy(self) -> Reached:
        """Give the same, of its own."""
        return Reached(self.step, copied(self.state), self.out.copy(), self.kept.copy(), self.account.copy())


@dataclass(frozen=True)
class Replicate:
    """A realisation of chance under which tables may be run, whole or in stretches.

    Attributes:
        cells: Shape of the model.
        plan: What to keep.
        luck: Which future.
        substeps: Parts of a step.
    """

    cells: Cells
    plan: RecordPlan
    luck: Luck
    substeps: int

    def begun(self, tables: Tables) -> Reached:
        """Stand at the beginning."""
        plan, account = self.plan, self.plan.account
        return Reached(
            step=0,
            state=first_state(self.cells, tables, plan, counts=True),
            out=np.zeros((plan.periods, plan.kind.size)),
            kept=np.zeros((plan.periods if plan.keep_cells else 0, _n_cells(tables)), np.int64),
            account=np.zeros((account.periods, account.bins), np.int64),
        )

    def until(self, tables: Tables, end: int, reached: Reached) -> Reached:
        """Go on to the beginning of step `end`; what was reached before is left as it was.

        Raises:
            RunError: T411 as of `run_replicate`.
        """
        at, stretch, luck = reached.copy(), Stretch(reached.step, end, self.substeps), self.luck
        noisy, seed, future = with_noise(self.cells, tables, luck), np.uint64(luck.seed), np.uint64(luck.future)
        broken = draw_run(self.cells, noisy, self.plan, stretch, seed, future, at.state, at.out, at.kept, at.account)
        _check_people(broken, luck)
        return replace(at, step=end)

    def ended(self, tables: Tables, reached: Reached) -> Run:
        """Go on to the end, if it is not reached."""
        steps = self.plan.period_of_step.size
        last = reached if reached.step == steps else self.until(tables, steps, reached)
        return Run(_in_units(last.out, tables, self.plan), last.state.bounded, last.kept, last.account)


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
    (run,) = run_replicates(cells, (tables,), plan, luck=luck, substeps=substeps)
    return run


def run_replicates(
    cells: Cells | JourneyCells,
    tables: Sequence[Tables | JourneyTables],
    plan: RecordPlan,
    *,
    luck: Luck,
    substeps: int,
) -> Iterator[Run]:
    """Run one replicate under several tables, each with the bits that it has alone.

    As long as tables equal the first ones, step by step, so does the run under them: it goes on from where they part.
    On a journey each runs from its beginning.

    Args:
        cells: As of `run_replicate`, and so are the others.
        tables: Numbers of the draw, under one policy after the other.
        plan: What to keep.
        luck: Which future.
        substeps: Parts of a step.

    Raises:
        RunError: T411 as of `run_replicate`.
    """
    if isinstance(cells, JourneyCells):
        return (_journey(cells, cast("JourneyTables", of), plan, luck=luck) for of in tables)
    replicate = Replicate(cells, plan, luck, substeps)
    return _restarted(replicate, [cast("Tables", of) for of in tables])


def _restarted(replicate: Replicate, tables: Sequence[Tables]) -> Iterator[Run]:
    """Run the first tables, stopping wherever others part from them; then each of the others from there."""
    parts = [parting(tables[0], of) for of in tables]
    stored = {0: replicate.begun(tables[0])}
    for step in sorted(set(parts) - {0}):
        stored[step] = replicate.until(tables[0], step, stored[max(stored)])
    for of, step in zip(tables, parts, strict=True):
        yield replicate.ended(of, stored[step] if step else replicate.begun(of))


def parting(one: Tables, other: Tables) -> int:
    """Give the first step in which two sets of tables differ in any bit: 0 where the undated ones do.

    Returns:
        The number of all steps where nothing differs.
    """
    undated = (name for name in Tables._fields if name not in _DATED)
    if any(getattr(one, name).tobytes() != getattr(other, name).tobytes() for name in undated):
        return 0
    bits = ((getattr(of, name).view(np.uint64) for of in (one, other)) for name in _DATED)
    differ = np.any([(a != b).any(axis=1) for a, b in bits], axis=0)
    return int(differ.argmax()) if differ.any() else differ.size


def _journey(cells: JourneyCells, tables: JourneyTables, plan: RecordPlan, *, luck: Luck) -> Run:
    out = np.zeros((plan.periods, plan.kind.size))
    kept = np.zeros((plan.periods if plan.keep_cells else 0, _n_cells(tables)), np.int64)
    broken = draw_journey(cells, tables, plan, np.uint64(luck.seed), np.uint64(luck.future), out, kept)
    _check_people(broken, luck)
    account = np.zeros((plan.account.periods, plan.account.bins), np.int64)
    return Run(_in_units(out, tables, plan), _NO_GROUPS, kept, account)


def _check_people(broken: int, luck: Luck) -> None:
    if broken >= 0:
        raise RunError(
            "T411",
            f"people were created or lost in step {broken}",
            where=f"future {luck.future}, seed {luck.seed}",
            remedy="this is a fault of Tumen; please report it with the seed and the situation",
        )


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
        numbers, stretch = cast("Tables", tables), Stretch(0, until, substeps)
        state = first_state(cells, numbers, plan, counts=False)
        mean_run(cells, numbers, plan, stretch, state, out, kept)
        bounded = state.bounded
    return Run(_in_units(out, tables, plan), bounded, kept, _NO_ACCOUNT)


def _n_cells(tables: Tables | JourneyTables) -> int:
    """Count what people are recorded in; on a journey, places and links."""
    links = tables.walking_share.size if isinstance(tables, JourneyTables) else 0
    return tables.start.size + links


def _in_units(out: Floats, tables: Tables | JourneyTables, plan: RecordPlan) -> Floats:
    return out * (tables.weight[plan.weight] * plan.scale)
