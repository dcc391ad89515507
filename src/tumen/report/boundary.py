"""The boundary between two pieces of advice in sentences and as data; the figure is drawn by `boundary_svg`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tumen.comparison.boundary import Boundary
from tumen.comparison.boundary_lines import Turn, surface, turn_of
from tumen.policy import Axis
from tumen.report.boundary_svg import boundary_svg as boundary_svg
from tumen.report.boundary_words import document, premises_of, times, what, where_text
from tumen.report.sections import begun
from tumen.report.strings import day_text, say

_DIGITS = 3


def boundary_sentences(found: Boundary) -> list[str]:
    """Say what was looked at, then of each outcome where which advice does better, world by world.

    Args:
        found: From `tumen.comparison.boundary.boundary`.
    """
    return [_intro(found), *(outcome_sentence(found, outcome) for outcome in found.outcomes)]


def outcome_sentence(found: Boundary, outcome: str) -> str:
    """Say of an outcome where which advice does better, all worlds in one sentence.

    Args:
        found: From `tumen.comparison.boundary.boundary`.
        outcome: Id of one by which sides are told apart.
    """
    turns = {world: turn_of(surface(found, world, outcome)) for world in found.worlds}
    about = begun(what(found.model.situation.outcomes[outcome]))
    return say("boundary.outcome", what=about, where=where_text(found, turns))


def boundary_data(found: Boundary) -> dict[str, Any]:
    """Give what a program wants of a boundary: shares of draws and strengths, and no figure of people.

    Args:
        found: From `tumen.comparison.boundary.boundary`.
    """
    contrast, policies = found.contrast, found.model.situation.policies
    return {
        "situation": found.model.situation.id,
        "contrast": contrast.id,
        "from": found.first.isoformat(),
        "to": found.last.isoformat(),
        "draws": found.draws,
        "seed": found.seed,
        "sides": [
            {"source": source, "policy": policy, "title": policies[policy].title, "premises": premises_of(found, at)}
            for at, (source, policy) in enumerate(contrast.sides.items())
        ],
        "axes": [_axis(found, contrast.axes[loop]) for loop in contrast.loops],
        "levels": [round(float(level), _DIGITS) for level in found.plane.levels],
        "draws_met": {world: found.counts[w].tolist() for w, world in enumerate(found.worlds)},
        "outcomes": {outcome: _of(found, outcome) for outcome in found.outcomes},
        "words": boundary_sentences(found),
        "seconds": round(found.seconds, _DIGITS),
    }


def _intro(found: Boundary) -> str:
    contrast, policies = found.contrast, found.model.situation.policies
    along, up = (contrast.axes[loop] for loop in contrast.loops)
    titles = [policies[policy].title for policy in found.policies]
    return say(
        "boundary.intro",
        first=document(found, 0),
        first_policy=titles[0],
        second=document(found, 1),
        second_policy=titles[1],
        along=along.title,
        up=up.title,
        along_strong=times(along, 1),
        up_strong=times(up, 1),
        start=day_text(found.first),
        end=day_text(found.last),
        draws=found.draws,
    )


def _axis(found: Boundary, axis: Axis) -> dict[str, Any]:
    return {
        "loop": axis.id,
        "title": axis.title,
        "of": axis.of,
        "times": axis.times,
        "numbers": dict(found.plane.strong[axis.id]),
    }


def _of(found: Boundary, outcome: str) -> dict[str, Any]:
    at, about = found.outcomes.index(outcome), found.model.situation.outcomes[outcome]
    worlds: dict[str, Any] = {}
    for w, world in enumerate(found.worlds):
        turn = turn_of(surface(found, world, outcome))
        ahead, behind = (_shares(of[w, at]) for of in (found.ahead, found.behind))
        worlds[world] = {"ahead": ahead, "behind": behind, "turn": _turn(found, turn)}
    return {"title": about.title, "direction": about.direction, "worlds": worlds}


def _shares(of: NDArray[np.float64]) -> list[list[float | None]]:
    """Round shares of draws; none where there was no draw."""
    return [[round(float(share), _DIGITS) if np.isfinite(share) else None for share in row] for row in of]


def _turn(found: Boundary, turn: Turn) -> dict[str, Any]:
    rounded = {"half": turn.half, "middle": turn.middle}
    ends = {key: None if of is None else [round(end, _DIGITS) for end in of] for key, of in rounded.items()}
    shares = [round(share, _DIGITS) for share in turn.shares]
    if turn.where != "turns":
        return {"where": turn.where, "shares": shares}
    return {
        "where": turn.where,
        "axis": found.contrast.loops[turn.axis],
        "below": found.sources[turn.below],
        "above": found.sources[1 - turn.below],
        **ends,
        "shares": shares,
    }
