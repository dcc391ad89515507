"""The report: one HTML page without script or network, the same bytes for the same run."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

from tumen.ensemble.aside import Aside
from tumen.report import sections
from tumen.report.charts import Chart, chart_of, fan
from tumen.report.contrasts import contrast_section
from tumen.report.evidence import evidence
from tumen.report.figures import Figure
from tumen.report.flows import flow_section
from tumen.report.headline import Row, answer, answer_period, caveat, headline_rows, kind_text, notices
from tumen.report.law.section import law_section
from tumen.report.loops import loop_section
from tumen.report.marks import Mark
from tumen.report.markup import Markup, joined, tag
from tumen.report.strings import say
from tumen.report.summary import Summary


def page(summary: Summary, periods: tuple[str, ...], aside: Aside | None = None) -> str:
    """Write the report of a run.

    Args:
        summary: What may be shown of it.
        periods: Labels of the dates of the first table.
        aside: What mean passes tell of it; None for a page without that.

    Returns:
        A whole HTML document.
    """
    title = say("page.title", title=summary.situation.title)
    parts = (_header(summary), _main(summary, periods, aside), sections.footer(summary))
    body = tag("body", tag("a", say("page.skip"), class_="skip", href="#answer"), *parts)
    return f"<!doctype html>\n{tag('html', head(title), body, lang='en')}\n"


def head(title: str) -> Markup:
    """Write the head: the style inside, and a policy that allows nothing else."""
    style = (files("tumen.report") / "page.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("style", Markup(style)),
    )


def _header(summary: Summary) -> Markup:
    """Write what this is about."""
    return tag(
        "header",
        tag("p", say("page.kicker"), class_="kicker"),
        tag("h1", summary.situation.title),
        tag("p", " ".join(summary.situation.summary.split()), class_="summary"),
    )


def _main(summary: Summary, periods: tuple[str, ...], aside: Aside | None) -> Markup:
    """Write the answer first, then what it is made of."""
    words = [answer(summary, answer_period(periods)), caveat(summary)]
    first = [tag("p", text, class_=name) for text, name in zip(words, ("answer", "caveat"), strict=True)]
    unusual = [tag("p", text) for text in notices(summary)]
    if unusual:
        first.append(tag("div", *unusual, class_="notice", role="note"))
    beside = {} if aside is None else _beside(summary, aside)
    told = {**beside, "law": law_section(summary), "evidence": evidence(summary)}
    return tag(
        "main",
        section("answer", *first),
        section("table", _table(summary, headline_rows(summary, periods))),
        section("charts", *_charts(summary)),
        *(section(name, *content) for name, content in told.items() if content),
        *(section(name, *content) for name, content in sections.grounds(summary)),
    )


def _beside(summary: Summary, aside: Aside) -> dict[str, list[Markup]]:
    """Give the sections on what mean passes tell: name and content; one without content has nothing to show."""
    found = {"flows": flow_section(summary, aside.flows)}
    if aside.effects is not None:
        found |= {"loops": loop_section(summary, aside.effects), "contrasts": contrast_section(summary, aside.effects)}
    return found


def section(name: str, *content: str) -> Markup:
    """Write a section under its heading."""
    heading = tag("h2", say(f"section.{name}"), id=f"{name}-heading")
    return tag("section", heading, *content, id=name, aria_labelledby=f"{name}-heading")


def _table(summary: Summary, rows: tuple[Row, ...]) -> Markup:
    """Write the first table: for each outcome and date the range of every world, its median, then what others say."""
    told = any(row.claims or row.observations for row in rows)
    more = (say("table.claims"), say("table.observations")) if told else ()
    columns = 2 * len(summary.worlds) + 1 + len(more)
    groups: list[Markup] = []
    for outcome in summary.headlines:
        name = f"{sections.heading(outcome)}, {kind_text(outcome)}"
        head = tag("tr", tag("th", name, colspan=columns, scope="rowgroup"))
        groups.append(tag("tbody", head, *(_table_row(row, told) for row in rows if row.outcome is outcome)))
    caption = tag("caption", say("table.caption.told" if told else "table.caption"))
    name = f"figures worlds-{len(summary.worlds)}"
    table = tag("table", caption, sections.world_heads(summary, more), *groups, class_=name)
    return sections.scrolling(table, say("section.table"))


def _table_row(row: Row, told: bool) -> Markup:
    """Write one outcome at one date; what others say, where they say something at all."""
    cells: list[str] = []
    for spread in row.spreads.values():
        cells += [tag("td", spread.range_text, class_="number"), tag("td", spread.q50.text, class_="number")]
    if told:
        cells += [_told(row, row.claims, say("table.claims")), _told(row, row.observations, say("table.observations"))]
    return tag("tr", tag("th", row.period.text, scope="row"), *cells)


def _told(row: Row, figures: tuple[Figure, ...], label: str) -> Markup:
    """Write a cell of reported figures, each with its id and who says so."""
    if not figures:
        return tag("td", tag("span", say("nothing"), class_="soft"), class_="told none")
    items = (tag("li", row.words(figure), " ", tag("span", figure.by, class_="who")) for figure in figures)
    return tag("td", tag("ul", *items), class_="told", data_label=label)


def _charts(summary: Summary) -> list[Markup]:
    """Draw every headline outcome, all worlds beside each other."""
    charts = [chart_of(summary, outcome) for outcome in summary.headlines]
    drawn = any(chart.marks for chart in charts)
    legend = [say("chart.legend" if drawn else "chart.legend.plain")]
    if summary.situation.people_in_hiding:
        legend.append(say("chart.coarse"))
    legend += [say("chart.small", limit=summary.limit), say("chart.gap", limit=summary.limit)]
    pieces = [tag("p", " ".join(legend), class_="legend")]
    for chart in charts:
        pieces += [tag("h3", sections.heading(chart.outcome)), *_panels(chart)]
        pieces += [_mark_list(chart.marks), sections.numbers_behind(summary, chart.outcome)]
    return pieces


def _panels(chart: Chart) -> list[Markup]:
    """Draw one outcome; say so where nothing of it may be drawn."""
    if chart.empty:
        return [tag("p", say("chart.empty", limit=f"{chart.floor:.2g}"))]
    note = [tag("p", say("chart.axis.log"), class_="legend")] if chart.plot.people.log else []
    worlds = chart.summary.worlds
    if len(worlds) == 1:
        return [*note, tag("div", tag("figure", fan(chart, worlds[0])), class_="panels single")]
    panels = [
        tag(
            "figure",
            tag("figcaption", sections.swatch(i), sections.world_title(chart.summary, world)),
            fan(chart, world),
        )
        for i, world in enumerate(worlds)
    ]
    return [*note, tag("div", *panels, class_="panels")]


def _mark_list(marks: tuple[Mark, ...]) -> Markup:
    """List the reported figures of a chart, closed until asked for."""
    if not marks:
        return joined()
    heads = [say(f"figures.{name}") for name in ("mark", "figure", "id", "who", "place", "note")]
    rows: list[Markup] = []
    for mark in marks:
        figure = mark.figure
        cells = (figure.text, figure.id, figure.who, figure.place, figure.note)
        rows.append(tag("tr", tag("th", mark.name, scope="row"), *(tag("td", cell) for cell in cells)))
    name = say("chart.figures", n=len(marks))
    return tag("details", tag("summary", name), sections.scrolling(sections.plain_table(heads, rows), name))
