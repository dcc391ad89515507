"""Each problem that a situation folder can have is found, and said in the words recorded beside it."""

import re
from pathlib import Path

import pytest

from errors.cases import BASES, Case, cases, make
from tumen.errors import Problem, SituationError, codes
from tumen.situation import check_folder, read_situation

CASES = cases()
# T190 and T191 are raised while a model is built (tests/test_model.py, tests/test_journey_model.py); the others are
# about texts beside the folder: tests/test_locators.py has their words, tests/flee/cases.toml those of Flee folders.
# T315 is about reforms (tests/test_reform.py), T33x and T34x about questions to the law, T36x about comparisons.
ELSEWHERE = {
    "T190",
    "T191",
    "T290",
    "T291",
    "T292",
    "T315",
    "T358",  # asked for by a run: tests/test_policy_data.py
    *(f"T{ten}{digit}" for ten in (28, 33, 34, 36) for digit in range(10)),
}


def said(problems: tuple[Problem, ...]) -> str:
    return "\n".join(str(problem) for problem in problems)


@pytest.mark.parametrize("base", BASES.values(), ids=BASES)
def test_the_base_of_all_cases_has_no_problem(base: Path):
    assert said(check_folder(base)) == ""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_every_problem_is_said_in_these_words(case: Case, tmp_path: Path):
    folder = make(case, tmp_path)
    problems = check_folder(folder)
    assert said(problems) == case.says
    with pytest.raises(SituationError) as caught:
        read_situation(folder)
    assert caught.value.problems == problems
    assert caught.value.exit_code == 3
    assert caught.value.code == problems[0].code


def test_names_of_cases_are_unique():
    names = [case.name for case in CASES]
    assert sorted(set(names)) == sorted(names)


def test_each_code_of_a_situation_has_a_case():
    recorded = {code for case in CASES for code in re.findall(r"^(T\d{3}) ", case.says, re.MULTILINE)}
    assert recorded == {code for code in codes() if code[1] in "123"} - ELSEWHERE


def test_one_problem_hides_none_in_other_files(tmp_path: Path):
    alone = [case for case in CASES if case.name in ("an unknown place", "negative people", "an outcome within itself")]
    together = Case("together", tuple(edit for case in alone for edit in case.edits), "")
    words = {str(problem) for problem in check_folder(make(together, tmp_path))}
    assert words == {line for case in alone for line in re.split(r"\n(?=T)", case.says)}


def test_the_error_lists_all_problems(tmp_path: Path):
    case = next(case for case in CASES if case.name == "problems in several files")
    with pytest.raises(SituationError) as caught:
        read_situation(make(case, tmp_path))
    assert f"{len(caught.value.problems)} problems in situation:" in str(caught.value)
    assert case.says in str(caught.value)
