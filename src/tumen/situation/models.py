"""The TOML files of a situation folder as pydantic models: their shape, and the source of the JSON Schema.

What the shape cannot say (references, units, order of dates) is checked later, with all files at hand.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from tumen.situation.fields import Id, Strict, Text, refers, table
from tumen.situation.journey_models import JourneyTable

SCHEMA_VERSION = 1


class About(Strict):
    """What a situation is about: the keys of situation.toml before its first table."""

    schema_version: int = Field(description="Version of this format: 1.", ge=SCHEMA_VERSION, le=SCHEMA_VERSION)
    title: Text = Field(description="For people to read.")
    summary: Text = Field(description="What it answers, in one to three sentences.")
    people_in_hiding: bool = Field(description="Whether people in it hide. Required, without default.")
    as_of: date | None = Field(None, description="When it was last looked at; required where people hide.")
    kernel: Literal["compete", "journey"] = Field(
        "compete", description="How people move: exits of a cell compete; or people go on journeys from place to place."
    )


class Time(Strict):
    """When a run begins and ends, and in which steps."""

    first: date = Field(alias="from", description="First day of the first step.")
    last: date = Field(alias="to", description="Last day of the last step.")
    step: Literal["month", "week", "day"] = Field(description="Length of a step; at least a month where people hide.")
    report: Literal["year", "step"] = Field(description="Period over which outcomes are recorded.")
    substeps: int = Field(1, ge=1, le=8, description="Parts of a step, for the arithmetic only.")
    run_in: int = Field(0, ge=0, le=120, description="Steps run before the first, and not recorded.")
    stretches: list[date] = Field(
        default_factory=list[date], description="Days from which stocks and flows are drawn anew."
    )


class GroupTable(Strict):
    """Exits whose hazards move together."""

    enforcement: bool = Field(False, description="Whether it is how the state searches, arrests or returns.")
    noise: str = refers("noise", "Noise that it shares.", default="")
    levels: list[str] = refers("signal", "Given signals that multiply its hazards.", default_factory=list)
    drivers: dict[str, str] = table("signal=parameter", "Signal → elasticity.")
    passage: bool = Field(False, description="Whether it is how people get past a border: no lever moves it.")


class NoiseTable(Strict):
    """A yearly factor with mean 1 that groups share."""

    sd: str = refers("parameter", "Its standard deviation.")


class RationTable(Strict):
    """Food shared out among the classes of one attribute."""

    supply: list[str] = refers("signal", "Given signals, shares of the need that are there; added up.")
    entitlement: str = refers("parameter", "Claim per head of each class; only the proportion counts.")
    people: str = refers("parameter", "How people are spread over the classes.")
    shortfall: dict[str, str] = Field(
        description="Class → given signal that it makes: 1 less food reached over need.",
        json_schema_extra={"refers_to": "value=signal"},
    )


class SeatsTable(Strict):
    """A limit that exits share."""

    capacity: str = refers("parameter", "In persons.")
    per: Literal["step", "stock"] = Field(description="So many in each step, or so many at once.")
    occupied_by: list[str] = refers("status", "Statuses whose people hold a seat.", default_factory=list)
    places: list[str] = refers("place", "Where they hold it; none: everywhere.", default_factory=list)


class StartTable(Strict):
    """People at the beginning."""

    status: str = refers("status", "Where they stand.")
    place: str = refers("place", "Where they are.")
    people: str = refers("parameter", "How many, in persons.")
    shares: list[str] = refers("parameter", "Spread them over cohorts.", default_factory=list)
    cohort: dict[str, str] = table("attribute=value", "Attributes of which they have one value.")


class InflowTable(Strict):
    """People who come in from outside the stocks."""

    group: str = refers("group", "Hazard group.")
    status: str = refers("status", "What they enter.")
    place: str = refers("place", "Where; none: where their parents are.", default="")
    rate: str = refers("parameter", "Persons per time, or births per parent and time.")
    parents: list[str] = refers("status", "Statuses whose people have children.", default_factory=list)
    only: dict[str, list[str]] = table("attribute=value", "Which parents.")
    shares: list[str] = refers("parameter", "Spread people from outside over cohorts.", default_factory=list)
    rewrites: dict[str, str] = Field(
        default_factory=dict,
        alias="set",
        description="Attributes that they have; the others are their parents'.",
        json_schema_extra={"refers_to": "attribute=value"},
    )


class ClockTable(Strict):
    """A time that people carry with them."""

    title: Text = Field(description="Time since what, for people to read.")
    starts: list[str] = refers("exit|group", "Exits or groups that start it at 0.")
    runs: list[str] = refers("status", "Statuses in which it runs on.")


class Bounds(Strict):
    """A prior between two bounds."""

    family: Literal["uniform", "loguniform", "solved"] = Field(description="`solved`: an anchor finds it.")
    low: float = Field(description="Lower bound.")
    high: float = Field(description="Upper bound.")


class Quantiles(Strict):
    """A prior by what lies below and above."""

    family: Literal["normal", "lognormal", "logitnormal"] = Field(description="Its shape.")
    q05: float = Field(description="5 % lie below.")
    q95: float = Field(description="5 % lie above.")


PriorTable = Annotated[Bounds | Quantiles, Field(discriminator="family")]


class LevelTable(Strict):
    """One level of a parameter with axes."""

    value: float | None = Field(None, description="A fixed value.")
    prior: PriorTable | None = Field(None, description="A distribution.")


class Grounded(Strict):
    """What a number rests on."""

    claims: list[str] = refers("claim", "Claims it rests on.", default_factory=list)
    observations: list[str] = refers("series", "Series of observations it rests on.", default_factory=list)
    assumed: str = Field("", description="Why neither settles it: an argument of at least 40 characters.")


class ParameterTable(Grounded):
    """A quantity of the model: exactly one of value, prior, levels, series."""

    unit: Literal[
        "1/day", "1/week", "1/month", "1/year", "days", "weeks", "months", "years", "persons", "persons/day",
        "persons/month", "persons/year", "share", "factor", "elasticity", "index", "km", "km/day",
    ] = Field(description="Never implied by the name.")  # fmt: skip
    dims: list[str] = refers("axis", "Attributes, `place` or `route`, at most two; or `year`.", default_factory=list)
    value: float | None = Field(None, description="A fixed value.")
    prior: PriorTable | None = Field(None, description="A distribution.")
    levels: dict[str, LevelTable] | None = Field(None, description="Level → value or prior; `woman|adult` on two axes.")
    series: dict[str, float] | None = Field(None, description="Year → value.")
    note: str = Field("", description="How the figure follows from what it rests on.")


class AnchorTable(Strict):
    """A claimed stock or flow on which a prior sits."""

    outcome: str = refers("outcome", "The outcome it speaks of.")
    date: str = Field(description="YYYY, or YYYY-MM for the end of a month.")
    solves: str = refers("parameter", "Parameter with a `solved` prior.")
    over: str = refers("outcome", "Outcome by which it is divided, for a share.", default="")
    pool: str = refers("pool", "Pool that makes its prior in every world; none: the worlds give it.", default="")


class AnchorPriorTable(Grounded):
    """What one world says of an anchor."""

    prior: PriorTable | None = Field(None, description="The distribution of the figure, where no pool makes it.")
    pool: str = refers("pool", "Pool that makes it.", default="")
    camp: str = Field("", description="Camp of the pool, where it has camps.")


class WorldTable(Strict):
    """A named set of anchors that sources disagree about."""

    title: Text = Field(description="For people to read.")
    anchor: dict[str, AnchorPriorTable] = Field(
        default_factory=dict, description="Every anchor without a pool of its own, and nothing else."
    )


class OutcomeTable(Strict):
    """A number people care about."""

    title: Text = Field(description="What is counted.")
    kind: Literal["stock", "flow", "time", "signal", "crowding"] = Field(
        description="People present, people through exits, time spent, mean level of a signal, people beyond room."
    )
    unit: Literal["persons", "person-months", "acts", "index"] = Field(
        description="`person-months` for time; `acts` for flows of several people each; `index`: only compares."
    )
    direction: Literal["less", "more", "neither"] = Field(description="What protects people.")
    statuses: list[str] = refers("status", "For stock and time.", default_factory=list)
    exits: list[str] = refers("exit|group", "For flow: exits or groups.", default_factory=list)
    signal: str = refers("signal", "For signal: one that is fed back.", default="")
    clock: str = refers("clock", "For flow: the clock that is read of those who go through.", default="")
    clocked: Literal["", "elapsed", "same_year", "within_one_year", "over_four_years"] = Field(
        "", description="The sum of their times, or who of them started it so long before."
    )
    places: list[str] = refers("place", "Places or containers; none: all.", default_factory=list)
    only: dict[str, list[str]] = table("attribute=value", "Attributes of the people counted.")
    period: Literal["step", "year"] = Field(description="Finest period at which it may be recorded.")
    place: Literal["country", "region", "province", "prefecture", "district", "site"] = Field(
        description="Finest level of place at which it may be recorded."
    )
    headline: bool = Field(False, description="Whether it stands in the first table.")
    part_of: str = refers("outcome", "Outcome of which it is one part.", default="")
    weight: str = refers("parameter", "A share that multiplies the sum.", default="")
    claims: list[str] = refers("claim", "Claims about the same quantity.", default_factory=list)
    observations: list[str] = refers("series", "Series of the same quantity.", default_factory=list)


class SituationFile(About):
    """situation.toml."""

    time: Time
    group: dict[Id, GroupTable] = Field(default_factory=dict)
    noise: dict[Id, NoiseTable] = Field(default_factory=dict, max_length=8)
    ration: dict[Id, RationTable] = Field(default_factory=dict)
    seats: dict[Id, SeatsTable] = Field(default_factory=dict)
    start: dict[Id, StartTable] = Field(default_factory=dict)
    inflow: dict[Id, InflowTable] = Field(default_factory=dict)
    clock: dict[Id, ClockTable] = Field(default_factory=dict, max_length=1)
    journey: JourneyTable | None = None


class ParametersFile(Strict):
    """parameters.toml."""

    parameter: dict[Id, ParameterTable] = Field(default_factory=dict)
    anchor: dict[Id, AnchorTable] = Field(default_factory=dict, max_length=8)


class WorldsFile(Strict):
    """worlds.toml."""

    world: dict[Id, WorldTable] = Field(default_factory=dict)


class StationTable(Strict):
    """Statuses that are told as one where stocks and flows are drawn."""

    title: Text = Field(description="For people to read.")
    statuses: list[str] = refers("status", "Each status stands in one station.")


class OutcomesFile(Strict):
    """outcomes.toml."""

    station: dict[Id, StationTable] = Field(default_factory=dict)
    outcome: dict[Id, OutcomeTable] = Field(default_factory=dict, max_length=2000)
