"""What the documents claim and what others report about an outcome: the figures to set beside simulated ones."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from tumen.evidence import Claim, Observation, Quantity
from tumen.policy import Outcome
from tumen.report.numbers import interval
from tumen.report.periods import SPARE_DAYS
from tumen.report.strings import say
from tumen.situation import Situation
from tumen.trace.ledger import Ledger, publisher
from tumen.trace.withholding import COUNTED, counts, limit_for, numbers, withheld_rows

_SEXES = {"woman": "female", "girl": "female", "man": "male", "boy": "male"}


@dataclass(frozen=True)
class Figure:
    """One reported figure.

    Attributes:
        id: Of the claim, or the series of the observation.
        item: Of the claim or observation itself.
        kind: ``claim`` in a document, or ``observation`` from outside.
        who: Who says so.
        low, best, high: The figure; all None where it is withheld.
        unit: As reported.
        start, end: First and last day that it speaks of.
        dates: The same as the source gives it.
        place: Where, as the source gives it.
        note: What to know.
    """

    id: str
    item: str
    kind: Literal["claim", "observation"]
    who: str
    low: float | None
    best: float | None
    high: float | None
    unit: str
    start: date
    end: date
    dates: str
    place: str
    note: str

    @property
    def by(self) -> str:
        """Who says so, for a claim after its id."""
        return f"{self.id}, {self.who}" if self.kind == "claim" else self.who

    @property
    def numbers(self) -> tuple[float, ...]:
        """The numbers that it names, from the lowest; none where it is withheld."""
        return tuple(sorted(x for x in (self.low, self.best, self.high) if x is not None))

    @property
    def is_scale_word(self) -> bool:
        """Whether the source gives no number but a word such as *thousands*."""
        return "(" in self.unit

    @property
    def is_count(self) -> bool:
        """Whether it counts people, and not people per month or a share of them."""
        return self.unit in COUNTED or (self.is_scale_word and counts(self.unit))

    @property
    def text(self) -> str:
        """The figure and its dates in a few words."""
        words = interval(self.low, self.best, self.high)
        if not self.numbers:
            words = say("reason.joint")
        elif self.is_scale_word:
            words = say("scale_word", word=self.unit.partition("(")[2].rstrip(")"), figure=words)
        elif not self.is_count:
            words = f"{words} {self.unit}"
        return f"{words} ({self.dates})"


def figures_of(outcome: Outcome, situation: Situation) -> tuple[Figure, ...]:
    """Give the figures about the same quantity as an outcome, the claims first.

    Figures without a number or a date are left out, and so are those of a sex that the outcome does not count.
    Counts that are too small to show come without their numbers.
    """
    limit = limit_for(situation.people_in_hiding)
    claims = (_claimed(situation.claims[name]) for name in outcome.claims)
    rows = [row for row in situation.observations if row.series in outcome.observations]
    blank = withheld_rows(rows, limit)
    found = [_without_small(claim, limit) for claim in claims if claim is not None]
    for i, row in enumerate(rows):
        figure = _observed(row)
        if figure is not None and row.sex in _sexes(outcome):
            found.append(_blank(figure) if i in blank else figure)
    return tuple(found)


def figures_about(quantity: Quantity, outcome: Outcome, ledger: Ledger) -> tuple[Figure, ...]:
    """Give the figures of a quantity with a number and a date, the claims first.

    Claims that are kept out or tell of an option are left out, and so are counts of a sex that the outcome does not
    count. Counts that are too small to show come without their numbers.
    """
    evidence, sexes = ledger.evidence, _sexes(outcome)
    claims = [c for c in evidence.claims.values() if c.subject in quantity.subjects and c.kind != "policy_option"]
    series = [s.id for s in evidence.series.values() if s.quantity == quantity.id]
    rows = [row for name in series for row in ledger.rows.get(name, ()) if quantity.over or row.sex in sexes]
    found = [*(_claimed(claim) for claim in claims if not claim.kept_out), *(_observed(row) for row in rows)]
    return tuple(_blank(f) if f.item in ledger.withheld else f for f in found if f is not None)


def during(figures: Iterable[Figure], outcome: Outcome, start: date, *, end: date) -> tuple[Figure, ...]:
    """Choose the figures that speak of a period: of a stock those that touch it, of a flow those that lie within."""
    if outcome.kind == "stock":
        return tuple(f for f in figures if f.start <= end and start <= f.end)
    return tuple(f for f in figures if start <= f.start and f.end <= end)


def covers(figure: Figure, start: date, end: date) -> bool:
    """Whether a figure speaks of the whole period and no more; a flow of a part of it is only a lower bound."""
    return abs((figure.start - start).days) + abs((end - figure.end).days) <= SPARE_DAYS


def first_day(text: str) -> date:
    """Read ``YYYY``, ``YYYY-MM`` or a day as its first day."""
    parts = [int(x) for x in text.split("-")]
    return date(*(*parts, 1, 1)[:3])


def last_day(text: str) -> date:
    """Read ``YYYY``, ``YYYY-MM`` or a day as its last day."""
    year, month, day = (*(int(x) for x in text.split("-")), 0, 0)[:3]
    return date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])


def _claimed(claim: Claim) -> Figure | None:
    """Turn a claim into a figure; None without a number or a date."""
    numbers = [x for x in (claim.low, claim.best, claim.high) if x is not None]
    if not numbers or not (claim.date_from or claim.date_to):
        return None
    return Figure(
        id=claim.id,
        item=claim.id,
        kind="claim",
        who=claim.attributed_to,
        low=claim.low,
        best=claim.best,
        high=claim.high,
        unit=claim.unit,
        start=first_day(claim.date_from or claim.date_to),
        end=last_day(claim.date_to or claim.date_from),
        dates=_dates(claim.date_from, claim.date_to),
        place=claim.place,
        note=claim.note,
    )


def _observed(row: Observation) -> Figure | None:
    """Turn an observation into a figure; None without a number or a date."""
    if not numbers(row) or not (row.date_from or row.date_to):
        return None
    return Figure(
        id=row.series,
        item=row.id,
        kind="observation",
        who=publisher(row.citation),
        low=row.low,
        best=row.value,
        high=row.high,
        unit=row.unit,
        start=first_day(row.date_from or row.date_to),
        end=last_day(row.date_to or row.date_from),
        dates=_dates(row.date_from, row.date_to),
        place=row.place,
        note=row.note,
    )


def _sexes(outcome: Outcome) -> frozenset[str]:
    """Give the words for whom an outcome counts, as observations use them."""
    return frozenset({_SEXES.get(value, "all") for value in outcome.only.get("sex", ())} or {"all"}) | {""}


def _without_small(figure: Figure, limit: int) -> Figure:
    """Take the numbers out of a count that is too small to show."""
    return _blank(figure) if counts(figure.unit) and figure.numbers[0] < limit else figure


def _blank(figure: Figure) -> Figure:
    """Take the numbers out, and the note, which may repeat them."""
    return replace(figure, low=None, best=None, high=None, note="")


def _dates(start: str, end: str) -> str:
    """Write a period as the source gives it."""
    if not start:
        return say("dates.until", end=end)
    return start if end in ("", start) else say("dates.range", start=start, end=end)
