"""All law of a situation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tumen.law.facts import Fact, ShareOf
from tumen.law.instruments import Basis, Grade, Instrument, Kind, Party, Reference
from tumen.law.norms import Action, Norm
from tumen.law.positions import Condition, Position, Reading


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
