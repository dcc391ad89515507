"""``tumen law NAME --run DIR``: person-events of a run that are prima facie incompatible with each norm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tumen.cli.law.ask import Asked, setting_of
from tumen.cli.law.words import head_data, show_head, show_lines
from tumen.cli.output import Talk
from tumen.errors import UsageError

if TYPE_CHECKING:
    import xarray as xr

    from tumen.accounting import Span
    from tumen.report.accounted import Accounted, Figure
    from tumen.report.law.counts import Counted
    from tumen.report.law.setting import Setting

_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?", re.ASCII)
_DECEMBER = 12


def show_account(talk: Talk, asked: Asked) -> None:
    """Count against each norm what a run did; with a reform, both by the law as it is and as it would be."""
    from tumen.ensemble import open_results

    setting = setting_of(asked)
    _check_free(asked)
    dataset = open_results(asked.run or Path())
    _check_same(talk, setting, dataset)
    span = read_years(asked.years)
    account = _accounted(setting, dataset, span)
    if asked.what_if is None:
        _show_head(talk, asked, setting, account)
        show_lines(talk, _lines(setting, account))
        talk.data({**head_data(setting, asked), **_data(setting, account)})
        return
    from tumen.situation.reform import read_reform

    after = replace(setting, law=read_reform(asked.what_if, setting.situation))
    reformed = _accounted(after, dataset, span)
    _show_head(talk, asked, setting, account)
    show_lines(talk, _difference(_rows(setting, account), _rows(after, reformed), after))
    parts = {"before": _data(setting, account), "after": _data(after, reformed)}
    talk.data({**head_data(setting, asked), "what_if": str(asked.what_if), **parts})


def read_years(text: str) -> Span | None:
    """Read years like ``1995-2012``; None for an empty text.

    Raises:
        UsageError: T341 for anything else.
    """
    from tumen.accounting import Span

    found = _YEARS.fullmatch(text)
    if not text:
        return None
    if found is None or found[1] == "0000" or int(found[2] or found[1]) < int(found[1]):
        raise UsageError("T341", f"{text!r} is no years", where="--years", remedy="write them as in --years 1995-2012")
    return Span(date(int(found[1]), 1, 1), date(int(found[2] or found[1]), _DECEMBER, 31))


def _check_free(asked: Asked) -> None:
    """Stop at what narrows the people: a run is counted for everybody, and by all positions.

    Raises:
        UsageError: T337.
    """
    narrow = {"--date": asked.date, "--cohort": asked.cohort, "--place": asked.place, "--status": asked.status}
    narrow |= {"--position": asked.position, "--reading": asked.reading}
    given = [option for option, value in narrow.items() if value]
    if given:
        problem = f"a run is counted for everybody, by every position, and takes no {' or '.join(given)}"
        remedy = "leave it out: each position has its own row, and --years says of which years"
        raise UsageError("T337", problem, where="the command line", remedy=remedy)


def _check_same(talk: Talk, setting: Setting, dataset: xr.Dataset) -> None:
    """Stop at a run of another situation; say so where this one was changed since.

    Raises:
        UsageError: T340.
    """
    situation, ran = setting.situation, str(dataset.attrs["situation"])
    if ran != situation.id:
        problem = f"the run is one of {ran}, and not of {situation.id}"
        raise UsageError("T340", problem, where="--run", remedy=f"ask tumen law {ran}")
    if str(dataset.attrs["situation_digest"]) != situation.digest:
        from tumen.report import say

        talk.warn(say("law.count.changed", situation=situation.id))


def _accounted(setting: Setting, dataset: xr.Dataset, span: Span | None) -> Accounted:
    from tumen.report.accounted import accounted

    spans = None if span is None else [span]
    levels = dict(setting.choice.thresholds)
    return accounted(dataset, setting.situation, spans, thresholds=levels, law=setting.law)


def _show_head(talk: Talk, asked: Asked, setting: Setting, account: Accounted) -> None:
    from tumen.report import say
    from tumen.report.law.phrases import dates

    span, title = account.spans[0], setting.situation.title
    when = dates(span.first, span.last)
    if asked.what_if is None:
        words = say("law.count.title", title=title, when=when)
    else:
        words = say("law.count.title.reform", title=title, when=when, file=str(asked.what_if))
    show_head(talk, setting, asked, words)
    show_lines(talk, [(0, say("law.count.text"))])


def _rows(setting: Setting, account: Accounted) -> Sequence[Counted]:
    from tumen.report.law.counts import counted

    return counted(setting, account)


def _lines(setting: Setting, account: Accounted) -> Iterator[tuple[int, str]]:
    """Write a row for each norm; those that count nothing together at the end."""
    from tumen.report import say
    from tumen.report.law.counts import uncounted_words

    rows = _rows(setting, account)
    for one in rows:
        if not one.none:
            yield 0, ""
            yield from _row(setting, one)
    yield 0, ""
    zero = [one.norm.id for one in rows if one.none]
    if zero:
        yield 0, say("law.count.none", norms=", ".join(zero))
    words = uncounted_words(setting, account)
    if words:
        yield 0, words


def _difference(before: Sequence[Counted], after: Sequence[Counted], setting: Setting) -> Iterator[tuple[int, str]]:
    """Write the norms against which a reform counts something else."""
    from tumen.report import say
    from tumen.report.law.memory import marked

    old = {(one.norm.id, one.action): one for one in before}
    pairs = [(old.get((one.norm.id, one.action)), one) for one in after]
    for was, one in ((was, one) for was, one in pairs if was is None or was.seen != one.seen):
        yield 0, ""
        yield 0, marked(setting.law, one.norm, setting.names.line(one.norm))
        yield 1, say("law.count.before")
        yield from _seen(was)
        yield 1, say("law.count.after")
        yield from _seen(one)
    yield 0, ""
    yield 0, say("law.count.same")


def _seen(one: Counted | None) -> Iterator[tuple[int, str]]:
    """Write what a norm comes to as each sees it; of one that there was not, nothing."""
    from tumen.report import say

    if one is None:
        yield 2, say("nothing")
        return
    for seen in one.seen:
        yield 2, say("law.count.seen", who=seen.who, figures=_worlds(seen.texts))


def _row(setting: Setting, one: Counted) -> Iterator[tuple[int, str]]:
    from tumen.report import say
    from tumen.report.law.memory import marked

    yield 0, marked(setting.law, one.norm, setting.names.line(one.norm))
    yield 1, say("law.count.done", action=one.action, figures=_worlds(one.done))
    yield from _seen(one)
    if one.changes:
        yield 1, say("law.count.changes", changes=one.changes)


def _worlds(texts: Mapping[str, str]) -> str:
    """Write a figure for each world, side by side."""
    from tumen.report import say

    if len(texts) == 1:
        return next(iter(texts.values()))
    return "; ".join(say("law.count.world", world=world, text=text) for world, text in texts.items())


def _data(setting: Setting, account: Accounted) -> dict[str, Any]:
    """Give an account as plain values; a figure that is withheld is null."""
    span = account.spans[0]
    return {
        "from": span.first.isoformat(),
        "to": span.last.isoformat(),
        "thresholds": dict(account.thresholds),
        "limit": account.limit,
        "norms": [_row_data(setting, account, row) for row in range(len(account.prohibitions))],
        "uncounted": [{"norm": one.norm, "action": one.action} for one in account.uncounted],
    }


def _row_data(setting: Setting, account: Accounted, row: int) -> dict[str, Any]:
    from tumen.report.law.memory import behind_norm

    one = account.prohibitions[row]
    views: Sequence[tuple[str, str]] = [("all", ""), *((position, position) for position in account.positions)]
    return {
        "norm": one.norm,
        "action": one.action,
        "readings": [*one.readings],
        "done": {world: _figure(account.done(row, world)) for world in account.worlds},
        "held_by": {name: _bounds(account, row, position) for name, position in views},
        "changes": [
            {"from": c.span.first.isoformat(), "to": c.span.last.isoformat(), "days": [d.isoformat() for d in c.days]}
            for c in account.changes(row)
        ],
        "from_memory": [fact.id for fact in behind_norm(setting.law, setting.law.norms[one.norm])],
    }


def _bounds(account: Accounted, row: int, position: str) -> dict[str, Any]:
    return {
        bound: {w: _figure(account.figure(row, w, bound, position=position)) for w in account.worlds}
        for bound in ("agreed", "possible")
    }


def _figure(figure: Figure) -> dict[str, float | None]:
    return {name: getattr(figure, name).value for name in ("q05", "q50", "q95")}
