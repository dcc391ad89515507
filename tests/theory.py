"""Running small situations many times, and holding what comes out against theory.

A tolerance is never chosen: it is four standard errors of the estimate, worked out from the law that the test states.
With four, one comparison in sixteen thousand fails by chance; seeds are fixed, so that it fails always or never.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kinds import compete_model
from tumen.cells import RecordPlan, Tables
from tumen.engine import Luck, mean_pass, run_replicate
from tumen.model import CompeteModel, record_plan, tables
from tumen.situation import Situation
from tumen.streams import address

SIGMAS = 4.0
EXACT = 1e-9
"""Relative error of floats that went through at most some thousand additions."""
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Runs:
    """Outcomes of many replicates in each step; ``runs["n_alive"]`` is ``[replicate, step]``."""

    values: Floats
    names: tuple[str, ...]

    def __getitem__(self, name: str) -> Floats:
        return self.values[:, :, self.names.index(name)]


def runs_of(
    situation: Situation,
    *,
    replicates: int,
    changes: Mapping[str, float] | None = None,
    policy: str = "baseline",
    seed: int = 1,
) -> Runs:
    """Run replicates of one draw in the first world."""
    model, numbers, plan = _ready(situation, changes, policy=policy, seed=seed)
    substeps = situation.calendar.substeps
    noise = np.array([address("noise", name) for name in sorted(situation.noises)], np.uint64)
    years = np.array([last.year for _, last in model.steps], np.int64)
    kept = [
        run_replicate(model.cells, numbers, plan, luck=Luck(seed, future, noise, years), substeps=substeps).outcomes
        for future in range(replicates)
    ]
    return Runs(np.stack(kept), tuple(situation.outcomes))


def mean_of(
    situation: Situation, *, changes: Mapping[str, float] | None = None, policy: str = "baseline", seed: int = 1
) -> dict[str, Floats]:
    """Run the mean engine: outcome → ``[step]``."""
    model, numbers, plan = _ready(situation, changes, policy=policy, seed=seed)
    outcomes = mean_pass(model.cells, numbers, plan, substeps=situation.calendar.substeps).outcomes
    return {name: outcomes[:, i] for i, name in enumerate(situation.outcomes)}


def _ready(
    situation: Situation, changes: Mapping[str, float] | None, *, policy: str, seed: int
) -> tuple[CompeteModel, Tables, RecordPlan]:
    """Build a model, its first draw, and a plan that keeps every outcome in every step."""
    model = compete_model(situation, changes=changes)
    numbers = tables(model, world=next(iter(situation.worlds)), policy=policy, draw=0, seed=seed)
    plan = record_plan(model, tuple(situation.outcomes), np.arange(len(model.steps), dtype=np.int64))
    return model, numbers, plan


def assert_mean(sample: Floats, mean: ArrayLike, variance: ArrayLike) -> None:
    """Hold the mean over replicates (first axis) against the law: variance / replicates is that of the mean."""
    error = np.sqrt(np.asarray(variance) / len(sample))
    off = np.abs(sample.mean(axis=0) - np.asarray(mean))
    assert (off <= SIGMAS * error + EXACT * np.abs(mean)).all(), (
        f"off by {(off / np.maximum(error, EXACT)).max():.1f} σ"
    )


def assert_variance(sample: Floats, variance: ArrayLike, excess: ArrayLike) -> None:
    """Hold the variance over replicates against the law; `excess` is its excess kurtosis.

    The standard error is ``variance · sqrt(2 / (n - 1) + excess / n)``.
    """
    n = len(sample)
    error = np.asarray(variance) * np.sqrt(2 / (n - 1) + np.asarray(excess) / n)
    off = np.abs(sample.var(axis=0, ddof=1) - np.asarray(variance))
    assert (off <= SIGMAS * error).all(), f"off by {(off / np.maximum(error, EXACT)).max():.1f} σ"


def assert_covariance(a: Floats, b: Floats, covariance: float) -> None:
    """Hold a covariance over replicates against the law; its standard error is estimated from the products."""
    product = (a - a.mean()) * (b - b.mean())
    error = product.std(ddof=1) / np.sqrt(a.size)
    assert abs(product.sum() / (a.size - 1) - covariance) <= SIGMAS * error


def binomial_excess(n: ArrayLike, p: ArrayLike) -> Floats:
    """Excess kurtosis of a binomial count."""
    pq = np.asarray(p) * (1 - np.asarray(p))
    return (1 - 6 * pq) / (np.asarray(n) * pq)
