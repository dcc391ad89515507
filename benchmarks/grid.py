"""A grid of places with four routes each, as a situation: what `network.py` and `luck.py` measure on."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from tumen.situation import Situation, read_situation

HAZARDS = (0.004, 0.007, 0.010, 0.013)
"""Per person and day, of the four routes."""
STEPS = ((0, 1), (0, -1), (1, 0), (-1, 0))
EXITS = "id,group,from_status,from_place,only,to_status,to_place,set,when,hazard,factors,fan,share,open,seats,route"
ABOUT = """
schema_version = 1
title = "A grid"
summary = "Places in a square without edges, each with a route to its four neighbours."
people_in_hiding = false
[time]
from = 2030-01-01
to = 2030-12-31
step = "day"
report = "year"
[group.moving]
"""
OUTCOME = """
[outcome.{name}]
title = "{name}"
kind = "{kind}"
unit = "persons"
direction = "neither"
period = "year"
place = "district"
headline = true
{what}
"""
START = """
[start.{place}]
status = "living"
place = "{place}"
people = "people"
cohort = {{}}
"""
PARAMETER = """
[parameter.{name}]
unit = "{unit}"
value = {value}
assumed = "A benchmark needs {name} and nobody is counted: it is made up so that some of each cell move each day."
"""


def place(row: int, column: int, side: int) -> str:
    """Name a place; the grid goes round."""
    return f"p{row % side:03}-{column % side:03}"


def _table(path: Path, header: str, rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header.split(","), *rows])


def grid(side: int, people: int) -> Situation:
    """Make a situation of ``side`` times ``side`` places with `people` in each."""
    spots = [(row, column) for row in range(side) for column in range(side)]
    names = [place(*spot, side) for spot in spots]
    ways = [
        (f"{name}-{way}", "moving", "living", name, "", "living", place(row + dr, column + dc, side),
         "", "", f"hazard_{way}", "", "", "", "", "", "")
        for (row, column), name in zip(spots, names, strict=True)
        for way, (dr, dc) in enumerate(STEPS)
    ]  # fmt: skip
    starts = "".join(START.format(place=name) for name in names)
    numbers = [(f"hazard_{i}", "1/day", value) for i, value in enumerate(HAZARDS)]
    numbers.append(("people", "persons", people))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "grid"
        folder.mkdir()
        _table(
            folder / "places.csv", "id,name,country,level,within", [(n, n, "Nowhere", "district", "") for n in names]
        )
        _table(folder / "cohorts.csv", "attribute,value,name", [])
        head = "id,name,places,keeps,stay,mean_stay,hidden"
        _table(folder / "statuses.csv", head, [("living", "Living", ";".join(names), "", "memoryless", "", "no")])
        _table(folder / "exits.csv", EXITS, ways)
        (folder / "situation.toml").write_text(ABOUT + starts, "utf-8")
        texts = (PARAMETER.format(name=name, unit=unit, value=value) for name, unit, value in numbers)
        (folder / "parameters.toml").write_text("".join(texts), "utf-8")
        kinds = (
            ("here", "stock", f'statuses = ["living"]\nplaces = ["{names[0]}"]'),
            ("moves", "flow", 'exits = ["moving"]'),
        )
        outcomes = (OUTCOME.format(name=name, kind=kind, what=what) for name, kind, what in kinds)
        (folder / "outcomes.toml").write_text("".join(outcomes), "utf-8")
        return read_situation(folder)
