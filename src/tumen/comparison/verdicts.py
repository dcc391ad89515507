"""What may be called robust of a comparison: by world and by position of what is disputed, never by their average.

A policy is better, or worse, in a case if that is so in more than half of its futures, beyond the error of having drawn
only so many. Cases are each world with each answer to every loop of disputed sign, all of them crossed (description of
the system, section 8.4), and besides each world with each position of every switch. Only a result that holds in all of
them is robust. Two switches are not crossed: there would be too few futures in each case to tell anything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray

from tumen.comparison.paired import Comparison
from tumen.comparison.premises import Positions, premises
from tumen.comparison.robust import Holds, Verdict, holds, verdict

Floats = NDArray[np.float64]
WORLD = "world"
_ADDED = 2
_BOTH = 2


@dataclass(frozen=True)
class Count:
    """In how many futures of a world and a position a policy is better, and worse, than the baseline."""

    world: str
    better: int
    worse: int
    futures: int


@dataclass(frozen=True)
class Finding:
    """What may be said of what a policy does to an outcome.

    Attributes:
        helps: Of "it is better than the baseline in most futures".
        harms: Of "it is worse than the baseline in most futures".
        differs: Whether anything differs in any future.
        counts: World or premise → position → how often, in each world; of the world its positions are the worlds.
        crossed: Of two loops of disputed sign: where both stand → how often, in each world; empty where there are not
            two that were looked at in both positions.
    """

    helps: Verdict
    harms: Verdict
    differs: bool
    counts: Mapping[str, Mapping[str, tuple[Count, ...]]]
    crossed: Mapping[Positions, tuple[Count, ...]] = field(default_factory=dict[Positions, tuple[Count, ...]])


def disputed(found: Comparison) -> tuple[str, ...]:
    """Give what is disputed: the worlds where there are several, loops of disputed sign, switches."""
    situation = found.design.model.situation
    return (*([WORLD] if len(situation.worlds) > 1 else []), *premises(situation))


def finding(found: Comparison, policy: str, outcome: str) -> Finding | None:
    """Say what may be said; None where nothing is disputed, so that nothing can be tested.

    Args:
        found: From `compare`.
        policy: Not the baseline.
        outcome: One that was compared.
    """
    return said(found, gains(found, policy, outcome))


def said(found: Comparison, gain: Floats, *, given: Collection[str] = ()) -> Finding | None:
    """Say what may be said of any gain; None where nothing is disputed but what is given.

    Args:
        found: From `compare`.
        gain: What counts as better where it is above 0, ``[world, draw, replicate]``.
        given: Premises that are held because the statement is about futures in which they stand so: its condition, so
            that their other positions need not have been looked at.
    """
    tables = _tables(found, given)
    if not tables:
        return None
    better, worse = gain > 0, gain < 0
    return Finding(
        helps=_together([_verdict(found, better, axes) for axes in tables]),
        harms=_together([_verdict(found, worse, axes) for axes in tables]),
        differs=bool((better | worse).any()),
        counts={axis: dict(_counts(found, gain, axis)) for axis in (WORLD, *_free(found, given))},
        crossed=dict(_crossed(found, gain, given)),
    )


def gains(found: Comparison, policy: str, outcome: str) -> Floats:
    """Give by how much a policy is better than the baseline, ``[world, draw, replicate]``, in the unit of the outcome.

    Args:
        found: From `compare`.
        policy: Id.
        outcome: One that was compared.

    Returns:
        Not a number where a draw was rejected.
    """
    more = differences(found, policy, outcome)
    return more if found.design.model.situation.outcomes[outcome].direction == "more" else -more


def differences(found: Comparison, policy: str, outcome: str) -> Floats:
    """Subtract the baseline of the same future; the rest as in `gains`."""
    design = found.design
    figures = found.figures[..., design.span.outcomes.index(outcome)]
    return figures[:, design.policies.index(policy)] - figures[:, 0]


def _free(found: Comparison, given: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in premises(found.design.model.situation) if name not in given)


def _tables(found: Comparison, given: Collection[str]) -> list[tuple[str, ...]]:
    """Give the axes of each table of cases: all disputed signs crossed, then each switch by itself."""
    situation, free = found.design.model.situation, _free(found, given)
    crossed = (WORLD, *(name for name in free if name in situation.loops))
    switches = [(WORLD, name) for name in free if name in situation.switches]
    return [crossed, *switches] if len(crossed) > 1 or WORLD in disputed(found) else switches


def _places(found: Comparison, axis: str) -> tuple[str, ...]:
    """Give the positions of an axis that were looked at, as the situation orders them."""
    if axis == WORLD:
        return found.design.worlds
    taken = {dict(at)[axis] for at in found.design.positions}
    return tuple(place for place in premises(found.design.model.situation)[axis] if place in taken)


def _at(found: Comparison, places: Mapping[str, str]) -> NDArray[np.bool_]:
    """Find the draws at some places, ``[world, draw]``; none that was rejected."""
    design = found.design
    there = [all(dict(at)[axis] == place for axis, place in places.items() if axis != WORLD) for at in design.positions]
    worlds = [places.get(WORLD, world) == world for world in design.worlds]
    return np.outer(worlds, there).astype(np.bool_) & found.valid


def _verdict(found: Comparison, so: NDArray[np.bool_], axes: tuple[str, ...]) -> Verdict:
    """Say whether something is so in most futures of each case of a table; `so` is ``[world, draw, replicate]``."""
    each = [_places(found, axis) for axis in axes]
    cases = [_holds(so[_at(found, dict(zip(axes, places, strict=True)))]) for places in product(*each)]
    result = np.array(cases, dtype=np.int8).reshape([len(places) for places in each])
    return verdict(result, axes, disputed=[axis for axis in axes if axis in disputed(found)])


def _holds(so: NDArray[np.bool_]) -> Holds:
    """Say whether something is so in most futures of a case; `so` is ``[draw, replicate]``.

    Draws are what is independent. With two added on either side the error of a share near 0 or 1 is not taken for
    none: six futures of six tell, four of four do not.

    Source:
        Agresti and Coull (1998), The American Statistician 52.
    """
    n = len(so) + _ADDED + _ADDED
    share = (so.mean(axis=1).sum() + _ADDED) / n
    return holds(np.array(share), np.sqrt(share * (1 - share) / n))


def _together(verdicts: list[Verdict]) -> Verdict:
    """Say what all tables say together: whatever one of them leaves open stays open."""
    turns = [of for of in verdicts if of.word == "depends on" and set(of.axes) > set(of.untried)]
    unsure = [of for of in verdicts if of.word == "cannot be told"]
    left = turns or unsure or [of for of in verdicts if of.untried]
    if not left:
        return verdicts[0] if len({of.word for of in verdicts}) == 1 else Verdict("cannot be told")
    untried = tuple(dict.fromkeys(axis for of in verdicts for axis in of.untried))
    axes = dict.fromkeys((*(axis for of in left for axis in of.axes), *untried))
    return Verdict(left[0].word, tuple(axes), untried)


def _crossed(found: Comparison, gain: Floats, given: Collection[str]) -> Iterator[tuple[Positions, tuple[Count, ...]]]:
    """Count futures where both of two loops stand, world by world."""
    loops = [name for name in _free(found, given) if name in found.design.model.situation.loops]
    each = [_places(found, name) for name in loops]
    if len(loops) == _BOTH and all(len(places) == _BOTH for places in each):
        for places in product(*each):
            at = tuple(zip(loops, places, strict=True))
            yield at, tuple(_count(gain, _at(found, dict(at) | {WORLD: w}), world=w) for w in found.design.worlds)


def _count(gain: Floats, inside: NDArray[np.bool_], *, world: str) -> Count:
    there = gain[inside]
    return Count(world, int((there > 0).sum()), int((there < 0).sum()), there.size)


def _counts(found: Comparison, gain: Floats, axis: str) -> Iterator[tuple[str, tuple[Count, ...]]]:
    """Count futures at each place of an axis, world by world."""
    worlds = found.design.worlds
    for place in _places(found, axis):
        inside = [world for world in worlds if axis != WORLD or world == place]
        yield place, tuple(_count(gain, _at(found, {axis: place, WORLD: w}), world=w) for w in inside)
