"""The numbers of a draw as tables: one definition, which draws, means and later likelihoods all run."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import overload

import numpy as np

from tumen.cells import Floats, Tables
from tumen.cells_journey import JourneyTables
from tumen.errors import RunError
from tumen.evidence import Distribution, Prior
from tumen.evidence.pooling import prior_of
from tumen.model.build import CompeteModel, Model
from tumen.model.journey import JourneyModel
from tumen.model.journey_tables import journey_tables
from tumen.model.model import Kin
from tumen.model.people import inflow_rates, people_at_start
from tumen.model.signals import signal_values
from tumen.policy import Lever
from tumen.process.fan import open_shares
from tumen.process.feedback import driven, level
from tumen.process.hazard import base_hazard, dated_rows
from tumen.process.lever import moved, pulled
from tumen.streams import Kind, uniforms

_MOST_PEOPLE = 10**12
_HALF_ULP = 2.0**-54


def drawn_values(model: Model, *, world: str, draw: int, seed: int) -> Floats:
    """Draw the numbers of one draw, ``[entry]``, in the units of the situation.

    The uniform of an entry depends on its name, the draw and the seed alone, so that worlds and policies share it. An
    entry that an anchor solves stands at the middle of its range until it is solved.

    Args:
        model: From `build`.
        world: Whose anchors hold.
        draw: Number of the draw.
        seed: Study seed.
    """
    u = _uniforms(model, draw=draw, seed=seed)
    values = np.empty(u.size)
    for i, (name, prior) in enumerate(_priors(Kin.of(model), world)):
        values[i] = model.fixed[name] if name in model.fixed else _drawn(prior, float(u[i]))
    return values


def as_drawn(model: Model, entries: Iterable[str], *, draw: int, seed: int) -> dict[str, float]:
    """Give entries of parameters, by name, as they are in a draw in which nothing fixes them; see `drawn_values`."""
    u = _uniforms(model, draw=draw, seed=seed)
    named = {name: name.removesuffix("]").partition("[") for name in entries}
    priors = {name: model.situation.parameters[of].entries[level] for name, (of, _, level) in named.items()}
    return {name: _drawn(prior, float(u[model.names.index(name)])) for name, prior in priors.items()}


def _uniforms(model: Model, *, draw: int, seed: int) -> Floats:
    return uniforms(model.luck, step=0, future=draw, seed=seed, kind=Kind.PARAMETER) + _HALF_ULP


def _drawn(prior: Distribution, u: float) -> float:
    return prior.quantile(0.5 if (isinstance(prior, Prior) and prior.family == "solved") else u)


def middle_values(model: Model, *, world: str) -> Floats:
    """Give the middle of every distribution, ``[entry]``, but for the numbers that are fixed."""
    return np.array([model.fixed.get(name, of.quantile(0.5)) for name, of in _priors(Kin.of(model), world)])


@lru_cache(maxsize=16)
def _priors(kin: Kin, world: str) -> tuple[tuple[str, Distribution], ...]:
    situation = kin.model.situation
    anchors = situation.worlds[world].anchors
    found: list[tuple[str, Distribution]] = []
    for name in kin.names.names:
        if name.startswith("anchor:"):
            found.append((name, prior_of(situation.evidence, anchors[name.removeprefix("anchor:")])))
        else:
            parameter, _, key = name.partition("[")
            found.append((name, situation.parameters[parameter].entries[key.removesuffix("]")]))
    return tuple(found)


@overload
def make_tables(model: CompeteModel, values: Floats, *, policy: str) -> Tables: ...
@overload
def make_tables(model: JourneyModel, values: Floats, *, policy: str) -> JourneyTables: ...
def make_tables(model: Model, values: Floats, *, policy: str) -> Tables | JourneyTables:
    """Make the tables of a draw.

    Args:
        model: From `build`.
        values: Numbers of the draw, ``[entry]``.
        policy: Id of a policy, or ``baseline``.

    Raises:
        RunError: T401 if a hazard is negative or not finite; T402 if there are more than 10^12 people; T403 if people
            cannot travel by these numbers.
    """
    return _made(model, values, _pulled_by(model, policy))


def _made(model: Model, values: Floats, levers: tuple[Lever, ...]) -> Tables | JourneyTables:
    if not isinstance(model, JourneyModel):
        return _Maker(model, values, levers).tables()
    tables = journey_tables(model, values, levers)
    _check_people(int(tables.start.sum() + tables.come.sum()))
    return tables


def idle_levers(model: Model, values: Floats, *, policy: str) -> tuple[str, ...]:
    """Give the levers of `policy` that change no table entry in this draw."""
    before = _made(model, values, ())
    idle: list[str] = []
    for lever in _pulled_by(model, policy):
        after = _made(model, values, (lever,))
        if all(np.array_equal(a, b) for a, b in zip(before, after, strict=True)):
            idle.append(lever.id)
    return tuple(idle)


def _pulled_by(model: Model, policy: str) -> tuple[Lever, ...]:
    policies = model.situation.policies
    return tuple(model.situation.levers[lever] for lever in policies[policy].levers) if policy in policies else ()


class _Maker:
    """Makes one set of tables; holds what its parts share."""

    def __init__(self, model: CompeteModel, values: Floats, levers: tuple[Lever, ...]) -> None:
        self.model = model
        self.values = values
        self.vector = model.names.vector(values)
        self.levers = levers
        self.signals = signal_values(model, self.vector, self.lever_on)
        self.levels = self._levels()

    def number(self, parameter: str) -> float:
        """Give a scalar parameter in days and persons; 0 for no name."""
        return float(self.vector[self.model.names.term(parameter)]) if parameter else 0.0

    def lever_on(self, target: str, value: Floats) -> Floats:
        """Let the levers that aim at `target` act on `value` ``[step]``."""
        for lever in self.levers:
            if lever.target == target:
                pull = pulled(lever, self.model.steps)
                value = moved(value, lever.how, strength=self.number(lever.strength), pull=pull)
        return value

    def tables(self) -> Tables:
        """Make everything."""
        model = self.model
        dated = self._dated()
        tables = Tables(
            values=self.values,
            start=people_at_start(model.arrivals, self.vector, model.n_cells),
            base=base_hazard(self.vector, model.base_terms, model.pace),
            given=np.ascontiguousarray(dated_rows(dated, model.layout.row_columns)),
            days=model.days,
            elasticity=self._elasticity(),
            half_life=self._of_fed("half_life"),
            scale=self._of_fed("scale"),
            gain=self._of_fed("gain"),
            influence=self._influence(),
            drift=self._drift(),
            input=self._inputs(),
            capacity=self._capacity(),
            inflow=inflow_rates(model.arrivals, self.vector),
            noise_sd=np.array([self.number(sd) for _, sd in sorted(model.situation.noises.items())]),
            stay=np.array([self.number(model.situation.statuses[s].mean_stay) for s in model.stays]),
            weight=np.array([1.0, *(self.number(w) for w in model.weights)]),
        )
        return _checked(model, tables)

    def _levels(self) -> dict[str, Floats]:
        """Give x of each given signal, ``[step]``."""
        found: dict[str, Floats] = {}
        for signal in self.model.situation.signals.values():
            if signal.mode != "given":
                continue
            found[signal.id] = level(self.signals[signal.id], self.number(signal.scale))
        return found

    def _dated(self) -> Floats:
        """Make the dated matrix ``[step, column]``: 1, groups, signals, members."""
        layout = self.model.layout
        groups = [self._group(group) for group in layout.groups]
        signals = [self.signals[signal] for signal in layout.signals]
        ones = np.ones(len(self.model.steps))
        dated = np.column_stack([ones, *groups, *signals])
        return np.column_stack([dated, self._shares(dated)])

    def _group(self, group: str) -> Floats:
        about = self.model.situation.groups[group]
        given = {s: self._elastic(group, s) for s in about.drivers if s in self.levels}
        value = driven(self.levels, given, len(self.model.steps))
        for signal in about.levels:
            value = value * self.signals[signal]
        return self.lever_on(f"group:{group}", value)

    def _elastic(self, group: str, signal: str) -> float:
        """Give the elasticity of a group to a signal, as levers leave it; 0 where the signal drives it not."""
        value = self.number(self.model.situation.groups[group].drivers.get(signal, ""))
        for lever in self.levers:
            strength = self.number(lever.strength)
            if lever.target == f"elasticity:{group}/{signal}":
                value = value * strength if lever.how == "multiply" else value + strength
        return value

    def _shares(self, dated: Floats) -> Floats:
        """Share each fan and split, ``[step, member]``."""
        layout = self.model.layout
        weight = np.tile(self.vector[layout.member_terms].prod(axis=1), (len(dated), 1))
        for m, member in enumerate(layout.member_exit):
            weight[:, m] = self.lever_on(f"share:{member}", weight[:, m])
        opening = dated_rows(dated, layout.member_opens)
        return open_shares(weight, opening, np.array(layout.member_first[:-1], np.int64))

    def _elasticity(self) -> Floats:
        """Give how groups answer to fed signals, ``[group, signal]``."""
        groups, fed = self.model.layout.groups, {signal: i for i, signal in enumerate(self.model.fed)}
        found = np.zeros((len(groups), len(fed)))
        for g, group in enumerate(groups):
            for signal in self.model.situation.groups[group].drivers.keys() & fed.keys():
                found[g, fed[signal]] = self._elastic(group, signal)
        return found

    def _influence(self) -> Floats:
        """Give how signals in the loop move each other, ``[signal, signal]``: row moved, column moving."""
        fed, signals = self.model.fed, self.model.situation.signals
        found = np.zeros((len(fed), len(fed)))
        for s, signal in enumerate(fed):
            for driver in signals[signal].drivers.keys() & set(fed):
                found[s, fed.index(driver)] = self.number(signals[signal].drivers[driver])
        return found

    def _drift(self) -> Floats:
        """Give where given signals move those in the loop, ``[step, signal]``."""
        fed, signals, levels = self.model.fed, self.model.situation.signals, self.levels
        drift = np.zeros((len(self.model.steps), len(fed)))
        for i, signal in enumerate(fed):
            given = {driver: of for driver, of in signals[signal].drivers.items() if driver in levels}
            for driver, elasticity in given.items():
                drift[:, i] += self.number(elasticity) * levels[driver]
        return drift

    def _of_fed(self, field: str) -> Floats:
        signals = self.model.situation.signals
        return np.array([self.number(getattr(signals[s], field)) for s in self.model.fed])

    def _inputs(self) -> Floats:
        steps = len(self.model.steps)
        inputs = [self.signals[s] for s in self.model.fed]
        return np.ascontiguousarray(np.column_stack(inputs)) if inputs else np.zeros((steps, 0))

    def _capacity(self) -> Floats:
        ones = np.ones(len(self.model.steps))
        seats = self.model.situation.seats
        found = [self.lever_on(f"seats:{s}", ones * self.number(seats[s].capacity)) for s in sorted(seats)]
        return np.ascontiguousarray(np.column_stack(found)) if found else np.zeros((ones.size, 0))


def _checked(model: CompeteModel, tables: Tables) -> Tables:
    """Refuse numbers that no step can use."""
    for name, table in (("base", tables.base), ("given", tables.given), ("inflow", tables.inflow)):
        fine = (table >= 0) & (table < np.inf)
        if not fine.all():
            at = tuple(int(i) for i in np.argwhere(~fine)[0])
            where = model.shape.exit_labels[at[0]] if name == "base" else f"{name} {at}"
            raise RunError(
                "T401",
                f"hazard is {table[at]:g}; it must be finite and at least 0",
                where=where,
                remedy="see the parameters that `tumen trace` lists for this exit",
            )
    _check_people(int(tables.start.sum()))
    return tables


def _check_people(people: int) -> None:
    if people > _MOST_PEOPLE:
        raise RunError(
            "T402",
            f"there are {people:,} people; counts are exact up to 10^12",
            where="start",
            remedy="count people in fewer persons",
        )
