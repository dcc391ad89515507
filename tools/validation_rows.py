"""What docs/validation.md asks of the model: rows and figures of validation.toml, and what stands behind them."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from tumen.situation import Situation

FOLDER = Path(__file__).parent
ASKED = FOLDER / "validation.toml"
HELD_BACK = FOLDER / "validation_held_back.csv"
Unit = Literal["persons", "share", "ratio", "months"]
INHERITED = ("of", "over", "unit", "at")
"""What figures take from their row."""


@dataclass(frozen=True)
class Target:
    """One figure, and what in the model answers it.

    Attributes:
        id: Unique: row, then title.
        title: For people to read.
        of: Outcomes, added up.
        at: Periods over which they are added up, ``first..last``, by month where it names months.
        over, over_at: What they are divided by, likewise; empty for nothing, `over_at` also for the same periods.
        against: Period at which the answer is asked once more, and by which it is divided: a rise or a dip of a share.
        unit: Of the answer.
        per_year: Whether the answer is for a year, on average.
        at_least: Whether the figure is a lower bound.
        other: What the figure speaks of, where that is not quite what the model answers, so that it is no test.
        reported, reported_over: Ids of claims and observations, added up; nothing where no figure is known.
        reported_against, reported_against_over: Likewise, of the period `against`.
        missed, above, below: What a miss teaches; its row may say so too.
    """

    id: str
    title: str
    of: tuple[str, ...]
    at: str
    over: tuple[str, ...] = ()
    over_at: str = ""
    against: str = ""
    unit: Unit = "persons"
    per_year: bool = False
    at_least: bool = False
    other: str = ""
    reported: tuple[str, ...] = ()
    reported_over: tuple[str, ...] = ()
    reported_against: tuple[str, ...] = ()
    reported_against_over: tuple[str, ...] = ()
    missed: str = ""
    above: str = ""
    below: str = ""

    @property
    def outcomes(self) -> frozenset[str]:
        """Every outcome that it needs."""
        return frozenset((*self.of, *self.over))


@dataclass(frozen=True)
class Row:
    """A row of the list, or of what separates the worlds.

    Attributes:
        id: Unique.
        title: As in the list.
        asks: What it asks.
        note: What to know of its figures.
        left_out: What of it the model does not answer, and why.
        missed, above, below: What a miss teaches, where a figure does not say so itself.
        targets: Its figures.
    """

    id: str
    title: str
    asks: str = ""
    note: str = ""
    left_out: str = ""
    missed: str = ""
    above: str = ""
    below: str = ""
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True)
class Asked:
    """All that is asked: the rows of the list, and what separates the worlds."""

    rows: tuple[Row, ...]
    worlds: tuple[Row, ...]

    @property
    def targets(self) -> Iterator[Target]:
        """Every figure."""
        return (target for row in (*self.rows, *self.worlds) for target in row.targets)


def read_asked(path: Path = ASKED) -> Asked:
    """Read what is asked.

    Raises:
        TypeError: If a table has a key that is unknown.
    """
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return Asked(*(tuple(_row(kind, name, of) for name, of in tables[kind].items()) for kind in ("row", "world")))


def _row(kind: str, name: str, table: dict[str, Any]) -> Row:
    inherited = {key: table.pop(key) for key in INHERITED if key in table}
    targets = tuple(_target(f"{kind}.{name}", {**inherited, **of}) for of in table.pop("figures"))
    return Row(name, targets=targets, **table)


def _target(row: str, table: Mapping[str, Any]) -> Target:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    return Target(f"{row}.{table['title']}", **values)


@dataclass(frozen=True)
class Behind:
    """What was reported, and what of it the model knows already.

    Attributes:
        situation: With its claims and observations.
        held_back: Figures that the situation does not hold, id → figure; they are used nowhere else.
    """

    situation: Situation
    held_back: Mapping[str, float] = field(default_factory=dict[str, float])

    @cached_property
    def figures(self) -> dict[str, float]:
        """Claim or observation → its figure, the lower end where that is all it gives."""
        rows = {row.id: (row.value, row.low) for row in self.situation.observations}
        claims = {claim.id: (claim.best, claim.low) for claim in self.situation.claims.values()}
        told = {name: low if best is None else best for name, (best, low) in {**rows, **claims}.items()}
        return {**{name: value for name, value in told.items() if value is not None}, **self.held_back}

    @cached_property
    def series(self) -> dict[str, str]:
        """Observation → its series; a claim stands for itself."""
        return {row.id: row.series for row in self.situation.observations}

    @cached_property
    def anchored(self) -> dict[str, set[str]]:
        """Claim or observation → dates of the anchors in whose priors it counts."""
        found: dict[str, set[str]] = {}
        pools = self.situation.evidence.pools.values()
        for date, member in ((pool.date, member) for pool in pools for member in pool.members):
            if member.role != "out":
                found.setdefault(member.item, set()).add(date)
        return found

    def reported(self, target: Target) -> float | None:
        """Give the figure of a target; None where none is known."""
        if not target.reported:
            return None
        against = self._over(target.reported_against, target.reported_against_over) if target.against else 1.0
        return self._over(target.reported, target.reported_over) / against

    def _over(self, items: Iterable[str], over: Collection[str]) -> float:
        """Add figures up, and divide them by others where there are any."""
        return sum(self.figures[item] for item in items) / (sum(self.figures[item] for item in over) if over else 1.0)

    def anchors(self, target: Target) -> tuple[str, ...]:
        """Give the dates of the anchors that stand on a figure; those on a divisor do not count."""
        return tuple(sorted({date for item in target.reported for date in self.anchored.get(item, ())}))

    def is_test(self, target: Target) -> bool:
        """Whether a figure tests the model: it speaks of the same, and no anchor of its time stands on the count."""
        anchored = not target.over and target.at in self.anchors(target)
        return bool(target.reported) and not target.other and not anchored

    def priors(self, target: Target) -> tuple[str, ...]:
        """Name the drawn parameters that rest on the series or claim of a figure; those of a divisor do not count."""
        return tuple(dict.fromkeys(name for item in target.reported for name in self.resting(item)))

    def resting(self, item: str) -> tuple[str, ...]:
        """Name the parameters that rest on a claim or on the series of an observation."""
        about = self.series.get(item, item)
        return tuple(p.name for p in self.situation.parameters.values() if about in (*p.claims, *p.observations))


def behind(situation: Situation, path: Path = HELD_BACK) -> Behind:
    """Set what a situation holds beside what was held back.

    Raises:
        ValueError: If the situation holds a series that should be held back.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if both := {row["series"] for row in rows} & {row.series for row in situation.observations}:
        raise ValueError(f"the situation holds {sorted(both)}: take them out of {path.name}")
    return Behind(situation, {row["id"]: float(row["value"]) for row in rows})
