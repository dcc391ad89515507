"""What it takes to ask a law of every day and everybody: ``python benchmarks/law.py [--json] [--situation NAME]``.

Every norm of a situation (the flagship unless another is named) is asked of every day from 1955 to 2025 and of every
group of people that the situation tells apart, and the answers are counted: once for each stretch of time in which
nothing changes, which is how Tumen asks, and for comparison one year of it day by day. Then the four searches for
conflicts. Seconds are the least of three passes.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import date, timedelta
from time import perf_counter
from typing import Any

import numpy as np
from flagship import machine

from tumen.law.body import Law
from tumen.law.conflicts import conflicts
from tumen.law.evaluate import evaluate
from tumen.law.intervals import Interval, regime_intervals
from tumen.law.subjects import People
from tumen.law.truth import truths
from tumen.situation import read_situation
from tumen.situation.subjects import people_of

FIRST, LAST = date(1955, 1, 1), date(2025, 12, 31)
YEAR, PASSES = 2003, 3
WORDS = ("no", "contested", "yes")


def least(work: Callable[[], object]) -> float:
    """Give the seconds of the fastest of some passes."""
    found: list[float] = []
    for _ in range(PASSES):
        start = perf_counter()
        work()
        found.append(perf_counter() - start)
    return round(min(found), 3)


def walk(law: Law, people: People) -> dict[str, int]:
    """Count answers, one for each norm, day and group, by what they are."""
    regimes = regime_intervals(law, FIRST, LAST)
    answers = truths(evaluate(law, people, regimes))
    days = np.array([one.days for one in regimes])
    return {word: int(((answers == truth).sum(axis=(0, 2)) * days).sum()) for truth, word in enumerate(WORDS)}


def one_year(law: Law, people: People) -> None:
    """Evaluate each day of one year by itself."""
    days = [date(YEAR, 1, 1) + timedelta(days=n) for n in range(365)]
    evaluate(law, people, [Interval(day, day) for day in days])


def main() -> None:
    """Measure, and print a table or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--situation", default="dprk-china")
    asked = parser.parse_args()
    situation = read_situation(asked.situation)
    law, people = situation.law, people_of(situation)
    assert law is not None, f"{asked.situation} has no law"
    found: dict[str, Any] = {
        "machine": machine(),
        "situation": situation.id,
        "norms": len(law.norms),
        "days": (LAST - FIRST).days + 1,
        "groups": len(people.subjects),
        "regimes": len(regime_intervals(law, FIRST, LAST)),
        "answers": walk(law, people),
        "walk_s": least(lambda: walk(law, people)),
        "one_year_day_by_day_s": least(lambda: one_year(law, people)),
        "conflicts_s": least(lambda: conflicts(law, people, first=FIRST, last=LAST)),
    }
    if asked.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:22} {value}")


if __name__ == "__main__":
    main()
