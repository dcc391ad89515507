"""The axes along which an answer may change; all that is enforcement is one of them, and never looked at by parts.

Which search, fine, fence, place or season would have more effect is never asked. So the numbers behind enforcement are
one joint axis, *how hard the state searches*, before anything is looked for: they count alike, move together, and none
of them can be asked for by itself, left out, or held while others move.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tumen.errors import RunError, SafetyError

Floats = NDArray[np.float64]
JOINT = "how hard the state searches"
"""Name of the joint axis. It has no unit: its figures are shares of the futures looked at, from 0 to 1."""
_SHOWN = 8
_TABLE = 2
_MIDDLE = 0.5


@dataclass(frozen=True)
class Axes:
    """Axes as they may be looked at. Made by `joint_axes` alone.

    Attributes:
        names: In order: those that are no enforcement as they were given, then the joint axis where there is one.
        given: Names as they were given: the columns of a table of numbers.
        members: What the joint axis is made of: 1 where more of it is searching harder, -1 where less is, 0 where
            neither end is surely the harder; empty where nothing given is enforcement.
    """

    names: tuple[str, ...]
    given: tuple[str, ...]
    members: Mapping[str, int] = field(default_factory=dict)

    def position(self, name: str) -> int:
        """Find the column of an axis in what `merged` gives.

        Raises:
            SafetyError: T360 if it is enforcement.
            RunError: T363 if there is no such axis.
        """
        if name in self.members:
            raise _alone(f"{name} is a part of how hard the state searches", f"look at {JOINT!r} as a whole")
        if name not in self.names:
            listed = ", ".join(self.names[:_SHOWN])
            raise RunError("T363", f"there is no axis {name!r}", where="the axes", remedy=f"name one of: {listed}")
        return self.names.index(name)

    def merged(self, values: Floats) -> Floats:
        """Put the columns of enforcement together, ``[future, axis]`` in the order of `names`.

        Each number behind enforcement is ranked among the futures, turned so that more is searching harder; the mean
        of the ranks, all counting alike, is ranked again. At 0.7 the state searches harder than in 70 of 100 futures.

        Args:
            values: ``[future, given]``, in the order of `given`.

        Raises:
            RunError: T361 if a number is missing, or there are not as many columns as names.
            SafetyError: T360 if some numbers of enforcement are the same in all futures while others move.
        """
        if values.ndim != _TABLE or values.shape[1] != len(self.given) or not np.isfinite(values).all():
            problem = (
                f"a table of {values.shape} with {int(np.isnan(values).sum())} gaps stands for {len(self.given)} axes"
            )
            remedy = "give a number for each axis in each future; leave out the draws that were rejected"
            raise RunError("T361", problem, where="the numbers of the futures", remedy=remedy)
        kept = values[:, [self.given.index(name) for name in self.names if name != JOINT]]
        return np.column_stack([kept, self._joint(values)]) if self.members else kept

    def levels(self, share: float) -> dict[str, float]:
        """Give how far along its range each number of enforcement is where the joint axis is at `share`.

        Args:
            share: From 0, the softest, to 1.

        Returns:
            Name → share of its own range that lies below; without those of which neither end is surely the harder.
        """
        return {name: share if sign > 0 else 1 - share for name, sign in self.members.items() if sign}

    def _joint(self, values: Floats) -> Floats:
        sided = {name: sign for name, sign in self.members.items() if sign}
        columns = {name: sign * values[:, self.given.index(name)] for name, sign in sided.items()}
        still = [name for name, column in columns.items() if np.ptp(column) == 0]
        if still and len(still) < len(columns):
            problem = f"{', '.join(still[:_SHOWN])} is held while other numbers of enforcement move"
            raise _alone(problem, "let all of them move, or hold all of them")
        every = [ranks(column) for column in columns.values()]
        return ranks(np.sum(every, axis=0)) / max(len(values) - 1, 1) if every else np.full(len(values), _MIDDLE)


def joint_axes(names: Sequence[str], enforcement: Mapping[str, int]) -> Axes:
    """Make one axis of all that is enforcement.

    Args:
        names: Of the numbers and premises that differ between futures; enforcement may stand among them.
        enforcement: All numbers of the situation behind enforcement: 1 where more of it is searching harder, -1 where
            less is, 0 where neither end is surely the harder.

    Raises:
        SafetyError: T360 if some of enforcement stands among the names and some does not: what is left of a whole is a
            part of it.
        RunError: T363 if a name stands there twice, or is that of the joint axis.
    """
    doubled = [name for name in names if name == JOINT or list(names).count(name) > 1]
    if doubled:
        problem = f"{doubled[0]!r} would be two axes"
        raise RunError("T363", problem, where="the axes", remedy="give each axis a name of its own")
    inside = [name for name in names if name in enforcement]
    missing = [name for name in enforcement if name not in names]
    if inside and missing:
        problem = f"{', '.join(inside[:_SHOWN])} is asked for without {', '.join(missing[:_SHOWN])}"
        raise _alone(problem, "name all numbers of enforcement, or none of them")
    rest = tuple(name for name in names if name not in enforcement)
    return Axes((*rest, JOINT) if inside else rest, tuple(names), {name: enforcement[name] for name in inside})


def _alone(problem: str, remedy: str) -> SafetyError:
    return SafetyError("T360", problem, where="the axes", remedy=remedy)


def ranks(values: Floats) -> Floats:
    """Give how many of the values lie below each, those that tie half, ``[future]``.

    Args:
        values: ``[future]``.
    """
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts + 1) / 2)[place]
