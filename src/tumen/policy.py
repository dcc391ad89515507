"""What can be chosen, and what is measured: frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class Lever:
    """One thing that can be moved.

    Attributes:
        id: Unique in the situation.
        title: For people to read.
        target: ``group:ID``, ``signal:ID``, ``share:EXIT``, ``seats:ID`` or ``elasticity:GROUP/SIGNAL``; on a journey
            ``capacity:PLACE`` (the people for whom a place has room) or ``route:ID`` (multiplied is its closing).
        how: ``multiply`` or ``add``.
        starts: First day; None: from the beginning.
        ends: Last day; None: for good.
        ramp: Days until it acts in full.
        strength: Parameter: the factor, or what is added. Drawn once per draw, the same in every policy.
        claims: Ids of claims that name the option.
    """

    id: str
    title: str
    target: str
    how: Literal["multiply", "add"]
    starts: date | None
    ends: date | None
    ramp: int
    strength: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Objection:
    """What is held against an option.

    Attributes:
        who: Who holds it: a document, those whom it quotes, or ``ours``.
        why: In words.
        claims: Ids of claims that say so; none where it is ours.
    """

    who: str
    why: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Policy:
    """One point in lever space, or an option that is listed and not simulated.

    Attributes:
        id: The label on the ``policy`` axis.
        title: For people to read.
        levers: Ids of the levers that it pulls: its own, or those of the policies that it combines.
        claims: Ids of claims that name the option.
        option: Its id in the description of the system, as in ``P1``; empty for none.
        by: Ids of the sources that argue for it.
        mechanism: How it is said to act, after its author, in words.
        moves: Outcome → whether its author expects ``less`` or ``more`` of it.
        premises: Loop or switch → the position in which its author takes it to stand.
        against: What is held against it.
        combines: Ids of the policies whose levers it pulls together.
        not_simulated: Why it pulls nothing; empty where it pulls something.
    """

    id: str
    title: str
    levers: tuple[str, ...]
    claims: tuple[str, ...] = ()
    option: str = ""
    by: tuple[str, ...] = ()
    mechanism: str = ""
    moves: Mapping[str, Literal["less", "more"]] = field(default_factory=dict[str, Literal["less", "more"]])
    premises: Mapping[str, str] = field(default_factory=dict[str, str])
    against: tuple[Objection, ...] = ()
    combines: tuple[str, ...] = ()
    not_simulated: str = ""


@dataclass(frozen=True)
class Loop:
    """A feedback that somebody names: a switch with the positions ``on`` and ``off``.

    Attributes:
        id: Unique among loops and switches.
        title: For people to read: what leads to what.
        sign: ``reinforcing``, ``balancing`` or ``disputed``.
        source: Hazard group or signal at which it is pushed to see it act.
        target: Hazard group or signal that answers.
        answer: ``raises`` or ``lowers``: which way the target goes as the source grows.
        delay: Months after which the answer has come by half, at least and at most.
        numbers: Parameters that carry it: 0 where it is off.
        on: Whether it acts unless switched.
        thought_experiment: Whether nobody has ever observed it.
        claims: Ids of claims that say so.
        ours: Which step nobody says but us; empty for none.
    """

    id: str
    title: str
    sign: Literal["reinforcing", "balancing", "disputed"]
    source: str
    target: str
    answer: Literal["raises", "lowers"]
    delay: tuple[float, ...]
    numbers: tuple[str, ...]
    on: bool
    thought_experiment: bool
    claims: tuple[str, ...]
    ours: str

    @property
    def at(self) -> str:
        """The position in which it is unless switched."""
        return "on" if self.on else "off"


@dataclass(frozen=True)
class Position:
    """One answer to a disputed question.

    Attributes:
        id: Unique in its switch.
        title: For people to read.
        sets: Parameter → the number it has in this position; every other number keeps its prior.
        claims: Ids of claims that say so.
    """

    id: str
    title: str
    sets: Mapping[str, float]
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Switch:
    """A disputed premise: a part of the future, never of a policy.

    Attributes:
        id: Unique among loops and switches.
        title: What is disputed.
        at: Position unless switched.
        positions: By id.
    """

    id: str
    title: str
    at: str
    positions: Mapping[str, Position]


@dataclass(frozen=True)
class Part:
    """Some of the people whom a contrast sets apart: those whom an option helps, and those who pay for it.

    Attributes:
        id: Unique in its contrast.
        title: For people to read.
        outcomes: Ids of what is shown of them.
        per: Outcome, of flows, of which each is told per hundred; empty for none.
    """

    id: str
    title: str
    outcomes: tuple[str, ...]
    per: str


@dataclass(frozen=True)
class Axis:
    """How strongly a loop of a contrast acts, as the side of a plane.

    Attributes:
        id: Of the loop.
        title: For people to read: what does what, as a clause.
        of: What there is more of at full strength, in the plural.
        times: How many times as much of it there is; at part of full strength, that power of it.
    """

    id: str
    title: str
    of: str
    times: float


@dataclass(frozen=True)
class Contrast:
    """Loops whose signs sources dispute, told side by side: each alone, then all of them.

    Attributes:
        id: Unique in the situation.
        title: For people to read: what is disputed.
        loops: Ids, two at least.
        policy: Id of the policy whose effect depends on them.
        parts: Whom it sets apart, by id; none for the headline outcomes alone.
        claims: Ids of claims that take a side.
        sides: Source → id of the policy that it argues for: two, between which a boundary is drawn; or none.
        turns_on: Ids of the outcomes by which it is said which side does better; none without sides.
        axes: Loop → how its strength is told, of both loops; none without sides.
    """

    id: str
    title: str
    loops: tuple[str, ...]
    policy: str
    parts: Mapping[str, Part]
    claims: tuple[str, ...] = ()
    sides: Mapping[str, str] = field(default_factory=dict[str, str])
    turns_on: tuple[str, ...] = ()
    axes: Mapping[str, Axis] = field(default_factory=dict[str, Axis])


@dataclass(frozen=True)
class Station:
    """Statuses that are told as one where stocks and flows are drawn.

    Attributes:
        id: Unique in the situation.
        title: For people to read.
        statuses: Ids; each status stands in one station.
    """

    id: str
    title: str
    statuses: tuple[str, ...]


@dataclass(frozen=True)
class Clock:
    """A time that people carry with them. It is measured and moves nobody.

    Attributes:
        id: Unique in the situation.
        title: For people to read: time since what.
        starts: Ids of exits or groups that start it at 0.
        runs: Statuses in which it runs on; whoever leaves them for another has no clock any more.
    """

    id: str
    title: str
    starts: tuple[str, ...]
    runs: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """A number people care about: a named sum over cells or exits.

    Attributes:
        id: The name of its variable in results.
        title: For people to read: what is counted.
        kind: ``stock`` (people at the end of the period), ``flow`` (people through exits during it), ``time``
            (time spent in statuses during it), ``signal`` (mean level of a signal in the loop) or ``crowding`` (on a
            journey: people beyond those for whom each place has room, at the end of the period).
        unit: ``persons``, ``person-months`` (of 30.4375 days), ``acts`` (each of several persons, by `weight`), or
            ``index``, which only compares periods, futures and policies.
        direction: Whether less or more protects people, or neither.
        statuses: For ``stock`` and ``time``.
        exits: For ``flow``: ids of exits or of groups; a way through an instant status counts for each of its legs.
        places: Places or containers; empty for all.
        only: Attribute → values of the people counted (before they leave, for flows).
        period: Finest period at which it may be recorded.
        place: Finest place at which it may be recorded.
        headline: Whether it stands in the first table.
        part_of: Outcome of which this is one part in a partition; empty for none.
        weight: Parameter, a share, that multiplies the sum; empty for none.
        claims: Ids of claims about the same quantity.
        observations: Series of observations of the same quantity.
        signal: For ``signal``: its id.
        clock: For ``flow``: the clock that is read of those who go through; empty for none.
        clocked: What is read: ``elapsed`` (the sum of their times), or who of them started it in the ``same_year``,
            ``within_one_year``, or ``over_four_years`` before.
    """

    id: str
    title: str
    kind: Literal["stock", "flow", "time", "signal", "crowding"]
    unit: Literal["persons", "person-months", "acts", "index"]
    direction: Literal["less", "more", "neither"]
    statuses: tuple[str, ...]
    exits: tuple[str, ...]
    places: tuple[str, ...]
    only: Mapping[str, tuple[str, ...]]
    period: Literal["step", "year"]
    place: str
    headline: bool
    part_of: str
    weight: str
    claims: tuple[str, ...]
    observations: tuple[str, ...]
    signal: str = ""
    clock: str = ""
    clocked: Literal["", "elapsed", "same_year", "within_one_year", "over_four_years"] = ""
