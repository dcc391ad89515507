"""The flagship's tables of evidence: who contradicts whom, which figures are one statement, how claims were rated."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from tumen.evidence import Evidence
from tumen.evidence.roots import roots_of, superseded
from tumen.situation import read_situation, situation_folder

SHARED = Path(__file__).parents[2] / "shared" / "domain" / "claims.csv"
DOMAINS = ("risk_of_bias", "indirectness", "inconsistency", "imprecision", "reporting_bias")
STOCK = "nk_in_china_estimate"
FIELD = {f"{STOCK}-{i}" for i in (1, 2, 3, 4, 5, 6, 7, 17, 18)} | {f"nk_in_china_share_women-{i}" for i in (1, 2)}
NGOS = {"S002", "S021", "S022", "S131", "S139", f"{STOCK}-25"}
CONGRESS = {"B002", "B011", "B083", "B157", f"{STOCK}-9", f"{STOCK}-10", f"{STOCK}-12"}
COMMITTEE = {f"{STOCK}-{i}" for i in (13, 14, 15, 16)}
GOVERNMENTS = {f"{STOCK}-{i}" for i in (11, 22, 23, 24, 26)}


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return read_situation("dprk-china").evidence


@pytest.fixture(scope="module")
def roots(evidence: Evidence) -> dict[str, set[str]]:
    """Item → everything that has its root."""
    root = roots_of(evidence)
    members: dict[str, set[str]] = {}
    for item, name in root.items():
        members.setdefault(name, set()).add(item)
    return {item: members[name] for item, name in root.items()}


def rows(file: str) -> list[dict[str, str]]:
    with (situation_folder("dprk-china") / file).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


# ---- assessments ---------------------------------------------------------------------------------


def test_every_claim_is_rated_once_and_none_that_is_kept_out(evidence: Evidence):
    shown = [claim.id for claim in evidence.claims.values() if not claim.kept_out]
    assert [row["claim"] for row in rows("assessments.csv")] == shown
    assert len(shown) == 294
    assert list(evidence.assessments) == shown


def test_a_contradicted_claim_is_not_rated_consistent(evidence: Evidence):
    low = [a.claim for a in evidence.assessments.values() if evidence.against(a.claim) and a.inconsistency == "low"]
    assert low == []


def test_each_reason_is_short_and_its_own(evidence: Evidence):
    reasons = [a.reason for a in evidence.assessments.values()]
    assert [r for r in reasons if not 5 <= len(r.split()) <= 20] == []
    assert [r for r, n in Counter(reasons).items() if n > 1] == []


def test_no_domain_is_rated_alike_for_all(evidence: Evidence):
    for domain in DOMAINS:
        given = Counter(getattr(a, domain) for a in evidence.assessments.values())
        assert set(given) == {"low", "some", "high"}
        assert max(given.values()) < 0.75 * len(evidence.assessments)


def test_a_scale_word_is_imprecise_and_a_treaty_that_is_quoted_is_not(evidence: Evidence):
    scale = re.compile(r"thousands\)|dozens\)")
    words = [claim.id for claim in evidence.claims.values() if scale.search(claim.unit)]
    assert {"S060", "S069", "S131", "S139", "B083", "B126", "B157"} == set(words)
    assert {evidence.assessments[c].imprecision for c in words} == {"high"}
    quoted = [evidence.assessments[c] for c in ("S108", "S116", "B014", "B015", "B074", "B151")]
    assert {(a.risk_of_bias, a.imprecision, a.reporting_bias) for a in quoted} == {("low", "low", "low")}


# ---- contradictions ------------------------------------------------------------------------------


def test_113_claims_that_contradict_another_are_shown_with_their_partner(evidence: Evidence):
    partners = {claim: evidence.against(claim) for claim in evidence.claims if evidence.against(claim)}
    assert len(partners) == 113
    assert [(a, b) for a, others in partners.items() for b in others if a not in evidence.against(b)] == []
    assert sum(len(others) for others in partners.values()) == 2 * 117
    assert [a for a, others in partners.items() if a in others] == []


@pytest.mark.skipif(not SHARED.is_file(), reason="the folder shared/ is not beside the repository")
def test_contradictions_are_those_of_the_table(evidence: Evidence):
    with SHARED.open(encoding="utf-8", newline="") as file:
        table = {row["id"]: tuple(sorted(filter(None, row["contradicts"].split(";")))) for row in csv.DictReader(file)}
    assert {claim: evidence.against(claim) for claim in evidence.claims} == table


# ---- roots ---------------------------------------------------------------------------------------


def test_every_link_says_how_we_know_and_a_pair_stands_once():
    links = rows("links.csv")
    assert [(row["of"], row["other"]) for row in links if not row["note"].strip()] == []
    pairs = Counter((frozenset((row["of"], row["other"])), row["relation"]) for row in links)
    assert [pair for pair, n in pairs.items() if n > 1] == []


def test_no_root_holds_a_claim_that_is_kept_out(roots: dict[str, set[str]], evidence: Evidence):
    joined = [claim.id for claim in evidence.claims.values() if claim.kept_out and len(roots[claim.id]) > 1]
    assert joined == []


@pytest.mark.parametrize("members", [FIELD, NGOS, CONGRESS, COMMITTEE, GOVERNMENTS])
def test_estimates_of_how_many_fall_into_these_roots(members: set[str], roots: dict[str, set[str]]):
    assert {frozenset(roots[item]) for item in members} == {frozenset(members)}


def test_field_surveys_ngos_and_congress_are_three_roots(roots: dict[str, set[str]]):
    assert len({frozenset(roots[item]) for item in (f"{STOCK}-5", "S022", "B011")}) == 3


def test_arrests_of_2001_are_one_root(roots: dict[str, set[str]]):
    assert roots["S061"] == {"S060", "S061", "arrests_in_china-1"}


@pytest.mark.parametrize(
    "members",
    [
        {"B052", "B053", "B054", "B071", "B085", "B086", "B087", "preferred_destination_return_north-1"}
        | {"unaware_of_food_aid_share-1", "believes_received_aid_share-1"},
        {"B030", *(f"B{i}" for i in range(124, 133))},
        {"B078", "B079", "B080", "B081"},
        {"S081", "S082", "B077"},
        {"S012", "S013"},
        {f"repatriations_from_china-{i}" for i in (1, 2, 3)},
        {"time_abroad_mean-1", "time_abroad_mean-2"},
        {f"arrivals_thailand-{i}" for i in range(1, 9)},
        {"entries_via_rok_missions-1", "entries_via_third_country_missions-1"},
    ],
)
def test_one_survey_one_office_or_one_teller_is_one_root(members: set[str], roots: dict[str, set[str]]):
    assert {frozenset(roots[item]) for item in members} == {frozenset(members)}


def test_a_press_count_of_people_let_out_is_told_by_others_than_the_article(roots: dict[str, set[str]]):
    assert roots["S122"] == {"S122"}
    assert roots["entries_via_missions_allowed_out-1"] == {"entries_via_missions_allowed_out-1"}


def test_all_tables_of_arrivals_are_the_ministrys(roots: dict[str, set[str]], evidence: Evidence):
    tables = {o for o in evidence.observations if o.startswith("arrivals_rok")}
    assert {frozenset(roots[o]) for o in tables} == {frozenset(tables)}


def test_a_change_of_method_and_a_longer_list_supersede(evidence: Evidence):
    found = superseded(evidence, list(evidence.observations))
    assert found == {
        f"{STOCK}-14": f"{STOCK}-15",
        "repatriations_from_china-14": "repatriations_from_china-15",
    }


# ---- sources -------------------------------------------------------------------------------------


def test_each_source_says_who_brought_it_out_and_for_whom_its_author_works(evidence: Evidence):
    told = {s.id: (s.publisher != "", s.interests != "", s.language) for s in evidence.sources.values()}
    assert told == {"song-2003": (True, True, "en"), "bai-2012": (True, True, "en")}
    assert {s.id: s.public for s in evidence.sources.values()} == {"song-2003": "2003-02-25", "bai-2012": "2013"}


def test_no_source_gives_an_address():
    text = (situation_folder("dprk-china") / "sources.toml").read_text("utf-8")
    assert re.findall(r"@|https?:|www\.|Avenue|\bDC\b", text) == []
