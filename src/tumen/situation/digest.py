"""The fingerprint of a situation: the same for two folders that mean the same."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any, cast

from tumen.situation.types import Situation

_ORDERED = frozenset(("dims", "values", "names"))
_ABOUT = ("id", "digest", "hidden", "files")


def digest(situation: Situation) -> str:
    """Give the SHA-256 of what a situation says.

    The order of rows, of keys and of the names in a list does not count, nor do comments, the digest that it has
    already, the name of its folder and the bytes of its files, and the list of what was hidden from it.

    Returns:
        64 hexadecimal digits.
    """
    meaning = {key: value for key, value in asdict(situation).items() if key not in _ABOUT}
    for attribute in meaning["attributes"].values():
        attribute["values"] = dict(zip(attribute["values"], attribute.pop("names"), strict=True))
    return hashlib.sha256(_text(_canonical(meaning)).encode()).hexdigest()


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=str)


def _canonical(value: Any, key: str = "") -> Any:  # noqa: ANN401 - whatever JSON can say
    """Sort every list of names, except axes: the levels of a parameter are named in their order."""
    if isinstance(value, dict):
        return {name: _canonical(of, name) for name, of in cast("dict[str, Any]", value).items()}
    if isinstance(value, tuple) and key not in _ORDERED:
        return sorted((_canonical(of) for of in cast("tuple[Any, ...]", value)), key=_text)
    return cast("Any", value)
