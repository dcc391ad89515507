"""What decides whether a norm binds, in one line: of the seven questions the first with the weakest answer.

`tumen.law.explain` answers all seven, for one group. This looks for the one that decides, for all groups at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tumen.law.binding import bound, reserved
from tumen.law.evaluate import parts
from tumen.law.instruments import Instrument
from tumen.law.intervals import Interval
from tumen.law.norms import Norm
from tumen.law.query import Query, distinct, queries
from tumen.law.question import QUESTIONS
from tumen.law.truth import Bounds, Truth, conjunction, hull, negation, truths
from tumen.law.walk import scopes_of
from tumen.report.law.phrases import dates
from tumen.report.law.setting import Setting
from tumen.report.strings import say

Truths = NDArray[np.int8]
FORCE, PARTY, PEOPLE, EXCEPTIONS, OTHERWISE = 1, 2, 3, 5, 6


@dataclass(frozen=True)
class Reason:
    """Why a norm does not bind, or why that is contested.

    Attributes:
        number: Of the question that decides, 1 to 6.
        truth: Its answer: whether it lets the norm bind.
        used: The value used, in words.
    """

    number: int
    truth: Truth
    used: str

    @property
    def question(self) -> str:
        """The question."""
        return QUESTIONS[self.number - 1]


def reason(setting: Setting, norm: Norm, number: int, *, truth: Truth) -> Reason:
    """Say in words what decides."""
    told = {
        FORCE: _force,
        PARTY: _party,
        PEOPLE: lambda setting, norm: [say("law.why.people", covers=setting.names.covers(norm.scope))],
        EXCEPTIONS: _exceptions,
        OTHERWISE: _otherwise,
    }
    return Reason(number, truth, say("law.then").join(told[number](setting, norm)))


def deciding(setting: Setting, norm: Norm, found: Truths, *, day: date) -> NDArray[np.int64]:
    """Find the question that decides for each group.

    Args:
        setting: Whose law, and for whom.
        norm: Which norm.
        found: What is said of it, ``[subject]``.
        day: On which day.

    Returns:
        Number of the question; 0 where the norm binds, ``[subject]``.
    """
    asked = list(queries(setting.law, setting.people, [Interval(day, day)], choice=setting.choice).values())
    table = np.stack([_broadcast(of, len(found)) for of in _answers(setting, norm, asked)])
    weakest = table.min(axis=0)
    numbers = np.array([FORCE, PARTY, PEOPLE, EXCEPTIONS])[table.argmin(axis=0)]
    numbers = np.where((numbers == PARTY) & _excluded(setting, norm, asked[0]), EXCEPTIONS, numbers)
    return np.where(found == Truth.YES, 0, np.where(weakest > found, OTHERWISE, numbers))


def _answers(setting: Setting, norm: Norm, asked: Sequence[Query]) -> Iterator[Bounds]:
    """Answer the questions that decide, over all positions."""
    split = [parts(query, norm) for query in distinct(asked, scopes_of(norm))]
    yield hull(conjunction([one.in_force, one.version]) for one in split)
    yield hull(one.bound for one in split)
    yield hull(one.scope for one in split)
    yield hull(conjunction(map(negation, one.exceptions)) for one in split)


def _broadcast(bounds: Bounds, subjects: int) -> Truths:
    flat = truths(bounds).reshape(-1)
    return np.broadcast_to(flat, (subjects,)) if flat.size != subjects else flat


def _excluded(setting: Setting, norm: Norm, query: Query) -> bool:
    """Tell whether nobody is bound for nothing but what a party excluded when it joined."""
    instrument = setting.law.instruments[norm.instrument]
    if not any(reserved(instrument, norm.id, party) for party in norm.bearers):
        return False
    free = replace(instrument, reservations=())
    return bool((bound(instrument, norm, query.days)[..., 1] < bound(free, norm, query.days)[..., 1]).any())


def _force(setting: Setting, norm: Norm) -> list[str]:
    instrument = setting.law.instruments[norm.instrument]
    if instrument.in_force is None:
        told = [say("law.why.unknown", title=instrument.title)]
    else:
        told = [say("law.why.force", title=instrument.title, dates=dates(instrument.in_force, instrument.ended))]
    if norm.first or norm.last:
        told.append(say("law.why.version", dates=dates(norm.first, norm.last)))
    return told


def _party(setting: Setting, norm: Norm) -> list[str]:
    members = [m for m in setting.law.instruments[norm.instrument].memberships if m.party in norm.bearers]
    told = [setting.names.membership(one) for one in members]
    told += [one.disputed for one in members if one.disputed]
    return told or [say("law.why.silent", parties=setting.names.parties(norm))]


def _exceptions(setting: Setting, norm: Norm) -> list[str]:
    instrument: Instrument = setting.law.instruments[norm.instrument]
    told = [
        say("law.why.exception", words=one.words, covers=setting.names.covers(one.scope))
        for one in norm.exceptions
        if one.scope is not None
    ]
    held = [one for one in instrument.reservations if norm.id in one.norms]
    return told + [say("law.why.reserved", party=setting.law.parties[one.party].title, text=one.text) for one in held]


def _otherwise(setting: Setting, norm: Norm) -> list[str]:
    """Name those who hold otherwise; where none speaks of the norm by itself, they differ in how they read it."""
    told = [say("law.disputed", why=norm.disputed)] if norm.disputed else []
    for position in setting.law.positions.values():
        for stance in (one for one in position.stances if one.norm == norm.id and one.applies != "yes"):
            told.append(say(f"law.why.held.{stance.applies}", title=position.title, ground=stance.ground))
    return told or [say("law.why.read", covers=setting.names.covers(norm.scope))]
