"""The axes of a situation and who is connected to whom. Frozen, and without numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Level = Literal["country", "region", "province", "prefecture", "district", "site"]
LEVELS: tuple[Level, ...] = ("country", "region", "province", "prefecture", "district", "site")
Attributes = Mapping[str, str]


@dataclass(frozen=True)
class Place:
    """A node where people can be.

    Attributes:
        id: Unique in the situation.
        name: For people to read.
        country: Name of the country.
        level: How fine it is, one of `LEVELS`.
        within: Id of the place that contains it; empty at the top. A place that contains others holds nobody itself.
    """

    id: str
    name: str
    country: str
    level: Level
    within: str = ""


@dataclass(frozen=True)
class Route:
    """A way from one place to another, in one direction.

    Attributes:
        id: Unique in the situation.
        origin: Id of the place it leaves; may be a place that contains others.
        destination: Id of the place it reaches; likewise.
        mode: How people travel; ``unstated`` wherever people hide.
    """

    id: str
    origin: str
    destination: str
    mode: Literal["road", "foot", "sea", "air", "unstated"]


@dataclass(frozen=True)
class CohortAttribute:
    """Something that tells cohorts apart, with its values in the order of the file.

    Attributes:
        id: e.g. ``sex``.
        values: e.g. ``("woman", "man")``.
        names: Of each value, for people to read.
    """

    id: str
    values: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Stay:
    """How long people stay in a status.

    Attributes:
        kind: ``memoryless``; ``erlang`` (the exits marked ``end`` come after `stages` equal stages); ``fixed`` (they
            come after exactly `stages` steps); ``instant`` (whoever enters is passed on in the same step).
        stages: Number of stages or steps; 1 for the other kinds.
    """

    kind: Literal["memoryless", "erlang", "fixed", "instant"]
    stages: int = 1


@dataclass(frozen=True)
class Status:
    """Displacement and legal status of a cell.

    Attributes:
        id: Unique in the situation.
        name: For people to read.
        places: Ids of the places (not of containers) at which it exists.
        keeps: Cohort attributes that people keep in it; the others are dropped on entry.
        stay: How long people stay.
        mean_stay: Parameter, a duration; of an instant status only. People present are flow times mean stay.
        hidden: Whether people in it hide; such cells are never shown below `people_in_hiding` limits.
    """

    id: str
    name: str
    places: tuple[str, ...]
    keeps: tuple[str, ...]
    stay: Stay
    mean_stay: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class Exit:
    """One way out of the cells of a status; a row of ``exits.csv``.

    Attributes:
        id: Unique in the situation; part of the address of its luck.
        group: Hazard group it belongs to.
        from_status: Status it leaves.
        from_places: Places (not containers) at which it exists.
        only: Attribute → values for which it exists; empty for all.
        to_status: Status it enters.
        to_place: Place it reaches; empty where people stay at the place.
        rewrites: Attribute → new value on entry.
        at_end: Whether it is taken at the end of a stay (erlang, fixed) instead of competing all along.
        hazard: Parameter: a rate, or a duration whose inverse is the rate. Empty for exits of an instant status.
        factors: Parameters that multiply the hazard.
        fan: Fan it belongs to; empty for none. All exits of a fan share group, hazard and factors.
        share: Parameter: weight inside the fan, or among the exits of an instant status, or of a fixed stay's end.
        opens: Given signals that multiply the hazard (or, in a fan or split, the weight); 0 closes.
        seats: Seat limit it shares; empty for none.
        route: Route it follows; empty for none.
    """

    id: str
    group: str
    from_status: str
    from_places: tuple[str, ...]
    only: Mapping[str, tuple[str, ...]]
    to_status: str
    to_place: str
    rewrites: Attributes
    at_end: bool = False
    hazard: str = ""
    factors: tuple[str, ...] = ()
    fan: str = ""
    share: str = ""
    opens: tuple[str, ...] = ()
    seats: str = ""
    route: str = ""


@dataclass(frozen=True)
class Group:
    """Exits whose hazards move together.

    Attributes:
        id: Unique in the situation.
        enforcement: Whether it is how the state searches, arrests or returns; such a group can only be lowered.
        noise: Noise it shares with other groups; empty for none.
        levels: Given signals that multiply its hazards.
        drivers: Signal → elasticity parameter; the hazard is multiplied by ``exp(elasticity · x)``.
        passage: Whether it is how people get past a border; nothing that is chosen moves such a group, either way.
    """

    id: str
    enforcement: bool = False
    noise: str = ""
    levels: tuple[str, ...] = ()
    drivers: Attributes = field(default_factory=dict[str, str])
    passage: bool = False


@dataclass(frozen=True)
class Signal:
    """A dated driver that is not people.

    Attributes:
        id: Unique in the situation.
        name: For people to read.
        mode: ``given`` by dated events, ``fed`` back by flows, or ``both``.
        rest: Value, 0 or 1, or a parameter, of a given signal while no event acts.
        half_life: Parameter, a duration; of signals with memory.
        scale: Parameter; where set, x is ``min(log1p(S / scale), 3)``, else x is S.
        fed_by: Ids of exits or groups whose flows feed it.
        gain: Parameter: how much one person through those exits adds.
        delay: Extra stages, 0 to 3, each with the same half-life.
        drivers: Signal → elasticity parameter: where that signal stays at x, the memory of this one comes to
            ``elasticity · x``, by half in each half-life.
    """

    id: str
    name: str
    mode: Literal["given", "fed", "both"]
    rest: str = "0"
    half_life: str = ""
    scale: str = ""
    fed_by: tuple[str, ...] = ()
    gain: str = ""
    delay: int = 0
    drivers: Attributes = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Event:
    """Something dated that moves a given signal; a row of ``events.csv``.

    Attributes:
        id: Unique in the situation.
        signal: The signal it moves.
        starts: First day.
        ends: Last day; None: for good. A ramp needs it: the value moves in a straight line from what it was to its
            new level between `starts` and `ends`, and keeps it.
        shape: ``step`` (between `starts` and `ends`), ``ramp``, or ``series`` (a parameter with axis ``year``;
            straight lines between the middles of the years it names).
        how: ``set``, ``add`` or ``multiply``.
        size: Parameter.
        claims: Ids of claims that date it.
        observations: Series of observations that date it.
        pace: Days that a ramp takes as a whole, where `ends` is the day on which knowledge of it ends; else 0.
    """

    id: str
    signal: str
    starts: date
    ends: date | None
    shape: Literal["step", "ramp", "series"]
    how: Literal["set", "add", "multiply"]
    size: str
    claims: tuple[str, ...] = ()
    observations: tuple[str, ...] = ()
    pace: int = 0


@dataclass(frozen=True)
class Ration:
    """Food, or anything else that everybody needs, shared out by class.

    Attributes:
        id: Unique in the situation.
        supply: Given signals, shares of the need that are there; added up.
        entitlement: Parameter with one cohort attribute as its axis: the claim of each class per head.
        people: Parameter with the same axis: how people are spread over the classes.
        shortfall: Class → given signal that it makes, 1 less food reached over need.
    """

    id: str
    supply: tuple[str, ...]
    entitlement: str
    people: str
    shortfall: Attributes


@dataclass(frozen=True)
class Seats:
    """A limit that exits share.

    Attributes:
        id: Unique in the situation.
        capacity: Parameter, persons.
        per: ``step``: so many may enter in each step; ``stock``: so many may be in `occupied_by` at once.
        occupied_by: Statuses whose people hold a seat; for ``stock`` only.
        places: Places at which they hold it; empty for all.
    """

    id: str
    capacity: str
    per: Literal["step", "stock"]
    occupied_by: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Start:
    """People at the beginning.

    Attributes:
        id: Unique in the situation.
        status: Where they stand.
        place: Where they are.
        people: Parameter, persons.
        shares: Parameters with cohort axes whose product, renormalised, spreads the people over cohorts.
        cohort: Attribute → the one value they have.
    """

    id: str
    status: str
    place: str
    people: str
    shares: tuple[str, ...] = ()
    cohort: Attributes = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Inflow:
    """People who come in from outside the stocks: births less deaths, or births to parents.

    Attributes:
        id: Unique in the situation.
        group: Hazard group.
        status: What they enter.
        place: Where; empty for the place of the parents.
        rate: Parameter: persons per time, or, with `parents`, births per parent and time.
        parents: Statuses whose people have children; empty for an inflow from outside.
        only: Attribute → values that the parents must have.
        shares: As in `Start`, for an inflow from outside.
        rewrites: Attribute → value they have; the others are their parents'.
    """

    id: str
    group: str
    status: str
    place: str
    rate: str
    parents: tuple[str, ...] = ()
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    shares: tuple[str, ...] = ()
    rewrites: Attributes = field(default_factory=dict[str, str])
