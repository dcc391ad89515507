"""The dated side of a model: which group, signals and shares each row of the hazard tables is the product of.

The columns of a dated matrix ``[step, column]`` are: 1, hazard groups, given signals, members of fans and splits. A row
of the tables is the product of a few of its columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tumen.cells import Ints
from tumen.model.expand import Cell, Leg, Way, exits_of
from tumen.model.terms import Entries, Interned, columns, padded
from tumen.situation import Situation
from tumen.world import Exit


@dataclass(frozen=True)
class Layout:
    """Columns and rows of the dated matrix.

    Attributes:
        groups: Hazard groups, sorted; the first column is 1.
        signals: Given signals, sorted.
        member_terms: Weight of each member, places in the vector of a draw, ``[member, factor]``.
        member_opens: Signals that open it, columns, ``[member, factor]``.
        member_exit: Id of its exit.
        member_first: First member of each fan or split, ``[context + 1]``.
        row_columns: Columns whose product is a row, ``[row, factor]``.
        row_group: Group of each row, ``[row]``.
    """

    groups: tuple[str, ...]
    signals: tuple[str, ...]
    member_terms: Ints
    member_opens: Ints
    member_exit: tuple[str, ...]
    member_first: tuple[int, ...]
    row_columns: Ints
    row_group: tuple[int, ...]


Member = tuple[str, int, tuple[int, ...]]
Context = tuple[Member, ...]
Row = tuple[int, tuple[int, ...], tuple[tuple[int, int], ...]]


class LayoutBuilder:
    """Gathers the contexts and rows that ways need while a model is built."""

    def __init__(self, situation: Situation, entries: Entries) -> None:
        self._situation = situation
        self._entries = entries
        self.groups = tuple(sorted(situation.groups))
        self.signals = tuple(sorted(s.id for s in situation.signals.values() if s.mode == "given"))
        self._group = columns(self.groups, 1)
        self._signal = columns(self.signals, 1 + len(self.groups))
        self._exits: dict[Cell, tuple[Exit, ...]] = {}
        self._contexts: Interned[Context] = Interned()
        self._rows: Interned[Row] = Interned()

    def group_row(self, group: str) -> int:
        """Give the row that follows a group alone."""
        return self._rows.place((self._group[group] - 1, (self._group[group],), ()))

    def row(self, way: Way) -> int:
        """Give the row that the hazard (or weight) of `way` follows."""
        first = (way.legs or way.pace)[0]
        group = self._group[first.exit.group]
        opens = tuple(sorted(self._signal[s] for s in first.exit.opens))
        if way.at_end:  # a weight that the kernel normalises itself
            fixed = (group, *opens) if way.legs else (group,)
            sharing = way.legs[1:]
        elif first.exit.share:  # a fan: closed exits divert, so they act on the share
            fixed = (group,)
            sharing = way.legs
        else:
            fixed = (group, *opens)
            sharing = way.legs[1:]
        return self._rows.place((group - 1, fixed, tuple(self._member(leg) for leg in sharing)))

    def _member(self, leg: Leg) -> tuple[int, int]:
        """Give context and position of an exit among those it shares with."""
        rivals = self._rivals(leg.exit, leg.cell)
        context: Context = tuple(
            (e.id, self._entries.term(e.share, leg.cell), tuple(self._signal[s] for s in e.opens)) for e in rivals
        )
        return self._contexts.place(context), [e.id for e in rivals].index(leg.exit.id)

    def _rivals(self, exit: Exit, cell: Cell) -> list[Exit]:
        """Give the exits that share with `exit` in `cell`: its fan, or all exits of an instant status."""
        if cell not in self._exits:
            self._exits[cell] = exits_of(self._situation, cell)
        return [e for e in self._exits[cell] if e.share and e.fan == exit.fan]

    def build(self) -> Layout:
        """Freeze what was gathered."""
        contexts = self._contexts.things
        members = [member for context in contexts for member in context]
        first = [0]
        for context in contexts:
            first.append(first[-1] + len(context))
        shares = 1 + len(self.groups) + len(self.signals)
        rows = [
            (group, [*fixed, *(shares + first[c] + position for c, position in pairs)])
            for group, fixed, pairs in self._rows.things
        ]
        return Layout(
            groups=self.groups,
            signals=self.signals,
            member_terms=padded([[term] for _, term, _ in members]),
            member_opens=padded([opens for _, _, opens in members]),
            member_exit=tuple(member for member, _, _ in members),
            member_first=tuple(first),
            row_columns=padded([product for _, product in rows]),
            row_group=tuple(group for group, _ in rows),
        )


def hazard_terms(entries: Entries, way: Way) -> list[int]:
    """Give the places in the vector of a draw whose product is the base hazard (or weight) of `way`."""
    first = (way.legs or way.pace)[0]
    if way.at_end:
        return [entries.term(first.exit.share, first.cell)] if way.legs else []
    terms = [entries.term(first.exit.hazard, first.cell, hazard=True)]
    return terms + [entries.term(factor, first.cell) for factor in first.exit.factors]


def pace_factor(situation: Situation, way: Way, cell: Cell) -> int:
    """Give by how much an Erlang stay quickens a way: its number of stages for those that end it."""
    stay = situation.statuses[cell.status].stay
    ends = bool(way.pace) or bool(way.legs and way.legs[0].exit.at_end)
    return stay.stages if stay.kind == "erlang" and ends else 1


def signal_columns(layout: Layout) -> Mapping[str, int]:
    """Give the column of each given signal."""
    return columns(layout.signals, 1 + len(layout.groups))
