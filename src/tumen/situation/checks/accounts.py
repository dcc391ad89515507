"""What becomes of each claim: on the timeline, in a pool, beside an outcome, or left out with a reason."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.errors import Problem
from tumen.situation import words
from tumen.situation.draft import Draft
from tumen.situation.fate import Fate, fates_of
from tumen.situation.findings import shown
from tumen.situation.table import sound

_SHORTEST = 20
_COUNTED = ("quantity", "event")
_FILES = ("claims.csv", "quantities.toml", "members.csv", "timeline.csv", "events.csv", "exclusions.csv")


def check_timeline(draft: Draft) -> Iterator[Problem]:
    """What happened moves something, or it is said why not."""
    for row in sound(draft.files.rows("timeline.csv")):
        if row["date_to"] and not words.in_order(row["date_from"], row["date_to"]):
            message = f"it ends in {row['date_to']}, before it begins in {row['date_from']}"
            yield row.spot("date_to").problem("T122", message, "write a later date")
        if not row["events"] and not row["note"]:
            message = f"{shown(row['id'])} moves nothing, and nothing says why"
            yield row.spot("note").problem(
                "T237", message, "name rows of events.csv, or say in `note` why there are none"
            )


def check_exclusions(draft: Draft) -> Iterator[Problem]:
    """What is left out is not used, and has a reason."""
    used = _used(draft)
    for row in sound(draft.files.rows("exclusions.csv")):
        if len(row["reason"]) < _SHORTEST:
            message = f"{shown(row['reason'])} has {len(row['reason'])} characters: that is no reason"
            yield row.spot("reason").problem(
                "T238", message, f"say in at least {_SHORTEST} characters why it is not used"
            )
        if row["claim"] in used:
            message = f"{shown(row['claim'])} is left out here and used: {used[row['claim']]}"
            yield row.spot("claim").problem("T239", message, "take it out here, or there")


def check_accounted(draft: Draft) -> Iterator[Problem]:
    """Every figure and event of a source is used, or left out with a reason."""
    if not draft.files.readable(*_FILES) or draft.calendar is None or not draft.uses_are_known:
        return
    evidence, used = draft.situation.evidence, _used(draft)
    claims = (claim for claim in evidence.claims.values() if claim.kind in _COUNTED and not claim.kept_out)
    for claim in claims:
        if claim.id not in used and claim.id not in evidence.excluded and claim.id not in draft.mentioned:
            message = f"nothing uses {shown(claim.id)}, of kind {claim.kind}, and nothing says why"
            remedy = "put it on the timeline, into a pool or under a quantity of an outcome; or into exclusions.csv"
            yield draft.problem("T240", ("claims.csv", claim.id, "kind"), message=message, remedy=remedy)


def _used(draft: Draft) -> dict[str, str]:
    """Give the claims that are used, and where."""
    fates = fates_of(draft.situation).values()
    return {fate.claim: _where(fate) for fate in fates if fate.used or fate.memberships}


def _where(fate: Fate) -> str:
    if rows := fate.events or fate.timeline or fate.travels or fate.law:
        return f"by {shown(rows[0])}"
    if fate.memberships:
        return f"in the pool {shown(next(iter(fate.memberships)))}"
    return f"it speaks of the quantity {shown(fate.compared)}"
