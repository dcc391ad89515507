"""Which outcomes add up to which, so that no subtraction among them gives back a count that is withheld."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tumen.policy import Outcome
from tumen.situation import Situation
from tumen.trace.withholding import Partition as Partition
from tumen.trace.withholding import limit_for as limit_for
from tumen.trace.withholding import withheld as withheld

_SOON = {"same_year", "within_one_year"}


def partitions_of(situation: Situation) -> tuple[Partition, ...]:
    """Find which outcomes of a situation add up to which.

    A total is divided by its parts (``part_of``) and by every outcome that counts some of the same people under
    narrower conditions. Parts that count different people belong together; one that counts somebody twice starts
    another partition of the same total.
    """
    scopes = [_Scope.of(outcome, situation) for outcome in situation.outcomes.values()]
    found: list[Partition] = []
    for total in scopes:
        families: list[list[_Scope]] = []
        for part in (scope for scope in scopes if scope.part_of == total.id or scope.inside(total)):
            _join(part, families)
        found += [Partition(total.id, tuple(part.id for part in family)) for family in families]
    return tuple(found)


@dataclass(frozen=True)
class _Scope:
    """Whom an outcome counts, containers and groups written out."""

    id: str
    part_of: str
    kind: str
    only: Mapping[str, tuple[str, ...]]
    statuses: frozenset[str]
    exits: frozenset[str]
    places: frozenset[str]
    clocked: str
    weighted: bool
    """Whether it is a share of persons, and so less than the people whom it counts."""

    @classmethod
    def of(cls, outcome: Outcome, situation: Situation) -> _Scope:
        ways = (*situation.exits.values(), *situation.inflows.values())
        exits = (way.id for way in ways if way.id in outcome.exits or way.group in outcome.exits)
        places = (leaf for place in outcome.places or situation.places for leaf in situation.leaves(place))
        about = (outcome.id, outcome.part_of, outcome.kind, outcome.only)
        weighted = bool(outcome.weight) and outcome.unit == "persons"
        who = (frozenset(outcome.statuses), frozenset(exits), frozenset(places), outcome.clocked)
        return cls(*about, *who, weighted)

    def inside(self, other: _Scope) -> bool:
        """Whether `other` counts everybody whom this counts, and more; or the same people, of whom this is a share."""
        wider = self.statuses <= other.statuses and self.exits <= other.exits and self.places <= other.places
        narrow = all(key in self.only and set(self.only[key]) <= set(values) for key, values in other.only.items())
        soon = other.clocked in ("", self.clocked) or (self.clocked, other.clocked) == ("same_year", "within_one_year")
        same = (self.statuses, self.exits, self.places, self.only, self.clocked) == (
            (other.statuses, other.exits, other.places, other.only, other.clocked)
        )
        counts = bool(self.statuses or self.exits) and self.kind == other.kind and not other.weighted
        return counts and wider and narrow and soon and (not same or self.weighted or self.id > other.id)

    def overlaps(self, other: _Scope) -> bool:
        """Whether both can count the same people."""
        shared = not self.statuses.isdisjoint(other.statuses) or not self.exits.isdisjoint(other.exits)
        cohorts = all(set(self.only[key]) & set(other.only[key]) for key in self.only.keys() & other.only.keys())
        apart = "over_four_years" in (self.clocked, other.clocked) and _SOON & {self.clocked, other.clocked}
        return shared and cohorts and not apart and not self.places.isdisjoint(other.places)


def _join(part: _Scope, families: list[list[_Scope]]) -> None:
    """Put a part into the first family in which it counts nobody twice."""
    for family in families:
        if not any(part.overlaps(other) for other in family):
            family.append(part)
            return
    families.append([part])
