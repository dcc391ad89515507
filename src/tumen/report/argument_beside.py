"""Where the data stand on a premise: reported figures beside the model, with the premise in each position."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from tumen.argument.baselines import Baselines
from tumen.argument.premises import Premise
from tumen.ensemble import recorded
from tumen.report.beside import MISSED
from tumen.report.compare import Compared, comparisons
from tumen.report.figures import Figure
from tumen.report.numbers import Shown, Spread
from tumen.report.summary import summarise
from tumen.situation import Situation

if TYPE_CHECKING:
    import xarray as xr

Rows = Mapping[str, Sequence[Compared]]
"""Position → the same reported figures, in the same order; no position in which too few draws meet the anchors."""
_TEST, _UNKNOWN = "test", "unknown"
LEAST = 10
"""Draws without which no range is told."""


@dataclass(frozen=True)
class Apart:
    """A reported figure that tells positions of a premise apart in a world: met in one and missed in another.

    Attributes:
        world: Id.
        rows: Position → the figure beside the model.
    """

    world: str
    rows: Mapping[str, Compared]

    @property
    def figure(self) -> Figure:
        """What is reported."""
        return next(iter(self.rows.values())).asked.figure


@dataclass(frozen=True)
class Stand:
    """What reported figures say of a premise.

    Attributes:
        same: Whether the model says the same in each position, to the last bit.
        anchored: Position → world → draws that meet the anchors of the world.
        tests: World → figures that test the model and are shown in each position.
        met: Position → world → how many of them lie in the range of the model, or overlap it; without a world in which
            too few draws meet the anchors for a range.
        apart: Figures that tell positions apart by more than the edge of a range.
    """

    same: bool
    anchored: Mapping[str, Mapping[str, int]]
    tests: Mapping[str, int]
    met: Mapping[str, Mapping[str, int]]
    apart: tuple[Apart, ...]

    @property
    def told(self) -> bool:
        """Whether in some world two positions can be set beside each other."""
        return any(sum(world in of for of in self.met.values()) > 1 for world in self.tests)


@dataclass(frozen=True)
class _Shown:
    """A run of the baseline in one world, as it may be shown.

    Attributes:
        digest: Of its figures.
        anchored: Draws that meet the anchors.
        rows: Reported figures beside it.
    """

    digest: str
    anchored: int
    rows: tuple[Compared, ...]


def stands(situation: Situation, premises: Sequence[Premise], runs: Baselines) -> dict[str, Stand]:
    """Say for each premise how the model stands to reported figures in each of its positions.

    Args:
        situation: That was run.
        premises: From `premises_of`.
        runs: From `baselines`, of these premises.

    Returns:
        Premise → what figures say; nothing of people that may not be shown.
    """
    shown = {at: {w: _shown(situation, run) for w, run in of.items()} for at, of in runs.runs.items()}
    return {one.name: _stand({p.position: shown[runs.key(one, p.position)] for p in one.places}) for one in premises}


def _shown(situation: Situation, run: xr.Dataset | None) -> _Shown:
    if run is None:
        return _Shown("", 0, ())
    summary = summarise(run, situation)
    rows = tuple(row for one in comparisons(summary) for row in one.rows)
    return _Shown(_digest(run), summary.about.draws - sum(summary.about.rejected.values()), rows)


def _digest(run: xr.Dataset) -> str:
    """Give the SHA-256 of all figures of a run, in the order of their names, and of nothing else."""
    figures = (run[name].values.tobytes() for name in sorted(recorded(run)))
    return hashlib.sha256(b"".join(figures)).hexdigest()


def _stand(shown: Mapping[str, Mapping[str, _Shown]]) -> Stand:
    """Put together what was run of a premise: position → world → run."""
    tests, apart, met = dict[str, int](), list[Apart](), {at: dict[str, int]() for at in shown}
    worlds = next(iter(shown.values())).keys()
    for world in worlds:
        rows = {at: of[world].rows for at, of in shown.items() if of[world].anchored >= LEAST}
        told = [i for i, _ in enumerate(next(iter(rows.values()), ())) if _told(rows, i, world)]
        tests[world] = len(told)
        for at, of in rows.items():
            met[at][world] = sum(_met(of[i], world) for i in told)
        each = ({at: of[i] for at, of in rows.items()} for i in told)
        apart += [Apart(world, of) for of in each if tells_apart(list(of.values()), world)]
    same = all(len({of[world].digest for of in shown.values()}) == 1 for world in worlds)
    anchored = {at: {w: one.anchored for w, one in of.items()} for at, of in shown.items()}
    return Stand(same, anchored, tests, met, tuple(apart))


def _told(rows: Rows, i: int, world: str) -> bool:
    """Whether a figure tests the model and is not withheld in any position."""
    every = [of[i] for of in rows.values()]
    return all(row.asked.standing == _TEST and row.verdicts[world] != _UNKNOWN for row in every)


def _met(row: Compared, world: str) -> bool:
    return row.verdicts[world] not in MISSED


def tells_apart(every: Sequence[Compared], world: str) -> bool:
    """Whether a figure is met in one position and missed in another, where the model says something else.

    Ranges of few draws have unsure ends. So the median in one position must lie outside the middle half of the futures
    in the other as well, and the other way round: otherwise a figure is met and missed by the edge of a range alone.
    """
    pairs = ((a, b) for a, b in combinations(every, 2) if _met(a, world) != _met(b, world))
    return any(
        _beyond(a.spreads[world], b.spreads[world]) and _beyond(b.spreads[world], a.spreads[world]) for a, b in pairs
    )


def _beyond(one: Spread, other: Spread) -> bool:
    """Whether the median of one surely lies outside the middle half of another; not where either is withheld."""
    middle, low, high = _ends(one.q50), _ends(other.q25), _ends(other.q75)
    if middle is None or low is None or high is None:
        return False
    return middle[1] < low[0] or high[1] < middle[0]


def _ends(shown: Shown) -> tuple[float, float] | None:
    """Give the least and the most that a figure can be: of a small one, from nothing to the limit."""
    if shown.reason == "small":
        return 0.0, float(shown.limit)
    return None if shown.value is None else (shown.value, shown.value)
