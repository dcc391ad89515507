"""From what was read to a situation, with everything that is wrong in it."""

from __future__ import annotations

from dataclasses import replace

from tumen.errors import Problem
from tumen.situation.build import assembled, calendar_of
from tumen.situation.checks import EVERY
from tumen.situation.draft import Draft
from tumen.situation.expand import check_nesting, expanded
from tumen.situation.files import Files
from tumen.situation.names import Names, lines_of, meant
from tumen.situation.references import mentions, references
from tumen.situation.types import Situation


def checked(files: Files, found: list[Problem]) -> Situation:
    """Put a situation together and check all of it.

    Args:
        files: As read.
        found: Problems are added here.

    Returns:
        The situation, with containers replaced by their places; to be used only where `found` stays empty.
    """
    calendar = calendar_of(files)
    names, every_reference = Names.written(files), tuple(references(files))
    draft = Draft(
        situation=assembled(files, calendar),
        calendar=calendar,
        files=files,
        names=names,
        lines=lines_of(files),
        references=every_reference,
        mentioned=mentions(files) | meant(every_reference, names),
    )
    draft = replace(draft, situation=check_nesting(draft, found))
    draft = replace(draft, situation=expanded(draft, found))
    for check in EVERY:
        found.extend(check(draft))
    return draft.situation
