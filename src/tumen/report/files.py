"""The files that go beside the results of a run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tumen.ensemble import write_file
from tumen.report.headline import Row, headline_rows
from tumen.report.numbers import Spread
from tumen.report.page import page
from tumen.report.summary import Summary
from tumen.report.tables import summary_csv, summary_xlsx
from tumen.trace import trace_all

FILES = ("summary.csv", "summary.xlsx", "trace.json", "report.html")


def write_report(summary: Summary, folder: Path, periods: tuple[str, ...]) -> tuple[Path, ...]:
    """Write the report, the tables and the trace of a run into its folder, each whole or not at all.

    Args:
        summary: What may be shown of the run.
        folder: That `simulate` wrote.
        periods: Labels of the dates of the first table.

    Raises:
        ResourceError: T801 or T802 if the folder cannot be written.
    """
    data = {
        "summary.csv": summary_csv(summary),
        "summary.xlsx": summary_xlsx(summary, periods),
        "trace.json": trace_json(summary, periods),
        "report.html": page(summary, periods).encode(),
    }
    return tuple(write_file(folder, name, data[name]) for name in FILES)


def trace_json(summary: Summary, periods: tuple[str, ...]) -> bytes:
    """Write the headline figures with all that they hang on, down to claims and assumptions."""
    rows = [_row(row) for row in headline_rows(summary, periods)]
    hidden = summary.situation.hidden
    about = {"result_hash": summary.about.result_hash, "policy": summary.about.policy}
    about |= {
        "changes": dict(summary.about.changes),
        "switches": dict(summary.about.switches),
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
