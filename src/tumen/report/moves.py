"""Stocks of stations and flows between them as they may be shown: quantiles over draws, small counts withheld.

Whoever was at a station or came to it is whoever left it or stayed: each figure could be worked out from others. So all
of them are told in steps of twice the limit or more. Then no sum or difference of them says more of a figure under the
limit than that it is under it: stations and flows are a network, whose equations have whole solutions wherever their
bounds are whole, and counted in limits all bounds are.

Source:
    Total unimodularity of network matrices, Hoffman and Kruskal (1956), in Linear Inequalities and Related Systems.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tumen.ensemble.flows import Flows
from tumen.report.numbers import Shown, Spread, blur, stepped
from tumen.report.strings import say
from tumen.report.summary import STATISTICS

Floats = NDArray[np.float64]
_LEVELS = list(STATISTICS.values())


class Moved(NamedTuple):
    """People who moved between two stations during a stretch, all by position."""

    stretch: int
    origin: int
    target: int


class Stood(NamedTuple):
    """People who stood at a station at the beginning of a stretch; of the one after the last: at the end of all."""

    stretch: int
    station: int


Name = Moved | Stood


@dataclass(frozen=True)
class Moves:
    """Flows as they may be shown.

    Attributes:
        flows: Where they come from.
        limit: Counts under it are withheld.
        spreads: World → what it is about → distribution over draws.
    """

    flows: Flows
    limit: int
    spreads: Mapping[str, Mapping[Name, Spread]]

    def moved(self, world: str, stretch: int) -> dict[Moved, Spread]:
        """Give the flows of a world and stretch whose median may be shown, in the order of stations."""
        found = {name: of for name, of in self.spreads[world].items() if isinstance(name, Moved)}
        return {name: of for name, of in found.items() if name.stretch == stretch and of.q50.value is not None}

    def stretch_text(self, stretch: int) -> str:
        """Name a stretch by its first and last period."""
        first, last = (self.flows.periods[i].label for i in self.flows.stretches[stretch])
        return first if first == last else say("dates.range", start=first, end=last)


def moves(flows: Flows, limit: int) -> Moves:
    """Take quantiles over draws, and withhold small counts.

    Args:
        flows: From the mean engine.
        limit: Counts under it are withheld.
    """
    spreads = {world: dict(_spreads(flows, world, limit)) for world in flows.moved}
    return Moves(flows, limit, spreads)


def _spreads(flows: Flows, world: str, limit: int) -> Iterator[tuple[Name, Spread]]:
    """Give the distribution of every figure of a world over its draws."""
    years = np.quantile(flows.moved[world], _LEVELS, axis=0)
    for s, (first, last) in enumerate(flows.stretches):
        sums = np.quantile(flows.moved[world][:, first : last + 1].sum(axis=1), _LEVELS, axis=0)
        for k, (origin, target) in enumerate(flows.pairs):
            within = years[:, first : last + 1, k]
            shown = (_shown(float(sum_), limit, years=of) for sum_, of in zip(sums[:, k], within, strict=True))
            yield Moved(s, origin, target), Spread(*shown)
    for s, at in enumerate([0, *(last + 1 for _, last in flows.stretches)]):
        for station, found in enumerate(np.quantile(flows.stood[world][:, at], _LEVELS, axis=0).T):
            yield Stood(s, station), Spread(*(_shown(float(value), limit) for value in found))


def _shown(value: float, limit: int, *, years: Floats | None = None) -> Shown:
    """Tell a figure in steps; not a small one, nor a sum that would tell of small years to whoever knows the others."""
    if value < limit:
        return Shown(None, "small", limit)
    if years is not None and not _hides_years(years, limit):
        return Shown(None, "joint", limit)
    return Shown(stepped(value, limit), "", limit)


def _hides_years(years: Floats, limit: int) -> bool:
    """Whether a sum of years gives away none that is small: they are many, or rounding hides more than they can be."""
    small = years[years < limit]
    together, most = float(small.sum()), (small.size - 1) * (limit - 1)
    return not small.size or limit <= together <= most or blur(float(years.sum())) >= limit + limit
