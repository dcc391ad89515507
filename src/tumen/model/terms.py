"""Products of drawn numbers as indices: what a hazard, a share or a rate is made of, found once for a situation.

A draw is one vector: 1, every entry in days and persons, and the inverse of every entry. A hazard is then the product
of a few of its places, so that a whole table is one multiplication of arrays.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Generic, TypeVar

import numpy as np

from tumen.cells import Floats, Ints
from tumen.evidence import DURATIONS, UNITS
from tumen.model.expand import Cell, level_of
from tumen.situation import Situation

Thing = TypeVar("Thing", bound=Hashable)


class Entries:
    """The numbers of a draw by name, and where they stand in the vector.

    Attributes:
        names: ``"hazard"`` or ``"hazard[woman]"`` by name of parameter, then ``"anchor:NAME"``; sorted.
        unit: Size of one unit of each entry in days and persons, ``[entry]``.
    """

    def __init__(self, situation: Situation) -> None:
        names: list[str] = []
        units: list[float] = []
        for parameter in sorted(situation.parameters.values(), key=lambda p: p.name):
            for level in sorted(parameter.entries):
                names.append(entry_name(parameter.name, level))
                units.append(UNITS[parameter.unit])
        anchors = sorted(situation.anchors)
        self.names = (*names, *(f"anchor:{anchor}" for anchor in anchors))
        self.unit = np.array([*units, *(1.0 for _ in anchors)])
        self._place = {name: i for i, name in enumerate(self.names)}
        self._situation = situation

    def index(self, name: str) -> int:
        """Give the place of an entry among `names`."""
        return self._place[name]

    def term(self, parameter: str, cell: Cell | None = None, *, hazard: bool = False) -> int:
        """Give the place of `parameter` in the vector, at the level that holds in `cell`.

        Args:
            parameter: Name.
            cell: Where; None for a parameter without axes.
            hazard: Whether a duration stands for its inverse.
        """
        about = self._situation.parameters[parameter]
        level = level_of(about, cell) if cell is not None and about.dims else ""
        place = self._place[entry_name(parameter, level)]
        inverse = hazard and about.unit in DURATIONS
        return 1 + place + (len(self.names) if inverse else 0)

    def vector(self, values: Floats) -> Floats:
        """Make the vector of a draw from its `values` ``[entry]``: 1, entries, inverses (0 for the inverse of 0)."""
        converted = values * self.unit
        inverse = np.divide(1.0, converted, out=np.zeros_like(converted), where=converted > 0)
        return np.concatenate([[1.0], converted, inverse])


def entry_name(parameter: str, level: str) -> str:
    """Name an entry as users write it after ``--set``."""
    return f"{parameter}[{level}]" if level else parameter


def padded(products: Sequence[Sequence[int]]) -> Ints:
    """Make a matrix ``[product, factor]`` of places in a vector; missing factors point at the 1 in place 0."""
    width = max((len(p) for p in products), default=0)
    matrix = np.zeros((len(products), max(width, 1)), np.int64)
    for i, product in enumerate(products):
        matrix[i, : len(product)] = product
    return matrix


class Interned(Generic[Thing]):
    """A list in which equal things stand once, in the order of their first coming."""

    def __init__(self) -> None:
        self._place: dict[Thing, int] = {}
        self._things: list[Thing] = []

    def __len__(self) -> int:
        """Give the number of things."""
        return len(self._things)

    def __getitem__(self, place: int) -> Thing:
        """Give the thing at `place`."""
        return self._things[place]

    def place(self, thing: Thing) -> int:
        """Give the place of `thing`; it comes last if it is new."""
        place = self._place.setdefault(thing, len(self._things))
        if place == len(self._things):
            self._things.append(thing)
        return place

    @property
    def things(self) -> tuple[Thing, ...]:
        """All things, by place."""
        return tuple(self._things)


def columns(names: Sequence[str], first: int) -> Mapping[str, int]:
    """Number `names` from `first` on."""
    return {name: first + i for i, name in enumerate(names)}
