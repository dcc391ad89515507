"""What would change the answer: in how many futures a policy helps, by world and by position of each premise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from tumen.comparison import BASELINE, Comparison, measures
from tumen.comparison.premises import premises
from tumen.policy import Outcome
from tumen.report import sections
from tumen.report.comparison_verdicts import Findings, findings, verdict_text
from tumen.report.comparison_view import View
from tumen.report.comparison_words import futures_text, headlines
from tumen.report.markup import Markup, joined, tag
from tumen.report.sections import begun
from tumen.report.strings import say

Position = tuple[str, str]
"""A premise and where it stands; both empty for all futures together."""
_ALL: Position = ("", "")
_BOUNDS = (-0.6, -0.2, 0.2, 0.6)
"""Shares helped less shares harmed at which the colour of a cell changes."""


@dataclass(frozen=True)
class Held:
    """How a policy does where a premise stands in one position, in a world.

    Attributes:
        futures: How many there are.
        better, worse: Shares of them in which the outcome is better, or worse, than under the baseline.
    """

    futures: int
    better: float
    worse: float


HeldAt = Mapping[tuple[str, str, str, Position], Held]
"""World, policy, outcome and position → how it does there; without positions that no future took."""


def by_position(found: Comparison) -> HeldAt:
    """Count futures in which each policy helps each headline outcome, where each premise stands in each position."""
    design, told = found.design, dict[tuple[str, str, str, Position], Held]()
    for (w, world), outcome in product(enumerate(design.worlds), headlines(found)):
        figures = found.figures[w, ..., design.span.outcomes.index(outcome.id)]
        for position, taken in _draws(found).items():
            inside = taken & found.valid[w]
            each = zip(design.policies, _held(figures[:, inside], outcome), strict=True) if inside.any() else ()
            told |= {(world, policy, outcome.id, position): held for policy, held in each}
    return {key: one for key, one in told.items() if key[1] != BASELINE}


def _held(figures: NDArray[np.float64], outcome: Outcome) -> Iterator[Held]:
    """Count for each policy; `figures` are ``[policy, draw, replicate]``."""
    flat, direction = figures.reshape(len(figures), -1), "more" if outcome.direction == "more" else "less"
    shares = measures.helps_share(flat, direction), measures.harms_share(flat, direction)
    return (Held(flat.shape[1], float(better), float(worse)) for better, worse in zip(*shares, strict=True))


def strips(view: View) -> list[Markup]:
    """Write a strip for each headline outcome: a cell for each position, coloured by what a policy does there."""
    told, settled = by_position(view.found), len(_draws(view.found)) == 1
    text = say("compare.strips.text.settled" if settled else f"compare.strips.text{view.alone}")
    pieces = [*_verdicts(view), tag("p", text), _key()]
    for outcome in view.headlines:
        title = sections.heading(outcome)
        table = tag("div", _strip(view, told, outcome), class_="matrix strip")
        pieces += [tag("h3", title), sections.scrolling(table, title)]
    return [*pieces, *_premises(view)]


def _verdicts(view: View) -> Iterator[Markup]:
    """Say of each policy and headline outcome on what the answer hangs; nothing where nothing is disputed."""
    of = findings(view.found)
    told = {policy: _verdict(view, of, policy) for policy in view.policies}
    items = [tag("div", tag("dt", view.title(p)), tag("dd", tag("ul", *lines))) for p, lines in told.items() if lines]
    if items:
        yield tag("dl", *items, class_="positions")


def _verdict(view: View, of: Findings, policy: str) -> list[Markup]:
    """Write what may be said of a policy, outcomes of which the same may be said together."""
    alike: dict[str, list[str]] = {}
    for outcome in (outcome for outcome in view.headlines if (policy, outcome.id) in of):
        alike.setdefault(verdict_text(view.found, of[policy, outcome.id]), []).append(outcome.title)
    texts = (say("compare.verdict", title="; ".join(titles), verdict=text) for text, titles in alike.items())
    return [tag("li", begun(text)) for text in texts]


def _draws(found: Comparison) -> dict[Position, NDArray[np.bool_]]:
    """Find the draws that take each position, all of them first; a premise that all take alike tells nothing."""
    at = [dict(positions) for positions in found.design.positions]
    taken: dict[Position, NDArray[np.bool_]] = {_ALL: np.ones(len(at), dtype=bool)}
    for name, positions in premises(found.design.model.situation).items():
        masks = {position: np.array([one.get(name) == position for one in at]) for position in positions}
        if sum(bool(mask.any()) for mask in masks.values()) > 1:
            taken |= {(name, position): mask for position, mask in masks.items()}
    return taken


def _strip(view: View, told: HeldAt, outcome: Outcome) -> Markup:
    columns = list(_draws(view.found))
    groups = list(dict.fromkeys(name for name, _ in columns if name))
    named = ("option", "all") if view.alone else ("option", "world", "all")
    first = [tag("th", say(f"compare.head.{key}"), rowspan=2, scope="col") for key in named]
    spans = (tag("th", name, colspan=sum(n == name for n, _ in columns), scope="colgroup") for name in groups)
    below = (tag("th", position, scope="col") for name, position in columns if name)
    head = tag("thead", tag("tr", *first, *spans), tag("tr", *below))
    bodies: list[Markup] = []
    for policy in view.policies:
        rows: list[Markup] = []
        for i, world in enumerate(view.worlds):
            cells = [_cell(told.get((world, policy, outcome.id, column))) for column in columns]
            name = tag("th", view.title(policy), rowspan=len(view.worlds), scope="rowgroup")
            about = [] if view.alone else [tag("th", sections.swatch(i), world, scope="row")]
            rows.append(tag("tr", *([] if i else [name]), *about, *cells))
        bodies.append(tag("tbody", *rows))
    return tag("table", head, *bodies)


def _cell(held: Held | None) -> Markup:
    """Write in how many of a hundred futures it helps, and colour it by that less the futures in which it harms."""
    if held is None:
        return tag("td", class_="cell")
    counts = {"better": round(held.better * held.futures), "worse": round(held.worse * held.futures)}
    level = sum(held.better - held.worse >= bound for bound in _BOUNDS)
    tip = say("compare.strips.tip", **counts, futures=futures_text(held.futures))
    return tag("td", f"{100 * held.better:.0f}", class_=f"cell net-{level}", title=tip)


def _key() -> Markup:
    """Say what the colours stand for."""
    colours = [
        tag("span", say(f"compare.net.{level}"), class_=f"cell net-{level}") for level in range(len(_BOUNDS) + 1)
    ]
    return tag("p", *(piece for colour in colours for piece in (colour, " ")), class_="legend net-key")


def _premises(view: View) -> list[Markup]:
    """Say what each premise and each of its positions is."""
    situation, taken = view.situation, _draws(view.found)
    items: list[Markup] = []
    for name in dict.fromkeys(name for name, _ in taken if name):
        if name in situation.loops:
            items += [tag("dt", name), tag("dd", situation.loops[name].title)]
        else:
            switch = situation.switches[name]
            listed = (say("compare.position", position=at.id, title=at.title) for at in switch.positions.values())
            items += [tag("dt", name), tag("dd", joined(switch.title, tag("br"), "; ".join(listed)))]
    return [tag("h3", say("compare.premises.title"), id="premises"), tag("dl", *items)] if items else []
