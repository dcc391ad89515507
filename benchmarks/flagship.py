"""What one run of the flagship costs: ``python benchmarks/flagship.py [--json]``.

Prints cells and exits, milliseconds for a replicate and for a mean pass to 2011 (with one outcome kept, and with all of
them and the clock that people carry), nanoseconds for a count, seconds from the start of a process to its first
replicate, seconds to compile all kernels, seconds of the demo, and where they go: processor seconds of each part of one
demo (``--profile``: this alone). Figures are medians of their repetitions.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from functools import partial
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from tumen.cells import NOT_RECORDED, RecordPlan, Tables
from tumen.engine import Luck, mean_pass, run_replicate, with_noise
from tumen.errors import RunError
from tumen.model import CompeteModel, build, record_plan, tables
from tumen.situation import read_situation
from tumen.streams import address

REPETITIONS = 15
LAST_YEAR = 2011
PARTS = {
    "read": ("cli.study", "read_known"),
    "build": ("model", "build"),
    "load_kernels": ("kernels.compile", "compile_all"),
    "plan": ("ensemble.run", "planned"),
    "anchors": ("ensemble.blocks", "tables"),
    "replicates": ("ensemble.blocks", "run_replicate"),
    "keep_blocks": ("ensemble.store", "write_part"),
    "label": ("ensemble.dataset", "labelled"),
    "results.nc": ("ensemble.dataset", "netcdf"),
    "flows_and_loops": ("ensemble.passes", "mean_pass"),
    "summarise": ("report", "summarise"),
    "summary.csv": ("report.files", "summary_csv"),
    "summary.xlsx": ("report.files", "summary_xlsx"),
    "trace.json": ("report.files", "trace_json"),
    "report.html": ("report.files", "page"),
}
"""Part of the demo → the function that does it, none inside another, where it is called."""


def machine() -> dict[str, str | int]:
    """Name what was measured on."""
    names = ("numpy", "numba", "scipy")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return {
        "processor": platform.processor() or platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        "cores": cores,
        **{n: version(n) for n in names},
    }


def median_seconds(call: Callable[[], object], repetitions: int = REPETITIONS) -> float:
    """Time `call`, after one call that does not count."""
    call()
    taken = []
    for _ in range(repetitions):
        begin = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def counts_of(model: CompeteModel, numbers: Tables, luck: Luck) -> int:
    """Count the exits that are open to somebody, over all substeps of one replicate: about so many counts are made.

    People are seen at the ends of steps only, so the substeps of a step count alike.
    """
    every = np.arange(len(model.steps), dtype=np.int64)
    plan = record_plan(model, [], every, keep_cells=True)
    after = run_replicate(model.cells, numbers, plan, luck=luck, substeps=model.situation.calendar.substeps).cells
    before = np.vstack([numbers.start, after[:-1]]) > 0
    given = with_noise(model.cells, numbers, luck).given[:, model.cells.row] > 0
    origin = np.repeat(np.arange(model.n_cells), np.diff(model.cells.first))
    open_to_somebody = before[:, origin] & given & (numbers.base > 0)
    return int(open_to_somebody.sum()) * model.situation.calendar.substeps


def first_solved(model: CompeteModel) -> Tables:
    """Give the tables of the first draw of the first world whose anchors can be met."""
    world = next(iter(model.situation.worlds))
    for draw in range(20):
        try:
            return tables(model, world=world, policy="baseline", draw=draw, seed=1)
        except RunError:
            continue
    raise SystemExit("no draw of the flagship can be solved")


def in_a_new_process(code: str, **environment: str) -> float:
    """Time a Python process that runs `code`."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, **environment}, capture_output=True)
    return time.perf_counter() - begin


START = """
import gc, sys
gc.set_threshold(100_000)  # as commands do
sys.path.insert(0, "{folder}")
from flagship import ready
model, numbers, plan, luck = ready()
from tumen.engine import run_replicate
run_replicate(model.cells, numbers, plan, luck=luck, substeps=model.situation.calendar.substeps)
"""


def ready() -> tuple[CompeteModel, Tables, RecordPlan, Luck]:
    """Make everything that a replicate of the flagship needs."""
    model = build(read_situation("dprk-china"))
    assert isinstance(model, CompeteModel), "people of the flagship make no journey"
    years = np.array([first.year for first, _ in model.steps], np.int64)
    of_step = np.maximum(years - model.situation.calendar.first.year, NOT_RECORDED)
    plan = record_plan(model, list(model.situation.outcomes), of_step)
    noise = np.array([address("noise", n) for n in sorted(model.situation.noises)], np.uint64)
    return model, first_solved(model), plan, Luck(1, 0, noise, years)


def demo_seconds() -> float:
    """Time the demo as a user runs it."""
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        command = [sys.executable, "-m", "tumen", "demo", "--out", str(Path(folder) / "demo"), "--quiet"]
        subprocess.run(command, check=True, capture_output=True)
        return time.perf_counter() - begin


def demo_profile() -> dict[str, float]:
    """Run the demo in two threads of this process, and give the processor seconds of its parts and its wall clock."""
    spent = dict.fromkeys(PARTS, 0.0)
    one_by_one = threading.Lock()
    begin = time.perf_counter()

    def timed(part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*values: object, **named: object) -> object:
            start = time.thread_time()
            try:
                return function(*values, **named)
            finally:
                with one_by_one:
                    spent[part] += time.thread_time() - start

        return call

    for part, (module, name) in PARTS.items():
        home = import_module(f"tumen.{module}")
        setattr(home, name, timed(part, getattr(home, name)))
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(io.StringIO()), suppress(SystemExit):
        import_module("tumen.cli").main(["demo", "--out", str(Path(folder) / "demo"), "--workers", "2", "--quiet"])
    if not spent["report.html"]:
        raise SystemExit("the demo came to no end")
    whole = time.process_time()
    found = {part: round(spent[part], 2) for part in PARTS}
    rest = round(whole - sum(spent.values()), 2)
    return {
        **found,
        "imports_and_rest": rest,
        "processor": round(whole, 2),
        "wall": round(time.perf_counter() - begin, 2),
    }


def profile_in_a_new_process() -> dict[str, float]:
    """Give `demo_profile` of a process that has done nothing before."""
    done = subprocess.run([sys.executable, __file__, "--profile"], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def measure() -> dict[str, Any]:
    """Measure everything."""
    model, numbers, plan, luck = ready()
    substeps = model.situation.calendar.substeps
    until = sum(last.year <= LAST_YEAR for _, last in model.steps)
    run = median_seconds(lambda: run_replicate(model.cells, numbers, plan, luck=luck, substeps=substeps))
    one = record_plan(model, [next(iter(model.situation.outcomes))], plan.period_of_step)
    mean, mean_of_all = (
        median_seconds(partial(mean_pass, model.cells, numbers, kept, substeps=substeps, steps=until))
        for kept in (one, plan)
    )
    counts = counts_of(model, numbers, luck)
    with tempfile.TemporaryDirectory() as cache:
        compiling = in_a_new_process("import tumen.kernels.compile as c; c.compile_all()", NUMBA_CACHE_DIR=cache)
    return {
        "machine": machine(),
        "cells": model.n_cells,
        "exits": model.n_exits,
        "counts": counts,
        "ms_per_replicate": round(1e3 * run, 1),
        "ns_per_count": round(1e9 * run / counts, 1),
        "ms_mean_pass": round(1e3 * mean, 2),
        "ms_mean_pass_all_outcomes": round(1e3 * mean_of_all, 2),
        "start_s": round(
            statistics.median(
                in_a_new_process(START.format(folder=Path(__file__).parent.as_posix())) for _ in range(3)
            ),
            2,
        ),
        "compile_s": round(compiling, 1),
        "demo_s": round(demo_seconds(), 1),
        "profile": profile_in_a_new_process(),
    }


def main() -> None:
    """Measure, and print a table or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--profile", action="store_true", help="one demo, and where its time goes, as JSON")
    asked = parser.parse_args()
    if asked.profile:
        print(json.dumps(demo_profile()))
        return
    found = measure()
    if asked.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:26} {value}")


if __name__ == "__main__":
    main()
