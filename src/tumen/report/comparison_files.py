"""A comparison as files and as one JSON object."""

from __future__ import annotations

import csv
import io
from math import isfinite, nan
from typing import Any

from tumen.comparison import BASELINE, Comparison
from tumen.comparison.span import taken
from tumen.report.compared import Effect, Effects
from tumen.report.comparison_positions import by_position
from tumen.report.comparison_words import headline_luck

_COLUMNS = ("world", "policy", "outcome", "unit", "direction", "q05", "q50", "q95", "se", "helps_share", "harms_share")
_MORE = ("max_regret", "luck_ratio", "futures")
_POSITIONS = ("world", "policy", "outcome", "premise", "position", "futures", "helps_share", "harms_share")


def as_data(found: Comparison, effects: Effects) -> dict[str, Any]:
    """Give what a program wants of a comparison; no figure that may not be shown."""
    design = found.design
    luck = headline_luck(found, effects)
    policies = {p: {w: _of(found, effects, world=w, policy=p) for w in design.worlds} for p in design.policies}
    baseline = policies.pop(BASELINE)
    return {
        "situation": design.model.situation.id,
        "from": design.span.first.isoformat(),
        "to": design.span.last.isoformat(),
        "futures": design.draws * design.replicates,
        "seed": design.seed,
        "rejected": {w: int((~valid).sum()) for w, valid in zip(design.worlds, found.valid, strict=True)},
        "premises": sorted({name for at in design.positions for name, _ in at}),
        "outcomes": {name: _about(found, name) for name in design.span.outcomes},
        "policies": policies,
        "baseline": {w: {"max_regret": of["max_regret"]} for w, of in baseline.items()},
        "luck_ratio": _number(max(luck, default=nan)),
        "seconds": round(found.seconds, 3),
    }


def as_csv(found: Comparison, effects: Effects) -> str:
    """Write a row for each world, policy (the baseline first, for its regret) and outcome."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*_COLUMNS, *_MORE])
    for (world, policy, name), e in effects.items():
        about = found.design.model.situation.outcomes[name]
        futures = int(found.valid[found.design.worlds.index(world)].sum()) * found.design.replicates
        figures = (*_quantiles(e).values(), e.better, e.worse, e.regret, _number(e.luck), futures)
        writer.writerow([world, policy, name, about.unit, about.direction, *figures])
    return text.getvalue()


def positions_csv(found: Comparison) -> str:
    """Write a row for each world, policy, headline outcome and position; without premise and position: all futures."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_POSITIONS)
    for (world, policy, outcome, position), held in by_position(found).items():
        writer.writerow([world, policy, outcome, *position, held.futures, held.better, held.worse])
    return text.getvalue()


def _about(found: Comparison, name: str) -> dict[str, str]:
    """Tell an outcome: ``taken`` says how it is taken over the span: total, mean or end."""
    situation = found.design.model.situation
    of = situation.outcomes[name]
    return {"title": of.title, "unit": of.unit, "direction": of.direction, "taken": taken(situation, name)}


def _of(found: Comparison, effects: Effects, *, world: str, policy: str) -> dict[str, Any]:
    of = {name: effects[world, policy, name] for name in found.design.span.outcomes}
    return {
        "difference": {name: _quantiles(effect) for name, effect in of.items()},
        "helps_share": {name: effect.better for name, effect in of.items()},
        "harms_share": {name: effect.worse for name, effect in of.items()},
        "max_regret": {name: effect.regret for name, effect in of.items()},
        "luck_ratio": {name: _number(effect.luck) for name, effect in of.items()},
    }


def _quantiles(effect: Effect) -> dict[str, float | None]:
    return {"q05": effect.low, "q50": effect.middle, "q95": effect.high, "se": _number(effect.se)}


def _number(value: float) -> float | None:
    return float(f"{value:.4g}") if isfinite(value) else None
