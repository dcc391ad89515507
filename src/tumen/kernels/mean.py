"""One step of means: the compete step with flow = n · leave · share on float stocks.

Where hazards do not depend on stocks this is the exact mean of the counts; with feedback or seats it is their
approximation for large numbers. Arguments as in `tumen.kernels.compete`.
"""

import math

from tumen.kernels.compete import hazards, inflow_mean, weights
from tumen.kernels.jit import compiled, inner


@compiled
def mean_flows(cells, base, rate, seat_scale, days, stock, hazard, flow):
    """Write the mean number of people through each exit during `days` into `flow`, float64 ``[exit]``."""
    flow[:] = 0.0
    for cell in range(stock.size):
        n = stock[cell]
        if n == 0.0 or cells.first[cell] == cells.first[cell + 1]:
            continue
        total = hazards(cells, base, rate, seat_scale, cell, hazard)
        if total > 0.0:
            part = -n * math.expm1(-total * days) / total
            for e in range(cells.first[cell], cells.end[cell]):
                flow[e] = part * hazard[e]
        if cells.end[cell] < cells.first[cell + 1]:
            rest = n * math.exp(-total * days)
            total = weights(cells, base, rate, cell, hazard)
            if total > 0.0:
                for e in range(cells.end[cell], cells.first[cell + 1]):
                    flow[e] = rest * hazard[e] / total


@inner
def mean_inflows(cells, inflow, rate, days, stock, come):
    """Write the mean number of people who come in during `days` into `come`, float64 ``[inflow]``."""
    for i in range(come.size):
        come[i] = inflow_mean(cells, inflow, rate, days, stock, i)
