"""Who is there at the beginning and who comes in, as indices into cells and the vector of a draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tumen.cells import Floats, Ints
from tumen.model.expand import Cell, births, cohorts, kept
from tumen.model.terms import Entries, padded
from tumen.process.inflow import apportioned, spread
from tumen.situation import Situation
from tumen.world import Inflow, Start


@dataclass(frozen=True)
class Spread:
    """A number that is spread over cells in proportion to a product of drawn shares.

    Attributes:
        number: Place of the number in the vector of a draw.
        cells: Cells, ``[n]``; several may be the same.
        weights: Places whose product is the weight, ``[n, factor]``.
    """

    number: int
    cells: Ints
    weights: Ints


@dataclass(frozen=True)
class Arrival:
    """An inflow into one cell.

    Attributes:
        label: Of its luck.
        inflow: Id of the inflow.
        group: Hazard group.
        cell: Where people come in.
        parent: Cell of the parents, or -1.
    """

    label: str
    inflow: str
    group: str
    cell: int
    parent: int


@dataclass(frozen=True)
class Arrivals:
    """People at the beginning and inflows of a model.

    Attributes:
        starts: One for each start of the situation.
        spreads: One for each inflow from outside, in the order of `inflows`.
        inflows: Those from outside, then births.
        birth_terms: Place of the rate of each birth in the vector.
    """

    starts: tuple[Spread, ...]
    spreads: tuple[Spread, ...]
    inflows: tuple[Arrival, ...]
    birth_terms: tuple[int, ...]


@dataclass(frozen=True)
class Crowd:
    """What a start and an inflow from outside have in common: a number of people of some cohorts at one place."""

    number: str
    shares: tuple[str, ...]
    cohort: Mapping[str, str]
    status: str
    place: str

    @classmethod
    def of_start(cls, start: Start) -> Crowd:
        """Read a start."""
        return cls(start.people, start.shares, start.cohort, start.status, start.place)

    @classmethod
    def of_inflow(cls, inflow: Inflow) -> Crowd:
        """Read an inflow from outside."""
        return cls(inflow.rate, inflow.shares, inflow.rewrites, inflow.status, inflow.place)

    def cells(self, situation: Situation) -> list[tuple[Cell, Cell]]:
        """Give where each cohort stands, with the same cell under all its attributes, kept or not.

        Sorted by label: the odd person of a division must not depend on the order of a file.
        """
        status = situation.statuses[self.status]
        found: list[tuple[Cell, Cell]] = []
        for attributes in cohorts(situation, self.shares, self.cohort):
            everything = tuple(sorted(attributes.items()))
            cell = Cell(self.place, kept(status, attributes), status.id)
            found.append((cell, Cell(self.place, everything, status.id)))
        return sorted(found, key=lambda pair: pair[1].label)


def crowds(situation: Situation) -> tuple[Crowd, ...]:
    """Give everybody who is there at the beginning or comes in from outside."""
    starts = [Crowd.of_start(s) for s in situation.starts.values()]
    return (*starts, *(Crowd.of_inflow(i) for i in situation.inflows.values() if not i.parents))


def arrivals(situation: Situation, entries: Entries, index: Mapping[Cell, int]) -> Arrivals:
    """Find where people start and come in, and what their numbers are made of."""
    outside = sorted((i for i in situation.inflows.values() if not i.parents), key=lambda i: i.id)
    spreads = [_spread(situation, entries, index=index, crowd=Crowd.of_inflow(inflow)) for inflow in outside]
    inflows = [
        Arrival(f"inflow|{inflow.id}|{everything.label}", inflow.id, inflow.group, index[cell], -1)
        for inflow in outside
        for cell, everything in Crowd.of_inflow(inflow).cells(situation)
    ]
    born, terms = _births(situation, entries, index)
    return Arrivals(
        starts=tuple(
            _spread(situation, entries, index=index, crowd=Crowd.of_start(s)) for s in _sorted_starts(situation)
        ),
        spreads=tuple(spreads),
        inflows=(*inflows, *born),
        birth_terms=tuple(terms),
    )


def _sorted_starts(situation: Situation) -> list[Start]:
    return sorted(situation.starts.values(), key=lambda s: s.id)


def _spread(situation: Situation, entries: Entries, *, index: Mapping[Cell, int], crowd: Crowd) -> Spread:
    found = crowd.cells(situation)
    weights = [[entries.term(share, everything) for share in crowd.shares] for _, everything in found]
    cells = np.array([index[cell] for cell, _ in found], np.int64)
    return Spread(entries.term(crowd.number), cells, padded(weights))


def _births(situation: Situation, entries: Entries, index: Mapping[Cell, int]) -> tuple[list[Arrival], list[int]]:
    found: list[Arrival] = []
    terms: list[int] = []
    for cell, parent in index.items():
        for inflow, child in births(situation, cell):
            label = f"inflow|{inflow.id}|{cell.label}"
            found.append(Arrival(label, inflow.id, inflow.group, index[child], parent))
            terms.append(entries.term(inflow.rate, cell))
    return found, terms


def people_at_start(arrivals: Arrivals, vector: Floats, cells: int) -> Ints:
    """Count the people of each cell at the beginning, ``[cell]``."""
    stock = np.zeros(cells, np.int64)
    for start in arrivals.starts:
        np.add.at(stock, start.cells, apportioned(vector[start.number], vector[start.weights].prod(axis=1)))
    return stock


def inflow_rates(arrivals: Arrivals, vector: Floats) -> Floats:
    """Give persons per day, or births per parent and day, of each inflow, ``[inflow]``."""
    rates = [spread(vector[s.number], vector[s.weights].prod(axis=1)) for s in arrivals.spreads]
    return np.concatenate([*rates, vector[list(arrivals.birth_terms)] if arrivals.birth_terms else np.zeros(0)])
