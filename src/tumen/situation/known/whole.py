"""From a situation to what was known of it by a day."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from tumen.errors import UsageError
from tumen.evidence import Evidence
from tumen.situation.digest import digest
from tumen.situation.hidden import Hidden
from tumen.situation.known.choices import known_choices, unnamed
from tumen.situation.known.events import known_events, known_timeline
from tumen.situation.known.ground import Grounded, Public
from tumen.situation.known.law import known_law
from tumen.situation.known.numbers import (
    known_anchors,
    known_parameter,
    known_world,
    used_parameters,
)
from tumen.situation.known.records import known_evidence, unaccounted
from tumen.situation.law_parts import claims_of_law
from tumen.situation.types import Situation
from tumen.world import Event

WHERE = "--until"
_LATER = "What it was used for came out or happened later than may be seen here."


def known_by(situation: Situation, day: date) -> Situation:
    """Hide from a situation all that was not public on a day: the look-ahead of a forecaster is closed.

    Hidden are claims of sources that came out later; observations published later (those that do not say when: later
    than the end of their period and the lag of their series); events and rows of the timeline that begin later or rest
    on nothing that is public; years of series; anchors of which nothing is public. A date that is a year or a month
    counts as its last day, and what nobody dates is hidden: nothing is seen early. Places, exits, levers, loops,
    switches, law that was no secret, the days of the run and the numbers of parameters stay; those numbers that rest on
    what came out later, and loops that were named later, are named in ``hidden``. A signal all of whose events are
    hidden stays at rest.

    Args:
        situation: In which nothing is hidden, or what came after some other day is.
        day: What was public on it, or before, may be seen.

    Returns:
        A situation like any other, with a digest of its own; that of `situation` where there was nothing to hide.

    Raises:
        UsageError: T008 if the day lies after ``as_of``, nothing was public by then, or people go on journeys.
    """
    public = Public.by(situation.evidence, day)
    _check(situation, public)
    if day == situation.as_of:
        return _untouched(situation, day)
    events = known_events(situation, public)
    used = frozenset(used_parameters(situation, events.values()))
    anchors = known_anchors(situation, public, used)
    solved = {anchor.solves for anchor in anchors.values()}
    law = known_law(situation, public)
    evidence = _evidence(replace(situation, law=law), events, public, pools=_pools(situation, anchors))
    known = replace(
        situation,
        events=events,
        parameters={
            name: known_parameter(situation, of, public, solved=name in solved)
            for name, of in situation.parameters.items()
            if name in used
        },
        anchors=anchors,
        worlds={n: known_world(world, anchors, public, evidence=evidence) for n, world in situation.worlds.items()},
        evidence=evidence,
        law=law,
        **known_choices(situation, public, used),
    )
    hidden = _hidden(situation, known, public)
    earlier = situation.hidden
    return replace(known, digest=digest(known), hidden=hidden if earlier is None else hidden.after(earlier))


def _untouched(situation: Situation, day: date) -> Situation:
    """Give all of a situation: whoever looked at it on this day knew all that stands in it, whatever the lags say."""
    hidden = Hidden(day, situation.digest)
    return replace(situation, hidden=hidden if situation.hidden is None else hidden.after(situation.hidden))


def _check(situation: Situation, public: Public) -> None:
    """Refuse a day by which nothing can be known, or on which nobody has looked yet; warn of one before all sources."""
    if situation.journey is not None:
        problem = f"people of {situation.id} go on journeys, and who sets out is known from figures of the whole run"
        raise UsageError("T008", problem, where=WHERE, remedy="look at all of it, without a day")
    days = {name: at for name, at in public.dates.items() if at is not None}
    sources = sorted((days[name], name) for name in situation.sources if name in days)
    if situation.as_of is not None and public.day > situation.as_of:
        problem = (
            f"{public.day} is later than the day on which somebody last looked at {situation.id}, {situation.as_of}"
        )
        raise UsageError("T008", problem, where=WHERE, remedy=f"write a day up to {situation.as_of}")
    if days and min(days.values()) > public.day:
        problem = f"nothing of what {situation.id} rests on was public by {public.day}"
        raise UsageError("T008", problem, where=WHERE, remedy=f"write a day from {min(days.values())} on")
    if sources and sources[0][0] > public.day:
        first, name = sources[0]
        warnings.warn(
            f"no source of {situation.id} had come out by {public.day}: the first is {name}, by {first}", stacklevel=3
        )


def _pools(situation: Situation, anchors: Iterable[str]) -> tuple[str, ...]:
    """Give the pools that make the prior of an anchor in some world."""
    named = {world.anchors[anchor].pool for world in situation.worlds.values() for anchor in anchors}
    return tuple(name for name in situation.evidence.pools if name in named)


def _evidence(situation: Situation, events: Mapping[str, Event], public: Public, *, pools: Iterable[str]) -> Evidence:
    """Give all evidence that is public, each figure and event of a source accounted for."""
    whole = situation.evidence
    known = replace(
        known_evidence(public, pools=pools),
        timeline=known_timeline(whole.timeline, events, public),
        excluded={name: reason for name, reason in whole.excluded.items() if name in public.claims},
    )
    cited = [name for event in events.values() for name in event.claims] + [*claims_of_law(situation.law)]
    return replace(known, excluded={**known.excluded, **{claim.id: _LATER for claim in unaccounted(known, cited)}})


def _hidden(whole: Situation, known: Situation, public: Public) -> Hidden:
    """Say what is hidden, and what rests on it still."""
    before, after = whole.evidence, known.evidence
    rested = dict(_rested(whole, known))
    hindsight = [name for name, thing in rested.items() if not public.some(thing)]
    loops = tuple(name for name in unnamed(whole, public) if name in known.loops or "=" in name)
    return Hidden(
        until=public.day,
        whole=whole.digest,
        sources=_gone(before.sources, after.sources),
        claims=_gone(before.claims, after.claims),
        observations=_gone(before.observations, after.observations),
        undated=tuple(name for name, at in public.dates.items() if at is None),
        timeline=_gone(before.timeline, after.timeline),
        events=_gone(whole.events, known.events),
        instruments=_gone(_instruments(whole), _instruments(known)),
        cut=tuple(name for name, event in known.events.items() if event.ends != whole.events[name].ends),
        years=_gone(_years(whole), _years(known)),
        anchors=_gone(whole.anchors, known.anchors),
        unused=(*_gone(whole.parameters, known.parameters), *_gone(whole.loops, known.loops)),
        loops=loops,
        hindsight=tuple(hindsight),
        partly=tuple(n for n, thing in rested.items() if n not in hindsight and not public.everything(thing)),
    )


def _rested(whole: Situation, known: Situation) -> Iterator[tuple[str, Grounded]]:
    """Give the numbers that stay as somebody argued them, with their ground: not those that anchors or pools make."""
    solved = {anchor.solves for anchor in known.anchors.values()}
    yield from ((name, whole.parameters[name]) for name in known.parameters if name not in solved)
    said = ((world.id, name, world.anchors[name]) for world in whole.worlds.values() for name in known.anchors)
    yield from ((f"{world}:{anchor}", says) for world, anchor, says in said if not says.pool)


def _instruments(situation: Situation) -> Iterable[str]:
    return () if situation.law is None else situation.law.instruments


def _years(situation: Situation) -> tuple[str, ...]:
    """Give the entries of all series."""
    series = (of for of in situation.parameters.values() if of.dims == ("year",))
    return tuple(f"{of.name}[{year}]" for of in series for year in of.entries)


def _gone(before: Iterable[str], after: Iterable[str]) -> tuple[str, ...]:
    """Give the names that are no longer there."""
    left = set(after)
    return tuple(name for name in before if name not in left)
