"""Where a policy does badly: boxes of futures in which most are flagged, with tests against chance.

Source:
    Scenario discovery: Bryant and Lempert (2010), "Thinking inside the box", Technological Forecasting and Social
    Change 77.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import inf

import numpy as np

from tumen.comparison.axes import Axes
from tumen.comparison.peeling import HIGH, LOW, Flags, Floats, Futures, Indices, Rule, found, quasi_p
from tumen.errors import RunError
from tumen.streams import Kind, address, uniforms


@dataclass(frozen=True)
class Search:
    """What boxes are looked for, and how hard they are tested.

    Attributes:
        rule: How one is looked for.
        most: How many at most.
        shuffles: How often the flags are shuffled to see what chance finds.
        most_chance: A box that chance finds in a larger share of shuffles is not given.
        resamples: How often the futures are resampled to see whether the same axes are restricted.
        seed: Of the study, for both.
    """

    rule: Rule = field(default_factory=Rule)
    most: int = 3
    shuffles: int = 39
    most_chance: float = 0.05
    resamples: int = 25
    seed: int = 1


@dataclass(frozen=True)
class Step:
    """One box on the way of peeling: figures as of `Box`, and how many axes are restricted."""

    coverage: float
    density: float
    n: int
    axes: int


@dataclass(frozen=True)
class Box:
    """A stretch of each of a few axes that together hold many flagged futures.

    Futures in a box that was found earlier count for that one only.

    Attributes:
        limits: Axis → its stretch, in the unit of the axis; infinite where it is open; only axes that are restricted.
        coverage: Share of all flagged futures that are in it.
        density: Share of the futures in it that are flagged.
        n: Futures in it.
        hits: Flagged ones in it.
        flagged: Flagged ones of all.
        looked: Futures among which it was looked for: those in no earlier box.
        base: Share of flagged ones among them.
        trajectory: Boxes on the way of peeling along the axes that were left, from all futures to the smallest.
        quasi_p: Axis → how likely chance alone would make it restrict as well, were it not for the search.
        resampled: Axis → share of resamples of the futures in which it is restricted again.
        chance: How likely a box as good is found by chance, the search included; no less than one in so many shuffles
            as were made.
    """

    limits: Mapping[str, tuple[float, float]]
    coverage: float
    density: float
    n: int
    hits: int
    flagged: int
    looked: int
    base: float
    trajectory: tuple[Step, ...]
    quasi_p: Mapping[str, float]
    resampled: Mapping[str, float]
    chance: float


def boxes(values: Floats, flagged: Flags, axes: Axes, *, search: Search | None = None) -> tuple[Box, ...]:
    """Find boxes that hold more flagged futures than chance would put there.

    One after the other, each among the futures that no earlier one holds, until one is no better than what chance
    finds. None may be found, and that is a result: what is flagged then does not depend on few axes in a plain way, or
    there are too few futures to see it. The same futures and seed give the same boxes.

    Args:
        values: Each number and premise in each future, ``[future, given]`` of the axes as they were given; premises as
            numbers, a position a column with 0 and 1.
        flagged: The futures in question, as those in which a policy does worse than the baseline, ``[future]``.
        axes: From `joint_axes`: all enforcement is one of them.
        search: What to look for; None for the defaults.

    Raises:
        RunError: T361 if a number is missing, or there are not as many futures as flags.
        SafetyError: T360 as of `Axes.merged`.
    """
    search, x = search or Search(), axes.merged(values)
    if len(x) != len(flagged):
        problem = f"{len(flagged)} flags stand beside {len(x)} futures"
        raise RunError("T361", problem, where="the flagged futures", remedy="give a flag for each future")
    return tuple(_boxes(Futures(x, flagged), axes, search))


def _boxes(futures: Futures, axes: Axes, search: Search) -> Iterator[Box]:
    total, left = int(futures.flagged.sum()), futures
    for number in range(search.most):
        limits, way = found(left, search.rule) if left.flagged.any() else (np.empty((0, 2)), ())
        if not np.isfinite(limits).any():
            return
        chance = _chance(left, limits, search, number=number)
        if chance > search.most_chance:
            return
        steps = tuple(_step(left, box, total) for box in way)
        again = _resampled(left, search, number=number)
        yield _box(left, limits, axes, about=(total, steps, again, chance))
        outside = ~left.inside(limits)
        left = Futures(left.x[outside], left.flagged[outside])


def _step(futures: Futures, limits: Floats, total: int) -> Step:
    inside = futures.inside(limits)
    n, hits = int(inside.sum()), int((inside & futures.flagged).sum())
    return Step(hits / total, hits / n, n, int(np.isfinite(limits).any(axis=1).sum()))


def _box(futures: Futures, limits: Floats, axes: Axes, *, about: tuple[int, tuple[Step, ...], Floats, float]) -> Box:
    total, steps, again, chance = about
    own, p = _step(futures, limits, total), quasi_p(futures, limits)
    restricted = {axes.names[int(a)]: int(a) for a in np.flatnonzero(np.isfinite(limits).any(axis=1))}
    return Box(
        limits={name: (float(limits[a, LOW]), float(limits[a, HIGH])) for name, a in restricted.items()},
        coverage=own.coverage,
        density=own.density,
        n=own.n,
        hits=int((futures.inside(limits) & futures.flagged).sum()),
        flagged=total,
        looked=len(futures.x),
        base=futures.share,
        trajectory=steps,
        quasi_p={name: float(p[a]) for name, a in restricted.items()},
        resampled={name: float(again[a]) for name, a in restricted.items()},
        chance=chance,
    )


def _chance(futures: Futures, limits: Floats, search: Search, *, number: int) -> float:
    """Give the share of shuffles of the flags in which as good a box is found.

    It stops as soon as it is sure that the box will not be given.

    Source:
        Phipson and Smyth (2010), Statistical Applications in Genetics and Molecular Biology 9, on why one is added to
        both sides; the stop: Besag and Clifford (1991), Biometrika 78.
    """
    quality = futures.quality(futures.inside(limits))
    as_good = 1
    for u in _luck(len(futures.x), "shuffle", search.shuffles, at=(number, search.seed)):
        shuffled = Futures(futures.x, futures.flagged[np.argsort(u, kind="stable")])
        as_good += shuffled.quality(shuffled.inside(found(shuffled, search.rule)[0])) >= quality
        if as_good > search.most_chance * (search.shuffles + 1):
            return inf
    return as_good / (search.shuffles + 1)


def _resampled(futures: Futures, search: Search, *, number: int) -> Floats:
    """Give the share of bootstrap resamples of the futures in which each axis is restricted, ``[axis]``."""
    n, times = len(futures.x), np.zeros(futures.x.shape[1])
    for u in _luck(n, "resample", search.resamples, at=(number, search.seed)):
        chosen: Indices = (u * n).astype(np.intp)
        limits, _ = found(Futures(futures.x[chosen], futures.flagged[chosen]), search.rule)
        times += np.isfinite(limits).any(axis=1)
    return times / max(search.resamples, 1)


def _luck(n: int, purpose: str, times: int, *, at: tuple[int, int]) -> Iterator[Floats]:
    """Give uniforms for each of `n` futures, `times` over; `at`: number of the box and seed."""
    number, seed = at
    addresses = np.array([address("box", purpose, str(i)) for i in range(n)], dtype=np.uint64)
    for time in range(times):
        yield uniforms(addresses, step=number, future=time, seed=seed, kind=Kind.RESAMPLING)
