"""source_data: which file counts whom, the counts as Flee uses them, and the level of every day."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise, takewhile

from tumen.interop.flee.dated import Correction, Period, as_day
from tumen.interop.flee.geography import MOST_PEOPLE
from tumen.interop.flee.lines import Line, Reading
from tumen.interop.flee.versions import BEHAVIOUR, Version
from tumen.situation.findings import Spot, shown

LAYOUT = "source_data/data_layout.csv"
TOTAL = "total"
_HEADS = ("", "Date", "DateTime")


@dataclass(frozen=True)
class Knot:
    """A count as it is used.

    Attributes:
        day: Days since the start; negative before it.
        value: People, after division and corrections.
        lines: What it is made of: one line, or one of each file that is added up.
        corrected: By how much it was multiplied, in all.
    """

    day: int
    value: float
    lines: tuple[Line, ...]
    corrected: float = 1.0


@dataclass(frozen=True)
class Series:
    """Who was counted at a place.

    Attributes:
        name: Of the place, or ``total``.
        files: Names in source_data.
        knots: In the order of the files.
        line: Where data_layout.csv says so.
    """

    name: str
    files: tuple[str, ...]
    knots: tuple[Knot, ...]
    line: Line

    @property
    def in_order(self) -> bool:
        """Whether each count is later than the one before: then its levels are straight lines between them."""
        return all(one.day < other.day for one, other in pairwise(self.knots))

    def levels(self, days: int) -> tuple[int, ...]:
        """Give the people of each day: straight between counts, cut to whole people, constant before and after.

        Where counts stand out of order, a day lies before the first count in the file that is later, as in Flee.
        """
        latest = list(accumulate((knot.day for knot in self.knots), max))
        return tuple(self._level(day, bisect_right(latest, day)) for day in range(days))

    def _level(self, day: int, after: int) -> int:
        if after == 0 or day <= self.knots[0].day:
            return int(self.knots[0].value)
        if after == len(self.knots):
            return int(self.knots[-1].value)
        old, new = self.knots[after - 1], self.knots[after]
        return int(old.value + (day - old.day) / (new.day - old.day) * (new.value - old.value))


def read_layout(reading: Reading) -> tuple[tuple[str, tuple[str, ...], Line], ...]:
    """Read which files count whom: name, files, line. The first is the total."""
    rows: dict[str, tuple[str, tuple[str, ...], Line]] = {}
    for line in reading.lines(LAYOUT) or []:
        name, *files = line.cells
        if not name:
            reading.problem(line.spot(), "T282", ("the first cell is empty", "fill it, or take the line out"))
        elif not files or line.is_comment:
            continue
        elif name in rows:
            words = f"{shown(name)} stands twice", "write all its files in one line: they are added up"
            reading.problem(line.spot(), "T289", words)
        else:
            rows[name] = (name, tuple(files), line)
    return tuple(rows.values())


def read_series(
    reading: Reading, layout: Iterable[tuple[str, tuple[str, ...], Line]], *, period: Period, hasten: int
) -> dict[str, Series]:
    """Read all counts, those of several files added up; problems are added.

    Args:
        reading: The folder.
        layout: From `read_layout`.
        period: Whose first day is day 0.
        hasten: Divides every count.

    Returns:
        Name → counts; those that can be used.
    """
    found: dict[str, Series] = {}
    for name, files, line in layout:
        tables = [_table(reading, line, file=file, first=period.first, hasten=hasten) for file in files]
        whole = _merged(reading, line, tables) if all(tables) else ()
        if whole:
            found[name] = Series(name, files, whole, line)
    return found


def _table(reading: Reading, at: Line, *, file: str, first: date, hasten: int) -> tuple[Knot, ...]:
    path = f"source_data/{file}"
    if not file or not _inside(reading, path):
        reading.problem(at.spot(), "T280", (f"{shown(file)} is no file in source_data", "write the name of one"))
        return ()
    lines = reading.lines(path)
    if lines is None:
        return ()
    if lines and lines[0].cells[0] in _HEADS:
        lines = lines[1:]
    counted = [line for line in lines if len(line.cells) > 1 and not line.is_comment and line.cells[1]]
    read = [_knot(reading, line, first=first, hasten=hasten) for line in counted]
    if not counted:
        reading.problem(Spot(path), "T288", ("there is no count", "add at least one line with a date and a number"))
    return tuple(knot for knot in read if knot is not None)


def _inside(reading: Reading, path: str) -> bool:
    """Say whether a path stays in source_data: a folder from elsewhere may name any."""
    base = (reading.folder / "source_data").resolve()
    try:
        return (reading.folder / path).resolve().is_relative_to(base)
    except (OSError, ValueError, RuntimeError):
        return False


def _knot(reading: Reading, line: Line, *, first: date, hasten: int) -> Knot | None:
    day, value = as_day(line.cells[0]), reading.whole(line, 1, "count")
    if day is None:
        words = f"{shown(line.cells[0])} is no day", "write it as YYYY-MM-DD"
        reading.problem(line.spot("date"), "T283", words)
    if value is not None and not 0 <= value <= MOST_PEOPLE:
        words = f"count is {value}", f"write a number from 0 to {MOST_PEOPLE:,}"
        reading.problem(line.spot("count"), "T283", words)
    return None if day is None or value is None else Knot((day - first).days, value / hasten, (line,))


def _merged(reading: Reading, at: Line, tables: Sequence[tuple[Knot, ...]]) -> tuple[Knot, ...]:
    """Add up the counts of several files, one after the other."""
    whole = tables[0]
    for table in tables[1:]:
        added = _added(whole, table)
        if not added:
            words = f"the files of {shown(at.cells[0])} cannot be added up: a later one begins after an earlier one"
            reading.problem(at.spot(), "T288", (words, "give all files a count on the first date"))
            return ()
        whole = added
    return _without_copies(whole)


def _added(one: tuple[Knot, ...], other: tuple[Knot, ...]) -> tuple[Knot, ...]:
    """Add two series as Flee does: at the dates of the second, with the count of the first at its next date.

    Dates of the first are kept too, with the last count of the second, up to its last date. Nothing, where the second
    begins later: Flee then stops.
    """
    out: list[Knot] = []
    at, last = 0, None
    for knot in other:
        earlier = list(takewhile(lambda own: own.day < knot.day, one[at:]))  # noqa: B023  used up at once
        if earlier and last is None:
            return ()
        out += [_sum(own.day, own, last) for own in earlier if last is not None]
        at = min(at + len(earlier), len(one) - 1)
        if knot.day <= one[at].day:
            out.append(_sum(knot.day, one[at], knot))
            at += knot.day == one[at].day and at < len(one) - 1
            last = knot
    return tuple(out)


def _sum(day: int, one: Knot, other: Knot) -> Knot:
    return Knot(day, other.value + one.value, one.lines + other.lines)


def _without_copies(knots: tuple[Knot, ...]) -> tuple[Knot, ...]:
    """Leave out counts that say what the one before says."""
    news = (b for a, b in pairwise(knots) if (a.day, a.value) != (b.day, b.value))
    return (*knots[:1], *news)


def corrected(
    reading: Reading, series: Mapping[str, Series], corrections: Iterable[Correction], *, at: tuple[Period, Version]
) -> dict[str, Series]:
    """Scale the counts before each correction to what stands at its date; problems are added."""
    whole, (period, version) = dict(series), at
    for correction in corrections:
        day = (correction.day - period.first).days
        early = day < 0 and BEHAVIOUR[version].skips_early_corrections
        if correction.name in whole and not early:
            own = whole[correction.name]
            knots = _scaled(reading, own, correction=correction, day=day)
            whole[correction.name] = Series(own.name, own.files, knots, own.line)
    return whole


def _scaled(reading: Reading, series: Series, *, correction: Correction, day: int) -> tuple[Knot, ...]:
    """Multiply all counts before the date by the count at it over the one before it."""
    knots = list(series.knots)
    places = [at for at, knot in enumerate(knots) if knot.day == day and at > 0]
    if not places:
        words = (
            f"{correction.day} is no date of the counts of {shown(series.name)}, or their first",
            "write the date of a later count",
        )
        reading.problem(correction.line.spot("date"), "T288", words)
    for at in places:
        if knots[at - 1].value == 0:
            words = "the count before it is 0: there is nothing to scale", "write another date, or take the line out"
            reading.problem(correction.line.spot("date"), "T288", words)
            return series.knots
        ratio = knots[at].value / knots[at - 1].value
        knots[:at] = [Knot(k.day, k.value * ratio, k.lines, k.corrected * ratio) for k in knots[:at]]
    if not all(math.isfinite(knot.value) for knot in knots):
        reading.problem(correction.line.spot("date"), "T288", ("the counts grow beyond all bounds", "mend the counts"))
        return series.knots
    return tuple(knots)
