"""What people carry with them: the day on which a clock of theirs was started, and the calendar year of that day.

Cells do not remember who is in them. But everybody in a cell is equally likely to be among those who leave it. So,
given the path of counts, the expected amount that goes through an exit is ``flow / people · amount``, with people and
amount at the start of the substep, from which all flows leave. Of that path it is the exact expectation, and nothing
is drawn for it; in means it is the mean where hazards do not depend on stocks.

The columns of an amount are the sum of the days of start, counted from the beginning of the run, then people by the
calendar year of their start: this year, the last, two, three, four years ago; the others started earlier. Whoever
starts in one substep and leaves in another has the time between the ends of the two.

In counts few of the exits are taken in a substep, in means all of them; so each has its own sweep. Below, `clock` is
`tumen.cells.ClockPlan`.
"""

from typing import NamedTuple

import numpy as np

from tumen.cells import ClockPlan, Ints
from tumen.kernels.jit import inner

_COLUMNS = 6
_ELAPSED, _SAME_YEAR, _WITHIN_ONE_YEAR = 0, 1, 2


class Carried(NamedTuple):
    """What the people of the cells in which a clock runs carry; cells by their slot.

    ``people`` at the start of a substep, and of what share ``one`` of them is; ``amount`` ``[slot, column]``. While
    they move, ``left`` are those who leave, ``gain`` what comes in, and ``comes`` is 1 where anything does.
    """

    people: np.ndarray
    one: np.ndarray
    amount: np.ndarray
    left: np.ndarray
    gain: np.ndarray
    comes: np.ndarray


def no_time(clock: ClockPlan, start: Ints) -> Carried:
    """Begin a run: for whoever stands where the clock runs it starts now; `start` are people by cell."""
    people = start[clock.cell].astype(np.float64)
    n, one = people.size, np.divide(1.0, people, out=np.zeros_like(people), where=people > 0)
    amount = np.zeros((n, _COLUMNS))
    amount[:, 1] = people
    return Carried(people, one, amount, np.zeros(n), np.zeros((n, _COLUMNS)), np.zeros(n, np.int64))


@inner
def _count(clock, i, stock, carried):
    carried.people[i] = stock[clock.cell[i]]
    carried.one[i] = 1.0 / carried.people[i] if carried.people[i] > 0.0 else 0.0


@inner
def turn_year(clock, t, amount):
    """Put every start a year further back in the first step of a calendar year."""
    if t == 0 or clock.year[t] == clock.year[t - 1]:
        return
    for i in range(amount.shape[0]):
        for k in range(_COLUMNS - 1, 1, -1):
            amount[i, k] = amount[i, k - 1]
        amount[i, 1] = 0.0


@inner
def _shown(row, people, asked, day, passed):
    """Give what is asked of `people` with a row of amounts, `passed` being the part of the calendar year that is over.

    A year or four years before now lie inside a class of starts, which is taken to be spread evenly over its year.
    """
    if asked == _ELAPSED:
        return people * day - row[0]
    if asked == _SAME_YEAR:
        return row[1]
    if asked == _WITHIN_ONE_YEAR:
        return row[1] + (1.0 - passed) * row[2]
    later = row[1] + row[2] + row[3] + row[4] + (1.0 - passed) * row[5]
    return max(people - later, 0.0)


@inner
def _read(clock, t, day, e, share, carried, out):
    """Add what outcomes ask of a `share` of the people in the slot that exit e leaves to `out` ``[outcome]``."""
    at = clock.origin[e]
    for r in range(clock.first[e], clock.first[e + 1]):
        out[clock.outcome[r]] += share * _shown(
            carried.amount[at], carried.people[at], clock.asked[r], day, clock.passed[t]
        )


@inner
def _hand_on(slot, at, share, carried):
    """Let a `share` of what people in slot `at` carry come into `slot`."""
    carried.comes[slot] = 1
    for k in range(_COLUMNS):
        carried.gain[slot, k] += share * carried.amount[at, k]


@inner
def _start(slot, people, day, carried):
    carried.comes[slot] = 1
    carried.gain[slot, 0] += people * day
    carried.gain[slot, 1] += people


@inner
def _start_inflows(clock, day, come, carried):
    for i in range(clock.inflow.size):
        _start(clock.inflow_slot[i], come[clock.inflow[i]], day, carried)


@inner
def take_along(clock, t, day, flow, moved, carried, keep, out):
    """Let those who go take along what they carry, and keep what outcomes ask of them.

    Args:
        clock: Where it runs and what is asked.
        t: Step.
        day: End of the substep, in days from the beginning of the run.
        flow: People through each exit, ``[exit]``.
        moved: The exits through which anybody goes.
        carried: Those who left and what comes in are gathered.
        keep: Whether outcomes are kept in this step.
        out: Their sums in the period, ``[outcome]``; changed.
    """
    for e in moved:
        at = clock.origin[e]
        if at >= 0:
            carried.left[at] += flow[e]
            share = flow[e] * carried.one[at]
            if clock.onward[e] >= 0:
                _hand_on(clock.onward[e], at, share, carried)
            if keep:
                _read(clock, t, day, e, share, carried, out)
        if clock.start[e] >= 0:
            _start(clock.start[e], flow[e], day, carried)


@inner
def arrive(clock, day, stock, come, carried):
    """Put together who stays, who arrives and who comes in; `stock` is that of the next substep."""
    _start_inflows(clock, day, come, carried)
    people, amount, left, gain = carried.people, carried.amount, carried.left, carried.gain
    for i in range(people.size):
        if left[i] > 0.0:
            share = max(people[i] - left[i], 0.0) * carried.one[i]
            left[i] = 0.0
            for k in range(_COLUMNS):
                amount[i, k] *= share
            _count(clock, i, stock, carried)
        if carried.comes[i] == 1:
            carried.comes[i] = 0
            for k in range(_COLUMNS):
                amount[i, k] += gain[i, k]
                gain[i, k] = 0.0
            _count(clock, i, stock, carried)


@inner
def mean_along(cells, kinds, clock, t, day, room, carried, keep, out):
    """Let people in means take along what they carry; `room` is `tumen.kernels.room.Room`, the rest as above."""
    for e in clock.carrying:
        _hand_on(clock.onward[e], clock.origin[e], room.chance[kinds.same[e]], carried)
    for e in clock.starting:
        _start(clock.start[e], room.stock[cells.origin[e]] * room.chance[kinds.same[e]], day, carried)
    if keep:
        for e in clock.reading:
            _read(clock, t, day, e, room.chance[kinds.same[e]], carried, out)


@inner
def mean_arrive(kinds, clock, day, leave, room, carried):
    """Put together who stays, who arrives and who comes in; `leave` is the chance of leaving, ``[kind]``."""
    _start_inflows(clock, day, room.come, carried)
    amount, gain = carried.amount, carried.gain
    for i in range(clock.cell.size):
        stay = 1.0 - leave[kinds.of[clock.cell[i]]]
        for k in range(_COLUMNS):
            amount[i, k] = amount[i, k] * stay + gain[i, k]
            gain[i, k] = 0.0
        carried.people[i] = room.stock[clock.cell[i]]
