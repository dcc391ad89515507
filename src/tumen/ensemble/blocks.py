"""The work of an ensemble, cut into blocks: some draws of one world, with all their replicates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from math import ceil

import numpy as np
from numpy.typing import NDArray

from tumen.cells import Ints, Tables
from tumen.cells_journey import JourneyTables
from tumen.engine import Luck, Run, run_replicate
from tumen.ensemble.plan import Plan
from tumen.errors import ResourceError, RunError, TumenError
from tumen.model import Model, tables
from tumen.streams import address

MISSING = -1
"""Stands where there is no count: the draw was rejected, or the figure is withheld. Never a legal count; the level of a
signal may be negative, and `valid` says where it is none."""
REJECTED = "T410"
"""Code of the one failure that is a result: the anchors of a draw cannot be met."""
_SECONDS_PER_EXIT = 5e-8
_EXITS_BESIDES = 300
_SECONDS_PER_BLOCK = 5.0
_BLOCKS_PER_WORKER = 8


@dataclass(frozen=True)
class Study:
    """Everything that decides the bits of a result; all that a worker needs to run any block of it.

    Attributes:
        model: What runs.
        plan: What is kept.
        worlds: Ids of the worlds, in the order of the situation.
        draws: Samples of the parameters, in each world.
        replicates: Realisations of chance for each draw.
        seed: Of the study.
        policy: Id of the policy.
    """

    model: Model
    plan: Plan
    worlds: tuple[str, ...]
    draws: int
    replicates: int
    seed: int
    policy: str

    @cached_property
    def noise_address(self) -> NDArray[np.uint64]:
        """Address of each noise, ``[noise]``, sorted as in the tables."""
        return np.array([address("noise", noise) for noise in sorted(self.model.situation.noises)], dtype=np.uint64)

    @cached_property
    def years(self) -> Ints:
        """Calendar year of each step, ``[step]``: the one in which it ends."""
        return np.array([last.year for _, last in self.model.steps], dtype=np.int64)


@dataclass(frozen=True)
class Block:
    """Draws `first` to `last`, both included, of one world."""

    world: str
    first: int
    last: int

    @property
    def draws(self) -> range:
        """The draws in it."""
        return range(self.first, self.last + 1)

    @property
    def name(self) -> str:
        """What its part is called."""
        return f"{self.world}-{self.first}-{self.last}"


@dataclass(frozen=True)
class Part:
    """What came out of a block.

    Attributes:
        outcomes: ``[draw, replicate, period, outcome]``; `MISSING` where rejected or withheld.
        valid: Whether the draw met its anchors, ``[draw]``.
        entries: The drawn numbers, ``[draw, entry]``; not a number where rejected.
        bounded: Steps, over all futures, in which the feedback stood at its bound, ``[group]``.
        cells: ``[draw, replicate, period, cell]``, as `outcomes`; no periods and cells where not recorded.
    """

    outcomes: NDArray[np.float64]
    valid: NDArray[np.bool_]
    entries: NDArray[np.float64]
    bounded: NDArray[np.int64]
    cells: NDArray[np.int64]


def seconds_per_pass(study: Study) -> float:
    """Guess, from its size alone, how long one replicate takes; so the same study is cut alike on every machine."""
    model = study.model
    steps = len(model.steps) * model.situation.calendar.substeps
    return steps * (model.busy + _EXITS_BESIDES) * _SECONDS_PER_EXIT


def seconds_per_draw(study: Study) -> float:
    """Guess likewise how long one draw takes."""
    return (study.replicates + len(study.model.situation.anchors)) * seconds_per_pass(study)


def block_size(study: Study, *, workers: int) -> int:
    """Give the draws in a block: some seconds of work, or less so that every worker has some blocks to do."""
    draws = study.draws * len(study.worlds)
    long_enough = ceil(_SECONDS_PER_BLOCK / seconds_per_draw(study))
    return max(1, min(long_enough, ceil(draws / (_BLOCKS_PER_WORKER * workers))))


def cut(study: Study, *, size: int) -> tuple[Block, ...]:
    """Cut the draws of each world into blocks of at most `size` draws."""
    starts = range(0, study.draws, size)
    return tuple(Block(w, first, min(first + size, study.draws) - 1) for w in study.worlds for first in starts)


class StoppedError(Exception):
    """A block was told to stop before it was done."""


def run_block(study: Study, block: Block, *, stopped: Callable[[], bool] = bool) -> Part:
    """Run a block.

    Args:
        study: What runs.
        block: Which draws of which world.
        stopped: Asked before each replicate; by default nobody stops it.

    Raises:
        StoppedError: If `stopped` said so.
        TumenError: Any failure but a rejected draw, with the world, draw and replicate in which it arose.
    """
    parts: list[Part] = []
    for draw in block.draws:
        made = _tables(study, block.world, draw)
        accepted = made is not None
        parts.append(_accepted(study, made, (block.world, draw), stopped=stopped) if accepted else _rejected(study))
    return joined(parts)


def joined(parts: Sequence[Part]) -> Part:
    """Put parts behind each other along their draws."""
    return Part(
        outcomes=np.concatenate([part.outcomes for part in parts]),
        valid=np.concatenate([part.valid for part in parts]),
        entries=np.concatenate([part.entries for part in parts]),
        bounded=np.sum([part.bounded for part in parts], axis=0),
        cells=np.concatenate([part.cells for part in parts]),
    )


def _tables(study: Study, world: str, draw: int) -> Tables | JourneyTables | None:
    """Make the tables of a draw; None where its anchors cannot be met."""
    try:
        with _addressed(f"world {world}, draw {draw}"):
            return tables(study.model, world=world, policy=study.policy, draw=draw, seed=study.seed)
    except RunError as error:
        if error.code != REJECTED:
            raise
    return None


def _accepted(
    study: Study, made: Tables | JourneyTables, address: tuple[str, int], *, stopped: Callable[[], bool]
) -> Part:
    """Run all replicates of a draw."""
    world, draw = address
    cells, substeps = study.model.cells, study.model.situation.calendar.substeps
    runs: list[Run] = []
    for replicate in range(study.replicates):
        if stopped():
            raise StoppedError
        future = draw * study.replicates + replicate
        with _addressed(f"world {world}, draw {draw}, replicate {replicate}"):
            luck = Luck(study.seed, future, study.noise_address, study.years)
            runs.append(run_replicate(cells, made, study.plan.engine, luck=luck, substeps=substeps))
    outcomes = np.array([run.outcomes for run in runs])
    outcomes[:, study.plan.withheld] = MISSING
    kept = np.array([_cells(study.plan, run) for run in runs])
    bounded = np.sum([run.bounded for run in runs], axis=0)
    return Part(outcomes[None], np.array([True]), made.values[None], bounded, kept[None])


def _cells(plan: Plan, run: Run) -> NDArray[np.int64]:
    """Give the recorded cells of a run without those withheld; of shape ``[0, 0]`` where none are recorded."""
    if plan.withheld_cells is None:
        return np.zeros((0, 0), dtype=np.int64)
    return np.where(plan.withheld_cells, MISSING, run.cells).astype(np.int64)


def _rejected(study: Study) -> Part:
    """Stand for a draw that cannot meet its anchors: listed, never filled or replaced."""
    plan, model = study.plan, study.model
    cells = (0, 0) if plan.withheld_cells is None else plan.withheld_cells.shape
    return Part(
        outcomes=np.full((1, study.replicates, *plan.withheld.shape), float(MISSING)),
        valid=np.array([False]),
        entries=np.full((1, len(model.entries)), np.nan),
        bounded=np.zeros(len(model.situation.groups), dtype=np.int64),
        cells=np.full((1, study.replicates, *cells), MISSING, dtype=np.int64),
    )


@contextmanager
def _addressed(address: str) -> Iterator[None]:
    """Tell with any failure in which future it arose."""
    try:
        yield
    except TumenError as error:
        where = f"{address}: {error.where}"
        raise type(error)(error.code, error.problem, where=where, remedy=error.remedy) from error
    except MemoryError as error:
        raise ResourceError("T804", "out of memory", where=address, remedy="use fewer workers") from error
    except Exception as error:
        error.add_note(f"in {address}")
        raise
