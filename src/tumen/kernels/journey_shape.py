"""A journey as records: what is looked at together lies together, and compiled code has few arrays to carry.

The names are those of `tumen.cells_journey`, where they are explained: ``stands[s].place`` is ``stand_place[s]``.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tumen.cells_journey import JourneyCells, JourneyTables

Records = NDArray[Any]


class Shape(NamedTuple):
    """Cells of a journey; ``first`` and ``end`` are the bounds of the records that belong to one.

    Attributes:
        places: ``address, new`` ``[place]``.
        stands: ``place, plan, plain, address, first, end`` (of choices) ``[stand]``.
        choices: ``place, address, reach, way_first, way_end, option_first, option_end`` ``[choice]``; its reach is
            ``(softening + km)^power``.
        ways: ``link`` ``[way]``.
        options: ``leg, link, foot`` ``[option]``; ``foot`` as of the position where the leg begins.
        legs: ``link, stand, back, begin, km, speed`` ``[leg]``.
        positions: ``leg, link, km, ride, walk, foot, shut, sent, node, address`` ``[position]``.
        nodes: ``stand, km, address, first`` ``[node]``; the onward of option o is ``first + o``.
        onwards: ``ride, walk`` ``[onward]``.
        walking_speed, speed, bins, levels: As in the cells.
    """

    places: Records
    stands: Records
    choices: Records
    ways: Records
    options: Records
    legs: Records
    positions: Records
    nodes: Records
    onwards: Records
    walking_speed: float
    speed: float
    bins: int
    levels: int


class Numbers(NamedTuple):
    """Tables of a journey.

    Attributes:
        days: ``chance, pull, camp, town, come_weight, capacity`` ``[step, place]``.
        links: ``order, shuts`` ``[step, link]``.
        come: ``[step]``.
        walking_share: ``[link]``.
        full_from, pull_power, pull_floor, prune_below, certain_plans: As in the tables.
    """

    days: Records
    links: Records
    come: Records
    walking_share: Records
    full_from: float
    pull_power: float
    pull_floor: float
    prune_below: float
    certain_plans: int


def _records(**columns: NDArray[Any]) -> Records:
    """Put columns of one shape into records."""
    first = next(iter(columns.values()))
    table = np.empty(first.shape, [(name, column.dtype) for name, column in columns.items()])
    for name, column in columns.items():
        table[name] = column
    return table


def _of(source: JourneyCells | JourneyTables, prefix: str, fields: str, **more: NDArray[Any]) -> Records:
    return _records(**{name: getattr(source, prefix + name) for name in fields.split()}, **more)


def shape_of(cells: JourneyCells, tables: JourneyTables) -> Shape:
    """Put the cells of a journey into records."""
    first, way, option, legs = cells.choice_first, cells.way_first, cells.option_first, cells.option_leg
    reach = (tables.distance_softening + cells.choice_km) ** tables.distance_power
    bounds = {"way_first": way[:-1], "way_end": way[1:], "option_first": option[:-1], "option_end": option[1:]}
    return Shape(
        _records(address=cells.place_address, new=cells.stand_new),
        _of(cells, "stand_", "place plan plain address", first=first[:-1], end=first[1:]),
        _of(cells, "choice_", "place address", reach=reach, **bounds),
        _of(cells, "way_", "link"),
        _of(cells, "option_", "leg", link=cells.leg_link[legs], foot=cells.position_foot[cells.leg_begin[legs]]),
        _of(cells, "leg_", "link stand back begin km speed"),
        _of(
            cells,
            "position_",
            "leg km ride walk foot shut sent node address",
            link=cells.leg_link[cells.position_leg],
        ),
        _of(cells, "node_", "stand km address", first=cells.onward_first[:-1] - option[first[cells.node_stand]]),
        _of(cells, "onward_", "ride walk"),
        cells.walking_speed,
        cells.speed,
        cells.bins,
        cells.levels,
    )


def numbers_of(tables: JourneyTables) -> Numbers:
    """Put the tables of a journey into records."""
    return Numbers(
        _of(tables, "", "chance pull camp town come_weight capacity"),
        _of(tables, "", "order shuts"),
        tables.come,
        tables.walking_share,
        tables.full_from,
        tables.pull_power,
        tables.pull_floor,
        tables.prune_below,
        tables.certain_plans,
    )
