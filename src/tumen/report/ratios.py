"""What a loop or switch does as it may be shown: outcomes moved over outcomes as run, draw by draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tumen.ensemble.effects import Effects, Move
from tumen.policy import Outcome
from tumen.report.behind import step
from tumen.report.strings import say
from tumen.situation import Situation

Floats = NDArray[np.float64]
Span = Literal["run", "last"]
"""The whole run, or its last period."""
_SAME = 0.005
_LEAST = {"persons": 1, "person-months": 12, "acts": 1, "index": -np.inf}
"""What a person can come to in a year; of an index, which only compares, nothing is withheld."""
_LARGE = 10


@dataclass(frozen=True)
class Ratio:
    """How many times as much, over a few draws.

    Attributes:
        low, median, high: Lowest, middle and highest; None where they are not shown.
        suppressed: Whether they are withheld: a count of some draw is small, or must not be recorded.
    """

    low: float | None = None
    median: float | None = None
    high: float | None = None
    suppressed: bool = False

    @property
    def text(self) -> str:
        """The range, then the median; one word where nothing changes, or nothing is shown."""
        if self.low is None or self.median is None or self.high is None:
            return say("reason.joint") if self.suppressed else say("reason.none")
        if max(abs(x - 1) for x in (self.low, self.median, self.high)) < _SAME:
            return say("loops.same")
        low, median, high = (times(x) for x in (self.low, self.median, self.high))
        return say("loops.ratio", low=low, median=median, high=high)


def times(value: float) -> str:
    """Write a ratio, as in ``0.93`` or ``12``."""
    return f"{value:.2f}" if value < _LARGE else f"{value:,.0f}"


@dataclass(frozen=True)
class Ratios:
    """What every move does to every headline outcome.

    Attributes:
        situation: That was run.
        effects: Where the ratios come from.
        limit: Counts under it are withheld.
    """

    situation: Situation
    effects: Effects
    limit: int

    @property
    def headlines(self) -> tuple[Outcome, ...]:
        """The outcomes whose ratios are told."""
        every = (self.situation.outcomes[name] for name in self.effects.outcomes)
        return tuple(outcome for outcome in every if outcome.headline)

    def of(self, move: Move, world: str, outcome: str, *, span: Span = "run") -> Ratio:
        """Give the ratio of an outcome with a move to the outcome as run."""
        about, column = self.situation.outcomes[outcome], self.effects.outcomes.index(outcome)
        as_run = together(self.effects.as_run[world][..., column], about.kind, span)
        moved = together(self.effects.moved[move][world][..., column], about.kind, span)
        least = self.limit * _LEAST[about.unit]
        if as_run.size and not (np.minimum(as_run, moved) >= least).all():
            return Ratio(suppressed=True)
        if not as_run.size or not (as_run > 0).all():
            return Ratio()
        found = self._coarse(moved / as_run, least / float(as_run.min()))
        return Ratio(float(found.min()), float(np.median(found)), float(found.max()))

    def _coarse(self, ratios: Floats, finest: float) -> Floats:
        """Round ratios where people hide, so that none tells of fewer people more or less than the limit."""
        if not self.situation.people_in_hiding or finest <= 0:
            return ratios
        return 1 + np.rint((ratios - 1) / step(finest)) * step(finest)


def together(values: Floats, kind: str, span: Span = "run") -> Floats:
    """Put the periods of each draw together: the sum of a flow or time, the mean of anything else; or the last one.

    Args:
        values: ``[draw, period]``.
        kind: Of the outcome.
        span: Of which periods.
    """
    if span == "last":
        return values[:, -1]
    return values.sum(axis=1) if kind in ("flow", "time") else values.mean(axis=1)
