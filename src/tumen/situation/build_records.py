"""From sound rows and tables to what a situation knows from outside itself."""

from __future__ import annotations

from typing import Any, cast

from tumen.evidence import (
    Assessment,
    Claim,
    Evidence,
    Happening,
    Link,
    Member,
    Observation,
    Pool,
    Quantity,
    Rating,
    Series,
    Source,
)
from tumen.situation import evidence_models as models
from tumen.situation.files import Files
from tumen.situation.table import Row, sound
from tumen.situation.words import names, number


def records(files: Files) -> Evidence:
    """Build all evidence of a folder; a table that is not there is empty."""
    sources = files.document("sources.toml").tables(models.SourceTable)
    quantities = files.document("quantities.toml").tables(models.QuantityTable)
    pools = files.document("pools.toml").tables(models.PoolTable)
    members: dict[str, list[Member]] = {}
    for row in sound(files.rows("members.csv")):
        members.setdefault(row["pool"], []).append(member_of(row))
    return Evidence(
        sources={name: _source(name, table) for name, table in sources.items()},
        claims={row["id"]: _claim(row) for row in sound(files.rows("claims.csv"))},
        observations={row["id"]: _observation(row) for row in sound(files.rows("observations.csv"))},
        series={row["id"]: _series(row) for row in sound(files.rows("series.csv"))},
        quantities={name: _quantity(name, table) for name, table in quantities.items()},
        links=tuple(_link(row) for row in sound(files.rows("links.csv"))),
        assessments={row["claim"]: _assessment(row) for row in sound(files.rows("assessments.csv"))},
        pools={
            name: Pool(name, table.title, table.quantity, table.date, tuple(members.get(name, ())))
            for name, table in pools.items()
        },
        timeline={row["id"]: _happening(row) for row in sound(files.rows("timeline.csv"))},
        excluded={row["claim"]: row["reason"] for row in sound(files.rows("exclusions.csv"))},
    )


def _source(name: str, table: models.SourceTable) -> Source:
    return Source(
        id=name,
        title=table.title,
        author=table.author,
        date=table.date,
        kind=table.kind,
        note=table.note,
        publisher=table.publisher,
        published=table.published,
        language=table.language,
        interests=table.interests,
        unprinted=table.unprinted,
        quotations=tuple(table.quotations),
    )


def _claim(row: Row) -> Claim:
    return Claim(
        id=row["id"],
        source=row["source"],
        locator=row["locator"],
        tokens=tuple(row["tokens"].split(";")),
        attributed_to=row["attributed_to"],
        subject=row["subject"],
        kind=row["kind"],
        low=number(row["value_low"]),
        best=number(row["value_best"]),
        high=number(row["value_high"]),
        unit=row["unit"],
        date_from=row["date_from"],
        date_to=row["date_to"],
        place=row["place"],
        statement=row["statement"],
        note=row["note"],
    )


def _observation(row: Row) -> Observation:
    return Observation(
        id=row["id"],
        series=row["series"],
        date_from=row["date_from"],
        date_to=row["date_to"],
        value=number(row["value"]),
        low=number(row["low"]),
        high=number(row["high"]),
        unit=row["unit"],
        place=row["place"],
        sex=row["sex"],
        citation=row["citation"],
        published=row["published"],
        confidence=row["confidence"],
        grade=row["grade"],
        note=row["note"],
    )


def _series(row: Row) -> Series:
    return Series(row["id"], row["quantity"], row["measurement"], int(row["lag"] or 0))


def _quantity(name: str, table: models.QuantityTable) -> Quantity:
    return Quantity(
        id=name,
        title=table.title,
        definition=table.definition,
        unit=table.unit,
        support=table.support,
        subjects=tuple(table.subjects),
        outcome=table.outcome,
        over=table.over,
    )


def _link(row: Row) -> Link:
    return Link(row["of"], cast(Any, row["relation"]), row["other"], row["note"])


def _assessment(row: Row) -> Assessment:
    return Assessment(
        claim=row["claim"],
        risk_of_bias=_rating(row, "risk_of_bias"),
        indirectness=_rating(row, "indirectness"),
        inconsistency=_rating(row, "inconsistency"),
        imprecision=_rating(row, "imprecision"),
        reporting_bias=_rating(row, "reporting_bias"),
        reason=row["reason"],
    )


def _rating(row: Row, column: str) -> Rating:
    return cast("Rating", row[column] or "low")


def member_of(row: Row) -> Member:
    """Give a member of a pool."""
    return Member(
        item=row["item"],
        camp=row["camp"],
        role=cast(Any, row["role"]),
        times_low=float(row["times_low"] or 1),
        times_high=float(row["times_high"] or 1),
        indirectness=_rating(row, "indirectness"),
        note=row["note"],
    )


def _happening(row: Row) -> Happening:
    return Happening(
        id=row["id"],
        title=row["title"],
        date_from=row["date_from"],
        date_to=row["date_to"],
        claims=names(row["claims"]),
        observations=names(row["observations"]),
        events=names(row["events"]),
        note=row["note"],
    )
