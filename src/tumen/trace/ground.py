"""What numbers rest on, in a form that can be printed: claims, series of observations, priors in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tumen.evidence import Claim, Observation, Prior
from tumen.situation import Situation

LEAST_SHOWN = 10
"""Where people hide, a reported count of people under this is withheld, as a simulated one is."""


@dataclass(frozen=True)
class Against:
    """A claim that says otherwise: its id, who says so, and what."""

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
        says: Who says so.
        statement: What, in our words.
        figure: What it comes to in numbers; empty where it gives none.
        dates: Period that it speaks of; may be empty.
        place: Where; may be empty.
        note: What to know; may be empty.
        against: Claims that contradict it, whichever of the two names the other.
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
    """

    id: str
    rows: int
    dates: str
    figures: str
    places: tuple[str, ...]
    citations: tuple[str, ...]
    grades: tuple[str, ...]


def claim_record(situation: Situation, claim: Claim) -> ClaimRecord:
    """Describe a claim, with its source and whatever contradicts it."""
    others = {*claim.contradicts, *(c.id for c in situation.claims.values() if claim.id in c.contradicts)}
    against = [situation.claims[other] for other in sorted(others)]
    return ClaimRecord(
        id=claim.id,
        source=claim.source,
        title=situation.sources[claim.source].title,
        locator=claim.locator,
        says=claim.attributed_to,
        statement=claim.statement,
        figure=_claimed(claim, situation.people_in_hiding),
        dates=span(claim.date_from, claim.date_to),
        place=claim.place,
        note=claim.note,
        against=tuple(Against(c.id, c.attributed_to, c.statement) for c in against),
    )


def series_record(situation: Situation, series: str) -> SeriesRecord:
    """Sum up a series of observations."""
    rows = [row for row in situation.observations if row.series == series]
    units = sorted({row.unit for row in rows})
    return SeriesRecord(
        id=series,
        rows=len(rows),
        dates=span(min(row.date_from for row in rows), max(row.date_to or row.date_from for row in rows)),
        figures="; ".join(_figures([r for r in rows if r.unit == unit], situation.people_in_hiding) for unit in units),
        places=tuple(sorted({row.place for row in rows})),
        citations=tuple(sorted({row.citation for row in rows})),
        grades=tuple(sorted({row.grade for row in rows} - {""})),
    )


def prior_in_words(prior: Prior, unit: str) -> str:
    """Say what a prior believes, e.g. ``5 % below 0.02, 5 % above 0.18; per year; lognormal``."""
    low, high = number(prior.low), number(prior.high)
    match prior.family:
        case "fixed":
            believed = low
        case "uniform":
            believed = f"anywhere between {low} and {high}"
        case "loguniform":
            believed = f"anywhere between {low} and {high} on a logarithmic scale"
        case "solved":
            believed = f"found between {low} and {high}, so that its anchor is met"
        case "normal" | "lognormal" | "logitnormal":
            believed = f"5 % below {low}, 5 % above {high}"
    family = "" if prior.family in ("fixed", "uniform", "loguniform", "solved") else f"; {prior.family}"
    return f"{believed}; {unit_in_words(unit)}{family}"


def unit_in_words(unit: str) -> str:
    """Write a unit for people: ``per year``, ``persons per day``."""
    return unit.replace("1/", "per ").replace("/", " per ")


def number(value: float) -> str:
    """Write a number as it was given, e.g. ``120,000`` or ``0.025``."""
    return f"{value:,.10g}"


def span(first: str, last: str) -> str:
    """Write from what to what; either may be empty."""
    if first and last:
        return first if first == last else f"{first} to {last}"
    return f"until {last}" if last else first


def _claimed(claim: Claim, hiding: bool) -> str:
    """Write what a claim comes to; a small count of people who may be found is withheld."""
    figures = [x for x in (claim.low, claim.best, claim.high) if x is not None]
    if hiding and claim.unit == "persons" and any(0 < x < LEAST_SHOWN for x in figures):
        return f"under {LEAST_SHOWN} {claim.unit}"
    return _range((claim.low, claim.best, claim.high), claim.unit)


def _figures(rows: Sequence[Observation], hiding: bool) -> str:
    """Write the range of figures of one unit; small counts of people who may be found are withheld."""
    figures = sorted(x for row in rows for x in (row.low, row.value, row.high) if x is not None)
    unit = rows[0].unit
    if not figures:
        return f"no number ({unit})" if unit else "no number"
    words = [
        f"under {LEAST_SHOWN}" if hiding and unit == "persons" and 0 < x < LEAST_SHOWN else number(x)
        for x in (figures[0], figures[-1])
    ]
    return f"{span(*words)} {unit_in_words(unit)}".strip()


def _range(figures: tuple[float | None, float | None, float | None], unit: str) -> str:
    """Write what a claim comes to: its range before its centre."""
    low, best, high = figures
    words: list[str] = []
    if low is not None and high is not None:
        words.append(span(number(low), number(high)))
    elif high is not None:
        words.append(f"up to {number(high)}")
    elif low is not None:
        words.append(f"at least {number(low)}")
    if best is not None and best not in (low, high):
        words.append(f"about {number(best)}" if words else number(best))
    return f"{', '.join(words)} {unit_in_words(unit)}".strip() if words else ""
