"""What options rest on: who says so, who takes it so, what contradicts that, and what reported figures tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tumen.argument.premises import Place, Premise
from tumen.report import sections
from tumen.report.argument_beside import Apart, Stand
from tumen.report.argument_view import ArgumentView
from tumen.report.evidence import simulated
from tumen.report.markup import Markup, joined, tag
from tumen.report.sections import begun
from tumen.report.strings import say
from tumen.trace.ledger import Item


def premises(view: ArgumentView) -> list[Markup]:
    """Write each premise, disputed ones first."""
    runs = view.argument.baselines
    tests = max((n for stand in view.stands.values() for n in stand.tests.values()), default=0)
    told = tag("p", say("argue.premises.text", draws=runs.draws, n=tests), class_="legend")
    return [told, *(_premise(view, one) for one in view.argument.premises)]


def clash(view: ArgumentView) -> list[Markup]:
    """Write the premises on which documents part, and who takes which side."""
    if len(view.argument.sides) == 1:
        return [tag("p", say("argue.clash.one"))]
    parted = [premise for premise in view.argument.premises if premise.disputed]
    if not parted:
        return [tag("p", say("argue.clash.none"))]
    items = (tag("li", tag("b", one.name), " ", one.title, _takers(view, one)) for one in parted)
    return [tag("p", say("argue.clash.text")), tag("ul", *items, class_="parted")]


def _takers(view: ArgumentView, premise: Premise) -> Markup:
    return tag("ul", *(tag("li", text) for text in taken_texts(view, premise)))


def taken_texts(view: ArgumentView, premise: Premise) -> Iterator[str]:
    """Say who rests which options on which position of a premise."""
    for place in premise.places:
        for taken in place.taken:
            options = ", ".join(view.mark(name) for name in taken.policies)
            position = {"source": view.source(taken.source), "options": options, "position": place.position}
            yield say("argue.clash.taken", **position)


def stand_text(stand: Stand) -> str:
    """Say in a clause whether reported figures tell positions of a premise apart."""
    if stand.same or not stand.told:
        return say("argue.apart.count.same" if stand.same else "argue.apart.count.few")
    n = len({one.figure.item for one in stand.apart})
    return say(f"argue.apart.count.{n}" if n <= 1 else "argue.apart.count", n=n)


def _premise(view: ArgumentView, premise: Premise) -> Markup:
    stand = view.stands[premise.name]
    head = tag("h3", premise.name, ": ", premise.title, id=f"premise-{premise.name}")
    return tag("article", head, *_about(premise), *_table(view, premise, stand), *_data(view, premise, stand),
               *(piece for place in premise.places for piece in _place(view, place)), class_="option")  # fmt: skip


def _about(premise: Premise) -> Iterator[Markup]:
    """Say where a premise stands in the situation, and what its numbers are traced to."""
    texts = [say("argue.premise.at", position=premise.at)]
    texts.append(say("argue.premise.open" if premise.open else "argue.premise.closed"))
    numbers = [say("argue.premise.number", name=n, ground=say(f"argue.ground.{g}")) for n, g in premise.numbers.items()]
    texts += [say("argue.premise.numbers", numbers=", ".join(numbers))] if numbers else []
    texts += [say("argue.premise.ours", ours=premise.ours)] if premise.ours else []
    yield tag("p", " ".join(texts))


def _table(view: ArgumentView, premise: Premise, stand: Stand) -> Iterator[Markup]:
    """Write who rests options on each position, and how many reported figures are met in it."""
    worlds = [say("argue.head.met.world", world=world) for world in view.worlds]
    met = worlds if len(worlds) > 1 else [say("argue.head.met")]
    heads = [say("argue.head.position"), say("argue.head.rests"), *met]
    rows = (_row(view, stand, place, heads=heads) for place in premise.places)
    yield sections.scrolling(sections.plain_table(heads, [*rows], class_="stack positions-of"), premise.title)


def _row(view: ArgumentView, stand: Stand, place: Place, *, heads: Sequence[str]) -> Markup:
    takers = [
        say("argue.rests.cell", source=view.source(t.source), options=", ".join(view.mark(p) for p in t.policies))
        for t in place.taken
    ]
    counts = [_met(view, stand, place.position, world=world) for world in view.worlds]
    name = joined(tag("b", place.position), *([tag("br"), place.title] if place.title else []))
    cells = ["; ".join(takers) or say("argue.rests.nobody"), *counts]
    return tag("tr", tag("th", name, scope="row"), *sections.labelled(heads[1:], cells))


def _met(view: ArgumentView, stand: Stand, position: str, *, world: str) -> Markup:
    """Say how many reported figures are met in a position, and in how many draws the anchors are."""
    draws = {"n": stand.anchored[position][world], "draws": view.argument.baselines.draws}
    told = world in stand.met[position]
    anchored = say("argue.anchored" if told else "argue.anchored.few", **draws)
    if not told:
        return tag("span", anchored, class_="who")
    text = say("argue.met", n=stand.met[position][world], tests=stand.tests[world])
    return joined(text, tag("br"), tag("span", anchored, class_="who"))


def _data(view: ArgumentView, premise: Premise, stand: Stand) -> Iterator[Markup]:
    """Say which reported figures tell positions of a premise apart."""
    if stand.apart:
        yield tag("h4", say("argue.apart"))
        yield sections.scrolling(_figures(view, stand, [place.position for place in premise.places]), premise.title)
        return
    yield tag("p", say("argue.same" if stand.same else "argue.apart.none" if stand.told else "argue.apart.few"))


def _figures(view: ArgumentView, stand: Stand, positions: Sequence[str]) -> Markup:
    """Write reported figures with what is simulated in each position."""
    heads = [say("argue.head.figure.reported"), *([say("table.world")] if len(view.worlds) > 1 else []), *positions]
    rows: list[Markup] = []
    for one in stand.apart:
        words = say("argue.head.by", figure=begun(one.figure.text), who=one.figure.by)
        cells = [*([one.world] if len(view.worlds) > 1 else []), *(_simulated(one, position) for position in positions)]
        rows.append(tag("tr", tag("th", words, scope="row"), *sections.labelled(heads[1:], cells)))
    return sections.plain_table(heads, rows, class_="stack beside")


def _simulated(one: Apart, position: str) -> Markup:
    """Write what is simulated in a position, and how the figure stands to it; nothing where too few draws do."""
    row = one.rows.get(position)
    if row is None:
        return joined(say("reason.none"))
    told = simulated(row.spreads[one.world], bool(row.asked.span.over))
    return joined(told, tag("br"), tag("span", say(f"evidence.{row.verdicts[one.world]}"), class_="who"))


def _place(view: ArgumentView, place: Place) -> Iterator[Markup]:
    """List who says that a premise stands in a position, and what contradicts them; nothing where nobody does."""
    if not place.claims:
        return
    said = _list("argue.said", place, (_item(view, name) for name in place.claims))
    against = _list(
        "argue.said.against", place, (_item(view, name, _target(view, name, place)) for name in place.against)
    )
    yield tag("div", said, against, class_="sides")


def _list(key: str, place: Place, items: Iterable[Markup]) -> Markup:
    listed = list(items)
    content = tag("ul", *listed) if listed else tag("p", say(f"{key}.none"))
    return tag("div", tag("h4", say(key, position=begun(place.position))), content)


def _target(view: ArgumentView, name: str, place: Place) -> str:
    """Name the claims for a position that something contradicts."""
    others = view.situation.evidence.against(name)
    return say("argue.item.against", ids=", ".join(claim for claim in place.claims if claim in others))


def _item(view: ArgumentView, name: str, more: str = "") -> Markup:
    item = view.ledger.item(name)
    return tag("li", tag("b", item.id), " ", item_text(item), more, tag("span", quality(item), class_="who"))


def item_text(item: Item) -> str:
    """Say who says what; of one that is kept out no more than that."""
    return say("argue.item", who=item.says, told=item.told) if item.says else item.told


def quality(item: Item) -> str:
    """Say how good a claim or observation is, with the reason; nothing where nobody said."""
    if not item.quality:
        return ""
    return say("argue.item.reason" if item.reason else "argue.item.quality", quality=item.quality, reason=item.reason)
