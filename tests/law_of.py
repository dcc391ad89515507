"""Small laws for tests: each thing with all that a test does not speak of left at its plainest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from tumen.law.body import Doctrine, Law
from tumen.law.facts import Fact, ShareOf, ShareStretch, Stretch
from tumen.law.instruments import Basis, Grade, Instrument, Membership, Party, Reservation
from tumen.law.norms import Action, Alternative, LegalException, Norm
from tumen.law.positions import Argument, Condition, Position, Reading, Stance
from tumen.law.predicates import ALWAYS, Holds, Predicate
from tumen.law.subjects import People, Subject
from tumen.law.walk import nodes, scopes_of

SEEN = Grade("verified", date(2026, 11, 21))
MEMORY = Grade("memory", None)
FIRST = date(1951, 1, 1)
Thing = TypeVar("Thing")


def claim(*ids: str) -> Basis:
    return Basis(claims=ids)


def member(party: str, **over: Any) -> Membership:
    return replace(Membership(party, "party", None, None, "", Basis(), SEEN), **over)


def instrument(name: str = "treaty", *, binds: Iterable[str | Membership] = ("state",), **over: Any) -> Instrument:
    members = tuple(member(one) if isinstance(one, str) else one for one in binds)
    plain = Instrument(name, name, "treaty", FIRST, FIRST, None, None, members, (), "", Basis(), SEEN)
    return replace(plain, **over)


def reservation(party: str, *norms: str) -> Reservation:
    return Reservation(party, norms, "not these", Basis())


def norm(name: str = "norm", of: str = "treaty", **over: Any) -> Norm:
    plain = Norm(
        id=name,
        instrument=of,
        provision="Art 1",
        title=name,
        words=f"What {name} says.",
        function="regulative",
        modality="prohibition",
        bearers=("state",),
        action="return",
        condition="",
        scope=ALWAYS,
        first=None,
        last=None,
        exceptions=(),
        alternatives=(),
        implements=(),
        needs_act=False,
        replaces=(),
        open_texture=(),
        basis=Basis(),
        grade=SEEN,
    )
    return replace(plain, **over)


def exception(name: str, scope: Predicate | None) -> LegalException:
    return LegalException(name, f"save {name}", scope, Basis())


def alternative(name: str, modality: Any, action: str = "return", *, by: Iterable[str] = ()) -> Alternative:
    return Alternative(name, f"so read: {name}", modality, action, tuple(by), Basis())


def reading(name: str, covers: Predicate, condition: str = "refugee") -> Reading:
    for_it, against = Argument(f"because {name}", claim("B1")), Argument(f"not {name}", claim("S1"))
    return Reading(name, condition, name, covers, (for_it,), (against,))


def position(name: str, *readings: str, stances: Iterable[Stance] = ()) -> Position:
    return Position(name, f"holder of {name}", "", readings, tuple(stances), Basis(), SEEN)


def stance(norm: str, applies: Any) -> Stance:
    return Stance(norm, applies, f"since it is {applies}", claim("B2"))


def stretch(level: str, **over: Any) -> Stretch:
    return replace(Stretch(level, None, None, ALWAYS, f"it was {level}", claim(f"B_{level}")), **over)


def fact(*stretches: Stretch, name: str = "punishment", threshold: str = "custody") -> Fact:
    return Fact(name, name, ("none", "custody", "camp", "death"), threshold, stretches)


def share_stretch(low: float, high: float, **over: Any) -> ShareStretch:
    return replace(ShareStretch(low, high, None, None, ALWAYS, claim("B3"), ""), **over)


def share(*stretches: ShareStretch, name: str = "political") -> ShareOf:
    return ShareOf(name, name, stretches)


def doctrine(name: str = "later", **over: Any) -> Doctrine:
    return replace(Doctrine(name, name, f"what {name} says", (), (), (), "", Basis(), SEEN), **over)


def law(*things: Any, **over: Any) -> Law:
    """Give a law of these things; parties, actions and conditions that they name are made, and ``treaty`` if needed."""
    by = {kind: {one.id: one for one in things if isinstance(one, kind)} for kind in {type(one) for one in things}}
    norms = by.get(Norm, {})
    instruments = by.get(Instrument, {})
    if any(one.instrument == "treaty" for one in norms.values()) and "treaty" not in instruments:
        instruments = {"treaty": instrument(), **instruments}
    parties = {one for n in norms.values() for one in n.bearers}
    parties |= {m.party for i in instruments.values() for m in i.memberships}
    actions = {n.action for n in norms.values()} | {a.action for n in norms.values() for a in n.alternatives}
    conditions = {r.condition for r in by.get(Reading, {}).values()}
    asked = [node for n in norms.values() for scope in scopes_of(n) for node in nodes(scope)]
    conditions |= {node.condition for node in asked if isinstance(node, Holds)}
    plain = Law(
        parties={one: Party(one, one) for one in sorted(parties)},
        references={},
        instruments=instruments,
        actions={one: Action(one, one, (), "no such event") for one in sorted(actions)} | by.get(Action, {}),
        conditions={one: Condition(one, f"is a {one}", "who?") for one in sorted(conditions)} | by.get(Condition, {}),
        norms=norms,
        readings=by.get(Reading, {}),
        positions=by.get(Position, {}),
        facts=by.get(Fact, {}),
        shares=by.get(ShareOf, {}),
        doctrines=by.get(Doctrine, {}),
        set_aside={},
    )
    return replace(plain, **over)


def group(place: str = "town", status: str = "out", **cohort: str) -> Subject:
    return Subject(tuple(sorted(cohort.items())), status, place)


def people(*groups: Subject, **inside: tuple[str, ...]) -> People:
    """Give groups to ask about; a place lies in itself and in what `inside` names for it."""
    return People(groups or (group(),), {place: (place, *above) for place, above in inside.items()})
