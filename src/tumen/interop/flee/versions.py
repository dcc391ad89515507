"""The one table of what Flee 3.1 and the newer code ("head") do differently with the same folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Version = Literal["3.1", "head"]


@dataclass(frozen=True)
class Behaviour:
    """How one version of Flee behaves, wherever the two differ.

    Attributes:
        name: For people to read.
        period: Files that may hold the period, the one it looks for first.
        certain_plans: People with a plan of several places go on with certainty; else each stop asks again.
        ends_any_conflict: A conflict of any intensity ends; else only one of exactly 1 does.
        sums_camps: What sets out is the rise of the sum over the camps' series; else of the series ``total``.
        adds_total_first: On the first day the series ``total`` is added to that sum.
        capacity_less_stock: The people who stand in a camp at the beginning are taken off its capacity.
        scales_capacity: `capacity_scaling` multiplies capacities.
        decay_interval: Days of a stretch of decay where the settings cannot, or do not, say.
        sets_decay_interval: Whether they can.
        population_at_least: Where populations draw people, one below 1 counts as 1; else one above 1 counts as 1.
        place_attributes: Named extra columns of locations.csv reach the places.
        skips_early_corrections: A correction dated before the start is passed over; else its date must be a count's.
        prunes: Ways of little weight can be dropped.
        empties_camps: Camps can begin empty, with the counts of the first day taken off all later ones.
        dates_by_next_day: A row of out.csv bears the date of the day after.
        keeps_totals: out.csv tells the people of the simulation also where nobody was reported.
    """

    name: str
    period: tuple[str, ...]
    certain_plans: bool
    ends_any_conflict: bool
    sums_camps: bool
    adds_total_first: bool
    capacity_less_stock: bool
    scales_capacity: bool
    decay_interval: int
    sets_decay_interval: bool
    population_at_least: bool
    place_attributes: bool
    skips_early_corrections: bool
    prunes: bool
    empties_camps: bool
    dates_by_next_day: bool
    keeps_totals: bool


_OLD, _NEW = "input_csv/conflict_period.csv", "input_csv/sim_period.csv"

BEHAVIOUR: Mapping[Version, Behaviour] = {
    "3.1": Behaviour(
        name="Flee 3.1",
        period=(_OLD, _NEW),
        certain_plans=False,
        ends_any_conflict=False,
        sums_camps=False,
        adds_total_first=False,
        capacity_less_stock=False,
        scales_capacity=False,
        decay_interval=30,
        sets_decay_interval=False,
        population_at_least=False,
        place_attributes=False,
        skips_early_corrections=False,
        prunes=False,
        empties_camps=False,
        dates_by_next_day=False,
        keeps_totals=False,
    ),
    "head": Behaviour(
        name="newer Flee",
        period=(_NEW, _OLD),
        certain_plans=True,
        ends_any_conflict=True,
        sums_camps=True,
        adds_total_first=True,
        capacity_less_stock=True,
        scales_capacity=True,
        decay_interval=30,
        sets_decay_interval=True,
        population_at_least=True,
        place_attributes=True,
        skips_early_corrections=True,
        prunes=True,
        empties_camps=True,
        dates_by_next_day=True,
        keeps_totals=True,
    ),
}
"""Version → how it behaves. Source: our reading and runs of both (2026-11-21); 3.1 is checked against its release."""
