"""What is kept of a run: outcomes as sparse sums over ways, inflows and cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from tumen.cells import FLOW, SIGNAL, STOCK, TIME, AccountPlan, ClockPlan, Floats, Ints, RecordPlan
from tumen.errors import SituationError
from tumen.model.account import no_account
from tumen.model.build import CompeteModel, Model
from tumen.model.clock import begun_on_the_way, clock_plan, no_clock
from tumen.model.expand import Cell
from tumen.model.journey import JourneyModel
from tumen.model.journey_plan import journey_crowding, journey_flows, journey_stocks
from tumen.policy import Outcome
from tumen.situation.reach import matches

_KIND = {"flow": FLOW, "stock": STOCK, "time": TIME, "signal": SIGNAL, "crowding": STOCK}
_MONTH = 30.4375
Rows = list[tuple[int, ...]]


class _Sums(NamedTuple):
    """What counts for which outcome, as rows of the tables of a plan that have these names."""

    flow: Rows
    inflow: Rows
    stock: Rows
    signal: Rows
    clock: ClockPlan


def record_plan(
    model: Model,
    outcomes: Sequence[str],
    period_of_step: Ints,
    *,
    keep_cells: bool = False,
    account: AccountPlan | None = None,
) -> RecordPlan:
    """Plan what to keep.

    Args:
        model: From `build`.
        outcomes: Ids, the order of the results.
        period_of_step: Period of each step, ``[step]``, from 0, never falling.
        keep_cells: Whether to keep every cell at the end of each period.
        account: Whom to count for the law; nobody where None.

    Raises:
        SituationError: T125 if an outcome counts some of the people of a status that does not tell them apart.
    """
    about = [model.situation.outcomes[o] for o in outcomes]
    sums = _on_journey(model, about) if isinstance(model, JourneyModel) else _competing(model, about)
    weights = ("", *model.weights)
    return RecordPlan(
        period_of_step=period_of_step,
        periods=int(period_of_step[-1]) + 1,
        **_columns(sums),
        period_days=_period_days(model.days, period_of_step),
        kind=np.array([_KIND[o.kind] for o in about], np.int64),
        weight=np.array([weights.index(o.weight) for o in about], np.int64),
        scale=np.array([1 / _MONTH if o.kind == "time" or o.clocked == "elapsed" else 1.0 for o in about]),
        clock=sums.clock,
        account=account or no_account(len(model.steps)),
        keep_cells=int(keep_cells),
    )


def _columns(sums: _Sums) -> dict[str, Ints]:
    names = {
        ("flow_exit", "flow_outcome", "flow_stay"): sums.flow,
        ("inflow_index", "inflow_outcome"): sums.inflow,
        ("stock_cell", "stock_outcome"): sums.stock,
        ("signal", "signal_outcome"): sums.signal,
    }
    tables = ((columns, np.array(rows, np.int64).reshape(-1, len(columns))) for columns, rows in names.items())
    return {name: table[:, i].copy() for columns, table in tables for i, name in enumerate(columns)}


def _competing(model: CompeteModel, outcomes: Sequence[Outcome]) -> _Sums:
    each = list(enumerate(outcomes))
    return _Sums(
        flow=[triple for o, outcome in each for triple in _flows(model, o, outcome)],
        inflow=[pair for o, outcome in each for pair in _inflows(model, o, outcome)],
        stock=[pair for o, outcome in each for pair in _stocks(model, o, outcome)],
        signal=[(model.fed.index(outcome.signal), o) for o, outcome in each if outcome.kind == "signal"],
        clock=clock_plan(model, outcomes, _counted),
    )


def _on_journey(model: JourneyModel, outcomes: Sequence[Outcome]) -> _Sums:
    each = list(enumerate(outcomes))
    stock = [(i, o) for o, outcome in each for i in journey_stocks(model, outcome)]
    beyond = [(i, o) for o, outcome in each if outcome.kind == "crowding" for i in journey_crowding(model, outcome)]
    return _Sums(
        flow=[(i, o, -1) for o, outcome in each for i in journey_flows(model, outcome)],
        inflow=[],
        stock=stock + beyond,
        signal=[],
        clock=no_clock(),
    )


def _period_days(days: Floats, period_of_step: Ints) -> Floats:
    """Give the length of each recorded period, in days."""
    long = np.zeros(int(period_of_step[-1]) + 1)
    recorded = period_of_step >= 0
    np.add.at(long, period_of_step[recorded], days[recorded])
    return long


def whole_numbers(model: Model, outcome: str) -> bool:
    """Tell whether an outcome is always a whole number: no share, no time or clock, nobody in an instant status."""
    about = model.situation.outcomes[outcome]
    instant = any(model.situation.statuses[s].stay.kind == "instant" for s in about.statuses)
    return about.kind in ("flow", "stock") and not about.weight and not about.clock and not instant


def _counted(model: CompeteModel, outcome: Outcome, cell: Cell) -> bool:
    """Tell whether people in `cell` are among those that `outcome` speaks of."""
    places = {leaf for place in outcome.places for leaf in model.situation.leaves(place)}
    if places and cell.place not in places:
        return False
    attributes = dict(cell.cohort)
    missing = [a for a in outcome.only if a not in attributes]
    if missing:
        raise SituationError(
            "T125",
            f"outcome {outcome.id} counts people by {missing[0]}, which status {cell.status} does not keep",
            where=f"outcomes.toml, outcome.{outcome.id}.only",
            remedy=f"let {cell.status} keep {missing[0]} in statuses.csv, or leave it out of the outcome",
        )
    return matches(outcome.only, cell.cohort)


def _flows(model: CompeteModel, o: int, outcome: Outcome) -> list[tuple[int, ...]]:
    """Find the ways whose people count: through named exits, or present in an instant status on the way.

    What else a clock shows of those who go through is found elsewhere, see `tumen.model.clock`.
    """
    if outcome.clock:
        return [(i, o, -1) for i in begun_on_the_way(model, outcome, _counted)]
    ways = enumerate(model.shape.ways)
    if outcome.kind == "flow":
        names = frozenset(outcome.exits)
        named = [(i, leg) for i, way in ways for leg in way.legs if leg.exit.id in names or leg.exit.group in names]
        return [(i, o, -1) for i, leg in named if _counted(model, outcome, leg.cell)]
    present = [(i, leg.cell) for i, way in ways for leg in way.legs[1:] if leg.cell.status in outcome.statuses]
    return [(i, o, model.stays.index(cell.status)) for i, cell in present if _counted(model, outcome, cell)]


def _inflows(model: CompeteModel, o: int, outcome: Outcome) -> list[tuple[int, ...]]:
    """Find the inflows that count: those of a group that a flow names."""
    found: list[tuple[int, ...]] = []
    for i, arrival in enumerate(model.arrivals.inflows):
        named = arrival.inflow in outcome.exits or arrival.group in outcome.exits
        if (
            outcome.kind == "flow"
            and not outcome.clock
            and named
            and _counted(model, outcome, model.shape.cells[arrival.cell])
        ):
            found.append((i, o))
    return found


def _stocks(model: CompeteModel, o: int, outcome: Outcome) -> list[tuple[int, ...]]:
    return [
        (i, o)
        for i, cell in enumerate(model.shape.cells)
        if outcome.kind in ("stock", "time") and cell.status in outcome.statuses and _counted(model, outcome, cell)
    ]
