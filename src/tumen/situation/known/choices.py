"""What is measured, chosen and disputed, with the claims that were public."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace
from typing import Any

from tumen.policy import Contrast, Loop, Policy, Switch
from tumen.situation.known.ground import Names, Public
from tumen.situation.types import Situation

_HINDSIGHT = (
    "Hindsight: all that names {name} came out later than what may be seen here. It stays: it is what is asked, and "
    "not what is known."
)


def known_choices(situation: Situation, public: Public, used: frozenset[str]) -> dict[str, Any]:
    """Give outcomes, levers, policies, loops and switches with the claims that are public; the things stay.

    A loop that only hidden events carry is left out, and so is a contrast that names it; a position of a switch sets
    what is left.

    Args:
        situation: In which nothing is hidden.
        public: What is public.
        used: Parameters that something uses.
    """
    outcomes = {
        name: replace(of, claims=public.known_claims(of.claims), observations=public.known_series(of.observations))
        for name, of in situation.outcomes.items()
    }
    levers = {n: replace(of, claims=public.known_claims(of.claims)) for n, of in situation.levers.items()}
    loops = {n: _known_loop(of, public, used) for n, of in situation.loops.items() if used.intersection(of.numbers)}
    premises = loops.keys() | situation.switches.keys()
    policies = {n: _known_policy(of, public, premises) for n, of in situation.policies.items()}
    return {
        "outcomes": outcomes,
        "levers": levers,
        "policies": policies,
        "loops": loops,
        "switches": {name: _known_switch(of, public, used) for name, of in situation.switches.items()},
        "contrasts": {
            name: _known_contrast(of, public)
            for name, of in situation.contrasts.items()
            if loops.keys() >= set(of.loops)
        },
    }


def unnamed(situation: Situation, public: Public) -> Iterator[str]:
    """Give the loops, and the positions as ``switch=position``, that nobody had named by the day, though some do now.

    Args:
        situation: In which nothing is hidden.
        public: What is public.
    """
    yield from (loop.id for loop in situation.loops.values() if _later(loop.claims, public))
    for switch in situation.switches.values():
        later = (position.id for position in switch.positions.values() if _later(position.claims, public))
        yield from (f"{switch.id}={position}" for position in later)


def _later(claims: Names, public: Public) -> bool:
    """Tell whether there are claims and none of them is public."""
    return bool(claims) and not public.known_claims(claims)


def _known_loop(loop: Loop, public: Public, used: frozenset[str]) -> Loop:
    ours = loop.ours or (_HINDSIGHT.format(name=loop.id) if _later(loop.claims, public) else "")
    numbers = tuple(name for name in loop.numbers if name in used)
    return replace(loop, claims=public.known_claims(loop.claims), numbers=numbers, ours=ours)


def _known_policy(policy: Policy, public: Public, premises: Set[str]) -> Policy:
    """Hide who argues for a policy and who against it; where nobody had named it, that it is an option at all."""
    claims = public.known_claims(policy.claims)
    said = (replace(of, claims=public.known_claims(of.claims)) for of in policy.against)
    against = tuple(after for after, of in zip(said, policy.against, strict=True) if after.claims or not of.claims)
    by = tuple(name for name in policy.by if name in public.sources)
    option = policy.option if claims and by and against else ""
    left = {name: position for name, position in policy.premises.items() if name in premises}
    return replace(policy, claims=claims, by=by, against=against, option=option, premises=left)


def _known_contrast(contrast: Contrast, public: Public) -> Contrast:
    """Hide who takes a side; where one of two sides had not been heard, there is no boundary between them."""
    claims = public.known_claims(contrast.claims)
    if public.sources >= contrast.sides.keys():
        return replace(contrast, claims=claims)
    return replace(contrast, claims=claims, sides={}, turns_on=(), axes={})


def _known_switch(switch: Switch, public: Public, used: frozenset[str]) -> Switch:
    positions = {
        name: replace(of, claims=public.known_claims(of.claims), sets=_left(of.sets, used))
        for name, of in switch.positions.items()
    }
    return replace(switch, positions=positions)


def _left(sets: Mapping[str, float], used: frozenset[str]) -> dict[str, float]:
    return {name: value for name, value in sets.items() if name in used}
