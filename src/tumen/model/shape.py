"""The cells and ways of a situation in order, and the arrays made from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from tumen.cells import Cells, Ints, Words
from tumen.errors import SituationError
from tumen.model.expand import Cell, Way, reach
from tumen.model.layout import Layout, LayoutBuilder
from tumen.model.people import Arrivals, crowds
from tumen.situation import Situation
from tumen.streams import address


@dataclass(frozen=True)
class Shape:
    """Cells sorted by label, and their ways out.

    Attributes:
        situation: What it was made from.
        cells: Sorted by label.
        ways: Ways out of the first cell, of the second, and so on.
        first: First way of each cell, ``[cell + 1]``.
        index: Place of each cell among `cells`.
    """

    situation: Situation
    cells: tuple[Cell, ...]
    ways: tuple[Way, ...]
    first: Ints
    index: Mapping[Cell, int]

    @classmethod
    def of(cls, situation: Situation) -> Shape:
        """Expand a situation."""
        found = reach(situation, [cell for crowd in crowds(situation) for cell, _ in crowd.cells(situation)])
        cells = tuple(found)
        first = np.cumsum([0, *(len(found[cell]) for cell in cells)]).astype(np.int64)
        ways = tuple(way for cell in cells for way in found[cell])
        return cls(situation, cells, ways, first, {cell: i for i, cell in enumerate(cells)})

    @property
    def origins(self) -> tuple[Cell, ...]:
        """The cell that each way leaves."""
        counts = np.diff(self.first)
        return tuple(cell for cell, n in zip(self.cells, counts, strict=True) for _ in range(n))

    @property
    def exit_labels(self) -> tuple[str, ...]:
        """Address of each way in words: place|cohort|status|stage|exit."""
        return tuple(f"{cell.label}|{way.label}" for cell, way in zip(self.origins, self.ways, strict=True))


def addresses(labels: Iterable[str], *, where: str = "exits.csv") -> Words:
    """Hash labels, ``[label]``; `where` is the file that names them.

    Raises:
        SituationError: T190 if two labels have the same address, so that they would share their luck.
    """
    seen: dict[int, str] = {}
    for label in labels:
        at = address(label)
        if at in seen:
            raise SituationError(
                "T190",
                f"two {where.removesuffix('.csv')} have the same address: {seen[at]} and {label}",
                where=where,
                remedy=f"rename one of the two {where.removesuffix('.csv')}",
            )
        seen[at] = label
    return np.array(list(seen), np.uint64)


def cell_arrays(shape: Shape, builder: LayoutBuilder, *, people: Arrivals, fed: tuple[str, ...]) -> Cells:
    """Make the arrays of a model; `builder` gathers the rows that ways follow."""
    situation = shape.situation
    rows = [builder.row(way) for way in shape.ways]
    rows_of_inflows = [builder.group_row(arrival.group) for arrival in people.inflows]
    layout, seat = builder.build(), _seat_of_ways(shape)
    occupants, feeding = _occupants(shape), _feeding(shape, fed)
    address_of = addresses([*shape.exit_labels, *(arrival.label for arrival in people.inflows)])
    return Cells(
        first=shape.first,
        end=_ends(shape),
        origin=np.repeat(np.arange(len(shape.cells)), np.diff(shape.first)),
        target=_ints(shape.index[way.target] for way in shape.ways),
        row=_ints(rows),
        address=address_of[: len(shape.ways)],
        seat=seat,
        seated_cells=_ints(sorted({shape.index[c] for c, s in zip(shape.origins, seat, strict=True) if s >= 0})),
        occupant_seat=occupants[:, 0].copy(),
        occupant_cell=occupants[:, 1].copy(),
        seat_per_step=_ints(situation.seats[s].per == "step" for s in sorted(situation.seats)),
        row_group=_ints(layout.row_group),
        row_noise=_row_noise(situation, layout),
        delay=_ints(situation.signals[s].delay for s in fed),
        feed_first=np.searchsorted(feeding[:, 0], np.arange(len(shape.ways) + 1)),
        feed_signal=feeding[:, 1].copy(),
        inflow_cell=_ints(arrival.cell for arrival in people.inflows),
        inflow_address=address_of[len(shape.ways) :],
        inflow_row=_ints(rows_of_inflows),
        inflow_parent=_ints(arrival.parent for arrival in people.inflows),
    )


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), np.int64)


def _row_noise(situation: Situation, layout: Layout) -> Ints:
    noises = sorted(situation.noises)
    groups = [situation.groups[layout.groups[g]] for g in layout.row_group]
    return _ints(noises.index(g.noise) if g.noise else -1 for g in groups)


def _pairs(pairs: list[tuple[int, int]]) -> Ints:
    return np.array(pairs, np.int64).reshape(-1, 2)


def _ends(shape: Shape) -> Ints:
    """Find the first way of each cell that is taken at the end of a stay."""
    spans = zip(shape.first[:-1], shape.first[1:], strict=True)
    return _ints(next((i for i in range(a, b) if shape.ways[i].at_end), b) for a, b in spans)


def _seat_of_ways(shape: Shape) -> Ints:
    names = sorted(shape.situation.seats)
    return _ints(
        names.index(way.legs[0].exit.seats) if way.legs and way.legs[0].exit.seats else -1 for way in shape.ways
    )


def _occupants(shape: Shape) -> Ints:
    """Pair each limit on a stock with the cells whose people hold its seats."""
    seats = [shape.situation.seats[s] for s in sorted(shape.situation.seats)]
    return _pairs(
        [
            (s, i)
            for s, limit in enumerate(seats)
            for i, cell in enumerate(shape.cells)
            if cell.status in limit.occupied_by and (not limit.places or cell.place in limit.places)
        ]
    )


def _feeding(shape: Shape, fed: tuple[str, ...]) -> Ints:
    """Pair the ways that feed a signal with it; a way counts once for each of its legs."""
    signals = [shape.situation.signals[s] for s in fed]
    return _pairs(
        [
            (i, s)
            for i, way in enumerate(shape.ways)
            for s, signal in enumerate(signals)
            for leg in way.legs
            if leg.exit.id in signal.fed_by or leg.exit.group in signal.fed_by
        ]
    )
