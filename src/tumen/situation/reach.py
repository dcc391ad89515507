"""Which people can ever stand where: followed from the beginning and the inflows along every exit.

A rule about cells (somebody would be stuck here, a level is missing there) speaks only of cells that people reach.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

from tumen.situation.types import Situation
from tumen.world import Exit, Inflow, Status

Cohort = tuple[tuple[str, str], ...]
MOST_COHORTS = 10_000
_MOST_STANDINGS = 100_000


@dataclass(frozen=True, order=True)
class Standing:
    """People of one cohort in one status at one place.

    Attributes:
        status: Id of the status.
        place: Id of the place.
        cohort: Attributes that the status keeps and their values, sorted.
    """

    status: str
    place: str
    cohort: Cohort

    @property
    def words(self) -> str:
        """Name it for people to read."""
        who = ", ".join(f"{attribute}={value}" for attribute, value in self.cohort)
        return f"{self.status} at {self.place}" + (f" with {who}" if who else "")

    def levels(self) -> Mapping[str, str]:
        """Give axis → value, for the levels of parameters."""
        return {**dict(self.cohort), "place": self.place}


def matches(only: Mapping[str, tuple[str, ...]], cohort: Cohort) -> bool:
    """Say whether people of a cohort are among those that `only` names."""
    attributes = dict(cohort)
    return all(attributes.get(attribute) in values for attribute, values in only.items())


def takes(way: Exit, standing: Standing) -> bool:
    """Say whether people who stand there can take an exit."""
    right_status = way.from_status == standing.status
    return right_status and standing.place in way.from_places and matches(way.only, standing.cohort)


def reached(situation: Situation) -> tuple[Standing, ...]:
    """Give every standing that people can reach, sorted. What refers to something unknown leads nowhere."""
    ways: dict[str, list[Exit]] = {}
    for way in situation.exits.values():
        ways.setdefault(way.from_status, []).append(way)
    births = [inflow for inflow in situation.inflows.values() if inflow.parents]
    seen: set[Standing] = set()
    left = list(_first(situation))
    while left and len(seen) < _MOST_STANDINGS:
        standing = left.pop()
        if standing in seen:
            continue
        seen.add(standing)
        left.extend(_next(situation, standing, ways.get(standing.status, ())))
        left.extend(_children(situation, standing, births))
    return tuple(sorted(seen))


def _entered(
    situation: Situation, status: Status | None, *, place: str, attributes: Mapping[str, str]
) -> list[Standing]:
    """Give where people with `attributes` stand once they are in a status; nowhere if something does not fit."""
    if status is None or place not in status.places:
        return []
    kept = [attribute for attribute in status.keeps if attribute in situation.attributes]
    if any(attribute not in attributes for attribute in kept):
        return []
    return [Standing(status.id, place, tuple(sorted((attribute, attributes[attribute]) for attribute in kept)))]


def _next(situation: Situation, standing: Standing, ways: list[Exit] | tuple[()]) -> Iterator[Standing]:
    for way in ways:
        if takes(way, standing):
            target, place = situation.statuses.get(way.to_status), way.to_place or standing.place
            attributes = {**dict(standing.cohort), **way.rewrites}
            yield from _entered(situation, target, place=place, attributes=attributes)


def _children(situation: Situation, parents: Standing, births: list[Inflow]) -> Iterator[Standing]:
    for inflow in births:
        if parents.status in inflow.parents and matches(inflow.only, parents.cohort):
            status, place = situation.statuses.get(inflow.status), inflow.place or parents.place
            attributes = {**dict(parents.cohort), **inflow.rewrites}
            yield from _entered(situation, status, place=place, attributes=attributes)


def _first(situation: Situation) -> Iterator[Standing]:
    """Give where people are at the beginning, and where they come in from outside."""
    for start in situation.starts.values():
        for attributes in spread(situation, start.shares, start.cohort):
            status = situation.statuses.get(start.status)
            yield from _entered(situation, status, place=start.place, attributes=attributes)
    for inflow in situation.inflows.values():
        every = () if inflow.parents else spread(situation, inflow.shares, inflow.rewrites)
        for attributes in every:
            status = situation.statuses.get(inflow.status)
            yield from _entered(situation, status, place=inflow.place, attributes=attributes)


def spread(situation: Situation, shares: tuple[str, ...], given: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Give every combination of the attributes on the axes of `shares`, together with what is `given`.

    More than `MOST_COHORTS` are too many to follow: then there is none.
    """
    known = [situation.parameters[name] for name in shares if name in situation.parameters]
    every = dict.fromkeys(dim for parameter in known for dim in parameter.dims)
    axes = [dim for dim in every if dim in situation.attributes and dim not in given]
    sizes = prod(len(situation.attributes[axis].values) for axis in axes)
    every = product(*(situation.attributes[axis].values for axis in axes)) if sizes <= MOST_COHORTS else ()
    for values in every:
        yield {**dict(zip(axes, values, strict=True)), **given}
