"""What may be chosen about a journey: more room and opened ways; what closes is given, in some futures or in all."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.errors import Problem
from tumen.policy import Lever
from tumen.situation.checks.kernel import holds_people
from tumen.situation.draft import Draft
from tumen.situation.enforced import surely, target
from tumen.situation.findings import Spot, shown
from tumen.situation.journey import closing_of
from tumen.situation.table import Row, sound
from tumen.world_journey import Closing

POLICIES, CLOSINGS, SWITCHES = "policies.toml", "closings.csv", "switches.toml"


def check_only_more(draft: Draft) -> Iterator[Problem]:
    """A lever opens a way or makes room, at a place that holds people; it closes nothing and takes nothing away."""
    for lever in draft.situation.levers.values():
        aim = target(lever.target)
        if aim is None or not draft.files.travels:
            continue
        if aim.kind == "capacity":
            yield from holds_people(draft, aim.name, Spot(POLICIES, f"lever.{lever.id}.target"))
            yield from _more_room(draft, lever)
        elif aim.kind == "route":
            yield from _opens(draft, lever)


def _more_room(draft: Draft, lever: Lever) -> Iterator[Problem]:
    least = 1 if lever.how == "multiply" else 0
    if not surely(draft.situation, lever.strength, least=least):
        message = f"{shown(lever.id)} could leave less room than there is"
        remedy = f"give {shown(lever.strength)} a value or a prior of at least {least}; a site that shuts is given"
        yield Spot(POLICIES, f"lever.{lever.id}.strength").problem("T359", message, remedy)


def _opens(draft: Draft, lever: Lever) -> Iterator[Problem]:
    if lever.how != "multiply":
        message = f"{shown(lever.id)} adds to the closing of a route"
        remedy = 'write how = "multiply" and a strength of 0, which opens it; a border that closes is given'
        yield Spot(POLICIES, f"lever.{lever.id}.how").problem("T359", message, remedy)
    elif not surely(draft.situation, lever.strength, least=0, most=0):
        message = f"{shown(lever.id)} could leave a route closed that it should open"
        remedy = f"give {shown(lever.strength)} the value 0: nothing is left of the closing"
        yield Spot(POLICIES, f"lever.{lever.id}.strength").problem("T359", message, remedy)


def check_acting(draft: Draft) -> Iterator[Problem]:
    """A closing of some futures acts by a number that is 0 or 1 in each of them."""
    for row in sound(draft.files.rows(CLOSINGS)):
        closing = closing_of(row)
        if closing.acts in draft.situation.parameters and draft.files.readable(SWITCHES):
            yield from _settled(draft, closing, row)


def _settled(draft: Draft, closing: Closing, row: Row) -> Iterator[Problem]:
    name, entries = closing.acts, draft.situation.parameters[closing.acts].entries.values()
    fixed = all(prior.family == "fixed" and prior.low in (0, 1) for prior in entries)
    switches = draft.situation.switches.values()
    settled = any(all(at.sets.get(name) in (0, 1) for at in switch.positions.values()) for switch in switches)
    if not fixed and not settled:
        message = f"nothing says in which futures {shown(closing.route)} is closed by {shown(name)}"
        remedy = f"let each position of a switch set {shown(name)} to 0 or to 1"
        yield row.spot("acts").problem("T192", message, remedy)
