"""A question about a norm, and its answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from tumen.law.body import Law
from tumen.law.grounds import Asked, ask
from tumen.law.instruments import Basis, Instrument
from tumen.law.norms import Norm
from tumen.law.predicates import Predicate
from tumen.law.probe import Change, Probe
from tumen.law.query import Choice, Query
from tumen.law.subjects import People
from tumen.law.truth import Bounds, Point, Truth, truth_of

QUESTIONS = (
    "Is it in force on the date?",
    "Does it bind the party, how, and since when?",
    "Do the people fall under it?",
    "Did the act happen, and what counts as it?",
    "Does an exception or a reservation take them out?",
    "Who holds otherwise?",
    "Does another norm command the opposite, and what resolves it?",
)


@dataclass(frozen=True)
class Question:
    """One of the seven questions about a norm, answered.

    Attributes:
        number: From 1 to 7.
        bounds: How far the answer lets the norm bind: agreed and possible share of the people.
        used: The values used, in words.
        basis: What they rest on.
        ask: Asks what would give another answer.
        note: More about what would change it, where no single thing of the data does.
    """

    number: int
    bounds: Point
    used: str
    basis: Basis
    ask: Callable[[], Iterable[Change]] = field(default=tuple, repr=False, compare=False)
    note: str = ""

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What would give another answer, one by one; worked out when it is asked for."""
        return tuple(self.ask())

    @property
    def text(self) -> str:
        """The question."""
        return QUESTIONS[self.number - 1]

    @property
    def truth(self) -> Truth:
        """Whether the answer lets the norm bind."""
        return truth_of(self.bounds)

    @property
    def change(self) -> str:
        """What would change the answer, in words; empty where nothing of the data would."""
        return "; ".join([*map(str, self.changes), *([self.note] if self.note else [])])


@dataclass(frozen=True)
class Case:
    """What is to be explained: one norm, one group, one day.

    Attributes:
        law: All law.
        people: Exactly one group.
        day: The day asked about.
        norm: The norm asked about.
        choice: Position and thresholds.
    """

    law: Law
    people: People
    day: date
    norm: Norm
    choice: Choice

    @property
    def instrument(self) -> Instrument:
        """What the norm is part of."""
        return self.law.instruments[self.norm.instrument]

    @cached_property
    def asked(self) -> Asked:
        """The questions under the positions chosen."""
        return ask(self.law, self.people, self.day, choice=self.choice)

    @cached_property
    def each(self) -> Asked:
        """The questions under every position, whichever is chosen."""
        return ask(self.law, self.people, self.day, choice=Choice(None, self.choice.thresholds))

    def probe(self, part: Callable[[Query], Bounds], rules: Iterable[Predicate] = ()) -> Probe:
        """Ask for a part of the truth."""
        return Probe(self.law, self.people, self.day, self.choice, part, tuple(rules))
