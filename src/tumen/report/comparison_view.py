"""What the page of a comparison tells of: the comparison, the figures that may be shown of it, and their names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from tumen.comparison import BASELINE, Comparison
from tumen.policy import Outcome
from tumen.report.compared import Effect, Effects
from tumen.report.comparison_words import alone, futures_of, headlines, measured
from tumen.report.markup import Markup
from tumen.report.naming import claim_links
from tumen.report.sections import begun
from tumen.report.strings import say
from tumen.situation import Situation
from tumen.trace.ledger import Ledger


@dataclass(frozen=True)
class View:
    """A comparison as it is told on a page.

    Attributes:
        found: What came out. Counts of futures are read from it, and no figure of people.
        effects: What may be shown of the figures.
    """

    found: Comparison
    effects: Effects

    @property
    def situation(self) -> Situation:
        """What was simulated."""
        return self.found.design.model.situation

    @property
    def worlds(self) -> tuple[str, ...]:
        """Ids."""
        return self.found.design.worlds

    @property
    def alone(self) -> str:
        """What marks sentences of a situation with one world, which needs no name."""
        return alone(self.found)

    @property
    def policies(self) -> tuple[str, ...]:
        """Ids, without the baseline."""
        return self.found.design.policies[1:]

    @cached_property
    def headlines(self) -> tuple[Outcome, ...]:
        """The outcomes of the first table."""
        return headlines(self.found)

    @cached_property
    def ledger(self) -> Ledger:
        """Claims as they may be shown."""
        return Ledger(self.situation)

    def effect(self, world: str, policy: str, outcome: str) -> Effect:
        """Give what a policy does to an outcome in a world."""
        return self.effects[world, policy, outcome]

    def futures(self, world: str) -> int:
        """Count the futures of a world that met their anchors."""
        return futures_of(self.found, world)

    def heading(self, outcome: Outcome) -> str:
        """Name an outcome with how it is taken over the span."""
        return begun(measured(self.found, outcome))

    def title(self, policy: str) -> str:
        """Name a policy, or the baseline."""
        return say("compare.baseline") if policy == BASELINE else self.situation.policies[policy].title

    def mark(self, policy: str) -> str:
        """Name a policy in short, as in charts."""
        return self.situation.policies[policy].option or policy

    def links(self, claims: Iterable[str]) -> Markup:
        """Name claims in brackets behind what they say, each with a link to it; nothing where none may be seen."""
        return claim_links(self.situation, claims)


def shade(share: float, classes: int) -> int:
    """Give the class of a share from 0 to 1, from 0 for nothing to `classes`."""
    return 0 if share <= 0 else min(1 + int(share * classes), classes)
