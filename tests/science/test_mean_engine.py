"""The mean engine against the average of 2,000 replicates."""

from __future__ import annotations

import numpy as np
import pytest

from theory import SIGMAS, Runs, mean_of, runs_of
from tumen.situation import Situation, read_situation
from twin_numbers import medians

REPLICATES = 2000


def compared(situation: Situation, changes: dict[str, float]) -> tuple[dict[str, np.ndarray], Runs]:
    numbers = {**medians(situation), **changes}
    return mean_of(situation, changes=numbers), runs_of(situation, changes=numbers, replicates=REPLICATES)


def distance(mean: np.ndarray, sample: np.ndarray) -> np.ndarray:
    """Give how many standard errors the average of a sample lies off, by step; 0 where nothing varies or differs."""
    error = sample.std(axis=0, ddof=1) / np.sqrt(len(sample))
    off = np.abs(sample.mean(axis=0) - mean)
    return np.divide(off, error, out=np.where(off > 1e-6, np.inf, 0.0), where=error > 0)
