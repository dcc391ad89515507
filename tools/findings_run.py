"""What the figures of docs/findings.md are made of: simulated once, kept in a file beside the page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Unpack

import numpy as np
from validation_run import read as read
from validation_run import write as write

from tumen.comparison import BASELINE, Comparison, compare
from tumen.comparison.design import Options
from tumen.comparison.expectations import argued, expected, planned
from tumen.comparison.reproduced import Move, Region, Reproduced, Study
from tumen.comparison.robust import Verdict
from tumen.comparison.verdicts import WORLD, Finding, finding
from tumen.model import Model
from tumen.report.compared import effects_of
from tumen.situation import Situation

SEED = 1
FEW = 2
"""Draws of the fingerprint."""
Data = dict[str, Any]
Progress = Callable[[int, int], None]


def keeping(folder: Path | None, tell: Callable[[str], None]) -> Callable[..., Comparison]:
    """Give what makes comparisons and keeps their draws in a folder, so that a study that was broken off goes on.

    Args:
        folder: Where, a file for each; None to keep nothing.
        tell: Called with what is held in each, as it begins.
    """

    def run(model: Model, policies: Sequence[str], **options: Unpack[Options]) -> Comparison:
        held = ",".join(f"{name}={at}" for name, at in sorted((options.get("positions") or {}).items()))
        name = "-".join((held or "all", *(options.get("worlds") or ())))
        tell(f"{name}: {len(policies)} policies")
        if folder is None:
            return compare(model, policies, **options)
        return compare(model, policies, **options, keep=folder / f"{name}.kept", force=True)

    return run


def measured(found: Reproduced) -> Data:
    """Give what is kept in the file, rounded where people hide."""
    every = found.comparisons[()]
    design = every.design
    situation = design.model.situation
    policies = dict.fromkeys(move.policy for move in found.moves)
    return {
        "situation": situation.id,
        "asked": asked(situation),
        "seed": design.seed,
        "draws": design.draws,
        "comparisons": len(found.comparisons),
        "from": design.span.first.isoformat(),
        "to": design.span.last.isoformat(),
        "worlds": list(design.worlds),
        "met": dict(zip(design.worlds, every.valid.sum(axis=1).tolist(), strict=True)),
        "expected": {policy: {m.outcome: _of_move(m) for m in found.of(policy)} for policy in policies},
        "paid": {policy: paid(every, policy, expected(situation, policy)) for policy in policies},
    }


def asked(situation: Situation) -> str:
    """Give a checksum of what is asked: policies, what is expected of them, and what is held for it."""
    names = argued(situation)
    text = repr((planned(situation, names), [sorted(expected(situation, name).items()) for name in names]))
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint(model: Model) -> str:
    """Give a checksum of what a few draws of all policies come to: with another one, the page is stale."""
    found = compare(model, argued(model.situation), draws=FEW, seed=SEED)
    return hashlib.sha256(found.figures.tobytes()).hexdigest()


def _of_move(move: Move) -> Data:
    return {
        "way": move.way,
        "everywhere": _of_region(move, move.everywhere),
        "inside": _of_region(move, move.inside) if move.inside is not move.everywhere else None,
        "elsewhere": _of_region(move, move.elsewhere) if move.elsewhere is not None else None,
    }


def _of_region(move: Move, region: Region) -> Data:
    """Give counts and the middle nine tenths of differences, by world; and what may be said."""
    narrow = narrowed(region.found, move.policy, move.outcome)
    worlds = {}
    for tally in region.tallies:
        counts = [tally.expected, tally.opposite, tally.futures]
        worlds[tally.world] = {"counts": counts, "range": _range(narrow, tally.world) if tally.futures else None}
    held = {"held": dict(region.held)} if region.held else {}
    return {**held, "worlds": worlds, **({} if region.finding is None else {"said": _of_finding(region.finding)})}


def narrowed(found: Comparison, policy: str, outcome: str) -> Comparison:
    """Give a comparison of the baseline and one policy, on one outcome; worlds without futures left out."""
    design = found.design
    p, o = design.policies.index(policy), design.span.outcomes.index(outcome)
    worlds = np.flatnonzero(found.valid.any(axis=1))
    span = replace(design.span, outcomes=(outcome,))
    told = replace(design, policies=(BASELINE, policy), worlds=tuple(design.worlds[w] for w in worlds), span=span)
    figures = found.figures[worlds][:, [0, p]][..., [o]]
    return Comparison(told, figures, found.values[worlds], found.luck[worlds][:, [0, p]][..., [o]], found.seconds)


def _range(narrow: Comparison, world: str) -> list[float]:
    _, policy = narrow.design.policies
    effect = effects_of(narrow)[world, policy, narrow.design.span.outcomes[0]]
    return [float(f"{value:.4g}") for value in (effect.low, effect.middle, effect.high)]


def _of_finding(of: Finding) -> Data:
    """Give what may be said, and the counts at each position of what it depends on."""
    axes = {axis: of.counts[axis] for axis in of.counts if axis in (*of.helps.axes, *of.harms.axes)}
    places = {
        axis: {at: {c.world: [c.better, c.worse, c.futures] for c in counts} for at, counts in told.items()}
        for axis, told in axes.items()
    }
    return {"expected": _of_verdict(of.helps), "opposite": _of_verdict(of.harms), "differs": of.differs, "at": places}


def _of_verdict(of: Verdict) -> Data:
    return {"word": of.word, "axes": list(of.axes), "one_side_only": list(of.untried)}


def paid(found: Comparison, policy: str, moves: Mapping[str, str]) -> Data:
    """Give what is worse in most futures with a policy, or in most of some case of what is disputed.

    Args:
        found: Of all futures.
        policy: Id.
        moves: What is expected of it, which is told elsewhere.

    Returns:
        ``told``: outcome → what may be said, of headline outcomes and those by which contrasts tell who pays;
        ``others``: ids of other outcomes of which that is so. None of which no difference can be told.
    """
    situation = found.design.model.situation
    shown = {o.id for o in situation.outcomes.values() if o.headline}
    shown |= {name for of in situation.contrasts.values() for part in of.parts.values() for name in part.outcomes}
    directed = (name for name in found.design.span.outcomes if situation.outcomes[name].direction != "neither")
    told = {name: of for name in directed if name not in moves and (of := _worse(found, policy, name))}
    return {
        "told": {name: of for name, of in told.items() if name in shown},
        "others": [name for name in told if name not in shown],
    }


def _worse(found: Comparison, policy: str, outcome: str) -> Data | None:
    """Say where an outcome is worse in most futures; None if nowhere, or by no difference that can be told."""
    of = finding(found, policy, outcome)
    turns = of is not None and set(of.harms.axes) > set(of.harms.untried)
    if of is None or not (of.harms.word == "robust" or (of.harms.word == "depends on" and turns)):
        return None
    narrow, worlds = narrowed(found, policy, outcome), dict[str, Data]()
    for world, counts in (
        (c.world, [c.better, c.worse, c.futures]) for each in of.counts[WORLD].values() for c in each
    ):
        worlds[world] = {"counts": counts, "range": _range(narrow, world)}
    if not any(round(end) for one in worlds.values() for end in one["range"]):
        return None
    return {"worlds": worlds, "said": _of_finding(of)}


def study(folder: Path | None, *, draws: int, progress: Progress, tell: Callable[[str], None]) -> Study:
    """Give what `reproduced` is asked for."""
    return {"draws": draws, "seed": SEED, "run": keeping(folder, tell), "progress": progress}
