"""Where a clock runs, which ways carry it on or start it, and which outcomes read it: as indices, found once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal

import numpy as np

from tumen.cells import ELAPSED, OVER_FOUR_YEARS, SAME_YEAR, WITHIN_ONE_YEAR, ClockPlan, Ints
from tumen.model.build import CompeteModel
from tumen.model.expand import Cell, Leg, Way
from tumen.policy import Clock, Outcome

_ASKED: Mapping[str, int] = {
    "elapsed": ELAPSED,
    "same_year": SAME_YEAR,
    "within_one_year": WITHIN_ONE_YEAR,
    "over_four_years": OVER_FOUR_YEARS,
}
_NO_CLOCK = Clock("", "", (), ())
_NONE = -1
Hand = Literal["none", "carried", "new"]
"""Whether somebody has no clock, the one with which he or she set out on a way, or one that was started on it."""
Counted = Callable[[CompeteModel, Outcome, Cell], bool]
"""Tells whether people in a cell are among those of whom an outcome speaks."""


def clock_plan(model: CompeteModel, outcomes: Sequence[Outcome], counted: Counted) -> ClockPlan:
    """Plan what a run carries along for the outcomes that read a clock: nothing where there are none.

    Args:
        model: From `build`.
        outcomes: In the order of the results.
        counted: From `tumen.model.plan`.
    """
    clocks = [model.situation.clocks[outcome.clock] for outcome in outcomes if outcome.clock]
    face = _Face(model, clocks[0] if clocks else _NO_CLOCK)
    exits = range(model.n_exits)
    inflow = np.array(face.inflows(), np.int64).reshape(-1, 2)
    asking = [(o, outcome) for o, outcome in enumerate(outcomes) if outcome.clock]
    passing = [(e, o, outcome, hand) for o, outcome in asking for e, hand in face.passing(outcome, counted)]
    reads = sorted((e, o, _ASKED[outcome.clocked]) for e, o, outcome, hand in passing if hand == "carried")
    onward, start = (_ints(face.target(e, hand) for e in exits) for hand in ("carried", "new"))
    return ClockPlan(
        cell=_ints(face.slot),
        origin=_ints(map(face.origin, exits)),
        onward=onward,
        start=start,
        carrying=np.flatnonzero(onward >= 0),
        starting=np.flatnonzero(start >= 0),
        reading=_ints(sorted({e for e, _, _ in reads})),
        inflow=inflow[:, 0].copy(),
        inflow_slot=inflow[:, 1].copy(),
        first=np.searchsorted(_ints(e for e, _, _ in reads), np.arange(model.n_exits + 1)).astype(np.int64),
        outcome=_ints(o for _, o, _ in reads),
        asked=_ints(asked for _, _, asked in reads),
        year=_ints(last.year for _, last in model.steps),
        passed=np.array([_passed(first, last) for first, last in model.steps]),
    )


def no_clock() -> ClockPlan:
    """Plan for runs in which nobody carries a clock."""
    empty: dict[str, Any] = dict.fromkeys(ClockPlan._fields, np.zeros(0, np.int64))
    return ClockPlan(**empty)._replace(passed=np.zeros(0))


def begun_on_the_way(model: CompeteModel, outcome: Outcome, counted: Counted) -> list[int]:
    """Give the exits at which an outcome counts people because they have started its clock on the same way.

    Their time is 0, so that they count wherever those are asked for who started it in the same year or within one.
    """
    if outcome.clocked not in ("same_year", "within_one_year"):
        return []
    face = _Face(model, model.situation.clocks[outcome.clock])
    return [e for e, hand in face.passing(outcome, counted) if hand == "new"]


class _Face:
    """A clock on the cells and ways of a model: the cells in which it runs have a slot each.

    Attributes:
        slot: Running cell → slot.
        hands: What somebody has before each leg of each way, and at its end.
    """

    def __init__(self, model: CompeteModel, clock: Clock) -> None:
        self._model = model
        self._origins = model.shape.origins
        self.slot = {i: s for s, i in enumerate(i for i, c in enumerate(model.shape.cells) if c.status in clock.runs)}
        ways = zip(model.shape.ways, self._origins, strict=True)
        self.hands = tuple(_hands(clock, way, origin) for way, origin in ways)

    def origin(self, e: int) -> int:
        """Give the slot that people leave by an exit."""
        return self.slot.get(self._model.shape.index[self._origins[e]], _NONE)

    def target(self, e: int, hand: Hand) -> int:
        """Give the slot that an exit reaches, if people have this clock at its end, or -1."""
        return self.slot[int(self._model.cells.target[e])] if self.hands[e][-1] == hand else _NONE

    def inflows(self) -> list[tuple[int, int]]:
        """Pair the inflows into a running cell with its slot."""
        inflows = enumerate(self._model.arrivals.inflows)
        return [(i, self.slot[arrival.cell]) for i, arrival in inflows if arrival.cell in self.slot]

    def passing(self, outcome: Outcome, counted: Counted) -> Iterator[tuple[int, Hand]]:
        """Give the exits at which an outcome reads the clock of people, and which one they have there, leg by leg."""
        named = frozenset(outcome.exits)
        for e, leg, hand in self._legs():
            asked = hand != "none" and named & {leg.exit.id, leg.exit.group}
            if asked and counted(self._model, outcome, leg.cell):
                yield e, hand

    def _legs(self) -> Iterator[tuple[int, Leg, Hand]]:
        for e, way in enumerate(self._model.shape.ways):
            hands: tuple[Hand, ...] = self.hands[e]
            for k, leg in enumerate(way.legs):
                yield e, leg, hands[k]


def _hands(clock: Clock, way: Way, origin: Cell) -> tuple[Hand, ...]:
    """Give what somebody has before each leg of a way, and at its end.

    A status in which the clock does not run takes it away. Whoever comes from there into one in which it runs starts
    it, and so does whoever goes through an exit that starts it.
    """
    held: Hand = "carried" if origin.status in clock.runs else "none"
    found: list[Hand] = [held]
    entered = [*(leg.cell.status for leg in way.legs[1:]), way.target.status]
    for leg, status in zip(way.legs, entered, strict=False):
        starts = held == "none" or bool({leg.exit.id, leg.exit.group} & set(clock.starts))
        held = "none" if status not in clock.runs else "new" if starts else held
        found.append(held)
    return tuple(found)


def _passed(first: date, last: date) -> float:
    """Give the part of the calendar year of `last` that has passed in the middle of a step."""
    begins, ends = date(last.year, 1, 1), date(last.year + 1, 1, 1)
    middle = (first.toordinal() + last.toordinal() + 1) / 2
    return max(middle - begins.toordinal(), 0.0) / (ends - begins).days


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), np.int64)
