"""What pydantic finds wrong in a table, in our words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from pydantic import BaseModel

from tumen.errors import Problem
from tumen.situation import models
from tumen.situation.findings import Spot, instead, listed, nearest, plain, shown

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
    if "prior" in loc[:-1]:
        model = PRIORS[loc[loc.index("prior") + 1]]
    elif len(loc) > 1:
        model = _inside(model, loc[0]) or (models.AnchorPriorTable if loc[0] == "anchor" else models.LevelTable)
    elif model is models.About:
        model = models.SituationFile
    written = _table(raw)
    for part in loc[:-1]:
        written = _table(written.get(part, written))
    every = (info.alias or name for name, info in model.model_fields.items())
    return tuple(name for name in every if name not in written)


def _inside(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    """Give the model of a table that stands once inside another; None for any other key."""
    inner = model.model_fields[key].annotation if key in model.model_fields else None
    return inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None


def _table(value: object) -> Mapping[str, object]:
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


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
