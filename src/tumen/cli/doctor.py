"""``tumen doctor``: whether this machine can run tumen, and whether it computes what it should."""

from __future__ import annotations

import os
import platform
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import metadata

from tumen import __version__
from tumen.cli.output import Talk
from tumen.errors import TumenError

LIBRARIES = ("h5netcdf", "h5py", "numba", "numpy", "pydantic", "rich", "scipy", "typer", "xarray", "xlsxwriter")
PHILOX = ((0xFFFFFFFF,) * 6, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD))
"""Counter and key of all ones, and what they encrypt to: the known answer that comes with the generator."""
SMALL_RUN = ("hidden-five", "in_hiding")
SMALL_RUN_HASH = "f8901f7a462d2f3bab33a10ed814dbddf03e468e63f5396c7876247289feb5e2"
"""Of the recorded in_hiding in five draws of seed 1: the same on every machine and build that computes as ours did."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: What.
        ok: Whether it is as it should be.
        found: What was found.
    """

    name: str
    ok: bool
    found: str


def doctor(talk: Talk) -> int:
    """Check this machine against known answers."""
    findings: list[Finding] = []
    for look in (_python, _libraries, _machine, _scratch, _kernels, _small_run, _situations):
        name = look.__name__.strip("_").replace("_", " ")
        findings.append(_looked(name, look))
        talk.show(f"{'ok ' if findings[-1].ok else 'NOT'}  {name}: {findings[-1].found}")
    healthy = all(finding.ok for finding in findings)
    talk.show("all is well" if healthy else "something is wrong: see the lines that begin with NOT")
    talk.data({"ok": healthy, "findings": [asdict(finding) for finding in findings]})
    return 0 if healthy else 1


def _looked(name: str, look: Callable[[], tuple[bool, str]]) -> Finding:
    """Look at one thing; whatever goes wrong is a finding."""
    try:
        return Finding(name, *look())
    except TumenError as error:
        return Finding(name, False, f"{error.code} {error.problem}")
    except Exception as error:  # noqa: BLE001  a broken installation can fail in any way, and has to be told
        return Finding(name, False, f"{type(error).__name__}: {error}")


def _python() -> tuple[bool, str]:
    return True, f"tumen {__version__}, Python {platform.python_version()} on {platform.platform()}"


def _libraries() -> tuple[bool, str]:
    found = {name: _version(name) for name in LIBRARIES}
    return all(found.values()), ", ".join(f"{name} {version or 'missing'}" for name, version in found.items())


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _machine() -> tuple[bool, str]:
    from tumen.ensemble.pool import processors

    pages = {"SC_PHYS_PAGES", "SC_PAGE_SIZE"} <= set(getattr(os, "sysconf_names", {}))
    size = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30 if pages else 0
    memory = f"{size:.0f} GiB of memory" if size else "memory not known"
    return True, f"{processors()} processors for tumen, {memory}"


def _scratch() -> tuple[bool, str]:
    with tempfile.TemporaryFile() as file:
        file.write(b"tumen")
    return True, "temporary files can be written"


def _kernels() -> tuple[bool, str]:
    import numpy as np

    from tumen.kernels.compile import compile_all
    from tumen.kernels.philox import philox

    seconds = compile_all()
    words = tuple(int(word) for word in philox(*(np.uint64(word) for word in PHILOX[0])))
    same = words == PHILOX[1]
    return same, f"ready after {seconds:.1f} s; Philox {'gives' if same else 'does not give'} its known answer"


def _small_run() -> tuple[bool, str]:
    from tumen.ensemble import Record, simulate, variable_hash
    from tumen.model import build
    from tumen.situation import read_situation

    name, outcome = SMALL_RUN
    results = simulate(build(read_situation(name)), draws=5, workers=1, record=Record(outcomes=(outcome,)))
    found = variable_hash(results, outcome)
    same = found == SMALL_RUN_HASH
    return True, f"{name} gives {found[:12]}, {'as' if same else 'other bits than'} on the machine of its makers"


def _situations() -> tuple[bool, str]:
    from tumen.situation import check_folder, situation_names

    problems = {name: len(check_folder(name)) for name in situation_names()}
    words = ", ".join(f"{name} {'has problems' if n else 'is fine'}" for name, n in problems.items())
    return not any(problems.values()) and bool(problems), words or "none was found"
