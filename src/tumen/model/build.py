"""From a situation to a model: cells, ways and what every number of the tables is made of, found once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from tumen.cells import Cells, Floats, Ints, Words
from tumen.model.changes import checked_changes, switched
from tumen.model.layout import Layout, LayoutBuilder, hazard_terms, pace_factor
from tumen.model.people import Arrivals, arrivals
from tumen.model.shape import Shape, cell_arrays
from tumen.model.terms import Entries, padded
from tumen.process.daily import Segments, Span
from tumen.process.given import begins, presence, yearly
from tumen.situation import Situation
from tumen.situation.calendar import steps
from tumen.streams import address


@dataclass(frozen=True, eq=False)
class Model:
    """A situation made ready to run: structure only; its numbers come with each draw.

    Attributes:
        situation: What it was made from.
        changes: Numbers that the user set, by name of entry.
        positions: Loops and switches that the user moved, with the position of each.
        fixed: Numbers that are not drawn, by name of entry: those that loops and switches fix, and `changes`.
        steps: First and last day of each step.
        days: Length of each step, ``[step]``.
        names: Names of the numbers of a draw and where they stand.
        shape: Cells and ways.
        cells: The same as arrays.
        layout: Rows of the dated tables.
        arrivals: People at the beginning and inflows.
        base_terms: What the base hazard of each exit is the product of, ``[exit, factor]``.
        pace: Stages of an Erlang stay that an exit ends, ``[exit]``.
        segments: Stretches of time in which no event begins or ends.
        acting: Event → its part in each segment, ``[segment]`` (``[segment, year]`` for a series).
        fed: Signals that flows feed, sorted.
        luck: Address of each entry that is drawn, ``[entry]``.
    """

    situation: Situation
    changes: Mapping[str, float]
    positions: Mapping[str, str]
    fixed: Mapping[str, float]
    steps: tuple[tuple[date, date], ...]
    days: Floats
    names: Entries = field(repr=False)
    shape: Shape = field(repr=False)
    cells: Cells = field(repr=False)
    layout: Layout = field(repr=False)
    arrivals: Arrivals = field(repr=False)
    base_terms: Ints = field(repr=False)
    pace: Ints = field(repr=False)
    segments: Segments = field(repr=False)
    acting: Mapping[str, Floats] = field(repr=False)
    fed: tuple[str, ...]
    luck: Words = field(repr=False)

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
        """Number of exits of all cells."""
        return len(self.shape.ways)

    @property
    def stays(self) -> tuple[str, ...]:
        """Instant statuses, sorted; their mean stays are ``Tables.stay``."""
        return tuple(sorted(s.id for s in self.situation.statuses.values() if s.stay.kind == "instant"))

    @property
    def weights(self) -> tuple[str, ...]:
        """Parameters that outcomes are multiplied with, sorted; they follow the 1 in ``Tables.weight``."""
        return tuple(sorted({o.weight for o in self.situation.outcomes.values() if o.weight}))


def build(
    situation: Situation, *, changes: Mapping[str, float] | None = None, switches: Mapping[str, str] | None = None
) -> Model:
    """Make a model of a situation.

    Args:
        situation: Read and checked.
        changes: Numbers to set, by parameter (``name`` sets all its levels, ``name[level]`` one) or anchor.
        switches: Loop or switch → position (``on`` or ``off`` for a loop); the others stand where the situation says.

    Raises:
        SituationError: T123 or T124 if an attribute or level is missing in a cell that people reach; T190 if two
            addresses collide.
        UsageError: T420 if a name in `changes` is unknown, T003 if its value is impossible; T421 for a switch.
        SafetyError: T701 if a change would raise enforcement.
    """
    names, shape = Entries(situation), Shape.of(situation)
    builder = LayoutBuilder(situation, names)
    people = arrivals(situation, names, shape.index)
    fed = tuple(sorted(s.id for s in situation.signals.values() if s.mode != "given"))
    cells = cell_arrays(shape, builder, people=people, fed=fed)
    calendar = steps(situation.calendar)
    by_hand = checked_changes(situation, names, changes or {})
    parts = Segments.of(calendar, [day for event in situation.events.values() for day in begins(event)])
    return Model(
        situation=situation,
        changes=by_hand,
        positions=dict(sorted((switches or {}).items())),
        fixed={**switched(situation, names, switches or {}), **by_hand},
        steps=calendar,
        days=np.array([(last - first).days + 1.0 for first, last in calendar]),
        names=names,
        shape=shape,
        cells=cells,
        layout=builder.build(),
        arrivals=people,
        base_terms=padded([hazard_terms(names, way) for way in shape.ways]),
        pace=_pace(situation, shape),
        segments=parts,
        acting=_acting(situation, parts.spans),
        fed=fed,
        luck=np.array([_luck(situation, name) for name in names.names], np.uint64),
    )


def fixed_by(model: Model, positions: Mapping[str, str]) -> dict[str, float]:
    """Give the numbers that are not drawn with loops and switches at `positions`: what was set by hand stays set."""
    return {**switched(model.situation, model.names, positions), **model.changes}


def _pace(situation: Situation, shape: Shape) -> Ints:
    pairs = zip(shape.ways, shape.origins, strict=True)
    return np.array([pace_factor(situation, way, cell) for way, cell in pairs], np.int64)


def _luck(situation: Situation, entry: str) -> int:
    """Address the uniform of an entry. Anchors on one outcome share it: whoever counts high in one year does in others.

    Drawn apart, two claimed stocks a few years from each other would often imply a flow out that nothing supports.
    """
    kind, _, anchor = entry.partition(":")
    name = situation.anchors[anchor].outcome if anchor else entry
    return address(kind if anchor else "parameter", name)


def _acting(situation: Situation, parts: tuple[Span, ...]) -> dict[str, Floats]:
    """Find once in which part of each segment each event acts."""
    found: dict[str, Floats] = {}
    for event in situation.events.values():
        if event.shape == "series":
            years = sorted(int(y) for y in situation.parameters[event.size].entries)
            found[event.id] = yearly(years, parts)
        else:
            found[event.id] = presence(event, parts)
    return found
