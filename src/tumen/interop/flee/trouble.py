"""What is wrong with a folder as a whole: where Flee would stop, or do what a journey here cannot."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.errors import Problem
from tumen.interop.flee.folder import FleeFolder
from tumen.interop.flee.lines import Reading
from tumen.interop.flee.series import LAYOUT, TOTAL
from tumen.interop.flee.settings import FILE
from tumen.interop.flee.states import at_day, marker_trouble
from tumen.situation.findings import Spot, nearest, shown

MOST_PLACES = 10_000


def find_trouble(reading: Reading, folder: FleeFolder) -> None:
    """Add what is wrong to the problems."""
    if len(folder.locations) > MOST_PLACES:
        words = f"there are {len(folder.locations):,} places, more than {MOST_PLACES:,}", "merge some"
        reading.problem(Spot("input_csv/locations.csv"), "T289", words)
        return
    reading.found.extend(_series(folder))
    if TOTAL not in folder.series:
        return  # whatever else is asked of counts begins with the total
    for check in (_closures, _powers, _markers, _first_day, _emptied):
        reading.found.extend(check(folder))
    if not reading.found:
        reading.found.extend(_origins(folder))


def _series(folder: FleeFolder) -> Iterator[Problem]:
    """Every camp is counted by somebody, and the total by the first."""
    first = next(iter(folder.series), "")
    if first != TOTAL:
        words = f"the first series is {shown(first)}", f"put the line {TOTAL} with its file first"
        yield Spot(LAYOUT, row=1).problem("T284", *words)
    for number, at in enumerate(folder.camps):
        place = folder.locations[at]
        if place.name in folder.camp_names[:number]:
            words = (
                f"two camps are called {shown(place.name)}, and counts tell them apart by name",
                "call one otherwise",
            )
            yield place.line.spot("name").problem("T289", *words)
        if place.name not in folder.series:
            others = [name for name in folder.series if name not in folder.camp_names]
            near = nearest(place.name, tuple(others))
            remedy = f"add a line for it to {LAYOUT}" + (f", or call {shown(near)} so there" if near else "")
            yield place.line.spot("name").problem("T284", f"no series counts the camp {shown(place.name)}", remedy)


def _closures(folder: FleeFolder) -> Iterator[Problem]:
    """Nothing closes for no day while people may be under way: Flee sends them back, and a closing here lasts a day."""
    seen = {shut.lines[-1].number: shut for shut in folder.shut if shut.last is not None and 0 < shut.first > shut.last}
    for shut in seen.values():
        words = "it closes and opens on one day, which is not supported", "let it open a day later, or take it out"
        yield shut.lines[-1].spot("end").problem("T287", *words)
    for closure, name in marker_trouble(folder.locations, folder.closures):
        words = f"the marker {shown(name)} becomes a camp or a town, which is not supported", "take the line out"
        yield closure.line.spot("name1").problem("T287", *words)


def _powers(folder: FleeFolder) -> Iterator[Problem]:
    """No population of nobody is raised to a negative power."""
    scale = "move_rules.movechance_pop_scale_factor"
    draws, power = "move_rules.use_pop_for_loc_weight", "move_rules.pop_power_for_loc_weight"
    keys = [scale] if folder.settings.number(scale) < 0 else []
    if folder.settings.switch(draws) and folder.settings.number(power) < 0 and not folder.behaviour.population_at_least:
        keys.append(power)
    empty = next((place for place in folder.locations if place.size // folder.hasten == 0), None)
    for key in keys if empty is not None else ():
        words = f"{key} is below 0, and {shown(empty.name)} has no people" if empty else key, "write 0 or more"
        yield Spot(FILE, key, folder.settings.line(key)).problem("T289", *words)


def _markers(folder: FleeFolder) -> Iterator[Problem]:
    """People who look no place ahead do not see past a marker."""
    key, marked = "move_rules.awareness_level", [place for place in folder.locations if place.kind == "marker"]
    if folder.settings.number(key) < 0 and marked:
        words = f"{key} is below 0, and there are markers, which is not supported", "write 1"
        yield Spot(FILE, key, folder.settings.line(key)).problem("T287", *words)


def _emptied(folder: FleeFolder) -> Iterator[Problem]:
    """Camps that begin empty never hold fewer than nobody."""
    key = "spawn_rules.empty_camps_on_day0"
    below = next((name for name in folder.series if folder.emptied and min(folder.counts(name)) < 0), None)
    if below is not None:
        words = f"the counts of {shown(below)} fall below those of the first day, which is not supported with {key}"
        yield Spot(FILE, key, folder.settings.line(key)).problem("T287", words, "switch it off, or run this in Flee")


def _first_day(folder: FleeFolder) -> Iterator[Problem]:
    """Newer Flee adds the total to the camps' sum on the first day: a journey here can only count that sum twice."""
    key = "spawn_rules.insert_day0"
    doubles = folder.behaviour.adds_total_first and len(folder.reported_names) != 1
    if not doubles or folder.settings.switch(key):
        return
    total, camps = folder.counts(TOTAL)[0], sum(folder.counts(name)[0] for name in folder.reported_names)
    if total not in (0, camps):
        words = (
            f"newer Flee adds the {total:,} people of {TOTAL} to the {camps:,} of the camps on the first day",
            "use insert_day0: true, or run this in Flee",
        )
        yield Spot(FILE, key, folder.settings.line(key)).problem("T287", *words)


def _origins(folder: FleeFolder) -> Iterator[Problem]:
    """On each day on which people set out there is a place in conflict with a population."""
    for day, people in enumerate(folder.leaving.people):
        weighed = day if day in folder.states.turned or day == 0 else day - 1
        if people > 0 and not any(_weight(folder, at, weighed) for at in range(len(folder.locations))):
            words = f"on day {day} {people:,} people set out, and no place in conflict has a population"
            remedy = "give a place in conflict a population, or mend input_csv/conflicts.csv or the counts"
            yield Spot("input_csv/conflicts.csv").problem("T289", words, remedy)
            return


def _weight(folder: FleeFolder, at: int, day: int) -> float:
    """Give the weight of a place among those where people set out."""
    place, state = folder.locations[at], at_day(folder.states.of[at], day)
    population = 0 if place.holds else place.size // folder.hasten
    return population * state.intensity * folder.left_of(day - state.since)
