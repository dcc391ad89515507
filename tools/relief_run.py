"""Run the options of a folder that tools/relief_folder.py made, and keep what docs/relief.md tells of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from relief_folder import SWITCH

from tumen.comparison import BASELINE, Comparison, compare
from tumen.comparison.premises import premises
from tumen.comparison.turning import turning
from tumen.model import build
from tumen.policy import Switch
from tumen.report.comparison_verdicts import findings, verdict_text
from tumen.report.comparison_why import turn_texts
from tumen.situation import Situation

Floats = NDArray[np.float64]
Table = dict[str, Any]
MAIN = "outside_camps"
"""The outcome by which relief is told; the others stand beside it."""
SITES = "places_"
"""How the ids of those policies begin that add places."""
_LEVELS = (0.05, 0.5, 0.95)
ALL = "all"
"""Stands for the position of a switch where there is none."""


def measured(situation: Situation, *, futures: int, seed: int = 1) -> Table:
    """Compare every option over shared futures, all told apart by the position of the switch.

    Args:
        situation: As tools/relief_folder.py makes it.
        futures: Draws.
        seed: Of the study.
    """
    model = build(situation)
    found = compare(model, draws=futures, seed=seed)
    narrow = compare(model, draws=1, seed=seed, outcomes=(MAIN,))
    return {
        "situation": situation.title,
        "futures": futures,
        "seed": seed,
        "first": found.design.span.first.isoformat(),
        "last": found.design.span.last.isoformat(),
        "switch": _switch(situation.switches.get(SWITCH)),
        "outcomes": {name: situation.outcomes[name].title for name in found.design.span.outcomes},
        "policies": {name: situation.policies[name].title for name in found.design.policies[1:]},
        "counts": {at: int(mask.sum()) for at, mask in _positions(found).items()},
        "baseline": _baseline(found),
        "effects": _effects(found),
        "verdicts": _verdicts(found),
        "turns": _turns(narrow),
    }


def _turns(found: Comparison) -> list[str]:
    """Say how far one thing must move until an option that adds places is worse than none, or than the next one."""
    every = turning(found.design)
    told = tuple(turn for turn in every.turns if {turn.first, turn.second} & {*_added(found)})
    return list(turn_texts(found, replace(every, turns=told)))


def _added(found: Comparison) -> list[str]:
    return [policy for policy in found.design.policies if policy.startswith(SITES)]


def _switch(switch: Switch | None) -> Table:
    """Give the words of the switch; none where there is none."""
    titles = {} if switch is None else {at: position.title for at, position in switch.positions.items()}
    return {"title": "" if switch is None else switch.title, "positions": titles}


def _positions(found: Comparison) -> Mapping[str, NDArray[np.bool_]]:
    """Give position → draws that take it; one of all draws where nothing is disputed."""
    places = premises(found.design.model.situation).get(SWITCH, ())
    at = [dict(positions).get(SWITCH, ALL) for positions in found.design.positions]
    return {place: np.array([one == place for one in at]) for place in places or (ALL,)}


def _figures(found: Comparison, outcome: str) -> Floats:
    """Give the one world's figures of an outcome, ``[policy, draw]``: there is one replicate of a draw."""
    return found.figures[0, :, :, 0, found.design.span.outcomes.index(outcome)]


def _quantiles(values: Floats) -> list[float]:
    return [float(of) for of in np.quantile(values, _LEVELS)]


def _baseline(found: Comparison) -> Table:
    positions = _positions(found).items()
    return {
        name: {at: _quantiles(_figures(found, name)[0][mask]) for at, mask in positions}
        for name in found.design.span.outcomes
    }


def _effects(found: Comparison) -> Table:
    """Give outcome → policy → position → how much less there is, how often less and more, and the largest regret.

    Regret is told among the options that add places, and so is in how many futures one of them leaves least.
    """
    told: Table = {}
    for name in found.design.span.outcomes:
        figures = _figures(found, name)
        least = figures[[found.design.policies.index(policy) for policy in _added(found)]].min(axis=0)
        told[name] = {
            policy: {
                at: _fewer(figures[:, mask], p) | (_behind(figures[p], least, mask) if policy in _added(found) else {})
                for at, mask in _positions(found).items()
            }
            for p, policy in enumerate(found.design.policies)
            if policy != BASELINE
        }
    return told


def _fewer(figures: Floats, p: int) -> Table:
    fewer = figures[0] - figures[p]
    return {"fewer": _quantiles(fewer), "less": int((fewer > 0).sum()), "more": int((fewer < 0).sum())}


def _behind(figures: Floats, least: Floats, mask: NDArray[np.bool_]) -> Table:
    more = (figures - least)[mask]
    return {"regret": float(more.max()), "first": int((more == 0).sum())}


def _verdicts(found: Comparison) -> Table:
    """Give policy → outcome → what may be said of all positions together."""
    told = findings(found)
    return {
        policy: {
            name: verdict_text(found, told[policy, name])
            for name in found.design.span.outcomes
            if (policy, name) in told
        }
        for policy in found.design.policies[1:]
    }
