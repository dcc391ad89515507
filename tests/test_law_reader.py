"""The law of a folder: what is read of it, what counts in its digest, who uses it, and what a day hides of it."""

import json
import re
import shutil
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from errors.cases import BASE, apply
from folder import write
from tumen.law.body import Law
from tumen.law.facts import ShareStretch
from tumen.law.instruments import Basis, Grade, Reservation
from tumen.law.predicates import ALWAYS, All, Any, AtLeast, Between, Holds, InPlace, InStatus, Not, Only, Share
from tumen.situation import Situation, known_by, read_situation, schemas
from tumen.situation.digest import digest
from tumen.situation.fate import fates_of
from tumen.situation.known.law import HINDSIGHT
from tumen.situation.law_models import Ends
from tumen.situation.law_parts import bases_in, claims_of_law
from tumen.situation.toml import FILES
from tumen.trace.usage import usage

WHOLE = read_situation(BASE)
HARBOUR = Path(__file__).parent / "law" / "harbour"
DAY = date(2002, 6, 1)
"""Everything in the base is public, save what a test dates later."""
NORMS, POSITIONS = "norms.toml", "positions.toml"
Edit = Callable[[str, str, str], Situation]


def law_of(situation: Situation) -> Law:
    assert situation.law is not None
    return situation.law


LAW = law_of(WHOLE)


@pytest.fixture
def edit(tmp_path: Path) -> Edit:
    """Give a function that reads the base with one text replaced."""

    def edited(file: str, old: str, new: str) -> Situation:
        folder = Path(shutil.copytree(BASE, tmp_path / "situation"))
        apply(folder, {"file": file, "old": old, "new": new})
        return read_situation(folder)

    return edited


# ---- what is read ------------------------------------------------------------------------------------


def test_a_norm_is_read_as_it_is_written():
    norm = LAW.norms["no_return"]
    where = Not(InPlace(("homeland",)))
    assert norm.scope == All((Holds("refugee"), InStatus(("hiding", "sheltered")), where))
    assert (norm.function, norm.modality, norm.bearers, norm.needs_act) == (
        "regulative",
        "prohibition",
        ("abroad",),
        True,
    )
    assert [(of.id, of.scope) for of in norm.exceptions] == [("danger_to_others", None)]
    assert norm.basis == Basis(references=("treaty_text",))
    assert norm.grade == Grade("memory", None)


def test_every_sort_of_rule_is_read():
    hand_over = LAW.norms["hand_over"]
    days = Between(date(2000, 6, 1), date(2001, 6, 30))
    assert hand_over.scope == Any((Only({"sex": ("woman", "man")}), days))
    assert hand_over.exceptions[0].scope == Share("left_for_beliefs")
    assert hand_over.first == date(2000, 5, 1)
    assert [(of.id, of.modality, of.positions) for of in hand_over.alternatives] == [
        ("duty", "obligation", ("the_police",)),
        ("leave", "permission", ("the_institute",)),
    ]
    assert {name: of.covers for name, of in LAW.readings.items()} == {
        "Q0": Any(()),
        "Q1": Share("left_for_beliefs"),
        "Q3": AtLeast("punishment", "threshold"),
    }
    assert LAW.norms["no_return_act"].scope == ALWAYS


def test_instruments_facts_shares_and_doctrines_are_read():
    treaty = LAW.instruments["treaty"]
    assert treaty.reservations == (
        Reservation("abroad", (), "It pays for nobody's journey.", Basis(references=("treaty_text",))),
    )
    assert [(of.party, of.bindingness, of.first) for of in treaty.memberships] == [
        ("abroad", "party", date(1995, 1, 1))
    ]
    assert [(of.level, of.first, of.last) for of in LAW.facts["punishment"].stretches] == [
        ("questioning", None, date(2000, 12, 31)),
        ("prison", date(2000, 7, 1), None),
    ]
    counted = ShareStretch(0.1, 0.3, None, None, ALWAYS, Basis(observations=("seen",)), "")
    assert LAW.shares["left_for_beliefs"].stretches[0] == counted
    assert LAW.doctrines["refuge_first"].norms == (("no_return", "hand_over"),)
    assert LAW.doctrines["treaties_first"].over == ("statute",)


@pytest.mark.parametrize("name", ["island-evacuation", "hidden-five"])
def test_a_situation_without_the_files_has_no_law(name: str):
    assert read_situation(name).law is None


@pytest.mark.parametrize("folder", [BASE, HARBOUR, "dprk-china"], ids=["base", "harbour", "flagship"])
def test_a_written_law_reads_back_as_it_was(folder: Path | str, tmp_path: Path):
    situation = read_situation(folder)
    again = read_situation(write(situation, tmp_path / situation.id))
    assert again.law == law_of(situation)
    assert again.digest == situation.digest


# ---- what counts -------------------------------------------------------------------------------------


def with_law(**changed: object) -> str:
    return digest(replace(WHOLE, law=replace(LAW, **changed)))  # type: ignore[arg-type]


def test_the_order_of_norms_and_of_names_does_not_count(edit: Edit):
    assert with_law(norms=dict(reversed(list(LAW.norms.items())))) == WHOLE.digest
    turned = edit(NORMS, 'statuses = ["hiding", "sheltered"]', 'statuses = ["sheltered", "hiding"]')
    assert turned.digest == WHOLE.digest


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (NORMS, "scope = { all = [{ holds", "scope = { any = [{ holds"),
        (NORMS, '[["no_return", "hand_over"]]', '[["hand_over", "no_return"]]'),
        (NORMS, '["none", "questioning", "prison"]', '["questioning", "none", "prison"]'),
        (POSITIONS, "covers = { any = [] }", "covers = { all = [] }"),
        (NORMS, 'words = "They must be handed over."', 'words = "They have to be handed over."'),
    ],
)
def test_what_changes_the_law_changes_the_digest(edit: Edit, file: str, *, old: str, new: str):
    assert edit(file, old, new).digest != WHOLE.digest


def test_law_is_part_of_what_a_situation_means():
    assert digest(replace(WHOLE, law=None)) != WHOLE.digest


# ---- who uses it -------------------------------------------------------------------------------------


def test_claims_of_the_law_are_named_with_what_rests_on_them():
    assert claims_of_law(LAW) == {
        "K5": ("instrument.agreement",),
        "K2": ("position.the_police",),
        "K1": ("position.the_institute",),
    }
    assert claims_of_law(None) == {}


def test_rules_are_settled_by_the_law_or_set_aside():
    flagship = read_situation("dprk-china")
    rules = {claim.id for claim in flagship.claims.values() if claim.kind == "rule"}
    fates = fates_of(flagship)
    assert len(rules) == 71
    assert rules <= set(fates)
    assert [name for name in rules if not fates[name].settled] == []
    assert {name for name in rules if fates[name].aside} == set(law_of(flagship).set_aside)
    without = replace(flagship, law=replace(law_of(flagship), norms={}, instruments={}, set_aside={}))
    assert [name for name in rules if not fates_of(without)[name].settled]
    assert not rules & set(fates_of(replace(flagship, law=None)))


# ---- as it was known by some day ----------------------------------------------------------------------


def secret(until: date) -> Situation:
    """Give the base, its agreement secret until after a day."""
    agreement = replace(LAW.instruments["agreement"], known_from=date.fromordinal(until.toordinal() + 1))
    return replace(WHOLE, law=replace(LAW, instruments={**LAW.instruments, "agreement": agreement}))


def test_a_secret_instrument_is_hidden_with_its_norms():
    seen = known_by(secret(DAY), DAY)
    law = law_of(seen)
    assert seen.hidden is not None
    assert seen.hidden.instruments == ("agreement",)
    assert seen.hidden.counts["instruments"] == 1
    assert set(LAW.norms) - set(law.norms) == {"hand_over"}
    assert law.doctrines["refuge_first"].norms == ()
    assert law.norms["no_return"] == LAW.norms["no_return"]


def test_an_instrument_that_is_known_stays():
    seen = known_by(secret(date(2001, 12, 31)), DAY)
    assert set(law_of(seen).norms) == set(LAW.norms)
    assert seen.hidden is not None
    assert seen.hidden.instruments == ()


def test_what_came_out_later_supports_no_law_and_that_is_said():
    day = date(2001, 12, 31)  # of the series `seen` nothing is public yet
    law = law_of(known_by(WHOLE, day))
    assert law.shares["left_for_beliefs"].stretches[0].basis == Basis(references=(HINDSIGHT,))
    assert HINDSIGHT in law.references
    assert not any("seen" in basis.observations for basis in bases_in(law.shares["left_for_beliefs"]))
    assert HINDSIGHT not in LAW.references


def test_a_law_that_is_known_by_some_day_keeps_the_rules_of_the_format(tmp_path: Path):
    seen = known_by(secret(DAY), DAY)
    assert read_situation(write(seen, tmp_path / "base")).law == seen.law


# ---- the page ----------------------------------------------------------------------------------------


def test_every_key_of_the_files_is_documented():
    page = (Path(__file__).parents[1] / "docs" / "situation-format.md").read_text(encoding="utf-8")
    section = page.partition("\n## Law\n")[2]
    files = [schemas()[file] for file in (NORMS, POSITIONS)]
    tables = [table for of in files for table in (of, *of["$defs"].values()) if "properties" in table]
    keys = {key for table in tables for key in table["properties"]}
    assert {key for key in keys if not re.search(rf"\b{key}\b", section)} == set()
    values = {value for of in files for value in re.findall(r'"enum": \[([^]]*)\]', json.dumps(of))}
    words = {word for value in values for word in re.findall(r'"(\w+)"', value)}
    assert {word for word in words if not re.search(rf"\b{word}\b", section)} == set()


def test_the_examples_of_the_page_fit_the_models():
    page = (Path(__file__).parents[1] / "docs" / "situation-format.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", page.partition("\n## Law\n")[2], re.DOTALL)
    assert len(blocks) == 3
    for file, block in zip((NORMS, POSITIONS), blocks, strict=False):
        FILES[file].model_validate(tomllib.loads(block))
    Ends.model_validate(tomllib.loads(blocks[2])["end"])


def test_what_rests_on_a_claim_of_the_law_is_found_from_the_claim():
    assert ("norm", "hand_over") not in {(of.kind, of.name) for of in usage(WHOLE, "K2")}
    assert ("position", "the_police") in {(of.kind, of.name) for of in usage(WHOLE, "K2")}
    assert ("share", "left_for_beliefs") in {(of.kind, of.name) for of in usage(WHOLE, "seen-1")}
    aside = replace(WHOLE, law=replace(LAW, set_aside={"K4": "It is a figure, in a test."}))
    assert ("set aside", "", "It is a figure, in a test.") in {(of.kind, of.name, of.how) for of in usage(aside, "K4")}
