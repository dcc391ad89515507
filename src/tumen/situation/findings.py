"""Where a problem stands, and how its words name what was written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from tumen.errors import Problem

_LONGEST = 60


@dataclass(frozen=True)
class Spot:
    """A place in a situation folder.

    Attributes:
        file: Name of the file.
        key: Column, or path of keys.
        row: Line, from 1; None where there is none.
    """

    file: str
    key: str = ""
    row: int | None = None

    def problem(self, code: str, message: str, remedy: str) -> Problem:
        """Say what is wrong here."""
        key = ".".join(plain(part) for part in self.key.split("."))
        return Problem(code, plain(self.file), self.row, key, message, remedy)


def plain(value: object) -> str:
    """Give what was written, cut where it is long, with nothing in it that could disturb a terminal or a reader."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def shown(value: object) -> str:
    """Quote what was written, made `plain`."""
    return f"'{plain(value)}'"


def listed(names: Iterable[str], most: int = 8) -> str:
    """List names in one phrase, at most `most` of them."""
    every = tuple(names)
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(plain(name) for name in every[:most]) + more


@lru_cache(maxsize=4096)
def nearest(word: str, names: tuple[str, ...]) -> str | None:
    """Find the name that `word` was probably meant to be; None where nothing is near."""
    if len(word) > _LONGEST:
        return None
    lower = {name.lower(): name for name in reversed(names)}
    found = get_close_matches(word.lower(), tuple(lower), n=1)
    return lower[found[0]] if found else None


def instead(word: str, names: Iterable[str]) -> str:
    """Say what to write instead of `word`: the nearest right name, or all of them."""
    every = tuple(names)
    near = nearest(word, every)
    if near is not None:
        return f"write {shown(near)}"
    return f"write one of: {listed(every)}" if every else "take it out"
