"""In how many futures what an author expects comes out, where the author's premises hold and elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tumen.comparison.reproduced import Move, Region
from tumen.report.argument_view import ArgumentView
from tumen.report.comparison_words import listed
from tumen.report.markup import Markup, joined, tag
from tumen.report.strings import say


@dataclass(frozen=True)
class Told:
    """Some futures, as they are told.

    Attributes:
        head: Which, as the head of a column: ``Where L2 is on``.
        region: What came out in them.
    """

    head: str
    region: Region


def regions(view: ArgumentView, move: Move) -> list[Told]:
    """Give the futures in which a move is told: where the premises hold, then elsewhere; all, where there are none."""
    of = view.situation.policies[move.policy].premises
    if move.elsewhere is None:
        return [Told(say("argue.head.everywhere"), move.inside)]
    return [_where(of.items(), move.inside), _elsewhere(move.elsewhere)]


def _elsewhere(region: Region) -> Told:
    """Name the futures in which some premise does not hold: any, or those that were run to see it."""
    if region.held:
        return _where(region.held, region)
    return Told(say("argue.head.elsewhere"), region)


def _where(positions: Iterable[tuple[str, str]], region: Region) -> Told:
    return Told(say("argue.head.inside", premises=positions_text(positions)), region)


def positions_text(positions: Iterable[tuple[str, str]]) -> str:
    """Write where premises stand: ``L1 is off and L2 is on``."""
    return listed([say("argue.at", name=name, position=at) for name, at in positions])


def moves_table(view: ArgumentView, moves: Sequence[Move], expected: Sequence[str]) -> Markup:
    """Write a row for each thing that an author expects of a policy.

    Args:
        view: What is told.
        moves: Of one policy, one at least.
        expected: What is expected, in words, of each.
    """
    heads = [told.head for told in regions(view, moves[0])]
    worlds = view.worlds
    above = tag(
        "tr",
        tag("th", say("argue.head.expected"), scope="col", rowspan=2),
        *(tag("th", head, scope="colgroup", colspan=len(worlds)) for head in heads),
    )
    below = tag("tr", *(tag("th", world, scope="col") for _ in heads for world in worlds))
    labels = [say("argue.head.figure", region=head, world=world) for head in heads for world in worlds]
    rows = (_row(view, move, words, labels=labels) for move, words in zip(moves, expected, strict=True))
    return tag("table", tag("thead", above, below), tag("tbody", *rows), class_="stack expected")


def _row(view: ArgumentView, move: Move, words: str, *, labels: Sequence[str]) -> Markup:
    cells = [cell for told in regions(view, move) for cell in _cells(told.region)]
    first = tag("th", words, scope="row")
    return tag("tr", first, *(tag("td", cell, data_label=label) for cell, label in zip(cells, labels, strict=True)))


def _cells(region: Region) -> list[Markup]:
    """Write of each world in how many futures a move comes out, and in how many it goes the other way."""
    cells: list[Markup] = []
    for tally in region.tallies:
        text = say("argue.cell", n=tally.expected, futures=tally.futures) if tally.futures else say("argue.cell.none")
        other = [tag("span", say("argue.cell.other", n=tally.opposite), class_="who")] if tally.opposite else []
        cells.append(joined(text, *(piece for one in other for piece in (tag("br"), one))))
    return cells
