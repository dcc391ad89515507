"""The patient rule induction method: a box of futures, found by peeling a little off at a time and pasting some back.

Source:
    Friedman and Fisher (1999), "Bump hunting in high-dimensional data", Statistics and Computing 9.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]
LOW, HIGH = 0, 1


@dataclass(frozen=True)
class Futures:
    """What a box is looked for in.

    Attributes:
        x: Each number or premise in each future, ``[future, axis]``.
        flagged: The futures that the box should hold, ``[future]``.
    """

    x: Floats
    flagged: Flags

    def inside(self, limits: Floats) -> Flags:
        """Find the futures within limits, ``[future]``; `limits` is ``[axis, side]``, infinite where there is none."""
        limited = np.isfinite(limits).any(axis=1)
        x, low, high = self.x[:, limited], limits[limited, LOW], limits[limited, HIGH]
        return np.asarray(((x > low) & (x < high)).all(axis=1))

    @cached_property
    def share(self) -> float:
        """Share of flagged futures."""
        return float(self.flagged.mean())

    def quality(self, inside: Flags) -> float:
        """Give by how many a box holds more flagged futures than as many futures at random.

        Source:
            Weighted relative accuracy, times the number of futures: Lavrač, Flach and Zupan (1999), ILP-99.
        """
        return float((inside & self.flagged).sum() - inside.sum() * self.share)


@dataclass(frozen=True)
class Rule:
    """How a box is looked for.

    Attributes:
        alpha: Share of the futures in a box that is peeled off, or pasted back, at a time; one future at least.
        min_mass: Share of the futures looked at that a box must hold.
        paste: Whether to paste.
        most_quasi_p: An axis whose quasi-p is above it restricts nothing.
    """

    alpha: float = 0.05
    min_mass: float = 0.1
    paste: bool = True
    most_quasi_p: float = 0.05

    def few(self, n: int) -> int:
        """Give how many of `n` futures are peeled off, or pasted back, at a time."""
        return max(1, int(self.alpha * n))


def everywhere(axes: int) -> Floats:
    """Give the limits of the box that holds everything, ``[axis, side]``."""
    return np.tile([-np.inf, np.inf], (axes, 1))


def found(futures: Futures, rule: Rule) -> tuple[Floats, tuple[Floats, ...]]:
    """Find the best box, restricted along few axes.

    Of the boxes on the way of peeling it is the one of the highest quality, pasted to while that helps. While some axes
    restrict no more than chance would, the worse half of them is left out and the box is looked for again along the
    others: a box that fits chance along many axes at once would hide those that matter.

    Args:
        futures: At least one.
        rule: How to look.

    Returns:
        Its limits ``[axis, side]``, and those of each box on the way, along the axes that were left.
    """
    axes = np.arange(futures.x.shape[1])
    while True:
        among = Futures(futures.x[:, axes], futures.flagged)
        way = tuple(peeled(among, rule))
        limits = max(way, key=lambda box: among.quality(among.inside(box)))
        limits = pasted(among, limits, rule) if rule.paste else limits
        p = quasi_p(among, limits)
        doubtful = int((p > rule.most_quasi_p).sum())
        if not doubtful:
            return _along(axes, limits, futures), tuple(_along(axes, box, futures) for box in way)
        restricted = np.flatnonzero(np.isfinite(limits).any(axis=1))
        best_first = restricted[np.argsort(p[restricted], kind="stable")]
        axes = axes[np.sort(best_first[: len(restricted) - (doubtful + 1) // 2])]


def _along(axes: Indices, limits: Floats, futures: Futures) -> Floats:
    """Give the limits of a box along some axes as limits along all of them, ``[axis, side]``."""
    wide = everywhere(futures.x.shape[1])
    wide[axes] = limits
    return wide


def peeled(futures: Futures, rule: Rule) -> Iterator[Floats]:
    """Give the limits of each box on the way from all futures to the least that may be held, ``[axis, side]``.

    Each time it is peeled from the side of the axis where the share of flagged futures then rises most *per future
    lost*: otherwise a premise with two answers, which loses half of all, would always go first (Friedman and Fisher,
    section 14.1; Kwakkel and Jaxa-Rozen, 2016, Environmental Modelling & Software 79). A limit lies halfway between the
    last future inside and the first one outside. Of equals the one that keeps more goes first, then the axis that
    stands first, then its lower side.
    """
    least = max(1, int(np.ceil(rule.min_mass * len(futures.x))))
    limits = everywhere(futures.x.shape[1])
    order: Indices = np.argsort(futures.x, axis=0, kind="stable").T.copy()  # [axis, rank] of the futures inside
    yield limits
    while (peel := _peel(futures, order, rule.few(order.shape[1]), least=least)) is not None:
        axis, side, kept = peel
        limits = limits.copy()
        limits[axis, side] = _between(futures.x[order[axis], axis], side, kept)
        yield limits
        still = np.zeros(len(futures.x), dtype=bool)
        still[order[axis, -kept:] if side == LOW else order[axis, :kept]] = True
        order = order[still[order]].reshape(len(order), -1)


def pasted(futures: Futures, limits: Floats, rule: Rule) -> Floats:
    """Move limits outwards, each time where the quality rises most, until it would not; ``[axis, side]``."""
    best = futures.quality(futures.inside(limits))
    while True:
        tried = [_wider(futures, limits, rule, at=at) for at in np.argwhere(np.isfinite(limits))]
        qualities = [futures.quality(futures.inside(box)) for box in tried]
        if not tried or max(qualities) <= best:
            return limits
        best = max(qualities)
        limits = tried[qualities.index(best)]


def quasi_p(futures: Futures, limits: Floats) -> Floats:
    """Give how likely chance alone would make each axis of a box restrict as well, ``[axis]``.

    The chance that as many futures, drawn at random from the box without limits on this axis, hold as many flagged
    ones; 0 for an axis without limits, which is never the worst. It is only *quasi* a p-value, since the limits were
    looked for in the same futures: small is no proof, large is a reason for doubt.

    Source:
        Bryant and Lempert (2010), Technological Forecasting and Social Change 77.
    """
    inside = futures.inside(limits)
    n, hits = int(inside.sum()), int((inside & futures.flagged).sum())
    p = np.zeros(len(limits))
    for axis in np.flatnonzero(np.isfinite(limits).any(axis=1)):
        around = futures.inside(without(limits, int(axis)))
        share = float((around & futures.flagged).sum() / max(int(around.sum()), 1))
        p[axis] = float(betainc(hits, n - hits + 1, share)) if hits else 1.0
    return p


def without(limits: Floats, axis: int) -> Floats:
    """Take the limits off an axis, ``[axis, side]``."""
    wider = limits.copy()
    wider[axis] = -np.inf, np.inf
    return wider


def _peel(futures: Futures, order: Indices, few: int, *, least: int) -> tuple[int, int, int] | None:
    """Choose axis and side, and how many futures are kept; those that tie are peeled off together.

    Args:
        futures: All of them.
        order: Those inside by rank, ``[axis, rank]``.
        few: How many are peeled off, or more.
        least: How many are kept, or more; None where no peel leaves as many.
    """
    n, rows = order.shape[1], np.arange(len(order))
    x = np.take_along_axis(futures.x.T, order, axis=1)
    lost = np.stack([(x <= x[:, few - 1 : few]).sum(axis=1), (x >= x[:, n - few : n - few + 1]).sum(axis=1)], axis=1)
    kept = n - lost
    if (kept < least).all():
        return None
    hits = np.cumsum(futures.flagged[order], axis=1)
    kept_hits = np.stack([hits[:, -1] - hits[rows, lost[:, LOW] - 1], hits[rows, kept[:, HIGH] - 1]], axis=1)
    rise = kept_hits / np.maximum(kept, 1) - hits[0, -1] / n
    gain = np.where(kept < least, -np.inf, rise / lost).ravel()
    best = np.flatnonzero(gain == gain.max())
    chosen = int(best[np.argmax(kept.ravel()[best])])
    return chosen // 2, chosen % 2, int(kept.ravel()[chosen])


def _between(ranked: Floats, side: int, kept: int) -> float:
    """Give the limit between what is kept and what is peeled off."""
    last = len(ranked) - kept if side == LOW else kept
    return float((ranked[last - 1] + ranked[last]) / 2)


def _wider(futures: Futures, limits: Floats, rule: Rule, *, at: NDArray[np.intp]) -> Floats:
    """Move one limit outwards, so that a few more futures come in; off, where none is left outside."""
    axis, side = int(at[0]), int(at[1])
    wider, limit = limits.copy(), limits[axis, side]
    wider[axis, side] = np.inf if side == HIGH else -np.inf
    x = futures.x[futures.inside(wider), axis]
    beyond = np.sort(x[x > limit] if side == HIGH else -x[x < limit])
    few = rule.few(int(futures.inside(limits).sum()))
    further = beyond[beyond > beyond[few - 1]] if len(beyond) >= few else beyond[:0]
    if len(further):
        middle = (beyond[beyond < further[0]][-1] + further[0]) / 2
        wider[axis, side] = middle if side == HIGH else -middle
    return wider
