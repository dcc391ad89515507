"""The later sections of the report: numbers behind a chart, worlds, assumptions, sources, how to cite and repeat."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from tumen.evidence import AnchorPrior, Parameter
from tumen.policy import Outcome
from tumen.report.headline import worlds_text
from tumen.report.markup import Markup, joined, tag
from tumen.report.numbers import exact
from tumen.report.strings import say
from tumen.report.summary import About, Summary
from tumen.situation import Situation
from tumen.trace.standing import argument
from tumen.trace.words import anchor_in_words, prior_in_words, unit_in_words

_SHORT = 12


def grounds(summary: Summary) -> Iterator[tuple[str, list[Markup]]]:
    """Give the sections that say what the figures rest on: name and content."""
    if summary.situation.anchors:
        yield "worlds", _worlds(summary)
    yield "assumptions", _assumptions(summary)
    yield "sources", _sources(summary)
    yield "cite", [tag("blockquote", citation(summary)), tag("p", say("cite.sources"))]
    yield "again", [tag("pre", tag("code", command(summary))), _again(summary)]


def footer(summary: Summary) -> Markup:
    """Say how to handle this page."""
    key = "care.hidden" if summary.situation.people_in_hiding else "care.open"
    care = tag("p", say(key, limit=summary.limit))
    return tag("footer", tag("h2", say("section.care")), care, tag("p", say("care.use")))


def scrolling(content: Markup, name: str) -> Markup:
    """Let something wide scroll by itself, also by keyboard."""
    return tag("div", content, class_="scroll", role="region", aria_label=name, tabindex=0)


def world_title(summary: Summary, world: str) -> str:
    """Give the title of a world."""
    return summary.situation.worlds[world].title or say("page.world", world=world)


def heading(outcome: Outcome) -> str:
    """Give the title of an outcome as it begins a line."""
    return begun(outcome.title)


def begun(title: str) -> str:
    """Write a title as it begins a line."""
    return title[:1].upper() + title[1:]


def swatch(index: int) -> Markup:
    """Show the colour of a world."""
    return tag("span", class_=f"swatch world-{index}", aria_hidden="true")


def world_heads(summary: Summary, more: tuple[str, ...] = (), *, first: str = "") -> Markup:
    """Write the head of a table with a range and a median for each world, and more columns behind them.

    Args:
        summary: Whose worlds.
        more: Heads of the columns behind.
        first: Head of the first column, which is that of dates where nothing else is said.
    """
    begin = first or say("table.date")
    if len(summary.worlds) == 1:
        heads = (begin, say("table.range"), say("table.median"))
        first_row = (tag("th", head, scope="col") for head in heads)
        return tag("thead", tag("tr", *first_row, *(tag("th", name, scope="col", class_="told") for name in more)))
    worlds = [
        tag("th", swatch(i), say("page.world", world=world), colspan=2, scope="colgroup")
        for i, world in enumerate(summary.worlds)
    ]
    left = tag("th", begin, rowspan=2, scope="col")
    last = (tag("th", name, rowspan=2, scope="col", class_="told") for name in more)
    pair = (tag("th", say("table.range"), scope="col"), tag("th", say("table.median"), scope="col"))
    return tag("thead", tag("tr", left, *worlds, *last), tag("tr", *(pair * len(worlds))))


def numbers_behind(summary: Summary, outcome: Outcome) -> Markup:
    """Write the numbers of a chart as a table, closed until asked for."""
    rows: list[Markup] = []
    for period in summary.periods:
        cells: list[Markup] = []
        for world in summary.worlds:
            spread = summary.spread(world, outcome.id, period.label)
            cells += [tag("td", text, class_="number") for text in (spread.range_text, spread.q50.text)]
        rows.append(tag("tr", tag("th", period.text, scope="row"), *cells))
    table = tag("table", world_heads(summary), tag("tbody", *rows))
    return tag("details", tag("summary", say("chart.numbers")), scrolling(table, say("chart.numbers")))


def citation(summary: Summary) -> str:
    """Say how to cite this run."""
    about = summary.about
    return say(
        "cite.text",
        version=about.version,
        title=summary.situation.title,
        situation=summary.situation.id,
        digest=about.digest[:_SHORT],
        seed=about.seed,
        draws=about.draws,
        worlds=worlds_text(summary),
        hash=about.result_hash[:_SHORT],
    )


def command(summary: Summary) -> str:
    """Give the command that runs it again."""
    about = summary.about
    words = ["tumen", "run", summary.situation.id, "--draws", str(about.draws), "--replicates", str(about.replicates)]
    words += ["--seed", str(about.seed), "--policy", about.policy]
    for world in summary.worlds:
        words += ["--world", world]
    for name, value in about.changes.items():
        words += ["--set", f"{name}={value!r}"]
    for name, position in about.switches.items():
        words += ["--switch", f"{name}={position}"]
    words += ["--until", about.until] if about.until else []
    return shlex.join(words)


def prior_text(summary: Summary, parameter: Parameter) -> str:
    """Say in words which numbers a parameter may have: its levels apart, a long series by its ends."""
    entries = parameter.entries
    if "year" in parameter.dims:
        numbers = [bound for prior in entries.values() for bound in (prior.low, prior.high)]
        unit = unit_in_words(parameter.unit)
        return say("prior.series", low=exact(min(numbers)), high=exact(max(numbers)), unit=unit, n=len(entries))
    least = summary.ledger.least
    words = {level: prior_in_words(prior, parameter.unit, limit=least) for level, prior in entries.items()}
    return "; ".join(say("prior.level", level=level, prior=text) if level else text for level, text in words.items())


def _worlds(summary: Summary) -> list[Markup]:
    """Say what each world takes for true."""
    situation = summary.situation
    pieces = [tag("p", say("worlds.text"))]
    for name in summary.worlds:
        items = [
            tag(
                "li",
                say(
                    "worlds.anchor",
                    outcome=anchor_title(situation, anchor),
                    date=situation.anchors[anchor].date,
                    prior=believed(summary, anchor, prior),
                ),
                *_ground(prior.claims, prior.observations, prior.assumed),
            )
            for anchor, prior in situation.worlds[name].anchors.items()
        ]
        pieces += [tag("h3", world_title(summary, name)), tag("ul", *items)]
    return pieces


def believed(summary: Summary, anchor: str, prior: AnchorPrior) -> str:
    """Say what a world believes of an anchor."""
    situation = summary.situation
    return anchor_in_words(situation.evidence, prior, anchor_unit(situation, anchor), limit=summary.ledger.least)


def anchor_title(situation: Situation, anchor: str) -> str:
    """Say what an anchor is about."""
    about, outcomes = situation.anchors[anchor], situation.outcomes
    title = outcomes[about.outcome].title
    return say("worlds.share", outcome=title, over=outcomes[about.over].title) if about.over else title


def anchor_unit(situation: Situation, anchor: str) -> str:
    """Give the unit of what an anchor is about."""
    about = situation.anchors[anchor]
    return "share" if about.over else situation.outcomes[about.outcome].unit


def _ground(claims: tuple[str, ...], observations: tuple[str, ...], assumed: str) -> list[str]:
    """Say what an anchor is traced to; where it is assumed that is nothing, and there is an argument instead."""
    named = assumed or ", ".join((*claims, *observations))
    return [f"; {named}"] if named else []


def _assumptions(summary: Summary) -> list[Markup]:
    """List every parameter that no source settles, with the argument for it."""
    assumed, situation = summary.assumed, summary.situation
    if not assumed:
        return [tag("p", say("assumptions.none"))]
    text = say("assumptions.text", n=len(assumed), total=len(situation.parameters), situation=situation.id)
    told = [(tag("code", p.name), tag("span", prior_text(summary, p)), argument(situation, p)) for p in assumed]
    items = [tag("div", tag("dt", name, " ", prior), tag("dd", why)) for name, prior, why in told]
    return [tag("p", text), tag("dl", *items, class_="assumed")]


def _sources(summary: Summary) -> list[Markup]:
    """List the documents."""
    situation = summary.situation
    hint = tag("p", say("sources.text", situation=situation.id, outcome=summary.headlines[0].id))
    if not situation.sources:
        return [tag("p", say("sources.none")), hint]
    heads = [say(f"sources.{name}") for name in ("id", "title", "author", "date")]
    rows = [
        tag("tr", tag("th", s.id, scope="row"), tag("td", s.title), tag("td", s.author), tag("td", s.date))
        for s in situation.sources.values()
    ]
    return [hint, scrolling(plain_table(heads, rows), say("section.sources"))]


def _again(summary: Summary) -> Markup:
    """List what it takes to run it again."""
    about = summary.about
    facts = _facts(about)
    if about.changes_text:
        facts["changes"] = about.changes_text
    if about.until:
        facts["until"] = about.until
    pieces = (
        joined(tag("dt", say(f"again.term.{key}")), tag("dd", value, class_="hash")) for key, value in facts.items()
    )
    return tag("dl", *pieces)


def _facts(about: About) -> dict[str, str]:
    """Name what a run depends on."""
    return {
        "version": about.version,
        "seed": str(about.seed),
        "policy": about.policy,
        "draws": f"{about.draws}, {about.replicates}",
        "rejected": ", ".join(f"{world}: {n}" for world, n in about.rejected.items()),
        "digest": about.digest,
        "hash": about.result_hash,
        "created": about.created,
    }


def labelled(heads: Sequence[str], cells: Sequence[str]) -> list[Markup]:
    """Write the cells of a row, each with the head of its column for screens on which rows are stacked."""
    return [tag("td", cell, data_label=head) for head, cell in zip(heads, cells, strict=True)]


def plain_table(heads: list[str], rows: list[Markup], **attributes: str) -> Markup:
    """Write a table with a head."""
    head = tag("thead", tag("tr", *(tag("th", head, scope="col") for head in heads)))
    return tag("table", head, tag("tbody", *rows), **attributes)
