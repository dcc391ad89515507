"""Every claim and observation of a situation as it may be shown: small counts withheld, what could harm left out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property

from tumen.evidence import KEPT_OUT, Claim, Evidence, Link, Observation
from tumen.evidence.roots import roots_of
from tumen.situation import Situation
from tumen.trace.items import OBSERVATION as OBSERVATION
from tumen.trace.items import Item as Item
from tumen.trace.items import Ties
from tumen.trace.withholding import counts, limit_for, numbers, withheld_rows
from tumen.trace.words import Figures, figure_in_words, span

WITHHELD = "withheld: it tells of a small count"
"""Stands for the statement of a claim whose figure is withheld."""
NO_FIGURES: Figures = (None, None, None)
_ADDRESS = re.compile(r"[;,]?\s*((quoted )?in|via)?\s*https?://\S+")


@dataclass(frozen=True)
class Ledger:
    """The claims and observations of one situation; what they share is worked out once."""

    situation: Situation

    @property
    def evidence(self) -> Evidence:
        """All that the situation knows from outside itself."""
        return self.situation.evidence

    @property
    def least(self) -> int:
        """The least number of people that may be told as what somebody believes; 0 where nobody hides."""
        return limit_for(True) if self.situation.people_in_hiding else 0

    @cached_property
    def roots(self) -> Mapping[str, str]:
        """Id of a claim or observation → name of its root."""
        return roots_of(self.evidence)

    @cached_property
    def members(self) -> Mapping[str, tuple[str, ...]]:
        """Name of a root → the claims and observations that come from it, in the order of their files."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for name in (*self.evidence.claims, *self.evidence.observations):
            if name not in self.kept_out:
                found[self.roots[name]].append(name)
        return {root: tuple(names) for root, names in found.items()}

    @cached_property
    def kept_out(self) -> frozenset[str]:
        """The claims of which nothing is shown but where they stand."""
        return frozenset(c.id for c in self.evidence.claims.values() if c.kept_out)

    @cached_property
    def rows(self) -> Mapping[str, tuple[Observation, ...]]:
        """Series → its observations, by the time they speak of, whatever the order of their file."""
        found: defaultdict[str, list[Observation]] = defaultdict(list)
        for row in self.evidence.observations.values():
            found[row.series].append(row)
        by_time = {
            name: sorted(rows, key=lambda row: (row.date_from, row.date_to, row.id)) for name, rows in found.items()
        }
        return {name: tuple(rows) for name, rows in by_time.items()}

    @cached_property
    def withheld(self) -> frozenset[str]:
        """The claims and observations whose figures must not be shown: small counts, and what would give them away."""
        limit = limit_for(self.situation.people_in_hiding)
        claims = {c.id for c in self.evidence.claims.values() if counts(c.unit) and _small(claim_figures(c), limit)}
        rows = {group[i].id for group in self.rows.values() for i in withheld_rows(group, limit)}
        return frozenset(claims | rows)

    @cached_property
    def _against(self) -> Mapping[str, tuple[str, ...]]:
        """Id → what contradicts it, whichever of the two names the other."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for a, b in self.contradictions:
            found[a].add(b)
            found[b].add(a)
        return {name: tuple(sorted(others)) for name, others in found.items()}

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The links as they may be shown: of a claim that is kept out only which others contradict it, with no note.

        The note on what tells of a small count is left out too.
        """
        hidden = {link for link in self.evidence.links if not self.kept_out.isdisjoint((link.of, link.other))}
        small = {link for link in self.evidence.links if not self.withheld.isdisjoint((link.of, link.other))}
        shown = (link for link in self.evidence.links if link not in hidden or link.relation == "contradicts")
        return tuple(
            replace(link, note=KEPT_OUT) if link in hidden else replace(link, note="") if link in small else link
            for link in shown
        )

    @cached_property
    def contradictions(self) -> tuple[tuple[str, str], ...]:
        """Each pair that contradicts each other, once, in the order of its file; a side may be kept out."""
        pairs = [(link.of, link.other) for link in self.links if link.relation == "contradicts"]
        return tuple(dict.fromkeys((a, b) if a <= b else (b, a) for a, b in pairs))

    @cached_property
    def _via(self) -> Mapping[str, tuple[str, ...]]:
        """Id → what it is taken from."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for link in self.links:
            if link.relation == "derives_from":
                found[link.of].append(link.other)
        return {name: tuple(dict.fromkeys(others)) for name, others in found.items()}

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """All claims, then all observations."""
        return {name: self.item(name) for name in (*self.evidence.claims, *self.evidence.observations)}

    def item(self, name: str) -> Item:
        """Describe a claim or observation."""
        if name in self.evidence.claims:
            return self._claim(self.evidence.claims[name])
        return self._observation(self.evidence.observations[name])

    def topic(self, *names: str) -> str:
        """Say what some claims and observations speak of, as far as shown: a quantity, where one speaks of one."""
        return min(map(self.item, names), key=lambda item: (item.kept_out, not item.quantity)).topic

    def independent(self, names: tuple[str, ...], series: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Name the independent roots behind some claims and series of observations, sorted.

        Figures of one series that one office published are one root, whatever years they speak of, unless links say
        where they come from.
        """
        found = {self.roots[name] for name in names}
        offices: dict[tuple[str, str], str] = {}
        for row in (row for group in series for row in self.rows[group]):
            root = self.roots[row.id]
            alone = len(self.members[root]) == 1
            found.add(offices.setdefault((row.series, publisher(row.citation)), root) if alone else root)
        return tuple(sorted(found))

    def _claim(self, claim: Claim) -> Item:
        small = claim.id in self.withheld
        figures = NO_FIGURES if small else claim_figures(claim)
        ratings, reason = self._rated(claim.id)
        topic, quantity = (KEPT_OUT, "") if claim.kept_out else self._about(claim.id, claim.subject)
        return Item(
            id=claim.id,
            kind="" if claim.kept_out else claim.kind,
            source=claim.source,
            title=self.evidence.sources[claim.source].title,
            locator=claim.locator,
            says="" if claim.kept_out else claim.attributed_to,
            statement=WITHHELD if small else claim.statement,
            figures=figures,
            figure=self._small_words(claim.unit) if small else figure_in_words(figures, claim.unit),
            unit=claim.unit,
            dates=span(claim.date_from, claim.date_to),
            place=claim.place,
            sex="",
            note="" if small else claim.note,
            topic=topic,
            quantity=quantity,
            grade="",
            ratings=ratings,
            reason="" if small else reason,
            withheld=small,
            ties=self._ties(claim.id),
        )

    def _observation(self, row: Observation) -> Item:
        small = row.id in self.withheld
        figures = NO_FIGURES if small else (row.low, row.value, row.high)
        topic, quantity = self._about(row.id, row.series)
        return Item(
            id=row.id,
            kind=OBSERVATION,
            source=row.series,
            title=row.citation,
            locator="",
            says=publisher(row.citation),
            statement="",
            figures=figures,
            figure=self._small_row(row) if small else figure_in_words(figures, row.unit),
            unit=row.unit,
            dates=span(row.date_from, row.date_to),
            place=row.place,
            sex="" if row.sex == "all" else row.sex,
            note="" if small else row.note,
            topic=topic,
            quantity=quantity,
            grade=row.grade,
            ratings={},
            reason="",
            withheld=small,
            ties=self._ties(row.id),
        )

    def _about(self, name: str, word: str) -> tuple[str, str]:
        """Say what a claim or observation is about: title and id of its quantity, or what its table calls it."""
        quantity = self.evidence.quantity_of(name)
        return (quantity.title, quantity.id) if quantity is not None else (word.replace("_", " "), "")

    def _rated(self, name: str) -> tuple[Mapping[str, str], str]:
        """Give the ratings of a claim, and their reason."""
        rated = self.evidence.assessments.get(name)
        told = {key: str(value) for key, value in asdict(rated).items()} if rated is not None else {}
        return {key: value for key, value in told.items() if key not in ("claim", "reason")}, told.get("reason", "")

    def _small_row(self, row: Observation) -> str:
        """Say that an observation is withheld: a small count, or one from which a small count follows."""
        small = min(numbers(row)) < limit_for(self.situation.people_in_hiding)
        return self._small_words(row.unit) if small else "withheld"

    def _small_words(self, unit: str) -> str:
        return f"under {limit_for(self.situation.people_in_hiding)} {unit}"

    def _ties(self, name: str) -> Ties:
        """Say how a claim or observation hangs together with others; of one kept out, only what contradicts it."""
        against = self._against.get(name, ())
        if name in self.kept_out:
            return Ties(against=against)
        root = self.roots[name]
        others = tuple(other for other in self.members[root] if other != name)
        return Ties(root, self._via.get(name, ()), others, against)


def publisher(citation: str) -> str:
    """Give who published a figure, without the address at which it was found."""
    return _ADDRESS.sub("", citation).strip(" ;,") or citation


def claim_figures(claim: Claim) -> Figures:
    """Give the figures of a claim: low, best, high."""
    return claim.low, claim.best, claim.high


def _small(figures: Figures, limit: int) -> bool:
    return any(0 < x < limit for x in figures if x is not None)
