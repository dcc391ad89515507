"""Groups that law cannot tell apart are asked about once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tumen.law.body import Law
from tumen.law.predicates import InPlace, InStatus, Only
from tumen.law.subjects import People, Subject
from tumen.law.walk import nodes, predicates


@dataclass(frozen=True)
class Alike:
    """Groups, one of each sort.

    Attributes:
        people: One group of each sort.
        sort: Which of them stands for each group asked about, ``[subject]``.
    """

    people: People
    sort: NDArray[np.intp]


def alike(law: Law, people: People) -> Alike:
    """Put groups together that no predicate of a law tells apart."""
    sort_of = _sorting(law, people)
    numbers: dict[object, int] = {}
    sort = [numbers.setdefault(sort_of(one), len(numbers)) for one in people.subjects]
    first: list[int] = np.unique(sort, return_index=True)[1].tolist()
    return Alike(replace(people, subjects=tuple(people.subjects[n] for n in first)), np.array(sort, dtype=np.intp))


def _sorting(law: Law, people: People) -> Callable[[Subject], object]:
    """Give a function that says all that a law can tell of a group."""
    leaves = [node for predicate in predicates(law) for node in nodes(predicate)]
    names = {name for leaf in leaves if isinstance(leaf, Only) for name in leaf.values}
    statuses = {leaf.statuses for leaf in leaves if isinstance(leaf, InStatus)}
    places = [set(one) for one in {leaf.places for leaf in leaves if isinstance(leaf, InPlace)}]

    @cache
    def of_status(status: str) -> tuple[bool, ...]:
        return (not status, *(status in one for one in statuses))

    @cache
    def of_place(place: str) -> tuple[bool, ...]:
        here = people.places_of(Subject((), "", place))
        return (not place, *(not one.isdisjoint(here) for one in places))

    def sort_of(one: Subject) -> object:
        return tuple(pair for pair in one.cohort if pair[0] in names), of_status(one.status), of_place(one.place)

    return sort_of
