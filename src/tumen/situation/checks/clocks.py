"""The clock that people carry, and the outcomes that read it."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.errors import Problem
from tumen.policy import Clock, Outcome
from tumen.situation.draft import Draft
from tumen.situation.findings import Spot, listed, shown
from tumen.world import Exit

MAIN = "situation.toml"
OUTCOMES = "outcomes.toml"


def check_clock(draft: Draft) -> Iterator[Problem]:
    """A clock starts on every way into the statuses in which it runs, and something reads it."""
    for clock in draft.situation.clocks.values():
        for key, message, remedy in (*_empty(clock), *_ways_in(draft, clock)):
            yield Spot(MAIN, f"clock.{clock.id}.{key}".rstrip(".")).problem("T170", message, remedy)
    if not draft.files.readable(OUTCOMES):
        return
    read = draft.mentioned | {o.clock for o in draft.situation.outcomes.values()}
    for name in (name for name in draft.situation.clocks if name not in read):
        message, remedy = f"no outcome reads the clock {shown(name)}", "name it in an outcome, or take it out"
        yield Spot(MAIN, f"clock.{name}").problem("T170", message, remedy)


def _empty(clock: Clock) -> Iterator[tuple[str, str, str]]:
    if not clock.starts:
        yield "starts", f"nothing starts the clock {shown(clock.id)}", "name exits or groups"
    if not clock.runs:
        yield "runs", f"the clock {shown(clock.id)} runs nowhere", "name statuses"


def _ways_in(draft: Draft, clock: Clock) -> Iterator[tuple[str, str, str]]:
    """Find ways into running statuses that do not start the clock, and starts that lead to none."""
    exits = draft.situation.exits.values()
    into = [way for way in exits if way.to_status in clock.runs]
    silent = [way.id for way in into if way.from_status not in clock.runs and not _named(way, clock.starts)]
    if silent and clock.runs:
        message = f"people come by {listed(silent)} to where {shown(clock.id)} runs, and do not start it"
        yield "starts", message, "name them in starts, or the statuses that they leave in runs"
    for name in clock.starts:
        known = any(_named(way, (name,)) for way in exits)
        if known and not any(_named(way, (name,)) for way in into):
            message = f"{shown(name)} starts {shown(clock.id)} and leads to no status in which it runs"
            yield "starts", message, "take it out, or name the status in runs"


def check_clocked(draft: Draft) -> Iterator[Problem]:
    """An outcome reads a clock of people who go through exits, and says what."""
    for outcome in draft.situation.outcomes.values():
        for key, message, remedy in (*_form(outcome), *_still(draft, outcome)):
            yield Spot(OUTCOMES, f"outcome.{outcome.id}.{key}").problem("T171", message, remedy)


def _form(outcome: Outcome) -> Iterator[tuple[str, str, str]]:
    name = shown(outcome.id)
    if bool(outcome.clock) != bool(outcome.clocked):
        given, missing = ("clock", "clocked") if outcome.clock else ("clocked", "clock")
        yield missing, f"{name} has {given} and no {missing}", f"write both, or take {given} out"
    if outcome.clock and outcome.kind != "flow":
        yield "clock", f"{name} is a {outcome.kind}, and a clock is read of those who go through exits", "take it out"
    unit = "person-months" if outcome.clocked == "elapsed" else "persons"
    if outcome.clock and outcome.clocked and outcome.unit != unit:
        yield "unit", f"{name} reads {outcome.clocked} and is counted in {outcome.unit}", f"write {unit}"


def _still(draft: Draft, outcome: Outcome) -> Iterator[tuple[str, str, str]]:
    """Find outcomes whose exits all leave statuses in which the clock does not run."""
    clock = draft.situation.clocks.get(outcome.clock)
    ways = [way for way in draft.situation.exits.values() if _named(way, outcome.exits)]
    if clock is not None and clock.runs and ways and not any(way.from_status in clock.runs for way in ways):
        message = f"{shown(outcome.id)} reads {shown(clock.id)}, which runs in no status that its exits leave"
        yield "exits", message, "name exits of people whose clock runs"


def _named(way: Exit, names: tuple[str, ...]) -> bool:
    return way.id in names or way.group in names
