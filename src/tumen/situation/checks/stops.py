"""What each place is to people on a journey, day by day, and which ways are closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tumen.errors import Problem
from tumen.situation.checks.kernel import holds_people
from tumen.situation.draft import Draft
from tumen.situation.findings import plain, shown
from tumen.situation.journey import closing_of, stop_of
from tumen.situation.table import Row, sound
from tumen.situation.types import Calendar
from tumen.world_journey import Closing, Stop

STOPS, CLOSINGS, PLACES = "stops.csv", "closings.csv", "places.csv"


def check_stops(draft: Draft) -> Iterator[Problem]:
    """Each place has one stop on each day of the run; each stop is in order by itself."""
    of_place: dict[str, list[tuple[Stop, Row]]] = {}
    for row in sound(draft.files.rows(STOPS)):
        stop = stop_of(row)
        yield from holds_people(draft, stop.place, row.spot("place"))
        yield from _order(stop, row)
        yield from _conflict(stop, row)
        of_place.setdefault(stop.place, []).append((stop, row))
    for place in filter(draft.holds_people, draft.situation.places if draft.files.travels else ()):
        if place in of_place and place not in draft.mentioned and draft.calendar is not None:
            yield from _days(place, of_place[place], draft.calendar)
        elif place not in of_place and place not in draft.mentioned and draft.files.readable(STOPS):
            message = f"nothing says what {shown(place)} is to people on a journey"
            at = (PLACES, place, "id")
            yield draft.problem("T184", at, message=message, remedy="add a row of it to stops.csv")


def check_closings(draft: Draft) -> Iterator[Problem]:
    """A closing ends after it begins."""
    for row in sound(draft.files.rows(CLOSINGS)):
        yield from _order(closing_of(row), row)


def _order(thing: Stop | Closing, row: Row) -> Iterator[Problem]:
    if thing.ends is not None and thing.ends < thing.starts:
        message = f"it ends on {thing.ends}, before it begins on {thing.starts}"
        yield row.spot("date_to").problem("T122", message, "write a later day")


def _conflict(stop: Stop, row: Row) -> Iterator[Problem]:
    """Check that a conflict has an intensity and a beginning, and a place without one neither."""
    if row["intensity"] and not 0 < stop.intensity <= 1:
        message = f"intensity is {plain(row['intensity'])}"
        remedy = "write a number above 0 and at most 1; where there is no conflict, leave it empty"
        yield row.spot("intensity").problem("T185", message, remedy)
    elif row["intensity"] and stop.since is None:
        message = "there is a conflict, and nothing says since when"
        yield row.spot("since").problem("T185", message, "write the day on which it began")
    elif stop.since is not None and not row["intensity"]:
        message = f"a conflict began on {stop.since}, and has no intensity"
        yield row.spot("since").problem("T185", message, "write its intensity, or leave both empty")
    elif stop.since is not None and stop.since > stop.starts:
        message = f"the conflict began on {stop.since}, after {stop.starts}, from when the row holds"
        yield row.spot("since").problem("T185", message, "write an earlier day, or begin the row later")


def _days(place: str, stops: Sequence[tuple[Stop, Row]], calendar: Calendar) -> Iterator[Problem]:
    """Find the days of the run on which a place has no stop, or more than one."""
    in_order = sorted(((stop, row) for stop, row in stops if (stop.ends or date.max) >= stop.starts), key=_starts)
    first, last = calendar.first.toordinal(), calendar.last.toordinal()
    covered = first - 1
    for stop, row in in_order:
        starts, ends = stop.starts.toordinal(), (stop.ends or date.max).toordinal()
        if max(starts, first) <= min(covered, ends, last):
            message = f"{shown(place)} has two rows for {date.fromordinal(max(starts, first))}"
            yield row.spot("date_from").problem("T184", message, "end the earlier one before this one begins")
        if covered + 1 < min(starts, last + 1):
            yield _none(place, row, covered + 1, min(starts - 1, last))
        covered = max(covered, ends)
    if in_order and covered < last:
        yield _none(place, in_order[-1][1], covered + 1, last)


def _starts(pair: tuple[Stop, Row]) -> date:
    return pair[0].starts


def _none(place: str, row: Row, *days: int) -> Problem:
    first, last = map(date.fromordinal, days)
    message = f"{shown(place)} has no row for {first}" + (f" to {last}" if last > first else "")
    return row.spot("date_from").problem("T184", message, "let its rows follow each other without a gap")
