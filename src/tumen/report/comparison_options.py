"""What each option does, in natural frequencies; how it is said to act, who argues for it, and who holds against it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tumen.policy import Objection, Outcome, Policy
from tumen.report.comparison_view import View
from tumen.report.comparison_words import futures_text, range_text, way_word
from tumen.report.markup import Markup, joined, tag
from tumen.report.naming import Naming
from tumen.report.sections import begun
from tumen.report.strings import say

_OURS = "ours"


def options(view: View) -> list[Markup]:
    """Write a part for each policy, in the order in which they were asked for: nothing in it is a rank."""
    return [tag("p", say("compare.options.text"), class_="legend"), *(_option(view, name) for name in view.policies)]


def argued(view: Naming, policy: Policy) -> Iterator[Markup]:
    """Write how an option is said to act, who argues for it on which premises, and who holds against it."""
    if policy.combines:
        yield line("compare.combines", "; ".join(view.title(name) for name in policy.combines))
    if policy.mechanism:
        yield line("compare.mechanism", policy.mechanism)
    yield _by(view, policy)
    if policy.moves:
        expected = (expected_text(view.situation.outcomes[name], way) for name, way in policy.moves.items())
        yield line("compare.expects", "; ".join(expected))
    if policy.premises:
        yield line("compare.premises", "; ".join(premise_text(view, *at) for at in policy.premises.items()))
    parts = (view.situation.policies[name] for name in policy.combines)
    yield from against(view, dict.fromkeys((*policy.against, *(one for part in parts for one in part.against))))


def _option(view: View, policy: str) -> Markup:
    about = view.situation.policies[policy]
    effects = (tag("li", _effect(view, policy, outcome)) for outcome in view.headlines)
    head = tag("h3", about.title, " ", tag("code", policy))
    return tag("article", head, tag("ul", *effects, class_="effects"), *argued(view, about), class_="option")


def _effect(view: View, policy: str, outcome: Outcome) -> str:
    """Say in how many futures of each world an outcome is better and worse, and by how much."""
    worlds: list[str] = []
    for world in view.worlds:
        effect, n = view.effect(world, policy, outcome.id), view.futures(world)
        counts = {"better": round(effect.better * n), "worse": round(effect.worse * n), "futures": futures_text(n)}
        key = f"compare.effect.world{view.alone}"
        worlds.append(say(key, world=world, **counts, range=range_text(effect, outcome)))
    return say("compare.effect.page", title=view.heading(outcome), worlds="; ".join(worlds))


def _by(view: Naming, policy: Policy) -> Markup:
    """Name the documents that argue for an option, or the claims that only name it."""
    claims = view.links(policy.claims)
    if policy.by:
        return line("compare.by", ", ".join(source_text(view, name) for name in policy.by), claims)
    return line("compare.by", say("compare.by.named" if claims else "compare.by.nobody"), claims)


def line(key: str, text: str, *more: Markup) -> Markup:
    """Write a line under what it says, of which `key` gives the words."""
    return tag("p", tag("b", say(key)), " ", text, *more)


def source_text(view: Naming, name: str) -> str:
    """Name a document by who wrote it and when."""
    source = view.situation.sources[name]
    return say("compare.source", author=source.author or source.title, year=source.date[:4])


def expected_text(outcome: Outcome, way: str) -> str:
    """Say what is expected of an outcome: ``fewer people arrested``."""
    return say("compare.expected", word=way_word(way, outcome), title=outcome.title)


def premise_text(view: Naming, name: str, position: str) -> str:
    """Say how a loop or switch stands where an author is right about it."""
    if name in view.situation.loops:
        title = view.situation.loops[name].title
        return say("compare.premise.on" if position == "on" else "compare.premise.off", name=name, title=title)
    return say("compare.premise.at", name=name, title=view.situation.switches[name].positions[position].title)


def against(view: Naming, objections: Collection[Objection]) -> Iterator[Markup]:
    """List what is held against an option; of a combined one also what is held against its parts."""
    if not objections:
        yield line("compare.against", say("compare.against.none"))
        return
    yield tag("p", tag("b", say("compare.against")))
    yield tag("ul", *(tag("li", _objection(view, one)) for one in objections))


def _objection(view: Naming, of: Objection) -> Markup:
    who = begun(of.who.replace(_OURS, say("compare.ours"), 1) if of.who.startswith(_OURS) else of.who)
    return joined(say("compare.objection", who=who, why=of.why), view.links(of.claims))
