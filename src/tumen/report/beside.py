"""Claims against the model: which reported figures the model answers, for which time, and whether the two meet."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tumen.evidence import Quantity
from tumen.evidence.units import convert, convertible
from tumen.policy import Outcome
from tumen.report.figures import Figure, figures_about
from tumen.report.numbers import Spread
from tumen.report.periods import Period, Span, same, touched
from tumen.situation import Situation
from tumen.trace.ledger import Ledger
from tumen.trace.withholding import counts

Verdict = Literal["within", "overlaps", "lower", "higher", "unknown"]
"""Whether a figure lies within the 90 % range of the model, overlaps it, or the model is lower or higher than it."""
MISSED = ("lower", "higher")
Standing = Literal["test", "anchor", "root", "taken"]
"""Whether a figure tests the model, stands behind an anchor, comes from the same root and time as one that does, or is
taken over by the model as it stands."""
_RATE = "persons/year"
Stand = tuple[str, int]
"""A claim or observation that an anchor stands on, and the year of the anchor."""


@dataclass(frozen=True)
class Asked:
    """A reported figure, and where the model answers it.

    Attributes:
        quantity: What both speak of.
        figure: As reported.
        span: Where the model answers.
        times: By which the figure is multiplied to be in the unit of the answer.
        low, high: The range that the figure allows, in the unit of the answer; infinite where it is open.
        whole: Whether the span is the time of the figure; else it is the years that the figure touches.
        standing: Whether it tests the model.
        root: Where the figure comes from.
    """

    quantity: Quantity
    figure: Figure
    span: Span
    times: float
    low: float
    high: float
    whole: bool
    standing: Standing
    root: str

    def verdict(self, spread: Spread) -> Verdict:
        """Say whether the figure and the 90 % range of one world meet; unknown where either is withheld."""
        low, high = _ends(spread)
        if low is None or high is None or not self.figure.numbers:
            return "unknown"
        if self.low > high:
            return "lower"
        if self.high < low:
            return "higher"
        return "within" if low <= self.low and self.high <= high else "overlaps"


def _ends(spread: Spread) -> tuple[float | None, float | None]:
    """Give the ends of a range as it is and as it is told, whichever is wider; of a small count that it is small."""
    told = [None if shown.value is None else float(f"{shown.value:.2g}") for shown in (spread.q05, spread.q95)]
    low = None if told[0] is None else min(told[0], spread.q05.value or 0.0)
    high = None if told[1] is None else max(told[1], spread.q95.value or 0.0)
    if spread.q05.reason == "small":
        low = 0.0
    return low, float(spread.q95.limit) if spread.q95.reason == "small" else high


def asked(situation: Situation, periods: Sequence[Period], recorded: Collection[str]) -> tuple[Asked, ...]:
    """Find every figure of a quantity that a recorded outcome answers, with a date inside the run.

    A claim that is kept out or tells of an option is left out, and so is an observation of one sex where the outcome
    counts both.
    """
    ledger, stands = Ledger(situation), tuple(_anchored(situation))
    answered = [
        quantity
        for quantity in situation.evidence.quantities.values()
        if {quantity.outcome, quantity.over or quantity.outcome} <= set(recorded)
    ]
    return tuple(
        found
        for quantity in answered
        for figure in figures_about(quantity, situation.outcomes[quantity.outcome], ledger)
        for found in _asked(ledger, quantity, figure=figure, periods=periods, stands=stands)
    )


def _asked(
    ledger: Ledger, quantity: Quantity, *, figure: Figure, periods: Sequence[Period], stands: Sequence[Stand]
) -> Iterator[Asked]:
    """Find where the model answers a figure; nothing where it does not."""
    outcome = ledger.situation.outcomes[quantity.outcome]
    times = _times(figure.unit, quantity, outcome)
    within = touched(periods, figure.start, figure.end)
    if times is None or not within:
        return
    flow = outcome.kind != "stock" and not quantity.over
    rate = flow and _is_rate(figure.unit)
    if flow and not rate and not _inside(figure, periods):
        return
    whole = rate or not flow or same(within, figure.start, figure.end)
    low, high = _range(figure, times)
    root = ledger.roots[figure.item]
    yield Asked(
        quantity,
        figure,
        Span(quantity.outcome, quantity.over, within[0].label, within[-1].label, rate),
        times=times,
        low=low,
        high=high if whole else math.inf,
        whole=whole,
        standing="taken" if _taken(ledger, quantity, figure) else _standing(ledger, figure, root=root, stands=stands),
        root=root,
    )


def _times(unit: str, quantity: Quantity, outcome: Outcome) -> float | None:
    """Give the number by which a figure is multiplied to speak of the same as the model; None where none does."""
    if outcome.unit not in ("persons", "person-months"):
        return None
    if quantity.over:
        ratio = "months" if outcome.clocked == "elapsed" else "share"
        return convert(1.0, unit, ratio) if convertible(unit, ratio) else None
    if _is_rate(unit):
        return convert(1.0, unit, _RATE) if outcome.kind == "flow" else None
    return 1.0 if counts(unit) else None


def _is_rate(unit: str) -> bool:
    """Whether a unit counts people per time."""
    return convertible(unit, _RATE)


def _inside(figure: Figure, periods: Sequence[Period]) -> bool:
    """Whether all of the time of a figure was recorded."""
    return periods[0].start <= figure.start and figure.end <= periods[-1].end


def _range(figure: Figure, times: float) -> tuple[float, float]:
    """Give the range that a figure allows: open upwards where it is a lower bound or a scale word, and so on."""
    if not figure.numbers:
        return -math.inf, math.inf
    open_up = figure.high is None and figure.low is not None
    open_down = figure.low is None and figure.high is not None
    low = -math.inf if open_down else figure.numbers[0] * times
    return low, math.inf if open_up else figure.numbers[-1] * times


def _anchored(situation: Situation) -> Iterator[Stand]:
    """Give every claim and observation that an anchor stands on, with the year of the anchor."""
    priors = ((name, prior) for world in situation.worlds.values() for name, prior in world.anchors.items())
    for name, prior in priors:
        year = situation.anchors[name].date[:4]
        if prior.pool:
            members = situation.evidence.pools[prior.pool].members
            yield from ((m.item, int(year)) for m in members if m.role != "out" and prior.camp in ("", m.camp))
        else:
            rows = (row for row in situation.observations if row.series in prior.observations)
            named = (row.id for row in rows if year in (row.date_from[:4], row.date_to[:4]))
            yield from ((item, int(year)) for item in (*prior.claims, *named))


def _standing(ledger: Ledger, figure: Figure, *, root: str, stands: Sequence[Stand]) -> Standing:
    """Say whether a figure is a test of the model."""
    if any(item == figure.item for item, _ in stands):
        return "anchor"
    near = (item for item, year in stands if figure.start.year <= year <= figure.end.year)
    return "root" if root in {ledger.roots[item] for item in near} else "test"


def _taken(ledger: Ledger, quantity: Quantity, figure: Figure) -> bool:
    """Whether a share by which the model multiplies its answer is the figure itself."""
    situation = ledger.situation
    weights = [situation.outcomes[name].weight for name in (quantity.outcome, quantity.over) if name]
    behind = [situation.parameters[weight] for weight in weights if weight]
    return any(figure.id in (*parameter.claims, *parameter.observations) for parameter in behind)
