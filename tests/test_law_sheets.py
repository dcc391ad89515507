"""An argument sheet holds both sides of each reading, the norms, facts and shares in question, and every check."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from law_of import (
    MEMORY,
    SEEN,
    claim,
    fact,
    group,
    instrument,
    law,
    member,
    norm,
    people,
    position,
    reading,
    share,
    share_stretch,
    stance,
    stretch,
)
from tumen.law import Choice, Sheet, evaluate, sheet
from tumen.law.body import Law
from tumen.law.instruments import Basis, Reference
from tumen.law.intervals import Interval
from tumen.law.predicates import THRESHOLD, All, Any, AtLeast, Holds, InPlace, Only, Share
from tumen.law.truth import Truth, truths

DAY = date(2003, 5, 1)
HOSTILE = people(group(**{"class": "hostile"}))
HANDBOOK = Reference("handbook", "A handbook", "para 94", MEMORY)


def made() -> Law:
    abroad = reading("abroad", InPlace(("town",)), "abroad")
    feared = reading("Q3", All((Holds("abroad"), AtLeast("punishment", THRESHOLD))))
    readings = [reading("Q0", Any(())), reading("Q1", Share("political")), feared, abroad]
    ban = norm("ban", scope=Holds("refugee"), basis=Basis(references=("handbook",)))
    shelter = norm("shelter", action="shelter", scope=Only({"class": ("hostile",)}))
    said = [
        stretch("custody"),
        stretch("death", first=date(2010, 1, 1)),
        stretch("camp", scope=Only({"sex": ("man",)})),
    ]
    of = law(
        instrument(binds=[member("state", grade=MEMORY)]),
        *readings,
        ban,
        norm("defines", function="constitutive", condition="refugee"),
        shelter,
        norm("duty", modality="obligation"),
        fact(*said),
        fact(name="hunger"),
        share(share_stretch(0.02, 0.25)),
        position("ministry", "Q0"),
        position("agency", "Q1", "Q3", stances=[stance("ban", "yes")]),
        position("elsewhere", "abroad"),
        position("silent"),
    )
    return replace(of, references={"handbook": HANDBOOK})


def told(about: str = "refugee", choice: Choice | None = None) -> Sheet:
    return sheet(made(), HOSTILE, DAY, about=about, choice=choice or Choice())


def test_each_reading_stands_with_both_sides_and_who_accepts_it():
    found = told()
    assert (found.title, list(found.questions)) == ("is a refugee", ["refugee", "abroad"])
    assert [(one.reading.id, one.truth, one.positions) for one in found.readings] == [
        ("Q0", Truth.NO, ("ministry",)),
        ("Q1", Truth.CONTESTED, ("agency",)),
        ("Q3", Truth.YES, ("agency",)),
        ("abroad", Truth.YES, ("elsewhere",)),
    ]
    assert all(one.arguments and one.against for one in found.readings)
    assert found.readings[1].bounds == (0.02, 0.25)


def test_the_norms_on_which_the_condition_bears_with_their_truth_by_position():
    found = told()
    assert [(one.norm.id, one.truth) for one in found.norms] == [("ban", Truth.CONTESTED), ("defines", Truth.YES)]
    by = found.norms[0].positions
    assert by == {"ministry": Truth.NO, "agency": Truth.YES, "elsewhere": Truth.CONTESTED, "silent": Truth.CONTESTED}


def test_a_sheet_says_what_the_evaluation_says():
    of, days = made(), [Interval(DAY, DAY)]
    for choice in (Choice(), Choice("agency"), Choice(thresholds={"punishment": "camp"})):
        found = sheet(of, HOSTILE, DAY, about="refugee", choice=choice)
        for one in found.norms:
            assert one.truth == truths(evaluate(of, HOSTILE, days, choice=choice, norms=[one.norm.id]))[0, 0, 0]


def test_facts_and_shares_stand_with_what_is_said_of_these_people_on_this_day():
    found = told()
    (punishment,) = found.facts
    assert (punishment.low, punishment.high, punishment.threshold) == ("custody", "camp", "custody")
    assert [(one.level, sure) for one, sure in punishment.stretches] == [("custody", True), ("camp", False)]
    (political,) = found.shares
    assert (political.bounds, len(political.stretches)) == ((0.02, 0.25), 1)
    assert told(choice=Choice(thresholds={"punishment": "camp"})).facts[0].threshold == "camp"


def test_everything_that_is_used_stands_with_its_check():
    found = told()
    checks = {one.what: one.grade for one in found.checks}
    assert checks == {
        "norm:ban": SEEN,
        "norm:defines": SEEN,
        "instrument:treaty": SEEN,
        "membership:treaty:state": MEMORY,
        "position:ministry": SEEN,
        "position:agency": SEEN,
        "position:elsewhere": SEEN,
        "reference:handbook": MEMORY,
    }
    assert {"B1", "S1", "B2", "B3", "B_custody", "B_camp"} == set(found.basis.claims)
    assert "B_death" not in found.basis.claims


def test_a_sheet_about_a_norm_has_the_norms_about_the_same_act_of_the_same_party():
    found = told("ban")
    assert [one.norm.id for one in found.norms] == ["ban", "defines", "duty"]
    assert found.title == "treaty, Art 1"
    assert [one.reading.id for one in found.readings] == ["abroad", "Q0", "Q1", "Q3"]
    plain = told("shelter")
    assert ([one.norm.id for one in plain.norms], plain.readings, plain.facts) == (["shelter"], (), ())


def test_a_sheet_is_about_a_described_group():
    found = told()
    assert found.who == "people of whom class is hostile, their status is out and their place is town"
    two = people(group(), group("home"))
    with pytest.raises(ValueError, match="values to unpack"):
        sheet(made(), two, DAY, about="refugee")
    with pytest.raises(KeyError):
        told("other")


def test_a_basis_that_two_things_share_is_cited_once():
    found = told().basis
    assert len(found.claims) == len(set(found.claims))
    assert found.references == ("handbook",)
    assert claim("B1").claims[0] in found.claims
