"""Person-events against norms as they may be shown: rounded, and withheld where few people stand behind them.

All figures are told in steps of ten, where people hide or not: so no difference of two of them, or of one and a count
of the same people elsewhere, tells a number under the limit. What is 0 by law is told as 0.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from tumen.accounting import Breaches, Change, Figures, Prohibition, Row, Span, breaches
from tumen.law.body import Law
from tumen.report.behind import coarse, step
from tumen.report.numbers import Shown
from tumen.report.strings import say
from tumen.report.suppression import limit_for
from tumen.situation import Situation

if TYPE_CHECKING:
    import xarray as xr

Bound = Literal["agreed", "possible"]
_BOUNDS: tuple[Bound, ...] = ("agreed", "possible")


@dataclass(frozen=True)
class Figure:
    """A figure over all futures: what 5 %, half and 95 % of them stay under."""

    q05: Shown
    q50: Shown
    q95: Shown

    @property
    def text(self) -> str:
        """The 90 % range in words, as in ``31,000 to 120,000``; one figure where both ends are written alike."""
        low, high = self.q05.text, self.q95.text
        return low if low == high else say("range", low=low, high=high)


@dataclass(frozen=True)
class Accounted:
    """The account of a run against the law, as it may be shown.

    Attributes:
        prohibitions: The rows; never to be added up, since one event may offend against several norms.
        uncounted: Prohibitions of actions that the run does not count.
        positions: Ids of positions.
        worlds: Ids of worlds.
        spans: Days that were added up over.
        thresholds: Level from which on each fact counts: to be told with every figure.
        limit: Counts under it are withheld.
    """

    prohibitions: tuple[Prohibition, ...]
    uncounted: tuple[Prohibition, ...]
    positions: tuple[str, ...]
    worlds: tuple[str, ...]
    spans: tuple[Span, ...]
    thresholds: Mapping[str, str]
    limit: int
    _rows: tuple[Row, ...]
    _step: float

    def figure(self, row: int, world: str, bound: Bound, *, position: str = "", span: int = 0) -> Figure:
        """Give person-events prima facie incompatible with a norm.

        Args:
            row: Among `prohibitions`.
            world: Id.
            bound: What is agreed, or what is possible.
            position: As this position sees it; empty for all at once: agreed by all, possible for any.
            span: Among `spans`.
        """
        of, column, b = self._rows[row], 1 + self.positions.index(position) if position else 0, _BOUNDS.index(bound)
        if of.nobody[column, span, b] and not of.withheld[span]:
            return Figure(*[Shown(0.0)] * 3)
        return self._figure(of.figures, (self.worlds.index(world), column, span, b), withheld=bool(of.withheld[span]))

    def done(self, row: int, world: str, *, span: int = 0) -> Figure:
        """Give all person-events of the action of a row, whoever was meant."""
        of = self._rows[row]
        return self._figure(of.done, (self.worlds.index(world), span), withheld=bool(of.withheld[span]))

    def changes(self, row: int) -> tuple[Change, ...]:
        """Give the days counted together within which a truth changes: their people are spread over them."""
        return self._rows[row].changes

    def norms(self, bound: Bound, *, position: str = "", span: int = 0) -> int:
        """Count the norms of which the bound is not 0 by law: a number of norms, neither of events nor of persons."""
        column, b = 1 + self.positions.index(position) if position else 0, _BOUNDS.index(bound)
        return len({of.prohibition.norm for of in self._rows if not of.nobody[column, span, b]})

    def _figure(self, figures: Figures, where: tuple[int, ...], *, withheld: bool) -> Figure:
        if withheld:
            return Figure(*[Shown(None, "recent", self.limit)] * 3)
        rounded = coarse(figures.values[where][None], np.array([self._step]))[0]
        pairs = zip(rounded, figures.fewest[where], strict=True)
        told = [
            Shown(None, "small", self.limit) if n < self.limit else Shown(float(v), "", self.limit) for v, n in pairs
        ]
        return Figure(*told)


def accounted(
    dataset: xr.Dataset,
    situation: Situation,
    spans: Collection[Span] | None = None,
    *,
    thresholds: Mapping[str, str] | None = None,
    law: Law | None = None,
) -> Accounted:
    """Count person-events against norms, as they may be shown; arguments and errors of `tumen.accounting.breaches`."""
    found: Breaches = breaches(dataset, situation, spans, thresholds=thresholds, law=law)
    limit = limit_for(situation.people_in_hiding)
    return Accounted(
        prohibitions=tuple(row.prohibition for row in found.rows),
        uncounted=found.uncounted,
        positions=found.positions,
        worlds=found.worlds,
        spans=found.spans,
        thresholds=found.thresholds,
        limit=limit,
        _rows=found.rows,
        _step=step(limit if situation.people_in_hiding else limit + limit),
    )
