"""What the numbers of an imported folder rest on: a source for each file, a claim for each line that is used."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from tumen.interop.flee.folder import FleeFolder
from tumen.interop.flee.lines import Line
from tumen.interop.flee.names import readable, slugs
from tumen.interop.flee.settings import FILE
from tumen.interop.flee.write import csv_text, toml_text
from tumen.situation.columns import TABLES

COLUMNS = tuple(column.name for column in TABLES["claims.csv"].columns)
_BREAKS = re.compile(r"[;\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LONG = 12
_MOST = 60


@dataclass
class Grounds:
    """The claims that were asked for, each line once.

    Attributes:
        folder: Whose lines they are.
        claims: Id → row of claims.csv.
    """

    folder: FleeFolder
    claims: dict[str, tuple[object, ...]] = field(default_factory=dict[str, tuple[object, ...]])

    def __post_init__(self) -> None:
        files = list(self.folder.digests)
        self._sources = dict(zip(files, slugs(_short(file) for file in files), strict=True))

    def of(self, line: Line, subject: str, statement: str) -> str:
        """Give the id of the claim that a line is."""
        where = PurePosixPath(line.file).name, line.number
        return self._claim((line.file, *where), _tokens(line), subject=subject, statement=statement)

    def setting(self, key: str) -> str | None:
        """Give the id of the claim that a line of the settings is; None where the file does not say it."""
        line, name = self.folder.settings.line(key), key.rpartition(".")[2]
        if line is None:
            return None
        written = next(setting for setting in self.folder.settings.written if setting.key == key)
        statement = f"{key} is {readable(written.written)}: {written.why}"
        return self._claim((FILE, FILE, line), f"{name};{name}:", subject="setting", statement=statement)

    def _claim(self, where: tuple[str, str, int], tokens: str, *, subject: str, statement: str) -> str:
        file, name, line = where
        source = self._sources[file]
        id_ = f"{source}-{line}"
        author = f"the Flee folder {readable(self.folder.name)}"
        kind = "rule" if subject == "setting" else "qualitative"
        blank = ("",) * 7
        self.claims.setdefault(
            id_, (id_, source, f"{name} / {line}", tokens, author, subject, kind, *blank, statement, "")
        )
        return id_

    def claims_csv(self) -> str:
        """Write claims.csv, by source and line."""
        order = {source: at for at, source in enumerate(self._sources.values())}
        rows = sorted(self.claims.values(), key=lambda row: (order[str(row[1])], int(str(row[2]).rpartition(" / ")[2])))
        return csv_text(COLUMNS, rows)

    def sources_toml(self) -> str:
        """Write sources.toml: every file that was read, with its SHA-256."""
        folder = readable(self.folder.name)
        return toml_text(
            {
                "source": {
                    self._sources[file]: {
                        "title": f"{folder}/{readable(file)}",
                        "author": "whoever made the folder",
                        "date": "",
                        "kind": "dataset",
                        "note": f"SHA-256 {digest}",
                    }
                    for file, digest in self.folder.digests.items()
                }
            }
        )


def _short(file: str) -> str:
    """Give a short name of a file: its folder only where it holds counts."""
    path = PurePosixPath(file)
    return f"counts_{path.stem}" if path.parent.name == "source_data" else path.stem


def _tokens(line: Line) -> str:
    """Give fragments of a line by which it can be found again."""
    parts = [part.strip()[:_MOST].strip() for part in _BREAKS.split(line.raw)]
    found = list(dict.fromkeys(part for part in parts if part))[:3] or ["-"]
    if len(found) == 1 and len(found[0]) < _LONG:
        first = line.cells[0].strip()
        found.append(first if first and first != found[0] else found[0][:1])
    return ";".join(dict.fromkeys(found))
