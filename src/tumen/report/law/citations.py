"""Who says so: claims of the documents, observations and published texts, each with the day of its check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tumen.law.body import Law
from tumen.law.instruments import Basis, Grade
from tumen.report.law.memory import MEMORY
from tumen.report.strings import day_text, say
from tumen.trace.ground import series_record
from tumen.trace.ledger import Ledger
from tumen.trace.text import series_facts


@dataclass(frozen=True)
class Citation:
    """One thing that a statement of law rests on.

    Attributes:
        id: Of the claim, observation or reference.
        text: Who says so, where, and what.
        checked: How far it was looked at, and when; empty for a claim, which a command looks up.
        memory: Whether it is from memory.
    """

    id: str
    text: str
    checked: str
    memory: bool

    @property
    def line(self) -> str:
        """All of it in a line."""
        if not self.checked:
            return say("law.cite.line", id=self.id, text=self.text)
        return say("law.cite.checked", id=self.id, text=self.text, checked=self.checked)


def citations(ledger: Ledger, law: Law, bases: Iterable[Basis]) -> tuple[Citation, ...]:
    """Cite whatever some statements rest on, each once, in their order: of each its claims, observations, texts."""
    found: dict[str, Citation] = {}
    for basis in bases:
        found |= {name: _claim(ledger, name) for name in basis.claims if name not in found}
        found |= {name: _observed(ledger, name) for name in basis.observations if name not in found}
        found |= {name: _reference(law, name) for name in basis.references if name not in found}
    return tuple(found.values())


def ids(basis: Basis) -> tuple[str, ...]:
    """List the ids that a statement rests on."""
    return (*basis.claims, *basis.observations, *basis.references)


def state_words(grade: Grade) -> str:
    """Say how far something was checked, and when."""
    day = day_text(grade.checked) if isinstance(grade.checked, date) else ""
    return say(f"law.grade.{grade.state}", day=day)


def _claim(ledger: Ledger, name: str) -> Citation:
    item = ledger.item(name)
    if item.kept_out:
        return Citation(name, say("law.cite.kept_out", source=item.source, locator=item.locator), "", False)
    text = say("law.cite.claim", who=item.says, source=item.source, locator=item.locator, statement=item.told)
    return Citation(name, text, "", False)


def _observed(ledger: Ledger, name: str) -> Citation:
    record = series_record(ledger.situation, name, ledger)
    _, who = series_facts(record)
    return Citation(name, say("law.cite.series", who=who, dates=record.dates), say("law.cite.found"), False)


def _reference(law: Law, name: str) -> Citation:
    about = law.references[name]
    text = say("law.cite.reference", title=about.title, locator=about.locator) if about.locator else about.title
    return Citation(name, text, state_words(about.grade), about.grade.state == MEMORY)
