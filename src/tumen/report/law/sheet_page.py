"""An argument sheet as a page to print: self-contained, with footnotes, versions and the day of each check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from tumen import __version__
from tumen.law.instruments import Basis, Grade
from tumen.law.norms import Norm
from tumen.law.positions import Argument, Reading
from tumen.report import sections
from tumen.report.law import memory
from tumen.report.law.arguments import Arguments, Part
from tumen.report.law.citations import Citation, citations, ids, state_words
from tumen.report.law.overview import position_words, reading_name, thresholds_words
from tumen.report.markup import Markup, joined, tag
from tumen.report.page import head
from tumen.report.strings import day_text, say

_SHORT = 12


@dataclass(frozen=True)
class Page:
    """A sheet being written.

    Attributes:
        sheet: What it says.
        people: Who is asked about, in words.
    """

    sheet: Arguments
    people: str

    @cached_property
    def notes(self) -> tuple[Citation, ...]:
        """The footnotes, in the order in which they are first needed."""
        return citations(self.sheet.setting.ledger, self.sheet.setting.law, bases(self.sheet))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Id of what is cited → number of its footnote."""
        return {one.id: n for n, one in enumerate(self.notes, 1)}

    def cite(self, basis: Basis) -> Markup:
        """Point to the footnotes of a statement."""
        found = [self.numbers[name] for name in ids(basis)]
        links = [tag("a", f"{n}", href=f"#note-{n}") for n in found]
        return tag("sup", *_between(links)) if links else Markup()


def sheet_page(sheet: Arguments, people: str) -> str:
    """Write an argument sheet.

    Args:
        sheet: What it says.
        people: Who is asked about, in words.

    Returns:
        A whole HTML document.
    """
    page = Page(sheet, people)
    title = say("law.sheet.title", title=sheet.first.title, day=day_text(sheet.day))
    body = tag("body", _header(page, title), tag("main", *_main(page)), _footer(page), class_="sheet")
    return f"<!doctype html>\n{tag('html', head(title), body, lang='en')}\n"


def bases(sheet: Arguments) -> list[Basis]:
    """List what a sheet rests on, in the order in which it says so."""
    found = [one.basis for reading, _ in sheet.readings for one in (*reading.arguments, *reading.against)]
    found += [basis for norm, _ in sheet.norms for basis in (norm.basis, *(one.basis for one in norm.exceptions))]
    found += [one.basis for fact in sheet.facts for one, _ in fact.stretches]
    found += [one.basis for share in sheet.shares for one, _ in share.stretches]
    positions = sheet.setting.law.positions.values()
    return [*found, *(position.basis for position in positions if position.readings)]


def part_text(part: Part) -> str:
    """Say of whom something holds, and of how many of them, where that is told."""
    text = say(f"law.part.{part.truth.name.lower()}", who=part.who)
    if (part.agreed, part.possible) in ((0, 1), (1, 1), (0, 0)):
        return text
    shares = say("law.part.shares", agreed=f"{part.agreed:.0%}", possible=f"{part.possible:.0%}")
    return say("law.part.some", part=text, shares=shares)


def accepted_by(sheet: Arguments, reading: Reading) -> str:
    """Name the positions that accept a reading."""
    law = sheet.setting.law
    names = [one.title for one in law.positions.values() if reading.id in one.readings]
    return say("law.sheet.accepted", who=say("law.then").join(names)) if names else say("law.sheet.nobody")


def _header(page: Page, title: str) -> Markup:
    setting = page.sheet.setting
    told = (page.people, position_words(setting), thresholds_words(setting))
    return tag(
        "header",
        tag("p", say("law.sheet.kicker", situation=setting.situation.title), class_="kicker"),
        tag("h1", title),
        *(tag("p", text) for text in told if text),
        tag("div", tag("p", say("law.sheet.care")), tag("p", say("law.caveat")), class_="notice", role="note"),
    )


def _main(page: Page) -> Iterator[Markup]:
    sheet = page.sheet
    for condition, question in sheet.first.questions.items():
        own = [(reading, parts) for reading, parts in sheet.readings if reading.condition == condition]
        yield tag("h2", question)
        yield from (_reading(page, reading, parts) for reading, parts in own)
    yield from _norms(page)
    yield from _facts(page)
    yield tag("h2", say("law.sheet.notes"))
    yield tag("ol", *(_note(n, one) for n, one in enumerate(page.notes, 1)), class_="notes")
    yield from _documents(page)
    yield from _checks(page)


def _reading(page: Page, reading: Reading, parts: Sequence[Part]) -> Markup:
    """Write one reading: whom it covers, what speaks for it, what against it, who accepts it."""
    name = sections.begun(reading_name(reading))
    covers = say("law.sheet.covers", covers=page.sheet.setting.names.covers(reading.covers))
    pieces = [tag("h3", name), tag("p", covers), tag("ul", *(tag("li", part_text(part)) for part in parts))]
    for key, several in (("for", reading.arguments), ("against", reading.against)):
        pieces += [tag("h4", say(f"law.sheet.{key}")), _arguments(page, several)]
    pieces.append(tag("p", accepted_by(page.sheet, reading), class_="soft"))
    return tag("section", *pieces, class_="reading")


def _arguments(page: Page, several: Sequence[Argument]) -> Markup:
    if not several:
        return tag("p", say("nothing"), class_="soft")
    return tag("ul", *(tag("li", one.words, page.cite(one.basis)) for one in several))


def _norms(page: Page) -> Iterator[Markup]:
    """Write the norms that hang on the answer."""
    if not page.sheet.norms:
        return
    heads = [say(f"law.sheet.norm.{name}") for name in ("norm", "says", "whom")]
    rows = [_norm(page, norm, parts, heads=heads) for norm, parts in page.sheet.norms]
    yield tag("h2", say("law.sheet.norms", day=day_text(page.sheet.day)))
    yield sections.scrolling(sections.plain_table(heads, rows, class_="stack norms"), say("law.sheet.norms.name"))


def _norm(page: Page, norm: Norm, parts: Sequence[Part], *, heads: Sequence[str]) -> Markup:
    setting = page.sheet.setting
    marked = memory.in_short(memory.behind_norm(setting.law, norm))
    whom = tag("ul", *(tag("li", part_text(part)) for part in parts if part.truth or len(parts) == 1))
    exceptions = [tag("li", say("law.sheet.except", words=one.words), page.cite(one.basis)) for one in norm.exceptions]
    says = joined(norm.words, page.cite(norm.basis), *([tag("ul", *exceptions)] if exceptions else []))
    notes = [tag("p", text, class_="memory") for text in (norm.disputed, marked) if text]
    first = tag("th", tag("b", norm.title), tag("br"), setting.names.provision(norm), *notes, scope="row")
    return tag("tr", first, *sections.labelled(heads[1:], [says, whom]))


def _facts(page: Page) -> Iterator[Markup]:
    """Write the facts and shares on which the answer hangs, with all that is said of them."""
    sheet = page.sheet
    if not sheet.facts and not sheet.shares:
        return
    yield tag("h2", say("law.sheet.facts"))
    for fact in sheet.facts:
        words = {"low": fact.low.replace("_", " "), "high": fact.high.replace("_", " ")}
        level = sheet.setting.names.level(fact.fact.id)
        yield tag("h3", sections.begun(fact.fact.title))
        yield tag("p", say("law.sheet.fact", **words, threshold=level))
        yield tag("ul", *(_said(page, one.words, one.basis, sure=sure) for one, sure in fact.stretches))
    for share in sheet.shares:
        low, high = (f"{x:.1%}" for x in share.bounds)
        yield tag("h3", say("law.sheet.share", title=share.share.title))
        yield tag("p", say("law.sheet.range", low=low, high=high))
        yield tag("ul", *(_said(page, one.assumed, one.basis, sure=sure) for one, sure in share.stretches))


def _said(page: Page, words: str, basis: Basis, *, sure: bool) -> Markup:
    doubt = "" if sure else say("law.sheet.unsure")
    return tag("li", words or say("law.sheet.counted"), page.cite(basis), doubt)


def _note(number: int, one: Citation) -> Markup:
    checked = [tag("span", f" ({one.checked})", class_="memory")] if one.checked else []
    return tag("li", tag("b", one.id), ": ", one.text, *checked, id=f"note-{number}")


def _documents(page: Page) -> Iterator[Markup]:
    """Name the documents in which the cited claims stand."""
    situation = page.sheet.setting.situation
    found = dict.fromkeys(situation.claims[one.id].source for one in page.notes if one.id in situation.claims)
    if found:
        sources = [situation.sources[name] for name in found]
        items = [
            tag("li", say("law.sheet.document", id=s.id, author=s.author, title=s.title, date=s.date)) for s in sources
        ]
        yield from (tag("h3", say("law.sheet.documents")), tag("ul", *items))


def _checks(page: Page) -> Iterator[Markup]:
    """Say of each norm, instrument, membership and position how far it was checked, and when."""
    yield tag("h2", say("law.sheet.checks"))
    yield tag("p", say("law.sheet.checks.text"))
    heads = [say("law.sheet.check.what"), say("law.sheet.check.how")]
    rows = [
        tag("tr", tag("th", one.words, scope="row"), *sections.labelled(heads[1:], [_checked(one.grade)]))
        for one in page.sheet.checks
        if not one.what.startswith("reference:")
    ]
    yield sections.scrolling(sections.plain_table(heads, rows, class_="stack norms"), say("law.sheet.checks"))


def _checked(grade: Grade) -> str:
    return say("law.then").join(text for text in (state_words(grade), grade.note) if text)


def _footer(page: Page) -> Markup:
    situation = page.sheet.setting.situation
    version = say("law.sheet.version", version=__version__, situation=situation.id, digest=situation.digest[:_SHORT])
    return tag("footer", tag("p", version), tag("p", say("law.sheet.care")))


def _between(links: Iterable[Markup]) -> Iterator[str]:
    for n, link in enumerate(links):
        yield from ((say("law.comma"), link) if n else (link,))
