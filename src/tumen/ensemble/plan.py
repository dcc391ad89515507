"""What is kept of a run: which outcomes, over which periods. Where people hide, this is where fineness ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tumen.cells import NOT_RECORDED, RecordPlan
from tumen.ensemble.account import Account, accounted
from tumen.ensemble.fineness import any_local, is_local
from tumen.ensemble.periods import Period, is_closed, is_recent, labels_of, periods_of
from tumen.errors import SafetyError, UsageError
from tumen.model import Model, record_plan
from tumen.situation import Situation
from tumen.situation.findings import instead, listed, shown

Flags = NDArray[np.bool_]
CELLS_AT_MOST = 50
"""Draws times replicates of a run that records every cell."""
MERGED_ABOVE = 2_000
"""Futures of a world up to which each is kept; of more, how many had which figure, by year."""


@dataclass(frozen=True)
class Record:
    """What to keep of a run.

    Attributes:
        outcomes: Ids of outcomes; None for all that may be recorded at this resolution.
        resolution: ``report`` for the periods that the situation reports, ``step`` for each step.
        cells: Whether to keep the people in every cell too: for a few futures, and for internal use only.
        merged: Whether to keep, by year, how many futures had which figure, and not each of them; None for that
            above 2,000 futures in a world, where neither steps nor cells are asked for.
    """

    outcomes: tuple[str, ...] | None = None
    resolution: Literal["report", "step"] = "report"
    cells: bool = False
    merged: bool | None = None


@dataclass(frozen=True)
class Plan:
    """A record made definite for one model.

    Attributes:
        record: What was asked for.
        outcomes: Ids, in the order of the engine's results.
        engine: What the engine needs of it.
        periods: In order of time.
        withheld: Outcomes that are finer than country and year where they must not be, or in the future,
            ``[period, outcome]``.
        withheld_cells: Likewise cells, ``[period, cell]``; None where cells are not recorded.
        closed: Periods of which nothing at all may be recorded, ``[period]``.
        account: Whom the run counts for the law.
        merged: Whether futures are counted by figure, and not kept.
    """

    record: Record
    outcomes: tuple[str, ...]
    engine: RecordPlan
    periods: tuple[Period, ...]
    withheld: Flags
    withheld_cells: Flags | None
    closed: Flags
    account: Account
    merged: bool = False


def planned(model: Model, record: Record, *, futures: int) -> Plan:
    """Make a record definite.

    A week that lies in two years belongs to the one in which it ends, as the stock at its end does.

    Args:
        model: What runs.
        record: What the user wants to keep.
        futures: Draws times replicates.

    Raises:
        UsageError: T420 for an outcome that does not exist, or nothing to record.
        SafetyError: T702 where it is finer than allowed; T703 for every cell of too many futures.
    """
    situation = model.situation
    if record.resolution not in ("report", "step"):
        raise unknown("resolution", record.resolution, ("report", "step"))
    coarse = record.resolution == "report" and not record.cells
    merged = coarse and futures > MERGED_ABOVE if record.merged is None else record.merged
    fine = not merged and (record.resolution == "step" or situation.calendar.report == "step")
    outcomes = _outcomes(situation, record, fine=fine)
    if record.cells and futures > CELLS_AT_MOST:
        raise SafetyError(
            "T703",
            f"every cell of {futures} futures is too much: {CELLS_AT_MOST} at most",
            where="record: cells",
            remedy="ask for fewer draws or replicates, or for outcomes",
        )
    labels = labels_of(situation, model.steps, fine=fine)
    periods = periods_of(situation, labels, steps=model.steps)
    index = {period.label: i for i, period in enumerate(periods)}
    of_step = np.array([index.get(label, NOT_RECORDED) for label in labels], dtype=np.int64)
    account, counted = accounted(model, merged=merged)
    engine = record_plan(model, outcomes, of_step, keep_cells=record.cells, account=counted)
    guards = _guards(model, outcomes, periods, cells=record.cells)
    return Plan(record, outcomes, engine, periods, *guards, account=account, merged=merged)


def _guards(
    model: Model, outcomes: Sequence[str], periods: Sequence[Period], *, cells: bool
) -> tuple[Flags, Flags | None, Flags]:
    """Say what must not be recorded where people hide: the last three fields of a plan.

    Of recent years that is what is finer than a country or a year; of time that was to come on `as_of`, everything.
    """
    situation = model.situation
    recent, closed = is_recent(situation, periods), is_closed(situation, periods)
    local = np.array([is_local(situation, situation.outcomes[outcome]) for outcome in outcomes], dtype=bool)
    where = np.array([any_local(situation, (cell.place,)) for cell in model.shape.cells], dtype=bool)
    return (
        np.outer(recent, local) | closed[:, None],
        np.outer(recent, where) | closed[:, None] if cells else None,
        closed,
    )


def unknown(kind: str, name: str, known: Iterable[str]) -> UsageError:
    """Say that a name is unknown, and which one is near."""
    return UsageError("T420", f"there is no {kind} {shown(name)}", where="the call", remedy=instead(name, known))


def _outcomes(situation: Situation, record: Record, *, fine: bool) -> tuple[str, ...]:
    """Give the outcomes to record, in the order asked for, or else that of the situation."""
    allowed = [o.id for o in situation.outcomes.values() if o.period == "step" or not fine]
    asked = tuple(allowed) if record.outcomes is None else tuple(dict.fromkeys(record.outcomes))
    for name in asked:
        if name not in situation.outcomes:
            raise unknown("outcome", name, allowed)
        if name not in allowed:
            raise SafetyError(
                "T702",
                f"{name} is recorded by year, nothing finer",
                where=f"outcomes.toml, outcome.{name}.period",
                remedy="leave it out, or record what the situation reports by year",
            )
    if not asked:
        raise UsageError(
            "T420",
            "no outcome may be recorded at this resolution" if record.outcomes is None else "there is no outcome",
            where="record: outcomes",
            remedy=f"name some of {listed(allowed)}" if allowed else "record what the situation reports by year",
        )
    return asked
