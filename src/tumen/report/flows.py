"""The section on stocks and flows: a picture for each stretch and world, and its numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence

from tumen.ensemble.flows import Flows
from tumen.report import sections
from tumen.report.markup import Markup, joined, tag
from tumen.report.moves import Moved, Moves, Name, Stood, moves
from tumen.report.numbers import Spread, rounded
from tumen.report.sankey import Bands, Drawing, Pair, Sheet, Words, drawing, drawn, lines_of, scale_of, sheet
from tumen.report.strings import say
from tumen.report.summary import Summary

_WIDEST = 3


def flow_section(summary: Summary, flows: Flows) -> list[Markup]:
    """Write the section; nothing where no flow may be shown."""
    found = moves(flows, summary.limit)
    pieces = [piece for stretch in range(len(flows.stretches)) for piece in _stretch(summary, found, stretch)]
    if not pieces:
        return []
    draws = max(len(draws) for draws in flows.moved.values())
    means = say("flows.means" if len(summary.worlds) > 1 else "flows.means.one", draws=draws)
    withheld = say("flows.withheld", limit=summary.limit, step=2 * summary.limit)
    return [tag("p", say("flows.text")), tag("p", means, " ", withheld, class_="legend"), *pieces]


def _stretch(summary: Summary, found: Moves, stretch: int) -> list[Markup]:
    """Draw one stretch in every world, on one scale; nothing where no flow of it may be shown."""
    bands = {world: _bands(found, world, stretch) for world in summary.worlds}
    some = [of for of in bands.values() if of]
    if not some:
        return []
    on = sheet(some, [_words(found, world, stretch) for world in summary.worlds])
    text = found.stretch_text(stretch)
    figures = [
        tag("figure", _caption(summary, i), _picture(summary, found, (world, stretch), bands=bands[world], on=on))
        for i, world in enumerate(summary.worlds)
        if bands[world]
    ]
    panels = tag("div", *figures, class_="panels" if len(summary.worlds) > 1 else "panels single")
    name = say("flows.numbers", stretch=text)
    table = tag("details", tag("summary", name), sections.scrolling(_table(summary, found, stretch), name))
    return [tag("h3", text), panels, table]


def _caption(summary: Summary, world: int) -> Markup:
    """Name the world of a picture, where there are several."""
    if len(summary.worlds) == 1:
        return Markup()
    return tag("figcaption", sections.swatch(world), sections.world_title(summary, summary.worlds[world]))


def _bands(found: Moves, world: str, stretch: int) -> Bands:
    """Give the bands of a picture, as wide as the figures that are written."""
    shown = found.moved(world, stretch)
    return {(name.origin, name.target): of.q50.value or 0.0 for name, of in shown.items()}


def _words(found: Moves, world: str, stretch: int) -> Words:
    """Give the words beside each station: its title, and who stood there at the beginning or at the end."""
    spreads, stations = found.spreads[world], found.flows.stations
    return {
        (side, i): lines_of(sections.begun(station.title), _range(spreads[Stood(stretch + side, i)]))
        for side in (0, 1)
        for i, station in enumerate(stations)
    }


def _range(spread: Spread) -> str:
    """Write a range; one number where both ends are written alike."""
    return spread.q05.text if spread.q05.text == spread.q95.text else spread.range_text


def _picture(summary: Summary, found: Moves, about: tuple[str, int], *, bands: Bands, on: Sheet) -> Markup:
    """Draw one stretch of one world."""
    world, stretch = about
    made, name = drawing(bands, on, _words(found, world, stretch)), f"flows-{stretch}-{world}"
    shown = found.moved(world, stretch)
    tips = {(moved.origin, moved.target): _tip(found, moved, of) for moved, of in shown.items()}
    people, height = scale_of(on)
    return tag(
        "svg",
        tag("title", say("flows.title", stretch=found.stretch_text(stretch), world=world), id=f"{name}-title"),
        tag("desc", _description(bands, tips), id=f"{name}-desc"),
        drawn(made, tips, (height, say("flows.scale", people=rounded(people)))),
        class_=f"sankey world-{summary.worlds.index(world)}",
        viewBox=f"0 0 {Drawing.width:.0f} {made.height:.0f}",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
    )


def _tip(found: Moves, moved: Moved, spread: Spread) -> str:
    origin, target = (sections.begun(found.flows.stations[i].title) for i in (moved.origin, moved.target))
    return say("flows.band", origin=origin, target=target, range=spread.range_text, median=spread.q50.text)


def _description(bands: Bands, tips: dict[Pair, str]) -> str:
    """Say in words what a picture shows."""
    widest = sorted(bands, key=lambda pair: (-bands[pair], pair))[:_WIDEST]
    return say("flows.description", n=len(bands), widest="; ".join(tips[pair] for pair in widest))


def _table(summary: Summary, found: Moves, stretch: int) -> Markup:
    """Write all figures of a stretch that some world shows."""
    titles = [sections.begun(station.title) for station in found.flows.stations]
    pairs = [say("flows.pair", origin=titles[i], target=titles[j]) for i, j in found.flows.pairs]
    moved = [(text, Moved(stretch, *pair)) for text, pair in zip(pairs, found.flows.pairs, strict=True)]
    groups = [_group(summary, found, say("flows.moved", stretch=found.stretch_text(stretch)), rows=moved)]
    for side in (0, 1):
        stood = [(title, Stood(stretch + side, i)) for i, title in enumerate(titles)]
        groups.append(_group(summary, found, say(f"flows.stood.{side}"), rows=stood))
    name = f"figures worlds-{len(summary.worlds)}"
    return tag("table", sections.world_heads(summary, first=say("flows.head")), *groups, class_=name)


def _group(summary: Summary, found: Moves, title: str, *, rows: Sequence[tuple[str, Name]]) -> Markup:
    """Write rows under a title; those of which no world shows anything are left out."""
    made: list[Markup] = []
    for words, name in rows:
        spreads = [found.spreads[world][name] for world in summary.worlds]
        if any(shown.value is not None for of in spreads for shown in (of.q05, of.q50, of.q95)):
            cells = [tag("td", text, class_="number") for of in spreads for text in (of.range_text, of.q50.text)]
            made.append(tag("tr", tag("th", words, scope="row"), *cells))
    head = tag("tr", tag("th", title, colspan=1 + 2 * len(summary.worlds), scope="rowgroup"))
    return tag("tbody", head, *made) if made else joined()
