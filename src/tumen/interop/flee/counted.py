"""observations.csv and series.csv of an imported folder: counts as Flee uses them, each with the line it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tumen.interop.flee.folder import FleeFolder
from tumen.interop.flee.names import readable, slugs
from tumen.interop.flee.series import Knot, Series
from tumen.interop.flee.write import csv_text
from tumen.situation.columns import TABLES

COLUMNS = tuple(column.name for column in TABLES["observations.csv"].columns)
Row = tuple[object, ...]


def series_ids(folder: FleeFolder) -> dict[str, str]:
    """Give name of a place, or ``total`` → id of the series that counts it."""
    return dict(zip(folder.series, (f"count_{slug}" for slug in slugs(folder.series)), strict=True))


def observations_csv(folder: FleeFolder) -> str:
    """Write observations.csv: one figure for each count; one for each day where counts stand out of order."""
    ids = series_ids(folder)
    rows = (row for name, series in folder.series.items() for row in _rows(folder, series, id_=ids[name]))
    return csv_text(COLUMNS, rows)


def series_csv(folder: FleeFolder) -> str:
    """Write series.csv: what each counts."""
    told = "people counted at {}, as Flee takes them: straight lines between counts, constant before and after"
    rows = ((id_, "", told.format(readable(name)), 0) for name, id_ in series_ids(folder).items())
    return csv_text([column.name for column in TABLES["series.csv"].columns], rows)


def _rows(folder: FleeFolder, series: Series, *, id_: str) -> Iterator[Row]:
    place = readable(series.name)
    if not series.in_order:
        for day, level in enumerate(folder.counts(series.name)):
            note = "The counts stand out of order: this is what Flee makes of them on that day."
            cited = ", ".join(readable(file) for file in series.files)
            yield _row((id_, day + 1), folder.period.day(day), value=level, place=place, told=(cited, note))
        return
    first = series.levels(1)[0] if folder.emptied else 0
    for number, knot in enumerate(series.knots, start=1):
        told = "; ".join(f"{readable(line.file)} / {line.number}" for line in knot.lines), _note(folder, knot, first)
        yield _row((id_, number), folder.period.day(knot.day), value=knot.value - first, place=place, told=told)


def _row(at: tuple[str, int], day: date, *, value: float, place: str, told: tuple[str, str]) -> Row:
    id_, number = at
    cited, note = told
    return (f"{id_}-{number}", id_, day, None, value, "", "", "persons", place, "all", cited, "", "", "", note)


def _note(folder: FleeFolder, knot: Knot, first: int) -> str:
    """Say how a count follows from what is written."""
    parts = [" + ".join(line.cells[1].strip() for line in knot.lines)] if len(knot.lines) > 1 else []
    parts += [f"divided by {folder.hasten}"] if folder.hasten > 1 else []
    parts += [f"times {knot.corrected:.6g}, registrations corrected"] if knot.corrected != 1 else []
    parts += [f"less the {first} of the first day"] if first else []
    return "; ".join(parts)
