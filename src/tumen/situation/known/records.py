"""The tables of evidence, with what is not public yet taken out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from tumen.evidence import Claim, Evidence, Link, Member, Pool, Quantity
from tumen.evidence.roots import roots_of
from tumen.situation.known.ground import Public


def known_evidence(public: Public, *, pools: Iterable[str]) -> Evidence:
    """Give all evidence that is public; its timeline and what is excluded are left for later.

    Args:
        public: What is.
        pools: Ids of the pools that an anchor still uses.
    """
    whole, items, left = public.evidence, public.claims | public.rows, tuple(pools)
    claims = {name: claim for name, claim in whole.claims.items() if name in public.claims}
    series = {name: of for name, of in whole.series.items() if name in public.series}
    asked = {of.quantity for of in series.values()} | {whole.pools[pool].quantity for pool in left}
    known = replace(
        whole,
        sources={name: source for name, source in whole.sources.items() if name in public.sources},
        claims=claims,
        observations={name: row for name, row in whole.observations.items() if name in public.rows},
        series=series,
        quantities=_quantities(whole, claims, asked),
        links=tuple(link for link in whole.links if link.of in items and link.other in items),
        assessments={name: of for name, of in whole.assessments.items() if name in public.claims},
        pools={
            name: replace(pool, members=known_members(pool, public))
            for name, pool in whole.pools.items()
            if name in left
        },
    )
    return replace(known, links=_rejoined(whole, known))


def known_members(pool: Pool, public: Public) -> tuple[Member, ...]:
    """Give the members of a pool that are public."""
    return tuple(member for member in pool.members if member.item in public.claims | public.rows)


def _rejoined(whole: Evidence, known: Evidence) -> tuple[Link, ...]:
    """Give the links between what is public, so that what had one root has one still.

    What connected two items may be hidden; without it an estimate that both repeat would vote twice.
    """
    before, after = roots_of(whole), roots_of(known)
    parts: dict[str, dict[str, str]] = {}
    for item in after:
        parts.setdefault(before[item], {}).setdefault(after[item], item)
    joined = (pair for part in parts.values() for pair in pairwise(part.values()))
    return (*known.links, *(Link(a, "same_root", b) for a, b in joined))


def _quantities(whole: Evidence, claims: Mapping[str, Claim], named: set[str]) -> Mapping[str, Quantity]:
    """Give the quantities of which something speaks still, with the subjects of claims that do."""
    subjects = {claim.subject for claim in claims.values()}
    found: dict[str, Quantity] = {}
    for name, quantity in whole.quantities.items():
        left = tuple(subject for subject in quantity.subjects if subject in subjects)
        if left or name in named:
            found[name] = replace(quantity, subjects=left)
    return found


def unaccounted(evidence: Evidence, cited: Iterable[str]) -> Iterator[Claim]:
    """Give the figures and events of sources that nothing uses any more, and for which no reason stands yet.

    Args:
        evidence: What is public.
        cited: Ids of the claims that events cite.
    """
    answered = {subject for of in evidence.quantities.values() if of.outcome for subject in of.subjects}
    used = {*cited, *evidence.excluded}
    used.update(member.item for pool in evidence.pools.values() for member in pool.members)
    used.update(name for row in evidence.timeline.values() for name in row.claims)
    for claim in evidence.claims.values():
        settled = claim.kept_out or claim.id in used or claim.subject in answered
        if claim.kind in ("quantity", "event") and not settled:
            yield claim
