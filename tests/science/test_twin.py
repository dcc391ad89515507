"""Engine and agent-by-agent twin agree in distribution on both small situations, and on one made of loops."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pytest
from scipy.stats import ks_2samp

from theory import SIGMAS, runs_of
from tumen.situation import Situation, read_situation
from twin import Twin
from twin_measure import measure
from twin_numbers import medians

TWINS, ENGINES = 300, 900
RARE = 6e-5  # as rare as four sigma

# So few people that each can be followed, so quick that all of them move, and seats for hardly any.
ISLAND = {
    "people_north": 90,
    "people_south": 61,
    "share_by_care[stretcher]": 0.2,
    "registration_hazard": 0.1,
    "withdrawal_hazard": 0.1,
    "death_hazard": 0.2,
    "ship_seats": 9,
    "airfield_beds": 5,
}
# Enforcement stands within its range: it cannot be raised further, not even here. People leave faster instead.
HIDDEN = {
    "people_home": 151,
    "departure_scale": 100,
    "moving_hazard": 0.5,
    "onward_hazard": 0.4,
    "go_back_hazard": 0.3,
    "effort_per_person": 0.02,
    "campaign": 2.8,
    "net_births": 0.1,
}
# Whoever is arrested is sent away or let go at the end of a fixed stay. Arrests are felt, what is felt is spoken of,
# late, and so is given news; both lower arrests, and the part of those held who are sent away.
LOOPED = {
    "statuses": "id,stay\nhome,\nheld,fixed 2\nfree,\naway,",
    "exits": """
    id,group,from_status,to_status,when,hazard,share
    arrest,arresting,home,held,,often,
    let_go,freeing,held,free,end,,one
    send,sending,held,away,end,,one
    go_home,going,free,home,,soon,
    """,
    "signals": """
    id,mode,rest,half_life,scale,fed_by,gain,delay,drivers
    felt,fed,,short,,arresting,per_arrest,0,spoken=tiring
    spoken,both,0,long,some,,,1,felt=telling;news=telling
    news,given,0,,,,,,
    """,
    "events": """
    id,signal,date_from,date_to,how,size
    paper,news,2030-01-04,2030-01-09,set,loud
    visit,spoken,2030-01-12,2030-01-15,add,loud
    """,
    "numbers": """
    often 1/day 0.15
    soon 1/day 0.4
    one share 1
    short days 2
    long days 4
    some index 0.5
    per_arrest index 0.2
    tiring elasticity -0.3
    telling elasticity 0.8
    loud index 1.5
    less elasticity -0.9
    fewer elasticity -0.5
    half share 0.5
    people persons 60
    """,
    "start": "home here people",
    "more": '[group.arresting]\ndrivers = { spoken = "less" }\n'
    '[group.sending]\ndrivers = { spoken = "less", news = "fewer" }\n',
    "outcomes": '[outcome.raids]\ntitle = "raids, of two people each"\nkind = "flow"\nunit = "acts"\n'
    'direction = "less"\nexits = ["arresting"]\nweight = "half"\nperiod = "step"\nplace = "district"\n',
    "time": 'from = 2030-01-01\nto = 2030-01-25\nstep = "day"\nreport = "step"',
}
CASES = {
    "island-evacuation": (ISLAND, (7, 15, 22, 35)),
    "hidden-five": (HIDDEN, (5, 23, 41, 56)),
    "looped": ({}, (4, 9, 14, 24)),
}


@dataclass(frozen=True)
class Pair:
    """Samples of both sides: outcome and step → values; flows, times and levels from the beginning on."""

    twin: Mapping[tuple[str, int], np.ndarray]
    engine: Mapping[tuple[str, int], np.ndarray]


@pytest.fixture(scope="module", params=CASES)
def pair(request, tiny) -> Pair:
    situation = tiny(**LOOPED) if request.param == "looped" else read_situation(request.param)
    changes, dates = CASES[request.param]
    numbers = {**medians(situation), **changes}
    return Pair(_twins(situation, numbers, dates), _engines(situation, numbers, dates))


def _twins(situation: Situation, numbers: Mapping[str, float], dates: tuple[int, ...]):
    twin = Twin(situation, numbers, n_steps=dates[-1] + 1)
    lives = [twin.run(seed) for seed in range(TWINS)]
    return {
        (outcome, step): np.array(
            [measure(twin.numbers, life, outcome=outcome, period=range(step + 1)) for life in lives]
        )
        for outcome in situation.outcomes
        for step in dates
    }


def _engines(situation: Situation, numbers: Mapping[str, float], dates: tuple[int, ...]):
    runs = runs_of(situation, changes=numbers, replicates=ENGINES)
    together = {"stock": lambda values: values[:, -1], "signal": lambda values: values.mean(axis=1)}
    return {
        (name, step): together.get(about.kind, lambda values: values.sum(axis=1))(runs[name][:, : step + 1])
        for name, about in situation.outcomes.items()
        for step in dates
    }


def test_means_agree(pair):
    """The difference of two means has the variance v / n + v' / n'."""
    for key, twin in pair.twin.items():
        engine = pair.engine[key]
        error = np.sqrt(twin.var(ddof=1) / twin.size + engine.var(ddof=1) / engine.size)
        assert abs(twin.mean() - engine.mean()) <= SIGMAS * error, (key, twin.mean(), engine.mean(), error)


def test_variances_agree(pair):
    """A sample variance has the variance (m4 - v²) / n, with m4 the fourth moment."""
    for key, twin in pair.twin.items():
        engine = pair.engine[key]
        error = np.sqrt(sum(((x - x.mean()) ** 2).var() / x.size for x in (twin, engine)))
        assert abs(twin.var(ddof=1) - engine.var(ddof=1)) <= SIGMAS * error, (key, twin.var(), engine.var(), error)


def test_distributions_agree(pair):
    """Kolmogorov and Smirnov: on counts the test errs on the side of agreement, never of alarm."""
    for key, twin in pair.twin.items():
        assert ks_2samp(twin, pair.engine[key]).pvalue > RARE, key


def test_something_happens(pair):
    """No outcome stands still: a comparison of constants would say nothing."""
    last = max(step for _, step in pair.twin)
    assert all(pair.twin[name, last].std() > 0 for name, _ in pair.twin)
