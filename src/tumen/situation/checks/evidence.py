"""Sources, claims and observations: dates and figures in order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tumen.errors import Problem
from tumen.evidence import Claim, Observation
from tumen.situation import words
from tumen.situation.draft import Draft
from tumen.situation.findings import Spot
from tumen.situation.table import Row, sound


def check_sources(draft: Draft) -> Iterator[Problem]:
    """The date of a source is one, or empty."""
    for source in draft.situation.sources.values():
        wrong = words.date_problem("date", source.date) if source.date else None
        if wrong is not None:
            yield Spot("sources.toml", f"source.{source.id}.date").problem(*wrong)


def check_figures(draft: Draft) -> Iterator[Problem]:
    """Claims and observations: what begins comes before what ends, what is low before what is high."""
    claims = ("value_low", "value_best", "value_high")
    for row, claim in zip(sound(draft.files.rows("claims.csv")), draft.situation.claims.values(), strict=True):
        yield from _in_order(row, claim, figures=dict(zip(claims, (claim.low, claim.best, claim.high), strict=True)))
    for row, of in zip(sound(draft.files.rows("observations.csv")), draft.situation.observations, strict=True):
        yield from _in_order(row, of, figures={"low": of.low, "value": of.value, "high": of.high})


def _in_order(row: Row, thing: Claim | Observation, *, figures: dict[str, float | None]) -> Iterator[Problem]:
    if thing.date_from and thing.date_to and not words.in_order(thing.date_from, thing.date_to):
        message = f"it ends in {thing.date_to}, before it begins in {thing.date_from}"
        yield row.spot("date_to").problem("T122", message, "write a later date")
    given = {column: figure for column, figure in figures.items() if figure is not None}
    for lower, upper in pairwise(given):
        if given[lower] > given[upper]:
            message = f"{lower} {given[lower]:g} is above {upper} {given[upper]:g}"
            yield row.spot(upper).problem("T220", message, "put the figures in order")
