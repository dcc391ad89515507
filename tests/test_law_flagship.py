"""The law of the flagship: how much there is, and that the searches find each collision that the documents speak of.

Collisions are named here by the rows that collide. Nothing in the searches knows these names: they find the same after
every id of the law has been replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from law_cases import FLAGSHIP, situation
from tumen.law.body import Law
from tumen.law.conflicts import Conflict, conflicts
from tumen.law.evaluate import evaluate
from tumen.law.intervals import regime_intervals
from tumen.law.subjects import People
from tumen.situation.subjects import people_of

FIRST, LAST = date(1955, 1, 1), date(2025, 12, 31)
AT_LEAST = 30


@dataclass(frozen=True)
class Collision:
    """Two rows that collide, as the documents have it.

    Attributes:
        about: In a few words.
        kind: Which search has to find it.
        rows: The two rows.
        on: A day on which they collide.
        before: A day on which they do not; None: they collide ever since there is the law.
        statuses: Groups for whom they do; none where it matters to nobody in particular.
        others: Groups for whom they do not.
    """

    about: str
    kind: str
    rows: tuple[str, str]
    on: date
    before: date | None = None
    statuses: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


COLLISIONS = [
    Collision(
        "a duty to return all against no return to danger",
        "norm-norm",
        ("border_protocol_1986_4_2", "refugee_convention_33_1"),
        date(2002, 6, 15),
        before=date(1986, 8, 11),
        statuses=("C1", "C7"),
        others=("N1", "D1"),
    ),
    Collision(
        "the agreement of 1965, as Song reads it, against no return to danger",
        "norm-norm",
        ("border_agreement_1965", "refugee_convention_33_1"),
        date(1985, 6, 15),
        before=date(1982, 12, 22),
        statuses=("C1", "C7"),
        others=("N1", "D1"),
    ),
    Collision(
        "duty or discretion in 1986",
        "reading-reading",
        ("border_protocol_1986_4_2.duty", "border_protocol_1986_4_2.discretion"),
        date(2002, 6, 15),
        before=date(1986, 8, 11),
    ),
    Collision(
        "access of UNHCR against its ban in the northeast",
        "norm-norm",
        ("unhcr_agreement_3_5", "prc_unhcr_ban"),
        date(2012, 6, 15),
        before=date(1995, 11, 30),
        statuses=("C1", "C2a", "C3"),
        others=("N1", "C6"),
    ),
    Collision(
        "nobody enters a consulate, or guards may",
        "reading-reading",
        ("vccr_31_2.no_entry", "vccr_31_2.protect"),
        date(2002, 5, 8),
        before=date(1979, 7, 31),
    ),
    Collision(
        "those inside a mission are not returned, against the duty to return all",
        "norm-norm",
        ("border_protocol_1986_4_2", "understanding_2002"),
        date(2002, 7, 15),
        before=date(2002, 5, 15),
        statuses=("C6",),
        others=("C1", "C2a", "C3"),
    ),
    Collision(
        "refuge in a mission against the note that forbids it",
        "norm-norm",
        ("mission_refuge", "prc_note_2002_asylum"),
        date(2002, 7, 15),
        before=date(2002, 5, 20),
        statuses=("C6",),
        others=("C1", "N1"),
    ),
    Collision(
        "the right to leave against the crime of crossing",
        "norm-norm",
        ("iccpr_12_2", "dprk_criminal_code_117"),
        date(2003, 2, 25),
        before=date(1981, 9, 13),
    ),
    Collision(
        "a promise of free residence and travel against the rule of exit",
        "norm-norm",
        ("dprk_constitution_17", "dprk_exit_rule"),
        date(2003, 2, 25),
        statuses=("N1", "N3"),
    ),
    Collision(
        "the Convention asks for an act, and there is none",
        "duty-without-act",
        ("refugee_convention_33_1", "china"),
        date(2005, 6, 15),
        before=date(1982, 12, 22),
    ),
]
CLAIMED = [  # what the documents say that cannot both be kept, by the two claims
    ("norm-norm", "S084", "B015"),
    ("norm-norm", "B037", "B015"),
    ("reading-reading", "B037", "B039"),
    ("norm-norm", "B151", "B019"),
    ("reading-reading", "S116", "S119"),
    ("norm-norm", "S100", "S084"),
    ("norm-norm", "S107", "S128"),
    ("norm-norm", "S080", "S081"),
    ("norm-norm", "B076", "S082"),
    ("norm-norm", "B076", "B077"),
    ("source-source", "S057", "S081"),
    ("source-source", "B075", "B080"),
    ("duty-without-act", "B015", "B017"),
]
SAID = [  # of what awaits those who are returned, by two claims that do not agree
    ("S057", "S081", date(2003, 2, 25)),
    ("B075", "B080", date(2012, 6, 15)),
]


@cache
def law() -> Law:
    found = situation(FLAGSHIP).law
    assert found is not None
    return found


@cache
def people() -> People:
    return people_of(situation(FLAGSHIP))


@cache
def found() -> tuple[Conflict, ...]:
    return conflicts(law(), people(), first=FIRST, last=LAST)


def between(rows: Iterable[str], day: date, several: Iterable[Conflict]) -> list[Conflict]:
    return [one for one in several if set(one.rows) == set(rows) and one.first <= day <= one.last]


def test_there_are_enough_norms():
    assert len(law().norms) >= AT_LEAST


def test_all_four_searches_find_something():
    assert {one.kind for one in found()} == {"norm-norm", "reading-reading", "source-source", "duty-without-act"}


@pytest.mark.parametrize("one", COLLISIONS, ids=lambda one: one.about)
def test_a_collision_of_the_documents_is_found(one: Collision):
    met = between(one.rows, one.on, found())
    assert [of.kind for of in met] == [one.kind]
    reached = {subject.status for subject in met[0].subjects}
    assert set(one.statuses) <= reached
    assert not set(one.others) & reached
    assert one.before is None or not between(one.rows, one.before, found())


@pytest.mark.parametrize(("kind", "one", "other"), CLAIMED)
def test_claims_that_collide_are_found(kind: str, one: str, other: str):
    met = [of for of in found() if of.kind == kind]
    pairs = [(set(of.bases[0].claims), set(of.bases[-1].claims)) for of in met]
    assert any((one in a and other in b) or (one in b and other in a) for a, b in pairs)


@pytest.mark.parametrize(("one", "other", "day"), SAID)
def test_sources_that_differ_about_the_penalty_are_found(one: str, other: str, day: date):
    met = [of for of in found() if of.kind == "source-source" and of.first <= day <= of.last]
    pairs = [(set(of.bases[0].claims), set(of.bases[1].claims)) for of in met]
    assert any((one in a and other in b) or (one in b and other in a) for a, b in pairs)


def test_china_is_bound_as_to_people_in_its_hands_only():
    norms = [norm.id for norm in law().norms.values() if norm.bearers == ("china",)]
    possible = evaluate(law(), people(), regime_intervals(law(), FIRST, LAST), norms=norms)[..., 1].max(axis=(0, 1)) > 0
    reached = {one.place for one, some in zip(people().subjects, possible, strict=True) if some}
    assert reached == {one.place for one in people().subjects if "china" in people().inside[one.place]}


def test_no_domestic_act_puts_the_convention_into_effect_before_2013():
    asks = {norm.id for norm in law().norms.values() if norm.instrument == "refugee_convention" and norm.needs_act}
    lacks = {one.norms[0] for one in found() if one.kind == "duty-without-act" and one.first <= date(2013, 6, 30)}
    assert asks
    assert asks <= lacks


def test_no_doctrine_is_said_to_settle_what_is_disputed():
    for one in found():
        if one.resolved == "yes":
            assert not any(law().doctrines[name].disputed for name in one.doctrines), one.id
            assert one.prevails in one.norms


def test_the_searches_know_no_names():
    names = renaming(law())
    other = conflicts(renamed(law(), names), people(), first=FIRST, last=LAST)
    assert {_seen(one, lambda name: names.get(name, name)) for one in found()} == {_seen(one, str) for one in other}


def renaming(of: Law) -> Mapping[str, str]:
    """Give a new name to each norm, instrument, party, position, reading, fact and doctrine."""
    kinds = (of.norms, of.instruments, of.parties, of.positions, of.readings, of.facts, of.doctrines)
    names = dict.fromkeys(name for several in kinds for name in several)
    return {name: f"x{number}" for number, name in enumerate(names)}


OF_PEOPLE = ("statuses", "places", "values")  # a party may have the name of a place


def renamed(thing: Any, names: Mapping[str, str]) -> Any:
    """Replace every id in a law; what kind of law an instrument is, and words of people, stay."""
    if isinstance(thing, str):
        return names.get(thing, thing)
    if isinstance(thing, tuple):
        return tuple(renamed(one, names) for one in thing)
    if isinstance(thing, Mapping):
        return {names.get(key, key): renamed(value, names) for key, value in thing.items()}
    if is_dataclass(thing) and not isinstance(thing, type):
        kept = ("kind", "prevails", "over", "modality", "function", "bindingness", "claims", "observations", *OF_PEOPLE)
        told = {one.name: getattr(thing, one.name) for one in fields(thing) if one.name not in kept}
        return replace(thing, **{key: renamed(value, names) for key, value in told.items()})
    return thing


def _seen(one: Conflict, name: Callable[[str], str]) -> tuple[object, ...]:
    """Give what must not hang on names."""
    rows = frozenset(".".join(map(name, row.split("."))) for row in one.rows)
    norms = frozenset(map(name, one.norms))
    return one.kind, rows, norms, one.first, one.last, len(one.subjects), one.resolved, one.agreed
