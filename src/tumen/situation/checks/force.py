"""What the state does with force: never counted as better, and never looked at by parts."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.errors import Problem
from tumen.policy import Outcome
from tumen.situation.behind import enforcing_parameters, shaping
from tumen.situation.draft import Draft
from tumen.situation.enforced import UP, Target, sides
from tumen.situation.findings import Spot, shown
from tumen.situation.types import Situation


def check_wanted(draft: Draft) -> Iterator[Problem]:
    """No outcome of force is better where there is more of it, and no option is to bring more of it."""
    situation = draft.situation
    forced = [outcome.id for outcome in situation.outcomes.values() if _is_force(situation, outcome)]
    for name in (name for name in forced if situation.outcomes[name].direction == "more"):
        message = f"{shown(name)} counts what the state does with force, and more of it would be better"
        remedy = "write less or neither; who is let go leaves by a group that is no enforcement"
        yield Spot("outcomes.toml", f"outcome.{name}.direction").problem("T172", message, remedy)
    for policy in situation.policies.values():
        for name in (name for name, way in policy.moves.items() if way == "more" and name in forced):
            message = f"{shown(policy.id)} is to bring more of {shown(name)}: what the state does with force"
            spot = Spot("policies.toml", f"policy.{policy.id}.moves.{name}")
            yield spot.problem("T172", message, "take it out: no option is about more force")


def check_apart(draft: Draft) -> Iterator[Problem]:
    """A number behind enforcement stands apart from the others only where a source disputes it."""
    situation = draft.situation
    behind = set[str]().union(*enforcing_parameters(situation), shaping(situation))
    for loop in (loop for loop in situation.loops.values() if loop.sign == "disputed" and not loop.claims):
        yield from _apart(f"loop.{loop.id}.claims", loop.id, sorted(behind.intersection(loop.numbers)))
    for switch in situation.switches.values():
        names = {name.partition("[")[0] for position in switch.positions.values() for name in position.sets}
        if not any(position.claims for position in switch.positions.values()):
            yield from _apart(f"switch.{switch.id}.position", switch.id, sorted(behind & names))


def _apart(key: str, name: str, numbers: list[str]) -> Iterator[Problem]:
    if numbers:
        message = f"{shown(name)} sets {shown(numbers[0])} apart from how hard the state searches, and no source does"
        remedy = "name the claims that dispute it, or take the number out"
        yield Spot("switches.toml", key).problem("T173", message, remedy)


def _is_force(situation: Situation, outcome: Outcome) -> bool:
    """Whether an outcome counts what enforcement does, whom it alone brought there, or how hard it is."""
    forced = {group.id for group in situation.groups.values() if group.enforcement and not group.passage}
    ways = situation.exits.values()
    done = any(way.group in forced and (way.id in outcome.exits or way.group in outcome.exits) for way in ways)
    brought = [{way.group for way in ways if way.to_status == status} for status in outcome.statuses]
    held = bool(brought) and all(groups and groups <= forced for groups in brought)
    hard = bool(outcome.signal) and UP in sides(situation, Target("signal", outcome.signal), "add")
    return done or held or hard
