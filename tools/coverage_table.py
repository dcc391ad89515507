"""Write the tables of coverage in docs/flagship.md: each row of the description of the system, and what stands for it.

Rows stand in tools/coverage.csv. What loops and rows of the timeline are called, and what carries them, is read from
the flagship's own folder. tests/test_coverage.py switches off each thing that a row names.

.venv/bin/python tools/coverage_table.py           write
.venv/bin/python tools/coverage_table.py --check   say that the page is stale, and write nothing
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from marked_page import kept, written
from pool_tables import code, table

from tumen.situation import Situation, read_situation

SITUATION = "dprk-china"
ROWS = Path(__file__).with_name("coverage.csv")
PAGE = Path(__file__).parents[1] / "docs" / "flagship.md"
MARKS = "coverage-"
KINDS = {"people": "stock", "memory": "stock", "flow": "flow", "loop": "loop", "axis": "axis", "timeline": "row"}
WITHOUT = {
    "law": "law",
    "document": "date of a document or of data",
    "before": "before the run",
    "harm": "kept out for harm",
}
"""Why nothing may stand for a row: there is no other reason."""
UNSETTLED = "UNSETTLED"


@dataclass(frozen=True)
class Row:
    """A row of the description of the system.

    Attributes:
        kind: One of `KINDS`.
        id: As in the description; of the timeline, as in ``timeline.csv``.
        what: In our words.
        stands: What stands for it, as in ``group:arrest``.
        changes: Outcomes that change without it.
        without: Why nothing stands for it, one of `WITHOUT`; else empty.
        note: More about it.
    """

    kind: str
    id: str
    what: str
    stands: tuple[str, ...]
    changes: tuple[str, ...]
    without: str
    note: str


def rows_of(situation: Situation) -> tuple[Row, ...]:
    """Read the rows, and complete loops and rows of the timeline from the situation."""
    with ROWS.open(encoding="utf-8", newline="") as file:
        rows = [_row(**fields) for fields in csv.DictReader(file)]
    complete = {"loop": _of_loop, "timeline": _of_timeline}
    return tuple(complete[row.kind](situation, row) if row.kind in complete else row for row in rows)


def tables(situation: Situation) -> Mapping[str, str]:
    """Make every table, in Markdown: name, as in the marks of the page → text."""
    rows = rows_of(situation)
    return {f"{MARKS}{kind}": _table(kind, [row for row in rows if row.kind == kind]) for kind in KINDS}


def main(arguments: Sequence[str]) -> int:
    """Write the tables, or check them; 1 if they were to be checked and are stale."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, and fail if the page is stale")
    check = parser.parse_args(arguments).check
    new = written(PAGE.read_text(encoding="utf-8"), tables(read_situation(SITUATION)), of=MARKS)
    return kept(PAGE, new, check=check, script=Path(__file__).name)


def _row(*, stands_for_it: str, changes: str, **other: str) -> Row:
    return Row(**other, stands=_names(stands_for_it), changes=_names(changes))


def _names(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(";")))


def _of_loop(situation: Situation, row: Row) -> Row:
    """A loop that is off has numbers that move nothing by themselves."""
    if row.id not in situation.loops:
        return row
    loop = situation.loops[row.id]
    numbers = tuple(f"parameter:{number}" for number in loop.numbers if loop.on)
    return replace(row, what=loop.title, stands=(f"loop:{loop.id}", *numbers, *row.stands))


def _of_timeline(situation: Situation, row: Row) -> Row:
    if row.id not in situation.evidence.timeline:
        return row
    told = situation.evidence.timeline[row.id]
    events = tuple(f"event:{event}" for event in told.events)
    dates = " to ".join(filter(None, (told.date_from, told.date_to)))
    return replace(row, what=f"{told.title} ({dates})", stands=(*events, *row.stands), note=told.note)


def _table(kind: str, rows: Sequence[Row]) -> str:
    head = (KINDS[kind], "what", "what stands for it", "what changes without it", "note")
    reasons = {reason: sum(row.without == reason for row in rows) for reason in WITHOUT}
    parts = [f"{sum(bool(row.stands) for row in rows)} live"]
    parts += [f"{number} {WITHOUT[reason]}" for reason, number in reasons.items() if number]
    told = [(f"`{row.id}`", row.what, _stands(row), code(row.changes) or "nothing", row.note) for row in rows]
    return f"{len(rows)} rows: {'; '.join(parts)}.\n\n{table(head, told)}"


def _stands(row: Row) -> str:
    """Write what stands for a row, or why nothing does."""
    if not row.stands:
        return f"nothing: {WITHOUT.get(row.without, UNSETTLED)}"
    kinds = groupby((item.split(":", 1) for item in row.stands), key=lambda item: item[0])
    return "; ".join(f"{kind} {_coded(names)}" for kind, names in kinds)


def _coded(items: Iterable[Sequence[str]]) -> str:
    return code(name for _, name in items)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
