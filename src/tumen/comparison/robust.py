"""When a result may be called *robust*, and when it depends on something, with its name.

The rule against false comfort (description of the system, section 8.4): a result that holds in the low and the high
world, and under both answers to each disputed sign, may be called robust; any other is called *depends on*, with the
axis. A result is a statement that is true or false of a case, such as "fewer people are returned with it than without
it in most futures".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tumen.errors import RunError

Holds = NDArray[np.int8]
"""1 where a result holds, -1 where it does not, 0 where it cannot be told."""
Word = Literal["robust", "does not hold", "depends on", "cannot be told"]
_SIGMAS = 2.0
_HALF = 0.5
_BOTH = 2
_AND = " and "


@dataclass(frozen=True)
class Verdict:
    """What a result may be called.

    Attributes:
        word: ``robust``: it holds in every case. ``does not hold``: in none, and that is as sure. ``depends on``: it
            holds in some cases and not in others, or was not looked at on both sides of what is disputed. ``cannot be
            told``: there are too few futures to say.
        axes: On which it depends, or at whose cases it cannot be told; empty for the first two words.
        untried: Of `axes`, those on which only one side was looked at.
    """

    word: Word
    axes: tuple[str, ...] = ()
    untried: tuple[str, ...] = ()


def holds(share: NDArray[np.float64], error: NDArray[np.float64], *, most: float = _HALF) -> Holds:
    """Say in which cases something is so in most futures, beyond the error of having drawn only so many.

    Args:
        share: Of the futures of a case in which it is so, ``[...]``.
        error: Standard error of it, same shape, from `monte_carlo_error`; not a number where it is not known.
        most: What a share must exceed, or fall short of, by two standard errors.

    Returns:
        1, -1 or 0, ``[...]``.
    """
    beyond = np.nan_to_num(_SIGMAS * error, nan=np.inf)
    return np.where(share - most > beyond, 1, np.where(most - share > beyond, -1, 0)).astype(np.int8)


def verdict(result: Holds, axes: Sequence[str], *, disputed: Sequence[str]) -> Verdict:
    """Say what a result may be called.

    Args:
        result: Whether it holds in each case: one axis for each of `axes`, of which each place is a world or a
            position, ``[world, sign, sign, ...]``.
        axes: Their names: ``world``, and each premise that was looked at.
        disputed: Axes of which both sides must have been looked at before anything is robust: the worlds and the
            disputed signs. One at least: where nothing is disputed nothing was tested.

    Raises:
        RunError: T363 if the axes are not those of the result, or nothing is disputed.
    """
    if len(axes) != result.ndim or len(set(axes)) != len(axes) or not disputed or not result.size:
        raise RunError(
            "T363",
            f"a result of {result.shape} cases stands for the axes {', '.join(axes)}; disputed: {', '.join(disputed)}",
            where="what is to be called robust",
            remedy="give one name for each axis of the result, and name what is disputed",
        )
    untried = tuple(name for name in disputed if name not in axes or result.shape[list(axes).index(name)] < _BOTH)
    if (result > 0).any() and (result < 0).any():
        return Verdict("depends on", (*_moving(result, axes), *untried), untried)
    if (result == 0).any():
        return Verdict("cannot be told", (*_moving(result, axes), *untried), untried)
    if untried:
        return Verdict("depends on", untried, untried)
    return Verdict("robust" if (result > 0).all() else "does not hold")


def words(of: Verdict, titles: Mapping[str, str]) -> str:
    """Tell a verdict.

    Args:
        of: From `verdict`.
        titles: Axis → how it is told, as a noun: "whether publicity leads to arrests (L2)"; an axis without one is
            told by its name.
    """
    untried = dict.fromkeys(of.untried, " (not looked at on both sides)")
    listed = _AND.join(titles.get(name, name) + untried.get(name, "") for name in of.axes)
    if of.word == "depends on":
        return f"depends on {listed}"
    if of.word == "cannot be told":
        return "cannot be told from so few futures" + (f" in every case of {listed}" if listed else "")
    if of.word == "robust":
        return "robust: it holds in each world and under both answers to each disputed sign"
    return "does not hold, in any world or under any answer to a disputed sign"


def _moving(result: Holds, axes: Sequence[str]) -> tuple[str, ...]:
    """Give the axes along which the result changes, all others alike: between yes and no, or at all where none does."""
    sides = [np.moveaxis(result, axis, 0) for axis in range(result.ndim)]
    turns = [bool(((side > 0).any(axis=0) & (side < 0).any(axis=0)).any()) for side in sides]
    moves = [bool((side != side[0]).any()) for side in sides]
    return tuple(name for name, is_it in zip(axes, turns if any(turns) else moves, strict=True) if is_it)
