"""The last two questions: who holds otherwise, and what commands the opposite."""

from __future__ import annotations

from collections.abc import Sequence

from tumen.law.collisions import Clash, Search, against
from tumen.law.doctrine import Resolution, resolution, settled_words
from tumen.law.evaluate import applies
from tumen.law.grounds import merged
from tumen.law.instruments import Basis
from tumen.law.positions import Position
from tumen.law.probe import Change
from tumen.law.question import Case, Question
from tumen.law.truth import Point, Truth, point, truth_of
from tumen.law.walk import conditions_of, scopes_of
from tumen.law.wording import TRUTH_WORDS, listed, marked, named, orders, reading_words, sentence, sentences

_POINTS: dict[Truth, Point] = {Truth.NO: (0.0, 0.0), Truth.CONTESTED: (0.0, 1.0), Truth.YES: (1.0, 1.0)}
_HOLDS = {"yes": "holds that it applies", "no": "holds that it does not apply", "contested": "holds it to be open"}


def otherwise(case: Case, before: Sequence[Question], found: Truth) -> Question:
    """Who holds otherwise? Each position, with its reading or its ground.

    Args:
        case: What is explained.
        before: The questions that decide before this one.
        found: Whether the norm applies to the people, by the choice made.
    """
    each = {name: _under(case, name) for name in case.law.positions}
    held = {name: _held(case, one) for name, one in case.law.positions.items()}
    texts = [_position(case.law.positions[name], some, each[name]) for name, some in held.items() if some]
    quiet = [case.law.positions[name].title for name, some in held.items() if not some]
    silent = f"Silent on it: {listed(quiet)}." if quiet else ""
    doubt = f"It is disputed as a whole: {sentence(case.norm.disputed)}" if case.norm.disputed else ""
    used = sentences(doubt, *texts, silent) or "The data holds no position."
    stances = [s.basis for one in case.law.positions.values() for s in one.stances if s.norm == case.norm.id]
    read = [one.basis for one in case.norm.alternatives if one.positions]
    changes = tuple(
        Change(f"by the position of {case.law.positions[name].title}", truth)
        for name, truth in each.items()
        if truth != found
    )
    return Question(6, _POINTS[_agreed(case, before, found)], used, merged([*stances, *read]), lambda: changes)


def _agreed(case: Case, before: Sequence[Question], found: Truth) -> Truth:
    """Tell how far what is held of the norm lets it bind, beyond what the other questions say."""
    stances = [query.stances.get(case.norm.id) for query in case.asked.queries.values()]
    held = {"" if one is None else one.applies for one in stances}
    if held == {"no"} or (found == Truth.NO and all(one.truth != Truth.NO for one in before)):
        return Truth.NO
    if found != Truth.CONTESTED:
        return Truth.YES
    several = {_under(case, name) for name in case.asked.queries if name}
    return Truth.CONTESTED if case.norm.disputed or held & {"no", "contested"} or len(several) > 1 else Truth.YES


def _under(case: Case, position: str) -> Truth:
    return truth_of(point(applies(case.norm, [case.each.queries[position]])))


def _position(position: Position, held: list[str], truth: Truth) -> str:
    words = sentence(marked(f"{position.title} {'; '.join(held)}", position.grade))
    return f"{words[:-1]}: {TRUTH_WORDS[truth]}."


def _held(case: Case, position: Position) -> list[str]:
    """Say what a position holds of a norm: of its applying, of whom its conditions cover, of what it commands."""
    stances = [f"{_HOLDS[one.applies]}: {one.ground}" for one in position.stances if one.norm == case.norm.id]
    readings = [reading_words(case.law.readings[one]) for one in position.readings if _matters(case, one)]
    accepted = [f"accepts {listed(readings)}"] if readings else []
    commands = [f"reads its command so: {one.words}" for one in case.norm.alternatives if position.id in one.positions]
    return [one.strip().rstrip(".") for one in (*stances, *accepted, *commands)]


def _matters(case: Case, reading: str) -> bool:
    return case.law.readings[reading].condition in conditions_of(case.law, scopes_of(case.norm))


def opposite(case: Case) -> Question:
    """Does another norm command the opposite, and what resolves it?"""
    found = list(against(Search(tuple(case.asked.queries.values()), case.choice.position), case.norm))
    if not found:
        return Question(7, _POINTS[Truth.YES], "No norm of the data commands the opposite of the same party.", Basis())
    settled = [resolution(case.law, *clash.rows) for clash in found]
    used = sentences(*(_clash(case, clash, one) for clash, one in zip(found, settled, strict=True)))
    won = all(one.prevails == case.norm.id for one in settled)
    doctrines = [case.law.doctrines[name].basis for one in settled for name in one.doctrines]
    others = [case.law.norms[_other(case, clash)].basis for clash in found]
    names = listed(named(case.law, case.law.norms[_other(case, one)]) for one in found)
    note = f"if {names} ended, nothing would command the opposite"
    return Question(7, _POINTS[Truth.YES if won else Truth.CONTESTED], used, merged([*others, *doctrines]), note=note)


def _other(case: Case, clash: Clash) -> str:
    return next(one for one in clash.rows if one != case.norm.id)


def _clash(case: Case, clash: Clash, found: Resolution) -> str:
    other = case.law.norms[_other(case, clash)]
    parties = listed(case.law.parties[one].title for one in clash.bearers)
    truth = TRUTH_WORDS[truth_of(point(clash.bounds))]
    return sentences(
        f"By {named(case.law, other)}, {parties} {orders(case.law, other)}; that both apply: {truth}.",
        settled_words(case.law, found),
    )
