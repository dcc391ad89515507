"""A situation in memory, written as a folder: whatever keeps the rules of the format reads back as the same."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from folder_law import written
from tumen.evidence import AnchorPrior, Parameter, Prior
from tumen.policy import Policy
from tumen.situation import Situation
from tumen.situation.columns import TABLES
from tumen.world_journey import Journey, Stop

Cells = Mapping[str, object]
Table = Mapping[str, object]
RENAMED = {"starts": "from", "ends": "until", "rewrites": "set", "sets": "set"}


def write(situation: Situation, folder: Path) -> Path:
    """Write every file that has something in it, and give the folder back."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables(situation).items():
        every = list(rows)
        if every or (name == "cohorts.csv" and situation.journey is None):
            _csv(folder / name, [column.name for column in TABLES[name].columns], every)
    for name, (head, sections) in documents(situation).items():
        lines = [f"{key} = {_value(value)}" for key, value in head.items()]
        for title, table in sections.items():
            lines += [f"[{title}]", *(f"{key} = {_value(value)}" for key, value in table.items() if value is not None)]
        if lines:
            (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return folder


def tables(s: Situation) -> dict[str, Iterable[Cells]]:
    """Give the rows of the CSV files."""
    evidence = s.evidence
    return {
        "places.csv": [vars(p) for p in s.places.values()],
        "routes.csv": [vars(r) for r in s.routes.values()],
        "cohorts.csv": [
            {"attribute": a.id, "value": value, "name": name}
            for a in s.attributes.values()
            for value, name in zip(a.values, a.names, strict=True)
        ],
        "statuses.csv": [
            vars(x) | {"stay": _stay(x.stay.kind, x.stay.stages), "hidden": "yes" if x.hidden else "no"}
            for x in (s.statuses.values() if s.journey is None else ())
        ],
        "exits.csv": [
            vars(x)
            | {
                "from_place": x.from_places,
                "only": _pairs(x.only),
                "set": _pairs({key: (value,) for key, value in x.rewrites.items()}),
                "when": "end" if x.at_end else "",
                "open": x.opens,
            }
            for x in s.exits.values()
        ],
        "signals.csv": [
            vars(x)
            | {
                "unit": "index",
                "rest": x.rest if x.mode != "fed" else "",
                "drivers": _pairs({key: (value,) for key, value in x.drivers.items()}),
            }
            for x in s.signals.values()
        ],
        "events.csv": [
            vars(x) | {"date_from": "" if x.shape == "series" else x.starts, "date_to": x.ends or ""}
            for x in s.events.values()
        ],
        "stops.csv": [_stop(stop) for stop in (s.journey.stops if s.journey else ())],
        "closings.csv": [
            vars(of) | {"date_from": of.starts, "date_to": of.ends} for of in (s.journey.closings if s.journey else ())
        ],
        "claims.csv": [
            vars(c) | {"value_low": c.low, "value_best": c.best, "value_high": c.high} for c in evidence.claims.values()
        ],
        "observations.csv": [vars(o) for o in evidence.observations.values()],
        "series.csv": [vars(o) for o in evidence.series.values()],
        "links.csv": [vars(link) for link in evidence.links],
        "assessments.csv": [vars(of) for of in evidence.assessments.values()],
        "members.csv": [vars(m) | {"pool": pool.id} for pool in evidence.pools.values() for m in pool.members],
        "timeline.csv": [vars(row) for row in evidence.timeline.values()],
        "exclusions.csv": [{"claim": claim, "reason": reason} for claim, reason in evidence.excluded.items()],
    }


def documents(s: Situation) -> Mapping[str, tuple[Table, Mapping[str, Table]]]:
    """Give the TOML files: keys before the first table, then tables by name."""
    shared = {name: _shared(s, name) for name in s.anchors}
    return {
        "situation.toml": (_head(s), _main(s)),
        "parameters.toml": (
            {},
            {f"parameter.{p.name}": _parameter(p) for p in s.parameters.values()}
            | {f"anchor.{a.name}": _plain(vars(a), "name") | {"pool": shared[a.name]} for a in s.anchors.values()},
        ),
        "worlds.toml": ({}, _worlds(s, shared)),
        "outcomes.toml": (
            {},
            {f"outcome.{o.id}": _plain(vars(o)) for o in s.outcomes.values()}
            | {f"station.{x.id}": _plain(vars(x)) for x in s.stations.values()},
        ),
        "policies.toml": (
            {},
            {f"lever.{x.id}": _plain(vars(x)) for x in s.levers.values()}
            | {f"policy.{x.id}": _policy(x) for x in s.policies.values() if x.id != "baseline"},
        ),
        "switches.toml": ({}, _switches(s)),
        "sources.toml": ({}, {f"source.{x.id}": _plain(vars(x)) for x in s.sources.values()}),
        "quantities.toml": ({}, {f"quantity.{x.id}": _plain(vars(x)) for x in s.evidence.quantities.values()}),
        "pools.toml": ({}, {f"pool.{x.id}": _plain(vars(x), "members") for x in s.evidence.pools.values()}),
        **{name: ({}, of) for name, of in written(s.law).items()},
    }


def _policy(x: Policy) -> Table:
    """One that combines others has no levers of its own."""
    told = _plain(vars(x), *(("levers",) if x.combines else ()))
    return told | ({"against": [_plain(vars(of)) for of in x.against]} if x.against else {})


def _switches(s: Situation) -> dict[str, Table]:
    tables: dict[str, Table] = {f"loop.{x.id}": _plain(vars(x)) for x in s.loops.values()}
    inside = [("switch", x, "positions", "position") for x in s.switches.values()]
    for kind, x, field, key in (*inside, *(("contrast", x, "parts", "part") for x in s.contrasts.values())):
        tables[f"{kind}.{x.id}"] = _plain(vars(x), field, "axes")
        tables |= {f"{kind}.{x.id}.{key}.{name}": _plain(vars(of)) for name, of in getattr(x, field).items()}
    for x in s.contrasts.values():
        tables |= {f"contrast.{x.id}.axis.{name}": _plain(vars(of)) for name, of in x.axes.items()}
    return tables


def _head(s: Situation) -> Table:
    head = {"schema_version": 1, "title": s.title, "summary": s.summary, "people_in_hiding": s.people_in_hiding}
    return head | ({"as_of": s.as_of} if s.as_of else {}) | ({"kernel": "journey"} if s.journey else {})


def _main(s: Situation) -> dict[str, Table]:
    time = {"from": s.calendar.first, "to": s.calendar.last, **_plain(vars(s.calendar), "first", "last")}
    return {
        "time": time,
        **{f"group.{x.id}": _plain(vars(x)) for x in s.groups.values()},
        **{f"noise.{name}": {"sd": sd} for name, sd in s.noises.items()},
        **{f"ration.{x.id}": _plain(vars(x)) for x in s.rations.values()},
        **{f"clock.{x.id}": {"title": x.title, "starts": x.starts, "runs": x.runs} for x in s.clocks.values()},
        **{f"seats.{x.id}": _plain(vars(x)) for x in s.seats.values()},
        **{f"start.{x.id}": _plain(vars(x)) for x in s.starts.values()},
        **{f"inflow.{x.id}": _plain(vars(x)) for x in s.inflows.values()},
        **({"journey": _journey(s.journey), "journey.numbers": s.journey.numbers} if s.journey else {}),
    }


def _journey(journey: Journey) -> Table:
    return {key: value for key, value in vars(journey).items() if key not in ("stops", "closings", "numbers")}


def _stop(stop: Stop) -> Cells:
    told = {"date_from": stop.starts, "date_to": stop.ends, "intensity": stop.intensity or None}
    return vars(stop) | told | {key: "yes" if getattr(stop, key) else "no" for key in ("camp", "town")}


def _shared(s: Situation, anchor: str) -> str:
    """Name the pool that makes an anchor's prior in every world; empty where the worlds differ, or there is but one."""
    says = {(world.anchors[anchor].pool, world.anchors[anchor].camp) for world in s.worlds.values()}
    pool, camp = next(iter(says))
    return pool if len(says) == 1 and not camp and (len(s.worlds) > 1 or "base" in s.worlds) else ""


def _worlds(s: Situation, shared: Mapping[str, str]) -> dict[str, Table]:
    worlds = [world for world in s.worlds.values() if world.id != "base"]
    heads: dict[str, Table] = {f"world.{world.id}": {"title": world.title} for world in worlds}
    told = [(world.id, name, says) for world in worlds for name, says in world.anchors.items() if not shared[name]]
    return heads | {f"world.{world}.anchor.{name}": _says(says) for world, name, says in told}


def _says(says: AnchorPrior) -> Table:
    if says.pool:
        return {"pool": says.pool, "camp": says.camp}
    ground = {"claims": says.claims, "observations": says.observations, "assumed": says.assumed}
    return {"prior": _prior(says.prior) if says.prior else None, **ground}


def _parameter(p: Parameter) -> Table:
    about = {**_plain(vars(p), "name", "entries")}
    if not p.dims:
        return about | _number(p.entries[""])
    if p.dims == ("year",):
        return about | {"series": {year: prior.low for year, prior in p.entries.items()}}
    return about | {"levels": {level: _number(prior) for level, prior in p.entries.items()}}


def _number(prior: Prior) -> dict[str, object]:
    return {"value": prior.low} if prior.family == "fixed" else {"prior": _prior(prior)}


def _prior(prior: Prior) -> dict[str, object]:
    ends = ("q05", "q95") if prior.family in ("normal", "lognormal", "logitnormal") else ("low", "high")
    return {"family": prior.family, **dict(zip(ends, (prior.low, prior.high), strict=True))}


def _plain(fields: Mapping[str, Any], *but: str) -> dict[str, object]:
    """Give the fields of a dataclass under the names that they have in the format; empty ones are left out."""
    told = {key: value for key, value in fields.items() if key not in ("id", *but)}
    return {RENAMED.get(key, key): value for key, value in told.items() if value not in ("", (), {}, None)}


def _value(value: object) -> str:
    """Write a value in TOML."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{json.dumps(str(key))} = {_value(of)}" for key, of in value.items()) + " }"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value)
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _csv(path: Path, columns: list[str], rows: Iterable[Cells]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return ";".join(map(str, value))
    return "" if value is None else repr(value) if isinstance(value, float) else str(value)


def _pairs(only: Mapping[str, tuple[str, ...]]) -> str:
    return ";".join(f"{key}={'|'.join(values)}" for key, values in only.items())


def _stay(kind: str, stages: int) -> str:
    return f"{kind} {stages}" if kind in ("erlang", "fixed") else kind
