"""The stretches of time that a run records. Where people hide, this is where their fineness ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tumen.errors import SafetyError
from tumen.situation import Situation

Steps = Sequence[tuple[date, date]]
YEARS_MERGED = 5
"""Where people hide: calendar years before that of `as_of` for which nothing finer than a year is recorded."""


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


def labels_of(situation: Situation, steps: Steps, *, fine: bool) -> list[str]:
    """Label each step with its period: a year, or the step itself where that is asked for and allowed.

    Steps of the run-in have the empty label.
    """
    run_in = [""] * situation.calendar.run_in
    recorded = steps[len(run_in) :]
    if not fine:
        return run_in + [str(last.year) for _, last in recorded]
    since = merged_from(situation)
    digits = 7 if situation.calendar.step == "month" else 10  # of 2001-03-31
    return run_in + [str(last.year) if last.year >= since else first.isoformat()[:digits] for first, last in recorded]


def merged_from(situation: Situation) -> int:
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


def periods_of(situation: Situation, labels: Sequence[str], *, steps: Steps) -> tuple[Period, ...]:
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


def is_recent(situation: Situation, periods: Sequence[Period]) -> NDArray[np.bool_]:
    """Say in which periods nothing finer than a country may be recorded, ``[period]``."""
    return np.array([period.ends.year >= merged_from(situation) for period in periods], dtype=bool)


def is_closed(situation: Situation, periods: Sequence[Period]) -> NDArray[np.bool_]:
    """Say of which periods nothing may be recorded: parts of recent years, and what was to come on `as_of`."""
    short = is_recent(situation, periods) & np.array([period.partial for period in periods], dtype=bool)
    seen = situation.as_of or date.min  # the last day of which anything is known
    return short | np.array([situation.people_in_hiding and period.ends > seen for period in periods], dtype=bool)
