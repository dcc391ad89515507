"""Person-events against norms: how often a run did what a norm forbids to people whom it covers.

An event counts by the truth on its day. The account knows stretches of days, so what happened in one is spread evenly
over its days: `people · days on which a truth held / days`. The result is never a finding of violations; it is a number
of person-events prima facie incompatible with a norm, as agreed by all positions, as possible by any, and as each of
them sees it. Norms are not added up: one event may offend against many. Nor are persons told: one person may be
counted more than once, so there are at most as many persons as person-events.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tumen.accounting.kept import Kept, Span, kept
from tumen.accounting.prohibitions import Prohibition, prohibitions, truths
from tumen.errors import UsageError
from tumen.law import Choice, regime_intervals
from tumen.law.body import Law
from tumen.law.truth import Bounds
from tumen.situation import Situation

if TYPE_CHECKING:
    import xarray as xr

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
QUANTILES = (0.05, 0.5, 0.95)
"""Shares of the futures that lie below."""


@dataclass(frozen=True)
class Figures:
    """Quantiles over futures, before anything is rounded or withheld: never to be shown as they are.

    Attributes:
        values: Person-events, ``[world, …, quantile]``.
        fewest: Person-events in the one or two futures that a quantile is made of, the fewer; same shape.
    """

    values: Floats
    fewest: Floats


@dataclass(frozen=True)
class Change:
    """Days that were counted together, within which a truth changes.

    Attributes:
        span: The days.
        days: On which a new truth begins.
    """

    span: Span
    days: tuple[date, ...]


@dataclass(frozen=True)
class Row:
    """What a run did that one norm forbids, or may be read to forbid.

    Attributes:
        prohibition: The norm and the action.
        figures: ``[world, column, span, bound, quantile]``; the bounds are agreed and possible.
        nobody: Whether a bound is 0 by law, whatever happened, ``[column, span, bound]``.
        done: All person-events of the action, whoever was meant, ``[world, span, quantile]``.
        withheld: Whether its figures may not be told, since they would tell of a part of a country, ``[span]``.
        changes: In order of time.
    """

    prohibition: Prohibition
    figures: Figures
    nobody: Flags
    done: Figures
    withheld: Flags
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Breaches:
    """What a run did that norms forbid.

    Attributes:
        rows: In the order of the law; never to be added up.
        uncounted: Prohibitions of actions that the run does not count, as a reform may bring them.
        positions: Ids; the columns after the first, which is all positions at once.
        worlds: Ids.
        spans: Of which days.
        thresholds: Level from which on each fact of the law counts: a choice, to be told with every figure.
    """

    rows: tuple[Row, ...]
    uncounted: tuple[Prohibition, ...]
    positions: tuple[str, ...]
    worlds: tuple[str, ...]
    spans: tuple[Span, ...]
    thresholds: Mapping[str, str]


def breaches(
    dataset: xr.Dataset,
    situation: Situation,
    spans: Collection[Span] | None = None,
    *,
    thresholds: Mapping[str, str] | None = None,
    law: Law | None = None,
) -> Breaches:
    """Count person-events against each norm that forbids an action.

    Args:
        dataset: From `simulate`, with an account.
        situation: That it was run from.
        spans: Days to add up over; None for all that the account covers. Where people hide, whole calendar years.
        thresholds: Fact → level from which on it counts; the others as the law has them.
        law: Another than that of the situation, as after a reform. Where it asks for more than the account tells
            apart it is contested, and where it changes within a stretch, people are spread over the days.

    Raises:
        UsageError: T330 if there is no law, T338 if the run keeps no account, T339 if it does not cover a span.
        SafetyError: T702 for a span that is finer than allowed.
        ValueError: A fact has no such level.
    """
    asked = _law(situation) if law is None else law
    account, choice = kept(dataset), Choice(None, thresholds or {})
    chosen = (account.whole,) if spans is None else tuple(map(account.checked, spans))
    intervals = regime_intervals(asked, account.whole.first, account.whole.last)
    acts, bounds = np.array([of.action for of in account.bins]), dict[Prohibition, Bounds]()
    for action in dict.fromkeys(acts):
        bins = [of for of in account.bins if of.action == action]
        bounds |= truths(situation, asked, bins, intervals=intervals, choice=choice)
    days = _Days(account.stretches, tuple(Span(i.first, i.last) for i in intervals), chosen)
    every = prohibitions(asked)
    return Breaches(
        rows=tuple(
            _row(account, one, bounds[one], mine=acts == one.action, days=days) for one in every if one in bounds
        ),
        uncounted=tuple(one for one in every if one not in bounds),
        positions=tuple(asked.positions),
        worlds=account.worlds,
        spans=chosen,
        thresholds={name: choice.thresholds.get(name, fact.threshold) for name, fact in asked.facts.items()},
    )


def _law(situation: Situation) -> Law:
    if situation.law is None:
        remedy = "ask about a situation that has norms.toml and positions.toml"
        raise UsageError("T330", f"situation {situation.id} has no law", where=situation.id, remedy=remedy)
    return situation.law


@dataclass(frozen=True)
class _Days:
    """How days are cut: as people were counted, as truths hold, and as is asked."""

    stretches: tuple[Span, ...]
    intervals: tuple[Span, ...]
    spans: tuple[Span, ...]

    @cached_property
    def parts(self) -> tuple[tuple[slice, Floats], ...]:
        """Give, for each span, the stretches that it touches, and which part of each it shares with each interval.

        The second is ``[stretch, interval]``; its rows add up to 1 where the stretch lies in the span.
        """
        return tuple(self._parts(span) for span in self.spans)

    def _parts(self, span: Span) -> tuple[slice, Floats]:
        touched = [i for i, stretch in enumerate(self.stretches) if stretch.shared(span)]
        some = slice(touched[0], touched[-1] + 1)
        (start, end), (first, last) = _ordinals(self.stretches[some]), _ordinals(self.intervals)
        begin, until = np.maximum(start, span.first.toordinal()), np.minimum(end, span.last.toordinal())
        shared = np.minimum(until[:, None], last) - np.maximum(begin[:, None], first) + 1
        return some, np.maximum(shared, 0) / (end - start + 1)[:, None]


def _ordinals(spans: Sequence[Span]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Number first and last days."""
    return np.array([of.first.toordinal() for of in spans]), np.array([of.last.toordinal() for of in spans])


def _row(account: Kept, one: Prohibition, bounds: Bounds, *, mine: Flags, days: _Days) -> Row:
    """Count for one prohibition; `bounds` are those of its own bins, ``[column, interval, bin, 2]``."""
    columns, spans = len(bounds), len(days.spans)
    nobody, withheld = np.ones((columns, spans, 2), np.bool_), np.zeros(spans, np.bool_)
    counted = [np.zeros((len(people), columns, spans, 2)) for people in account.people]
    done = [np.zeros((len(people), spans)) for people in account.people]
    for t, (some, parts) in enumerate(days.parts):
        holds = np.einsum("si,cibk->cksb", parts, bounds)
        nobody[:, t] = (holds == 0).all(axis=(-1, -2))
        withheld[t] = account.withheld[some][:, mine].any()
        for w, people in enumerate(account.people):
            here = people[:, some][..., mine].astype(np.float64)
            counted[w][:, :, t] = np.einsum("fsb,cksb->fck", here, holds, optimize=True)
            done[w][:, t] = np.einsum("fsb,s->f", here, parts.sum(axis=1), optimize=True)
    changes = tuple(_changes(days, bounds))
    return Row(one, _quantiles(counted), nobody, _quantiles(done), withheld, changes)


def _changes(days: _Days, bounds: Bounds) -> Iterator[Change]:
    """Find the stretches within which a truth changes, among those that any span touches."""
    for stretch in days.stretches:
        if not any(stretch.shared(span) for span in days.spans):
            continue
        there = [i for i, interval in enumerate(days.intervals) if interval.shared(stretch)]
        turned = [i for i in there[1:] if not np.array_equal(bounds[:, i], bounds[:, i - 1])]
        if turned:
            yield Change(stretch, tuple(days.intervals[i].first for i in turned))


def _quantiles(worlds: Sequence[Floats]) -> Figures:
    """Give quantiles over futures, the first axis of each world: straight lines between neighbours."""
    values = [np.moveaxis(np.quantile(of, QUANTILES, axis=0), 0, -1) for of in worlds]
    fewest = [np.stack([np.sort(of, axis=0)[int(q * (len(of) - 1))] for q in QUANTILES], axis=-1) for of in worlds]
    return Figures(np.stack(values), np.stack(fewest))
