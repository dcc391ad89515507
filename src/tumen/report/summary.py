"""From a dataset to what may be shown of it: quantiles over draws and replicates, small counts withheld.

Everything that is printed or written takes its figures from a `Summary`, never from the dataset itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from tumen.evidence import Parameter
from tumen.policy import Outcome
from tumen.report.beside import Asked, asked
from tumen.report.numbers import Reason, Shown, Spread
from tumen.report.periods import Period as Period
from tumen.report.periods import Span
from tumen.report.spans import members, span_quantiles
from tumen.report.strings import say
from tumen.report.suppression import limit_for, partitions_of, withheld
from tumen.situation import Situation
from tumen.trace.ledger import Ledger
from tumen.trace.standing import ground_of

STATISTICS: Mapping[str, float] = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
_REASONS: tuple[Reason, ...] = ("", "small", "joint", "recent", "none")
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
        values: Quantiles, NaN where withheld; ``[world, outcome, period, statistic]``.
        reasons: Why a quantile is withheld, an index; same shape.
        asked: Reported figures that the model answers.
        spans: Quantiles over the periods that those speak of, before anything is withheld; ``[world, statistic]``.
        scales: World, then parameter that an anchor solves → its 90 % range and median over the valid draws.
    """

    situation: Situation
    about: About
    worlds: tuple[str, ...]
    outcomes: tuple[str, ...]
    periods: tuple[Period, ...]
    limit: int
    values: NDArray[np.float64]
    reasons: NDArray[np.uint8]
    asked: tuple[Asked, ...]
    spans: Mapping[Span, NDArray[np.float64]]
    scales: Mapping[str, Mapping[str, tuple[float, float, float]]]

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
        reason = _REASONS[int(self.reasons[where])]
        return Shown(None if reason else float(self.values[where]), reason, self.limit)

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
        code = int(found.max()) or (_REASONS.index("none") if np.isnan(values).any() else 0)
        reason: Reason = "joint" if _REASONS[code] == "small" else _REASONS[code]
        shown = (Shown(None if reason else float(value), reason, self.limit) for value in values)
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
    outcomes = tuple(name for name in situation.outcomes if name in dataset.data_vars)
    worlds = tuple(str(w) for w in dataset["world"].values)
    periods = tuple(_periods(dataset))
    limit = limit_for(situation.people_in_hiding)
    valid = _valid(dataset)
    values = np.stack([_quantiles(dataset[name], valid) for name in outcomes], axis=1)
    reasons = _reasons(values, outcomes, situation, limit=limit)
    reasons[np.isnan(values)] = _REASONS.index("recent")
    reasons[~valid.any(axis=1)] = _REASONS.index("none")
    told = asked(situation, periods, outcomes)
    wanted = (one.span for one in told)
    levels = STATISTICS.values()
    return Summary(
        situation=situation,
        about=_about(dataset, worlds),
        worlds=worlds,
        outcomes=outcomes,
        periods=periods,
        limit=limit,
        values=np.where(reasons > 0, np.nan, values),
        reasons=reasons,
        asked=told,
        spans=span_quantiles(dataset, (situation, periods), spans=wanted, valid=valid, levels=levels),
        scales={world: _scales(dataset, situation, world) for world in worlds},
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


def _quantiles(recorded: xr.DataArray, valid: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Give the quantiles of one outcome over valid draws and replicates, ``[world, period, statistic]``.

    Not a number in a world without a valid draw, and where the figure is withheld in all futures.
    """
    values = recorded.transpose("world", "draw", "replicate", "period").values
    result = np.full((len(valid), values.shape[-1], len(STATISTICS)), np.nan)
    for world, ok in enumerate(valid):
        if ok.any():
            pooled = values[world, ok].reshape(-1, values.shape[-1]).astype(np.float64)
            found = np.quantile(pooled, list(STATISTICS.values()), axis=0).T
            hidden = (pooled < 0).any(axis=0)[:, None] & (recorded.attrs["kind"] != "signal")
            result[world] = np.where(hidden, np.nan, found)
    return result


def _reasons(
    values: NDArray[np.float64], outcomes: tuple[str, ...], situation: Situation, *, limit: int
) -> NDArray[np.uint8]:
    """Say for each quantile whether a small count withholds it; each world, period and statistic is one table.

    The level of a signal counts nobody.
    """
    partitions = partitions_of(situation)
    headlines = [name for name in outcomes if situation.outcomes[name].headline]
    reasons = np.zeros(values.shape, dtype=np.uint8)
    for w, p, s in np.ndindex(values.shape[0], *values.shape[2:]):
        found = values[w, :, p, s]
        told = {name: float(value) for name, value in zip(outcomes, found, strict=True) if not np.isnan(value)}
        table = {name: value for name, value in told.items() if situation.outcomes[name].kind != "signal"}
        for name, reason in withheld(table, partitions, limit, spared=headlines).items():
            reasons[w, outcomes.index(name), p, s] = _REASONS.index(reason)
    return reasons


def _periods(dataset: xr.Dataset) -> list[Period]:
    """Read the labels and days of the recorded periods."""
    days = (dataset[name].values.astype("datetime64[D]").tolist() for name in ("period_start", "period_end"))
    partial = dataset["period_partial"].values.tolist()
    rows = zip(dataset["period"].values.tolist(), *days, partial, strict=True)
    return [Period(str(label), start, end, part) for label, start, end, part in rows]


def _about(dataset: xr.Dataset, worlds: tuple[str, ...]) -> About:
    """Read from the attributes of a dataset what it takes to run it again."""
    attrs = dataset.attrs
    return About(
        version=str(attrs["version"]),
        seed=int(attrs["seed"]),
        policy=str(attrs["policy"]),
        draws=int(dataset.sizes["draw"]),
        replicates=int(dataset.sizes["replicate"]),
        rejected={world: int((~ok).sum()) for world, ok in zip(worlds, _valid(dataset), strict=True)},
        changes=dict(sorted((k.removeprefix("anchor:"), float(v)) for k, v in json.loads(attrs["changes"]).items())),
        switches=json.loads(attrs.get("switches", "{}")),
        digest=str(attrs["situation_digest"]),
        result_hash=str(attrs["result_hash"]),
        created=str(attrs["created"]),
        bounded=json.loads(attrs["bounded"]),
        until=str(attrs.get("until", "")),
    )
