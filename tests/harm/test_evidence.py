"""What is kept out of the evidence, or too small to be told, stands in no file and on no screen."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from harm.conftest import speak
from harm.few import KEPT_OUT, LIMIT, Left
from made_up import hidden_five, reported, with_evidence
from tumen.situation import read_situation
from tumen.trace.ground import series_record
from tumen.trace.ledger import Ledger
from tumen.trace.pools import other_rules

THINGS = ("in_hiding", "level_of_word", "few", "hiding_2003", "word", "arrest", "reached_safety")
CLAIM = "K010"


@pytest.fixture(scope="module")
def said(few: Path, left: Callable[[str], Left], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What every command prints and every file holds, by name."""
    out, name = tmp_path_factory.mktemp("said"), str(few)
    asked: dict[str, tuple[str, ...]] = {
        "check": ("check", name), "list": ("evidence", "list", name), "prior": ("evidence", "prior", name),
        "graph": ("evidence", "graph", name), "dot": ("evidence", "graph", name, "--dot"),
        "show": ("evidence", "show", name, "K001", CLAIM, "arrivals_southmark-3", "arrivals_southmark-4"),
        "csv": ("export", "csv", name, "--out", str(out / "csv")),
        "nanopub": ("export", "nanopub", name, "--all", "--out", str(out / "nanopub")),
        "prov": ("export", "prov", str(left("one").folder), "--out", str(out / "prov.json")),
        **{f"trace {thing}": ("trace", name, thing) for thing in THINGS},
    }  # fmt: skip
    told = {key: speak(*words) for key, words in asked.items()}
    told |= {f"{key} --json": speak(*words, *FORCE.get(key, ()), "--json") for key, words in asked.items()}
    told |= {str(path.relative_to(out)): path.read_text("utf-8") for path in out.rglob("*") if path.is_file()}
    return told | {n: d.decode() for n, d in left("one").published.items() if not n.endswith(".xlsx")}


FORCE: dict[str, tuple[str, ...]] = dict.fromkeys(("csv", "nanopub", "prov"), ("--force",))


def test_every_way_of_asking_is_tried(said: dict[str, str]):
    assert len(said) > 40
    assert {"csv/claims.csv", "nanopub/K001.jsonld", "report.html", "trace.json", "prov.json"} <= set(said)


def test_nothing_of_a_claim_that_is_kept_out_is_told(said: dict[str, str]):
    for name, text in said.items():
        assert not [token for token in KEPT_OUT if token in text], name


def test_of_it_only_id_and_place_are_told(said: dict[str, str]):
    assert CLAIM not in said["csv/claims.csv"] + said["csv/assessments.csv"] + said["csv/fates.csv"]
    assert f"nanopub/{CLAIM}.jsonld" not in said
    record = json.loads(said["trace.json"])["claims"][CLAIM]
    told = {key for key, value in record.items() if value}
    assert told == {"id", "source", "title", "locator", "statement"}
    assert record["statement"] == "kept out, section 9"


def test_it_is_not_exported_by_name_either(few: Path):
    assert "T704" in speak("export", "nanopub", str(few), CLAIM, code=6)


def test_a_check_against_the_wrong_texts_does_not_tell_its_tokens(few: Path, tmp_path: Path):
    for source in read_situation(few).sources:
        (tmp_path / f"{source}.txt").write_text("Results\n\nNothing of it.\n", "utf-8")
    for more in ((), ("--json",)):
        text = speak("evidence", "check", str(few), "--sources", str(tmp_path), *more, code=3)
        assert CLAIM in text
        assert not [token for token in KEPT_OUT if token in text]


# ---- small figures ----------------------------------------------------------------------------


def test_a_small_figure_and_its_note_are_told_nowhere(said: dict[str, str]):
    for name, text in said.items():
        assert "only seven" not in text, name
        assert not re.search(r"\b7 persons", text), name
    assert "under 10 to 557 persons" in said["trace reached_safety"]


def test_a_small_figure_does_not_follow_from_that_of_a_longer_time(said: dict[str, str]):
    """240 in one year, 310 in the next, 557 in three: seven are left for the third."""
    rows = list(csv.DictReader(said["csv/observations.csv"].splitlines()))
    known = [float(row["value"]) for row in rows if row["series"] == "arrivals_southmark" and row["value"]]
    assert len(known) >= 2
    for total in known:
        others = [x for x in known if x != total]
        left_over = {total - sum(some) for n in range(1, len(others) + 1) for some in combinations(others, n)}
        assert not [x for x in left_over if 0 < x < LIMIT]


def longer(values: dict[tuple[str, str], float]) -> dict[str, str]:
    """Give the figures of a series as they may be told, by their dates."""
    of = "arrivals_southmark"
    rows = [reported(of, 2003, v, date_from=a, date_to=b, id=f"{a}/{b}") for (a, b), v in values.items()]
    ledger = Ledger(with_evidence(hidden_five(), observations=rows))
    return {row.id: ledger.item(row.id).figure for row in rows}


@pytest.mark.parametrize(
    "values",
    [
        {("2001", "2001"): 100, ("2002", "2002"): 3, ("2001", "2002"): 103},
        {("1998", "2001"): 400, ("1998", "2002"): 404},  # totals that run on: what one year added
        {("2001", "2001"): 50, ("2001-01", "2001-11"): 44},
        {("2001-01", "2001-06"): 30, ("2001-07-01", "2001-12-31"): 8, ("2001", "2001"): 38},
    ],
)
def test_no_part_of_a_time_follows_from_the_whole(values: dict[tuple[str, str], float]):
    told = longer(values)
    assert len([figure for figure in told.values() if re.match(r"\d", figure)]) < len(values)
    spans = {f"{a}/{b}": v for (a, b), v in values.items()}
    known = [spans[name] for name, figure in told.items() if re.match(r"\d", figure)]
    assert not [1 for a, b in combinations(known, 2) if 0 < abs(a - b) < LIMIT]


def test_large_parts_of_a_time_are_told():
    told = longer({("2001", "2001"): 100, ("2002", "2002"): 30, ("2001", "2002"): 130, ("2003", "2003"): 50})
    assert all(re.match(r"\d+ persons", figure) for figure in told.values())


def test_the_range_of_a_series_does_not_end_at_what_is_withheld():
    """9 and 9 are small, and so their sum tells what they are."""
    rows = [reported("s", 2003, v, id=sex, sex=sex) for sex, v in (("all", 18.0), ("female", 9.0), ("male", 9.0))]
    situation = with_evidence(hidden_five(), observations=rows)
    assert series_record(situation, "s").figures == "under 10 persons"


def test_words_about_a_withheld_claim_are_withheld_too():
    hidden = hidden_five()
    small = replace(hidden.claims["K001"], low=None, best=7.0, high=None)
    rated = {"K001": replace(hidden.evidence.assessments["K001"], reason="Seven were seen.")}
    linked = [replace(link, note="seven, not eight") for link in hidden.evidence.links]
    claims = {**hidden.claims, "K001": small}
    ledger = Ledger(with_evidence(hidden, claims=claims, assessments=rated, links=tuple(linked)))
    assert ledger.item("K001").reason == ""
    assert {link.note for link in ledger.links if "K001" in (link.of, link.other)} == {""}


def test_a_pool_without_one_root_gives_no_small_median():
    """How far a root moves the median would give it away, where it is a small count itself."""
    hidden = hidden_five()
    scaled = {"K001": (4.0, 6.0, 9.0), "K002": (40.0, 60.0, 90.0)}
    claims = {n: replace(c, **dict(zip(("low", "best", "high"), scaled[n], strict=True))) if n in scaled else c
              for n, c in hidden.claims.items()}  # fmt: skip
    rules = other_rules(Ledger(with_evidence(hidden, claims=claims)), "hiding_2003")
    hidden_ranges = [one for one in rules.without if one.range and one.range.median is None]
    assert hidden_ranges
    assert all(one.shift is None and one.width is None for one in hidden_ranges)


def test_a_small_number_that_is_assumed_is_not_told(said: dict[str, str]):
    assert "under 10; persons" in said["trace few"]
    assert json.loads(said["trace.json"])["parameters"]["few"]["priors"] == {"": "under 10; persons"}
