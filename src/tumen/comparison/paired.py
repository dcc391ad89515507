"""Policies and the baseline over the same futures: the same draws, premises and luck."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Unpack

import numpy as np
from numpy.typing import NDArray

from tumen.cells import Tables
from tumen.comparison.design import BASELINE, Design, Options, design_of
from tumen.engine import Luck, run_replicate
from tumen.ensemble.blocks import REJECTED
from tumen.ensemble.pool import processors
from tumen.errors import RunError
from tumen.model import CompeteModel, Model, idle_levers, make_tables, tables

Floats = NDArray[np.float64]
LUCK_DRAWS = 10
"""Draws of each world that are run with a second luck, to tell how much of the noise the shared one takes out."""
_OTHER = 1 << 31
"""Futures from this number on are of no other use."""


@dataclass(frozen=True)
class Comparison:
    """What came out.

    Attributes:
        design: What was compared.
        figures: Outcomes over the span, ``[world, policy, draw, replicate, outcome]``; not a number where the draw was
            rejected.
        values: Numbers of each draw as run, with those that anchors solved, ``[world, draw, entry]``.
        luck: Standard deviation of a difference to the baseline under shared luck over that under independent luck,
            within draws, ``[world, policy, outcome]``; not a number where nothing differs.
        seconds: Taken by all of it.
    """

    design: Design
    figures: Floats
    values: Floats
    luck: Floats
    seconds: float = field(compare=False)

    @property
    def valid(self) -> NDArray[np.bool_]:
        """Which draws met their anchors, ``[world, draw]``."""
        return np.isfinite(self.figures[:, 0, :, 0, 0])


def compare(model: Model, policies: Sequence[str] = (), **options: Unpack[Options]) -> Comparison:
    """Run policies and the baseline over the same futures.

    A future is a draw with its position of each disputed premise, in a world, and a realisation of chance. All policies
    start from the same past: anchors are solved under the baseline, for each draw and its premises. Same design, same
    bits, whatever the workers.

    Args:
        model: From `build`.
        policies: Ids; none for all of the situation that have levers.
        **options: ``draws`` (of parameters and premises, in each world; 100), ``replicates`` (of chance, for each draw;
            1), ``seed`` (0 to 2³² - 1; 1), ``worlds`` (ids; all), ``outcomes`` (ids; all with a direction, see
            `span_of`), ``positions`` (loop or switch → position that all futures take; none), ``first`` and ``last``
            (days; from the first lever to the end), ``workers`` (threads; as many as help), ``progress`` (called with
            the draws done and all; nobody).

    Raises:
        UsageError: T003, T420 or T421 for an argument that cannot be.
        RunError: T601 if a policy has a lever that moves nothing in any draw; T410 if a world has no draw that meets
            its anchors; whatever else ends a replicate.
    """
    began = time.perf_counter()
    design = design_of(model, policies, options)
    tasks = [(w, d) for w in range(len(design.worlds)) for d in range(design.draws)]
    alike = sorted(
        tasks, key=lambda task: (task[0], design.positions[task[1]])
    )  # where the search begins is found once
    tell, found = options.get("progress") or _silent, dict[tuple[int, int], _Found]()
    tell(0, len(tasks))
    with ThreadPoolExecutor(options.get("workers") or processors()) as pool:
        for task, one in zip(alike, pool.map(partial(_run, design), *zip(*alike, strict=True)), strict=True):
            found[task] = one
            tell(len(found), len(tasks))
    return _together(design, [found[task] for task in tasks], seconds=time.perf_counter() - began)


@dataclass(frozen=True)
class _Found:
    """What came out of a draw.

    Attributes:
        figures: ``[policy, replicate, outcome]``, with one replicate more where a second luck is needed.
        values: Numbers of the draw, ``[entry]``; not numbers where it was rejected.
        moved: Whether each policy moved anything by every of its levers, ``[policy]``.
    """

    figures: Floats
    values: Floats
    moved: NDArray[np.bool_]


def _lucks(design: Design, draw: int) -> list[Luck]:
    """Give the realisations of chance of a draw, with another where only one is asked for and two are needed."""
    first, asked = draw * design.replicates, design.replicates
    futures = [*range(first, first + asked), *([_OTHER + draw] if asked == 1 and draw < LUCK_DRAWS else [])]
    return [Luck(design.seed, future, design.noise_address, design.years) for future in futures]


def _run(design: Design, world: int, draw: int) -> _Found:
    """Run the baseline and each policy in a draw of a world."""
    model = design.models[design.positions[draw]]
    lucks = _lucks(design, draw)
    figures = np.full((len(design.policies), len(lucks), len(design.span.outcomes)), np.nan)
    moved = np.zeros(len(design.policies), dtype=bool)
    try:
        made = tables(model, world=design.worlds[world], policy=BASELINE, draw=draw, seed=design.seed)
    except RunError as error:
        if error.code != REJECTED:
            raise
        return _Found(figures, np.full(len(model.entries), np.nan), moved)
    for p, policy in enumerate(design.policies):
        own = make_tables(model, made.values, policy=policy) if p else made
        moved[p] = not p or not idle_levers(model, made.values, policy=policy)
        figures[p] = [design.span.of(_recorded(model, design, own, luck=luck)) for luck in lucks]
    return _Found(figures, made.values, moved)


def _recorded(model: CompeteModel, design: Design, made: Tables, *, luck: Luck) -> Floats:
    substeps = model.situation.calendar.substeps
    return run_replicate(model.cells, made, design.span.plan.engine, luck=luck, substeps=substeps).outcomes


def _together(design: Design, found: Sequence[_Found], *, seconds: float) -> Comparison:
    """Put the draws of all worlds together."""
    worlds, draws = len(design.worlds), design.draws
    figures = np.array([one.figures[:, : design.replicates] for one in found])
    _check_run(design, found)
    luck = [_luck_ratio([f.figures for f in found[w * draws : w * draws + LUCK_DRAWS]]) for w in range(worlds)]
    shaped = figures.reshape(worlds, draws, *figures.shape[1:]).transpose(0, 2, 1, 3, 4)
    values = np.array([one.values for one in found]).reshape(worlds, draws, -1)
    return Comparison(design, shaped, values, np.array(luck), seconds)


def _luck_ratio(figures: Sequence[Floats]) -> Floats:
    """Compare the noise of differences with and without shared luck, ``[policy, outcome]``.

    Within a draw, half the squared difference of two realisations is their variance. Under independent luck the
    variance of a difference is the sum of both sides'.
    """
    first, second = (np.array([one[:, luck] for one in figures]) for luck in (0, 1))
    own = (first - second) ** 2 / 2
    shared = ((first - first[:, :1]) - (second - second[:, :1])) ** 2 / 2
    apart = own + own[:, :1]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.sqrt(np.nanmean(shared, axis=0) / np.nanmean(apart, axis=0))


def _check_run(design: Design, found: Sequence[_Found]) -> None:
    """Refuse a world without draws, and a policy that does nothing."""
    for w, world in enumerate(design.worlds):
        if all(np.isnan(one.values).any() for one in found[w * design.draws : (w + 1) * design.draws]):
            message, remedy = f"no draw of world {world} meets its anchors", "ask for more futures"
            raise RunError("T410", message, where=f"world {world}", remedy=remedy)
    for p, policy in enumerate(design.policies):
        if not any(one.moved[p] for one in found):
            raise RunError(
                "T601",
                f"a lever of policy {policy} moves nothing in any of these futures",
                where=f"policies.toml, policy {policy}",
                remedy="aim it at something that is there, or leave it out",
            )


def _silent(_done: int, _total: int) -> None:
    """Say nothing."""
