"""Every row of the description of the system has something that stands for it, and that acts."""

import importlib
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import pytest

from kinds import compete_model
from switched_off import Bench
from tumen.situation import Situation, read_situation

ROOT = Path(__file__).parents[1]
SYSTEM = ROOT.parent / "shared" / "domain" / "system.md"
needs_system = pytest.mark.skipif(not SYSTEM.is_file(), reason="the folder shared/ is not beside the repository")
LEAST = 1e-3
PEOPLE = "N1 N2 N3 C1 C2a C2b C3 C4a C4b C4c C5 C8 C6 C7 R0 R1 R2 R3 R4 R5 T1 T2 T3 T4 D1 D2 D3 V1 X"
NUMBERED = {"memory": "A", "flow": "F", "loop": "L", "axis": "U"}
LAST = {"memory": 13, "flow": 28, "loop": 20, "axis": 12}
IDS = {
    "people": PEOPLE.split(),
    **{kind: [f"{letter}{n}" for n in range(1, LAST[kind] + 1)] for kind, letter in NUMBERED.items()},
}
SECTIONS = {"people": "### People", "memory": "### Things ", "flow": "## 3. ", "loop": "## 4. ", "axis": "### 8.4 "}
KINDS = [*IDS, "timeline"]


@pytest.fixture(scope="module")
def flagship() -> Situation:
    return read_situation("dprk-china")


@pytest.fixture(scope="module")
def bench(flagship: Situation) -> Bench:
    return Bench.of(compete_model(flagship))


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    """Load the script, which lies in no package."""
    sys.path.insert(0, str(ROOT / "tools"))
    yield importlib.import_module("coverage_table")
    sys.path.remove(str(ROOT / "tools"))


@pytest.fixture(scope="module")
def rows(script: ModuleType, flagship: Situation) -> tuple:
    return script.rows_of(flagship)


def of_kind(rows: tuple, kind: str) -> list:
    return [row for row in rows if row.kind == kind]


# ---- complete ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_stands_in_its_table_once(rows: tuple, flagship: Situation, *, kind: str):
    wanted = list(flagship.evidence.timeline) if kind == "timeline" else IDS[kind]
    assert [row.id for row in of_kind(rows, kind)] == wanted


def test_there_is_no_other_row(rows: tuple):
    assert {row.kind for row in rows} == set(KINDS)


def tables_under(heading: str) -> list[list[str]]:
    """Read the cells of all tables of the description from a heading to the next one."""
    text = SYSTEM.read_text(encoding="utf-8").partition(f"\n{heading}")[2]
    part = re.split(r"^##", text, maxsplit=1, flags=re.MULTILINE)[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line[:2] == "| "]


@needs_system
@pytest.mark.parametrize("kind", IDS)
def test_the_description_has_no_row_that_is_not_in_the_table(kind: str):
    first = [part.split()[0] for cells in tables_under(SECTIONS[kind]) for part in cells[0].split("/")]
    assert {name for name in first if re.fullmatch(r"[A-Z]\d{1,2}[a-c]?|X", name)} == set(IDS[kind])


def spanned(dates: str) -> set[int]:
    """Give the years of which a date of the description speaks."""
    years = {int(year) for year in re.findall(r"(?:19|20)\d\d", dates)}
    return years | {year + n for year in years if f"{year}s" in dates for n in range(10)}


def cited(text: str) -> set[str]:
    """Give the claims, ranges told in full, and the series that a cell cites."""
    found = set(re.findall(r"obs:(\w+)", text)) | set(re.findall(r"[SB]\d{3}", text))
    for letter, first, last in re.findall(r"([SB])(\d{3})–[SB]?(\d{3})", text):
        found |= {f"{letter}{n:03}" for n in range(int(first), int(last) + 1)}
    return found


@needs_system
def test_each_row_of_the_described_timeline_is_told(flagship: Situation):
    told = [
        (set(range(int(row.date_from[:4]), int((row.date_to or row.date_from)[:4]) + 1)), row)
        for row in flagship.evidence.timeline.values()
    ]
    described = tables_under("## 7. ")[2:]
    missing = [
        cells[1]
        for cells in described
        if not any(
            spanned(cells[0]) & years and cited(cells[3]) & {*row.claims, *row.observations} for years, row in told
        )
    ]
    assert len(described) > 50
    assert missing == []


# ---- true -------------------------------------------------------------------------------------------


def named(flagship: Situation) -> Mapping[str, set[str]]:
    """Give what a row may name, by kind."""
    return {
        "status": set(flagship.statuses),
        "exit": set(flagship.exits),
        "group": set(flagship.groups),
        "signal": set(flagship.signals),
        "event": set(flagship.events),
        "parameter": set(flagship.parameters),
        "loop": set(flagship.loops),
        "switch": {f"{s.id}={position}" for s in flagship.switches.values() for position in s.positions},
        "anchor": set(flagship.anchors),
        "world": set(flagship.worlds),
    }


def test_everything_that_is_named_exists(rows: tuple, flagship: Situation):
    there = {f"{kind}:{name}" for kind, names in named(flagship).items() for name in names}
    assert {item for row in rows for item in row.stands} <= there
    assert {outcome for row in rows for outcome in row.changes} <= set(flagship.outcomes)


def test_every_row_says_what_it_is(rows: tuple):
    assert [row.id for row in rows if not row.what] == []
    assert [row.id for row in rows if row.without and not row.note] == []


def test_a_row_acts_or_has_one_of_four_reasons(rows: tuple, script: ModuleType):
    assert [row.id for row in rows if not row.stands and row.without not in script.WITHOUT] == []
    assert [row.id for row in rows if bool(row.stands) != bool(row.changes) or (row.stands and row.without)] == []


def test_what_is_before_the_run_is_before_it(rows: tuple, flagship: Situation):
    before = [flagship.evidence.timeline[row.id] for row in rows if row.without == "before"]
    assert before
    assert all(row.date_from < str(flagship.calendar.first.year) for row in before)


# ---- live -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_without_what_stands_for_a_row_its_outcomes_change(bench: Bench, rows: tuple, *, kind: str):
    """Each thing that a row names moves an outcome of the row, and each outcome is moved by one of them."""
    dead = []
    for row in of_kind(rows, kind):
        moved = {item: {o for o, share in bench.moved(item).items() if share > LEAST} for item in row.stands}
        dead += [f"{row.id}: {item} moves nothing" for item, of in moved.items() if not of & set(row.changes)]
        dead += [f"{row.id}: nothing moves {o}" for o in row.changes if not any(o in of for of in moved.values())]
    assert dead == []


def test_what_is_off_is_seen_to_move_nothing(bench: Bench, flagship: Situation):
    """The check above can fail: numbers of a loop that is off move no outcome."""
    off = [loop for loop in flagship.loops.values() if not loop.on]
    assert off
    for number in (number for loop in off for number in loop.numbers):
        assert set(bench.moved(f"parameter:{number}").values()) == {0.0}


# ---- the page ---------------------------------------------------------------------------------------


def test_the_page_is_not_stale(script: ModuleType, flagship: Situation):
    page = script.PAGE.read_text(encoding="utf-8")
    assert script.written(page, script.tables(flagship), of=script.MARKS) == page, "run tools/coverage_table.py"


def test_check_sees_a_stale_page_and_mends_nothing(
    script: ModuleType, tmp_path: Path, *, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    fresh = script.PAGE.read_text(encoding="utf-8")
    stale = tmp_path / "flagship.md"
    stale.write_text(fresh.replace("kept out for harm |", "gone |"), encoding="utf-8")
    monkeypatch.setattr(script, "PAGE", stale)
    assert script.main(["--check"]) == 1
    assert "flagship.md is stale" in capsys.readouterr().err
    assert "gone |" in stale.read_text(encoding="utf-8")
    assert script.main([]) == 0
    assert stale.read_text(encoding="utf-8") == fresh


def test_a_table_of_another_script_is_left_alone(script: ModuleType):
    page = "<!-- begin other -->\nas it is\n<!-- end other -->\n<!-- begin my-one -->\n<!-- end my-one -->\n"
    assert script.written(page, {"my-one": "text"}, of="my-") == page.replace(
        "my-one -->\n<!-- end", "my-one -->\n\ntext\n\n<!-- end"
    )
