"""A whole run: step after step, in counts or in means."""

from typing import NamedTuple

import numpy as np

from tumen.cells import Cells, Floats, Ints, RecordPlan, Tables
from tumen.kernels.clock import arrive, mean_along, mean_arrive, take_along, turn_year
from tumen.kernels.compete import draw_chances, draw_flows, draw_inflows
from tumen.kernels.jit import compiled, inner, leaf
from tumen.kernels.kinds import kinds_of
from tumen.kernels.mean import mean_chances, mean_gather, mean_inflows, mean_moves, no_means
from tumen.kernels.record import come_in, feed, keep_account, keep_flows, keep_signals, keep_stocks, settle
from tumen.kernels.room import State, Stretch, room_for
from tumen.kernels.seats import expected_intake, free_seats, scale_seats
from tumen.kernels.signals import feed_back, find_levels, remember
from tumen.kernels.uniforms import Words, words_of, write_uniforms

_EXIT = np.uint64(1)


class Luck(NamedTuple):
    """The words of a counter and key that all addresses of a substep share, uint64."""

    step: np.uint64
    future: np.uint64
    seed: np.uint64


class Draws(NamedTuple):
    """What a run in counts works on besides, by exit.

    ``words`` are addresses, ``u`` the uniforms of a substep and ``flow`` the people who go; ``moved`` begins with the
    exits through which anybody goes.
    """

    words: Words
    u: np.ndarray
    flow: np.ndarray
    moved: np.ndarray


@leaf
def _ends_period(plan, t):
    """Tell whether step `t` is the last of its period."""
    return t + 1 == plan.period_of_step.size or plan.period_of_step[t + 1] > plan.period_of_step[t]


@leaf
def _lets_go(plan, t):
    """Tell whether the flows that have gathered are kept after step `t`: the last step of a period stands alone."""
    return _ends_period(plan, t) or (plan.period_of_step[t] >= 0 and _ends_period(plan, t + 1))


@inner
def _begin(cells, tables, plan, t, room, carried):
    """Set what holds during a step: the year of clocks, the levels of signals, given times fed factor of each row."""
    turn_year(plan.clock, t, carried.amount)
    room.taken[:] = 0.0
    if room.level.size > 0:
        find_levels(tables, t, room.memory, room.level)
        feed_back(tables, room.level, room.fed, room.bounded)
    for r in range(room.rate.size):
        room.rate[r] = tables.given[t, r] * room.fed[cells.row_group[r]]


@inner
def _seat(cells, tables, t, days, room):
    """Set what holds during a substep: the scale of seats."""
    if room.free.size == 0:
        return
    free_seats(cells, tables.capacity[t], room.taken, room.stock, room.free)
    scale_seats(cells, tables.base, room.rate, days, room.stock, room.free, room.chance, room.seat_scale)
    intake = expected_intake(cells, tables.base, room.rate, room.seat_scale, days, room.stock, room.chance)
    room.taken[:] += intake


@inner
def _let_in(cells, room):
    """Let people in, and gather them for the record."""
    come_in(cells, room.come, room.stock)
    for i in range(room.come.size):
        room.came[i] += room.come[i]


@inner
def _draws(cells):
    """Make room for counts."""
    n = cells.target.size
    return Draws(words_of(cells.address), np.zeros(n), np.zeros(n, np.int64), np.zeros(n, np.int64))


@inner
def _draw(cells, tables, kinds, days, luck, draws, room):
    """Draw who goes through each exit and who comes in during a substep; give the exits through which anybody goes."""
    write_uniforms(draws.words, luck, _EXIT, draws.u)
    count = draw_flows(cells, kinds, room.chance, room.stock, draws.u, draws.flow, draws.moved)
    draw_inflows(cells, tables.inflow, room.rate, days, room.stock, luck, room.come)
    settle(cells, draws.flow, draws.moved[:count], room.stock)
    _let_in(cells, room)
    return draws.moved[:count]


@leaf
def _gather(kinds, plan, draws, moved, room):
    """Gather the flows that feed signals and those that are to be recorded."""
    for e in moved:
        room.went[kinds.same[e]] += draws.flow[e]
    if plan.flow_exit.size > 0 or plan.account.exit.size > 0:
        for e in moved:
            room.through[e] += draws.flow[e]


@inner
def _carry(plan, t, day, flow, moved, room, carried, out):
    """Let people carry their clocks along through `moved` exits, until `day`."""
    if carried.people.size > 0:
        period = plan.period_of_step[t]
        take_along(plan.clock, t, day, flow, moved, carried, period >= 0, out[max(period, 0)])
        arrive(plan.clock, day, room.stock, room.come, carried)


@inner
def _keep(cells, tables, kinds, plan, t, room, out, kept):
    """Let signals remember; keep the stocks at the end of a step, unless it is run-in, and the flows of a period."""
    if room.level.size > 0:
        feed(cells, kinds, room.went, room.people)
        remember(cells, tables, t, room.people, room.level, room.memory)
    ends = _ends_period(plan, t)
    period = plan.period_of_step[t]
    if _lets_go(plan, t):
        if period >= 0:
            keep_flows(plan, tables, room.through, room.came, tables.days[t], ends, out[period])
        room.through[:] = 0.0
        room.came[:] = 0.0
    if period < 0:
        return
    keep_stocks(plan, room.stock, tables.days[t], ends, out[period])
    keep_signals(plan, room.level, tables.days[t] / plan.period_days[period], out[period])
    if plan.keep_cells == 1 and ends:
        kept[period] = room.stock


@inner
def _close(cells, tables, kinds, plan, t, room, out, kept, account):
    """Count people for the law, then keep what else is kept of a step."""
    keep_account(plan.account, t, _lets_go(plan, t), room.through, account)
    _keep(cells, tables, kinds, plan, t, room, out, kept)


@inner
def _first_broken(broken, t, room, before):
    """Give the first step in which people were created or lost, or -1; `before` are those before the substep."""
    whole = room.stock.sum() == before + room.come.sum() and room.stock.min() >= 0
    return t if broken < 0 and not whole else broken


@inner
def _days_before(tables, stretch):
    """Give the time before a stretch, in days, added up part by part as the run itself does."""
    day = 0.0
    for t in range(stretch.first):
        for _ in range(stretch.substeps):
            day += tables.days[t] / stretch.substeps
    return day


@compiled
def draw_run(
    cells: Cells,
    tables: Tables,
    plan: RecordPlan,
    stretch: Stretch,
    seed: np.uint64,
    future: np.uint64,
    state: State,
    out: Floats,
    kept: Ints,
    account: Ints,
) -> int:
    """Run one replicate over a stretch of steps.

    A run in several stretches, each from where the one before ended, has the bits of a run in one.

    Args:
        cells: `tumen.cells.Cells`.
        tables: `tumen.cells.Tables`, with the noise of this replicate in ``given``.
        plan: `tumen.cells.RecordPlan`.
        stretch: Which steps.
        seed: Study seed (uint64).
        future: Number of the future (uint64).
        state: At the beginning of the stretch, from `tumen.kernels.room.first_state` or from a run up to there; in the
            end that at its end.
        out: float64 ``[period, outcome]``; the sums, to which the stretch adds.
        kept: int64 ``[period or 0, cell]``; every cell at the end of each period.
        account: int64 ``[account period, bin]``; people counted for the law, to which the stretch adds.

    Returns:
        The first step in which people were created or lost, or -1.
    """
    room = room_for(cells, tables, state, np.zeros(cells.inflow_cell.size, np.int64))
    kinds, draws, substeps = kinds_of(cells, tables.base), _draws(cells), stretch.substeps
    carried, day, broken = state.carried, _days_before(tables, stretch), -1
    for t in range(stretch.first, stretch.end):
        days = tables.days[t] / substeps
        _begin(cells, tables, plan, t, room, carried)
        for part in range(substeps):
            day += days
            if part == 0 or room.free.size > 0:
                _seat(cells, tables, t, days, room)
                draw_chances(cells, kinds, tables.base, room.rate, room.seat_scale, days, room.chance)
            luck, before = Luck(np.uint64(t * substeps + part), future, seed), room.stock.sum()
            moved = _draw(cells, tables, kinds, days, luck, draws, room)
            _gather(kinds, plan, draws, moved, room)
            _carry(plan, t, day, draws.flow, moved, room, carried, out)
            broken = _first_broken(broken, t, room, before)
        _close(cells, tables, kinds, plan, t, room, out, kept, account)
    return broken


@compiled
def mean_run(
    cells: Cells, tables: Tables, plan: RecordPlan, stretch: Stretch, state: State, out: Floats, kept: Floats
) -> None:
    """Run the mean engine over a stretch of steps; arguments as in `draw_run`, in floats.

    Chances are found once for a step, unless seats move them inside it. Several can run at once, in threads.
    """
    room = room_for(cells, tables, state, np.zeros(cells.inflow_cell.size))
    kinds, substeps = kinds_of(cells, tables.base), stretch.substeps
    means, carried, day = no_means(cells, kinds, plan), state.carried, _days_before(tables, stretch)
    for t in range(stretch.first, stretch.end):
        days, period = tables.days[t] / substeps, plan.period_of_step[t]
        _begin(cells, tables, plan, t, room, carried)
        for part in range(substeps):
            day += days
            if part == 0 or room.free.size > 0:
                _seat(cells, tables, t, days, room)
                mean_chances(cells, kinds, tables.base, room.rate, room.seat_scale, days, room.chance, means.leave)
            mean_inflows(cells, tables.inflow, room.rate, days, room.stock, room.come)
            mean_along(cells, kinds, plan.clock, t, day, room, carried, period >= 0, out[max(period, 0)])
            mean_moves(cells, kinds, room.chance, means, room.stock)
            _let_in(cells, room)
            mean_arrive(kinds, plan.clock, day, means.leave, room, carried)
            if part + 1 == substeps or room.free.size > 0:
                mean_gather(cells, kinds, room.chance, means, room.went, room.through)
        _keep(cells, tables, kinds, plan, t, room, out, kept)
