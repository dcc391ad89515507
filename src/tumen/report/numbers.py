"""How a figure is written for people: two significant figures, the range before the centre."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from tumen.report.strings import say

Reason = Literal["", "small", "joint", "recent", "none", "merged"]
SIGNIFICANT = 2
_HALF = 0.5


@dataclass(frozen=True)
class Shown:
    """One figure as it may be shown.

    Attributes:
        value: The figure; None where it is not shown.
        reason: Why not: ``small`` (under the limit), ``joint`` (a small one could be worked out from it), ``recent``
            (too fine for recent years), ``none`` (no draw gave a figure), ``merged`` (futures were
            merged, so that it is not known); empty where it is shown.
        limit: What is under it is withheld.
    """

    value: float | None
    reason: Reason = ""
    limit: float = 0

    @property
    def suppressed(self) -> bool:
        """Whether the figure exists and is withheld."""
        return self.reason in ("small", "joint", "recent")

    @property
    def text(self) -> str:
        """The figure with two significant figures, or the word that stands for it."""
        if self.value is not None:
            return f"{self.value:.2g}" if 0 < self.limit < 1 else rounded(self.value)
        return say(f"reason.{self.reason}", limit=f"{self.limit:.2g}")


@dataclass(frozen=True)
class Spread:
    """The distribution of one outcome in one world and period, as it may be shown."""

    q05: Shown
    q25: Shown
    q50: Shown
    q75: Shown
    q95: Shown

    @property
    def range_text(self) -> str:
        """The 90 % range in words, as in ``31,000 to 120,000``."""
        low, high = self.q05.text, self.q95.text
        if self.q05.value is None and low == high:
            return low
        if self.q95.reason == "joint":
            return say("range.from", low=low)
        return say("range.to" if self.q05.reason == "joint" else "range", low=low, high=high)


def rounded(value: float) -> str:
    """Write a simulated count with two significant figures, as in ``31,000``."""
    return f"{told(value):,.0f}"


def told(value: float) -> float:
    """Give the count that is written for a value: whole people, two significant figures."""
    return round(value / (step := blur(value))) * step


def blur(value: float) -> float:
    """Give the step between the counts that can be written near a value: how much rounding hides."""
    return 10.0 ** max(math.floor(math.log10(abs(value))) + 1 - SIGNIFICANT, 0) if value else 1.0


def stepped(value: float, limit: int) -> float:
    """Give the count that is told in steps of twice the limit at least, and otherwise as `told`.

    A sum or difference of such counts says no more of one under the limit than that it is under it.
    """
    step = max(blur(value), limit + limit)
    return math.floor(value / step + _HALF) * step


def exact(value: float) -> str:
    """Write a reported figure as it was reported, as in ``4,809`` or ``0.8``."""
    return f"{value:,.0f}" if value == round(value) else f"{value:g}"


def interval(low: float | None, best: float | None, high: float | None) -> str:
    """Write a reported figure: its range before its centre; empty where it has no number."""
    if low is not None and high is not None and low != high:
        text = say("range", low=exact(low), high=exact(high))
        return text if best is None or best in (low, high) else say("range.best", range=text, best=exact(best))
    if best is not None and low is None and high is None:
        return exact(best)
    if low is not None and high is None:
        return say("at_least", figure=exact(low))
    if high is not None and low is None:
        return say("at_most", figure=exact(high))
    return "" if low is None else exact(low)
