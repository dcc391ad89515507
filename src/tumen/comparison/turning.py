"""Switch points of a comparison: how far one thing must move until two policies change places.

By the mean engine, from the middle of all priors, where the anchors of each world are solved. Then one thing moves and
every other number is held, the scales that were solved too: what comes out says how the model is wired about its
middle, and does not meet the anchors elsewhere. A thing is a number along its prior, a loop of disputed sign with all
of its numbers from weak to strong, a premise that takes another position, or how hard the state searches as a whole.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise

from tumen.comparison.axes import JOINT, Axes
from tumen.comparison.design import BASELINE, Design
from tumen.comparison.middle import Middle, axes_of
from tumen.comparison.premises import premises
from tumen.comparison.switch_points import Levels, Range, switch_points
from tumen.ensemble.pool import processors

GRID = Range(n=3)
"""The middle of each prior and the ends of its 90 % range: each further point costs as many passes as these two."""
_SAME = 1e-9
_BEST = 2


@dataclass(frozen=True)
class Turn:
    """Where two policies change places on an outcome in a world.

    Attributes:
        world, outcome: Ids.
        first: The policy that does better in the middle of all priors.
        second: The other one; one of both may be the baseline.
        margin: By how much, in the unit of the outcome.
        points: Axis → share of its range at which they change places, nearest to the middle; None where they do not.
        positions: Premise → its positions at which they have changed places, or do the same.
    """

    world: str
    outcome: str
    first: str
    second: str
    margin: float
    points: Mapping[str, float | None]
    positions: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Turning:
    """All that was looked for.

    Attributes:
        axes: Along which was looked, in the order of the situation.
        turns: Pairs that differ in the middle of all priors.
        seconds: Taken by all of it.
    """

    axes: Axes
    turns: tuple[Turn, ...]
    seconds: float = field(compare=False)


@dataclass(frozen=True)
class _Pair:
    """Two policies on an outcome."""

    outcome: str
    first: str
    second: str


def turning(
    design: Design, *, workers: int | None = None, progress: Callable[[int, int], None] | None = None
) -> Turning:
    """Look for switch points of each policy beside the baseline, and of the best two, on each headline outcome.

    Args:
        design: Of a comparison.
        workers: Threads; as many as help where None.
        progress: Called with the mean passes done and all that are sure to be needed.

    Raises:
        RunError: T410 if the anchors of a world cannot be met in the middle of all priors.
        SafetyError: T360 if some numbers of enforcement were set by hand and others not.
    """
    began, axes = time.perf_counter(), axes_of(design)
    middles = [Middle.of(design, world) for world in design.worlds]
    with ThreadPoolExecutor(workers or processors()) as pool:
        _look(pool, middles, axes, progress=progress)
        asked = [(middle, pair) for middle in middles for pair in _pairs(middle)]
        turns = list(pool.map(lambda of: _turn(of[0], axes, of[1]), asked))
    return Turning(axes, tuple(turns), time.perf_counter() - began)


def levels_at(axes: Axes, axis: str, share: float) -> Levels:
    """Give what stands where as one axis is at a share of its range: as `switch_points` asks for it."""
    return axes.levels(share) if axis == JOINT else {axis: share}


def _look(
    pool: ThreadPoolExecutor, middles: list[Middle], axes: Axes, *, progress: Callable[[int, int], None] | None
) -> None:
    """Run what is needed for each pair: the middle, the ends of each axis, the positions."""
    ends = [levels_at(axes, axis, share) for axis in axes.names for share in (GRID.low, GRID.high)]
    tasks: list[tuple[Middle, str, Levels, tuple[str, str] | None]] = []
    for middle in middles:
        for policy in middle.design.policies:
            tasks += [(middle, policy, levels, None) for levels in ({}, *ends)]
            tasks += [(middle, policy, {}, position) for position in _others(middle)]
    for done, _ in enumerate(pool.map(lambda of: of[0].figures(of[1], of[2], position=of[3]), tasks), start=1):
        if progress is not None:
            progress(done, len(tasks))


def _others(middle: Middle) -> Iterator[tuple[str, str]]:
    """Give each premise that is not held, with each position in which it does not stand."""
    for name, choices in premises(middle.design.model.situation).items():
        if name not in dict(middle.design.held):
            yield from ((name, choice) for choice in choices if choice != middle.positions[name])


def _pairs(middle: Middle) -> Iterator[_Pair]:
    """Give the pairs that are looked at, with the better one first; none of policies that do the same."""
    design = middle.design
    known = [design.model.situation.outcomes[name] for name in design.span.outcomes]
    shown = [outcome.id for outcome in known if outcome.headline] or [outcome.id for outcome in known]
    pairs = [_Pair(outcome, policy, BASELINE) for outcome in shown for policy in design.policies[1:]]
    best = [pair for outcome in shown for pair in _best(middle, [of for of in pairs if of.outcome == outcome])]
    for pair in (*pairs, *best):
        margin = _margin(middle, pair)
        if margin:
            yield pair if margin > 0 else _Pair(pair.outcome, pair.second, pair.first)


def _best(middle: Middle, pairs: Sequence[_Pair]) -> Iterator[_Pair]:
    """Pair the two policies that do best beside the baseline, where there are two."""
    ranked = sorted(pairs, key=lambda pair: -_margin(middle, pair))
    for one, other in pairwise(ranked[:_BEST]):
        yield _Pair(one.outcome, one.first, other.first)


def _margin(middle: Middle, pair: _Pair, levels: Levels | None = None, *, at: tuple[str, str] | None = None) -> float:
    """Give by how much the first of a pair does better; 0 where they differ by no more than arithmetic does."""
    column = middle.design.span.outcomes.index(pair.outcome)
    first, second = (
        float(middle.figures(policy, levels or {}, position=at)[column]) for policy in (pair.first, pair.second)
    )
    more = middle.design.model.situation.outcomes[pair.outcome].direction == "more"
    gain = first - second if more else second - first
    return gain if abs(gain) > _SAME * max(abs(first), abs(second)) else 0.0


def _turn(middle: Middle, axes: Axes, pair: _Pair) -> Turn:
    points = switch_points(lambda levels: _margin(middle, pair, levels), axes, where=GRID)
    turned: dict[str, tuple[str, ...]] = {}
    for name, position in _others(middle):
        if _margin(middle, pair, at=(name, position)) <= 0:
            turned[name] = (*turned.get(name, ()), position)
    return Turn(middle.world, pair.outcome, pair.first, pair.second, _margin(middle, pair), points, turned)
