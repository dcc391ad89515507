"""Situations of a few lines: text in, a folder out. Whatever a test does not speak of is filled in here."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DAYS = 'from = 2030-01-01\nto = 2030-01-10\nstep = "day"\nreport = "step"'
EXITS = "id,group,from_status,from_place,only,to_status,to_place,set,when,hazard,factors,fan,share,open,seats,route"
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "places": ("id", "name", "country", "level", "within"),
    "cohorts": ("attribute", "value", "name"),
    "statuses": ("id", "name", "places", "keeps", "stay", "mean_stay", "hidden"),
    "exits": tuple(EXITS.split(",")),
    "signals": ("id", "name", "unit", "mode", "rest", "half_life", "scale", "fed_by", "gain", "delay", "drivers"),
    "events": ("id", "signal", "date_from", "date_to", "shape", "how", "size", "claims", "observations"),
}
FILLED: Mapping[str, Mapping[str, str]] = {
    "places": {"country": "Nowhere", "level": "district"},
    "statuses": {"places": "here", "stay": "memoryless", "hidden": "no"},
    "signals": {"unit": "index", "mode": "given", "rest": "0"},
    "events": {"shape": "step", "how": "set"},
    "cohorts": {},
    "exits": {},
}
ALWAYS = ("places", "cohorts", "statuses", "exits")


@dataclass(frozen=True)
class Tiny:
    """A situation in a few lines.

    Attributes:
        statuses, exits, places, cohorts, signals, events: Tables as CSV with only the columns that matter; a status
            is memoryless and at the place ``here`` unless it says otherwise.
        numbers: A line for each parameter, ``name unit value``; levels as ``name[level] unit value``, where the axis
            stands in `dims`. Those that nothing else names are left out.
        start: A line for each group of people, ``status place parameter attribute=value …``.
        more: Tables of situation.toml beyond time, start and the groups that nothing more is said of.
        dims: Parameter → its axes.
        policies: The text of policies.toml.
        switches: The text of switches.toml.
        outcomes: Tables of outcomes.toml beyond those that count every status, exit and signal in the loop.
        time: The text of ``[time]``.
    """

    statuses: str
    exits: str
    numbers: str
    start: str
    places: str = "id\nhere"
    cohorts: str = ""
    signals: str = ""
    events: str = ""
    more: str = ""
    dims: Mapping[str, tuple[str, ...]] | None = None
    policies: str = ""
    switches: str = ""
    outcomes: str = ""
    time: str = DAYS

    def rows(self, table: str) -> list[dict[str, str]]:
        """Read the text of a table: column → cell, filled in."""
        text = "\n".join(line.strip() for line in getattr(self, table).strip().splitlines())
        blank = {**dict.fromkeys(COLUMNS[table], ""), **FILLED[table]}
        told = [{key: cell for key, cell in row.items() if cell} for row in csv.DictReader(io.StringIO(text))]
        return [_named({**blank, **row}) for row in told]

    def write(self, folder: Path) -> Path:
        """Write the folder and give it back."""
        folder.mkdir(parents=True, exist_ok=True)
        for table in COLUMNS:
            rows = self.rows(table)
            if rows or table in ALWAYS:
                _write_csv(folder / f"{table}.csv", COLUMNS[table], rows)
        _write(folder / "situation.toml", self._situation())
        _write(folder / "parameters.toml", self._parameters())
        _write(folder / "outcomes.toml", self._outcomes())
        for name in ("policies", "switches"):
            if getattr(self, name):
                _write(folder / f"{name}.toml", getattr(self, name))
        return folder

    def _situation(self) -> str:
        head = 'schema_version = 1\ntitle = "Tiny"\nsummary = "For a test."\npeople_in_hiding = false\n'
        starts = [_start(line) for line in self.start.strip().splitlines()]
        told = set(re.findall(r"^\s*\[group\.([\w-]+)\]", self.more, re.M))
        named = {row["group"] for row in self.rows("exits")} | set(
            re.findall(r'^\s*group = "([\w-]+)"', self.more, re.M)
        )
        groups = [f"[group.{group}]" for group in sorted(named - told)]
        return "\n".join([head, f"[time]\n{self.time}", *groups, self.more, *starts])

    def _parameters(self) -> str:
        found: dict[str, dict[str, tuple[str, str]]] = {}
        for line in self.numbers.strip().splitlines():
            name, level, unit, value = _number(line)
            if name in self._words():
                found.setdefault(name, {})[level] = (unit, value)
        return "\n".join(self._parameter(name, levels) for name, levels in found.items())

    def _words(self) -> set[str]:
        """Give the words of everything but the numbers."""
        texts = (self.statuses, self.exits, self.signals, self.events, self.start, self.more, self.policies)
        texts = (*texts, self.outcomes)
        return set(re.findall(r"[\w-]+", "\n".join(texts)))

    def _parameter(self, name: str, levels: Mapping[str, tuple[str, str]]) -> str:
        unit = next(iter(levels.values()))[0]
        lines = [f"[parameter.{name}]", f'unit = "{unit}"']
        if "" in levels:
            lines.append(f"value = {levels[''][1]}")
        else:
            dims = (self.dims or {}).get(name, ())
            lines.append(f"dims = {list(dims)}")
            inner = ", ".join(f'"{level}" = {_level(dims, value)}' for level, (_, value) in levels.items())
            lines.append(f"{'series' if dims == ('year',) else 'levels'} = {{ {inner} }}")
        lines.append(f'assumed = "A test of theory gives {name} the value that its closed form is worked out for."')
        return "\n".join(lines) + "\n"

    def _outcomes(self) -> str:
        statuses, exits = self.rows("statuses"), self.rows("exits")
        several = len(self.rows("places")) > 1
        told = [_outcome(f"n_{s['id']}", "stock", f'statuses = ["{s["id"]}"]') for s in statuses]
        for status in statuses if several else []:
            places = [place for place in status["places"].split(";") if place]
            told += [
                _outcome(f"n_{status['id']}_{place}", "stock", f'statuses = ["{status["id"]}"]\nplaces = ["{place}"]')
                for place in places
            ]
        told += [_outcome(f"t_{s['id']}", "time", f'statuses = ["{s["id"]}"]') for s in statuses]
        told += [_outcome(f"f_{e['id']}", "flow", f'exits = ["{e["id"]}"]') for e in exits]
        looped = [signal["id"] for signal in self.rows("signals") if signal["mode"] != "given"]
        told += [_outcome(f"x_{signal}", "signal", f'signal = "{signal}"') for signal in looped]
        return "\n".join([*told, self.outcomes])


def _named(row: dict[str, str]) -> dict[str, str]:
    """Fill in a name where the table has that column and the text has none."""
    return {**row, "name": row["name"] or row.get("id", "") or row.get("value", "")} if "name" in row else row


def _number(line: str) -> tuple[str, str, str, str]:
    """Read ``name[level] unit value``."""
    label, unit, value = line.split()
    name, _, level = label.rstrip("]").partition("[")
    return name, level, unit, value


def _level(dims: tuple[str, ...], value: str) -> str:
    return value if dims == ("year",) else f"{{ value = {value} }}"


def _start(line: str) -> str:
    status, place, people, *rest = line.split()
    cohort = ", ".join(f'{attribute} = "{value}"' for attribute, value in (word.split("=") for word in rest))
    label = "-".join([status, place, *(word.replace("=", "-") for word in rest)])
    return f'[start.{label}]\nstatus = "{status}"\nplace = "{place}"\npeople = "{people}"\ncohort = {{ {cohort} }}\n'


def _outcome(name: str, kind: str, what: str) -> str:
    unit = {"time": "person-months", "signal": "index"}.get(kind, "persons")
    return (
        f'[outcome.{name}]\ntitle = "{name}"\nkind = "{kind}"\nunit = "{unit}"\ndirection = "neither"\n{what}\n'
        f'period = "step"\nplace = "district"\nheadline = {str(kind != "signal").lower()}\n'
    )


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _write_csv(path: Path, columns: tuple[str, ...], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
