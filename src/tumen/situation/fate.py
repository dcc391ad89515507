"""What becomes of each claim that gives a figure, tells an event or states a rule: used, set aside, or unsettled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tumen.evidence import Claim, Member
from tumen.situation.law_parts import claims_of_law
from tumen.situation.types import Calendar, Situation

KINDS = ("quantity", "event")
"""Kinds of claims that have to be settled."""
RULE = "rule"
"""Likewise, where there is a law."""


@dataclass(frozen=True)
class Fate:
    """What becomes of one claim.

    Attributes:
        claim: Its id.
        kept_out: Whether only its place in the source is kept; the reader refuses whatever is then said below.
        memberships: Pool → what the claim is in it, left out with a reason included.
        compared: Quantity in which its figure stands against an outcome of the model; empty for none.
        timeline: Rows of the timeline that cite it.
        events: Events that cite it, or that carry a row of the timeline that does.
        reason: Why it is excluded; empty where it is not.
        travels: Numbers, places and routes of a journey that cite it.
        law: What of the law rests on it, as in ``norm.no_return``.
        aside: Why it is no norm, position or practice; empty where nobody says so.
    """

    claim: str
    kept_out: bool
    memberships: Mapping[str, Member]
    compared: str
    timeline: tuple[str, ...]
    events: tuple[str, ...]
    reason: str
    travels: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    aside: str = ""

    @property
    def used(self) -> bool:
        """Whether a prior, a comparison, the timeline, an event, a journey or the law has it."""
        counts = any(member.role != "out" for member in self.memberships.values())
        return bool(counts or self.compared or self.timeline or self.events or self.travels or self.law)

    @property
    def settled(self) -> bool:
        """Whether it is used, or somebody said why not."""
        return self.kept_out or self.used or bool(self.memberships or self.reason or self.aside)


def fates_of(situation: Situation) -> Mapping[str, Fate]:
    """Say what becomes of each claim of kind quantity or event, and of every excluded one, in the order of the claims.

    Where there is a law, claims of kind rule have to be settled as well: by what rests on them there, or by a reason.

    A claim is *compared* if it has a figure, a date within the run, and a quantity that an outcome answers. On a
    journey a number, a stop or a closing uses what it cites: nothing else makes it.
    """
    known = situation.evidence
    kinds = KINDS if situation.law is None else (*KINDS, RULE)
    told = [claim for claim in known.claims.values() if claim.kind in kinds or claim.id in known.excluded]
    travels, law = _cited(situation), claims_of_law(situation.law)
    aside = situation.law.set_aside if situation.law is not None else dict[str, str]()
    return {
        claim.id: replace(
            _fate(situation, claim),
            travels=travels.get(claim.id, ()),
            law=law.get(claim.id, ()),
            aside=aside.get(claim.id, ""),
        )
        for claim in told
    }


def _cited(situation: Situation) -> Mapping[str, tuple[str, ...]]:
    """Give claim → what of a journey cites it; nothing in another situation."""
    if situation.journey is None:
        return {}
    every = [(of.name, of.claims) for of in situation.parameters.values()]
    every += [(stop.place, stop.claims) for stop in situation.journey.stops]
    every += [(closing.route, closing.claims) for closing in situation.journey.closings]
    cited: dict[str, dict[str, None]] = {}
    for name, claims in every:
        for claim in claims:
            cited.setdefault(claim, {})[name] = None
    return {claim: tuple(names) for claim, names in cited.items()}


def _fate(situation: Situation, claim: Claim) -> Fate:
    known = situation.evidence
    rows = [row for row in known.timeline.values() if claim.id in row.claims]
    own = [event.id for event in situation.events.values() if claim.id in event.claims]
    return Fate(
        claim.id,
        claim.kept_out,
        {pool.id: member for pool in known.pools.values() for member in pool.members if member.item == claim.id},
        compared=_compared(situation, claim),
        timeline=tuple(row.id for row in rows),
        events=tuple(dict.fromkeys([*own, *(event for row in rows for event in row.events)])),
        reason=known.excluded.get(claim.id, ""),
    )


def _compared(situation: Situation, claim: Claim) -> str:
    """Name the quantity in which the claim stands against the model; empty if it does not."""
    quantity = situation.evidence.quantity_of(claim.id)
    figure = any(value is not None for value in (claim.low, claim.best, claim.high))
    answered = quantity is not None and quantity.outcome and figure and _within(situation.calendar, claim)
    return quantity.id if quantity is not None and answered else ""


def _within(calendar: Calendar, claim: Claim) -> bool:
    """Say whether the claim speaks of a year of the run."""
    years = [int(day[:4]) for day in (claim.date_from, claim.date_to) if day]
    return bool(years) and min(years) <= calendar.last.year and max(years) >= calendar.first.year
