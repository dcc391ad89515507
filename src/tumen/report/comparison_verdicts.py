"""What a comparison allows to be called robust, in words and as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tumen.comparison import Comparison
from tumen.comparison.robust import Verdict
from tumen.comparison.verdicts import WORLD, Count, Finding, disputed, finding
from tumen.report.comparison_words import headlines
from tumen.report.strings import say

Findings = Mapping[tuple[str, str], Finding]
"""Policy and headline outcome → what may be said; empty where nothing is disputed."""
_BOTH = 2


def findings(found: Comparison) -> Findings:
    """Give what may be said of each policy and headline outcome."""
    asked = [(policy, outcome.id) for policy in found.design.policies[1:] for outcome in headlines(found)]
    return {(p, o): of for p, o in asked if (of := finding(found, p, o)) is not None}


def verdict_texts(found: Comparison, of: Findings, policy: str) -> Iterator[str]:
    """Say of each headline outcome what a policy does to it, and on what that depends."""
    for outcome in headlines(found):
        if (policy, outcome.id) in of:
            yield say("compare.verdict", title=outcome.title, verdict=verdict_text(found, of[policy, outcome.id]))


def verdict_text(found: Comparison, of: Finding) -> str:
    """Say whether a policy helps, harms, or what it depends on, without a full stop."""
    if not of.differs:
        return say("compare.verdict.same")
    for verdict, word in ((of.helps, "better"), (of.harms, "worse")):
        if verdict.word == "robust":
            return _robust(found, word)
    if of.helps.word == of.harms.word == "does not hold":
        return say("compare.verdict.neither")
    told = of.harms if of.helps.word == "does not hold" else of.helps
    word = "worse" if told is of.harms else "better"
    if told.word != "depends on":
        return say("compare.verdict.unknown")
    cases = [_case(told, axis, of.counts[axis], word=word) for axis in told.axes]
    return say("compare.verdict.depends", axes="; ".join(cases))


def verdict_data(found: Comparison, of: Findings) -> dict[str, dict[str, Any]]:
    """Give policy → outcome → verdicts, with in how many futures of each position they were so."""
    told: dict[str, dict[str, Any]] = {policy: {} for policy in found.design.policies[1:]}
    for (policy, outcome), one in of.items():
        told[policy][outcome] = {
            "words": verdict_text(found, one),
            "better": _data(one.helps),
            "worse": _data(one.harms),
            "futures": {axis: _counted(places) for axis, places in one.counts.items()},
        }
    return told


def _robust(found: Comparison, word: str) -> str:
    situation, premises = found.design.model.situation, [axis for axis in disputed(found) if axis != WORLD]
    worlds = say("compare.verdict.worlds" if len(situation.worlds) == _BOTH else "compare.verdict.each")
    key = "compare.verdict.robust" if premises else "compare.verdict.robust.worlds"
    return say(key, word=word, worlds=worlds, premises=", ".join(premises))


def _case(of: Verdict, axis: str, places: Mapping[str, Sequence[Count]], *, word: str) -> str:
    """Tell one axis with what it does; of one that was looked at on one side only, that."""
    if axis in of.untried:
        return say("compare.verdict.untried", axis=axis, position=", ".join(places))
    told = [f"{place}: {_often(counts, word)}" for place, counts in places.items()]
    return say("compare.verdict.axis", axis=axis, cases="; ".join(told))


def _often(counts: Sequence[Count], word: str) -> str:
    cells = [
        say("compare.verdict.count", n=c.better if word == "better" else c.worse, of=c.futures, world=c.world)
        for c in counts
    ]
    return say("compare.verdict.often", word=word, counts=", ".join(cells))


def _data(of: Verdict) -> dict[str, Any]:
    return {"verdict": of.word, "axes": list(of.axes), "one_side_only": list(of.untried)}


def _counted(places: Mapping[str, Sequence[Count]]) -> dict[str, Any]:
    return {
        place: {c.world: {"better": c.better, "worse": c.worse, "of": c.futures} for c in counts}
        for place, counts in places.items()
    }
