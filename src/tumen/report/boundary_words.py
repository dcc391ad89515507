"""How the sides of a boundary are named, and where each does better, in words."""

from __future__ import annotations

from collections.abc import Mapping

from tumen.comparison.boundary import Boundary
from tumen.comparison.boundary_lines import Turn
from tumen.policy import Axis, Outcome
from tumen.report.comparison_words import way_word
from tumen.report.strings import say

_YEAR = len("YYYY")
_HUNDRED = 100


def year(found: Boundary, at: int) -> str:
    """Give the year of the document of a side; its id where both are of the same year.

    Args:
        found: From `tumen.comparison.boundary.boundary`.
        at: 0 for the first side, 1 for the second.
    """
    sources = [found.model.situation.sources[name] for name in found.sources]
    years = [source.date[:_YEAR] for source in sources]
    return years[at] if len(set(years)) > 1 and years[at] else sources[at].id


def document(found: Boundary, at: int) -> str:
    """Name the document of a side; arguments as of `year`."""
    return say("boundary.document", year=year(found, at), kind=found.model.situation.sources[found.sources[at]].kind)


def side(found: Boundary, at: int) -> str:
    """Name the document of a side with the option that it argues for; arguments as of `year`."""
    policy = found.model.situation.policies[found.policies[at]]
    return say("boundary.side", document=document(found, at), policy=policy.option or policy.id)


def premises_of(found: Boundary, at: int) -> dict[str, str]:
    """Give where a side takes the loops of the plane to stand, as far as it says; arguments as of `year`."""
    held = found.model.situation.policies[found.policies[at]].premises
    return {loop: held[loop] for loop in found.contrast.loops if loop in held}


def what(outcome: Outcome) -> str:
    """Say what would be better of an outcome."""
    return say("boundary.what", word=way_word(outcome.direction, outcome), title=outcome.title)


def where_text(found: Boundary, turns: Mapping[str, Turn]) -> str:
    """Say where which advice does better; worlds that turn along the same loop, or are alike, in one clause.

    Args:
        found: From `tumen.comparison.boundary.boundary`.
        turns: World → what it does.
    """
    groups: dict[object, dict[str, Turn]] = {}
    for world, turn in turns.items():
        told = (turn.axis, turn.below) if turn.where == "turns" else _plainly(found, turn)
        groups.setdefault(told, {})[world] = turn
    if len(groups) == 1 and next(iter(turns.values())).where == "turns":
        return _turning(found, turns)
    return say("boundary.then").join(_clause(found, group) for group in groups.values())


def times(axis: Axis, low: float, high: float | None = None, *, again: bool = False) -> str:
    """Say what a strength comes to, or a range: a loop acts by exponents, so part of its strength is a power.

    Args:
        axis: Of the loop.
        low: Strength, 1 for full.
        high: End of the range; None for one strength.
        again: Whether it has been said of what there is more.
    """
    least, most = (_factor(axis.times**strength) for strength in (low, low if high is None else high))
    told = (
        most
        if least == most or most == say("boundary.times.least")
        else say("boundary.times.range", low=least, high=most)
    )
    return say("boundary.times.again" if again else "boundary.times", times=told, **({} if again else {"of": axis.of}))


def _clause(found: Boundary, turns: Mapping[str, Turn]) -> str:
    """Say of worlds that are alike where which advice does better."""
    (first, *_), names = turns.values(), list(turns)
    where = _turning(found, turns) if first.where == "turns" else _plainly(found, first)
    if len(found.model.situation.worlds) == 1 or first.where == "turns":
        return say("boundary.world.one", where=where)
    key = "boundary.worlds.one" if len(names) == 1 else "boundary.worlds.many"
    worlds = say(key, world=names[0]) if len(names) == 1 else say(key, worlds=say("boundary.and").join(names))
    return say("boundary.world", worlds=worlds, where=where)


def _plainly(found: Boundary, turn: Turn) -> str:
    """Say of a world in which nothing turns along one loop where which advice does better."""
    if turn.where == "mixed":
        n, m = (round(_HUNDRED * share) for share in turn.shares)
        return say("boundary.mixed", first=side(found, 0), second=side(found, 1), n=n, m=m)
    if turn.where == "neither":
        return say("boundary.neither")
    at = 0 if turn.where == "first" else 1
    return say("boundary.everywhere" if turn.shares[at] == 1 else "boundary.wherever", side=side(found, at))


def _turning(found: Boundary, turns: Mapping[str, Turn]) -> str:
    """Say at which strength of one loop the advice that does better changes, world by world."""
    (first, *_), situation = turns.values(), found.model.situation
    axis = found.contrast.axes[found.contrast.loops[first.axis]]
    key = "boundary.strength" if len(situation.worlds) > 1 else "boundary.strength.one"
    strengths: list[str] = []
    for world, turn in turns.items():
        natural = times(axis, *turn.half, again=bool(strengths))
        if turn.middle is not None:
            natural = say("boundary.natural", times=natural, middle=_range(*turn.middle))
        about = {"world": world} if len(situation.worlds) > 1 else {}
        strengths.append(say(key, half=_range(*turn.half), natural=natural, **about))
    sides = {"above": side(found, 1 - first.below), "below": side(found, first.below)}
    return say("boundary.turns", axis=axis.title, strengths=say("boundary.and").join(strengths), **sides)


def _percent(strength: float) -> str:
    told = _hundredths(strength)
    return say("boundary.percent", low=told) if float(told) or not strength else say("boundary.least")


def _range(low: float, high: float) -> str:
    ends = _hundredths(low), _hundredths(high)
    return _percent(high) if ends[0] == ends[1] else say("boundary.percents", low=ends[0], high=ends[1])


def _hundredths(strength: float) -> str:
    """Write a strength in hundredths, below one of them with a tenth."""
    told = _HUNDRED * strength
    return f"{told:.0f}" if not told or told >= 1 else f"{told:.1f}"


def _factor(times: float) -> str:
    told = f"{times:.3g}"
    return say("boundary.times.least") if times > 1 and float(told) == 1 else told
