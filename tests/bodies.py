"""Small bodies of evidence for tests: claims and observations with nothing but figures, ratings and links."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tumen.evidence import Assessment, Claim, Evidence, Link, Member, Observation, Pool, Quantity, Rating, Role, Support
from tumen.evidence.fits import Normal
from tumen.evidence.pooling import Pooled, pooled


@dataclass(frozen=True)
class Told:
    """One figure, and how a pool uses it; a claim with a `risk` of bias, or an observation with a `grade`."""

    id: str
    low: float | None = None
    best: float | None = None
    high: float | None = None
    unit: str = "persons"
    risk: Rating | None = None
    grade: str = ""
    role: Role = "pool"
    camp: str = ""
    times: tuple[float, float] = (1.0, 1.0)
    indirectness: Rating = "low"
    kept_out: bool = False


def body(
    told: Iterable[Told],
    links: Iterable[tuple[str, str, str]] = (),
    *,
    unit: str = "persons",
    support: Support = "positive",
) -> Evidence:
    """Make evidence with one pool, ``pool``, of all that is told, in that order; links are (of, relation, other)."""
    told = list(told)
    claims = [t for t in told if not t.grade]
    return Evidence(
        sources={},
        claims={t.id: _claim(t) for t in claims},
        observations={t.id: _observation(t) for t in told if t.grade},
        series={},
        quantities={"people": Quantity("people", "people", "everybody", unit, support)},
        links=tuple(Link(of, relation, other) for of, relation, other in links),  # pyright: ignore[reportArgumentType]
        assessments={t.id: _assessment(t.id, t.risk) for t in claims if t.risk is not None},
        pools={"pool": Pool("pool", "people", "people", "1998", tuple(_member(t) for t in told))},
        timeline={},
        excluded={},
    )


def pool(*told: Told, links: Iterable[tuple[str, str, str]] = (), camp: str = "", **about: Any) -> Pooled:
    """Pool what is told."""
    return pooled(body(told, links, **about), "pool", camp)


def _claim(told: Told) -> Claim:
    claim = Claim(
        id=told.id,
        source="source",
        locator="Title / 1",
        tokens=(),
        attributed_to="somebody",
        subject="people",
        kind="quantity",
        low=told.low,
        best=told.best,
        high=told.high,
        unit=told.unit,
        date_from="1998",
        date_to="1998",
        place="somewhere",
        statement="So many people.",
    )
    return replace(claim, statement="kept out, section 9") if told.kept_out else claim


def _observation(told: Told) -> Observation:
    return Observation(
        id=told.id,
        series="people",
        date_from="1998",
        date_to="1998",
        value=told.best,
        low=told.low,
        high=told.high,
        unit=told.unit,
        place="somewhere",
        sex="all",
        citation="somebody",
        published="1999",
        confidence="found-in-search",
        grade=told.grade,
    )


def _assessment(claim: str, risk: Rating) -> Assessment:
    return Assessment(claim, risk, "low", "low", "low", "low", "made up for a test")


def _member(told: Told) -> Member:
    return Member(told.id, told.camp, told.role, *told.times, told.indirectness, "made up for a test")


MANY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
"""For properties of whole pools, of which each takes some milliseconds."""

NORMALS = st.builds(Normal, st.floats(-20, 20), st.floats(0.1, 3.0))

ROLES = ("pool", "pool", "pool", "at_least", "at_most")
"""Roles as they come in a body with bounds."""


@st.composite
def tellings(draw, name="C1", roles=("pool",)):
    """Any figure with any standing."""
    best = math.exp(draw(st.floats(5, 14)))
    low, high = (best * math.exp(side * draw(st.floats(0.01, 3))) for side in (-1, 1))
    form = draw(st.sampled_from(["point", "ends", "three"]))
    times = math.exp(draw(st.floats(-1, 1)))
    standing = draw(st.sampled_from(["A", "B", "C", "low", "some", "high"]))
    told = Told(
        name,
        low=None if form == "point" else low,
        best=None if form == "ends" else best,
        high=None if form == "point" else high,
        role=draw(st.sampled_from(roles)),
        times=(times, times * math.exp(draw(st.sampled_from([0.0, 0.0, 0.4, 1.5])))),
        indirectness=draw(st.sampled_from(["low", "some", "high"])),
    )
    return replace(told, grade=standing) if standing in "ABC" else replace(told, risk=standing)


@st.composite
def bodies(draw, most=11, roles=("pool",)):
    """Any pool: tellings, of which the first gives a distribution, and links."""
    n = draw(st.integers(1, most))
    told = [draw(tellings(f"C{i}", roles if i else ("pool",))) for i in range(n)]
    names = st.sampled_from([t.id for t in told])
    links = draw(st.lists(st.tuples(names, st.sampled_from(["same_root", "derives_from"]), names), max_size=4))
    return told, links
