"""What documents advise: whose advice it is, on what it rests, what is left out, and what reported figures say."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import xarray as xr

from advised import BOTH, LINE, LISTED, LOUD, PLAIN, STRENGTH, advised, advised_model
from bordered import AWAY, RELIEF, SURVEY
from tumen.argument.baselines import Baselines, baselines
from tumen.argument.left_out import FATES, Fate, by_kind, told_of
from tumen.argument.premises import Place, Premise, Taken, premises_of
from tumen.argument.sides import Side, joint, sides
from tumen.ensemble import recorded, simulate
from tumen.errors import UsageError
from tumen.evidence import Link
from tumen.model import build
from tumen.policy import Position, Switch
from tumen.report.argument_beside import Stand, stands, tells_apart
from tumen.report.beside import MISSED
from tumen.report.compare import Compared, comparisons
from tumen.report.numbers import Shown, Spread
from tumen.report.summary import summarise
from tumen.situation import Situation, read_situation

DRAWS = 12


@pytest.fixture(scope="module")
def flagship() -> Situation:
    return read_situation("dprk-china")


# ---- whose advice ----------------------------------------------------------------------------------


def test_each_document_has_what_it_alone_argues_for_in_the_order_of_the_situation():
    assert sides(advised()) == (Side(SURVEY, (AWAY, LISTED, LINE, PLAIN)), Side(RELIEF, (LOUD,)))
    assert joint(advised()) == (BOTH,)


def test_every_policy_of_the_flagship_that_somebody_argues_for_stands_once(flagship: Situation):
    told = [name for side in sides(flagship) for name in side.policies] + list(joint(flagship))
    assert sorted(told) == sorted(p.id for p in flagship.policies.values() if p.by)
    assert [side.source for side in sides(flagship)] == list(flagship.sources)


def test_where_nobody_argues_there_is_nothing_to_set_side_by_side():
    with pytest.raises(UsageError, match="T422 no document argues for a policy of hidden-five"):
        sides(read_situation("hidden-five"))


# ---- premises --------------------------------------------------------------------------------------


def named(situation: Situation, name: str) -> Premise:
    return next(one for one in premises_of(situation) if one.name == name)


def place(situation: Situation, name: str, position: str) -> Place:
    return next(one for one in named(situation, name).places if one.position == position)


def test_disputed_premises_come_first_and_say_who_takes_which_side():
    found = premises_of(advised())
    assert [(one.name, one.disputed) for one in found] == [("HELP", True), ("SEARCH", True), (STRENGTH, False)]
    assert place(advised(), "SEARCH", "on").taken == (Taken(SURVEY, (AWAY,)),)
    assert place(advised(), "SEARCH", "off").taken == (Taken(RELIEF, (LOUD,)),)


def test_a_combination_is_named_only_where_no_part_of_it_is():
    assert LINE not in place(advised(), "SEARCH", "on").taken[0].policies
    alone = replace(advised(), policies={**advised().policies, AWAY: replace(advised().policies[AWAY], premises={})})
    assert place(alone, "SEARCH", "on").taken == (Taken(SURVEY, (LINE,)),)


def test_two_documents_that_take_the_same_side_do_not_dispute():
    policies = {**advised().policies, LOUD: replace(advised().policies[LOUD], premises={"SEARCH": "on"})}
    agreed = replace(advised(), policies=policies)
    assert [one.name for one in premises_of(agreed) if one.disputed] == []
    assert {taken.source for taken in place(agreed, "SEARCH", "on").taken} == {SURVEY, RELIEF}


def test_what_contradicts_a_claim_stands_against_its_side_whichever_way_it_is_written():
    assert place(advised(), "SEARCH", "on").claims == ("K003",)
    assert place(advised(), "SEARCH", "on").against == ()
    for link in (Link("K009", "contradicts", "K003"), Link("K003", "contradicts", "K009")):
        evidence = replace(advised().evidence, links=(*advised().evidence.links, link))
        assert place(replace(advised(), evidence=evidence), "SEARCH", "on").against == ("K009",)


def test_a_premise_says_what_its_numbers_are_traced_to_and_whether_futures_take_both_sides():
    assert named(advised(), "SEARCH").numbers == {"effort_per_attention": "assumed"}
    assert named(advised(), "SEARCH").ours == "That the police answer to what is heard is our step."
    assert named(advised(), "SEARCH").open
    calm = replace(
        advised(), loops={**advised().loops, "SEARCH": replace(advised().loops["SEARCH"], sign="reinforcing")}
    )
    assert not named(calm, "SEARCH").open


# ---- what is left out ------------------------------------------------------------------------------


def fate(situation: Situation, claim: str) -> Fate:
    told = told_of(situation, situation.claims[claim].source)
    return next(one.fate for one in told if one.claim == claim)


def test_what_becomes_of_the_claims_of_the_small_situation():
    relief = {one.claim: one.fate for one in told_of(advised(), RELIEF)}
    assert relief == {
        "K002": "moves",  # votes in a pool
        "K003": "moves",  # an event and a loop
        "K006": "moves",  # a number
        "K007": "moves",  # levers
        "K008": "beside",  # the timeline, and nothing that moves
        "K010": "kept_out",
    }


def test_a_claim_that_only_stands_against_an_option_stands_there_in_words():
    assert fate(advised(), "K009") == "words"
    away = replace(advised().policies[AWAY], against=())
    line = replace(advised().policies[LINE], against=())
    silent = replace(advised(), policies={**advised().policies, AWAY: away, LINE: line})
    assert fate(silent, "K009") == "left_out"
    loop = replace(silent.loops["HELP"], claims=("K009",))
    assert fate(replace(silent, loops={**silent.loops, "HELP": loop}), "K009") == "moves"


def test_a_claim_that_only_speaks_of_a_number_that_is_assumed_does_not_move_it():
    number = advised().parameters["arrest_hazard"]
    assert fate(advised(), "K005") == "moves"
    levers = {name: replace(lever, claims=("K007",)) for name, lever in advised().levers.items()}
    parameters = {**advised().parameters, number.name: replace(number, assumed="For a test.")}
    assert fate(replace(advised(), parameters=parameters, levers=levers), "K005") == "beside"


@pytest.mark.parametrize("source", ["song-2003", "bai-2012"])
def test_each_claim_of_the_flagship_has_one_fate_and_none_of_its_options_is_lost(flagship: Situation, source: str):
    told = told_of(flagship, source)
    assert [one.claim for one in told] == [c.id for c in flagship.claims.values() if c.source == source]
    sorted_out = [name for fates in by_kind(told).values() for f in FATES for name in fates[f]]
    assert sorted(sorted_out) == sorted(one.claim for one in told)
    options = by_kind(told)["policy_option"]
    assert sum(map(len, options.values())) == (8 if source == "song-2003" else 15)
    assert options["left_out"] == ()


def test_nothing_is_told_of_what_is_kept_out_and_reasons_are_those_of_the_situation(flagship: Situation):
    told = [one for source in flagship.sources for one in told_of(flagship, source)]
    kept = {claim.id for claim in flagship.claims.values() if claim.kept_out}
    assert {one.claim for one in told if one.fate == "kept_out"} == kept
    assert {one.kind for one in told if one.claim in kept} == {"kept_out"}
    reasons = {one.claim: one.why for one in told}
    for claim, why in flagship.evidence.excluded.items():
        assert why in reasons[claim]


# ---- where the data stand --------------------------------------------------------------------------


WAYS = "WAYS"


@cache
def with_ways() -> Situation:
    """Add premises: that hardly anybody gets away, which arrivals contradict; and that nobody leaves home at all."""
    sets = {"open": {}, "shut": {"onward_hazard": 1e-9}, "empty": {"departure_hazard": 0.0}}
    positions = {name: Position(name, name, of, ()) for name, of in sets.items()}
    switches = {**advised().switches, WAYS: Switch(WAYS, "Ways on", "open", positions)}
    loud = replace(advised().policies[LOUD], premises={**advised().policies[LOUD].premises, WAYS: "open"})
    return replace(advised(), switches=switches, policies={**advised().policies, LOUD: loud})


@cache
def runs() -> Baselines:
    return baselines(build(with_ways()), premises_of(with_ways()), draws=DRAWS, seed=3)


def stand(name: str) -> Stand:
    return stands(with_ways(), premises_of(with_ways()), runs())[name]


def run_of(positions: dict[str, str], world: str) -> xr.Dataset:
    return simulate(build(with_ways(), switches=positions), draws=DRAWS, seed=3, worlds=[world])


@pytest.mark.parametrize("positions", [{}, {"SEARCH": "off"}, {WAYS: "shut"}])
def test_a_baseline_is_the_run_with_that_switch_and_no_other(positions: dict[str, str]):
    own = runs().runs[tuple(positions.items())]["low"]
    direct = run_of(positions, "low")
    assert own is not None
    for name in recorded(direct):
        np.testing.assert_array_equal(own[name].values, direct[name].values)


def test_progress_runs_to_the_end():
    seen: list[tuple[int, int]] = []
    premise = [named(advised(), "SEARCH")]
    baselines(
        advised_model(), premise, draws=2, worlds=["low"], progress=lambda done, every: seen.append((done, every))
    )
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (4, 4)


def test_met_figures_are_those_that_a_run_by_itself_meets():
    found = stand(WAYS)
    for world in ("low", "high"):
        rows = {
            at: [r for one in comparisons(summarise(run_of({WAYS: at}, world), with_ways())) for r in one.rows]
            for at in ("open", "shut")
        }
        known = [
            i
            for i, row in enumerate(rows["open"])
            if row.asked.standing == "test" and all(rows[at][i].verdicts[world] != "unknown" for at in rows)
        ]
        assert found.tests[world] == len(known)
        for at in rows:
            assert found.met[at][world] == sum(rows[at][i].verdicts[world] not in MISSED for i in known)


def test_a_premise_under_which_no_draw_meets_its_anchors_is_told_so_and_ends_nothing():
    assert runs().runs[((WAYS, "empty"),)] == {"low": None, "high": None}
    assert stand(WAYS).anchored["empty"] == {"low": 0, "high": 0}
    assert stand(WAYS).met["empty"] == {}


def test_figures_that_one_position_misses_by_far_tell_positions_apart():
    found = stand(WAYS)
    assert found.told
    assert not found.same
    assert {one.figure.id for one in found.apart} == {"arrivals_southmark"}
    for one in found.apart:
        assert one.rows["open"].verdicts[one.world] not in MISSED
        assert one.rows["shut"].verdicts[one.world] == "lower"


def test_a_premise_about_the_strength_of_an_option_leaves_the_baseline_as_it_is():
    assert stand(STRENGTH).same
    assert stand(STRENGTH).apart == ()
    assert not stand("SEARCH").same


def simulated(*quantiles: float) -> Compared:
    """Set the arrivals of 2002, which are 240, beside a range: q05, q25, q50, q75, q95."""
    row = next(one.rows["open"] for one in stand(WAYS).apart if one.figure.start.year == 2002)
    spread = Spread(*(Shown(value) for value in quantiles))
    return replace(row, spreads={"low": spread}, verdicts={"low": row.asked.verdict(spread)})


def test_a_figure_tells_positions_apart_only_where_the_model_says_something_else():
    met, edge, far = (
        simulated(100, 150, 200, 230, 245),
        simulated(90, 140, 190, 220, 224),
        simulated(10, 20, 30, 40, 50),
    )
    assert [row.verdicts["low"] for row in (met, edge, far)] == ["within", "lower", "lower"]
    assert not tells_apart([met, edge], "low")
    assert tells_apart([met, far], "low") and tells_apart([far, met], "low")
    assert tells_apart([met, edge, far], "low")
    assert not tells_apart([edge, far], "low")
    wide = simulated(0, 20, 120, 215, 224)  # far's median lies outside its middle half, and not the other way round
    assert wide.verdicts["low"] == "lower"
    assert not tells_apart([met, wide], "low")


def test_too_few_draws_tell_no_range():
    few = baselines(build(with_ways()), premises_of(with_ways()), draws=6, seed=3)
    told = stands(with_ways(), premises_of(with_ways()), few)[WAYS]
    assert not told.told
    assert told.met == {"open": {}, "shut": {}, "empty": {}}
    assert told.tests == {"low": 0, "high": 0}
