"""What is told beside the record of a run: who moved where, and what each loop and switch does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tumen.ensemble.effects import Effects, effects, shown_outcomes
from tumen.ensemble.flows import Flows, flows
from tumen.ensemble.passes import accepted
from tumen.ensemble.plan import Record, planned
from tumen.model import JourneyModel, Model
from tumen.situation import Situation

if TYPE_CHECKING:
    import xarray as xr

DRAWS_OF_FLOWS = 12
DRAWS_OF_EFFECTS = 3
"""In each world: enough for a range, few enough to cost little."""


@dataclass(frozen=True)
class Aside:
    """What mean passes over a few accepted draws of a run tell.

    Attributes:
        flows: Stocks of stations and flows between them.
        effects: Outcomes under other positions; None where the situation has no loop and no switch.
    """

    flows: Flows
    effects: Effects | None


def told_aside(model: Model, dataset: xr.Dataset) -> Aside | None:
    """Run the mean engine over a few accepted draws of a run; of a journey, which has no stations and loops, nothing.

    Args:
        model: That was run.
        dataset: What `simulate` made of it.
    """
    if isinstance(model, JourneyModel):
        return None
    plan, policy = planned(model, _record(model.situation), futures=1), str(dataset.attrs["policy"])
    moving = flows(model, plan, accepted(dataset, DRAWS_OF_FLOWS), policy=policy)
    if not (model.situation.loops or model.situation.switches):
        return Aside(moving, None)
    return Aside(moving, effects(model, plan, accepted(dataset, DRAWS_OF_EFFECTS), policy=policy))


def _record(situation: Situation) -> Record:
    """Ask for no more outcomes than are told, by the period that the situation reports."""
    fine = situation.calendar.report == "step"
    told = shown_outcomes(situation, tuple(situation.outcomes))
    return Record(tuple(name for name in told if not fine or situation.outcomes[name].period == "step") or None)
