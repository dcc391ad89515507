"""What each option does, in natural frequencies; how it is said to act, who argues for it, and who holds against it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tumen.policy import Objection, Outcome, Policy
from tumen.report.comparison_view import View
from tumen.report.comparison_words import range_text, way_word
from tumen.report.markup import Markup, joined, tag
from tumen.report.sections import begun
from tumen.report.strings import say

_OURS = "ours"


def options(view: View) -> list[Markup]:
    """Write a part for each policy, in the order in which they were asked for: nothing in it is a rank."""
    return [tag("p", say("compare.options.text"), class_="legend"), *(_option(view, name) for name in view.policies)]


def argued(view: View, policy: Policy) -> Iterator[Markup]:
    """Write how an option is said to act, who argues for it on which premises, and who holds against it."""
    if policy.combines:
        yield _line("compare.combines", "; ".join(view.title(name) for name in policy.combines))
    if policy.mechanism:
        yield _line("compare.mechanism", policy.mechanism)
    yield _by(view, policy)
    if policy.moves:
        expected = (_expected(view.situation.outcomes[name], way) for name, way in policy.moves.items())
        yield _line("compare.expects", "; ".join(expected))
    if policy.premises:
        yield _line("compare.premises", "; ".join(_premise(view, *at) for at in policy.premises.items()))
    parts = (view.situation.policies[name] for name in policy.combines)
    yield from _against(view, dict.fromkeys((*policy.against, *(one for part in parts for one in part.against))))


def _option(view: View, policy: str) -> Markup:
    about = view.situation.policies[policy]
    effects = (tag("li", _effect(view, policy, outcome)) for outcome in view.headlines)
    head = tag("h3", about.title, " ", tag("code", policy))
    return tag("article", head, tag("ul", *effects, class_="effects"), *argued(view, about), class_="option")


def _effect(view: View, policy: str, outcome: Outcome) -> str:
    """Say in how many futures of each world an outcome is better and worse, and by how much."""
    worlds: list[str] = []
    for world in view.worlds:
        effect, futures = view.effect(world, policy, outcome.id), view.futures(world)
        counts = {"better": round(effect.better * futures), "worse": round(effect.worse * futures), "futures": futures}
        worlds.append(say("compare.effect.world", world=world, **counts, range=range_text(effect, outcome)))
    return say("compare.effect.page", title=begun(outcome.title), worlds="; ".join(worlds))


def _by(view: View, policy: Policy) -> Markup:
    """Name the documents that argue for an option, or the claims that only name it."""
    claims = view.links(policy.claims)
    if policy.by:
        return _line("compare.by", ", ".join(_source(view, name) for name in policy.by), claims)
    return _line("compare.by", say("compare.by.named" if claims else "compare.by.nobody"), claims)


def _line(key: str, text: str, *more: Markup) -> Markup:
    return tag("p", tag("b", say(key)), " ", text, *more)


def _source(view: View, name: str) -> str:
    """Name a document by who wrote it and when."""
    source = view.situation.sources[name]
    return say("compare.source", author=source.author or source.title, year=source.date[:4])


def _expected(outcome: Outcome, way: str) -> str:
    return say("compare.expected", word=way_word(way, outcome), title=outcome.title)


def _premise(view: View, name: str, position: str) -> str:
    """Say how a loop or switch stands where an author is right about it."""
    if name in view.situation.loops:
        title = view.situation.loops[name].title
        return say("compare.premise.on" if position == "on" else "compare.premise.off", name=name, title=title)
    return say("compare.premise.at", name=name, title=view.situation.switches[name].positions[position].title)


def _against(view: View, objections: Collection[Objection]) -> Iterator[Markup]:
    """List what is held against an option; of a combined one also what is held against its parts."""
    if not objections:
        yield _line("compare.against", say("compare.against.none"))
        return
    yield tag("p", tag("b", say("compare.against")))
    yield tag("ul", *(tag("li", _objection(view, one)) for one in objections))


def _objection(view: View, of: Objection) -> Markup:
    who = begun(of.who.replace(_OURS, say("compare.ours"), 1) if of.who.startswith(_OURS) else of.who)
    return joined(say("compare.objection", who=who, why=of.why), view.links(of.claims))
