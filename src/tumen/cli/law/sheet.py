"""``tumen law NAME --sheet CONDITION``: what speaks for and against each reading, as text or as a page to print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tumen.cli.law.ask import Asked, known, read_day, setting_of
from tumen.cli.law.words import head_data, people_words, show_head, show_lines
from tumen.cli.output import Talk

if TYPE_CHECKING:
    from tumen.law.norms import Norm
    from tumen.law.positions import Argument, Reading
    from tumen.report.law.arguments import Arguments, Part
    from tumen.report.law.citations import Citation


def show_sheet(talk: Talk, asked: Asked) -> None:
    """Print an argument sheet about groups, never about a person; write it as a page where a file is named."""
    from tumen.export import write_files
    from tumen.report import say
    from tumen.report.law.arguments import arguments
    from tumen.report.law.sheet_page import sheet_page
    from tumen.report.strings import day_text

    setting = setting_of(asked)
    known("--sheet", asked.sheet, setting.law.conditions)
    day = read_day(asked.date)
    found = arguments(setting, day, asked.sheet)
    show_head(talk, setting, asked, say("law.sheet.title", title=found.first.title, day=day_text(day)))
    show_lines(talk, _lines(found))
    files: list[str] = []
    if asked.out is not None:
        page = sheet_page(found, people_words(setting, asked)).encode()
        paths = write_files(asked.out.parent, {asked.out.name: page}, force=asked.force)
        files = [str(path) for path in paths]
        talk.note(say("law.sheet.written", file=files[0]))
    talk.data({**head_data(setting, asked), **_data(found), "files": files})


def _lines(found: Arguments) -> Iterator[tuple[int, str]]:
    """Write readings with their arguments, then norms, facts and sources."""
    from tumen.report import say

    yield 0, say("law.sheet.care")
    for reading, parts in found.readings:
        yield 0, ""
        yield from _reading(found, reading, parts)
    yield 0, ""
    yield 0, say("law.sheet.norms.name")
    for norm, parts in found.norms:
        yield from _norm(found, norm, parts)
    yield 0, ""
    yield from _facts(found)
    yield 0, ""
    yield 0, say("law.explain.sources")
    yield from ((1, one.line) for one in _cited(found))


def _reading(found: Arguments, reading: Reading, parts: tuple[Part, ...]) -> Iterator[tuple[int, str]]:
    from tumen.report import say
    from tumen.report.law.sheet_page import accepted_by, part_text

    yield 0, say("law.sheet.reading", id=reading.id, title=reading.title)
    yield 1, say("law.sheet.covers", covers=found.setting.names.covers(reading.covers))
    yield from ((2, part_text(part)) for part in parts)
    for key, several in (("for", reading.arguments), ("against", reading.against)):
        yield 1, say(f"law.sheet.{key}")
        yield from ((2, line) for line in _argued(several))
    yield 1, accepted_by(found, reading)


def _argued(several: tuple[Argument, ...]) -> Iterator[str]:
    from tumen.report import say
    from tumen.report.law.citations import ids

    if not several:
        yield say("nothing")
    for one in several:
        yield f"{one.words} {say('law.cited', ids=', '.join(ids(one.basis)))}"


def _norm(found: Arguments, norm: Norm, parts: tuple[Part, ...]) -> Iterator[tuple[int, str]]:
    from tumen.report.law.memory import marked
    from tumen.report.law.sheet_page import part_text

    yield 1, marked(found.setting.law, norm, found.setting.names.line(norm))
    yield from ((2, part_text(part)) for part in parts if part.truth or len(parts) == 1)


def _facts(found: Arguments) -> Iterator[tuple[int, str]]:
    from tumen.report import say
    from tumen.report.law.citations import ids

    if found.facts or found.shares:
        yield 0, say("law.sheet.facts")
    for fact in found.facts:
        words = {"low": fact.low.replace("_", " "), "high": fact.high.replace("_", " ")}
        level = found.setting.names.level(fact.fact.id)
        yield 1, f"{fact.fact.title}: {say('law.sheet.fact', **words, threshold=level)}"
        for one, sure in fact.stretches:
            doubt = "" if sure else say("law.sheet.unsure")
            yield 2, f"{one.words} {say('law.cited', ids=', '.join(ids(one.basis)))}{doubt}"
    for share in found.shares:
        low, high = (f"{x:.1%}" for x in share.bounds)
        yield 1, f"{say('law.sheet.share', title=share.share.title)}: {say('law.sheet.range', low=low, high=high)}"


def _cited(found: Arguments) -> tuple[Citation, ...]:
    from tumen.report.law.citations import citations
    from tumen.report.law.sheet_page import bases

    return citations(found.setting.ledger, found.setting.law, bases(found))


def _data(found: Arguments) -> dict[str, Any]:
    """Give a sheet as plain values."""
    return {
        "condition": found.first.about,
        "questions": dict(found.first.questions),
        "readings": [_reading_data(found, reading, parts) for reading, parts in found.readings],
        "norms": [{"id": norm.id, "who": [_part(part) for part in parts]} for norm, parts in found.norms],
        "facts": [
            {"id": one.fact.id, "low": one.low, "high": one.high, "threshold": one.threshold} for one in found.facts
        ],
        "shares": [{"id": one.share.id, "low": one.bounds[0], "high": one.bounds[1]} for one in found.shares],
        "sources": {one.id: {"text": one.text, "checked": one.checked} for one in _cited(found)},
        "checks": [
            {"what": one.what, "state": one.grade.state, "on": None if day is None else day.isoformat()}
            for one in found.checks
            for day in (one.grade.checked,)
        ],
    }


def _reading_data(found: Arguments, reading: Reading, parts: tuple[Part, ...]) -> dict[str, Any]:
    from tumen.report.law.citations import ids

    sides = {"for": reading.arguments, "against": reading.against}
    return {
        "id": reading.id,
        "title": reading.title,
        "condition": reading.condition,
        "who": [_part(part) for part in parts],
        **{key: [{"words": one.words, "rests_on": [*ids(one.basis)]} for one in of] for key, of in sides.items()},
        "positions": [name for name, one in found.setting.law.positions.items() if reading.id in one.readings],
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "truth": part.truth.name.lower(),
        "people": part.who,
        "agreed": round(part.agreed, 4),
        "possible": round(part.possible, 4),
    }
