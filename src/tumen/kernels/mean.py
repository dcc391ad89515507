"""One step of means: the compete step with flow = n · leave · share on float stocks.

Where hazards do not depend on stocks this is the exact mean of the counts; with feedback or seats it is their
approximation for large numbers. Arguments as in `tumen.kernels.compete`.
"""

import math

from tumen.kernels.compete import hazards, inflow_mean, weights
from tumen.kernels.jit import compiled, inner


@compiled
def mean_chances(cells, base, rate, seat_scale, days, chance):
    """Write the chance that somebody in a cell takes each exit during `days` into `chance`, float64 ``[exit]``."""
    for cell in range(cells.first.size - 1):
        if cells.first[cell] == cells.first[cell + 1]:
            continue
        total = hazards(cells, base, rate, seat_scale, cell, chance)
        part = -math.expm1(-total * days) / total if total > 0.0 else 0.0
        for e in range(cells.first[cell], cells.end[cell]):
            chance[e] *= part
        if cells.end[cell] < cells.first[cell + 1]:
            rest = math.exp(-total * days)
            total = weights(cells, base, rate, cell, chance)
            part = rest / total if total > 0.0 else 0.0
            for e in range(cells.end[cell], cells.first[cell + 1]):
                chance[e] *= part


@compiled
def mean_moves(cells, chance, stock, flow, change):
    """Write the mean number of people through each exit into `flow` and move them; `change` is room, ``[cell]``."""
    change[:] = 0.0
    for cell in range(stock.size):
        n = stock[cell]
        left = 0.0
        for e in range(cells.first[cell], cells.first[cell + 1]):
            moved = n * chance[e]
            flow[e] = moved
            left += moved
            change[cells.target[e]] += moved
        change[cell] -= left
    stock[:] += change


@inner
def mean_inflows(cells, inflow, rate, days, stock, come):
    """Write the mean number of people who come in during `days` into `come`, float64 ``[inflow]``."""
    for i in range(come.size):
        come[i] = inflow_mean(cells, inflow, rate, days, stock, i)
