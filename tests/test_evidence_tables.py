"""What becomes of each figure and event of the documents, and the page that says so."""

import csv
import importlib
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from tumen.evidence import KEPT_OUT, Claim
from tumen.report.beside import asked
from tumen.report.periods import Period
from tumen.situation import Situation, read_situation, situation_folder
from tumen.situation.fate import Fate, fates_of

ROOT = Path(__file__).parents[1]
SYSTEM = ROOT.parent / "shared" / "domain" / "system.md"
# The closing was public when it began; when it ended was not.
KNOWN_EARLY = {"event_covid_border_closure-1"}
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
# Series with rows whose cited item is not the one in which they came out → when they did; empty: the lag counts.
REPEATED = {
    ("arrests_in_china", "2002"),
    ("arrivals_rok", ""),
    ("event_crackdown", ""),
    ("event_currency_reform", ""),
    ("event_leadership_change", ""),
    ("event_refugee_convention_accession", ""),
    ("nk_in_china_estimate", "2007"),
    ("resettled_us", ""),
}


@pytest.fixture(scope="module")
def flagship() -> Situation:
    return read_situation("dprk-china")


@pytest.fixture(scope="module")
def fates(flagship: Situation) -> Mapping[str, Fate]:
    return fates_of(flagship)


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    """Load the script, which lies in no package."""
    sys.path.insert(0, str(ROOT / "tools"))
    yield importlib.import_module("evidence_tables")
    sys.path.remove(str(ROOT / "tools"))


@pytest.fixture(scope="module")
def tables(script: ModuleType, flagship: Situation) -> Mapping[str, str]:
    return script.tables(flagship)


def rows_of(table: str) -> list[list[str]]:
    """Read the cells of the first table in a text, without its head."""
    lines = [line for line in table.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def of_kind(flagship: Situation, kind: str) -> list[Claim]:
    return [claim for claim in flagship.claims.values() if claim.kind == kind]


# ---- every claim is accounted for -----------------------------------------------------------------


@pytest.mark.parametrize(("table", "kind", "number"), [("figures", "quantity", 43), ("events", "event", 45)])
def test_each_claim_stands_in_its_table_once(
    tables: Mapping[str, str], flagship: Situation, *, table: str, kind: str, number: int
):
    told = [row[0] for row in rows_of(tables[table])]
    mine = [claim.id for claim in of_kind(flagship, kind) if not claim.kept_out]
    hidden = [claim.id for claim in of_kind(flagship, kind) if claim.kept_out]
    assert told == [claim.id for claim in of_kind(flagship, kind)]
    assert len(told) == len(mine) + len(hidden) == number
    assert tables[table].startswith(f"{number} claims: ")


def test_the_counts_above_a_table_add_up(tables: Mapping[str, str]):
    for table in ("figures", "events"):
        head = tables[table].partition(". ")[0]
        total, *parts = [int(x) for x in re.findall(r"\b(\d+) ", head)]
        assert total == sum(parts)


def test_every_figure_and_event_is_settled(fates: Mapping[str, Fate], tables: Mapping[str, str]):
    assert [name for name, fate in fates.items() if not fate.settled] == []
    assert not any("UNSETTLED" in table for table in tables.values())


def test_nothing_is_used_and_excluded(fates: Mapping[str, Fate]):
    assert [name for name, fate in fates.items() if fate.used and fate.reason] == []


def test_a_claim_is_used_in_each_way_somewhere(fates: Mapping[str, Fate]):
    shown = [fate for fate in fates.values() if not fate.kept_out]
    for way in ("memberships", "compared", "timeline", "events", "reason"):
        assert any(getattr(fate, way) for fate in shown), way


def test_without_its_row_a_claim_is_unsettled(flagship: Situation, fates: Mapping[str, Fate]):
    alone = [row for row in flagship.evidence.timeline.values() if "B034" in row.claims]
    rest = {name: row for name, row in flagship.evidence.timeline.items() if row not in alone}
    without = replace(flagship, evidence=replace(flagship.evidence, timeline=rest))
    assert fates["B034"].settled
    assert not fates_of(without)["B034"].settled
    nothing = replace(flagship, evidence=replace(flagship.evidence, excluded={}))
    unsettled = {name for name, fate in fates_of(nothing).items() if not fate.settled}
    assert unsettled == set(flagship.evidence.excluded)


def test_a_claim_that_is_kept_out_tells_nothing(flagship: Situation, tables: Mapping[str, str]):
    hidden = [claim.id for claim in of_kind(flagship, "quantity") + of_kind(flagship, "event") if claim.kept_out]
    assert hidden == ["S051", "B009", "B108", "S050"]
    rows = [row for table in ("figures", "events") for row in rows_of(tables[table]) if row[0] in hidden]
    assert [row[1:] for row in rows] == [["", "", KEPT_OUT]] * len(hidden)
    topics = {row[0] for row in rows_of(tables["contradictions"]) for pair in pairs_of(row) if set(pair) & set(hidden)}
    assert topics == {KEPT_OUT}


def test_small_counts_are_not_told(tables: Mapping[str, str]):
    by_claim = {row[0]: row for row in rows_of(tables["figures"])}
    assert by_claim["S040"][1] == "under 10"
    assert by_claim["S122"][1].startswith("81 persons")


def test_beside_the_model_means_that_the_report_compares_it(flagship: Situation, fates: Mapping[str, Fate]):
    years = range(flagship.calendar.first.year, flagship.calendar.last.year + 1)
    periods = [Period(str(year), date(year, 1, 1), date(year, 12, 31)) for year in years]
    found = {(one.figure.item, one.quantity.id) for one in asked(flagship, periods, set(flagship.outcomes))}
    reported = {pair for pair in found if pair[0] in fates}
    assert reported == {(name, fate.compared) for name, fate in fates.items() if fate.compared}


def test_a_claim_without_a_figure_is_beside_nothing(flagship: Situation, fates: Mapping[str, Fate]):
    quantity = flagship.evidence.quantity_of("B140")
    assert quantity is not None
    assert quantity.outcome
    assert fates["B140"].compared == ""
    told = replace(flagship.claims["B140"], best=5.0)
    claims = {**flagship.claims, "B140": told}
    assert (
        fates_of(replace(flagship, evidence=replace(flagship.evidence, claims=claims)))["B140"].compared == quantity.id
    )


# ---- the page ---------------------------------------------------------------------------------------


def test_the_page_is_not_stale(script: ModuleType, tables: Mapping[str, str]):
    page = script.PAGE.read_text(encoding="utf-8")
    assert script.written(page, tables) == page, "run tools/evidence_tables.py"


def test_check_sees_a_stale_page_and_mends_nothing(
    script: ModuleType, tmp_path: Path, *, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    fresh = script.PAGE.read_text(encoding="utf-8")
    stale = tmp_path / "evidence.md"
    stale.write_text(fresh.replace("kept out, section 9 |", "gone |"), encoding="utf-8")
    monkeypatch.setattr(script, "PAGE", stale)
    assert script.main(["--check"]) == 1
    assert "evidence.md is stale" in capsys.readouterr().err
    assert "gone |" in stale.read_text(encoding="utf-8")
    assert script.main([]) == 0
    assert stale.read_text(encoding="utf-8") == fresh
    assert script.main(["--check"]) == 0


def test_a_mark_without_a_table_is_an_error(script: ModuleType):
    page = "<!-- begin one -->\n<!-- end one -->\n"
    assert script.written(page, {"one": "text"}) == "<!-- begin one -->\n\ntext\n\n<!-- end one -->\n"
    with pytest.raises(ValueError, match="marks"):
        script.written(page, {"two": "text"})
    with pytest.raises(ValueError, match="does not end"):
        script.written("<!-- begin one -->\n", {"one": "text"})


def pairs_of(row: list[str]) -> list[list[str]]:
    return [pair.split(" / ") for pair in row[1].split(", ")]


def test_every_pair_of_contradictions_is_told_with_its_topic(tables: Mapping[str, str], flagship: Situation):
    rows = rows_of(tables["contradictions"])
    pairs = [frozenset(pair) for row in rows for pair in pairs_of(row)]
    assert len(pairs) == len(set(pairs)) == 117
    assert len({item for pair in pairs for item in pair}) == 113
    assert set(pairs) == {
        frozenset((claim, other)) for claim in flagship.claims for other in flagship.evidence.against(claim)
    }
    topics = [row[0] for row in rows]
    assert all(topics)
    assert len(set(topics)) == len(topics)


def test_eight_anchors_and_every_root_of_their_pools_are_told(tables: Mapping[str, str], flagship: Situation):
    anchors = {row[0].strip("`") for row in rows_of(tables["priors"])}
    assert anchors == set(flagship.anchors)
    assert len(anchors) == 8
    counted = {m.item for pool in flagship.evidence.pools.values() for m in pool.members}
    assert [item for item in counted if f"`{item}`" not in tables["roots"]] == []


# ---- the data -----------------------------------------------------------------------------------------


@pytest.mark.skipif(not SYSTEM.is_file(), reason="the folder shared/ is not beside the repository")
def test_the_timeline_has_what_the_description_of_the_system_has(flagship: Situation, fates: Mapping[str, Fate]):
    text = SYSTEM.read_text(encoding="utf-8")
    section = text[text.index("\n## 7. ") : text.index("\n## 8. ")]
    rows = flagship.evidence.timeline.values()
    claims = set(re.findall(r"\b[SB]\d{3}\b", section)) - {c for row in rows for c in row.claims}
    assert claims <= {claim for claim, fate in fates.items() if fate.reason or fate.law}
    assert set(re.findall(r"obs:(\w+)", section)) <= {o for row in rows for o in row.observations}


def test_days_on_the_timeline_are_of_states_and_texts(flagship: Situation):
    """Movements of people have a month at the finest."""
    daily = {row.id for row in flagship.evidence.timeline.values() if len(row.date_from) == len("2000-01-01")}
    moved = {
        row.id
        for row in flagship.evidence.timeline.values()
        if re.search("return|flown|arrest|let out|enter", row.title)
    }
    assert daily & moved == set()


def test_no_figure_was_public_before_the_end_of_what_it_counts(flagship: Situation):
    early = set()
    for row in flagship.observations:
        end = row.date_to or row.date_from
        digits = min(len(end), len(row.published))
        if row.published and row.published[:digits] < end[:digits]:
            early.add(row.id)
    assert early == KNOWN_EARLY


def days_in(citation: str) -> set[str]:
    """Give the days that a citation names, as in 9 Oct 2003."""
    found = re.findall(r"\b(\d{1,2}) (\w{3})\w* (\d{4})\b", citation)
    return {f"{year}-{MONTHS.index(month) + 1:02}-{int(day):02}" for day, month, year in found if month in MONTHS}


def test_a_figure_came_out_on_the_day_that_its_citation_names(flagship: Situation):
    """Where it does not, the item repeats what came out before, or tells of what had not ended."""
    named = [row for row in flagship.observations if days_in(row.citation)]
    other = {(row.series, row.published) for row in named if row.published not in days_in(row.citation)}
    assert other == REPEATED
    assert len(named) > 80


def test_every_series_says_what_it_measures(flagship: Situation):
    series = flagship.evidence.series
    assert set(series) == {row.series for row in flagship.observations}
    assert [
        name for name, of in series.items() if len(of.measurement.split()) < 8 or "to be said" in of.measurement
    ] == []
    said = Counter(of.measurement for of in series.values())
    assert [text for text, number in said.items() if number > 1] == []


def test_rows_of_a_series_with_a_quantity_are_in_its_kind_of_unit(flagship: Situation):
    """A count is never held against a share."""
    for row in flagship.observations:
        quantity = flagship.evidence.quantity_of(row.id)
        if quantity is not None:
            assert (quantity.unit == "share") == row.unit.startswith("share"), row.id


def test_claims_in_the_folder_of_the_flagship_are_excluded_with_their_own_reason():
    with (situation_folder("dprk-china") / "exclusions.csv").open(encoding="utf-8", newline="") as file:
        reasons = [row["reason"] for row in csv.DictReader(file)]
    assert [text for text, number in Counter(reasons).items() if number > 1] == []
    assert min(map(len, reasons)) >= 20
