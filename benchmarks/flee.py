"""Flee 3.1 and Tumen on the same folders: ``python benchmarks/flee.py [DIR…] [--flee-python PATH] [--json]``.

Prints for each folder the seconds of one run of Flee and of one replicate of ours, their ratio, the seconds of our
whole command, peak memory in MB, and the error (ARD) of each. Flee runs in a Python of its own that has it installed;
without one, ours runs alone. `--hasten N` divides people by N on both sides, where a whole run of Flee takes too long:
nothing is scaled up. Then the time of a replicate with all people, as a multiple of that with a hundredth of them: cost
should not hang on people. Each of our figures is the median of alternate repetitions.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from flagship import machine

from tumen.interop.flee.score import score

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from flee_folders import laid_out

HERE = Path(__file__).parent
FEWER = 100


@dataclass(frozen=True)
class Ended:
    """What a command printed, and what it took."""

    told: dict
    wall_s: float
    memory_mb: float


def ended(command: list[str]) -> Ended:
    """Run a command that prints one JSON object; measure its time and the memory of that process alone."""
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as out, subprocess.Popen(command, stdout=out) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - begin
        out.seek(0)
        text = out.read()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}: {text.decode()}")
    return Ended(json.loads(text), wall, used.ru_maxrss / 1024)


def ard_of(file: Path) -> tuple[float, float]:
    """Score columns that Flee wrote: normal and rescaled."""
    with file.open(encoding="utf-8", newline="") as rows:
        table = list(csv.DictReader(rows))
    names = [name.removesuffix(" sim") for name in table[0] if name.endswith(" sim")]
    sim, data = (np.array([[int(row[f"{n} {of}"]) for n in names] for row in table]) for of in ("sim", "data"))
    found = score(sim, data, np.array([int(row["raw UNHCR refugee count"]) for row in table]))
    return float(found.ard), float(found.ard_rescaled)


def theirs(folder: Path, asked: argparse.Namespace) -> dict:
    """Run Flee once."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "out.csv"
        driver = [asked.flee_python, str(HERE / "peer" / "run_flee.py"), str(folder), "--out", str(out)]
        once = ended([*driver, "--variant", asked.variant, "--hasten", str(asked.hasten)])
        ard, rescaled = ard_of(out)
    about = {"flee_s": once.told["wall_s"], "flee_memory_mb": round(once.memory_mb)}
    return about | {"flee_ard": round(ard, 4), "flee_ard_rescaled": round(rescaled, 4)}


def ours(folder: Path, asked: argparse.Namespace, hasten: int) -> Ended:
    """Run our command once."""
    command = [sys.executable, "-m", "tumen", "flee", "run", str(folder), "--json", "--quiet"]
    return ended([*command, "--replicates", str(asked.replicates), "--hasten", str(hasten)])


def compared(folder: Path, asked: argparse.Namespace) -> dict:
    """Measure both sides on a folder."""
    row: dict = {"folder": folder.name, "hasten": asked.hasten}
    row |= theirs(folder, asked) if asked.flee_python else {}
    few, all_people = [], []
    for _ in range(asked.repeat):  # alternately: the machine may be busier at one time than at another
        few.append(ours(folder, asked, FEWER * asked.hasten))
        all_people.append(ours(folder, asked, asked.hasten))
    last = all_people[-1].told
    replicate, replicate_few = (
        statistics.median(e.told["seconds_per_replicate"] for e in of) for of in (all_people, few)
    )
    row |= {
        "people": last["people_peak"],
        "replicate_s": round(replicate, 4),
        "command_s": round(statistics.median(e.wall_s for e in all_people), 2),
        "memory_mb": round(max(e.memory_mb for e in all_people)),
        "ard": round(last["ard"], 4),
        "ard_rescaled": round(last["ard_rescaled"], 4),
        "people_100_times": round(replicate / replicate_few, 2),
    }
    if asked.flee_python:
        row["ratio"] = round(row["flee_s"] / replicate)
        row["ratio_command"] = round(row["flee_s"] * asked.replicates / row["command_s"])
    return row


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "folders", type=Path, nargs="*", default=[laid_out("valley")], help="as FabFlee ships them; a small one of ours"
    )
    parser.add_argument("--flee-python", help="a Python in whose environment Flee 3.1 is installed")
    parser.add_argument("--variant", choices=("flee", "pflee"), default="flee")
    parser.add_argument("--hasten", type=int, default=1)
    parser.add_argument("--replicates", type=int, default=20)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rows = [compared(folder, asked) for folder in asked.folders]
    found = {"machine": machine(), "replicates": asked.replicates, "variant": asked.variant, "folders": rows}
    if asked.json:
        print(json.dumps(found, indent=2))
        return
    for row in rows:
        print("\n".join(f"{name:<18}{figure}" for name, figure in row.items()), end="\n\n")


if __name__ == "__main__":
    main()
