"""What was brought in from the documents is what stands there, and no sentence of theirs came with it.

The folder with the documents is no part of the repository. Where it is absent its tests are skipped, and say so; the
same checks then still run on a small stand-in of our own making.
"""

import csv
import re
from pathlib import Path

import pytest

from tumen.situation import read_situation, situation_folder

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
KEPT_OUT = ["B008", "B009", "B010", "B104", "B105", "B106", "B108", "B109", "B139", "B142", "S050", "S051", "S052"]
RUN = 12
TEXTS = (".md", ".csv", ".toml", ".py", ".css")

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


def test_what_section_9_keeps_out_is_not_in_the_flagship():
    flagship = read_situation("dprk-china")
    assert not set(KEPT_OUT) & set(flagship.claims)
    text = "".join(f.read_text("utf-8") for f in situation_folder("dprk-china").iterdir())
    assert [claim for claim in KEPT_OUT if re.search(rf"\b{claim}\b", text)] == []


@needs_shared
def test_claims_are_those_of_the_table_ids_kept():
    with (SHARED / "domain" / "claims.csv").open(encoding="utf-8", newline="") as file:
        table = {row["id"]: row for row in csv.DictReader(file)}
    with (situation_folder("dprk-china") / "claims.csv").open(encoding="utf-8", newline="") as file:
        ours = list(csv.DictReader(file))
    same = [c for c in ours[0] if c in table["S001"] and c != "contradicts"]
    assert len(same) > 10
    wrong = [(row["id"], c) for row in ours for c in same if row[c] != table[row["id"]][c]]
    assert wrong == []
    for row in ours:
        assert set(row["contradicts"].split(";")) <= set(table[row["id"]]["contradicts"].split(";"))


@needs_shared
def test_observations_are_those_of_the_table():
    with (SHARED / "domain" / "observations.csv").open(encoding="utf-8", newline="") as file:
        table = {tuple(row.items()) for row in csv.DictReader(file)}
    with (situation_folder("dprk-china") / "observations.csv").open(encoding="utf-8", newline="") as file:
        ours = [tuple(row.items()) for row in csv.DictReader(file)]
    assert [row for row in ours if row not in table] == []
