"""What an ensemble costs: ``python benchmarks/ensemble.py [--json] [--replicates N]``.

Prints how well two workers share the work of an ensemble of `hidden-five` (seconds with one over twice the seconds with
two, by turns, each in a process of its own, its start and loading left out), and the most memory that a million
replicates take with their quantiles: of the process that puts them together, and of it and its workers at once.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from flagship import machine

REPLICATES, TURNS, PART = 1_000_000, 3, 0.02
ONE = """
import resource, sys, time
sys.path.insert(0, {folder!r})
from tumen.ensemble import Record, quantiles, simulate
from tumen.ensemble.pool import InProcess, Processes
from tumen.model import build
from tumen.situation import read_situation

if __name__ == "__main__":
    model = build(read_situation("hidden-five"))
    simulate(model, draws=1, workers=1)
    told = []
    def progress(done, total):
        told.append((time.perf_counter(), done))
    executor = Processes({workers}) if {workers} > 1 else InProcess(1)
    begin = time.perf_counter()
    found = simulate(model, draws=1, replicates={replicates}, worlds=["low"], executor=executor, progress=progress,
                     record=Record(merged=True), block={block})
    end = time.perf_counter()
    quantiles(found, "in_hiding")
    memory = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    first = told[{workers}]
    rate = (told[-1][1] - first[1]) / (told[-1][0] - first[0])
    print(end - begin, rate, *memory, found.attrs["result_hash"])
"""


def run(workers: int, replicates: int, blocks: int) -> tuple[float, float, float, float, str]:
    """Run in its own process: seconds, futures a second once all work, megabytes of it and of its largest worker."""
    folder = Path(__file__).parent.as_posix()
    code = ONE.format(folder=folder, workers=workers, replicates=replicates, block=max(1, replicates // blocks))
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    *numbers, found = done.stdout.split()
    seconds, rate, own, children = (float(number) for number in numbers)
    return seconds, rate, own, children, found


def measure(replicates: int) -> dict[str, Any]:
    """Measure everything."""
    some, blocks = max(2_000, round(PART * replicates)), 20
    turns = [(run(1, some, blocks), run(2, some, blocks)) for _ in range(TURNS)]
    if len({side[-1] for turn in turns for side in turn}) > 1:
        raise SystemExit("one worker and two gave different results")
    efficiency = statistics.median(two[1] / (2 * one[1]) for one, two in turns)
    seconds, rate, own, worker, _ = run(2, replicates, 60)
    return {
        "machine": machine(),
        "parallel_efficiency_2": round(efficiency, 3),
        "parallel_replicates": some,
        "peak_mb_million": round(own + 2 * worker),
        "peak_mb_main": round(own),
        "peak_mb_worker": round(worker),
        "replicates": replicates,
        "seconds": round(seconds, 1),
        "replicates_per_second": round(rate),
    }


def main() -> None:
    """Measure, and print a table or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--replicates", type=int, default=REPLICATES, help="fewer, for a quick look")
    asked = parser.parse_args()
    found = measure(asked.replicates)
    if asked.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:24} {value}")


if __name__ == "__main__":
    main()
