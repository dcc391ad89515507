"""What a comparison allows to be called robust, in words and as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tumen.comparison import Comparison
from tumen.comparison.robust import Verdict
from tumen.comparison.verdicts import WORLD, Count, Finding, disputed, finding
from tumen.report.comparison_words import alone, headlines, listed, standing
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
        return say(f"compare.verdict.neither{_where(found)}")
    told = of.harms if of.helps.word == "does not hold" else of.helps
    word = "worse" if told is of.harms else "better"
    if told.word != "depends on":
        return say(f"compare.verdict.unknown{_where(found)}")
    both = list(dict(next(iter(of.crossed), ())))
    together = [_both(found, of, word)] if both and set(both) <= set(told.axes) - set(told.untried) else []
    rest = [axis for axis in told.axes if not together or axis not in both]
    cases = [_case(found, told, axis, word=word, places=of.counts[axis]) for axis in rest]
    return say("compare.verdict.depends", axes="; ".join((*together, *cases)))


def verdict_data(found: Comparison, of: Findings) -> dict[str, dict[str, Any]]:
    """Give policy → outcome → verdicts, with in how many futures of each position they were so."""
    told: dict[str, dict[str, Any]] = {policy: {} for policy in found.design.policies[1:]}
    for (policy, outcome), one in of.items():
        told[policy][outcome] = {
            "words": verdict_text(found, one),
            "better": _data(one.helps),
            "worse": _data(one.harms),
            "futures": {axis: _counted(places) for axis, places in one.counts.items()},
            "crossed": [{"at": dict(at), **_worlds(counts)} for at, counts in one.crossed.items()],
        }
    return told


def _robust(found: Comparison, word: str) -> str:
    premises = [axis for axis in disputed(found) if axis != WORLD]
    both = len(found.design.model.situation.worlds) == _BOTH
    worlds = say("compare.verdict.worlds" if both else "compare.verdict.each")
    key = f"compare.verdict.robust{_where(found)}"
    return say(key, word=word, worlds=worlds, premises=listed(premises) if premises else "")


def _where(found: Comparison) -> str:
    """Give what marks the sentence for what is disputed: worlds and premises, worlds alone, or premises alone."""
    return alone(found) or ("" if any(axis != WORLD for axis in disputed(found)) else ".worlds")


def _both(found: Comparison, of: Finding, word: str) -> str:
    """Tell two loops with what they do together: each place of one at each of the other."""
    situation, told = found.design.model.situation, list[str]()
    for at, counts in of.crossed.items():
        told.append(f"{listed([standing(situation, *place) for place in at])}: {_often(found, counts, word)}")
    names = listed(list(dict(next(iter(of.crossed)))))
    return say("compare.verdict.axis", axis=names, cases="; ".join(told))


def _case(found: Comparison, of: Verdict, axis: str, *, word: str, places: Mapping[str, Sequence[Count]]) -> str:
    """Tell one axis with what it does; of one that was looked at on one side only, that."""
    if axis in of.untried:
        return say("compare.verdict.untried", axis=axis, position=", ".join(places))
    told = [f"{place}: {_often(found, counts, word, named=axis != WORLD)}" for place, counts in places.items()]
    return say("compare.verdict.axis", axis=axis, cases="; ".join(told))


def _often(found: Comparison, counts: Sequence[Count], word: str, *, named: bool = True) -> str:
    """Count futures, in each world where the worlds are to be named."""
    key = f"compare.verdict.count{alone(found)}" if named else "compare.verdict.count.one"
    cells = [say(key, n=c.better if word == "better" else c.worse, of=c.futures, world=c.world) for c in counts]
    return say("compare.verdict.often", word=word, counts=", ".join(cells))


def _data(of: Verdict) -> dict[str, Any]:
    return {"verdict": of.word, "axes": list(of.axes), "one_side_only": list(of.untried)}


def _counted(places: Mapping[str, Sequence[Count]]) -> dict[str, Any]:
    return {place: _worlds(counts) for place, counts in places.items()}


def _worlds(counts: Sequence[Count]) -> dict[str, dict[str, int]]:
    return {c.world: {"better": c.better, "worse": c.worse, "of": c.futures} for c in counts}
