"""What becomes of a claim or observation: where in the situation it is used, or why it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tumen.evidence import AnchorPrior, Member, Pool
from tumen.evidence.hearing import heard
from tumen.situation import Situation
from tumen.situation.law_parts import grounds_of
from tumen.trace.standing import ground_of

_ROLES = {
    "pool": "has a vote in it",
    "at_least": "a lower bound of it",
    "at_most": "an upper bound of it",
    "out": "left out of it",
}
_SILENT = {
    "grade": "without a vote in it, for its grade",
    "relays": "without a vote in it, since {by} speaks for itself",
    "superseded": "without a vote in it, superseded by {by}",
}


@dataclass(frozen=True)
class Usage:
    """One thing that a claim or observation becomes.

    Attributes:
        kind: ``parameter``, ``pool``, ``anchor``, ``outcome``, ``event``, ``timeline``, ``lever``, ``policy``,
            ``loop``, ``switch``, ``stop``, ``closing``, ``journey``, ``excluded``; of the law ``instrument``, ``norm``,
            ``fact``, ``share``, ``doctrine``, ``reading``, ``position`` or ``set aside``.
        name: Of that thing; empty where it is excluded or set aside.
        how: In words; may be empty.
    """

    kind: str
    name: str
    how: str


def usage(situation: Situation, item: str) -> tuple[Usage, ...]:
    """List all uses of a claim or observation; an observation is used by its series, but in pools by itself."""
    evidence = situation.evidence
    if item in evidence.claims and evidence.claims[item].kept_out:
        return ()
    series = "" if item in evidence.claims else evidence.observations[item].series
    name, group = (series, "observations") if series else (item, "claims")
    return (
        *_parameters(situation, name, group),
        *_pools(situation, item),
        *_anchors(situation, name, group),
        *_outcomes(situation, item, name=name, group=group),
        *_others(situation, name, group),
        *_law(situation, name, group),
        *_travels(situation, name, group),
    )


def _parameters(situation: Situation, name: str, group: str) -> Iterator[Usage]:
    for p in situation.parameters.values():
        if name in getattr(p, group):
            assumed = ground_of(situation, p) == "assumed"
            yield Usage("parameter", p.name, "speaks of it, does not settle it" if assumed else "it rests on this")


def _pools(situation: Situation, item: str) -> Iterator[Usage]:
    for pool in situation.evidence.pools.values():
        for member in (m for m in pool.members if m.item == item):
            camp = f" (camp {member.camp})" if member.camp and member.role != "out" else ""
            why = f": {member.note}" if member.note else ""
            yield Usage("pool", pool.id, f"{_heard(situation, pool, member)}{camp}{why}")


def _heard(situation: Situation, pool: Pool, member: Member) -> str:
    """Say what a member counts for, in its own camp."""
    silent = {s.item: s for s in heard(situation.evidence, pool, member.camp).silent}
    one = silent.get(member.item)
    words = _SILENT.get(one.reason, "") if one is not None else ""
    return words.format(by=one.by) if one is not None and words else _ROLES[member.role]


def _anchors(situation: Situation, name: str, group: str) -> Iterator[Usage]:
    """Find the anchors whose prior stands in ``worlds.toml`` itself; those from pools follow from their members."""
    said = ((world.id, anchor, prior) for world in situation.worlds.values() for anchor, prior in world.anchors.items())
    for world, anchor, prior in said:
        if not prior.pool and name in _named(prior, group):
            near = "speaks of it, does not settle it" if prior.assumed else "rests on this"
            yield Usage("anchor", anchor, f"world {world}: {near}")


def _named(prior: AnchorPrior, group: str) -> tuple[str, ...]:
    return prior.claims if group == "claims" else prior.observations


def _outcomes(situation: Situation, item: str, *, name: str, group: str) -> Iterator[Usage]:
    quantity = situation.evidence.quantity_of(item)
    for outcome in situation.outcomes.values():
        if quantity is not None and quantity.outcome == outcome.id:
            yield Usage("outcome", outcome.id, f"compared with it: {quantity.title}")
        elif name in getattr(outcome, group):
            yield Usage("outcome", outcome.id, "stands beside it")


def _travels(situation: Situation, name: str, group: str) -> Iterator[Usage]:
    """Find what of a journey rests on a claim, or goes by the figures of a series."""
    journey = situation.journey
    if journey is None:
        return
    if group == "claims":
        stops = (stop for stop in journey.stops if name in stop.claims)
        yield from (Usage("stop", stop.place, f"what it is to people from {stop.starts} on") for stop in stops)
        closed = (of for of in journey.closings if name in of.claims)
        yield from (Usage("closing", of.route, f"it is closed from {of.starts} on") for of in closed)
        return
    if name in journey.reported:
        yield Usage("journey", situation.id, "its rise says how many people set out")
    if journey.begin_counted and name in journey.counts.values():
        yield Usage("journey", situation.id, "its first figure says who is there at the beginning")


def _law(situation: Situation, name: str, group: str) -> Iterator[Usage]:
    law = situation.law
    told = ((kind, thing) for kind, thing, basis in grounds_of(law) if name in getattr(basis, group))
    yield from dict.fromkeys(Usage(kind, thing.id, thing.title) for kind, thing in told)
    if law is not None and group == "claims" and name in law.set_aside:
        yield Usage("set aside", "", law.set_aside[name])


def _others(situation: Situation, name: str, group: str) -> Iterator[Usage]:
    for event in situation.events.values():
        if name in getattr(event, group):
            yield Usage("event", event.id, f"moves {event.signal}")
    for row in situation.evidence.timeline.values():
        if name in getattr(row, group):
            yield Usage("timeline", row.id, row.title)
    if group == "claims":
        yield from (Usage("lever", x.id, x.title) for x in situation.levers.values() if name in x.claims)
        policies = situation.policies.values()
        yield from (Usage("policy", x.id, x.title) for x in policies if name in x.claims)
        held = ((x, of) for x in policies for of in x.against if name in of.claims)
        yield from (Usage("policy", x.id, f"held against it: {of.why}") for x, of in held)
        yield from (Usage("loop", x.id, x.title) for x in situation.loops.values() if name in x.claims)
        told = ((switch, position) for switch in situation.switches.values() for position in switch.positions.values())
        yield from (Usage("switch", f"{x.id}={at.id}", at.title) for x, at in told if name in at.claims)
        why = situation.evidence.excluded.get(name)
        if why is not None:
            yield Usage("excluded", "", why)
