"""Stocks of stations and flows between them, over stretches of a run: by mean passes over some accepted draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tumen.cells import FLOW, NOT_RECORDED, STOCK, Floats, Ints, RecordPlan
from tumen.ensemble.passes import Accepted, Setting, means
from tumen.ensemble.periods import Period
from tumen.ensemble.plan import Plan
from tumen.model import Model, make_tables, record_plan
from tumen.policy import Station
from tumen.situation import Situation

Pair = tuple[int, int]
_YEAR = len("YYYY")


@dataclass(frozen=True)
class Flows:
    """Who moved between which stations, and who stood where.

    Attributes:
        stations: In the order of the situation; those that nobody reaches too.
        periods: Recorded periods.
        stretches: First and last period of each stretch, by position.
        pairs: Station left and station entered, by position; of those that exits connect.
        moved: World → people, ``[draw, period, pair]``.
        stood: World → people at the beginning and then at the end of each period, ``[draw, period + 1, station]``.
    """

    stations: tuple[Station, ...]
    periods: tuple[Period, ...]
    stretches: tuple[tuple[int, int], ...]
    pairs: tuple[Pair, ...]
    moved: Mapping[str, Floats]
    stood: Mapping[str, Floats]


def flows(model: Model, plan: Plan, draws: Mapping[str, Sequence[Accepted]], *, policy: str) -> Flows:
    """Run the mean engine for some draws, and gather people by station.

    A way through an instant status counts for each of its legs, as outcomes do; moves within a station do not count.
    Whoever is born, or comes in from outside, is in the stocks only.

    Args:
        model: That was run.
        plan: What was recorded of it; its periods are the finest that are kept here.
        draws: World → accepted draws.
        policy: Of the run.
    """
    stations = stations_of(model.situation)
    pairs, kept = _plan(model, plan, stations)
    moved: dict[str, Floats] = {}
    stood: dict[str, Floats] = {}
    for world, chosen in draws.items():
        out = means(model, kept, [(draw, Setting.of(model.positions, policy)) for draw in chosen])
        moved[world] = out[:, -len(plan.periods) :, : len(pairs)]
        stood[world] = _stood(model, chosen, out[..., len(pairs) :], recorded=len(plan.periods))
    told = int(plan.closed.argmax()) if plan.closed.any() else len(plan.periods)
    stretches = stretches_of(model.situation, plan.periods[:told])
    return Flows(stations, plan.periods, stretches, pairs, moved, stood)


def stations_of(situation: Situation) -> tuple[Station, ...]:
    """Give the stations of a situation; each status by itself where it has none."""
    alone = (Station(status.id, status.name, (status.id,)) for status in situation.statuses.values())
    return tuple(situation.stations.values()) or tuple(alone)


def stretches_of(situation: Situation, periods: Sequence[Period]) -> tuple[tuple[int, int], ...]:
    """Cut the recorded periods into stretches.

    They begin on the days that the calendar names; where it names none, after the year of each anchor; or there is one.

    Returns:
        Position of the first and of the last period of each.
    """
    starts = {period.starts: i for i, period in enumerate(periods)}
    named = {starts[day] for day in situation.calendar.stretches if day in starts}
    years = {int(anchor.date[:_YEAR]) for anchor in situation.anchors.values()}
    ends = [period.ends.year for period in periods]
    turns = {i for i in range(1, len(ends)) if ends[i - 1] in years and ends[i - 1] < ends[i]}
    cuts = sorted({0, len(periods), *(named or turns)})
    return tuple((first, after - 1) for first, after in pairwise(cuts))


def _plan(model: Model, plan: Plan, stations: Sequence[Station]) -> tuple[tuple[Pair, ...], RecordPlan]:
    """Plan what to keep: people through each pair of stations, then people in each; the run-in is the first period."""
    legs = _legs(model, stations)
    pairs = tuple(sorted({pair for _, pair in legs if pair[0] != pair[1]}))
    flow = np.array([(way, pairs.index(pair)) for way, pair in legs if pair in pairs], np.int64).reshape(-1, 2)
    stock = len(pairs) + _station_of_cells(model, stations)
    before = int(plan.engine.period_of_step[0] == NOT_RECORDED)
    size = len(pairs) + len(stations)
    empty = record_plan(model, (), plan.engine.period_of_step + before)
    return pairs, empty._replace(
        flow_exit=flow[:, 0].copy(),
        flow_outcome=flow[:, 1].copy(),
        flow_stay=np.full(len(flow), -1, np.int64),
        stock_cell=np.arange(stock.size),
        stock_outcome=stock,
        kind=np.array([FLOW] * len(pairs) + [STOCK] * len(stations), np.int64),
        weight=np.zeros(size, np.int64),
        scale=np.ones(size),
    )


def _legs(model: Model, stations: Sequence[Station]) -> list[tuple[int, Pair]]:
    """Give for each leg of each way its number, and the stations that it leaves and enters."""
    station_of = {status: i for i, station in enumerate(stations) for status in station.statuses}
    ways = ((i, leg.exit) for i, way in enumerate(model.shape.ways) for leg in way.legs)
    return [(i, (station_of[way.from_status], station_of[way.to_status])) for i, way in ways]


def _station_of_cells(model: Model, stations: Sequence[Station]) -> Ints:
    """Give the station of each cell, ``[cell]``."""
    station_of = {status: i for i, station in enumerate(stations) for status in station.statuses}
    return np.array([station_of[cell.status] for cell in model.shape.cells], np.int64)


def _stood(model: Model, draws: Sequence[Accepted], ends: Floats, *, recorded: int) -> Floats:
    """Put who stood where at the beginning before the ends of all periods; the run-in, if there is one, ends there."""
    if ends.shape[1] > recorded:
        return ends
    cells = _station_of_cells(model, stations_of(model.situation))
    starts = [make_tables(model, draw.values, policy="baseline").start for draw in draws]
    begin = np.array([np.bincount(cells, start, minlength=ends.shape[2]).astype(np.float64) for start in starts])
    return np.concatenate([begin.reshape(len(draws), 1, ends.shape[2]), ends], axis=1)
