"""The columns of the tables in a situation folder: what each holds, and what it refers to.

`table` reads the files by these, `schema` publishes them, and the references of every cell are checked by them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tumen.world import LEVELS

Kind = Literal["id", "text", "word", "names", "pairs", "stay", "day", "date", "number", "whole"]


@dataclass(frozen=True)
class Column:
    """A column of a CSV file.

    Attributes:
        name: As in the header.
        kind: ``id``; free ``text``; one ``word``; ``names`` separated by semicolons; ``pairs`` as in
            ``sex=woman;age=adult``; a ``stay``; a ``day`` (``YYYY-MM-DD``); a ``date`` (``YYYY`` or finer); a
            ``number``; a ``whole`` number.
        about: What it holds.
        needed: Whether the cell may not be empty.
        one_of: The words that are allowed; empty where any is.
        refers: What its names are names of, e.g. ``place`` or ``exit|group``; empty for nothing.
        most: For a whole number: the largest allowed.
    """

    name: str
    kind: Kind
    about: str
    needed: bool = False
    one_of: tuple[str, ...] = ()
    refers: str = ""
    most: int = 0


@dataclass(frozen=True)
class Table:
    """A CSV file.

    Attributes:
        about: What one row is.
        columns: Of the file, all required.
        key: Columns that together stand in one row only.
        needs_rows: Whether a header alone is not enough.
        most: Rows that it may have at most; 0 where its size alone bounds it.
    """

    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    needs_rows: bool = False
    most: int = 10_000


def _id(about: str) -> Column:
    return Column("id", "id", about, needed=True)


def _ref(name: str, refers: str, about: str, *, needed: bool = False) -> Column:
    return Column(name, "word", about, needed=needed, refers=refers)


def _refs(name: str, refers: str, about: str, *, needed: bool = False) -> Column:
    return Column(name, "names", about, needed=needed, refers=refers)


def _choice(name: str, one_of: tuple[str, ...], about: str, *, needed: bool = True) -> Column:
    return Column(name, "word", about, needed=needed, one_of=one_of)


_PLACES = Table(
    "A node where people can be, or a container of such nodes.",
    (
        _id("Identifier."),
        Column("name", "text", "For people to read.", needed=True),
        Column("country", "text", "Name of the country.", needed=True),
        _choice("level", LEVELS, "How fine it is; where people hide: not below a prefecture."),
        _ref("within", "place", "Containing place, or empty. A place that contains others holds nobody."),
    ),
    needs_rows=True,
)
_ROUTES = Table(
    "A way from one place to another, in one direction.",
    (
        _id("Identifier."),
        _ref("origin", "place", "Place it leaves; where people hide: a country.", needed=True),
        _ref("destination", "place", "Place it reaches; where people hide: a country.", needed=True),
        _choice("mode", ("road", "foot", "sea", "air", "unstated"), "How people travel; unstated where people hide."),
    ),
)
_COHORTS = Table(
    "One value of one attribute that tells cohorts apart.",
    (
        Column("attribute", "id", "Attribute, e.g. sex.", needed=True),
        Column("value", "id", "One of its values, e.g. woman; `any` is no value.", needed=True),
        Column("name", "text", "Of the value, for people to read.", needed=True),
    ),
    key=("attribute", "value"),
)
_STATUSES = Table(
    "Displacement and legal status of people.",
    (
        _id("Identifier."),
        Column("name", "text", "For people to read.", needed=True),
        _refs("places", "place", "Places or containers at which it exists.", needed=True),
        _refs("keeps", "attribute", "Attributes that people keep in it; the others are dropped on entry."),
        Column("stay", "stay", "`memoryless`, `erlang K` (2 to 4), `fixed N` (1 to 6) or `instant`.", needed=True),
        _ref("mean_stay", "parameter", "A duration; of an instant status only, and required there."),
        _choice("hidden", ("yes", "no"), "Whether people in it hide."),
    ),
    needs_rows=True,
)
_EXITS = Table(
    "One way out of the cells of a status.",
    (
        _id("Identifier; part of the address of its luck."),
        _ref("group", "group", "Hazard group.", needed=True),
        _ref("from_status", "status", "Status it leaves.", needed=True),
        _refs("from_place", "place", "Places or containers it leaves; empty: wherever the status exists."),
        Column("only", "pairs", "Who can take it: `sex=woman;class=wavering|hostile`.", refers="attribute"),
        _ref("to_status", "status", "Status it enters.", needed=True),
        _ref("to_place", "place", "Place it reaches; empty: the same place."),
        Column("set", "pairs", "Attributes rewritten on entry: `contact=yes`.", refers="attribute"),
        _choice("when", ("end",), "Empty: competes all along; `end`: at the end of a stay.", needed=False),
        _ref("hazard", "parameter", "A rate, or a duration whose inverse is the rate."),
        _refs("factors", "parameter", "Factors that multiply the hazard."),
        Column("fan", "word", "Exits that share one hazard."),
        _ref("share", "parameter", "Weight in a fan, an instant status, or at the end of a fixed stay."),
        _refs("open", "signal", "Given signals that multiply the hazard or the weight; 0 closes."),
        _ref("seats", "seats", "Limit that it shares."),
        _ref("route", "route", "Route that it follows."),
    ),
)
_SIGNALS = Table(
    "A dated driver that is not people.",
    (
        _id("Identifier."),
        Column("name", "text", "For people to read.", needed=True),
        Column("unit", "text", "What it is measured in.", needed=True),
        _choice("mode", ("given", "fed", "both"), "Given by dated events, fed back by flows, or both."),
        _ref("rest", "rest", "0, 1 or a parameter: the value while no event acts."),
        _ref("half_life", "parameter", "A duration."),
        _ref("scale", "parameter", "Where set, x is the logarithm of 1 + signal / scale, at most 3."),
        _refs("fed_by", "exit|group", "Exits or groups whose flows feed it."),
        _ref("gain", "parameter", "How much one person through those exits adds."),
        Column("delay", "whole", "Extra stages, 0 to 3.", most=3),
    ),
)
_EVENTS = Table(
    "Something dated that moves a given signal.",
    (
        _id("Identifier."),
        _ref("signal", "signal", "The signal that it moves.", needed=True),
        Column("date_from", "day", "First day; empty for a series."),
        Column("date_to", "day", "Last day; empty: for good."),
        _choice("shape", ("step", "ramp", "series"), "How it moves the signal."),
        _choice("how", ("set", "add", "multiply"), "What it does to the signal."),
        _ref("size", "parameter", "By how much.", needed=True),
        _refs("claims", "claim", "Claims that date it."),
        _refs("observations", "series", "Series of observations that date it."),
    ),
)
_CLAIMS = Table(
    "One statement in a source, in our words.",
    (
        _id("Identifier."),
        _ref("source", "source", "Source in which it stands.", needed=True),
        Column("locator", "text", "Heading, a slash, number of the paragraph.", needed=True),
        Column("attributed_to", "text", "Who says so.", needed=True),
        Column("subject", "text", "What it is about.", needed=True),
        Column("kind", "text", "Quantity, event, causal, rule and so on.", needed=True),
        Column("value_low", "number", "Lower figure."),
        Column("value_best", "number", "Best figure."),
        Column("value_high", "number", "Upper figure."),
        Column("unit", "text", "Unit of the figures."),
        Column("date_from", "date", "Beginning of the period that it speaks of."),
        Column("date_to", "date", "End of the period that it speaks of."),
        Column("place", "text", "Where."),
        Column("statement", "text", "In our words.", needed=True),
        _refs("contradicts", "claim", "Claims that say otherwise."),
        Column("note", "text", "What to know."),
    ),
    most=0,
)
_OBSERVATIONS = Table(
    "One reported figure.",
    (
        Column("series", "id", "What is counted; several rows form a series.", needed=True),
        Column("date_from", "date", "Beginning of the period covered."),
        Column("date_to", "date", "End of the period covered."),
        Column("value", "number", "The figure."),
        Column("low", "number", "Lower end of its range."),
        Column("high", "number", "Upper end of its range."),
        Column("unit", "text", "Unit of the figures.", needed=True),
        Column("place", "text", "Where."),
        _choice("sex", ("all", "female", "male"), "Whom it counts."),
        Column("citation", "text", "Who published it.", needed=True),
        Column("confidence", "text", "How we came by it."),
        Column("note", "text", "Begins with its grade, A to D."),
    ),
    key=(),
    most=0,
)

TABLES: Mapping[str, Table] = {
    "places.csv": _PLACES,
    "routes.csv": _ROUTES,
    "cohorts.csv": _COHORTS,
    "statuses.csv": _STATUSES,
    "exits.csv": _EXITS,
    "signals.csv": _SIGNALS,
    "events.csv": _EVENTS,
    "claims.csv": _CLAIMS,
    "observations.csv": _OBSERVATIONS,
}
"""File name → its table."""
