"""From a folder to its tables and documents, each as far as it can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tumen.errors import Problem
from tumen.situation.columns import TABLES
from tumen.situation.findings import Spot, nearest
from tumen.situation.table import Row, read_table
from tumen.situation.text import read_text
from tumen.situation.toml import Document, read_document

ORDER = (
    "situation.toml",
    "places.csv",
    "routes.csv",
    "cohorts.csv",
    "statuses.csv",
    "exits.csv",
    "signals.csv",
    "events.csv",
    "stops.csv",
    "closings.csv",
    "parameters.toml",
    "worlds.toml",
    "outcomes.toml",
    "policies.toml",
    "switches.toml",
    "sources.toml",
    "claims.csv",
    "observations.csv",
    "series.csv",
    "quantities.toml",
    "links.csv",
    "assessments.csv",
    "pools.toml",
    "members.csv",
    "timeline.csv",
    "exclusions.csv",
    "norms.toml",
    "positions.toml",
)
"""The files of a situation folder, in the order in which one reads them."""
REQUIRED = frozenset(
    (
        "situation.toml",
        "places.csv",
        "cohorts.csv",
        "statuses.csv",
        "exits.csv",
        "stops.csv",
        "parameters.toml",
        "outcomes.toml",
    )
)
"""Those that must be there, if the kernel reads them."""
_COMPETE = ("cohorts.csv", "statuses.csv", "exits.csv", "signals.csv", "events.csv", "worlds.toml")
KERNELS: Mapping[str, str] = {
    **dict.fromkeys(_COMPETE, "compete"),
    **dict.fromkeys(("stops.csv", "closings.csv"), "journey"),
}
"""File → the one kernel that reads it; all other files go with both."""
_UNREAD = ("README.md",)
_NOT_THERE = ""


@dataclass(frozen=True)
class Files:
    """What was read of a folder.

    Attributes:
        name: Name of the folder.
        tables: CSV file → its rows; none where an optional file is missing; None where it cannot be read.
        documents: TOML file → its content; likewise.
        kernel: ``compete`` or ``journey``.
    """

    name: str
    tables: Mapping[str, tuple[Row, ...] | None]
    documents: Mapping[str, Document | None]
    kernel: str = "compete"

    @property
    def travels(self) -> bool:
        """Whether people go on journeys."""
        return self.kernel == "journey"

    def rows(self, file: str) -> tuple[Row, ...]:
        """Give all rows of a table, sound or not."""
        return self.tables[file] or ()

    def document(self, file: str) -> Document:
        """Give a document; an empty one where it is missing or cannot be read."""
        return self.documents[file] or Document()

    def readable(self, *files: str) -> bool:
        """Say whether all of these could be read (or are optional and not there)."""
        return all((self.tables if file in TABLES else self.documents)[file] is not None for file in files)


def read_files(folder: Path, found: list[Problem]) -> Files:
    """Read every file of a situation folder.

    Args:
        folder: The folder; it stands there.
        found: Problems are added here.

    Returns:
        All that can be read.
    """
    _unknown_files(folder, found)
    tables: dict[str, tuple[Row, ...] | None] = {}
    documents: dict[str, Document | None] = {}
    kernel = ""
    for file in ORDER:
        text = _text(folder, file, kernel=kernel, found=found)
        if text == _NOT_THERE and file in TABLES:
            tables[file] = ()
        elif text == _NOT_THERE:
            documents[file] = Document()
        elif file in TABLES:
            tables[file] = None if text is None else read_table(file, text, table=TABLES[file], found=found)
        else:
            documents[file] = None if text is None else read_document(file, text, found)
        kernel = kernel or _kernel(folder, documents[file])
    return Files(folder.resolve().name, tables, documents, kernel)


def _kernel(folder: Path, main: Document | None) -> str:
    """Give the kernel that situation.toml names, or probably means; where it cannot be read, the files tell."""
    if main is None:
        return "journey" if (folder / "stops.csv").exists() else "compete"
    return nearest(str(main.raw.get("kernel", "")), ("compete", "journey")) or "compete"


def _text(folder: Path, file: str, *, kernel: str, found: list[Problem]) -> str | None:
    """Give the text of a file; `_NOT_THERE` where it may be missing or is not read, None where it cannot be read."""
    path = folder / file
    if KERNELS.get(file, kernel) != kernel:
        if path.exists():
            message = f'the kernel "{kernel}" does not read {file}'
            found.append(Spot(file).problem("T180", message, "take it out, or name the other kernel in situation.toml"))
        return _NOT_THERE
    if path.is_file():
        return read_text(path, found)
    if path.exists() or path.is_symlink():
        found.append(Spot(file).problem("T101", f"{file} is no file", f"put a file {file} in its place"))
    elif file in REQUIRED:
        remedy = "add it: docs/situation-format.md says how"
        found.append(Spot(file).problem("T101", f"the file {file} is missing", remedy))
    else:
        return _NOT_THERE
    return None


def _unknown_files(folder: Path, found: list[Problem]) -> None:
    """Report what nobody reads; hidden files, which systems leave behind, are passed over."""
    for path in sorted(folder.iterdir()):
        name = path.name
        if name in ORDER or name in _UNREAD or name.startswith("."):
            continue
        near = nearest(name, ORDER)
        remedy = f"call it {near}, or take it out" if near and not (folder / near).exists() else "take it out"
        found.append(Spot(name).problem("T108", "no situation has a file of this name", remedy))
