"""What is told of an argument, and how its things are named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from tumen.argument.whole import Argument
from tumen.report.argument_beside import Stand, stands
from tumen.report.markup import Markup
from tumen.report.naming import claim_links
from tumen.report.strings import say
from tumen.situation import Situation
from tumen.trace.ledger import Ledger
from tumen.trace.withholding import limit_for


@dataclass(frozen=True)
class ArgumentView:
    """An argument as it is told.

    Attributes:
        argument: What came out.
    """

    argument: Argument

    @property
    def situation(self) -> Situation:
        """What is argued about."""
        return self.argument.situation

    @property
    def worlds(self) -> tuple[str, ...]:
        """Ids."""
        return self.argument.worlds

    @property
    def limit(self) -> int:
        """Counts of people under it are withheld."""
        return limit_for(self.situation.people_in_hiding)

    @cached_property
    def ledger(self) -> Ledger:
        """Claims and observations as they may be shown."""
        return Ledger(self.situation)

    @cached_property
    def stands(self) -> Mapping[str, Stand]:
        """Premise → what reported figures say of it."""
        return stands(self.situation, self.argument.premises, self.argument.baselines)

    def title(self, policy: str) -> str:
        """Name a policy."""
        return self.situation.policies[policy].title

    def mark(self, policy: str) -> str:
        """Name a policy in short."""
        return self.situation.policies[policy].option or policy

    def source(self, name: str) -> str:
        """Name a document by who wrote it and when."""
        source = self.situation.sources[name]
        return say("argue.source", author=source.author or source.title, year=source.date[:4])

    def links(self, claims: Iterable[str]) -> Markup:
        """Name claims in brackets behind what they say, each with a link to it."""
        return claim_links(self.situation, claims)

    @property
    def alone(self) -> str:
        """What marks a sentence for a situation with a single world; nothing where there are several."""
        return ".one" if len(self.worlds) == 1 else ""
