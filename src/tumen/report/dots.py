"""Reported figures beside the model as SVG: a line for each, on one logarithmic axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from tumen.report.axes import PeopleAxis, log_axis
from tumen.report.compare import Compared, Comparison
from tumen.report.figures import Figure
from tumen.report.markup import Markup, joined, tag
from tumen.report.numbers import Spread, exact
from tumen.report.strings import say

_BAR, _SIZE, _ARROW, _APART = 3.5, 4.0, 9.0, 40.0


@dataclass(frozen=True)
class Dots:
    """The axis of a chart and its size, in the units of its view box.

    Attributes:
        people: The axis.
        rows: How many lines stand above it.
        worlds: Whose ranges are drawn, from above.
        limit: Counts under it are drawn at it.
    """

    people: PeopleAxis
    rows: int
    worlds: tuple[str, ...]
    limit: int

    width: ClassVar[float] = 440
    left: ClassVar[float] = 118
    top: ClassVar[float] = 20
    line: ClassVar[float] = 17

    @property
    def bottom(self) -> float:
        """Where the axis stands."""
        return self.top + self.rows * self.line + 4

    @property
    def height(self) -> float:
        """Of the whole."""
        return self.bottom + 22

    def x(self, value: float) -> float:
        """Say where a figure stands."""
        return self.left + self.people.share(value) * (self.width - 30 - self.left)

    def y(self, row: int) -> float:
        """Say where a line stands."""
        return self.top + (row + 0.5) * self.line


def dots(comparison: Comparison, *, worlds: Sequence[str], limit: int) -> Markup:
    """Draw all figures of a quantity beside the model; nothing where no number may be shown."""
    rows = [row for row in comparison.rows if row.asked.figure.numbers]
    values = [x for row in rows for x in _drawn(row, limit)]
    if not values:
        return Markup()
    axis = log_axis(min(values), max(*values, 2 * min(values)))
    plot, name = Dots(axis, len(rows), tuple(worlds), limit), f"dots-{comparison.quantity.id}"
    missed = sum(row.missed == "every" for row in rows)
    return tag(
        "svg",
        tag("title", say("dots.title", title=comparison.quantity.title), id=f"{name}-title"),
        tag("desc", say("dots.description", n=len(rows), missed=missed), id=f"{name}-desc"),
        _axis(plot),
        *(_row(plot, i, row) for i, row in enumerate(rows)),
        class_="dots",
        viewBox=f"0 0 {Dots.width:.0f} {plot.height:.0f}",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
    )


def _drawn(row: Compared, limit: int) -> list[float]:
    """Give all numbers that a line draws, each as high as the limit at least."""
    ends = [(s.q05, s.q95) for s in row.spreads.values()]
    model = [shown.value for pair in ends for shown in pair if shown.value is not None]
    return [max(x, limit) for x in (*_numbers(row), *model)]


def _numbers(row: Compared) -> tuple[float, ...]:
    """Give the numbers of a figure in the unit of the model, the lowest first."""
    return tuple(x * row.asked.times for x in row.asked.figure.numbers)


def _axis(plot: Dots) -> Markup:
    """Draw the lines and words of the axis."""
    lines, last = list[Markup](), -_APART
    for value in plot.people.ticks:
        x = plot.x(value)
        lines.append(tag("line", x1=x, x2=x, y1=Dots.top, y2=plot.bottom, class_="grid"))
        if x - last >= _APART:  # words that would touch are left out
            heights, last = (plot.bottom + 15, Dots.top - 6), x
            words = exact(value)
            lines += [tag("text", words, x=x, y=y, class_="tick", text_anchor="middle") for y in heights]
    return joined(*lines)


def _row(plot: Dots, i: int, row: Compared) -> Markup:
    """Draw one figure: its name, the model's ranges, then what was reported over them."""
    figure, y = row.asked.figure, plot.y(i)
    mark = row.mark if figure.kind == "claim" else say("evidence.no", number=row.mark)
    label = say("dots.label", dates=_years(figure), mark=mark)
    weight = "label missed" if row.missed == "every" else "label"
    bars = [_bar(plot, row.spreads[world], y=y, world=i) for i, world in enumerate(plot.worlds)]
    tip = tag("title", say("chart.tip", id=figure.item, who=figure.who, figure=figure.text))
    kind = f"{figure.kind} open" if row.asked.standing != "test" else figure.kind
    name = tag("text", label, x=0, y=y + 4, class_=weight)
    return joined(name, *bars, tag("g", tip, _shape(plot, row, y), class_=kind))


def _years(figure: Figure) -> str:
    """Write the years of a figure in short."""
    first, last = figure.start.year, figure.end.year
    return str(first) if first == last else f"{first}–{last % 100:02d}"  # noqa: RUF001  years, as print has them


def _bar(plot: Dots, spread: Spread, *, y: float, world: int) -> Markup:
    """Draw the range of one world, and a stroke at its median; nothing where it is withheld."""
    y += (world - (len(plot.worlds) - 1) / 2) * (_BAR + 1)
    low, high, middle = (
        float(plot.limit) if s.reason == "small" else s.value for s in (spread.q05, spread.q95, spread.q50)
    )
    if low is None or high is None:
        return Markup()
    x, end = plot.x(low), plot.x(high)
    bar = tag("rect", x=x, y=y - _BAR / 2, width=max(end - x, 1.5), height=_BAR, class_="bar")
    at = plot.x(middle) if middle is not None else x
    stroke = tag("line", x1=at, x2=at, y1=y - _BAR, y2=y + _BAR, class_="stroke")
    return tag("g", bar, stroke, class_=f"world-{world}")


def _shape(plot: Dots, row: Compared, y: float) -> Markup:
    """Draw a range as a line with ends, an open one with an arrow, a single figure as a point."""
    figure, numbers = row.asked.figure, [max(x, plot.limit) for x in _numbers(row)]
    low, high = plot.x(numbers[0]), plot.x(numbers[-1])
    pieces = list[Markup]()
    if low != high:
        pieces.append(tag("line", x1=low, x2=high, y1=y, y2=y))
        pieces += [tag("line", x1=x, x2=x, y1=y - 3, y2=y + 3) for x in (low, high)]
    if figure.high is None and figure.low is not None:
        pieces.append(tag("path", d=f"M{high:.1f},{y:.1f}h{_ARROW}m-3,-3l3,3l-3,3"))
    if figure.low is None and figure.high is not None:
        pieces.append(tag("path", d=f"M{low:.1f},{y:.1f}h-{_ARROW}m3,-3l-3,3l3,3"))
    if figure.best is not None:
        pieces.append(_point(figure, plot.x(max(figure.best * row.asked.times, plot.limit)), y))
    elif low == high:
        pieces.append(tag("line", x1=low, x2=low, y1=y - 3, y2=y + 3))
    return joined(*pieces)


def _point(figure: Figure, x: float, y: float) -> Markup:
    """Draw a claim as a diamond and an observation as a circle."""
    if figure.kind == "observation":
        return tag("circle", cx=x, cy=y, r=_SIZE - 1)
    return tag("path", d=f"M{x:.1f},{y - _SIZE:.1f}l{_SIZE},{_SIZE}l-{_SIZE},{_SIZE}l-{_SIZE},-{_SIZE}z")
