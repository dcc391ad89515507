"""How numbers, units, periods and priors are told: a range before its centre, a scale word by its name."""

from __future__ import annotations

import re

from tumen.evidence import AnchorPrior, Evidence, Prior
from tumen.evidence.pooling import prior_of
from tumen.trace.withholding import COUNTED

Figures = tuple[float | None, float | None, float | None]
"""Low, best, high; None where a source does not say."""
_SCALE = re.compile(r"(?P<unit>\w+) \((?P<word>[a-z ]*(?:dozens|hundreds|thousands|millions))\)")


def prior_in_words(prior: Prior, unit: str, *, limit: float = 0) -> str:
    """Say what a prior believes, e.g. ``5 % below 0.02, 5 % above 0.18; per year; lognormal``.

    Args:
        prior: In `unit`.
        unit: A number of persons under `limit` is not told: it is a small count like any other.
        limit: 0 where nobody hides.
    """
    least = limit if unit in COUNTED else 0
    low, high = (f"under {least:g}" if 0 < x < least else number(x) for x in (prior.low, prior.high))
    match prior.family:
        case "fixed":
            believed = low
        case "uniform":
            believed = f"anywhere between {low} and {high}"
        case "loguniform":
            believed = f"anywhere between {low} and {high} on a logarithmic scale"
        case "solved":
            believed = f"found between {low} and {high}, so that its anchor is met"
        case "normal" | "lognormal" | "logitnormal":
            believed = f"5 % below {low}, 5 % above {high}"
    family = "" if prior.family in ("fixed", "uniform", "loguniform", "solved") else f"; {prior.family}"
    return f"{believed}; {unit_in_words(unit)}{family}"


def anchor_in_words(evidence: Evidence, says: AnchorPrior, unit: str, *, limit: float = 0) -> str:
    """Say what a world believes of an anchor: as `prior_in_words`, or what the pool comes to, rounded, and its name.

    Args:
        evidence: Of the situation.
        says: What the world says.
        unit: Of the anchor; a pool brings its own.
        limit: As there.
    """
    if says.prior is not None:
        return prior_in_words(says.prior, unit, limit=limit)
    believed = prior_of(evidence, says)
    unit = evidence.quantities[evidence.pools[says.pool].quantity].unit
    least = limit if unit in COUNTED else 0
    ends = (believed.quantile(0.05), believed.quantile(0.95))
    low, high = (f"under {least:g}" if 0 < x < least else about(x) for x in ends)
    camp = f", camp {says.camp}" if says.camp else ""
    return f"5 % below {low}, 5 % above {high}; {unit_in_words(unit)}; pool {says.pool}{camp}"


def unit_in_words(unit: str) -> str:
    """Write a unit for people: ``per year``, ``persons per day``."""
    return unit.replace("1/", "per ").replace("/", " per ")


def number(value: float) -> str:
    """Write a number as it was given, e.g. ``120,000`` or ``0.025``."""
    return f"{value:,.10g}"


def about(value: float) -> str:
    """Write a number that was worked out, with two significant figures, e.g. ``65,000`` or ``0.062``."""
    if not value:
        return "0"
    rough = float(f"{value:.2g}")
    return f"{rough:,.0f}" if abs(rough) >= 10 else f"{rough:g}"  # noqa: PLR2004  two figures, no decimals from ten on


def percent(share: float) -> str:
    """Write a share in whole per cent, e.g. ``33 %``."""
    return f"{share:.0%}".replace("%", " %")


def span(first: str, last: str) -> str:
    """Write from what to what; either may be empty."""
    if first and last:
        return first if first == last else f"{first} to {last}"
    return f"until {last}" if last else first


def figure_in_words(figures: Figures, unit: str) -> str:
    """Write what a claim or observation comes to: its range before its centre; empty where it has no number."""
    scale = _SCALE.fullmatch(unit)
    if scale is not None and scale["unit"] in COUNTED:
        words = _range(figures)
        return f"“{scale['word']}” of {scale['unit']}, a scale word" + (f" ({words})" if words else "")
    words = _range(figures)
    return f"{words} {unit_in_words(unit)}".strip() if words else ""


def _range(figures: Figures) -> str:
    low, best, high = figures
    words: list[str] = []
    if low is not None and high is not None:
        words.append(span(number(low), number(high)))
    elif high is not None:
        words.append(f"up to {number(high)}")
    elif low is not None:
        words.append(f"at least {number(low)}")
    if best is not None and best not in (low, high):
        words.append(f"about {number(best)}" if words else number(best))
    return ", ".join(words)
