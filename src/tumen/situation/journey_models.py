"""The table ``[journey]`` as pydantic models."""

from __future__ import annotations

from pydantic import Field

from tumen.situation.fields import Strict, refers, table

Role = str


def _role(about: str) -> Role:
    return refers("parameter", about)


def _optional(about: str) -> Role:
    return refers("parameter", about, default="")


class NumbersTable(Strict):
    """Which parameter each number of a journey is."""

    distance: Role = _role("Length of each route.")
    population: Role = _role("People who can set out from each place; a place without a level: 0.")
    capacity: Role = _role("People for whom each place has room; 0, or a place without a level: no limit.")
    speed: Role = _role("What people travel in a day.")
    walking_speed: Role = _role("What people on foot travel in a day.")
    route_speed: Role = _optional("What people travel in a day on each route; a route without a level: `speed`.")
    walking_share: Role = _optional("Chance of walking on each route, by day; a route without a level: 0.")
    chance_conflict: Role = _role("Chance of setting out in a day, at a place in conflict.")
    chance_camp: Role = _role("Likewise, at a camp.")
    chance_idp_camp: Role = _role("Likewise, at a camp of people displaced within their country.")
    chance_town: Role = _role("Likewise, at a town.")
    chance_factor: Role = _optional("Factor of the chance at each place; a place without a level: 1.")
    pull_abroad: Role = _role("Factor by which a place outside the home country draws people.")
    pull_camp: Role = _role("Likewise, a camp.")
    pull_conflict: Role = _role("Likewise, a place whose conflict has full intensity.")
    pull_place: Role = _optional("Likewise, each place; a place without a level: 1.")
    pull_power: Role = _role("Power of the weight of a way.")
    pull_floor: Role = _role("Added to the pull of every place.")
    distance_power: Role = _role("Power of the length of a way, by which its weight falls.")
    distance_softening: Role = _role("Added to the length of every way.")
    full_from: Role = _role("Share of its capacity from which a place draws less.")
    prune_below: Role = _optional("Part of the largest weight below which a way is dropped.")
    decay_days: Role = _role("Length of each stretch of `decay`.")


class JourneyTable(Strict):
    """How people of a situation travel from place to place."""

    home: str = Field(description="Country that is not abroad, as places.csv names it.")
    awareness: int = Field(ge=0, le=100, description="Places ahead that people look when they choose; 0: none moves.")
    short_stints: int = Field(
        ge=0, le=65_536, description="Bins for 1 unit of recent travel; 0: short stints are not avoided."
    )
    reported: list[str] = refers("series", "Series whose sum tells how many people have left so far.")
    numbers: NumbersTable = Field(description="Role of each number → parameter.")
    counts: dict[str, str] = table("place=series", "Place → series of the people counted there.")
    decay: list[str] = refers(
        "parameter",
        "What is left of a conflict in each stretch of `decay_days` since it began; the last holds on. None: all.",
        default_factory=list,
    )
    markers: list[str] = refers("place", "Places that people only pass.", default_factory=list)
    begin_counted: bool = Field(
        False, description="Whether those counted on the first day are there from the beginning."
    )
    doubled_start: bool = Field(False, description="Whether the sum of the first day counts twice.")
    certain_plans: bool = Field(False, description="Whether people who have planned a way go on at each place of it.")
    on_foot: bool = Field(False, description="Whether people walk until they first arrive somewhere.")
