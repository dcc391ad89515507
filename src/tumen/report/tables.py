"""The same figures for spreadsheets and statistics programs: summary.csv and summary.xlsx."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice, product

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tumen.evidence import Parameter
from tumen.report.figures import figures_of
from tumen.report.headline import Row, answer, answer_period, caveat, headline_rows, kind_text, notices
from tumen.report.sections import citation, command, prior_text
from tumen.report.strings import clean, say
from tumen.report.summary import STATISTICS, Summary
from tumen.trace.standing import argument, traced

COLUMNS = ("situation", "world", "policy", "outcome", "unit", "kind", "period", "statistic", "value", "suppressed")
SHEETS = ("read_me", "headline", "by_period", "assumptions", "sources", "data_dictionary")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 60
_SHEET_ROWS = 2**20 - 1
"""What a sheet can hold under its head."""
Cell = str | float | bool | None


def summary_csv(summary: Summary) -> bytes:
    """Write quantiles of every outcome, one figure a row: UTF-8, a point as decimal, no thousands sign.

    Where a figure is withheld its value is empty and `suppressed` is true. A text that a spreadsheet could take for a
    formula begins with an apostrophe.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _rows(summary):
        writer.writerow([plain(cell) for cell in row])
    return text.getvalue().encode()


def summary_xlsx(summary: Summary, periods: tuple[str, ...]) -> bytes:
    """Write a workbook: what it is, the first table, all figures, assumptions, sources, what each word means.

    Texts are never formulas or links. The same run gives the same bytes.

    Args:
        summary: What may be shown of a run.
        periods: Labels of the dates of the first table.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        created = datetime.fromisoformat(summary.about.created).replace(tzinfo=None)
        book.set_properties({"title": say("xlsx.title", title=clean(summary.situation.title)), "created": created})
        rows = headline_rows(summary, periods)
        tables: tuple[list[Sequence[Cell]], ...] = (
            [[line] for line in _read_me(summary, periods)],
            [_headline_heads(summary), *(_headline_row(row) for row in rows)],
            [COLUMNS, *islice(_rows(summary), _SHEET_ROWS)],
            [
                ("parameter", "unit", "prior", "ground", "assumed", "note"),
                *(_assumption(summary, p) for p in _parameters(summary)),
            ],
            list(_sources(summary)),
            [("column or outcome", "meaning"), *_dictionary(summary)],
        )
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        for name, table in zip(SHEETS, tables, strict=True):
            _sheet(book, name, table, styles=(bold, text if name == "read_me" else None))
    return buffer.getvalue()


def _rows(summary: Summary) -> Iterator[list[Cell]]:
    """Give the rows of the long table, in the order of COLUMNS."""
    situation = summary.situation
    for world, name, period in product(summary.worlds, summary.outcomes, summary.periods):
        outcome = situation.outcomes[name]
        about = [situation.id, world, summary.about.choice, name, outcome.unit, outcome.kind, period.label]
        spread = summary.spread(world, name, period.label)
        shown = {statistic: getattr(spread, statistic) for statistic in STATISTICS}
        yield from ([*about, statistic, figure.value, figure.suppressed] for statistic, figure in shown.items())


def plain(cell: Cell) -> str:
    """Write one cell of a CSV."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        text = clean(cell)
        return f"'{text}" if text.startswith(_FORMULA) else text
    return f"{cell:.10g}"


def _sheet(book: Workbook, name: str, table: Sequence[Sequence[Cell]], *, styles: tuple[Format, Format | None]) -> None:
    """Write one sheet: bold heads that stay in sight, and a filter, where there are several columns."""
    sheet = book.add_worksheet(name)
    width = max(len(row) for row in table)
    for r, row in enumerate(table):
        for c, cell in enumerate(row):
            _write(sheet, (r, c), cell, style=styles[min(r, 1)])
    for c in range(width):
        longest = max(len(text) for text in {str(row[c]) for row in table if c < len(row)})
        sheet.set_column(c, c, min(longest + 2, _WIDEST) if width > 1 else 2 * _WIDEST)
    if width > 1:
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(table) - 1, 1), width - 1)


def _write(sheet: Worksheet, at: tuple[int, int], cell: Cell, *, style: Format | None) -> None:
    """Write one cell as what it is; nothing where there is nothing."""
    if isinstance(cell, str):
        sheet.write_string(*at, clean(cell), style)
    elif isinstance(cell, bool):
        sheet.write_boolean(*at, cell)
    elif cell is not None:
        sheet.write_number(*at, cell)


def _read_me(summary: Summary, periods: tuple[str, ...]) -> Iterator[str]:
    """Say what the workbook is, and what it is not."""
    yield say("xlsx.title", title=summary.situation.title)
    yield answer(summary, answer_period(periods))
    yield caveat(summary)
    yield from notices(summary)
    yield say("xlsx.simulated")
    yield say("care.hidden" if summary.situation.people_in_hiding else "care.open", limit=summary.limit)
    yield say("care.use")
    yield from (say(f"xlsx.readme.{name}") for name in SHEETS[1:])
    if summary.values.size > _SHEET_ROWS:
        yield say("xlsx.cut")
    yield citation(summary)
    yield command(summary)


def _headline_heads(summary: Summary) -> list[Cell]:
    """Name the columns of the first table: of each world the range before the median."""
    figures = [f"{world} {name}" for world in summary.worlds for name in ("q05", "q95", "q50", "suppressed")]
    return ["outcome", "title", "unit", "kind", "period", *figures, "documents claim", "others report"]


def _headline_row(row: Row) -> list[Cell]:
    """Write one row of the first table."""
    figures: list[Cell] = []
    for spread in row.spreads.values():
        shown = (spread.q05, spread.q95, spread.q50)
        figures += [*(s.value for s in shown), any(s.suppressed for s in shown)]
    claims = "; ".join(f"{row.words(figure)}, {figure.by}" for figure in row.claims)
    reports = "; ".join(f"{row.words(figure)}, {figure.by}" for figure in row.observations)
    outcome = row.outcome
    return [outcome.id, outcome.title, outcome.unit, outcome.kind, row.period.text, *figures, claims, reports]


def _parameters(summary: Summary) -> tuple[Parameter, ...]:
    """Give all parameters, those that no source settles first."""
    assumed = {parameter.name for parameter in summary.assumed}
    return tuple(sorted(summary.situation.parameters.values(), key=lambda p: p.name not in assumed))


def _assumption(summary: Summary, parameter: Parameter) -> list[Cell]:
    """Write one parameter: what it is traced to, or why it is assumed."""
    situation, claims_and_series = summary.situation, traced(summary.situation, parameter)
    ground = ", ".join(name for names in claims_and_series for name in names)
    why = "" if ground else argument(situation, parameter)
    return [parameter.name, parameter.unit, prior_text(summary, parameter), ground, why, parameter.note]


def _sources(summary: Summary) -> Iterator[list[Cell]]:
    """Write the documents, then every figure that stands beside an outcome."""
    yield ["kind", "id", "beside outcome", "who", "figure", "where", "note"]
    for source in summary.situation.sources.values():
        yield ["source", source.id, "", source.author, f"{source.title} ({source.date})", "", source.note]
    for name in summary.outcomes:
        for figure in figures_of(summary.situation.outcomes[name], summary.situation):
            yield [figure.kind, figure.id, name, figure.who, figure.text, figure.place, figure.note]


def _dictionary(summary: Summary) -> Iterator[list[Cell]]:
    """Say what each column and each outcome means."""
    for column in COLUMNS:
        yield [column, say(f"column.{column}")]
    for name in summary.outcomes:
        outcome = summary.situation.outcomes[name]
        yield [name, f"{outcome.title}; {outcome.unit}, {kind_text(outcome)}"]
