"""A law in memory, written as norms.toml and positions.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from tumen.law import predicates
from tumen.law.body import Law
from tumen.law.instruments import Basis
from tumen.law.predicates import ALWAYS, Predicate

NORMS = ("parties", "references", "actions", "instruments", "norms", "facts", "shares", "doctrines")
POSITIONS = ("conditions", "readings", "positions")
KINDS = {"parties": "party"}
"""The others lose their last letter."""
RENAMED = {
    "first": "from",
    "last": "to",
    "memberships": "membership",
    "reservations": "reservation",
    "exceptions": "exception",
    "alternatives": "alternative",
    "stretches": "stretch",
    "arguments": "argument",
    "stances": "stance",
}
KEYS: Mapping[type, str] = {
    predicates.Only: "only",
    predicates.InStatus: "statuses",
    predicates.InPlace: "places",
    predicates.Share: "share",
    predicates.Holds: "holds",
    predicates.All: "all",
    predicates.Any: "any",
    predicates.Not: "not",
}
INSIDE = ("LegalException", "Alternative")
"""Parts whose id is a key, and not the name of their table."""


def written(law: Law | None) -> dict[str, dict[str, dict[str, Any]]]:
    """Give the tables of both files, by name."""
    if law is None:
        return {}
    aside = {"set_aside": dict(law.set_aside)} if law.set_aside else {}
    return {"norms.toml": _of(law, NORMS) | aside, "positions.toml": _of(law, POSITIONS)}


def _of(law: Law, names: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    return {
        f"{KINDS.get(name, name[:-1])}.{id_}": table(thing)
        for name in names
        for id_, thing in getattr(law, name).items()
    }


def table(thing: Any) -> dict[str, Any]:
    """Give a thing of law as its table; what is empty is left out."""
    told: dict[str, Any] = {}
    for field in fields(thing):
        value = getattr(thing, field.name)
        if isinstance(value, Basis):
            told |= {name: of for name, of in vars(value).items() if of}
        elif field.name in ("scope", "covers"):
            told |= {} if value is None or value == ALWAYS else {field.name: predicate(value)}
        elif field.name != "id" or type(thing).__name__ in INSIDE:
            told[RENAMED.get(field.name, field.name)] = _value(value)
    return {key: value for key, value in told.items() if value is not None and value not in ("", {})}


def _value(value: Any) -> Any:
    if is_dataclass(value):
        return table(value)
    return [_value(of) for of in value] if isinstance(value, tuple) else value


def predicate(of: Predicate) -> Mapping[str, Any]:
    """Give a predicate as its table."""
    if isinstance(of, predicates.Between):
        return {key: day for key, day in (("from", of.first), ("to", of.last)) if day is not None}
    if isinstance(of, predicates.AtLeast):
        return {"at_least": {of.fact: of.level}}
    key = KEYS[type(of)]
    value = next(iter(vars(of).values()))
    if key in ("all", "any"):
        return {key: [predicate(part) for part in value]}
    return {key: predicate(value) if key == "not" else value}
