"""``tumen law NAME --date D``: which norms bind, which are contested, which do not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from tumen.cli.law.ask import Asked, read_day, setting_of
from tumen.cli.law.words import head_data, show_head, show_lines
from tumen.cli.output import Talk
from tumen.law.truth import Truth

if TYPE_CHECKING:
    from tumen.report.law.day import Answer, Part
    from tumen.report.law.setting import Setting


def show_day(talk: Talk, asked: Asked) -> None:
    """Say of every norm what it is on a day."""
    from tumen.report import say
    from tumen.report.law.day import answers
    from tumen.report.strings import day_text

    day = read_day(asked.date)
    setting = setting_of(asked)
    found = answers(setting, day)
    title = say("law.day.title", title=setting.situation.title, day=day_text(day))
    show_head(talk, setting, asked, title)
    show_lines(talk, _lines(setting, found))
    talk.data({**head_data(setting, asked), "norms": [answer_data(setting, one) for one in found]})


def _lines(setting: Setting, found: tuple[Answer, ...]) -> Iterator[tuple[int, str]]:
    """Write the norms, those that bind first; of those that do not, one line each."""
    from tumen.report import say

    for truth in (Truth.YES, Truth.CONTESTED, Truth.NO):
        chosen = [one for one in found if one.truth == truth]
        yield 0, say(f"law.day.{truth.name.lower()}", n=len(chosen))
        for one in chosen:
            yield from _norm(setting, one) if truth else _absent(setting, one)
        yield 0, ""


def _norm(setting: Setting, one: Answer) -> Iterator[tuple[int, str]]:
    """Write a norm that holds, or may hold, for somebody: for whom, and what leaves it contested."""
    from tumen.report import say
    from tumen.report.law.memory import marked

    norm = one.norm
    yield 1, marked(setting.law, norm, setting.names.line(norm))
    yield 2, setting.names.command(norm)
    for part in one.parts:
        if part.truth:
            yield 2, part_words(part)
        if part.truth and part.why is not None:
            yield 3, say("law.decides", number=part.why.number, text=part.why.question, used=part.why.used)
    if norm.disputed:
        yield 2, say("law.disputed", why=norm.disputed)


def part_words(part: Part) -> str:
    """Say for whom a norm holds, and of how many of them, where that is told."""
    from tumen.report import say

    text = say(f"law.part.{part.truth.name.lower()}", who=part.who)
    if part.truth != Truth.CONTESTED or (part.agreed, part.possible) == (0, 1):
        return text
    shares = say("law.part.shares", agreed=f"{part.agreed:.0%}", possible=f"{part.possible:.0%}")
    return say("law.part.some", part=text, shares=shares)


def _absent(setting: Setting, one: Answer) -> Iterator[tuple[int, str]]:
    """Write a norm that holds for nobody asked about, with the question that fails."""
    from tumen.report import say
    from tumen.report.law.memory import marked

    why = one.parts[0].why
    yield 1, marked(setting.law, one.norm, setting.names.line(one.norm))
    if why is not None:
        yield 2, say("law.decides", number=why.number, text=why.question, used=why.used)


def answer_data(setting: Setting, one: Answer) -> dict[str, Any]:
    """Give a norm as plain values."""
    from tumen.report.law.citations import ids
    from tumen.report.law.memory import behind_norm

    norm = one.norm
    instrument = setting.law.instruments[norm.instrument]
    return {
        "id": norm.id,
        "title": norm.title,
        "instrument": norm.instrument,
        "instrument_title": instrument.title,
        "provision": norm.provision,
        "kind": instrument.kind,
        "function": norm.function,
        "modality": norm.modality,
        "bearers": [*norm.bearers],
        "action": norm.action,
        "words": norm.words,
        "truth": one.truth.name.lower(),
        "who": [_part_data(part) for part in one.parts],
        "disputed": norm.disputed or None,
        "dates": _dates(setting, one),
        "rests_on": [*ids(norm.basis)],
        "from_memory": [fact.id for fact in behind_norm(setting.law, norm)],
    }


def _part_data(part: Part) -> dict[str, Any]:
    """Give those of whom the same is said as plain values."""
    why = part.why
    told = None if why is None else {"number": why.number, "question": why.question, "used": why.used}
    return {
        "truth": part.truth.name.lower(),
        "people": part.who,
        "agreed": round(part.agreed, 4),
        "possible": round(part.possible, 4),
        "why": told,
    }


def _dates(setting: Setting, one: Answer) -> dict[str, Any]:
    """Give the days on which a norm hangs."""
    norm = one.norm
    instrument = setting.law.instruments[norm.instrument]
    members = [m for m in instrument.memberships if m.party in norm.bearers]
    return {
        "in_force": _iso(instrument.in_force),
        "ended": _iso(instrument.ended),
        "version_from": _iso(norm.first),
        "version_to": _iso(norm.last),
        "bound": [
            {"party": m.party, "bindingness": m.bindingness, "from": _iso(m.first), "to": _iso(m.last)} for m in members
        ],
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
