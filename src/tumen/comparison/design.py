"""What is compared with what: policies, worlds, draws with their premises, and the time that counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from tumen.cells import Ints
from tumen.comparison.premises import Positions, positions_of
from tumen.comparison.span import Span, span_of
from tumen.errors import UsageError
from tumen.model import CompeteModel, JourneyModel, Model, fixed_by
from tumen.streams import address, checked_seed

BASELINE = "baseline"


class Options(TypedDict, total=False):
    """What else `compare` takes, by keyword; its defaults stand in its docstring."""

    draws: int
    replicates: int
    seed: int
    worlds: Sequence[str] | None
    outcomes: Sequence[str]
    positions: Mapping[str, str] | None
    first: date | None
    last: date | None
    workers: int | None
    progress: Callable[[int, int], None] | None


@dataclass(frozen=True)
class Design:
    """What is compared with what; it decides every bit of the result.

    Attributes:
        model: What runs.
        policies: Ids, the baseline first.
        worlds: Ids.
        draws: Of the parameters and premises, in each world.
        replicates: Of chance, for each draw.
        seed: Of the study.
        positions: Of the premises, ``[draw]``.
        span: Over which outcomes are taken together.
        held: Positions of the premises that all draws take.
    """

    model: CompeteModel
    policies: tuple[str, ...]
    worlds: tuple[str, ...]
    draws: int
    replicates: int
    seed: int
    positions: tuple[Positions, ...]
    span: Span
    held: Positions = ()

    @cached_property
    def models(self) -> dict[Positions, CompeteModel]:
        """The model at each set of positions: the same shapes, other numbers."""
        return {at: replace(self.model, fixed=fixed_by(self.model, dict(at))) for at in set(self.positions)}

    @cached_property
    def noise_address(self) -> NDArray[np.uint64]:
        """Address of each noise, ``[noise]``, sorted as in the tables."""
        return np.array([address("noise", noise) for noise in sorted(self.model.situation.noises)], dtype=np.uint64)

    @cached_property
    def years(self) -> Ints:
        """Calendar year of each step, ``[step]``: the one in which it ends."""
        return np.array([last.year for _, last in self.model.steps], dtype=np.int64)


def design_of(model: Model, policies: Sequence[str], options: Options) -> Design:
    """Make what was asked for definite; arguments and errors as of `compare`."""
    if isinstance(model, JourneyModel):
        raise UsageError(
            "T420",
            f"nothing in {model.situation.id} is aimed at by a lever: its people travel by the rules of a journey",
            where="the situation",
            remedy="compare policies of a situation whose exits compete",
        )
    situation, draws, seed = model.situation, options.get("draws", 100), checked_seed(options.get("seed", 1))
    levered = tuple(policy.id for policy in situation.policies.values() if policy.levers)
    chosen, worlds = tuple(policies) or levered, tuple(options.get("worlds") or situation.worlds)
    _check_numbers({"--futures": draws, "--replicates": options.get("replicates", 1)})
    _check_known("--policies", chosen, levered)
    _check_known("--world", worlds, tuple(situation.worlds))
    held = options.get("positions") or {}
    fixed_by(model, held)
    span = span_of(model, chosen, options.get("outcomes", ()), first=options.get("first"), last=options.get("last"))
    at = positions_of(situation, draws, seed=seed, held=held)
    tied = tuple(sorted(held.items()))
    return Design(model, (BASELINE, *chosen), worlds, draws, options.get("replicates", 1), seed, at, span, tied)


def _check_numbers(numbers: Mapping[str, int]) -> None:
    for flag, value in numbers.items():
        if value < 1:
            raise UsageError("T003", f"{flag} is {value}", where=flag, remedy="use 1 or more")


def _check_known(flag: str, names: tuple[str, ...], known: tuple[str, ...]) -> None:
    """Refuse what is not there, or there twice, or nothing."""
    remedy = f"name one or more of: {', '.join(known)}" if known else "write levers and policies into policies.toml"
    if not names:
        raise UsageError("T420", "there is nothing to compare", where=flag, remedy=remedy)
    for name in names:
        if name not in known or names.count(name) > 1:
            problem = f"{name} is named twice" if name in known else f"there is no {name}"
            raise UsageError("T420", problem, where=flag, remedy=remedy)
