"""Law in words for people: who, when, whom a rule covers, and how it is drawn."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest

import law_of as made
from made_up import hidden_five
from tumen.law.predicates import ALWAYS, All, AtLeast, Between, Holds, InPlace, InStatus, Not, Only, Predicate, Share
from tumen.law.predicates import Any as AnyOf
from tumen.law.query import Choice
from tumen.law.subjects import Subject
from tumen.law.truth import Truth
from tumen.report.law import memory
from tumen.report.law.overview import over_time, positions, thresholds_words, unchecked
from tumen.report.law.phrases import Names, dates
from tumen.report.law.setting import Setting, Stretch, history
from tumen.report.law.who import Crowd
from tumen.situation.subjects import insides, people_of

FIRST, LAST = date(2000, 1, 1), date(2009, 12, 31)
WOMEN = Only({"sex": ("woman",)})


def small_law() -> Any:
    """A law in which women alone are covered from March 2002 on, and some may be refugees."""
    return made.law(
        made.instrument("treaty", title="Convention on Hiding", binds=(made.member("state", first=date(2002, 3, 1)),)),
        made.norm("no_return", scope=Holds("refugee"), title="no return", provision="Art 3"),
        made.norm("women", scope=WOMEN, title="for women", provision="Art 4", grade=made.MEMORY),
        made.norm("never", of="draft", title="never in force"),
        made.instrument("draft", title="A draft", in_force=date(2030, 1, 1)),
        made.reading("Q1", WOMEN),
        made.reading("Q3", AtLeast("punishment", "threshold")),
        made.fact(made.stretch("custody")),
        made.share(),
        made.position("office", "Q1", "Q3"),
        made.position("ministry", "Q1", stances=(made.stance("women", "no"),)),
    )


@cache
def setting() -> Setting:
    return Setting(hidden_five(), small_law(), people_of(hidden_five()), Choice())


def crowd() -> Crowd:
    return setting().crowd


def chosen(wanted: Any) -> Any:
    return np.array([wanted(one) for one in crowd().subjects])


# ---- who --------------------------------------------------------------------------------------

GROUPS: dict[str, Any] = {
    "everybody asked about": lambda _: True,
    "Women and girls": lambda one: dict(one.cohort)["sex"] == "woman",
    "in Southmark": lambda one: one.place == "southmark",
    "At home or In prison for having left": lambda one: one.status in ("home", "prison"),
    "Women and girls, in Near province of Westmark": lambda one: one == Subject((("sex", "woman"),), "hiding", "near"),
    "in Near province of Westmark": lambda one: one.place == "near",
}


@pytest.mark.parametrize("words", GROUPS)
def test_people_are_told_by_as_little_as_tells_them_apart(words: str):
    assert crowd().words(chosen(GROUPS[words])) == words


def test_no_two_crowds_are_called_the_same():
    few = Crowd(hidden_five(), crowd().subjects[2:9])
    every = [np.array(of) for of in product((False, True), repeat=7) if any(of)]
    assert len({few.words(of) for of in every}) == len(every) == 127


def test_a_place_and_the_country_around_it_are_one_thing_to_say():
    assert crowd().words(chosen(lambda one: one.place in ("near", "far"))) == "in Westmark"


def test_everybody_of_a_situation_is_asked_about():
    people = people_of(hidden_five())
    assert len(set(people.subjects)) == len(people.subjects) == 2 * 6
    assert insides(hidden_five())["near"] == ("near", "westmark")
    assert people.subjects[0] == Subject((("sex", "woman"),), "home", "eastmark")


# ---- rules and days ---------------------------------------------------------------------------

RULES: dict[str, Predicate] = {
    "everybody": ALWAYS,
    "nobody": AnyOf(()),
    "Women and girls": WOMEN,
    "At home or In hiding abroad": InStatus(("home", "hiding")),
    "in Westmark (imaginary)": InPlace(("westmark",)),
    "2004": Between(date(2004, 1, 1), date(2004, 12, 31)),
    "the share “political”": Share("political"),
    "punishment: at least custody": AtLeast("punishment", "threshold"),
    "punishment: at least death": AtLeast("punishment", "death"),
    "not (Women and girls) and (in Westmark (imaginary) or Women and girls)": All(
        (Not(WOMEN), AnyOf((InPlace(("westmark",)), WOMEN)))
    ),
}


@pytest.mark.parametrize("words", RULES)
def test_a_rule_is_said_in_words(words: str):
    assert setting().names.covers(RULES[words]) == words


def test_a_chosen_threshold_is_named():
    names = Names(hidden_five(), small_law(), {"punishment": "camp"})
    assert names.covers(AtLeast("punishment", "threshold")) == "punishment: at least camp"
    other = Setting(hidden_five(), small_law(), people_of(hidden_five()), Choice(None, {"punishment": "camp"}))
    assert "counts from “camp” on" in thresholds_words(other)
    assert "counts from “custody” on (of: none, custody, camp, death)" in thresholds_words(setting())


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (None, None, "without limit of time"),
        (date(2002, 3, 1), None, "from 1 Mar 2002"),
        (None, date(2002, 3, 1), "until 1 Mar 2002"),
        (date(2002, 3, 1), date(2002, 3, 1), "on 1 Mar 2002"),
        (date(2002, 1, 1), date(2002, 12, 31), "2002"),
        (date(2002, 1, 1), date(2004, 12, 31), "2002 to 2004"),
        (date(2002, 3, 1), date(2004, 12, 31), "1 Mar 2002 to 31 Dec 2004"),
    ],
)
def test_days_are_said_in_words(first: date | None, last: date | None, words: str):
    assert dates(first, last) == words


# ---- over time --------------------------------------------------------------------------------


def test_a_norm_is_drawn_for_whom_it_is_said_most_of():
    told = history(setting(), FIRST, LAST)
    before = Stretch(FIRST, date(2002, 2, 28), Truth.NO, False)
    assert told["no_return"] == (before, Stretch(date(2002, 3, 1), LAST, Truth.YES, True))
    assert told["women"] == (before, Stretch(date(2002, 3, 1), LAST, Truth.CONTESTED, False))
    assert told["never"] == (Stretch(FIRST, LAST, Truth.NO, False),)


def test_the_timeline_says_all_that_it_draws():
    page = "".join(over_time(setting(), history(setting(), FIRST, LAST), (FIRST, LAST)))
    drawing = re.search(r'<svg class="timeline.*?</svg>', page) or re.search(r"<svg[^>]*timeline.*?</svg>", page)
    assert drawing is not None
    svg = drawing.group(0)
    assert "Art 3: no return</text>" in svg
    assert "Art 4: for women †</text>" in svg  # a fact from memory
    assert "never in force" not in page
    assert "<title>agreed for some, contested for others 1 Mar 2002 to 31 Dec 2009</title>" in svg
    left, width = map(float, re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', svg)[0])
    whole = 960 - 372 - 12
    assert left == pytest.approx(372 + whole * (date(2002, 3, 1) - FIRST).days / (LAST - FIRST).days, abs=0.1)
    assert left + width == pytest.approx(960 - 12, abs=0.2)
    table = page[page.index("<details") :]
    assert "not in force, or for nobody 1 Jan 2000 to 28 Feb 2002" in table


def test_without_any_norm_nothing_is_drawn():
    empty = {name: (Stretch(FIRST, LAST, Truth.NO, False),) for name in setting().law.norms}
    (said,) = over_time(setting(), empty, (FIRST, LAST))
    assert "<svg" not in said


def test_a_position_is_stated_with_its_readings_and_stances():
    page = "".join(positions(setting()))
    assert "Holder of ministry" in page
    assert "for women (Convention on Hiding, Art 4): does not apply. since it is no" in page


# ---- from memory ------------------------------------------------------------------------------


def test_what_nobody_checked_is_marked_and_nothing_else():
    law = small_law()
    assert memory.behind_norm(law, law.norms["no_return"]) == ()
    (fact,) = memory.behind_norm(law, law.norms["women"])
    assert fact.id == "norm:women"
    assert memory.in_words([fact]) == "from memory, checked by nobody: what Art 4 of Convention on Hiding says"
    assert memory.everywhere(law) == (fact,)
    assert "1 fact of law" in "".join(unchecked(setting()))


def test_memory_of_an_instrument_and_a_membership_reaches_its_norms():
    law = made.law(
        made.instrument("treaty", grade=made.MEMORY, binds=(made.member("state", grade=made.MEMORY),)), made.norm("n")
    )
    assert [fact.id for fact in memory.behind_norm(law, law.norms["n"])] == [
        "instrument:treaty",
        "membership:treaty:state",
    ]
