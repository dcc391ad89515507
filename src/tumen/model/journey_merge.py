"""Nodes of a journey that nothing can tell apart become one, as the states of a minimal acyclic automaton.

Recent travel goes by bins, so what counts of the km done today is which bins of a full day they fill: that decides who
must go on, and in which bin people are tonight. Two nodes of a stand with the same bins filled, from which every option
leads to the same node or to the same bins, are one. No decision of anybody changes.

Source:
    Revuz (1992), "Minimisation of acyclic deterministic automata in linear time", Theor. Comput. Sci. 92.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

_LEAST = 1e-6
Standing = tuple[int, float]
"""A stand, and the km done today by those who are there."""
Beyond = tuple[int, float]
"""A node, or a code below 0 of what is no node; and the km done today with which people are there."""


@dataclass(frozen=True)
class Merged:
    """Nodes put together.

    Attributes:
        of: What each node became, ``[node]``.
        nodes: The node with the most km of each, rising with them, ``[merged]``.
    """

    of: tuple[int, ...]
    nodes: tuple[int, ...]


def bins_filled(km: float, bin_km: float) -> tuple[int, bool]:
    """Give how many bins `km` fill, and whether they fill them exactly; 0 where recent travel is not remembered."""
    if not bin_km:
        return 0, True
    bins = km / bin_km
    whole = round(bins)
    return (whole, True) if abs(bins - whole) < _LEAST else (floor(bins), False)


def merged(nodes: Sequence[Standing], beyond: Sequence[Sequence[Beyond]], bin_km: float) -> Merged:
    """Put nodes together that nothing can tell apart.

    Args:
        nodes: Km never fall, ``[node]``.
        beyond: Where the options of a node lead, in their order; always to more km, ``[node][n]``.
        bin_km: Km of one bin of recent travel; 0 where it is not remembered.
    """
    found: dict[object, int] = {}
    stands, of = list[int](), [0] * len(nodes)
    for node in reversed(range(len(nodes))):
        ends = tuple(of[to] if to >= 0 else (to, bins_filled(km, bin_km)) for to, km in beyond[node])
        told = (nodes[node][0], bins_filled(nodes[node][1], bin_km), ends)
        of[node] = found.setdefault(told, len(found))
        if of[node] == len(stands):
            stands.append(node)
    last = len(stands) - 1
    return Merged(tuple(last - n for n in of), tuple(reversed(stands)))
