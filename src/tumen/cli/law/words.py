"""What all answers about law begin with, and how they are printed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from tumen.cli.law.ask import Asked
from tumen.cli.output import Talk

if TYPE_CHECKING:
    from tumen.report.law.setting import Setting


def show_head(talk: Talk, setting: Setting, asked: Asked, title: str) -> None:
    """Say what is asked, of whom and by whose lights; then what this is not, in the same weight."""
    from tumen.report import say
    from tumen.report.law.overview import position_words, thresholds_words

    talk.show(title, style="bold")
    told = (people_words(setting, asked), position_words(setting), thresholds_words(setting), say("law.caveat"))
    for text in told:
        if text:
            show_line(talk, text)
    talk.show("")


def show_line(talk: Talk, text: str, depth: int = 0, style: str = "") -> None:
    """Print one line, indented, with nothing in it that could disturb a terminal."""
    from tumen.trace.text import one_line

    talk.show(f"{'  ' * depth}{one_line(text)}", style=style)


def show_lines(talk: Talk, lines: Iterable[tuple[int, str]]) -> None:
    """Print lines, each with its depth; those without are headings."""
    for depth, text in lines:
        show_line(talk, text, depth, style="" if depth else "bold")


def head_data(setting: Setting, asked: Asked) -> dict[str, Any]:
    """Give what an answer depends on, for programs."""
    return {
        "situation": setting.situation.id,
        "date": asked.date or None,
        "cohort": [*asked.cohort],
        "place": asked.place or None,
        "status": asked.status or None,
        "position": setting.choice.position,
        "thresholds": dict(setting.thresholds),
    }


def people_words(setting: Setting, asked: Asked) -> str:
    """Say who is asked about."""
    from tumen.cli.law.ask import read_cohort
    from tumen.report import say

    situation, names = setting.situation, setting.names
    parts = [names.value(*pair) for pair in read_cohort(situation, asked.cohort).items()]
    parts += [situation.statuses[asked.status].name] if asked.status else []
    parts += [say("law.in", place=situation.places[asked.place].name)] if asked.place else []
    people = say("law.who.with").join(parts) or say("law.everybody")
    return say("law.about", people=people, n=len(setting.people.subjects))
