"""Person-events against norms: worked by hand, day by day, and as they may be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import numpy as np
import pytest
import xarray as xr

from counted import IN_FORCE, REVISED, act, counted_model, counted_run, harbour, rules
from law_of import alternative, fact, instrument, law, norm, position, reading, share, share_stretch, stance, stretch
from tumen.accounting import Span, breaches, years
from tumen.accounting.kept import kept
from tumen.ensemble import Record, simulate, there
from tumen.errors import TumenError
from tumen.law import Choice, Interval, People, Subject, evaluate
from tumen.law.body import Law
from tumen.law.predicates import THRESHOLD, AtLeast, Holds, InPlace, InStatus, Only, Share
from tumen.model import build
from tumen.report.accounted import Bound, accounted
from tumen.situation import Situation
from tumen.situation.subjects import insides

YEARS = [Span(date(year, 1, 1), date(year, 12, 31)) for year in (2001, 2002, 2003)]
DAYS = [date(2001, 1, 1) + timedelta(n) for n in range(3 * 365)]
BOUNDS: tuple[Bound, ...] = ("agreed", "possible")
MEDIAN = 1
ALL_AT_ONCE = 0


def made_up(people: Mapping[str, Sequence[int]], *, hiding: bool = True) -> xr.Dataset:
    """Give an account of one future: label of a bin → people in March, in April, and in the rest of 2001."""
    firsts, lasts = ["2001-03-01", "2001-04-01", "2001-05-01"], ["2001-03-31", "2001-04-30", "2001-12-31"]
    action, place, cohort, status = zip(*(label.split("|") for label in people), strict=True)
    account = np.array(list(people.values())).T[None, None, None]
    days = [np.array(of, "datetime64[ns]") for of in (firsts, lasts)]
    return xr.Dataset(
        {
            "account": (("world", "draw", "replicate", "account_period", "account_bin"), account),
            "valid": (("world", "draw"), np.ones((1, 1), bool)),
        },
        coords={
            "world": ["base"],
            "account_first": ("account_period", days[0]),
            "account_last": ("account_period", days[1]),
            **{
                f"account_{name}": ("account_bin", list(of))
                for name, of in (("action", action), ("place", place), ("cohort", cohort), ("status", status))
            },
        },
        attrs={"situation": "made up", "people_in_hiding": "yes" if hiding else "no"},
    )


HELD = "return|haven||held"


def told(dataset: xr.Dataset, of: Law, spans: Sequence[Span] | None = None, **over: Any) -> np.ndarray:
    """Give the medians of the first row of the only world, ``[column, span, agreed or possible]``."""
    return breaches(dataset, harbour(of), spans, **over).rows[0].figures.values[0, ..., MEDIAN]


def test_people_of_a_month_count_by_the_days_on_which_a_norm_holds():
    """In force from the 11th of April: 20 of its 30 days. Of 31 people in March nobody, of 60 in April 40, then all."""
    since = law(instrument(in_force=date(2001, 4, 11)), norm(), act("return", "handed_over"))
    assert told(made_up({HELD: [31, 60, 500]}), since)[ALL_AT_ONCE, 0].tolist() == pytest.approx([540, 540])


def test_a_norm_that_ends_and_comes_back_in_one_month_counts_both_parts():
    versions = [norm("old", last=date(2001, 4, 6)), norm("new", first=date(2001, 4, 28))]
    found = breaches(made_up({HELD: [31, 60, 500]}), harbour(law(*versions, act("return", "handed_over"))))
    assert [row.figures.values[0, 0, 0, 0, MEDIAN] for row in found.rows] == pytest.approx([31 + 12, 6 + 500])
    (old,), (new,) = (row.changes for row in found.rows)
    assert (old.span, old.days) == (Span(date(2001, 4, 1), date(2001, 4, 30)), (date(2001, 4, 7),))
    assert (new.span, new.days) == (old.span, (date(2001, 4, 28),))


def test_days_that_are_asked_about_take_their_part_of_a_stretch():
    always = law(norm(), act("return", "handed_over"))
    some = [Span(date(2001, 3, 31), date(2001, 4, 3)), Span(date(2001, 12, 31), date(2001, 12, 31))]
    found = told(made_up({HELD: [31, 60, 490]}, hiding=False), always, some)
    assert found[ALL_AT_ONCE, :, 0].tolist() == pytest.approx([1 + 6, 2])


def test_shares_and_readings_bound_what_is_agreed_and_possible():
    """Five to ten in a hundred left for politics; one position says they are refugees, the other that nobody is."""
    political = share(share_stretch(0.05, 0.1))
    read = [reading("political", Share("political")), reading("nobody", InStatus(()))]
    holders = [position("church", "political"), position("ministry", "nobody"), position("silent")]
    of = law(norm(scope=Holds("refugee")), political, *read, *holders, act("return", "handed_over"))
    found = told(made_up({HELD: [0, 0, 1000]}), of)[:, 0]
    assert found.tolist() == [pytest.approx(row) for row in ([0, 100], [50, 100], [0, 0], [0, 100])]


def test_only_those_of_whom_the_norm_speaks_count():
    women = law(norm(scope=Only({"sex": ("woman",)})), act("return", "handed_over"))
    people = {"return|haven|sex=woman|held": [0, 0, 7], "return|haven|sex=man|held": [0, 0, 100]}
    found = breaches(made_up(people), harbour(women)).rows[0]
    assert found.figures.values[0, ALL_AT_ONCE, 0, :, MEDIAN].tolist() == [7, 7]
    assert found.done.values[0, 0, MEDIAN] == 107


def test_what_a_bin_does_not_tell_is_contested():
    """Whoever hides may be in the harbour or in the hills; held people are in the harbour; nobody kept their sex."""
    at = law(norm(scope=InPlace(("hills",))), act("return", "handed_over"))
    assert told(made_up({"return|haven||hiding": [0, 0, 9]}), at)[ALL_AT_ONCE, 0].tolist() == [0, 9]
    assert told(made_up({HELD: [0, 0, 9]}), at)[ALL_AT_ONCE, 0].tolist() == [0, 0]
    around = law(norm(scope=InPlace(("haven",))), act("return", "handed_over"))
    assert told(made_up({"return|haven||hiding": [0, 0, 9]}), around)[ALL_AT_ONCE, 0].tolist() == [9, 9]
    women = law(norm(scope=Only({"sex": ("woman",)})), act("return", "handed_over"))
    assert told(made_up({HELD: [0, 0, 9]}), women)[ALL_AT_ONCE, 0].tolist() == [0, 9]


def test_a_norm_is_a_prohibition_to_those_who_read_it_so():
    ways = (alternative("never", "prohibition", by=["strict"]), alternative("may", "permission", by=["free"]))
    holders = [position("strict"), position("free"), position("silent")]
    of = law(norm(modality="permission", alternatives=ways), *holders, act("return", "handed_over"))
    row = breaches(made_up({HELD: [0, 0, 10]}), harbour(of)).rows[0]
    assert row.prohibition.readings == ("never",)
    assert row.figures.values[0, :, 0, :, MEDIAN].tolist() == [[0, 10], [10, 10], [0, 0], [0, 10]]


def test_duties_definitions_and_acts_that_nobody_counts_have_no_row():
    of = law(
        norm("duty", modality="obligation"),
        norm("definition", function="constitutive"),
        norm("dreams", action="dream"),
        norm("real"),
        norm("new", action="sail"),
        act("return", "handed_over"),
        act("dream"),
        act("sail", "sails_on"),
    )
    found = breaches(made_up({HELD: [0, 0, 10]}), harbour(of))
    assert [row.prohibition.norm for row in found.rows] == ["real"]
    assert [one.norm for one in found.uncounted] == ["new"]


def test_a_threshold_is_the_user_s_and_is_told():
    harsh = AtLeast("punishment", THRESHOLD)
    of = law(norm(scope=harsh), fact(stretch("custody")), act("return", "handed_over"))
    people = made_up({HELD: [0, 0, 10]})
    assert told(people, of)[ALL_AT_ONCE, 0].tolist() == [10, 10]
    assert told(people, of, thresholds={"punishment": "camp"})[ALL_AT_ONCE, 0].tolist() == [0, 0]
    assert breaches(people, harbour(of), thresholds={"punishment": "camp"}).thresholds == {"punishment": "camp"}
    assert breaches(people, harbour(of)).thresholds == {"punishment": "custody"}


def test_a_position_that_denies_a_norm_counts_nothing_under_it():
    holders = [position("ministry", stances=[stance("norm", "no")]), position("church")]
    of = law(norm(), *holders, act("return", "handed_over"))
    assert told(made_up({HELD: [0, 0, 10]}), of)[:, 0].tolist() == [[0, 10], [0, 0], [10, 10]]


def test_a_reform_is_counted_in_what_was_counted():
    reform = law(norm("new", first=date(2001, 12, 1)), act("return", "handed_over"))
    people = made_up({HELD: [0, 0, 245]})
    found = breaches(people, harbour(), law=reform)
    assert found.rows[0].figures.values[0, 0, 0, 0, MEDIAN] == pytest.approx(31)


# ------------------------------------------------------------------------------------------------ day by day


def by_day(dataset: xr.Dataset, situation: Situation, of: str, *, position: str) -> np.ndarray:
    """Count the slow way, each day, each bin, each place that it may hold: ``[day, future, 2]``."""
    account, forbids, law_of_it = kept(dataset), rules().norms[of], rules()
    people = account.people[0]
    total = np.zeros((len(DAYS), len(people), 2))
    for b, here in ((b, here) for b, here in enumerate(account.bins) if here.action == forbids.action):
        leaves = set(situation.leaves(here.place)) & set(situation.statuses[here.status].places)
        groups = People(tuple(Subject(here.cohort, here.status, p) for p in leaves), insides(situation))
        today = [Interval(day, day) for day in DAYS]
        found = evaluate(law_of_it, groups, today, choice=Choice(position), norms=[of])[0]
        for d, day in enumerate(DAYS):
            s = next(i for i, known in enumerate(account.stretches) if known.first <= day <= known.last)
            a_day = people[:, s, b] / account.stretches[s].days
            total[d] += np.stack([a_day * found[d, :, 0].min(), a_day * found[d, :, 1].max()], axis=-1)
    return total


@pytest.mark.parametrize("name", ["back", "women", "let_in"])
@pytest.mark.parametrize("position", ["mild", "strict"])
def test_a_day_by_day_count_comes_to_the_same(name: str, position: str):
    situation, dataset = counted_model().situation, counted_run()
    found = breaches(dataset, situation, YEARS)
    row = next(row for row in found.rows if row.prohibition.norm == name)
    slow = by_day(dataset, situation, name, position=position)
    column = 1 + found.positions.index(position)
    for i, span in enumerate(YEARS):
        inside = [span.first <= day <= span.last for day in DAYS]
        expected = np.quantile(slow[inside].sum(axis=0), [0.05, 0.5, 0.95], axis=0).T
        assert np.allclose(row.figures.values[0, column, i], expected, rtol=1e-9, atol=1e-9)


def test_changes_are_those_inside_a_step_alone():
    found = breaches(counted_run(), counted_model().situation)
    july = Span(date(2001, 7, 1), date(2001, 7, 31))
    changes = {row.prohibition.norm: [(change.span, change.days) for change in row.changes] for row in found.rows}
    assert changes == {"back": [(july, (IN_FORCE,))], "women": [], "let_in": [(july, (IN_FORCE,))]}
    assert REVISED.day == 1  # it falls between two steps, so that nothing is spread


def test_what_covers_everybody_counts_every_event():
    row = breaches(counted_run(), counted_model().situation, YEARS[1:]).rows[0]
    assert row.prohibition.norm == "back"
    for bound in range(2):
        assert np.allclose(row.figures.values[:, ALL_AT_ONCE, :, bound], row.done.values, rtol=1e-12)
    outcome = counted_run()["handed_over"].to_numpy()[there(counted_run())][:, 1:]
    assert np.allclose(row.done.values[0], np.quantile(outcome, [0.05, 0.5, 0.95], axis=0).T, rtol=1e-12)


# ------------------------------------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("span", "code"),
    [
        (Span(date(2001, 1, 1), date(2001, 6, 30)), "T702"),
        (Span(date(2001, 2, 1), date(2002, 12, 31)), "T702"),
        (Span(date(2000, 1, 1), date(2001, 12, 31)), "T339"),
        (Span(date(2003, 12, 31), date(2001, 1, 1)), "T339"),
    ],
)
def test_what_is_finer_than_a_year_or_outside_is_refused_where_people_hide(span: Span, code: str):
    with pytest.raises(TumenError) as error:
        breaches(counted_run(), counted_model().situation, [span])
    assert error.value.code == code


def test_without_law_or_account_nothing_is_made_up():
    bare = simulate(build(harbour()), draws=1, workers=1, record=Record(merged=True))
    for dataset, situation, code in (
        (counted_run(), replace(harbour(), law=None), "T330"),
        (bare, harbour(), "T338"),
    ):
        with pytest.raises(TumenError) as error:
            breaches(dataset, situation)
        assert error.value.code == code


# ------------------------------------------------------------------------------------------------ what is shown


def test_what_is_shown_is_in_tens_and_small_counts_are_withheld():
    always = law(norm(), act("return", "handed_over"))
    few, more = (accounted(made_up({HELD: [0, 0, n]}), harbour(always)) for n in (9, 123))
    assert few.figure(0, "base", "possible").text == "under 10"
    assert few.done(0, "base").text == "under 10"
    assert (more.figure(0, "base", "agreed").q50.value, more.done(0, "base").q50.value) == (120, 120)
    open_ones = accounted(made_up({HELD: [0, 0, 7]}, hiding=False), replace(harbour(always), people_in_hiding=False))
    assert open_ones.figure(0, "base", "agreed").q50.value == 10


def test_what_is_nothing_by_law_is_nothing_and_not_few():
    denied = law(norm(), position("ministry", stances=[stance("norm", "no")]), act("return", "handed_over"))
    found = accounted(made_up({HELD: [0, 0, 4]}), harbour(denied))
    assert found.figure(0, "base", "possible").text == "0"
    assert found.norms("possible") == 0
    assert found.done(0, "base").text == "under 10"


def test_nothing_shown_tells_what_only_the_account_holds():
    found = accounted(counted_run(), counted_model().situation, years(counted_run()))
    rows, spans, names = range(len(found.prohibitions)), range(len(found.spans)), ("", *found.positions)
    for row, bound, name, span in product(rows, BOUNDS, names, spans):
        figure = found.figure(row, "base", bound, position=name, span=span)
        shown = [figure.q05.value, figure.q50.value, figure.q95.value]
        assert all(value is None or value % 10 == 0 for value in shown)
