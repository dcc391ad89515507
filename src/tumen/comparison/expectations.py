"""What authors expect of policies, and what has to be held so that their premises hold, or do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tumen.comparison.premises import Positions, premises
from tumen.errors import UsageError
from tumen.policy import Policy
from tumen.situation import Situation

Way = Literal["less", "more"]


def expected(situation: Situation, policy: str) -> dict[str, Way]:
    """Give what is expected of a policy, outcome → way: its own moves, or those of its parts on which none disagree.

    Args:
        situation: Whose.
        policy: Id.
    """
    of = situation.policies[policy]
    if of.moves or not of.combines:
        return dict(of.moves)
    every = [move for part in of.combines for move in situation.policies[part].moves.items()]
    ways = {outcome: {way for name, way in every if name == outcome} for outcome, _ in every}
    return {outcome: way for outcome, way in every if len(ways[outcome]) == 1}


def argued(situation: Situation) -> tuple[str, ...]:
    """Give the policies that pull levers and of which something is expected.

    Args:
        situation: Whose.
    """
    return tuple(p.id for p in situation.policies.values() if p.levers and expected(situation, p.id))


def planned(situation: Situation, policies: Sequence[str]) -> dict[Positions, tuple[str, ...]]:
    """Give the comparisons that are needed: positions that are held → policies; first all with nothing held.

    Args:
        situation: Whose.
        policies: Ids.
    """
    plan: dict[Positions, tuple[str, ...]] = {(): tuple(policies)}
    for policy in policies:
        held = held_for(situation, situation.policies[policy])
        for positions in filter(None, (held.inside, held.denied)):
            plan[positions] = (*plan.get(positions, ()), policy)
    return plan


@dataclass(frozen=True)
class Held:
    """What is held for a policy.

    Attributes:
        inside: Its premises that do not hold in all futures anyway.
        denied: Where there are none such: each of its premises the other way.
    """

    inside: Positions
    denied: Positions


def held_for(situation: Situation, policy: Policy) -> Held:
    """Say what is held so that the premises of a policy hold, or do not.

    Args:
        situation: Whose.
        policy: One of it.
    """
    disputed = premises(situation)
    anyway = {
        name: "off" if at == "on" else "on"
        for name, at in policy.premises.items()
        if name not in disputed and situation.loops[name].at == at
    }
    inside = tuple(sorted((name, at) for name, at in policy.premises.items() if name not in anyway))
    return Held(inside, () if inside else tuple(sorted(anyway.items())))


def check_expected(situation: Situation, policies: Sequence[str]) -> None:
    """Refuse policies of which nothing is expected.

    Args:
        situation: Whose.
        policies: Ids.

    Raises:
        UsageError: T420 if there is one, or nothing is expected of any.
    """
    known = argued(situation)
    strangers = [policy for policy in policies if policy not in known]
    if strangers or not policies:
        what = f"nothing is expected of {strangers[0]}" if strangers else f"{situation.id} says of no policy what it is"
        remedy = f"name one or more of: {', '.join(known)}" if known else "write `moves` into policies.toml"
        raise UsageError("T420", what if strangers else f"{what} expected to do", where="policies", remedy=remedy)
