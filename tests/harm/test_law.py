"""What is said of law: nobody is judged, nobody is called a name, no author is said to be right, no figure is small."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from harm.conftest import speak
from tumen.report.law.section import law_section
from tumen.report.strings import TEXT
from tumen.report.summary import summarise

ROOT = Path(__file__).parents[1]
HARBOUR = str(ROOT / "law" / "harbour")
FORBIDDEN = re.compile(
    r"\billegals\b|\bviolations?\b.{0,20}\bfound\b|\bfound\b.{0,20}\bviolations?\b|\bbreach(es)?\s+found\b"
    r"|\bguilty\b|\bdefectors?\s+are\b|\bstock of brides\b|\b(is|are|was|were) (right|wrong) (to|that|about|in)\b"
    r"|\byou (are|should|must|have to)\b|\billegal (entrants?|migrants?|immigrants?|aliens?)\b(?!”)",
    re.IGNORECASE,
)
"""Words of section 7 of the design, and whatever else says the same. What sources say is another matter."""
QUESTIONS = {
    "summary": (),
    "day": ("--date", "2003-05-01"),
    "before": ("--date", "1982-12-22"),
    "as held": ("--date", "2003-05-01", "--position", "chinese_government"),
    "why": ("--date", "2003-05-01", "--explain", "refugee_convention_33_1", "--status", "C1"),
    "why not": ("--date", "1982-12-22", "--explain", "refugee_convention_33_1", "--status", "C1"),
    "matrix": ("--matrix",),
    "sheet": ("--date", "2003-05-01", "--sheet", "refugee", "--place", "china"),
}
_LIMIT = 10


def ours(text: str) -> str:
    """Leave out what claims say: lines of sources, ours in words and theirs in substance."""
    return "\n".join(line for line in text.splitlines() if not re.match(r"  (\w+): .*\((song-2003|bai-2012), ", line))


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_answer_uses_a_word_that_judges(question: str):
    told = ours(speak("law", "dprk-china", *QUESTIONS[question]))
    assert len(told) > 1000
    assert [found.group(0) for found in FORBIDDEN.finditer(told)] == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_answer_says_what_it_is_not_and_marks_what_is_from_memory(question: str):
    told = speak("law", "dprk-china", *QUESTIONS[question])
    assert "No legal advice, and about no person" in told
    assert "hresholds, which are a choice and not a finding" in told
    assert "from memory" in told


def test_no_sentence_of_ours_uses_such_a_word():
    text = {key: words for key, words in TEXT.items() if key.startswith(("law.", "section.law"))}
    assert len(text) > 150
    assert {key: words for key, words in text.items() if FORBIDDEN.search(words)} == {}


@pytest.mark.parametrize(
    "words", ["the illegals", "3 violations were found", "who is wrong about it", "illegal entrants"]
)
def test_such_a_word_is_recognised(words: str):
    assert FORBIDDEN.search(words)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("law") / "run"
    speak("run", HARBOUR, "--draws", "3", "--out", str(folder))
    return folder


@pytest.fixture(scope="module")
def flagship(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("law") / "flagship"
    speak("run", "dprk-china", "--draws", "2", "--out", str(folder))
    return folder


def figures(told: Any) -> Iterator[float]:
    """Find every quantile in a JSON answer."""
    if isinstance(told, Mapping):
        yield from (float(told[key]) for key in ("q05", "q50", "q95") if told.get(key) is not None)
    inner = told.values() if isinstance(told, Mapping) else told if isinstance(told, list) else ()
    for one in inner:
        yield from figures(one)


@pytest.mark.parametrize("years", [(), ("--years", "2021-2025"), ("--years", "2003")])
def test_no_count_of_a_run_is_small_or_fine(flagship: Path, years: tuple[str, ...]):
    told = speak("law", "dprk-china", "--run", str(flagship), *years, "--json")
    found = list(figures(json.loads(told)))
    assert len(found) > 200
    assert all(value == 0 or (value >= _LIMIT and value % _LIMIT == 0) for value in found)


def test_the_report_of_a_run_judges_nobody_and_counts_nobody_small(flagship: Path):
    page = (flagship / "report.html").read_text("utf-8")
    section = page[page.index('id="law"') : page.index("</section>", page.index('id="law"'))]
    assert [found.group(0) for found in FORBIDDEN.finditer(re.sub(r"<[^>]*>", " ", section))] == []
    table = section[section.index('class="stack counts"') :]
    cells = re.findall(r'<td data-label="(?:low|high) world">(.*?)</td>', table)
    numbers = [float(n.replace(",", "")) for cell in cells for n in re.findall(r"(?<!under )\b\d[\d,]*", cell)]
    assert len(numbers) > 100
    assert all(value == 0 or (value >= _LIMIT and value % _LIMIT == 0) for value in numbers)


def test_the_report_states_who_holds_what_and_says_that_it_does_not_decide(flagship: Path):
    page = (flagship / "report.html").read_text("utf-8")
    assert "The Chinese government, by its foreign ministry" in page
    assert "says neither that it is right nor that it is wrong" in page
    assert "No row says that anything was unlawful" in page
    assert "checked by nobody" in page


def test_a_situation_without_law_has_no_section():
    from made_up import dataset, hidden_five

    made = dataset(hidden_five(), lambda world, outcome, year: 1000.0 + year)
    assert law_section(summarise(made, hidden_five())) == []


def test_a_run_without_an_account_says_so():
    from made_up import dataset
    from tumen.situation import read_situation

    situation = read_situation(HARBOUR)
    summary = summarise(dataset(situation, lambda world, outcome, year: 1000.0 + year), situation)
    assert summary.account is None
    assert "keeps no account for the law" in "".join(law_section(summary))
