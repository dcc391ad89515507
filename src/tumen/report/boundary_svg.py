"""The boundary between two pieces of advice as a figure: all worlds side by side on the same axes.

It stands by itself as a file: colours are attributes, for which a page may have rules of its own by class.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tumen.comparison.boundary import Boundary
from tumen.comparison.boundary_lines import Surface, surface
from tumen.report import boundary_legend as pen
from tumen.report.boundary_shapes import Point, area, line
from tumen.report.boundary_words import premises_of, what, year
from tumen.report.markup import Markup, joined, tag
from tumen.report.sections import begun
from tumen.report.strings import say

SIZE, LEFT, RIGHT, GAP = 280.0, 58.0, 20.0, 18.0
_PER_ROW = 2
WIDTH = LEFT + _PER_ROW * SIZE + (_PER_ROW - 1) * (GAP + LEFT) + RIGHT
"""Of the figure: that of two panels, so that words have room."""
_BELOW, _PANEL_HEAD = 28.0, 26.0
_ROOM = 22.0
"""How far a word must be from the edges of its area."""
_EDGE = 2
"""Corners of an edge."""
_BESIDE, _TICK = 5.0, 10.0
"""How far premises are drawn from the plane, and ticks."""
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Panel:
    """The plane of one world.

    Attributes:
        found: Of all worlds.
        world: Its id.
        outcome: Id of what is drawn.
        left, top: Of its plane in the figure.
    """

    found: Boundary
    world: str
    outcome: str
    left: float
    top: float

    def place(self, x: float, y: float) -> Point:
        """Say where strengths of both loops stand."""
        return self.left + x * SIZE, self.top + (1 - y) * SIZE


def boundary_svg(found: Boundary, outcome: str) -> str:
    """Draw where which advice does better: areas of three quarters of the draws, and a line where half of them turn.

    Args:
        found: From `tumen.comparison.boundary.boundary`.
        outcome: Id of one by which sides are told apart.

    Returns:
        An SVG that stands by itself.
    """
    about, contrast = found.model.situation.outcomes[outcome], found.contrast
    along, up = (say("boundary.axis", title=contrast.axes[loop].title) for loop in contrast.loops)
    head, y = pen.texts(say("boundary.title", what=begun(what(about))), pen.MARGIN, width=WIDTH, font_weight=600)
    above, y = pen.texts(say("boundary.up", title=up), y + pen.LINE / 3, width=WIDTH)
    panels, y = _panels(found, outcome, y)
    below, y = pen.texts(say("boundary.across", title=along), y, width=WIDTH)
    legend, y = pen.legend(found, y + pen.LINE / 2, width=WIDTH)
    name = f"boundary-{contrast.id}-{outcome}"
    size = {"width": WIDTH, "height": y + pen.MARGIN}
    return tag(
        "svg",
        tag("title", say("boundary.title", what=begun(what(about))), id=f"{name}-title"),
        tag("rect", x=0, y=0, **size, fill=pen.PAPER, class_="paper"),
        joined(head, above, *map(_panel, panels), below, legend),
        xmlns="http://www.w3.org/2000/svg",
        class_="boundary",
        **size,
        viewBox=f"0 0 {WIDTH:.0f} {size['height']:.0f}",
        font_family=pen.FONT,
        font_size=12.5,
        role="img",
        aria_labelledby=f"{name}-title",
    )


def _panels(found: Boundary, outcome: str, top: float) -> tuple[list[Panel], float]:
    """Place the panels, two in a row; with the end of the last row."""
    panels: list[Panel] = []
    for i, world in enumerate(found.worlds):
        row, column = divmod(i, _PER_ROW)
        height = _PANEL_HEAD + SIZE + _BELOW + pen.LINE / 2
        left = LEFT + column * (SIZE + GAP + LEFT)
        panels.append(Panel(found, world, outcome, left, top + row * height + _PANEL_HEAD))
    return panels, panels[-1].top + SIZE + _BELOW + pen.LINE


def _panel(panel: Panel) -> Markup:
    """Draw one world: areas, the line, axes, premises, and whose advice each area is."""
    of = surface(panel.found, panel.world, panel.outcome)
    lower, median, upper = of.quartiles
    better = (-upper, lower)
    x, y = panel.place(0, 1)
    return tag(
        "g",
        tag("rect", x=x, y=y, width=SIZE, height=SIZE, fill=pen.BETWEEN, class_="between"),
        *(tag("path", d=area(of.levels, better[at], panel.place), **_better(at)) for at in (0, 1)),
        tag("path", d=line(of.levels, median, panel.place), fill="none", stroke=pen.INK, stroke_width=2, class_="half"),
        *_axes(panel),
        *(_premises(panel, at) for at in (0, 1)),
        *(_whose(panel, of, at) for at in (0, 1)),
        class_=f"world-{panel.found.worlds.index(panel.world)}",
    )


def _better(at: int) -> dict[str, str]:
    return {"fill": pen.FILLS[at], "class_": f"better-{at}"}


def _axes(panel: Panel) -> Iterator[Markup]:
    """Draw the frame, the ticks and the name of the world."""
    x, y = panel.place(0, 1)
    yield tag("rect", x=x, y=y, width=SIZE, height=SIZE, fill="none", stroke=pen.SOFT, class_="frame")
    yield pen.text(say("boundary.panel", world=panel.world), x, y - 10, font_weight=600)
    for level, key in ((0.0, "off"), (0.5, "half"), (1.0, "full")):
        (across, base), (edge, up) = panel.place(level, 0), panel.place(0, level)
        yield tag("line", x1=across, x2=across, y1=base, y2=base + _TICK, stroke=pen.SOFT, class_="frame")
        yield tag("line", x1=edge - _TICK, x2=edge, y1=up, y2=up, stroke=pen.SOFT, class_="frame")
        yield pen.text(say(f"boundary.{key}"), across, base + _TICK + 13, text_anchor="middle")
        yield pen.text(say(f"boundary.{key}"), edge - _TICK - 4, up + 4, text_anchor="end")


def _premises(panel: Panel, at: int) -> Markup:
    """Draw where the premises of a side lie: an edge, a corner, or all of the plane."""
    corners = _corners(panel.found, at)
    if not corners:
        return Markup()
    about = {"stroke": pen.STRONG[at], "class_": f"premise-{at}", "fill": "none"}
    if len(corners) == 1:
        x, y = panel.place(*corners[0])
        return tag("circle", cx=x, cy=y, r=pen.EDGE, **about, stroke_width=3)
    away = _BESIDE + pen.EDGE * (at if corners == _corners(panel.found, 0) else 0)
    left, up = (away if len({corner[i] for corner in corners}) == 1 or len(corners) > _EDGE else 0 for i in (0, 1))
    places = [(x + left * (2 * a - 1), y - up * (2 * b - 1)) for a, b in corners for x, y in [panel.place(a, b)]]
    shape = " L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    return tag("path", d=f"M{shape}Z", **about, stroke_width=pen.EDGE)


def _corners(found: Boundary, at: int) -> list[Point]:
    """Give the corners of where a side takes both loops to stand: off is nothing at all, on is anything."""
    held = premises_of(found, at)
    ends = [(0.0,) if held.get(loop) == "off" else (0.0, 1.0) for loop in found.contrast.loops]
    square = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    return [(x, y) for x, y in square if held and x in ends[0] and y in ends[1]]


def _whose(panel: Panel, of: Surface, at: int) -> Markup:
    """Write the year of a document into the area of its advice, where there is room."""
    lower, _, upper = of.quartiles
    inside = (lower if at else -upper) > 0
    points = np.array([panel.place(x, y) for y in of.levels for x in of.levels])
    room = _rooms(panel, points, inside.ravel())
    best = int(room.argmax())
    if room[best] < _ROOM:
        return Markup()
    x, y = (float(at) for at in points[best])
    about = {"fill": pen.STRONG[at], "class_": f"whose-{at}", "text_anchor": "middle"}
    return pen.text(year(panel.found, at), x, y + 4, font_weight=600, **about)


def _rooms(panel: Panel, points: Floats, inside: NDArray[np.bool_]) -> Floats:
    """Give how far points are from the edges of their panel and from points outside their area, ``[point]``."""
    ends = np.array([panel.place(0, 1), panel.place(1, 0)])
    edges = np.minimum(points - ends[0], ends[1] - points).min(axis=1)
    apart = [np.hypot(*(points - outside).T) for outside in points[~inside]]
    return np.where(inside, np.min([edges, *apart], axis=0), 0.0)
