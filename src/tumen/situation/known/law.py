"""Law as it was known by a day: secret texts are hidden, and what came out later supports nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from tumen.law.body import Law
from tumen.law.instruments import Basis, Grade, Instrument, Reference, Reservation
from tumen.law.norms import Norm
from tumen.law.positions import Position
from tumen.situation.fate import RULE
from tumen.situation.known.ground import Public
from tumen.situation.law_parts import bases_in, claims_of_law
from tumen.situation.types import Situation

T = TypeVar("T")
_SECRET = "What rests on it was secret still on the day by which this is read."
HINDSIGHT = "hindsight"
_LATER = Reference(
    HINDSIGHT, "Hindsight: all that says so here came out later than what may be seen.", "", Grade("memory", None)
)


def known_law(situation: Situation, public: Public) -> Law | None:
    """Give a law without the instruments that nobody could know by the day, and with the grounds that were public.

    All else stays, also what was adopted later: no run reads law, and it is what is asked, not what is known. What
    loses all of its ground names a reference `HINDSIGHT` that says so.

    Args:
        situation: In which nothing is hidden.
        public: What is public.
    """
    law = situation.law
    if law is None:
        return None
    instruments = {n: of for n, of in law.instruments.items() if of.known_from is None or of.known_from <= public.day}
    norms = frozenset(name for name, norm in law.norms.items() if norm.instrument in instruments)
    left = replace(
        law,
        instruments={name: _reserving(of, norms) for name, of in instruments.items()},
        norms={name: _joined(norm, norms) for name, norm in law.norms.items() if name in norms},
        positions={name: _holding(of, norms) for name, of in law.positions.items()},
        doctrines={
            name: replace(of, norms=tuple(pair for pair in of.norms if norms.issuperset(pair)))
            for name, of in law.doctrines.items()
        },
    )
    told = _grounded(replace(left, set_aside=_aside(situation, law, left, public=public)), public)
    hindsight = any(HINDSIGHT in basis.references for basis in bases_in(told))
    return replace(told, references={**told.references, HINDSIGHT: _LATER}) if hindsight else told


def _aside(situation: Situation, law: Law, left: Law, *, public: Public) -> Mapping[str, str]:
    """Give the rules that are set aside, those among them that only what was secret used."""
    kept = claims_of_law(left)
    gone = (claim for claim in claims_of_law(law) if claim not in kept)
    secret = {claim: _SECRET for claim in gone if situation.claims[claim].kind == RULE}
    return {claim: why for claim, why in {**law.set_aside, **secret}.items() if claim in public.claims}


def _reserving(instrument: Instrument, norms: frozenset[str]) -> Instrument:
    kept: Iterable[Reservation] = (replace(of, norms=_left(of.norms, norms)) for of in instrument.reservations)
    return replace(instrument, reservations=tuple(kept))


def _joined(norm: Norm, norms: frozenset[str]) -> Norm:
    return replace(norm, implements=_left(norm.implements, norms), replaces=_left(norm.replaces, norms))


def _holding(position: Position, norms: frozenset[str]) -> Position:
    return replace(position, stances=tuple(stance for stance in position.stances if stance.norm in norms))


def _left(names: Iterable[str], norms: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in norms)


def _grounded(thing: T, public: Public) -> T:
    """Take out of every basis, at any depth, what is not public."""
    if isinstance(thing, Basis):
        return cast("T", _public(thing, public))
    if isinstance(thing, tuple):
        return cast("T", tuple(_grounded(of, public) for of in cast("tuple[Any, ...]", thing)))
    if isinstance(thing, dict):
        return cast("T", {name: _grounded(of, public) for name, of in cast("dict[str, Any]", thing).items()})
    if is_dataclass(thing) and not isinstance(thing, type):
        inside = {of.name: _grounded(getattr(thing, of.name), public) for of in fields(thing)}
        return cast("T", replace(cast("Any", thing), **inside))
    return thing


def _public(basis: Basis, public: Public) -> Basis:
    claims, series = public.known_claims(basis.claims), public.known_series(basis.observations)
    gone = (basis.claims or basis.observations) and not (claims or series or basis.references)
    return Basis(claims, series, (HINDSIGHT,) if gone else basis.references)
