"""Over which time, and of what, policies are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tumen.ensemble import Record
from tumen.ensemble.plan import Plan, planned
from tumen.errors import UsageError
from tumen.model import Model
from tumen.situation import Situation

_OVER_TIME = ("flow", "time")
"""Kinds of outcomes that add up over time; of the others the mean over the recorded periods is taken."""


@dataclass(frozen=True)
class Span:
    """Outcomes over a stretch of recorded periods.

    Attributes:
        plan: What the engine records.
        outcomes: Ids of what is compared, each with a direction.
        first: First day.
        last: Last day.
        weight: What each period of each recorded outcome counts for, ``[period, outcome]``; 0 outside the span.
    """

    plan: Plan
    outcomes: tuple[str, ...]
    first: date
    last: date
    weight: NDArray[np.float64]

    def of(self, recorded: NDArray[np.float64]) -> NDArray[np.float64]:
        """Take what a replicate recorded, ``[period, outcome]``, together: ``[outcome]``."""
        return (recorded * self.weight).sum(axis=0)


def span_of(
    model: Model, policies: Sequence[str], outcomes: Sequence[str] = (), *, first: date | None, last: date | None
) -> Span:
    """Find what is compared over which time.

    Args:
        model: What runs.
        policies: Ids.
        outcomes: Ids; none for all that have a direction and are no level of a signal, parts of others only if they are
            headline outcomes or a contrast sets people apart by them.
        first: Day from which on; None for the day on which the first lever begins to move.
        last: Day until which; None for the last on which anything may be recorded.

    Raises:
        UsageError: T003 if no whole recorded period lies in it; T420 if an outcome is unknown or has no direction.
    """
    situation = model.situation
    chosen = tuple(outcomes) or directed(situation)
    for name in chosen:
        _check_directed(situation, name)
    plan = planned(model, Record(chosen), futures=1)
    begins = first or _first_lever(situation, policies)
    ends = last or plan.periods[-1].ends
    inside = np.array([begins <= p.ends and p.ends <= ends for p in plan.periods]) & ~plan.closed
    if first is not None:
        inside &= np.array([first <= p.starts for p in plan.periods])
    if not inside.any():
        message = f"no recorded period lies between {begins} and {ends}"
        raise UsageError("T003", message, where="--from, --to", remedy="name days of the run that are further apart")
    adds = np.array([situation.outcomes[name].kind in _OVER_TIME for name in plan.outcomes])
    weight = np.where(adds, 1.0, 1.0 / inside.sum()) * inside[:, None]
    at = np.flatnonzero(inside)
    return Span(plan, plan.outcomes, plan.periods[at[0]].starts, plan.periods[at[-1]].ends, weight)


def directed(situation: Situation) -> tuple[str, ...]:
    """Give the outcomes of which less or more is better, without levels of signals.

    Of the parts of others those that are headline outcomes, and those by which a contrast tells who pays.
    """
    apart = {
        name for contrast in situation.contrasts.values() for part in contrast.parts.values() for name in part.outcomes
    }
    kept = (o for o in situation.outcomes.values() if not o.part_of or o.headline or o.id in apart)
    return tuple(o.id for o in kept if o.direction != "neither" and o.kind != "signal")


def _check_directed(situation: Situation, name: str) -> None:
    known = [o.id for o in situation.outcomes.values() if o.direction != "neither"]
    if name not in known:
        there = name in situation.outcomes
        what = f"neither less nor more of outcome {name} is better" if there else f"there is no outcome {name}"
        raise UsageError("T420", what, where="--outcome", remedy=f"name one of: {', '.join(known)}")


def _first_lever(situation: Situation, policies: Sequence[str]) -> date:
    pulled = [
        situation.levers[lever] for p in policies if p in situation.policies for lever in situation.policies[p].levers
    ]
    starts = [lever.starts or situation.calendar.first for lever in pulled]
    return min(starts, default=situation.calendar.first)
