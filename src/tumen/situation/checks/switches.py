"""Loops and switches: disputed premises, each with its positions."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.errors import Problem
from tumen.evidence import DURATIONS, Prior
from tumen.policy import Loop, Switch
from tumen.situation.draft import Draft
from tumen.situation.findings import Spot, instead, shown

FILE = "switches.toml"
_TWO = 2
_EDGE = 0.01


def check_loops(draft: Draft) -> Iterator[Problem]:
    """A loop can be switched off: by numbers that may be 0, over a delay that is said."""
    for loop in draft.situation.loops.values():
        for key, message, remedy in (*_form(loop), *_numbers(draft, loop)):
            yield Spot(FILE, f"loop.{loop.id}.{key}").problem("T154", message, remedy)
        if loop.id in (draft.names["switch"] or ()):
            message = f"{shown(loop.id)} is also the name of a switch"
            yield Spot(FILE, f"loop.{loop.id}").problem("T112", message, "give one of the two another name")


def _form(loop: Loop) -> Iterator[tuple[str, str, str]]:
    name = shown(loop.id)
    if len(loop.delay) != _TWO or not 0 <= loop.delay[0] <= loop.delay[1]:
        yield "delay", f"the delay of {name} is no pair of months", "write delay = [0.5, 3]"
    if not loop.claims and not loop.ours:
        yield "claims", f"nobody says {name}", "name claims, or say in `ours` why it is there"
    if loop.thought_experiment and loop.on:
        yield "on", f"{name} is a thought experiment and is on", "write on = false: it acts only where it is asked for"
    if not loop.numbers:
        yield "numbers", f"{name} has no numbers", "name the parameters that are 0 where it is off"


def _numbers(draft: Draft, loop: Loop) -> Iterator[tuple[str, str, str]]:
    for number in loop.numbers:
        parameter = draft.situation.parameters.get(number)
        if parameter is not None and parameter.unit in DURATIONS:
            yield "numbers", f"{shown(number)} is a duration, which cannot be 0", "write it as a rate"


def check_switches(draft: Draft) -> Iterator[Problem]:
    """A switch has positions, and each sets what its prior allows and nothing else sets."""
    for switch in draft.situation.switches.values():
        at = f"switch.{switch.id}"
        if len(switch.positions) < _TWO:
            message = f"{shown(switch.id)} has fewer than two positions"
            yield Spot(FILE, f"{at}.position").problem("T154", message, f"write tables [{at}.position.ID]")
        if switch.at not in switch.positions:
            message = f"{shown(switch.id)} stands at {shown(switch.at)}, which is no position of it"
            yield Spot(FILE, f"{at}.at").problem("T154", message, instead(switch.at, tuple(switch.positions)))
        yield from _sets(draft, switch)
    yield from _set_twice(draft)


def _set_twice(draft: Draft) -> Iterator[Problem]:
    """Report numbers that two loops or switches set: moving one would move the other."""
    loops, switches = draft.situation.loops.values(), draft.situation.switches.values()
    named = [(number, loop.id, f"loop.{loop.id}.numbers") for loop in loops for number in loop.numbers]
    for switch in switches:
        numbers = dict.fromkeys(name for position in switch.positions.values() for name in position.sets)
        named += [(number, switch.id, f"switch.{switch.id}.position") for number in numbers]
    first: dict[str, str] = {}
    for number, name, key in named:
        if first.setdefault(number, name) != name:
            message = f"{shown(number)} is set by {shown(first[number])} too"
            yield Spot(FILE, key).problem("T154", message, "let one of them set it: each is moved by itself")


def _sets(draft: Draft, switch: Switch) -> Iterator[Problem]:
    known = draft.situation.parameters
    sets = [(position.id, *of) for position in switch.positions.values() for of in position.sets.items()]
    for position, name, value in (of for of in sets if of[1] in known):
        priors = [prior for prior in known[name].entries.values() if not prior.problem()]
        beyond = next((prior for prior in priors if not _ends(prior)[0] <= value <= _ends(prior)[1]), None)
        if beyond is not None:
            low, high = _ends(beyond)
            part = "all" if beyond.family == "uniform" else "98 %"
            allowed = (
                f"{part} of its prior lie from {low:.3g} to {high:.3g}" if low < high else f"its value is {low:.6g}"
            )
            message = f"{shown(name)} is set to {value:g}; {allowed}"
            spot = Spot(FILE, f"switch.{switch.id}.position.{position}.set.{name}")
            yield spot.problem("T155", message, "set what the prior allows, or widen the prior with a reason")


def _ends(prior: Prior) -> tuple[float, float]:
    """Give the ends of what a prior allows; those of a uniform one are as likely as all between them."""
    edge = 0 if prior.family == "uniform" else _EDGE
    return prior.quantile(edge), prior.quantile(1 - edge)
