"""Whether each parameter suits what it is used for, and is used at all."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.errors import Problem
from tumen.evidence import Parameter
from tumen.situation.draft import Draft
from tumen.situation.findings import Spot, listed, shown
from tumen.situation.models import ParameterTable
from tumen.situation.uses import Use, uses

FILE = "parameters.toml"


def check_uses(draft: Draft) -> Iterator[Problem]:
    """Units, axes and levels fit every use."""
    said: set[tuple[str, str]] = set()
    tables = draft.files.document(FILE).tables(ParameterTable)
    for use in uses(draft):
        parameter = draft.situation.parameters.get(use.name)
        if parameter is None:
            continue
        if parameter.unit not in use.units:
            message = f"{shown(use.name)} has the unit {shown(parameter.unit)}, and is used as {use.what}"
            yield use.spot.problem("T213", message, f"use a parameter with one of the units {listed(use.units)}")
        axes = (*(draft.names["attribute"] or ()), *draft.given_axes)
        wrong = tuple(axis for axis in _wrong_axes(parameter, use) if axis in axes)
        if wrong:
            message = f"{shown(use.name)} has the axis {listed(wrong)}, which has no meaning for {use.what} here"
            remedy = f"use a parameter with no axis but {listed(use.axes)}" if use.axes else "use one without axes"
            yield use.spot.problem("T216", message, remedy)
        elif parameter.dims and "" not in parameter.entries:
            written = (tables[use.name].levels or {}).keys() if use.name in tables else ()
            yield from _missing(parameter, use, said=said, written=frozenset(written))


def _wrong_axes(parameter: Parameter, use: Use) -> tuple[str, ...]:
    if use.axes == ("year",) and parameter.dims != ("year",):
        return parameter.dims
    return tuple(axis for axis in parameter.dims if axis not in use.axes)


def _missing(
    parameter: Parameter, use: Use, *, said: set[tuple[str, str]], written: frozenset[str]
) -> Iterator[Problem]:
    """Report levels that people can have and the parameter does not; each once."""
    needed = ("|".join(standing.levels().get(axis, "") for axis in parameter.dims) for standing in use.standings)
    missing = [level for level in dict.fromkeys(needed) if all(level.split("|")) and level not in written]
    new = [level for level in missing if (parameter.name, level) not in said]
    if not new:
        return
    said.update((parameter.name, level) for level in new)
    message = f"{shown(parameter.name)} has no level {listed(new)}, which is asked for in {use.spot.file}"
    spot = Spot(FILE, f"parameter.{parameter.name}.levels")
    yield spot.problem("T124", message, "add the level, or use a parameter without this axis")


def check_series(draft: Draft) -> Iterator[Problem]:
    """A series is moved by a parameter with years, and nothing else is."""
    for event in draft.situation.events.values():
        parameter = draft.situation.parameters.get(event.size)
        if event.shape == "series" and parameter is not None and not parameter.dims:
            message = f"{shown(event.id)} is a series, and {shown(parameter.name)} has one value"
            remedy = 'name a parameter with dims = ["year"] and a series'
            yield draft.problem("T216", ("events.csv", event.id, "size"), message=message, remedy=remedy)


def check_used(draft: Draft) -> Iterator[Problem]:
    """Every parameter is used; that an anchor solves it is no use, nor that a loop or a switch can set it."""
    sources = ("situation.toml", "statuses.csv", "exits.csv", "signals.csv", "events.csv", "outcomes.toml")
    if not draft.files.readable(*sources, "policies.toml") or not draft.uses_are_known:
        return
    used = {reference.name for reference in draft.references if _is_use(reference.kind, reference.holder[0])}
    used |= draft.mentioned
    for name in draft.names["parameter"] or ():
        if name not in used:
            remedy = "use it, or take it out: a number that moves nothing misleads"
            yield Spot(FILE, f"parameter.{name}").problem("T212", f"nothing uses the parameter {shown(name)}", remedy)


def _is_use(kind: str, holder: str) -> bool:
    return kind == "parameter" and holder not in ("anchor", "loop", "switch")
