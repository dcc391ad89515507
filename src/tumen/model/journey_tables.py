"""The numbers of a draw as the tables of a journey."""

from __future__ import annotations

import numpy as np

from tumen.cells import Floats
from tumen.cells_journey import JourneyTables
from tumen.errors import RunError
from tumen.model.journey import JourneyModel
from tumen.model.journey_given import MOVES
from tumen.model.journey_levers import Levers, capacity_of, open_links
from tumen.process.journey import driven_off, left_of
from tumen.world_journey import Moves

_CHANCE: dict[Moves, str] = {
    "conflict": "chance_conflict",
    "camp": "chance_camp",
    "idp_camp": "chance_idp_camp",
    "town": "chance_town",
}


def journey_tables(model: JourneyModel, values: Floats, levers: Levers = ()) -> JourneyTables:
    """Make the tables of a draw.

    Args:
        model: From `build`.
        values: Numbers of the draw, ``[entry]``.
        levers: That are pulled.

    Raises:
        RunError: T403 if the numbers are such that people cannot set out or choose where to go.
    """
    vector = model.names.vector(values)
    numbers, given = model.numbers, model.given
    order, shuts = open_links(model, vector, levers)
    tables = JourneyTables(
        values=values,
        start=given.start,
        come=given.come,
        come_weight=_come_weight(model, vector),
        chance=_chance(model, vector),
        pull=_pull(model, vector),
        camp=given.camp,
        town=given.town,
        order=order,
        shuts=shuts,
        capacity=capacity_of(model, vector, levers),
        full_from=numbers.one("full_from", vector),
        walking_share=np.minimum(numbers.each("walking_share", vector), 1.0),
        pull_power=numbers.one("pull_power", vector),
        pull_floor=numbers.one("pull_floor", vector),
        distance_power=numbers.one("distance_power", vector),
        distance_softening=numbers.one("distance_softening", vector),
        prune_below=numbers.one("prune_below", vector),
        certain_plans=int(model.journey.certain_plans),
        days=model.days,
        stay=np.zeros(0),
        weight=np.array([1.0, *(float(vector[model.names.term(w)]) for w in model.weights)]),
    )
    _check(model, tables)
    return tables


def _left(model: JourneyModel, vector: Floats, age: np.ndarray) -> Floats:
    return left_of(age, vector[model.numbers.decay], model.numbers.one("decay_days", vector))


def _come_weight(model: JourneyModel, vector: Floats) -> Floats:
    """Give how those who set out anew are spread: people at risk, times what is left of their conflict."""
    given = model.given
    return model.numbers.each("population", vector) * given.intensity * _left(model, vector, given.known_age)


def _chance(model: JourneyModel, vector: Floats) -> Floats:
    chances = np.array([model.numbers.one(_CHANCE[of], vector) if of in _CHANCE else 1.0 for of in MOVES])
    return chances[model.given.moves] * model.numbers.each("chance_factor", vector)


def _pull(model: JourneyModel, vector: Floats) -> Floats:
    numbers, given, home = model.numbers, model.given, model.journey.home
    abroad = np.array([model.situation.places[place].country != home for place in model.network.places])
    conflict = driven_off(numbers.one("pull_conflict", vector), given.intensity, _left(model, vector, given.age))
    country = np.where(abroad, numbers.one("pull_abroad", vector), 1.0)
    kind = np.where(given.camp, numbers.one("pull_camp", vector), numbers.each("pull_place", vector))
    return country * kind * conflict


def _check(model: JourneyModel, tables: JourneyTables) -> None:
    """Refuse numbers with which no day can be run."""
    nowhere = np.flatnonzero((tables.come > 0) & ~(tables.come_weight.sum(axis=1) > 0))
    if nowhere.size:
        day = model.steps[int(nowhere[0])][0]
        raise unusable(
            f"{int(tables.come[nowhere[0]]):,} people set out anew on {day}, and no place is in conflict",
            where="stops.csv and observations.csv",
            remedy="give a place with population a conflict on that day, or correct the counts",
        )
    with np.errstate(divide="ignore", over="ignore"):
        reach = (tables.distance_softening + model.cells.choice_km) ** tables.distance_power
    draws = (tables.pull_floor + tables.pull).max(initial=0.0)
    if not (np.isfinite(reach) & (reach > 0)).all() or not np.isfinite(draws):
        raise unusable(
            "the weight of some way is not a finite number",
            where="parameters.toml: pulls, distances, distance_softening and distance_power",
            remedy="let distance_softening be above 0",
        )


def unusable(problem: str, *, where: str, remedy: str) -> RunError:
    """Say that a journey cannot be run with its numbers."""
    return RunError("T403", problem, where=where, remedy=remedy)
