"""An argument as one JSON object; no figure of people but ranges that may be shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tumen.argument.left_out import by_kind
from tumen.argument.premises import Place, Premise
from tumen.argument.sides import Side
from tumen.comparison.reproduced import Move, Region
from tumen.report.argument_advice import claims_of, moves_of
from tumen.report.argument_beside import Apart, Stand
from tumen.report.argument_view import ArgumentView
from tumen.report.boundary import boundary_data
from tumen.trace.ledger import Item


def argument_data(view: ArgumentView) -> dict[str, Any]:
    """Give what a program wants of an argument."""
    of = view.argument
    names = (*(name for side in of.sides for name in side.policies), *of.joint)
    return {
        "situation": view.situation.id,
        "digest": view.situation.digest,
        "futures": of.draws,
        "seed": of.seed,
        "worlds": list(of.worlds),
        "documents": {side.source: _document(view, side) for side in of.sides},
        "joint": list(of.joint),
        "policies": {name: _policy(view, name) for name in names},
        "premises": {premise.name: _premise(view, premise) for premise in of.premises},
        "boundaries": {found.contrast.id: boundary_data(found) for found in of.boundaries},
        "claims": {item.id: _item(item) for item in _named(view, names)},
    }


def _document(view: ArgumentView, side: Side) -> dict[str, Any]:
    source = view.situation.sources[side.source]
    return {
        "title": source.title,
        "author": source.author,
        "date": source.date,
        "note": source.note,
        "interests": source.interests,
        "policies": list(side.policies),
        "claims": {
            kind: {f: list(ids) for f, ids in of.items()}
            for kind, of in by_kind(view.argument.told[side.source]).items()
        },
        "left_out_because": {one.claim: one.why for one in view.argument.told[side.source] if one.why},
    }


def _policy(view: ArgumentView, name: str) -> dict[str, Any]:
    policy = view.situation.policies[name]
    return {
        "title": policy.title,
        "option": policy.option,
        "by": list(policy.by),
        "mechanism": policy.mechanism,
        "combines": list(policy.combines),
        "claims": list(claims_of(view, policy)),
        "premises": dict(policy.premises),
        "against": [{"who": one.who, "why": one.why, "claims": list(one.claims)} for one in policy.against],
        "not_simulated": " ".join(policy.not_simulated.split()),
        "moves": [_move(move) for move in moves_of(view, name)],
    }


def _move(move: Move) -> dict[str, Any]:
    regions = {"everywhere": move.everywhere, "inside": move.inside, "elsewhere": move.elsewhere}
    told = {name: None if region is None else _region(region) for name, region in regions.items()}
    return {"outcome": move.outcome, "expected": move.way, **told}


def _region(region: Region) -> dict[str, Any]:
    counts = {of.world: {"expected": of.expected, "opposite": of.opposite, "of": of.futures} for of in region.tallies}
    return {"held": dict(region.held), "futures": counts}


def _premise(view: ArgumentView, premise: Premise) -> dict[str, Any]:
    return {
        "title": premise.title,
        "at": premise.at,
        "disputed": premise.disputed,
        "numbers": dict(premise.numbers),
        "ours": premise.ours,
        "positions": {place.position: _place(place) for place in premise.places},
        "data": _stand(view.stands[premise.name]),
    }


def _place(place: Place) -> dict[str, Any]:
    taken = {of.source: list(of.policies) for of in place.taken}
    return {"title": place.title, "claims": list(place.claims), "against": list(place.against), "rests": taken}


def _stand(stand: Stand) -> dict[str, Any]:
    met = {position: dict(of) for position, of in stand.met.items()}
    apart = [_apart(one) for one in stand.apart]
    anchored = {position: dict(of) for position, of in stand.anchored.items()}
    return {"same": stand.same, "anchored": anchored, "tests": dict(stand.tests), "met": met, "apart": apart}


def _apart(one: Apart) -> dict[str, Any]:
    figure = one.figure
    told = {
        position: {"verdict": row.verdicts[one.world], "range": row.spreads[one.world].range_text}
        for position, row in one.rows.items()
    }
    return {"item": figure.item, "world": one.world, "figure": figure.text, "who": figure.who, "positions": told}


def _named(view: ArgumentView, policies: Iterable[str]) -> Iterable[Item]:
    """Give every claim and observation that is named anywhere, sorted by id."""
    named = {name for policy in policies for name in claims_of(view, view.situation.policies[policy])}
    named |= {name for p in policies for one in view.situation.policies[p].against for name in one.claims}
    named |= {
        name
        for premise in view.argument.premises
        for place in premise.places
        for name in (*place.claims, *place.against)
    }
    named |= {one.claim for told in view.argument.told.values() for one in told if one.fate in ("left_out", "words")}
    return (view.ledger.item(name) for name in sorted(named))


def _item(item: Item) -> dict[str, Any]:
    return {
        "source": item.source,
        "says": item.says,
        "statement": item.told,
        "locator": item.locator,
        "ratings": dict(item.ratings),
        "grade": item.grade,
        "reason": item.reason,
        "contradicted_by": list(item.ties.against),
    }
