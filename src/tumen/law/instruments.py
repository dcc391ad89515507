"""What law is written in: instruments, who is bound by them since when, and how far that was checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal[
    "jus_cogens",
    "custom",
    "treaty",
    "bilateral",
    "constitution",
    "statute",
    "regulation",
    "case_law",
    "soft_law",
    "political",
    "practice",
]
Bindingness = Literal["party", "custom", "signatory", "non_party", "unverified"]
State = Literal["verified", "secondary", "memory"]


@dataclass(frozen=True)
class Grade:
    """How far a legal fact was checked.

    Attributes:
        state: ``verified`` in the text itself, ``secondary`` in a page about it, ``memory``: by nobody.
        checked: Day of the check; None for ``memory``.
        note: What was seen, and what was not.
    """

    state: State
    checked: date | None
    note: str = ""


@dataclass(frozen=True)
class Basis:
    """What a statement of law rests on: claims of the documents, series of observations, published texts.

    Attributes:
        claims: Ids of claims.
        observations: Ids of series of observations.
        references: Ids of `Reference`.
    """

    claims: tuple[str, ...] = ()
    observations: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reference:
    """A published text outside the documents.

    Attributes:
        id: Unique among references.
        title: Author or body, title, year.
        locator: Where to find it: a document number, a URL, a pinpoint.
        grade: How far it was checked.
    """

    id: str
    title: str
    locator: str
    grade: Grade


@dataclass(frozen=True)
class Party:
    """A state or body that can be bound."""

    id: str
    title: str


@dataclass(frozen=True)
class Membership:
    """How one party stands to an instrument, for one stretch of time.

    Attributes:
        party: Id of a `Party`.
        bindingness: ``party`` and ``custom`` bind; ``unverified`` is contested; the others do not bind.
        first: First day; bound from the later of this and the day the instrument came into force. None: from that day.
        last: Last day; None: open.
        disputed: Why it is contested that it binds in this stretch; empty where it is not.
        basis: What it rests on.
        grade: How far it was checked.
    """

    party: str
    bindingness: Bindingness
    first: date | None
    last: date | None
    disputed: str
    basis: Basis
    grade: Grade


@dataclass(frozen=True)
class Reservation:
    """What a party excluded when it joined.

    Attributes:
        party: Whose.
        provisions: Norms of the instrument that it touches; may be none of those in the data.
        text: In words.
        basis: What it rests on.
    """

    party: str
    norms: tuple[str, ...]
    text: str
    basis: Basis


@dataclass(frozen=True)
class Instrument:
    """A treaty, an act, a code, an understanding.

    Attributes:
        id: Unique among instruments.
        title: Its name.
        kind: What sort of law.
        adopted: Day of signature or adoption; None if unknown.
        in_force: First day on which it is in force at all; None if unknown, and then every truth about it is contested.
        ended: Last day in force; None: open.
        known_from: Day since which the public can know it, if later.
        memberships: Who is bound, and when.
        reservations: What parties excluded.
        disputed: Dates or contents on which sources differ, in words; empty for none.
        basis: What it rests on.
        grade: How far it was checked.
    """

    id: str
    title: str
    kind: Kind
    adopted: date | None
    in_force: date | None
    ended: date | None
    known_from: date | None
    memberships: tuple[Membership, ...]
    reservations: tuple[Reservation, ...]
    disputed: str
    basis: Basis
    grade: Grade
