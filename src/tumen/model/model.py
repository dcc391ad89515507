"""What models of either kernel have: a situation with its steps, its numbers by name, cells, and what the user set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict

from tumen.cells import Cells, Floats, Words
from tumen.cells_journey import JourneyCells
from tumen.model.shape import Shape
from tumen.model.terms import Entries
from tumen.situation import Situation


@dataclass(frozen=True, eq=False, kw_only=True)
class ModelBase:
    """A situation made ready to run: structure only; its numbers come with each draw.

    Attributes:
        situation: What it was made from.
        changes: Numbers that the user set, by name of entry.
        positions: Loops and switches that the user moved, with the position of each.
        fixed: Numbers that are not drawn, by name of entry: those that loops and switches fix, and `changes`.
        steps: First and last day of each step.
        days: Length of each step, ``[step]``.
        names: Names of the numbers of a draw and where they stand.
        luck: Address of each entry that is drawn, ``[entry]``.
        shape: Cells, of which people are recorded, and ways.
        cells: What the kernel runs.
    """

    situation: Situation
    changes: Mapping[str, float]
    positions: Mapping[str, str]
    fixed: Mapping[str, float]
    steps: tuple[tuple[date, date], ...]
    days: Floats
    names: Entries = field(repr=False)
    luck: Words = field(repr=False)
    shape: Shape = field(repr=False)
    cells: Cells | JourneyCells = field(repr=False)

    @property
    def entries(self) -> tuple[str, ...]:
        """Names of the numbers of a draw: ``hazard``, ``hazard[woman]``, ``anchor:stock``."""
        return self.names.names

    @property
    def n_cells(self) -> int:
        """Number of cells."""
        return len(self.shape.cells)

    @property
    def n_exits(self) -> int:
        """Number of exits of all cells; on a journey, of routes."""
        return len(self.shape.ways)

    @property
    def busy(self) -> int:
        """What a step goes through, in exits: a guess at what it costs."""
        return self.n_exits

    @property
    def stays(self) -> tuple[str, ...]:
        """Instant statuses, sorted; their mean stays are ``Tables.stay``."""
        return tuple(sorted(s.id for s in self.situation.statuses.values() if s.stay.kind == "instant"))

    @property
    def weights(self) -> tuple[str, ...]:
        """Parameters that outcomes are multiplied with, sorted; they follow the 1 in ``Tables.weight``."""
        return tuple(sorted({o.weight for o in self.situation.outcomes.values() if o.weight}))


@dataclass(frozen=True)
class Kin:
    """A model as a key: equal for all that were made of one, whatever is fixed in them.

    What depends on the situation alone is so found once for every set of positions of loops and switches.

    Attributes:
        names: Of the model, made when it was built.
        situation: Which object its situation is.
        model: The one at hand.
    """

    names: Entries
    situation: int
    model: ModelBase = field(compare=False, repr=False)

    @staticmethod
    def of(model: ModelBase) -> Kin:
        """Make the key of a model."""
        return Kin(model.names, id(model.situation), model)


class Common(TypedDict):
    """The fields of a model that do not depend on its kernel."""

    situation: Situation
    changes: Mapping[str, float]
    positions: Mapping[str, str]
    fixed: Mapping[str, float]
    steps: tuple[tuple[date, date], ...]
    days: Floats
    names: Entries
    luck: Words
