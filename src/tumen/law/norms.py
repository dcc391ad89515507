"""The law as data: instruments with parties, norms with scope, readings, positions, facts. Frozen values without behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tumen.law.predicates import Predicate

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
Function = Literal["regulative", "constitutive", "power", "remedy"]
Modality = Literal["obligation", "prohibition", "permission", "right", "immunity"]
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
    """What a statement of law rests on: claims of the documents, outside observations, published texts.

    Attributes:
        claims: Ids of claims.
        observations: Ids of observations.
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


@dataclass(frozen=True)
class LegalException:
    """What takes people out of a norm that else covers them.

    Attributes:
        id: Unique in the norm.
        words: What it says.
        scope: Whom it takes out; None where the model has nothing to tell them by: then it is listed as not shown.
        basis: What it rests on.
    """

    id: str
    words: str
    scope: Predicate | None
    basis: Basis


@dataclass(frozen=True)
class Alternative:
    """One of several readings of a norm's command.

    Attributes:
        id: Unique in the norm.
        words: What the norm commands, so read.
        modality: As of a norm.
        action: Id of an `Action`.
        positions: Ids of positions that read it so.
        basis: What it rests on.
    """

    id: str
    words: str
    modality: Modality
    action: str
    positions: tuple[str, ...]
    basis: Basis


@dataclass(frozen=True)
class Norm:
    """One provision.

    Attributes:
        id: Unique among norms.
        instrument: Id of the instrument.
        provision: ``Art 33(1)``; empty where its number is unknown.
        title: For people to read.
        words: What it commands, in a plain sentence of ours.
        function: Whether it commands, defines a condition, gives a power, or a remedy.
        modality: What sort of command.
        bearers: Parties bound by it (or whose law it is, for statutes).
        action: Id of the action it speaks of.
        condition: The condition that a constitutive norm defines; empty for others.
        scope: Whom it covers.
        first: First day of this version, where the instrument was revised; None: from the start.
        last: Last day of this version; None: open.
        exceptions: Whom it leaves out.
        alternatives: Readings of its command, where they differ: none or at least two.
        implements: Norms that this one puts into domestic law.
        needs_act: Whether it asks for domestic law to be put into effect.
        replaces: Norms of which it is a later version.
        open_texture: Words in it that people must judge.
        basis: What it rests on.
        grade: How far it was checked.
        disputed: What is contested about it as a whole: it is then contested wherever it applies; empty for none.
    """

    id: str
    instrument: str
    provision: str
    title: str
    words: str
    function: Function
    modality: Modality
    bearers: tuple[str, ...]
    action: str
    condition: str
    scope: Predicate
    first: date | None
    last: date | None
    exceptions: tuple[LegalException, ...]
    alternatives: tuple[Alternative, ...]
    implements: tuple[str, ...]
    needs_act: bool
    replaces: tuple[str, ...]
    open_texture: tuple[str, ...]
    basis: Basis
    grade: Grade
    disputed: str = ""


@dataclass(frozen=True)
class Action:
    """Something that is done to people or by them.

    Attributes:
        id: Unique among actions.
        title: As a verb phrase: ``return by force``.
        exits: Exits and groups of the situation that are this action; none where the model has no such event.
        why_none: Why there are none; empty else.
    """

    id: str
    title: str
    exits: tuple[str, ...]
    why_none: str


@dataclass(frozen=True)
class Party:
    """A state or body that can be bound."""

    id: str
    title: str


@dataclass(frozen=True)
class Condition:
    """Something that a person is in law: a refugee, trafficked, stateless.

    Attributes:
        id: Unique among conditions.
        title: ``is a refugee``.
        question: What the readings answer.
    """

    id: str
    title: str
    question: str


@dataclass(frozen=True)
class Argument:
    """A reason for or against a reading.

    Attributes:
        words: The argument, in one or two sentences.
        basis: Who says so, and which articles.
    """

    words: str
    basis: Basis


@dataclass(frozen=True)
class Reading:
    """One answer to who fulfils a condition.

    Attributes:
        id: Unique among readings: ``Q3``.
        condition: Which condition.
        title: ``refugee sur place``.
        covers: Whom it covers.
        arguments: For it.
        against: Against it.
    """

    id: str
    condition: str
    title: str
    covers: Predicate
    arguments: tuple[Argument, ...]
    against: tuple[Argument, ...]


@dataclass(frozen=True)
class Stance:
    """What a position holds of one norm.

    Attributes:
        norm: Id of the norm.
        applies: Whether it holds it to apply to those in scope.
        ground: Why, in words, attributed.
        basis: Where it says so.
    """

    norm: str
    applies: Literal["yes", "no", "contested"]
    ground: str
    basis: Basis


@dataclass(frozen=True)
class Position:
    """A named legal stance.

    Attributes:
        id: Unique among positions.
        title: Whose: ``the Chinese foreign ministry``.
        summary: What it holds, stated as its holder would.
        readings: Readings it accepts: people fulfil a condition if any of them covers them. Silent where it has none.
        stances: What it holds of single norms.
        basis: Where it says so.
        grade: How far that was checked.
    """

    id: str
    title: str
    summary: str
    readings: tuple[str, ...]
    stances: tuple[Stance, ...]
    basis: Basis
    grade: Grade


@dataclass(frozen=True)
class Stretch:
    """A statement of a fact for some people and some time.

    Attributes:
        level: A value of the fact's scale.
        first: First day; None: open.
        last: Last day; None: open.
        scope: Of whom it is said.
        words: What is said.
        basis: Who says so.
    """

    level: str
    first: date | None
    last: date | None
    scope: Predicate
    words: str
    basis: Basis


@dataclass(frozen=True)
class Fact:
    """Something on an ordered scale that sources state, such as what awaits those who are returned.

    Where several stretches speak of the same people on the same day, the fact lies between the lowest and the highest.
    Where none does, nothing is known: contested at every level above the lowest.

    Attributes:
        id: Unique among facts.
        title: For people to read.
        scale: Levels from least to most.
        threshold: Level taken for `tumen.law.predicates.THRESHOLD` unless the user names another.
        stretches: What is said.
    """

    id: str
    title: str
    scale: tuple[str, ...]
    threshold: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class ShareStretch:
    """A share of people for some time: two bounds, from sources or assumed."""

    low: float
    high: float
    first: date | None
    last: date | None
    scope: Predicate
    basis: Basis
    assumed: str


@dataclass(frozen=True)
class ShareOf:
    """What a share of people have and no attribute tells. Where no stretch speaks of people, it is from 0 to 1.

    Attributes:
        id: Unique among shares.
        title: ``left for political or religious reasons``.
        stretches: What is said; of several about the same people and day, the lowest and the highest bound.
    """

    id: str
    title: str
    stretches: tuple[ShareStretch, ...]


@dataclass(frozen=True)
class Doctrine:
    """A rule about which of two conflicting norms prevails.

    Attributes:
        id: Unique among doctrines.
        title: ``internal law is no excuse (VCLT Art 27)``.
        words: What it says.
        prevails: Kinds of instruments that prevail by it; none where it settles nothing by kind.
        over: Kinds they prevail over.
        norms: Pairs it is about in particular: ``(prevailing, yielding)``; instead of kinds.
        disputed: Who holds otherwise; empty for nobody. With it a conflict is contested, not resolved.
        basis: What it rests on.
        grade: How far it was checked.
    """

    id: str
    title: str
    words: str
    prevails: tuple[Kind, ...]
    over: tuple[Kind, ...]
    norms: tuple[tuple[str, str], ...]
    disputed: str
    basis: Basis
    grade: Grade


@dataclass(frozen=True)
class Law:
    """Each mapping goes from id to thing, in the order of the file; nothing refers to an unknown id.

    ``set_aside`` tells of claims of kind `rule` that are no norm, position or practice here, and why.
    """

    parties: Mapping[str, Party]
    references: Mapping[str, Reference]
    instruments: Mapping[str, Instrument]
    actions: Mapping[str, Action]
    conditions: Mapping[str, Condition]
    norms: Mapping[str, Norm]
    readings: Mapping[str, Reading]
    positions: Mapping[str, Position]
    facts: Mapping[str, Fact]
    shares: Mapping[str, ShareOf]
    doctrines: Mapping[str, Doctrine]
    set_aside: Mapping[str, str]
