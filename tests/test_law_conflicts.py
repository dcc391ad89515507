"""The four searches find what collides and nothing else, for whom and when, and what a doctrine makes of it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import combinations, product
from typing import Any as Anything

import pytest

from law_of import (
    alternative,
    claim,
    doctrine,
    fact,
    group,
    instrument,
    law,
    member,
    norm,
    people,
    position,
    reading,
    share,
    stance,
    stretch,
)
from random_law import DAYS, FIRST, Maker
from tumen.law import Choice, Conflict, conflicts
from tumen.law.body import Law
from tumen.law.norms import Norm
from tumen.law.predicates import ALWAYS, Any, AtLeast, Holds, InPlace, InStatus, Share
from tumen.law.subjects import People, Subject
from twin_law import Asked

CHINA, KOREA = "china", "north_korea"
START, END = date(1955, 1, 1), date(2025, 12, 31)
OUTSIDE, INSIDE = group("town"), group("mission", "inside")
BOTH = people(OUTSIDE, INSIDE, town=("northeast", CHINA), mission=(CHINA,))


def found(of: Law, asked: People = BOTH, choice: Choice | None = None) -> tuple[Conflict, ...]:
    return conflicts(of, asked, first=START, last=END, choice=choice or Choice())


def bound(name: str, *parties: str, kind: str = "treaty", since: date | None = None) -> object:
    return instrument(name, binds=[member(one, first=since) for one in parties], kind=kind)


CONVENTION = bound("convention", CHINA, since=date(1982, 12, 23))
PROTOCOL = bound("protocol", CHINA, KOREA, kind="bilateral", since=date(1964, 6, 9))
NO_RETURN = norm("no_return", "convention", bearers=(CHINA,), basis=claim("B015"))
RETURN_ALL = norm("return_all", "protocol", bearers=(CHINA, KOREA), modality="obligation", basis=claim("S084"))


def test_a_duty_to_return_collides_with_a_ban_on_it_from_the_day_both_bind():
    (one,) = found(law(CONVENTION, PROTOCOL, NO_RETURN, RETURN_ALL))
    assert (one.id, one.kind, one.norms, one.rows) == ("no_return|return_all", "norm-norm", *2 * [one.norms])
    assert (one.first, one.last, one.bearers) == (date(1982, 12, 23), END, (CHINA,))
    assert one.subjects == (OUTSIDE, INSIDE)
    assert (one.agreed, one.resolved, one.doctrines, one.prevails) == (True, "no", (), "")
    assert [basis.claims for basis in one.bases] == [("B015",), ("S084",)]
    assert "must not: return" in one.words
    assert "must: return" in one.words


def test_whom_nobody_holds_to_be_in_both_is_left_out_and_what_is_contested_is_not_agreed():
    where = norm("no_return", "convention", bearers=(CHINA,), scope=InStatus(("inside",)))
    (one,) = found(law(CONVENTION, PROTOCOL, where, RETURN_ALL))
    assert (one.subjects, one.agreed) == ((INSIDE,), True)
    doubted = norm("no_return", "convention", bearers=(CHINA,), disputed="who is covered")
    (one,) = found(law(CONVENTION, PROTOCOL, doubted, RETURN_ALL))
    assert (one.subjects, one.agreed) == ((OUTSIDE, INSIDE), False)
    nobody = norm("no_return", "convention", bearers=(CHINA,), scope=Any(()))
    assert found(law(CONVENTION, PROTOCOL, nobody, RETURN_ALL)) == ()


MODALITIES = ("obligation", "prohibition", "permission", "right", "immunity")


@pytest.mark.parametrize(("one", "other"), list(product(MODALITIES, repeat=2)))
def test_only_a_ban_collides_with_what_is_not_a_ban(one: str, other: str):
    of = law(norm("a", modality=one), norm("b", modality=other))
    assert bool(found(of)) == ((one == "prohibition") != (other == "prohibition"))


def test_another_party_another_action_and_a_definition_do_not_collide():
    ban = norm("a")
    assert found(law(ban, norm("b", modality="obligation"))) != ()
    assert found(law(ban, norm("b", modality="obligation", action="shelter"))) == ()
    assert found(law(ban, norm("b", modality="obligation", function="constitutive", condition="refugee"))) == ()
    other = instrument("other", binds=["neighbour"])
    assert found(law(other, ban, norm("b", "other", modality="obligation", bearers=("neighbour",)))) == ()


def test_two_norms_collide_only_where_the_same_party_is_bound_by_both():
    """Each binds somebody at all times, but no party is ever bound by both."""
    one = instrument("one", binds=[member("x"), member("y", bindingness="signatory")])
    other = instrument("other", binds=[member("y")])
    of = law(one, other, norm("a", "one", bearers=("x", "y")), norm("b", "other", bearers=("x", "y"), modality="right"))
    assert found(of) == ()


def test_access_in_some_places_a_power_in_a_mission_and_the_right_to_leave():
    ban = norm("ban", modality="prohibition", action="access", scope=InPlace(("northeast",)))
    (access,) = found(law(norm("access", modality="obligation", action="access"), ban))
    assert access.subjects == (OUTSIDE,)
    demand = norm("demand", modality="prohibition", action="asylum", scope=InStatus(("inside",)))
    (asylum,) = found(law(norm("asylum", modality="permission", function="power", action="asylum"), demand))
    assert asylum.subjects == (INSIDE,)
    code = instrument("code", binds=[KOREA], kind="statute")
    constitution = instrument("constitution", binds=[KOREA], kind="constitution")
    free = norm("free", "constitution", bearers=(KOREA,), modality="right", action="leave")
    crime = norm("crime", "code", bearers=(KOREA,), action="leave")
    (leave,) = found(law(code, constitution, free, crime))
    assert leave.norms == ("free", "crime")


def test_a_norm_that_may_be_read_as_free_to_do_so_collides_only_by_one_reading():
    duty, free = (
        alternative("duty", "obligation", by=["north"]),
        alternative("free", "prohibition", "punish", by=["south"]),
    )
    of = law(
        NO_RETURN,
        CONVENTION,
        PROTOCOL,
        norm("protocol_2", "protocol", bearers=(CHINA,), modality="obligation", alternatives=(duty, free)),
        position("north"),
        position("south"),
    )
    by_kind = {one.kind: one for one in found(of)}
    assert (by_kind["norm-norm"].norms, by_kind["norm-norm"].agreed) == (("no_return", "protocol_2"), False)
    assert {one.kind for one in found(of, choice=Choice("south"))} == set()
    (sure,) = found(of, choice=Choice("north"))
    assert (sure.kind, sure.agreed) == ("norm-norm", True)


def test_two_readings_of_one_norm_collide_where_it_binds():
    enter, guard = (
        alternative("enter", "prohibition", "enter", by=["korea"]),
        alternative("guard", "obligation", "guard"),
    )
    of = law(
        instrument("vccr", binds=[member(CHINA, first=date(1979, 8, 1))]),
        norm(
            "vccr_31",
            "vccr",
            bearers=(CHINA,),
            action="enter",
            alternatives=(enter, guard),
            scope=InStatus(("inside",)),
        ),
        position("korea"),
    )
    (one,) = found(of)
    assert (one.kind, one.norms, one.rows) == ("reading-reading", ("vccr_31",), ("vccr_31.enter", "vccr_31.guard"))
    assert (one.first, one.subjects, one.resolved) == (date(1979, 8, 1), (INSIDE,), "no")
    assert "As read by holder of korea: so read: enter." in one.words
    same = alternative("enter", "prohibition", "enter")
    assert found(law(norm(alternatives=(same, same)))) == ()


def test_sources_collide_over_a_fact_where_both_speak_of_the_same_people_and_day():
    death = stretch("death", basis=claim("S057"), last=date(2009, 12, 31))
    months = stretch("custody", basis=claim("S081"), first=date(2000, 1, 1), scope=InPlace((CHINA,)))
    elsewhere = stretch("camp", basis=claim("S058"), scope=InPlace(("nowhere",)))
    of = law(fact(death, months, elsewhere), norm(scope=AtLeast("punishment", "custody")), norm("other"))
    (one,) = found(of)
    assert (one.kind, one.rows, one.norms) == ("source-source", ("punishment.1", "punishment.2"), ("norm",))
    assert (one.first, one.last, one.agreed) == (date(2000, 1, 1), date(2009, 12, 31), True)
    assert [basis.claims for basis in one.bases] == [("S057",), ("S081",)]
    assert "It was death (S057)" in one.words


def test_one_source_may_say_more_than_one_thing_and_two_may_say_the_same():
    one_source = [stretch("death", basis=claim("S057")), stretch("custody", basis=claim("S057"))]
    assert found(law(fact(*one_source))) == ()
    same_thing = [stretch("death", basis=claim("S057")), stretch("death", basis=claim("B075"))]
    assert found(law(fact(*same_thing))) == ()


def test_a_norm_reached_through_a_reading_is_concerned_by_what_sources_say():
    sur_place = reading("Q3", AtLeast("punishment", "custody"))
    said = fact(stretch("death"), stretch("custody"))
    (one,) = found(law(said, sur_place, norm(scope=Holds("refugee")), norm("other", scope=ALWAYS)))
    assert one.norms == ("norm",)


def test_a_duty_without_an_act_lasts_until_one_is_in_force():
    duty = norm("duty", "convention", bearers=(CHINA,), modality="obligation", needs_act=True)
    (one,) = found(law(CONVENTION, duty))
    assert (one.id, one.kind, one.norms) == ("duty|china", "duty-without-act", ("duty",))
    assert (one.first, one.last, one.agreed) == (date(1982, 12, 23), END, True)
    act = instrument("act", binds=[CHINA], in_force=date(2013, 7, 1), kind="statute")
    puts = norm("stay", "act", bearers=(CHINA,), modality="permission", action="stay", implements=("duty",))
    (one,) = found(law(CONVENTION, duty, act, puts))
    assert one.last == date(2013, 6, 30)
    doubted = norm("stay", "act", bearers=(CHINA,), action="stay", implements=("duty",), disputed="whether it does")
    before = found(law(CONVENTION, duty, act, doubted))
    assert [(one.last, one.agreed) for one in before] == [(END, True)]
    abroad = norm("stay", "act", bearers=(KOREA,), action="stay", implements=("duty",))
    assert len(found(law(CONVENTION, duty, instrument("act", binds=[KOREA]), abroad))) == 1


def test_a_conflict_that_stops_and_starts_again_is_told_twice_under_one_name():
    ban = norm("ban")
    first = norm("first", modality="obligation", last=date(1969, 12, 31))
    of = law(ban, first, instrument("new", in_force=date(1980, 1, 1)), norm("second", "new", modality="obligation"))
    assert [(one.norms[1], one.first, one.last) for one in found(of)] == [
        ("first", START, date(1969, 12, 31)),
        ("second", date(1980, 1, 1), END),
    ]
    broken = instrument(binds=[member("state", last=date(1959, 12, 31)), member("state", first=date(1962, 1, 1))])
    twice = found(law(broken, ban, norm("duty", modality="obligation")))
    assert [one.id for one in twice] == ["ban|duty", "ban|duty"]
    assert [(one.first.year, one.last.year) for one in twice] == [(1955, 1959), (1962, 2025)]


def test_stretches_that_adjoin_are_one():
    ended = instrument(binds=[member("state", last=date(1959, 12, 31)), member("state", first=date(1960, 1, 1))])
    (one,) = found(
        law(ended, norm("a"), norm("b", modality="obligation"), share(), norm("c", scope=Share("political")))
    )[:1]
    assert (one.first, one.last) == (START, END)


KINDS: dict[str, Anything] = {"prevails": ("treaty",), "over": ("bilateral",)}


@pytest.mark.parametrize(
    ("doctrines", "resolved", "prevails"),
    [
        ((), "no", ""),
        ((doctrine(**KINDS),), "yes", "no_return"),
        ((doctrine(**KINDS, disputed="some hold otherwise"),), "contested", ""),
        ((doctrine(norms=(("return_all", "no_return"),)),), "yes", "return_all"),
        ((doctrine("a", **KINDS), doctrine("b", norms=(("return_all", "no_return"),))), "contested", ""),
        (
            (doctrine("a", **KINDS), doctrine("b", norms=(("no_return", "return_all"),), disputed="x")),
            "yes",
            "no_return",
        ),
        ((doctrine("a", **KINDS), doctrine("b", norms=(("return_all", "no_return"),), disputed="x")), "contested", ""),
        ((doctrine(prevails=("treaty", "bilateral"), over=("treaty", "bilateral")),), "no", ""),
        ((doctrine(norms=(("return_all", "other"),)),), None, ""),
        ((doctrine(prevails=("statute",), over=("treaty",)),), None, ""),
    ],
)
def test_a_doctrine_settles_by_name_or_by_kind(doctrines: tuple, resolved: str | None, prevails: str):
    other = norm("other", "convention", bearers=(CHINA,), action="shelter")
    (one,) = found(law(CONVENTION, PROTOCOL, NO_RETURN, RETURN_ALL, other, *doctrines))
    speaking = tuple(d.id for d in doctrines) if resolved else ()
    assert (one.doctrines, one.resolved, one.prevails) == (speaking, resolved or "no", prevails)


def test_a_position_that_denies_a_norm_sees_no_conflict():
    silent, denies = position("silent"), position("denies", stances=[stance("no_return", "no")])
    of = law(CONVENTION, PROTOCOL, NO_RETURN, RETURN_ALL, silent, denies)
    assert found(of, choice=Choice("denies")) == ()
    (one,) = found(of)
    assert not one.agreed
    assert found(of, choice=Choice("silent"))[0].agreed


SEEDS = range(40)
LAST = FIRST + timedelta(days=DAYS - 1)
EVERY_DAY = [FIRST + timedelta(days=n) for n in range(DAYS)]
Met = set[tuple[tuple[str, ...], date, Subject]]


def met(of: Law, asked: People, first: date, *, last: date) -> Met:
    """Give each pair of norms, day and group of the conflicts in some time."""
    told = [one for one in conflicts(of, asked, first=first, last=last) if one.kind == "norm-norm"]
    found = ((one, day, who) for one in told for day, who in product(EVERY_DAY, one.subjects))
    return {(one.norms, day, who) for one, day, who in found if one.first <= day <= one.last}


def slowly_met(of: Law, asked: People) -> Met:
    """Give what `met` should be on each day by itself, asked one by one."""
    pairs = [(a, b) for a, b in combinations(of.norms.values(), 2) if a.action == b.action and _opposed(a, b)]
    held = list(of.positions) or [None]
    found: Met = set()
    for (a, b), day, who in product(pairs, EVERY_DAY, asked.subjects):
        several = [Asked(of, who, dict(asked.inside), day, position, {}) for position in held]
        if any(_may(several, a, party) and _may(several, b, party) for party in a.bearers if party in b.bearers):
            found.add(((a.id, b.id), day, who))
    return found


def _opposed(one: Norm, other: Norm) -> bool:
    return (one.modality == "prohibition") != (other.modality == "prohibition")


def _may(several: list[Asked], norm: Norm, party: str) -> bool:
    return any(one.applies(norm, party) != "no" for one in several)


@cache
def made(seed: int) -> tuple[Law, People, Met]:
    maker = Maker(seed)
    of, asked = maker.law(), maker.people()
    return of, asked, slowly_met(of, asked)


@pytest.mark.parametrize("seed", SEEDS)
def test_on_a_day_norms_collide_for_whom_a_slow_reader_sees_both_apply(seed: int):
    of, asked, slow = made(seed)
    assert set().union(*(met(of, asked, day, last=day) for day in EVERY_DAY)) == slow


@pytest.mark.parametrize("seed", SEEDS)
def test_over_time_no_day_is_left_out_and_none_added(seed: int):
    of, asked, slow = made(seed)
    told = met(of, asked, FIRST, last=LAST)
    assert slow <= told
    assert {(norms, day) for norms, day, _ in slow} == {(norms, day) for norms, day, _ in told}
    assert {(norms, who) for norms, _, who in slow} == {(norms, who) for norms, _, who in told}


def test_laws_made_by_chance_do_collide():
    assert sum(bool(made(seed)[2]) for seed in SEEDS) >= 10
