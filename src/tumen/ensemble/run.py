"""Run an ensemble, from a model to a labelled dataset."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from tumen.ensemble import dataset, store
from tumen.ensemble.blocks import Block, Part, Study, block_size, cut, seconds_per_draw
from tumen.ensemble.described import described
from tumen.ensemble.executor import Executor
from tumen.ensemble.lock import locked
from tumen.ensemble.plan import Record, planned, unknown
from tumen.ensemble.pool import executor_for, processors
from tumen.errors import RunError, UsageError
from tumen.model import Model, drawn_values, idle_levers
from tumen.streams import checked_seed

if TYPE_CHECKING:
    import xarray as xr

Progress = Callable[[int, int], None]
"""Called with the futures done and all futures: at the beginning, and whenever a block is done."""
FUTURES_AT_MOST = 1 << 32
"""The number of a future is one word of the address of its luck."""
_WORTH_A_POOL = 15.0
"""Seconds of work below which starting other processes, which must import everything, costs more than it saves."""


class Options(TypedDict, total=False):
    """What else `simulate` takes, by keyword; its defaults stand in its docstring."""

    worlds: Sequence[str] | None
    policy: str
    record: Record | None
    workers: int | None
    block: int | None
    force: bool
    progress: Progress | None
    note: Mapping[str, Any] | None
    executor: Executor | None


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The same, with defaults."""

    worlds: Sequence[str] | None = None
    policy: str = "baseline"
    record: Record | None = None
    workers: int | None = None
    block: int | None = None
    force: bool = False
    progress: Progress | None = None
    note: Mapping[str, Any] | None = None
    executor: Executor | None = None


def simulate(
    model: Model,
    *,
    draws: int = 50,
    replicates: int = 1,
    seed: int = 1,
    out: str | os.PathLike[str] | None = None,
    **options: Unpack[Options],
) -> xr.Dataset:
    """Run an ensemble.

    The same model, draws, replicates, seed, worlds, policy and record give the same bits, whatever the workers and the
    blocks.

    Args:
        model: From `build`.
        draws: Samples of the parameters, in each world.
        replicates: Realisations of chance for each draw.
        seed: Of the study, 0 to 2³² - 1.
        out: Folder for the results, the manifest and, while it runs, the finished blocks; None for none.
        **options: ``worlds`` (ids; all), ``policy`` (id; ``baseline``), ``record`` (`Record`; all outcomes, by the
            period that the situation reports), ``workers`` (threads or processes; as many as help), ``block`` (futures
            in a block; some seconds of work), ``force`` (replace the files of an earlier run in `out`; no),
            ``progress`` (called with the futures done and all futures; nobody), ``note`` (what the manifest is to
            tell whoever resumes the run; nothing), ``executor`` (an `Executor` in place of `workers`; none).

    Returns:
        Dimensions ``world, draw, replicate, period`` and ``entry``: one variable for each outcome, -1 where the draw
        was rejected, the future failed or the figure is withheld; ``valid``; ``failed``, if a future did, which a
        warning tells too; ``entry_value``, the drawn numbers.

    Raises:
        UsageError: T001 if `out` is not empty, T003 or T420 for an argument that cannot be.
        RunError: T601 if a lever of the policy moves nothing. A future that fails is listed and left out, and so is a
            draw whose anchors cannot be met; where all futures of a world fail, the first error is raised.
        SafetyError: T702 or T703 if what is to be recorded is finer than allowed.
        ResourceError: T801 or T802 if `out` cannot be written, T805 if another run writes into it, T804 if a worker
            dies. The blocks that were finished stay in `out`: `resume` goes on from there.
    """
    chosen = _chosen(options)
    _check_numbers(draws=draws, replicates=replicates, workers=chosen.workers, block=chosen.block)
    study = Study(
        model=model,
        plan=planned(model, chosen.record or Record(), futures=draws * replicates),
        worlds=_worlds(model, chosen.worlds),
        draws=draws,
        replicates=replicates,
        seed=checked_seed(seed),
        policy=_policy(model, chosen.policy),
    )
    _check_levers(study)
    result = _run(study, chosen, None if out is None else Path(out))
    dataset.warn_of(result)
    return result


def _run(study: Study, chosen: Chosen, folder: Path | None) -> xr.Dataset:
    """Run a study from its beginning, and keep it in a folder if there is one."""
    size = chosen.block or block_size(study, workers=_executor(study, chosen).workers)
    if folder is None:
        return run_study(study, chosen, None, size=size, parts={})
    with locked(folder):
        store.prepare(folder, force=chosen.force)
        store.start(folder, described(study, size=size, note=chosen.note or {}))
        return run_study(study, chosen, folder, size=size, parts={})


def run_study(study: Study, chosen: Chosen, folder: Path | None, *, size: int, parts: dict[Block, Part]) -> xr.Dataset:
    """Run what is missing of a study, and keep it in a folder if there is one.

    Args:
        study: What runs.
        chosen: By whom, and who is told.
        folder: Of its results, with a manifest.
        size: Futures in a block.
        parts: Of blocks that are done already; those that are not are added.
    """
    blocks = [block for block in cut(study, size=size) if block not in parts]
    total = study.draws * len(study.worlds) * study.replicates
    done = sum(block.futures(study) for block in parts)
    progress, keep = chosen.progress or _silent, _silent if folder is None else partial(store.write_part, folder)
    progress(done, total)
    with closing(_executor(study, chosen).map_blocks(study, blocks)) as running:
        for block, part in running:
            keep(block, part)
            parts[block] = part
            done += block.futures(study)
            progress(done, total)
    result = dataset.labelled(study, parts)
    if folder is not None:
        data = dataset.netcdf(result)
        store.finish(folder, data, result_hash=result.attrs["result_hash"], created=dataset.created())
    return result


def _silent(*_: object) -> None:
    """Say nothing, and keep nothing."""


def _chosen(options: Options) -> Chosen:
    """Fill in the defaults."""
    known = [field.name for field in fields(Chosen)]
    for name in options:
        if name not in known:
            raise unknown("option", name, known)
    return Chosen(**options)


def _worlds(model: Model, asked: Sequence[str] | None) -> tuple[str, ...]:
    """Give the worlds to run, in the order of the situation."""
    known = model.situation.worlds
    names = known if asked is None else [asked] if isinstance(asked, str) else asked
    for world in names or [""]:
        if world not in known:
            raise unknown("world", world, known)
    return tuple(world for world in known if world in names)


def _policy(model: Model, asked: str) -> str:
    policies = model.situation.policies
    if asked not in policies:
        raise unknown("policy", asked, [name for name, of in policies.items() if not of.not_simulated])
    if policies[asked].not_simulated:
        message = f"{asked} is listed and not simulated: {policies[asked].not_simulated}"
        raise UsageError("T358", message, where="--policy", remedy="name a policy that pulls levers")
    return asked


def _executor(study: Study, chosen: Chosen) -> Executor:
    """Give who runs a study: whoever was asked for, or as many processes as help, this one alone for a short run."""
    seconds = study.draws * len(study.worlds) * seconds_per_draw(study)
    helping = 1 if seconds < _WORTH_A_POOL else processors()
    return chosen.executor or executor_for(study, workers=chosen.workers or helping)


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


def _check_levers(study: Study) -> None:
    """Refuse a policy with a lever that changes no table entry in any draw, wherever loops and switches stand.

    Raises:
        RunError: T601.
    """
    idle = set(study.model.situation.policies[study.policy].levers)
    free = replace(study.model, fixed=study.model.changes)
    for model, draw in ((model, draw) for model in (study.model, free) for draw in range(study.draws)):
        if not idle:
            return
        values = drawn_values(model, world=study.worlds[0], draw=draw, seed=study.seed)
        idle &= set(idle_levers(model, values, policy=study.policy))
    if idle:
        raise RunError(
            "T601",
            f"policy {study.policy} pulls levers that move nothing: {', '.join(sorted(idle))}",
            where="policies.toml",
            remedy="correct their target, strength or dates",
        )
