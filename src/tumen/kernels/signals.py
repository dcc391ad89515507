"""Signals with memory, and the feedback that they give to hazards.

``S' = S · 2^(-days / half_life) + gain · flow + given``, through up to three extra first-order stages with the same
half-life; ``x = min(log1p(S / scale), 3)``, or S where there is no scale; the factor of a group is
``exp(sum elasticity · x)`` held in [1/20, 20].
"""

import math

from tumen.kernels.jit import compiled

_MOST = 20.0
LARGEST_X = 3.0


@compiled
def level(state, scale):
    """Give x of a signal: its effect grows ever more slowly and stops at 3."""
    return state if scale <= 0.0 else min(math.log1p(max(state, 0.0) / scale), LARGEST_X)


@compiled
def feed_back(tables, state, fed, bounded):
    """Write the factor of each group into `fed` ``[group]``; count in `bounded` ``[group]`` where it is held."""
    for g in range(fed.size):
        total = 0.0
        for s in range(state.shape[0]):
            if tables.elasticity[g, s] != 0.0:
                total += tables.elasticity[g, s] * level(state[s, 0], tables.scale[s])
        fed[g] = math.exp(total)
        if fed[g] > _MOST or fed[g] < 1.0 / _MOST:
            bounded[g] += 1
            fed[g] = min(max(fed[g], 1.0 / _MOST), _MOST)


@compiled
def remember(cells, tables, flow, given, days, state):
    """Move signals one substep on.

    Args:
        cells: `tumen.cells.Cells`.
        tables: `tumen.cells.Tables`.
        flow: People through each exit, ``[exit]``.
        given: Given input in this substep, ``[signal]``.
        days: Length of the substep.
        state: S in column 0, delay stages in the others, ``[signal, 4]``; changed.
    """
    push = given.copy()
    for i in range(cells.feeding_exit.size):
        s = cells.feeding_signal[i]
        push[s] += tables.gain[s] * flow[cells.feeding_exit[i]]
    for s in range(state.shape[0]):
        keep = 2.0 ** (-days / tables.half_life[s]) if tables.half_life[s] > 0.0 else 0.0
        for k in range(1, cells.delay[s] + 1):
            state[s, k] = state[s, k] * keep + (1.0 - keep) * push[s]
            push[s] = state[s, k]
        state[s, 0] = state[s, 0] * keep + push[s]
