"""The regret table and who pays: harm by harm, people inside apart from people outside, and never one score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tumen.policy import Contrast, Outcome, Part
from tumen.report import sections
from tumen.report.compared import Effect
from tumen.report.comparison_view import View, shade
from tumen.report.comparison_words import futures_text, is_worse, range_text, single
from tumen.report.markup import Markup, joined, tag
from tumen.report.numbers import rounded, told
from tumen.report.strings import say

_SHADES = 5


def regret_table(view: View) -> list[Markup]:
    """Write the largest regret of each policy and the baseline, shaded column by column, the worst cell framed."""
    columns = [(outcome, world) for outcome in view.headlines for world in view.worlds]
    design = view.found.design.policies
    worst = {(o.id, w): max(view.effect(w, p, o.id).regret for p in design) for o, w in columns}
    rows: list[Markup] = []
    for policy in design:
        cells = [_regret(view.effect(w, policy, o.id).regret, worst[o.id, w]) for o, w in columns]
        rows.append(tag("tr", tag("th", view.title(policy), scope="row"), *cells))
    table = tag(
        "table", tag("caption", say("compare.regret.caption")), _heads(view, view.headlines), tag("tbody", *rows)
    )
    wrapped = tag("div", table, class_="matrix regret")
    text = (tag("p", say(key)) for key in ("compare.regret", "compare.regret.text"))
    return [*text, sections.scrolling(wrapped, say("section.regret"))]


def payers(view: View) -> list[Markup]:
    """Write what is worse in most futures of some world, then the people whom the situation tells apart."""
    worlds = [say("compare.head.often")] if view.alone else [say("page.world", world=world) for world in view.worlds]
    heads = [say("compare.head.option"), *worlds]
    rows = [row for policy in view.policies for row in _worse(view, policy, heads[1:])]
    title = say("section.payers")
    table = sections.plain_table(heads, rows, class_="stack payers")
    parts = [piece for contrast in view.situation.contrasts.values() for piece in _apart(view, contrast)]
    return [tag("p", say(f"compare.payers.text{single(view.found)}")), sections.scrolling(table, title), *parts]


def _regret(regret: float, worst: float) -> Markup:
    """Write a cell, framed where none in its column is larger as it is told."""
    framed = told(regret) == told(worst) > 0
    level = shade(regret / worst if worst else 0, _SHADES)
    text = tag("strong", rounded(regret)) if framed else rounded(regret)
    return tag("td", text, class_=f"number shade-{level}" + (" worst" if framed else ""))


def _heads(view: View, outcomes: Sequence[Outcome]) -> Markup:
    """Write the heads of outcomes, each over its worlds where there are several."""
    texts, option = [_with_unit(view, o) for o in outcomes], say("compare.head.option")
    if view.alone:
        return tag("thead", tag("tr", *(tag("th", text, scope="col") for text in (option, *texts))))
    titles = (tag("th", text, colspan=len(view.worlds), scope="colgroup") for text in texts)
    worlds = [tag("th", sections.swatch(i), world, scope="col") for i, world in enumerate(view.worlds)]
    first = tag("th", option, rowspan=2, scope="col")
    return tag("thead", tag("tr", first, *titles), tag("tr", *(worlds * len(outcomes))))


def _worse(view: View, policy: str, heads: Sequence[str]) -> Iterator[Markup]:
    """Write a row for each outcome that is worse in most futures of some world; one that says so where none is."""
    outcomes = (view.situation.outcomes[name] for name in view.found.design.span.outcomes)
    paid = [o for o in outcomes if any(is_worse(view.effect(world, policy, o.id)) for world in view.worlds)]
    yield tag("tr", tag("th", view.title(policy), colspan=1 + len(heads), scope="rowgroup"), class_="group")
    for outcome in paid:
        cells = [
            _worse_in(view.effect(world, policy, outcome.id), outcome, view.futures(world)) for world in view.worlds
        ]
        yield tag("tr", tag("th", _with_unit(view, outcome), scope="row"), *sections.labelled(heads, cells))
    if not paid:
        yield tag("tr", tag("td", say(f"compare.payers.none{single(view.found)}"), colspan=1 + len(heads)))


def _with_unit(view: View, outcome: Outcome) -> str:
    """Name an outcome, with what it is counted in where that is not persons."""
    title = view.heading(outcome)
    known = outcome.unit == "persons" or f"({outcome.unit}" in title
    return title if known else say("compare.head.outcome", title=title, unit=outcome.unit)


def _worse_in(effect: Effect, outcome: Outcome, futures: int) -> str:
    worse = round(effect.worse * futures)
    return say("compare.payers.cell", worse=worse, futures=futures_text(futures), range=range_text(effect, outcome))


def _apart(view: View, contrast: Contrast) -> Iterator[Markup]:
    """Write the people whom a contrast sets apart, each part in a table of its own."""
    compared = view.found.design.span.outcomes
    parts = [
        (part, [view.situation.outcomes[n] for n in part.outcomes if n in compared]) for part in contrast.parts.values()
    ]
    shown = [(part, outcomes) for part, outcomes in parts if outcomes]
    if len(shown) > 1:
        yield tag("h3", contrast.title)
        yield joined(tag("p", say("compare.apart.text"), class_="legend"))
        for part, outcomes in shown:
            yield from _part(view, part, outcomes)


def _part(view: View, part: Part, outcomes: Sequence[Outcome]) -> Iterator[Markup]:
    """Write what each policy does to one part of the people; what is worse in most futures is marked."""
    rows: list[Markup] = []
    for policy in view.policies:
        cells = [
            _part_cell(view.effect(world, policy, outcome.id), outcome) for outcome in outcomes for world in view.worlds
        ]
        rows.append(tag("tr", tag("th", view.title(policy), scope="row"), *cells))
    table = tag("div", tag("table", _heads(view, outcomes), tag("tbody", *rows)), class_="matrix")
    yield tag("h4", part.title)
    yield sections.scrolling(table, part.title)


def _part_cell(effect: Effect, outcome: Outcome) -> Markup:
    return tag("td", range_text(effect, outcome), class_="worse" if is_worse(effect) else "range")
