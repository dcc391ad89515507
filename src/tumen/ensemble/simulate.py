"""Run an ensemble, from a model to a labelled dataset."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tumen import __version__
from tumen.ensemble import dataset, store
from tumen.ensemble.blocks import Block, Part, Study, block_size, cut, seconds_per_draw
from tumen.ensemble.plan import Record, planned, unknown
from tumen.ensemble.pool import done_blocks, processors
from tumen.errors import RunError, UsageError
from tumen.model import Model, drawn_values, idle_levers
from tumen.streams import checked_seed

if TYPE_CHECKING:
    import xarray as xr

Progress = Callable[[int, int], None]
"""Called with the futures done and all futures: at the beginning, and whenever a block is done."""
FUTURES_AT_MOST = 1 << 32
"""The number of a future is one word of the address of its luck."""
_WORTH_A_POOL = 10.0
"""Seconds of work below which starting other processes, which must import everything, costs more than it saves."""
_PACKAGES = ("numpy", "scipy", "numba", "xarray", "h5netcdf")


def simulate(  # noqa: PLR0913  one argument for each thing that the user may choose
    model: Model,
    *,
    draws: int = 50,
    replicates: int = 1,
    seed: int = 1,
    workers: int | None = None,
    worlds: Sequence[str] | None = None,
    policy: str = "baseline",
    record: Record | None = None,
    block: int | None = None,
    out: str | os.PathLike[str] | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> xr.Dataset:
    """Run an ensemble.

    The same model, draws, replicates, seed, policy and record give the same bits, whatever the workers and the blocks.

    Args:
        model: From `build`.
        draws: Samples of the parameters, in each world.
        replicates: Realisations of chance for each draw.
        seed: Of the study, 0 to 2³² - 1.
        workers: Processes; None for as many as help.
        worlds: Ids; None for all.
        policy: Id of the policy.
        record: What to keep; None for all outcomes by the period that the situation reports.
        block: Draws in a block; None for some seconds of work.
        out: Folder for the results, the manifest and, while it runs, the finished blocks.
        force: Replace the files of an earlier run in `out`.
        progress: Called with the futures done and all futures.

    Returns:
        See `open_results`; dimensions ``world, draw, replicate, period, entry``.

    Raises:
        UsageError: T001 if `out` is not empty, T003 or T420 for an argument that cannot be.
        RunError: T601 if a lever of the policy moves nothing; any error of a future. A draw whose anchors
            cannot be met is none: it is listed and left out.
        SafetyError: T702 or T703 if what is to be recorded is finer than allowed.
        ResourceError: T801 or T802 if `out` cannot be written, T804 if a worker dies.
    """
    chosen = _worlds(model, worlds)
    _check_numbers(draws=draws, replicates=replicates, workers=workers, block=block)
    if policy not in model.situation.policies:
        raise unknown("policy", policy, model.situation.policies)
    plan = planned(model, record or Record(), futures=draws * replicates)
    study = Study(model, plan, policy, checked_seed(seed), replicates)
    _check_levers(study, draws, chosen[0])
    at_once = _workers(study, draws * len(chosen)) if workers is None else workers
    size = block or block_size(study, draws=draws * len(chosen), workers=at_once)
    blocks = cut(chosen, draws, size=size)
    folder = None if out is None else Path(out)
    if folder is not None:
        store.prepare(folder, force=force)
        store.start(folder, _described(study, draws, chosen))
    parts = _collected(study, blocks, workers=at_once, folder=folder, progress=progress or _silent)
    result = dataset.labelled(study, parts)
    if folder is not None:
        store.finish(folder, dataset.netcdf(result), result_hash=result.attrs["result_hash"])
    dataset.warn_if_bounded(result)
    return result


def _collected(
    study: Study, blocks: Sequence[Block], *, workers: int, folder: Path | None, progress: Progress
) -> dict[Block, Part]:
    """Run all blocks, keep each in the folder as soon as it is done, and say how far it is."""
    total = sum(len(block.draws) for block in blocks) * study.replicates
    parts: dict[Block, Part] = {}
    done = 0
    progress(done, total)
    for block, part in done_blocks(study, blocks, workers=workers):
        if folder is not None:
            store.write_part(folder, block, part)
        parts[block] = part
        done += len(block.draws) * study.replicates
        progress(done, total)
    return parts


def _silent(_done: int, _total: int) -> None:
    """Say nothing."""


def _worlds(model: Model, asked: Sequence[str] | None) -> tuple[str, ...]:
    """Give the worlds to run, in the order of the situation."""
    known = model.situation.worlds
    for world in asked or ():
        if world not in known:
            raise unknown("world", world, known)
    if asked is not None and not asked:
        raise unknown("world", "", known)
    return tuple(world for world in known if asked is None or world in asked)


def _workers(study: Study, draws: int) -> int:
    """Give the processes that help: this one alone for a short run."""
    return 1 if draws * seconds_per_draw(study) < _WORTH_A_POOL else processors()


def _check_numbers(*, draws: int, replicates: int, workers: int | None, block: int | None) -> None:
    named = {"draws": draws, "replicates": replicates, "workers": workers, "block": block}
    for name, number in named.items():
        if number is not None and number < 1:
            raise UsageError("T003", f"{name} is {number}", where=f"--{name}", remedy="use a whole number from 1")
    if draws * replicates > FUTURES_AT_MOST:
        raise UsageError(
            "T003",
            f"{draws} draws of {replicates} replicates are more than {FUTURES_AT_MOST} futures",
            where="--draws, --replicates",
            remedy="use fewer",
        )


def _check_levers(study: Study, draws: int, world: str) -> None:
    """Refuse a policy with a lever that changes no table entry in any draw.

    Raises:
        RunError: T601.
    """
    idle = set(study.model.situation.policies[study.policy].levers)
    for draw in range(draws):
        if not idle:
            return
        values = drawn_values(study.model, world=world, draw=draw, seed=study.seed)
        idle &= set(idle_levers(study.model, values, policy=study.policy))
    if idle:
        raise RunError(
            "T601",
            f"policy {study.policy} pulls levers that move nothing: {', '.join(sorted(idle))}",
            where="policies.toml",
            remedy="correct their target, strength or dates",
        )


def _described(study: Study, draws: int, worlds: Sequence[str]) -> dict[str, Any]:
    """Describe a study, for the first line of its manifest: all it takes to run it again."""
    situation = study.model.situation
    return {
        "version": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": {name: version(name) for name in _PACKAGES},
        "situation": situation.id,
        "situation_digest": situation.digest,
        "changes": dict(sorted(study.model.changes.items())),
        "worlds": list(worlds),
        "draws": draws,
        "replicates": study.replicates,
        "seed": study.seed,
        "policy": study.policy,
        "record": asdict(study.plan.record),
        "created": dataset.created(),
    }
