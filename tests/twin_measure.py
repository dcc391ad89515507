"""Where people of the slow twin stand, what happened to them, and what is counted of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tumen.policy import Outcome
from tumen.situation import Situation
from twin_numbers import Numbers, Span

MONTH = 30.4375


class Where(NamedTuple):
    """All there is to know of a person."""

    place: str
    status: str
    cohort: tuple[tuple[str, str], ...]
    stage: int

    @property
    def labels(self) -> dict[str, str]:
        return {"place": self.place, **dict(self.cohort)}


Flows = Counter[tuple[str, Where]]
"""(exit or inflow, where they stood) → people; those who pass through an instant status stand there in between."""


@dataclass
class History:
    """What happened: days of each step, levels of signals in it, who stood where at its end, who took which exit."""

    days: list[int] = field(default_factory=list[int])
    felt: list[Mapping[str, float]] = field(default_factory=list[Mapping[str, float]])
    after: list[Counter[Where]] = field(default_factory=list[Counter[Where]])
    flows: list[Flows] = field(default_factory=list[Flows])


def days_of(span: Span) -> int:
    """Give the days of a step."""
    return (span[1] - span[0]).days + 1


def matches(only: Mapping[str, Sequence[str]], where: Where) -> bool:
    """Tell whether people who stand there are among those that `only` speaks of."""
    has = dict(where.cohort)
    return all(has.get(attribute) in values for attribute, values in only.items())


def named(situation: Situation, way: str, names: Sequence[str]) -> bool:
    """Tell whether an exit or an inflow is named, itself or by its group."""
    thing = situation.exits.get(way) or situation.inflows[way]
    return way in names or thing.group in names


def measure(numbers: Numbers, history: History, *, outcome: str, period: range) -> float:
    """Give an outcome in a period: people at its end, people through exits during it, the time they spent, or a level.

    In an instant status people are present for the mean stay: the time there is those who pass times its length, and
    the people present at the end of a step are that time over the days of the step.
    """
    what = numbers.situation.outcomes[outcome]
    if what.kind == "signal":
        days = sum(history.days[step] for step in period)
        return sum(history.felt[step][what.signal] * history.days[step] for step in period) / days
    if what.kind == "flow":
        weight = numbers.value(what.weight) if what.weight else 1.0
        return weight * sum(_through(numbers.situation, history.flows[step], what) for step in period)
    if what.kind == "time":
        return sum(_present(numbers, history, what=what, step=step) * history.days[step] for step in period) / MONTH
    return _present(numbers, history, what=what, step=period[-1])


def _through(situation: Situation, flows: Flows, what: Outcome) -> int:
    return sum(
        n for (way, where), n in flows.items() if named(situation, way, what.exits) and _counted(situation, what, where)
    )


def _present(numbers: Numbers, history: History, *, what: Outcome, step: int) -> float:
    """Count the people present at the end of a step."""
    situation = numbers.situation
    standing = [(n, where, 1.0) for where, n in history.after[step].items()]
    for (_, where), n in history.flows[step].items():
        if stay := situation.statuses[where.status].mean_stay:
            standing.append((n, where, numbers.value(stay, where.labels) / history.days[step]))
    return sum(
        n * part for n, where, part in standing if where.status in what.statuses and _counted(situation, what, where)
    )


def _counted(situation: Situation, what: Outcome, where: Where) -> bool:
    """Tell whether people at this place and of this cohort are among those whom the outcome speaks of."""
    if what.places and not any(where.place in situation.leaves(place) for place in what.places):
        return False
    return matches(what.only, where)
