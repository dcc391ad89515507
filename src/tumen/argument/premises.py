"""On what advice rests: each premise with who says that it stands so, who takes it so, and what contradicts that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from tumen.policy import Loop, Policy, Switch
from tumen.situation import Situation
from tumen.trace.standing import Standing as Grounded
from tumen.trace.standing import ground_of

Sort = Literal["loop", "switch"]


@dataclass(frozen=True)
class Taken:
    """A document that rests an option on a premise.

    Attributes:
        source: Id of the document.
        policies: Ids of its policies that do.
    """

    source: str
    policies: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """One position of a premise.

    Attributes:
        position: ``on`` or ``off`` of a loop, else the position of a switch.
        title: For people to read; empty for a loop.
        claims: Ids of the claims that say so; those that are kept out are not among them.
        against: Ids of the claims and observations that contradict one of those, sorted.
        taken: Who rests an option on it.
    """

    position: str
    title: str
    claims: tuple[str, ...]
    against: tuple[str, ...]
    taken: tuple[Taken, ...]


@dataclass(frozen=True)
class Premise:
    """Something on which an option rests.

    Attributes:
        name: Id of the loop or switch.
        title: For people to read.
        sort: What it is.
        at: Where it stands unless switched.
        open: Whether futures are run at each of its positions, and not only at `at`.
        places: Its positions, in the order of the situation.
        numbers: Parameters that carry it → what each is traced to.
        ours: Which step nobody says but us; empty for none.
    """

    name: str
    title: str
    sort: Sort
    at: str
    open: bool
    places: tuple[Place, ...]
    numbers: Mapping[str, Grounded]
    ours: str

    @property
    def disputed(self) -> bool:
        """Whether two documents rest options on different positions of it."""
        sides = {source: set[str]() for place in self.places for source in (t.source for t in place.taken)}
        for place in self.places:
            for taken in place.taken:
                sides[taken.source].add(place.position)
        several = list(sides.values())
        return any(a != b for i, a in enumerate(several) for b in several[i + 1 :])


def premises_of(situation: Situation) -> tuple[Premise, ...]:
    """Give all premises on which documents rest their options: disputed ones first, else in the order of the situation.

    Args:
        situation: Whose.
    """
    argued = [policy for policy in situation.policies.values() if policy.by]
    named = {name for policy in argued for name in policy.premises}
    loops = (_loop(situation, loop, argued) for loop in situation.loops.values() if loop.id in named)
    switches = (_switch(situation, switch, argued) for switch in situation.switches.values() if switch.id in named)
    return tuple(sorted((*loops, *switches), key=lambda one: not one.disputed))


def _loop(situation: Situation, loop: Loop, argued: Iterable[Policy]) -> Premise:
    backed = {"on": loop.claims, "off": ()}
    places = (_place(situation, (loop.id, at), claims=claims, argued=argued) for at, claims in backed.items())
    numbers, asked = _grounds(situation, loop.numbers), loop.sign == "disputed" and not loop.thought_experiment
    return Premise(loop.id, loop.title, "loop", loop.at, asked, tuple(places), numbers, loop.ours)


def _switch(situation: Situation, switch: Switch, argued: Iterable[Policy]) -> Premise:
    positions = switch.positions.values()
    places = (
        _place(situation, (switch.id, of.id), title=of.title, claims=of.claims, argued=argued) for of in positions
    )
    numbers = _grounds(situation, dict.fromkeys(name for of in positions for name in of.sets))
    return Premise(switch.id, switch.title, "switch", switch.at, True, tuple(places), numbers, "")


def _place(
    situation: Situation, at: tuple[str, str], *, claims: tuple[str, ...], argued: Iterable[Policy], title: str = ""
) -> Place:
    """Give one position: name and position in `at`."""
    shown = tuple(name for name in claims if not situation.claims[name].kept_out)
    against = {other for name in shown for other in situation.evidence.against(name)}
    return Place(at[1], title, shown, tuple(sorted(against)), tuple(_taken(argued, *at)))


def _taken(argued: Iterable[Policy], name: str, position: str) -> Iterator[Taken]:
    """Give who rests policies on a position; not what only combines a policy that does so already."""
    every = {policy.id: policy for policy in argued if policy.premises.get(name) == position}
    resting = [policy for policy in every.values() if every.keys().isdisjoint(policy.combines)]
    for source in dict.fromkeys(source for policy in resting for source in policy.by):
        yield Taken(source, tuple(policy.id for policy in resting if source in policy.by))


def _grounds(situation: Situation, names: Iterable[str]) -> dict[str, Grounded]:
    return {name: ground_of(situation, situation.parameters[name]) for name in names}
