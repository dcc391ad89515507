"""What numbers rest on, in a form that can be printed: claims and series of observations, with their roots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tumen.evidence import Claim, Observation
from tumen.situation import Situation
from tumen.trace.ledger import Ledger
from tumen.trace.withholding import HIDING_LIMIT, numbers
from tumen.trace.words import number as number
from tumen.trace.words import prior_in_words as prior_in_words
from tumen.trace.words import span as span
from tumen.trace.words import unit_in_words as unit_in_words


@dataclass(frozen=True)
class Against:
    """A claim or observation that says otherwise: its id, who says so (empty where it is kept out), and what."""

    id: str
    says: str
    statement: str


@dataclass(frozen=True)
class ClaimRecord:
    """One statement in a source.

    Attributes:
        id: Of the claim.
        source: Id of the source.
        title: Of the source.
        locator: Where in it.
        says: Who says so; empty where it is kept out.
        statement: What, in our words.
        figure: What it comes to in numbers; empty where it gives none.
        dates: Period that it speaks of; may be empty.
        place: Where; may be empty.
        note: What to know; may be empty.
        against: Claims and observations that contradict it, whichever of the two names the other.
        root: Name of the root that it comes from: its own id, where it comes from nobody else.
        via: Claims and observations that it is taken from.
        same_root: All others of its root: together they have one vote.
    """

    id: str
    source: str
    title: str
    locator: str
    says: str
    statement: str
    figure: str
    dates: str
    place: str
    note: str
    against: tuple[Against, ...]
    root: str
    via: tuple[str, ...]
    same_root: tuple[str, ...]


@dataclass(frozen=True)
class SeriesRecord:
    """A series of reported figures, in sum.

    Attributes:
        id: Of the series.
        rows: How many figures.
        dates: From the first to the last period covered.
        figures: From the lowest to the highest, with units.
        places: Where.
        citations: Who published them.
        grades: How good they are, A to D, best first; empty where none is given.
        measurement: How they relate to what they are taken for.
        roots: Names of the independent roots that its figures come from; one office is one root.
    """

    id: str
    rows: int
    dates: str
    figures: str
    places: tuple[str, ...]
    citations: tuple[str, ...]
    grades: tuple[str, ...]
    measurement: str
    roots: tuple[str, ...]


def claim_record(situation: Situation, claim: Claim, ledger: Ledger | None = None) -> ClaimRecord:
    """Describe a claim, with its source, its root and whatever contradicts it."""
    ledger = ledger or Ledger(situation)
    item = ledger.item(claim.id)
    return ClaimRecord(
        id=claim.id,
        source=claim.source,
        title=item.title,
        locator=claim.locator,
        says=item.says,
        statement=item.statement,
        figure=item.figure,
        dates=item.dates,
        place=item.place,
        note=item.note,
        against=tuple(against(ledger, other) for other in item.ties.against),
        root=item.ties.root,
        via=item.ties.via,
        same_root=item.ties.same_root,
    )


def against(ledger: Ledger, name: str) -> Against:
    """Describe in short a claim or observation that says otherwise."""
    item = ledger.item(name)
    return Against(item.id, item.says, item.told)


def series_record(situation: Situation, series: str, ledger: Ledger | None = None) -> SeriesRecord:
    """Sum up a series of observations."""
    ledger = ledger or Ledger(situation)
    rows = ledger.rows[series]
    units = sorted({row.unit for row in rows})
    about = situation.evidence.series.get(series)
    return SeriesRecord(
        id=series,
        rows=len(rows),
        dates=span(min(row.date_from for row in rows), max(row.date_to or row.date_from for row in rows)),
        figures="; ".join(_figures([r for r in rows if r.unit == unit], ledger) for unit in units),
        places=tuple(sorted({row.place for row in rows})),
        citations=tuple(sorted({row.citation for row in rows})),
        grades=tuple(sorted({row.grade for row in rows} - {""})),
        measurement=about.measurement if about is not None else "",
        roots=ledger.independent((), (series,)),
    )


def _figures(rows: Sequence[Observation], ledger: Ledger) -> str:
    """Write the range of figures of one unit; where people hide, what is withheld is an end only as a small count."""
    hidden = ledger.withheld if ledger.situation.people_in_hiding else frozenset[str]()
    shown = sorted(x for row in rows for x in numbers(row) if row.id not in hidden or x == 0)
    small = any(row.id in hidden and 0 < x < HIDING_LIMIT for row in rows for x in numbers(row))
    zeros, unit = [number(x) for x in shown if x == 0], rows[0].unit
    words = [*zeros, *([f"under {HIDING_LIMIT}"] if small else []), *(number(x) for x in shown if x)]
    if not words:
        return f"no number ({unit})" if unit else "no number"
    return f"{span(words[0], words[-1])} {unit_in_words(unit)}".strip()
