"""Settle a substep and keep what was asked for: sparse sums over flows and stocks."""

import numpy as np

from tumen.kernels.jit import inner, leaf

_FLOW, _STOCK, _TIME = 0, 1, 2


@inner
def settle(cells, flow, moved, stock):
    """Move people along the exits `moved`; `stock` changes, its total does not."""
    for e in moved:
        stock[cells.origin[e]] -= flow[e]
        stock[cells.target[e]] += flow[e]


@inner
def feed(cells, kinds, went, people):
    """Write who went through the exits that feed each signal into `people` ``[signal]``.

    Args:
        cells: `tumen.cells.Cells`.
        kinds: `tumen.kernels.kinds.Kinds`.
        went: People through the exits of each kind of cell in a step, at those of the first cell of that kind,
            ``[exit]``; made 0.
        people: Result.
    """
    people[:] = 0.0
    for cell in kinds.cell:
        for e in range(cells.first[cell], cells.first[cell + 1]):
            for k in range(cells.feed_first[e], cells.feed_first[e + 1]):
                people[cells.feed_signal[k]] += went[e]
            went[e] = 0.0


@inner
def come_in(cells, come, stock):
    """Let the inflow in; `stock` changes."""
    for i in range(come.size):
        stock[cells.inflow_cell[i]] += come[i]


@inner
def keep_flows(plan, tables, flow, come, days, ends, out):
    """Add the flows of some steps to the sums of their period.

    Args:
        plan: `tumen.cells.RecordPlan`.
        tables: `tumen.cells.Tables`.
        flow: ``[exit]``.
        come: ``[inflow]``.
        days: Length of the step, in days.
        ends: Whether these are the flows of the last step of its period: who is present then counts for stocks.
        out: Sums of the period, ``[outcome]``; changed.
    """
    for i in range(plan.flow_exit.size):
        count = flow[plan.flow_exit[i]]
        if count == 0:
            continue
        o = plan.flow_outcome[i]
        if plan.kind[o] == _FLOW:
            out[o] += count
        elif plan.kind[o] == _TIME:
            out[o] += count * tables.stay[plan.flow_stay[i]]
        elif ends:
            out[o] += count * tables.stay[plan.flow_stay[i]] / days
    for i in range(plan.inflow_index.size):
        out[plan.inflow_outcome[i]] += come[plan.inflow_index[i]]


@leaf
def keep_account(plan, t, resets, through, account):
    """Count people for the law, at the end of an account period and wherever the flows gathered so far are let go.

    Flows gather over the periods of the record, which begin and end elsewhere: what had gathered when an account
    period began is taken off it, so that nothing is asked of single steps.

    Args:
        plan: `tumen.cells.AccountPlan`.
        t: The step that ends.
        resets: Whether gathered flows are let go after it; so they are after the last step.
        through: What has gathered, ``[exit]``, whole numbers.
        account: ``[account period, bin]``; changed.
    """
    here = plan.period_of_step[t]
    after = here if resets else plan.period_of_step[t + 1]
    if here == after and not resets:
        return
    for k in range(plan.exit.size):
        people = np.int64(through[plan.exit[k]])
        if here >= 0:
            account[here, plan.bin[k]] += people
        if after >= 0 and not resets:
            account[after, plan.bin[k]] -= people


@inner
def keep_signals(plan, level, part, out):
    """Add the levels of signals in a step, which is `part` of its period, to their means; `out` is changed."""
    for i in range(plan.signal.size):
        out[plan.signal_outcome[i]] += level[plan.signal[i]] * part


@inner
def keep_stocks(plan, stock, days, ends, out):
    """Add the stocks at the end of a step to the sums of its period; arguments as in `keep_flows`."""
    for i in range(plan.stock_cell.size):
        o = plan.stock_outcome[i]
        if plan.kind[o] == _TIME:
            out[o] += stock[plan.stock_cell[i]] * days
        elif ends:
            out[o] += stock[plan.stock_cell[i]]
