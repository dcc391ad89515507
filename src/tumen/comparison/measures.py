"""How policies do over futures, outcome by outcome: differences, regret, thresholds, dominance.

Everywhere `figures` are one outcome in one world, ``[policy, future]``: the same futures for each policy, policy 0 is
the baseline. Worlds and positions are never averaged here: ask once for each of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tumen.errors import RunError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Direction = Literal["less", "more"]
"""Whether less or more of an outcome protects people."""
_FAR = 0.9


@dataclass(frozen=True)
class Regret:
    """What is lost with a policy against the best one of each future, which nobody knows beforehand.

    Attributes:
        absolute: In the unit of the outcome, at least 0, ``[policy, future]``.
        relative: Over the size of the best figure, same shape; 0 where both are 0, infinite where only the best is 0.
        maximum: Largest absolute regret, ``[policy]``.
        q90: Absolute regret that nine futures in ten stay below, ``[policy]``.
    """

    absolute: Floats
    relative: Floats
    maximum: Floats
    q90: Floats


def complete(figures: Floats) -> Flags:
    """Find the futures in which every policy has a figure, ``[future]``.

    A future that failed under one policy is left out for all: a pair with one side says nothing.

    Args:
        figures: ``[policy, future]``; not a number where a replicate failed.
    """
    return np.asarray(np.isfinite(figures).all(axis=0))


def difference(figures: Floats) -> Floats:
    """Subtract the baseline of the same future, ``[policy, future]``, in the unit of the outcome.

    Raises:
        RunError: T361 if a figure is missing, or there is none.
    """
    checked(figures, "policy", "future")
    return figures - figures[0]


def helps_share(figures: Floats, direction: Direction) -> Floats:
    """Give the share of futures in which a policy does better than the baseline, ``[policy]``; ties do not count.

    Raises:
        RunError: T361 if a figure is missing; T362 if the outcome has no direction.
    """
    gain = difference(upward(figures, direction))
    return (gain > 0).mean(axis=1)


def harms_share(figures: Floats, direction: Direction) -> Floats:
    """Give the share of futures in which a policy does worse than the baseline, ``[policy]``; ties do not count.

    Raises:
        RunError: As `helps_share`.
    """
    gain = difference(upward(figures, direction))
    return (gain < 0).mean(axis=1)


def regret(figures: Floats, direction: Direction) -> Regret:
    """Give what is lost in each future against the policy that does best in it.

    Raises:
        RunError: T361 if a figure is missing; T362 if the outcome has no direction.

    Source:
        Savage (1951), "The theory of statistical decision", J. Am. Stat. Assoc. 46. The quantile is the usual
        straight line between neighbouring futures.
    """
    oriented = upward(figures, direction)
    best = oriented.max(axis=0)
    absolute = best - oriented
    relative = np.where(absolute > 0, np.inf, 0.0)
    with np.errstate(over="ignore"):  # of a best figure next to nothing the regret is infinite too
        np.divide(absolute, np.abs(best), out=relative, where=best != 0)
    return Regret(absolute, relative, absolute.max(axis=1), np.quantile(absolute, _FAR, axis=1))


def meets(figures: Floats, threshold: float, direction: Direction) -> Floats:
    """Give the share of futures in which a policy meets a threshold, ``[policy]``: it reaches or stays within it.

    Args:
        figures: ``[policy, future]``.
        threshold: In the unit of the outcome; meeting it exactly is meeting it.
        direction: ``less``: at most; ``more``: at least.

    Raises:
        RunError: T361 if a figure is missing; T362 if the outcome has no direction.

    Source:
        The domain criterion: Starr (1962), Product Design and Decision Theory.
    """
    limit = upward(np.array(float(threshold)), direction)
    return (upward(figures, direction) >= limit).mean(axis=1)


def best_share(figures: Floats, direction: Direction) -> Floats:
    """Give the share of futures in which a policy is best, ``[policy]``; policies that tie share a future.

    The shares add up to 1. They hide how little may lie between first and second: show them only beside `regret` and
    `within_share`.

    Raises:
        RunError: T361 if a figure is missing; T362 if the outcome has no direction.
    """
    oriented = upward(figures, direction)
    first = oriented == oriented.max(axis=0)
    return (first / first.sum(axis=0)).mean(axis=1)


def within_share(figures: Floats, direction: Direction, *, within: float = 0.05) -> Floats:
    """Give the share of futures in which a policy loses at most a share `within` of the best figure, ``[policy]``.

    Raises:
        RunError: T361 if a figure is missing; T362 if the outcome has no direction.
    """
    return (regret(figures, direction).relative <= within).mean(axis=1)


def tail_mean(figures: Floats, direction: Direction, *, share: float = 0.1) -> Floats:
    """Give the mean figure over the worst `share` of futures, each policy's own, ``[policy]``.

    Where the share is no whole number of futures, the last of them counts in part.

    Raises:
        RunError: T361 if a figure is missing; T362 if the outcome has no direction.

    Source:
        Conditional value at risk: Rockafellar and Uryasev (2002), Journal of Banking & Finance 26.
    """
    worst = np.sort(upward(figures, direction), axis=1)
    left = worst.shape[1] * share - np.arange(worst.shape[1])
    weight = np.clip(left, 0, 1)
    return upward(worst @ (weight / weight.sum()), direction)


def dominated(figures: Floats, directions: Sequence[Direction]) -> Flags:
    """Find the policies than which another is at least as good in every outcome and better in one, ``[policy]``.

    No outcome is offset by another, so that a policy with more harm is never dominated by what it achieves, nor
    excused by it. Of policies that are alike in all outcomes none dominates the other.

    Args:
        figures: ``[policy, outcome]``: of one future, or a statistic of many.
        directions: Of each outcome.

    Raises:
        RunError: T361 if a figure is missing or a direction is; T362 if an outcome has no direction.
    """
    checked(figures, "policy", "outcome", counts={"outcome": len(directions)})
    columns = [upward(column, direction) for column, direction in zip(figures.T, directions, strict=True)]
    own = np.stack(columns, axis=1)
    other = own[:, None]  # [other, own, outcome]
    return np.asarray(((other >= own).all(axis=2) & (other > own).any(axis=2)).any(axis=0))


def pareto(figures: Floats, directions: Sequence[Direction]) -> Flags:
    """Find the policies that no other dominates, ``[policy]``; the rest as in `dominated`."""
    return ~dominated(figures, directions)


def upward(figures: Floats, direction: Direction) -> Floats:
    """Turn figures so that more of them protects people, same shape.

    Raises:
        RunError: T361 if a figure is missing; T362 if the outcome has no direction.
    """
    if direction not in ("less", "more"):
        raise RunError(
            "T362",
            f"an outcome with the direction {direction!r} cannot be better or worse",
            where="the outcomes that are compared",
            remedy="compare outcomes of which less or more protects people; of the others show the difference only",
        )
    if not np.isfinite(figures).all() or figures.size == 0:
        raise _gap(figures)
    return figures if direction == "more" else 0.0 - figures  # 0, and not minus 0


def checked(figures: Floats, *axes: str, counts: dict[str, int] | None = None) -> None:
    """Check that a table is whole.

    Args:
        figures: The table.
        axes: What its axes are, in order.
        counts: Axis → how many it must have.

    Raises:
        RunError: T361 if it has other axes or lengths, is empty, or a figure in it is not finite.
    """
    wanted = counts or {}
    lengths = dict(zip(axes, figures.shape, strict=False))
    if figures.ndim != len(axes) or any(lengths[axis] != n for axis, n in wanted.items()):
        shape = ", ".join(f"{axis} {wanted[axis]}" if axis in wanted else axis for axis in axes)
        raise _unfit(f"a table of {figures.shape} was given, where [{shape}] is compared", where="what is compared")
    if not np.isfinite(figures).all() or figures.size == 0:
        raise _gap(figures)


def _gap(figures: Floats) -> RunError:
    gaps = np.argwhere(~np.isfinite(figures))
    if not len(gaps):
        return _unfit("there is nothing to compare", where=f"a table of {figures.shape}")
    at = tuple(int(i) for i in gaps[0])
    return _unfit(f"{len(gaps)} of {figures.size} figures are missing", where=f"the first at {list(at)}")


def _unfit(problem: str, *, where: str) -> RunError:
    remedy = "leave out the futures that failed, for all policies alike, and say how many they are"
    return RunError("T361", problem, where=where, remedy=remedy)
