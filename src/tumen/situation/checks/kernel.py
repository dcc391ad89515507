"""What goes with the kernel of a situation, and what journeys demand of the rest of it."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.errors import Problem
from tumen.situation.draft import Draft
from tumen.situation.files import KERNELS
from tumen.situation.findings import Spot, plain, shown
from tumen.situation.toml import EVERY
from tumen.world_journey import CAME, NEAR_THRESHOLD

MAIN, OUTCOMES, ROUTES = "situation.toml", "outcomes.toml", "routes.csv"
_OF_KERNEL = {
    **dict.fromkeys(
        ("group", "noise", "ration", "seats", "start", "inflow", "clock", "anchor", "station", "loop", "contrast"),
        "compete",
    ),
    "journey": "journey",
}
"""Kind of table → the kernel that reads it; of the others, the file says so, or both do."""


def check_kernel(draft: Draft) -> Iterator[Problem]:
    """Nothing stands in the folder that its kernel would pass over; a journey has its table."""
    kernel = draft.files.kernel
    for kind, of in _OF_KERNEL.items():
        file = EVERY[kind][0]
        if of != kernel and file not in KERNELS and kind in draft.files.document(file).raw:
            message = f'the kernel "{kernel}" does not read the table [{kind}]'
            yield Spot(file, kind).problem("T180", message, "take it out, or name the other kernel in situation.toml")
    if draft.files.travels and draft.files.readable(MAIN) and "journey" not in draft.files.document(MAIN).raw:
        remedy = "say in it how people travel: docs/situation-format.md says how"
        yield Spot(MAIN).problem("T115", "the table [journey] is missing", remedy)


def check_days(draft: Draft) -> Iterator[Problem]:
    """Journeys go by days, from the first to the last, and each day is recorded."""
    if draft.calendar is None or not draft.files.travels:
        return
    for key, wanted in (("step", "day"), ("report", "step"), ("substeps", 1), ("run_in", 0)):
        value = getattr(draft.calendar, key)
        if value != wanted:
            message = f"journeys go by days, and {key} is {shown(value)}"
            yield Spot(MAIN, f"time.{key}").problem("T188", message, f"write {key} = {_toml(wanted)}")
    if draft.calendar.stretches:
        message = "journeys go by days, and stretches of the run are told apart"
        yield Spot(MAIN, "time.stretches").problem("T188", message, "take stretches out")


def _toml(value: str | int) -> str:
    return f'"{value}"' if isinstance(value, str) else plain(value)


def check_nobody_hides(draft: Draft) -> Iterator[Problem]:
    """Where people hide nobody follows them from place to place by days."""
    if draft.files.travels and draft.situation.people_in_hiding:
        message = "people hide, and the kernel follows them by days and roads"
        remedy = 'write kernel = "compete"; people_in_hiding = false only if nobody in it hides'
        yield Spot(MAIN, "people_in_hiding").problem("T189", message, remedy)


def check_ways(draft: Draft) -> Iterator[Problem]:
    """A route of a journey leads from one place that holds people to another, and has a name of its own."""
    if not draft.files.travels:
        return
    for route in draft.situation.routes.values():
        for column, place in (("origin", route.origin), ("destination", route.destination)):
            yield from holds_people(draft, place, draft.spot(ROUTES, route.id, column))
        if route.origin == route.destination:
            message = f"{shown(route.id)} leads people in {plain(route.origin)} to where they are"
            yield draft.spot(ROUTES, route.id, "destination").problem("T118", message, "lead it to another place")
        if route.id in (CAME, NEAR_THRESHOLD):
            message = f"{shown(route.id)} is also the name of something else that is counted on a journey"
            yield draft.spot(ROUTES, route.id, "id").problem("T112", message, "give the route another name")


def holds_people(draft: Draft, place: str, spot: Spot) -> Iterator[Problem]:
    """Check that people can be in a place itself; unknown places are reported elsewhere."""
    if place in draft.situation.places and not draft.holds_people(place):
        message = f"{shown(place)} contains other places, so that nobody is in it itself"
        yield spot.problem("T127", message, "write one of the places that it contains")


def check_flows(draft: Draft) -> Iterator[Problem]:
    """A flow of a journey goes by routes, which say already where people are; only its places can be too full."""
    for outcome in draft.situation.outcomes.values():
        at = f"outcome.{outcome.id}"
        if outcome.kind == "flow" and outcome.places and draft.files.travels:
            message = f"{shown(outcome.id)} is a flow of a journey and names places"
            yield Spot(OUTCOMES, f"{at}.places").problem("T149", message, "name routes in exits, and take places out")
        if outcome.kind == "crowding" and not draft.files.travels:
            message = f"{shown(outcome.id)} is crowding, and no place has so much room and no more"
            remedy = "tell crowding of journeys, whose places have capacities"
            yield Spot(OUTCOMES, f"{at}.kind").problem("T149", message, remedy)
