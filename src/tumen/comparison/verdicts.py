"""What may be called robust of a comparison: by world and by position of what is disputed, never by their average.

A policy is better, or worse, in a case if that is so in more than half of its futures, beyond the error of having drawn
only so many. Cases are each world with each answer to every loop of disputed sign, all of them crossed (description of
the system, section 8.4), and besides each world with each position of every switch. Only a result that holds in all of
them is robust. Two switches are not crossed: there would be too few futures in each case to tell anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from tumen.comparison.paired import Comparison
from tumen.comparison.premises import premises
from tumen.comparison.robust import Holds, Verdict, holds, verdict

Floats = NDArray[np.float64]
WORLD = "world"
_ADDED = 2


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
    """

    helps: Verdict
    harms: Verdict
    differs: bool
    counts: Mapping[str, Mapping[str, tuple[Count, ...]]]


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
    if not disputed(found):
        return None
    gain = gains(found, policy, outcome)
    tables = _tables(found)
    better, worse = gain > 0, gain < 0
    return Finding(
        helps=_together([_verdict(found, better, axes) for axes in tables]),
        harms=_together([_verdict(found, worse, axes) for axes in tables]),
        differs=bool((better | worse).any()),
        counts={axis: dict(_counts(found, gain, axis)) for axis in (WORLD, *premises(found.design.model.situation))},
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
    design = found.design
    figures = found.figures[..., design.span.outcomes.index(outcome)]
    more = figures[:, design.policies.index(policy)] - figures[:, 0]
    return more if design.model.situation.outcomes[outcome].direction == "more" else -more


def _tables(found: Comparison) -> list[tuple[str, ...]]:
    """Give the axes of each table of cases: all disputed signs crossed, then each switch by itself."""
    situation = found.design.model.situation
    known = premises(situation)
    signs = tuple(name for name in known if name in situation.loops)
    crossed = (WORLD, *signs)
    switches = [(WORLD, name) for name in known if name in situation.switches]
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


def _counts(found: Comparison, gain: Floats, axis: str) -> Iterator[tuple[str, tuple[Count, ...]]]:
    """Count futures at each place of an axis, world by world."""
    worlds = found.design.worlds
    for place in _places(found, axis):
        inside = [world for world in worlds if axis != WORLD or world == place]
        there = {w: gain[_at(found, {axis: place, WORLD: w})] for w in inside}
        yield place, tuple(Count(w, int((g > 0).sum()), int((g < 0).sum()), g.size) for w, g in there.items())
