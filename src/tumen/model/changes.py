"""Numbers that the user sets: checked, and enforcement never raised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from math import isfinite

from tumen.errors import SafetyError, UsageError
from tumen.evidence import DURATIONS, Parameter, Prior
from tumen.model.terms import Entries, entry_name
from tumen.situation import Situation

_SIGNED = ("elasticity", "index")
_UPPER = 0.95


def checked_changes(situation: Situation, entries: Entries, changes: Mapping[str, float]) -> dict[str, float]:
    """Resolve `changes` to entries.

    Raises:
        UsageError: T420 if a name is unknown; T003 if a value is impossible.
        SafetyError: T701 if a value would raise how hard the state searches beyond what its prior allows.
    """
    found: dict[str, float] = {}
    for name, value in changes.items():
        for entry in _entries_named(situation, entries, name):
            _check_value(situation, name, value)
            found[entry] = value
    guarded = dict(_enforcement(situation))
    for entry, value in found.items():
        if entry in guarded:
            prior, inverse = guarded[entry]
            _check_enforcement(entry, value, prior, inverse=inverse)
    return found


def _entries_named(situation: Situation, entries: Entries, name: str) -> list[str]:
    if name in situation.anchors:
        return [f"anchor:{name}"]
    if name in situation.parameters:
        return [entry_name(name, level) for level in situation.parameters[name].entries]
    if name in entries.names:
        return [name]
    known = [*situation.parameters, *situation.anchors, *entries.names]
    near = get_close_matches(name, known, n=3)
    raise UsageError(
        "T420",
        f"{name!r} is neither a parameter nor an anchor of {situation.id}",
        where="--set",
        remedy=f"did you mean {', '.join(near)}?" if near else "see parameters.toml for the names",
    )


def _check_value(situation: Situation, name: str, value: float) -> None:
    parameter = situation.parameters.get(name.split("[", maxsplit=1)[0])
    signed = parameter is not None and parameter.unit in _SIGNED
    if not isfinite(value) or (value < 0 and not signed):
        raise UsageError(
            "T003",
            f"{name} is set to {value:g}",
            where="--set",
            remedy="use a finite number" if signed else "use a finite number that is not negative",
        )


def _enforcement(situation: Situation) -> Iterator[tuple[str, tuple[Prior, bool]]]:
    """Give the entries that move enforcement, with their prior and whether a smaller value means more of it."""
    for name in sorted(_enforcing_parameters(situation)):
        parameter: Parameter = situation.parameters[name]
        for level, prior in parameter.entries.items():
            yield entry_name(name, level), (prior, parameter.unit in DURATIONS)


def _enforcing_parameters(situation: Situation) -> set[str]:
    """Find the parameters behind groups marked as enforcement: hazards, factors, drivers and dated sizes."""
    groups = [g for g in situation.groups.values() if g.enforcement]
    names = {e for g in groups for e in g.drivers.values()}
    signals = {s for g in groups for s in (*g.levels, *g.drivers)}
    ids = {g.id for g in groups}
    for e in situation.exits.values():
        if e.group in ids:
            names |= {e.hazard, e.share, *e.factors} - {""}
            signals |= set(e.opens)
    names |= {event.size for event in situation.events.values() if event.signal in signals}
    return names


def _check_enforcement(entry: str, value: float, prior: Prior, *, inverse: bool) -> None:
    limit = prior.quantile(1 - _UPPER if inverse else _UPPER)
    if (value < limit) if inverse else (value > limit):
        raise SafetyError(
            "T701",
            f"{entry} is set to {value:g}, beyond the end of its range, {limit:g}",
            where="--set",
            remedy="enforcement can be lowered here, or set within what sources support; it is never raised or tuned",
        )
