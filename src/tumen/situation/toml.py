"""From the text of a TOML file to tables that can be relied on, one by one: a wrong table hides none of the others."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from tumen.errors import Problem
from tumen.situation import evidence_models, journey_models, models, switch_models, words
from tumen.situation.findings import Spot, shown
from tumen.situation.shapes import in_words, unknown_key

M = TypeVar("M", bound=BaseModel)
Raw = Mapping[str, object]

FILES: Mapping[str, type[BaseModel]] = {
    "situation.toml": models.SituationFile,
    "parameters.toml": models.ParametersFile,
    "worlds.toml": models.WorldsFile,
    "outcomes.toml": models.OutcomesFile,
    "policies.toml": models.PoliciesFile,
    "switches.toml": switch_models.SwitchesFile,
    "sources.toml": evidence_models.SourcesFile,
    "quantities.toml": evidence_models.QuantitiesFile,
    "pools.toml": evidence_models.PoolsFile,
}
"""File name → its model."""
SECTIONS: Mapping[str, tuple[str, type[BaseModel]]] = {
    "group": ("situation.toml", models.GroupTable),
    "noise": ("situation.toml", models.NoiseTable),
    "ration": ("situation.toml", models.RationTable),
    "seats": ("situation.toml", models.SeatsTable),
    "start": ("situation.toml", models.StartTable),
    "inflow": ("situation.toml", models.InflowTable),
    "clock": ("situation.toml", models.ClockTable),
    "parameter": ("parameters.toml", models.ParameterTable),
    "anchor": ("parameters.toml", models.AnchorTable),
    "world": ("worlds.toml", models.WorldTable),
    "outcome": ("outcomes.toml", models.OutcomeTable),
    "station": ("outcomes.toml", models.StationTable),
    "lever": ("policies.toml", models.LeverTable),
    "policy": ("policies.toml", models.PolicyTable),
    "loop": ("switches.toml", switch_models.LoopTable),
    "switch": ("switches.toml", switch_models.SwitchTable),
    "contrast": ("switches.toml", switch_models.ContrastTable),
    "source": ("sources.toml", evidence_models.SourceTable),
    "quantity": ("quantities.toml", evidence_models.QuantityTable),
    "pool": ("pools.toml", evidence_models.PoolTable),
}
"""Kind of thing, ``[kind.id]`` → its file and model."""
ALONE: Mapping[str, tuple[str, type[BaseModel]]] = {"journey": ("situation.toml", journey_models.JourneyTable)}
"""Kind of thing of which there is one, ``[kind]`` → likewise."""
EVERY: Mapping[str, tuple[str, type[BaseModel]]] = {**SECTIONS, **ALONE}


@dataclass(frozen=True)
class Entry:
    """One table ``[kind.id]``, or ``[kind]``.

    Attributes:
        file: Where it stands.
        kind: e.g. ``group``.
        id: e.g. ``arrest``; empty where there is but one of the kind.
        raw: As written.
        model: As understood; None where something in it is wrong.
    """

    file: str
    kind: str
    id: str
    raw: Raw
    model: BaseModel | None

    def spot(self, *keys: str) -> Spot:
        """Say where a key, or the table, stands."""
        return Spot(self.file, ".".join(filter(None, (self.kind, self.id, *keys))))


@dataclass(frozen=True)
class Document:
    """A TOML file.

    Attributes:
        head: Parts that stand once, as understood: `models.About`, `models.Time`.
        raw: As written.
        entries: All tables ``[kind.id]`` in the order of the file, also those with problems.
    """

    head: tuple[BaseModel, ...] = ()
    raw: Raw = field(default_factory=dict[str, object])
    entries: tuple[Entry, ...] = ()

    def part(self, model: type[M]) -> M | None:
        """Give a part that stands once; None where it is wrong or missing."""
        return next((part for part in self.head if isinstance(part, model)), None)

    def tables(self, model: type[M]) -> dict[str, M]:
        """Give the sound tables of a kind, by id."""
        return {entry.id: entry.model for entry in self.entries if isinstance(entry.model, model)}


def read_document(file: str, text: str, found: list[Problem]) -> Document | None:
    """Read a TOML file.

    Args:
        file: Name of the file, one of `FILES`.
        text: What stands in it.
        found: Problems are added here.

    Returns:
        Its parts, sound or not; None where the text is no TOML.
    """
    raw = _parsed(file, text, found)
    if raw is None:
        return None
    once = {key: value for key, value in raw.items() if key not in EVERY or EVERY[key][0] != file}
    entries = [entry for kind in raw if kind not in once for entry in _entries(kind, raw[kind], found)]
    return Document(tuple(_head(file, once, found)), raw, tuple(entries))


def _parsed(file: str, text: str, found: list[Problem]) -> Raw | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found.append(_no_toml(file, str(error)))
    except ValueError:
        found.append(Spot(file).problem("T109", "the file is no TOML: a number has too many digits", "shorten it"))
    except RecursionError:
        found.append(Spot(file).problem("T109", "the file is no TOML: its lists are nested too deep", "flatten them"))
    return None


def _no_toml(file: str, said: str) -> Problem:
    """Put what the parser says in a problem; its words end with the position."""
    position = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", said)
    line = int(position[1]) if position and position[1] else None
    said = said.removesuffix(position[0]) if position else said
    if re.search(r"twice|overwrite", said):
        return Spot(file, row=line).problem("T112", f"a key or a table stands twice: {said}", "keep one of the two")
    remedy = "mend the line, or the one before it" if line else "mend the end of the file"
    return Spot(file, row=line).problem("T109", f"the file is no TOML: {said}", remedy)


def _head(file: str, once: Raw, found: list[Problem]) -> Iterator[BaseModel]:
    """Understand what stands outside the tables ``[kind.id]``."""
    spot = Spot(file)
    if file != "situation.toml":
        known = tuple(FILES[file].model_fields)
        found.extend(unknown_key(Spot(file, key), known) for key in once)
        return
    scalars = {key: value for key, value in once.items() if key != "time"}
    for part, model in ((scalars, models.About), (once.get("time"), models.Time)):
        if part is None:
            found.append(spot.problem("T115", "the table [time] is missing", "say from, to, step and report in it"))
            continue
        understood = _understood(part, model, spot=Spot(file, "time" if model is models.Time else ""), found=found)
        if understood is not None:
            yield understood


def _entries(kind: str, tables: object, found: list[Problem]) -> Iterator[Entry]:
    if kind in ALONE:
        yield _entry(kind, "", tables, found=found)
        return
    file = SECTIONS[kind][0]
    if not isinstance(tables, dict):
        remedy = f"write tables [{kind}.ID]"
        found.append(Spot(file, kind).problem("T116", f"{kind} is {shown(tables)}, not a table of tables", remedy))
        return
    for name, table in cast("dict[str, object]", tables).items():
        wrong = words.id_problem(name)
        if wrong is not None:
            found.append(Spot(file, f"{kind}.{name}").problem(*wrong))
        entry = _entry(kind, name, table, found=found)
        yield replace(entry, model=None) if wrong else entry


def _entry(kind: str, name: str, table: object, *, found: list[Problem]) -> Entry:
    file, model = EVERY[kind]
    understood = _understood(table, model, spot=Spot(file, f"{kind}.{name}" if name else kind), found=found)
    return Entry(file, kind, name, cast("Raw", table if isinstance(table, dict) else {}), understood)


def _understood(raw: object, model: type[M], *, spot: Spot, found: list[Problem]) -> M | None:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        details = cast("list[dict[str, Any]]", error.errors(include_url=False))
    found.extend(in_words(details, raw, model=model, spot=spot))
    return None
