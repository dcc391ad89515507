"""Which names exist in a folder, by kind of thing, and where each stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tumen.situation.build_evidence import BASELINE
from tumen.situation.files import Files
from tumen.situation.findings import nearest
from tumen.situation.references import Reference
from tumen.situation.toml import SECTIONS


@dataclass(frozen=True)
class Kind:
    """A kind of thing that has names.

    Attributes:
        noun: What to call one.
        file: Where its names are.
        code: Of the problem that a name is unknown.
        column: Column with its names; empty for tables ``[kind.id]``.
    """

    noun: str
    file: str
    code: str
    column: str = ""


KINDS: Mapping[str, Kind] = {
    "place": Kind("place", "places.csv", "T117", "id"),
    "status": Kind("status", "statuses.csv", "T119", "id"),
    "route": Kind("route", "routes.csv", "T120", "id"),
    "exit": Kind("exit", "exits.csv", "T120", "id"),
    "signal": Kind("signal", "signals.csv", "T120", "id"),
    "event": Kind("event", "events.csv", "T120", "id"),
    "attribute": Kind("attribute", "cohorts.csv", "T121", "attribute"),
    "claim": Kind("claim", "claims.csv", "T201", "id"),
    "series": Kind("series of observations", "observations.csv", "T202", "series"),
    "source": Kind("source", "sources.toml", "T203"),
    "parameter": Kind("parameter", "parameters.toml", "T204"),
    **{
        kind: Kind(noun, SECTIONS[kind][0], "T120")
        for kind, noun in {
            "group": "group",
            "noise": "noise",
            "seats": "seat limit",
            "start": "start",
            "inflow": "inflow",
            "anchor": "anchor",
            "world": "world",
            "outcome": "outcome",
            "lever": "lever",
            "policy": "policy",
        }.items()
    },
}
"""Kind → what is known of it."""


def names_of(files: Files) -> dict[str, tuple[str, ...] | None]:
    """Give the names of each kind, also of things with problems; None where their file cannot be read."""
    names = {kind: _names(files, kind) for kind in KINDS}
    if names["policy"] is not None and BASELINE not in names["policy"]:
        names["policy"] = (BASELINE, *names["policy"])
    return names


def _names(files: Files, kind: str) -> tuple[str, ...] | None:
    about = KINDS[kind]
    if not files.readable(about.file):
        return None
    if about.column:
        every = [row[about.column] for row in files.rows(about.file)]
    else:
        every = [entry.id for entry in files.document(about.file).entries if entry.kind == kind]
    return tuple(dict.fromkeys(name for name in every if name))


def meant(references: Iterable[Reference], names: Mapping[str, tuple[str, ...] | None]) -> frozenset[str]:
    """Give the names that were probably meant where an unknown one is written, so that they are not called unused."""
    found: set[str] = set()
    for reference in references:
        kinds = [kind for kind in reference.kind.split("|") if kind in KINDS]
        known = tuple(name for kind in kinds for name in names[kind] or ())
        near = nearest(reference.name, known) if reference.name not in known else None
        found.update([near] if near else [])
    return frozenset(found)


def lines_of(files: Files) -> dict[tuple[str, str], int]:
    """Give (file, id) → line, for the first row of each id."""
    lines: dict[tuple[str, str], int] = {}
    for file in files.tables:
        for row in files.rows(file):
            lines.setdefault((file, row.cells.get("id") or row.cells.get("attribute", "")), row.line)
    return lines
