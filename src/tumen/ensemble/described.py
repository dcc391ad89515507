"""What a manifest says of a study: all it takes to run it again, and to know whether that gives the same bits."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tumen import __version__
from tumen.ensemble import dataset
from tumen.ensemble.blocks import Study
from tumen.ensemble.plan import Record, planned
from tumen.errors import UsageError
from tumen.model import Model
from tumen.situation import Situation

_PACKAGES = ("numpy", "scipy", "numba", "xarray", "h5netcdf")
_DIGITS = 12


def described(study: Study, *, size: int, note: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a study, for the first line of its manifest.

    Args:
        study: What runs.
        size: Futures in a block.
        note: What else whoever resumes it should know.
    """
    situation = study.model.situation
    return {
        **bits_depend_on(),
        "python": platform.python_version(),
        "platform": platform.platform(),
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
        "block": size,
        "note": dict(note),
        "created": dataset.created(),
    }


def bits_depend_on() -> dict[str, Any]:
    """Name what the same bits depend on, apart from the study."""
    return {
        "version": __version__,
        "machine": f"{platform.system()} {platform.machine()}",
        "packages": {name: version(name) for name in _PACKAGES},
    }


def described_again(about: Mapping[str, Any], model: Model, folder: Path) -> Study:
    """Make the study that a manifest describes.

    Args:
        about: First line of the manifest.
        model: Of its situation, changes and switches.
        folder: Of the manifest.

    Raises:
        UsageError: T009 if the situation or the numbers set by hand are others.
    """
    check_same_situation(about, model.situation, folder)
    by_hand = {"changes": dict(sorted(model.changes.items())), "switches": dict(model.positions)}
    check_same({name: about[name] for name in by_hand}, by_hand, folder)
    record = {**about["record"], "outcomes": about["record"]["outcomes"] and tuple(about["record"]["outcomes"])}
    return Study(
        model=model,
        plan=planned(model, Record(**record), futures=about["draws"] * about["replicates"]),
        worlds=tuple(about["worlds"]),
        draws=about["draws"],
        replicates=about["replicates"],
        seed=about["seed"],
        policy=about["policy"],
    )


def check_same_situation(about: Mapping[str, Any], situation: Situation, folder: Path) -> None:
    """Refuse to go on with another situation than a run began with.

    Raises:
        UsageError: T009.
    """
    then, now = about["situation_digest"], situation.digest
    if then != now:
        name = f"digest of situation {about['situation']}"
        check_same({name: then[:_DIGITS]}, {name: now[:_DIGITS]}, folder)


def check_same_place(about: Mapping[str, Any], folder: Path) -> None:
    """Refuse to go on with other packages, or on another kind of machine, than a run began with.

    Raises:
        UsageError: T009.
    """
    here = bits_depend_on()
    check_same({name: about[name] for name in here}, here, folder)


def check_same(before: Mapping[str, Any], after: Mapping[str, Any], folder: Path) -> None:
    """Refuse to go on with what has other bits than what was begun.

    Args:
        before: What it was, by name.
        after: What it is.
        folder: Where it is kept.

    Raises:
        UsageError: T009.
    """
    then, now = _flat(before), _flat(after)
    names = [name for name in {**then, **now} if then.get(name) != now.get(name)]
    if names:
        told = "; ".join(f"{name} was {then.get(name, 'not set')} and is {now.get(name, 'not set')}" for name in names)
        raise UsageError(
            "T009",
            f"it cannot be gone on with, since its bits would not be the same: {told}",
            where=str(folder),
            remedy="go back to what it was, or run it again with --force",
        )


def _flat(about: Mapping[str, Any], before: str = "") -> dict[str, str]:
    """Name each entry by its path, with its text."""
    found: dict[str, str] = {}
    for name, value in about.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{before}{name} ")
        else:
            found[f"{before}{name}"] = str(value)
    return found
