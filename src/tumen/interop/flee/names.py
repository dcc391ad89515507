"""Identifiers of our own for the names of others: every name of Flee's may hold anything."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from tumen.situation.findings import plain

_OTHER = re.compile(r"[^A-Za-z0-9_-]+")
_RUNS = re.compile(r"([_-])[_-]+")


def slug(name: str) -> str:
    """Give the identifier nearest to a name: ``Bobo-Dioulasso`` as it is, ``Río Blanco`` as ``Rio_Blanco``."""
    base = unicodedata.normalize("NFKD", name)
    text = _RUNS.sub(r"\1", _OTHER.sub("_", "".join(c for c in base if not unicodedata.combining(c)))).strip("_-")
    return text if text[:1].isalpha() else f"p_{text}".rstrip("_")


def slugs(names: Iterable[str]) -> tuple[str, ...]:
    """Give each name an identifier of its own, equal ones with a number behind."""
    return _numbered((slug(name) for name in names), "_")


def way_ids(ends: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Give each way an identifier: ``A--B``; further ones from A to B are ``A--B-2`` and so on."""
    return _numbered((f"{one}--{other}" for one, other in ends), "-")


def _numbered(wanted: Iterable[str], sign: str) -> tuple[str, ...]:
    """Number what stands there already; no number makes what another is called."""
    every = tuple(wanted)
    taken, last, given = set(every), dict[str, int](), list[str]()
    for text in every:
        number = last.get(text, 0) + 1
        while number > 1 and f"{text}{sign}{number}" in taken:
            number += 1
        last[text] = number
        given.append(text if number == 1 else f"{text}{sign}{number}")
        taken.add(given[-1])
    return tuple(given)


def readable(name: str) -> str:
    """Give a name for people to read: nothing in it that disturbs, and never nothing."""
    return plain(name).strip() or "unknown"
