"""A reform adds norms and ends norms, and what it changes is told for whom and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest

from law_of import group, instrument, law, norm, people, position, stance
from random_law import DAYS, FIRST, Maker
from tumen.law import Choice, Difference, Interval, Reform, differences, evaluate, reformed
from tumen.law.body import Law
from tumen.law.predicates import InPlace
from tumen.law.subjects import People
from tumen.law.truth import Truth, truths

PERIOD = Interval(date(1990, 1, 1), date(2025, 12, 31))
OUTSIDE, MISSION = group("town"), group("mission")
BOTH = people(OUTSIDE, MISSION)
NOTHING = law()


def test_a_reform_adds_and_ends_and_leaves_the_law_as_it_was():
    old, extra = norm("old"), norm("new", "act")
    before = law(old, position("state", stances=[stance("old", "no")]))
    added = law(instrument("act", in_force=date(2013, 7, 1)), extra)
    after = reformed(before, Reform(added, {"old": date(2001, 2, 3)}))
    assert list(after.norms) == ["old", "new"]
    assert list(after.instruments) == ["treaty", "act"]
    assert after.positions == before.positions
    assert after.norms["old"] == replace(old, last=date(2001, 2, 3))
    assert before.norms["old"] is old


def test_what_is_named_again_takes_its_place():
    after = reformed(law(norm("a"), norm("b")), Reform(law(norm("a", modality="right")), {}))
    assert [(one.id, one.modality) for one in after.norms.values()] == [("a", "right"), ("b", "prohibition")]


def test_a_norm_that_ends_earlier_does_not_last_longer():
    ended = law(norm(last=date(1999, 1, 1)))
    assert reformed(ended, Reform(NOTHING, {"norm": date(2005, 1, 1)})) == ended
    with pytest.raises(KeyError):
        reformed(ended, Reform(NOTHING, {"strange": date(2005, 1, 1)}))


def test_the_difference_is_told_for_whom_and_when():
    before = law(norm("ban"), norm("same"))
    added = law(norm("stay", scope=InPlace(("mission",)), modality="permission", first=date(2010, 1, 1)))
    after = reformed(before, Reform(added, {"ban": date(2005, 6, 30)}))
    assert differences(before, after, BOTH, period=PERIOD) == (
        Difference("ban", date(2005, 7, 1), PERIOD.last, Truth.YES, Truth.NO, (OUTSIDE, MISSION)),
        Difference("stay", date(2010, 1, 1), PERIOD.last, Truth.NO, Truth.YES, (MISSION,)),
    )
    assert differences(before, before, BOTH, period=PERIOD) == ()


def test_the_difference_is_that_under_the_position_taken():
    before = law(norm("ban"), position("agrees"), position("denies", stances=[stance("ban", "no")]))
    after = reformed(before, Reform(NOTHING, {"ban": date(1990, 1, 1)}))
    assert differences(before, after, BOTH, period=PERIOD, choice=Choice("denies")) == ()
    (one,) = differences(before, after, BOTH, period=PERIOD, choice=Choice("agrees"))
    assert (one.before, one.after) == (Truth.YES, Truth.NO)
    (either,) = differences(before, after, BOTH, period=PERIOD)
    assert (either.before, either.after) == (Truth.CONTESTED, Truth.NO)


def by_day(of: Law, asked: People, days: list[Interval]) -> dict[str, np.ndarray]:
    found = truths(evaluate(of, asked, days))
    return dict(zip(of.norms, found, strict=True))


@pytest.mark.parametrize("seed", range(30))
def test_each_day_and_group_that_differs_is_told_once(seed: int):
    maker = Maker(seed)
    before, asked = maker.law(), maker.people()
    end = FIRST + timedelta(days=10)
    after = reformed(before, Reform(law(replace(maker.norm(9), instrument="a")), {"n1": end, "n2": end}))
    days = [Interval(one, one) for one in (FIRST + timedelta(days=n) for n in range(DAYS))]
    old, new = by_day(before, asked, days), by_day(after, asked, days)
    told = {
        (one.norm, day.first, subject): (one.before, one.after)
        for one in differences(before, after, asked, period=Interval(FIRST, days[-1].first))
        for day, subject in product(days, one.subjects)
        if one.first <= day.first <= one.last
    }
    expected = {}
    for name, (n, day), (s, subject) in product(new, enumerate(days), enumerate(asked.subjects)):
        pair = (old[name][n, s] if name in old else Truth.NO, new[name][n, s])
        if pair[0] != pair[1]:
            expected[name, day.first, subject] = pair
    assert told == expected
