"""Signals in the loop, and the feedback that they give to hazards.

A signal has a level, ``x = min(log1p((given + memory) / scale), 3)``, or ``given + memory`` where it has no scale. At
the end of each step its memory fades and takes in what flows and other signals say::

    memory' = memory · k + (1 - k) · sum(influence · x of others) + gain · people,    k = 2^(-days / half_life)

through up to three extra first-order stages with the same half-life. So where the others stay, memory comes to
``sum(influence · x)``, by half in each half-life, whatever the length of a step. The factor of a group is
``exp(sum elasticity · x)``, held in [1/20, 20]. Signals move with steps, not with their parts.
"""

import math

from tumen.kernels.jit import compiled

_MOST = 20.0
LARGEST_X = 3.0


@compiled
def level(value, scale):
    """Give x of a signal: where it has a scale, its effect grows ever more slowly and stops at 3."""
    return value if scale <= 0.0 else min(math.log1p(max(value, 0.0) / scale), LARGEST_X)


@compiled
def find_levels(tables, t, state, x):
    """Write x of each signal in step `t` into `x` ``[signal]``; its memory is column 0 of `state` ``[signal, 4]``."""
    for s in range(x.size):
        x[s] = level(tables.input[t, s] + state[s, 0], tables.scale[s])


@compiled
def feed_back(tables, x, fed, bounded):
    """Write the factor of each group into `fed` ``[group]``; count in `bounded` ``[group]`` where it is held."""
    for g in range(fed.size):
        total = 0.0
        for s in range(x.size):
            total += tables.elasticity[g, s] * x[s]
        fed[g] = math.exp(total)
        if fed[g] > _MOST or fed[g] < 1.0 / _MOST:
            bounded[g] += 1
            fed[g] = min(max(fed[g], 1.0 / _MOST), _MOST)


@compiled
def remember(cells, tables, t, people, x, state):
    """Move memories one step on.

    Args:
        cells: `tumen.cells.Cells`.
        tables: `tumen.cells.Tables`.
        t: Step.
        people: Who went through the exits that feed each signal during the step, ``[signal]``.
        x: Levels during the step, ``[signal]``.
        state: Memory in column 0, stages of the delay in the others, ``[signal, 4]``; changed.
    """
    for s in range(state.shape[0]):
        keep = 2.0 ** (-tables.days[t] / tables.half_life[s])
        pull = tables.drift[t, s]
        for r in range(x.size):
            pull += tables.influence[s, r] * x[r]
        push = (1.0 - keep) * pull + tables.gain[s] * people[s]
        for k in range(1, cells.delay[s] + 1):
            state[s, k] = state[s, k] * keep + (1.0 - keep) * push
            push = state[s, k]
        state[s, 0] = state[s, 0] * keep + push
