"""The frozen arrays that `model` makes and `engine` runs.

Three kinds, by how often they change: `Cells` once for a situation, `Tables` once for a draw, a world and a policy,
`RecordPlan` once for what is kept. They are named tuples of arrays, so that compiled code sees them by name.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
Floats = NDArray[np.float64]


class Cells(NamedTuple):
    """Who stands where and which ways lead out: the shape of a model.

    A cell is (place, cohort, status, stage). The exits of cell c are ``first[c]`` to ``first[c + 1]``; from
    ``end[c]`` on they share out those who reach the end of a fixed stay. ``n`` below is a number of people.

    Attributes:
        first: ``[cell + 1]``.
        end: First exit of cell that is taken at the end of a stay, ``[cell]``; ``first[c + 1]`` where there is none.
        origin, target: Cell that an exit leaves, and that to which it leads, ``[exit]``.
        row: Row of the hazard tables that an exit follows, ``[exit]``.
        address: Of the luck of an exit, ``[exit]``.
        seat: Seat limit of an exit, or -1, ``[exit]``.
        seated_cells: Cells with an exit that needs a seat.
        occupant_seat, occupant_cell: Pairs: people in this cell hold a seat of this limit.
        seat_per_step: 1 where a limit is renewed in each step, ``[seat]``.
        row_group: Hazard group of a row, ``[row]``.
        row_noise: Noise of a row, or -1, ``[row]``.
        delay: Extra stages of a signal in the loop, ``[signal]``.
        feed_first: Exit e feeds signals ``feed_first[e]`` to ``feed_first[e + 1]`` of the next, ``[exit + 1]``.
        feed_signal: Signals that exits feed, ``[pair]``.
        inflow_cell, inflow_address, inflow_row: Of each inflow into a cell, ``[inflow]``.
        inflow_parent: Cell of the parents, or -1 for an inflow from outside, ``[inflow]``.
    """

    first: Ints
    end: Ints
    origin: Ints
    target: Ints
    row: Ints
    address: Words
    seat: Ints
    seated_cells: Ints
    occupant_seat: Ints
    occupant_cell: Ints
    seat_per_step: Ints
    row_group: Ints
    row_noise: Ints
    delay: Ints
    feed_first: Ints
    feed_signal: Ints
    inflow_cell: Ints
    inflow_address: Words
    inflow_row: Ints
    inflow_parent: Ints


class Tables(NamedTuple):
    """The numbers of one draw, world and policy. Hazards are per person and day.

    ``hazard = base[exit] · given[step, row] · fed[group]``, with
    ``fed[g] = exp(sum over signals of elasticity[g, s] · x[s])`` held in [1/20, 20].

    Attributes:
        values: What was drawn, in the units of the situation, ``[entry]``.
        start: People at the beginning, ``[cell]``.
        base: ``[exit]``; of exits at the end of a stay, a weight.
        given: ``[step, row]``.
        days: Length of each step, ``[step]``.
        elasticity: ``[group, signal]``; of signals in the loop only, here and below.
        half_life: Days, ``[signal]``.
        scale: ``[signal]``; 0 where x is the signal itself.
        gain: ``[signal]``.
        influence: Where x of the second signal stays, the memory of the first comes to influence · x,
            ``[signal, signal]``.
        drift: The same sum over given signals, ``[step, signal]``.
        input: Given part of each signal, ``[step, signal]``.
        capacity: Persons, ``[step, seat]``.
        inflow: Persons per day, or births per parent and day, ``[inflow]``.
        noise_sd: Standard deviation of the yearly factor, ``[noise]``.
        stay: Days that a leg of an exit stays in an instant status; a vector that `RecordPlan` points into, ``[stay]``.
        weight: Shares by which outcomes are multiplied; `RecordPlan` points into it, ``[weight]``; the first is 1.
    """

    values: Floats
    start: Ints
    base: Floats
    given: Floats
    days: Floats
    elasticity: Floats
    half_life: Floats
    scale: Floats
    gain: Floats
    influence: Floats
    drift: Floats
    input: Floats
    capacity: Floats
    inflow: Floats
    noise_sd: Floats
    stay: Floats
    weight: Floats


class ClockPlan(NamedTuple):
    """Where the clock runs and who starts it, and the outcomes that read it; without any cells where none does.

    Attributes:
        cell: Cells in which it runs, ``[slot]``.
        origin: Slot that people leave by an exit, or -1, ``[exit]``.
        onward: Slot to which they carry it, or -1, ``[exit]``.
        start: Slot in which they start it, or -1, ``[exit]``.
        carrying, starting, reading: Exits with a slot in ``onward``, with one in ``start``, and with reads.
        inflow, inflow_slot: Pairs: people who come in here start it in this slot.
        first: The reads of exit e are ``first[e]`` to ``first[e + 1]``, ``[exit + 1]``.
        outcome: Outcome for which a read counts, ``[read]``.
        asked: What it asks: `ELAPSED` and so on, ``[read]``.
        year: Calendar year in which each step ends, ``[step]``.
        passed: Part of that year that has passed in the middle of each step, ``[step]``.
    """

    cell: Ints
    origin: Ints
    onward: Ints
    start: Ints
    carrying: Ints
    starting: Ints
    reading: Ints
    inflow: Ints
    inflow_slot: Ints
    first: Ints
    outcome: Ints
    asked: Ints
    year: Ints
    passed: Floats


class AccountPlan(NamedTuple):
    """Who is counted for what the law asks, and over which stretches of time; without pairs where nobody is.

    Attributes:
        period_of_step: Account period of each step, ``[step]``; never falls; `NOT_RECORDED` where nobody is counted.
        periods: Number of account periods.
        exit, bin: Pairs: people through this exit count in this bin.
        bins: Number of bins.
    """

    period_of_step: Ints
    periods: int
    exit: Ints
    bin: Ints
    bins: int


class RecordPlan(NamedTuple):
    """What is kept of a run, as sparse sums.

    Attributes:
        period_of_step: Period of each step, ``[step]``; never falls; `NOT_RECORDED` for the run-in.
        periods: Number of periods.
        flow_exit, flow_outcome, flow_stay: Triples: people through this exit count for this outcome; with a stay
            (index into ``Tables.stay``, else -1) they count the days that they are present.
        inflow_index, inflow_outcome: Pairs: people who come in here count for this outcome.
        stock_cell, stock_outcome: Pairs: people in this cell count for this outcome.
        signal, signal_outcome: Pairs: the mean of this signal in the loop is this outcome.
        period_days: Length of each period, ``[period]``.
        kind: 0 flow, 1 stock, 2 time, 3 signal, ``[outcome]``.
        weight: Index into ``Tables.weight``, ``[outcome]``.
        scale: What one unit of the sum is in the unit of the outcome, ``[outcome]``.
        clock: For the outcomes that read a clock.
        account: For the law.
        keep_cells: 1 to keep every cell at the end of each period.
    """

    period_of_step: Ints
    periods: int
    flow_exit: Ints
    flow_outcome: Ints
    flow_stay: Ints
    inflow_index: Ints
    inflow_outcome: Ints
    stock_cell: Ints
    stock_outcome: Ints
    signal: Ints
    signal_outcome: Ints
    period_days: Floats
    kind: Ints
    weight: Ints
    scale: Floats
    clock: ClockPlan
    account: AccountPlan
    keep_cells: int


NOT_RECORDED = -1
"""Period of a step that is not recorded."""
FLOW, STOCK, TIME, SIGNAL = 0, 1, 2, 3
"""Codes of `RecordPlan.kind`."""
ELAPSED, SAME_YEAR, WITHIN_ONE_YEAR, OVER_FOUR_YEARS = 0, 1, 2, 3
"""Codes of `ClockPlan.asked`."""
