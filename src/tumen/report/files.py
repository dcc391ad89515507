"""The files that go beside the results of a run."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tumen.ensemble import write_file
from tumen.ensemble.aside import Aside
from tumen.report.headline import Row, events_of, headline_rows
from tumen.report.loops_csv import loops_csv
from tumen.report.numbers import Spread
from tumen.report.page import page
from tumen.report.summary import Summary
from tumen.report.tables import summary_csv, summary_xlsx
from tumen.trace import trace_all

FILES = ("summary.csv", "summary.xlsx", "trace.json", "report.html")
LOOPS = "loops.csv"


def write_report(
    summary: Summary, folder: Path, periods: tuple[str, ...], *, aside: Callable[[], Aside | None] | None = None
) -> tuple[Path, ...]:
    """Write the report, the tables and the trace of a run into its folder, each whole or not at all.

    Args:
        summary: What may be shown of the run.
        folder: That `simulate` wrote.
        periods: Labels of the dates of the first table.
        aside: Gives what mean passes tell of the run, or None; asked last, since they may still run. None for a report
            without.

    Returns:
        `FILES`, and `LOOPS` where the situation has loops or switches.

    Raises:
        ResourceError: T801 or T802 if the folder cannot be written.
    """
    data = {
        "summary.csv": summary_csv(summary),
        "summary.xlsx": summary_xlsx(summary, periods),
        "trace.json": trace_json(summary, periods),
    }
    told = None if aside is None else aside()
    data["report.html"] = page(summary, periods, told).encode()
    if told is not None and told.effects is not None:
        data[LOOPS] = loops_csv(summary, told.effects)
    return tuple(write_file(folder, name, content) for name, content in data.items())


def trace_json(summary: Summary, periods: tuple[str, ...]) -> bytes:
    """Write the headline figures with all that they hang on, down to claims and assumptions."""
    rows = [_row(row) for row in headline_rows(summary, periods)]
    hidden = summary.situation.hidden
    about = {"result_hash": summary.about.result_hash, "policy": summary.about.policy}
    about |= {
        "changes": dict(summary.about.changes),
        "switches": dict(summary.about.switches),
        "conditional_on_events": sorted(events_of(summary)),
        "headline": rows,
        "until": None if hidden is None else hidden.as_dict(),
    }
    document = trace_all(summary.situation) | about
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _row(row: Row) -> dict[str, Any]:
    """Give one row of the first table as plain values; a withheld figure is null."""
    figures = [{"id": f.id, "kind": f.kind, "text": row.words(f)} for f in (*row.claims, *row.observations)]
    worlds = {world: quantiles(spread) for world, spread in row.spreads.items()}
    return {"outcome": row.outcome.id, "period": row.period.label, "worlds": worlds, "figures": figures}


def quantiles(spread: Spread) -> dict[str, float | None]:
    """Give the 90 % range and the median as plain values; a withheld figure is None."""
    return {name: getattr(spread, name).value for name in ("q05", "q50", "q95")}
