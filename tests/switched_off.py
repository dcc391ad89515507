"""The flagship with one thing switched off: in the mean engine, at the middle of the priors, no anchor solved again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from tumen.cells import NOT_RECORDED, Floats, RecordPlan, Tables
from tumen.engine import mean_pass
from tumen.model import CompeteModel, make_tables, record_plan, tables
from tumen.model.tables import middle_values
from tumen.situation import Situation

WORLD, OTHER = "low", "high"
UPPER = 0.75


@dataclass(frozen=True, eq=False)
class Bench:
    """A model, its numbers, and what is kept of a pass.

    Attributes:
        model: Of a situation whose loops and switches stand where it says.
        values: Its numbers, anchors met, ``[entry]``.
        plan: Every outcome by year.
        seen: What was switched off → outcomes, so that nothing is run twice.
    """

    model: CompeteModel
    values: Floats
    plan: RecordPlan
    seen: dict[str, Floats] = field(default_factory=dict)

    @classmethod
    def of(cls, model: CompeteModel) -> Bench:
        first = model.situation.calendar.first.year
        years = np.array([max(day.year - first, NOT_RECORDED) for day, _ in model.steps], np.int64)
        return cls(model, at_the_middle(model, WORLD), record_plan(model, list(model.situation.outcomes), years))

    def outcomes(self, item: str = "") -> Floats:
        """Give every outcome without `item`, as in ``group:arrest``, ``[year, outcome]``."""
        if item not in self.seen:
            numbers = OFF[item.partition(":")[0]](self, item.partition(":")[2])
            substeps = self.model.situation.calendar.substeps
            self.seen[item] = mean_pass(self.model.cells, numbers, self.plan, substeps=substeps).outcomes
        return self.seen[item]

    def moved(self, item: str) -> Mapping[str, float]:
        """Give by how much each outcome moves without `item`: of the larger figure, in the year in which it is most."""
        with_it, without = self.outcomes(), self.outcomes(item)
        larger = np.maximum(np.maximum(np.abs(with_it), np.abs(without)), np.finfo(np.float64).tiny)
        share = (np.abs(without - with_it) / larger).max(axis=0)
        return dict(zip(self.model.situation.outcomes, share.tolist(), strict=True))

    def tables(self, *, situation: Situation | None = None, values: Floats | None = None) -> Tables:
        model = self.model if situation is None else replace(self.model, situation=situation)
        return make_tables(model, self.values if values is None else values, policy="baseline")


def at_the_middle(model: CompeteModel, world: str) -> Floats:
    """Give the numbers at the middle of their priors, where a prior is 0 there at its upper quarter, anchors met."""
    solved = {anchor.solves for anchor in model.situation.anchors.values()}
    middle = dict(zip(model.entries, middle_values(model, world=world).tolist(), strict=True))
    drawn = {name: middle[name] or _upper(model, name) for name in middle.keys() - solved}
    fixed = replace(model, fixed={**drawn, **model.fixed})
    return tables(fixed, world=world, policy="baseline", draw=0, seed=0).values


def _upper(model: CompeteModel, entry: str) -> float:
    parameter, _, level = entry.partition("[")
    return model.situation.parameters[parameter].entries[level.removesuffix("]")].quantile(UPPER)


def _status(bench: Bench, name: str) -> Tables:
    """Nobody is there and nobody comes."""
    cells = bench.model.shape.cells
    there = np.array([cell.status == name for cell in cells])
    passed = [any(leg.cell.status == name for leg in way.legs[1:]) for way in bench.model.shape.ways]
    to = there[bench.model.cells.target] | np.array(passed)
    return _closed(bench.tables(), ways=to, start=there, inflow=there[bench.model.cells.inflow_cell])


def _exit(bench: Bench, name: str) -> Tables:
    return _closed(bench.tables(), ways=_through(bench, lambda leg: leg.exit.id == name))


def _group(bench: Bench, name: str) -> Tables:
    inflow = np.array([arrival.group == name for arrival in bench.model.arrivals.inflows])
    return _closed(bench.tables(), ways=_through(bench, lambda leg: leg.exit.group == name), inflow=inflow)


def _through(bench: Bench, named: Callable) -> np.ndarray:
    return np.array([any(map(named, way.legs)) for way in bench.model.shape.ways])


def _closed(
    numbers: Tables, *, ways: np.ndarray, start: np.ndarray | bool = False, inflow: np.ndarray | bool = False
) -> Tables:
    return numbers._replace(
        base=np.where(ways, 0.0, numbers.base),
        start=np.where(start, 0, numbers.start),
        inflow=np.where(inflow, 0.0, numbers.inflow),
    )


def _signal(bench: Bench, name: str) -> Tables:
    """No event moves it, and nothing listens to it."""
    situation = bench.model.situation
    deaf = {
        kind: {of.id: replace(of, drivers={s: x for s, x in of.drivers.items() if s != name}) for of in things.values()}
        for kind, things in (("groups", situation.groups), ("signals", situation.signals))
    }
    events = {event.id: event for event in situation.events.values() if event.signal != name}
    return bench.tables(situation=replace(situation, events=events, **deaf))


def _event(bench: Bench, name: str) -> Tables:
    situation = bench.model.situation
    events = {event.id: event for event in situation.events.values() if event.id != name}
    return bench.tables(situation=replace(situation, events=events))


def _parameter(bench: Bench, name: str) -> Tables:
    return bench.tables(values=_set(bench, {name: 0.0}))


def _loop(bench: Bench, name: str) -> Tables:
    """Turn it off; turn a loop on that is off."""
    loop = bench.model.situation.loops[name]
    priors = {number: bench.model.situation.parameters[number].entries for number in loop.numbers}
    middle = {number: 0.0 if loop.on else of[""].quantile(0.5) for number, of in priors.items()}
    return bench.tables(values=_set(bench, middle))


def _switch(bench: Bench, name: str) -> Tables:
    """Turn it to a position, as in ``U6=harsh``."""
    switch, _, position = name.partition("=")
    return bench.tables(values=_set(bench, bench.model.situation.switches[switch].positions[position].sets))


def _anchor(bench: Bench, name: str) -> Tables:
    """Meet it no more: the scale that it solves stands at the lower end of its range."""
    scale = bench.model.situation.anchors[name].solves
    return bench.tables(values=_set(bench, {scale: bench.model.situation.parameters[scale].entries[""].quantile(0.0)}))


def _world(bench: Bench, name: str) -> Tables:
    return bench.tables(values=at_the_middle(bench.model, name))


def _set(bench: Bench, numbers: Mapping[str, float]) -> Floats:
    values = bench.values.copy()
    for i, entry in enumerate(bench.model.entries):
        values[i] = numbers.get(entry.partition("[")[0], values[i])
    return values


OFF: Mapping[str, Callable[[Bench, str], Tables]] = {
    "": lambda bench, _: bench.tables(),
    "status": _status,
    "exit": _exit,
    "group": _group,
    "signal": _signal,
    "event": _event,
    "parameter": _parameter,
    "loop": _loop,
    "switch": _switch,
    "anchor": _anchor,
    "world": _world,
}
