"""What may be shown of a comparison: differences to the baseline, rounded where people hide, with what they rest on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import nan

import numpy as np
from numpy.typing import NDArray

from tumen.comparison import Comparison, measures
from tumen.comparison.monte_carlo import monte_carlo_error
from tumen.policy import Outcome
from tumen.report.behind import step
from tumen.trace.withholding import limit_for

Floats = NDArray[np.float64]
_LEVELS = (0.05, 0.5, 0.95)
_MONTHS = 12


@dataclass(frozen=True)
class Effect:
    """What a policy does to an outcome in a world, over the span.

    Attributes:
        low, middle, high: Quantiles 0.05, 0.5 and 0.95 of the difference to the baseline over futures.
        se: Monte-Carlo error of the median; rounded up where people hide.
        better, worse: Shares of futures in which the outcome is better, or worse, than under the baseline.
        regret: At most, against the policy that is best in the same future.
        luck: Standard deviation of the difference under shared luck over that under independent luck; not a number
            where nothing differs.
        least: What so few people come to that less is not told from nothing; 0 where no figure is rounded.
    """

    low: float
    middle: float
    high: float
    se: float
    better: float
    worse: float
    regret: float
    luck: float
    least: float


Effects = dict[tuple[str, str, str], Effect]
"""World, policy (the baseline among them, for its regret) and outcome → effect."""


def effects_of(found: Comparison) -> Effects:
    """Give the effect of each policy on each outcome in each world.

    Args:
        found: From `tumen.comparison.compare`.
    """
    design = found.design
    each = [(w, o) for w in range(len(design.worlds)) for o in range(len(design.span.outcomes))]
    told: Effects = {}
    for w, o in each:
        world, name = design.worlds[w], design.span.outcomes[o]
        outcome = design.model.situation.outcomes[name]
        effects = _effects(found.figures[w, ..., o][:, found.valid[w]], outcome, _least(found, outcome))
        about = zip(design.policies, effects, found.luck[w, :, o], strict=True)
        told |= {(world, policy, name): replace(effect, luck=float(luck)) for policy, effect, luck in about}
    return told


def _effects(figures: Floats, outcome: Outcome, least: float) -> list[Effect]:
    """Give the effect of each policy, the baseline first; `figures` are ``[policy, draw, replicate]``."""
    direction = "more" if outcome.direction == "more" else "less"
    draws = np.repeat(np.arange(figures.shape[1]), figures.shape[2])
    flat = figures.reshape(len(figures), -1)
    differences = measures.difference(flat)
    quantiles = _rounded(np.quantile(differences, _LEVELS, axis=1), least)
    errors = _rounded_up(monte_carlo_error(differences, draws=draws).quantiles[:, 1], least)
    better, worse = measures.helps_share(flat, direction), measures.harms_share(flat, direction)
    regret = _rounded(measures.regret(flat, direction).maximum, least)
    named = dict(zip(("low", "middle", "high"), quantiles, strict=True))
    named |= {"se": errors, "better": better, "worse": worse, "regret": regret}
    return [
        Effect(**{name: float(column[p]) for name, column in named.items()}, luck=nan, least=least)
        for p in range(len(flat))
    ]


def _least(found: Comparison, outcome: Outcome) -> float:
    """Give the step of what is shown: what as many people as the limit come to, where people hide."""
    situation = found.design.model.situation
    if not situation.people_in_hiding:
        return 0.0
    each = float(_MONTHS) if outcome.kind == "time" else 1.0
    if outcome.weight and outcome.unit != "persons":
        each *= float(np.nanmax(found.values[..., found.design.model.names.index(outcome.weight)]))
    return step(limit_for(situation.people_in_hiding) * each)


def _rounded(values: Floats, least: float) -> Floats:
    """Round to multiples of `least`: nothing less than that is told from no difference."""
    return np.rint(values / least) * least + 0.0 if least else values


def _rounded_up(values: Floats, least: float) -> Floats:
    return np.ceil(values / least) * least if least else values
