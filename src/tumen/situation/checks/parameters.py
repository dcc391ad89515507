"""Parameters by themselves: one number or several, possible ones, and what they rest on."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Protocol

from tumen.errors import Problem
from tumen.evidence import DURATIONS, Parameter, Prior
from tumen.situation.draft import Draft
from tumen.situation.findings import Spot, instead, listed, plain, shown
from tumen.situation.models import LevelTable, ParameterTable

FILE = "parameters.toml"
WAYS = ("value", "prior", "levels", "series")
_SHORTEST = 40
_MOST_AXES = 2
_SIGNED = ("elasticity", "index")
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)


def _spot(name: str, key: str = "") -> Spot:
    return Spot(FILE, f"parameter.{name}.{key}" if key else f"parameter.{name}")


def check_forms(draft: Draft) -> Iterator[Problem]:
    """A parameter says its number in one way, and in the one that its axes ask for."""
    for name, table in draft.files.document(FILE).tables(ParameterTable).items():
        given = [way for way in WAYS if getattr(table, way) is not None]
        if len(given) != 1:
            message = f"{shown(name)} has {' and '.join(given) if given else 'no number'}"
            yield _spot(name).problem("T214", message, f"give it one of: {', '.join(WAYS)}")
            continue
        wanted = "series" if "year" in table.dims else "levels" if table.dims else "value or prior"
        if given[0] not in wanted:
            message = f"{shown(name)} has {given[0]} and {_of(table.dims)}"
            yield _spot(name, given[0]).problem("T214", message, f"write {wanted}, or change dims")
        if len(table.dims) > _MOST_AXES or ("year" in table.dims and len(table.dims) > 1):
            message = f"{shown(name)} has {_of(table.dims)}"
            yield _spot(name, "dims").problem("T214", message, "give it at most two axes, or year alone")
        yield from _level_forms(name, table)


def _of(dims: list[str]) -> str:
    noun = "axis" if len(dims) == 1 else "axes"
    return f"the {noun} {listed(dims)}" if dims else "no axes"


def _level_forms(name: str, table: ParameterTable) -> Iterator[Problem]:
    levels: Mapping[str, LevelTable] = table.levels or {}
    if table.levels == {} or table.series == {}:
        yield _spot(name).problem("T214", f"{shown(name)} has no level", "give it one number for each")
    for level, of in levels.items():
        if (of.value is None) == (of.prior is None):
            given = "no number" if of.value is None else "value and prior"
            key = f"levels.{level}"
            yield _spot(name, key).problem("T214", f"the level {shown(level)} has {given}", "give it value or prior")


def check_numbers(draft: Draft) -> Iterator[Problem]:
    """Every number is possible for its unit."""
    every = ((of, level, prior) for of in draft.situation.parameters.values() for level, prior in of.entries.items())
    for parameter, level, prior in every:
        wrong = prior_problem(prior, signed=parameter.unit in _SIGNED, people="persons" in parameter.unit)
        wrong = wrong or _unit_problem(prior, parameter.unit)
        if wrong is not None:
            yield _spot(parameter.name, _key(parameter, level, prior)).problem(*wrong)


def _unit_problem(prior: Prior, unit: str) -> tuple[str, str, str] | None:
    """Say why a number is impossible for its unit."""
    if unit in DURATIONS and prior.low <= 0:
        return "T211", "a duration of 0 would be an endless hazard", "write a longer one, or an instant status"
    if unit == "persons" and prior.family == "fixed" and prior.low % 1:
        return "T210", f"{prior.low:.12g} is no whole number of people", f"write {round(prior.low)}"
    return None


def _key(parameter: Parameter, level: str, prior: Prior) -> str:
    number = "value" if prior.family == "fixed" else "prior"
    return f"series.{level}" if parameter.dims == ("year",) else f"levels.{level}.{number}" if level else number


def prior_problem(prior: Prior, *, signed: bool, people: bool) -> tuple[str, str, str] | None:
    """Say why a quantity cannot have this prior.

    Args:
        prior: As written.
        signed: Whether the quantity can be negative.
        people: Whether it is a number of people.

    Returns:
        Code, message and remedy; None if it can.
    """
    if not (math.isfinite(prior.low) and math.isfinite(prior.high)):
        number = prior.high if math.isfinite(prior.low) else prior.low
        return "T221", f"{number:g} is no number that a model can use", "write a finite number"
    if prior.problem():
        return "T208", f"this prior is impossible: {prior.problem()}", "mend its bounds, or choose another family"
    below = prior.low < 0 or prior.family == "normal"
    if signed or not below:
        return None
    what = "a number of people" if people else "a hazard, share, factor or duration"
    how = f"{prior.low:.12g} is below 0" if prior.low < 0 else "a normal prior reaches below 0"
    remedy = "write a lognormal prior" if prior.low >= 0 else "write a number of at least 0"
    return "T209" if people else "T211", f"{how}, and {what} cannot be negative", remedy


def check_levels(draft: Draft) -> Iterator[Problem]:
    """Levels are named as the values of their axes."""
    known = draft.names["attribute"]
    for parameter in draft.situation.parameters.values():
        axes = {axis: _values(draft, axis) for axis in parameter.dims}
        if known is None or any(values is None for values in axes.values()):
            continue
        for level in (level for level in parameter.entries if parameter.dims and level):
            yield from _level(parameter, level, {axis: values or () for axis, values in axes.items()})


def _values(draft: Draft, axis: str) -> tuple[str, ...] | None:
    """Give the names on an axis; None where they cannot be known."""
    if axis == "year":
        return ()
    if axis == "place":
        places = draft.names["place"]
        return None if places is None else tuple(filter(draft.holds_people, places))
    if axis == "route" and draft.files.travels:
        routes = draft.names["route"]
        return None if routes is None else tuple(routes)
    if axis not in (draft.names["attribute"] or ()):
        return None
    return tuple(row["value"] for row in draft.files.rows("cohorts.csv") if row["attribute"] == axis)


def _level(parameter: Parameter, level: str, axes: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    spot = _spot(parameter.name, f"{'series' if 'year' in axes else 'levels'}.{level}")
    names = level.split("|")
    if len(names) != len(axes):
        message = f"the level {shown(level)} does not name a value for each axis: {listed(axes)}"
        yield spot.problem("T124", message, f"write it as {shown('|'.join(axes))}")
        return
    for name, (axis, values) in zip(names, axes.items(), strict=True):
        if axis == "year" and _YEAR.fullmatch(name) is None:
            yield spot.problem("T124", f"the level {shown(name)} is no year", "write four digits, as in 1998")
        elif axis != "year" and name not in values:
            yield spot.problem(
                "T124", f"{plain(axis)} has no value {shown(name)} that people can have", instead(name, values)
            )


class _Grounded(Protocol):
    """What a number rests on."""

    @property
    def claims(self) -> tuple[str, ...]: ...
    @property
    def observations(self) -> tuple[str, ...]: ...
    @property
    def assumed(self) -> str: ...


def check_grounds(draft: Draft) -> Iterator[Problem]:
    """Every number rests on something, and every assumption is an argument of its own."""
    grounded: list[tuple[Spot, _Grounded]] = [
        (_spot(parameter.name), parameter) for parameter in draft.situation.parameters.values()
    ]
    for world in draft.situation.worlds.values():
        of = [(name, anchor) for name, anchor in world.anchors.items() if not anchor.pool]
        grounded += [(Spot("worlds.toml", f"world.{world.id}.anchor.{name}"), anchor) for name, anchor in of]
    said: dict[str, str] = {}
    for spot, thing in grounded:
        yield from _ground(spot, thing, said)


def _ground(spot: Spot, thing: _Grounded, said: dict[str, str]) -> Iterator[Problem]:
    name = spot.key.rsplit(".", 1)[-1]
    if not (thing.claims or thing.observations or thing.assumed):
        remedy = "name claims or observations, or say in `assumed` why there are none and why this number"
        yield spot.problem("T205", f"{shown(name)} rests on nothing", remedy)
    if not thing.assumed:
        return
    spot = Spot(spot.file, f"{spot.key}.assumed")
    if len(thing.assumed) < _SHORTEST:
        message = f"{shown(thing.assumed)} has {len(thing.assumed)} characters: that is no argument"
        yield spot.problem("T206", message, f"say in at least {_SHORTEST} characters why this number and no other")
    words = " ".join(thing.assumed.split()).casefold()
    first = said.setdefault(words, spot.key)
    if first != spot.key:
        message = f"the same words stand at {first}"
        yield spot.problem("T207", message, "say what is true of this number")
