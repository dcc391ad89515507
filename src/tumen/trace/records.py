"""One flat record for each thing in a situation: what it is, and the names of everything it hangs on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tumen.trace.ground import ClaimRecord, SeriesRecord
from tumen.trace.paths import Use
from tumen.trace.pools import PoolView

Names = tuple[str, ...]


@dataclass(frozen=True)
class ParameterRecord:
    """A parameter: what it is believed to be and why, where it is used, what it can move.

    Attributes:
        name, unit, dims: As in ``parameters.toml``.
        priors: Level → its prior in words; the level of a scalar is empty.
        ground: What it is traced to: ``claims``, ``observations`` or nothing: ``assumed``.
        claims, observations: What it rests on; empty where it is assumed.
        near: Claims and series that speak of it without settling it: what is assumed is traced to none of them.
        roots: How many independent roots stand behind it.
        assumed: Why neither settles it; may be empty.
        note: How the figure follows; may be empty.
        used_by: Where it is used, and as what.
        anchors: Anchors that solve it.
        reaches: Headline outcomes that it can move.
    """

    name: str
    unit: str
    dims: Names
    priors: Mapping[str, str]
    ground: str
    claims: Names
    observations: Names
    near: Names
    roots: int
    assumed: str
    note: str
    used_by: tuple[Use, ...]
    anchors: Names
    reaches: Names


@dataclass(frozen=True)
class AnchorWorld:
    """What one world says of an anchor, and what it rests on.

    Attributes:
        title: Of the world.
        prior: In words.
        claims, observations: What it rests on; empty where it is assumed.
        near: Claims and series that speak of it without settling it.
        roots: How many independent roots stand behind it.
        assumed: Why neither settles it; may be empty.
        pool: How its prior is pooled; None where ``worlds.toml`` gives it.
    """

    title: str
    prior: str
    claims: Names
    observations: Names
    near: Names
    roots: int
    assumed: str
    pool: PoolView | None


@dataclass(frozen=True)
class AnchorRecord:
    """An anchor: a claimed figure of an outcome, and the parameter that is solved so that the model meets it."""

    name: str
    outcome: str
    date: str
    solves: str
    worlds: Mapping[str, AnchorWorld]


@dataclass(frozen=True)
class EventRecord:
    """An event that moves a signal: when, how, by which parameter, and what dates it."""

    id: str
    starts: str
    ends: str
    shape: str
    how: str
    size: str
    claims: Names
    observations: Names


@dataclass(frozen=True)
class SignalRecord:
    """A signal: what moves it, and what it moves.

    Attributes:
        id, name, mode: As in ``signals.csv``.
        events: In order of time.
        fed_by: Exits or groups that feed it.
        moved_by: Signals that move its memory.
        made_of: Signals that a ration shares out to make it; empty where none does.
        parameters: Of the signal, of its events and of the ration that makes it.
        drives: Groups that it drives or levels.
        moves: Signals whose memory it moves.
        opens: Exits that it opens and closes.
    """

    id: str
    name: str
    mode: str
    events: tuple[EventRecord, ...]
    fed_by: Names
    moved_by: Names
    made_of: Names
    parameters: Names
    drives: Names
    moves: Names
    opens: Names


@dataclass(frozen=True)
class ExitRecord:
    """An exit: from where to where, and what sets its hazard.

    Attributes:
        id, group: As in ``exits.csv``.
        leaves: Status and places that it leaves.
        reaches: Status, and place where it is another, that it reaches.
        only: Whom it is for; may be empty.
        enforcement: Whether it is how the state searches, arrests or returns.
        signals: That drive, level, open or close it.
        noise, fan, seats, route: As there; may be empty.
        parameters: Of the exit, its group, noise and seats.
        counted_by: Outcomes that count it.
    """

    id: str
    group: str
    leaves: str
    reaches: str
    only: str
    enforcement: bool
    signals: Names
    noise: str
    fan: str
    seats: str
    route: str
    parameters: Names
    counted_by: Names


@dataclass(frozen=True)
class OutcomeRecord:
    """An outcome: what it counts, what feeds and drains it, and what stands behind that.

    Attributes:
        id, title, kind, unit, direction: As in ``outcomes.toml``.
        counts: What is summed, in words.
        exits: Exits that a flow counts; else empty.
        fed_by: Exits into the statuses that a stock or time counts, and into instant statuses that pass people on to
            them, or to the exits that a flow counts.
        drained_by: Exits out of the statuses that a stock or time counts.
        starts, inflows: People at the beginning and from outside who stand in it or come into it.
        signals: Behind those exits and inflows; the one whose level it is.
        parameters: Of all those, and the scales that anchors on this outcome solve.
        upstream: Parameters that move it from further away.
        anchors: That scale it.
        claims, observations: Of the same quantity.
        roots: How many independent roots those come from.
    """

    id: str
    title: str
    kind: str
    unit: str
    direction: str
    counts: str
    exits: Names
    fed_by: Names
    drained_by: Names
    starts: Names
    inflows: Names
    signals: Names
    parameters: Names
    upstream: Names
    anchors: Names
    claims: Names
    observations: Names
    roots: int


@dataclass(frozen=True)
class LoopRecord:
    """A loop: who says that what leads to what, and by which numbers it does so in the model.

    Attributes:
        id, title, sign, ours: As in ``switches.toml``.
        at: ``on`` or ``off``, unless it is switched.
        thought_experiment: Whether nobody has ever observed it.
        source, target: Group or signal at which it is pushed, and the one that answers: ``group NAME``.
        answer: ``raises`` or ``lowers``.
        delay: Months after which half of the answer has come, at least and at most.
        parameters: Numbers that carry it: 0 where it is off.
        claims: That say so.
        observations: None.
        roots: How many independent roots stand behind it.
    """

    id: str
    title: str
    sign: str
    at: str
    thought_experiment: bool
    source: str
    target: str
    answer: str
    delay: tuple[float, ...]
    parameters: Names
    claims: Names
    observations: Names
    roots: int
    ours: str


@dataclass(frozen=True)
class PositionRecord:
    """One answer to a disputed question: the numbers that it sets, and who gives it."""

    id: str
    title: str
    sets: Mapping[str, float]
    claims: Names
    observations: Names


@dataclass(frozen=True)
class SwitchRecord:
    """A disputed premise: its positions, and the numbers that they set.

    Attributes:
        id, title: As in ``switches.toml``.
        at: Position unless it is switched.
        positions: In the order of the file.
        parameters: Numbers that a position sets.
    """

    id: str
    title: str
    at: str
    positions: tuple[PositionRecord, ...]
    parameters: Names


Subject = OutcomeRecord | ParameterRecord | AnchorRecord | SignalRecord | ExitRecord | LoopRecord | SwitchRecord
"""What can be traced."""
Grounded = OutcomeRecord | ParameterRecord | AnchorWorld | EventRecord | LoopRecord | PositionRecord
"""What rests on claims and observations."""


@dataclass(frozen=True)
class Behind:
    """Records of everything that a subject names, directly or not; each from id to record, in order of ids."""

    exits: Mapping[str, ExitRecord]
    signals: Mapping[str, SignalRecord]
    parameters: Mapping[str, ParameterRecord]
    anchors: Mapping[str, AnchorRecord]
    claims: Mapping[str, ClaimRecord]
    observations: Mapping[str, SeriesRecord]
