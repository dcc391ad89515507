"""A situation in which few people hide, so that small counts are everywhere, and what its runs leave behind."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from tumen.ensemble import manifest, open_results

LIMIT = 10
PEOPLE = 3000
WEIGHT, GAIN, SCALE, HALF_LIFE = 0.5, 1.0, 20.0, 6.0
"""Numbers that stand in the folder for everybody to read: an attacker knows them."""
KEPT_OUT = ("followed my goat", "the clerk")
"""Tokens of the claim that is kept out."""

_NUMBERS = {
    "people_home": f"value = {PEOPLE}",
    "effort_half_life": f"value = {HALF_LIFE}",
    "effort_scale": f"value = {SCALE}",
    "effort_per_person": f"value = {GAIN}",
    "onward_hazard": "value = 0.3",
}
_MORE_NUMBERS = {
    "acts_per_arrest": ("share", WEIGHT),
    "unpaid": ("share", 0.7),
    "leave_per_word": ("elasticity", 0.01),
    "leave_per_echo": ("elasticity", 0.001),
    "echo_per_near_word": ("elasticity", 0.5),
    "few": ("persons", 7),
}
_SIGNALS = """\
word,News of those who reached safety,index,fed,,effort_half_life,,onward,effort_per_person,0,
near_word,News from the near province,index,fed,,effort_half_life,effort_scale,leave_near,effort_per_person,0,
echo,What is made of both,index,fed,,effort_half_life,,go_back,effort_per_person,0,near_word=echo_per_near_word
"""
_OUTCOMES: Mapping[str, tuple[str, str, str]] = {
    "women_far": ("stock", "persons", 'statuses = ["hiding"]\nplaces = ["far"]\nonly = { sex = ["woman"] }'),
    "set_out": ("flow", "persons", 'exits = ["departure"]'),
    "crossed_near": ("flow", "persons", 'exits = ["leave_near"]'),
    "moved": ("flow", "persons", 'exits = ["moving"]'),
    "safe_so_far": ("stock", "persons", 'statuses = ["safe"]'),
    "acts_of_arrest": ("flow", "acts", 'exits = ["arrest"]\nweight = "acts_per_arrest"'),
    "money_lost": ("flow", "index", 'exits = ["arrest"]\nweight = "acts_per_arrest"'),
    "exposed": ("flow", "index", 'exits = ["go_back"]'),
    "unpaid_in_hiding": ("stock", "persons", 'statuses = ["hiding"]\nweight = "unpaid"'),
    "time_hiding": ("time", "person-months", 'statuses = ["hiding"]'),
    "time_at_risk": ("time", "index", 'statuses = ["hiding"]\nweight = "unpaid"'),
    "months_to_safety": ("flow", "person-months", 'exits = ["onward"]\nclock = "abroad"\nclocked = "elapsed"'),
    "soon_safe": ("flow", "persons", 'exits = ["onward"]\nclock = "abroad"\nclocked = "within_one_year"'),
    "late_safe": ("flow", "persons", 'exits = ["onward"]\nclock = "abroad"\nclocked = "over_four_years"'),
    "arrested_soon": ("flow", "persons", 'exits = ["arrest"]\nclock = "abroad"\nclocked = "same_year"'),
    "level_of_word": ("signal", "index", 'signal = "word"'),
    "level_of_near_word": ("signal", "index", 'signal = "near_word"'),
    "level_of_echo": ("signal", "index", 'signal = "echo"'),
}
_CLOCK = '\n[clock.abroad]\ntitle = "time since leaving"\nstarts = ["departure"]\nruns = ["hiding"]\n'
_SWITCHES = """\
[loop.W]
title = "News of those who reached safety brings others"
sign = "reinforcing"
source = "onward"
target = "departure"
answer = "raises"
delay = [0, 24]
numbers = ["leave_per_word"]
ours = "Invented for a test."
"""
_CLAIMS = {"4000,6000,9000": "40,60,90", "12000,20000,30000": "120,200,300"}
_ROWS = """\
arrivals_southmark-3,arrivals_southmark,2004,2004,7,,,persons,Southmark,all,Office of Arrivals,,invented,A,only seven
arrivals_southmark-4,arrivals_southmark,2002,2004,557,,,persons,Southmark,all,Office of Arrivals,,invented,A,three years
"""


def write(folder: Path, edits: Mapping[str, Mapping[str, str]] | None = None) -> Path:
    """Write the folder; `edits` are, for each file, texts and what stands in their place."""
    with_data = folder / "few"
    shutil.copytree(str(files("tumen") / "situations" / "hidden-five"), with_data)
    changed = {name: (with_data / name).read_text("utf-8") for name in _changed(edits)}
    for name, value in _NUMBERS.items():
        table = rf"(\[parameter\.{name}\]\nunit = .*\n)(value|prior) = .*"
        changed["parameters.toml"] = re.sub(table, rf"\1{value}", changed["parameters.toml"])
    changed["parameters.toml"] += "".join(_parameter(name, *of) for name, of in _MORE_NUMBERS.items())
    changed["signals.csv"] += _SIGNALS
    changed["outcomes.toml"] += "".join(_outcome(name, of) for name, of in _OUTCOMES.items())
    changed["observations.csv"] += _ROWS
    changed["situation.toml"] = changed["situation.toml"].replace("[group.departure]", f"[group.departure]\n{_DRIVERS}")
    changed["situation.toml"] += _START + _CLOCK
    changed["switches.toml"] = _SWITCHES
    changed["situation.toml"] = changed["situation.toml"].replace("to = 2009-12-31", "to = 2005-12-31")
    changed["policies.toml"] = changed["policies.toml"].replace("from = 2005-01-01", "from = 2003-01-01")
    for old, new in _CLAIMS.items():
        changed["claims.csv"] = changed["claims.csv"].replace(old, new)
    for name, pairs in (edits or {}).items():
        for old, new in pairs.items():
            assert old in changed[name], (name, old)
            changed[name] = changed[name].replace(old, new)
    for name, text in changed.items():
        (with_data / name).write_text(text, "utf-8", newline="\n")
    return with_data


_DRIVERS = 'drivers = { word = "leave_per_word", echo = "leave_per_echo" }'
_START = """
[start.hidden]
status = "hiding"
place = "far"
people = "few"
shares = ["share_by_sex"]
"""


def _changed(edits: Mapping[str, object] | None) -> Iterable[str]:
    ours = (
        "parameters.toml",
        "signals.csv",
        "outcomes.toml",
        "observations.csv",
        "situation.toml",
        "claims.csv",
        "policies.toml",
    )
    return {*ours, *(edits or {})}


def _parameter(name: str, unit: str, value: float) -> str:
    why = f"Invented for a test: {name} is a number that everybody can read in the folder."
    return f'\n[parameter.{name}]\nunit = "{unit}"\nvalue = {value}\nassumed = "{why}"\n'


def _outcome(name: str, of: tuple[str, str, str]) -> str:
    kind, unit, what = of
    about = f'title = "{name}"\nkind = "{kind}"\nunit = "{unit}"\ndirection = "neither"\n'
    return f'\n[outcome.{name}]\n{about}{what}\nperiod = "step"\nplace = "province"\n'


@dataclass(frozen=True)
class Left:
    """What a run left behind.

    Attributes:
        folder: Of the run.
        said: What its command printed, on both streams.
    """

    folder: Path
    said: str

    @property
    def internal(self) -> tuple[str, ...]:
        """What the run itself calls internal."""
        return tuple(manifest(self.folder)[0]["internal"])

    @property
    def published(self) -> Mapping[str, bytes]:
        """Every file that may leave the folder, and what was printed."""
        names = [p for p in sorted(self.folder.rglob("*")) if p.is_file()]
        told = {str(p.relative_to(self.folder)): p for p in names}
        kept = {name: path for name, path in told.items() if not name.startswith(self.internal)}
        return {name: path.read_bytes() for name, path in kept.items()} | {"said": self.said.encode()}

    @property
    def truth(self) -> xr.Dataset:
        """What no file that leaves the folder may give away."""
        return open_results(self.folder)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give the rows of the long table."""
        import csv
        import io

        for row in csv.DictReader(io.StringIO(self.published["summary.csv"].decode())):
            yield row | {"value": float(row["value"]) if row["value"] else None}

    def shown(self, statistic: str = "q50") -> dict[tuple[str, str, str], float | None]:
        """Give what is shown: world, outcome and period → figure."""
        rows = (row for row in self.rows() if row["statistic"] == statistic)
        return {(row["world"], row["outcome"], row["period"]): row["value"] for row in rows}

    def counts(self) -> dict[tuple[str, str, str], float]:
        """Give the recorded figures of a run of one future: world, outcome and period → figure."""
        truth = self.truth
        return {
            (str(world), str(name), str(period)): float(value)
            for name, array in truth.data_vars.items()
            if "period" in array.dims and array.dims[0] == "world"
            for world, values in zip(truth["world"].values, array.values[:, 0, 0], strict=True)
            for period, value in zip(truth["period"].values, np.atleast_1d(values), strict=True)
        }

    def data(self, name: str) -> Any:
        """Read a JSON file."""
        return json.loads(self.published[name])
