"""What a journey goes by on each day, whatever the draw: who sets out anew, what places are, which links are open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args

import numpy as np

from tumen.cells import Floats, Ints
from tumen.model.journey_paths import Network
from tumen.process.journey import counted, known_on, link_order, setting_out
from tumen.situation import Situation
from tumen.world_journey import Journey, Moves, Stop

MOVES: tuple[Moves, ...] = get_args(Moves)
"""In the order of the codes of `Given.moves`."""
Slot = tuple[slice, int]


@dataclass(frozen=True, eq=False)
class Given:
    """Dated facts of a journey.

    Attributes:
        start: People at each place at the beginning, ``[place]``.
        come: People who set out anew, ``[step]``.
        moves: Which chance of setting out holds, a place in `MOVES`, ``[step, place]``.
        camp, town: 1 where a place is one, ``[step, place]``.
        intensity: Of its conflict, ``[step, place]``.
        age: Days for which it has lasted, ``[step, place]``.
        known_age: The same as far as it counts for those who set out anew, ``[step, place]``.
        closed: 1 where a link is closed in every future, ``[step, link]``.
        perhaps: Parameter → likewise, in futures in which it is 1.
        order, shuts: As in `tumen.cells_journey.JourneyTables`, by what is closed in every future.
    """

    start: Ints
    come: Ints
    moves: Ints
    camp: Ints
    town: Ints
    intensity: Floats
    age: Ints
    known_age: Ints
    closed: Ints
    perhaps: Mapping[str, Ints]
    order: Ints
    shuts: Ints

    @classmethod
    def of(cls, situation: Situation, journey: Journey, network: Network) -> Given:
        """Gather the facts of a situation."""
        calendar = _calendar(situation)
        shape = (calendar.size, len(network.places))
        moves, camp, town, since = (np.zeros(shape, np.int64) for _ in range(4))
        intensity = np.zeros(shape)
        for stop, at in _stops(journey, network, calendar):
            moves[at], camp[at], town[at] = MOVES.index(stop.moves), stop.camp, stop.town
            intensity[at] = stop.intensity
            since[at] = 0 if stop.since is None else stop.since.toordinal()
        known = known_on(intensity, since, calendar)
        closed = _closed(journey, network, calendar)
        always = closed.pop("")
        order, shuts = link_order(always, np.array(network.origin, np.int64))
        start, come = _people(situation, journey, network)
        age, known_age = calendar[:, np.newaxis] - since, known[:, np.newaxis] - since
        return cls(start, come, moves, camp, town, intensity, age, known_age, always, closed, order, shuts)


def _calendar(situation: Situation) -> Ints:
    first, last = situation.calendar.first.toordinal(), situation.calendar.last.toordinal()
    return np.arange(first, last + 1, dtype=np.int64)


def _days(calendar: Ints, starts: date, ends: date | None) -> slice:
    """Give the steps from one day to another, both included."""
    last = int(calendar[-1]) if ends is None else ends.toordinal()
    return slice(max(starts.toordinal() - int(calendar[0]), 0), max(last + 1 - int(calendar[0]), 0))


def _stops(journey: Journey, network: Network, calendar: Ints) -> Iterator[tuple[Stop, Slot]]:
    """Give each stop with its steps and place."""
    index = {place: i for i, place in enumerate(network.places)}
    for stop in journey.stops:
        yield stop, (_days(calendar, stop.starts, stop.ends), index[stop.place])


def _closed(journey: Journey, network: Network, calendar: Ints) -> dict[str, Ints]:
    """Give when each link is closed, ``[step, link]``, by the parameter that says in which futures; "": in all."""
    index = {link: i for i, link in enumerate(network.links)}
    shape = (calendar.size, len(network.links))
    closed = {name: np.zeros(shape, np.int64) for name in ("", *(closing.acts for closing in journey.closings))}
    for closing in journey.closings:
        closed[closing.acts][_days(calendar, closing.starts, closing.ends), index[closing.route]] = 1
    return closed


def _people(situation: Situation, journey: Journey, network: Network) -> tuple[Ints, Ints]:
    """Give those who are there at the beginning, and those who set out anew on each day."""
    calendar = _calendar(situation)
    start = np.zeros(len(network.places), np.int64)
    for place, series in journey.counts.items():
        if journey.begin_counted:
            start[network.places.index(place)] = counts(situation, series, calendar[:1])[0]
    reported = np.sum([counts(situation, series, calendar) for series in journey.reported], axis=0, dtype=np.int64)
    reported = np.broadcast_to(reported, calendar.shape)
    come = setting_out(reported, begin_counted=journey.begin_counted, doubled_start=journey.doubled_start)
    return start, come


def counts(situation: Situation, series: str, calendar: Ints) -> Ints:
    """Give what a series of observations says of each day, ``[day]``; see `tumen.process.journey.counted`.

    Args:
        situation: Whose.
        series: Its observations have a value for a day each; in any order.
        calendar: Ordinals, ``[day]``.
    """
    found = [(o.date_from, o.value) for o in situation.observations if o.series == series and o.value is not None]
    rising = sorted(found, key=lambda pair: pair[0])
    days = [date.fromisoformat(day).toordinal() for day, _ in rising]
    return counted(np.array(days, np.int64), np.array([value for _, value in rising], np.float64), calendar)
