"""Norms in force as a timeline: a line for each norm, dark where agreed, lighter where contested."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tumen.law.norms import Norm
from tumen.report.axes import TimeAxis
from tumen.report.law.memory import behind_norm
from tumen.report.law.phrases import dates
from tumen.report.law.setting import Setting, Stretch
from tumen.report.markup import Markup, joined, tag
from tumen.report.strings import say

_WIDTH, _NAMES, _RIGHT = 960, 372, 12
_LINE, _TOP, _BAR = 19, 24, 11
_MOST_LETTERS = 54
_SHADES = ("yes", "mixed", "contested")


@dataclass(frozen=True)
class Timeline:
    """What is drawn.

    Attributes:
        setting: Whose law.
        history: Norm → stretches of time.
        axis: From the first to the last day.
    """

    setting: Setting
    history: Mapping[str, tuple[Stretch, ...]]
    axis: TimeAxis

    @property
    def norms(self) -> tuple[Norm, ...]:
        """Norms that are more than no at some time, in the order of their instruments."""
        law = self.setting.law
        order = {name: n for n, name in enumerate(law.instruments)}
        some = (n for n in law.norms.values() if any(s.truth for s in self.history[n.id]))
        return tuple(sorted(some, key=lambda norm: order[norm.instrument]))

    def x(self, day: date) -> float:
        """Say how far from the left a day stands."""
        return _NAMES + self.axis.share(day) * (_WIDTH - _NAMES - _RIGHT)


def timeline(setting: Setting, history: Mapping[str, tuple[Stretch, ...]], span: tuple[date, date]) -> Markup:
    """Draw all norms that hold, or are contested, at some time; nothing where there are none."""
    drawn = Timeline(setting, history, TimeAxis(*span))
    lines = list(_lines(drawn))
    if not lines:
        return joined()
    height = _TOP + _LINE * len(lines) + 6
    rows = [_heading(text, n) if norm is None else _norm(drawn, norm, row=n) for n, (text, norm) in enumerate(lines)]
    title = tag("title", say("law.timeline.title"), id="law-timeline-title")
    about = tag("desc", say("law.timeline.about", n=len(drawn.norms)), id="law-timeline-about")
    return tag(
        "svg",
        title,
        about,
        *_years(drawn, height),
        *rows,
        class_="timeline",
        viewBox=f"0 0 {_WIDTH} {height}",
        role="img",
        aria_labelledby="law-timeline-title law-timeline-about",
    )


def legend() -> Markup:
    """Say what is drawn how."""
    keys = [_key(name, say(f"law.timeline.{name}")) for name in _SHADES]
    return tag("p", *keys, class_="legend law-legend")


def _key(name: str, words: str) -> Markup:
    drawn = tag("svg", *_shade(name, 0, 26, y=1), viewBox="0 0 26 13", class_="key", aria_hidden="true")
    return tag("span", drawn, " ", words)


def _shade(name: str, left: float, width: float, *, y: float) -> Iterator[Markup]:
    """Draw a bar: dark where agreed, lighter where contested, the lower half dark where it is agreed for some only."""
    yield tag("rect", x=left, y=y, width=width, height=_BAR, class_="agreed" if name == "yes" else "contested")
    if name == "mixed":
        yield tag("rect", x=left, y=y + _BAR / 2, width=width, height=_BAR / 2, class_="agreed")


def _lines(drawn: Timeline) -> Iterator[tuple[str, Norm | None]]:
    """Give a line for each instrument and each of its norms."""
    law, before = drawn.setting.law, ""
    for norm in drawn.norms:
        if norm.instrument != before:
            yield law.instruments[norm.instrument].title, None
        before = norm.instrument
        yield _name(drawn.setting, norm), norm


def _name(setting: Setting, norm: Norm) -> str:
    """Name a norm under its instrument; a mark says that it rests on memory."""
    mark = say("law.mark") if behind_norm(setting.law, norm) else ""
    title = f"{norm.provision}: {norm.title}" if norm.provision else norm.title
    short = title if len(title) <= _MOST_LETTERS else f"{title[: _MOST_LETTERS - 1]}…"
    return short + mark


def _heading(text: str, row: int) -> Markup:
    return tag("text", text, x=0, y=_y(row) + _BAR - 1, class_="instrument")


def _norm(drawn: Timeline, norm: Norm, *, row: int) -> Markup:
    """Draw one norm: its name, then a bar for each stretch, which says what it is when asked."""
    name = _name(drawn.setting, norm)
    bars = [_bar(drawn, stretch, _y(row)) for stretch in drawn.history[norm.id] if stretch.truth]
    label = tag("text", name, x=10, y=_y(row) + _BAR - 1, class_="norm")
    return tag("g", tag("title", _words(drawn.setting, norm, drawn.history[norm.id])), label, *bars)


def _bar(drawn: Timeline, stretch: Stretch, y: float) -> Markup:
    left, right = drawn.x(stretch.first), drawn.x(stretch.last)
    return tag("g", tag("title", _told(stretch)), *_shade(stretch.word, left, max(right - left, 1.5), y=y))


def _words(setting: Setting, norm: Norm, stretches: Sequence[Stretch]) -> str:
    """Say in words what a line shows."""
    told = say("law.then").join(map(_told, stretches))
    return say("law.timeline.norm", name=setting.names.provision(norm), told=told)


def _told(stretch: Stretch) -> str:
    dated = dates(stretch.first, stretch.last)
    return say("law.timeline.bar", truth=say(f"law.truth.{stretch.word}"), dates=dated)


def _y(row: int) -> float:
    return _TOP + _LINE * row


def _years(drawn: Timeline, height: int) -> Iterator[Markup]:
    for day, words in drawn.axis.ticks:
        x = drawn.x(day)
        yield tag("line", x1=x, x2=x, y1=_TOP - 6, y2=height, class_="grid")
        yield tag("text", words, x=x, y=12, class_="tick", text_anchor="middle")
