"""Rations: what is shared out, among whom, and the signals that this makes."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.errors import Problem
from tumen.situation.draft import Draft
from tumen.situation.findings import Spot, listed, shown
from tumen.world import Ration

MAIN = "situation.toml"
Wrong = tuple[str, str, str]
"""Key, message and remedy."""


def made_by(draft: Draft) -> dict[str, str]:
    """Give each signal that a ration makes, with the ration."""
    rations = draft.situation.rations.values()
    return {signal: ration.id for ration in rations for signal in ration.shortfall.values()}


def check_rations(draft: Draft) -> Iterator[Problem]:
    """A ration shares out given signals among all classes of one attribute."""
    for ration in draft.situation.rations.values():
        for key, message, remedy in (*_supply(draft, ration), *_classes(draft, ration), *_makes(draft, ration)):
            yield Spot(MAIN, f"ration.{ration.id}.{key}").problem("T156", message, remedy)


def _supply(draft: Draft, ration: Ration) -> Iterator[Wrong]:
    made, signals = made_by(draft), draft.situation.signals
    if not ration.supply:
        yield "supply", f"{shown(ration.id)} shares out nothing", "name given signals: what is there of the need"
    for name in ration.supply:
        if name in made:
            message = f"{shown(name)} is what {shown(made[name])} makes, and cannot be shared out"
            yield "supply", message, "name signals that events move"
        elif name in signals and (signals[name].mode != "given" or signals[name].scale):
            what = "fed back" if signals[name].mode != "given" else "given a scale"
            yield "supply", f"{shown(name)} is shared out and is {what}", "name a plain given signal"


def _classes(draft: Draft, ration: Ration) -> Iterator[Wrong]:
    """Both parameters and the signals go by the classes of one attribute."""
    keys = ("entitlement", "people")
    known = {key: draft.situation.parameters.get(getattr(ration, key)) for key in keys}
    axes = {key: parameter.dims for key, parameter in known.items() if parameter is not None}
    wrong = [key for key, dims in axes.items() if len(dims) != 1]
    for key in wrong:
        message = f"{shown(getattr(ration, key))} has {f'the axes {listed(axes[key])}' if axes[key] else 'no axis'}"
        yield key, message, "name a parameter with one cohort attribute as its axis"
    if wrong or len(axes) < len(keys):
        return
    attribute = draft.situation.attributes.get(axes["entitlement"][0])
    if axes["people"] != axes["entitlement"]:
        message = f"people are spread by {axes['people'][0]}, and claims by {axes['entitlement'][0]}"
        yield "people", message, "name two parameters with the same axis"
    elif attribute is not None and set(ration.shortfall) != set(attribute.values):
        missing = [value for value in attribute.values if value not in ration.shortfall]
        others = [value for value in ration.shortfall if value not in attribute.values]
        message = (
            f"no signal is made for {listed(missing)}" if missing else f"{attribute.id} has no value {listed(others)}"
        )
        yield "shortfall", message, f"name one signal for each of: {listed(attribute.values)}"


def _makes(draft: Draft, ration: Ration) -> Iterator[Wrong]:
    """What is made is a given signal, by one ration, and moves nothing by which the state searches."""
    made, searching = made_by(draft), _searching(draft)
    for name in dict.fromkeys(ration.shortfall.values()):
        signal = draft.situation.signals.get(name)
        if made[name] != ration.id:
            yield "shortfall", f"{shown(name)} is made by {shown(made[name])} too", "name another signal"
        if signal is not None and signal.mode != "given":
            yield "shortfall", f"{shown(name)} is made here, and is also fed back", "write mode = given in signals.csv"
        if name in searching:
            message = f"{shown(name)} drives how hard the state searches or returns people"
            yield "shortfall", message, "let it drive groups and signals that are no enforcement"


def _searching(draft: Draft) -> set[str]:
    """Give the signals that drive enforcement, or signals in the loop that do."""
    groups = [group for group in draft.situation.groups.values() if group.enforcement]
    driving = {signal for group in groups for signal in group.drivers}
    known = [draft.situation.signals[name] for name in driving if name in draft.situation.signals]
    return driving | {name for signal in known for name in signal.drivers}


def check_made(draft: Draft) -> Iterator[Problem]:
    """What a ration makes has nothing of its own: no value at rest, no event, no lever."""
    made = made_by(draft)
    for signal in (signal for signal in draft.situation.signals.values() if signal.id in made):
        if signal.rest != "0":
            message = f"{shown(signal.id)} is made by {shown(made[signal.id])} and has a value at rest"
            at = ("signals.csv", signal.id, "rest")
            yield draft.problem("T156", at, message=message, remedy="leave rest empty")
    for event in (event for event in draft.situation.events.values() if event.signal in made):
        message = f"{shown(event.id)} moves {shown(event.signal)}, which {shown(made[event.signal])} makes"
        yield draft.problem(
            "T156", ("events.csv", event.id, "signal"), message=message, remedy=_instead(draft, event.signal)
        )
    for lever in draft.situation.levers.values():
        kind, _, name = lever.target.partition(":")
        if kind == "signal" and name in made:
            message = f"{shown(lever.id)} moves {shown(name)}, which {shown(made[name])} makes"
            spot = Spot("policies.toml", f"lever.{lever.id}.target")
            yield spot.problem("T156", message, _instead(draft, name))


def _instead(draft: Draft, made: str) -> str:
    supply = draft.situation.rations[made_by(draft)[made]].supply
    return f"move what is shared out: {listed(supply)}" if supply else "move what is shared out"
