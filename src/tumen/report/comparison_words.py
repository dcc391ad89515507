"""A comparison in words for people who do not model: what each policy does, who pays, how far it can be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite
from statistics import median

from tumen.comparison import Comparison
from tumen.policy import Outcome
from tumen.report.compared import Effect, Effects
from tumen.report.numbers import rounded
from tumen.report.strings import day_text, say

_COUNTED = ("persons", "acts")
_MOST = 0.5


def headlines(found: Comparison) -> tuple[Outcome, ...]:
    """Give the headline outcomes among those compared; all, where none of them is one."""
    outcomes = [found.design.model.situation.outcomes[name] for name in found.design.span.outcomes]
    return tuple(outcome for outcome in outcomes if outcome.headline) or tuple(outcomes)


def head(found: Comparison) -> str:
    """Say what was compared with what, over which time."""
    design = found.design
    premises = sorted({name for at in design.positions for name, _ in at})
    key = "compare.head" if premises else "compare.head.settled"
    days = {"first": day_text(design.span.first), "last": day_text(design.span.last)}
    return say(key, **days, futures=design.draws * design.replicates, premises=", ".join(premises))


def rejected(found: Comparison) -> Iterator[str]:
    """Say how many draws met no anchors, of each world in which there are some."""
    for world, valid in zip(found.design.worlds, found.valid, strict=True):
        if not valid.all():
            yield say("compare.rejected", world=world, rejected=int((~valid).sum()), draws=valid.size)


def title_of(found: Comparison, policy: str) -> str:
    """Name a policy."""
    policies = found.design.model.situation.policies
    return say("compare.policy", title=policies[policy].title, policy=policy)


def sentences(found: Comparison, effects: Effects, policy: str) -> Iterator[str]:
    """Say what a policy does to each headline outcome in each world."""
    for outcome in headlines(found):
        for world in found.design.worlds:
            effect = effects[world, policy, outcome.id]
            hundred = {"better": f"{100 * effect.better:.0f}", "worse": f"{100 * effect.worse:.0f}"}
            span = range_text(effect, outcome)
            yield say("compare.effect", title=outcome.title, world=world, **hundred, range=span)


def paid(found: Comparison, effects: Effects, policy: str) -> str:
    """Say which other outcomes are worse in most futures of some world."""
    shown = {outcome.id for outcome in headlines(found)}
    others = [name for name in found.design.span.outcomes if name not in shown]
    told: list[str] = []
    for name in others:
        worse = {w: effects[w, policy, name].worse for w in found.design.worlds}
        if max(worse.values()) > _MOST:
            told.append(_paid(found, name, worse))
    return say("compare.paid", outcomes="; ".join(told)) if told else say("compare.paid.none")


def _paid(found: Comparison, name: str, worse: Mapping[str, float]) -> str:
    worlds = [say("compare.paid.world", world=w, worse=f"{100 * share:.0f}") for w, share in worse.items()]
    return say("compare.paid.one", title=found.design.model.situation.outcomes[name].title, worlds=", ".join(worlds))


def range_text(effect: Effect, outcome: Outcome) -> str:
    """Write nine differences in ten: ``200 to 1,300 fewer``."""
    less, more = (way_word(way, outcome) for way in ("less", "more"))
    low, high = (rounded(abs(value)) for value in (effect.low, effect.high))
    if "0" == low == high:
        return say("compare.none")
    if effect.high <= 0:
        return say("compare.range.same", low=high, high=low, word=less)
    if effect.low >= 0:
        return say("compare.range.same", low=low, high=high, word=more)
    return say("compare.range", low=low, less=less, high=high, more=more)


def way_word(way: str, outcome: Outcome) -> str:
    """Give the word for ``less`` or ``more`` of an outcome: of people, fewer."""
    return say(f"compare.{way}.persons" if outcome.unit in _COUNTED else f"compare.{way}")


def luck(found: Comparison, effects: Effects) -> str:
    """Say how much of the noise of differences is left under shared luck."""
    ratios = headline_luck(found, effects)
    if not ratios:
        return say("compare.luck.none")
    low, middle, high = (f"{of(ratios):.2f}" for of in (min, median, max))
    return say("compare.luck", low=low, middle=middle, high=high)


def headline_luck(found: Comparison, effects: Effects) -> list[float]:
    """Give how much luck is left in each difference of a headline outcome, where there is one."""
    shown, policies = {outcome.id for outcome in headlines(found)}, found.design.policies[1:]
    ratios = (effect.luck for (_, policy, name), effect in effects.items() if name in shown and policy in policies)
    return [ratio for ratio in ratios if isfinite(ratio)]


def regrets(found: Comparison, effects: Effects) -> tuple[tuple[str, ...], ...]:
    """Give the table of largest regrets: heads, then a row for each policy, the baseline first."""
    columns = [(outcome, world) for outcome in headlines(found) for world in found.design.worlds]
    heads = ("", *(f"{outcome.title}, {world}" for outcome, world in columns))
    rows: list[tuple[str, ...]] = []
    for policy in found.design.policies:
        rows.append((policy, *(rounded(effects[world, policy, outcome.id].regret) for outcome, world in columns)))
    return (heads, *rows)
