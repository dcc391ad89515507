"""Settle a substep and keep what was asked for: sparse sums over flows and stocks."""

from tumen.kernels.jit import inner

_FLOW, _STOCK, _TIME = 0, 1, 2


@inner
def settle(cells, flow, stock, followed, moved):
    """Move people along their exits; `stock` changes, its total does not.

    Write those of the `followed` exits (1 in ``[exit]``) through which anybody goes into `moved` ``[exit]``, and return
    how many they are.
    """
    count = 0
    for cell in range(stock.size):
        for e in range(cells.first[cell], cells.first[cell + 1]):
            if flow[e] != 0:
                stock[cell] -= flow[e]
                stock[cells.target[e]] += flow[e]
                moved[count] = e
                count += followed[e]
    return count


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
