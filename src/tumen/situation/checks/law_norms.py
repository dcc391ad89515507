"""Norms, readings and positions: what belongs together is there, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from tumen.errors import Problem
from tumen.law.body import Law
from tumen.law.norms import Norm
from tumen.situation.draft import Draft
from tumen.situation.findings import Spot, listed, shown
from tumen.situation.law_models import DoctrineTable
from tumen.situation.law_parts import NORMS, POSITIONS, pieces_of

_PAIR = 2


def check_norms(draft: Draft) -> Iterator[Problem]:
    """A norm says what it does, and for whom."""
    law = draft.situation.law
    for norm in law.norms.values() if law is not None else ():
        at = f"norm.{norm.id}"
        yield from _twice(f"{at}.exception", [of.id for of in norm.exceptions])
        yield from _alternatives(norm)
        if (norm.function == "constitutive") != bool(norm.condition):
            has = f"defines {shown(norm.condition)}" if norm.condition else "defines no condition"
            remedy = "name the condition of a constitutive norm, and of no other"
            message = f"{shown(norm.id)} is {norm.function}, and {has}"
            yield Spot(NORMS, f"{at}.condition").problem("T310", message, remedy)
        if law is not None:
            yield from _bearers(law, norm)


def _alternatives(norm: Norm) -> Iterator[Problem]:
    at = f"norm.{norm.id}.alternative"
    yield from _twice(at, [of.id for of in norm.alternatives])
    if len(norm.alternatives) == 1:
        message = f"{shown(norm.id)} has one reading beside none"
        yield Spot(NORMS, at).problem("T303", message, "write two alternatives at least, or none")
    readers = Counter(position for of in norm.alternatives for position in dict.fromkeys(of.positions))
    for position in (position for position, number in readers.items() if number > 1):
        message = f"{shown(position)} reads {shown(norm.id)} in several ways"
        yield Spot(NORMS, at).problem("T303", message, "name it in one alternative")


def _twice(at: str, ids: Iterable[str], file: str = NORMS) -> Iterator[Problem]:
    for name in (name for name, number in Counter(ids).items() if number > 1):
        yield Spot(file, at).problem("T303", f"{shown(name)} stands twice", "keep one of the two, or rename it")


def _bearers(law: Law, norm: Norm) -> Iterator[Problem]:
    """Whoever is bound stands to the instrument in some way; else the norm would never bind, and nobody would see."""
    instrument = law.instruments.get(norm.instrument)
    if not norm.bearers:
        message = f"{shown(norm.id)} binds nobody"
        yield Spot(NORMS, f"norm.{norm.id}.bearers").problem("T316", message, "name the parties that it binds")
    elif instrument is not None:
        parties = {of.party for of in instrument.memberships}
        strange = [name for name in norm.bearers if name not in parties]
        if strange and parties <= set(law.parties):
            message = f"{shown(instrument.id)} does not say how {listed(strange)} stands to it"
            remedy = f"write a table [[instrument.{instrument.id}.membership]] for each bearer"
            yield Spot(NORMS, f"norm.{norm.id}.bearers").problem("T316", message, remedy)


def check_actions(draft: Draft) -> Iterator[Problem]:
    """An action is an event of the model, or it is said why not."""
    law = draft.situation.law
    for action in law.actions.values() if law is not None else ():
        if bool(action.exits) == bool(action.why_none):
            has = "exits, and a reason why there are none" if action.exits else "no exits, and nothing says why"
            message = f"{shown(action.id)} has {has}"
            remedy = "name exits or groups, or say in `why_none` why there are none"
            yield Spot(NORMS, f"action.{action.id}").problem("T309", message, remedy)


def check_conditions(draft: Draft) -> Iterator[Problem]:
    """A condition has a reading; a position holds one thing of a norm."""
    law = draft.situation.law
    if law is None:
        return
    read = {reading.condition for reading in law.readings.values()} | draft.mentioned
    for name in (name for name in law.conditions if name not in read):
        message = f"no reading says whom {shown(name)} covers"
        remedy = f'add a table [reading.ID] with condition = "{name}"'
        yield Spot(POSITIONS, f"condition.{name}").problem("T311", message, remedy)
    for position in law.positions.values():
        at = f"position.{position.id}.stance"
        yield from _twice(at, [stance.norm for stance in position.stances], POSITIONS)


def check_doctrines(draft: Draft) -> Iterator[Problem]:
    """A doctrine ranks kinds of instruments, or pairs of norms."""
    for piece in pieces_of(draft.files):
        message = _ranks(piece.table) if isinstance(piece.table, DoctrineTable) else ""
        if message:
            remedy = 'write prevails and over; or norms = [["PREVAILS", "YIELDS"]]'
            yield piece.spot.problem("T312", f"it {message}", remedy)


def _ranks(doctrine: DoctrineTable) -> str:
    """Say what is wrong with what a doctrine ranks; nothing if it ranks kinds, norms, or nothing by itself."""
    if bool(doctrine.prevails) != bool(doctrine.over):
        return "says what prevails, or over what, and not both"
    if doctrine.prevails and doctrine.norms:
        return "ranks kinds of instruments and single norms"
    if any(len(pair) != _PAIR or len(set(pair)) != _PAIR for pair in doctrine.norms):
        return "ranks what is no pair of two norms"
    return ""


def check_reservations(draft: Draft) -> Iterator[Problem]:
    """A reservation touches norms of its own instrument: on others it would do nothing, unseen."""
    law = draft.situation.law
    if law is None:
        return
    every = ((of, i, names.norms) for of in law.instruments.values() for i, names in enumerate(of.reservations))
    for instrument, i, names in every:
        other = [name for name in names if name in law.norms and law.norms[name].instrument != instrument.id]
        if other:
            message = f"{listed(other)} stands in another instrument than {shown(instrument.id)}"
            spot = Spot(NORMS, f"instrument.{instrument.id}.reservation.{i}.norms")
            yield spot.problem("T317", message, "name norms of this instrument")
