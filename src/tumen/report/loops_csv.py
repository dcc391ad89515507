"""What loops and switches do for spreadsheets and statistics programs: loops.csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import product

from tumen.ensemble.effects import Effects, Move
from tumen.policy import Loop, Position, Switch
from tumen.report.ratios import Ratios, Span
from tumen.report.summary import Summary
from tumen.report.tables import Cell, plain

LOOP_COLUMNS = (
    "situation", "policy", "name", "kind", "title", "sign", "thought_experiment", "stands_at", "moved_to",
    "delay_low", "delay_high", "claims", "ours", "world", "outcome", "span", "draws", "low", "median", "high",
    "suppressed",
)  # fmt: skip
_SPANS: tuple[Span, ...] = ("run", "last")


def loops_csv(summary: Summary, effects: Effects) -> bytes:
    """Write one row for each loop or switch, world, headline outcome and span; in the order of the situation.

    Figures are ratios: the outcome with the loop or switch moved over the outcome as run, over a few accepted draws.
    They are empty, and `suppressed` is true, where a count behind them is small or must not be recorded.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(LOOP_COLUMNS)
    for row in _rows(summary, effects):
        writer.writerow([plain(cell) for cell in row])
    return text.getvalue().encode()


def _rows(summary: Summary, effects: Effects) -> Iterator[list[Cell]]:
    ratios = Ratios(summary.situation, effects, summary.limit)
    spans = {"run": "run", "last": effects.periods[-1].label}
    about = {move: _about(summary, move) for move in effects.moved}
    for move, world, outcome, span in product(effects.moved, summary.worlds, ratios.headlines, _SPANS):
        found, draws = ratios.of(move, world, outcome.id, span=span), float(len(effects.draws[world]))
        figures = [None if x is None else float(f"{x:.4g}") for x in (found.low, found.median, found.high)]
        yield [*about[move], world, outcome.id, spans[span], draws, *figures, found.suppressed]


def _about(summary: Summary, move: Move) -> list[Cell]:
    """Say what is moved, and who names it."""
    situation, positions = summary.situation, summary.about.switches
    of: Loop | Switch = {**situation.loops, **situation.switches}[move.name]
    first: list[Cell] = [situation.id, summary.about.choice, of.id]
    stands: list[Cell] = [positions.get(of.id, of.at), move.position]
    if isinstance(of, Switch):
        at: Position = of.positions[move.position]
        return [*first, "switch", of.title, "", False, *stands, None, None, _claims(summary, at.claims), ""]
    kind: list[Cell] = ["loop", of.title, of.sign, of.thought_experiment]
    return [*first, *kind, *stands, of.delay[0], of.delay[1], _claims(summary, of.claims), of.ours]


def _claims(summary: Summary, claims: tuple[str, ...]) -> str:
    """Name the claims that may be seen."""
    return ";".join(name for name in claims if name in summary.situation.claims)
