"""All that is said in a law, predicate by predicate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tumen.law.body import Law
from tumen.law.facts import ShareStretch, Stretch
from tumen.law.norms import Norm
from tumen.law.predicates import All, Any, AtLeast, Holds, Not, Predicate, Share


def nodes(predicate: Predicate) -> Iterator[Predicate]:
    """Give a predicate and all that it is made of, from the outside in."""
    yield predicate
    match predicate:
        case All(parts) | Any(parts):
            for part in parts:
                yield from nodes(part)
        case Not(part):
            yield from nodes(part)
        case _:  # the others hold no predicate
            pass


def stretches(law: Law) -> Iterator[Stretch | ShareStretch]:
    """Give all that is said of facts and shares."""
    for fact in law.facts.values():
        yield from fact.stretches
    for share in law.shares.values():
        yield from share.stretches


def scopes_of(norm: Norm) -> Iterator[Predicate]:
    """Give the predicates of a norm: of its scope and of its exceptions."""
    yield norm.scope
    for exception in norm.exceptions:
        if exception.scope is not None:
            yield exception.scope


def predicates(law: Law) -> Iterator[Predicate]:
    """Give every outermost predicate of a law."""
    for norm in law.norms.values():
        yield from scopes_of(norm)
    for reading in law.readings.values():
        yield reading.covers
    for stretch in stretches(law):
        yield stretch.scope


def reached(law: Law, start: Iterable[Predicate]) -> list[Predicate]:
    """Give all predicates that the truth of some may depend on, through readings, facts and shares; each place once."""
    todo = list(start)
    found: list[Predicate] = []
    seen: set[str] = set()
    while todo:
        some = list(nodes(todo.pop()))
        found += some
        told = {key: behind for key, behind in (_behind(law, node) for node in some) if key not in seen}
        seen.update(told)
        todo += [predicate for behind in told.values() for predicate in behind]
    return found


def conditions_of(law: Law, start: Iterable[Predicate]) -> frozenset[str]:
    """Name the conditions on which the truth of predicates may depend."""
    return frozenset(node.condition for node in reached(law, start) if isinstance(node, Holds))


def _behind(law: Law, node: Predicate) -> tuple[str, list[Predicate]]:
    """Give a name for what a predicate refers to, and the predicates that stand there."""
    match node:
        case Holds(condition):
            return f"condition {condition}", [one.covers for one in law.readings.values() if one.condition == condition]
        case AtLeast(fact, _):
            return f"fact {fact}", [one.scope for one in law.facts[fact].stretches]
        case Share(share):
            return f"share {share}", [one.scope for one in law.shares[share].stretches]
        case _:
            return "", []
