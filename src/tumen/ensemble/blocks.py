"""The work of an ensemble, cut into blocks: some draws of one world with their replicates, or a part of one draw."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tumen.cells import Ints, Tables
from tumen.cells_journey import JourneyTables
from tumen.engine import Luck, Run, run_replicate
from tumen.ensemble.account import narrow
from tumen.ensemble.failures import Address, Failure, StoppedError, attempted
from tumen.ensemble.histograms import Histogram, counted, empty, merged
from tumen.ensemble.plan import Plan
from tumen.errors import RunError
from tumen.model import Model, tables, whole_numbers
from tumen.streams import address

MISSING = -1
"""Stands where there is no count: the draw was rejected, or the figure is withheld. Never a legal count; the level of a
signal may be negative, and `valid` says where it is none."""
REJECTED = "T410"
"""Code of the one failure that is a result: the anchors of a draw cannot be met."""
_SECONDS_PER_EXIT = 5e-8
_EXITS_BESIDES = 300
_SECONDS_PER_BLOCK = 10.0
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
    def whole(self) -> NDArray[np.bool_]:
        """Which outcomes are whole numbers, ``[outcome]``."""
        return np.array([whole_numbers(self.model, outcome) for outcome in self.plan.outcomes], dtype=bool)

    @cached_property
    def years(self) -> Ints:
        """Calendar year of each step, ``[step]``: the one in which it ends."""
        return np.array([last.year for _, last in self.model.steps], dtype=np.int64)


@dataclass(frozen=True)
class Block:
    """Draws `first` to `last`, both included, of one world: all their replicates, or some of those of one draw.

    Attributes:
        world: Id of the world.
        first, last: Draws.
        some: First and last of the replicates, where they are not all.
    """

    world: str
    first: int
    last: int
    some: tuple[int, int] | None = None

    @property
    def draws(self) -> range:
        """The draws in it."""
        return range(self.first, self.last + 1)

    def replicates(self, study: Study) -> range:
        """Give the replicates in it of each of its draws."""
        first, last = self.some or (0, study.replicates - 1)
        return range(first, last + 1)

    def futures(self, study: Study) -> int:
        """Count the futures in it."""
        return len(self.draws) * len(self.replicates(study))

    @property
    def name(self) -> str:
        """What its part is called."""
        some = "" if self.some is None else f"-{self.some[0]}-{self.some[1]}"
        return f"{self.world}-{self.first}-{self.last}{some}"


@dataclass(frozen=True)
class Part:
    """What came out of a block.

    Attributes:
        outcomes: ``[draw, replicate, period, outcome]``; `MISSING` where rejected or withheld.
        valid: Whether the draw met its anchors, ``[draw]``; false too where it failed.
        entries: The drawn numbers, ``[draw, entry]``; not a number where rejected.
        bounded: Steps, over all futures, in which the feedback stood at its bound, ``[group]``.
        cells: ``[draw, replicate, period, cell]``, as `outcomes`; no periods and cells where not recorded.
        account: People counted for the law, ``[draw, replicate, stretch, bin]``, likewise; in 32 bits where they fit.
        bins, counts: Of a `Histogram` of outcomes, where futures are merged; `outcomes` then has none.
        failures: What failed, each as the JSON text of a `Failure`, ``[failure]``.
    """

    outcomes: NDArray[np.float64]
    valid: NDArray[np.bool_]
    entries: NDArray[np.float64]
    bounded: NDArray[np.int64]
    cells: NDArray[np.int64]
    account: NDArray[np.signedinteger[Any]]
    bins: NDArray[np.int64]
    counts: NDArray[np.int64]
    failures: NDArray[np.str_]

    @property
    def failed(self) -> tuple[Failure, ...]:
        """What failed, in order."""
        return tuple(Failure(**json.loads(str(text))) for text in self.failures)


def seconds_per_pass(study: Study) -> float:
    """Guess, from its size alone, how long one replicate takes; so the same study is cut alike on every machine."""
    model = study.model
    steps = len(model.steps) * model.situation.calendar.substeps
    return steps * (model.busy + _EXITS_BESIDES) * _SECONDS_PER_EXIT


def seconds_per_draw(study: Study) -> float:
    """Guess likewise how long one draw takes."""
    return (study.replicates + len(study.model.situation.anchors)) * seconds_per_pass(study)


def block_size(study: Study, *, workers: int) -> int:
    """Give the futures in a block: some seconds of work, or less so that every worker has some blocks to do.

    That is some whole draws, or a part of one that would take longer.
    """
    one = seconds_per_draw(study)
    if one > _SECONDS_PER_BLOCK:
        return max(1, min(study.replicates, ceil(_SECONDS_PER_BLOCK / seconds_per_pass(study))))
    share = ceil(study.draws * len(study.worlds) / (_BLOCKS_PER_WORKER * workers))
    return study.replicates * max(1, min(ceil(_SECONDS_PER_BLOCK / one), share))


def cut(study: Study, *, size: int) -> tuple[Block, ...]:
    """Cut a study into blocks of at most `size` futures: whole draws of one world, or a part of one draw."""
    if size >= study.replicates:
        step = size // study.replicates
        starts = range(0, study.draws, step)
        return tuple(Block(w, first, min(first + step, study.draws) - 1) for w in study.worlds for first in starts)
    spans = [(first, min(first + size, study.replicates) - 1) for first in range(0, study.replicates, size)]
    return tuple(Block(w, draw, draw, span) for w in study.worlds for draw in range(study.draws) for span in spans)


def run_block(study: Study, block: Block, *, stopped: Callable[[], bool] = bool) -> Part:
    """Run a block.

    Args:
        study: What runs.
        block: Which futures.
        stopped: Asked before each replicate; by default nobody stops it.

    Returns:
        What came out; futures that fail are listed in it.

    Raises:
        StoppedError: If `stopped` said so.
        ResourceError: T804 if memory ran out.
    """
    return joined([_of_draw(study, block, draw, stopped=stopped) for draw in block.draws])


def joined(parts: Sequence[Part]) -> Part:
    """Put parts behind each other along their draws."""
    histogram = merged_parts(parts)
    return Part(
        outcomes=np.concatenate([part.outcomes for part in parts]),
        valid=np.concatenate([part.valid for part in parts]),
        entries=np.concatenate([part.entries for part in parts]),
        bounded=np.sum([part.bounded for part in parts], axis=0),
        cells=np.concatenate([part.cells for part in parts]),
        account=np.concatenate([part.account for part in parts]),
        bins=histogram.bins,
        counts=histogram.counts,
        failures=np.concatenate([part.failures for part in parts]),
    )


def merged_parts(parts: Sequence[Part]) -> Histogram:
    """Add up the histograms of parts."""
    return merged(np.concatenate([part.bins for part in parts]), np.concatenate([part.counts for part in parts]))


def _of_draw(study: Study, block: Block, draw: int, *, stopped: Callable[[], bool]) -> Part:
    """Run the replicates of one draw."""
    address = Address(block.world, draw)
    made = attempted(lambda: _tables(study, address), address)
    if made is None or isinstance(made, Failure):
        return _without(study, block, failures=() if made is None else (made,))
    return _accepted(study, block, draw, made=made, stopped=stopped)


def _tables(study: Study, address: Address) -> Tables | JourneyTables | None:
    """Make the tables of a draw; None where its anchors cannot be met."""
    try:
        return tables(study.model, world=address.world, policy=study.policy, draw=address.draw, seed=study.seed)
    except RunError as error:
        if error.code != REJECTED:
            raise
    return None


def _accepted(
    study: Study, block: Block, draw: int, *, made: Tables | JourneyTables, stopped: Callable[[], bool]
) -> Part:
    """Run replicates of a draw."""
    part, failures, found = _without(study, block), list[Failure](), [empty().bins]
    account = part.account.astype(np.int64)
    for i, replicate in enumerate(block.replicates(study)):
        if stopped():
            raise StoppedError
        address = Address(block.world, draw, replicate)
        run = attempted(partial(_run, study, made, address), address)
        if isinstance(run, Failure):
            failures.append(run)
            continue
        if study.plan.merged:
            found.append(counted(run.outcomes, ~study.plan.withheld, study.whole))
        else:
            part.outcomes[0, i] = np.where(study.plan.withheld, MISSING, run.outcomes)
        part.bounded[:] += run.bounded
        if study.plan.withheld_cells is not None:
            part.cells[0, i] = np.where(study.plan.withheld_cells, MISSING, run.cells)
        if study.plan.account.kept:
            account[0, i] = np.where(study.plan.account.withheld, MISSING, run.account)
    bins = np.concatenate(found)
    histogram = merged(bins, np.ones_like(bins))
    ran = replace(part, valid=np.array([True]), entries=made.values[None], account=narrow(account))
    return replace(ran, failures=_texts(failures), **vars(histogram))


def _run(study: Study, made: Tables | JourneyTables, address: Address) -> Run:
    """Run one replicate."""
    future = address.draw * study.replicates + (address.replicate or 0)
    luck = Luck(study.seed, future, study.noise_address, study.years)
    substeps = study.model.situation.calendar.substeps
    return run_replicate(study.model.cells, made, study.plan.engine, luck=luck, substeps=substeps)


def _without(study: Study, block: Block, *, failures: Sequence[Failure] = ()) -> Part:
    """Stand for a draw without results: listed, never filled or replaced."""
    plan, model = study.plan, study.model
    cells = (0, 0) if plan.withheld_cells is None else plan.withheld_cells.shape
    replicates = len(block.replicates(study))
    return Part(
        outcomes=np.full((1, 0 if plan.merged else replicates, *plan.withheld.shape), float(MISSING)),
        valid=np.array([False]),
        entries=np.full((1, len(model.entries)), np.nan),
        bounded=np.zeros(len(model.situation.groups), dtype=np.int64),
        cells=np.full((1, replicates, *cells), MISSING, dtype=np.int64),
        account=np.full((1, replicates, *plan.account.withheld.shape), MISSING, dtype=np.int32),
        **vars(empty()),
        failures=_texts(failures),
    )


def _texts(failures: Sequence[Failure]) -> NDArray[np.str_]:
    return np.array([json.dumps(failure.as_dict()) for failure in failures], dtype=np.str_)
