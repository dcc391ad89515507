"""Who is asked about: groups of people, by what is known of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Attributes = tuple[tuple[str, str], ...]
"""Pairs of attribute and value, in the order of the names."""


@dataclass(frozen=True)
class Subject:
    """People who are alike in all that law may ask of them. A group, never a person.

    Attributes:
        cohort: What is known of them: exactly what their status keeps. Law is contested where it asks for more.
        status: Id of their status; empty where it is not told.
        place: Id of the place they are at; empty where it is not told.
    """

    cohort: Attributes
    status: str
    place: str


@dataclass(frozen=True)
class People:
    """The groups asked about, and what places lie inside what.

    Attributes:
        subjects: One for each entry of an axis ``subject``.
        inside: From a place to itself and all that contain it.
        names: Words, by ``("status", ID)``, ``("place", ID)``, ``("attribute", NAME)``, ``(NAME, VALUE)``; ids else.
    """

    subjects: tuple[Subject, ...]
    inside: Mapping[str, tuple[str, ...]]
    names: Mapping[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])

    def name(self, axis: str, value: str) -> str:
        """Give words for a status, a place, an attribute or a value of one."""
        return self.names.get((axis, value)) or value.replace("_", " ")

    def places_of(self, subject: Subject) -> tuple[str, ...]:
        """Give all places that a group is in."""
        return self.inside.get(subject.place, (subject.place,))
