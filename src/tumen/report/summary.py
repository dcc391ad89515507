"""From a dataset to what may be shown of it: quantiles over draws and replicates, small counts withheld.

Everything that is printed or written takes its figures from a `Summary`, never from the dataset itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tumen.ensemble import failed_in, is_merged, recorded
from tumen.ensemble.account import ACCOUNT
from tumen.evidence import Parameter
from tumen.policy import Outcome
from tumen.report.accounted import Accounted, accounted
from tumen.report.beside import Asked, asked
from tumen.report.guarded import REASONS, coarse_span, guarded
from tumen.report.guarded import STATISTICS as STATISTICS
from tumen.report.numbers import Reason, Shown, Spread
from tumen.report.periods import Period as Period
from tumen.report.periods import Span
from tumen.report.spans import members, span_quantiles
from tumen.report.strings import say
from tumen.report.suppression import limit_for
from tumen.situation import Situation
from tumen.trace.ledger import Ledger
from tumen.trace.standing import ground_of

if TYPE_CHECKING:
    import xarray as xr

_HEADLINE_PERIODS = 3


@dataclass(frozen=True)
class About:
    """What it takes to run it again.

    Attributes:
        version: Of Tumen.
        seed: Of the study.
        policy: Id of the policy.
        draws: In each world, with the rejected ones.
        replicates: Of each draw.
        rejected: World → draws in which an anchor could not be met.
        changes: Parameter or anchor → the number it was set to.
        switches: Loop or switch that was moved → its position.
        digest: SHA-256 of the situation.
        result_hash: SHA-256 of the recorded figures and labels.
        created: When.
        bounded: World → hazard group → share of steps in which the feedback stood at its bound.
        until: Day after which everything was hidden, ``YYYY-MM-DD``; empty where all may be seen.
        merged: Whether futures were counted by figure, and none kept by itself.
        failed: Futures that failed, of all worlds.
        failures: The first of them, each with the fields of a `Failure`.
    """

    version: str
    seed: int
    policy: str
    draws: int
    replicates: int
    rejected: Mapping[str, int]
    changes: Mapping[str, float]
    switches: Mapping[str, str]
    digest: str
    result_hash: str
    created: str
    bounded: Mapping[str, Mapping[str, float]]
    until: str = ""
    merged: bool = False
    failed: int = 0
    failures: Sequence[Mapping[str, Any]] = ()

    @property
    def changes_text(self) -> str:
        """List what was set or switched by hand; empty where nothing was."""
        sets = [say("set.one", name=name, value=f"{value:.10g}") for name, value in self.changes.items()]
        moved = [say("set.one", name=name, value=position) for name, position in self.switches.items()]
        return "; ".join(sets + moved)

    @property
    def choice(self) -> str:
        """Name the policy, with what was set by hand or hidden: no figure of such a run is mistaken for one without."""
        text = say("set.choice", policy=self.policy, changes=self.changes_text) if self.changes_text else self.policy
        return say("until.choice", choice=text, day=self.until) if self.until else text


@dataclass(frozen=True)
class Summary:
    """What may be shown of a run.

    Attributes:
        situation: What was run.
        about: What it takes to run it again.
        worlds: Ids, in the order of the dataset.
        outcomes: Ids of the recorded outcomes.
        periods: All recorded periods.
        limit: Counts under it are withheld.
        least: What as many people come to, so that less is withheld; ``[outcome, period]``.
        values: Quantiles, rounded where people hide, NaN where withheld; ``[world, outcome, period, statistic]``.
        reasons: Why a quantile is withheld, an index; same shape.
        asked: Reported figures that the model answers.
        spans: Quantiles over the periods that those speak of, rounded, before any is withheld; ``[world, statistic]``.
        scales: World, then parameter that an anchor solves → its 90 % range and median over the valid draws.
        account: Person-events against norms; None where the situation has no law, or the run keeps no account.
    """

    situation: Situation
    about: About
    worlds: tuple[str, ...]
    outcomes: tuple[str, ...]
    periods: tuple[Period, ...]
    limit: int
    least: NDArray[np.float64]
    values: NDArray[np.float64]
    reasons: NDArray[np.uint8]
    asked: tuple[Asked, ...]
    spans: Mapping[Span, NDArray[np.float64]]
    scales: Mapping[str, Mapping[str, tuple[float, float, float]]]
    account: Accounted | None = None

    @cached_property
    def _index(self) -> tuple[Mapping[str, int], ...]:
        """The position of each label on each axis of `values`."""
        labels = (self.worlds, self.outcomes, [p.label for p in self.periods], STATISTICS)
        return tuple({label: i for i, label in enumerate(axis)} for axis in labels)

    @cached_property
    def ledger(self) -> Ledger:
        """The claims and observations as they may be shown."""
        return Ledger(self.situation)

    def shown(self, world: str, outcome: str, period: str, *, statistic: str) -> Shown:
        """Give one quantile as it may be shown."""
        names = (world, outcome, period, statistic)
        where = tuple(index[name] for index, name in zip(self._index, names, strict=True))
        reason = REASONS[int(self.reasons[where])]
        return Shown(None if reason else float(self.values[where]), reason, float(self.least[where[1], where[2]]))

    def floor(self, outcome: str) -> float:
        """Give the height at which small figures of an outcome are drawn: none of it is shown that is lower."""
        return float(self.least[self._index[1][outcome]].max())

    def spread(self, world: str, outcome: str, period: str) -> Spread:
        """Give all quantiles of one outcome in one world and period."""
        return Spread(**{name: self.shown(world, outcome, period, statistic=name) for name in STATISTICS})

    def answer(self, world: str, span: Span) -> Spread:
        """Give all quantiles of a span in one world; withheld where a figure is that it is made of."""
        if span == Span(span.outcome, "", span.first, span.first):
            return self.spread(world, span.outcome, span.first)
        w, names = self.worlds.index(world), [name for name in (span.outcome, span.over) if name]
        rows = [self.outcomes.index(name) for name in names]
        found = self.reasons[w, rows][:, members(span, self.periods)]
        values = self.spans[span][w]
        unknown = REASONS.index("merged" if self.about.merged else "none")
        code = int(found.max()) or (unknown if np.isnan(values).any() else 0)
        reason: Reason = "joint" if REASONS[code] == "small" else REASONS[code]
        least = self.floor(span.outcome)
        shown = (Shown(None if reason else float(value), reason, least) for value in values)
        return Spread(*shown)

    @property
    def headlines(self) -> tuple[Outcome, ...]:
        """The recorded outcomes that stand in the first table; the first recorded one where none does."""
        recorded = [self.situation.outcomes[name] for name in self.outcomes]
        return tuple(o for o in recorded if o.headline) or tuple(recorded[:1])

    def headline_periods(self, wanted: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Choose the periods of the first table.

        Args:
            wanted: Taken, if all of them are recorded.

        Returns:
            Labels: `wanted`; or else those of the anchors, then the last, first and middle one until there are three.
        """
        labels = tuple(p.label for p in self.periods)
        if wanted and set(wanted) <= set(labels):
            return wanted
        dates = {anchor.date for anchor in self.situation.anchors.values()}
        chosen = {label for label in labels if label in dates}
        for label in (labels[-1], labels[0], labels[len(labels) // 2]):
            if len(chosen) < _HEADLINE_PERIODS:
                chosen.add(label)
        return tuple(label for label in labels if label in chosen)

    @property
    def assumed(self) -> tuple[Parameter, ...]:
        """The parameters that are traced to no claim and no observation."""
        return tuple(p for p in self.situation.parameters.values() if ground_of(self.situation, p) == "assumed")


def summarise(dataset: xr.Dataset, situation: Situation) -> Summary:
    """Give the quantiles of every recorded outcome, with small counts withheld.

    Args:
        dataset: From `simulate`.
        situation: That it was run from.

    Returns:
        Quantiles over the valid draws and their replicates. With no valid draw in a world its figures are missing.
    """
    outcomes = tuple(name for name in situation.outcomes if name in recorded(dataset))
    worlds = tuple(str(w) for w in dataset["world"].values)
    periods = tuple(_periods(dataset))
    limit = limit_for(situation.people_in_hiding)
    valid = _valid(dataset)
    found = guarded(dataset, situation, outcomes, limit=limit)
    told = asked(situation, periods, outcomes)
    spans = span_quantiles(
        dataset, (situation, periods), spans=(one.span for one in told), valid=valid, levels=STATISTICS.values()
    )
    if situation.people_in_hiding:
        floors = {name: float(least.max()) for name, least in zip(outcomes, found.least, strict=True)}
        spans = {span: coarse_span(of, span, floors[span.outcome]) for span, of in spans.items()}
    return Summary(
        situation=situation,
        about=_about(dataset, worlds),
        worlds=worlds,
        outcomes=outcomes,
        periods=periods,
        limit=limit,
        least=found.least,
        values=found.values,
        reasons=found.reasons,
        asked=told,
        spans=spans,
        scales={world: _scales(dataset, situation, world) for world in worlds},
        account=accounted(dataset, situation) if situation.law is not None and ACCOUNT in dataset else None,
    )


def _scales(dataset: xr.Dataset, situation: Situation, world: str) -> dict[str, tuple[float, float, float]]:
    """Give 90 % range and median of what anchors solve in one world; nothing where no draw is valid."""
    values = dataset["entry_value"].sel(world=world).transpose("draw", "entry").values
    values = values[dataset["valid"].sel(world=world).values.astype(bool)]
    column = {str(name): i for i, name in enumerate(dataset["entry"].values)}
    solved = {a.solves for a in situation.anchors.values() if a.solves in column and len(values)}
    quantiles = {name: np.quantile(values[:, column[name]], (0.05, 0.5, 0.95)) for name in sorted(solved)}
    return {name: (float(low), float(middle), float(high)) for name, (low, middle, high) in quantiles.items()}


def _valid(dataset: xr.Dataset) -> NDArray[np.bool_]:
    """Say which draws met their anchors, ``[world, draw]``."""
    return dataset["valid"].transpose("world", "draw").values.astype(bool)


def _periods(dataset: xr.Dataset) -> list[Period]:
    """Read the labels and days of the recorded periods."""
    days = (dataset[name].values.astype("datetime64[D]").tolist() for name in ("period_start", "period_end"))
    partial = dataset["period_partial"].values.tolist()
    rows = zip(dataset["period"].values.tolist(), *days, partial, strict=True)
    return [Period(str(label), start, end, part) for label, start, end, part in rows]


def _about(dataset: xr.Dataset, worlds: tuple[str, ...]) -> About:
    """Read from the attributes of a dataset what it takes to run it again."""
    attrs, failed = dataset.attrs, failed_in(dataset)
    return About(
        version=str(attrs["version"]),
        seed=int(attrs["seed"]),
        policy=str(attrs["policy"]),
        draws=int(dataset.sizes["draw"]),
        replicates=int(attrs["replicates"] if is_merged(dataset) else dataset.sizes["replicate"]),
        rejected=dict(zip(worlds, (~_valid(dataset) & ~failed.all(axis=2)).sum(axis=1).tolist(), strict=True)),
        merged=is_merged(dataset),
        failed=int(failed.sum()),
        failures=json.loads(attrs.get("failures", "[]")),
        changes=dict(sorted((k.removeprefix("anchor:"), float(v)) for k, v in json.loads(attrs["changes"]).items())),
        switches=json.loads(attrs.get("switches", "{}")),
        digest=str(attrs["situation_digest"]),
        result_hash=str(attrs["result_hash"]),
        created=str(attrs["created"]),
        bounded=json.loads(attrs["bounded"]),
        until=str(attrs.get("until", "")),
    )
