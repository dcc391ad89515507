"""Parameters, anchors and worlds on what is public."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from tumen.evidence import Anchor, AnchorPrior, Evidence, Parameter, Prior, World
from tumen.evidence.hearing import heard
from tumen.situation.build_evidence import said_by_pool
from tumen.situation.known.events import known_years
from tumen.situation.known.ground import Public
from tumen.situation.known.records import known_evidence
from tumen.situation.types import Situation
from tumen.world import Event

_HINDSIGHT = (
    "Hindsight: all that {name} rests on came out later than what may be seen here. Its number stays, since the model "
    "needs one."
)


def used_parameters(situation: Situation, events: Iterable[Event]) -> Iterator[str]:
    """Give every parameter that something uses: the events given, and all of a situation but its events."""
    yield from (event.size for event in events)
    for way in situation.exits.values():
        yield from (way.hazard, *way.factors, way.share)
    for signal in situation.signals.values():
        yield from (signal.rest, signal.half_life, signal.scale, signal.gain, *signal.drivers.values())
    for group in situation.groups.values():
        yield from group.drivers.values()
    for people in (*situation.starts.values(), *situation.inflows.values()):
        yield from people.shares
    yield from (start.people for start in situation.starts.values())
    yield from (inflow.rate for inflow in situation.inflows.values())
    yield from (status.mean_stay for status in situation.statuses.values())
    for ration in situation.rations.values():
        yield from (ration.entitlement, ration.people)
    yield from (seats.capacity for seats in situation.seats.values())
    yield from (lever.strength for lever in situation.levers.values())
    yield from (outcome.weight for outcome in situation.outcomes.values())
    yield from situation.noises.values()


def known_anchors(situation: Situation, public: Public, used: frozenset[str]) -> Mapping[str, Anchor]:
    """Give the anchors of which every world knows something, and whose scale moves something.

    An anchor that is hidden in one world is hidden in all: worlds differ in what they say, not in what they are asked.

    Args:
        situation: In which nothing is hidden.
        public: What is public.
        used: Parameters that something uses.
    """
    evidence = known_evidence(public, pools=public.evidence.pools)
    return {
        name: anchor
        for name, anchor in situation.anchors.items()
        if anchor.solves in used
        and all(_speaks(anchor, world.anchors[name], evidence, public=public) for world in situation.worlds.values())
    }


def _speaks(anchor: Anchor, says: AnchorPrior, evidence: Evidence, *, public: Public) -> bool:
    """Tell whether a world knows something of an anchor: a pool by a voice that is left, a prior by its ground.

    A prior that is only argued follows the date of its anchor.
    """
    if says.pool:
        return bool(heard(evidence, evidence.pools[says.pool], says.camp).statements)
    argued = not (says.claims or says.observations)
    return public.over(anchor.date) if argued else public.some(says)


def known_world(world: World, anchors: Iterable[str], public: Public, *, evidence: Evidence) -> World:
    """Give a world with the anchors that are left, and what of their ground is public, which `evidence` holds."""
    told = {name: _known_prior(world.anchors[name], public, evidence) for name in anchors}
    return replace(world, anchors=told)


def _known_prior(says: AnchorPrior, public: Public, evidence: Evidence) -> AnchorPrior:
    if says.pool:
        return said_by_pool(evidence, says.pool, says.camp)
    claims, series = public.known_claims(says.claims), public.known_series(says.observations)
    return replace(says, claims=claims, observations=series)


def known_parameter(situation: Situation, parameter: Parameter, public: Public, *, solved: bool) -> Parameter:
    """Give a parameter with what of its ground is public.

    Its number stays: no procedure can say what would have been argued without what came later. Where all of the ground
    is hidden it counts as assumed, in words that say so. What no anchor solves any more is drawn from the range where
    it was sought: 5 % below its lower end and 5 % above the upper one, on a logarithmic scale, so that the median
    is the middle from which it is solved otherwise.

    Args:
        situation: In which nothing is hidden.
        parameter: Of that.
        public: What is public.
        solved: Whether an anchor still solves it.
    """
    claims, series = public.known_claims(parameter.claims), public.known_series(parameter.observations)
    hindsight = "" if public.some(parameter) else _HINDSIGHT.format(name=parameter.name)
    entries = parameter.entries
    if parameter.dims == ("year",):
        entries = {year: entries[year] for year in known_years(situation, parameter, public)}
    elif not solved:
        entries = {level: _drawn(prior) for level, prior in entries.items()}
    assumed = parameter.assumed or hindsight
    return replace(parameter, entries=entries, claims=claims, observations=series, assumed=assumed)


def _drawn(prior: Prior) -> Prior:
    return Prior("lognormal", prior.low, prior.high) if prior.family == "solved" else prior
