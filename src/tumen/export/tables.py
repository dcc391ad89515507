"""The evidence of a situation as plain tables: documents, claims, observations, priors, what becomes of each claim.

CSV as in RFC 4180, UTF-8. Of kept-out claims nothing is told but the id, in links that say what contradicts what; small
counts are withheld.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence

from tumen.evidence.hearing import heard
from tumen.evidence.pooling import Pooled, pooled
from tumen.export.columns import COLUMNS
from tumen.report.tables import plain
from tumen.situation import Situation
from tumen.situation.fate import fates_of
from tumen.trace.ledger import Ledger
from tumen.trace.withholding import counts, limit_for

Cell = str | float | bool | None
Row = Mapping[str, Cell]
_QUANTILES = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}


def tables(situation: Situation) -> Mapping[str, bytes]:
    """Write all tables.

    Args:
        situation: From `read_situation`.

    Returns:
        Name of a file → what it holds; `COLUMNS` says what stands in which column, and so does ``columns.csv``.
    """
    ledger = Ledger(situation)
    made: Mapping[str, Callable[[Ledger], Iterator[Row]]] = {
        "sources.csv": _sources,
        "claims.csv": _claims,
        "series.csv": _series,
        "observations.csv": _observations,
        "links.csv": _links,
        "assessments.csv": _assessments,
        "priors.csv": _priors,
        "roots.csv": _roots,
        "fates.csv": _fates,
        "columns.csv": _columns,
    }
    return {name: _csv(tuple(COLUMNS[name]), rows(ledger)) for name, rows in made.items()}


def _csv(columns: Sequence[str], rows: Iterator[Row]) -> bytes:
    """Write a table. A text that a spreadsheet could take for a formula begins with an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([plain(row[column]) for column in columns])
    return text.getvalue().encode()


def _sources(ledger: Ledger) -> Iterator[Row]:
    yield from (vars(source) for source in ledger.evidence.sources.values())


def _claims(ledger: Ledger) -> Iterator[Row]:
    for claim in ledger.evidence.claims.values():
        item = ledger.item(claim.id)
        if item.kept_out:
            continue
        low, best, high = item.figures
        shown = {"statement": item.statement, "note": item.note, "low": low, "best": best, "high": high}
        yield {**vars(claim), **shown, **_about(ledger, claim.id)}


def _series(ledger: Ledger) -> Iterator[Row]:
    yield from (vars(series) for series in ledger.evidence.series.values())


def _observations(ledger: Ledger) -> Iterator[Row]:
    for row in ledger.evidence.observations.values():
        item = ledger.item(row.id)
        low, value, high = item.figures
        yield {**vars(row), "note": item.note, "low": low, "value": value, "high": high, **_about(ledger, row.id)}


def _about(ledger: Ledger, name: str) -> Row:
    item = ledger.item(name)
    return {"quantity": item.quantity, "root": item.ties.root, "withheld": item.withheld}


def _links(ledger: Ledger) -> Iterator[Row]:
    yield from (vars(link) for link in ledger.links)


def _assessments(ledger: Ledger) -> Iterator[Row]:
    told = (of for of in ledger.evidence.assessments.values() if of.claim not in ledger.kept_out)
    yield from (vars(of) | {"reason": ledger.item(of.claim).reason} for of in told)


def _pooled(ledger: Ledger) -> Iterator[Pooled]:
    """Pool every pool: each of its camps, then all of it."""
    every = ((pool.id, camp) for pool in ledger.evidence.pools.values() for camp in (*pool.camps, ""))
    yield from (pooled(ledger.evidence, pool, camp) for pool, camp in every if _has_voice(ledger, pool, camp))


def _has_voice(ledger: Ledger, pool: str, camp: str) -> bool:
    """Tell whether something in a camp gives a distribution: of what is hidden by a day, there may be nothing."""
    return bool(heard(ledger.evidence, ledger.evidence.pools[pool], camp).statements)


def _priors(ledger: Ledger) -> Iterator[Row]:
    for of in _pooled(ledger):
        pool = ledger.evidence.pools[of.pool]
        quantiles = {name: _shown(ledger, of.quantile(u), of.unit) for name, u in _QUANTILES.items()}
        conflict = {name: getattr(of.conflict, name) for name in ("overlap", "between_within", "contested")}
        about = {"pool": of.pool, "camp": of.camp, "quantity": pool.quantity, "date": pool.date, "unit": of.unit}
        yield {**about, **quantiles, **conflict}


def _roots(ledger: Ledger) -> Iterator[Row]:
    for of in _pooled(ledger):
        for voice in of.voices:
            figures = {name: _shown(ledger, getattr(voice, name), of.unit) for name in ("q05", "q50", "q95")}
            about = {"pool": of.pool, "camp": of.camp, "root": voice.root, "says": "distribution"}
            yield {**about, "weight": voice.weight, **figures, "items": ";".join(voice.items)}
        for bound in of.bounds:
            about = {"pool": of.pool, "camp": of.camp, "root": bound.root, "says": bound.side, "weight": 0.0}
            figures = {"q05": None, "q50": _shown(ledger, bound.value, of.unit), "q95": None}
            yield {**about, **figures, "items": ";".join(bound.items)}


def _shown(ledger: Ledger, value: float, unit: str) -> float | None:
    """Withhold what would be a small count of people."""
    small = counts(unit) and value < limit_for(ledger.situation.people_in_hiding)
    return None if small else value


def _fates(ledger: Ledger) -> Iterator[Row]:
    for fate in fates_of(ledger.situation).values():
        if not fate.kept_out:
            yield {
                "claim": fate.claim,
                "used": fate.used,
                "pools": ";".join(f"{pool}:{member.role}" for pool, member in fate.memberships.items()),
                "compared": fate.compared,
                "timeline": ";".join(fate.timeline),
                "events": ";".join(fate.events),
                "law": ";".join(fate.law),
                "reason": fate.reason,
                "aside": fate.aside,
            }


def _columns(_: Ledger) -> Iterator[Row]:
    for file, columns in COLUMNS.items():
        yield from ({"file": file, "column": column, "meaning": meaning} for column, meaning in columns.items())
