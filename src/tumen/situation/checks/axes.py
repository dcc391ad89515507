"""Statuses, and who can stand in them: places, attributes, the beginning and the inflows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod
from typing import Literal

from tumen.errors import Problem
from tumen.situation.draft import Draft
from tumen.situation.findings import listed, shown
from tumen.situation.reach import MOST_COHORTS
from tumen.world import Inflow, Start, Status

At = tuple[str, str, str]
MAIN = "situation.toml"


def check_cohorts(draft: Draft) -> Iterator[Problem]:
    """Words that mean something else cannot be attributes or values."""
    for attribute in draft.situation.attributes.values():
        at = ("cohorts.csv", attribute.id, "attribute")
        if attribute.id in ("place", "route", "year"):
            message = f"an attribute cannot be called {shown(attribute.id)}, which is an axis of its own"
            yield draft.problem("T116", at, message=message, remedy="give it another name")
    for row in draft.files.rows("cohorts.csv"):
        if row["value"] == "any":
            message = "'any' is no value: it is what people are who have dropped the attribute"
            yield row.spot("value").problem("T116", message, "give the value another name, or take it out")


def check_statuses(draft: Draft) -> Iterator[Problem]:
    """The mean stay belongs to instant statuses."""
    for status in draft.situation.statuses.values():
        at = ("statuses.csv", status.id, "mean_stay")
        if status.stay.kind == "instant" and not status.mean_stay:
            message = f"{shown(status.id)} is instant and has no mean_stay"
            remedy = "name a duration parameter: it tells how many people are present"
            yield draft.problem("T132", at, message=message, remedy=remedy)
        elif status.stay.kind != "instant" and status.mean_stay:
            message = f"{shown(status.id)} has a mean_stay and is not instant"
            remedy = "leave mean_stay empty: the hazards of its exits say how long people stay"
            yield draft.problem("T132", at, message=message, remedy=remedy)


def place_problems(draft: Draft, place: str, *, status: Status | None, at: At) -> Iterator[Problem]:
    """Check that people in `status` can be at `place`."""
    if place not in draft.situation.places:
        return
    if not draft.holds_people(place):
        message = f"{shown(place)} contains other places, so that nobody is in it itself"
        yield draft.problem("T127", at, message=message, remedy=f"write one of: {listed(draft.leaves[place])}")
    elif status is not None and place not in status.places:
        message = f"status {shown(status.id)} does not exist at {shown(place)}"
        remedy = "add the place to the status in statuses.csv, or write another"
        yield draft.problem("T128", at, message=message, remedy=remedy)


def attribute_problems(
    draft: Draft, names: Sequence[str], *, status: Status, at: At, verb: Literal["asks", "gives"]
) -> Iterator[Problem]:
    """Check that a status keeps each of the attributes that something asks for, or gives to those who enter."""
    known = draft.names["attribute"] or ()
    for name in names:
        if name in known and name not in status.keeps:
            message = f"this {verb} for {shown(name)}" if verb == "asks" else f"this gives a value of {shown(name)}"
            message += f", which status {shown(status.id)} does not keep"
            remedy = f"take it out, or add {shown(name)} to what the status keeps in statuses.csv"
            yield draft.problem("T125" if verb == "asks" else "T131", at, message=message, remedy=remedy)


def missing_problems(draft: Draft, given: Sequence[str], *, status: Status, at: At, remedy: str) -> Iterator[Problem]:
    """Check that people who enter a status have a value of all that it keeps."""
    known = draft.names["attribute"] or ()
    missing = [name for name in status.keeps if name in known and name not in given]
    if missing:
        message = f"people enter status {shown(status.id)} without a value of {listed(missing)}"
        yield draft.problem("T123", at, message=message, remedy=remedy)


def _axes(draft: Draft, shares: Sequence[str]) -> tuple[str, ...]:
    """Give the cohort attributes on which shares spread people."""
    known = [draft.situation.parameters[name] for name in shares if name in draft.situation.parameters]
    return tuple(dict.fromkeys(dim for parameter in known for dim in parameter.dims if dim not in ("place", "year")))


def _unknown_shares(draft: Draft, shares: Sequence[str]) -> bool:
    return any(name not in draft.situation.parameters for name in shares)


def check_starts(draft: Draft) -> Iterator[Problem]:
    """Where people are at the beginning, and who they are."""
    for start in draft.situation.starts.values():
        status = draft.situation.statuses.get(start.status)
        yield from place_problems(draft, start.place, status=status, at=(MAIN, f"start.{start.id}", "place"))
        if status is not None:
            yield from _enters(draft, start, status=status, table=f"start.{start.id}", given=tuple(start.cohort))


def _enters(
    draft: Draft, thing: Start | Inflow, *, status: Status, table: str, given: tuple[str, ...]
) -> Iterator[Problem]:
    """Check people who come in by a table: not into an instant status, with all that it keeps and no more."""
    if status.stay.kind == "instant":
        message = f"people come into {shown(status.id)}, which is instant: nobody stays in it"
        remedy = "name the status to which they are passed on"
        yield draft.problem("T135", (MAIN, table, "status"), message=message, remedy=remedy)
    key = "cohort" if isinstance(thing, Start) else "set"
    axes = _axes(draft, thing.shares)
    cohorts = prod(len(draft.situation.attributes[axis].values) for axis in axes if axis in draft.situation.attributes)
    if cohorts > MOST_COHORTS:
        message = f"these shares spread people over {cohorts:,} cohorts, more than {MOST_COHORTS:,}"
        yield draft.problem("T153", (MAIN, table, "shares"), message=message, remedy="use fewer attributes or values")
    yield from attribute_problems(draft, given, status=status, at=(MAIN, table, key), verb="gives")
    yield from attribute_problems(draft, axes, status=status, at=(MAIN, table, "shares"), verb="gives")
    if _unknown_shares(draft, thing.shares):
        return
    inherited = _inherited(draft, thing) if isinstance(thing, Inflow) else ()
    remedy = f"give it in {key}" if inherited else f"give it in {key}, or by a share with that axis"
    at = (MAIN, table, "")
    yield from missing_problems(draft, (*given, *axes, *inherited), status=status, at=at, remedy=remedy)


def _inherited(draft: Draft, inflow: Inflow) -> tuple[str, ...]:
    """Give the attributes that all parents have."""
    parents = [draft.situation.statuses.get(parent) for parent in inflow.parents]
    if not parents or None in parents:
        return tuple(draft.names["attribute"] or ()) if parents else ()
    return tuple(name for name in draft.names["attribute"] or () if all(p and name in p.keeps for p in parents))


def check_inflows(draft: Draft) -> Iterator[Problem]:
    """Where people come in, from outside or as children."""
    for inflow in draft.situation.inflows.values():
        table, status = f"inflow.{inflow.id}", draft.situation.statuses.get(inflow.status)
        yield from _inflow_form(draft, inflow)
        yield from place_problems(draft, inflow.place, status=status, at=(MAIN, table, "place"))
        if status is not None:
            yield from _enters(draft, inflow, status=status, table=table, given=tuple(inflow.rewrites))
            yield from _parents(draft, inflow, status)


def _inflow_form(draft: Draft, inflow: Inflow) -> Iterator[Problem]:
    table = f"inflow.{inflow.id}"
    if inflow.parents and inflow.shares:
        message, remedy = "children have the attributes of their parents, and shares spread others", "take shares out"
        yield draft.problem("T151", (MAIN, table, "shares"), message=message, remedy=remedy)
    if inflow.only and not inflow.parents:
        message, remedy = "`only` says which parents, and there are none", "name parents, or take `only` out"
        yield draft.problem("T151", (MAIN, table, "only"), message=message, remedy=remedy)
    if not inflow.place and not inflow.parents:
        message, remedy = "people come in from outside, and no place is named", "write place, or name parents"
        yield draft.problem("T151", (MAIN, table, "place"), message=message, remedy=remedy)


def _parents(draft: Draft, inflow: Inflow, status: Status) -> Iterator[Problem]:
    table = f"inflow.{inflow.id}"
    for name in inflow.parents:
        parents = draft.situation.statuses.get(name)
        if parents is None:
            continue
        yield from attribute_problems(draft, tuple(inflow.only), status=parents, at=(MAIN, table, "only"), verb="asks")
        if parents.stay.kind == "instant":
            message = f"{shown(name)} is instant: nobody stays in it to have children"
            remedy = "name another status"
            yield draft.problem("T135", (MAIN, table, "parents"), message=message, remedy=remedy)
        outside = [place for place in parents.places if place not in status.places]
        if outside and not inflow.place:
            message = f"parents are at {listed(outside)}, where status {shown(status.id)} does not exist"
            remedy = "write place, or add these places to the status in statuses.csv"
            yield draft.problem("T128", (MAIN, table, "parents"), message=message, remedy=remedy)


def check_seats(draft: Draft) -> Iterator[Problem]:
    """Who holds a seat."""
    for seats in draft.situation.seats.values():
        table = f"seats.{seats.id}"
        if seats.per == "stock" and not seats.occupied_by:
            message = f"{shown(seats.id)} limits how many are there at once, and nobody occupies a seat"
            remedy = "name the statuses whose people hold a seat in occupied_by"
            yield draft.problem("T152", (MAIN, table, "occupied_by"), message=message, remedy=remedy)
        if seats.per == "step" and (seats.occupied_by or seats.places):
            message = f"{shown(seats.id)} limits how many enter in a step, whoever holds a seat already"
            remedy = 'take occupied_by and places out, or write per = "stock"'
            yield draft.problem("T152", (MAIN, table, "per"), message=message, remedy=remedy)
