"""Policies and the baseline over the same futures: the same draws, premises and luck."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from threading import Event
from typing import Unpack

import numpy as np
from numpy.typing import NDArray

from tumen.comparison.design import Design, Options, design_of
from tumen.comparison.drawn import LUCK_DRAWS, Drawn, Task, run_draw
from tumen.comparison.kept import Kept
from tumen.ensemble.pool import finished, processors
from tumen.errors import RunError
from tumen.model import Model, drawn_values, idle_levers

Floats = NDArray[np.float64]


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
            `span_of`), ``undirected`` (whether outcomes of which neither less nor more is better may be named; no),
            ``positions`` (loop or switch → position that all futures take; none), ``first`` and ``last`` (days; from
            the first lever to the end), ``workers`` (threads; as many as help), ``progress`` (called with the draws
            done and all; nobody), ``keep`` (file for finished draws, from which the same comparison goes on; nowhere;
            it stays there, see `tumen.comparison.kept.let_go`), ``force`` (whether to replace what is kept of another
            comparison; no).

    Raises:
        UsageError: T003, T420 or T421 for an argument that cannot be; T009 if another comparison is kept.
        ResourceError: T803 if what is kept is damaged, T801 or T802 if nothing can be kept.
        RunError: T601 if a policy has a lever that moves nothing in any draw, before any is run; T410 if a world has no
            draw that meets its anchors; whatever else ends a replicate.
    """
    began = time.perf_counter()
    design = design_of(model, policies, options)
    check_levers(design)
    found = _run(design, options)
    return _together(design, [found[task] for task in sorted(found)], seconds=time.perf_counter() - began)


def _run(design: Design, options: Options) -> dict[Task, Drawn]:
    """Run the draws that are not kept."""
    keep, tell = options.get("keep"), options.get("progress") or _silent
    kept = Kept(None if keep is None else Path(keep), design)
    found = kept.begun(force=options.get("force", False))
    # Worlds by turns: where the search for anchors begins is found once for each, and two threads find two at once.
    tasks = [(w, d) for d in range(design.draws) for w in range(len(design.worlds))]
    tell(len(found), len(tasks))
    left = [task for task in tasks if task not in found]
    with closing(_each(design, left, workers=options.get("workers") or processors())) as running:
        for task, drawn in running:
            kept.add(task, drawn)
            found[task] = drawn
            tell(len(found), len(tasks))
    return found


def _each(design: Design, tasks: Sequence[Task], *, workers: int) -> Generator[tuple[Task, Drawn]]:
    """Give each draw when it is run; on an error and on Ctrl-C threads stop after the replicate that they are at."""
    stop, pool = Event(), ThreadPoolExecutor(workers)
    try:
        yield from finished({pool.submit(run_draw, design, task, stopped=stop.is_set): task for task in tasks})
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


def _together(design: Design, found: Sequence[Drawn], *, seconds: float) -> Comparison:
    """Put the draws of all worlds together."""
    worlds, draws = len(design.worlds), design.draws
    figures = np.array([one.figures[:, : design.replicates] for one in found])
    _check_met(design, found)
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


def check_levers(design: Design) -> None:
    """Refuse a policy with a lever that moves nothing.

    Raises:
        RunError: T601 as of `compare`.
    """
    for policy in design.policies[1:]:
        idle = _idle(design, policy)
        if idle:
            raise RunError(
                "T601",
                f"policy {policy} pulls levers that move nothing in any of these futures: {', '.join(sorted(idle))}",
                where=f"policies.toml, policy {policy}",
                remedy="aim them at something that is there, or leave them out",
            )


def _idle(design: Design, policy: str) -> set[str]:
    """Name the levers of a policy that change no table entry in any draw, wherever loops and switches stand.

    Where only the positions that are held silence a lever, "no difference" is the answer and no error.
    """
    idle = set(design.model.situation.policies[policy].levers)
    free = replace(design.model, fixed=design.model.changes)
    for draw, world in product(range(design.draws), design.worlds):
        for model in (design.models[design.positions[draw]], free) if idle else ():
            values = drawn_values(model, world=world, draw=draw, seed=design.seed)
            idle &= set(idle_levers(model, values, policy=policy))
    return idle


def _check_met(design: Design, found: Sequence[Drawn]) -> None:
    """Refuse a world without draws."""
    for w, world in enumerate(design.worlds):
        if all(np.isnan(one.values).any() for one in found[w * design.draws : (w + 1) * design.draws]):
            message, remedy = f"no draw of world {world} meets its anchors", "ask for more futures"
            raise RunError("T410", message, where=f"world {world}", remedy=remedy)


def _silent(_done: int, _total: int) -> None:
    """Say nothing."""
