"""The section on evidence: claims against the model, contradictions as pairs, priors from claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tumen.report import sections
from tumen.report.compare import Compared, Comparison, comparisons, count
from tumen.report.dots import dots
from tumen.report.markup import Markup, joined, tag
from tumen.report.numbers import Spread
from tumen.report.priors import priors
from tumen.report.strings import say
from tumen.report.summary import Summary
from tumen.trace.ledger import Item
from tumen.trace.words import about

_CHARTS = 3
_LINES = 2
"""Fewer figures than this make no chart."""


def evidence(summary: Summary) -> list[Markup]:
    """Write the section; nothing where the situation knows nothing from outside itself."""
    if not summary.situation.claims and not summary.situation.observations:
        return []
    return [*_against(summary), *_contradictions(summary), *priors(summary)]


def _against(summary: Summary) -> list[Markup]:
    """Write what the model answers, quantity by quantity, what it misses first."""
    found = comparisons(summary)
    pieces = [tag("h3", say("evidence.against"))]
    if not found:
        return [*pieces, tag("p", say("evidence.nothing"))]
    key = "evidence.count" if len(summary.worlds) > 1 else "evidence.count.one"
    pieces += [tag("p", say("evidence.against.text")), tag("p", say(key, quantities=len(found), **count(found)))]
    charts = [drawn for one in _best_covered(summary, found) for drawn in _chart(summary, one)]
    if charts:
        names = [joined(sections.swatch(i), say("page.world", world=w)) for i, w in enumerate(summary.worlds)]
        colours = [tag("p", *names, class_="worlds-legend")] if len(names) > 1 else []
        pieces += [tag("p", say("dots.legend"), class_="legend"), *colours, *charts]
    missed = [one for one in found if one.missed]
    rest = [one for one in found if not one.missed]
    pieces += [piece for one in missed for piece in _missed(summary, one)]
    if rest:
        pieces.append(tag("h4", say("evidence.unmissed")))
        pieces += [_closed(summary, one, key="all", rows=one.rest) for one in rest]
    return pieces


def _best_covered(summary: Summary, found: Sequence[Comparison]) -> list[Comparison]:
    """Choose what to draw: counts of people, those of most independent roots first."""
    headlines = {outcome.id for outcome in summary.headlines}
    counted = [one for one in found if not one.quantity.over and len(one.rows) >= _LINES]
    order = sorted(counted, key=lambda one: (one.quantity.outcome not in headlines, -one.roots))
    return order[:_CHARTS]


def _chart(summary: Summary, comparison: Comparison) -> list[Markup]:
    """Draw one quantity under its title."""
    drawn = dots(comparison, worlds=summary.worlds, limit=summary.limit)
    if not drawn:
        return []
    caption = tag("figcaption", comparison.quantity.title)
    return [tag("div", tag("figure", caption, drawn), class_="panels single")]


def _missed(summary: Summary, comparison: Comparison) -> list[Markup]:
    """Write what the model misses, then everything else, closed until asked for."""
    title = sections.begun(comparison.quantity.title)
    name = say("evidence.missed", title=title, n=len(comparison.missed))
    pieces = [tag("h4", title), sections.scrolling(_table(summary, comparison.missed), name)]
    return [*pieces, _closed(summary, comparison, key="rest", rows=comparison.rest)] if comparison.rest else pieces


def _closed(summary: Summary, comparison: Comparison, *, key: str, rows: Sequence[Compared]) -> Markup:
    """Write figures under a line that opens them."""
    n = say("evidence.figures.one") if len(rows) == 1 else say("evidence.figures", n=len(rows))
    name = say(f"evidence.{key}", title=sections.begun(comparison.quantity.title), figures=n)
    return tag("details", tag("summary", name), sections.scrolling(_table(summary, rows), name))


def _table(summary: Summary, rows: Sequence[Compared]) -> Markup:
    worlds = [say("evidence.head.world", world=world) for world in summary.worlds]
    models = worlds if len(worlds) > 1 else [say("evidence.head.model")]
    heads = [say("evidence.head.who"), say("evidence.head.says"), *models, say("evidence.head.verdict")]
    return sections.plain_table(heads, [_line(summary, row, heads) for row in rows], class_="stack beside")


def _line(summary: Summary, row: Compared, heads: Sequence[str]) -> Markup:
    """Write one figure: who says so, what, the model in each world, how they stand."""
    figure = row.asked.figure
    name = row.mark if figure.kind == "claim" else say("evidence.no", number=row.mark)
    who = joined(tag("b", name), " ", figure.who)
    says = joined(figure.text, tag("br"), tag("span", _beside(summary, row), class_="who"))
    model = [simulated(spread, bool(row.asked.span.over)) for spread in row.spreads.values()]
    cells = [says, *model, joined(*_verdict(row))]
    return tag("tr", tag("th", who, scope="row"), *sections.labelled(heads[1:], cells))


def simulated(spread: Spread, share: bool) -> str:
    """Write a 90 % range, and its median behind it; one word where all of it is withheld."""
    if spread.range_text == spread.q50.text:
        return spread.range_text
    if share and spread.q05.value is not None and spread.q50.value is not None and spread.q95.value is not None:
        low, middle, high = (about(x) for x in (spread.q05.value, spread.q50.value, spread.q95.value))
        return say("evidence.model", range=say("range", low=low, high=high), median=middle)
    return say("evidence.model", range=spread.range_text, median=spread.q50.text)


def _beside(summary: Summary, row: Compared) -> str:
    """Say which time of the model stands beside a figure."""
    span, outcome = row.asked.span, summary.situation.outcomes[row.asked.span.outcome]
    several = span.first != span.last
    times = say("evidence.span", first=span.first, last=span.last) if several else span.first
    if span.over:
        key = "mean" if outcome.clocked == "elapsed" else "share"
    elif outcome.kind == "stock":
        key = "stock.years" if several else "stock"
    elif not row.asked.whole:
        key = "part"
    elif span.per_year:
        key = "rate"
    else:
        key = "flow.years" if several else "flow"
    return say(f"evidence.beside.{key}", span=times)


def _verdict(row: Compared) -> Iterator[str]:
    """Say how a figure and the model stand, world by world where they differ."""
    if row.asked.standing != "test":
        yield say(f"evidence.{row.asked.standing}")
        return
    words = {world: say(f"evidence.{verdict}") for world, verdict in row.verdicts.items()}
    if len(set(words.values())) == 1:
        yield next(iter(words.values()))
        return
    for i, (world, verdict) in enumerate(words.items()):
        yield joined(*([tag("br")] if i else []), say("evidence.world", world=world, verdict=verdict))


def _contradictions(summary: Summary) -> list[Markup]:
    """Write each pair that contradicts each other, those about what is simulated first."""
    ledger = summary.ledger
    pairs = [(ledger.item(a), ledger.item(b)) for a, b in ledger.contradictions]
    pieces = [tag("h3", say("evidence.contradictions"))]
    if not pairs:
        return [*pieces, tag("p", say("evidence.contradictions.none"))]
    pieces.append(tag("p", _sides(summary)))
    answered = {q.id for q in summary.situation.evidence.quantities.values() if q.outcome in summary.outcomes}
    first = [pair for pair in pairs if any(item.quantity in answered for item in pair)]
    rest = [pair for pair in pairs if pair not in first]
    for key, group in (("shown", first), ("more", rest)):
        if group:
            name = say(f"evidence.contradictions.{key}", n=len(group))
            pieces.append(tag("details", tag("summary", name), sections.scrolling(_pairs(summary, group), name)))
    return pieces


def _sides(summary: Summary) -> str:
    """Count who contradicts whom."""
    pairs = summary.ledger.contradictions
    sides = {side for pair in pairs for side in pair}
    claims = len(sides & summary.situation.claims.keys())
    key = "both" if claims < len(sides) else "claims"
    words = say(f"evidence.contradictions.{key}", n=claims, m=len(sides) - claims)
    return say("evidence.contradictions.text", sides=words, pairs=len(pairs))


def _pairs(summary: Summary, pairs: Sequence[tuple[Item, Item]]) -> Markup:
    """Write pairs side by side, by what they are about."""
    heads = [say(f"evidence.head.{name}") for name in ("topic", "one", "other")]
    told = sorted(((summary.ledger.topic(a.id, b.id), a, b) for a, b in pairs), key=lambda row: row[0])
    rows: list[Markup] = []
    for topic, a, b in told:
        sides = sections.labelled(heads[1:], [joined(*_words(item)) for item in (a, b)])
        rows.append(tag("tr", tag("th", sections.begun(topic), scope="row"), *sides))
    return sections.plain_table(heads, rows, class_="stack pairs")


def _words(item: Item) -> Iterator[str]:
    """Write what one side of a pair says; of one that is kept out no more than that."""
    yield tag("b", item.id)
    yield f"{' ' * bool(item.says)}{item.says}: {item.statement or item.figure}"
    if item.statement and item.figure and not item.withheld:
        yield tag("span", say("evidence.figure", figure=item.figure), class_="who")
