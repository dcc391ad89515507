"""Files of reforms: law as it would be, and what a reform may not do."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from errors.cases import BASE
from tumen.errors import SituationError
from tumen.law.body import Law
from tumen.situation import read_reform, read_situation

WHOLE = read_situation(BASE)
GROUND = 'references = ["treaty_text"]\ngrade = { state = "memory" }\n'
NEW = f"""
[instrument.amended]
title = "Amended act on people who flee"
kind = "statute"
in_force = 2001-07-01
{GROUND}
[[instrument.amended.membership]]
party = "abroad"
bindingness = "party"
{GROUND}
[norm.no_return_of_women]
instrument = "amended"
title = "no return of women"
words = "No woman is returned."
function = "regulative"
modality = "prohibition"
bearers = ["abroad"]
action = "return"
scope = {{ only = {{ sex = ["woman"] }} }}
implements = ["no_return"]
{GROUND}"""


def reform(folder: Path, text: str) -> Law:
    path = folder / "reform.toml"
    path.write_text(text, encoding="utf-8")
    return read_reform(path, WHOLE)


def words(folder: Path, text: str) -> str:
    with pytest.raises(SituationError) as caught:
        reform(folder, text)
    return "\n".join(str(problem) for problem in caught.value.problems)


def test_a_reform_adds_and_ends(tmp_path: Path):
    law = reform(tmp_path, "[end]\nhand_over = 2001-06-30\n" + NEW)
    assert WHOLE.law is not None
    assert set(law.norms) - set(WHOLE.law.norms) == {"no_return_of_women"}
    assert law.norms["hand_over"] == replace(WHOLE.law.norms["hand_over"], last=date(2001, 6, 30))
    assert law.norms["no_return"] == WHOLE.law.norms["no_return"]
    assert law.positions == WHOLE.law.positions
    assert law.instruments["amended"].in_force == date(2001, 7, 1)


def test_a_new_reading_may_be_given_to_an_old_condition(tmp_path: Path):
    text = '[reading.Q9]\ncondition = "refugee"\ntitle = "everybody"\ncovers = { all = [] }\n'
    assert list(reform(tmp_path, text).readings) == ["Q0", "Q1", "Q3", "Q9"]


def test_a_law_can_begin_with_a_reform(tmp_path: Path):
    path = tmp_path / "reform.toml"
    path.write_text('[party.abroad]\ntitle = "Abroad"\n', encoding="utf-8")
    assert set(read_reform(path, replace(WHOLE, law=None)).parties) == {"abroad"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            '[party.abroad]\ntitle = "Elsewhere"\n',
            "T315 there is a party 'abroad' already\n  where: reform.toml, party.abroad\n  remedy: give it another id",
        ),
        (
            NEW.replace("no_return_of_women", "hand_over"),
            "T315 there is a norm 'hand_over' already\n  where: reform.toml, norm.hand_over\n"
            "  remedy: give it another id; end the old one under [end]",
        ),
        (
            "[end]\nhand_ove = 2001-06-30\n",
            "T315 there is no norm 'hand_ove' to end\n  where: reform.toml, end.hand_ove\n  remedy: write 'hand_over'",
        ),
        (
            "[end]\nhand_over = 1999-06-30\n",
            "T315 'hand_over' would end on 1999-06-30, before it begins on 2000-05-01\n"
            "  where: reform.toml, end.hand_over\n  remedy: write a later day",
        ),
        (
            '[end]\nhand_over = "soon"\n',
            "T116 hand_over is 'soon', not a day as YYYY-MM-DD\n  where: reform.toml, end.hand_over\n"
            "  remedy: write a day as YYYY-MM-DD, without quotation marks",
        ),
        (
            NEW.replace('["woman"]', '["girl"]'),
            "T121 sex has no value 'girl'\n  where: reform.toml, norm.no_return_of_women.scope.only\n"
            "  remedy: write one of: man, woman",
        ),
        (
            NEW.replace('action = "return"', 'action = "retun"'),
            "T120 there is no action 'retun'\n  where: reform.toml, norm.no_return_of_women.action\n"
            "  remedy: write 'return', or add it to norms.toml",
        ),
        (
            NEW.replace('title = "no return of women"', 'title = "illegals"'),
            "T314 the text says 'illegals'\n  where: reform.toml, norm.no_return_of_women.title\n"
            "  remedy: write people, returned by force, prima facie incompatible with; "
            "or quote who says it, between “ and ”",
        ),
        (
            '[reading.Q9]\ncondition = "refugee"\ntitle = "whoever is"\ncovers = { holds = "refugee" }\n',
            "T304 it asks for itself: condition refugee > condition refugee\n"
            "  where: reform.toml, reading.Q9.covers\n  remedy: take one of these out",
        ),
        (
            NEW.replace('references = ["treaty_text"]', 'claims = ["K3"]', 1),
            "T168 'K3' is kept out: it could harm people\n  where: reform.toml, instrument.amended.claims\n"
            "  remedy: take it out here: nothing rests on it",
        ),
    ],
)
def test_what_a_reform_may_not_do(text: str, says: str, tmp_path: Path):
    assert words(tmp_path, text) == says


def test_a_norm_that_ended_is_not_prolonged(tmp_path: Path):
    assert WHOLE.law is not None
    ended = replace(WHOLE.law.norms["hand_over"], last=date(2000, 12, 31))
    situation = replace(WHOLE, law=replace(WHOLE.law, norms={**WHOLE.law.norms, "hand_over": ended}))
    path = tmp_path / "reform.toml"
    path.write_text("[end]\nhand_over = 2001-06-30\n", encoding="utf-8")
    with pytest.raises(SituationError, match=r"T315 'hand_over' ends on 2000-12-31 already, before 2001-06-30"):
        read_reform(path, situation)


def test_all_problems_of_a_reform_are_told_at_once(tmp_path: Path):
    said = words(tmp_path, NEW.replace("implements", "implement") + "\n[end]\nnothing = 2001-01-01\n[x]\n")
    assert re.findall(r"^T\d{3}", said, re.MULTILINE) == ["T114", "T114", "T315"]


def test_a_reform_that_is_not_there_is_said_to_be_missing(tmp_path: Path):
    with pytest.raises(SituationError, match="T101 the file cannot be read"):
        read_reform(tmp_path / "reform.toml", WHOLE)
