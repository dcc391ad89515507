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

_EXIT = np.uint64(1)
_INFLOW = np.uint64(4)


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


@inner
def _draw_rest(cells, cell, left, weight, total, luck, flow):
    """Share out all of `left` over the exits at the end of a stay; the last open one is certain."""
    mass = total
    for e in range(cells.end[cell], cells.first[cell + 1]):
        if weight[e] <= 0.0 or left == 0:
            continue
        if mass - weight[e] <= 1e-12 * total:
            flow[e] = left
            return
        u = uniform(cells.address[e], luck.step, luck.future, luck.seed, _EXIT)
        flow[e] = binomial_quantile(u, left, weight[e] / mass)
        left -= flow[e]
        mass -= weight[e]


@compiled
def draw_flows(cells, base, rate, seat_scale, days, stock, luck, hazard, flow):
    """Write the people through each exit during `days` into `flow` ``[exit]``.

    Args:
        cells: `tumen.cells.Cells`.
        base: ``[exit]``.
        rate: Given times fed factor of each row, ``[row]``.
        seat_scale: From `tumen.kernels.seats`, ``[seat]``.
        days: Length of the substep.
        stock: People at its start, int64 ``[cell]``.
        luck: `tumen.kernels.run.Luck`: step, future and seed of the addresses.
        hazard: Room, ``[exit]``.
        flow: Result, int64 ``[exit]``.
    """
    flow[:] = 0
    for cell in range(stock.size):
        left = stock[cell]
        if left == 0 or cells.first[cell] == cells.first[cell + 1]:
            continue
        total = hazards(cells, base, rate, seat_scale, cell, hazard)
        leave = -math.expm1(-total * days)
        mass = 1.0
        for e in range(cells.first[cell], cells.end[cell]):
            if hazard[e] <= 0.0 or left == 0:
                continue
            chance = leave * hazard[e] / total
            u = uniform(cells.address[e], luck.step, luck.future, luck.seed, _EXIT)
            flow[e] = binomial_quantile(u, left, min(chance / mass, 1.0))
            left -= flow[e]
            mass -= chance
        if cells.end[cell] < cells.first[cell + 1]:
            total = weights(cells, base, rate, cell, hazard)
            _draw_rest(cells, cell, left, hazard, total, luck, flow)


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
