"""Sources, claims and observations: dates and figures in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tumen.errors import Problem
from tumen.evidence import Claim, Observation, Source
from tumen.situation import words
from tumen.situation.draft import Draft
from tumen.situation.findings import Spot, shown
from tumen.situation.table import Row, sound

FILE = "sources.toml"
_LANGUAGE = re.compile(r"[a-z]{2}", re.ASCII)


def check_sources(draft: Draft) -> Iterator[Problem]:
    """The dates of a source are dates, in order, or empty; its language has a code."""
    for source in draft.situation.sources.values():
        spot = Spot(FILE, f"source.{source.id}")
        yield from _dates(spot, source)
        if source.language and _LANGUAGE.fullmatch(source.language) is None:
            message = f"language is {shown(source.language)}"
            yield _at(spot, "language").problem("T116", message, "write a code of two letters, as in en")


def _at(spot: Spot, key: str) -> Spot:
    return Spot(spot.file, f"{spot.key}.{key}")


def _dates(spot: Spot, source: Source) -> Iterator[Problem]:
    dates = {"date": source.date, "published": source.published}
    wrong = {key: words.date_problem(key, text) for key, text in dates.items() if text}
    yield from (_at(spot, key).problem(*problem) for key, problem in wrong.items() if problem is not None)
    if all(dates.values()) and not any(wrong.values()):
        yield from _published(_at(spot, "published"), source.published, source.date)


def _published(spot: Spot, published: str, begins: str) -> Iterator[Problem]:
    if not words.in_order(begins, published):
        message = f"it was published in {published}, before {begins}, when it begins"
        yield spot.problem("T122", message, "write a later date")


def check_published(draft: Draft) -> Iterator[Problem]:
    """No figure is public before its period begins."""
    for of in draft.situation.observations:
        if of.published and of.date_from:
            yield from _published(draft.spot("observations.csv", of.id, "published"), of.published, of.date_from)


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
