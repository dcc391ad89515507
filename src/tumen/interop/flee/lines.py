"""From the bytes of a file in a Flee folder to its lines, as Flee's reader sees them."""

from __future__ import annotations

import csv
import hashlib
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tumen.errors import Problem
from tumen.situation.findings import Spot, shown

MOST_BYTES = 20_000_000
_BOM = "\ufeff"
_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+", re.ASCII)
_LONGEST_NUMBER = 18


@dataclass(frozen=True)
class Line:
    """A line of a CSV file.

    Attributes:
        file: Its path inside the folder, with ``/``.
        number: Of the line, from 1.
        cells: What stands between the commas, untouched: Flee strips nothing.
        raw: The line as written.
    """

    file: str
    number: int
    cells: tuple[str, ...]
    raw: str

    def spot(self, column: str = "") -> Spot:
        """Say where a cell, or the line, stands."""
        return Spot(self.file, column, self.number)

    @property
    def is_comment(self) -> bool:
        """Whether its first sign is ``#``."""
        return self.cells[0][:1] == "#"


@dataclass
class Reading:
    """What was found on the way through a folder.

    Attributes:
        folder: The folder.
        found: Problems.
        digests: File → SHA-256 of its bytes, for each that was read.
    """

    folder: Path
    found: list[Problem] = field(default_factory=list[Problem])
    digests: dict[str, str] = field(default_factory=dict[str, str])

    def problem(self, spot: Spot, code: str, words: tuple[str, str]) -> None:
        """Note a problem: its message and remedy."""
        self.found.append(spot.problem(code, *words))

    def fails(self, file: str) -> bool:
        """Say whether something is wrong in a file, so that what it lacks may be there."""
        return any(problem.file == file for problem in self.found)

    def text(self, file: str) -> str | None:
        """Read a file that must be there; None, and a problem, where that cannot be done."""
        path, spot = self.folder / file, Spot(file)
        try:
            lacks = "" if path.is_file() else "is no file" if path.exists() else "is missing"
            data = path.read_bytes() if not lacks and path.stat().st_size <= MOST_BYTES else None
        except OSError as error:
            reason = error.strerror or "unknown reason"
            self.problem(spot, "T280", (f"the file cannot be read: {reason}", "mend its permissions, or copy it anew"))
            return None
        if lacks:
            self.problem(spot, "T280", (f"the file {file} {lacks}", "add it: a Flee folder has one"))
            return None
        if data is None:
            self.problem(spot, "T280", ("the file has more than 20 MB", "leave out what is not needed"))
            return None
        self.digests[file] = hashlib.sha256(data).hexdigest()
        return self._decoded(spot, data)

    def _decoded(self, spot: Spot, data: bytes) -> str | None:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = Spot(spot.file, row=data.count(b"\n", 0, error.start) + 1)
            words = f"byte 0x{data[error.start]:02x} is not UTF-8", "save the file as UTF-8"
            self.problem(line, "T281", words)
            return None
        if "\0" in text:
            line = Spot(spot.file, row=text.count("\n", 0, text.index("\0")) + 1)
            self.problem(line, "T281", ("there is a NUL character", "save the file as plain UTF-8 text"))
            return None
        return text

    def lines(self, file: str, *, mark: bool = False) -> list[Line] | None:
        """Read the lines of a CSV file that are not blank; None, and a problem, where it is none.

        Args:
            file: Path inside the folder.
            mark: Whether a byte-order mark does no harm: where nobody looks at the first cell.
        """
        text = self.text(file)
        if text is None:
            return None
        if text.startswith(_BOM) and not mark:
            message = "the file begins with a byte-order mark, which Flee takes for a part of the first cell"
            self.problem(Spot(file, row=1), "T281", (message, "save it as UTF-8 without BOM"))
            return None
        try:
            return list(_lines(file, text.removeprefix(_BOM)))
        except csv.Error as error:
            self.problem(Spot(file), "T281", (f"the file is no CSV: {error}", "mend its quotation marks"))
            return None

    def whole(self, line: Line, at: int, column: str) -> int | None:
        """Give a whole number, and a problem where a cell has none."""
        text = line.cells[at].strip()
        if _WHOLE.fullmatch(text) and len(text) <= _LONGEST_NUMBER:
            return int(text)
        remedy = "write digits alone, as in 22849"
        if _THOUSANDS.fullmatch(text):
            remedy = f"write it without separators: {text.replace(',', '')}"
        self.problem(line.spot(column), "T283", (f"{column} is {shown(text)}, which is no whole number", remedy))
        return None

    def number(self, line: Line, at: int, column: str) -> float | None:
        """Give a finite number, and a problem where a cell has none."""
        value = as_number(line.cells[at])
        if value is None:
            words = (
                f"{column} is {shown(line.cells[at].strip())}, which is no number",
                "write digits and a point, as in 12.5",
            )
            self.problem(line.spot(column), "T283", words)
        return value


def as_number(text: str) -> float | None:
    """Give the finite number that a text is; None where it is none."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in text else None


def _lines(file: str, text: str) -> Iterator[Line]:
    physical = list(io.StringIO(text, newline=""))
    reader = csv.reader(physical)
    before = 0
    for cells in reader:
        first, before = before, reader.line_num
        if cells:
            yield Line(file, first + 1, tuple(cells), physical[first].rstrip("\r\n"))
