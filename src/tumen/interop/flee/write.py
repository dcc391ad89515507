"""Texts of TOML and CSV files: escaped, in the order given, the same bytes for the same values."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

Plain = str | bool | int | float | date | Sequence[str]


def toml_text(content: Mapping[str, object]) -> str:
    """Write a TOML document: plain values first, then a table for each mapping, and so on inward."""
    return "\n".join([*_table((), content)]).strip("\n") + "\n"


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a CSV file: None is an empty cell, true and false are yes and no, a list is separated by ``;``."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return file.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | list):
        return ";".join(map(str, value))  # pyright: ignore[reportUnknownArgumentType]
    if isinstance(value, float):
        return number(value)
    return "" if value is None else str(value)


def number(value: float) -> str:
    """Write a number so that reading it gives the same one; a whole one without a point."""
    return str(int(value)) if value == int(value) and abs(value) < 2**53 else repr(value)


def _table(path: tuple[str, ...], content: Mapping[str, object]) -> Iterable[str]:
    own = {key: value for key, value in content.items() if not isinstance(value, Mapping) or isinstance(value, Inline)}
    if path and (own or not content):
        yield f"\n[{'.'.join(map(_key, path))}]"
    for key, value in own.items():
        yield f"{_key(key)} = {_value(value)}"
    for key, value in content.items():
        if key not in own and isinstance(value, Mapping):
            yield from _table((*path, key), value)  # pyright: ignore[reportUnknownArgumentType]


class Inline(dict[str, object]):
    """A table that is written in one line."""


def _key(key: str) -> str:
    plain = key.replace("_", "").replace("-", "")
    return key if plain.isalnum() and plain.isascii() else _value(key)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | date):
        return value.isoformat() if isinstance(value, date) else repr(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(str(k))} = {_value(v)}" for k, v in value.items()) + " }"  # pyright: ignore
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    items = ", ".join(_value(item) for item in value)  # pyright: ignore
    return f"[{items}]"
