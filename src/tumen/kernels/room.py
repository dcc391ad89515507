"""What a run works on, and what of it is carried from step to step: whoever copies that can go on from there again."""

from typing import NamedTuple

import numpy as np

from tumen.cells import Cells, Floats, RecordPlan, Tables
from tumen.kernels.clock import Carried, no_time
from tumen.kernels.jit import inner

_STAGES = 4


class Stretch(NamedTuple):
    """Steps from ``first`` up to ``end``, which is not one of them, each in ``substeps`` parts."""

    first: int
    end: int
    substeps: int


class State(NamedTuple):
    """All that the steps to come need to know of those that were: int64 people in counts, float64 in means.

    ``stock`` are people by cell and ``memory`` what signals keep, ``[signal, stage]``; ``bounded`` counts steps at the
    bound of feedback, by group. ``through`` and ``came``, by exit and inflow, are still to be recorded. ``carried``
    are clocks.
    """

    stock: np.ndarray
    memory: np.ndarray
    bounded: np.ndarray
    through: Floats
    came: Floats
    carried: Carried


class Room(NamedTuple):
    """What a run works on: int64 people in counts, float64 in means.

    ``stock``, ``memory``, ``bounded``, ``through`` and ``came`` are those of the state. ``come`` are people who came
    in; ``went``, by exit, what `tumen.kernels.record.feed` takes. ``chance`` goes by exit, ``rate`` by row, ``fed`` by
    group, ``level`` and ``people`` by signal, the others by seat limit.
    """

    stock: np.ndarray
    memory: np.ndarray
    bounded: np.ndarray
    through: np.ndarray
    came: np.ndarray
    come: np.ndarray
    went: np.ndarray
    chance: np.ndarray
    rate: np.ndarray
    fed: np.ndarray
    level: np.ndarray
    people: np.ndarray
    seat_scale: np.ndarray
    free: np.ndarray
    taken: np.ndarray


def first_state(cells: Cells, tables: Tables, plan: RecordPlan, *, counts: bool) -> State:
    """Give the state in which a run begins: in counts, or else in means."""
    signals, exits = tables.half_life.size, cells.target.size
    return State(
        stock=tables.start.copy() if counts else tables.start.astype(np.float64),
        memory=np.zeros((signals, _STAGES)),
        bounded=np.zeros(tables.elasticity.shape[0], np.int64),
        through=np.zeros(exits),
        came=np.zeros(cells.inflow_cell.size),
        carried=no_time(plan.clock, tables.start),
    )


def copied(state: State) -> State:
    """Give a state of its own that is the same."""
    *arrays, carried = state
    return State(*(array.copy() for array in arrays), carried=Carried(*(array.copy() for array in carried)))


@inner
def room_for(cells, tables, state, come):
    """Make room for a run that goes on from `state`; people come in by `come`."""
    groups, signals, seats = tables.elasticity.shape[0], tables.half_life.size, cells.seat_per_step.size
    return Room(
        state.stock,
        state.memory,
        state.bounded,
        state.through,
        state.came,
        come,
        np.zeros(cells.target.size),
        np.zeros(cells.target.size),
        np.zeros(cells.row_group.size),
        np.ones(groups),
        np.zeros(signals),
        np.zeros(signals),
        np.ones(seats),
        np.zeros(seats),
        np.zeros(seats),
    )
