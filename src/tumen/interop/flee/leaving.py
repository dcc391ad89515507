"""How many people set out on each day: the rise of what is reported, with a debt where it falls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Leaving:
    """By day.

    Attributes:
        people: Who set out.
        reported: People reported to have left so far.
        debt: People by whom the report has fallen, and whose like do not set out until it has risen again.
    """

    people: tuple[int, ...]
    reported: tuple[int, ...]
    debt: tuple[int, ...]


def leaving(levels: Sequence[Sequence[int]], *, days: int, first: int, stays: bool) -> Leaving:
    """Turn levels into departures.

    Args:
        levels: Of each series whose sum is reported, ``[series][day]``.
        days: Number of days.
        first: What counts on the first day besides.
        stays: Whether those of the first day stand in camps already, so that nobody sets out on it.
    """
    sums = [sum(level[day] for level in levels) for day in range(days)]
    rises = [sums[0] + first, *(after - before for before, after in pairwise(sums))]
    people, reported, debts, debt, total = list[int](), list[int](), list[int](), 0, 0
    for day, rise in enumerate(rises):
        total += rise
        out = 0 if stays and day == 0 else rise - debt
        debt = max(-out, 0)
        people.append(max(out, 0))
        reported.append(total)
        debts.append(debt)
    return Leaving(tuple(people), tuple(reported), tuple(debts))
