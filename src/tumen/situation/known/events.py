"""What had happened by a day: rows of the timeline, and the events that move the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tumen.evidence import Happening, Parameter
from tumen.situation.known.ground import Names, Public
from tumen.situation.types import Situation
from tumen.world import Event

_STILL = "What it moves in the model is not public yet."


@dataclass(frozen=True)
class _Ground:
    """Claims and series together."""

    claims: Names
    observations: Names


def known_events(situation: Situation, public: Public) -> Mapping[str, Event]:
    """Give the events that had begun, and of whose ground something is public.

    What had begun and not ended is known to have begun, and no more: a step goes on without an end, a ramp goes as far
    as it had come on the day, at the pace that it had, and stays there. One that rests on nothing but the argument for
    its size follows its own dates; so does one whose size an anchor solves, which is no happening but the hold of the
    anchor. A series needs a year that is known.
    """
    begun = (event for event in situation.events.values() if _begun(situation, event, public))
    events = (event for event in begun if public.some(event) or _is_hold(situation, event))
    return {event.id: _cut(event, public) for event in events}


def known_years(situation: Situation, parameter: Parameter, public: Public) -> Names:
    """Give the years of a series that are known; behind the last one its value stays."""
    of_events = [event.observations for event in situation.events.values() if event.size == parameter.name]
    ground = _Ground(parameter.claims, tuple(name for names in (parameter.observations, *of_events) for name in names))
    return tuple(year for year in parameter.entries if public.known_year(ground, year))


def known_timeline(
    timeline: Mapping[str, Happening], events: Mapping[str, Event], public: Public
) -> Mapping[str, Happening]:
    """Give the rows of the timeline that had begun, and of whose ground something is public.

    The end of what had not ended is left empty.

    Args:
        timeline: All rows.
        events: The events that are known.
        public: What is public.
    """
    rows = (row for row in timeline.values() if public.over(row.date_from) and public.some(row))
    return {row.id: _known_row(row, events, public) for row in rows}


def _is_hold(situation: Situation, event: Event) -> bool:
    return any(prior.family == "solved" for prior in situation.parameters[event.size].entries.values())


def _begun(situation: Situation, event: Event, public: Public) -> bool:
    if event.shape == "series":
        return bool(known_years(situation, situation.parameters[event.size], public))
    return event.starts <= public.day


def _cut(event: Event, public: Public) -> Event:
    """Leave out of an event what came later."""
    event = replace(
        event, claims=public.known_claims(event.claims), observations=public.known_series(event.observations)
    )
    if event.shape == "series" or event.ends is None or event.ends <= public.day:
        return event
    if event.shape == "step":
        return replace(event, ends=None)
    return replace(event, ends=public.day, pace=event.pace or (event.ends - event.starts).days)


def _known_row(row: Happening, events: Mapping[str, Event], public: Public) -> Happening:
    moves = tuple(name for name in row.events if name in events)
    return replace(
        row,
        date_to=row.date_to if public.over(row.date_to) else "",
        claims=public.known_claims(row.claims),
        observations=public.known_series(row.observations),
        events=moves,
        note=row.note or ("" if moves == row.events else _STILL),
    )
