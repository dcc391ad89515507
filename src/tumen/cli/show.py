"""The terminal twin of the report: the sentence, the caveat, the table, the files, what to try next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from tumen.cli.output import Talk
from tumen.report import answer, answer_period, caveat, clean, headline_rows, notices, say
from tumen.report.figures import Figure
from tumen.report.headline import Row, kind_text

if TYPE_CHECKING:
    from tumen.report import Summary

_GAP = "  "
_AT_MOST = 4


def show_answer(talk: Talk, summary: Summary, periods: tuple[str, ...]) -> None:
    """Print the sentence that answers, and its caveat in the same weight."""
    for text in (answer(summary, answer_period(periods)), caveat(summary)):
        talk.show(clean(text), style="bold")
        talk.show("")


def show_notices(talk: Talk, summary: Summary) -> None:
    """Print what is unusual about a run."""
    for text in notices(summary):
        talk.show(clean(text), style="yellow")
    if notices(summary):
        talk.show("")


def show_table(talk: Talk, summary: Summary, periods: tuple[str, ...]) -> None:
    """Print the first table: ranges before medians, worlds side by side, what others say under each date."""
    rows = headline_rows(summary, periods)
    heads = _heads(summary)
    widths = [max(len(cells[i]) for cells in (heads, *map(_cells, rows))) for i in range(len(heads))]
    for outcome, group in groupby(rows, key=lambda row: row.outcome):
        talk.show(clean(f"{outcome.title}, {kind_text(outcome)}"), style="bold")
        talk.show(_line(heads, widths), style="dim")
        for row in group:
            _show_row(talk, row, widths)
        talk.show("")


def _show_row(talk: Talk, row: Row, widths: Sequence[int]) -> None:
    """Print one date, and under it what others say."""
    talk.show(_line(_cells(row), widths))
    for text in _beside(row):
        talk.show(f"{_GAP}{' ' * widths[0]}{_GAP}{clean(text)}", style="dim")


def show_files(talk: Talk, folder: Path, names: Sequence[str]) -> None:
    """Say where the files are, and what each is for."""
    talk.note(say("files", folder=str(folder)))
    for name in names:
        talk.note(f"{_GAP}{name:<16}{say(f'file.{name}')}", style="dim")


def show_next(talk: Talk, commands: Sequence[str]) -> None:
    """Say what to try next."""
    talk.note("")
    talk.note(say("next"))
    for text in commands:
        talk.note(f"{_GAP}{text}")


def _heads(summary: Summary) -> list[str]:
    heads = [say("table.date")]
    for world in summary.worlds:
        several = len(summary.worlds) > 1
        heads += [say(f"table.{n}.world" if several else f"table.{n}", world=world) for n in ("range", "median")]
    return heads


def _cells(row: Row) -> list[str]:
    cells = [row.period.text]
    for spread in row.spreads.values():
        cells += [spread.range_text, spread.q50.text]
    return cells


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return (_GAP + _GAP.join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True))).rstrip()


def _beside(row: Row) -> Iterator[str]:
    """Write what the documents claim and what others report, few of each."""
    for kind, figures in (("claimed", row.claims), ("reported", row.observations)):
        told = [say(f"beside.{kind}", figure=row.words(f), by=f.by) for f in _different(figures)]
        yield from told[:_AT_MOST]
        if len(told) > _AT_MOST:
            yield say("beside.more", n=len(told) - _AT_MOST)


def _different(figures: Sequence[Figure]) -> list[Figure]:
    """Leave out figures that say the same of the same dates."""
    return list({(figure.id, figure.text): figure for figure in figures}.values())
