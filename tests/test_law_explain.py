"""An explanation says the same as the evaluation, names what decides, and what it says would change it does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product

import pytest

from law_of import (
    MEMORY,
    alternative,
    claim,
    doctrine,
    exception,
    fact,
    group,
    instrument,
    law,
    member,
    norm,
    people,
    position,
    reading,
    reservation,
    share,
    share_stretch,
    stance,
    stretch,
)
from random_law import DAYS, FIRST, Maker
from tumen.law import Choice, Explanation, Interval, Question, evaluate, explain
from tumen.law.body import Law
from tumen.law.instruments import Reference
from tumen.law.predicates import THRESHOLD, All, Any, AtLeast, Between, Holds, InPlace, InStatus, Not, Only, Share
from tumen.law.subjects import People, Subject
from tumen.law.truth import Truth, truths

CHINA = "china"
DAY = date(2003, 5, 1)
CONVENTION = instrument("convention", binds=[member(CHINA, first=date(1982, 12, 23))], in_force=date(1954, 4, 22))
BY_CHINA = {"of": "convention", "bearers": (CHINA,)}
ANYBODY = people()


def told(of: Law, who: Subject | None = None, day: date = DAY, *, choice: Choice | None = None) -> Explanation:
    """Explain the first norm, for one group."""
    asked = People((who or group(),), {"town": ("town", CHINA)})
    return explain(of, asked, day, norm=next(iter(of.norms)), choice=choice or Choice())


def question(of: Law, number: int, who: Subject | None = None, *, choice: Choice | None = None) -> Question:
    return told(of, who, choice=choice).questions[number - 1]


SEEDS = range(25)


def cases(seed: int) -> list[tuple[Law, People, date, Choice]]:
    """Give a law made by chance, with a few groups, days and choices."""
    maker = Maker(seed)
    made, of = maker.law(), maker.people(3)
    days = [FIRST + timedelta(days=n) for n in (0, DAYS // 2, DAYS - 1)]
    choices = [Choice(), *(Choice(one) for one in made.positions)][:3]
    singles = [People((one,), of.inside) for one in of.subjects]
    return [(made, one, day, choice) for one, day, choice in product(singles, days, choices)]


def truth(of: Law, one: People, day: date, *, norm: str, choice: Choice) -> Truth:
    found = evaluate(of, one, [Interval(day, day)], choice=choice, norms=[norm])
    return Truth(int(truths(found)[0, 0, 0]))


@pytest.mark.parametrize("seed", SEEDS)
def test_an_explanation_agrees_with_the_evaluation_and_its_questions_with_it(seed: int):
    for (of, one, day, choice), number in product(cases(seed), range(4)):
        found = explain(of, one, day, norm=f"n{number}", choice=choice)
        assert found.truth == truth(of, one, day, norm=f"n{number}", choice=choice)
        assert [q.number for q in found.questions] == [1, 2, 3, 4, 5, 6, 7]
        deciding = [q for q in found.questions if q.number in (1, 2, 3, 5, 6)]
        assert min(q.truth for q in deciding) == found.truth
        weakest = [q for q in deciding if q.truth == found.truth != Truth.YES]
        assert found.first_failing == next(iter(weakest), None)


@pytest.mark.parametrize("seed", range(12))
def test_days_that_would_change_force_and_party_do(seed: int):
    for (of, one, day, choice), name, number in product(cases(seed)[::5], ("n0", "n1", "n2"), (0, 1)):
        here = explain(of, one, day, norm=name, choice=choice).questions[number]
        for change in here.changes:
            word, _, when = change.words.partition(" ")
            assert (_day(when) < day) == (word == "until")
            found = explain(of, one, _day(when), norm=name, choice=choice).questions[number]
            assert found.truth == change.truth != here.truth


def _day(words: str) -> date:
    return datetime.strptime(words, "%d %B %Y").date()


def test_the_dates_of_an_instrument_and_a_party():
    of = law(CONVENTION, norm(**BY_CHINA))
    force, party = told(of).questions[:2]
    assert (force.truth, force.used) == (Truth.YES, "Convention: in force from 22 April 1954.")
    assert [str(one) for one in force.changes] == ["until 21 April 1954: no"]
    assert (party.truth, party.used) == (Truth.YES, "China is a party from 23 December 1982.")
    assert party.change == "until 22 December 1982: no"
    before = told(of, day=date(1982, 12, 22))
    assert before.first_failing is before.questions[1]
    assert before.questions[1].change == "from 23 December 1982: yes"
    early = told(of, day=date(1954, 4, 21))
    assert early.first_failing is early.questions[0]


def test_what_is_from_memory_says_so():
    memory = "(from memory, checked by nobody)"
    text = replace(CONVENTION, grade=MEMORY, memberships=(member(CHINA, grade=MEMORY),))
    source = Reference("code", "The code", "", MEMORY)
    said = fact(stretch("custody", basis=replace(claim("B1"), references=("code",))))
    rule = norm(**BY_CHINA, grade=MEMORY, scope=AtLeast("punishment", "custody"))
    of = replace(law(text, rule, said, position("p", stances=[stance("norm", "no")])), references={"code": source})
    found = told(of)
    assert [memory in one.used for one in found.questions[:3]] == [True, True, True]
    assert found.questions[2].used.count(memory) == 2
    holder = replace(of.positions["p"], grade=MEMORY)
    assert memory in question(replace(of, positions={"p": holder}), 6).used
    checked = law(CONVENTION, norm(**BY_CHINA), position("p"))
    assert not any(memory in one.used for one in told(checked).questions)


def test_an_unknown_day_a_disputed_membership_and_a_late_publication_are_told():
    secret = instrument(in_force=None, adopted=date(1960, 1, 1), known_from=date(2001, 1, 1), disputed="the year")
    force = question(law(secret, norm()), 1)
    assert force.truth == Truth.CONTESTED
    assert "nobody knows since when it has been in force; adopted on 1 January 1960" in force.used
    assert "The public can know it since 1 January 2001." in force.used
    assert "Sources differ: the year." in force.used
    assert "a source for the day" in force.change
    doubted = question(law(instrument(binds=[member("state", disputed="it withdrew")]), norm()), 2)
    assert (doubted.truth, "disputed: it withdrew" in doubted.used) == (Truth.CONTESTED, True)
    assert "Nothing is said of how state stands to it." in question(law(instrument(binds=[]), norm()), 2).used


POOR, RICH, UNTOLD = group(**{"class": "hostile"}), group(**{"class": "core"}), group()


def test_what_people_are_and_what_would_change_it():
    of = law(norm(scope=Only({"class": ("hostile", "wavering")})))
    asked = question(of, 3, UNTOLD)
    assert (asked.truth, "lass is not told (asked: hostile or wavering): contested" in asked.used) == (
        Truth.CONTESTED,
        True,
    )
    assert asked.change == "if class were anything else: no; if class were hostile or wavering: yes"
    assert question(of, 3, POOR).change == "if class were anything else: no"
    assert question(of, 3, RICH).change == "if class were hostile or wavering: yes"
    assert "It covers everybody." in question(law(norm()), 3).used


def test_places_statuses_and_days_in_a_scope():
    rule = All((InPlace((CHINA,)), Not(InStatus(("held",))), Between(date(2000, 1, 1), date(2009, 12, 31))))
    asked = question(law(norm(scope=rule)), 3, group("town"))
    assert asked.truth == Truth.YES
    assert "Their place is town (asked: china): yes" in asked.used
    assert "not so: their status is out (asked: held): yes" in asked.used
    assert [str(one) for one in asked.changes] == [
        "until 31 December 1999: no",
        "from 1 January 2010: no",
        "if their status were held: no",
        "if their place were anything else: no",
    ]


def test_names_of_a_situation_are_used_where_they_are_given():
    names = {("status", "C9"): "a mission", ("attribute", "class"): "political class", ("class", "low"): "the lowest"}
    one = People((Subject((("class", "low"),), "C9", ""),), {}, names)
    of = law(norm(scope=All((Only({"class": ("low",)}), InStatus(("C9",))))))
    used = explain(of, one, DAY, norm="norm").questions[2].used
    assert (
        "Political class is the lowest (asked: the lowest): yes; their status is a mission (asked: a mission)" in used
    )


def test_a_share_and_a_fact_are_told_with_bounds_and_threshold():
    of = law(
        share(share_stretch(0.022, 0.25)),
        fact(stretch("custody"), stretch("camp")),
        norm(scope=All((Share("political"), AtLeast("punishment", THRESHOLD)))),
    )
    asked = question(of, 3)
    assert asked.bounds == (0.022, 0.25)
    assert "The share that political is 2.2% to 25.0%: contested" in asked.used
    assert "punishment lies between custody and camp (asked: at least custody, the threshold): yes" in asked.used
    assert set(asked.basis.claims) == {"B3", "B_custody", "B_camp"}
    assert asked.change == "with the threshold of punishment at death: no"
    chosen = question(of, 3, choice=Choice(thresholds={"punishment": "camp"}))
    assert "at least camp, the threshold): contested" in chosen.used


NOBODY, FEARED = reading("Q0", Any(())), reading("Q3", AtLeast("punishment", THRESHOLD))
OPEN_CASE = law(
    CONVENTION,
    norm(**BY_CHINA, scope=Holds("refugee")),
    NOBODY,
    FEARED,
    fact(stretch("custody")),
    position("ministry", "Q0"),
    position("agency", "Q3"),
)


def test_each_position_is_named_with_its_reading_and_what_it_makes_of_the_norm():
    found = told(OPEN_CASE)
    assert found.truth == Truth.CONTESTED
    assert found.first_failing is found.questions[2]
    holders = found.questions[5]
    assert "Holder of ministry accepts Q0 (Q0): no." in holders.used
    assert "Holder of agency accepts Q3 (Q3): yes." in holders.used
    assert [str(one) for one in holders.changes] == [
        "by the position of holder of ministry: no",
        "by the position of holder of agency: yes",
    ]
    readings = [str(one) for one in found.questions[2].changes if one.words.startswith("by the reading")]
    assert readings == ["by the reading Q0 (Q0): no", "by the reading Q3 (Q3): yes"]


def test_under_one_position_the_others_are_still_named():
    found = told(OPEN_CASE, choice=Choice("agency"))
    assert (found.truth, found.first_failing) == (Truth.YES, None)
    assert found.questions[5].change == "by the position of holder of ministry: no"
    denied = told(OPEN_CASE, choice=Choice("ministry"))
    assert denied.first_failing is denied.questions[2]


def test_a_stance_is_told_with_its_ground_and_decides_alone_where_all_else_is_yes():
    of = law(norm(), position("ministry", stances=[stance("norm", "no")]), position("agency"))
    found = told(of)
    assert found.first_failing is found.questions[5]
    assert "Holder of ministry holds that it does not apply: since it is no: no." in found.questions[5].used
    assert found.questions[5].basis.claims == ("B2",)
    denied = told(of, choice=Choice("ministry"))
    assert (denied.truth, denied.questions[5].truth) == (Truth.NO, Truth.NO)
    disputed = told(law(norm(disputed="Nobody has seen the text.")))
    assert disputed.first_failing is disputed.questions[5]
    assert "It is disputed as a whole: Nobody has seen the text." in disputed.questions[5].used


def test_who_reads_a_command_in_a_way_and_who_is_silent():
    duty, free = alternative("duty", "obligation", by=["author"]), alternative("free", "permission")
    of = law(norm(modality="obligation", alternatives=(duty, free)), position("author"), position("other"))
    holders = question(of, 6)
    assert holders.used == "Holder of author reads its command so: so read: duty: yes. Silent on it: holder of other."
    assert holders.truth == Truth.YES
    assert question(law(norm()), 6).used == "The data holds no position."


def test_two_positions_may_say_no_for_different_reasons():
    of = law(
        norm(scope=Holds("refugee")),
        NOBODY,
        reading("Q4", All(())),
        position("a", "Q0"),
        position("b", "Q4", stances=[stance("norm", "no")]),
    )
    found = told(of)
    assert found.truth == Truth.NO
    assert found.questions[2].truth == Truth.CONTESTED
    assert found.first_failing is found.questions[5]


def test_exceptions_shown_and_not_shown_and_what_was_reserved():
    taken = exception("disaster", Only({"class": ("hostile",)}))
    of = law(CONVENTION, norm(**BY_CHINA, exceptions=(taken, exception("danger", None))))
    asked = question(of, 5, POOR)
    assert asked.truth == Truth.NO
    assert "Exception “save disaster”: yes, since class is hostile (asked: hostile): yes." in asked.used
    assert "Exception “save danger”: not shown; the model has nothing to tell such people by." in asked.used
    assert asked.change == "if class were anything else: yes"
    excluded = law(replace(CONVENTION, reservations=(reservation(CHINA, "norm"),)), norm(**BY_CHINA))
    found = told(excluded)
    assert [one.truth for one in found.questions[:5:2]] == [Truth.YES, Truth.YES, Truth.NO]
    assert found.questions[1].truth == Truth.YES
    assert found.first_failing is found.questions[4]
    assert "China reserved, touching this norm: not these." in found.questions[4].used
    other = law(replace(CONVENTION, reservations=(reservation(CHINA, "other"),)), norm(**BY_CHINA))
    assert "China reserved, not touching this norm: not these." in question(other, 5).used


def test_the_opposite_command_and_what_resolves_it():
    agreement = instrument("agreement", binds=[CHINA], kind="bilateral")
    duty = norm("duty", "agreement", bearers=(CHINA,), modality="obligation")
    of = law(CONVENTION, agreement, norm(**BY_CHINA), duty)
    asked = question(of, 7)
    assert asked.truth == Truth.CONTESTED
    assert "By agreement, Art 1, china must: return; that both apply: yes." in asked.used
    assert told(of).truth == Truth.YES
    ranks = doctrine(prevails=("treaty",), over=("bilateral",))
    won = law(CONVENTION, agreement, norm(**BY_CHINA), duty, ranks)
    assert question(won, 7).truth == Truth.YES
    assert "By the doctrine “later”, convention, Art 1 prevails." in question(won, 7).used
    lost = law(agreement, duty, CONVENTION, norm(**BY_CHINA), ranks)
    assert question(lost, 7).truth == Truth.CONTESTED
    assert question(law(norm()), 7).truth == Truth.YES


def test_the_act_is_supposed_and_what_counts_as_it_is_told():
    counted = law(norm())
    assert "No event of the model is this act: no such event." in question(counted, 4).used
    actions = {"return": replace(counted.actions["return"], exits=("hand_over",), why_none="")}
    assert "A run counts it by hand_over." in question(replace(counted, actions=actions), 4).used


def test_only_one_group_is_explained():
    with pytest.raises(ValueError, match="values to unpack"):
        explain(law(norm()), people(group(), group("home")), DAY, norm="norm")
    with pytest.raises(KeyError):
        explain(law(norm()), ANYBODY, DAY, norm="other")


def test_readings_of_a_command_show_in_the_conflict_of_another_norm():
    free = alternative("free", "permission")
    two_ways = norm("two_ways", modality="obligation", alternatives=(alternative("duty", "obligation"), free))
    asked = question(law(norm(), two_ways), 7)
    assert "state must: return or, read otherwise, may: return; that both apply: yes." in asked.used
