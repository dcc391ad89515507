"""One step of means: the compete step with flow = n · leave · share on float stocks.

Where hazards do not depend on stocks this is the exact mean of the counts; with feedback or seats it is their
approximation for large numbers. Chances hold for a whole step, unless seats move them inside it; so the people who
stood in a cell at the beginning of each of its parts tell what went through its exits. Arguments as in
`tumen.kernels.compete`.
"""

import math
from typing import NamedTuple

import numpy as np

from tumen.kernels.compete import hazards, inflow_mean, weights
from tumen.kernels.jit import compiled, inner


class Means(NamedTuple):
    """What a run in means works on besides.

    ``leave`` is the chance of leaving a cell, ``[kind]``. ``stood`` are the people at the beginnings of the substeps
    for which these chances hold, added up, ``[cell]``; ``gone`` the same, ``[kind]``. ``change`` is room, ``[cell]``,
    and ``recorded`` are exits, each once.
    """

    leave: np.ndarray
    stood: np.ndarray
    gone: np.ndarray
    change: np.ndarray
    recorded: np.ndarray


@inner
def no_means(cells, kinds, plan):
    """Make room for a run of which `plan` is kept."""
    n, recorded = kinds.cell.size, np.zeros(cells.target.size, np.bool_)
    for e in plan.flow_exit:
        recorded[e] = True
    stood, change = np.zeros(cells.end.size), np.zeros(cells.end.size)
    return Means(np.zeros(n), stood, np.zeros(n), change, np.flatnonzero(recorded))


@compiled
def mean_chances(cells, kinds, base, rate, seat_scale, days, chance, leave):
    """Write the chance that somebody takes each exit during `days` into `chance`, and that of leaving into `leave`.

    The chances of a kind of cell stand at the exits of its first, ``[exit]``; `leave` is ``[kind]``.
    """
    leave[:] = 0.0
    for kind in range(leave.size):
        cell = kinds.cell[kind]
        first, end, last = cells.first[cell], cells.end[cell], cells.first[cell + 1]
        total = hazards(cells, base, rate, seat_scale, cell, chance)
        _share(chance, first, end, -math.expm1(-total * days), total)
        if end < last:
            _share(chance, end, last, math.exp(-total * days), weights(cells, base, rate, cell, chance))
        for e in range(first, last):
            leave[kind] += chance[e]


@inner
def _share(chance, first, last, share, total):
    """Share out `share` over the exits from `first` to `last` by what stands there, which adds up to `total`."""
    part = share / total if total > 0.0 else 0.0
    for e in range(first, last):
        chance[e] *= part


@compiled
def mean_moves(cells, kinds, chance, means, stock):
    """Move people on average; `means` is `tumen.kernels.mean.Means`."""
    for cell in range(stock.size):
        means.stood[cell] += stock[cell]
        means.change[cell] = -stock[cell] * means.leave[kinds.of[cell]]
    for e in range(cells.target.size):
        means.change[cells.target[e]] += stock[cells.origin[e]] * chance[kinds.same[e]]
    for cell in range(stock.size):
        stock[cell] += means.change[cell]


@inner
def mean_gather(cells, kinds, chance, means, went, through):
    """Add who went through exits since `stood` was last 0 to `went` and `through`, as in `tumen.kernels.room.Room`."""
    for e in means.recorded:
        through[e] += means.stood[cells.origin[e]] * chance[kinds.same[e]]
    means.gone[:] = 0.0
    for cell in range(means.stood.size):
        means.gone[kinds.of[cell]] += means.stood[cell]
        means.stood[cell] = 0.0
    for kind in range(means.gone.size):
        for e in range(cells.first[kinds.cell[kind]], cells.first[kinds.cell[kind] + 1]):
            went[e] += means.gone[kind] * chance[e]


@inner
def mean_inflows(cells, inflow, rate, days, stock, come):
    """Write the mean number of people who come in during `days` into `come`, float64 ``[inflow]``."""
    for i in range(come.size):
        come[i] = inflow_mean(cells, inflow, rate, days, stock, i)
