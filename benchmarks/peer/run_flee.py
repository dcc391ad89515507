"""Run Flee 3.1 on a folder of its own, and write what it counts: for a Python that has Flee, never for ours.

``python benchmarks/peer/run_flee.py DIR [--hasten N] [--variant flee|pflee] [--out FILE]`` calls the public functions
of an installed Flee in the order that its manual gives for a day (conflicts, spawning, closures, a day of the journey),
and writes its columns. On stdout stands one JSON object: wall and processor seconds, peak memory in MB, people.

`pflee` wants an MPI library. Where `mpi4py` is missing, a communicator of one rank, written here, stands in for it.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import json
import os
import resource
import shutil
import sys
import tempfile
import time
import types
from datetime import date, timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np


class OneRank:
    """What Flee asks of a communicator, where there is one process."""

    def reduced(self, given, taken, op=None):
        del op
        whole = taken[0] if isinstance(taken, list) else taken
        whole[...] = given[0] if isinstance(given, list) else given

    def gathered(self, given, taken):
        taken[0][...] = given

    Get_rank, Get_size = (lambda _: 0), (lambda _: 1)
    Allreduce, Allgatherv = reduced, gathered


def stand_in():
    """Put a communicator of one rank where `mpi4py` is asked for."""
    mpi = types.ModuleType("mpi4py.MPI")
    vars(mpi).update(COMM_WORLD=OneRank(), SUM="sum", INT="int", DOUBLE="double", Is_initialized=lambda: True)
    package = types.ModuleType("mpi4py")
    vars(package)["MPI"] = mpi
    sys.modules |= {"mpi4py": package, "mpi4py.MPI": mpi}


def engine(variant):
    """Give the module of Flee that holds the ecosystem."""
    if variant == "pflee" and find_spec("mpi4py") is None:
        stand_in()
    return import_module(f"flee.{variant}")


def settings_of(folder, hasten):
    """Read the settings of a folder, with another `hasten` if one is given."""
    settings = import_module("flee.SimulationSettings").SimulationSettings
    settings.ReadFromYML(str(folder / "simsetting.yml"))
    settings.ConflictInputFile = str(folder / "input_csv" / "conflicts.csv")
    if hasten:
        settings.optimisations["PopulationScaleDownFactor"] = hasten
    return settings


def period_of(folder):
    """Give the first day and the number of days, under the name of the file of either version."""
    names = ("conflict_period.csv", "sim_period.csv")
    path = next(p for p in (folder / "input_csv" / n for n in names) if p.is_file())
    rows = {row[0].lower(): row[1] for row in csv.reader(path.open(encoding="utf-8")) if row}
    return rows["startdate"], int(rows["length"])


def world_of(folder, hasten, variant):
    """Make Flee's geography, ecosystem and table of counts."""
    peer, settings = engine(variant), settings_of(folder, hasten)
    geography_of = import_module("flee.InputGeography").InputGeography
    table_of = import_module("flee.datamanager.handle_refugee_data").RefugeeTable
    geography, inputs = geography_of(), folder / "input_csv"
    geography.ReadConflictInputCSV(str(inputs / "conflicts.csv"))
    geography.ReadLocationsFromCSV(str(inputs / "locations.csv"))
    geography.ReadLinksFromCSV(str(inputs / "routes.csv"))
    geography.ReadClosuresFromCSV(str(inputs / "closures.csv"))
    ecosystem, places = geography.StoreInputGeographyInEcosystem(peer.Ecosystem())
    counts = table_of(
        csvformat="generic",
        data_directory=str(folder / "source_data"),
        start_date=period_of(folder)[0],
        data_layout="data_layout.csv",
        population_scaledown_factor=settings.optimisations["PopulationScaleDownFactor"],
    )
    counts.ReadL1Corrections(str(inputs / "registration_corrections.csv"))
    return geography, ecosystem, places, counts


def header(camps):
    """Name the columns."""
    of_camps = [f"{camp} {what}" for camp in camps for what in ("sim", "data", "error")]
    totals = ("refugees in camps (UNHCR)", "total refugees (simulation)", "raw UNHCR refugee count")
    return ["Day", "Date", *of_camps, "Total error", *totals, "refugees in camps (simulation)", "refugee_debt"]


def row(people, there, seen, *, spawned):
    """Give the figures of a day after its journey."""
    raw, debt = spawned
    off = [abs(s - d) for s, d in zip(there, seen, strict=True)]
    errors = [0.0 if d < 1e-5 else round(abs(s / d - 1), 4) for s, d in zip(there, seen, strict=True)]
    figures = [x for three in zip(there, seen, errors, strict=True) for x in three]
    if raw <= 0:
        return [*figures, *[0] * 6]
    return [*figures, sum(off) / raw, sum(seen), people, raw, sum(there), debt]


def run(folder, hasten, variant):
    """Run all days; give header, rows and people at the end."""
    spawning = import_module("flee.spawning")
    geography, ecosystem, places, counts = world_of(folder, hasten, variant)
    first, days = period_of(folder)
    names = ecosystem.get_camp_names()
    for name in names:
        spawning.add_initial_refugees(ecosystem, counts, places[name])
    camps, rows = [places[name] for name in names], []
    for day in range(days):
        geography.AddNewConflictZones(ecosystem, day)
        _, raw, debt = spawning.spawn_daily_displaced(ecosystem, day, counts)
        spawning.refresh_spawn_weights(ecosystem)
        ecosystem.enact_border_closures(day)
        ecosystem.evolve()
        seen = [int(counts.get_field(name, day)) for name in names]
        there = [int(camp.numAgents) for camp in camps]
        today = date.fromisoformat(first) + timedelta(days=day)
        rows.append(
            [day, today.isoformat(), *row(int(ecosystem.numAgents()), there, seen, spawned=(int(raw), int(debt)))]
        )
    return header(names), rows, len(ecosystem.agents)


def main():
    """Run once and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--hasten", type=int, default=0, help="as many times fewer people; the folder's own, if left")
    parser.add_argument("--variant", choices=("flee", "pflee"), default="flee")
    parser.add_argument("--out", type=Path, help="file for the columns")
    parser.add_argument("--talk", action="store_true", help="let Flee speak on stderr")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(shutil.copytree(asked.folder, Path(scratch) / "folder"))
        out = asked.out and asked.out.resolve()
        os.chdir(copy)
        begin, spent = time.perf_counter(), time.process_time()
        with contextlib.nullcontext() if asked.talk else contextlib.redirect_stderr(io.StringIO()):
            columns, rows, people = run(copy, asked.hasten, asked.variant)
        wall, cpu = time.perf_counter() - begin, time.process_time() - spent
        os.chdir("/")
    if out:
        with out.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([columns, *rows])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    about = {"wall_s": round(wall, 3), "cpu_s": round(cpu, 3), "memory_mb": round(memory, 1), "people": people}
    print(json.dumps({"variant": asked.variant, "numpy": np.__version__, "days": len(rows), **about}))


if __name__ == "__main__":
    main()
