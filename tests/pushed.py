"""The flagship with the source of a loop raised by half, in the mean engine: what its target does, month by month.

Until the push the run is the model's own. From then on whatever is given stands still, so that nothing but the push
makes two runs differ: the source is raised by half and stays so.

A group is raised in its hazards; a signal by half of where it stands, or by half of one where it stands at 0 or below.
Where a loop is a dated event that moves its own source, that event is made larger by half, whichever way it goes.

A target is a signal, seen in its level; or a group, seen in the logarithm of its hazard. Where a loop acts by moving
people alone and by no signal, no hazard answers, and the group is seen in the people who go through it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from tumen.cells import Floats, RecordPlan, Tables
from tumen.engine import mean_pass
from tumen.evidence import Parameter, Prior
from tumen.model import CompeteModel, fixed_by, make_tables, record_plan
from tumen.model.signals import signal_values
from tumen.policy import Loop, Outcome
from tumen.situation import Situation
from tumen.world import Event

PUSHED = date(2003, 7, 1)
BY_HALF = 0.5
MOST = 20.0


@dataclass(frozen=True)
class Push:
    """What is raised: the hazards of a group by half, a signal by some value, or sizes of events by half.

    Attributes:
        by: Of a signal, how much is added to it; of events, how much they add together.
    """

    group: str = ""
    signal: str = ""
    sizes: tuple[str, ...] = ()
    by: float = 0.0


STILL = Push()


@dataclass(frozen=True)
class Run:
    """One run: its tables, levels of signals ``[step, signal]`` and people through targets ``[step, group]``."""

    tables: Tables
    levels: Floats
    people: Floats


@dataclass(frozen=True, eq=False)
class Bench:
    """A model that can be pushed, and its numbers.

    Attributes:
        model: Of a situation with an event and an outcome for whatever loops name.
        values: Numbers, anchors met, ``[entry]``; those of a loop that is off stand at the middle of their priors.
        groups: Targets that are groups.
        plan: Levels of all signals in the loop, then people through `groups`, by step.
        at: Step of the push.
        seen: The run without a push in which all loops stand where the situation says, once it was run.
    """

    model: CompeteModel
    values: Floats = field(repr=False)
    groups: tuple[str, ...]
    plan: RecordPlan = field(repr=False)
    at: int
    seen: list[Run] = field(default_factory=list, repr=False)

    @classmethod
    def of(cls, model: CompeteModel, values: Floats) -> Bench:
        """Take a model of a situation that is `pushable`, and numbers that meet its anchors."""
        loops = model.situation.loops.values()
        groups = tuple(sorted({loop.target for loop in loops} & set(model.situation.groups)))
        steps = np.arange(len(model.steps), dtype=np.int64)
        plan = record_plan(model, [*map("x_{}".format, model.fed), *map("f_{}".format, groups)], steps)
        at = [first for first, _ in model.steps].index(PUSHED)
        return cls(model, _all_on(model, values), groups, plan, at)

    def answer(self, loop: Loop, positions: Mapping[str, str], push: Push) -> Floats:
        """Give by how much the target of a loop moves in each month from the push on, as in the head of this file."""
        before, after = (self._seen(loop, run) for run in (self.run(positions), self.run(positions, push)))
        return (after - before)[self.at :]

    def push(self, loop: Loop) -> Push:
        """Give half of what the source of a loop is where that loop is on."""
        if loop.source in self.model.situation.groups:
            return Push(group=loop.source)
        events = self.model.situation.events.values()
        sizes = tuple(e.size for e in events if e.signal == loop.source and e.size in loop.numbers)
        if sizes:
            values = self._at({loop.id: "on"})
            return Push(sizes=sizes, by=BY_HALF * sum(float(values[self.model.names.index(s)]) for s in sizes))
        level = self._level(loop)
        return Push(signal=loop.source, by=BY_HALF * (level if level > 0 else 1))

    def run(self, positions: Mapping[str, str], push: Push = STILL) -> Run:
        """Run with loops at some positions, the others as the situation has them; pushed, or not."""
        loops = self.model.situation.loops
        usual = push == STILL and all(loops[name].at == position for name, position in positions.items())
        if usual and self.seen:
            return self.seen[0]
        values = self._at(positions)
        tables = self._from_then_on(make_tables(self.model, values, policy="baseline"), self._pushed(values, push))
        kept = mean_pass(self.model.cells, tables, self.plan, substeps=self.model.situation.calendar.substeps).outcomes
        run = Run(tables, kept[:, : len(self.model.fed)], kept[:, len(self.model.fed) :])
        self.seen.extend([run] if usual else [])
        return run

    def _level(self, loop: Loop) -> float:
        """Give where a source that is a signal stands before the push."""
        signal, values = self.model.situation.signals[loop.source], self._at({loop.id: "on"})
        if signal.mode == "given":
            known = signal_values(self.model, self.model.names.vector(values), lambda _, value: value)
            return float(known[signal.id][self.at - 1])
        x = float(self.run({loop.id: "on"}).levels[self.at - 1, self.model.fed.index(signal.id)])
        return float(values[self.model.names.index(signal.scale)]) * math.expm1(x) if signal.scale else x

    def _at(self, positions: Mapping[str, str]) -> Floats:
        values = self.values.copy()
        for entry, value in fixed_by(self.model, positions).items():
            values[self.model.names.index(entry)] = value
        return values

    def _pushed(self, values: Floats, push: Push) -> Tables:
        """Make tables with a push all along."""
        values = values.copy()
        for size in push.sizes:
            values[self.model.names.index(size)] *= 1 + BY_HALF
        if push.signal:
            values[self.model.names.index(f"push_{push.signal}")] = push.by
        tables = make_tables(self.model, values, policy="baseline")
        if not push.group:
            return tables
        raised = self.model.cells.row_group == self.model.layout.groups.index(push.group)
        return tables._replace(given=np.where(raised, (1 + BY_HALF) * tables.given, tables.given))

    def _from_then_on(self, before: Tables, after: Tables) -> Tables:
        """Go over from some tables to others at the push; from then on what is given stands still."""
        late = np.arange(len(self.model.steps)) >= self.at
        moved = {name: getattr(before, name).copy() for name in ("given", "input", "drift")}
        for name, table in moved.items():
            table[late] = getattr(after, name)[self.at]
        return before._replace(**moved)

    def _seen(self, loop: Loop, run: Run) -> Floats:
        if loop.target in self.model.fed:
            return run.levels[:, self.model.fed.index(loop.target)]
        people = self.groups.index(loop.target)
        moved = run.people[:, people] if by_people(self.model, loop) else self._hazard(loop, run)
        return np.log(np.maximum(moved, np.finfo(np.float64).tiny))

    def _hazard(self, loop: Loop, run: Run) -> Floats:
        """Give the hazard of the target, summed over its exits, ``[step]``."""
        cells, group = self.model.cells, self.model.layout.groups.index(loop.target)
        exits = np.flatnonzero(cells.row_group[cells.row] == group)
        fed = np.clip(np.exp(run.levels @ run.tables.elasticity[group]), 1 / MOST, MOST)
        return run.tables.given[:, cells.row[exits]] @ run.tables.base[exits] * fed


def by_people(model: CompeteModel, loop: Loop) -> bool:
    """Tell whether a loop acts by moving people alone: its numbers are hazards, and move no signal."""
    units = {model.situation.parameters[number].unit for number in loop.numbers}
    return all(unit.startswith("1/") for unit in units)


def _all_on(model: CompeteModel, values: Floats) -> Floats:
    """Put the middle of its prior wherever a loop that is off has a 0."""
    values = values.copy()
    for loop in (loop for loop in model.situation.loops.values() if not loop.on):
        for number in loop.numbers:
            values[model.names.index(number)] = model.situation.parameters[number].entries[""].quantile(0.5)
    return values


def pushable(situation: Situation) -> Situation:
    """Add what pushes each source that is a signal, by 0 unless it is set, and what shows each target."""
    pushed = sorted({loop.source for loop in situation.loops.values()} & set(situation.signals))
    nothing = Prior("fixed", 0.0, 0.0)
    sizes = {f"push_{s}": Parameter(f"push_{s}", "index", (), {"": nothing}, assumed="A push.") for s in pushed}
    events = {f"push_{s}": Event(f"push_{s}", s, PUSHED, None, "step", "add", f"push_{s}") for s in pushed}
    looped = [s.id for s in situation.signals.values() if s.mode != "given"]
    shown = [_shown(f"x_{s}", signal=s) for s in looped]
    shown += [_shown(f"f_{loop.target}", group=loop.target) for loop in situation.loops.values()]
    return replace(
        situation,
        parameters={**situation.parameters, **sizes},
        events={**situation.events, **events},
        outcomes={**situation.outcomes, **{outcome.id: outcome for outcome in shown}},
    )


def _shown(name: str, *, signal: str = "", group: str = "") -> Outcome:
    kind = "signal" if signal else "flow"
    what = {"kind": kind, "unit": "index" if signal else "persons", "signal": signal, "exits": (group,)}
    empty = {"statuses": (), "places": (), "only": {}, "part_of": "", "weight": "", "claims": (), "observations": ()}
    more = {"direction": "neither", "period": "step", "place": "country", "headline": False}
    return Outcome(id=name, title=name, **what, **empty, **more)
