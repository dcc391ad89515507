"""A situation in memory: what `read_situation` returns and the model is built from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from tumen.evidence import Anchor, Claim, Evidence, Observation, Parameter, Source, World
from tumen.law.body import Law
from tumen.policy import Clock, Contrast, Lever, Loop, Outcome, Policy, Station, Switch
from tumen.situation.hidden import Hidden
from tumen.world import (
    CohortAttribute,
    Event,
    Exit,
    Group,
    Inflow,
    Place,
    Ration,
    Route,
    Seats,
    Signal,
    Start,
    Status,
)
from tumen.world_journey import Journey


@dataclass(frozen=True)
class Calendar:
    """When a run begins and ends, and in which steps.

    Attributes:
        first: First day of the first step.
        last: Last day of the last step.
        step: Length of a step: a calendar ``month``, a ``week`` or a ``day``.
        report: Period over which outcomes are recorded: ``year``, or ``step`` for each step.
        substeps: Into how many parts a step is divided for the arithmetic.
        run_in: Steps that are run before `first`, so that nobody starts from an empty road; never recorded.
        stretches: Days, each the first of a recorded period, from which stocks and flows are drawn anew.
    """

    first: date
    last: date
    step: Literal["month", "week", "day"]
    report: Literal["step", "year"]
    substeps: int = 1
    run_in: int = 0
    stretches: tuple[date, ...] = ()


@dataclass(frozen=True)
class Situation:
    """What is simulated: one folder of data, read and checked.

    Each mapping goes from id to thing, in the order of the file. Nothing in here refers to an unknown id.

    Attributes:
        id: Name of the folder.
        title: For people to read.
        summary: What it answers, in a few sentences.
        people_in_hiding: Whether people in it hide; if so, `as_of` bounds what is recorded.
        as_of: The day on which the situation was last looked at; None where nobody hides.
        calendar: When and in which steps.
        noises: Noise → parameter with its standard deviation.
        evidence: What it knows from outside itself.
        digest: SHA-256 over the meaning of all files: the order of rows, line ends and comments do not count.
        hidden: What was hidden to read it as it was known by some day; None where everything may be seen.
        files: File of the folder → SHA-256 of its bytes; none where it was not read from a folder.
        journey: How people travel from place to place; None where exits of cells compete.
        law: Who is bound to what, and who says otherwise; None where no norms are given. No run reads it.
    """

    id: str
    title: str
    summary: str
    people_in_hiding: bool
    as_of: date | None
    calendar: Calendar
    places: Mapping[str, Place]
    routes: Mapping[str, Route]
    attributes: Mapping[str, CohortAttribute]
    statuses: Mapping[str, Status]
    exits: Mapping[str, Exit]
    groups: Mapping[str, Group]
    noises: Mapping[str, str]
    rations: Mapping[str, Ration]
    seats: Mapping[str, Seats]
    starts: Mapping[str, Start]
    inflows: Mapping[str, Inflow]
    signals: Mapping[str, Signal]
    events: Mapping[str, Event]
    parameters: Mapping[str, Parameter]
    anchors: Mapping[str, Anchor]
    worlds: Mapping[str, World]
    clocks: Mapping[str, Clock]
    outcomes: Mapping[str, Outcome]
    levers: Mapping[str, Lever]
    policies: Mapping[str, Policy]
    loops: Mapping[str, Loop]
    switches: Mapping[str, Switch]
    contrasts: Mapping[str, Contrast]
    stations: Mapping[str, Station]
    evidence: Evidence
    digest: str
    hidden: Hidden | None = None
    files: Mapping[str, str] = field(default_factory=dict[str, str])
    journey: Journey | None = None
    law: Law | None = None

    @property
    def sources(self) -> Mapping[str, Source]:
        """The documents."""
        return self.evidence.sources

    @property
    def claims(self) -> Mapping[str, Claim]:
        """What the documents say."""
        return self.evidence.claims

    @property
    def observations(self) -> tuple[Observation, ...]:
        """Figures from outside the documents, in the order of their file."""
        return tuple(self.evidence.observations.values())

    def leaves(self, place: str) -> tuple[str, ...]:
        """Give the places inside `place` that hold people themselves; `place` itself if it contains none."""
        inside = [p.id for p in self.places.values() if p.within == place]
        return tuple(leaf for p in inside for leaf in self.leaves(p)) if inside else (place,)
