"""What a situation says of itself, its calendar, its size, and what people who hide demand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

from tumen.errors import Problem
from tumen.situation.calendar import month_end
from tumen.situation.draft import Draft
from tumen.situation.findings import Spot, shown
from tumen.situation.types import Calendar
from tumen.world import LEVELS

MAIN = "situation.toml"
_WEEK = 7
_TOO_FINE = LEVELS[LEVELS.index("prefecture") + 1 :]
_MOST_FED = 20
_EARLIEST = timezone(timedelta(hours=14))
_MOST_OUTCOMES, _MOST_ON_A_JOURNEY = 72, 2000
_MOST = {"signal": 60, "group": 80, "noise": 8, "anchor": 8, "clock": 1}


def check_calendar(draft: Draft) -> Iterator[Problem]:
    """The days of the run: in order, and whole steps."""
    calendar = draft.calendar
    if calendar is None:
        return
    if calendar.last < calendar.first:
        message = f"the run ends on {calendar.last}, before it begins on {calendar.first}"
        yield Spot(MAIN, "time.to").problem("T122", message, "write a later day")
        return
    if calendar.step == "month":
        yield from _whole_months(calendar)
    days = (calendar.last - calendar.first).days + 1
    if calendar.step == "week" and days % _WEEK:
        message = f"the run has {days} days, which is no number of whole weeks"
        right = date.fromordinal(max(calendar.last.toordinal() - days % _WEEK, 1))
        yield Spot(MAIN, "time.to").problem("T129", message, f"write {right}, or another last day of a week")


def _whole_months(calendar: Calendar) -> Iterator[Problem]:
    if calendar.first.day != 1:
        message = f"steps are months, and {calendar.first} is not the first day of one"
        yield Spot(MAIN, "time.from").problem("T129", message, f"write {calendar.first.replace(day=1)}")
    if calendar.last != month_end(calendar.last):
        message = f"steps are months, and {calendar.last} is not the last day of one"
        yield Spot(MAIN, "time.to").problem("T129", message, f"write {month_end(calendar.last)}")


def check_sizes(draft: Draft) -> Iterator[Problem]:
    """No more of anything than the engine and a reader can hold."""
    places = {
        "signal": Spot("signals.csv"),
        "group": Spot(MAIN, "group"),
        "outcome": Spot("outcomes.toml", "outcome"),
        "noise": Spot(MAIN, "noise"),
        "anchor": Spot("parameters.toml", "anchor"),
        "clock": Spot(MAIN, "clock"),
    }
    outcomes = _MOST_ON_A_JOURNEY if draft.files.travels else _MOST_OUTCOMES
    for kind, most in {**_MOST, "outcome": outcomes}.items():
        number = len(draft.names[kind] or ())
        if number > most:
            message = f"there are {number} tables [{kind}.ID]" if places[kind].key else f"there are {number} {kind}s"
            yield places[kind].problem("T153", f"{message}, more than {most}", "merge some, or leave some out")
    fed = sum(signal.mode != "given" for signal in draft.situation.signals.values())
    if fed > _MOST_FED:
        message = f"{fed} signals are fed back, more than {_MOST_FED}"
        yield places["signal"].problem("T153", message, "merge some, or leave some out")


def check_hiding(draft: Draft) -> Iterator[Problem]:
    """What holds only where people hide: coarse places and steps, no ways, and a date of last view."""
    situation = draft.situation
    if not situation.people_in_hiding:
        yield from _hidden_after_all(draft)
        return
    if draft.files.travels:  # refused as a whole
        return
    if situation.as_of is None:
        message = "people hide, and the day on which the situation was last looked at is missing"
        yield Spot(MAIN, "as_of").problem("T161", message, "write as_of = YYYY-MM-DD")
    elif situation.as_of > datetime.now(_EARLIEST).date():
        message = f"as_of is {situation.as_of}, which is in the future"
        yield Spot(MAIN, "as_of").problem("T162", message, "write the day on which somebody last looked at it")
    if draft.calendar is not None and draft.calendar.step != "month":
        message = f"people hide, and a step is a {draft.calendar.step}"
        yield Spot(MAIN, "time.step").problem("T164", message, 'write step = "month"')
    yield from _fine_places(draft)
    yield from _told_ways(draft)


def _hidden_after_all(draft: Draft) -> Iterator[Problem]:
    about = draft.files.document(MAIN).raw.get("people_in_hiding")
    for status in draft.situation.statuses.values():
        if status.hidden and about is False:
            message = f"people hide in {shown(status.id)}, and situation.toml says that nobody does"
            remedy = "write people_in_hiding = true in situation.toml, or hidden = no here"
            yield draft.problem("T166", ("statuses.csv", status.id, "hidden"), message=message, remedy=remedy)


def _fine_places(draft: Draft) -> Iterator[Problem]:
    for place in draft.situation.places.values():
        if place.level in _TOO_FINE:
            message = f"people hide, and {shown(place.id)} is a {place.level}: it could lead somebody to them"
            remedy = "merge it with others into a prefecture or a larger place"
            yield draft.problem("T163", ("places.csv", place.id, "level"), message=message, remedy=remedy)
    for outcome in draft.situation.outcomes.values():
        if outcome.place in _TOO_FINE:
            message = f"people hide, and {shown(outcome.id)} could be recorded for a {outcome.place}"
            at = ("outcomes.toml", f"outcome.{outcome.id}", "place")
            yield draft.problem("T163", at, message=message, remedy="write prefecture, or a larger level")


def _told_ways(draft: Draft) -> Iterator[Problem]:
    for route in draft.situation.routes.values():
        if route.mode != "unstated":
            message = f"people hide, and the route {shown(route.id)} tells how they travel: {route.mode}"
            at = ("routes.csv", route.id, "mode")
            yield draft.problem("T165", at, message=message, remedy="write unstated")
        ends = {column: draft.situation.places.get(getattr(route, column)) for column in ("origin", "destination")}
        for column, place in ((column, place) for column, place in ends.items() if place and place.level != "country"):
            message = f"people hide, and the route {shown(route.id)} has an end at {shown(place.id)}, a {place.level}"
            at = ("routes.csv", route.id, column)
            yield draft.problem("T165", at, message=message, remedy="write the country in which it lies")
