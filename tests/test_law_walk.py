"""A walk over all time and all groups of the flagship's law: no gap, nothing unsaid, no collision left out.

What is compared with `tumen.law.conflicts` is looked for here once more, pair by pair, in plain loops.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import combinations, pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from law_cases import FLAGSHIP, SITUATIONS, situation
from tumen.law.body import Law
from tumen.law.conflicts import Conflict, conflicts
from tumen.law.evaluate import applies, evaluate
from tumen.law.intervals import Interval, regime_intervals
from tumen.law.norms import Norm
from tumen.law.query import OPEN, commands, queries
from tumen.law.subjects import People
from tumen.law.truth import Bounds
from tumen.situation.subjects import people_of

FIRST, LAST = date(1955, 1, 1), date(2025, 12, 31)
DAY = timedelta(days=1)
OPPOSED = [{one, "prohibition"} for one in ("obligation", "permission", "right", "immunity")]
BOTH = pytest.mark.parametrize("name", SITUATIONS)


def law_of(name: str) -> Law:
    law = situation(name).law
    assert law is not None
    return law


@cache
def people(name: str) -> People:
    return people_of(situation(name))


@cache
def regimes(name: str) -> tuple[Interval, ...]:
    return regime_intervals(law_of(name), FIRST, LAST)


@cache
def walked(name: str) -> Bounds:
    """Bound every norm for every regime and group, ``[norm, interval, subject, 2]``."""
    return evaluate(law_of(name), people(name), regimes(name))


@BOTH
def test_regimes_cover_every_day_once(name: str):
    found = regimes(name)
    assert found[0].first == FIRST
    assert found[-1].last == LAST
    assert all(one.first <= one.last for one in found)
    assert all(one.last + DAY == after.first for one, after in pairwise(found))


@BOTH
def test_every_norm_has_an_answer_for_everybody_on_every_day(name: str):
    bounds = walked(name)
    assert bounds.shape == (len(law_of(name).norms), len(regimes(name)), len(people(name).subjects), 2)
    assert np.isfinite(bounds).all()
    assert (bounds[..., 0] <= bounds[..., 1] + 1e-12).all()
    assert ((bounds >= -1e-12) & (bounds <= 1 + 1e-12)).all()


@BOTH
def test_nothing_changes_within_a_regime(name: str):
    ends = [Interval(one.last, one.last) for one in regimes(name)]
    np.testing.assert_array_equal(evaluate(law_of(name), people(name), ends), walked(name))


@BOTH
def test_each_norm_is_of_use(name: str):
    """A norm that applies to nobody on any day says nothing: it may only be there to say that somebody is not bound."""
    law = law_of(name)
    possible = walked(name)[..., 1].max(axis=(1, 2)) > 0
    silent = [norm for norm, some in zip(law.norms.values(), possible, strict=True) if not some]
    assert [norm.id for norm in silent if _could_bind(law, norm)] == []


@BOTH
def test_no_collision_is_left_out_and_none_is_made_up(name: str):
    law = law_of(name)
    expected = set(_collisions(law, people(name), regimes(name)))
    for one in _norm_norm(name):
        days = [(frozenset(one.norms), of.first) for of in regimes(name) if one.first <= of.first <= one.last]
        assert set(days) <= expected, f"{one.id} from {one.first} to {one.last} collides nowhere"
        expected -= set(days)
    assert expected == set()


def _norm_norm(name: str) -> list[Conflict]:
    found = conflicts(law_of(name), people(name), first=FIRST, last=LAST)
    return [one for one in found if one.kind == "norm-norm"]


def _could_bind(law: Law, norm: Norm) -> bool:
    members = law.instruments[norm.instrument].memberships
    return any(one.party in norm.bearers and one.bindingness in ("party", "custom", "unverified") for one in members)


def _collisions(law: Law, of: People, days: tuple[Interval, ...]) -> Iterator[tuple[frozenset[str], date]]:
    """Find every two norms, one bearer's, that command opposites about one action to people whom both may cover."""
    possible = _possible(law, of, days)
    for one, other in combinations(law.norms.values(), 2):
        parties = {*one.bearers} & {*other.bearers} if _opposed(one, other) else set[str]()
        both = [(possible[one.id, party] & possible[other.id, party]).any(axis=1) for party in parties]
        meet = np.any(both, axis=0) if both else ()
        yield from ((frozenset((one.id, other.id)), day.first) for day, met in zip(days, meet, strict=False) if met)


def _opposed(one: Norm, other: Norm) -> bool:
    if "constitutive" in (one.function, other.function):
        return False
    several = [(a, b) for a in commands(one) for b in commands(other) if a[1] == b[1]]
    return any({a[0], b[0]} in OPPOSED for a, b in several)


def _possible(law: Law, of: People, days: tuple[Interval, ...]) -> Mapping[tuple[str, str], NDArray[np.bool_]]:
    asked = tuple(queries(law, of, days, choice=OPEN).values())
    shape = (len(days), len(of.subjects))
    return {
        (norm.id, party): np.broadcast_to(applies(norm, asked, party)[..., 1] > 0, shape)
        for norm in law.norms.values()
        for party in norm.bearers
    }


@pytest.mark.slow
def test_day_by_day_is_the_same_as_regime_by_regime():
    """One group is asked of each sort that the law treats alike; what holds of it holds of the others of its sort."""
    law, regime = law_of(FLAGSHIP), 0
    told, sorts = np.unique(np.moveaxis(walked(FLAGSHIP), 2, 0), axis=0, return_index=True)
    some = People(tuple(people(FLAGSHIP).subjects[one] for one in sorts), people(FLAGSHIP).inside)
    for year in range(FIRST.year, LAST.year + 1):
        count = (date(year + 1, 1, 1) - date(year, 1, 1)).days
        days = [date(year, 1, 1) + n * DAY for n in range(count)]
        found = evaluate(law, some, [Interval(day, day) for day in days])
        for n, day in enumerate(days):
            regime += day > regimes(FLAGSHIP)[regime].last
            np.testing.assert_array_equal(np.moveaxis(found[:, n], 1, 0), told[:, :, regime], err_msg=str(day))
