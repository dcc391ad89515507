"""Small counts are withheld, together with what they could be worked out from.

A count under the limit is never shown. Where a total and its parts are published side by side, what is withheld among
them is the total less the parts that are shown; so further figures are withheld until no subtraction, over any number
of totals, gives back a withheld figure, and until no withheld group is itself as small as what it hides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tumen.evidence import Observation

COUNTED = frozenset({"persons", "people", "arrests", "deaths", "cases"})
"""Units of people, at once or per time."""
HIDING_LIMIT = 10
"""Where people hide; `docs/responsible-use.md`."""
OPEN_LIMIT = 5
"""Elsewhere, as UNHCR publishes."""
ROUNDING = 1e-9
"""Share of a total that is taken for an error of rounding and not for people."""
_NOUGHT = 1e-9
"""What is less is nought: singular values and directions of small tables of 1, 0 and -1 are that, or far from it."""


@dataclass(frozen=True)
class Partition:
    """A figure that is the sum of others.

    Attributes:
        total: Its name.
        parts: Names of the figures that add up to it.
    """

    total: str
    parts: tuple[str, ...]

    @property
    def members(self) -> tuple[str, ...]:
        """The parts, then the total."""
        return (*self.parts, self.total)


def limit_for(people_in_hiding: bool) -> int:
    """Give the number below which a count is withheld."""
    return HIDING_LIMIT if people_in_hiding else OPEN_LIMIT


def withheld(
    values: Mapping[str, float], partitions: Iterable[Partition], limit: int, *, spared: Collection[str] = ()
) -> dict[str, Literal["small", "joint"]]:
    """Say which of the figures of one table must not be shown, and why.

    Args:
        values: Name → count, at least 0.
        partitions: Which of them add up to which. Where the parts that are there fall short of their total, the rest is
            guarded like a part that is never shown.
        limit: Counts under it are withheld.
        spared: Figures that are withheld jointly only when no other will do.

    Returns:
        Name → ``small`` (under the limit) or ``joint`` (a withheld figure could be worked out from it).
    """
    known, tables = _with_rests(values, partitions)
    guarded = {name for name, value in known.items() if value < limit}
    unseen = guarded | (known.keys() - values.keys())
    cost = {name: (name in spared, value, name) for name, value in known.items()}
    while (table := _unsafe(known, tables, (guarded, unseen), limit=limit)) is not None:
        parts = [name for name in table.parts if name not in unseen]
        more = min(parts, key=cost.__getitem__) if parts else table.total
        guarded, unseen = guarded | {more}, unseen | {more}
    return {name: "small" if value < limit else "joint" for name, value in values.items() if name in guarded}


def _with_rests(
    values: Mapping[str, float], partitions: Iterable[Partition]
) -> tuple[dict[str, float], list[Partition]]:
    """Keep the tables whose figures are there, and add to each the rest that anybody can compute."""
    known, tables = dict(values), list[Partition]()
    for partition in partitions:
        total, parts = partition.total, tuple(name for name in partition.parts if name in values)
        if not parts or total not in values:
            continue
        rest = values[total] - sum(values[name] for name in parts)
        if rest > ROUNDING * values[total]:
            name = f"{total} less {', '.join(parts)}"
            known[name], parts = rest, (*parts, name)
        tables.append(Partition(total, parts))
    return known, tables


def _unsafe(
    values: Mapping[str, float], tables: list[Partition], sets: tuple[set[str], set[str]], *, limit: int
) -> Partition | None:
    """Find a table in which one more figure must be withheld.

    Args:
        values: All figures.
        tables: Which add up to which.
        sets: Names of the figures that must not be found out, and of all that are not shown: these and large rests.
        limit: Counts under it are withheld.
    """
    guarded, unseen = sets
    for table in tables:
        if not guarded.isdisjoint(table.members) and not _safe(values, table, unseen, limit=limit):
            return table
    known = guarded.intersection(_determined(tables, unseen))
    return next((t for t in tables if not known.isdisjoint(t.members) and not unseen.issuperset(t.members)), None)


def _safe(values: Mapping[str, float], table: Partition, unseen: set[str], *, limit: int) -> bool:
    """Whether this table alone gives back nothing that is withheld in it."""
    parts = [values[name] for name in table.parts if name in unseen]
    if table.total in unseen:
        return bool(parts)
    together = sum(parts)
    if all(value < limit for value in parts):
        # Each could then be anything from 0 to the limit, given what the others could be.
        return limit <= together <= (len(parts) - 1) * (limit - 1)
    return len(parts) > 1 and together >= limit + limit


def _determined(tables: list[Partition], unseen: set[str]) -> list[str]:
    """Name the withheld figures that follow from the shown ones and all tables taken together."""
    unknown = sorted(unseen & {name for table in tables for name in table.members})
    if not unknown:
        return []
    column = {name: i for i, name in enumerate(unknown)}
    matrix = np.zeros((len(tables), len(unknown)))
    for row, table in enumerate(tables):
        for name in unseen.intersection(table.members):
            matrix[row, column[name]] = -1 if name == table.total else 1
    # What follows stays where it is along every direction that the tables leave open, their null space.
    _, sizes, directions = np.linalg.svd(matrix)
    rank = int(np.count_nonzero(sizes > _NOUGHT))
    moved = np.abs(directions[rank:]).max(axis=0, initial=0.0)
    return [name for name in unknown if moved[column[name]] < _NOUGHT]


def withheld_rows(rows: Sequence[Observation], limit: int) -> frozenset[int]:
    """Say which observations are counts that must not be shown: small ones, and what they could be worked out from.

    Women and men add up to all where one publication gives them for the same place and period. In one series, figures
    of the same people add up to that of any longer time in which they lie; what is left of it is guarded like a part.
    """
    values = {str(i): min(numbers(row)) for i, row in enumerate(rows) if counts(row.unit) and numbers(row)}
    tables: dict[tuple[str, ...], dict[str, str]] = {}
    for i, row in enumerate(rows):
        about = (row.series, row.date_from, row.date_to, row.place, row.citation)
        tables.setdefault(about, {})[row.sex] = str(i)
    whole = [table for table in tables.values() if "all" in table]
    partitions = [Partition(table["all"], tuple(i for sex, i in table.items() if sex != "all")) for table in whole]
    return frozenset(int(name) for name in withheld(values, [*partitions, *_by_time(rows)], limit))


def _by_time(rows: Sequence[Observation]) -> Iterator[Partition]:
    """Find the figures of a series that lie within the time of another of the same people."""
    groups: dict[tuple[str, ...], list[tuple[str, str, str]]] = {}
    for i, row in enumerate(rows):
        first, last = row.date_from or row.date_to, row.date_to or row.date_from
        if counts(row.unit) and numbers(row) and first:
            # As text these lie in order: whatever is not told of a date is its first or its last.
            times = (first + "-01-01"[len(first) - 4 :], last + "-12-31"[len(last) - 4 :], str(i))
            groups.setdefault((row.series, row.place, row.sex, row.unit), []).append(times)
    for group in groups.values():
        for start, end, total in group:
            inside = [one for one in group if start <= one[0] and one[1] <= end and one[:2] != (start, end)]
            yield from (Partition(total, tuple(family)) for family in _apart(inside))


def _apart(times: Sequence[tuple[str, str, str]]) -> Iterator[list[str]]:
    """Sort names into families whose times do not overlap."""
    families: list[tuple[str, list[str]]] = []
    for start, end, name in sorted(times):
        found = next((i for i, (last, _) in enumerate(families) if last < start), None)
        if found is None:
            families.append((end, [name]))
        else:
            families[found] = (end, [*families[found][1], name])
    return (names for _, names in families)


def numbers(row: Observation) -> list[float]:
    """List the numbers that an observation names."""
    return [x for x in (row.low, row.value, row.high) if x is not None]


def counts(unit: str) -> bool:
    """Whether a unit counts people, at once or per time."""
    return unit.split(" ", maxsplit=1)[0].split("/", maxsplit=1)[0] in COUNTED
