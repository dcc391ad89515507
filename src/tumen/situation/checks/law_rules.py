"""What rules of law ask of people: one thing at a time, levels that exist, and no question that asks for itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tumen.errors import Problem
from tumen.law.body import Law
from tumen.law.facts import Fact
from tumen.law.predicates import THRESHOLD, AtLeast, Holds, Predicate, Share
from tumen.law.walk import nodes
from tumen.situation.checks.links import circle
from tumen.situation.draft import Draft
from tumen.situation.findings import Spot, instead, listed, plain, shown
from tumen.situation.law_models import PredicateTable
from tumen.situation.law_parts import NORMS, POSITIONS, Piece, pieces_of
from tumen.situation.nested import fields_of

_KEYS = tuple(fields_of(PredicateTable))
_TIMES = ("from", "to")
_FULL = ("only", "statuses", "places", "at_least")
"""Keys whose value names something."""
Edges = Mapping[tuple[str, str], Spot]


def check_predicates(draft: Draft) -> Iterator[Problem]:
    """A table asks one thing, and something."""
    for piece in pieces_of(draft.files):
        if isinstance(piece.table, PredicateTable):
            yield from _one_key(piece, piece.table)
            yield from _levels(draft, piece, piece.table)


def _one_key(piece: Piece, table: PredicateTable) -> Iterator[Problem]:
    names = dict(zip(_KEYS, type(table).model_fields, strict=True))
    given = [key for key, name in names.items() if getattr(table, name) is not None]
    asked = list(dict.fromkeys("from, to" if key in _TIMES else key for key in given))
    if len(asked) != 1:
        message = f"it asks {listed(asked, most=9)}" if asked else "it asks nothing"
        remedy = "write exactly one key; several go into `all` or `any`"
        yield piece.spot.problem("T301", message, remedy)
    for key in (key for key in _FULL if key in given and not _names(getattr(table, names[key]))):
        yield piece.at(key).problem("T301", f"{key} names nothing", "name something, or take the table out")


def _names(value: list[str] | dict[str, object]) -> bool:
    """Say whether a list names something, and each list in a table does."""
    return bool(value) and (not isinstance(value, dict) or all(value.values()))


def _levels(draft: Draft, piece: Piece, table: PredicateTable) -> Iterator[Problem]:
    law = draft.situation.law
    for name, level in (table.at_least or {}).items():
        fact = law.facts.get(name) if law is not None else None
        if fact is not None and level not in (*fact.scale, THRESHOLD):
            message = f"{plain(name)} has no level {shown(level)}"
            yield piece.at("at_least").problem("T302", message, instead(level, (*fact.scale, THRESHOLD)))
    if len(table.at_least or {}) > 1:
        message = f"it asks for {len(table.at_least or {})} facts"
        yield piece.at("at_least").problem("T301", message, "write a table for each, in `all` or `any`")


def check_facts(draft: Draft) -> Iterator[Problem]:
    """A fact has a scale, a threshold on it, and stretches on it."""
    law = draft.situation.law
    for fact in law.facts.values() if law is not None else ():
        for key, message, remedy in _scale(fact):
            yield Spot(NORMS, f"fact.{fact.id}.{key}").problem("T302", message, remedy)


def _scale(fact: Fact) -> Iterator[tuple[str, str, str]]:
    if len(set(fact.scale)) < len(fact.scale) or len(fact.scale) <= 1 or THRESHOLD in fact.scale:
        remedy = f"write two levels or more, each once, none of them called {THRESHOLD}"
        yield "scale", f"the scale of {shown(fact.id)} is {listed(fact.scale) or 'empty'}", remedy
    named = {"threshold": fact.threshold}
    named |= {f"stretch.{i}.level": stretch.level for i, stretch in enumerate(fact.stretches)}
    for key, level in named.items():
        if level not in fact.scale:
            yield key, f"{plain(fact.id)} has no level {shown(level)}", instead(level, fact.scale)


def check_circular(draft: Draft) -> Iterator[Problem]:
    """No condition, fact or share asks for itself, and no norm puts itself into effect or replaces itself."""
    law = draft.situation.law
    if law is None:
        return
    told = (
        ("T304", dict(_asked(law)), "it asks for itself"),
        ("T305", dict(_named(law, "implements")), "it implements itself"),
        ("T305", dict(_named(law, "replaces")), "it replaces itself"),
    )
    for code, edges, what in told:
        path = circle(edges)
        if path:
            message = f"{what}: {' > '.join(map(plain, path))}"
            yield edges[path[0], path[1]].problem(code, message, "take one of these out")


def _asked(law: Law) -> Iterator[tuple[tuple[str, str], Spot]]:
    """Give what each condition, fact and share asks for, and where."""
    for reading in law.readings.values():
        spot = Spot(POSITIONS, f"reading.{reading.id}.covers")
        yield from _asks(f"condition {reading.condition}", [reading.covers], spot)
    for fact in law.facts.values():
        yield from _asks(f"fact {fact.id}", [of.scope for of in fact.stretches], Spot(NORMS, f"fact.{fact.id}"))
    for share in law.shares.values():
        yield from _asks(f"share {share.id}", [of.scope for of in share.stretches], Spot(NORMS, f"share.{share.id}"))


def _asks(of: str, predicates: Iterable[Predicate], spot: Spot) -> Iterator[tuple[tuple[str, str], Spot]]:
    for node in (node for predicate in predicates for node in nodes(predicate)):
        match node:
            case Holds(condition):
                yield (of, f"condition {condition}"), spot
            case AtLeast(fact, _):
                yield (of, f"fact {fact}"), spot
            case Share(share):
                yield (of, f"share {share}"), spot
            case _:  # the others name nothing that could lead back
                pass


def _named(law: Law, key: str) -> Iterator[tuple[tuple[str, str], Spot]]:
    for norm in law.norms.values():
        yield from (((norm.id, other), Spot(NORMS, f"norm.{norm.id}.{key}")) for other in getattr(norm, key))
