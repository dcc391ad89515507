"""The section on disputed signs: an option under each answer, those whom it helps apart from those who pay."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from tumen.ensemble.effects import Effects, Side, sides_of
from tumen.policy import Contrast, Part
from tumen.report import sections
from tumen.report.loops import links, world_rows
from tumen.report.markup import Markup, tag
from tumen.report.numbers import stepped
from tumen.report.ratios import Floats, together
from tumen.report.strings import say
from tumen.report.summary import Summary
from tumen.situation.build_evidence import BASELINE

_HUNDRED, _HALF = 100, 0.5
_COARSE = 20
"""The largest step of figures per hundred that still tells something."""
_OVER_DRAWS = (np.min, np.max, np.median)
Case = tuple[Side, str]
"""One answer, and the policy that is run under it."""


def contrast_section(summary: Summary, effects: Effects) -> list[Markup]:
    """Write the section; nothing where the situation sets no loops against each other."""
    contrasts = summary.situation.contrasts.values()
    pieces = [piece for contrast in contrasts for piece in _contrast(summary, effects, contrast)]
    return [tag("p", say("contrast.text")), *pieces] if pieces else []


def _contrast(summary: Summary, effects: Effects, contrast: Contrast) -> list[Markup]:
    """Write one contrast: what is disputed, the option, who says what, and the figures."""
    situation, figures = summary.situation, Figures(summary, effects, contrast)
    policy, draws = situation.policies[contrast.policy], max(len(draws) for draws in effects.draws.values())
    years = say("dates.range", start=effects.periods[figures.first].label, end=effects.periods[-1].label)
    means = say("contrast.means" if len(summary.worlds) > 1 else "contrast.means.one", draws=draws, years=years)
    loops = (situation.loops[name] for name in contrast.loops)
    return [
        tag("h3", contrast.title),
        tag("p", say("contrast.option", title=policy.title), *_named(summary, policy.claims)),
        tag("ul", *(tag("li", tag("b", of.id), " ", of.title, *_named(summary, of.claims)) for of in loops)),
        *([tag("p", say("contrast.sides"), *_named(summary, contrast.claims))] if contrast.claims else []),
        tag("p", means, class_="legend"),
        sections.scrolling(_table(summary, figures), contrast.title),
    ]


def _named(summary: Summary, claims: tuple[str, ...]) -> list[str]:
    """Name claims behind what they say, as links."""
    found = [piece for link in links(summary, claims) for piece in (", ", link)][1:]
    return [" (", *found, ")"] if found else []


@dataclass(frozen=True)
class Figures:
    """The figures of a contrast as they may be shown: lowest, middle and highest over a few draws.

    Attributes:
        summary: Of the run.
        effects: Where the figures come from.
        contrast: Which one.
    """

    summary: Summary
    effects: Effects
    contrast: Contrast

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Whom the contrast sets apart; everybody, by the headline outcomes, where it names nobody."""
        counted = (outcome for outcome in self.summary.headlines if outcome.unit == "persons")
        headlines = tuple(outcome.id for outcome in counted if outcome.id in self.effects.outcomes)
        recorded = [
            replace(part, outcomes=tuple(name for name in part.outcomes if name in self.effects.outcomes))
            for part in self.contrast.parts.values()
            if part.per in ("", *self.effects.outcomes)
        ]
        return tuple(recorded) or (Part("", say("contrast.everybody"), headlines, ""),)

    @cached_property
    def first(self) -> int:
        """The period in which the option begins; the first one where a lever of it has no beginning."""
        situation = self.summary.situation
        starts = [situation.levers[name].starts for name in situation.policies[self.contrast.policy].levers]
        days = [day for day in starts if day is not None]
        ends = [period.ends for period in self.effects.periods]
        return next((i for i, end in enumerate(ends) if len(days) == len(starts) > 0 and end >= min(days)), 0)

    def texts(self, case: Case, world: str, part: Part) -> dict[str, str]:
        """Write the figures of a part under one answer: the range, then the median."""
        values = self._values(case, world, part)
        if not all(of.size for of in values.values()):
            return dict.fromkeys(part.outcomes, say("reason.none"))
        if part.per:
            return {name: self._per_hundred(values[name], values[part.per]) for name in part.outcomes}
        return {name: self._counted(values[name]) for name in part.outcomes}

    def _values(self, case: Case, world: str, part: Part) -> Mapping[str, Floats]:
        """Give the outcomes of a part, from the period on in which the option begins, ``[draw]``."""
        outcomes, situation = self.effects.outcomes, self.summary.situation
        figures = self.effects.sides[case][world][:, self.first :]
        names = (*part.outcomes, *([part.per] if part.per else []))
        return {n: together(figures[..., outcomes.index(n)], situation.outcomes[n].kind) for n in names}

    def _per_hundred(self, values: Floats, whole: Floats) -> str:
        """Write a figure per hundred; withheld where it would have to be too coarse."""
        step = step_of(float(whole.min()), self.summary.limit)
        if not step or np.isnan(values).any():
            return say("reason.joint")
        low, high, median = (share_text(float(of(_HUNDRED * values / whole)), step) for of in _OVER_DRAWS)
        return say("contrast.figure", low=low, high=high, median=median)

    def _counted(self, values: Floats) -> str:
        """Write a count of people in steps; of a small one that it is small."""
        if np.isnan(values).any():
            return say("reason.joint")
        low, high, median = (count_text(float(of(values)), self.summary.limit) for of in _OVER_DRAWS)
        return say("contrast.figure", low=low, high=high, median=median) if values.max() >= self.summary.limit else low


def count_text(value: float, limit: int) -> str:
    """Write a count of people in steps of twice the limit; of a small one that it is small."""
    return say("reason.small", limit=limit) if value < limit else f"{stepped(value, limit):,.0f}"


def step_of(whole: float, limit: int) -> int:
    """Give the step in which figures per hundred of so many people hide twice the limit; 0 where it is too coarse."""
    step = max(1, math.ceil(2 * limit * _HUNDRED / whole)) if whole > 0 else _COARSE + 1
    return step if step <= _COARSE else 0


def share_text(value: float, step: int) -> str:
    """Write a figure per hundred in steps; where that is none, what it is under."""
    told = math.floor(value / step + _HALF) * step
    return str(told) if told else say("contrast.under", most=f"{step / 2:g}")


def _table(summary: Summary, figures: Figures) -> Markup:
    """Write a column for each answer, without the option and with it, and the people of each part under its title."""
    cases = [
        ((side, policy), side_text(figures.contrast, side), say(f"contrast.{name}"))
        for side, _ in sides_of(figures.contrast)
        for policy, name in ((BASELINE, "without"), (figures.contrast.policy, "with"))
    ]
    sides = dict.fromkeys(side for _, side, _ in cases)
    first = tag("th", say("table.world"), rowspan=2, scope="col")
    above = tag("tr", first, *(tag("th", side, colspan=2, scope="colgroup") for side in sides))
    below = tag("tr", *(tag("th", name, scope="col") for _, _, name in cases))
    groups = [group for part in figures.parts for group in _groups(summary, figures, part, cases=cases)]
    return tag("table", tag("thead", above, below), *groups, class_="stack contrast")


def side_text(contrast: Contrast, side: Side) -> str:
    """Say which loops of a contrast are on and which are off."""
    off = [loop for loop in contrast.loops if loop not in side.on]
    on = say("contrast.and").join(side.on)
    return say("contrast.side", on=on, off=say("contrast.and").join(off)) if off else say("contrast.all", on=on)


def _groups(summary: Summary, figures: Figures, part: Part, *, cases: Sequence[tuple[Case, str, str]]) -> list[Markup]:
    """Write what is shown of some of the people, outcome by outcome."""
    outcomes = summary.situation.outcomes
    title = part.title if not part.per else say("contrast.part", part=part.title, per=outcomes[part.per].title)
    heads = [say("contrast.case", side=side, name=name) for _, side, name in cases]
    texts = {world: [figures.texts(case, world, part) for case, _, _ in cases] for world in summary.worlds}
    found = [tag("tbody", tag("tr", tag("th", title, colspan=1 + len(cases), scope="rowgroup")), class_="part")]
    for name in part.outcomes:
        cells = {world: [of[name] for of in texts[world]] for world in summary.worlds}
        found.append(world_rows(summary, sections.heading(outcomes[name]), heads=heads, cells=cells))
    return found
