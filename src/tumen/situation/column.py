"""What a table in a situation folder is made of: its columns, and the usual kinds of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["id", "text", "word", "names", "pairs", "stay", "day", "date", "number", "whole", "locator", "tokens"]


@dataclass(frozen=True)
class Column:
    """A column of a CSV file.

    Attributes:
        name: As in the header.
        kind: ``id``; free ``text``; one ``word``; ``names`` separated by semicolons; ``pairs`` as in
            ``sex=woman;age=adult``; a ``stay``; a ``day`` (``YYYY-MM-DD``); a ``date`` (``YYYY`` or finer); a
            ``number``; a ``whole`` number; a ``locator`` (``Heading / 3``); ``tokens``, separated by semicolons.
        about: What it holds.
        needed: Whether the cell may not be empty.
        one_of: The words that are allowed; empty where any is.
        refers: What its names are names of, e.g. ``place`` or ``exit|group``; empty for nothing.
        most: For a whole number: the largest allowed.
    """

    name: str
    kind: Kind
    about: str
    needed: bool = False
    one_of: tuple[str, ...] = ()
    refers: str = ""
    most: int = 0


@dataclass(frozen=True)
class Table:
    """A CSV file.

    Attributes:
        about: What one row is.
        columns: Of the file, all required.
        key: Columns that together stand in one row only.
        needs_rows: Whether a header alone is not enough.
        most: Rows that it may have at most; 0 where its size alone bounds it.
    """

    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    needs_rows: bool = False
    most: int = 10_000


def ident(about: str) -> Column:
    """Give the column of identifiers."""
    return Column("id", "id", about, needed=True)


def ref(name: str, refers: str, about: str, *, needed: bool = False) -> Column:
    """Give a column with one name of another thing."""
    return Column(name, "word", about, needed=needed, refers=refers)


def refs(name: str, refers: str, about: str, *, needed: bool = False) -> Column:
    """Give a column with names of other things, separated by semicolons."""
    return Column(name, "names", about, needed=needed, refers=refers)


def choice(name: str, one_of: tuple[str, ...], about: str, *, needed: bool = True) -> Column:
    """Give a column with one of a few words."""
    return Column(name, "word", about, needed=needed, one_of=one_of)
