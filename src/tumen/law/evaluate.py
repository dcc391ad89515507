"""Which norms bind, contested or not, for every group of people and every stretch of time.

A norm applies to people on a day if its instrument is in force, a bearer is bound, this version stands, the people
are in its scope and no exception takes them out. Positions differ on readings and on single norms; with none chosen,
the result is agreed only as far as all of them agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from tumen.law.alike import alike
from tumen.law.binding import binds, bound, in_force, in_version
from tumen.law.body import Law
from tumen.law.covering import covered, holds
from tumen.law.intervals import Interval
from tumen.law.norms import Norm
from tumen.law.positions import Stance
from tumen.law.query import OPEN, Choice, Query, distinct, queries
from tumen.law.subjects import People
from tumen.law.truth import CONTESTED, NO, Bounds, conjunction, hull, negation
from tumen.law.walk import scopes_of


@dataclass(frozen=True)
class Parts:
    """What a norm's truth is made of, under one position; each ``[interval or 1, subject or 1, 2]``.

    Attributes:
        in_force: Whether the instrument is in force.
        version: Whether this version of the norm stands.
        bound: Whether a bearer is bound.
        scope: Whether people are in its scope.
        exceptions: Whether each exception takes people out; one without scope is not shown, and is NO.
    """

    in_force: Bounds
    version: Bounds
    bound: Bounds
    scope: Bounds
    exceptions: tuple[Bounds, ...]

    def together(self) -> Bounds:
        """Bound the share of people to whom the norm applies, before anybody disputes it."""
        several = [self.in_force, self.version, self.bound, self.scope, *map(negation, self.exceptions)]
        return conjunction(several)


def parts(query: Query, norm: Norm, bearer: str | None = None) -> Parts:
    """Split the truth of a norm into its questions.

    Args:
        query: Under one position.
        norm: Of the query's law.
        bearer: Only as it binds this party; None: any of its bearers.
    """
    instrument = query.law.instruments[norm.instrument]
    return Parts(
        in_force=in_force(instrument, query.days),
        version=in_version(norm, query.days),
        bound=bound(instrument, norm, query.days)
        if bearer is None
        else binds(instrument, norm, query.days, party=bearer),
        scope=covered(query, norm.scope),
        exceptions=tuple(NO if one.scope is None else covered(query, one.scope) for one in norm.exceptions),
    )


def disputed(bounds: Bounds, norm: Norm, stance: Stance | None) -> Bounds:
    """Narrow what is agreed by what is disputed: of the norm as a whole, and by a position's stance on it."""
    if stance is not None and stance.applies == "no":
        return np.zeros_like(bounds)
    if norm.disputed or (stance is not None and stance.applies == "contested"):
        return bounds * CONTESTED
    return bounds


def applies(norm: Norm, asked: Iterable[Query], bearer: str | None = None) -> Bounds:
    """Bound the share of people to whom a norm applies, over all positions asked.

    Positions that see a norm alike are worked out once.

    Returns:
        ``[interval or 1, subject or 1, 2]``.
    """
    by_stance: dict[str, list[Query]] = {}
    for query in asked:
        stance = query.stances.get(norm.id)
        by_stance.setdefault("" if stance is None else stance.applies, []).append(query)
    several = (distinct(alike, scopes_of(norm)) for alike in by_stance.values())
    return hull(_applies(norm, query, bearer) for query in chain.from_iterable(several))


def _applies(norm: Norm, query: Query, bearer: str | None) -> Bounds:
    return disputed(parts(query, norm, bearer).together(), norm, query.stances.get(norm.id))


def evaluate(
    law: Law,
    people: People,
    intervals: Sequence[Interval],
    *,
    choice: Choice = OPEN,
    norms: Sequence[str] | None = None,
) -> Bounds:
    """Bound, for each norm, the share of people to whom it applies.

    Args:
        law: All law.
        people: Groups asked about.
        intervals: From `tumen.law.intervals.regime_intervals`, or cuts of them: the truth is that of the first day.
        choice: Position and thresholds.
        norms: Ids to ask about; None: all, in the order of the law.

    Returns:
        ``[norm, interval, subject, 2]``.

    Raises:
        KeyError: no such position or norm.
        ValueError: no such level of a fact.
    """
    named = tuple(law.norms) if norms is None else tuple(norms)
    few = alike(law, people)
    asked = queries(law, few.people, intervals, choice=choice).values()
    found = np.empty((len(named), len(intervals), len(people.subjects), 2))
    for row, norm in zip(found, named, strict=True):
        bounds = applies(law.norms[norm], asked)
        row[...] = bounds if bounds.shape[1] == 1 else bounds[:, few.sort]
    return found


def by_position(
    law: Law,
    people: People,
    intervals: Sequence[Interval],
    *,
    choice: Choice = OPEN,
    norms: Sequence[str] | None = None,
) -> Mapping[str, Bounds]:
    """Give `evaluate` for each position of a law by its id; ``choice.position`` does not matter."""
    return {
        one: evaluate(law, people, intervals, choice=Choice(one, choice.thresholds), norms=norms)
        for one in law.positions
    }


def condition_bounds(
    law: Law,
    people: People,
    intervals: Sequence[Interval],
    *,
    condition: str,
    choice: Choice = OPEN,
) -> Bounds:
    """Bound the share of people who fulfil a condition, such as being a refugee, ``[interval, subject, 2]``.

    Raises:
        KeyError: no such position.
    """
    asked = queries(law, people, intervals, choice=choice).values()
    shape = (len(intervals), len(people.subjects), 2)
    return np.broadcast_to(hull(holds(query, condition) for query in asked), shape)
