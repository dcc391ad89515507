"""Which names exist in a folder, by kind of thing, and where each stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tumen.situation import words
from tumen.situation.build_evidence import BASELINE
from tumen.situation.columns import TABLES
from tumen.situation.files import Files
from tumen.situation.findings import nearest
from tumen.situation.references import Reference
from tumen.situation.toml import SECTIONS
from tumen.world_journey import CAME, NEAR_THRESHOLD, THERE, UNDER_WAY


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
    "subject": Kind("subject of a claim", "claims.csv", "T242", "subject"),
    "observation": Kind("observation", "observations.csv", "T202", "id"),
    "series": Kind("series of observations", "series.csv", "T202", "id"),
    "source": Kind("source", "sources.toml", "T203"),
    "parameter": Kind("parameter", "parameters.toml", "T204"),
    **{
        kind: Kind(noun, SECTIONS[kind][0], "T120")
        for kind, noun in {
            "group": "group",
            "noise": "noise",
            "ration": "ration",
            "seats": "seat limit",
            "start": "start",
            "inflow": "inflow",
            "clock": "clock",
            "anchor": "anchor",
            "world": "world",
            "outcome": "outcome",
            "lever": "lever",
            "policy": "policy",
            "loop": "loop",
            "switch": "switch",
            "contrast": "contrast",
            "station": "station",
            "quantity": "quantity",
            "pool": "pool",
            "party": "party",
            "reference": "reference",
            "action": "action",
            "instrument": "instrument",
            "norm": "norm",
            "fact": "fact",
            "share": "share",
            "doctrine": "doctrine",
            "condition": "condition",
            "reading": "reading",
            "position": "position",
        }.items()
    },
}
"""Kind → what is known of it."""
_TRAVELS: Mapping[str, Kind] = {
    "status": Kind("status of people on a journey", "", "T119"),
    "exit": Kind("route or count of a journey", "routes.csv", "T120", "id"),
}
"""Likewise, on a journey: its statuses are given, and what leads on is routes."""
MOST_SEARCHES = 500
_MOST_NAMES = 1000


class Names:
    """The names that exist, also of things with problems.

    Looking for the name that was meant takes time, so that only `MOST_SEARCHES` unknown names are looked up, and none
    among thousands.

    Args:
        known: Kind → its names as keys; None where they are not known.
        values: All ``attribute=value``.
        travels: Whether people go on journeys.
    """

    def __init__(
        self, known: Mapping[str, Mapping[str, None] | None], *, values: frozenset[str], travels: bool
    ) -> None:
        self._of = known
        self.values = values
        self._travels = travels
        self._near: dict[tuple[str, str], str | None] = {}

    @classmethod
    def written(cls, files: Files) -> Names:
        """Find the names in a folder."""
        known = {kind: _travelling(files, kind) if files.travels else _names(files, kind) for kind in KINDS}
        values = frozenset(f"{row['attribute']}={row['value']}" for row in files.rows("cohorts.csv"))
        return cls(known, values=values, travels=files.travels)

    def __getitem__(self, kind: str) -> Mapping[str, None] | None:
        """Give the names of a kind as keys, in the order of the file; None where the file cannot be read."""
        return self._of[kind]

    def about(self, kinds: str) -> list[Kind]:
        """Say what is known of each of these kinds, e.g. ``exit|group``; on a journey there are no groups."""
        if not self._travels:
            return [KINDS[kind] for kind in kinds.split("|")]
        return [_TRAVELS.get(kind, KINDS[kind]) for kind in kinds.split("|") if kind != "group" or kind == kinds]

    def lack(self, kinds: str, name: str) -> bool:
        """Say whether no thing of these kinds, e.g. ``exit|group``, has the name; never where that is not known."""
        known = [self._of[kind] for kind in kinds.split("|")]
        return None not in known and not any(name in (names or ()) for names in known)

    def near(self, kinds: str, name: str) -> str | None:
        """Find the name of these kinds that was probably meant; None where nothing is near."""
        if (kinds, name) in self._near or len(self._near) >= MOST_SEARCHES:
            return self._near.get((kinds, name))
        known = [other for kind in kinds.split("|") for other in self._of[kind] or ()]
        right = tuple(other for other in known if words.id_problem(other) is None) if len(known) <= _MOST_NAMES else ()
        return self._near.setdefault((kinds, name), nearest(name, right))


def _travelling(files: Files, kind: str) -> dict[str, None] | None:
    """Give the names of a kind on a journey."""
    if kind == "status":
        return dict.fromkeys((THERE, UNDER_WAY))
    if kind != "exit":
        return _names(files, kind)
    routes = _names(files, "route")
    return None if routes is None else {**routes, CAME: None, NEAR_THRESHOLD: None}


def _names(files: Files, kind: str) -> dict[str, None] | None:
    about = KINDS[kind]
    if not files.readable(about.file):
        return None
    if about.column:
        every = [row[about.column] for row in files.rows(about.file)]
    else:
        every = [entry.id for entry in files.document(about.file).entries if entry.kind == kind]
    first = [BASELINE] if kind == "policy" else []
    return dict.fromkeys([*first, *filter(None, every)])


def meant(references: Iterable[Reference], names: Names) -> frozenset[str]:
    """Give the names that were probably meant where an unknown one is written, so that they are not called unused."""
    named = (reference for reference in references if reference.kind.split("|")[0] in KINDS)
    unknown = {(of.kind, of.name): None for of in named if names.lack(of.kind, of.name)}
    return frozenset(filter(None, (names.near(kind, name) for kind, name in unknown)))


def lines_of(files: Files) -> dict[tuple[str, str], int]:
    """Give (file, id) → line, for the first row of each id."""
    lines: dict[tuple[str, str], int] = {}
    for file in files.tables:
        for row in files.rows(file):
            lines.setdefault((file, row[TABLES[file].key[0]]), row.line)
    return lines
