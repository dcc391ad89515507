"""From the text of a TOML file to tables that can be relied on, one by one: a wrong table hides none of the others."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

from pydantic import BaseModel, RootModel, ValidationError

from tumen.errors import Problem
from tumen.situation import evidence_models, journey_models, law_models, models, policy_models, switch_models, words
from tumen.situation.findings import Spot, shown
from tumen.situation.shapes import in_words, unknown_key

M = TypeVar("M", bound=BaseModel)
Raw = Mapping[str, object]

FILES: Mapping[str, type[BaseModel]] = {
    "situation.toml": models.SituationFile,
    "parameters.toml": models.ParametersFile,
    "worlds.toml": models.WorldsFile,
    "outcomes.toml": models.OutcomesFile,
    "policies.toml": policy_models.PoliciesFile,
    "switches.toml": switch_models.SwitchesFile,
    "sources.toml": evidence_models.SourcesFile,
    "quantities.toml": evidence_models.QuantitiesFile,
    "pools.toml": evidence_models.PoolsFile,
    "norms.toml": law_models.NormsFile,
    "positions.toml": law_models.PositionsFile,
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
    "lever": ("policies.toml", policy_models.LeverTable),
    "policy": ("policies.toml", policy_models.PolicyTable),
    "loop": ("switches.toml", switch_models.LoopTable),
    "switch": ("switches.toml", switch_models.SwitchTable),
    "contrast": ("switches.toml", switch_models.ContrastTable),
    "source": ("sources.toml", evidence_models.SourceTable),
    "quantity": ("quantities.toml", evidence_models.QuantityTable),
    "pool": ("pools.toml", evidence_models.PoolTable),
    "party": ("norms.toml", law_models.PartyTable),
    "reference": ("norms.toml", law_models.ReferenceTable),
    "action": ("norms.toml", law_models.ActionTable),
    "instrument": ("norms.toml", law_models.InstrumentTable),
    "norm": ("norms.toml", law_models.NormTable),
    "fact": ("norms.toml", law_models.FactTable),
    "share": ("norms.toml", law_models.ShareTable),
    "doctrine": ("norms.toml", law_models.DoctrineTable),
    "condition": ("positions.toml", law_models.ConditionTable),
    "reading": ("positions.toml", law_models.ReadingTable),
    "position": ("positions.toml", law_models.PositionTable),
}
"""Kind of thing, ``[kind.id]`` → its file and model."""
ALONE: Mapping[str, tuple[str, type[BaseModel]]] = {
    "journey": ("situation.toml", journey_models.JourneyTable),
    "set_aside": ("norms.toml", law_models.SetAside),
}
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


def read_document(
    file: str, text: str, found: list[Problem], *, kinds: Mapping[str, type[BaseModel]] | None = None
) -> Document | None:
    """Read a TOML file.

    Args:
        file: Name of the file.
        text: What stands in it.
        found: Problems are added here.
        kinds: Kind of table → its model, for a file that is none of `FILES`.

    Returns:
        Its parts, sound or not; None where the text is no TOML.
    """
    raw = _parsed(file, text, found)
    if raw is None:
        return None
    mine = kinds or {kind: model for kind, (of, model) in EVERY.items() if of == file}
    once = {key: value for key, value in raw.items() if key not in mine}
    tables = [_Tables(file, kind, mine[kind]) for kind in raw if kind in mine]
    entries = [entry for of in tables for entry in of.entries(raw[of.kind], found)]
    if file == "situation.toml":
        return Document(tuple(_head(once, found)), raw, tuple(entries))
    found.extend(unknown_key(Spot(file, key), tuple(mine)) for key in once)
    return Document((), raw, tuple(entries))


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


def _head(once: Raw, found: list[Problem]) -> Iterator[BaseModel]:
    """Understand what stands outside the tables ``[kind.id]`` of situation.toml."""
    spot = Spot("situation.toml")
    scalars = {key: value for key, value in once.items() if key != "time"}
    for part, model in ((scalars, models.About), (once.get("time"), models.Time)):
        if part is None:
            found.append(spot.problem("T115", "the table [time] is missing", "say from, to, step and report in it"))
            continue
        understood = _understood(part, model, spot=Spot(spot.file, "time" if model is models.Time else ""), found=found)
        if understood is not None:
            yield understood


@dataclass(frozen=True)
class _Tables:
    """All tables of one kind in a file."""

    file: str
    kind: str
    model: type[BaseModel]

    def entries(self, tables: object, found: list[Problem]) -> Iterator[Entry]:
        if self.kind in ALONE or issubclass(self.model, RootModel):
            yield self._entry("", tables, found)
            return
        if not isinstance(tables, dict):
            remedy = f"write tables [{self.kind}.ID]"
            message = f"{self.kind} is {shown(tables)}, not a table of tables"
            found.append(Spot(self.file, self.kind).problem("T116", message, remedy))
            return
        for name, table in cast("dict[str, object]", tables).items():
            wrong = words.id_problem(name)
            if wrong is not None:
                found.append(Spot(self.file, f"{self.kind}.{name}").problem(*wrong))
            entry = self._entry(name, table, found)
            yield replace(entry, model=None) if wrong else entry

    def _entry(self, name: str, table: object, found: list[Problem]) -> Entry:
        spot = Spot(self.file, f"{self.kind}.{name}" if name else self.kind)
        understood = _understood(table, self.model, spot=spot, found=found)
        raw = cast("Raw", table if isinstance(table, dict) else {})
        return Entry(self.file, self.kind, name, raw, understood)


def _understood(raw: object, model: type[M], *, spot: Spot, found: list[Problem]) -> M | None:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        details = cast("list[dict[str, Any]]", error.errors(include_url=False))
    found.extend(in_words(details, raw, model=model, spot=spot))
    return None
