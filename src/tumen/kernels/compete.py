"""One step of counts: everybody in a cell faces all its exits at once.

The Euler-multinomial process: with hazards h held over a step of d days, people leave with probability
1 - exp(-sum(h)·d), split in proportion to h. The count is a chain of conditional binomials in the order of the exits,
each the quantile of one addressed uniform. `cells` and `tables` are those of `tumen.cells`.

Source:
    Bretó & Ionides (2011), "Compound Markov counting processes and their applications", Stoch. Proc. Appl. 121.
"""

import math

import numpy as np

from tumen.kernels.jit import compiled, inner
from tumen.kernels.philox import uniform
from tumen.kernels.quantile import binomial_quantile, poisson_quantile

_INFLOW = np.uint64(4)
_ROUNDING = 1e-15


@inner
def hazards(cells, base, rate, seat_scale, cell, hazard):
    """Write the hazard of each competing exit of `cell` into `hazard` ``[exit]``; return their sum, per day."""
    total = 0.0
    for e in range(cells.first[cell], cells.end[cell]):
        h = base[e] * rate[cells.row[e]]
        if cells.seat[e] >= 0:
            h *= seat_scale[cells.seat[e]]
        hazard[e] = h
        total += h
    return total


@inner
def weights(cells, base, rate, cell, weight):
    """Write the weight of each exit at the end of a stay in `cell` into `weight` ``[exit]``; return their sum."""
    total = 0.0
    for e in range(cells.end[cell], cells.first[cell + 1]):
        weight[e] = base[e] * rate[cells.row[e]]
        total += weight[e]
    return total


@compiled
def draw_chances(cells, kinds, base, rate, seat_scale, days, chance):
    """Write the chance of each exit for those whom the exits before it left over, for each kind of cell.

    Args:
        cells: `tumen.cells.Cells`.
        kinds: `tumen.kernels.kinds.Kinds`: at the exits of the first cell of a kind the chances of all are written.
        base: ``[exit]``.
        rate: Given times fed factor of each row, ``[row]``.
        seat_scale: From `tumen.kernels.seats`, ``[seat]``.
        days: Length of the substep.
        chance: Result, ``[exit]``; 0 or less where nobody goes, 1 where everybody goes who is left.
    """
    for cell in kinds.cell:
        total = hazards(cells, base, rate, seat_scale, cell, chance)
        leave, mass = -math.expm1(-total * days), 1.0
        for e in range(cells.first[cell], cells.end[cell]):
            if chance[e] > 0.0:
                of_all = leave * chance[e] / total
                chance[e] = min(of_all / mass, 1.0)
                mass -= of_all
        if cells.end[cell] < cells.first[cell + 1]:
            _rest(cells, cell, weights(cells, base, rate, cell, chance), chance)


@inner
def _rest(cells, cell, total, chance):
    """Turn the weights of the exits at the end of a stay into chances; the last open one is certain."""
    mass = total
    for e in range(cells.end[cell], cells.first[cell + 1]):
        weight = chance[e]
        if weight > 0.0:
            chance[e] = weight / mass if mass - weight > 1e-12 * total else 1.0
            mass -= weight


@compiled
def draw_flows(cells, kinds, chance, stock, u, flow, moved):
    """Draw how many people go through each exit.

    Args:
        cells: `tumen.cells.Cells`.
        kinds: As above.
        chance: From `draw_chances`.
        stock: People at the beginning, int64 ``[cell]``.
        u: Uniform of each exit, ``[exit]``.
        flow: Result, int64 ``[exit]``; written only where anybody goes.
        moved: These exits, in order, ``[exit]``; the rest of it is room.

    Returns:
        How many exits these are.
    """
    count = 0
    for cell in range(stock.size):
        left = stock[cell]
        for e in range(cells.first[cell], cells.first[cell + 1]):
            if left == 0:
                break
            p = chance[kinds.same[e]]
            if u[e] <= 1.0 - left * p - _ROUNDING:  # nobody goes: (1 - p)^n is at least 1 - n·p
                continue
            gone = left if p >= 1.0 else binomial_quantile(u[e], left, p)
            if gone > 0:
                flow[e] = gone
                moved[count] = e
                count += 1
                left -= gone
    return count


@inner
def inflow_mean(cells, inflow, rate, days, stock, i):
    """Give how many people inflow `i` is expected to bring in `days`."""
    mean = inflow[i] * rate[cells.inflow_row[i]] * days
    return mean * stock[cells.inflow_parent[i]] if cells.inflow_parent[i] >= 0 else mean


@compiled
def draw_inflows(cells, inflow, rate, days, stock, luck, come):
    """Write the people who come in during `days` into `come`, int64 ``[inflow]``: Poisson counts."""
    for i in range(come.size):
        u = uniform(cells.inflow_address[i], luck.step, luck.future, luck.seed, _INFLOW)
        come[i] = poisson_quantile(u, inflow_mean(cells, inflow, rate, days, stock, i))
