"""The small situation in which people hide, with an option that may help or harm and a loop of disputed sign."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from tumen.evidence import Parameter, Prior
from tumen.model import CompeteModel, build
from tumen.policy import Position, Switch
from tumen.situation import Situation, read_situation

HELPS, EITHER = "looking_away", "ways_on"
STRENGTH, LOW, HIGH = "onward_factor", 0.6, 1.8
"""By what `EITHER` multiplies onward journeys: at 1 it does nothing."""


@cache
def opened() -> Situation:
    """Give `hidden-five` with the policy `EITHER`, its loop disputed, and a switch of how many go back."""
    hidden = read_situation("hidden-five")
    first = hidden.levers["eased_searches"]
    lever = replace(first, id="more_onward", title="Ways on", target="group:onward", strength=STRENGTH)
    policy = replace(hidden.policies[HELPS], id=EITHER, title="Ways on", levers=(lever.id,))
    strength = Parameter(STRENGTH, "factor", (), {"": Prior("uniform", LOW, HIGH)}, assumed="For a test.")
    positions = {"unknown": {}, "few": {"go_back_hazard": 0.1}}
    told = {name: Position(name, name, sets, ()) for name, sets in positions.items()}
    return replace(
        hidden,
        levers={**hidden.levers, lever.id: lever},
        policies={**hidden.policies, EITHER: policy},
        parameters={**hidden.parameters, STRENGTH: strength},
        loops={"L1": replace(hidden.loops["L1"], sign="disputed")},
        switches={"G": Switch("G", "Going back", "unknown", told)},
    )


@cache
def opened_model() -> CompeteModel:
    """Build it."""
    model = build(opened())
    assert isinstance(model, CompeteModel)
    return model
