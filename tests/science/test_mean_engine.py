"""The mean engine against the average of replicates: the same where the model is linear, near it where it is not."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from theory import SIGMAS, mean_of, runs_of
from tumen.situation import Situation, read_situation
from twin_numbers import medians

REPLICATES = 2000
ROUNDING = 1e-6  # of a person: bisection of seats, sums of floats
NO_LIMITS = {"ship_seats": 1e6, "airfield_beds": 1e6}
NO_FEEDBACK = {"arrest_per_effort": 0.0, "arrest_noise": 0.0, "departure_scale": 1.0}
NO_NOISE = {"arrest_noise": 0.0, "departure_scale": 1.0}


def gaps(situation: Situation, changes: Mapping[str, float], *, replicates: int, limit) -> dict[str, float]:
    """Give, for each outcome, how far the average lies off at worst, in units of `limit` of the standard deviation."""
    numbers = {**medians(situation), **changes}
    mean, runs = mean_of(situation, changes=numbers), runs_of(situation, changes=numbers, replicates=replicates)
    found: dict[str, float] = {}
    for outcome in situation.outcomes:
        off = np.abs(runs[outcome].mean(axis=0) - mean[outcome])
        found[outcome] = float((off / (limit(runs[outcome].std(axis=0, ddof=1)) + ROUNDING)).max())
    return found


def four_errors(deviation: np.ndarray) -> np.ndarray:
    return SIGMAS * deviation / np.sqrt(REPLICATES)


@pytest.mark.parametrize(("name", "changes"), [("island-evacuation", NO_LIMITS), ("hidden-five", NO_FEEDBACK)])
def test_where_hazards_do_not_depend_on_people_the_mean_engine_is_the_mean(name, changes):
    """Expectations of a linear model follow it exactly: fans, closings, stays, splits and births included."""
    found = gaps(read_situation(name), changes, replicates=REPLICATES, limit=four_errors)
    assert max(found.values()) <= 1, found


def test_with_feedback_the_mean_engine_is_the_mean_of_large_numbers():
    """Its error is of the order of one person, that of the average of n replicates √(N / n): less, for N >> n."""
    found = gaps(read_situation("hidden-five"), NO_NOISE, replicates=REPLICATES, limit=four_errors)
    assert max(found.values()) <= 1, found


def test_where_seats_begin_to_bind_the_mean_engine_is_off_by_less_than_one_future_varies():
    """A Gaussian cut off at its mean loses sd / √(2π) of it: the most that a limit can do as it begins to bind."""
    replicates = 400

    def cut_off(deviation: np.ndarray) -> np.ndarray:
        return deviation * (1 / np.sqrt(2 * np.pi) + SIGMAS / np.sqrt(replicates))

    found = gaps(read_situation("island-evacuation"), {}, replicates=replicates, limit=cut_off)
    assert max(found.values()) <= 1, found
