"""Make the folder in which docs/relief.md asks where more places relieve most: a Flee folder, with options and doubts.

.venv/bin/python tools/relief_folder.py DIR FOLDER [--closing ROUTE=DAY]

DIR is a folder of Flee. FOLDER is what `tumen import flee` makes of it, and besides: a policy for each camp with so
many more places, one for each country whose border the folder closes that opens it, ranges for what nobody knows
(tools/relief.toml), and a switch by which a route is closed from a day on, both ways, as a given future.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tumen.interop.flee import FleeFolder, read_folder, situation_files
from tumen.interop.flee.bring import write_situation
from tumen.interop.flee.names import readable, slugs
from tumen.interop.flee.numbers import capacities
from tumen.interop.flee.write import Inline, csv_text, toml_text
from tumen.situation.columns import TABLES

Table = dict[str, Any]
ASKED = tomllib.loads((Path(__file__).parent / "relief.toml").read_text(encoding="utf-8"))
PLACES, OPENING, CLOSED, SWITCH = "more_places", "opening", "border_closed", "border"
_SHOWN = "Asked in docs/relief.md: "


def relief_files(folder: FleeFolder, closings: Mapping[str, str]) -> dict[str, str]:
    """Give the files of the folder.

    Args:
        folder: Of Flee.
        closings: Route → first day on which it is closed where the switch says so.
    """
    files = situation_files(folder)
    policies = {**_sites(folder), **_borders(folder)}
    parameters = tomllib.loads(files["parameters.toml"])["parameter"]
    files["parameters.toml"] = toml_text({"parameter": _doubted(parameters) | _asked(policies, closings)})
    files["policies.toml"] = toml_text({"lever": _levers(policies), "policy": _policies(policies)})
    if closings:
        files["closings.csv"] += _rows(folder, closings)
        files["switches.toml"] = toml_text({"switch": {SWITCH: _switch(folder, closings)}})
    return files


def _sites(folder: FleeFolder) -> Table:
    """Give for each camp with a limit its policy: title, and id, target, action and strength of each lever."""
    room = capacities(folder)
    names = {at: folder.locations[at].name for at in folder.camps if room[at] > 0}
    many = f"{ASKED['places']:,} more places"
    return {
        f"places_{slug}": (f"{many} at {readable(names[at])}", [(f"capacity:{folder.ids[at]}", "add", PLACES)])
        for at, slug in zip(names, slugs(names.values()), strict=True)
    }


def _borders(folder: FleeFolder) -> Table:
    """Give for each country the policy that opens what the folder closes on the ways there from home."""
    home = folder.locations[0].country
    found: dict[str, list[tuple[str, str, str]]] = {}
    for link in dict.fromkeys(shut.link for shut in folder.shut):
        one, other = (
            folder.locations[end].country for end in (folder.links[link].origin, folder.links[link].destination)
        )
        if one == home != other:
            found.setdefault(other, []).append((f"route:{folder.link_ids[link]}", "multiply", OPENING))
    return {
        f"open_{slug}": (f"the border to {readable(country)} open all along", found[country])
        for country, slug in zip(found, slugs(found), strict=True)
    }


def _levers(policies: Table) -> Table:
    return {
        f"{policy}_{at}": {"title": title, "target": target, "how": how, "strength": strength}
        for policy, (title, levers) in policies.items()
        for at, (target, how, strength) in enumerate(levers, start=1)
    }


def _policies(policies: Table) -> Table:
    return {
        policy: {"title": title, "levers": [f"{policy}_{at}" for at, _ in enumerate(levers, start=1)]}
        for policy, (title, levers) in policies.items()
    }


def _doubted(parameters: Table) -> Table:
    """Give the numbers of the folder, with ranges for those that nobody knows; what they cite stands beside them."""
    found: Table = {}
    for name, of in parameters.items():
        doubt = ASKED["parameter"].get(name)
        kept = {key: of[key] for key in ("dims", "claims") if key in of}
        if doubt is None or (name == "capacity" and "assumed" in of):
            found[name] = of
        elif "spread" in doubt:
            levels = {level: _around(one["value"], doubt["spread"]) for level, one in of["levels"].items()}
            found[name] = {"unit": of["unit"], **kept, "assumed": doubt["assumed"], "levels": levels}
        else:
            found[name] = {**doubt, "prior": Inline(doubt["prior"]), **kept}
    for name in found:
        levels = found[name].get("levels")
        found[name] |= {"levels": {level: Inline(one) for level, one in levels.items()}} if levels else {}
    return found


def _around(value: float, spread: float) -> Table:
    """Give a range around a number; of 0, which is no limit, none."""
    ends = {"family": "uniform", "low": value * (1 - spread), "high": value * (1 + spread)}
    return {"prior": Inline(ends)} if value else {"value": value}


def _asked(policies: Table, closings: Mapping[str, str]) -> Table:
    """Give the numbers by which levers and the switch act."""
    used = {strength for _, levers in policies.values() for _, _, strength in levers}
    told: Table = {
        PLACES: {
            "unit": "persons",
            "value": ASKED["places"],
            "assumed": f"{_SHOWN}so many, and not what would be best.",
        },
        OPENING: {"unit": "share", "value": 0, "assumed": f"{_SHOWN}nothing is left of the closing of a route."},
    }
    found = {name: table for name, table in told.items() if name in used}
    if closings:
        ends = Inline({"family": "uniform", "low": 0, "high": 1})
        why = f"{_SHOWN}nobody knows whether it closes; the switch says in which futures it does."
        found[CLOSED] = {"unit": "index", "prior": ends, "assumed": why}
    return found


def _switch(folder: FleeFolder, closings: Mapping[str, str]) -> Table:
    told = " and ".join(f"{route} from {day} on" for route, day in closings.items())
    return {
        "title": f"whether {told} is closed, both ways",
        "at": "open",
        "position": {
            "open": {"title": "it stays open", "set": Inline({CLOSED: 0})},
            "closed": {"title": "it closes", "set": Inline({CLOSED: 1})},
        },
    }


def _rows(folder: FleeFolder, closings: Mapping[str, str]) -> str:
    """Write the rows of the closings: of a route and of those that lead back."""
    ends = {id_: (link.origin, link.destination) for id_, link in zip(folder.link_ids, folder.links, strict=True)}
    columns = [column.name for column in TABLES["closings.csv"].columns]
    rows = [
        (id_, day, None, None, CLOSED)
        for route, day in closings.items()
        for id_, pair in ends.items()
        if sorted(pair) == sorted(ends[route])
    ]
    return csv_text(columns, rows).partition("\n")[2]


def main(arguments: Sequence[str]) -> int:
    """Write the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("flee", type=Path, help="a folder of Flee")
    parser.add_argument("folder", type=Path, help="the folder that is made")
    parser.add_argument(
        "--closing", action="append", default=[], metavar="ROUTE=DAY", help="closed where a switch says so"
    )
    chosen = parser.parse_args(arguments)
    closings = dict(pair.split("=") for pair in chosen.closing)
    write_situation(relief_files(read_folder(chosen.flee), closings), chosen.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
