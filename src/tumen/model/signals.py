"""Given signals of a draw: what dated events, levers and rations make of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from tumen.cells import Floats
from tumen.model.build import CompeteModel
from tumen.model.terms import entry_name
from tumen.process.given import changed
from tumen.process.ration import rationed
from tumen.world import Ration, Signal

Moved = Callable[[str, Floats], Floats]
"""Target of levers, and its value ``[step]`` → what they make of it."""


def signal_values(model: CompeteModel, vector: Floats, moved: Moved) -> dict[str, Floats]:
    """Give the value of each given signal, and the given input of those that are both, ``[step]``.

    Levers act on what events make of a signal, and rations share out what levers leave.

    Args:
        model: From `build`.
        vector: Numbers of a draw in days and persons, ``[place]``.
        moved: How levers act.
    """
    dated = _dated(model, vector)
    means = model.segments.means(np.array(list(dated.values())).reshape(len(dated), -1)) if dated else ()
    values = {signal: moved(f"signal:{signal}", value) for signal, value in zip(dated, means, strict=True)}
    for ration in model.situation.rations.values():
        values |= _shortfalls(model, vector, ration=ration, values=values)
    return values


def _dated(model: CompeteModel, vector: Floats) -> dict[str, Floats]:
    """Give what events make of each signal, ``[segment]``."""
    situation = model.situation
    found = {s.id: np.full(model.segments.length.size, _rest(model, vector, s)) for s in situation.signals.values()}
    for event in sorted(situation.events.values(), key=lambda e: (e.starts, e.id)):
        acting = model.acting[event.id]
        if event.shape == "series":
            years = sorted(situation.parameters[event.size].entries, key=int)
            found[event.signal] = acting @ _levels(model, vector, parameter=event.size, levels=years)
        else:
            size = float(vector[model.names.term(event.size)])
            found[event.signal] = changed(found[event.signal], event.how, size=size, acting=acting)
    return found


def _rest(model: CompeteModel, vector: Floats, signal: Signal) -> float:
    return float(signal.rest) if signal.rest in ("0", "1") else float(vector[model.names.term(signal.rest)])


def _levels(model: CompeteModel, vector: Floats, *, parameter: str, levels: list[str]) -> Floats:
    """Give a parameter at some of its levels, ``[level]``."""
    return vector[1 + np.array([model.names.index(entry_name(parameter, level)) for level in levels])]


def _shortfalls(
    model: CompeteModel, vector: Floats, *, ration: Ration, values: Mapping[str, Floats]
) -> dict[str, Floats]:
    """Give the signals that a ration makes: by how much the food that each class reaches falls short of its need."""
    levels = sorted(ration.shortfall)
    supply = np.sum([values[signal] for signal in sorted(ration.supply)], axis=0)
    food = rationed(
        supply,
        people=_levels(model, vector, parameter=ration.people, levels=levels),
        entitlement=_levels(model, vector, parameter=ration.entitlement, levels=levels),
    )
    return {ration.shortfall[level]: 1 - food[:, i] for i, level in enumerate(levels)}
