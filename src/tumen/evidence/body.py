"""All evidence of a situation, and the questions that several of its tables answer together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tumen.evidence.records import Assessment, Claim, Happening, Link, Observation, Pool, Quantity, Series, Source


@dataclass(frozen=True)
class Evidence:
    """What a situation knows from outside itself.

    Each mapping goes from id to thing, in the order of its file.

    Attributes:
        excluded: Id of a quantity or event claim that nothing uses → why.
    """

    sources: Mapping[str, Source]
    claims: Mapping[str, Claim]
    observations: Mapping[str, Observation]
    series: Mapping[str, Series]
    quantities: Mapping[str, Quantity]
    links: tuple[Link, ...]
    assessments: Mapping[str, Assessment]
    pools: Mapping[str, Pool]
    timeline: Mapping[str, Happening]
    excluded: Mapping[str, str]

    def quantity_of(self, item: str) -> Quantity | None:
        """Give the quantity that a claim or observation speaks of; None where it speaks of none."""
        if item in self.claims:
            subject = self.claims[item].subject
            return next((q for q in self.quantities.values() if subject in q.subjects), None)
        series = self.series.get(self.observations[item].series)
        return self.quantities.get(series.quantity) if series is not None else None

    def against(self, item: str) -> tuple[str, ...]:
        """Give the ids of what contradicts a claim or observation, sorted."""
        pairs = [(link.of, link.other) for link in self.links if link.relation == "contradicts"]
        return tuple(sorted({b for a, b in pairs if a == item} | {a for a, b in pairs if b == item}))
