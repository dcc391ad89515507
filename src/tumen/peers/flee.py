"""A folder of Flee, run here: read, made a situation, built, simulated, and scored."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypedDict, Unpack

import numpy as np

from tumen.cells import Ints
from tumen.ensemble import FLEE, Record, refuse_failed, simulate
from tumen.ensemble.run import Progress
from tumen.errors import UsageError
from tumen.interop.flee import FleeFolder, read_folder, situation_files
from tumen.interop.flee.columns import Counts
from tumen.interop.flee.folder import SHORT_STINTS
from tumen.interop.flee.names import slug
from tumen.interop.flee.score import Score, score
from tumen.interop.flee.versions import Version
from tumen.model import Model, build
from tumen.peers.travel import travel
from tumen.situation import Situation, read_situation
from tumen.world_journey import NEAR_THRESHOLD

if TYPE_CHECKING:
    import xarray as xr


class Options(TypedDict, total=False):
    """What else `run_folder` takes, by keyword; its defaults stand in its docstring."""

    flee: Version
    hasten: int | None
    no_capacity: bool
    short_stints: int
    workers: int | None
    out: str | os.PathLike[str] | None
    force: bool
    progress: Progress | None


@dataclass(frozen=True, kw_only=True)
class _Chosen:
    """The same, with defaults."""

    flee: Version = "3.1"
    hasten: int | None = None
    no_capacity: bool = False
    short_stints: int = SHORT_STINTS
    workers: int | None = None
    out: str | os.PathLike[str] | None = None
    force: bool = False
    progress: Progress | None = None


@dataclass(frozen=True, eq=False)
class FleeRun:
    """A folder of Flee that was run.

    Attributes:
        folder: What was read, with its settings and findings.
        situation: What was made of it.
        results: Every outcome, as `simulate` gives it.
        travel: The same people by place, route and day; see `tumen.peers.travel.travel`.
        simulated: People in each camp at the end of each day, ``[replicate, day, camp]``.
        counted: People counted there, ``[day, camp]``.
        people: Everybody, at places and under way, ``[replicate, day]``.
        each: Score of each replicate.
        mean: Score of the mean over replicates.
        seconds: Of reading, building and simulating all.
        seconds_per_replicate: Of simulating, for each.
    """

    folder: FleeFolder = field(repr=False)
    situation: Situation = field(repr=False)
    results: xr.Dataset = field(repr=False)
    travel: xr.Dataset = field(repr=False)
    simulated: Ints = field(repr=False)
    counted: Ints = field(repr=False)
    people: Ints = field(repr=False)
    each: Score = field(repr=False)
    mean: Score = field(repr=False)
    seconds: float
    seconds_per_replicate: float

    @property
    def camps(self) -> tuple[str, ...]:
        """Names of the camps, in the order of the folder."""
        return self.folder.camp_names

    @property
    def near_threshold(self) -> float | None:
        """Decisions that another number of bins might turn, for each departure; None where routes are too many."""
        departures = int(self.travel["set_out"].sum())
        decisions = int(self.travel[NEAR_THRESHOLD].sum())
        return decisions / max(departures, 1) if self.travel.sizes["route"] else None

    def counts(self, replicate: int = 0) -> Counts:
        """Give what one replicate counts, for `tumen.interop.flee.columns.out_csv`."""
        return Counts(
            first=self.situation.calendar.first,
            camps=self.camps,
            simulated=self.simulated[replicate],
            counted=self.counted,
            people=self.people[replicate],
            reported=np.array(self.folder.leaving.reported),
            debt=np.array(self.folder.leaving.debt),
        )


def run_folder(
    folder: str | os.PathLike[str], *, replicates: int = 20, seed: int = 1, **options: Unpack[Options]
) -> FleeRun:
    """Run a folder as FabFlee ships it.

    Args:
        folder: With ``input_csv``, ``source_data`` and ``simsetting.yml``.
        replicates: Realisations of chance.
        seed: The same seed gives the same figures, bit by bit.
        **options: ``flee`` (version whose rules hold, ``3.1`` or ``head``; 3.1), ``hasten`` (divides people; as the
            folder says), ``no_capacity`` (camps have room for everybody; no), ``short_stints`` (bins of recent travel
            for one unit of it, where the folder avoids short stints; 8), ``workers``, ``out``, ``force`` and
            ``progress`` as in `tumen.ensemble.simulate`.

    Raises:
        SituationError: If the folder is not sound, or asks for what is not supported here.
        UsageError, ResourceError: As in `tumen.ensemble.simulate`.
    """
    chosen = _Chosen(**options)
    if replicates < 1:
        remedy = "use a whole number from 1"
        raise UsageError("T003", f"replicates is {replicates}", where="--replicates", remedy=remedy)
    begin = time.perf_counter()
    read = read_folder(
        Path(folder),
        chosen.flee,
        hasten=chosen.hasten,
        no_capacity=chosen.no_capacity,
        short_stints=chosen.short_stints,
    )
    situation = situation_of(read)
    model = build(situation)
    simulating = time.perf_counter()
    results = _simulated(model, chosen, replicates=replicates, seed=seed)
    end = time.perf_counter()
    return _judged(read, situation, results, seconds=(end - begin, (end - simulating) / replicates))


def _simulated(model: Model, chosen: _Chosen, *, replicates: int, seed: int) -> xr.Dataset:
    """Run replicates: nothing is drawn but luck, so draws of one are the same people, and processes can share them."""
    return simulate(
        model,
        draws=replicates,
        seed=seed,
        out=chosen.out,
        workers=chosen.workers,
        force=chosen.force,
        progress=chosen.progress,
        record=Record(merged=False),  # scores need each day of each future
        note={"command": FLEE},
    )


def situation_of(read: FleeFolder) -> Situation:
    """Make the situation: by way of a folder, as every other."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / slug(read.name)
        write_files(folder, situation_files(read))
        return read_situation(folder)


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write the texts of files into a new folder."""
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())  # the same bytes on every system


def _judged(read: FleeFolder, situation: Situation, results: xr.Dataset, *, seconds: tuple[float, float]) -> FleeRun:
    """Put everything together and score it."""
    refuse_failed(results)
    travelled = travel(results, situation)
    simulated = travelled["there"].sel(place=[read.ids[at] for at in read.camps]).to_numpy()
    counted = np.array([read.counts(name) for name in read.camp_names], np.int64).reshape(-1, read.days).T
    so_far = np.array(read.leaving.reported, np.int64)
    people = travelled["there"].sum("place") + travelled["under_way"]
    return FleeRun(
        folder=read,
        situation=situation,
        results=results,
        travel=travelled,
        simulated=simulated,
        counted=counted,
        people=people.to_numpy(),
        each=score(simulated, counted, so_far),
        mean=score(simulated.mean(axis=0), counted, so_far),
        seconds=seconds[0],
        seconds_per_replicate=seconds[1],
    )
