"""A claim by itself, in the shape of a nanopublication: what is said, where that comes from, and who recorded it.

JSON-LD with four named graphs: head, assertion, provenance of the assertion, and information on the publication, which
is our record. A record is never edited in place: the digest of its situation is a part of its name.

Source:
    Groth, Gibson and Velterop (2010), Information Services & Use 30; the nanopublication guidelines of nanopub.net.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tumen import __version__
from tumen.errors import SafetyError, UsageError
from tumen.export.files import as_json
from tumen.export.prov import TERMS
from tumen.situation import Situation
from tumen.situation.findings import instead, shown
from tumen.trace.ledger import Item, Ledger

Document = dict[str, Any]
_CONTEXT = {
    "np": "http://www.nanopub.org/nschema#",
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "tumen": TERMS,
}


def nanopub(situation: Situation, claim: str, *, licence: str = "") -> Document:
    """Write one claim as a nanopublication.

    The statement is in our words; a figure that is a small count of people is withheld, statement and note with it.

    Args:
        situation: From `read_situation`.
        claim: Id of a claim.
        licence: Address of the licence of the record; empty where nobody says.

    Raises:
        UsageError: T420 if there is no such claim.
        SafetyError: T704 if the claim is kept out.
    """
    if claim not in situation.claims:
        told = [known.id for known in situation.claims.values() if not known.kept_out]
        problem, remedy = f"there is no claim {shown(claim)}", instead(claim, told)
        raise UsageError("T420", problem, where=f"situation {situation.id}", remedy=remedy)
    if situation.claims[claim].kept_out:
        problem, remedy = f"the claim {claim} is kept out: it could harm people", "export another claim"
        raise SafetyError("T704", problem, where=f"situation {situation.id}", remedy=remedy)
    return _document(situation, Ledger(situation).item(claim), licence)


def nanopubs(situation: Situation, *, licence: str = "") -> tuple[Mapping[str, bytes], int]:
    """Write every claim of a situation but those that are kept out.

    Args:
        situation: From `read_situation`.
        licence: As for `nanopub`.

    Returns:
        Name of a file → what it holds; and how many claims are left out.
    """
    items = [item for item in Ledger(situation).items.values() if item.id in situation.claims]
    told = [item for item in items if not item.kept_out]
    return {f"{item.id}.jsonld": as_json(_document(situation, item, licence)) for item in told}, len(items) - len(told)


def _document(situation: Situation, item: Item, licence: str) -> Document:
    parts = {"assertion": "np:hasAssertion", "provenance": "np:hasProvenance", "pubinfo": "np:hasPublicationInfo"}
    head = {"@id": "", "@type": "np:Nanopublication"} | {of: {"@id": f"#{part}"} for part, of in parts.items()}
    graphs = {
        "head": [head],
        "assertion": [_assertion(situation, item)],
        "provenance": [_provenance(situation, item)],
        "pubinfo": [_record(situation, licence)],
    }
    context = {"@base": _address(situation, item.id), **_CONTEXT}
    return {"@context": context, "@graph": [{"@id": f"#{part}", "@graph": of} for part, of in graphs.items()]}


def _address(situation: Situation, item: str) -> str:
    """Name the record of a claim or observation: of this situation, with just these words."""
    return f"urn:tumen:situation:{situation.digest}:{item}"


def _assertion(situation: Situation, item: Item) -> Document:
    """Say what is claimed."""
    low, best, high = item.figures
    figures = {"tumen:low": low, "tumen:best": best, "tumen:high": high}
    claim = situation.claims[item.id]
    period = "/".join(dict.fromkeys(date for date in (claim.date_from, claim.date_to) if date))
    about: Document = {"@id": "#claim", "@type": "tumen:Claim", "schema:text": item.statement, "tumen:kind": item.kind}
    about |= {name: value for name, value in figures.items() if value is not None}
    words = {"tumen:unit": item.unit, "schema:temporalCoverage": period, "schema:spatialCoverage": item.place}
    about |= {name: text for name, text in words.items() if text} | ({"tumen:withheld": True} if item.withheld else {})
    return about | _quantity(situation, item)


def _quantity(situation: Situation, item: Item) -> Document:
    quantity = situation.evidence.quantities.get(item.quantity)
    if quantity is None:
        return {"dcterms:subject": item.topic}
    words = {"dcterms:title": quantity.title, "dcterms:description": quantity.definition, "tumen:unit": quantity.unit}
    return {"tumen:quantity": {"@id": f"#{quantity.id}", "@type": "tumen:Quantity", **words}}


def _provenance(situation: Situation, item: Item) -> Document:
    """Say where the claim comes from, how far it could mislead, and how it stands to others."""
    source = situation.sources[item.source]
    words = {
        "dcterms:identifier": source.id,
        "dcterms:title": source.title,
        "dcterms:creator": source.author,
        "dcterms:issued": source.public,
        "dcterms:publisher": source.publisher,
        "dcterms:language": source.language,
        "dcterms:type": source.kind,
    }
    about: Document = {
        "@id": "#assertion",
        "prov:hadPrimarySource": {"@id": "#source", **{name: text for name, text in words.items() if text}},
        "tumen:locator": item.locator,
        "prov:wasAttributedTo": {"@id": "#speaker", "@type": "prov:Agent", "schema:name": item.says},
    }
    ratings = {f"tumen:{domain}": rating for domain, rating in item.ratings.items()}
    if ratings:
        about["tumen:assessment"] = {"@id": "#assessment", **ratings, "dcterms:description": item.reason}
    ties = {
        "prov:wasDerivedFrom": item.ties.via,
        "tumen:contradicts": item.ties.against,
        "tumen:sameRoot": item.ties.same_root,
    }
    return about | {
        name: [{"@id": _address(situation, of)} for of in others] for name, others in ties.items() if others
    }


def _record(situation: Situation, licence: str) -> Document:
    """Say who recorded it, when, and from what."""
    whole: Document = {"@id": f"urn:tumen:situation:{situation.digest}", "dcterms:title": situation.title}
    if situation.hidden is not None:
        whole["tumen:knownBy"] = situation.hidden.until.isoformat()
    about: Document = {
        "@id": "",
        "prov:wasDerivedFrom": whole | {"dcterms:identifier": situation.id},
        "prov:wasAttributedTo": {
            "@id": "#tumen",
            "@type": "prov:SoftwareAgent",
            "schema:name": "Tumen",
            "schema:softwareVersion": __version__,
        },
    }
    if situation.as_of is not None:
        about["dcterms:created"] = situation.as_of.isoformat()
    return about | ({"dcterms:license": {"@id": licence}} if licence else {})
