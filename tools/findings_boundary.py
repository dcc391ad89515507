"""The boundaries of docs/findings.md between two pieces of advice: looked for once, kept as data and figures."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from findings_run import SEED, Data, Progress

from tumen.comparison.boundary import boundary
from tumen.ensemble.described import bits_depend_on
from tumen.ensemble.writing import write_whole
from tumen.model import Model
from tumen.report.boundary import boundary_data, boundary_svg


def bounded(model: Model, folder: Path | None, *, draws: int, progress: Progress) -> tuple[Data, Mapping[str, str]]:
    """Find the boundary of each contrast with two sides.

    Args:
        model: From `build`.
        folder: Where what is done is kept; None to keep nothing.
        draws: In each world, at each point.
        progress: Called with the draws done and all, of each contrast.

    Returns:
        Contrast → what is kept in the file; and the figures of outcomes on which the advice of one side does not do
        better all over the plane of some world, by the name of their file.
    """
    told: Data = {}
    pictures: dict[str, str] = {}
    for contrast in (of.id for of in model.situation.contrasts.values() if of.sides):
        of = _kept(model, contrast, folder, draws=draws, progress=progress)
        turns = [name for name, told in of["data"]["outcomes"].items() if _turns(told)]
        files = {outcome: f"findings-{contrast}-{outcome}.svg" for outcome in turns}
        pictures |= {file: of["svg"][outcome] for outcome, file in files.items()}
        told[contrast] = {**of["data"], "files": files}
    return told, pictures


def _turns(outcome: Data) -> bool:
    return any(of["turn"]["where"] in ("turns", "mixed") for of in outcome["worlds"].values())


def _kept(model: Model, contrast: str, folder: Path | None, *, draws: int, progress: Progress) -> Data:
    """Look for a boundary, or read what was kept of it."""
    path = _path(model, contrast, folder, draws=draws)
    if path is not None and path.exists():
        return json.loads(path.read_text(encoding="utf-8"))
    found = boundary(model, contrast, draws=draws, seed=SEED, progress=progress)
    data = {name: of for name, of in boundary_data(found).items() if name != "seconds"}
    made = {"data": data, "svg": {outcome: boundary_svg(found, outcome) for outcome in found.outcomes}}
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(made).encode())
    return made


def _path(model: Model, contrast: str, folder: Path | None, *, draws: int) -> Path | None:
    about = repr((model.situation.digest, bits_depend_on(), contrast, draws, SEED))
    return None if folder is None else folder / f"boundary-{hashlib.sha256(about.encode()).hexdigest()[:24]}.json"
