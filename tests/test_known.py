"""A situation as it was known by some day: nothing later is left, and nothing else is touched."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors.cases import BASE
from folder import write
from kinds import compete_model
from tumen.ensemble import Record, simulate
from tumen.evidence import Evidence, Link, Observation, Parameter
from tumen.evidence.pooling import pooled
from tumen.evidence.roots import roots_of
from tumen.model import build, make_tables
from tumen.model.tables import drawn_values
from tumen.policy import Loop, Position, Switch
from tumen.report import until_words
from tumen.situation import Hidden, Situation, check_folder, known_by, read_situation
from tumen.situation.known.dates import last_day, months_later, observation_public

FIRST, LAST = date(2003, 12, 31), date(2010, 1, 1)
"""Within these days something of hidden-five is public, its first source included, and something is not."""
AFTER = date(2020, 1, 1)
DAYS = {
    "hidden-five": (FIRST, date(2004, 3, 1), date(2004, 6, 30), date(2004, 11, 30), date(2004, 12, 31), AFTER),
    "dprk-china": (date(1999, 12, 31), date(2003, 6, 30), FIRST, date(2009, 6, 30), date(2013, 12, 31), AFTER),
    "island-evacuation": (FIRST, AFTER),
}
EVERY = [(name, day) for name, days in DAYS.items() for day in days]
days = st.dates(FIRST, LAST)


@cache
def whole(name: str = "hidden-five") -> Situation:
    return read_situation(BASE if name == "base" else name)


def known(name: str, day: date) -> Situation:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "no source of")
        return known_by(whole(name), day)


def hidden_of(situation: Situation) -> Hidden:
    assert situation.hidden is not None
    return situation.hidden


# ---- when something is public -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [("2003", "2003-12-31"), ("2004-02", "2004-02-29"), ("2003-02", "2003-02-28"), ("2003-02-25", "2003-02-25")],
)
def test_a_date_counts_as_its_last_day(text: str, day: str):
    assert last_day(text) == date.fromisoformat(day)


def test_no_date_is_no_day():
    assert last_day("") is None


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2003-12-31", 2, "2004-02-29"),
        ("2003-02-28", 1, "2003-03-31"),
        ("2003-01-30", 1, "2003-02-28"),
        ("2003-11-15", 14, "2005-01-15"),
        ("2003-06-30", 0, "2003-06-30"),
    ],
)
def test_months_are_those_of_the_calendar(day: str, months: int, later: str):
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(later)


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 240), st.integers(0, 27))
def test_a_later_day_or_a_longer_lag_is_never_public_earlier(day: date, lag: int, more: int):
    assert months_later(day, lag) <= months_later(day + timedelta(more), lag)
    assert months_later(day, lag) <= months_later(day, lag + more)
    assert months_later(day, lag) >= day


def observation(name: str, **about: str) -> Observation:
    empty = {"place": "", "sex": "all", "citation": "an office", "confidence": "", "grade": "B", "published": ""}
    text = {"date_from": "2003", "date_to": "", "unit": "persons", **empty, **about}
    return Observation(id=name, series=name.rpartition("-")[0], value=100.0, low=None, high=None, **text)


def test_a_figure_is_public_when_it_says_so_or_after_the_lag_of_its_series():
    assert observation_public(observation("a-1", published="2004-11"), 12) == date(2004, 11, 30)
    assert observation_public(observation("a-1"), 0) == date(2003, 12, 31)
    assert observation_public(observation("a-1"), 14) == date(2005, 2, 28)
    assert observation_public(observation("a-1", date_to="2005-06"), 1) == date(2005, 7, 31)
    assert observation_public(observation("a-1", date_from="", date_to="2004"), 0) == date(2004, 12, 31)
    assert observation_public(observation("a-1", date_from=""), 3) is None


# ---- nothing later is left --------------------------------------------------------------------


def leaves(thing: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Give every single value inside a value, keys of mappings included, with the way that leads to it."""
    if isinstance(thing, Mapping):
        inner = [(f"{path}.key", key) for key in thing] + [(f"{path}.{key}", of) for key, of in thing.items()]
    elif isinstance(thing, tuple | list | frozenset):
        inner = [(path, of) for of in thing]
    elif is_dataclass(thing):
        inner = [(f"{path}.{field.name}", getattr(thing, field.name)) for field in fields(thing)]
    else:
        yield path, thing
        return
    yield from (leaf for where, of in inner for leaf in leaves(of, where))


def dates_in(thing: object) -> list[tuple[str, str]]:
    """Give every date anywhere in a value, with the way that leads to it."""
    told = [(path, str(of)) for path, of in leaves(thing) if isinstance(of, str | date)]
    return [(path, text) for path, text in told if re.fullmatch(r"[12]\d{3}(-\d{2}(-\d{2})?)?", text)]


STAY = (r"\.calendar\.", r"\.as_of$", r"\.levers\.", r"\.hidden\.until$", r"\.law\.")
"""The days of the run, the day on which somebody last looked at it, what can be chosen and law are no evidence."""
SPEAKS = r"\.(claims|anchors|pools)\."
"""A claim may speak of a year that has begun when it comes out, and so may the anchor that rests on it."""


def first_day(text: str) -> date:
    return date.fromisoformat(text + "-01-01"[len(text) - 4 :])


@pytest.mark.parametrize(("name", "day"), EVERY)
def test_nothing_dated_after_the_day_is_left_anywhere(name: str, day: date):
    found = [(path, text) for path, text in dates_in(known(name, day)) if not re.search("|".join(STAY), path)]
    late = [(p, t) for p, t in found if (first_day(t) if re.search(SPEAKS, p) else last_day(t) or date.max) > day]
    assert late == []


def test_the_walk_sees_all_dates():
    found = dict(dates_in(whole("dprk-china")))
    assert len(found) > 1000
    kinds = {path.split(".")[1] for path in found} | {path.split(".")[2] for path in found if ".evidence." in path}
    assert kinds >= {"events", "parameters", "anchors", "claims", "observations", "sources", "timeline", "pools"}


@pytest.mark.parametrize(("name", "day"), EVERY)
def test_what_came_out_later_is_named_nowhere(name: str, day: date):
    seen, hidden = known(name, day), hidden_of(known(name, day))
    series = {row.series for row in whole(name).observations} - {row.series for row in seen.observations}
    gone = {*hidden.claims, *hidden.observations, *hidden.sources, *series}
    texts = [text for _, text in leaves(replace(seen, hidden=None)) if isinstance(text, str)]
    # a quantity, an outcome or an event may have the name of a series
    names = {*seen.evidence.quantities, *seen.outcomes, *seen.events, *seen.parameters, *seen.groups, *seen.exits}
    assert gone.intersection(texts) <= names
    assert {e for row in seen.evidence.timeline.values() for e in row.events} <= seen.events.keys()
    assert {s.quantity for s in seen.evidence.series.values()} - {""} <= seen.evidence.quantities.keys()


def test_what_nobody_dates_is_hidden_and_named():
    text = whole()
    sources = {**text.sources, "survey-2003": replace(text.sources["survey-2003"], date="")}
    rows = {"undated-1": observation("undated-1", date_from=""), **text.evidence.observations}
    told = replace(text, evidence=replace(text.evidence, sources=sources, observations=rows))
    seen = known_by(told, LAST)
    assert hidden_of(seen).undated == ("survey-2003", "undated-1")
    assert "survey-2003" not in seen.sources
    assert "K001" not in seen.claims
    assert "undated-1" not in seen.evidence.observations


# ---- an earlier day hides more ----------------------------------------------------------------

GROWING = ("sources", "claims", "observations", "timeline", "years", "anchors", "unused")


def assert_hides_more(earlier: Hidden, later: Hidden) -> None:
    for name in GROWING:
        assert set(getattr(later, name)) <= set(getattr(earlier, name)), name
    assert {*later.events, *later.cut} <= {*earlier.events, *earlier.cut}
    for name in ("hindsight", "loops"):
        assert {*getattr(later, name)} <= {*getattr(earlier, name), *earlier.unused}, name


@given(days, days)
def test_an_earlier_day_hides_more(one: date, other: date):
    assert_hides_more(
        hidden_of(known("hidden-five", min(one, other))), hidden_of(known("hidden-five", max(one, other)))
    )


def test_an_earlier_day_hides_more_in_the_flagship():
    hidden = [hidden_of(known("dprk-china", date(year, 6, 30))) for year in range(1998, 2026, 3)]
    for earlier, later in pairwise(hidden):
        assert_hides_more(earlier, later)
        assert len(later.observations) < len(earlier.observations)


@given(days, days)
def test_to_hide_twice_is_to_hide_what_the_earlier_day_hides(one: date, other: date):
    first, last = min(one, other), max(one, other)
    twice = known_by(known("hidden-five", last), first)
    assert twice.digest == known("hidden-five", first).digest
    assert hidden_of(twice).until == first
    assert hidden_of(twice).whole == whole().digest
    assert set(hidden_of(twice).hindsight) == set(hidden_of(known("hidden-five", first)).hindsight)


# ---- a day after everything hides nothing -----------------------------------------------------


def test_a_day_after_everything_hides_nothing():
    seen = known("hidden-five", AFTER)
    assert replace(seen, hidden=None) == whole()
    assert set(hidden_of(seen).counts.values()) == {0}
    assert seen.digest == whole().digest
    runs = [simulate(build(situation), draws=3, workers=1) for situation in (whole(), seen)]
    assert runs[0].attrs["result_hash"] == runs[1].attrs["result_hash"]
    assert [run.attrs["until"] for run in runs] == ["", "2020-01-01"]


@pytest.mark.parametrize("name", ["hidden-five", "dprk-china"])
def test_whoever_looks_on_the_day_as_of_sees_all_that_stands_there(name: str):
    as_of = whole(name).as_of
    assert as_of is not None
    assert replace(known(name, as_of), hidden=None) == whole(name)
    assert set(hidden_of(known(name, as_of)).counts.values()) == {0}


@pytest.mark.parametrize(("name", "day"), EVERY)
def test_what_is_hidden_shows_in_the_digest(name: str, day: date):
    seen = known(name, day)
    changed = any(hidden_of(seen).counts.values()) or bool(hidden_of(seen).cut)
    assert (seen.digest != whole(name).digest) == changed
    assert hidden_of(seen).whole == whole(name).digest


# ---- it is a situation like any other ---------------------------------------------------------


@pytest.mark.parametrize("name", [*DAYS, "base"])
def test_a_written_situation_reads_back_as_it_was(name: str, tmp_path: Path):
    assert read_situation(write(whole(name), tmp_path / "written")).digest == whole(name).digest


@pytest.mark.parametrize(("name", "day"), EVERY)
def test_what_is_left_keeps_the_rules_of_the_format(name: str, day: date, tmp_path: Path):
    seen = known(name, day)
    moved = {event.signal for event in seen.events.values()}
    moved |= {lever.target.removeprefix("signal:") for lever in seen.levers.values()}
    moved |= {signal for ration in seen.rations.values() for signal in ration.shortfall.values()}
    still = {signal.id for signal in seen.signals.values() if signal.mode != "fed"} - moved
    problems = check_folder(write(seen, tmp_path / "written"))
    codes = Counter(problem.code for problem in problems)
    assert codes.pop("T145", 0) == len(still)  # a signal may be left without events: it is at rest
    silent = [lever for lever in seen.levers.values() if whole(name).levers[lever.id].claims and not lever.claims]
    assert codes.pop("T148", 0) <= len(silent)  # a lever may be left that nobody had named: it is what is asked
    unnamed = [loop for loop in seen.loops.values() if whole(name).loops[loop.id].claims and not loop.claims]
    unnamed += [switch for switch in seen.switches.values() if not any(p.claims for p in switch.positions.values())]
    assert codes.pop("T173", 0) <= len(unnamed)  # nor is a loop or switch wrong of which nobody had spoken
    assert not codes


@pytest.mark.parametrize(("name", "day"), EVERY)
def test_what_is_left_runs(name: str, day: date):
    model = compete_model(known(name, day))
    for world in model.situation.worlds:
        values = drawn_values(model, world=world, draw=0, seed=1)
        assert np.isfinite(make_tables(model, values, policy="baseline").given).all()


# ---- events -----------------------------------------------------------------------------------

SIGNALS = {
    "statuses": "id\nhome\naway\nfar",
    "exits": "id,group,from_status,to_status,hazard,open\nleave,leaving,home,away,rate,step;open_step;ramp;weather\n"
    "go_on,going,away,far,rate,late",
    "signals": "id,rest\nstep,1\nopen_step,1\nramp,1\nweather,1\nlate,1",
    "events": "id,signal,date_from,date_to,shape,how,size\n"
    "campaign,step,2001-03-10,2002-02-20,step,multiply,half\n"
    "for_good,open_step,2001-06-01,,step,multiply,double\n"
    "rise,ramp,2001-02-01,2002-12-01,ramp,multiply,double\n"
    "harvests,weather,,,series,set,harvest\n"
    "after,late,2002-09-15,,step,multiply,half",
    "numbers": "rate 1/year 0.5\npeople persons 100000\nhalf factor 0.5\ndouble factor 2\n"
    "harvest[2000] index 0.6\nharvest[2001] index 1.4\nharvest[2002] index 0.9",
    "dims": {"harvest": ("year",)},
    "start": "home here people",
    "time": 'from = 2001-01-01\nto = 2002-12-31\nstep = "month"\nreport = "step"',
}
INSIDE = st.dates(date(2001, 1, 1), date(2002, 12, 31))


@pytest.fixture(scope="session")
def signals(tiny: Callable[..., Situation]) -> Situation:
    return tiny(**SIGNALS)


def without_series(situation: Situation) -> Situation:
    """Leave out what runs in straight lines from year to year, and so before a year is over knows of the next."""
    return replace(situation, events={k: e for k, e in situation.events.items() if e.shape != "series"})


def given_table(situation: Situation) -> np.ndarray:
    """Give the dated factors of each step, ``[step, row]``."""
    model = compete_model(situation)
    return make_tables(model, drawn_values(model, world="base", draw=0, seed=1), policy="baseline").given


def steps_before(situation: Situation, day: date) -> int:
    """Count the steps that are over by the day."""
    return sum(last <= day for _, last in build(situation).steps)


@given(day=INSIDE)
def test_until_the_day_the_tables_stay_as_they_are(signals: Situation, day: date):
    before = steps_before(signals, day)
    plain = without_series(signals)
    assert np.array_equal(given_table(known_by(plain, day))[:before], given_table(plain)[:before])


@given(day=INSIDE)
def test_until_the_middle_of_the_last_known_year_a_series_stays_as_it_is(signals: Situation, day: date):
    before = max(0, (day.year - 2001) * 12 - 6)
    seen = given_table(known_by(signals, day))[:before]
    assert np.allclose(seen, given_table(signals)[:before], rtol=1e-12, atol=0)


@given(day=INSIDE)
def test_until_the_day_people_move_as_they_did(signals: Situation, day: date):
    plain = without_series(signals)
    seen, before = known_by(plain, day), steps_before(plain, day)
    runs = [simulate(build(s), draws=1, workers=1, record=Record(resolution="step")) for s in (plain, seen)]
    for outcome in signals.outcomes:
        ours, theirs = (run[outcome].to_numpy()[..., :before] for run in runs)
        assert np.array_equal(ours, theirs)


def acts(situation: Situation, signal: str, day: date) -> float:
    """Give the value of a signal in the step of a day."""
    model = compete_model(situation)
    names = list(model.layout.signals)
    values = drawn_values(model, world="base", draw=0, seed=1)
    step = next(i for i, (first, last) in enumerate(model.steps) if first <= day <= last)
    from tumen.model.tables import _Maker

    assert signal in names or signal in situation.signals
    return float(_Maker(model, values, ()).signals[signal][step])


def test_what_begins_later_is_hidden(signals: Situation):
    seen = known_by(signals, date(2001, 4, 30))
    assert hidden_of(seen).events == ("for_good", "after")
    assert set(seen.events) == {"campaign", "rise", "harvests"}
    assert acts(seen, "open_step", date(2002, 12, 1)) == acts(seen, "late", date(2002, 12, 1)) == 1


def test_a_step_that_had_not_ended_goes_on(signals: Situation):
    seen = known_by(signals, date(2001, 4, 30))
    assert seen.events["campaign"].ends is None
    assert "campaign" in hidden_of(seen).cut
    assert acts(signals, "step", date(2002, 12, 1)) == 1
    assert acts(seen, "step", date(2002, 12, 1)) == 0.5
    assert known_by(signals, date(2002, 2, 20)).events["campaign"] == signals.events["campaign"]


def test_a_ramp_stays_where_it_had_come(signals: Situation):
    day = date(2001, 12, 31)
    seen = known_by(signals, day)
    share = (day - date(2001, 2, 1)).days / (date(2002, 12, 1) - date(2001, 2, 1)).days
    assert acts(seen, "ramp", date(2002, 12, 1)) == pytest.approx(1 + share, rel=1e-12)
    assert seen.events["rise"].ends == day
    again = known_by(seen, date(2001, 8, 31))
    assert again.events == known_by(signals, date(2001, 8, 31)).events


def test_a_ramp_that_begins_on_the_day_has_not_moved(signals: Situation):
    assert acts(known_by(signals, date(2001, 2, 1)), "ramp", date(2002, 12, 1)) == 1


def test_the_last_known_year_of_a_series_stays(signals: Situation):
    seen = known_by(signals, date(2002, 6, 30))
    assert set(seen.parameters["harvest"].entries) == {"2000", "2001"}
    assert hidden_of(seen).years == ("harvest[2002]",)
    assert acts(seen, "weather", date(2002, 12, 1)) == pytest.approx(1.4)
    nothing = known_by(replace(signals, parameters=_years_from(signals, 2001)), date(2001, 6, 30))
    assert hidden_of(nothing).events == ("for_good", "harvests", "after")[1:]
    assert "harvest" not in nothing.parameters
    assert acts(nothing, "weather", date(2002, 12, 1)) == 1


def _years_from(situation: Situation, year: int) -> Mapping[str, Parameter]:
    harvest = situation.parameters["harvest"]
    left = {key: prior for key, prior in harvest.entries.items() if int(key) >= year}
    return {**situation.parameters, "harvest": replace(harvest, entries=left)}


def test_a_year_of_a_series_waits_for_its_figures(signals: Situation):
    rows = {name: observation(name, date_from=year) for name, year in (("crop-1", "2000"), ("crop-2", "2001"))}
    evidence = replace(signals.evidence, observations=rows, series=_series("crop", lag=4))
    harvest = replace(signals.parameters["harvest"], observations=("crop",), assumed="")
    told = replace(signals, evidence=evidence, parameters={**signals.parameters, "harvest": harvest})
    assert set(known_by(told, date(2002, 4, 29)).parameters["harvest"].entries) == {"2000"}
    assert set(known_by(told, date(2002, 4, 30)).parameters["harvest"].entries) == {"2000", "2001"}
    assert hidden_of(known_by(told, date(2002, 4, 29))).partly == ("harvest",)


def _series(name: str, lag: int) -> dict[str, Any]:
    from tumen.evidence import Series

    return {name: Series(name, "", "a full count", lag)}


def test_an_event_without_any_ground_that_is_public_is_hidden_though_it_had_begun():
    seen = known("hidden-five", date(2004, 6, 30))
    assert "campaign_2004" in hidden_of(seen).events  # in March, but told by a source of 2004
    assert "campaign" in hidden_of(seen).unused
    assert "campaign_2004" in known("hidden-five", date(2004, 12, 31)).events


def test_a_timeline_row_that_had_not_ended_has_no_end():
    row = replace(whole().evidence.timeline["campaign_2004"], claims=("K001",), date_from="2004-03", date_to="2004-08")
    timeline = {"campaign_2004": row, "later": replace(row, id="later", date_from="2004")}
    text = replace(whole(), evidence=replace(whole().evidence, timeline=timeline))
    seen = known_by(text, date(2004, 6, 30)).evidence.timeline
    assert list(seen) == ["campaign_2004"]  # a year counts as its last day, as a beginning too
    assert (seen["campaign_2004"].date_from, seen["campaign_2004"].date_to) == ("2004-03", "")
    assert (seen["campaign_2004"].events, seen["campaign_2004"].note) == (
        (),
        "What it moves in the model is not public yet.",
    )
    assert known_by(text, date(2005, 1, 1)).evidence.timeline == timeline


@pytest.mark.parametrize("day", DAYS["dprk-china"])
def test_every_row_of_the_timeline_moves_something_or_says_why_not(day: date):
    assert all(row.events or row.note for row in known("dprk-china", day).evidence.timeline.values())


# ---- numbers, anchors, worlds -----------------------------------------------------------------


def test_a_number_whose_ground_is_hidden_stays_and_is_named():
    seen, hidden = known("hidden-five", FIRST), hidden_of(known("hidden-five", FIRST))
    assert hidden.hindsight == ("prison_share",)  # it rests on K006, in the report of 2004
    share = seen.parameters["prison_share"]
    assert share.entries == whole().parameters["prison_share"].entries
    assert (share.claims, share.ground) == ((), "assumed")
    assert share.assumed == (
        "Hindsight: all that prison_share rests on came out later than what may be seen here. Its number stays, since "
        "the model needs one."
    )


@pytest.mark.parametrize(("name", "day"), EVERY)
def test_a_number_is_known_or_named(name: str, day: date):
    """Every number that stays rests on what is public, is argued without evidence, or is named as hindsight."""
    seen, hidden = known(name, day), hidden_of(known(name, day))
    solved = {anchor.solves for anchor in seen.anchors.values()}
    for parameter in seen.parameters.values():
        before = whole(name).parameters[parameter.name]
        lost = bool(before.claims or before.observations) and not (parameter.claims or parameter.observations)
        if parameter.name not in solved:
            assert (parameter.name in hidden.hindsight) == lost
        assert parameter.claims or parameter.observations or parameter.assumed
        if parameter.claims != before.claims and not lost and parameter.name not in solved:
            assert parameter.name in hidden.partly
    assert set(hidden.hindsight).isdisjoint(hidden.partly)


LOOP = Loop(
    "L1", "arrests make the police search", "reinforcing", "arrest", "effort", "raises", (1, 12),
    ("effort_per_person",), on=True, thought_experiment=False, claims=("K006",), ours="",
)  # fmt: skip
"""K006 stands in the report of 2004."""


def with_loops() -> Situation:
    by_campaign = replace(LOOP, id="L2", numbers=("campaign",), claims=("K001",))
    both = replace(LOOP, id="L3", claims=("K001", "K006"))
    positions = {
        "said": Position("said", "as argued", {}, ()),
        "many": Position("many", "many", {"campaign": 2.0, "prison_share": 0.3}, ("K006",)),
    }
    loops = {loop.id: loop for loop in (LOOP, by_campaign, both)}
    return replace(whole(), loops=loops, switches={"S": Switch("S", "how many are jailed", "said", positions)})


def test_loops_and_positions_stay_and_those_who_named_them_later_are_hidden():
    seen = known_by(with_loops(), FIRST)
    assert seen.loops["L1"].claims == ()
    assert seen.loops["L1"].ours == (
        "Hindsight: all that names L1 came out later than what may be seen here. It stays: it is what is asked, and "
        "not what is known."
    )
    assert (seen.loops["L3"].claims, seen.loops["L3"].ours) == (("K001",), "")
    assert seen.switches["S"].positions["many"].claims == ()
    assert hidden_of(seen).loops == ("L1", "S=many")
    assert hidden_of(seen).counts["loops"] == 2
    assert "Loops and positions that were named only later, and act all the same: L1, S=many." in until_words(seen)


def test_what_moved_only_hidden_events_is_left_out_of_loops_and_positions():
    seen = known_by(with_loops(), FIRST)  # the campaign of 2004 is hidden, and with it its size
    assert "campaign" not in seen.parameters
    assert list(seen.loops) == ["L1", "L3"]
    assert {"campaign", "L2"} <= {*hidden_of(seen).unused}
    assert seen.switches["S"].positions["many"].sets == {"prison_share": 0.3}
    model = build(seen, switches={"S": "many", "L1": "off"})
    assert model.fixed == {"effort_per_person": 0.0, "prison_share": 0.3}


def test_loops_hidden_twice_are_hidden_as_by_the_earlier_day():
    twice = known_by(known_by(with_loops(), date(2004, 6, 30)), FIRST)
    assert twice.digest == known_by(with_loops(), FIRST).digest
    assert set(hidden_of(twice).loops) == set(hidden_of(known_by(with_loops(), FIRST)).loops)


def test_an_anchor_of_which_one_world_knows_nothing_is_hidden_in_all():
    seen, before = known("hidden-five", FIRST), whole()
    assert before.worlds["low"].anchors["hiding_2003"].camp == "low"  # by a survey of 2003; high: by a report of 2004
    assert hidden_of(seen).anchors == ("hiding_2003",)
    assert seen.anchors == {}
    assert [world.anchors for world in seen.worlds.values()] == [{}, {}]
    assert seen.evidence.pools == {}
    assert "hiding_2003" in known("hidden-five", date(2004, 12, 31)).anchors


def test_the_scale_of_a_hidden_anchor_is_drawn_from_its_range():
    before = whole().parameters["departure_scale"].entries[""]
    after = known("hidden-five", FIRST).parameters["departure_scale"].entries[""]
    assert (before.family, after.family) == ("solved", "lognormal")
    assert (after.low, after.high) == (before.low, before.high)
    assert after.quantile(0.5) == pytest.approx((before.low * before.high) ** 0.5)
    model = build(known("hidden-five", FIRST))
    drawn = [drawn_values(model, world="low", draw=d, seed=1)[model.names.index("departure_scale")] for d in range(40)]
    assert len({*drawn}) == 40


def test_a_pool_is_made_of_what_was_public():
    day = date(2013, 12, 31)
    seen, before = known("dprk-china", day), whole("dprk-china")
    trimmed = [
        pool for name, pool in seen.evidence.pools.items() if pool.members != before.evidence.pools[name].members
    ]
    assert trimmed
    for pool in trimmed:
        left = {member.item for member in pool.members}
        assert left < {member.item for member in before.evidence.pools[pool.id].members}
        heard = {item for voice in pooled(seen.evidence, pool.id).voices for item in voice.items}
        assert heard <= left


@pytest.mark.parametrize("day", DAYS["dprk-china"])
def test_worlds_rest_on_what_is_left_of_their_pools(day: date):
    seen = known("dprk-china", day)
    assert all(set(world.anchors) == set(seen.anchors) for world in seen.worlds.values())
    for says in (says for world in seen.worlds.values() for says in world.anchors.values()):
        members = [m for m in seen.evidence.pools[says.pool].members if m.role != "out"]
        items = {m.item for m in members if says.camp in ("", m.camp)}
        rows = items - set(seen.claims)
        assert set(says.claims) == items & set(seen.claims)
        assert set(says.observations) == {seen.evidence.observations[row].series for row in rows}


def repeated(published: str) -> Situation:
    """Two papers repeat a third one, which says when it came out."""
    rows = {
        "paper-1": observation("paper-1", published="2003-05"),
        "paper-2": observation("paper-2", published="2003-06"),
        "paper-3": observation("paper-3", published=published),
    }
    links = (Link("paper-1", "derives_from", "paper-3"), Link("paper-2", "same_root", "paper-3"))
    text = whole()
    series = {**text.evidence.series, **_series("paper", lag=0)}
    every = {**text.evidence.observations, **rows}
    evidence = replace(text.evidence, observations=every, series=series, links=(*text.evidence.links, *links))
    return replace(text, evidence=evidence)


def one_root(evidence: Evidence, *items: str) -> bool:
    return len({roots_of(evidence)[item] for item in items}) == 1


def test_what_had_one_root_has_one_still():
    seen = known_by(repeated("2005"), FIRST)
    assert "paper-3" not in seen.evidence.observations
    assert one_root(seen.evidence, "paper-1", "paper-2")
    assert not one_root(seen.evidence, "paper-1", "K001")
    kept = known_by(repeated("2003-01"), FIRST)
    assert one_root(kept.evidence, "paper-1", "paper-2", "paper-3")
    assert [link for link in kept.evidence.links if "paper-3" not in (link.of, link.other)] == []


@pytest.mark.parametrize("day", DAYS["dprk-china"])
def test_no_root_falls_apart(day: date):
    before, after = roots_of(whole("dprk-china").evidence), roots_of(known("dprk-china", day).evidence)
    pairs = {(before[item], after[item]) for item in after}
    assert len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})
