"""An attacker who knows all sums that hold, and how figures are rounded, cannot pin down one count of few."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import lil_matrix

from harm.few import LIMIT, WEIGHT, write
from made_up import dataset, hidden_five
from tumen.ensemble import simulate
from tumen.model import Model, build
from tumen.report import summarise
from tumen.report.behind import quantiles, step
from tumen.report.summary import STATISTICS, Summary
from tumen.situation import Situation, read_situation

Cell = tuple[str, str]
"""Outcome and period."""
Sum = Mapping[Cell, float]
"""Cells with their factors; together they are 0."""
COUNTED = (
    "in_hiding", "in_hiding_near", "in_hiding_far", "women_in_hiding", "women_far", "returned_by_force", "imprisoned",
    "went_back", "reached_safety", "safe_so_far", "set_out", "crossed_near", "acts_of_arrest", "money_lost", "exposed",
    "unpaid_in_hiding", "in_prison", "soon_safe", "late_safe", "arrested_soon",
)  # fmt: skip
UNITS = {"acts_of_arrest": WEIGHT, "money_lost": WEIGHT}
UNPAID = 0.7
AT_MOST = {
    "women_in_hiding": ("in_hiding",), "women_far": ("women_in_hiding", "in_hiding_far"), "crossed_near": ("set_out",),
    "imprisoned": ("returned_by_force",), "arrested_soon": ("returned_by_force",), "soon_safe": ("reached_safety",),
    "late_safe": ("reached_safety",),
}  # fmt: skip


@cache
def situation() -> Situation:
    with TemporaryDirectory() as folder:
        return read_situation(write(Path(folder)))


def sums(periods: list[str]) -> Iterator[Sum]:
    """Give all that is known to add up: parts, weights, and who came and went from one period to the next."""
    for now in periods:
        yield {("in_hiding", now): 1, ("in_hiding_near", now): -1, ("in_hiding_far", now): -1}
        yield {("acts_of_arrest", now): 1, ("returned_by_force", now): -WEIGHT}
        yield {("money_lost", now): 1, ("returned_by_force", now): -WEIGHT}
        yield {("exposed", now): 1, ("went_back", now): -1}
        yield {("unpaid_in_hiding", now): 1, ("in_hiding", now): -UNPAID}
    for last, now in pairwise(periods):
        yield {("safe_so_far", now): 1, ("safe_so_far", last): -1, ("reached_safety", now): -1}
        left = {(name, now): 1.0 for name in ("returned_by_force", "went_back", "reached_safety")}
        yield {("in_hiding", now): 1, ("in_hiding", last): -1, ("set_out", now): -1, **left}


def bounds(summary: Summary, cell: Cell) -> tuple[float, float | None]:
    """Give what a reader knows of one figure by itself."""
    shown = summary.shown("low", *cell, statistic="q50")
    if shown.reason == "small":
        return 0, shown.limit
    if shown.value is None:
        return 0, None
    half = step(shown.limit) / 2
    return max(shown.value - half, shown.limit), shown.value + half


class Solver:
    """Finds between what a figure must lie, given all that is published; or given the `exact` figures of what is."""

    def __init__(self, summary: Summary, exact: Mapping[Cell, float] | None = None):
        periods = [period.label for period in summary.periods]
        self.cells = [(name, period) for name in COUNTED for period in periods]
        self.at = {cell: i for i, cell in enumerate(self.cells)}
        self.bounds = [bounds(summary, cell) for cell in self.cells]
        if exact:
            shown = [summary.shown("low", *cell, statistic="q50").value is not None for cell in self.cells]
            told = zip(self.cells, self.bounds, shown, strict=True)
            self.bounds = [(exact[cell], exact[cell]) if known else of for cell, of, known in told]
        self.equal = self._matrix(list(sums(periods)))
        pairs = [(a, b) for a, wider in AT_MOST.items() for b in wider]
        self.less = self._matrix([{(a, p): 1, (b, p): -1} for a, b in pairs for p in periods])

    def _matrix(self, rows: list[Sum]) -> Any:
        matrix = lil_matrix((len(rows), len(self.cells)))
        for i, row in enumerate(rows):
            for cell, factor in row.items():
                matrix[i, self.at[cell]] = factor
        return matrix.tocsr()

    def holds(self, truth: np.ndarray) -> bool:
        """Whether the truth is among what the reader thinks possible."""
        low, high = (np.array([x[i] if x[i] is not None else np.inf for x in self.bounds]) for i in (0, 1))
        inside = (low - 1e-6 <= truth) & (truth <= high + 1e-6)
        return bool(inside.all() and np.allclose(self.equal @ truth, 0) and (self.less @ truth <= 1e-6).all())

    def between(self, cell: Cell) -> tuple[float, float]:
        aim = np.zeros(len(self.cells))
        aim[self.at[cell]] = 1
        ends = []
        for sign in (1, -1):
            found = linprog(
                sign * aim, A_ub=self.less, b_ub=np.zeros(self.less.shape[0]),
                A_eq=self.equal, b_eq=np.zeros(self.equal.shape[0]), bounds=self.bounds, method="highs",
            )  # fmt: skip
            ends.append(np.inf if found.x is None else found.x[self.at[cell]])
        return ends[0], ends[1]


def run_of(model: Model, seed: int) -> tuple[Summary, dict[Cell, float]]:
    found = simulate(model, draws=1, seed=seed, worlds=["low"], workers=1)
    periods = [str(period) for period in found["period"].values]
    truth = {(n, p): float(v) for n in COUNTED for p, v in zip(periods, found[n].values[0, 0, 0], strict=True)}
    return summarise(found, model.situation), truth


NUMBERS = st.fixed_dictionaries(
    {
        "hiding_2003": st.integers(20, 120), "arrest_hazard": st.floats(0.05, 0.3),
        "go_back_hazard": st.floats(0.1, 0.9), "onward_hazard": st.floats(0.05, 0.9),
    }
)  # fmt: skip


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 2**31), NUMBERS)
def test_no_count_of_few_can_be_worked_out(seed: int, numbers: dict[str, float]):
    summary, truth = run_of(build(situation(), changes=numbers), seed)
    solver = Solver(summary)
    assert solver.holds(np.array([truth[cell] for cell in solver.cells]))
    few = few_of(solver, truth)
    for cell in few[:: max(1, len(few) // 12)]:
        assert possible(solver, cell) > 1, (cell, truth[cell])


def test_the_same_attacker_would_find_counts_of_few_in_exact_figures():
    summary, truth = run_of(build(situation(), changes={"onward_hazard": 0.2}), seed=3)
    solver = Solver(summary, truth)
    assert solver.holds(np.array([truth[cell] for cell in solver.cells]))
    assert any(possible(solver, cell) == 1 for cell in few_of(solver, truth))


def few_of(solver: Solver, truth: Mapping[Cell, float]) -> list[Cell]:
    """Name the counts of one to nine people."""
    return [cell for cell in solver.cells if cell[0] not in UNITS and truth[cell] in range(1, LIMIT)]


def possible(solver: Solver, cell: Cell) -> int:
    """Say how many whole numbers a count could be."""
    low, high = solver.between(cell)
    return int(np.floor(high + 1e-6) - np.ceil(low - 1e-6)) + 1


@given(st.floats(1e-6, 1e6))
def test_a_step_is_a_round_number_and_no_finer_than_asked(amount: float):
    assert amount * (1 - 1e-8) <= step(amount) <= 1.5 * amount
    assert float(f"{step(amount):.2g}") == step(amount)


# ---- few futures ------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=12))
def test_a_quantile_is_made_of_no_future_of_few(futures: list[int]):
    """Of two futures, of 3 and 100 people, the three upper quantiles would tell both."""
    values = np.array(futures, dtype=float)[:, None]
    levels = (0.05, 0.25, 0.5, 0.75, 0.95)
    found, fewest = quantiles(values, values, levels)
    ranked = sorted(futures)
    for i, level in enumerate(levels):
        at = level * (len(ranked) - 1)
        assert fewest[0, i] == ranked[int(np.floor(at))]
        assert found[0, i] == np.quantile(futures, level)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(100, 200), max_size=7), st.integers(1, 9), st.integers(1, 9))
def test_a_future_of_few_changes_nothing_that_is_shown_of_it(large: list[int], few: int, other: int):
    """The figures are the same whether few were 3 or 8, in any number of futures."""
    one, two = (shown_of([of, *large]) for of in (few, other))
    names = ["in_hiding_far", "in_hiding", *([] if large else ["in_hiding_near"])]
    for name in names:
        assert one[name] == two[name]
    assert None in one["in_hiding_far"]


def shown_of(futures: list[int]) -> dict[str, list[float | None]]:
    """Give what is shown of a year in which so many hide in the far province, and the others in the near one."""
    hidden = hidden_five()
    hidden = replace(hidden, calendar=replace(hidden.calendar, last=date(2000, 12, 31)))
    made = dataset(hidden, lambda *_: 300.0, draws=len(futures))
    far, total = np.array(futures)[None, :, None, None], made["in_hiding"].values * 0 + 400
    counts = {"in_hiding": total, "in_hiding_far": total * 0 + far, "in_hiding_near": total - far}
    made = made.assign({name: (made["in_hiding"].dims, of) for name, of in counts.items()})
    found = summarise(made, hidden)
    return {name: [found.shown("low", name, "2000", statistic=s).value for s in STATISTICS] for name in counts}
