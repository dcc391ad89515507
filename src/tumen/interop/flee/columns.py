"""The file of results as Flee writes it, for whatever its users made to read it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta

from tumen.cells import Ints
from tumen.interop.flee.score import errors
from tumen.interop.flee.versions import BEHAVIOUR, Behaviour, Version

TOTALS = (
    "Total error",
    "refugees in camps (UNHCR)",
    "total refugees (simulation)",
    "raw UNHCR refugee count",
    "refugees in camps (simulation)",
    "refugee_debt",
)


@dataclass(frozen=True)
class Counts:
    """What was counted and what was simulated, by day.

    Attributes:
        first: First day.
        camps: Names, in the order of the folder.
        simulated: People in each camp after each day, ``[day, camp]``.
        counted: People counted there, ``[day, camp]``.
        people: Everybody in the simulation, ``[day]``.
        reported: People reported to have left so far, ``[day]``.
        debt: People by whom the report has fallen, and whose like do not set out until it has risen again, ``[day]``.
    """

    first: date
    camps: tuple[str, ...]
    simulated: Ints
    counted: Ints
    people: Ints
    reported: Ints
    debt: Ints


def out_csv(counts: Counts, version: Version = "3.1") -> str:
    """Write ``out.csv``: a row for each day, with the columns of either version.

    Newer Flee dates a row by the day after, and writes the people of the simulation even where nobody was reported.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    of_camps = [f"{camp} {what}" for camp in counts.camps for what in ("sim", "data", "error")]
    writer.writerow(["Day", "Date", *of_camps, *TOTALS])
    behaviour = BEHAVIOUR[version]
    later = timedelta(days=1 if behaviour.dates_by_next_day else 0)
    off = errors(counts.simulated, counts.counted)
    for day, (sim, data, wrong) in enumerate(zip(counts.simulated, counts.counted, off, strict=True)):
        figures = [x for camp in zip(sim.tolist(), data.tolist(), wrong.tolist(), strict=True) for x in camp]
        dated = counts.first + timedelta(days=day) + later
        writer.writerow([day, dated.isoformat(), *figures, *_totals(counts, day, behaviour)])
    return file.getvalue()


def _totals(counts: Counts, day: int, behaviour: Behaviour) -> list[float]:
    """Give the last six columns of a day."""
    sim, data, reported = counts.simulated[day], counts.counted[day], int(counts.reported[day])
    people, there = int(counts.people[day]), int(sim.sum())
    if reported <= 0:
        return [0, 0, people, 0, there, 0] if behaviour.keeps_totals else [0] * len(TOTALS)
    off = int(abs(sim - data).sum()) / reported
    return [off, int(data.sum()), people, reported, there, int(counts.debt[day])]
