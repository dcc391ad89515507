"""Trade-offs as SVG: two outcomes at a time, each policy a dot with its ranges, those that another beats in grey."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import ClassVar, Literal

import numpy as np

from tumen.comparison import BASELINE, measures
from tumen.policy import Outcome
from tumen.report import sections
from tumen.report.compared import Effect
from tumen.report.comparison_view import View
from tumen.report.comparison_words import range_text
from tumen.report.markup import Markup, joined, tag
from tumen.report.numbers import exact, rounded
from tumen.report.signed_axis import SignedAxis, signed_axis
from tumen.report.strings import say

Box = tuple[float, float, float, float]
Place = tuple[float, float, str]
_LETTER, _LINE, _DOT = 7.0, 11.0, 3.5
_AROUND: tuple[Place, ...] = (
    (7, 4, "start"),
    (-7, 4, "end"),
    (0, -8, "middle"),
    (0, 17, "middle"),
    (7, 14, "start"),
    (-7, -6, "end"),
)


@dataclass(frozen=True)
class Panel:
    """One world of a pair of outcomes.

    Attributes:
        view: Of the comparison.
        world: Its id.
        pair: The outcome along the panel, then the one up it.
        axes: Of both; the same in all worlds.
    """

    view: View
    world: str
    pair: tuple[Outcome, Outcome]
    axes: tuple[SignedAxis, SignedAxis]

    width: ClassVar[float] = 440
    height: ClassVar[float] = 340
    left: ClassVar[float] = 76
    right: ClassVar[float] = 12
    top: ClassVar[float] = 14
    below: ClassVar[float] = 46

    def x(self, value: float) -> float:
        """Say where a difference stands along the panel."""
        return self.left + self.axes[0].share(value) * (self.width - self.left - self.right)

    def y(self, value: float) -> float:
        """Say where a difference stands up the panel."""
        return self.height - self.below - self.axes[1].share(value) * (self.height - self.below - self.top)

    def at(self, policy: str) -> tuple[Effect, Effect]:
        """Give what a policy does to both outcomes."""
        along, up = (self.view.effect(self.world, policy, outcome.id) for outcome in self.pair)
        return along, up


def trade_offs(view: View) -> list[Markup]:
    """Draw each pair of headline outcomes, all worlds beside each other; nothing where there is no pair."""
    pairs = list(combinations(view.headlines, 2))
    if not pairs:
        return [tag("p", say("compare.dots.single"))]
    grey = {world: beaten(view, world) for world in view.worlds}
    pieces = [tag("p", say("compare.dots.text"), class_="legend")]
    for pair in pairs:
        pieces += [tag("h3", say("compare.dots.pair", one=sections.heading(pair[0]), other=pair[1].title))]
        axes = _axes(view, pair)
        if any(axis.knee for axis in axes):
            pieces.append(tag("p", say("compare.dots.bent"), class_="legend"))
        figures = (_figure(Panel(view, world, pair, axes), grey[world]) for world in view.worlds)
        single = " single" if len(view.worlds) == 1 else ""
        pieces += [tag("div", *figures, class_=f"panels{single}")]
    return [*pieces, _numbers(view, grey)]


def beaten(view: View, world: str) -> frozenset[str]:
    """Find the policies than which another, or the baseline, is as good in all headline outcomes and better in one.

    By medians as they are shown: what is not told apart there is not told apart here.
    """
    names = (BASELINE, *view.policies)
    medians = np.array([[view.effect(world, name, o.id).middle for o in view.headlines] for name in names])
    directions: list[Literal["less", "more"]] = ["more" if o.direction == "more" else "less" for o in view.headlines]
    flags = measures.dominated(medians, directions)
    return frozenset(name for name, flag in zip(names, flags, strict=True) if flag)


def _axes(view: View, pair: tuple[Outcome, Outcome]) -> tuple[SignedAxis, SignedAxis]:
    along, up = (
        [end for w in view.worlds for p in view.policies for e in [view.effect(w, p, o.id)] for end in (e.low, e.high)]
        for o in pair
    )
    return signed_axis(along), signed_axis(up)


def _figure(panel: Panel, grey: frozenset[str]) -> Markup:
    """Draw a panel under the name of its world."""
    view, world = panel.view, panel.view.worlds.index(panel.world)
    name = f"tradeoff-{panel.pair[0].id}-{panel.pair[1].id}-{panel.world}"
    title = say(
        f"compare.dots.title{view.alone}", one=panel.pair[0].title, other=panel.pair[1].title, world=panel.world
    )
    order = sorted(view.policies, key=lambda policy: policy not in grey)
    svg = tag(
        "svg",
        tag("title", title, id=f"{name}-title"),
        tag("desc", say("compare.dots.description", n=len(order), grey=len(grey - {BASELINE})), id=f"{name}-desc"),
        _better(panel),
        *_lines(panel),
        *(_dot(panel, policy, policy in grey) for policy in order),
        *_labels(panel, order[::-1], grey),
        class_=f"tradeoff world-{world}",
        viewBox=f"0 0 {Panel.width:.0f} {Panel.height:.0f}",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
    )
    named = tag("figcaption", sections.swatch(world), say("page.world", world=panel.world))
    return tag("figure", svg) if view.alone else tag("figure", named, svg)


def _better(panel: Panel) -> Markup:
    """Shade where both outcomes are better than under the baseline."""
    (along, up), (x, y) = panel.axes, (panel.x(0), panel.y(0))
    end_x = panel.x(along.high if panel.pair[0].direction == "more" else along.low)
    end_y = panel.y(up.high if panel.pair[1].direction == "more" else up.low)
    left, top = min(x, end_x), min(y, end_y)
    return tag("rect", x=left, y=top, width=abs(end_x - x), height=abs(end_y - y), class_="coarse")


def _lines(panel: Panel) -> Iterator[Markup]:
    """Draw both axes with their words; the baseline is where their zeros cross."""
    left, right, bottom = Panel.left, Panel.width - Panel.right, Panel.height - Panel.below
    for value in panel.axes[0].ticks:
        x, kind = panel.x(value), "grid" if value else "axis"
        yield tag("line", x1=x, x2=x, y1=Panel.top, y2=bottom, class_=kind)
        words = _signed(value)
        at = min(x, Panel.width - (len(words) + 1) * _LETTER / 2)
        yield tag("text", words, x=at, y=bottom + 14, text_anchor="middle")
    for value in panel.axes[1].ticks:
        y, kind = panel.y(value), "grid" if value else "axis"
        yield tag("line", x1=left, x2=right, y1=y, y2=y, class_=kind)
        yield tag("text", _signed(value), x=left - 5, y=y + 4, text_anchor="end")
    along, up = (_axis_words(outcome) for outcome in panel.pair)
    middle = (Panel.top + bottom) / 2
    yield tag("text", along, x=(left + right) / 2, y=Panel.height - 8, text_anchor="middle", class_="axis-title")
    turned = f"rotate(-90 11 {middle:.0f})"
    yield tag("text", up, x=11, y=middle, text_anchor="middle", class_="axis-title", transform=turned)


def _axis_words(outcome: Outcome) -> str:
    """Name an outcome along an axis, in as many words as fit, and say which way is better."""
    return say(f"compare.dots.axis.{outcome.direction}", title=_shortened(outcome.title))


def _shortened(title: str, most: int = 34) -> str:
    return (
        title if len(title) <= most else say("compare.dots.shortened", title=title[:most].rsplit(" ", 1)[0].rstrip(","))
    )


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{exact(value)}".replace("-", "−")  # noqa: RUF001  a minus sign, as print has it


def _dot(panel: Panel, policy: str, grey: bool) -> Markup:
    """Draw a policy: its ranges, then its medians over them."""
    along, up = panel.at(policy)
    x, y = panel.x(along.middle), panel.y(up.middle)
    ranges = (range_text(effect, outcome) for effect, outcome in zip((along, up), panel.pair, strict=True))
    one, other = ranges
    return tag(
        "g",
        tag("title", say("compare.dots.tip", policy=panel.view.title(policy), one=one, other=other)),
        tag("line", x1=panel.x(along.low), x2=panel.x(along.high), y1=y, y2=y),
        tag("line", x1=x, x2=x, y1=panel.y(up.low), y2=panel.y(up.high)),
        tag("circle", cx=x, cy=y, r=_DOT),
        class_="dot beaten" if grey else "dot",
    )


def _labels(panel: Panel, order: Sequence[str], grey: frozenset[str]) -> Iterator[Markup]:
    """Write marks beside dots where there is room; without room the table below has them."""
    points = [(panel.x(a.middle), panel.y(u.middle)) for a, u in map(panel.at, order)]
    taken: list[Box] = [(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for x, y in points]
    for policy, (x, y) in zip(order, points, strict=True):
        mark = panel.view.mark(policy)
        room = (place for place in _AROUND if _is_free(_box(x, y, mark, place=place), taken))
        if place := next(room, None):
            taken.append(_box(x, y, mark, place=place))
            kind = "mark beaten" if policy in grey else "mark"
            yield tag("text", mark, x=x + place[0], y=y + place[1], text_anchor=place[2], class_=kind)


def _box(x: float, y: float, mark: str, *, place: Place) -> Box:
    """Give the box of a mark at a place beside a point: left, top, right, bottom."""
    dx, dy, anchor = place
    width = len(mark) * _LETTER
    left = x + dx - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return left, y + dy - _LINE + 2, left + width, y + dy + 2


def _is_free(box: Box, taken: Sequence[Box]) -> bool:
    """Whether a box lies inside the panel and touches no other."""
    inside = box[0] >= Panel.left and box[2] <= Panel.width and box[1] >= 0 and box[3] <= Panel.height - Panel.below
    return inside and not any(_touch(box, other) for other in taken)


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _numbers(view: View, grey: dict[str, frozenset[str]]) -> Markup:
    """Write the figures behind the charts: range before median, for each world."""
    heads = [say(f"compare.head.{key}") for key in ("mark", "option", *([] if view.alone else ["world"]))]
    heads += [view.heading(outcome) for outcome in view.headlines]
    rows: list[Markup] = []
    for policy in view.policies:
        for world in view.worlds:
            cells = [view.title(policy), *([] if view.alone else [world])]
            cells += [_number(view.effect(world, policy, o.id), o) for o in view.headlines]
            marked = say("compare.dots.beaten", mark=view.mark(policy)) if policy in grey[world] else view.mark(policy)
            rows.append(tag("tr", tag("th", marked, scope="row"), *sections.labelled(heads[1:], cells)))
    name = say("compare.dots.numbers")
    table = sections.scrolling(sections.plain_table(heads, rows, class_="stack"), name)
    return tag("details", tag("summary", name), joined(table))


def _number(effect: Effect, outcome: Outcome) -> str:
    median = f"{'−' if effect.middle < 0 else ''}{rounded(abs(effect.middle))}"  # noqa: RUF001  a minus sign
    return say("compare.dots.number", range=range_text(effect, outcome), median=median)
