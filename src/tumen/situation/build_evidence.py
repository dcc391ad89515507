"""From sound rows and tables to what numbers rest on, and to what is measured and chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from tumen.evidence import Anchor, AnchorPrior, Claim, Observation, Parameter, Prior, Source, World
from tumen.policy import Lever, Outcome, Policy
from tumen.situation import models
from tumen.situation.files import Files
from tumen.situation.table import Row, sound
from tumen.situation.words import names, number

BASELINE = "baseline"
BASE = "base"


def evidence(files: Files) -> dict[str, Any]:
    """Build what the numbers rest on."""
    document = files.document("parameters.toml")
    worlds = files.document("worlds.toml").tables(models.WorldTable)
    sources = files.document("sources.toml").tables(models.SourceTable)
    parameters = document.tables(models.ParameterTable)
    return {
        "parameters": {name: _parameter(name, table) for name, table in parameters.items()},
        "anchors": {
            name: Anchor(name, table.outcome, table.date, table.solves)
            for name, table in document.tables(models.AnchorTable).items()
        },
        "worlds": {name: _world_of_anchors(name, table) for name, table in worlds.items()}
        or {BASE: World(BASE, BASE, {})},
        "sources": {
            name: Source(name, table.title, table.author, table.date, table.kind, table.note)
            for name, table in sources.items()
        },
        "claims": {row["id"]: _claim(row) for row in sound(files.rows("claims.csv"))},
        "observations": tuple(_observation(row) for row in sound(files.rows("observations.csv"))),
    }


def choices(files: Files) -> dict[str, Any]:
    """Build what can be chosen and what is measured."""
    document = files.document("policies.toml")
    outcomes = files.document("outcomes.toml").tables(models.OutcomeTable)
    policies = {
        name: Policy(name, table.title, tuple(table.levers), tuple(table.claims))
        for name, table in document.tables(models.PolicyTable).items()
    }
    return {
        "outcomes": {name: _outcome(name, table) for name, table in outcomes.items()},
        "levers": {name: _lever(name, table) for name, table in document.tables(models.LeverTable).items()},
        "policies": {BASELINE: Policy(BASELINE, BASELINE, ()), **policies},
    }


def _prior(table: models.Bounds | models.Quantiles) -> Prior:
    if isinstance(table, models.Bounds):
        return Prior(table.family, table.low, table.high)
    return Prior(table.family, table.q05, table.q95)


def _fixed(value: float) -> Prior:
    return Prior("fixed", value, value)


def _one(table: models.ParameterTable | models.LevelTable) -> Prior | None:
    """Give the number of a scalar or of a level; None where it is not said, or twice."""
    if (table.value is None) == (table.prior is None):
        return None
    return _prior(table.prior) if table.prior is not None else _fixed(cast(float, table.value))


def _parameter(name: str, table: models.ParameterTable) -> Parameter:
    numbers: dict[str, Prior | None] = {"": _one(table)}
    if table.levels is not None:
        numbers = {level: _one(of) for level, of in table.levels.items()}
    elif table.series is not None:
        numbers = {year: _fixed(value) for year, value in table.series.items()}
    return Parameter(
        name=name,
        unit=table.unit,
        dims=tuple(table.dims),
        entries={level: prior for level, prior in numbers.items() if prior is not None},
        claims=tuple(table.claims),
        observations=tuple(table.observations),
        assumed=table.assumed.strip(),
        note=table.note.strip(),
    )


def _world_of_anchors(name: str, table: models.WorldTable) -> World:
    anchors = {
        anchor: AnchorPrior(_prior(of.prior), tuple(of.claims), tuple(of.observations), of.assumed.strip())
        for anchor, of in table.anchor.items()
    }
    return World(name, table.title, anchors)


def _claim(row: Row) -> Claim:
    return Claim(
        id=row["id"],
        source=row["source"],
        locator=row["locator"],
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
        contradicts=names(row["contradicts"]),
        note=row["note"],
    )


def _observation(row: Row) -> Observation:
    return Observation(
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
        confidence=row["confidence"],
        note=row["note"],
    )


def lists(only: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Give attribute → values as tuples."""
    return {attribute: tuple(values) for attribute, values in only.items()}


def _outcome(name: str, table: models.OutcomeTable) -> Outcome:
    return Outcome(
        id=name,
        title=table.title,
        kind=table.kind,
        unit=table.unit,
        direction=table.direction,
        statuses=tuple(table.statuses),
        exits=tuple(table.exits),
        places=tuple(table.places),
        only=lists(table.only),
        period=table.period,
        place=table.place,
        headline=table.headline,
        part_of=table.part_of,
        weight=table.weight,
        claims=tuple(table.claims),
        observations=tuple(table.observations),
    )


def _lever(name: str, table: models.LeverTable) -> Lever:
    return Lever(
        id=name,
        title=table.title,
        target=table.target,
        how=table.how,
        starts=table.starts,
        ends=table.ends,
        ramp=table.ramp,
        strength=table.strength,
        claims=tuple(table.claims),
    )
