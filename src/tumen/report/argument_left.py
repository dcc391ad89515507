"""What our formalisation leaves out of each document: claims by kind and by what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tumen.argument.left_out import FATES, Fate, Told, by_kind
from tumen.argument.sides import Side
from tumen.report import sections
from tumen.report.argument_advice import column, in_columns
from tumen.report.argument_view import ArgumentView
from tumen.report.markup import Markup, tag
from tumen.report.strings import say

LISTED: tuple[Fate, ...] = ("left_out", "words", "kept_out")
"""Fates of which each claim is named: nothing of them moves the model."""


def left(view: ArgumentView) -> list[Markup]:
    """Write for each document what becomes of its claims, in columns."""
    columns = (_side(view, side) for side in view.argument.sides)
    return [tag("p", say("argue.left.text"), class_="legend"), in_columns(columns)]


def fate_texts(several: Sequence[Told]) -> Iterator[str]:
    """Name the claims that move nothing: what becomes of them, how many, by kind."""
    for fate in LISTED:
        kinds = {kind: fates[fate] for kind, fates in by_kind(several).items() if fates[fate]}
        told = [say("argue.left.kinds", kind=_kind(kind), ids=", ".join(ids)) for kind, ids in kinds.items()]
        if told:
            n, name = sum(map(len, kinds.values())), say(f"argue.fate.{fate}")
            yield say("argue.left.list", fate=name, n=n, ids="; ".join(told))


def _side(view: ArgumentView, side: Side) -> Markup:
    several = view.argument.told[side.source]
    lists = [tag("li", text) for text in fate_texts(several)]
    content = [_table(several), tag("ul", *lists) if lists else tag("p", say("argue.left.nothing"))]
    return column(view, side, *content, *_reasons(several), *_texts(view, several))


def _table(several: Sequence[Told]) -> Markup:
    heads = [say("argue.left.kind"), say("argue.left.all"), *(say(f"argue.fate.{fate}") for fate in FATES)]
    rows: list[Markup] = []
    for kind, fates in by_kind(several).items():
        counts = [len(fates[fate]) for fate in FATES]
        cells = sections.labelled(heads[1:], [str(n) for n in (sum(counts), *counts)])
        rows.append(tag("tr", tag("th", _kind(kind), scope="row"), *cells))
    return sections.scrolling(sections.plain_table(heads, rows, class_="stack fates"), say("section.left"))


def _kind(kind: str) -> str:
    return say(f"argue.kind.{kind}")


def _reasons(several: Sequence[Told]) -> Iterator[Markup]:
    """List the claims of which the situation says why they are left out."""
    told = [one for one in several if one.why]
    if told:
        yield tag("h4", say("argue.left.reasons"))
        yield tag("ul", *(tag("li", say("argue.left.why", id=one.claim, why=one.why)) for one in told))


def _texts(view: ArgumentView, several: Sequence[Told]) -> Iterator[Markup]:
    """Tell what the claims say that nothing has, closed until asked for."""
    items = [view.ledger.item(one.claim) for one in several if one.fate in ("left_out", "words")]
    if items:
        told = (tag("li", tag("b", item.id), ": ", item.told) for item in items)
        yield tag("details", tag("summary", say("argue.left.texts", n=len(items))), tag("ul", *told))
