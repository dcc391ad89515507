"""The first five questions: force, party, people, act, exceptions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tumen.law.binding import bound, in_force, in_version, reserved
from tumen.law.covering import covered
from tumen.law.grounds import grounds, merged
from tumen.law.instruments import Basis, Instrument, Membership
from tumen.law.norms import LegalException
from tumen.law.query import Query
from tumen.law.question import Case, Question
from tumen.law.truth import NO, YES, Bounds, Truth, conjunction, negation, point, truth_of
from tumen.law.walk import scopes_of
from tumen.law.wording import TRUTH_WORDS, cited, day_words, listed, marked, sentence, sentences, span_words

_STANDS = {
    "party": "is a party",
    "custom": "is bound by custom",
    "signatory": "has signed and not ratified",
    "non_party": "is not a party",
    "unverified": "is said to be bound, which nobody has verified,",
}
HERE: tuple[float, float] = (1.0, 1.0)


def force(case: Case) -> Question:
    """Is it in force on the date? Its instrument, and this version of the norm."""
    instrument, norm = case.instrument, case.norm
    probe = case.probe(lambda query: conjunction([in_force(instrument, query.days), in_version(norm, query.days)]))
    version = (
        "" if norm.first is None and norm.last is None else f"This version stands {span_words(norm.first, norm.last)}."
    )
    known = f"The public can know it since {day_words(instrument.known_from)}." if instrument.known_from else ""
    doubt = f"Sources differ: {sentence(instrument.disputed)}" if instrument.disputed else ""
    used = sentences(_in_force(instrument), version, known, doubt)
    note = "a source for the day on which it came into force" if instrument.in_force is None else ""
    return Question(1, probe.bounds, used, instrument.basis, probe.days, note)


def party(case: Case) -> Question:
    """Does it bind the party, how, and since when?

    What a party excluded when it joined is left to the question about exceptions, unless another party is bound.
    """
    instrument, norm = case.instrument, case.norm
    if _excluded(case):
        instrument = replace(instrument, reservations=())
    probe = case.probe(lambda query: bound(instrument, norm, query.days))
    members = [one for one in case.instrument.memberships if one.party in norm.bearers]
    absent = [one for one in norm.bearers if one not in {member.party for member in members}]
    silent = [f"Nothing is said of how {case.law.parties[one].title} stands to it." for one in absent]
    used = sentences(*(_membership(case, one) for one in members), *silent)
    note = "a check of what is disputed or unverified" if probe.truth == Truth.CONTESTED else ""
    return Question(2, probe.bounds, used, merged(one.basis for one in members), probe.days, note)


def people_in_scope(case: Case) -> Question:
    """Do the people fall under it? Each thing that its scope asks of them."""
    norm = case.norm
    probe = case.probe(lambda query: covered(query, norm.scope), [norm.scope])
    found = list(grounds(case.asked, norm.scope))
    says = marked(norm.words, norm.grade)
    judged = f"People must judge: {listed(norm.open_texture)}." if norm.open_texture else ""
    used = sentences(sentence(says), sentence("; ".join(map(str, found)) or "It covers everybody"), judged)
    basis = merged([norm.basis, *(one.basis for one in found)])
    return Question(3, probe.bounds, used, basis, probe.changes)


def act(case: Case) -> Question:
    """Did the act happen? It is supposed; a run counts how often."""
    action = case.law.actions[case.norm.action]
    if action.exits:
        counted = f"A run counts it by {listed(action.exits)}."
    else:
        counted = sentence(f"No event of the model is this act: {action.why_none}")
    used = sentences(f"The act is: {action.title}. It is supposed to happen to these people on this day.", counted)
    return Question(4, HERE, used, Basis(), note="without the act there is nothing to ask")


def exceptions(case: Case) -> Question:
    """Does an exception or a reservation take them out?"""
    norm = case.norm
    probe = case.probe(_not_excepted(case), list(scopes_of(norm))[1:])
    told = [_exception(case, one) for one in norm.exceptions]
    held = [one for one in case.instrument.reservations if one.party in norm.bearers]
    reservations = [
        f"{case.law.parties[one.party].title} reserved, {'touching' if norm.id in one.norms else 'not touching'} "
        f"this norm: {sentence(one.text)}"
        for one in held
    ]
    used = sentences(*told, *reservations) or "It has no exception, and no party reserved anything."
    basis = merged([*(one.basis for one in norm.exceptions), *(one.basis for one in held)])
    return Question(5, probe.bounds, used, basis, probe.changes)


def _not_excepted(case: Case) -> Callable[[Query], Bounds]:
    rules = [one.scope for one in case.norm.exceptions if one.scope is not None]
    kept = NO if _excluded(case) else YES
    return lambda query: conjunction([kept, *(negation(covered(query, one)) for one in rules)])


def _excluded(case: Case) -> bool:
    """Tell whether on the day nobody is bound, but somebody would be without what it excluded when it joined."""
    instrument, norm, days = case.instrument, case.norm, case.asked.any.days
    if not any(reserved(instrument, norm.id, one) for one in norm.bearers):
        return False
    free = replace(instrument, reservations=())
    now, then = (truth_of(point(bound(one, norm, days))) for one in (instrument, free))
    return now == Truth.NO and then != Truth.NO


def _in_force(instrument: Instrument) -> str:
    end = f", until {day_words(instrument.ended)}" if instrument.ended else ""
    if instrument.in_force is not None:
        since = f"in force from {day_words(instrument.in_force)}"
    else:
        adopted = f"; adopted on {day_words(instrument.adopted)}" if instrument.adopted else ""
        since = f"nobody knows since when it has been in force{adopted}"
    return sentence(marked(f"{instrument.title}: {since}{end}", instrument.grade))


def _membership(case: Case, one: Membership) -> str:
    words = f"{case.law.parties[one.party].title} {_STANDS[one.bindingness]} {span_words(one.first, one.last)}"
    doubt = f"; disputed: {one.disputed}" if one.disputed else ""
    return sentence(marked(f"{words}{doubt}", one.grade))


def _exception(case: Case, one: LegalException) -> str:
    if one.scope is None:
        words = f"Exception “{one.words.rstrip('.')}”: not shown; the model has nothing to tell such people by"
        return sentence(cited(case.law, words, one.basis))
    scope = one.scope
    truth = truth_of(case.asked.hull(lambda query: covered(query, scope), [scope]))
    inner = "; ".join(map(str, grounds(case.asked, scope)))
    words = f"Exception “{one.words.rstrip('.')}”: {TRUTH_WORDS[truth]}{f', since {inner}' if inner else ''}"
    return sentence(cited(case.law, words, one.basis))
