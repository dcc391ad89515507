"""The columns of the tables in a situation folder: what each holds, and what it refers to.

`table` reads the files by these, `schema` publishes them, and the references of every cell are checked by them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from tumen.situation.column import Column, Table, choice, ident, ref, refs
from tumen.situation.evidence_columns import EVIDENCE
from tumen.world import LEVELS
from tumen.world_journey import Moves

_PLACES = Table(
    "A node where people can be, or a container of such nodes.",
    (
        ident("Identifier."),
        Column("name", "text", "For people to read.", needed=True),
        Column("country", "text", "Name of the country.", needed=True),
        choice("level", LEVELS, "How fine it is; where people hide: not below a prefecture."),
        ref("within", "place", "Containing place, or empty. A place that contains others holds nobody."),
    ),
    needs_rows=True,
)
_ROUTES = Table(
    "A way from one place to another, in one direction.",
    (
        ident("Identifier."),
        ref("origin", "place", "Place it leaves; where people hide: a country.", needed=True),
        ref("destination", "place", "Place it reaches; where people hide: a country.", needed=True),
        choice("mode", ("road", "foot", "sea", "air", "unstated"), "How people travel; unstated where people hide."),
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
        ident("Identifier."),
        Column("name", "text", "For people to read.", needed=True),
        refs("places", "place", "Places or containers at which it exists.", needed=True),
        refs("keeps", "attribute", "Attributes that people keep in it; the others are dropped on entry."),
        Column("stay", "stay", "`memoryless`, `erlang K` (2 to 4), `fixed N` (1 to 6) or `instant`.", needed=True),
        ref("mean_stay", "parameter", "A duration; of an instant status only, and required there."),
        choice("hidden", ("yes", "no"), "Whether people in it hide."),
    ),
    needs_rows=True,
)
_EXITS = Table(
    "One way out of the cells of a status.",
    (
        ident("Identifier; part of the address of its luck."),
        ref("group", "group", "Hazard group.", needed=True),
        ref("from_status", "status", "Status it leaves.", needed=True),
        refs("from_place", "place", "Places or containers it leaves; empty: wherever the status exists."),
        Column("only", "pairs", "Who can take it: `sex=woman;class=wavering|hostile`.", refers="attribute"),
        ref("to_status", "status", "Status it enters.", needed=True),
        ref("to_place", "place", "Place it reaches; empty: the same place."),
        Column("set", "pairs", "Attributes rewritten on entry: `contact=yes`.", refers="attribute"),
        choice("when", ("end",), "Empty: competes all along; `end`: at the end of a stay.", needed=False),
        ref("hazard", "parameter", "A rate, or a duration whose inverse is the rate."),
        refs("factors", "parameter", "Factors that multiply the hazard."),
        Column("fan", "word", "Exits that share one hazard."),
        ref("share", "parameter", "Weight in a fan, an instant status, or at the end of a fixed stay."),
        refs("open", "signal", "Given signals that multiply the hazard or the weight; 0 closes."),
        ref("seats", "seats", "Limit that it shares."),
        ref("route", "route", "Route that it follows."),
    ),
)
_SIGNALS = Table(
    "A dated driver that is not people.",
    (
        ident("Identifier."),
        Column("name", "text", "For people to read.", needed=True),
        Column("unit", "text", "What it is measured in.", needed=True),
        choice("mode", ("given", "fed", "both"), "Given by dated events, fed back by flows, or both."),
        ref("rest", "rest", "0, 1 or a parameter: the value while no event acts."),
        ref("half_life", "parameter", "A duration."),
        ref("scale", "parameter", "Where set, x is the logarithm of 1 + signal / scale, at most 3."),
        refs("fed_by", "exit|group", "Exits or groups whose flows feed it."),
        ref("gain", "parameter", "How much one person through those exits adds."),
        Column("delay", "whole", "Extra stages, 0 to 3.", most=3),
        Column(
            "drivers", "pairs", "Signals that move it: `attention=effort_per_attention`.", refers="signal=parameter"
        ),
    ),
)
_EVENTS = Table(
    "Something dated that moves a given signal.",
    (
        ident("Identifier."),
        ref("signal", "signal", "The signal that it moves.", needed=True),
        Column("date_from", "day", "First day; empty for a series."),
        Column("date_to", "day", "Last day; empty: for good."),
        choice("shape", ("step", "ramp", "series"), "How it moves the signal."),
        choice("how", ("set", "add", "multiply"), "What it does to the signal."),
        ref("size", "parameter", "By how much.", needed=True),
        refs("claims", "claim", "Claims that date it."),
        refs("observations", "series", "Series of observations that date it."),
    ),
)
_STOPS = Table(
    "What a place is to people on a journey, from one day to another.",
    (
        ref("place", "place", "Place that holds people; on each day of the run it has one row.", needed=True),
        Column("date_from", "day", "First day.", needed=True),
        Column("date_to", "day", "Last day; empty: for good."),
        choice("moves", get_args(Moves), "Which chance of setting out holds; `always` is certain."),
        choice("camp", ("yes", "no"), "Whether it draws people as a camp does."),
        choice("town", ("yes", "no"), "Whether nobody stops there after a short stint, if those are avoided."),
        Column("intensity", "number", "Of a conflict, above 0 and at most 1; empty: there is none."),
        Column("since", "day", "Day on which that conflict began."),
        refs("claims", "claim", "Claims that say so."),
    ),
    key=("place", "date_from"),
    needs_rows=True,
    most=0,
)
_CLOSINGS = Table(
    "Some days on which a route is closed.",
    (
        ref("route", "route", "Route.", needed=True),
        Column("date_from", "day", "First day on which it is closed.", needed=True),
        Column("date_to", "day", "Last such day; empty: for good."),
        refs("claims", "claim", "Claims that say so."),
        ref("acts", "parameter", "An index, 1 in futures in which the closing acts and else 0; empty: it always acts."),
    ),
    key=("route", "date_from", "date_to"),
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
    "stops.csv": _STOPS,
    "closings.csv": _CLOSINGS,
    **EVIDENCE,
}
"""File name → its table."""
