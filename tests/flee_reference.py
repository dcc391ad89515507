"""Whether two samples of runs of the same folder tell the same, camp by camp and day by day."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tumen.cells import Floats, Ints
from tumen.cells_journey import Flags

STANDARD_ERRORS, OF_PEOPLE = 3.0, 0.005
RESAMPLED = 400
"""Pairs of samples drawn anew to learn how much two spreads of the same law differ by chance."""
SURE = 0.99


@dataclass(frozen=True)
class Reference:
    """Means and spreads over runs of Flee.

    Attributes:
        camps: Names.
        mean, sd: ``[day, camp]``.
        data: What Flee compares with, ``[day, camp]``.
        runs: Their number.
        hasten: By what people were divided.
    """

    camps: tuple[str, ...]
    mean: Floats
    sd: Floats
    data: Ints
    runs: int
    hasten: int


def read_reference(file: Path) -> Reference:
    """Read a table with a row for each day and camp."""
    with file.open(encoding="utf-8", newline="") as rows:
        table = list(csv.DictReader(rows))
    camps = tuple(dict.fromkeys(row["camp"] for row in table))
    figures = {(int(row["day"]), row["camp"]): row for row in table}
    days = 1 + max(day for day, _ in figures)
    mean, sd, data = (
        np.array([[float(figures[day, camp][name]) for camp in camps] for day in range(days)])
        for name in ("mean", "sd", "data")
    )
    return Reference(camps, mean, sd, data.astype(np.int64), int(table[0]["runs"]), int(table[0]["hasten"]))


def means_agree(reference: Reference, simulated: Ints, people: Floats) -> Flags:
    """Say on which camp-days means are within 3 joint standard errors, or within half a per cent of all people.

    Where one side never varies while the other does (a rare arrival that few runs cannot show) the variance of the side
    that does stands for both.

    Args:
        reference: Theirs.
        simulated: Ours, ``[replicate, day, camp]``.
        people: Present on each day, ``[day]``.
    """
    ours = simulated.var(axis=0, ddof=1)
    theirs = reference.sd**2
    error = np.sqrt(
        np.where(theirs > 0, theirs, ours) / reference.runs + np.where(ours > 0, ours, theirs) / len(simulated)
    )
    gap = np.abs(simulated.mean(axis=0) - reference.mean)
    # The table is rounded to three decimals.
    return (gap <= STANDARD_ERRORS * error + 0.0005) | (gap <= OF_PEOPLE * people[:, None])


def spreads_agree(reference: Reference, simulated: Ints, seed: int = 1) -> Flags:
    """Say on which camp-days the spreads differ no more than those of two samples of our own replicates do by chance.

    Most cells are small counts, for which no formula for the error of a spread holds. So our replicates are drawn anew,
    with replacement: as many as Flee has runs, and as many as we have. The gap of spreads must lie in the central 99 %
    of the gaps found, ends included. Nothing is assumed about the law.
    """
    luck = np.random.default_rng(seed)
    gaps = np.empty((RESAMPLED, *simulated.shape[1:]), np.float32)
    for i in range(RESAMPLED):
        few, many = (simulated[luck.integers(0, len(simulated), n)] for n in (reference.runs, len(simulated)))
        gaps[i] = few.std(axis=0, ddof=1) - many.std(axis=0, ddof=1)
    low, high = np.quantile(gaps, [(1 - SURE) / 2, (1 + SURE) / 2], axis=0)
    gap = reference.sd - simulated.std(axis=0, ddof=1)
    return (low - 0.001 <= gap) & (gap <= high + 0.001)
