"""The option `--until`: look at a situation as it was known by some day."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tumen.cli.output import Talk
from tumen.errors import UsageError

if TYPE_CHECKING:
    from tumen.situation import Situation

Until = Annotated[str, typer.Option("--until", metavar="YYYY-MM-DD", help="Hide all that came out after this day.")]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_known(name: str, until: str) -> Situation:
    """Read a situation, as it was known by a day where one is given.

    Args:
        name: Of a situation, or its folder.
        until: What was written after `--until`; empty where it was not.

    Raises:
        UsageError: T008 if it is no day, or one by which nothing can be known.
    """
    from tumen.situation import read_situation

    return read_situation(name, read_day(until))


def read_day(text: str) -> date | None:
    """Read a day; None for an empty text.

    Raises:
        UsageError: T008 for anything else.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError as error:
        raise UsageError(
            "T008", f"{text!r} is no day", where="--until", remedy="write it as in --until 2003-12-31"
        ) from error


def show_hidden(talk: Talk, situation: Situation) -> None:
    """Say what is hidden; nothing where all may be seen."""
    if situation.hidden is None:
        return
    from tumen.report import until_words

    for text in until_words(situation):
        talk.show(text, style="yellow")


def hidden_data(situation: Situation) -> dict[str, Any] | None:
    """Give what is hidden as `--json` prints it under ``until``; None where all may be seen."""
    return None if situation.hidden is None else situation.hidden.as_dict()
