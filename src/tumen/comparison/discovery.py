"""Where a policy does worse than the baseline: boxes of futures of one comparison, world by world.

Along some thirty axes at most, so that few futures are not spread over hundreds: the positions of the disputed
premises, the strengths of the policy's levers, how hard the state searches as one axis, and then those numbers that
rank futures most as the difference to the baseline does. Such a choice finds numbers that fit by chance. So it is made
again each time the test against chance shuffles the futures, and a box that this finds as often is not given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf

import numpy as np
from numpy.typing import NDArray

from tumen.comparison.axes import Axes, joint_axes, ranks
from tumen.comparison.boxes import Box, Search, boxes
from tumen.comparison.enforcement import behind_enforcement, of_premises
from tumen.comparison.paired import Comparison
from tumen.comparison.peeling import Futures, Rule, found
from tumen.comparison.premises import premises
from tumen.comparison.verdicts import gains
from tumen.streams import Kind, address, uniforms

Floats = NDArray[np.float64]
MOST_AXES = 30
LEAST_FLAGGED = 5
"""Futures in which a policy is worse, or not, of which there must be as many before a box is looked for."""
SHUFFLES = 39
_MOST_CHANCE = 0.05
_HALF = 0.5


@dataclass(frozen=True)
class Discovery:
    """What marks out the futures of a world in which a policy is worse.

    Attributes:
        worse: Draws in which it is.
        draws: All draws of the world that met their anchors.
        boxes: One, or none where nothing marks them out better than chance.
    """

    worse: int
    draws: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class _Columns:
    """What differs between the futures of a world.

    Attributes:
        names: Of all columns.
        values: ``[draw, column]``.
        always: Columns that are looked along whatever they do.
        enforcement: As of `behind_enforcement`.
    """

    names: tuple[str, ...]
    values: Floats
    always: tuple[str, ...]
    enforcement: dict[str, int]

    @cached_property
    def free(self) -> tuple[str, ...]:
        """Numbers of which those are chosen that do most."""
        taken = {*self.always, *self.enforcement}
        return tuple(name for name in self.names if name not in taken)

    @cached_property
    def ranked(self) -> Floats:
        """Ranks of the free numbers, with mean 0 and size 1, ``[draw, number]``."""
        columns = [_sized(ranks(self.of((name,))[:, 0])) for name in self.free]
        return np.column_stack(columns) if columns else np.zeros((len(self.values), 0))

    def of(self, names: tuple[str, ...]) -> Floats:
        """Give columns by name, ``[draw, name]``."""
        return self.values[:, [self.names.index(name) for name in names]]

    def axes(self, gain: Floats) -> Axes:
        """Choose the axes along which is looked for what goes with a gain, ``[draw]``."""
        searching = tuple(name for name in self.enforcement if name in self.names)
        room = max(0, MOST_AXES - len(self.always) - bool(searching))
        strength = np.abs(self.ranked.T @ _sized(ranks(gain)))
        best = sorted(np.argsort(-strength, kind="stable")[:room])
        return joint_axes((*self.always, *(self.free[i] for i in best), *searching), self.enforcement)


def discovered(found: Comparison, policy: str, outcome: str) -> dict[str, Discovery]:
    """Look for what marks out the futures in which a policy is worse than the baseline.

    Draws are looked at, and not replicates, which share their numbers: a draw is worse if more than half of its
    replicates are. Worlds share their draws, so they are never put together.

    Args:
        found: From `compare`.
        policy: Not the baseline.
        outcome: One that was compared.

    Returns:
        World → what was found.

    Raises:
        SafetyError: T360 if some numbers of enforcement were set by hand and others not.
    """
    gain = gains(found, policy, outcome)
    told: dict[str, Discovery] = {}
    for w, world in enumerate(found.design.worlds):
        own = gain[w, found.valid[w]]
        flagged = (own < 0).mean(axis=1) > _HALF
        few = min(flagged.sum(), (~flagged).sum()) < LEAST_FLAGGED
        inside = () if few else _boxes(_columns(found, policy, w), own.mean(axis=1), flagged, seed=found.design.seed)
        told[world] = Discovery(int(flagged.sum()), flagged.size, inside)
    return told


def _columns(found: Comparison, policy: str, world: int) -> _Columns:
    """Gather what differs between the valid draws of a world."""
    model, valid = found.design.model, found.valid[world]
    situation, enforcement = model.situation, behind_enforcement(model.situation)
    levers = {lever.strength: lever.id for lever in situation.levers.values()}
    pulled = {situation.levers[lever].strength for lever in situation.policies[policy].levers}
    columns: dict[str, Floats] = {name: of for name, of in _premises(found, valid) if np.ptp(of)}
    always = list(columns)
    hidden = of_premises(situation) | (levers.keys() - pulled - enforcement.keys())
    for i, entry in enumerate(model.entries):
        parameter, values = entry.partition("[")[0], found.values[world, valid, i]
        if parameter not in hidden and (entry in enforcement or np.ptp(values)):
            columns[entry] = values
            always += [entry] if parameter in pulled and entry not in enforcement else []
    return _Columns(tuple(columns), np.column_stack(list(columns.values())), tuple(always), enforcement)


def _premises(found: Comparison, valid: NDArray[np.bool_]) -> Iterator[tuple[str, Floats]]:
    """Give a column of 0 and 1 for each position of a premise; of two positions one says it all."""
    situation, positions = found.design.model.situation, found.design.positions
    for name, choices in premises(situation).items():
        for choice in choices[:1] if name in situation.loops else choices:
            yield f"{name}={choice}", np.array([dict(at)[name] == choice for at in positions], dtype=np.float64)[valid]


def _boxes(columns: _Columns, gain: Floats, flagged: NDArray[np.bool_], *, seed: int) -> tuple[Box, ...]:
    chance = _chance(columns, gain, flagged, seed=seed)
    if chance > _MOST_CHANCE:
        return ()
    axes = columns.axes(gain)
    search = Search(most=1, shuffles=0, most_chance=1.0, seed=seed)
    return tuple(replace(box, chance=chance) for box in boxes(columns.of(axes.given), flagged, axes, search=search))


def _chance(columns: _Columns, gain: Floats, flagged: NDArray[np.bool_], *, seed: int) -> float:
    """Give the share of shuffles of the futures in which as good a box is found, axes chosen anew; stops when sure."""
    wanted, as_good = _quality(columns, gain, flagged), 1
    addresses = np.array([address("box", "future", str(i)) for i in range(len(gain))], dtype=np.uint64)
    for time in range(SHUFFLES if wanted > 0 else 0):
        order = np.argsort(uniforms(addresses, step=0, future=time, seed=seed, kind=Kind.RESAMPLING), kind="stable")
        as_good += _quality(columns, gain[order], flagged[order]) >= wanted
        if as_good > _MOST_CHANCE * (SHUFFLES + 1):
            return inf
    return as_good / (SHUFFLES + 1) if wanted > 0 else inf


def _quality(columns: _Columns, gain: Floats, flagged: NDArray[np.bool_]) -> float:
    axes = columns.axes(gain)
    futures = Futures(axes.merged(columns.of(axes.given)), flagged)
    return futures.quality(futures.inside(found(futures, Rule())[0]))


def _sized(values: Floats) -> Floats:
    """Give values with mean 0 and size 1; 0 where they are all the same."""
    apart = values - values.mean()
    size = float(np.sqrt((apart**2).sum()))
    return apart / size if size else apart
