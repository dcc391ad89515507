"""What a law says of people on a day is what a slow reader makes of it, and the stretches of time hold it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, product

import numpy as np
import pytest

import law_of
from law_of import group, instrument, law, member, norm, people, position, reading, stance, stretch
from random_law import DAYS, FIRST, Maker
from tumen.law import Choice, Interval, by_position, commands, condition_bounds, evaluate, regime_intervals
from tumen.law.alike import alike
from tumen.law.body import Law
from tumen.law.predicates import (
    ALWAYS,
    THRESHOLD,
    Any,
    AtLeast,
    Between,
    Holds,
    InPlace,
    InStatus,
    Not,
    Only,
    Predicate,
    Share,
)
from tumen.law.subjects import People
from tumen.law.truth import truths
from twin_law import WORDS, Asked, together

LAST = FIRST + timedelta(days=DAYS - 1)
EVERY_DAY = tuple(Interval(one, one) for one in (FIRST + timedelta(days=n) for n in range(DAYS)))
SEEDS = range(60)


TODAY = date(2000, 1, 1)
ANYBODY = people()
OPEN = Choice()


def words(law: Law, of: People, day: date = TODAY, *, choice: Choice = OPEN) -> list[list[str]]:
    """Give the truth of each norm for each group on a day."""
    found = truths(evaluate(law, of, (Interval(day, day),), choice=choice))[:, 0]
    return [[WORDS[one] for one in row] for row in found]


def word(of: Law, day: date = TODAY, *, people: People = ANYBODY, choice: Choice = OPEN) -> str:
    """Give the truth of the first norm for the first group."""
    return words(of, people, day, choice=choice)[0][0]


def slow(law: Law, of: People, day: date, *, choice: Choice) -> list[list[str]]:
    """Give `words` as the slow twin finds them."""
    held = [choice.position] if choice.position else list(law.positions) or [None]
    asked = [[Asked(law, one, dict(of.inside), day, p, dict(choice.thresholds)) for p in held] for one in of.subjects]
    return [[together(q.applies(n) for q in several) for several in asked] for n in law.norms.values()]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_law_is_what_a_slow_reader_makes_of_it_day_by_day(seed: int):
    maker = Maker(seed)
    made, of = maker.law(), maker.people()
    choices = [Choice(), Choice(thresholds={"punishment": "camp"}), *(Choice(one) for one in made.positions)]
    intervals = regime_intervals(made, FIRST, LAST)
    for choice, (number, one) in product(choices, enumerate(intervals)):
        found = truths(evaluate(made, of, intervals, choice=choice))[:, number]
        expected = [[WORDS[value] for value in row] for row in found]
        for day in range(one.days):
            assert slow(made, of, one.first + timedelta(days=day), choice=choice) == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_conditions_are_what_a_slow_reader_makes_of_them(seed: int):
    maker = Maker(seed)
    made, of = maker.law(), maker.people()
    for condition in made.conditions:
        found = truths(condition_bounds(made, of, EVERY_DAY, condition=condition))
        for number, one in enumerate(EVERY_DAY):
            asked = [
                [Asked(made, g, dict(of.inside), one.first, p, {}) for p in list(made.positions) or [None]]
                for g in of.subjects
            ]
            assert [WORDS[w] for w in found[number]] == [together(q._holds(condition) for q in s) for s in asked]


@pytest.mark.parametrize("seed", SEEDS)
def test_stretches_of_time_leave_no_gap_and_no_truth_changes_within(seed: int):
    maker = Maker(seed)
    made, of = maker.law(), maker.people()
    intervals = regime_intervals(made, FIRST, LAST)
    assert intervals[0].first == FIRST
    assert intervals[-1].last == LAST
    assert all(one.first <= one.last for one in intervals)
    assert all(one.last + timedelta(days=1) == other.first for one, other in pairwise(intervals))
    daily = evaluate(made, of, EVERY_DAY)
    spread = np.repeat(np.arange(len(intervals)), [one.days for one in intervals])
    np.testing.assert_array_equal(daily, evaluate(made, of, intervals)[:, spread])


@pytest.mark.parametrize("seed", SEEDS)
def test_taken_together_positions_agree_where_each_does(seed: int):
    maker = Maker(seed)
    made, of = maker.law(), maker.people()
    each = list(by_position(made, of, EVERY_DAY).values())
    whole = evaluate(made, of, EVERY_DAY)
    if each:
        np.testing.assert_array_equal(whole[..., 0], np.min([one[..., 0] for one in each], axis=0))
        np.testing.assert_array_equal(whole[..., 1], np.max([one[..., 1] for one in each], axis=0))
    assert (whole[..., 0] <= whole[..., 1]).all()
    assert (whole >= 0).all()
    assert (whole <= 1).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_one_more_position_can_only_widen(seed: int):
    maker = Maker(seed)
    made, of = maker.law(), maker.people()
    several = dict(made.positions) or {"first": position("first")}
    more = several | {"more": maker.position("more", list(made.readings), len(made.norms))}
    before = evaluate(replace(made, positions=several), of, EVERY_DAY)
    after = evaluate(replace(made, positions=more), of, EVERY_DAY)
    assert (after[..., 0] <= before[..., 0]).all()
    assert (after[..., 1] >= before[..., 1]).all()


@pytest.mark.parametrize("seed", range(20))
def test_norms_can_be_asked_for_by_name_and_in_any_order(seed: int):
    maker = Maker(seed)
    made, of = maker.law(), maker.people()
    whole = evaluate(made, of, EVERY_DAY)
    np.testing.assert_array_equal(evaluate(made, of, EVERY_DAY, norms=["n2", "n0"]), whole[[2, 0]])
    assert evaluate(made, of, EVERY_DAY, norms=()).shape == (0, DAYS, 5, 2)
    nobody = People((), {})
    assert evaluate(made, nobody, EVERY_DAY).shape == (4, DAYS, 0, 2)


CHINA = "china"


def convention() -> Law:
    binds = member(CHINA, first=date(1982, 12, 23))
    text = instrument("convention", binds=[binds], in_force=date(1954, 4, 22))
    return law(text, norm(of="convention", bearers=(CHINA,)))


def test_a_party_is_bound_from_its_first_day():
    assert word(convention(), date(1982, 12, 22)) == "no"
    assert word(convention(), date(1982, 12, 23)) == "yes"


def test_nobody_is_bound_before_the_instrument_is_in_force():
    early = instrument("cedaw", binds=[member(CHINA, first=date(1980, 12, 4))], in_force=date(1981, 9, 3))
    of = law(early, norm(of="cedaw", bearers=(CHINA,)))
    assert word(of, date(1981, 9, 2)) == "no"
    assert word(of, date(1981, 9, 3)) == "yes"


@pytest.mark.parametrize(
    ("bindingness", "truth"),
    [("party", "yes"), ("custom", "yes"), ("unverified", "contested"), ("signatory", "no"), ("non_party", "no")],
)
def test_how_a_party_stands(bindingness: str, truth: str):
    of = law(instrument("iccpr", binds=[member(CHINA, bindingness=bindingness)]), norm(of="iccpr", bearers=(CHINA,)))
    assert word(of) == truth


def test_a_membership_that_somebody_disputes_is_contested_and_an_excluded_norm_does_not_bind():
    of = law(instrument(binds=[member("state", disputed="withdrew")]), norm())
    assert word(of) == "contested"
    excluded = instrument(reservations=(law_of.reservation("state", "norm"),))
    assert word(law(excluded, norm())) == "no"
    assert word(law(excluded, norm("other"))) == "yes"


def test_a_day_that_nobody_knows_makes_all_contested_from_adoption_on():
    of = law(instrument(in_force=None, adopted=date(1961, 1, 1), ended=date(1970, 1, 1)), norm())
    assert [word(of, date(y, 1, 1)) for y in (1960, 1961, 1970, 1971)] == ["no", "contested", "contested", "no"]


def test_a_disputed_norm_is_contested_where_it_applies_and_no_elsewhere():
    of = law(norm(disputed="nobody has seen the text", scope=InPlace((CHINA,))))
    assert word(of, people=people(group("town"), town=(CHINA,))) == "contested"
    assert word(of, people=people(group("home"))) == "no"


def test_people_of_whom_a_status_does_not_tell_are_contested():
    of = law(norm(scope=Only({"class": ("hostile",)})))
    asked = people(group(**{"class": "hostile"}), group(**{"class": "core"}), group())
    assert words(of, asked) == [["yes", "no", "contested"]]


def test_a_place_lies_in_all_that_contain_it():
    of = law(norm(scope=InPlace((CHINA,))), norm("held", scope=InStatus(("held",))))
    asked = people(group("town"), group("home", "held"), group(CHINA), town=("province", CHINA))
    assert words(of, asked) == [["yes", "no", "yes"], ["no", "yes", "no"]]


def test_exceptions_take_people_out_and_those_without_scope_do_not():
    taken = law_of.exception("disaster", Only({"motive": ("food",)}))
    of = law(norm(exceptions=(taken, law_of.exception("mentally_ill", None))))
    asked = people(group(motive="food"), group(motive="family"), group())
    assert words(of, asked) == [["no", "yes", "contested"]]


def custody(level: str = THRESHOLD) -> Predicate:
    return AtLeast("punishment", level)


def test_a_fact_is_at_least_the_lowest_and_at_most_the_highest_that_is_said():
    said = law_of.fact(stretch("custody"), stretch("death", first=date(1990, 1, 1)))
    of = law(said, *(norm(one, scope=custody(one)) for one in ("none", "custody", "camp", "death")))
    assert [row[0] for row in words(of, people(), date(1989, 12, 31))] == ["yes", "yes", "no", "no"]
    assert [row[0] for row in words(of, people(), date(1990, 1, 1))] == ["yes", "yes", "contested", "contested"]


def test_of_what_nobody_speaks_only_the_lowest_level_is_sure():
    of = law(law_of.fact(), *(norm(one, scope=custody(one)) for one in ("none", "custody", "death")))
    assert [row[0] for row in words(of, people())] == ["yes", "contested", "contested"]


def test_what_may_speak_of_people_widens():
    political = stretch("death", scope=Only({"motive": ("politics",)}))
    of = law(law_of.fact(stretch("custody"), political), norm(scope=custody("camp")))
    asked = people(group(motive="politics"), group(motive="food"), group())
    assert words(of, asked) == [["contested", "no", "contested"]]


def test_the_threshold_is_the_facts_own_or_the_users():
    of = law(law_of.fact(stretch("custody")), norm(scope=custody()))
    assert word(of) == "yes"
    assert word(of, choice=Choice(thresholds={"punishment": "camp"})) == "no"
    with pytest.raises(ValueError, match="not in tuple"):
        word(of, choice=Choice(thresholds={"punishment": "fine"}))


def test_a_share_is_from_the_lowest_to_the_highest_bound_that_is_said():
    low, high = law_of.share_stretch(0.02, 0.03), law_of.share_stretch(0.2, 0.25, last=date(1999, 12, 31))
    of = law(law_of.share(low, high), norm(scope=Share("political")), norm("not", scope=Not(Share("political"))))
    found = evaluate(of, people(), regime_intervals(of, date(1999, 12, 31), TODAY))
    assert found[0, :, 0].tolist() == [[0.02, 0.25], [0.02, 0.03]]
    assert found[1, :, 0].tolist() == [[1 - 0.25, 1 - 0.02], [1 - 0.03, 1 - 0.02]]
    assert evaluate(law(law_of.share(), of.norms["norm"]), people(), EVERY_DAY[:1])[0, 0, 0].tolist() == [0, 1]


NOBODY = reading("Q0", Any(()))
HUNGRY = reading("Q2", Only({"class": ("hostile",)}))
EVERYBODY = reading("Q3", ALWAYS)
REFUGEES = norm(scope=Holds("refugee"))


def test_a_position_covers_whom_any_of_its_readings_covers():
    of = law(REFUGEES, NOBODY, HUNGRY, EVERYBODY, position("state", "Q0"), position("agency", "Q0", "Q2"))
    asked = people(group(**{"class": "hostile"}), group(**{"class": "core"}))
    assert words(of, asked, choice=Choice("state")) == [["no", "no"]]
    assert words(of, asked, choice=Choice("agency")) == [["yes", "no"]]
    assert words(of, asked) == [["contested", "no"]]


def test_a_silent_position_leaves_all_readings_open():
    of = law(REFUGEES, NOBODY, EVERYBODY, position("silent"))
    assert word(of) == word(of, choice=Choice("silent")) == "contested"
    assert word(law(REFUGEES, EVERYBODY)) == "yes"
    assert word(law(REFUGEES)) == "contested"


def test_a_stance_undoes_what_is_agreed_and_never_adds():
    here = norm(scope=InPlace(("town",)))
    for held, truth in [("yes", "yes"), ("contested", "contested"), ("no", "no")]:
        of = law(here, position("state", stances=[stance("norm", held)]))
        assert words(of, people(group("town"), group("home"))) == [[truth, "no"]]


def test_each_date_in_a_predicate_starts_or_ends_a_stretch():
    when = Between(date(1990, 5, 1), date(1990, 6, 30))
    of = law(norm(scope=Not(when)))
    cuts = [one.first for one in regime_intervals(of, date(1990, 1, 1), date(1990, 12, 31))]
    assert cuts == [date(1990, 1, 1), date(1990, 5, 1), date(1990, 7, 1)]
    assert regime_intervals(of, date(1990, 1, 2), date(1990, 1, 1)) == ()
    open_end = instrument(ended=date.max)
    assert regime_intervals(law(open_end, norm()), date(1990, 1, 1), date.max) == (
        Interval(date(1990, 1, 1), date.max),
    )


def test_a_norm_commands_what_each_reading_makes_of_it():
    duty, free = law_of.alternative("duty", "obligation", by=["state"]), law_of.alternative("free", "permission")
    both = norm(modality="obligation", alternatives=(duty, free))
    assert commands(both) == commands(both, "other") == (("obligation", "return"), ("permission", "return"))
    assert commands(both, "state") == (("obligation", "return"),)


@pytest.mark.parametrize("seed", range(20))
def test_groups_that_law_cannot_tell_apart_are_asked_about_once_and_answer_alike(seed: int):
    maker = Maker(seed)
    made, of = maker.law(), maker.people(40)
    few = alike(made, of)
    assert len(few.people.subjects) <= len(set(of.subjects))
    assert len(few.sort) == len(of.subjects)
    whole = evaluate(made, of, EVERY_DAY)
    for n, one in enumerate(of.subjects):
        alone = evaluate(made, replace(of, subjects=(one,)), EVERY_DAY)
        np.testing.assert_array_equal(alone[:, :, 0], whole[:, :, n])
    bigger = [replace(one, cohort=(*one.cohort, ("shoes", str(n)))) for n, one in enumerate(of.subjects)]
    assert len(alike(made, replace(of, subjects=tuple(bigger))).people.subjects) == len(few.people.subjects)
