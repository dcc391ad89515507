"""From sound rows and tables to the values that a situation is made of. References are kept as written."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from tumen.situation import models
from tumen.situation.build_evidence import choices, evidence, lists
from tumen.situation.files import Files
from tumen.situation.journey import journey_of, statuses
from tumen.situation.law import law_of
from tumen.situation.table import Row, sound
from tumen.situation.types import Calendar, Situation
from tumen.situation.words import day, names, pairs, stay
from tumen.world import CohortAttribute, Event, Exit, Group, Inflow, Place, Ration, Route, Seats, Signal, Start, Status

_NO_DAY = date(2000, 1, 1)
NO_CALENDAR = Calendar(_NO_DAY, _NO_DAY, "day", "step")
"""Stands in where [time] is wrong, so that all else can be checked."""


def assembled(files: Files, calendar: Calendar | None) -> Situation:
    """Put everything sound together.

    Args:
        files: As read.
        calendar: None where [time] is wrong.

    Returns:
        A situation in which places are unexpanded, references unchecked, and the digest is empty.
    """
    about = files.document("situation.toml").part(models.About)
    return Situation(
        id=files.name,
        title=about.title if about else "",
        summary=about.summary.strip() if about else "",
        people_in_hiding=about.people_in_hiding if about else False,
        as_of=about.as_of if about else None,
        calendar=calendar or NO_CALENDAR,
        **_world(files),
        **evidence(files),
        **choices(files),
        digest="",
        journey=journey_of(files),
        law=law_of(files),
    )


def calendar_of(files: Files) -> Calendar | None:
    """Give the calendar as written; None where it cannot be understood."""
    time = files.document("situation.toml").part(models.Time)
    if time is None:
        return None
    return Calendar(
        time.first,
        time.last,
        time.step,
        time.report,
        substeps=time.substeps,
        run_in=time.run_in,
        stretches=tuple(time.stretches),
    )


def _world(files: Files) -> dict[str, Any]:
    """Build the axes and who is connected to whom."""
    main = files.document("situation.toml")
    places = {row["id"]: _place(row) for row in sound(files.rows("places.csv"))}
    return {
        "places": places,
        "routes": {row["id"]: _route(row) for row in sound(files.rows("routes.csv"))},
        "attributes": _attributes(files),
        "statuses": statuses(places) if files.travels else _statuses(files),
        "exits": {row["id"]: _exit(row) for row in sound(files.rows("exits.csv"))},
        "groups": {name: _group(name, table) for name, table in main.tables(models.GroupTable).items()},
        "noises": {name: table.sd for name, table in main.tables(models.NoiseTable).items()},
        "rations": {name: _ration(name, table) for name, table in main.tables(models.RationTable).items()},
        "seats": {name: _seats(name, table) for name, table in main.tables(models.SeatsTable).items()},
        "starts": {name: _start(name, table) for name, table in main.tables(models.StartTable).items()},
        "inflows": {name: _inflow(name, table) for name, table in main.tables(models.InflowTable).items()},
        "signals": {row["id"]: _signal(row) for row in sound(files.rows("signals.csv"))},
        "events": {row["id"]: _event(row) for row in sound(files.rows("events.csv"))},
    }


def _place(row: Row) -> Place:
    return Place(row["id"], row["name"], row["country"], cast(Any, row["level"]), row["within"])


def _route(row: Row) -> Route:
    return Route(row["id"], row["origin"], row["destination"], cast(Any, row["mode"]))


def _attributes(files: Files) -> dict[str, CohortAttribute]:
    values: dict[str, dict[str, str]] = {}
    for row in sound(files.rows("cohorts.csv")):
        values.setdefault(row["attribute"], {})[row["value"]] = row["name"]
    return {name: CohortAttribute(name, tuple(of), tuple(of.values())) for name, of in values.items()}


def _status(row: Row) -> Status:
    places, keeps, hidden = names(row["places"]), names(row["keeps"]), row["hidden"] == "yes"
    return Status(row["id"], row["name"], places, keeps, stay(row["stay"]), row["mean_stay"], hidden)


def _statuses(files: Files) -> dict[str, Status]:
    return {row["id"]: _status(row) for row in sound(files.rows("statuses.csv"))}


def _single(text: str) -> dict[str, str]:
    return {attribute: values[0] for attribute, values in pairs(text).items()}


def _exit(row: Row) -> Exit:
    return Exit(
        id=row["id"],
        group=row["group"],
        from_status=row["from_status"],
        from_places=names(row["from_place"]),
        only=pairs(row["only"]),
        to_status=row["to_status"],
        to_place=row["to_place"],
        rewrites=_single(row["set"]),
        at_end=row["when"] == "end",
        hazard=row["hazard"],
        factors=names(row["factors"]),
        fan=row["fan"],
        share=row["share"],
        opens=names(row["open"]),
        seats=row["seats"],
        route=row["route"],
    )


def _signal(row: Row) -> Signal:
    return Signal(
        id=row["id"],
        name=row["name"],
        mode=cast(Any, row["mode"]),
        rest=row["rest"] or "0",
        half_life=row["half_life"],
        scale=row["scale"],
        fed_by=names(row["fed_by"]),
        gain=row["gain"],
        delay=int(row["delay"] or 0),
        drivers=_single(row["drivers"]),
    )


def _event(row: Row) -> Event:
    return Event(
        id=row["id"],
        signal=row["signal"],
        starts=day(row["date_from"]) or date.min,
        ends=day(row["date_to"]),
        shape=cast(Any, row["shape"]),
        how=cast(Any, row["how"]),
        size=row["size"],
        claims=names(row["claims"]),
        observations=names(row["observations"]),
    )


def _group(name: str, table: models.GroupTable) -> Group:
    levels = tuple(table.levels)
    return Group(name, table.enforcement, table.noise, levels=levels, drivers=table.drivers, passage=table.passage)


def _ration(name: str, table: models.RationTable) -> Ration:
    return Ration(name, tuple(table.supply), table.entitlement, table.people, table.shortfall)


def _seats(name: str, table: models.SeatsTable) -> Seats:
    return Seats(name, table.capacity, table.per, tuple(table.occupied_by), tuple(table.places))


def _start(name: str, table: models.StartTable) -> Start:
    return Start(name, table.status, table.place, table.people, tuple(table.shares), table.cohort)


def _inflow(name: str, table: models.InflowTable) -> Inflow:
    return Inflow(
        id=name,
        group=table.group,
        status=table.status,
        place=table.place,
        rate=table.rate,
        parents=tuple(table.parents),
        only=lists(table.only),
        shares=tuple(table.shares),
        rewrites=table.rewrites,
    )
