"""Provisions of law, one by one, and the actions that they speak of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tumen.law.instruments import Basis, Grade
from tumen.law.predicates import Predicate

Function = Literal["regulative", "constitutive", "power", "remedy"]
Modality = Literal["obligation", "prohibition", "permission", "right", "immunity"]


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
