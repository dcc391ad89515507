"""Law as a whole: both of its files, what each table rests on, days in order, and words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import cast

from pydantic import BaseModel

from tumen.errors import Problem
from tumen.situation import law_models as models
from tumen.situation.draft import Draft
from tumen.situation.findings import Spot, shown
from tumen.situation.law_parts import LAW, NORMS, POSITIONS, Piece, pieces_of

_SHORTEST = 40
_DAYS = (("first", "last"), ("adopted", "in_force", "ended"))
"""Fields of tables of law that are days, in the order in which they must come."""
_NEVER = re.compile(r"\billegals\b|\bviolations? found\b|\bbreach(es)? found\b", re.IGNORECASE)
_OF_OTHERS = re.compile(
    r"\billegal (economic |border )*(im)?(migrant|entrant|crosser|alien|people|person|refugee|worker)s?", re.IGNORECASE
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_ATTRIBUTED = ("summary", "ground")
"""Keys whose text says what somebody else holds."""


def check_both(draft: Draft) -> Iterator[Problem]:
    """What is bound and who says otherwise stand together."""
    there = [file for file in LAW if draft.files.document(file).raw]
    if len(there) == 1 and draft.files.readable(*LAW):
        missing = POSITIONS if there[0] == NORMS else NORMS
        message = f"there is {there[0]} and no {missing}"
        yield Spot(missing).problem("T300", message, f"add {missing}, or take {there[0]} out")


def check_pieces(draft: Draft) -> Iterator[Problem]:
    """Every statement of law has a ground and a grade, and its days are in order."""
    for piece in pieces_of(draft.files):
        yield from _days(piece)
        if isinstance(piece.table, models.ShareStretchTable):
            yield from _share(piece, piece.table)
        elif isinstance(piece.table, models.Based):
            yield from _basis(piece, piece.table)
        elif isinstance(piece.table, models.GradeTable):
            yield from _grade(piece, piece.table)


def _days(piece: Piece) -> Iterator[Problem]:
    for days in (_given(piece.table, order) for order in _DAYS):
        for before, after in (pair for pair in pairwise(days) if days[pair[1]] < days[pair[0]]):
            message = f"`{after}` is {days[after]}, before `{before}`, {days[before]}"
            yield piece.at(after).problem("T122", message, "write a later day")


def _given(table: BaseModel, names: tuple[str, ...]) -> dict[str, date]:
    """Give those of the days that a table gives, by the keys under which they are written."""
    fields = type(table).model_fields
    days = {(fields[name].alias or name): getattr(table, name) for name in names if name in fields}
    return {key: day for key, day in days.items() if day is not None}


def _basis(piece: Piece, table: models.Based) -> Iterator[Problem]:
    if not (table.claims or table.observations or table.references):
        remedy = "name claims, observations or references"
        yield piece.spot.problem("T307", f"{shown(piece.spot.key)} rests on nothing", remedy)


def _share(piece: Piece, table: models.ShareStretchTable) -> Iterator[Problem]:
    if not 0 <= table.low <= table.high <= 1:
        message = f"the share is from {table.low:g} to {table.high:g}"
        yield piece.at("low").problem("T306", message, "write 0 <= low <= high <= 1")
    if not table.assumed:
        yield from _basis(piece, table)
    elif len(table.assumed.strip()) < _SHORTEST:
        message = f"{shown(table.assumed)} has {len(table.assumed.strip())} characters: that is no argument"
        yield piece.at("assumed").problem("T206", message, f"say in at least {_SHORTEST} characters why these bounds")


def _grade(piece: Piece, table: models.GradeTable) -> Iterator[Problem]:
    if table.state == "memory" and table.checked is not None:
        message = f"it is from memory, and was checked on {table.checked}"
        yield piece.at("checked").problem("T308", message, 'take the day out, or write state = "secondary"')
    if table.state != "memory" and table.checked is None:
        message = f"it is {table.state}, and nothing says when somebody checked it"
        yield piece.at("state").problem("T308", message, 'write checked = YYYY-MM-DD, or state = "memory"')


def check_words(draft: Draft) -> Iterator[Problem]:
    """No text calls people what only their opponents call them, or claims to have found what a court finds."""
    every = (entry for file in LAW for entry in draft.files.document(file).entries)
    told = ((of, keys, text) for of in every for keys, text in _texts(of.raw, ()))
    for entry, keys, text in told:
        yield from _word(entry.spot(*keys), text, keys[-1])


def _texts(value: object, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give every text in a table, and the keys that lead to it."""
    if isinstance(value, str):
        yield keys, value
    elif isinstance(value, Mapping):
        for key, of in cast("Mapping[str, object]", value).items():
            yield from _texts(of, (*keys, key))
    elif isinstance(value, list):
        for i, of in enumerate(cast("list[object]", value)):
            yield from _texts(of, (*keys, str(i)))


def _word(spot: Spot, text: str, key: str) -> Iterator[Problem]:
    ours = _QUOTED.sub("", text)
    found = _NEVER.search(ours) or (None if key in _ATTRIBUTED else _OF_OTHERS.search(ours))
    if found is not None:
        remedy = "write people, returned by force, prima facie incompatible with; or quote who says it, between “ and ”"
        yield spot.problem("T314", f"the text says {shown(found[0])}", remedy)
