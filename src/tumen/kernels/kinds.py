"""Cells whose people face the same hazards: their chances are found once for all of them.

Cohorts and places share many of their numbers. In the flagship 921 cells are of 108 kinds.
"""

from typing import NamedTuple

import numpy as np

from tumen.kernels.jit import compiled, inner

_ODD = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)
_EMPTY = -1


class Kinds(NamedTuple):
    """Cells by kind; two are of one kind if their exits have the same hazards and feed the same signals, in turn.

    ``cell`` is the first cell of each kind, ``[kind]``, and ``of`` the kind of each cell, ``[cell]``. Chances stand at
    the exits of the first cell of a kind: that of an exit at the exit ``same``, ``[exit]``.
    """

    cell: np.ndarray
    of: np.ndarray
    same: np.ndarray


@compiled
def kinds_of(cells, base):
    """Sort cells into kinds, by a table of hashes; `base` as in `tumen.cells.Tables`."""
    size, count = 2, 0
    while size < 2 * cells.end.size:
        size *= 2
    table, bits = np.full(size, _EMPTY), base.view(np.uint64)
    first, of, same = np.zeros(cells.end.size, np.int64), np.zeros(cells.end.size, np.int64), np.arange(base.size)
    for cell in range(of.size):
        at = _hash(cells, bits, cell) % size
        while table[at] != _EMPTY and not _same(cells, base, first[table[at]], cell):
            at = (at + 1) % size
        if table[at] == _EMPTY:
            table[at] = count
            first[count] = cell
            count += 1
        of[cell] = table[at]
        for e in range(cells.first[cell], cells.first[cell + 1]):
            same[e] = cells.first[first[table[at]]] + e - cells.first[cell]
    return Kinds(first[:count], of, same)


@inner
def _hash(cells, bits, cell):
    mixed = np.uint64(cells.first[cell + 1] - cells.first[cell])
    for e in range(cells.first[cell], cells.first[cell + 1]):
        mixed = (mixed ^ bits[e]) * _ODD
        mixed = (mixed ^ (mixed >> _HALF) ^ np.uint64(cells.row[e])) * _ODD
    return np.int64(mixed >> _HALF)


@inner
def _same(cells, base, one, other):
    """Tell whether two cells are of one kind."""
    shift = cells.first[other] - cells.first[one]
    if cells.first[other + 1] - cells.first[one + 1] != shift or cells.end[other] - cells.end[one] != shift:
        return False
    for e in range(cells.first[one], cells.first[one + 1]):
        at = e + shift
        if base[e] != base[at] or cells.row[e] != cells.row[at] or cells.seat[e] != cells.seat[at]:
            return False
        fed = cells.feed_first[at] - cells.feed_first[e]
        if cells.feed_first[at + 1] - cells.feed_first[e + 1] != fed:
            return False
        for k in range(cells.feed_first[e], cells.feed_first[e + 1]):
            if cells.feed_signal[k] != cells.feed_signal[k + fed]:
                return False
    return True
