"""From sound rows and tables to a journey, and to the statuses that people on one have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from tumen.situation.files import Files
from tumen.situation.journey_models import JourneyTable, NumbersTable
from tumen.situation.table import Row, sound
from tumen.situation.words import day, names, number
from tumen.world import Status, Stay
from tumen.world_journey import THERE, UNDER_WAY, Closing, Journey, Stop

_STATUSES = {THERE: "at a place", UNDER_WAY: "under way"}


def statuses(places: Iterable[str]) -> dict[str, Status]:
    """Give the two statuses of people on a journey; both exist at all `places`."""
    every, stay = tuple(places), Stay("memoryless")
    return {id_: Status(id_, name, every, (), stay, "", hidden=False) for id_, name in _STATUSES.items()}


def journey_of(files: Files) -> Journey | None:
    """Give the journey as written; None in another situation, and where its table cannot be understood."""
    table = next(iter(files.document("situation.toml").tables(JourneyTable).values()), None)
    if table is None or not files.travels:
        return None
    return Journey(
        home=table.home,
        numbers=_numbers(table.numbers),
        decay=tuple(table.decay),
        stops=tuple(stop_of(row) for row in sound(files.rows("stops.csv"))),
        closings=tuple(closing_of(row) for row in sound(files.rows("closings.csv"))),
        reported=tuple(table.reported),
        counts=dict(table.counts),
        begin_counted=table.begin_counted,
        doubled_start=table.doubled_start,
        awareness=table.awareness,
        markers=tuple(table.markers),
        certain_plans=table.certain_plans,
        short_stints=table.short_stints,
        on_foot=table.on_foot,
    )


def _numbers(table: NumbersTable) -> dict[str, str]:
    """Give role → parameter; an optional role that is not given is left out."""
    return {role: name for role, name in table if name}


def stop_of(row: Row) -> Stop:
    """Give the stop that a sound row says."""
    return Stop(
        place=row["place"],
        starts=cast(Any, day(row["date_from"])),
        ends=day(row["date_to"]),
        moves=cast(Any, row["moves"]),
        camp=row["camp"] == "yes",
        town=row["town"] == "yes",
        intensity=number(row["intensity"]) or 0.0,
        since=day(row["since"]),
        claims=names(row["claims"]),
    )


def closing_of(row: Row) -> Closing:
    """Give the closing that a sound row says."""
    starts: Any = day(row["date_from"])
    return Closing(row["route"], starts, day(row["date_to"]), names(row["claims"]), row["acts"])
