"""Every name that one thing gives of another: found from the columns and fields that say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from pydantic import BaseModel, RootModel
from pydantic.fields import FieldInfo

from tumen.situation import words
from tumen.situation.column import Column
from tumen.situation.columns import TABLES
from tumen.situation.files import Files
from tumen.situation.findings import Spot
from tumen.situation.nested import as_table, fields_of, tables_inside, tables_of
from tumen.situation.table import Row
from tumen.situation.toml import EVERY, FILES, Entry, Raw

ATTRIBUTE = "attribute"
_NO_NAMES = ("value", "number")
"""Kinds of what is no name by itself: of which attribute a class is, a ration does not say; its own check does."""
_NAMED = "anchor"
"""Key of tables inside a table whose names are those of other things."""


@dataclass(frozen=True)
class Reference:
    """A name of one thing, written in another.

    Attributes:
        spot: Where it is written.
        kind: What it should be the name of, e.g. ``place`` or ``exit|group``; ``value`` for ``attribute=value``.
        name: As written.
        holder: Kind and id of the thing in which it is written, e.g. ``exit``, ``arrest``.
    """

    spot: Spot
    kind: str
    name: str
    holder: tuple[str, str]


def references(files: Files) -> Iterator[Reference]:
    """Give all references in a folder, also those in rows and tables with other problems."""
    cells = ((row, column) for file, of in TABLES.items() for row in files.rows(file) for column in of.columns)
    for row, column in cells:
        yield from _in_cell(row, column)
    for kind, (file, model) in EVERY.items():
        entries = (entry for entry in files.document(file).entries if entry.kind == kind)
        for entry in entries:
            yield from _in_table(entry.raw, model, entry=entry, keys=())


def mentions(files: Files) -> frozenset[str]:
    """Give every word in what is not sound: what may be used there, so that it is not called unused."""
    found: set[str] = set()
    cells = (cell for file in TABLES for row in files.rows(file) if not row.sound for cell in row.written)
    for cell in cells:
        found.update(re.split(r"[;=|]", cell))
    for file in FILES:
        document = files.document(file)
        unknown = [value for key, value in document.raw.items() if key not in EVERY]
        found.update(_words([*unknown, *(entry.raw for entry in document.entries if entry.model is None)]))
    return frozenset(found)


def _words(value: object) -> Iterator[str]:
    """Give every text in a value of a TOML file, keys as well."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        table = cast("dict[str, object]", value)
        yield from table
        yield from (word for inner in table.values() for word in _words(inner))
    elif isinstance(value, list):
        yield from (word for inner in cast("list[object]", value) for word in _words(inner))


def _in_cell(row: Row, column: Column) -> Iterator[Reference]:
    text = row[column.name] if column.refers else ""
    if not text or not (row.sound or words.problem(column, text) is None):
        return
    spot, holder = row.spot(column.name), (row.file, row.cells.get("id", ""))
    if column.kind == "pairs":
        every = [(name, value) for name, values in words.pairs(text).items() for value in values]
        yield from (
            _keyed(spot, every, holder, refers=column.refers) if "=" in column.refers else _pairs(spot, every, holder)
        )
    elif column.refers != "rest":
        yield from (Reference(spot, column.refers, name, holder) for name in words.names(text))
    elif text not in ("0", "1"):
        yield Reference(spot, "parameter", text, holder)


def _pairs(spot: Spot, every: list[tuple[str, str]], holder: tuple[str, str]) -> Iterator[Reference]:
    for attribute in dict.fromkeys(attribute for attribute, _ in every):
        yield Reference(spot, ATTRIBUTE, attribute, holder)
    for attribute, value in every:
        yield Reference(spot, "value", f"{attribute}={value}", holder)


def _keyed(spot: Spot, every: list[tuple[str, str]], holder: tuple[str, str], *, refers: str) -> Iterator[Reference]:
    """Give both sides of ``name=name``, of the kinds that `refers` names in the same way."""
    key_kind, value_kind = refers.split("=")
    for key, value in every:
        yield Reference(spot, key_kind, key, holder)
        yield Reference(spot, value_kind, value, holder)


def _in_table(raw: Raw, model: type[BaseModel], *, entry: Entry, keys: tuple[str, ...]) -> Iterator[Reference]:
    """Give the references in a table, and in the tables inside it: ``anchor`` of a world, ``exception`` of a norm."""
    if issubclass(model, RootModel):
        yield from _in_field(raw, model.model_fields["root"], entry=entry, keys=keys)
        return
    fields, inside = fields_of(model), tables_of(model)
    for key in (key for key in fields if key in raw):
        inner, path = inside[key], (*keys, key)
        if inner is None:
            yield from _in_field(raw[key], fields[key], entry=entry, keys=path)
        else:
            yield from _in_tables(tables_inside(raw[key], fields[key]), inner, entry=entry, keys=path)


def _in_tables(
    tables: Iterable[tuple[tuple[str, ...], Raw]], model: type[BaseModel], *, entry: Entry, keys: tuple[str, ...]
) -> Iterator[Reference]:
    for path, table in tables:
        if keys[-1] == _NAMED:
            yield Reference(entry.spot(*keys, *path), _NAMED, path[-1], (entry.kind, entry.id))
        yield from _in_table(table, model, entry=entry, keys=(*keys, *path))


def _in_field(value: object, info: FieldInfo, *, entry: Entry, keys: tuple[str, ...]) -> Iterator[Reference]:
    extra = info.json_schema_extra
    refers = cast("dict[str, Any]", extra).get("refers_to", "") if isinstance(extra, dict) else ""
    spot, holder = entry.spot(*keys), (entry.kind, entry.id)
    for i, of in enumerate(_lists(value)):
        yield from _in_field(of, info, entry=entry, keys=(*keys, str(i)))
    if refers == "attribute=value":
        every = [(name, of) for name, values in as_table(value).items() for of in _texts(values)]
        yield from _pairs(spot, every, holder)
    elif "=" in refers:
        key_kind, value_kind = refers.split("=")
        for name, of in as_table(value).items():
            named = [(key_kind, name), *((value_kind, text) for text in _texts(of))]
            yield from (Reference(spot, kind, text, holder) for kind, text in named if kind not in _NO_NAMES)
    elif refers:
        yield from (Reference(spot, refers, name, holder) for name in _texts(value) if name or value)


def _lists(value: object) -> list[object]:
    """Give the lists in a list of lists."""
    every = cast("list[object]", value) if isinstance(value, list) else []
    return [of for of in every if isinstance(of, list)]


def _texts(value: object) -> list[str]:
    every = cast("list[object]", value) if isinstance(value, list) else [value]
    return [text for text in every if isinstance(text, str)]
