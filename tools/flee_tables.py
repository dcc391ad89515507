"""Write the tables of docs/flee.md: error by bins and capacities, agreement with Flee, cost.

.venv/bin/python tools/flee_tables.py ard DIR…                    errors of folders (--replicates N)
.venv/bin/python tools/flee_tables.py agreement REFERENCE DIR…    beside a folder of tables of Flee's runs
.venv/bin/python tools/flee_tables.py cost FILE                   from ``benchmarks/flee.py … --json``
"""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module
from pathlib import Path

from marked_page import kept, written
from pool_tables import table

from tumen.interop.flee import lint
from tumen.peers import FleeRun, run_folder

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "flee.md"
BINS = (8, 64, 256)


def ard(folders: list[Path], replicates: int) -> str:
    """Make the table of errors."""
    named = tuple(f"1/{bins}" for bins in BINS)
    heads = ("folder", "capacities", *named, f"near the threshold, {named[0]}", *named[1:], "days without data")
    rows = []
    for folder in folders:
        for no_capacity in (False, True):
            runs = [_ran(folder, bins, no_capacity=no_capacity, replicates=replicates) for bins in BINS]
            errors = (f"{run.mean.ard:.4f} / {run.mean.ard_rescaled:.4f}" for run in runs)
            near = (f"{run.near_threshold or 0.0:.1%}" for run in runs)
            days = str(int(runs[0].mean.without_data.sum()))
            rows.append((folder.name, "none" if no_capacity else _ahead(runs[0]), *errors, *near, days))
    return table(heads, rows)


def _ahead(run: FleeRun) -> str:
    """Say how many capacities come from the counts that are scored."""
    ahead = sum(finding.kind == "look-ahead" for finding in lint(run.folder))
    return f"as in the folder; {ahead} of {len(run.camps)} look ahead"


def _ran(folder: Path, bins: int, *, no_capacity: bool, replicates: int) -> FleeRun:
    sys.stderr.write(f"{folder.name} {bins} {no_capacity}\n")
    return run_folder(folder, replicates=replicates, short_stints=bins, no_capacity=no_capacity)


def agreement(given: list[Path], replicates: int) -> str:
    """Make the table of agreement with Flee's runs."""
    sys.path.insert(0, str(ROOT / "tests"))
    judge = import_module("flee_reference")
    about = ("folder", "people divided by", "runs of Flee", "replicates here", "camp-days")
    heads = (*about, "means agree", "by 3 standard errors alone", "spreads agree")
    rows = []
    for folder in given[1:]:
        beside = folder.parent / f"{folder.name}_reference.csv"
        reference = judge.read_reference(beside if beside.is_file() else given[0] / f"{folder.name}.csv")
        run = run_folder(folder, replicates=replicates, seed=7, hasten=reference.hasten)
        ours = run.simulated[:, :, [run.camps.index(camp) for camp in reference.camps]]
        people = run.people.mean(axis=0)
        means = (judge.means_agree(reference, ours, among) for among in (people, 0 * people))
        shares = [f"{found.mean():.1%}" for found in (*means, judge.spreads_agree(reference, ours))]
        figures = (reference.hasten, reference.runs, replicates, reference.mean.size)
        rows.append((folder.name, *(f"{figure:,}" for figure in figures), *shares))
    return table(heads, rows)


def cost(given: list[Path], _: int) -> str:
    """Make the table of costs."""
    found = json.loads(given[0].read_text("utf-8"))
    named = {
        "folder": "folder",
        "people": "people",
        "hasten": "divided by",
        "flee_s": "Flee, s",
        "replicate_s": "a replicate here, s",
        "ratio": "ratio",
        "command_s": f"{found['replicates']} replicates, whole command, s",
        "flee_memory_mb": "Flee, MB",
        "memory_mb": "here, MB",
        "flee_ard": "ARD of Flee",
        "ard": "here",
        "people_100_times": "100 times the people: time",
    }
    rows = [
        [f"{x:,}" if isinstance(x := row.get(key, ""), int) else str(x) for key in named] for row in found["folders"]
    ]
    return table(list(named.values()), rows)


MADE = {"ard": ard, "agreement": agreement, "cost": cost}


def main() -> int:
    """Make one table and put it in its place."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("which", choices=MADE)
    parser.add_argument("given", type=Path, nargs="+")
    parser.add_argument("--replicates", type=int, default=20)
    asked = parser.parse_args()
    mark = f"flee-{asked.which}-"
    made = {f"{mark}table": MADE[asked.which](asked.given, asked.replicates)}
    page = written(PAGE.read_text("utf-8"), made, of=mark)
    return kept(PAGE, page, check=False, script="tools/flee_tables.py")


if __name__ == "__main__":
    sys.exit(main())
