"""Compile all kernels once, during set-up: ``python -m tumen.kernels.compile``."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, get_type_hints

import numpy as np

from tumen.cells import AccountPlan, Cells, ClockPlan, Floats, Ints, RecordPlan, Tables, Words
from tumen.cells_journey import JourneyCells, JourneyTables
from tumen.kernels.journey import draw_journey
from tumen.kernels.philox import uniforms
from tumen.kernels.room import Stretch, first_state
from tumen.kernels.run import draw_run, mean_run


def _empty(fields: tuple[str, ...], words: tuple[str, ...] = ()) -> dict[str, np.ndarray]:
    return {name: np.zeros(0, np.uint64 if name in words else np.int64) for name in fields}


def tiny() -> tuple[Cells, Tables, RecordPlan]:
    """Give one cell of one person, without exits, for one step: enough to compile everything with the right types."""
    cells = Cells(**_empty(Cells._fields, ("address", "inflow_address")))
    one, two = np.zeros(1, np.int64), np.zeros(2, np.int64)
    cells = cells._replace(first=two, end=one, feed_first=one, row_group=one)
    floats = {name: np.zeros(0) for name in Tables._fields if name != "start"}
    tables = Tables(**floats, start=np.ones(1, np.int64))._replace(
        given=np.ones((1, 1)),
        days=np.ones(1),
        elasticity=np.zeros((1, 0)),
        influence=np.zeros((0, 0)),
        drift=np.zeros((1, 0)),
        input=np.zeros((1, 0)),
        capacity=np.zeros((1, 0)),
    )
    others = ("periods", "keep_cells", "scale", "period_days", "clock", "account")
    arrays = tuple(name for name in RecordPlan._fields if name not in others)
    step, none = np.zeros(1, np.int64), np.zeros(0, np.int64)
    nobody = AccountPlan(period_of_step=step, periods=1, exit=none, bin=none, bins=0)
    still = ClockPlan(**_empty(ClockPlan._fields))._replace(year=np.zeros(1, np.int64), passed=np.zeros(1))
    apart = {"scale": np.zeros(0), "period_days": np.ones(1), "clock": still, "account": nobody}
    plan = RecordPlan(**_empty(arrays), **apart, periods=1, keep_cells=0)
    return cells, tables, plan._replace(period_of_step=step)


_TYPES: dict[Any, Any] = {Ints: np.int64, Floats: np.float64, Words: np.uint64}
_BOUNDS = ("choice_first", "way_first", "option_first", "onward_first")
_DATED = ("come_weight", "chance", "pull", "camp", "town", "order", "shuts", "capacity")


def _zeros(kind: type[Any]) -> dict[str, Any]:
    """Give one 0 for each array of a named tuple, and 1 for each number."""
    shapes: dict[str, tuple[int, ...]] = {**dict.fromkeys(_BOUNDS, (2,)), **dict.fromkeys(_DATED, (1, 1))}
    return {
        name: np.zeros(shapes.get(name, (1,)), _TYPES[of]) if of in _TYPES else of(1)
        for name, of in get_type_hints(kind).items()
    }


def tiny_journey() -> tuple[JourneyCells, JourneyTables]:
    """Give likewise one place, which nobody leaves, and a link that nobody takes, for one day."""
    return JourneyCells(**_zeros(JourneyCells)), JourneyTables(**_zeros(JourneyTables))


def compile_compete() -> None:
    """Compile the kernels of situations in which exits compete."""
    cells, tables, plan = tiny()
    word = np.uint64(0)
    out = np.zeros((1, 0))
    step, drawn, mean = Stretch(0, 1, 1), (np.zeros((0, 1), np.int64), np.zeros((1, 0), np.int64)), np.zeros((0, 1))
    draw_run(cells, tables, plan, step, word, word, first_state(cells, tables, plan, counts=True), out, *drawn)
    mean_run(cells, tables, plan, step, first_state(cells, tables, plan, counts=False), out, mean)
    uniforms(np.zeros(1, np.uint64), word, word, word, word)


def compile_journey() -> None:
    """Compile the kernel of journeys."""
    _, _, plan = tiny()
    word = np.uint64(0)
    draw_journey(*tiny_journey(), plan, word, word, np.zeros((1, 0)), np.zeros((0, 2), np.int64))


def compile_all() -> float:
    """Compile every kernel, or load it from the cache; return the seconds that this took."""
    begin = time.perf_counter()
    compile_compete()
    compile_journey()
    return time.perf_counter() - begin


def main() -> None:
    """Compile in two processes and say how long it took."""
    sys.stderr.write("compiling kernels (once for each version of numba and processor) ...\n")
    begin = time.perf_counter()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        journey = pool.submit(compile_journey)
        compile_compete()
        journey.result()
    sys.stderr.write(f"kernels ready after {time.perf_counter() - begin:.1f} s\n")


if __name__ == "__main__":
    main()
