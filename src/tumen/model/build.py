"""From a situation to a model: cells, ways and what every number of the tables is made of, found once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from tumen.cells import Cells, Floats, Ints
from tumen.model.changes import checked_changes, switched
from tumen.model.journey import JourneyModel, journey_model
from tumen.model.layout import Layout, LayoutBuilder, hazard_terms, pace_factor
from tumen.model.model import Common, ModelBase
from tumen.model.people import Arrivals, arrivals
from tumen.model.shape import Shape, cell_arrays
from tumen.model.terms import Entries, padded
from tumen.process.daily import Segments, Span
from tumen.process.given import begins, presence, yearly
from tumen.situation import Situation
from tumen.situation.calendar import steps
from tumen.streams import address


@dataclass(frozen=True, eq=False, kw_only=True)
class CompeteModel(ModelBase):
    """A model in which the exits of a cell compete.

    Attributes:
        cells: Cells and ways as arrays.
        layout: Rows of the dated tables.
        arrivals: People at the beginning and inflows.
        base_terms: What the base hazard of each exit is the product of, ``[exit, factor]``.
        pace: Stages of an Erlang stay that an exit ends, ``[exit]``.
        segments: Stretches of time in which no event begins or ends.
        acting: Event → its part in each segment, ``[segment]`` (``[segment, year]`` for a series).
        fed: Signals that flows feed, sorted.
    """

    cells: Cells = field(repr=False)
    layout: Layout = field(repr=False)
    arrivals: Arrivals = field(repr=False)
    base_terms: Ints = field(repr=False)
    pace: Ints = field(repr=False)
    segments: Segments = field(repr=False)
    acting: Mapping[str, Floats] = field(repr=False)
    fed: tuple[str, ...]


Model = CompeteModel | JourneyModel
"""A situation made ready to run."""


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
            addresses collide; T191 if a journey is too large.
        UsageError: T420 if a name in `changes` is unknown, T003 if its value is impossible; T421 for a switch.
        SafetyError: T701 if a change would raise enforcement.
    """
    names, calendar = Entries(situation), steps(situation.calendar)
    by_hand = checked_changes(situation, names, changes or {})
    common: Common = {
        "situation": situation,
        "changes": by_hand,
        "positions": dict(sorted((switches or {}).items())),
        "fixed": {**switched(situation, names, switches or {}), **by_hand},
        "steps": calendar,
        "days": np.array([(last - first).days + 1.0 for first, last in calendar]),
        "names": names,
        "luck": np.array([_luck(situation, name) for name in names.names], np.uint64),
    }
    return _compete(common) if situation.journey is None else journey_model(common, situation.journey)


def _compete(common: Common) -> CompeteModel:
    situation, names, shape = common["situation"], common["names"], Shape.of(common["situation"])
    builder = LayoutBuilder(situation, names)
    people = arrivals(situation, names, shape.index)
    fed = tuple(sorted(s.id for s in situation.signals.values() if s.mode != "given"))
    parts = Segments.of(common["steps"], [day for event in situation.events.values() for day in begins(event)])
    return CompeteModel(
        **common,
        shape=shape,
        cells=cell_arrays(shape, builder, people=people, fed=fed),
        layout=builder.build(),
        arrivals=people,
        base_terms=padded([hazard_terms(names, way) for way in shape.ways]),
        pace=_pace(situation, shape),
        segments=parts,
        acting=_acting(situation, parts.spans),
        fed=fed,
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
