"""Tables inside tables of a TOML file, as their models declare them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Raw = Mapping[str, object]


@cache
def fields_of(model: type[BaseModel]) -> Mapping[str, FieldInfo]:
    """Give the fields of a model by the keys under which they are written."""
    return {info.alias or name: info for name, info in model.model_fields.items()}


@cache
def tables_of(model: type[BaseModel]) -> Mapping[str, type[BaseModel] | None]:
    """Give, by key, the model of the table, or of each of several tables, in a field; None where it holds none."""
    return {key: table_in(info.annotation) for key, info in fields_of(model).items()}


def table_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - whatever a field may be annotated with
    """Give the model of the table, or of each of several tables, that a field holds; None where it holds none."""
    if isinstance(annotation, type):
        return annotation if issubclass(annotation, BaseModel) else None
    return next((found for of in get_args(annotation) if (found := table_in(of)) is not None), None)


def is_keyed(annotation: Any) -> bool:  # noqa: ANN401
    """Say whether a field holds tables with names of their own: ``dict[str, …]``."""
    if get_origin(annotation) in (Union, UnionType):
        return any(is_keyed(of) for of in get_args(annotation) if of is not NoneType)
    return get_origin(annotation) is dict


def tables_inside(value: object, info: FieldInfo) -> Iterator[tuple[tuple[str, ...], Raw]]:
    """Give the tables that are written in a field, sound or not, and the keys that lead from it to each."""
    if isinstance(value, list):
        yield from (((str(i),), as_table(of)) for i, of in enumerate(cast("list[object]", value)))
    elif is_keyed(info.annotation):
        yield from (((name,), as_table(of)) for name, of in as_table(value).items())
    else:
        yield (), as_table(value)


def as_table(value: object) -> Raw:
    """Give a table as it is, and an empty one in place of anything else."""
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}
