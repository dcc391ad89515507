"""What each parameter is used for: which units fit, and which levels can occur."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tumen.evidence import DURATIONS, RATES
from tumen.situation.draft import Draft
from tumen.situation.findings import Spot
from tumen.situation.reach import Standing, matches, spread, takes
from tumen.situation.table import sound
from tumen.situation.types import Situation
from tumen.world import Exit, Inflow, Ration, Signal, Start
from tumen.world_journey import NUMBERS

MAIN = "situation.toml"
FLOWS = ("persons/day", "persons/month", "persons/year")
WEIGHTS = ("share", "factor")
LEVELS = ("index", "share", "factor")


@dataclass(frozen=True)
class Use:
    """One use of one parameter.

    Attributes:
        name: Of the parameter.
        spot: Where it is used.
        what: As what, for people to read.
        units: That fit.
        axes: That it may have.
        standings: Levels that are asked for; none where it may have no axes.
    """

    name: str
    spot: Spot
    what: str
    units: tuple[str, ...]
    axes: tuple[str, ...] = ()
    standings: Sequence[Standing] = field(default=(), repr=False)


def uses(draft: Draft) -> Iterator[Use]:
    """Give every use of every parameter in what is sound."""
    standings: dict[str, list[Standing]] = {}
    for standing in draft.standings:
        standings.setdefault(standing.status, []).append(standing)
    for way in draft.situation.exits.values():
        yield from _of_exit(draft, way, standings.get(way.from_status, []))
    for start in draft.situation.starts.values():
        yield Use(start.people, Spot(MAIN, f"start.{start.id}.people"), "a number of people", ("persons",))
        yield from _of_shares(draft, start)
    for inflow in draft.situation.inflows.values():
        yield from _of_inflow(draft, inflow, standings)
    for signal in draft.situation.signals.values():
        yield from _of_signal(draft, signal)
    yield from _of_tables(draft)
    yield from _of_choices(draft)
    yield from _of_journey(draft)


def _axes(situation: Situation, status: str) -> tuple[str, ...]:
    """Give the axes on which a number for people in a status can depend."""
    known = situation.statuses.get(status)
    return (*known.keeps, "place") if known else (*situation.attributes, "place")


def _of_exit(draft: Draft, way: Exit, standings: Sequence[Standing]) -> Iterator[Use]:
    axes = _axes(draft.situation, way.from_status)
    asked = [standing for standing in standings if takes(way, standing)]
    columns = {
        "hazard": ("a hazard", (*RATES, *DURATIONS), (way.hazard,)),
        "factors": ("a factor of a hazard", WEIGHTS, way.factors),
        "share": ("a share", WEIGHTS, (way.share,)),
    }
    for column, (what, units, names) in columns.items():
        spot = draft.spot("exits.csv", way.id, column)
        yield from (Use(name, spot, what, units, axes, asked) for name in names if name)


def _of_shares(draft: Draft, thing: Start | Inflow) -> Iterator[Use]:
    """Give the shares that spread people over cohorts; every combination of attributes needs its level."""
    table = f"start.{thing.id}" if isinstance(thing, Start) else f"inflow.{thing.id}"
    given = thing.cohort if isinstance(thing, Start) else thing.rewrites
    every = spread(draft.situation, thing.shares, given) if thing.shares else iter(())
    standings = [Standing(thing.status, thing.place, tuple(sorted(cohort.items()))) for cohort in every]
    spot, axes = Spot(MAIN, f"{table}.shares"), tuple(draft.situation.attributes)
    yield from (Use(name, spot, "shares of people", WEIGHTS, axes, standings) for name in thing.shares)


def _of_inflow(draft: Draft, inflow: Inflow, standings: dict[str, list[Standing]]) -> Iterator[Use]:
    spot = Spot(MAIN, f"inflow.{inflow.id}.rate")
    if not inflow.parents:
        yield Use(inflow.rate, spot, "an inflow from outside", FLOWS)
        yield from _of_shares(draft, inflow)
        return
    axes = [_axes(draft.situation, parent) for parent in inflow.parents]
    common = tuple(axis for axis in axes[0] if all(axis in other for other in axes))
    asked = [s for parent in inflow.parents for s in standings.get(parent, []) if matches(inflow.only, s.cohort)]
    yield Use(inflow.rate, spot, "births per parent", RATES, common, asked)


def _of_signal(draft: Draft, signal: Signal) -> Iterator[Use]:
    columns = {
        "rest": ("the value of a signal", LEVELS, signal.rest if signal.rest not in ("0", "1") else ""),
        "half_life": ("a half-life", DURATIONS, signal.half_life),
        "scale": ("the scale of a signal", LEVELS, signal.scale),
        "gain": ("what one person adds to a signal", LEVELS, signal.gain),
    }
    for column, (what, units, name) in columns.items():
        if name:
            yield Use(name, draft.spot("signals.csv", signal.id, column), what, units)
    for name in signal.drivers.values():
        yield Use(name, draft.spot("signals.csv", signal.id, "drivers"), "an elasticity", ("elasticity",))


def _of_tables(draft: Draft) -> Iterator[Use]:
    situation = draft.situation
    for group in situation.groups.values():
        spot = Spot(MAIN, f"group.{group.id}.drivers")
        yield from (Use(name, spot, "an elasticity", ("elasticity",)) for name in group.drivers.values())
    for noise, name in situation.noises.items():
        yield Use(name, Spot(MAIN, f"noise.{noise}.sd"), "a standard deviation of a factor", WEIGHTS)
    for ration in situation.rations.values():
        yield from _of_ration(situation, ration)
    for seats in situation.seats.values():
        yield Use(seats.capacity, Spot(MAIN, f"seats.{seats.id}.capacity"), "a number of seats", ("persons",))
    for status in situation.statuses.values():
        if status.mean_stay:
            spot = draft.spot("statuses.csv", status.id, "mean_stay")
            yield Use(status.mean_stay, spot, "a mean stay", DURATIONS)


def _of_journey(draft: Draft) -> Iterator[Use]:
    """Give the uses on a journey; of all roles with an axis, only the distance is asked for at every level."""
    journey = draft.situation.journey
    if journey is None:
        return
    routes = [Standing("", "", (("route", route),)) for route in draft.situation.routes]
    for role, name in journey.numbers.items():
        axis, unit = NUMBERS[role]
        spot, asked = Spot(MAIN, f"journey.numbers.{role}"), routes if role == "distance" else ()
        yield Use(name, spot, f"{role} of a journey", (unit,), (axis,) if axis else (), asked)
    for name in journey.decay:
        yield Use(name, Spot(MAIN, "journey.decay"), "a decay", ("factor",))
    for row in (row for row in sound(draft.files.rows("closings.csv")) if row["acts"]):
        yield Use(row["acts"], row.spot("acts"), "whether a closing acts", ("index",))


_SHARED = {"entitlement": "a claim per head", "people": "shares of people"}


def _of_ration(situation: Situation, ration: Ration) -> Iterator[Use]:
    axes = tuple(situation.attributes)
    for key, name in (("entitlement", ration.entitlement), ("people", ration.people)):
        asked = [Standing("", "", tuple(sorted(cohort.items()))) for cohort in spread(situation, (name,), {})]
        yield Use(name, Spot(MAIN, f"ration.{ration.id}.{key}"), _SHARED[key], WEIGHTS, axes, asked)


_ADDED = {
    "group": WEIGHTS,
    "signal": LEVELS,
    "share": WEIGHTS,
    "seats": ("persons",),
    "elasticity": ("elasticity",),
    "capacity": ("persons",),
}


def _of_choices(draft: Draft) -> Iterator[Use]:
    """Give the uses in events, levers and outcomes."""
    for event in draft.situation.events.values():
        axes = ("year",) if event.shape == "series" else ()
        yield Use(event.size, draft.spot("events.csv", event.id, "size"), "the size of an event", LEVELS, axes)
    for lever in draft.situation.levers.values():
        spot, kind = Spot("policies.toml", f"lever.{lever.id}.strength"), lever.target.partition(":")[0]
        if lever.how == "multiply":
            yield Use(lever.strength, spot, "a lever that multiplies", WEIGHTS)
        elif kind in _ADDED:
            yield Use(lever.strength, spot, f"what a lever adds to {kind}", _ADDED[kind])
    for outcome in draft.situation.outcomes.values():
        if outcome.weight:
            spot = Spot("outcomes.toml", f"outcome.{outcome.id}.weight")
            yield Use(outcome.weight, spot, "the weight of an outcome", ("share",))
