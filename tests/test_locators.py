"""Claims are looked up in the paragraphs that their locators name: on two invented documents of ours."""

import json
import random
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tumen.cli import exit_code
from tumen.evidence import KEPT_OUT, Claim, Evidence
from tumen.evidence.locators import LocatorReport, check_claims, document_of, split_locator
from tumen.evidence.texts import read_texts
from tumen.situation import read_situation, situation_folder

SOURCES = Path(__file__).parent / "sources"
SEEDS = range(20)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return read_situation("hidden-five").evidence


@pytest.fixture(scope="module")
def texts(evidence: Evidence) -> dict[str, str]:
    return read_texts(SOURCES, evidence.sources)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line: exit code, stdout, stderr."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = exit_code([str(a) for a in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def with_claims(evidence: Evidence, *claims: Claim) -> Evidence:
    return replace(evidence, claims={claim.id: claim for claim in claims})


def changed(evidence: Evidence, texts: dict[str, str], name: str, **change: object) -> LocatorReport:
    """Check one claim with something about it changed."""
    claims = {**evidence.claims, name: replace(evidence.claims[name], **change)}  # type: ignore[arg-type]
    report = check_claims(replace(evidence, claims=claims), texts)
    assert [missing.claim for missing in report.missing] in ([], [name])
    return report


# ---- what is found, and what is not ------------------------------------------------------------


def test_all_ten_claims_stand_where_their_locators_say(evidence: Evidence, texts: dict[str, str]):
    assert check_claims(evidence, texts) == LocatorReport({"survey-2003": 4, "relief-2004": 6}, ())


def test_no_claim_stands_anywhere_else(evidence: Evidence, texts: dict[str, str]):
    claims = list(evidence.claims.values())
    for source, about in evidence.sources.items():
        document = document_of(about, [c for c in claims if c.source == source], texts[source])
        for claim in claims:
            assert document.where(claim.tokens) == ((claim.locator,) if claim.source == source else ())


@pytest.mark.parametrize("seed", SEEDS)
def test_with_locators_shuffled_only_those_that_stay_are_found(evidence: Evidence, texts: dict[str, str], seed: int):
    claims = list(evidence.claims.values())
    places = [(claim.source, claim.locator) for claim in claims]
    random.Random(seed).shuffle(places)
    moved = [replace(c, source=s, locator=at) for c, (s, at) in zip(claims, places, strict=True)]
    report = check_claims(with_claims(evidence, *moved), texts)
    stay = {c.id for c, at in zip(claims, places, strict=True) if at == (c.source, c.locator)}
    assert {missing.claim for missing in report.missing} == set(evidence.claims) - stay


def test_the_documents_hold_what_is_hard_to_read(evidence: Evidence, texts: dict[str, str]):
    documents = {
        source: document_of(about, [c for c in evidence.claims.values() if c.source == source], texts[source])
        for source, about in evidence.sources.items()
    }
    survey, relief = documents["survey-2003"].sections, documents["relief-2004"].sections
    assert list(survey)[1:] == ["Title", "Introduction", "Results"]
    assert survey["Title"][-1] == "June 2003"
    assert survey["Results"][2].startswith("An elder")
    assert survey["Results"][2].endswith("disagrees.")
    assert len(relief["Return"]) == 4
    assert relief["Return"][2].endswith('wrote "brown", and shut the book.')
    assert "the year of the flood were Eastmark's first" in relief["Return"][3]


def test_a_claim_may_stand_in_a_paragraph_with_others(evidence: Evidence, texts: dict[str, str]):
    again = replace(evidence.claims["K001"], id="K011", tokens=("neighbours know the same people",))
    assert check_claims(with_claims(evidence, *evidence.claims.values(), again), texts).missing == ()


def test_an_absent_token_is_missing_although_the_other_stands_there(evidence: Evidence, texts: dict[str, str]):
    (missing,) = changed(evidence, texts, "K001", tokens=("some 6,000 people", "crossword")).missing
    assert missing.why == "the paragraph lacks 'crossword'"
    assert missing.stands_in == ()
    assert missing.apart == {"some 6,000 people": ("Results / 2",), "crossword": ()}


def test_it_is_said_where_all_tokens_stand(evidence: Evidence, texts: dict[str, str]):
    (missing,) = changed(evidence, texts, "K001", locator="Results / 5").missing
    assert missing.why == "the paragraph lacks 'some 6,000 people' and 'between 4,000 and 9,000'"
    assert missing.stands_in == ("Results / 2",)
    assert missing.apart == {}


@pytest.mark.parametrize(
    "place",
    [
        ("Findings / 2", "there is no section 'Findings'"),
        ("Results", "its locator does not end with ' / ' and the number of a paragraph"),
        ("Results / two", "its locator does not end with ' / ' and the number of a paragraph"),
        ("Results / 0", "its locator does not end with ' / ' and the number of a paragraph"),
        ("Results / 99", "the section has 9 paragraphs"),
        ("Introduction / 6", "the section has 5 paragraphs"),
    ],
)
def test_a_place_that_is_none_is_missing(evidence: Evidence, texts: dict[str, str], place: tuple[str, str]):
    locator, why = place
    (missing,) = changed(evidence, texts, "K001", locator=locator).missing
    assert missing.why == why
    assert missing.stands_in == ("Results / 2",)


def test_a_claim_without_tokens_is_missing(evidence: Evidence, texts: dict[str, str]):
    (missing,) = changed(evidence, texts, "K001", tokens=()).missing
    assert missing.why == "it has no tokens to look for"
    assert missing.stands_in == ()


@pytest.mark.parametrize("token", ["6,00", "000 people", "Some 6,000 people", "Results"])
def test_parts_of_words_other_case_and_headings_do_not_count(evidence: Evidence, texts: dict[str, str], token: str):
    assert len(changed(evidence, texts, "K001", tokens=(token,)).missing) == 1


def test_a_section_may_have_a_stroke_in_its_name():
    assert split_locator("Law and / or order / 12") == ("Law and / or order", 12)


# ---- what is kept out ----------------------------------------------------------------------------


@pytest.mark.parametrize("change", [{"locator": "Return / 1"}, {"tokens": ("followed my goat", "the constable")}])
def test_tokens_of_what_is_kept_out_are_not_told(evidence: Evidence, texts: dict[str, str], change: dict[str, object]):
    assert evidence.claims["K010"].statement == KEPT_OUT
    (missing,) = changed(evidence, texts, "K010", **change).missing
    assert missing.why == "the paragraph lacks a token"
    assert missing.apart == {}
    assert not re.search("goat|clerk|constable", repr(missing))


# ---- tokens as shipped -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["dprk-china", "hidden-five"])
def test_a_claim_with_short_tokens_has_two(name: str):
    for claim in read_situation(name).evidence.claims.values():
        assert claim.tokens
        assert max(map(len, claim.tokens)) >= 12 or len(claim.tokens) > 1
        assert all(token == token.strip() and len(token.split()) <= 7 for token in claim.tokens)


# ---- tumen evidence check -------------------------------------------------------------------------


@pytest.fixture
def astray(tmp_path: Path) -> Path:
    """Give a copy of the situation with three locators gone wrong, one of them of a claim that is kept out."""
    folder = shutil.copytree(situation_folder("hidden-five"), tmp_path / "astray")
    path = folder / "claims.csv"
    text = path.read_text("utf-8")
    for old, new in (("Results / 2", "Findings / 2"), ("dairy", "bakery"), ("Return / 3", "Return / 1")):
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    return folder


def test_the_command_says_that_all_is_well(run: Run):
    code, out, err = run("evidence", "check", "hidden-five", "--sources", SOURCES)
    assert (code, err) == (0, "")
    assert out == (
        "survey-2003: 4 of 4 claims found\n"
        "relief-2004: 6 of 6 claims found\n"
        "10 of 10 claims stand where their locators say\n"
    )


def test_the_command_says_it_to_programs(run: Run):
    code, out, err = run("evidence", "check", "hidden-five", "--sources", SOURCES, "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert {key: found[key] for key in ("claims", "found", "missing")} == {"claims": 10, "found": 10, "missing": []}


def test_the_command_says_what_is_missing(run: Run, astray: Path):
    code, out, err = run("evidence", "check", astray, "--sources", SOURCES)
    assert code == 3
    assert out == (
        "K001 survey-2003, Findings / 2: there is no section 'Findings'; its tokens stand in Results / 2\n"
        "K004 survey-2003, Results / 5: the paragraph lacks 'bakery'; 'about six in ten' stands in Results / 5; "
        "'bakery' stands nowhere\n"
        "K010 relief-2004, Return / 1: the paragraph lacks a token; its tokens stand in Return / 3\n"
        "survey-2003: 2 of 4 claims found\n"
        "relief-2004: 5 of 6 claims found\n"
        "7 of 10 claims stand where their locators say\n"
    )
    assert err == (
        "T290 3 of 10 claims are not where the locator says\n"
        f"  where: {astray}, claims.csv\n"
        "  remedy: mend locator or tokens in claims.csv; sources.toml declares sections without a printed heading\n"
        "  more: tumen explain T290\n"
    )


def test_the_command_says_what_is_missing_to_programs(run: Run, astray: Path):
    code, out, err = run("evidence", "check", astray, "--sources", SOURCES, "--json")
    assert code == 3
    assert err.startswith("T290 3 of 10 claims are not where the locator says\n")
    found = json.loads(out)
    assert (found["claims"], found["found"]) == (10, 7)
    assert found["missing"] == [
        {
            "id": "K001",
            "source": "survey-2003",
            "locator": "Findings / 2",
            "why": "there is no section 'Findings'",
            "stands_in": ["Results / 2"],
            "apart": {},
        },
        {
            "id": "K004",
            "source": "survey-2003",
            "locator": "Results / 5",
            "why": "the paragraph lacks 'bakery'",
            "stands_in": [],
            "apart": {"about six in ten": ["Results / 5"], "bakery": []},
        },
        {
            "id": "K010",
            "source": "relief-2004",
            "locator": "Return / 1",
            "why": "the paragraph lacks a token",
            "stands_in": ["Return / 3"],
            "apart": {},
        },
    ]
    assert not re.search("goat|clerk", out + err)


def test_missing_texts_are_named_with_what_to_do(run: Run, tmp_path: Path):
    shutil.copy(SOURCES / "relief-2004.txt", tmp_path)
    code, out, err = run("evidence", "check", "hidden-five", "--sources", tmp_path)
    assert (code, out) == (3, "")
    assert err == (
        "T291 there is no text of the source 'survey-2003'\n"
        f"  where: {tmp_path / 'survey-2003.txt'}\n"
        "  remedy: put the text of the source there, as UTF-8; --sources names the folder\n"
        "  more: tumen explain T291\n"
    )


def test_all_texts_that_cannot_be_read_are_named_at_once(run: Run, tmp_path: Path):
    (tmp_path / "survey-2003.txt").mkdir()
    (tmp_path / "relief-2004.txt").write_bytes(b"Those who hide\n\nTurnips \xe0 la mode\n")
    code, out, _ = run("evidence", "check", "hidden-five", "--sources", tmp_path, "--json")
    problems = json.loads(out)["error"]["problems"]
    assert code == 3
    assert [problem["code"] for problem in problems] == ["T291", "T292"]
    assert problems[0]["message"].startswith("the text of the source 'survey-2003' cannot be read: ")
    assert problems[1] == {
        "code": "T292",
        "file": str(tmp_path / "relief-2004.txt"),
        "row": 3,
        "key": "",
        "message": "byte 0xe0 is not UTF-8",
        "remedy": "save the file as UTF-8",
    }


def test_a_folder_that_is_none_is_named(run: Run):
    code, _, err = run("evidence", "check", "hidden-five", "--sources", SOURCES / "nowhere")
    assert code == 3
    assert err.count("T291 there is no text of the source") == 2


def test_a_situation_without_claims_has_none_missing(run: Run, tmp_path: Path):
    code, out, _ = run("evidence", "check", "island-evacuation", "--sources", tmp_path)
    assert (code, out) == (0, "0 of 0 claims stand where their locators say\n")


def test_sources_must_be_named_and_help_says_so(run: Run):
    code, _, err = run("evidence", "check", "hidden-five")
    assert code == 2
    assert err.startswith("T004 Missing option '--sources'")
    code, out, _ = run("evidence", "check", "--help")
    assert code == 0
    for option in ("--sources", "--json", "--quiet", "--no-color", "--debug"):
        assert option in out
