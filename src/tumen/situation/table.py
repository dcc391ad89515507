"""From the text of a CSV file to rows whose cells can be relied on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tumen.errors import Problem
from tumen.situation import words
from tumen.situation.column import Column, Table
from tumen.situation.findings import Spot, listed, nearest, shown


@dataclass(frozen=True)
class Row:
    """A line of a table.

    Attributes:
        file: Name of the file.
        line: Where it begins, from 1, the header.
        cells: Column → text; empty where the line or the header lacks the column.
        sound: Whether every cell says what its column may say and no other row has its key.
        written: All cells in the order of the file, also those without a column.
    """

    file: str
    line: int
    cells: Mapping[str, str]
    sound: bool
    written: tuple[str, ...] = ()

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def spot(self, column: str = "") -> Spot:
        """Say where a cell, or the row, stands."""
        return Spot(self.file, column, self.line)


def sound(rows: Sequence[Row]) -> Iterator[Row]:
    """Give the rows that have no problem."""
    return (row for row in rows if row.sound)


@dataclass(frozen=True)
class _Header:
    """The columns in the order of the file, and those that can be used."""

    names: tuple[str, ...]
    missing: frozenset[str]


def read_table(file: str, text: str, *, table: Table, found: list[Problem]) -> tuple[Row, ...] | None:
    """Read the rows of a CSV file.

    Args:
        file: Name of the file.
        text: What stands in it, with line ends LF.
        table: What should stand in it.
        found: Problems are added here.

    Returns:
        All rows, also those with problems, marked as not sound; None where the text is no CSV, or has no rows, or has
        too many.
    """
    lines = _lines(file, text, found)
    if lines is None:
        return None
    header, *body = lines or [(1, [])]
    columns = _header(file, header[1], table=table, found=found)
    if table.needs_rows and not body:
        found.append(Spot(file, row=1).problem("T102", "there is a header and no row", "add a row"))
        return None
    if table.most and len(body) > table.most:
        message = f"there are {len(body):,} rows, more than {table.most:,}"
        found.append(Spot(file).problem("T153", message, "merge some, or leave some out"))
        return None
    rows = [_row(file, line, header=columns, table=table, found=found) for line in body]
    return tuple(_unique(rows, table, found))


def _lines(file: str, text: str, found: list[Problem]) -> list[tuple[int, list[str]]] | None:
    """Give each line that is not blank, with its number."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            lines.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        remedy = "close each quotation mark, and double those inside a cell"
        found.append(Spot(file, row=begins).problem("T109", f"the line is no CSV: {error}", remedy))
        return None
    return [(line, cells) for line, cells in lines if cells]


def _header(file: str, cells: Sequence[str], *, table: Table, found: list[Problem]) -> _Header:
    right = tuple(column.name for column in table.columns)
    missing = [name for name in right if name not in cells]
    left = list(missing)
    for name in (name for name in cells if name not in right):
        near = nearest(name, tuple(left))
        remedy = "take it out" if near is None else f"write {shown(near)}"
        found.append(Spot(file, name, 1).problem("T110", f"this table has no column {shown(name)}", remedy))
        left = [other for other in left if other != near]
    if left:
        which = f"the column {listed(left)} is" if len(left) == 1 else f"the columns {listed(left, len(left))} are"
        remedy = "add it: an empty cell says that there is nothing"
        found.append(Spot(file, left[0], 1).problem("T110", f"{which} missing", remedy))
    for name in sorted({name for name in cells if cells.count(name) > 1 and name in right}):
        found.append(Spot(file, name, 1).problem("T110", f"the column {shown(name)} stands twice", "keep one"))
    return _Header(tuple(cells), frozenset(missing))


def _row(file: str, line: tuple[int, Sequence[str]], *, header: _Header, table: Table, found: list[Problem]) -> Row:
    """Read a row; of one with too many or too few cells only the key is kept."""
    number, cells = line
    whole = len(cells) == len(header.names)
    given = dict(zip(header.names, cells, strict=False))
    kept = {
        column.name: given.get(column.name, "") if whole or column.name in table.key else "" for column in table.columns
    }
    row = Row(file, number, kept, sound=True, written=tuple(cells))
    before = len(found)
    if whole:
        found.extend(_cell_problems(row, table.columns, header.missing))
    else:
        message = f"the row has {len(cells)} cells, the header {len(header.names)}"
        remedy = "write one comma between two cells, and put a text with a comma in quotation marks"
        found.append(row.spot().problem("T111", message, remedy))
    return row if len(found) == before and not header.missing else replace(row, sound=False)


def _cell_problems(row: Row, columns: Sequence[Column], missing: frozenset[str]) -> Iterator[Problem]:
    for column in columns:
        text = row.cells[column.name]
        wrong = words.problem(column, text) if text else None
        if wrong is not None:
            yield row.spot(column.name).problem(*wrong)
        elif not text and column.needed and column.name not in missing:
            allowed = f": {listed(column.one_of)}" if column.one_of else ""
            yield row.spot(column.name).problem("T115", f"{column.name} is empty", f"write it{allowed}")


def _unique(rows: Sequence[Row], table: Table, found: list[Problem]) -> Iterator[Row]:
    """Report keys that stand twice; the second row is not sound."""
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = tuple(row[name] for name in table.key)
        first = seen.setdefault(key, row.line) if table.key and all(key) else row.line
        if first == row.line:
            yield row
            continue
        message = f"{shown(' '.join(key))} stands already in line {first}"
        remedy = "give one of the two another name, or take it out"
        found.append(row.spot(table.key[-1]).problem("T112", message, remedy))
        yield replace(row, sound=False)
