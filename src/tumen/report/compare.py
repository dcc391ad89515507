"""Claims against the model, sorted: what is missed first, and what is no test marked as such."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from tumen.evidence import Quantity
from tumen.report.beside import MISSED, Asked, Verdict
from tumen.report.numbers import Spread
from tumen.report.summary import Summary

Missed = Literal["every", "some", "none"]


@dataclass(frozen=True)
class Compared:
    """One reported figure beside the model.

    Attributes:
        asked: The figure, and where the model answers it.
        mark: Its name in a chart: the id of a claim, a number for an observation.
        spreads: World → what is simulated.
        verdicts: World → how the two stand.
    """

    asked: Asked
    mark: str
    spreads: Mapping[str, Spread]
    verdicts: Mapping[str, Verdict]

    @property
    def missed(self) -> Missed:
        """In which worlds the model misses it; in none where it is no test."""
        if self.asked.standing != "test":
            return "none"
        found = [verdict in MISSED for verdict in self.verdicts.values()]
        return "every" if all(found) else "some" if any(found) else "none"


@dataclass(frozen=True)
class Comparison:
    """All figures of one quantity beside the model.

    Attributes:
        quantity: What they speak of.
        rows: In the order of their dates.
    """

    quantity: Quantity
    rows: tuple[Compared, ...]

    @cached_property
    def missed(self) -> tuple[Compared, ...]:
        """What the model misses in every world, then what it misses in some."""
        return tuple(row for how in ("every", "some") for row in self.rows if row.missed == how)

    @property
    def rest(self) -> tuple[Compared, ...]:
        """What it does not miss, and what is no test."""
        return tuple(row for row in self.rows if row.missed == "none")

    @property
    def roots(self) -> int:
        """How many independent roots the figures come from."""
        return len(
            {(row.asked.root if row.asked.figure.kind == "claim" else row.asked.figure.who) for row in self.rows}
        )


def comparisons(summary: Summary) -> tuple[Comparison, ...]:
    """Set all reported figures beside the model, quantity by quantity in the order of their file."""
    groups: dict[str, list[Asked]] = {}
    for one in summary.asked:
        groups.setdefault(one.quantity.id, []).append(one)
    return tuple(Comparison(rows[0].quantity, tuple(_compared(summary, rows))) for rows in groups.values())


def count(found: Iterable[Comparison]) -> dict[str, int]:
    """Count what was compared: all figures, those that test the model, and in which worlds it misses them."""
    rows = [row for one in found for row in one.rows]
    tests = [row.missed for row in rows if row.asked.standing == "test"]
    return {"n": len(rows), "tests": len(tests), **{how: tests.count(how) for how in ("every", "some", "none")}}


def _compared(summary: Summary, asked: Iterable[Asked]) -> Iterable[Compared]:
    """Set figures beside the model, by date; number the observations."""
    number = 0
    for one in sorted(asked, key=lambda a: (a.figure.start, a.figure.end, a.figure.kind, a.figure.item)):
        number += one.figure.kind == "observation"
        spreads = {world: summary.answer(world, one.span) for world in summary.worlds}
        verdicts: dict[str, Verdict] = {world: one.verdict(spread) for world, spread in spreads.items()}
        yield Compared(one, one.figure.id if one.figure.kind == "claim" else str(number), spreads, verdicts)
