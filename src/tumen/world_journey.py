"""What people on a journey go by: the structure of a situation whose kernel is ``journey``. Frozen.

People set out from places in conflict, travel from place to place along routes, some days at a time, and stay or go on.
The rules are those of the peer project Flee, in its variant that freezes all counts during each half of a day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

THERE, UNDER_WAY = "there", "under_way"
"""The statuses of people on a journey: at a place, or on the way from one to another."""
CAME, NEAR_THRESHOLD = "came", "near_threshold"
"""What is counted besides those who set out along each route: people who set out anew, and decisions on short stints
that lie within one bin of the threshold."""
Moves = Literal["conflict", "camp", "idp_camp", "town", "always"]
"""Which chance of setting out holds at a place; ``always`` is certain, but for ``chance_factor``."""
NUMBERS: Mapping[str, tuple[str, str]] = {
    "distance": ("route", "km"),
    "population": ("place", "persons"),
    "capacity": ("place", "persons"),
    "speed": ("", "km/day"),
    "walking_speed": ("", "km/day"),
    "route_speed": ("route", "km/day"),
    "walking_share": ("route", "share"),
    "chance_conflict": ("", "share"),
    "chance_camp": ("", "share"),
    "chance_idp_camp": ("", "share"),
    "chance_town": ("", "share"),
    "chance_factor": ("place", "factor"),
    "pull_abroad": ("", "factor"),
    "pull_camp": ("", "factor"),
    "pull_conflict": ("", "factor"),
    "pull_place": ("place", "factor"),
    "pull_power": ("", "factor"),
    "pull_floor": ("", "factor"),
    "distance_power": ("", "factor"),
    "distance_softening": ("", "km"),
    "full_from": ("", "share"),
    "prune_below": ("", "share"),
    "decay_days": ("", "days"),
}
"""Role of a number → its axis (or none) and its unit.

Those in `OPTIONAL` may be missing: then every route has ``speed``, nobody walks, the factors are 1 and no alternative
is dropped. A level that is missing on an axis is 0 for ``population`` and ``capacity`` (0: no limit), ``speed`` for
``route_speed``, 0 for ``walking_share``, and 1 for a factor. ``pull_place`` acts on days on which a place is no camp.
"""
OPTIONAL = frozenset(("route_speed", "walking_share", "chance_factor", "pull_place", "prune_below"))
FIXED = ("distance", "speed", "walking_speed", "route_speed")
"""Roles whose numbers decide which cells there are: values, never priors."""


@dataclass(frozen=True)
class Stop:
    """What a place is to people on a journey, from one day to another.

    Attributes:
        place: Id of the place.
        starts: First day.
        ends: Last day; None: for good.
        moves: Which chance of setting out holds.
        camp: Whether it draws people as a camp does.
        town: Whether it is a town: where nobody stops after a short stint, if short stints are avoided.
        intensity: Of a conflict, in (0, 1]; 0 for none.
        since: Day on which that conflict began; None where there is none.
        claims: Ids of claims that say so.
    """

    place: str
    starts: date
    ends: date | None
    moves: Moves
    camp: bool
    town: bool
    intensity: float = 0.0
    since: date | None = None
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Closing:
    """Some days on which a route is closed; people who are under way on it are sent back when they reach its end.

    Attributes:
        route: Id of the route.
        starts: First day on which it is closed.
        ends: Last such day; None: for good.
        claims: Ids of claims that say so.
        acts: Parameter, 1 in futures in which it acts and 0 in others; empty: in all.
    """

    route: str
    starts: date
    ends: date | None
    claims: tuple[str, ...] = ()
    acts: str = ""


@dataclass(frozen=True)
class Journey:
    """How people of a situation travel.

    Attributes:
        home: Country that is not abroad.
        numbers: Role (one of `NUMBERS`) → parameter.
        decay: Parameters, in order: how much of a conflict's pull on departures, and push on those who choose where to
            go, is left in each stretch of ``decay_days`` since it began; the last one holds on. Empty: all of it.
        stops: By place and day; every place has one stop on every day.
        closings: By route and day.
        reported: Series of observations whose sum tells how many people have left so far: its daily rise sets out.
        counts: Place → series of observations of the people counted there.
        begin_counted: Whether those whom `counts` counts on the first day stand there at the beginning.
        doubled_start: Whether the sum of the first day counts twice, as the peer's newer code does.
        awareness: How many places ahead people look when they choose where to go, at least 1; 0: nobody moves.
        markers: Places that people only pass: no alternative, and no step of looking ahead.
        certain_plans: Whether people who have planned a way of several places go on at each with certainty.
        short_stints: Bins in which recent travel is remembered, for 1 unit of it; 0: short stints are not avoided.
        on_foot: Whether people walk until they first arrive somewhere.
    """

    home: str
    numbers: Mapping[str, str]
    decay: tuple[str, ...]
    stops: tuple[Stop, ...]
    closings: tuple[Closing, ...]
    reported: tuple[str, ...]
    counts: Mapping[str, str]
    begin_counted: bool
    doubled_start: bool
    awareness: int
    markers: tuple[str, ...]
    certain_plans: bool
    short_stints: int
    on_foot: bool
