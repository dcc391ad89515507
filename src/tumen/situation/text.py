"""From the bytes of a file to its text: everything that can be wrong before a comma or a key is read."""

from __future__ import annotations

from pathlib import Path

from tumen.errors import Problem
from tumen.situation.findings import Spot

MAX_BYTES = 20_000_000
_BOM = b"\xef\xbb\xbf"


def read_text(path: Path, found: list[Problem]) -> str | None:
    """Read a file of a situation folder.

    A byte-order mark and carriage returns are reported and then passed over, so that the rest is still checked.

    Args:
        path: The file; whoever calls has seen that it stands there.
        found: Problems are added here.

    Returns:
        Its text; None where it cannot be read.
    """
    spot = Spot(path.name)
    try:
        data = b"" if path.stat().st_size > MAX_BYTES else path.read_bytes()
        size = path.stat().st_size
    except OSError as error:
        reason = error.strerror or "unknown reason"
        remedy = "mend its permissions, or copy it anew"
        found.append(spot.problem("T101", f"the file cannot be read: {reason}", remedy))
        return None
    if size > MAX_BYTES:
        message = f"the file has {size:,} bytes, more than 20 MB"
        found.append(spot.problem("T103", message, "leave out what the situation does not need"))
        return None
    return _decoded(data, spot, found)


def _decoded(data: bytes, spot: Spot, found: list[Problem]) -> str | None:
    if data.startswith(_BOM):
        message = "the file begins with a byte-order mark"
        found.append(_at(spot, 1).problem("T104", message, "save it as UTF-8 without BOM"))
        data = data.removeprefix(_BOM)
    if not data.strip():
        found.append(spot.problem("T102", "the file is empty", "fill it, or take it out if it is not needed"))
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = _at(spot, data.count(b"\n", 0, error.start) + 1)
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        found.append(line.problem("T107", message, "save the file as UTF-8"))
        return None
    if "\0" in text:
        line = _at(spot, text.count("\n", 0, text.index("\0")) + 1)
        found.append(line.problem("T106", "there is a NUL character", "save the file as plain UTF-8 text"))
        return None
    if "\r" in text:
        line = _at(spot, text.count("\n", 0, text.index("\r")) + 1)
        message = "the line ends in a carriage return"
        found.append(line.problem("T105", message, "save the file with line ends LF, as on Linux"))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _at(spot: Spot, line: int) -> Spot:
    return Spot(spot.file, spot.key, line)
