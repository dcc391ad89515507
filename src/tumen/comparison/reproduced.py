"""Whether what an author expects of a policy comes out, where the author's premises hold and where they do not.

A text gives a mechanism, premises on which it rests, and what is expected of it. Under the premises the model should do
what the text says; what it does without them says what the advice hangs on. Neither says whether a premise is true.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypedDict, Unpack

import numpy as np
from numpy.typing import NDArray

from tumen.comparison.design import Options, design_of
from tumen.comparison.expectations import Way, argued, check_expected, expected, held_for, planned
from tumen.comparison.paired import Comparison, compare
from tumen.comparison.premises import Positions
from tumen.comparison.span import directed
from tumen.comparison.verdicts import Finding, differences, said
from tumen.errors import RunError
from tumen.model import Model
from tumen.policy import Policy
from tumen.situation import Situation

Floats = NDArray[np.float64]
Compare = Callable[..., Comparison]
"""As `tumen.comparison.compare`."""
NO_DRAW = "T410"


class Study(TypedDict, total=False):
    """What else `reproduced` takes, by keyword; its defaults stand in its docstring."""

    draws: int
    seed: int
    worlds: Sequence[str] | None
    workers: int | None
    progress: Callable[[int, int], None] | None
    run: Compare


@dataclass(frozen=True)
class Tally:
    """In how many futures of a world a move comes out.

    Attributes:
        world: Id.
        expected: Futures in which the outcome moves as the author expects.
        opposite: In which it moves the other way; in the rest nothing differs.
        futures: All of the region in this world.
    """

    world: str
    expected: int
    opposite: int
    futures: int


@dataclass(frozen=True)
class Region:
    """A move in some futures.

    Attributes:
        held: Positions that all of these futures take.
        found: The comparison, with no figure but of these futures: whatever tells a comparison tells the region.
        tallies: Of each world.
        finding: What may be said of "it moves as expected" (`helps`) and of "it moves the other way" (`harms`) by the
            rule of `verdicts`, with the premises held given; None for a region that is a part of its comparison, and
            where nothing but what is given is disputed.
    """

    held: Positions
    found: Comparison = field(repr=False)
    tallies: tuple[Tally, ...]
    finding: Finding | None


@dataclass(frozen=True)
class Move:
    """What an author expects of a policy, and where it comes out.

    Attributes:
        policy, outcome: Ids.
        way: Whether less or more of the outcome is expected.
        everywhere: Among all futures: whatever is disputed takes its positions in turn, the rest is as the situation
            has it.
        inside: Where every premise of the policy holds; `everywhere` itself if it names none, or all hold there anyway.
        elsewhere: Where some premise does not hold: futures of `everywhere`; or, if all hold there anyway, futures in
            which each stands the other way. None if the policy names no premise.
    """

    policy: str
    outcome: str
    way: Way
    everywhere: Region
    inside: Region
    elsewhere: Region | None


@dataclass(frozen=True)
class Reproduced:
    """All that was looked at.

    Attributes:
        moves: In the order in which policies were named, and of what is expected of each.
        comparisons: That were run: the positions that all of their futures take → the comparison; first without any.
        seconds: Taken by all of it.
    """

    moves: tuple[Move, ...]
    comparisons: Mapping[Positions, Comparison]
    seconds: float = field(compare=False)

    def of(self, policy: str) -> tuple[Move, ...]:
        """Give what is expected of one policy."""
        return tuple(move for move in self.moves if move.policy == policy)


def reproduced(model: Model, policies: Sequence[str] = (), **study: Unpack[Study]) -> Reproduced:
    """Find out where what authors expect of policies comes out.

    One comparison of all policies over all futures, and one for each set of premises, held, with the policies that
    rest on it. Each has as many draws, of the same numbers and luck.

    Args:
        model: From `build`.
        policies: Ids; none for all of which something is expected.
        **study: ``draws`` (in each world, of each comparison; 100), ``seed`` (1), ``worlds`` (ids; all), ``workers``
            (threads; as many as help), ``progress`` (called with the draws done and all, of all comparisons; nobody),
            ``run`` (makes a comparison; `compare`).

    Raises:
        UsageError: T420 if nothing is expected of a policy, or of any; whatever `compare` refuses.
        RunError: As `compare`; but where premises are held, a world in which no draw meets its anchors has no future.
    """
    began, situation = time.perf_counter(), model.situation
    chosen = tuple(policies) or argued(situation)
    check_expected(situation, chosen)
    plan = planned(situation, chosen)
    found: dict[Positions, Comparison] = {}
    for held, of in plan.items():
        options: Options = {**_options(model, study, found, of=len(plan)), "positions": dict(held)}
        run = study.get("run", compare)
        found[held] = _apart(run, model, of, **options) if held else run(model, of, **options)
    moves = tuple(move for p in chosen for move in _moves(situation, situation.policies[p], found))
    return Reproduced(moves, found, time.perf_counter() - began)


def _options(model: Model, study: Study, found: Mapping[Positions, Comparison], *, of: int) -> Options:
    """Give what the next of `of` comparisons is asked for: the same draws, outcomes and periods as the others."""
    situation, done, tell = model.situation, len(found), study.get("progress")
    options: Options = {
        "draws": study.get("draws", 100), "seed": study.get("seed", 1), "worlds": study.get("worlds"),
        "workers": study.get("workers"), "outcomes": _outcomes(situation), "undirected": True,
    }  # fmt: skip
    for first in found.values():
        options |= {"first": first.design.span.first, "last": first.design.span.last}
    if tell is not None:
        options["progress"] = lambda n, each: tell(done * each + n, of * each)
    return options


def _apart(run: Compare, model: Model, policies: Sequence[str], **options: Unpack[Options]) -> Comparison:
    """Compare world by world: one in which no draw meets its anchors with what is held has no future, and that tells.

    Not numbers stand for what it has none of.
    """
    began, design, tell = time.perf_counter(), design_of(model, policies, options), options.get("progress")
    shape = (len(design.worlds), len(design.policies), design.draws, design.replicates, len(design.span.outcomes))
    figures, luck = np.full(shape, np.nan), np.full((shape[0], shape[1], shape[-1]), np.nan)
    values = np.full((len(design.worlds), design.draws, len(model.entries)), np.nan)
    for w, world in enumerate(design.worlds):
        own: Options = {**options, "worlds": [world]}
        if tell is not None:
            own["progress"] = lambda n, each, w=w: tell(w * each + n, len(design.worlds) * each)
        one = _if_any(run, model, policies, **own)
        if one is not None:
            figures[w], values[w], luck[w] = one.figures[0], one.values[0], one.luck[0]
    return Comparison(design, figures, values, luck, time.perf_counter() - began)


def _if_any(run: Compare, model: Model, policies: Sequence[str], **options: Unpack[Options]) -> Comparison | None:
    """Compare; None if no draw meets its anchors."""
    try:
        return run(model, policies, **options)
    except RunError as error:
        if error.code != NO_DRAW:
            raise
        return None


def _outcomes(situation: Situation) -> tuple[str, ...]:
    """Give what is compared: all that has a direction, and what is expected to move and has none."""
    moved = (outcome for policy in argued(situation) for outcome in expected(situation, policy))
    return tuple(dict.fromkeys((*directed(situation), *moved)))


@dataclass(frozen=True)
class _Expected:
    """One thing that is expected of a policy; as of `Move`."""

    policy: str
    outcome: str
    way: Way

    def gain(self, found: Comparison) -> Floats:
        """Give by how much it comes out, ``[world, draw, replicate]``."""
        more = differences(found, self.policy, self.outcome)
        return more if self.way == "more" else -more


def _moves(situation: Situation, policy: Policy, found: Mapping[Positions, Comparison]) -> Iterator[Move]:
    """Give what is expected of a policy with the futures in which it comes out."""
    held, every = held_for(situation, policy), found[()]
    for outcome, way in expected(situation, policy.id).items():
        move = _Expected(policy.id, outcome, way)
        everywhere, elsewhere = _whole(move, every, ()), None
        inside = _whole(move, found[held.inside], held.inside) if held.inside else everywhere
        if held.inside:
            elsewhere = _part(move, every, held.inside)
        elif held.denied:
            elsewhere = _whole(move, found[held.denied], held.denied)
        yield Move(policy.id, outcome, way, everywhere, inside, elsewhere)


def _whole(move: _Expected, found: Comparison, held: Positions) -> Region:
    """Take all futures of a comparison, which hold some positions."""
    gain = move.gain(found)
    return Region(held, found, _tallies(found, gain), said(found, gain, given=[name for name, _ in held]))


def _part(move: _Expected, found: Comparison, without: Positions) -> Region:
    """Take the futures of a comparison that do not take all of some positions."""
    loops = found.design.model.situation.loops
    taken = [{**{name: loop.at for name, loop in loops.items()}, **dict(at)} for at in found.design.positions]
    kept = np.array([any(at[name] != position for name, position in without) for at in taken])
    part = replace(found, figures=np.where(kept[:, None, None], found.figures, np.nan))
    return Region((), part, _tallies(part, move.gain(part)), None)


def _tallies(found: Comparison, gain: Floats) -> tuple[Tally, ...]:
    each = zip(found.design.worlds, gain, found.valid, strict=True)
    return tuple(
        Tally(world, int((of > 0).sum()), int((of < 0).sum()), int(valid.sum()) * of.shape[1])
        for world, of, valid in each
    )
