"""Do claims stand where their locators say?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tumen.evidence.body import Evidence
from tumen.evidence.documents import Document, lacking, read_document
from tumen.evidence.records import Claim, Source


@dataclass(frozen=True)
class Missing:
    """A claim whose tokens do not all stand in the paragraph that its locator names.

    Attributes:
        claim: Its id.
        source: Id of its source.
        locator: As it stands in the table.
        why: What is wrong, for people to read.
        stands_in: Locators of the paragraphs of its source in which all its tokens stand.
        apart: Where no paragraph holds them all: token → locators of the paragraphs in which it stands. Empty for a
            kept-out claim, whose tokens nobody is shown.
    """

    claim: str
    source: str
    locator: str
    why: str
    stands_in: tuple[str, ...] = ()
    apart: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


@dataclass(frozen=True)
class LocatorReport:
    """What came of looking claims up.

    Attributes:
        claims: Source → how many claims it has.
        missing: Those that were not found, in the order of the table.
    """

    claims: Mapping[str, int]
    missing: tuple[Missing, ...]

    def missing_in(self, source: str) -> int:
        """Count the claims of a source that were not found."""
        return sum(missing.source == source for missing in self.missing)


def check_claims(evidence: Evidence, texts: Mapping[str, str]) -> LocatorReport:
    """Look up each claim in the paragraph that its locator names.

    Args:
        evidence: Claims and their sources.
        texts: Source → the text of the document; for every source that has claims.
    """
    claims = tuple(evidence.claims.values())
    per_source = {source: [c for c in claims if c.source == source] for source in evidence.sources}
    per_source = {source: own for source, own in per_source.items() if own}
    documents = {
        source: document_of(evidence.sources[source], own, texts[source]) for source, own in per_source.items()
    }
    missing = tuple(m for claim in claims if (m := _missing(claim, documents[claim.source])) is not None)
    return LocatorReport({source: len(own) for source, own in per_source.items()}, missing)


def document_of(source: Source, claims: list[Claim], text: str) -> Document:
    """Read the text of a source by the sections that its claims name."""
    sections = [*(split_locator(claim.locator)[0] for claim in claims), *source.unprinted]
    return read_document(text, dict.fromkeys(sections), unprinted=source.unprinted, quotations=source.quotations)


def split_locator(locator: str) -> tuple[str, int]:
    """Give section and number of a locator; number 0 where it has none."""
    section, _, number = locator.rpartition(" / ")
    return (section, int(number)) if section and number.isascii() and number.isdigit() else (locator, 0)


def _missing(claim: Claim, document: Document) -> Missing | None:
    """Say what is wrong with the place of a claim; None where it stands there."""
    why = _why(claim, document)
    if not why:
        return None
    stands_in = document.where(claim.tokens)
    told = () if stands_in or claim.kept_out else claim.tokens
    apart = {token: document.where([token]) for token in told}
    return Missing(claim.id, claim.source, claim.locator, why, stands_in, apart)


def _why(claim: Claim, document: Document) -> str:
    """Say why a claim is not where its locator says; empty where it is."""
    section, number = split_locator(claim.locator)
    texts = document.section(section)
    if not number:
        return "its locator does not end with ' / ' and the number of a paragraph"
    if texts is None:
        return f"there is no section {section!r}"
    if number > len(texts):
        return f"the section has {len(texts)} paragraph{'' if len(texts) == 1 else 's'}"
    return _lack(claim, texts[number - 1])


def _lack(claim: Claim, text: str) -> str:
    """Say which tokens of a claim do not stand in a paragraph; empty where all do."""
    lacks = lacking(text, claim.tokens)
    if not claim.tokens:
        return "it has no tokens to look for"
    if lacks and claim.kept_out:
        return "the paragraph lacks a token"
    return f"the paragraph lacks {' and '.join(repr(token) for token in lacks)}" if lacks else ""
