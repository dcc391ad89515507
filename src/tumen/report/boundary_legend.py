"""What the figure of a boundary is drawn with: its colours, words in lines that fit, and what its colours are."""

from __future__ import annotations

from textwrap import wrap

from tumen.comparison.boundary import Boundary
from tumen.report.boundary_words import document, premises_of, side
from tumen.report.markup import Markup, joined, tag
from tumen.report.sections import begun
from tumen.report.strings import say

LETTER = 7.2
"""Width of a letter, on average at most, in the unit of the figure."""
LINE, MARGIN, EDGE = 18.0, 14.0, 6.0
INK, SOFT, PAPER, BETWEEN = "#1b1f24", "#57606a", "#ffffff", "#eceff2"
FILLS, STRONG = ("#b7ddd3", "#ddc9ee"), ("#0b6b5c", "#6d2fa5")
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
_SWATCH, _BESIDE = 26.0, 8.0
_BASE = 0.75
"""Where in its line a letter stands."""


def legend(found: Boundary, y: float, *, width: float) -> tuple[Markup, float]:
    """Say what the colours and lines are.

    Args:
        found: What is drawn.
        y: Where it begins.
        width: Of the figure.

    Returns:
        The legend, and where it ends.
    """
    rows = [
        (_swatch(FILLS[0], "better-0"), say("boundary.better", side=side(found, 0))),
        (_sample(), say("boundary.between")),
        (_swatch(FILLS[1], "better-1"), say("boundary.better", side=side(found, 1))),
    ]
    for at in (0, 1):
        key = "boundary.premises" if premises_of(found, at) else "boundary.nowhere"
        rows.append((_edge(at), say(key, side=document(found, at))))
    drawn: list[Markup] = []
    for sample, words in rows:
        drawn.append(tag("g", sample, transform=f"translate({MARGIN:.0f} {y:.0f})"))
        told, y = texts(begun(words), y, width=width, left=MARGIN + _SWATCH + _BESIDE)
        drawn.append(told)
    return joined(*drawn), y


def texts(words: str, y: float, *, width: float, left: float = MARGIN, **about: str | float) -> tuple[Markup, float]:
    """Write words in lines that fit, from a height down; with the height at which they end."""
    lines = wrap(words, int((width - left - MARGIN) / LETTER))
    told = [text(one, left, y + LINE * (i + _BASE), **about) for i, one in enumerate(lines)]
    return joined(*told), y + LINE * len(lines)


def text(words: str, x: float, y: float, **about: str | float) -> Markup:
    """Write words at a point; they begin there, in ink, unless it is said otherwise."""
    return tag("text", words, x=x, y=y, **{"fill": INK, **about})


def _swatch(fill: str, name: str) -> Markup:
    return tag("rect", x=0, y=3, width=_SWATCH, height=12, fill=fill, class_=name)


def _sample() -> Markup:
    half = tag("line", x1=0, x2=_SWATCH, y1=9, y2=9, stroke=INK, stroke_width=2, class_="half")
    return joined(_swatch(BETWEEN, "between"), half)


def _edge(at: int) -> Markup:
    about = {"stroke": STRONG[at], "class_": f"premise-{at}"}
    return tag("line", x1=0, x2=_SWATCH, y1=9, y2=9, stroke_width=EDGE, **about)
