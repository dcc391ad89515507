"""Of whom a predicate holds, and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from tumen.law.facts import Fact, ShareStretch, Stretch
from tumen.law.intervals import Flags, within
from tumen.law.predicates import All, Any, AtLeast, Between, Holds, InPlace, InStatus, Not, Only, Predicate, Share
from tumen.law.query import Query
from tumen.law.truth import CONTESTED, NO, YES, Bounds, conjunction, disjunction, hull, negation
from tumen.law.walk import conditions_of

Levels = NDArray[np.int64]


def covered(query: Query, predicate: Predicate) -> Bounds:
    """Bound the share of people of whom a predicate holds.

    Returns:
        ``[interval or 1, subject or 1, 2]``, to be broadcast.
    """
    match predicate:
        case All(parts):
            return _flat(conjunction(covered(query, part) for part in parts))
        case Any(parts):
            return _flat(disjunction(covered(query, part) for part in parts))
        case Not(part):
            return negation(covered(query, part))
        case Only() | InStatus() | InPlace():
            return _of_people(query, predicate)
        case _:
            return _of_times(query, predicate)


def levels_of(query: Query, fact: Fact) -> tuple[Levels, Levels]:
    """Give the lowest and the highest level of a fact that can be held of people.

    A stretch that surely speaks of them bounds it; one that may speak widens it. Where none surely speaks, every
    level is possible.

    Returns:
        Places on the scale, each ``[interval, subject]``.
    """
    low = np.full(query.shape, len(fact.scale) - 1)
    high = np.zeros(query.shape, dtype=np.int64)
    surely = np.zeros(query.shape, dtype=np.bool_)
    for stretch in fact.stretches:
        may, sure = speaks(query, stretch)
        level = fact.scale.index(stretch.level)
        low = np.where(may, np.minimum(low, level), low)
        high = np.where(may, np.maximum(high, level), high)
        surely |= sure
    return np.where(surely, low, 0), np.where(surely, high, len(fact.scale) - 1)


def speaks(query: Query, stretch: Stretch | ShareStretch) -> tuple[Flags, Flags]:
    """Tell of whom a stretch may speak, and of whom it surely does, each ``[interval, subject]``."""
    spoken = within(query.days, stretch.first, stretch.last)[:, None]
    scope = np.broadcast_to(covered(query, stretch.scope), (*query.shape, 2))
    return spoken & (scope[..., 1] > 0.0), spoken & (scope[..., 0] >= 1.0)


def share_of(query: Query, share: str) -> Bounds:
    """Bound a share of people by the lowest and the highest that is said of them, ``[interval, subject, 2]``."""
    low, high = np.ones(query.shape), np.zeros(query.shape)
    surely = np.zeros(query.shape, dtype=np.bool_)
    for stretch in query.law.shares[share].stretches:
        may, sure = speaks(query, stretch)
        low = np.where(may, np.minimum(low, stretch.low), low)
        high = np.where(may, np.maximum(high, stretch.high), high)
        surely |= sure
    return np.stack([np.where(surely, low, 0.0), np.where(surely, high, 1.0)], axis=-1)


def holds(query: Query, condition: str) -> Bounds:
    """Bound the share of people who fulfil a condition.

    Where the position accepts readings of it: those whom any of them covers. Where it is silent, nobody says which
    reading is right, and all are possible.
    """
    readings = query.accepted.get(condition)
    if readings is not None:
        return _flat(disjunction(covered(query, query.law.readings[one].covers) for one in readings))
    several = [covered(query, one.covers) for one in query.law.readings.values() if one.condition == condition]
    return _flat(hull(several) if several else CONTESTED)


def _of_people(query: Query, predicate: Only | InStatus | InPlace) -> Bounds:
    subjects = query.people.subjects
    match predicate:
        case Only(values):
            told = [dict(one.cohort) for one in subjects]
            several = (_among([of.get(name, "") for of in told], allowed) for name, allowed in values.items())
            return _flat(conjunction(several))
        case InStatus(statuses):
            return _among([one.status for one in subjects], statuses)
        case InPlace(places):
            wanted = set(places)
            here = {one.place: not wanted.isdisjoint(query.people.places_of(one)) for one in subjects}
            return _among([one.place for one in subjects], [place for place, inside in here.items() if inside])


def _among(values: Sequence[str], allowed: Iterable[str]) -> Bounds:
    """Tell of which subjects a value is allowed, ``[1, subject, 2]``; contested of those of whom it is not told."""
    wanted = set(allowed)
    bounds = {value: (float(value in wanted), float(value in wanted or not value)) for value in set(values)}
    return np.array([bounds[value] for value in values], dtype=np.float64).reshape(1, -1, 2)


def _of_times(query: Query, predicate: Between | Share | AtLeast | Holds) -> Bounds:
    match predicate:
        case Between(first, last):
            return np.where(within(query.days, first, last)[:, None, None], YES, NO)
        case Share(share):
            return _once(query, predicate, ("share", share))
        case AtLeast(fact):
            return _once(query, predicate, ("fact", f"{fact} {query.level(predicate)}"))
        case Holds(condition):
            return _once(query, predicate, ("condition", condition))


def _once(query: Query, predicate: Share | AtLeast | Holds, key: tuple[str, str]) -> Bounds:
    """Work out each thing once: for all positions together where none of them reads it in its own way."""
    found = query.shared.get(key)
    if found is None:
        found = query.known.get(key)
    if found is not None:
        return found
    known = query.known if conditions_of(query.law, [predicate]) else query.shared
    known[key] = _work_out(query, predicate)
    return known[key]


def _work_out(query: Query, predicate: Share | AtLeast | Holds) -> Bounds:
    match predicate:
        case Share(share):
            return share_of(query, share)
        case AtLeast(fact):
            return _reaches(query, query.law.facts[fact], query.level(predicate))
        case Holds(condition):
            return holds(query, condition)


def _reaches(query: Query, fact: Fact, asked: int) -> Bounds:
    low, high = levels_of(query, fact)
    return np.stack([low >= asked, high >= asked], axis=-1).astype(np.float64)


def _flat(bounds: Bounds) -> Bounds:
    """Give single bounds the axes of intervals and subjects too."""
    return bounds.reshape(1, 1, 2) if bounds.ndim == 1 else bounds
