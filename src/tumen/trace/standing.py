"""Whether a number is traced to somebody else's words or figures, or is ours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from tumen.evidence import AnchorPrior, Parameter
from tumen.situation import Situation

Standing = Literal["claims", "observations", "assumed"]


def ground_of(situation: Situation, parameter: Parameter) -> Standing:
    """Say what a parameter can be traced to.

    Nothing under ``assumed`` counts as traced, whatever stands beside it; and a scale that anchors solve is as assumed
    as they are, where all of them are assumed in all worlds.
    """
    behind = _behind(situation, parameter)
    return "assumed" if behind and all(prior.assumed for prior in behind) else parameter.ground


def argument(situation: Situation, parameter: Parameter) -> str:
    """Say why nothing settles a parameter: its own argument, or that of the anchors that it is solved for."""
    theirs = dict.fromkeys(prior.assumed for prior in _behind(situation, parameter))
    return parameter.assumed or "; ".join(theirs)


def _behind(situation: Situation, parameter: Parameter) -> list[AnchorPrior]:
    """Give what all worlds say of the anchors that a parameter is solved for."""
    anchors = [anchor.name for anchor in situation.anchors.values() if anchor.solves == parameter.name]
    worlds = situation.worlds.values()
    return [world.anchors[name] for name in anchors for world in worlds if name in world.anchors]


def traced(situation: Situation, parameter: Parameter) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the claims and the series of observations that a parameter is traced to; none where it is assumed."""
    if ground_of(situation, parameter) == "assumed":
        return (), ()
    return parameter.claims, parameter.observations


def traced_anchor(prior: AnchorPrior) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the claims and the series that an anchor's prior is traced to; none where it is assumed."""
    return ((), ()) if prior.assumed else (prior.claims, prior.observations)


def grounds(situation: Situation, parameters: Iterable[Parameter] | None = None) -> dict[str, int]:
    """Count what parameters are traced to; one with both claims and observations counts in both, none twice."""
    every = tuple(situation.parameters.values() if parameters is None else parameters)
    pairs = [traced(situation, p) for p in every]
    return {
        "total": len(every),
        "with_claims": sum(bool(claims) for claims, _ in pairs),
        "with_observations": sum(bool(series) for _, series in pairs),
        "assumed": sum(ground_of(situation, p) == "assumed" for p in every),
    }
