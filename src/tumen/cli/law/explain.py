"""``tumen law NAME --explain NORM``: the seven questions, each with its value, its source and what would change it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tumen.cli.law.ask import Asked, known, read_day, setting_of
from tumen.cli.law.day import answer_data, part_words
from tumen.cli.law.words import head_data, show_head, show_lines
from tumen.cli.output import Talk

if TYPE_CHECKING:
    from tumen.law.explain import Explanation, Question
    from tumen.report.law.citations import Citation
    from tumen.report.law.day import Answer, Part
    from tumen.report.law.setting import Setting

_BREAKS = re.compile(r"(?<=[a-z0-9)”]\.) (?=[A-Z“])|(?<=;) (?=by reading )")
"""Where a long answer may begin a new line: sentences, and readings."""
_AGAINST = 5
"""From this question on, what is asked for speaks against the norm."""


def show_explanation(talk: Talk, asked: Asked) -> None:
    """Say why a norm binds on a day, or does not; once for each part of the people of whom the same is said."""
    from tumen.report import say
    from tumen.report.law.day import answer_of, explained
    from tumen.report.strings import day_text

    setting = setting_of(asked)
    known("--explain", asked.explain, setting.law.norms)
    day = read_day(asked.date)
    found = answer_of(setting, day, asked.explain)
    whys = [explained(setting, day, norm=asked.explain, subject=part.example) for part in found.parts]
    provision = setting.names.provision(found.norm)
    show_head(talk, setting, asked, say("law.explain.title", norm=provision, day=day_text(day)))
    show_lines(talk, _lines(setting, found, whys))
    data = answer_data(setting, found)
    for told, why in zip(data["who"], whys, strict=True):
        told["questions"] = [_question_data(question) for question in why.questions]
    cited = {one.id: {"text": one.text, "checked": one.checked} for one in _cited(setting, found, whys)}
    talk.data({**head_data(setting, asked), **data, "sources": cited})


def _lines(setting: Setting, found: Answer, whys: Sequence[Explanation]) -> Iterator[tuple[int, str]]:
    """Write the norm, the seven questions for each part of the people, then the sources in full."""
    from tumen.report import say
    from tumen.report.law.memory import marked

    yield 0, marked(setting.law, found.norm, setting.names.line(found.norm))
    yield 1, found.norm.words
    yield 1, setting.names.command(found.norm)
    for part, why in zip(found.parts, whys, strict=True):
        yield 0, ""
        yield from _part(setting, part, why)
    yield 0, ""
    yield 0, say("law.explain.sources")
    for one in _cited(setting, found, whys):
        yield 1, one.line


def _part(setting: Setting, part: Part, why: Explanation) -> Iterator[tuple[int, str]]:
    from tumen.report import say

    yield 0, part_words(part)
    yield 1, say("law.explain.example", who=setting.names.group(part.example))
    for question in why.questions:
        yield from _question(question, decides=why.first_failing is question)


def _question(question: Question, *, decides: bool) -> Iterator[tuple[int, str]]:
    """Write one question: its answer, the value used, the sources, what would change it."""
    from tumen.report import say
    from tumen.report.law.citations import ids

    key = "law.explain.decides" if decides else "law.explain.question"
    yield 1, say(key, number=question.number, text=question.text, truth=_answered(question))
    found = ids(question.basis)
    yield from ((2, line) for line in _BREAKS.split(question.used))
    if found:
        yield 2, say("law.explain.rests", ids=", ".join(found))
    if question.change:
        yield 2, say("law.explain.change", change=question.change)


def _answered(question: Question) -> str:
    """Answer a question in a word: the last three ask for what speaks against the norm."""
    from tumen.report import say

    asks = "for" if question.number < _AGAINST else "against"
    return say(f"law.answer.{asks}.{question.truth.name.lower()}")


def _question_data(question: Question) -> dict[str, Any]:
    """Give one of the seven questions as plain values; its truth says whether the answer lets the norm bind."""
    from tumen.report.law.citations import ids

    return {
        "number": question.number,
        "question": question.text,
        "truth": question.truth.name.lower(),
        "used": question.used,
        "rests_on": [*ids(question.basis)],
        "change": question.change or None,
    }


def _cited(setting: Setting, found: Answer, whys: Sequence[Explanation]) -> tuple[Citation, ...]:
    from tumen.report.law.citations import citations

    bases = [question.basis for why in whys for question in why.questions]
    return citations(setting.ledger, setting.law, [found.norm.basis, *bases])
