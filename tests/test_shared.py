"""What was brought in from the documents is what stands there, and no sentence of theirs came with it.

The folder with the documents is no part of the repository. Where it is absent its tests are skipped, and say so; the
same checks then still run on a small stand-in of our own making.
"""

import csv
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from tumen.evidence import KEPT_OUT as KEPT_OUT_WORDS
from tumen.evidence import Claim, Evidence
from tumen.evidence.locators import LocatorReport, check_claims, document_of
from tumen.evidence.texts import read_texts
from tumen.situation import read_situation, situation_folder

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
KEPT_OUT = ["B008", "B009", "B010", "B104", "B105", "B106", "B108", "B109", "B139", "B142", "S050", "S051", "S052"]
RUN = 12
TEXTS = (".md", ".csv", ".toml", ".py", ".css", ".txt")

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the folder shared/ is not beside the repository")


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def runs(text: str) -> set[tuple[str, ...]]:
    """Give every run of so many words."""
    found = words(text)
    return {tuple(found[i : i + RUN]) for i in range(len(found) - RUN + 1)}


def copied(document: str, ours: dict[str, str]) -> list[str]:
    """Name the texts of ours that hold a run of words of a document."""
    known = runs(document)
    return sorted(name for name, text in ours.items() if runs(text) & known)


def our_texts() -> dict[str, str]:
    folders = [ROOT / "src", ROOT / "docs", ROOT / "tests"]
    files = [f for folder in folders for f in folder.rglob("*") if f.suffix in TEXTS and f.is_file()]
    return {str(f.relative_to(ROOT)): told(f) for f in [*files, *ROOT.glob("*.md")]}


def told(file: Path) -> str:
    """Give the words of a file, without locators: they are headings of the documents, and must be."""
    if file.name != "claims.csv":
        return file.read_text("utf-8", errors="ignore")
    with file.open(encoding="utf-8", newline="") as rows:
        return "\n".join(" ".join(v for k, v in row.items() if k != "locator") for row in csv.DictReader(rows))


def test_the_search_finds_a_copied_sentence_and_passes_a_retold_one():
    document = "On the far shore the keeper of the lamp wrote down every boat that came in with the evening tide."
    ours = {
        "copied": "He says: the keeper of the lamp wrote down every boat that came in with the evening tide!",
        "retold": "The lamp keeper noted all boats arriving on the evening tide.",
    }
    assert copied(document, ours) == ["copied"]


@needs_shared
@pytest.mark.parametrize("document", ["song-2003.txt", "bai-2012.txt"])
def test_no_sentence_of_a_document_was_copied(document):
    text = (SHARED / "sources" / document).read_text("utf-8", errors="ignore")
    assert copied(text, our_texts()) == []


def test_of_what_section_9_keeps_out_only_the_place_is_in_the_flagship():
    ours = rows(situation_folder("dprk-china") / "claims.csv")
    assert sorted(claim for claim, row in ours.items() if row["statement"] == KEPT_OUT_WORDS) == KEPT_OUT
    for claim in KEPT_OUT:
        told = {column: text for column, text in ours[claim].items() if text}
        assert set(told) == {"id", "source", "locator", "tokens", "kind", "attributed_to", "subject", "statement"}
        assert told["attributed_to"] == told["subject"] == "kept out"
    others = [f for f in situation_folder("dprk-china").iterdir() if f.name not in ("claims.csv", "links.csv")]
    text = "".join(f.read_text("utf-8") for f in others)
    assert [claim for claim in KEPT_OUT if re.search(rf"\b{claim}\b", text)] == []


def rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


@needs_shared
def test_claims_are_those_of_the_table_ids_kept():
    table, ours = rows(SHARED / "domain" / "claims.csv"), rows(situation_folder("dprk-china") / "claims.csv")
    assert list(ours) == list(table)
    assert len(ours) == 307
    same = set(ours["S001"]) & set(table["S001"]) - {"tokens"}
    assert len(same) == 15
    for claim, row in ours.items():
        told = {"id", "source", "locator", "kind"} if claim in KEPT_OUT else same
        assert {c: row[c] for c in told} == {c: table[claim][c] for c in told}
        assert claim in KEPT_OUT or f"{row['tokens']};".startswith(f"{table[claim]['tokens']};")


@needs_shared
def test_observations_are_those_of_the_table_with_the_grade_in_a_column_of_its_own():
    with (SHARED / "domain" / "observations.csv").open(encoding="utf-8", newline="") as file:
        table = {tuple(row.values()) for row in csv.DictReader(file)}
    ours = rows(situation_folder("dprk-china") / "observations.csv").values()
    assert len(ours) > 400
    for row in ours:
        grade = f"grade {row['grade']}" if row["grade"] else ""
        note = "; ".join(filter(None, [grade, row["note"]]))
        same = [text for column, text in row.items() if column not in ("id", "published", "grade", "note")]
        assert (*same, note) in table


# ---- every claim stands where its locator says ---------------------------------------------------


@pytest.fixture(scope="module")
def flagship() -> Evidence:
    return read_situation("dprk-china").evidence


@pytest.fixture(scope="module")
def texts(flagship: Evidence) -> dict[str, str]:
    return read_texts(SHARED / "sources", flagship.sources)


def place(claim: Claim) -> tuple[str, str]:
    return claim.source, claim.locator


def missing(evidence: Evidence, texts: dict[str, str], places: list[tuple[str, str]]) -> int:
    """Count the claims that are not found when these are their sources and locators."""
    moved = [
        replace(claim, source=source, locator=locator)
        for claim, (source, locator) in zip(evidence.claims.values(), places, strict=True)
    ]
    return len(check_claims(replace(evidence, claims={claim.id: claim for claim in moved}), texts).missing)


@needs_shared
def test_all_claims_stand_where_their_locators_say(flagship: Evidence, texts: dict[str, str]):
    assert check_claims(flagship, texts) == LocatorReport({"song-2003": 146, "bai-2012": 161}, ())


@needs_shared
def test_the_tokens_of_a_claim_stand_together_nowhere_else(flagship: Evidence, texts: dict[str, str]):
    claims = list(flagship.claims.values())
    for source, about in flagship.sources.items():
        document = document_of(about, [c for c in claims if c.source == source], texts[source])
        found = {claim.id: document.where(claim.tokens) for claim in claims}
        assert found == {c.id: (c.locator,) if c.source == source else () for c in claims}


@needs_shared
@pytest.mark.parametrize("seed", range(20))
def test_with_locators_shuffled_95_in_100_fail(flagship: Evidence, texts: dict[str, str], seed: int):
    """Those that are found landed on their own paragraph: 13 of 307 at most with these seeds, 1.9 % on average."""
    places = [place(claim) for claim in flagship.claims.values()]
    shuffled = random.Random(seed).sample(places, len(places))
    failing = missing(flagship, texts, shuffled)
    assert failing / len(places) >= 0.95
    assert failing == sum(a != b for a, b in zip(places, shuffled, strict=True))


@needs_shared
@pytest.mark.parametrize("source", ["song-2003", "bai-2012"])
def test_with_locators_shuffled_within_a_source_only_those_that_stay_are_found(
    flagship: Evidence, texts: dict[str, str], source: str
):
    own = [claim for claim in flagship.claims.values() if claim.source == source]
    within = replace(flagship, claims={claim.id: claim for claim in own})
    for seed in range(20):
        places = [place(claim) for claim in own]
        shuffled = random.Random(seed).sample(places, len(places))
        assert missing(within, texts, shuffled) == sum(a != b for a, b in zip(places, shuffled, strict=True))
