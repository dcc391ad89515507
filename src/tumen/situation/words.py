"""What one cell of a table may say, and what it means. `problem` checks; the others convert what was checked."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal, cast

from tumen.situation.column import Column
from tumen.situation.findings import instead, shown
from tumen.world import Stay

ID_RULE = "letters, digits, `_` and `-`, beginning with a letter"
ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_MONTH = re.compile(r"\d{4}(-\d{2})?", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_LOCATOR = re.compile(r"(\S|\S.*\S) / [1-9]\d*", re.ASCII)
_LONG_TOKEN = 12
_STAYS: Mapping[str, tuple[int, int]] = {"memoryless": (1, 1), "instant": (1, 1), "erlang": (2, 4), "fixed": (1, 6)}

Wrong = tuple[str, str, str]
"""Code, message and remedy."""


def problem(column: Column, text: str) -> Wrong | None:
    """Say what is wrong with a cell that is not empty; None if nothing is."""
    return _PROBLEMS[column.kind](column, text)


def id_problem(text: str) -> Wrong | None:
    """Say why `text` is no identifier; None if it is one."""
    if ID.fullmatch(text):
        return None
    return "T113", f"{shown(text)} is no identifier", f"use {ID_RULE}"


def _word(column: Column, text: str) -> Wrong | None:
    if column.one_of:
        if text in column.one_of:
            return None
        return "T116", f"{column.name} is {shown(text)}", instead(text, column.one_of)
    return None if column.refers else id_problem(text)


def _names(_: Column, text: str) -> Wrong | None:
    every = text.split(";")
    if "" in every:
        return "T116", f"there is an empty name in {shown(text)}", "separate names by one `;`, without one at the end"
    twice = next((name for name in every if every.count(name) > 1), None)
    return None if twice is None else ("T112", f"{shown(twice)} is named twice in one cell", "name it once")


def _pairs(column: Column, text: str) -> Wrong | None:
    sign = "sex=woman" if column.name == "set" else "sex=woman;class=wavering|hostile"
    every = [pair.split("=") for pair in text.split(";")]
    if any(len(pair) != 2 or not pair[0] or not pair[1] for pair in every):  # noqa: PLR2004
        return "T116", f"{shown(text)} is no list of attribute=value", f"write it as in {sign}"
    keys = [pair[0] for pair in every]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        return "T112", f"{shown(twice)} is named twice in one cell", "name each attribute once"
    values = [value for pair in every for value in pair[1].split("|")]
    if "" in values:
        return "T116", f"there is an empty value in {shown(text)}", "separate values by one `|`"
    if column.name == "set" and "|" in text:
        return "T116", f"{shown(text)} gives one attribute several values", "set one value, or write several exits"
    if column.name == "drivers" and "|" in text:
        return "T116", f"{shown(text)} gives one signal several elasticities", "name one parameter for each signal"
    return None


def _stay(_: Column, text: str) -> Wrong | None:
    kind, *numbers = text.split(" ")
    if kind not in _STAYS:
        return "T116", f"stay is {shown(text)}", instead(kind, _STAYS)
    low, high = _STAYS[kind]
    right = not numbers if high == 1 else numbers in [[str(n)] for n in range(low, high + 1)]
    if right:
        return None
    remedy = f"write `{kind}` alone" if high == 1 else f"write `{kind} {low}` to `{kind} {high}`"
    return "T116", f"stay is {shown(text)}", remedy


def _day(column: Column, text: str) -> Wrong | None:
    if DAY.fullmatch(text) and _is_date(text):
        return None
    return "T116", f"{column.name} is {shown(text)}, which is no day", "write a day of the calendar as YYYY-MM-DD"


def _date(column: Column, text: str) -> Wrong | None:
    return date_problem(column.name, text)


def date_problem(name: str, text: str) -> Wrong | None:
    """Say why `text` is no date of the form ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; None if it is one."""
    if _DATE.fullmatch(text) and _is_date(text):
        return None
    return "T116", f"{name} is {shown(text)}, which is no date", "write YYYY, YYYY-MM or YYYY-MM-DD"


def month_problem(name: str, text: str) -> Wrong | None:
    """Say why `text` is neither ``YYYY`` nor ``YYYY-MM``; None if it is one."""
    if _MONTH.fullmatch(text) and _is_date(text):
        return None
    return "T116", f"{name} is {shown(text)}", "write YYYY, or YYYY-MM for the end of a month"


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text + "-01-01"[len(text) - len("YYYY") :])
    except ValueError:
        return False
    return True


def _number(column: Column, text: str) -> Wrong | None:
    if _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return None
    return "T116", f"{column.name} is {shown(text)}, which is no number", "write digits and a point, as in 12000 or 0.5"


def _whole(column: Column, text: str) -> Wrong | None:
    if text in map(str, range(column.most + 1)):
        return None
    return "T116", f"{column.name} is {shown(text)}", f"write a whole number from 0 to {column.most}"


def _locator(_: Column, text: str) -> Wrong | None:
    if _LOCATOR.fullmatch(text):
        return None
    return "T222", f"{shown(text)} is no locator", "write the heading, ` / ` and the number of the paragraph, from 1"


def _tokens(_: Column, text: str) -> Wrong | None:
    every = text.split(";")
    if any(not token.strip() for token in every):
        return "T223", f"there is an empty token in {shown(text)}", "separate tokens by one `;`, without one at the end"
    if len(set(every)) > 1 or max(map(len, every)) >= _LONG_TOKEN:
        return None
    message = f"{shown(text)} alone could stand in many a paragraph"
    return "T223", message, f"add a second token, or write one of at least {_LONG_TOKEN} characters"


_PROBLEMS: Mapping[str, Callable[[Column, str], Wrong | None]] = {
    "id": lambda _, text: id_problem(text),
    "text": lambda _, text: None if text.strip() else ("T115", "there are only blanks", "write something"),
    "word": _word,
    "names": _names,
    "pairs": _pairs,
    "stay": _stay,
    "day": _day,
    "date": _date,
    "number": _number,
    "whole": _whole,
    "locator": _locator,
    "tokens": _tokens,
}


def names(text: str) -> tuple[str, ...]:
    """Give the names in a cell; none where it is empty."""
    return tuple(name for name in text.split(";") if name)


def pairs(text: str) -> dict[str, tuple[str, ...]]:
    """Give attribute → values of a cell such as ``sex=woman;class=wavering|hostile``."""
    split = [pair.partition("=") for pair in names(text)]
    return {key: tuple(value for value in values.split("|") if value) for key, _, values in split}


def stay(text: str) -> Stay:
    """Give the meaning of a cell such as ``erlang 3``."""
    kind, _, number = text.partition(" ")
    return Stay(cast(Literal["memoryless", "erlang", "fixed", "instant"], kind), int(number or 1))


def number(text: str) -> float | None:
    """Give the number in a cell; None where it is empty."""
    return float(text) if text else None


def day(text: str) -> date | None:
    """Give the day in a cell; None where it is empty."""
    return date.fromisoformat(text) if text else None


def in_order(first: str, last: str) -> bool:
    """Say whether one date does not lie after another; as fine as the coarser of the two tells."""
    fine = min(len(first), len(last))
    return first[:fine] <= last[:fine]
