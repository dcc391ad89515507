"""One draw of a comparison: the baseline and every policy, under the same numbers and the same luck."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tumen.cells import Tables
from tumen.cells_journey import JourneyTables
from tumen.comparison.design import BASELINE, Design
from tumen.engine import Luck, run_replicates
from tumen.ensemble.blocks import REJECTED
from tumen.errors import RunError
from tumen.model import make_tables, tables

Floats = NDArray[np.float64]
Task = tuple[int, int]
"""Number of a world in the design, and number of a draw."""
LUCK_DRAWS = 10
"""Draws of each world that are run with a second luck, to tell how much of the noise the shared one takes out."""
_OTHER = 1 << 31
"""Futures from this number on are of no other use."""


@dataclass(frozen=True)
class Drawn:
    """What came out of a draw.

    Attributes:
        figures: ``[policy, replicate, outcome]``, with one replicate more where a second luck is needed.
        values: Numbers of the draw, ``[entry]``; not numbers where it was rejected.
    """

    figures: Floats
    values: Floats


def shape_of(design: Design, draw: int) -> tuple[int, int, int]:
    """Give the shape of the figures of a draw."""
    return len(design.policies), len(_futures(design, draw)), len(design.span.outcomes)


def run_draw(design: Design, task: Task, *, stopped: Callable[[], bool]) -> Drawn:
    """Run the baseline and each policy in a draw of a world.

    Args:
        design: Of the comparison.
        task: Which world and draw.
        stopped: Asked after each run.

    Raises:
        CancelledError: When it was stopped.
        RunError: Whatever ends a replicate.
    """
    world, draw = task
    model = design.models[design.positions[draw]]
    figures = np.full(shape_of(design, draw), np.nan)
    try:
        made = tables(model, world=design.worlds[world], policy=BASELINE, draw=draw, seed=design.seed)
    except RunError as error:
        if error.code != REJECTED:
            raise
        return Drawn(figures, np.full(len(model.entries), np.nan))
    every = [made, *(make_tables(model, made.values, policy=policy) for policy in design.policies[1:])]
    for i, future in enumerate(_futures(design, draw)):
        luck = Luck(design.seed, future, design.noise_address, design.years)
        figures[:, i] = list(_figures(design, every, luck, stopped=stopped))
    return Drawn(figures, made.values)


def _figures(
    design: Design, every: Sequence[Tables | JourneyTables], luck: Luck, *, stopped: Callable[[], bool]
) -> Iterator[Floats]:
    """Give the outcomes over the span under the tables of each policy, ``[outcome]``."""
    model, plan = design.model, design.span.plan.engine
    for run in run_replicates(model.cells, every, plan, luck=luck, substeps=model.situation.calendar.substeps):
        if stopped():
            raise CancelledError
        yield design.span.of(run.outcomes)


def _futures(design: Design, draw: int) -> list[int]:
    """Number the realisations of chance of a draw, with another where only one is asked for and two are needed."""
    first, asked = draw * design.replicates, design.replicates
    return [*range(first, first + asked), *([_OTHER + draw] if asked == 1 and draw < LUCK_DRAWS else [])]
