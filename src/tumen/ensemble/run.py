"""Run an ensemble, from a model to a labelled dataset."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

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
_WORTH_A_POOL = 15.0
"""Seconds of work below which starting other processes, which must import everything, costs more than it saves."""
_PACKAGES = ("numpy", "scipy", "numba", "xarray", "h5netcdf")


class Options(TypedDict, total=False):
    """What else `simulate` takes, by keyword; its defaults stand in its docstring."""

    worlds: Sequence[str] | None
    policy: str
    record: Record | None
    workers: int | None
    block: int | None
    force: bool
    progress: Progress | None


@dataclass(frozen=True, kw_only=True)
class _Chosen:
    """The same, with defaults."""

    worlds: Sequence[str] | None = None
    policy: str = "baseline"
    record: Record | None = None
    workers: int | None = None
    block: int | None = None
    force: bool = False
    progress: Progress | None = None


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
            period that the situation reports), ``workers`` (threads or processes; as many as help), ``block`` (draws
            in a block; some seconds of work), ``force`` (replace the files of an earlier run in `out`; no),
            ``progress`` (called with the futures done and all futures; nobody).

    Returns:
        Dimensions ``world, draw, replicate, period`` and ``entry``: one variable for each outcome, -1 where the draw
        was rejected or the figure is withheld; ``valid``; ``entry_value``, the drawn numbers.

    Raises:
        UsageError: T001 if `out` is not empty, T003 or T420 for an argument that cannot be.
        RunError: T601 if a lever of the policy moves nothing; any error of a future. A draw whose anchors cannot be met
            is none: it is listed and left out.
        SafetyError: T702 or T703 if what is to be recorded is finer than allowed.
        ResourceError: T801 or T802 if `out` cannot be written, T804 if a worker dies.
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
    dataset.warn_if_bounded(result)
    return result


def _run(study: Study, chosen: _Chosen, folder: Path | None) -> xr.Dataset:
    """Run a study, and keep it in a folder if there is one."""
    workers = chosen.workers or _workers(study)
    blocks = cut(study, size=chosen.block or block_size(study, workers=workers))
    if folder is not None:
        store.prepare(folder, force=chosen.force)
        store.start(folder, _described(study))
    parts: dict[Block, Part] = {}
    done, total = 0, study.draws * len(study.worlds) * study.replicates
    progress = chosen.progress or _silent
    progress(done, total)
    for block, part in done_blocks(study, blocks, workers=workers):
        if folder is not None:
            store.write_part(folder, block, part)
        parts[block] = part
        done += len(block.draws) * study.replicates
        progress(done, total)
    _check_accepted(study, parts)
    result = dataset.labelled(study, parts)
    if folder is not None:
        data = dataset.netcdf(result)
        store.finish(folder, data, result_hash=result.attrs["result_hash"], created=dataset.created())
    return result


def _check_accepted(study: Study, parts: Mapping[Block, Part]) -> None:
    """Refuse a world in which no draw met its anchors: there is nothing to show.

    Raises:
        RunError: T412.
    """
    for world in study.worlds:
        if not any(part.valid.any() for block, part in parts.items() if block.world == world):
            raise RunError(
                "T412",
                f"none of {study.draws} draws met the anchors of world {world}",
                where="worlds.toml, or --set",
                remedy="take more draws, set the anchor nearer to its range, or widen the scale that it solves",
            )


def _silent(_done: int, _total: int) -> None:
    """Say nothing."""


def _chosen(options: Options) -> _Chosen:
    """Fill in the defaults."""
    known = [field.name for field in fields(_Chosen)]
    for name in options:
        if name not in known:
            raise unknown("option", name, known)
    return _Chosen(**options)


def _worlds(model: Model, asked: Sequence[str] | None) -> tuple[str, ...]:
    """Give the worlds to run, in the order of the situation."""
    known = model.situation.worlds
    names = known if asked is None else [asked] if isinstance(asked, str) else asked
    for world in names or [""]:
        if world not in known:
            raise unknown("world", world, known)
    return tuple(world for world in known if world in names)


def _policy(model: Model, asked: str) -> str:
    if asked not in model.situation.policies:
        raise unknown("policy", asked, model.situation.policies)
    return asked


def _workers(study: Study) -> int:
    """Give the processes that help: this one alone for a short run."""
    seconds = study.draws * len(study.worlds) * seconds_per_draw(study)
    return 1 if seconds < _WORTH_A_POOL else processors()


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
    """Refuse a policy with a lever that changes no table entry in any draw.

    Raises:
        RunError: T601.
    """
    idle = set(study.model.situation.policies[study.policy].levers)
    for draw in range(study.draws):
        if not idle:
            return
        values = drawn_values(study.model, world=study.worlds[0], draw=draw, seed=study.seed)
        idle &= set(idle_levers(study.model, values, policy=study.policy))
    if idle:
        raise RunError(
            "T601",
            f"policy {study.policy} pulls levers that move nothing: {', '.join(sorted(idle))}",
            where="policies.toml",
            remedy="correct their target, strength or dates",
        )


def _described(study: Study) -> dict[str, Any]:
    """Describe a study, for the first line of its manifest: all it takes to run it again."""
    situation = study.model.situation
    return {
        "version": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": {name: version(name) for name in _PACKAGES},
        "situation": situation.id,
        "situation_digest": situation.digest,
        "until": None if situation.hidden is None else situation.hidden.as_dict(),
        "files": dict(situation.files),
        "changes": dict(sorted(study.model.changes.items())),
        "switches": dict(study.model.positions),
        "worlds": list(study.worlds),
        "draws": study.draws,
        "replicates": study.replicates,
        "seed": study.seed,
        "policy": study.policy,
        "record": asdict(study.plan.record),
        "created": dataset.created(),
    }
