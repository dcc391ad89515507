"""From the table of a predicate to the predicate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from tumen.law import predicates
from tumen.law.predicates import ALWAYS, Predicate
from tumen.situation.law_models import PredicateTable


def predicate_of(table: PredicateTable) -> Predicate:
    """Give what a table means; of one with no key or several, which is refused elsewhere, all keys together."""
    parts = [make(value) for key, make in _MAKE.items() if (value := getattr(table, key)) is not None]
    if table.first is not None or table.last is not None:
        parts.append(predicates.Between(table.first, table.last))
    return parts[0] if len(parts) == 1 else predicates.All(tuple(parts))


def everybody_or(table: PredicateTable | None) -> Predicate:
    """Give what a table means; everybody where there is none."""
    return ALWAYS if table is None else predicate_of(table)


def _at_least(levels: Mapping[str, str]) -> Predicate:
    parts = [predicates.AtLeast(fact, level) for fact, level in levels.items()]
    return parts[0] if len(parts) == 1 else predicates.All(tuple(parts))


def _parts(tables: list[PredicateTable]) -> tuple[Predicate, ...]:
    return tuple(map(predicate_of, tables))


_MAKE: Mapping[str, Callable[[Any], Predicate]] = {
    "only": lambda values: predicates.Only({name: tuple(of) for name, of in values.items()}),
    "statuses": lambda names: predicates.InStatus(tuple(names)),
    "places": lambda names: predicates.InPlace(tuple(names)),
    "share": predicates.Share,
    "at_least": lambda levels: _at_least(cast("dict[str, str]", levels)),
    "holds": predicates.Holds,
    "every": lambda tables: predicates.All(_parts(tables)),
    "some": lambda tables: predicates.Any(_parts(tables)),
    "no": lambda table: predicates.Not(predicate_of(table)),
}
"""Key of a table → the predicate that its value makes."""
