"""How stocks and flows are told, and which disputed loops stand side by side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from tumen.errors import Problem
from tumen.policy import Contrast, Part
from tumen.situation.build_evidence import BASELINE
from tumen.situation.calendar import steps
from tumen.situation.draft import Draft
from tumen.situation.findings import Spot, listed, shown
from tumen.situation.types import Calendar

MAIN, OUTCOMES, SWITCHES = "situation.toml", "outcomes.toml", "switches.toml"
_TWO = 2
_EXPONENT = "elasticity"
_MOST = 1000


def check_stretches(draft: Draft) -> Iterator[Problem]:
    """Stretches begin inside the run, one after the other, and with a period; where people hide, with a year."""
    calendar = draft.calendar
    if calendar is None or not calendar.stretches or calendar.last < calendar.first:
        return
    spot = Spot(MAIN, "time.stretches")
    days = (calendar.first, *calendar.stretches, calendar.last)
    if any(a >= b for a, b in pairwise(days)):
        message = f"stretches begin on {listed(map(str, calendar.stretches))}"
        remedy = f"write days after {calendar.first} and before {calendar.last}, in order"
        yield spot.problem("T122", message, remedy)
        return
    known = _beginnings(calendar, by_year=calendar.report == "year" or draft.situation.people_in_hiding)
    for day in calendar.stretches:
        if day not in known:
            message = f"a stretch begins on {day}, in the middle of a period"
            yield spot.problem("T116", message, "write the first day of a period: of a year, where years are recorded")


def _beginnings(calendar: Calendar, *, by_year: bool) -> frozenset[date]:
    """Give the days on which a period can begin."""
    if by_year:
        return frozenset(date(year, 1, 1) for year in range(calendar.first.year, calendar.last.year + 1))
    return frozenset(first for first, _ in steps(calendar))


def check_stations(draft: Draft) -> Iterator[Problem]:
    """Where there are stations, each status stands in one of them: nobody falls out of the picture."""
    stations = draft.situation.stations.values()
    if not stations or not draft.files.readable("statuses.csv"):
        return
    holders = {
        status: [station.id for station in stations if status in station.statuses]
        for status in draft.situation.statuses
        if status not in draft.mentioned
    }
    for status, several in ((status, found) for status, found in holders.items() if len(found) > 1):
        message = f"the status {shown(status)} stands in {listed(several)}"
        spot = Spot(OUTCOMES, f"station.{several[-1]}.statuses")
        yield spot.problem("T157", message, "name it in one table [station.ID]")
    nowhere = [status for status, found in holders.items() if not found]
    if nowhere:
        message = f"there are stations, and none has {listed(nowhere)}"
        yield Spot(OUTCOMES, "station").problem("T157", message, "name each status in one table [station.ID]")


def check_contrasts(draft: Draft) -> Iterator[Problem]:
    """A contrast sets loops against each other, and tells of each part of the people what can be told."""
    for contrast in draft.situation.contrasts.values():
        for key, message, remedy in _faults(draft, contrast):
            yield Spot(SWITCHES, f"contrast.{contrast.id}.{key}").problem("T158", message, remedy)


def _faults(draft: Draft, contrast: Contrast) -> Iterator[tuple[str, str, str]]:
    if len(set(contrast.loops)) < _TWO:
        yield "loops", f"{shown(contrast.id)} sets fewer than two loops against each other", "name two at least"
    if contrast.policy == BASELINE:
        yield "policy", f"{shown(contrast.id)} has no option: the baseline pulls nothing", "name another policy"
    option = draft.situation.policies.get(contrast.policy)
    if option is not None and option.not_simulated:
        yield "policy", f"{shown(contrast.id)} has an option that is not simulated", "name another policy"
    for part in contrast.parts.values():
        at = f"part.{part.id}"
        if not part.outcomes:
            yield f"{at}.outcomes", f"{shown(part.id)} names no outcomes", "name what is shown of these people"
        for key, names, what in _untold(draft, part):
            yield f"{at}.{key}", f"{shown(part.id)} is told {what}, and {listed(names)} is none", "name others"


def check_sides(draft: Draft) -> Iterator[Problem]:
    """Between two sides a boundary can be drawn: two loops of disputed sign, two pieces of advice, and outcomes."""
    for contrast in draft.situation.contrasts.values():
        faults = (*_missing(contrast), *_axes(contrast), *_undisputed(draft, contrast), *_advice(draft, contrast))
        for key, message, remedy in faults:
            yield Spot(SWITCHES, f"contrast.{contrast.id}.{key}").problem("T159", message, remedy)


def _missing(contrast: Contrast) -> Iterator[tuple[str, str, str]]:
    """Say what a boundary lacks; a contrast without sides has nothing of one."""
    name, sides = shown(contrast.id), contrast.sides
    if not sides:
        useless = [key for key, of in (("turns_on", contrast.turns_on), ("axis", contrast.axes)) if of]
        yield from ((key, f"{name} has no sides", "write sides, or take this out") for key in useless)
        return
    if len(sides) != _TWO or len(set(sides.values())) != _TWO:
        yield "sides", f"{name} has no two sides with a policy each", "name two documents, each with another policy"
    if len(contrast.loops) != _TWO:
        yield "loops", f"{name} has sides and {len(contrast.loops)} loops", "name two: they are the axes of a plane"
    if not contrast.turns_on:
        yield "turns_on", f"nothing says by what the sides of {name} are told apart", "name outcomes"


def _axes(contrast: Contrast) -> Iterator[tuple[str, str, str]]:
    """Find loops without an axis, axes without a loop, and a full strength that is none."""
    for loop in dict.fromkeys((*contrast.loops, *contrast.axes) if contrast.sides else ()):
        if loop not in contrast.axes:
            yield "axis", f"no axis says how strongly {shown(loop)} acts", f"write [contrast.{contrast.id}.axis.{loop}]"
        elif loop not in contrast.loops:
            message = f"{shown(loop)} is no loop of {shown(contrast.id)}"
            yield f"axis.{loop}", message, "take it out, or name it in loops"
    for axis in (axis for axis in contrast.axes.values() if contrast.sides and not 1 < axis.times <= _MOST):
        message = f"full strength is {axis.times:g} times as much"
        yield f"axis.{axis.id}.times", message, f"write more than 1, {_MOST} at most"


def _undisputed(draft: Draft, contrast: Contrast) -> Iterator[tuple[str, str, str]]:
    """Find loops that are no axes: only what sources dispute is looked at by itself."""
    known = draft.situation.loops
    for loop in (known[name] for name in dict.fromkeys(contrast.loops) if contrast.sides and name in known):
        if loop.sign != "disputed" or loop.thought_experiment:
            what = "is a thought experiment" if loop.thought_experiment else "is not disputed"
            yield "loops", f"{loop.id} {what}, and would be an axis", "name loops whose signs sources dispute"
        numbers = (draft.situation.parameters.get(name) for name in loop.numbers)
        for number in (of for of in numbers if of is not None and of.unit != _EXPONENT):
            message = f"{shown(number.name)} of {loop.id} is no elasticity: no strength in between can be told"
            yield "loops", message, "name loops that act by elasticities alone"


def _advice(draft: Draft, contrast: Contrast) -> Iterator[tuple[str, str, str]]:
    """Find sides that argue for nothing that is run, and outcomes of which nobody can say which side does better."""
    policies, outcomes = draft.situation.policies, draft.situation.outcomes
    for source, policy in ((source, policies[name]) for source, name in contrast.sides.items() if name in policies):
        at = f"sides.{source}"
        if not policy.levers:
            yield at, f"{shown(policy.id)} pulls nothing", "name a policy that has levers"
        elif source in draft.situation.sources and source not in policy.by:
            yield at, f"{shown(source)} does not argue for {shown(policy.id)}", "name a policy that has it in `by`"
    for outcome in (outcomes[name] for name in contrast.turns_on if name in outcomes):
        if outcome.direction == "neither" or outcome.kind == "signal":
            message = f"neither less nor more of {shown(outcome.id)} is people better protected"
            yield "turns_on", message, "name outcomes of people of which less or more protects them"


def _untold(draft: Draft, part: Part) -> Iterator[tuple[str, list[str], str]]:
    """Find outcomes that cannot be told: those that count no persons, and stocks per hundred of a flow."""
    known = draft.situation.outcomes
    named = [known[name] for name in (part.per, *part.outcomes) if name in known]
    uncounted = [outcome.id for outcome in named if outcome.unit != "persons"]
    if uncounted:
        yield "outcomes", uncounted, "in counts of persons"
    stocks = [outcome.id for outcome in named if outcome.kind != "flow"]
    if part.per and stocks:
        yield "per", stocks, "per hundred of a flow"
