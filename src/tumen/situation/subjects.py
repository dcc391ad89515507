"""The groups of people of a situation, as law asks about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from tumen.law.subjects import People, Subject
from tumen.situation.types import Situation
from tumen.world import Status


def people_of(situation: Situation) -> People:
    """Give every group that can be told apart: each status, at each of its places, with each value that it keeps.

    Instant statuses are among them, though nobody stays in one: people pass through it.
    """
    subjects = tuple(one for status in situation.statuses.values() for one in _groups(situation, status))
    return People(subjects, insides(situation), words_of(situation))


def words_of(situation: Situation) -> Mapping[tuple[str, str], str]:
    """Name statuses, places and values of attributes, as `tumen.law.subjects.People` takes them."""
    words = {("status", status.id): status.name for status in situation.statuses.values()}
    words |= {("place", place.id): place.name for place in situation.places.values()}
    for about in situation.attributes.values():
        words |= {(about.id, value): name for value, name in zip(about.values, about.names, strict=True)}
    return words


def insides(situation: Situation) -> Mapping[str, tuple[str, ...]]:
    """Give, for each place, itself and all places that contain it, from the inside out."""
    return {place: tuple(_around(situation, place)) for place in situation.places}


def _around(situation: Situation, place: str) -> Iterator[str]:
    while place:
        yield place
        place = situation.places[place].within


def _groups(situation: Situation, status: Status) -> Iterator[Subject]:
    """Give the groups of one status; values of attributes in the order of the situation."""
    kept = sorted(status.keeps)
    values = [situation.attributes[name].values for name in kept]
    for place in status.places:
        for levels in product(*values):
            yield Subject(tuple(zip(kept, levels, strict=True)), status.id, place)
