"""The parts of the section on law that need no figures of a run: norms over time, positions, what is from memory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tumen.law.instruments import Basis
from tumen.law.norms import Norm
from tumen.law.positions import Position, Reading
from tumen.report import sections
from tumen.report.law import memory
from tumen.report.law.citations import ids
from tumen.report.law.phrases import dates
from tumen.report.law.setting import Setting, Stretch
from tumen.report.law.timeline import legend, timeline
from tumen.report.markup import Markup, tag
from tumen.report.strings import say

Histories = Mapping[str, tuple[Stretch, ...]]


def thresholds_words(setting: Setting) -> str:
    """Print from which level on each fact counts: a choice, with every result."""
    names = setting.names
    told = [
        say("law.threshold", fact=fact.title, level=names.level(name), levels=_levels(fact.scale))
        for name, fact in setting.law.facts.items()
    ]
    return say("law.thresholds", told=say("law.then").join(told)) if told else ""


def position_words(setting: Setting) -> str:
    """Say by whose lights norms are read."""
    chosen = setting.choice.position
    if chosen is None:
        return say("law.position.all", n=len(setting.law.positions)) if setting.law.positions else ""
    position = setting.law.positions[chosen]
    return say("law.position.one", title=position.title, summary=position.summary)


def over_time(setting: Setting, histories: Histories, span: tuple[date, date]) -> list[Markup]:
    """Draw when which norm holds; below it the same in words, closed until asked for."""
    drawn = timeline(setting, histories, span)
    if not drawn:
        return [tag("p", say("law.timeline.empty"))]
    figure = tag("figure", drawn, class_="law-time")
    pieces = [tag("h3", say("law.timeline.title")), tag("p", say("law.timeline.text")), legend()]
    return [*pieces, sections.scrolling(figure, say("law.timeline.title")), _in_words(setting, histories)]


def positions(setting: Setting) -> list[Markup]:
    """Say who holds what, in words that its holder could sign."""
    if not setting.law.positions:
        return []
    rows = [_position(setting, position) for position in setting.law.positions.values()]
    title = say("law.positions.title")
    return [tag("h3", title), tag("p", say("law.positions.text")), tag("dl", *rows, class_="positions")]


def unchecked(setting: Setting) -> list[Markup]:
    """List every fact from memory, closed until asked for."""
    found = memory.everywhere(setting.law)
    if not found:
        return [tag("p", say("law.memory.none"))]
    items = [tag("li", line) for line in memory.grouped(setting.law, found)]
    head = tag("p", memory_words(len(found)))
    return [head, tag("details", tag("summary", say("law.memory.list", n=len(found))), tag("ul", *items))]


def memory_words(number: int) -> str:
    """Say how many facts of law nobody has checked."""
    facts = say("law.memory.one") if number == 1 else say("law.memory.many", n=number)
    return say("law.memory.text", facts=facts)


def cited(basis: Basis) -> Markup:
    """Name what a statement rests on."""
    found = ids(basis)
    return tag("span", say("law.cited", ids=", ".join(found)), class_="who") if found else Markup()


def _levels(scale: tuple[str, ...]) -> str:
    return ", ".join(level.replace("_", " ") for level in scale)


def _position(setting: Setting, position: Position) -> Markup:
    law = setting.law
    readings = [law.readings[name] for name in position.readings]
    accepts = say("law.positions.readings", readings=say("law.then").join(map(reading_name, readings)))
    stances = [
        tag("li", say(f"law.stance.{s.applies}", norm=setting.names.short(law.norms[s.norm]), ground=s.ground))
        for s in position.stances
    ]
    marked = memory.in_words(memory.behind_position(law, position))
    parts = [tag("p", position.summary, " ", cited(position.basis))]
    parts += [tag("p", accepts)] if readings else []
    parts += [tag("ul", *stances)] if stances else []
    parts += [tag("p", marked, class_="memory")] if marked else []
    return tag("div", tag("dt", sections.begun(position.title)), tag("dd", *parts))


def reading_name(reading: Reading) -> str:
    """Name a reading, by its number too where it has one."""
    numbered = reading.id.isupper()
    return say("law.sheet.reading", id=reading.id, title=reading.title) if numbered else reading.title


def _in_words(setting: Setting, histories: Histories) -> Markup:
    """Write the timeline as a table."""
    heads = [say(f"law.table.{name}") for name in ("norm", "says", "when", "checked")]
    shown = [norm for norm in setting.law.norms.values() if any(s.truth for s in histories[norm.id])]
    rows = [_row(setting, norm, histories[norm.id], heads=heads) for norm in shown]
    name = say("law.timeline.table", n=len(shown))
    table = sections.plain_table(heads, rows, class_="stack norms")
    return tag("details", tag("summary", name), sections.scrolling(table, name))


def _row(setting: Setting, norm: Norm, stretches: tuple[Stretch, ...], *, heads: list[str]) -> Markup:
    names = setting.names
    first = tag("th", tag("b", norm.title), tag("br"), names.provision(norm), " ", cited(norm.basis), scope="row")
    when = [tag("li", say("law.timeline.bar", truth=truth_word(s), dates=dates(s.first, s.last))) for s in stretches]
    notes = [text for text in (norm.disputed, memory.in_words(memory.behind_norm(setting.law, norm))) if text]
    says = tag("span", norm.words)
    cells = [says, tag("ul", *when), say("law.then").join(notes) or say("law.checked")]
    return tag("tr", first, *sections.labelled(heads[1:], cells))


def truth_word(stretch: Stretch) -> str:
    """Name a truth value."""
    return say(f"law.truth.{stretch.word}")
