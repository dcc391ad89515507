"""Over which time, and of what, policies are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tumen.ensemble import Record
from tumen.ensemble.plan import Plan, planned
from tumen.errors import UsageError
from tumen.model import Model
from tumen.model.account import no_account
from tumen.situation import Situation

_OVER_TIME = ("flow", "time")
"""Kinds of outcomes that add up over time."""


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


@dataclass(frozen=True)
class Asked:
    """What is to be compared.

    Attributes:
        outcomes: Ids; none for all that `directed` gives.
        undirected: Whether outcomes may be named of which neither less nor more is better.
    """

    outcomes: tuple[str, ...] = ()
    undirected: bool = False


def span_of(model: Model, policies: Sequence[str], asked: Asked, *, first: date | None, last: date | None) -> Span:
    """Find what is compared over which time.

    Args:
        model: What runs.
        policies: Ids.
        asked: Which outcomes; of none all that have a direction and are no level of a signal, parts of others only if
            they are headline outcomes or a contrast sets people apart by them.
        first: Day from which on; None for the day on which the first lever begins to move.
        last: Day until which; None for the last on which anything may be recorded.

    Raises:
        UsageError: T003 if no whole recorded period lies in it; T420 if an outcome is unknown or has no direction.
    """
    situation = model.situation
    chosen = asked.outcomes or directed(situation)
    for name in chosen:
        _check_known(situation, name, undirected=asked.undirected)
    plan = planned(model, Record(chosen), futures=1)
    plan = replace(plan, engine=plan.engine._replace(account=no_account(len(model.steps))))
    begins = first or _first_lever(situation, policies)
    ends = last or plan.periods[-1].ends
    inside = np.array([begins <= p.ends and p.ends <= ends for p in plan.periods]) & ~plan.closed
    if first is not None:
        inside &= np.array([first <= p.starts for p in plan.periods])
    if not inside.any():
        message = f"no recorded period lies between {begins} and {ends}"
        run = f"{plan.periods[0].starts} to {plan.periods[-1].ends}"
        raise UsageError("T003", message, where="--from, --to", remedy=f"name days from {run}, the first one first")
    at = np.flatnonzero(inside)
    counts = {"total": inside.astype(np.float64), "mean": inside / inside.sum(), "end": np.eye(len(inside))[at[-1]]}
    weight = np.column_stack([counts[taken(situation, name)] for name in plan.outcomes])
    return Span(plan, plan.outcomes, plan.periods[at[0]].starts, plan.periods[at[-1]].ends, weight)


def taken(situation: Situation, name: str) -> Literal["total", "mean", "end"]:
    """Say how an outcome is taken together over the span.

    What happens, and time, adds up. People present are counted on average; where nobody leaves again, at the end, since
    who was there before is there still.
    """
    outcome = situation.outcomes[name]
    if outcome.kind in _OVER_TIME:
        return "total"
    if situation.journey is not None:
        return "mean"
    left = {way.from_status for way in situation.exits.values()}
    stays = [status in situation.statuses and status not in left for status in outcome.statuses]
    return "end" if stays and all(stays) else "mean"


def directed(situation: Situation) -> tuple[str, ...]:
    """Give the outcomes of which less or more is better, without levels of signals.

    Of the parts of others those that are headline outcomes, and those by which a contrast tells who pays.
    """
    apart = {
        name for contrast in situation.contrasts.values() for part in contrast.parts.values() for name in part.outcomes
    }
    kept = (o for o in situation.outcomes.values() if not o.part_of or o.headline or o.id in apart)
    return tuple(o.id for o in kept if o.direction != "neither" and o.kind != "signal")


def _check_known(situation: Situation, name: str, *, undirected: bool) -> None:
    known = [o.id for o in situation.outcomes.values() if undirected or o.direction != "neither"]
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
