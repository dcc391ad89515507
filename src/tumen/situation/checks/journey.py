"""The numbers of a journey, each fit for its role, and the counts that it goes by."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.errors import Problem
from tumen.evidence import Observation, Parameter
from tumen.situation.checks.kernel import holds_people
from tumen.situation.draft import Draft
from tumen.situation.findings import Spot, listed, shown
from tumen.situation.words import DAY
from tumen.world_journey import FIXED, NUMBERS

MAIN, OBSERVATIONS, PARAMETERS = "situation.toml", "observations.csv", "parameters.toml"


def check_numbers(draft: Draft) -> Iterator[Problem]:
    """Numbers have the axes of their roles; those that shape the ways are values above 0."""
    journey = draft.situation.journey
    for role, name in journey.numbers.items() if journey else ():
        parameter = draft.situation.parameters.get(name)
        if parameter is None:
            continue
        axis = NUMBERS[role][0]
        if axis and not parameter.dims:
            message = f"{shown(name)} has no axis, and {role} is one number for each {axis}"
            spot = Spot(MAIN, f"journey.numbers.{role}")
            yield spot.problem("T181", message, f'use a parameter with dims = ["{axis}"]')
        if role in FIXED:
            yield from _fixed(role, parameter)


def _fixed(role: str, parameter: Parameter) -> Iterator[Problem]:
    """Check the numbers by which ways are laid out."""
    for level, prior in parameter.entries.items():
        number = "value" if prior.family == "fixed" else "prior"
        key = f"levels.{level}.{number}" if level else number
        spot = Spot(PARAMETERS, f"parameter.{parameter.name}.{key}")
        if prior.family != "fixed":
            message = f"{shown(parameter.name)} is drawn, and {role} says which ways there are"
            yield spot.problem("T182", message, "write a value")
            return
        if prior.low == 0:
            message = f"{role} is 0"
            yield spot.problem("T183", message, "write a number above 0")


def check_journey_places(draft: Draft) -> Iterator[Problem]:
    """The home is a country that has places; counts and markers are of places that hold people."""
    journey = draft.situation.journey
    if journey is None:
        return
    countries = dict.fromkeys(place.country for place in draft.situation.places.values())
    if countries and journey.home not in countries:
        message = f"no place lies in {shown(journey.home)}"
        yield Spot(MAIN, "journey.home").problem("T186", message, f"write one of: {listed(countries)}")
    for key, places in (("counts", journey.counts), ("markers", journey.markers)):
        for place in places:
            yield from holds_people(draft, place, Spot(MAIN, f"journey.{key}"))


def check_counts(draft: Draft) -> Iterator[Problem]:
    """The figures that a journey goes by are numbers of people, each of one day."""
    journey = draft.situation.journey
    if journey is None:
        return
    series = {*journey.reported, *journey.counts.values()}
    seen: dict[tuple[str, str], str] = {}
    for figure in (of for of in draft.situation.observations if of.series in series):
        for column, message, remedy in _faults(figure):
            yield draft.spot(OBSERVATIONS, figure.id, column).problem("T187", message, remedy)
        first = seen.setdefault((figure.series, figure.date_from), figure.id)
        if first != figure.id and figure.date_from:
            message = f"{shown(first)} is a figure of {shown(figure.series)} on {figure.date_from} already"
            yield draft.spot(OBSERVATIONS, figure.id, "date_from").problem("T187", message, "keep one of the two")


def _faults(figure: Observation) -> Iterator[tuple[str, str, str]]:
    name = shown(figure.id)
    if DAY.fullmatch(figure.date_from) is None or figure.date_to not in ("", figure.date_from):
        yield "date_from", f"{name} is no figure of one day", "write the day in date_from, and leave date_to empty"
    if figure.value is None:
        yield "value", f"{name} has no value", "write it, or take the row out"
    elif figure.value < 0:
        yield "value", f"{name} counts {figure.value:.12g} people", "write a number of at least 0, or take the row out"
    if figure.unit != "persons":
        yield "unit", f"{name} is in {shown(figure.unit)}, and people are counted", "write persons"
