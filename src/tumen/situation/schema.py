"""The format of a situation folder in a form that editors and other programs read."""

from __future__ import annotations

from typing import Any

from tumen.situation.column import Column, Table
from tumen.situation.columns import TABLES
from tumen.situation.files import KERNELS, ORDER, REQUIRED
from tumen.situation.toml import FILES
from tumen.situation.words import ID

_TYPES = {"number": "number", "whole": "integer"}
_PATTERNS = {
    "id": ID.pattern,
    "day": r"\d{4}-\d{2}-\d{2}",
    "date": r"\d{4}(-\d{2}(-\d{2})?)?",
    "names": r"[^;]+(;[^;]+)*",
    "pairs": r"[^=;|]+=[^=;|]+(\|[^=;|]+)*(;[^=;|]+=[^=;|]+(\|[^=;|]+)*)*",
    "locator": r".+ / [1-9]\d*",
    "tokens": r"[^;]+(;[^;]+)*",
    "stay": r"memoryless|instant|erlang [2-4]|fixed [1-6]",
}


def schemas() -> dict[str, dict[str, Any]]:
    """Give the format of each file of a situation.

    Returns:
        File name → JSON Schema (draft 2020-12) of a TOML file, or Table Schema of a CSV file, in the order in which
        one reads them. What the name in a field must exist as stands there as ``refers_to``.
    """
    return {file: _document(file) if file in FILES else _table(file, TABLES[file]) for file in ORDER}


def _document(file: str) -> dict[str, Any]:
    model = FILES[file]
    schema = model.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["$id"] = f"tumen:{file}"
    return schema | {"title": file, **_needed(file)}


def _table(file: str, table: Table) -> dict[str, Any]:
    fields = [_field(column) for column in table.columns]
    schema: dict[str, Any] = {"name": file, "description": table.about, "fields": fields}
    if table.key:
        schema["primaryKey"] = list(table.key)
    return schema | {"missingValues": [""], **_needed(file)}


def _needed(file: str) -> dict[str, Any]:
    """Say whether a file must be there, and with which kernel, where it goes with one."""
    return {"x-required": file in REQUIRED} | ({"x-kernel": KERNELS[file]} if file in KERNELS else {})


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.needed else {}
    if column.one_of:
        constraints["enum"] = list(column.one_of)
    if column.kind in _PATTERNS:
        constraints["pattern"] = _PATTERNS[column.kind]
    if column.kind == "whole":
        constraints |= {"minimum": 0, "maximum": column.most}
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES.get(column.kind, "string"),
        "description": column.about,
    }
    if column.refers:
        field["refers_to"] = column.refers
    return field | ({"constraints": constraints} if constraints else {})
