"""How Flee's users judge a run: the averaged relative difference between counted and simulated people in camps.

The formula is that of the peer's published validation, day by day and with its rounding, so that figures compare.
It tests where people go, never how many leave: that number is taken from the counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tumen.cells import Floats, Ints

DIGITS = 4
"""To which the peer rounds each difference."""
NOBODY = 1e-5
"""Below this count a camp's own error is 0."""


@dataclass(frozen=True)
class Score:
    """How far simulated camps are from counted ones; leading axes are those of what was scored.

    Attributes:
        ard: Mean over days of all camps' differences, as a share of all people counted in camps on the day, ``[…]``.
        ard_rescaled: The same after the simulated camps were scaled to the sum counted: shares only, ``[…]``.
        by_camp: Part of each camp in `ard`; they add up to it, ``[…, camp]``.
        without_data: Days on which nobody is counted: differences then stand as heads, not as shares, ``[day]``.
    """

    ard: Floats
    ard_rescaled: Floats
    by_camp: Floats
    without_data: NDArray[np.bool_]


def score(simulated: Floats | Ints, counted: Ints, reported: Ints) -> Score:
    """Score simulated camps: the error that the peer's own validation prints, normal and rescaled.

    With s people simulated in a camp, d counted, S and U their sums over camps, a day's error is Σ|s - d| / max(U, 1),
    each difference rounded to 4 digits. Rescaled, s·U/S stands for s, and 0 where S = 0. Where nobody was reported so
    far the peer writes U = S = 0.

    Args:
        simulated: People in each camp at the end of each day, ``[…, day, camp]``.
        counted: People counted there, ``[day, camp]``.
        reported: People reported to have left so far, ``[day]``.
    """
    known = reported > 0
    seen = np.where(known, counted.sum(axis=-1), 0)
    there = np.where(known, simulated.sum(axis=-1), 0)
    scale = np.divide(seen, there, out=np.zeros(there.shape), where=there > 0)
    share = 1 / np.maximum(seen, 1)
    plain = np.round(np.abs(simulated - counted), DIGITS) * share[:, None]
    rescaled = np.round(np.abs(simulated * scale[..., None] - counted), DIGITS) * share[:, None]
    by_camp = plain.mean(axis=-2)
    return Score(plain.sum(axis=-1).mean(axis=-1), rescaled.sum(axis=-1).mean(axis=-1), by_camp, seen == 0)


def errors(simulated: Ints, counted: Ints) -> Floats:
    """Give each camp's own error on a day: |s / d - 1|, rounded to 4 digits; 0 where nobody is counted.

    Args:
        simulated: People in a camp, of any shape.
        counted: People counted there, of a shape that fits.
    """
    ratio: Floats = np.ones(np.broadcast(simulated, counted).shape)
    np.divide(simulated, counted, out=ratio, where=counted >= NOBODY)
    return np.abs(ratio - 1).round(DIGITS)
