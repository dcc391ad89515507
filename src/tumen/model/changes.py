"""Numbers that the user sets: checked, and enforcement never raised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from math import inf, isfinite

from tumen.errors import SafetyError, UsageError
from tumen.evidence import DURATIONS, Parameter, Prior
from tumen.evidence.pooling import prior_of
from tumen.model.terms import Entries, entry_name
from tumen.policy import Lever, Switch
from tumen.situation import Situation
from tumen.situation.behind import enforcing_parameters, shaping
from tumen.situation.enforced import UP, answers, sides, target

_SIGNED = ("elasticity", "index")
_UPPER = 0.95
_SHOWN = 8


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
    for entry, (low, high) in _enforcement(situation) if found else ():
        if entry in found:
            _check_enforcement(entry, found[entry], low=low, high=high)
    return found


def switched(situation: Situation, entries: Entries, positions: Mapping[str, str]) -> dict[str, float]:
    """Give the numbers that loops and switches fix: 0 for those of a loop that is off, what a position says else.

    Args:
        situation: Whose.
        entries: Its numbers.
        positions: Loop or switch → position; those not named stand where the situation has them.

    Raises:
        UsageError: T421 if there is no such loop, switch or position.
    """
    known = {**situation.loops, **situation.switches}
    for name, position in positions.items():
        of = known.get(name)
        choices = () if of is None else tuple(of.positions) if isinstance(of, Switch) else ("on", "off")
        if position not in choices:
            raise _no_position(situation, name, position, choices=choices or tuple(known))
    fixed: dict[str, float] = {}
    for loop in situation.loops.values():
        if positions.get(loop.id, loop.at) == "off":
            fixed |= {entry: 0.0 for number in loop.numbers for entry in _entries_named(situation, entries, number)}
    for switch in situation.switches.values():
        sets = switch.positions[positions.get(switch.id, switch.at)].sets
        fixed |= {entry: value for name, value in sets.items() for entry in _entries_named(situation, entries, name)}
    return fixed


def _no_position(situation: Situation, name: str, position: str, *, choices: tuple[str, ...]) -> UsageError:
    there = name in situation.loops or name in situation.switches
    what = f"{name} has no position {position!r}" if there else f"{situation.id} has no loop and no switch {name!r}"
    near = get_close_matches(position if there else name, choices, n=3)
    listed = ", ".join(near or choices[:_SHOWN])
    remedy = f"write one of: {listed}" if choices else "this situation has none: leave --switch out"
    return UsageError("T421", what, where="--switch", remedy=remedy)


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
    parameter = situation.parameters.get(name.partition("[")[0])
    unit = "persons" if parameter is None else parameter.unit
    wanted = "a finite number"
    if unit not in _SIGNED:
        wanted += " above 0" if unit in DURATIONS or parameter is None else " that is not negative"
    possible = isfinite(value) and (value > 0 or unit in _SIGNED or (value == 0 and unit not in DURATIONS))
    if not possible or (parameter is None and value == 0):
        raise UsageError("T003", f"{name} is set to {value:g}", where="--set", remedy=f"use {wanted}")


def _enforcement(situation: Situation) -> Iterator[tuple[str, tuple[float, float]]]:
    """Give the entries that move enforcement, each with the least and the most that it may be set to."""
    upward, shares = enforcing_parameters(situation)
    shapes = shaping(situation)
    for parameter in (situation.parameters[name] for name in sorted(upward | shares | shapes)):
        for level, prior in parameter.entries.items():
            limits = _limits(parameter, prior, either_way=parameter.name in shares)
            yield entry_name(parameter.name, level), (prior.low, prior.high) if parameter.name in shapes else limits
    for lever in situation.levers.values():
        yield from _strengths(situation, lever)
    for anchor in situation.anchors.values():
        if anchor.solves in upward | shares | shapes:
            says = [prior_of(situation.evidence, world.anchors[anchor.name]) for world in situation.worlds.values()]
            ends = [x for prior in says for x in (prior.quantile(1 - _UPPER), prior.quantile(_UPPER))]
            yield f"anchor:{anchor.name}", (min(ends), max(ends))


def _strengths(situation: Situation, lever: Lever) -> Iterator[tuple[str, tuple[float, float]]]:
    """Give the least and the most strength of a lever to which enforcement answers: one that lowers it never raises it.

    Where the answer is disputed, the strength stays in its range either way.
    """
    aim = target(lever.target)
    if aim is None:
        return
    found, neutral = sides(situation, aim, lever.how), 1.0 if lever.how == "multiply" else 0.0
    for level, prior in situation.parameters[lever.strength].entries.items():
        if found:
            yield entry_name(lever.strength, level), (-inf, neutral) if UP in found else (neutral, inf)
        elif aim.kind == "signal" and answers(situation, aim.name):
            yield entry_name(lever.strength, level), (prior.quantile(1 - _UPPER), prior.quantile(_UPPER))


def _limits(parameter: Parameter, prior: Prior, *, either_way: bool) -> tuple[float, float]:
    """Give the least and the most; of a share, less of one exit is more of another, so both ends hold."""
    low, high = prior.quantile(1 - _UPPER), prior.quantile(_UPPER)
    if either_way:
        return low, high
    return (low, inf) if parameter.unit in DURATIONS else (-inf, high)


def _check_enforcement(entry: str, value: float, *, low: float, high: float) -> None:
    if not low <= value <= high:
        raise SafetyError(
            "T701",
            f"{entry} is set to {value:g}, beyond the end of its range, {low if value < low else high:g}",
            where="--set",
            remedy="enforcement can be lowered here, or set within what sources support; it is never raised or tuned",
        )
