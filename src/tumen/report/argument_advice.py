"""What each document advises, side by side: mechanism, expectation, premises, claims, and what is held against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from tumen.argument.sides import Side
from tumen.comparison.reproduced import Move
from tumen.policy import Policy
from tumen.report.argument_regions import moves_table, regions
from tumen.report.argument_view import ArgumentView
from tumen.report.comparison_options import against, expected_text, line, premise_text
from tumen.report.markup import Markup, tag
from tumen.report.strings import say


def texts(view: ArgumentView) -> list[Markup]:
    """Write what each document is: who speaks, and how much of it is here."""
    return [in_columns(_text(view, side) for side in view.argument.sides)]


def advice(view: ArgumentView) -> list[Markup]:
    """Write the options of each document in its column, then those for which several stand."""
    columns = (_column(view, side) for side in view.argument.sides)
    pieces = [tag("p", say("argue.advice.text"), class_="legend"), in_columns(columns)]
    if view.argument.joint:
        pieces += [tag("h3", say("argue.joint")), tag("p", say("argue.joint.text"), class_="legend")]
        pieces += [_option(view, name) for name in view.argument.joint]
    return pieces


def in_columns(columns: Iterable[Markup]) -> Markup:
    """Set what is told of the documents side by side, in the order of the situation."""
    return tag("div", *columns, class_="sides")


def column(view: ArgumentView, side: Side, *content: Markup) -> Markup:
    """Write what is told of one document under its name."""
    return tag("section", tag("h3", view.source(side.source)), *content, class_="side")


def _text(view: ArgumentView, side: Side) -> Markup:
    source, policies = view.situation.sources[side.source], [view.situation.policies[name] for name in side.policies]
    single = [policy for policy in policies if not policy.combines]
    counts = {"options": len(single), "simulated": sum(bool(policy.levers) for policy in single)}
    said = say("argue.text.says", n=len(view.argument.told[side.source]), **counts)
    combined = len(policies) - len(single)
    text = say("argue.text.combined", said=said, n=combined) if combined else said
    told = [tag("p", tag("i", source.title)), tag("p", text)]
    parts = {
        "argue.text.publisher": source.publisher,
        "argue.text.interests": source.interests,
        "argue.text.note": source.note,
    }
    told += [line(key, text) for key, text in parts.items() if text]
    return column(view, side, *told)


def _column(view: ArgumentView, side: Side) -> Markup:
    return column(view, side, *(_option(view, name) for name in side.policies))


def _option(view: ArgumentView, name: str) -> Markup:
    """Write one option; each has the same parts in the same order."""
    policy = view.situation.policies[name]
    head = tag("h4", policy.title, " ", tag("code", name))
    return tag("article", head, *_parts(view, policy), class_="option")


def _parts(view: ArgumentView, policy: Policy) -> Iterator[Markup]:
    if policy.combines:
        yield line("compare.combines", "; ".join(view.mark(part) for part in policy.combines))
    if policy.mechanism:
        yield line("compare.mechanism", policy.mechanism)
    if policy.premises:
        yield line("argue.rests", "; ".join(premise_text(view, *at) for at in policy.premises.items()))
    else:
        yield tag("p", say("argue.none"))
    yield from _expected(view, policy)
    yield tag("p", tag("b", say("argue.claims")))
    yield _said(view, claims_of(view, policy))
    parts = (view.situation.policies[part] for part in policy.combines)
    yield from against(view, dict.fromkeys((*policy.against, *(one for part in parts for one in part.against))))


def claims_of(view: ArgumentView, policy: Policy) -> tuple[str, ...]:
    """Give the claims that an option goes back to, its own first, then those of its levers."""
    levers = (view.situation.levers[name] for name in policy.levers)
    own = () if policy.combines else (name for lever in levers for name in lever.claims)
    named = dict.fromkeys((*policy.claims, *own))
    return tuple(name for name in named if not view.situation.claims[name].kept_out)


def moves_of(view: ArgumentView, policy: str) -> tuple[Move, ...]:
    """Give what is expected of an option, with the futures in which it comes out; nothing where it is not simulated."""
    return () if view.argument.reproduced is None else view.argument.reproduced.of(policy)


def move_words(view: ArgumentView, moves: Iterable[Move]) -> list[str]:
    """Say what is expected, in words: ``fewer people arrested``."""
    return [expected_text(view.situation.outcomes[move.outcome], move.way) for move in moves]


def _expected(view: ArgumentView, policy: Policy) -> Iterator[Markup]:
    """Write in how many futures what is expected comes out, or why that is not looked at."""
    moves = moves_of(view, policy.id)
    if policy.not_simulated:
        yield line("argue.not_simulated", " ".join(policy.not_simulated.split()))
    elif not moves:
        yield tag("p", say("argue.expects.nothing"))
    for _, group in groupby(moves, key=lambda move: [told.head for told in regions(view, move)]):
        several: Sequence[Move] = tuple(group)
        yield moves_table(view, several, move_words(view, several))


def _said(view: ArgumentView, claims: Sequence[str]) -> Markup:
    if not claims:
        return tag("p", say("argue.claims.none"))
    items = (view.ledger.item(name) for name in claims)
    told = (tag("li", tag("a", x.id, href=f"#claim-{x.id}"), ": ", x.told) for x in items)
    return tag("ul", *told, class_="said")
