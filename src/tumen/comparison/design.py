"""What is compared with what: policies, worlds, draws with their premises, and the time that counts."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from tumen.cells import Ints
from tumen.comparison.premises import Positions, positions_of
from tumen.comparison.span import Asked, Span, span_of
from tumen.errors import UsageError
from tumen.model import Model, fixed_by
from tumen.situation import Situation
from tumen.streams import address, checked_seed

BASELINE = "baseline"
_FLAGS = {"policy": "--policies", "world": "--world"}


class Options(TypedDict, total=False):
    """What else `compare` takes, by keyword; its defaults stand in its docstring."""

    draws: int
    replicates: int
    seed: int
    worlds: Sequence[str] | None
    outcomes: Sequence[str]
    undirected: bool
    positions: Mapping[str, str] | None
    first: date | None
    last: date | None
    workers: int | None
    progress: Callable[[int, int], None] | None
    keep: str | os.PathLike[str] | None
    force: bool


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

    model: Model
    policies: tuple[str, ...]
    worlds: tuple[str, ...]
    draws: int
    replicates: int
    seed: int
    positions: tuple[Positions, ...]
    span: Span
    held: Positions = ()

    @cached_property
    def models(self) -> dict[Positions, Model]:
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
    situation, draws, seed = model.situation, options.get("draws", 100), checked_seed(options.get("seed", 1))
    levered = tuple(policy.id for policy in situation.policies.values() if policy.levers)
    chosen, worlds = tuple(policies) or levered, tuple(options.get("worlds") or situation.worlds)
    numbers = {"--futures": draws, "--replicates": options.get("replicates", 1), "--workers": options.get("workers")}
    _check_numbers(numbers)
    _check_simulated(situation, chosen)
    _check_known("policy", chosen, levered)
    _check_known("world", worlds, tuple(situation.worlds))
    held = options.get("positions") or {}
    fixed_by(model, held)
    asked = Asked(tuple(options.get("outcomes", ())), options.get("undirected", False))
    span = span_of(model, chosen, asked, first=options.get("first"), last=options.get("last"))
    at = positions_of(situation, draws, seed=seed, held=held)
    tied = tuple(sorted(held.items()))
    return Design(model, (BASELINE, *chosen), worlds, draws, options.get("replicates", 1), seed, at, span, tied)


def _check_numbers(numbers: Mapping[str, int | None]) -> None:
    for flag, value in numbers.items():
        if value is not None and value < 1:
            raise UsageError("T003", f"{flag} is {value}", where=flag, remedy="use 1 or more")


def _check_simulated(situation: Situation, names: tuple[str, ...]) -> None:
    for policy in (situation.policies[name] for name in names if name in situation.policies):
        if policy.not_simulated:
            problem = f"{policy.id} is listed and not simulated: {policy.not_simulated}"
            raise UsageError("T358", problem, where="--policies", remedy="name policies that pull levers")


def _check_known(noun: str, names: tuple[str, ...], known: tuple[str, ...]) -> None:
    """Refuse what is not there, or there twice, or nothing."""
    flag = _FLAGS[noun]
    remedy = f"name one or more of: {', '.join(known)}" if known else "write levers and policies into policies.toml"
    if not names:
        raise UsageError("T420", "there is nothing to compare", where=flag, remedy=remedy)
    for name in names:
        if name not in known or names.count(name) > 1:
            problem = f"{name} is named twice" if name in known else f"there is no {noun} {name}"
            raise UsageError("T420", problem, where=flag, remedy=remedy)
