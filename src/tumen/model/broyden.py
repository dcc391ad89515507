"""Finding the scales at which several figures are met at once, in few looks at the figures.

Source:
    Broyden (1965), "A class of methods for solving nonlinear simultaneous equations", Math. Comp. 19.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tumen.cells import Floats

Show = Callable[[Floats], Floats]
"""Scales ``[scale]`` → figures ``[figure]``; as many of the one as of the other."""

LONGEST = 1.5
"""How far one step may move a scale: on logarithms, to four and a half times it or the same part of it."""
_NUDGE = 0.05
_SAME = 1e-9


@dataclass(frozen=True)
class Start:
    """Where a search begins.

    Attributes:
        scales: ``[scale]``.
        slopes: How much each figure answers each scale, ``[figure, scale]``.
    """

    scales: Floats
    slopes: Floats


@dataclass(frozen=True)
class Found:
    """Where a search ended.

    Attributes:
        scales: The last that were tried, ``[scale]``.
        figures: What they show, ``[figure]``.
        met: Whether every figure lies within the tolerance.
    """

    scales: Floats
    figures: Floats
    met: bool


def slopes_at(show: Show, scales: Floats) -> Floats:
    """Find the slopes of all figures in all scales by forward differences, ``[figure, scale]``."""
    here = show(scales)
    nudged = scales + _NUDGE * np.eye(scales.size)
    return np.column_stack([(show(row) - here) / _NUDGE for row in nudged])


def search(
    show: Show, target: Floats, start: Start, *, bounds: tuple[Floats, Floats], budget: tuple[int, float]
) -> Found:
    """Look for scales whose figures are the target.

    Each step is the one that the slopes ask for, no longer than `LONGEST`, inside the bounds; afterwards the slopes are
    bent as little as makes them explain what the step did.

    Args:
        show: What is asked.
        target: ``[figure]``.
        start: Where to begin.
        bounds: Lowest and highest scales, ``[scale]`` each.
        budget: How many times `show` may be asked, and how far from its target a figure may lie.
    """
    low, high = bounds
    looks, tolerance = budget
    scales, slopes = np.clip(start.scales, low, high), start.slopes
    figures = show(scales)
    for _ in range(looks - 1):
        gap = target - figures
        if np.abs(gap).max() <= tolerance:
            break
        following = np.clip(scales + _step(slopes, gap), low, high)
        moved = following - scales
        if np.abs(moved).max() < _SAME:
            break
        answered = show(following) - figures
        slopes = slopes + np.outer(answered - slopes @ moved, moved) / (moved @ moved)
        scales, figures = following, figures + answered
    return Found(scales, figures, bool(np.abs(target - figures).max() <= tolerance))


def _step(slopes: Floats, gap: Floats) -> Floats:
    step: Floats = np.linalg.lstsq(slopes, gap, rcond=1e-6)[0].astype(np.float64)
    longest = float(np.abs(step).max())
    return step * min(1.0, LONGEST / longest) if longest > 0 else step
