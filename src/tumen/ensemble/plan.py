"""What is kept of a run: which outcomes, over which periods. Where people hide, this is where fineness ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tumen.cells import NOT_RECORDED, RecordPlan
from tumen.ensemble.fineness import any_local, is_local
from tumen.errors import SafetyError, UsageError
from tumen.model import Model, record_plan
from tumen.situation import Situation
from tumen.situation.findings import instead, listed, shown

Flags = NDArray[np.bool_]
CELLS_AT_MOST = 50
"""Draws times replicates of a run that records every cell."""
MERGED_ABOVE = 2_000
"""Futures of a world up to which each is kept; of more, how many had which figure, by year."""
YEARS_MERGED = 5
"""Where people hide: calendar years before that of `as_of` for which nothing finer than a year is recorded."""


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
class Period:
    """A stretch of steps over which outcomes are recorded.

    Attributes:
        label: ``1998``, ``1998-03``, or the first day of a week or day.
        starts: First day of its first step.
        ends: Last day of its last step.
        partial: Whether the run covers only a part of this calendar year.
    """

    label: str
    starts: date
    ends: date
    partial: bool


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
        merged: Whether futures are counted by figure, and not kept.
    """

    record: Record
    outcomes: tuple[str, ...]
    engine: RecordPlan
    periods: tuple[Period, ...]
    withheld: Flags
    withheld_cells: Flags | None
    closed: Flags
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
    labels = _labels(situation, model.steps, fine=fine)
    periods = _periods(situation, labels, steps=model.steps)
    index = {period.label: i for i, period in enumerate(periods)}
    of_step = np.array([index.get(label, NOT_RECORDED) for label in labels], dtype=np.int64)
    engine = record_plan(model, outcomes, of_step, keep_cells=record.cells)
    guards = _guards(model, outcomes, periods, cells=record.cells)
    return Plan(record, outcomes, engine, periods, *guards, merged=merged)


def _guards(
    model: Model, outcomes: Sequence[str], periods: Sequence[Period], *, cells: bool
) -> tuple[Flags, Flags | None, Flags]:
    """Say what must not be recorded where people hide: the last three fields of a plan.

    Of recent years that is what is finer than a country or a year; of time that was to come on `as_of`, everything.
    """
    situation = model.situation
    recent = np.array([period.ends.year >= _merged_from(situation) for period in periods])
    short = recent & np.array([period.partial for period in periods])
    to_come = np.array([situation.people_in_hiding and period.ends > _seen(situation) for period in periods])
    closed = short | to_come
    local = np.array([is_local(situation, situation.outcomes[outcome]) for outcome in outcomes], dtype=bool)
    where = np.array([any_local(situation, (cell.place,)) for cell in model.shape.cells], dtype=bool)
    return (
        np.outer(recent, local) | closed[:, None],
        np.outer(recent, where) | closed[:, None] if cells else None,
        closed,
    )


def _seen(situation: Situation) -> date:
    """Give the last day of which anything is known."""
    return situation.as_of or date.min


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


def _labels(situation: Situation, steps: Sequence[tuple[date, date]], *, fine: bool) -> list[str]:
    """Label each step with its period: a year, or the step itself where that is asked for and allowed.

    Steps of the run-in have the empty label.
    """
    run_in = [""] * situation.calendar.run_in
    recorded = steps[len(run_in) :]
    if not fine:
        return run_in + [str(last.year) for _, last in recorded]
    merged_from = _merged_from(situation)
    digits = 7 if situation.calendar.step == "month" else 10  # of 2001-03-31
    return run_in + [
        str(last.year) if last.year >= merged_from else first.isoformat()[:digits] for first, last in recorded
    ]


def _merged_from(situation: Situation) -> int:
    """Give the first year for which nothing finer than a year is recorded; far ahead where nobody hides."""
    if not situation.people_in_hiding:
        return date.max.year + 1
    as_of, step = situation.as_of, situation.calendar.step
    if as_of is None or as_of > date.today() or step != "month":
        raise SafetyError(
            "T702",
            f"people hide: no step below a month, and a past day as_of, are needed; here {step} and {as_of}",
            where="situation.toml, as_of and time.step",
            remedy="correct them; `tumen check` tells more",
        )
    return as_of.year - YEARS_MERGED


def _periods(situation: Situation, labels: Sequence[str], *, steps: Sequence[tuple[date, date]]) -> tuple[Period, ...]:
    """Gather steps of the same label, which follow each other; the run-in is no period."""
    first, last = situation.calendar.first, situation.calendar.last
    bounds: dict[str, tuple[date, date]] = {}
    for label, (starts, ends) in zip(labels, steps, strict=True):
        if not label:
            continue
        bounds[label] = (bounds.get(label, (starts, ends))[0], ends)
    return tuple(
        Period(
            label,
            starts,
            ends,
            partial=label == str(ends.year) and (first > date(ends.year, 1, 1) or last < date(ends.year, 12, 31)),
        )
        for label, (starts, ends) in bounds.items()
    )
