"""What becomes of what a document says: which of its claims move the model, and which our formalisation leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from tumen.evidence import Claim
from tumen.situation import Situation
from tumen.trace.standing import traced
from tumen.trace.usage import Usage, usage

Fate = Literal["moves", "beside", "words", "left_out", "kept_out"]
"""``moves``: a number, an event, a loop, a switch or a lever rests on it. ``beside``: it is compared with results,
dates something, or stands in the law, and moves nobody. ``words``: it stands beside an option, for it or against it, in
words alone. ``left_out``: nothing has it. ``kept_out``: only its place is kept, since it could harm people."""
FATES: tuple[Fate, ...] = get_args(Fate)
KEPT_OUT = "kept_out"
"""Stands for the kind of a claim of which nothing is shown."""
_MOVING = frozenset({"event", "anchor", "lever", "loop", "switch", "stop", "closing", "journey"})
_NOTHING = frozenset({"excluded", "set aside"})


@dataclass(frozen=True)
class Told:
    """What becomes of one claim.

    Attributes:
        claim: Its id.
        kind: As in its table; `KEPT_OUT` of one that is kept out.
        fate: What becomes of it.
        why: The reason that the situation gives for leaving it out, whole or in part; empty where it gives none.
    """

    claim: str
    kind: str
    fate: Fate
    why: str


def told_of(situation: Situation, source: str) -> tuple[Told, ...]:
    """Say what becomes of each claim of a document, in the order of the situation.

    Args:
        situation: Whose.
        source: Id of the document.
    """
    return tuple(_told(situation, claim) for claim in situation.claims.values() if claim.source == source)


def by_kind(several: Sequence[Told]) -> Mapping[str, Mapping[Fate, tuple[str, ...]]]:
    """Sort claims by kind and by what becomes of them, kinds by name, those that are kept out last.

    Args:
        several: From `told_of`.

    Returns:
        Kind → fate → ids; each kind has every fate.
    """
    kinds = sorted({one.kind for one in several}, key=lambda kind: (kind == KEPT_OUT, kind))
    return {
        kind: {fate: tuple(x.claim for x in several if (x.kind, x.fate) == (kind, fate)) for fate in FATES}
        for kind in kinds
    }


def _told(situation: Situation, claim: Claim) -> Told:
    if claim.kept_out:
        return Told(claim.id, KEPT_OUT, "kept_out", "")
    uses = usage(situation, claim.id)
    why = "; ".join(dict.fromkeys(use.how for use in uses if use.kind in _NOTHING))
    return Told(claim.id, claim.kind, _fate(situation, claim.id, uses), why)


def _fate(situation: Situation, claim: str, uses: Sequence[Usage]) -> Fate:
    if any(_moves(situation, claim, use) for use in uses):
        return "moves"
    kinds = {use.kind for use in uses} - _NOTHING
    if kinds - {"policy"}:
        return "beside"
    return "words" if kinds else "left_out"


def _moves(situation: Situation, claim: str, use: Usage) -> bool:
    """Whether a use of a claim moves the model: not of what it only speaks of without settling it."""
    if use.kind == "parameter":
        return claim in traced(situation, situation.parameters[use.name])[0]
    if use.kind == "pool":
        members = situation.evidence.pools[use.name].members
        return any(member.item == claim and member.role != "out" for member in members)
    return use.kind in _MOVING
