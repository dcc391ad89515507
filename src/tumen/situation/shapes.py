"""What pydantic finds wrong in a table, in our words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from pydantic import BaseModel

from tumen.errors import Problem
from tumen.situation import models
from tumen.situation.findings import Spot, instead, listed, nearest, plain, shown
from tumen.situation.nested import as_table, fields_of, table_in

Detail = Mapping[str, Any]
Loc = tuple[str, ...]

PRIORS: Mapping[str, type[BaseModel]] = {
    **dict.fromkeys(("uniform", "loguniform", "solved"), models.Bounds),
    **dict.fromkeys(("normal", "lognormal", "logitnormal"), models.Quantiles),
}
"""Family → model of the prior."""
_WHAT: Mapping[str, str] = {
    "string_type": "a text in quotation marks",
    "bool_type": "true or false, without quotation marks",
    "int_type": "a whole number, without quotation marks",
    "float_type": "a number, without quotation marks",
    "list_type": "a list in square brackets",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "date_type": "a day as YYYY-MM-DD, without quotation marks",
}
_REMEDIES: Mapping[str, str] = {
    "people_in_hiding": "write people_in_hiding = true if anybody in it hides from a state or from others, else false",
    "schema_version": "write schema_version = 1",
}


def in_words(details: Sequence[Detail], raw: object, *, model: type[BaseModel], spot: Spot) -> Iterator[Problem]:
    """Put all findings in a table in our words. A key that was only misspelt is not reported as missing too.

    Args:
        details: As pydantic gives them.
        raw: The table as written.
        model: What it should be.
        spot: Where it stands.
    """
    meant: set[Loc] = set()
    for loc in (_loc(detail) for detail in details if detail["type"] == "extra_forbidden"):
        known = _known(loc, raw, model)
        yield unknown_key(_spot(spot, loc), known)
        meant.add((*loc[:-1], nearest(loc[-1], known) or ""))
    for detail in details:
        if detail["type"] != "extra_forbidden" and not (detail["type"] == "missing" and _loc(detail) in meant):
            yield _problem(detail, _spot(spot, _loc(detail)))


def unknown_key(spot: Spot, known: tuple[str, ...]) -> Problem:
    """Say that a key is unknown, and which was meant."""
    name = spot.key.rsplit(".", 1)[-1]
    near = nearest(name, known)
    remedy = "take it out" if near is None else f"write {shown(near)}"
    remedy += f", or write one of: {listed(known)}" if near is None and known else ""
    return spot.problem("T114", f"there is no key {shown(name)} here", remedy)


def _loc(detail: Detail) -> Loc:
    return tuple(str(part) for part in detail["loc"])


def _spot(spot: Spot, loc: Loc) -> Spot:
    """Give where a finding stands; pydantic names the family of a prior in its path, the file does not."""
    path = [part for i, part in enumerate(loc) if not (i and loc[i - 1] == "prior" and part in PRIORS)]
    return Spot(spot.file, ".".join(part for part in (spot.key, *path) if part))


def _known(loc: Loc, raw: object, model: type[BaseModel]) -> tuple[str, ...]:
    """Give the keys that could still stand in the table in which `loc` ends, as they are written."""
    inner = models.SituationFile if model is models.About else model
    written: object = raw
    for part in loc[:-1]:
        if part in PRIORS and inner in PRIORS.values():
            inner = PRIORS[part]
            continue
        if part in (fields := fields_of(inner)):
            inner = table_in(fields[part].annotation) or inner
        written = _at(written, part)
    return tuple(key for key in fields_of(inner) if key not in as_table(written))


def _at(written: object, part: str) -> object:
    """Give what stands under a key of a table or at a place of a list."""
    if isinstance(written, list):
        return cast("list[object]", written)[int(part)]
    return as_table(written).get(part)


def _problem(error: Detail, spot: Spot) -> Problem:
    name, context = plain(spot.key.rsplit(".", 1)[-1]), error.get("ctx", {})
    match error["type"]:
        case "missing":
            code = "T160" if name == "people_in_hiding" else "T115"
            return spot.problem(code, f"{name} is missing", _REMEDIES.get(name, "write it"))
        case "union_tag_not_found":
            return spot.problem("T115", "the prior names no family", f"write family = one of: {', '.join(PRIORS)}")
        case "union_tag_invalid":
            return spot.problem("T116", f"family is {shown(context['tag'])}", instead(str(context["tag"]), PRIORS))
        case "literal_error":
            allowed = re.findall(r"'([^']*)'", context["expected"])
            return spot.problem("T116", f"{name} is {shown(error['input'])}", instead(str(error["input"]), allowed))
        case _:
            return _wrong_value(spot, name, error)


def _wrong_value(spot: Spot, name: str, error: Detail) -> Problem:
    """Put a value of the wrong type or size in words."""
    context: Detail = error.get("ctx", {})
    value = error["input"]
    if name == "schema_version":
        message = f"schema_version is {shown(value)}; this version of tumen reads 1"
        return spot.problem("T130", message, _REMEDIES[name])
    if error["type"] == "string_too_short":
        return spot.problem("T115", f"{name} is empty", "write it")
    if error["type"] in ("greater_than_equal", "less_than_equal"):
        bound = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
        return spot.problem("T116", f"{name} is {shown(value)}", f"write a whole number of {bound}")
    what = _WHAT.get(error["type"], "a value of another kind")
    return spot.problem("T116", f"{name} is {shown(value)}, not {what.split(',')[0]}", f"write {what}")
