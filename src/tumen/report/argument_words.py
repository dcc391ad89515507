"""An argument in a few lines for the terminal: what each author expects and where it comes out, then the data."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.argument.left_out import FATES
from tumen.argument.premises import Premise
from tumen.argument.sides import Side
from tumen.comparison.reproduced import Move, Region
from tumen.report.argument_advice import move_words, moves_of
from tumen.report.argument_page import about_text
from tumen.report.argument_premises import stand_text, taken_texts
from tumen.report.argument_regions import regions
from tumen.report.argument_view import ArgumentView
from tumen.report.boundary import boundary_sentences
from tumen.report.strings import say

Line = tuple[int, str]
"""How far a line is indented, and the line."""


def lines(view: ArgumentView) -> Iterator[Line]:
    """Tell an argument, line by line."""
    yield 0, about_text(view)
    yield 0, say("argue.caveat")
    for side in view.argument.sides:
        yield 0, ""
        yield from _side(view, side)
    if view.argument.joint:
        yield 0, ""
        yield 0, say("argue.joint")
        for name in view.argument.joint:
            yield from _option(view, name)
    yield 0, ""
    yield from _parted(view)
    yield from _data(view)
    yield from _left(view)


def _side(view: ArgumentView, side: Side) -> Iterator[Line]:
    yield 0, say("argue.line.side", source=view.source(side.source), title=view.situation.sources[side.source].title)
    for name in side.policies:
        yield from _option(view, name)


def _option(view: ArgumentView, name: str) -> Iterator[Line]:
    """Say where what is expected of an option comes out."""
    policy = view.situation.policies[name]
    yield 1, policy.title
    if policy.not_simulated:
        yield 2, say("argue.line.not_simulated")
    moves = moves_of(view, name)
    if moves:
        heads = say("argue.line.between").join(told.head for told in regions(view, moves[0]))
        yield 2, say("argue.line.regions", heads=heads)
    for move, words in zip(moves, move_words(view, moves), strict=True):
        yield 3, _move(view, move, words)


def _move(view: ArgumentView, move: Move, words: str) -> str:
    told = (_counts(view, one.region) for one in regions(view, move))
    return say("argue.line.move", expected=words, regions=say("argue.line.between").join(told))


def _counts(view: ArgumentView, region: Region) -> str:
    return ", ".join(_count(view, of.expected, of.futures, world=of.world) for of in region.tallies)


def _count(view: ArgumentView, n: int, of: int, *, world: str) -> str:
    return say(f"argue.line.count{view.alone}", n=n, futures=of, world=world)


def _parted(view: ArgumentView) -> Iterator[Line]:
    """Say on what the documents part, and where one's advice begins to do better."""
    parted = [premise for premise in view.argument.premises if premise.disputed]
    if parted:
        yield 0, say("section.clash")
    for premise in parted:
        sides = "; ".join(taken_texts(view, premise))
        yield 1, say("argue.clash.line", name=premise.name, title=premise.title, sides=sides)
    for found in view.argument.boundaries:
        yield from ((1, text) for text in (*boundary_sentences(found), say("argue.boundary.care")))
    if parted or view.argument.boundaries:
        yield 0, ""


def _data(view: ArgumentView) -> Iterator[Line]:
    """Say of each premise whether reported figures tell its positions apart."""
    if view.argument.premises:
        yield 0, say("section.premises")
    for premise in view.argument.premises:
        stand = view.stands[premise.name]
        told = {"name": premise.name, "told": stand_text(stand)}
        key = "argue.line.data.same" if stand.same else "argue.line.data"
        yield 1, say(key, **told, met="; ".join(_met(view, premise)))
    if view.argument.premises:
        yield 0, ""


def _met(view: ArgumentView, premise: Premise) -> Iterator[str]:
    """Say how many reported figures are met with a premise in each position."""
    stand = view.stands[premise.name]
    for position, met in stand.met.items():
        counts = [_count(view, n, stand.tests[world], world=world) for world, n in met.items()]
        counts += [say(f"argue.line.unmet{view.alone}", world=world) for world in view.worlds if world not in met]
        yield say("argue.line.met", position=position, counts=", ".join(counts))


def _left(view: ArgumentView) -> Iterator[Line]:
    """Count what becomes of the claims of each document."""
    yield 0, say("section.left")
    for side in view.argument.sides:
        told = view.argument.told[side.source]
        counts = {fate: sum(one.fate == fate for one in told) for fate in FATES}
        fates = (say("argue.line.fate", fate=say(f"argue.fate.{f}").lower(), n=n) for f, n in counts.items() if n)
        yield 1, say("argue.line.left", source=view.source(side.source), fates=", ".join(fates))
