"""Cases that a jurist reads: facts, a day, the answer, and why. How they are written is told in `law_cases`."""

from __future__ import annotations

from collections import Counter

import pytest

from law_cases import FLAGSHIP, WORDS, Case, all_cases, answers, choices, found, groups, law_of, situation
from tumen.law import Choice, Explanation, People, Subject, explain
from tumen.law.norms import Modality
from tumen.law.truth import truths
from tumen.situation.subjects import people_of

CASES = all_cases()
OF_THE_FLAGSHIP = [case for case in CASES if case.situation == FLAGSHIP]
AT_LEAST = 70
REASON = 25  # characters: a sentence, not a word


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_law_answers_as_a_jurist_does(case: Case):
    assert list(groups(case)), f"nobody in the situation is {dict(case.who)}"
    assert found(case) == {case.expected}, told(case)


@pytest.mark.parametrize("case", [case for case in CASES if case.bounds], ids=str)
def test_shares_are_those_worked_out_by_hand(case: Case):
    assert case.bounds is not None
    for bounds in answers(case).reshape(-1, 2):
        assert tuple(bounds) == pytest.approx(case.bounds)


@pytest.mark.parametrize("case", [case for case in CASES if case.fails], ids=str)
def test_why_not_is_the_first_question_that_fails(case: Case):
    assert case.expected == "no"
    for choice in choices(case):
        for group in list(groups(case))[:3]:
            failing = explained(case, group, choice).first_failing
            assert failing is not None
            assert failing.number == case.fails, told(case)


def test_there_are_many_cases_and_most_are_not_yes():
    truths = Counter(case.expected for case in OF_THE_FLAGSHIP)
    assert set(truths) == set(WORDS)
    assert truths.total() >= AT_LEAST
    assert truths["no"] + truths["contested"] >= truths.total() / 2
    assert truths["contested"] >= truths.total() / 4


def test_no_case_is_told_twice():
    assert not [name for name, times in Counter(map(str, CASES)).items() if times > 1]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_says_why_and_cites_what_there_is(case: Case):
    told_by, evidence = law_of(case), situation(case.situation).evidence
    assert case.question.endswith("?")
    assert len(case.why) >= REASON
    assert case.why.endswith(".")
    assert case.article
    assert case.claims or case.observations or case.references
    assert set(case.claims) <= set(evidence.claims)
    assert set(case.observations) <= {one.series for one in evidence.observations.values()}
    assert set(case.references) <= set(told_by.references)
    assert set(case.who) <= {"status", "place", *situation(case.situation).attributes}
    assert bool(case.norm) + bool(case.condition) + bool(case.reading) == 1
    assert not case.commands or (case.norm and case.commands in Modality.__args__)


def told(case: Case) -> str:
    """Say what a case asked, what was answered of whom, and why of the first group that was answered otherwise."""
    asked = case.norm or case.condition or f"reading {case.reading}"
    lines = [case.question, f"{asked} on {case.date}, position {case.position or 'none'}, {dict(case.thresholds)}"]
    lines += [f"expected {case.expected}: {case.why}"]
    for choice, bounds in zip(choices(case), answers(case), strict=True):
        wrong = truths(bounds) != WORDS.index(case.expected)
        others = [(one, of) for one, of, other in zip(groups(case), bounds, wrong, strict=True) if other]
        lines += [f"  {choice.position or 'all'}: {low:g} to {high:g} of {one}" for one, (low, high) in others[:3]]
        lines += _why(case, others[0][0], choice) if others and case.norm else []
    return "\n".join(lines)


def _why(case: Case, group: Subject, choice: Choice) -> list[str]:
    """Give the seven questions about one group."""
    found = explained(case, group, choice)
    return [f"    {one.number} {one.text} {WORDS[one.truth]}; {one.used} {one.note}" for one in found.questions]


def explained(case: Case, group: Subject, choice: Choice) -> Explanation:
    """Ask the seven questions about one group."""
    people = People((group,), people_of(situation(case.situation)).inside)
    return explain(law_of(case), people, case.date, norm=case.norm, choice=choice)
