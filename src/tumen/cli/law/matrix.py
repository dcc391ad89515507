"""``tumen law NAME --matrix``: who commands what the other forbids, what might resolve it, and whether it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from tumen.cli.law.ask import Asked, read_day, setting_of
from tumen.cli.law.summary import collision_data
from tumen.cli.law.words import head_data, show_head, show_lines
from tumen.cli.output import Talk

if TYPE_CHECKING:
    from tumen.report.law.clashes import Collision, Opposed
    from tumen.report.law.setting import Setting


def show_matrix(talk: Talk, asked: Asked) -> None:
    """Show all that collides: over all of the time, or on a day where one is given."""
    from tumen.report import say
    from tumen.report.law.clashes import collisions, lifetime
    from tumen.report.law.phrases import dates

    setting = setting_of(asked)
    day = read_day(asked.date) if asked.date else None
    first, last = lifetime(setting) if day is None else (day, day)
    found = collisions(setting, first, last)
    when = dates(first, last)
    show_head(talk, setting, asked, say("law.matrix.title", title=setting.situation.title, when=when))
    show_lines(talk, _lines(setting, found))
    talk.data({**head_data(setting, asked), "conflicts": [collision_data(one) for one in found]})


def _lines(setting: Setting, found: Sequence[Collision]) -> Iterator[tuple[int, str]]:
    """Write what collides, kind by kind; a kind of which there is nothing says so."""
    from tumen.report import say
    from tumen.report.law.clashes import KINDS, opposed

    for kind in KINDS:
        several = [one for one in found if one.first.kind == kind]
        yield 0, say(f"law.matrix.{kind}", n=len(several))
        pairs = kind == "norm-norm"
        yield from _norms(setting, opposed(setting, several)) if pairs else chain.from_iterable(map(_other, several))
        yield 0, ""


def _norms(setting: Setting, rows: Sequence[Opposed]) -> Iterator[tuple[int, str]]:
    """Write who commands what the other forbids: the party and the act, the norm that forbids it, the others."""
    from tumen.report import say
    from tumen.report.law.clashes import named, settled_words

    head = ("", "")
    yield 1, say("law.matrix.note")
    for row in rows:
        if (row.parties, row.action) != head:
            head = (row.parties, row.action)
            yield 1, say("law.matrix.act", parties=row.parties, action=setting.law.actions[row.action].title)
        yield 2, say("law.matrix.forbids", norm=named(setting, row.norm))
        for other, one in row.others:
            settled = settled_words(setting, one)
            yield 3, say("law.matrix.commands", norm=named(setting, other), when=one.when, settled=settled)


def _other(one: Collision) -> Iterator[tuple[int, str]]:
    """Write two readings, two sources, or a duty without an act."""
    from tumen.report import say

    yield 1, say("law.against").join(one.first.rows)
    yield 2, one.first.words
    yield 2, say("law.matrix.when", when=one.when, who=one.who)
    if not one.agreed:
        yield 2, say("law.matrix.contested")
    if one.marked:
        yield 2, one.marked
