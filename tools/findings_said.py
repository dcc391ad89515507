"""One thing that a text expects of an option, as docs/findings.md tells it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from findings_strings import TEXT

from tumen.argument.sides import Side
from tumen.comparison.verdicts import WORLD
from tumen.policy import Outcome, Policy
from tumen.report.comparison_words import way_word
from tumen.situation import Situation

Group = Literal["comes", "depends", "not", "open"]
Data = Mapping[str, Any]
GROUPS: tuple[Group, ...] = get_args(Group)
_ASIDE = re.compile(r" \((argued|opposed)[^)]*\)$")


@dataclass(frozen=True)
class Said:
    """One thing that a text expects of an option, and what came of it.

    Attributes:
        policy: The option.
        outcome: What is expected to move.
        data: From the file.
        direct: Whether the option acts on that very thing.
    """

    policy: Policy
    outcome: Outcome
    data: Data
    direct: bool

    @property
    def name(self) -> str:
        """Its short name: ``P17``."""
        return self.policy.option or f"`{self.policy.id}`"

    @property
    def inside(self) -> Data:
        """Futures in which the premises hold."""
        return self.data["inside"] or self.data["everywhere"]

    @property
    def what(self) -> str:
        """What is expected, in words: ``fewer people arrested in China``."""
        return f"{way_word(self.data['way'], self.outcome)} {self.outcome.title}"

    @property
    def verdict(self) -> Data:
        """What decides: that it comes out; where it never does in most futures, that it goes the other way."""
        said = self.data["everywhere"]["said"]
        return said["opposite" if said["expected"]["word"] == "does not hold" else "expected"]

    @property
    def group(self) -> Group:
        """What may be said."""
        said = self.data["everywhere"]["said"]
        if said["expected"]["word"] == "robust":
            return "comes"
        if said["opposite"]["word"] == "robust" or self.verdict["word"] == "does not hold":
            return "not"
        turns = self.verdict["word"] == "depends on" and set(self.verdict["axes"]) > set(self.verdict["one_side_only"])
        return "depends" if turns else "open"


def told(situation: Situation, data: Data, side: Side) -> list[Said]:
    """Give what a text expects of options that are simulated, in the order of the situation."""
    known = situation.policies
    return [
        Said(known[policy], situation.outcomes[outcome], of, direct(situation, known[policy], outcome))
        for policy in side.policies
        for outcome, of in data["expected"].get(policy, {}).items()
    ]


def direct(situation: Situation, policy: Policy, outcome: str) -> bool:
    """Whether an option pulls a lever on each way that an outcome counts."""
    targets = {situation.levers[lever].target.partition(":")[2] for lever in policy.levers}
    named = set(situation.outcomes[outcome].exits)
    exits = [of for of in situation.exits.values() if {of.id, of.group} & named]
    return bool(exits) and all({of.id, of.group} & targets for of in exits)


def title(policy: Policy) -> str:
    """Name an option, with its number in bold; who argues for it is told by where it stands."""
    name, colon, rest = _ASIDE.sub("", policy.title).partition(": ")
    return f"**{name}**, {rest}" if colon else f"**{name}**"


def any_of(worlds: Data, at: int) -> bool:
    """Whether something is so in any future; arguments as of `counted`."""
    return any(of["counts"][at] for of in worlds.values())


def counted(worlds: Data, at: int) -> str:
    """Say in how many futures of each world something is so; `at`: 0 as expected, 1 the other way."""
    return counts_text({world: of["counts"] for world, of in worlds.items()}, at)


def counts_text(counts: Data, at: int) -> str:
    """Write the counts of each world, world → counts; the rest as of `counted`."""
    return ", ".join(TEXT["counts"].format(n=of[at], of=of[-1], world=world) for world, of in counts.items())


def axis_text(axis: str, places: Data, at: int) -> str:
    """Say what happens at each position of an axis, world by world."""
    return TEXT["axis"].format(axis=axis_name(axis), places=places_text(places, at))


def axis_name(axis: str) -> str:
    """Name a world or a premise as what something depends on."""
    return TEXT["world"] if axis == WORLD else axis


def places_text(places: Data, at: int) -> str:
    """Write the counts of each world at each position of an axis."""
    cells = {place: counts_text(counts, at) for place, counts in places.items()}
    return "; ".join(TEXT["place"].format(place=place, counts=cell) for place, cell in cells.items())
