"""Engine and agent-by-agent twin count alike for the law: each bin, each stretch of days."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

import numpy as np
import pytest

from counted import harbour, rules
from theory import SIGMAS
from tumen.ensemble import simulate
from tumen.model import build
from tumen.situation import Situation
from twin import Twin
from twin_measure import History, Where, named
from twin_numbers import medians

TWINS, ENGINES = 150, 900
# So few people that each can be followed, so quick that most of them cross. Enforcement stays as it is.
QUICK = {"residents": 80, "crossing": 12, "chapel_hazard": 0.2, "sailing": 0.3, "settling": 4}


def bins_of(situation: Situation, way: str, where: Where) -> list[str]:
    """Name the bins of somebody who goes through an exit, one for each action that it is."""
    place = situation.places[where.place]
    cohort = ",".join(f"{name}={value}" for name, value in where.cohort)
    label = f"{place.within or place.id}|{cohort}|{where.status}"
    return [f"{of.id}|{label}" for of in rules().actions.values() if named(situation, way, of.exits)]


def counted(situation: Situation, life: History, lasts: list[int]) -> Counter[tuple[int, str]]:
    """Count in a life who goes through the exits of an action, by stretch and bin."""
    taken = ((step, way, where, n) for step, flows in enumerate(life.flows) for (way, where), n in flows.items())
    found = Counter[tuple[int, str]]()
    for step, way, where, n in taken:
        found.update({(bisect_left(lasts, step), label): n for label in bins_of(situation, way, where)})
    return found


@pytest.fixture(scope="module")
def pair() -> tuple[np.ndarray, np.ndarray]:
    situation = harbour()
    numbers = {**medians(situation), **QUICK}
    found = simulate(build(situation, changes=numbers), draws=1, replicates=ENGINES, workers=1, seed=4)
    days = found["account_last"].to_numpy().astype("datetime64[M]").astype(int)
    lasts = (days - (2001 - 1970) * 12).tolist()
    labels = found["account_bin"].to_numpy().astype(str).tolist()
    twin = Twin(situation, numbers)
    lives = [counted(situation, twin.run(life), lasts) for life in range(TWINS)]
    assert {label for life in lives for _, label in life} <= set(labels)
    table = [[[life[s, label] for label in labels] for s in range(len(lasts))] for life in lives]
    return np.array(table, float), found["account"].to_numpy()[0, 0].astype(float)


def test_means_agree(pair: tuple[np.ndarray, np.ndarray]):
    """The difference of two means has the variance v / n + v' / n'; where nobody moves on either side it is 0."""
    twin, engine = pair
    error = np.sqrt(twin.var(axis=0, ddof=1) / len(twin) + engine.var(axis=0, ddof=1) / len(engine))
    assert (np.abs(twin.mean(axis=0) - engine.mean(axis=0)) <= SIGMAS * error).all()


def test_variances_agree(pair: tuple[np.ndarray, np.ndarray]):
    """A sample variance has the variance (m4 - v²) / n, with m4 the fourth moment."""
    twin, engine = (side.sum(axis=(1, 2)) for side in pair)
    error = np.sqrt(sum(((x - x.mean()) ** 2).var() / x.size for x in (twin, engine)))
    assert abs(twin.var(ddof=1) - engine.var(ddof=1)) <= SIGMAS * error


def test_something_is_counted_in_each_bin(pair: tuple[np.ndarray, np.ndarray]):
    for side in pair:
        assert (side.sum(axis=(0, 1)) > 0).all()
