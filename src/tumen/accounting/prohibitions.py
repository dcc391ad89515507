"""What a law forbids that a run counts, and of whom it holds: on which days, as whom reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

import numpy as np

from tumen.accounting.kept import Counted
from tumen.law import Choice, Interval, People, Subject, by_position, evaluate
from tumen.law.body import Law
from tumen.law.norms import Norm
from tumen.law.truth import Bounds, hull
from tumen.situation import Situation
from tumen.situation.subjects import insides

Read = Literal["so", "otherwise", "open"]
"""Whether a position reads a norm as this prohibition; open where it says nothing and there are several readings."""


@dataclass(frozen=True)
class Prohibition:
    """A norm that forbids an action, or may be read so.

    Attributes:
        norm: Id of the norm.
        action: Id of the action.
        readings: Ids of the norm's alternatives that forbid it; none where the norm has but one reading.
    """

    norm: str
    action: str
    readings: tuple[str, ...]


def prohibitions(law: Law) -> tuple[Prohibition, ...]:
    """List what norms forbid, or may be read to forbid, of the actions that runs can count; in the order of the law."""
    found = (one for norm in law.norms.values() if norm.function == "regulative" for one in _forbids(norm))
    return tuple(one for one in found if law.actions[one.action].exits)


def truths(
    situation: Situation, law: Law, bins: Sequence[Counted], *, intervals: Sequence[Interval], choice: Choice
) -> dict[Prohibition, Bounds]:
    """Bound of whom each prohibition of what was done to people in some bins holds, in each interval.

    Where a bin does not tell at which of several places people were, what holds at all of them is agreed, and what
    holds at any is possible.

    Args:
        situation: Whose places and statuses these are.
        law: That of the situation, or a reformed one.
        bins: Who was counted, of one action.
        intervals: From `tumen.law.regime_intervals`.
        choice: Thresholds; its position does not matter.

    Returns:
        ``[1 + position, interval, bin, 2]`` of each, over all positions first.
    """
    every = [one for one in prohibitions(law) if one.action in {of.action for of in bins}]
    subjects = [list(_subjects(situation, of)) for of in bins]
    people = People(tuple(one for some in subjects for one in some), insides(situation))
    norms = tuple(dict.fromkeys(one.norm for one in every))
    seen = by_position(law, people, intervals, choice=choice, norms=norms) or {
        "": evaluate(law, people, intervals, choice=choice, norms=norms)
    }
    ends = list(accumulate(len(some) for some in subjects))[:-1]
    merged = {name: _together(bounds, ends) for name, bounds in seen.items()}
    found = {one: [_as_read(merged[p][norms.index(one.norm)], _reads(law, one, p)) for p in merged] for one in every}
    return {one: np.stack([hull(row), *(row if law.positions else [])]) for one, row in found.items()}


def _forbids(norm: Norm) -> Iterator[Prohibition]:
    """Give one prohibition for each action that a norm forbids in any reading."""
    readings: dict[str, list[str]] = {}
    if norm.modality == "prohibition":
        readings[norm.action] = []
    for one in norm.alternatives:
        if one.modality == "prohibition":
            readings.setdefault(one.action, []).append(one.id)
    yield from (Prohibition(norm.id, action, tuple(some)) for action, some in readings.items())


def _as_read(bounds: Bounds, read: Read) -> Bounds:
    """Give of whom a prohibition holds, from of whom its norm does."""
    if read == "so":
        return bounds
    return bounds * (np.zeros(2) if read == "otherwise" else np.array([0.0, 1.0]))


def _reads(law: Law, one: Prohibition, position: str) -> Read:
    norm = law.norms[one.norm]
    own = [other for other in norm.alternatives if position in other.positions]
    others = [other.id for other in own or norm.alternatives if other.id not in one.readings]
    if not others:
        return "so"
    return "otherwise" if len(others) == len(own) else "open"


def _subjects(situation: Situation, of: Counted) -> Iterator[Subject]:
    """Give the groups that a bin may hold: its people at each place of their status inside its place."""
    inside = set(situation.leaves(of.place))
    yield from (Subject(of.cohort, of.status, p) for p in situation.statuses[of.status].places if p in inside)


def _together(bounds: Bounds, ends: Sequence[int]) -> Bounds:
    """Bound bins, ``[norm, interval, bin, 2]``, by the groups that each may hold."""
    return np.stack([hull(np.moveaxis(some, 2, 0)) for some in np.split(bounds, ends, axis=2)], axis=2)
