"""Write the tables of docs/evidence.md from the flagship's folder, between marks; the prose around them is by hand.

.venv/bin/python tools/evidence_tables.py           write
.venv/bin/python tools/evidence_tables.py --check   say which tables are stale, and write nothing
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from marked_page import kept, written
from pool_tables import code, constants, priors, roots, table

from tumen.evidence import KEPT_OUT, Claim, Member
from tumen.evidence.hearing import heard
from tumen.report.numbers import interval
from tumen.situation import Situation, read_situation
from tumen.situation.fate import Fate, fates_of
from tumen.trace.withholding import counts, limit_for

SITUATION = "dprk-china"
PAGE = Path(__file__).parents[1] / "docs" / "evidence.md"
FATES = (
    "in the prior of an anchor",
    "beside the model",
    "on the timeline",
    "behind an event",
    "in the law",
    "left out of a pool",
    "excluded",
)
UNSETTLED = "UNSETTLED"
ROLES = {"pool": "a member", "at_least": "a lower bound", "at_most": "an upper bound", "out": "left out"}


def tables(situation: Situation) -> Mapping[str, str]:
    """Make every table, in Markdown.

    Returns:
        Name, as in the marks of the page → text.
    """
    fates = fates_of(situation)
    return {
        "figures": _claims(situation, fates, kind="quantity"),
        "events": _claims(situation, fates, kind="event"),
        "contradictions": _contradictions(situation),
        "constants": constants(),
        "priors": priors(situation),
        "roots": roots(situation),
    }


def main(arguments: Sequence[str]) -> int:
    """Write the tables, or check them; 1 if they were to be checked and are stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, and fail if a table is stale")
    check = parser.parse_args(arguments).check
    new = written(PAGE.read_text(encoding="utf-8"), tables(read_situation(SITUATION)))
    return kept(PAGE, new, check=check, script=Path(__file__).name)


def _claims(situation: Situation, fates: Mapping[str, Fate], *, kind: str) -> str:
    """Make a table of the claims of a kind, and count above it what becomes of them: each by the first that holds."""
    claims = [claim for claim in situation.claims.values() if claim.kind == kind]
    figures = kind == "quantity"
    rows = [
        (claim.id, "", "", KEPT_OUT)
        if claim.kept_out
        else (
            claim.id,
            _figure(claim, situation) if figures else _dates(claim),
            claim.attributed_to,
            "; ".join(_parts(situation, fates[claim.id])) or UNSETTLED,
        )
        for claim in claims
    ]
    counted = Counter(_first(fates[claim.id]) for claim in claims)
    parts = [f"{counted[fate]} {fate}" for fate in (*FATES, "kept out", UNSETTLED) if counted[fate]]
    moving = sum(bool(fates[claim.id].events) for claim in claims)
    count = f"{len(claims)} claims: {', '.join(parts)}. Events of the model carry {moving} of them."
    return f"{count}\n\n{table(('claim', 'figure' if figures else 'when', 'who says so', 'what becomes of it'), rows)}"


def _contradictions(situation: Situation) -> str:
    """Make a row for each topic, with its pairs."""
    topics: dict[str, list[str]] = {}
    pairs = [link for link in situation.evidence.links if link.relation == "contradicts"]
    for link in pairs:
        topic = KEPT_OUT if _hidden(situation, link.of, link.other) else link.note
        topics.setdefault(topic, []).append(f"{link.of} / {link.other}")
    parties = {item for link in pairs for item in (link.of, link.other)}
    told = table(("about", "pairs"), ((topic, ", ".join(of)) for topic, of in topics.items()))
    return f"{len(pairs)} pairs of {len(parties)} claims, on {len(topics.keys() - {KEPT_OUT})} topics.\n\n{told}"


def _hidden(situation: Situation, *items: str) -> bool:
    return any(item in situation.claims and situation.claims[item].kept_out for item in items)


def _first(fate: Fate) -> str:
    if fate.kept_out:
        return "kept out"
    member = bool(fate.memberships)
    counts_in_pool = any(of.role != "out" for of in fate.memberships.values())
    held = (counts_in_pool, fate.compared, fate.timeline, fate.events, fate.law, member, fate.reason)
    return next((name for name, holds in zip(FATES, held, strict=True) if holds), UNSETTLED)


def _spoken_by(situation: Situation, pool: str, member: Member) -> str:
    """Name the member that speaks for another in its camp; empty where it has a vote of its own."""
    silent = heard(situation.evidence, situation.evidence.pools[pool], member.camp).silent
    return next((s.by for s in silent if s.item == member.item and s.by), "")


def _parts(situation: Situation, fate: Fate) -> Iterator[str]:
    yield from (_in_pool(situation, pool, member) for pool, member in fate.memberships.items())
    if fate.compared:
        quantity = situation.evidence.quantities[fate.compared]
        over = f" over `{quantity.over}`" if quantity.over else ""
        yield f"beside `{quantity.outcome}`{over}"
    if fate.timeline:
        yield f"timeline {code(fate.timeline)}"
    if fate.events:
        yield f"moves {code(fate.events)}"
    if fate.timeline and not (fate.events or fate.memberships or fate.compared):
        notes = (situation.evidence.timeline[row].note.rstrip(".") for row in fate.timeline)
        yield f"moves nothing: {' / '.join(notes)}"
    if fate.law:
        yield f"in the law {code(fate.law)}"
    if fate.reason:
        yield f"excluded: {fate.reason.rstrip('.')}"
    behind = [p.name for p in situation.parameters.values() if fate.claim in p.claims]
    if behind and not fate.events:
        yield f"behind {code(behind)}"


def _in_pool(situation: Situation, pool: str, member: Member) -> str:
    """Say what a claim is in a pool, and who has its vote where it has none."""
    camp = f" of the camp {member.camp}" if member.camp and member.role != "out" else ""
    why = f" ({member.note.rstrip('.')})" if member.role == "out" else ""
    by = _spoken_by(situation, pool, member)
    silent = f", without a vote: `{by}` speaks for itself" if by else ""
    return f"{ROLES[member.role]}{camp} in the pool `{pool}`{why}{silent}"


def _figure(claim: Claim, situation: Situation) -> str:
    """Write a figure as it is told; a count of people that is too small to show is withheld."""
    numbers = [x for x in (claim.low, claim.best, claim.high) if x is not None]
    if not numbers:
        return f"“{claim.unit}”" if claim.unit else "no figure"
    limit = limit_for(situation.people_in_hiding)
    if counts(claim.unit) and min(numbers) < limit:
        return f"under {limit}"
    return f"{interval(claim.low, claim.best, claim.high)} {claim.unit}, {_dates(claim)}"


def _dates(claim: Claim) -> str:
    start, end = claim.date_from, claim.date_to
    if not start:
        return f"to {end}" if end else "no date"
    return start if end in ("", start) else f"{start} to {end}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
