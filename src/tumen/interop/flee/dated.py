"""What has a date in a Flee folder: the period, conflicts by day, closures, corrections of registrations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tumen.interop.flee.geography import LOCATIONS, Location
from tumen.interop.flee.lines import Line, Reading, as_number
from tumen.interop.flee.versions import BEHAVIOUR, Version
from tumen.situation.findings import Spot, instead, shown

CONFLICTS, CLOSURES = "input_csv/conflicts.csv", "input_csv/closures.csv"
CORRECTIONS = "input_csv/registration_corrections.csv"
LONGEST, EARLIEST = 10_000, 1800
KINDS = ("country", "location", "camp", "idpcamp", "link", "remove_forced_redirection")
_CELLS = ("type", "name1", "name2", "start", "end")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_PLACES = ("camp", "idpcamp")


@dataclass(frozen=True)
class Period:
    """When it begins, and how many days it takes."""

    first: date
    days: int

    def day(self, at: int) -> date:
        """Give the date of a day, from 0."""
        return self.first + timedelta(days=at)


@dataclass(frozen=True)
class Conflict:
    """A column of conflicts.csv: a place, and the intensity on each day with the line that says it."""

    name: str
    values: tuple[tuple[float, Line], ...]


@dataclass(frozen=True)
class Closure:
    """A line of closures.csv: what is closed on day `start` and opened again on day `end`."""

    kind: str
    one: str
    other: str
    start: int
    end: int
    line: Line


@dataclass(frozen=True)
class Correction:
    """Before this date the counts of a camp were too high: they are scaled to what stands at it."""

    name: str
    day: date
    line: Line


def as_day(text: str) -> date | None:
    """Give the day that a text is, with or without leading noughts; None where it is none."""
    parts = _DAY.fullmatch(text.strip())
    try:
        return None if parts is None else date(*(int(part) for part in parts.groups()))
    except ValueError:
        return None


def read_period(reading: Reading, version: Version) -> Period | None:
    """Read when it begins and how long it takes; either name of the file will do."""
    files = BEHAVIOUR[version].period
    file = next((name for name in files if (reading.folder / name).is_file()), files[0])
    lines = reading.lines(file)
    if lines is None:
        return None
    said = {line.cells[0].lower(): line for line in lines if len(line.cells) > 1}
    lacking = next((key for key in ("StartDate", "Length") if key.lower() not in said), None)
    if lacking is not None:
        reading.problem(Spot(file), "T282", (f"there is no line {lacking}", f"add it, as in {_example(lacking)}"))
        return None
    first, days = as_day(said["startdate"].cells[1]), reading.whole(said["length"], 1, "Length")
    if first is None:
        words = f"StartDate is {shown(said['startdate'].cells[1])}, which is no day", "write it as YYYY-MM-DD"
        reading.problem(said["startdate"].spot("StartDate"), "T283", words)
    elif first.year < EARLIEST:
        words = f"StartDate is {first}", f"write a day from {EARLIEST} on"
        reading.problem(said["startdate"].spot("StartDate"), "T289", words)
    if days is not None and not 1 <= days <= _longest(first):
        words = f"Length is {days}", f"write a number of days from 1 to {_longest(first):,}"
        reading.problem(said["length"].spot("Length"), "T289", words)
        return None
    return None if first is None or days is None else Period(first, days)


def _example(key: str) -> str:
    return "StartDate,2012-02-29" if key == "StartDate" else "Length,300"


def _longest(first: date | None) -> int:
    """Give the longest period that ends in the calendar."""
    return LONGEST if first is None else min(LONGEST, (date.max - first).days)


def read_conflicts(reading: Reading, days: int) -> tuple[Conflict, ...]:
    """Read the conflicts: a column for each place, a line for each day; the number of the day is not looked at."""
    lines = reading.lines(CONFLICTS, mark=True)
    if not lines:
        return ()
    head, *body = lines
    names = [cell.strip() for cell in head.cells]
    columns: dict[str, list[tuple[float, Line]]] = {name: [] for name in names[1:] if name}
    for line in body:
        for at, cell in enumerate(line.cells[1:], start=1):
            _add(reading, (line, at, cell), names=names, columns=columns)
    short = next((name for name, values in columns.items() if len(values) < days), None)
    if short is not None and not reading.found:
        words = f"{shown(short)} has {len(columns[short])} days, fewer than the period's {days}", "add the missing days"
        reading.problem(Spot(CONFLICTS, short), "T288", words)
    return tuple(Conflict(name, tuple(values)) for name, values in columns.items())


def _add(
    reading: Reading, at: tuple[Line, int, str], *, names: list[str], columns: Mapping[str, list[tuple[float, Line]]]
) -> None:
    line, column, text = at
    if column >= len(names) or not names[column]:
        words = f"cell {column + 1} stands below no name", "take it out, commas at the end of the line too"
        reading.problem(line.spot(), "T282", words)
        return
    value = as_number(text.strip())
    if value is None or not 0 <= value <= 1:
        words = f"the conflict is {shown(text.strip())}", "write a number from 0 to 1"
        reading.problem(line.spot(names[column]), "T283", words)
        return
    columns[names[column]].append((value, line))


def read_closures(reading: Reading, locations: tuple[Location, ...]) -> tuple[Closure, ...]:
    """Read what closes and opens again; problems are added."""
    known = tuple(location.name for location in locations)
    read = [_closure(reading, line, known) for line in reading.lines(CLOSURES) or [] if not line.is_comment]
    return tuple(closure for closure in read if closure is not None)


def _closure(reading: Reading, line: Line, known: tuple[str, ...]) -> Closure | None:
    if not line.cells[0] or len(line.cells) < len(_CELLS):
        words = "the line is no closure", "write type, two names (the second may be empty), first day, last day"
        reading.problem(line.spot(), "T282", words)
        return None
    kind, one, other = line.cells[:3]
    start, end = reading.whole(line, 3, "start"), reading.whole(line, 4, "end")
    # Of an unknown name Flee would take the first place of all.
    for name in (one,) if kind in _PLACES else (other,) if kind == "link" and is_one_sign(one) else ():
        if name not in known and not reading.fails(LOCATIONS):
            reading.problem(line.spot(), "T284", (f"there is no place {shown(name)}", instead(name, known)))
            return None
    return None if start is None or end is None else Closure(kind, one, other, start, end, line)


def is_one_sign(name: str) -> bool:
    """Say whether Flee takes two equal names of one sign for the same, as it never does those of more."""
    return len(name) == 1 and ord(name) < 256  # noqa: PLR2004  signs of which Python keeps one copy


def read_corrections(reading: Reading, names: Iterable[str]) -> tuple[Correction, ...]:
    """Read the corrections of registrations; the file may be missing."""
    if not (reading.folder / CORRECTIONS).is_file():
        return ()
    known = tuple(names)
    read = [_correction(reading, line, known) for line in reading.lines(CORRECTIONS) or [] if len(line.cells) > 1]
    return tuple(correction for correction in read if correction is not None)


def _correction(reading: Reading, line: Line, known: tuple[str, ...]) -> Correction | None:
    name, day = line.cells[0], as_day(line.cells[1])
    if name not in known:
        reading.problem(line.spot(), "T284", (f"no series is called {shown(name)}", instead(name, known)))
    elif day is None:
        words = f"{shown(line.cells[1])} is no day", "write it as YYYY-MM-DD"
        reading.problem(line.spot("date"), "T283", words)
    else:
        return Correction(name, day, line)
    return None
