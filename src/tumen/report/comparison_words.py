"""A comparison in words for people who do not model: what each policy does, who pays, how far it can be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from statistics import median

from tumen.comparison import Comparison
from tumen.comparison.span import taken
from tumen.policy import Outcome
from tumen.report.compared import Effect, Effects
from tumen.report.numbers import rounded, told
from tumen.report.strings import day_text, say
from tumen.situation import Situation

_LITTLE = 0.25
"""Of the noise of independent luck: what shared luck is meant to leave at most."""
_COUNTED = ("persons", "acts")
_MOST = 0.5


def headlines(found: Comparison) -> tuple[Outcome, ...]:
    """Give the headline outcomes among those compared; all, where none of them is one."""
    outcomes = [found.design.model.situation.outcomes[name] for name in found.design.span.outcomes]
    return tuple(outcome for outcome in outcomes if outcome.headline) or tuple(outcomes)


def alone(found: Comparison) -> str:
    """Give what marks sentences of a situation with one world, which needs no name."""
    return "" if len(found.design.model.situation.worlds) > 1 else ".one"


def single(found: Comparison) -> str:
    """Give what marks sentences of one world, the only one or the only one that was looked at."""
    return "" if len(found.design.worlds) > 1 else ".one"


def head(found: Comparison) -> str:
    """Say what was compared with what, over which time, and how premises stand."""
    design = found.design
    days = {"first": day_text(design.span.first), "last": day_text(design.span.last)}
    turning = sorted({name for at in design.positions for name, _ in at} - dict(design.held).keys())
    held = [standing(design.model.situation, *at) for at in design.held]
    texts = [say("compare.head", **days, futures=_futures_each(found))]
    texts += [say("compare.head.turns", premises=listed(turning))] if turning else []
    texts += [say("compare.head.held", positions=listed(held))] if held else []
    return " ".join(texts)


def rejected(found: Comparison) -> Iterator[str]:
    """Say how many draws met no anchors, of each world in which there are some."""
    for world, valid in zip(found.design.worlds, found.valid, strict=True):
        if not valid.all():
            key = f"compare.rejected{alone(found)}"
            yield say(key, world=world, rejected=int((~valid).sum()), draws=valid.size)


def title_of(found: Comparison, policy: str) -> str:
    """Name a policy."""
    policies = found.design.model.situation.policies
    return say("compare.policy", title=policies[policy].title, policy=policy)


def measured(found: Comparison, outcome: Outcome) -> str:
    """Name an outcome with how it is taken over the span: people present are counted on average, or at the end."""
    how = taken(found.design.model.situation, outcome.id)
    return outcome.title if how == "total" else say(f"compare.over.{how}", title=outcome.title)


def standing(situation: Situation, premise: str, position: str) -> str:
    """Say where a premise stands: a loop is on or off, a switch is at one of its positions."""
    key = "compare.at" if premise in situation.loops else "compare.at.switch"
    return say(key, premise=premise, position=position)


def listed(names: Sequence[str]) -> str:
    """Write names in a row: ``A, B and C``."""
    *rest, last = names
    return say("compare.listed", first=", ".join(rest), last=last) if rest else last


def in_world(found: Comparison, text: str, world: str) -> str:
    """Add the world to what is told of it, where there are several."""
    return text if alone(found) else say("compare.in", title=text, world=world)


def futures_of(found: Comparison, world: str) -> int:
    """Count the futures of a world that met their anchors."""
    design = found.design
    return int(found.valid[design.worlds.index(world)].sum()) * design.replicates


def futures_text(n: int) -> str:
    """Write a count of futures."""
    return say("compare.futures.1" if n == 1 else "compare.futures", n=n)


def _futures_each(found: Comparison) -> str:
    design = found.design
    futures = futures_text(design.draws * design.replicates)
    if alone(found):
        return futures
    every = len(design.worlds) == len(design.model.situation.worlds)
    key = "compare.futures.each" if every else "compare.futures.world"
    return say(key, futures=futures, world=listed(design.worlds))


def sentences(found: Comparison, effects: Effects, policy: str) -> Iterator[str]:
    """Say what a policy does to each headline outcome in each world, in counts of futures."""
    for outcome in headlines(found):
        for world in found.design.worlds:
            effect, n = effects[world, policy, outcome.id], futures_of(found, world)
            counts = {"better": round(effect.better * n), "worse": round(effect.worse * n), "futures": futures_text(n)}
            about = {"title": measured(found, outcome), "world": world, "range": range_text(effect, outcome)}
            yield say(f"compare.effect{alone(found)}", **about, **counts)


def paid(found: Comparison, effects: Effects, policy: str) -> str:
    """Say which other outcomes are worse in most futures of some world."""
    shown, one = {outcome.id for outcome in headlines(found)}, single(found)
    others = [name for name in found.design.span.outcomes if name not in shown]
    texts: list[str] = []
    for name in others:
        here = {w: effects[w, policy, name] for w in found.design.worlds}
        if any(is_worse(effect) for effect in here.values()):
            texts.append(_paid(found, name, here))
    return say(f"compare.paid{one}", outcomes="; ".join(texts)) if texts else say(f"compare.paid.none{one}")


def is_worse(effect: Effect) -> bool:
    """Whether an outcome is worse in most futures, by a difference that can be told."""
    return effect.worse > _MOST and not told(effect.low) == told(effect.high) == 0


def _paid(found: Comparison, name: str, effects: Mapping[str, Effect]) -> str:
    """Write an outcome with in how many futures of each world it is worse, and its range there."""
    outcome, worlds = found.design.model.situation.outcomes[name], list[str]()
    for world, effect in effects.items():
        n = futures_of(found, world)
        about = {"world": world, "worse": round(effect.worse * n), "range": range_text(effect, outcome)}
        worlds.append(say(f"compare.paid.world{alone(found)}", **about, futures=n))
    return say("compare.paid.outcome", title=measured(found, outcome), worlds="; ".join(worlds))


def range_text(effect: Effect, outcome: Outcome) -> str:
    """Write nine differences in ten: ``200 to 1,300 fewer``."""
    return differences_text(effect.low, effect.high, outcome)


def differences_text(least: float, most: float, outcome: Outcome) -> str:
    """Write differences to the baseline between two of them, as in `range_text`."""
    less, more = (way_word(way, outcome) for way in ("less", "more"))
    low, high = (rounded(abs(value)) for value in (least, most))
    if "0" == low == high:
        return say("compare.none")
    if most <= 0:
        return say("compare.range.same", low=high, high=low, word=less)
    if least >= 0:
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
    little = sum(ratio <= _LITTLE for ratio in ratios)
    return say("compare.luck", low=low, middle=middle, high=high, n=little, of=len(ratios))


def headline_luck(found: Comparison, effects: Effects) -> list[float]:
    """Give how much luck is left in each difference of a headline outcome, where there is one."""
    shown, policies = {outcome.id for outcome in headlines(found)}, found.design.policies[1:]
    ratios = (effect.luck for (_, policy, name), effect in effects.items() if name in shown and policy in policies)
    return [ratio for ratio in ratios if isfinite(ratio)]


def regrets(found: Comparison, effects: Effects) -> tuple[tuple[str, ...], ...]:
    """Give the table of largest regrets: heads, then a row for each policy, the baseline first."""
    columns = [(outcome, world) for outcome in headlines(found) for world in found.design.worlds]
    heads = ("", *(in_world(found, measured(found, outcome), world) for outcome, world in columns))
    rows: list[tuple[str, ...]] = []
    for policy in found.design.policies:
        rows.append((policy, *(rounded(effects[world, policy, outcome.id].regret) for outcome, world in columns)))
    return (heads, *rows)
