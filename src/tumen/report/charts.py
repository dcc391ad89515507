"""Fan charts as SVG: bands before the line, reported figures drawn in, worlds beside each other on the same axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from tumen.ensemble.periods import YEARS_MERGED
from tumen.policy import Outcome
from tumen.report.axes import TimeAxis, people_axis
from tumen.report.figures import covers, figures_of
from tumen.report.marks import Mark, Plot, drawn
from tumen.report.markup import Markup, joined, tag
from tumen.report.numbers import Spread, exact
from tumen.report.strings import say
from tumen.report.summary import Period, Summary

Levels = tuple[float, ...]


@dataclass(frozen=True)
class Chart:
    """What the panels of one outcome share.

    Attributes:
        summary: Where the figures come from.
        outcome: What is drawn.
        plot: The axes and their size.
        marks: Reported figures that are drawn in.
        empty: Whether no simulated figure of it may be shown.
    """

    summary: Summary
    outcome: Outcome
    plot: Plot
    marks: tuple[Mark, ...]
    empty: bool

    @property
    def floor(self) -> float:
        """The height at which small figures are drawn."""
        return self.summary.floor(self.outcome.id)


def chart_of(summary: Summary, outcome: Outcome) -> Chart:
    """Fit the axes of an outcome to all worlds and all reported figures that can be drawn."""
    marks = _marks(summary, outcome)
    values = [number for mark in marks for number in mark.figure.numbers]
    floor = summary.floor(outcome.id)
    for world in summary.worlds:
        for period in summary.periods:
            values += _levels(summary.spread(world, outcome.id, period.label), floor)
    index = summary.outcomes.index(outcome.id)
    empty = bool(np.isnan(summary.values[:, index]).all())
    time = TimeAxis(summary.periods[0].start, summary.periods[-1].end)
    return Chart(summary, outcome, Plot(people_axis(values, floor), time), marks, empty)


def fan(chart: Chart, world: str) -> Markup:
    """Draw one world: the 90 % and the 50 % band, the median over them, then what was reported."""
    name = f"{chart.outcome.id}-{world}"
    title = say("chart.title", outcome=chart.outcome.title, world=world)
    return tag(
        "svg",
        tag("title", title, id=f"{name}-title"),
        tag("desc", _description(chart, world), id=f"{name}-desc"),
        _coarse_years(chart),
        _small_zone(chart.plot, chart.floor),
        _axes(chart.plot, chart.floor),
        *(_stretch(chart, stretch) for stretch in _stretches(chart, world)),
        drawn(chart.marks, chart.plot),
        class_=f"fan world-{chart.summary.worlds.index(world)}",
        viewBox=f"0 0 {Plot.width} {Plot.height}",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
    )


def _marks(summary: Summary, outcome: Outcome) -> tuple[Mark, ...]:
    """Choose the reported figures that can stand beside simulated ones; number the observations."""
    first, last = summary.periods[0].start, summary.periods[-1].end
    found, number = list[Mark](), 0
    for figure in figures_of(outcome, summary.situation):
        comparable = outcome.kind == "stock" or any(covers(figure, p.start, p.end) for p in summary.periods)
        if figure.numbers and figure.is_count and comparable and figure.start <= last and first <= figure.end:
            number += figure.kind == "observation"
            found.append(Mark(figure.id if figure.kind == "claim" else str(number), figure))
    return tuple(found)


def _levels(spread: Spread, limit: float) -> Levels:
    """Give the five heights of a fan, a small count at the limit; none where one of them is not shown."""
    shown = (spread.q05, spread.q25, spread.q50, spread.q75, spread.q95)
    heights = [limit if s.reason == "small" else s.value for s in shown]
    return tuple(h for h in heights if h is not None) if None not in heights else ()


def _stretches(chart: Chart, world: str) -> list[list[tuple[Period, Levels]]]:
    """Cut a fan where a period is not shown."""
    found: list[list[tuple[Period, Levels]]] = [[]]
    for period in chart.summary.periods:
        levels = _levels(chart.summary.spread(world, chart.outcome.id, period.label), chart.floor)
        if levels:
            found[-1].append((period, levels))
        elif found[-1]:
            found.append([])
    return [stretch for stretch in found if stretch]


def _stretch(chart: Chart, stretch: Sequence[tuple[Period, Levels]]) -> Markup:
    """Draw a fan over periods that follow each other."""
    xs = [chart.plot.x(_day(chart.outcome, period)) for period, _ in stretch]
    heights = [[chart.plot.y(level) for level in levels] for _, levels in stretch]
    if len(xs) == 1:  # a period alone still has to be seen
        xs, heights = [xs[0] - 2, xs[0] + 2], heights * 2
    q05, q25, q50, q75, q95 = (list(zip(xs, ys, strict=True)) for ys in zip(*heights, strict=True))
    return joined(
        tag("polygon", points=_points(q05 + q95[::-1]), class_="band90"),
        tag("polygon", points=_points(q25 + q75[::-1]), class_="band50"),
        tag("polyline", points=_points(q50), class_="median"),
    )


def _day(outcome: Outcome, period: Period) -> date:
    """Give the day at which a period is drawn: a stock at its end, anything else in its middle."""
    return period.end if outcome.kind == "stock" else period.start + (period.end - period.start) / 2


def _points(points: Sequence[tuple[float, float]]) -> str:
    """Write points as SVG wants them."""
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _coarse_years(chart: Chart) -> Markup:
    """Shade the years for which nothing finer than year and country is shown; nothing where nobody hides."""
    situation, plot = chart.summary.situation, chart.plot
    if not (situation.people_in_hiding and situation.as_of):
        return Markup()
    start = max(date(situation.as_of.year - YEARS_MERGED, 1, 1), plot.time.start)
    if start >= plot.time.end:
        return Markup()
    left, right = plot.x(start), plot.x(plot.time.end)
    return tag("rect", x=left, y=Plot.top, width=right - left, height=plot.bottom_edge - Plot.top, class_="coarse")


def _small_zone(plot: Plot, limit: float) -> Markup:
    """Shade where small counts would stand, if a level axis begins at nothing and leaves them any room."""
    height = plot.bottom_edge - plot.y(limit)
    if plot.people.log or height < 1:
        return Markup()
    width = plot.right_edge - Plot.left
    return tag("rect", x=Plot.left, y=plot.y(limit), width=width, height=height, class_="coarse")


def _axes(plot: Plot, limit: float) -> Markup:
    """Draw the lines and words of both axes."""
    lines = [_people_tick(plot, tick, limit) for tick in plot.people.ticks]
    for day, words in plot.time.ticks:
        x = plot.x(day)
        if Plot.left <= x <= plot.right_edge:
            lines.append(tag("line", x1=x, x2=x, y1=plot.bottom_edge, y2=plot.bottom_edge + 4, class_="axis"))
            lines.append(tag("text", words, x=x, y=Plot.height - 8, class_="tick", text_anchor="middle"))
    base = tag("line", x1=Plot.left, x2=plot.right_edge, y1=plot.bottom_edge, y2=plot.bottom_edge, class_="axis")
    return joined(*lines, base)


def _people_tick(plot: Plot, tick: float, limit: float) -> Markup:
    """Draw one level line; the lowest of a logarithmic axis is where small counts stand."""
    y = plot.y(tick)
    small = plot.people.log and tick <= limit
    words = say("chart.floor", limit=f"{limit:.2g}") if small else exact(tick)
    line = tag("line", x1=Plot.left, x2=plot.right_edge, y1=y, y2=y, class_="grid")
    return joined(line, tag("text", words, x=Plot.left - 6, y=y + 4, class_="tick", text_anchor="end"))


def _description(chart: Chart, world: str) -> str:
    """Say in words what the panel shows."""
    parts = [
        say("chart.point", period=label, range=spread.range_text, median=spread.q50.text)
        for label in chart.summary.headline_periods()
        for spread in [chart.summary.spread(world, chart.outcome.id, label)]
    ]
    axis = say("chart.log" if chart.plot.people.log else "chart.linear")
    return say("chart.description", axis=axis, points="; ".join(parts), figures=len(chart.marks))
