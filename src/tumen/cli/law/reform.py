"""``tumen law NAME --what-if FILE``: which norms would say something else, of whom, from when to when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tumen.cli.law.ask import Asked, read_day, setting_of
from tumen.cli.law.words import head_data, show_head, show_lines
from tumen.cli.output import Talk

if TYPE_CHECKING:
    from tumen.law.reform import Difference
    from tumen.report.law.clashes import Collision
    from tumen.report.law.setting import Setting


def show_reform(talk: Talk, asked: Asked) -> None:
    """Show what a reform changes for the people asked about: over all of the time, or on a day."""
    from tumen.law.intervals import Interval
    from tumen.law.reform import differences
    from tumen.report import say
    from tumen.report.law.clashes import collisions, lifetime
    from tumen.situation.reform import read_reform

    before = setting_of(asked)
    after = replace(before, law=read_reform(asked.what_if or Path(), before.situation))
    day = read_day(asked.date) if asked.date else None
    ends = [lifetime(before), lifetime(after)]
    period = Interval(min(a for a, _ in ends), max(b for _, b in ends)) if day is None else Interval(day, day)
    found = differences(before.law, after.law, before.people, period=period, choice=before.choice)
    clashes = [collisions(one, period.first, period.last) for one in (before, after)]
    show_head(talk, before, asked, say("law.reform.title", title=before.situation.title, file=str(asked.what_if)))
    show_lines(talk, _lines(after, found, clashes))
    talk.data({**head_data(before, asked), **_data(after, found, clashes)})


def _lines(
    setting: Setting, found: Sequence[Difference], clashes: Sequence[Sequence[Collision]]
) -> Iterator[tuple[int, str]]:
    """Write what changes norm by norm, then conflicts that are new and those that are gone."""
    from tumen.report import say
    from tumen.report.law.memory import marked

    yield 0, say("law.reform.norms", n=len({one.norm for one in found}))
    before = ""
    for one in found:
        if one.norm != before:
            before, norm = one.norm, setting.law.norms[one.norm]
            yield 1, marked(setting.law, norm, setting.names.line(norm))
        yield 2, _difference(setting, one)
    old, new = ({one.first.id: one for one in several} for several in clashes)
    for key, several in _changed(old, new).items():
        yield 0, say(f"law.reform.{key}", n=len(several))
        for one in several:
            yield 1, _clash(one, old.get(one.first.id) if key == "moved" else None)
    yield 0, say("law.reform.note")


def _difference(setting: Setting, one: Difference) -> str:
    from tumen.report import say
    from tumen.report.law.phrases import dates

    truths = {key: say(f"law.word.{truth.name.lower()}") for key, truth in (("old", one.before), ("new", one.after))}
    return say("law.reform.line", when=dates(one.first, one.last), who=_who(setting, one), **truths)


def _who(setting: Setting, one: Difference) -> str:
    concerned = set(one.subjects)
    return setting.crowd.words(np.array([subject in concerned for subject in setting.people.subjects]))


def _changed(old: Mapping[str, Collision], new: Mapping[str, Collision]) -> Mapping[str, list[Collision]]:
    """Give the conflicts that only one law has, and those that both have at other times."""
    return {
        "new": [one for name, one in new.items() if name not in old],
        "moved": [one for name, one in new.items() if name in old and one.times != old[name].times],
        "gone": [one for name, one in old.items() if name not in new],
    }


def _clash(one: Collision, before: Collision | None) -> str:
    from tumen.report import say

    rows = say("law.against").join(one.first.rows)
    if before is None:
        return say("law.reform.conflict", rows=rows, when=one.when)
    return say("law.reform.conflict.moved", rows=rows, when=one.when, before=before.when)


def _data(setting: Setting, found: Sequence[Difference], clashes: Sequence[Sequence[Collision]]) -> dict[str, Any]:
    from tumen.cli.law.summary import collision_data

    old, new = ({one.first.id: one for one in several} for several in clashes)
    return {
        "differences": [
            {
                "norm": one.norm,
                "from": one.first.isoformat(),
                "to": one.last.isoformat(),
                "before": one.before.name.lower(),
                "after": one.after.name.lower(),
                "people": _who(setting, one),
            }
            for one in found
        ],
        "conflicts": {key: [collision_data(one) for one in of] for key, of in _changed(old, new).items()},
    }
