"""The fingerprint of a situation: the same for two folders that mean the same."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from typing import Any, cast

from tumen.law import predicates
from tumen.situation.types import Situation

_ORDERED = frozenset(("dims", "values", "names", "decay", "scale", "pair"))
_ABOUT = ("id", "digest", "hidden", "files")
_JSON = json.JSONEncoder(sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=str)


def digest(situation: Situation) -> str:
    """Give the SHA-256 of what a situation says.

    The order of rows, of keys and of the names in a list does not count, nor do comments, the digest that it has
    already, the name of its folder and the bytes of its files, and the list of what was hidden from it. On a journey
    the order of routes does: of those that lead the same way, people take the first that is open. Of law the order of
    the levels of a fact does, and which norm of a pair prevails.

    Returns:
        64 hexadecimal digits.
    """
    meaning = {
        of.name: _canonical(getattr(situation, of.name), of.name) for of in fields(situation) if of.name not in _ABOUT
    }
    if situation.journey is None:
        del meaning["journey"]
    else:
        meaning["journey"]["links"] = list(situation.routes)
    if situation.law is None:
        del meaning["law"]
    for attribute in meaning["attributes"].values():
        attribute["values"] = dict(zip(attribute["values"], attribute.pop("names"), strict=True))
    return hashlib.sha256(_JSON.encode(meaning).encode()).hexdigest()


def _canonical(value: Any, key: str = "") -> Any:  # noqa: ANN401 - whatever JSON can say
    """Sort every list of names, except axes: the levels of a parameter are named in their order.

    Predicates are told apart by their names: all of these, and one of these, have the same fields.
    """
    if is_dataclass(value):
        said = {of.name: _canonical(getattr(value, of.name), of.name) for of in fields(value)}
        return {type(value).__name__: said} if type(value).__module__ == predicates.__name__ else said
    if isinstance(value, dict):
        return {name: _canonical(of, name) for name, of in cast("dict[str, Any]", value).items()}
    if isinstance(value, tuple) and key not in _ORDERED:
        every = cast("tuple[Any, ...]", value)
        return sorted((_canonical(of, "pair" if key == "norms" else "") for of in every), key=_JSON.encode)
    return cast("Any", value)
