"""A whole run of a journey: day after day, in counts or in means.

The rules are those of the peer project Flee in its variant that holds all counts still during each half of a day. Then
people in one state are exchangeable, and drawing how many of them do what is exact in distribution.

Source:
    Suleimenova, Bell & Groen (2017), "A generalized simulation development approach for predicting refugee
    destinations", Sci. Rep. 7.
"""

from typing import NamedTuple

import numpy as np

from tumen.cells import Floats, Ints, RecordPlan
from tumen.cells_journey import JourneyCells, JourneyTables
from tumen.kernels.jit import inlined, whole
from tumen.kernels.journey_choices import find_room, no_ways
from tumen.kernels.journey_leave import set_out
from tumen.kernels.journey_luck import JourneyLuck
from tumen.kernels.journey_people import (
    come,
    count_beyond,
    count_standing,
    count_under_way,
    no_counts,
    nobody,
    shut,
)
from tumen.kernels.journey_shape import numbers_of, shape_of
from tumen.kernels.journey_travel import go_on, travel
from tumen.kernels.record import keep_flows, keep_stocks


@inlined
def _day(shape, numbers, t, today, tomorrow, counts, ways, luck):
    """Let everybody live through a day. Room in its first half goes by who stood there last night, whoever came."""
    for i in range(counts.flow.size):
        counts.flow[i] = 0.0
    shut(shape, numbers.links[t], today)
    come(shape, numbers, t, today, counts, ways.rest, luck)
    find_room(numbers, t, counts.standing, ways.room)
    set_out(shape, numbers, t, today, tomorrow, counts, ways, luck)
    count_standing(shape, tomorrow, counts.standing)
    find_room(numbers, t, counts.standing, ways.room)
    travel(shape, numbers, today, tomorrow, counts, luck)
    go_on(shape, numbers, t, tomorrow, counts, ways, luck)
    count_standing(shape, tomorrow, counts.standing)
    count_under_way(shape, tomorrow, counts.under_way)
    count_beyond(numbers.days[t], counts.standing, counts.beyond)


@inlined
def _keep(plan, t, counts, still, out, kept):
    period = plan.period_of_step[t]
    if period < 0:
        return
    ends = t + 1 == plan.period_of_step.size or plan.period_of_step[t + 1] > period
    keep_flows(plan, still, counts.flow, still.stay, 1.0, ends, out[period])
    keep_stocks(plan, counts.stock, 1.0, ends, out[period])
    if plan.keep_cells == 1 and ends:
        for i in range(kept.shape[1]):
            kept[period, i] = counts.stock[i]


@inlined
def _people(counts):
    people = 0.0
    for i in range(counts.standing.size + counts.under_way.size):
        people += counts.stock[i]
    return people


class Still(NamedTuple):
    """What `tumen.kernels.record` asks of tables and nobody on a journey has: stays of some days."""

    stay: Floats


@whole
def _days(shape, numbers, plan, steps, today, tomorrow, counts, ways, still, luck, out, kept):
    """Run the first `steps` days with the luck of day 0; give the first that created or lost people, or -1."""
    people, broken = today.stand.sum(), -1
    for t in range(steps):
        now = JourneyLuck(luck.drawn, np.uint64(t), luck.future, luck.seed)
        _day(shape, numbers, t, today, tomorrow, counts, ways, now)
        today, tomorrow = tomorrow, today
        people += numbers.come[t]
        if luck.drawn == 1 and broken < 0 and _people(counts) != people:
            broken = t
        _keep(plan, t, counts, still, out, kept)
    return broken


def _run(
    cells: JourneyCells,
    tables: JourneyTables,
    plan: RecordPlan,
    steps: int,
    luck: JourneyLuck,
    out: Floats,
    kept: Floats | Ints,
) -> int:
    shape, numbers = shape_of(cells, tables), numbers_of(tables)
    today, counts, ways = nobody(shape), no_counts(shape, numbers), no_ways(shape)
    today.stand[cells.stand_new, 0] = tables.start
    still, stocks = Still(np.zeros(0)), np.zeros(kept.shape)
    broken = _days(shape, numbers, plan, steps, today, nobody(shape), counts, ways, still, luck, out, stocks)
    kept[:] = stocks
    return broken


def draw_journey(
    cells: JourneyCells,
    tables: JourneyTables,
    plan: RecordPlan,
    seed: np.uint64,
    future: np.uint64,
    out: Floats,
    kept: Ints,
) -> int:
    """Run one replicate: whole numbers of people.

    Args:
        cells: `tumen.cells_journey.JourneyCells`.
        tables: `tumen.cells_journey.JourneyTables`.
        plan: `tumen.cells.RecordPlan`; its stocks are places, links, then those beyond the capacity of each
            place, its flows links, then what else is counted.
        seed: Study seed (uint64).
        future: Number of the future (uint64).
        out: Zeros, float64 ``[period, outcome]``; the sums.
        kept: int64 ``[period or 0, place + link]``; every stock at the end of each period.

    Returns:
        The first step in which people were created or lost, or -1.
    """
    luck = JourneyLuck(1, np.uint64(0), future, seed)
    return _run(cells, tables, plan, plan.period_of_step.size, luck, out, kept)


def mean_journey(
    cells: JourneyCells, tables: JourneyTables, plan: RecordPlan, steps: int, out: Floats, kept: Floats
) -> None:
    """Run the means over the first `steps` steps; arguments as in `draw_journey`.

    Where no place has a capacity they are the means of the counts; elsewhere their approximation for large numbers.
    """
    word = np.uint64(0)
    _run(cells, tables, plan, steps, JourneyLuck(0, word, word, word), out, kept)
