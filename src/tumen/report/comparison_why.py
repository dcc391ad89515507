"""What would change the answer, in words and as data: boxes of futures where a policy is worse, and switch points."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from math import isfinite
from typing import Any

from tumen.comparison import BASELINE, Comparison
from tumen.comparison.axes import JOINT
from tumen.comparison.box_words import Title, none_found, words
from tumen.comparison.boxes import Box
from tumen.comparison.discovery import LEAST_FLAGGED, Discovery, discovered
from tumen.comparison.middle import LOOP, prior_of_entry
from tumen.comparison.premises import premises
from tumen.comparison.turning import Turn, Turning
from tumen.report.comparison_words import alone, headlines, in_world, listed, measured, standing
from tumen.report.strings import say
from tumen.situation import Situation

Discoveries = Mapping[tuple[str, str], Mapping[str, Discovery]]
"""Policy and headline outcome → world → what marks out the futures in which it is worse."""
_PLAIN = ("factor", "index", "elasticity", "share")
_LARGE = 1000
_HALF = 0.5
_HUNDRED = 100


def discoveries(found: Comparison, *, progress: Callable[[int, int], None] | None = None) -> Discoveries:
    """Look for boxes of each policy and headline outcome; each search takes seconds.

    Args:
        found: From `tumen.comparison.compare`.
        progress: Called with the searches done and all.
    """
    asked = [(policy, outcome.id) for policy in found.design.policies[1:] for outcome in headlines(found)]
    told: dict[tuple[str, str], Mapping[str, Discovery]] = {}
    for policy, outcome in asked:
        told[policy, outcome] = discovered(found, policy, outcome)
        if progress is not None:
            progress(len(told), len(asked))
    return told


def box_texts(found: Comparison, of: Discoveries) -> Iterator[str]:
    """Tell the boxes of each policy; where one is worse and nothing marks that out, this."""
    situation = found.design.model.situation
    for policy, outcome, world, one in _each(of):
        told = _told(situation, outcome, one)
        if not told and one.worse >= LEAST_FLAGGED:
            told = [none_found(one.draws, _flagged(situation, outcome))]
        about = {"policy": _policy(situation, policy), "world": world}
        yield from (say(f"compare.why.box{alone(found)}", **about, text=text) for text in told)


def box_data(found: Comparison, of: Discoveries) -> dict[str, Any]:
    """Give policy → world → outcome → boxes; only where there are some."""
    situation = found.design.model.situation
    told: dict[str, Any] = {policy: {} for policy in found.design.policies[1:]}
    for policy, outcome, world, one in _each(of):
        texts = _told(situation, outcome, one)
        if texts:
            data = [{"words": text, **_box(box)} for text, box in zip(texts, one.boxes, strict=True)]
            told[policy].setdefault(world, {})[outcome] = data
    return told


def _each(of: Discoveries) -> Iterator[tuple[str, str, str, Discovery]]:
    for (policy, outcome), worlds in of.items():
        yield from ((policy, outcome, world, one) for world, one in worlds.items())


def _told(situation: Situation, outcome: str, one: Discovery) -> list[str]:
    titles, clause = _titles(situation), _flagged(situation, outcome)
    return [words(box, titles, flagged=clause) for box in one.boxes]


def _flagged(situation: Situation, outcome: str) -> str:
    return say("compare.why.flagged", title=situation.outcomes[outcome].title)


def turn_texts(found: Comparison, of: Turning) -> Iterator[str]:
    """Tell where policies change places, axis by axis in the order of the situation: never by size.

    Pairs that nothing turns are told together, outcome by outcome and world by world.
    """
    for about, some in groupby(of.turns, key=lambda turn: (turn.outcome, turn.world)):
        turns = list(some)
        still = [turn for turn in turns if not _moved(found, turn)]
        if still:
            yield say("compare.turn.none", title=_about(found, *about), pairs="; ".join(_pairs(found, still)))
        for turn in (turn for turn in turns if turn not in still):
            (pair,), moved = _pairs(found, [turn]), "; ".join(_moved(found, turn))
            yield say("compare.turn", title=_about(found, *about), pair=pair, moved=moved)


def _about(found: Comparison, outcome: str, world: str) -> str:
    return in_world(found, measured(found, found.design.model.situation.outcomes[outcome]), world)


def _moved(found: Comparison, turn: Turn) -> list[str]:
    """Say what turns a pair, each thing by itself."""
    situation = found.design.model.situation
    points = [_point(situation, axis, share) for axis, share in turn.points.items() if share is not None]
    return points + [standing(situation, name, at) for name, places in turn.positions.items() for at in places]


def _pairs(found: Comparison, turns: Sequence[Turn]) -> Iterator[str]:
    """Say which policy does better than which, those that do better than the same one together."""
    situation, better = found.design.model.situation, dict[str, list[str]]()
    for turn in turns:
        better.setdefault(turn.second, []).append(_policy(situation, turn.first))
    for second, firsts in better.items():
        key = "compare.turn.pairs" if len(firsts) > 1 else "compare.turn.pair"
        yield say(key, first=listed(firsts), second=_policy(situation, second))


def turn_data(found: Comparison, of: Turning) -> dict[str, Any]:
    """Give the axes that were looked along, and for each pair where it changes places."""
    situation = found.design.model.situation
    return {"axes": list(of.axes.names), "pairs": [_turn(situation, turn) for turn in of.turns]}


def _turn(situation: Situation, turn: Turn) -> dict[str, Any]:
    points = {axis: share for axis, share in turn.points.items() if share is not None}
    return {
        "world": turn.world,
        "outcome": turn.outcome,
        "better": turn.first,
        "other": turn.second,
        "points": {axis: {"share": share, "value": _value(situation, axis, share)} for axis, share in points.items()},
        "positions": {name: list(positions) for name, positions in turn.positions.items()},
    }


def _point(situation: Situation, axis: str, share: float) -> str:
    title = _axis_title(situation, axis)
    value = _value(situation, axis, share)
    way = say("compare.turn.rises" if share > _HALF else "compare.turn.falls")
    to = "" if value is None else say("compare.turn.value", value=_figure(value), unit=title.unit).rstrip()
    return say("compare.turn.point", title=title.text, way=way, to=to, share=f"{_HUNDRED * share:.0f}")


def _figure(value: float) -> str:
    """Write a number to three figures, without an exponent where it is large."""
    told = float(f"{value:.3g}")
    return f"{told:,.0f}" if abs(told) >= _LARGE else f"{told:g}"


def _value(situation: Situation, axis: str, share: float) -> float | None:
    """Give the number at a share of its prior; None for what is made of several."""
    prior = prior_of_entry(situation, axis)
    return None if prior is None else prior.quantile(share)


def _axis_title(situation: Situation, axis: str) -> Title:
    if axis == JOINT:
        return Title(JOINT)
    if axis.startswith(LOOP):
        return Title(say("compare.turn.loop", loop=axis.removeprefix(LOOP)))
    return _titles(situation)[axis]


def _policy(situation: Situation, policy: str) -> str:
    title = situation.policies[policy].title if policy != BASELINE else ""
    return say("compare.turn.policy", title=title) if title else say("compare.turn.baseline")


def _titles(situation: Situation) -> dict[str, Title]:
    """Give how each axis is told."""
    told = {
        f"{name}={choice}": _premise(situation, name, choice)
        for name, choices in premises(situation).items()
        for choice in choices
    }
    levers = {lever.strength: lever.title for lever in situation.levers.values()}
    for parameter in situation.parameters.values():
        unit = "" if parameter.unit in _PLAIN else parameter.unit
        for level in parameter.entries:
            entry = f"{parameter.name}[{level}]" if level else parameter.name
            strength = say("compare.why.strength", lever=levers.get(parameter.name, ""))
            told[entry] = Title(strength if parameter.name in levers else entry, unit)
    return told | {f"anchor:{a}": Title(say("compare.why.anchor", anchor=a)) for a in situation.anchors}


def _premise(situation: Situation, name: str, choice: str) -> Title:
    yes = standing(situation, name, choice)
    no = standing(situation, name, "off") if name in situation.loops else say("compare.why.not", yes=yes)
    return Title("", yes=yes, no=no)


def _box(box: Box) -> dict[str, Any]:
    return {
        "limits": {name: [end if isfinite(end) else None for end in ends] for name, ends in box.limits.items()},
        "coverage": box.coverage,
        "density": box.density,
        "n": box.n,
        "of": box.looked,
        "base": box.base,
        "quasi_p": dict(box.quasi_p),
        "resampled": dict(box.resampled),
        "chance": box.chance,
    }
