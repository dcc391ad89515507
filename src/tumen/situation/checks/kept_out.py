"""Claims that could harm people: only their place in the source is kept, and nothing leads to it."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.errors import Problem
from tumen.evidence import KEPT_OUT
from tumen.situation.draft import Draft
from tumen.situation.findings import listed, shown
from tumen.situation.references import Reference
from tumen.situation.table import Row, sound

FILE = "claims.csv"
UNSAID = "kept out"
"""Stands in place of who says it and of what it is about."""
_KEPT = ("id", "source", "locator", "tokens", "kind", "statement")
_UNSAID = ("attributed_to", "subject")


def check_kept_out(draft: Draft) -> Iterator[Problem]:
    """A claim that is kept out says where it stands and nothing else."""
    for row in sound(draft.files.rows(FILE)):
        unsaid = [column for column in _UNSAID if row[column] == UNSAID]
        if row["statement"] == KEPT_OUT:
            yield from _told(row)
        elif unsaid:
            message = f"{shown(row['id'])} says {shown(UNSAID)} as its {listed(unsaid)}, and its statement is told"
            remedy = f"write {shown(KEPT_OUT)} as its statement, or say what it is about"
            yield row.spot("statement").problem("T167", message, remedy)


def _told(row: Row) -> Iterator[Problem]:
    """Report what such a claim tells, without repeating it."""
    for column in (column for column in _UNSAID if row[column] != UNSAID):
        message = f"{shown(row['id'])} is kept out and tells its {column}"
        yield row.spot(column).problem("T167", message, f"write {shown(UNSAID)}")
    told = [column for column in row.cells if row[column] and column not in (*_KEPT, *_UNSAID)]
    if told:
        message = f"{shown(row['id'])} is kept out and tells its {listed(told)}"
        yield row.spot(told[0]).problem("T167", message, "leave these cells empty")


def check_cited(draft: Draft) -> Iterator[Problem]:
    """Nothing rests on a claim that is kept out, and nothing leads to it but links, and pools that leave it out."""
    kept = {row["id"] for row in draft.files.rows(FILE) if row["statement"] == KEPT_OUT}
    kept |= {claim.id for claim in draft.situation.claims.values() if claim.kept_out}
    left_out = {row.line for row in draft.files.rows("members.csv") if row["role"] == "out"}
    for reference in draft.references:
        if _names(reference, kept) and not _harmless(reference, left_out):
            message = f"{shown(reference.name)} is kept out: it could harm people"
            yield reference.spot.problem("T168", message, "take it out here: nothing rests on it")


def _names(reference: Reference, kept: set[str]) -> bool:
    if reference.kind == "subject":
        return reference.name == UNSAID
    return "claim" in reference.kind.split("|") and reference.name in kept


def _harmless(reference: Reference, left_out: set[int]) -> bool:
    file = reference.spot.file
    return file == "links.csv" or (file == "members.csv" and reference.spot.row in left_out)
