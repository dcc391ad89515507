"""How the things of a situation are named on a page, whatever the page tells of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from tumen.report.markup import Markup, joined, tag
from tumen.situation import Situation


class Naming(Protocol):
    """A page that names policies and claims."""

    @property
    def situation(self) -> Situation:
        """Whose things are named."""
        ...

    def title(self, policy: str) -> str:
        """Name a policy."""
        ...

    def links(self, claims: Iterable[str]) -> Markup:
        """Name claims in brackets behind what they say."""
        ...


def claim_links(situation: Situation, claims: Iterable[str]) -> Markup:
    """Name claims in brackets behind what they say, each with a link to it; nothing where none may be seen."""
    known = [tag("a", name, href=f"#claim-{name}") for name in claims if name in situation.claims]
    return joined(" (", *[piece for link in known for piece in (", ", link)][1:], ")") if known else Markup()
