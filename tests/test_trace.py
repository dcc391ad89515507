"""A figure leads back to sentences of sources, or says that it is assumed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from made_up import reported, with_evidence
from tumen.errors import UsageError
from tumen.evidence import KEPT_OUT, AnchorPrior, Link, Prior
from tumen.situation import Situation, read_situation, situation_names
from tumen.trace import trace, trace_all
from tumen.trace.counting import counted, fed_and_drained
from tumen.trace.ground import number, prior_in_words, series_record, span
from tumen.trace.records import OutcomeRecord, ParameterRecord
from tumen.trace.standing import argument, grounds


@cache
def hidden() -> Situation:
    return read_situation("hidden-five")


@cache
def island() -> Situation:
    return read_situation("island-evacuation")


def outcome(situation: Situation, name: str) -> OutcomeRecord:
    record = trace(situation, name).subject
    assert isinstance(record, OutcomeRecord)
    return record


def parameter(situation: Situation, name: str) -> ParameterRecord:
    record = trace(situation, f"parameter:{name}").subject
    assert isinstance(record, ParameterRecord)
    return record


# ------------------------------------------------------------------------------------------------------------ outcomes


def test_an_outcome_leads_to_its_claims_and_to_those_who_say_otherwise():
    found = trace(hidden(), "in_hiding")
    assert found.kind == "outcome"
    claim = found.behind.claims["K001"]
    assert (claim.source, claim.locator) == ("survey-2003", "Results / 2")
    assert claim.says == "Institute of Imaginary Studies"
    assert claim.figure == "4,000 to 9,000, about 6,000 persons"
    assert [(other.id, other.says) for other in claim.against] == [
        ("K002", "Association of Imaginary Relief Groups"),
        ("newspaper_hiding-1", "Westmark Gazette (invented for teaching)"),
    ]


def test_an_outcome_names_what_feeds_and_drains_it():
    record = outcome(hidden(), "in_hiding")
    assert set(record.fed_by) == {"leave_near", "leave_far"}
    assert {"arrest", "go_back", "reach_safety"} <= set(record.drained_by)
    assert "move_inland" not in record.fed_by + record.drained_by
    assert record.exits == ()


def test_who_is_passed_on_in_the_same_step_is_followed_back():
    record = outcome(hidden(), "imprisoned")
    assert record.exits == ("imprisoned",)
    assert record.fed_by == ("arrest",)
    assert {"arrest_hazard", "prison_share"} <= set(record.parameters)


def test_moving_between_places_feeds_the_one_and_drains_the_other():
    assert "move_inland" in outcome(hidden(), "in_hiding_far").fed_by
    assert "move_inland" in outcome(hidden(), "in_hiding_near").drained_by


def test_parameters_behind_an_outcome_are_near_or_further_away_never_both():
    for name in hidden().outcomes:
        record = outcome(hidden(), name)
        assert record.parameters, name
        assert not set(record.parameters) & set(record.upstream)
    assert "departure_scale" in outcome(hidden(), "in_hiding").parameters
    assert "departure_scale" in outcome(hidden(), "returned_by_force").upstream


def test_a_parameter_that_an_outcome_names_names_it_as_a_headline():
    for situation in (hidden(), island()):
        moved = {o: outcome(situation, o) for o in situation.outcomes}
        pairs = {(o, name) for o, record in moved.items() for name in (*record.parameters, *record.upstream)}
        for o, name in pairs:
            assert (o in parameter(situation, name).reaches) == situation.outcomes[o].headline, (name, o)


def test_a_driver_and_the_noise_are_behind_an_arrest():
    record = trace(hidden(), "exit:arrest").as_dict()["subject"]
    assert record["signals"] == ("effort",)
    assert {"arrest_per_effort", "arrest_noise", "arrest_hazard"} <= set(record["parameters"])
    assert record["enforcement"] is True
    assert "returned_by_force" in record["counted_by"]


def test_everything_that_is_named_is_described():
    for situation in map(read_situation, situation_names()):
        names = [*situation.outcomes, *(f"parameter:{p}" for p in list(situation.parameters)[:20])]
        for found in (trace(situation, name) for name in names):
            told = found.as_dict()
            behind, subject = told["behind"], told["subject"]
            assert set(subject["parameters"] if found.kind == "outcome" else ()) <= set(behind["parameters"])
            things = [subject, *behind["parameters"].values()]
            things += [world for anchor in behind["anchors"].values() for world in anchor["worlds"].values()]
            things += [event for signal in behind["signals"].values() for event in signal["events"]]
            near = {n for thing in things for n in thing.get("near", ())}
            claims = {c for thing in things for c in thing["claims"]} | (near & situation.claims.keys())
            assert claims == set(behind["claims"])
            series = {o for thing in things for o in thing["observations"]} | (near - situation.claims.keys())
            assert series == set(behind["observations"])


def test_who_is_counted_depends_on_who_they_are():
    situation = hidden()
    women = situation.outcomes["women_in_hiding"]
    leave = situation.exits["leave_near"]
    for_men = replace(leave, id="men_leave", only={"sex": ("man",)})
    becomes = replace(
        leave,
        id="becomes",
        to_status="hiding",
        from_status="hiding",
        from_places=("near",),
        to_place="",
        rewrites={"sex": "woman"},
    )
    changed = replace(situation, exits={**situation.exits, "men_leave": for_men, "becomes": becomes})
    fed, drained = fed_and_drained(changed, women)
    assert "men_leave" not in {e.id for e in fed}
    assert "becomes" in {e.id for e in fed}
    assert "becomes" not in {e.id for e in drained}


def test_a_flow_of_some_people_is_not_counted_through_the_exit_of_others():
    situation = hidden()
    flow = replace(situation.outcomes["returned_by_force"], only={"sex": ("woman",)})
    men = replace(situation.exits["arrest"], id="arrest_of_men", only={"sex": ("man",)})
    changed = replace(situation, exits={**situation.exits, "arrest_of_men": men})
    assert [e.id for e in counted(changed, flow)] == ["arrest"]


# -------------------------------------------------------------------------------------------------------- other kinds


def test_a_solved_parameter_leads_to_its_anchor_in_every_world():
    found = trace(hidden(), "departure_scale")
    assert isinstance(found.subject, ParameterRecord)
    assert found.subject.anchors == ("hiding_2003",)
    worlds = found.behind.anchors["hiding_2003"].worlds
    assert [worlds[w].claims for w in ("low", "high")] == [("K001",), ("K002",)]
    assert worlds["low"].prior == "5 % below 3,500, 5 % above 10,000; persons; pool hiding_2003, camp low"


def test_an_anchor_leads_to_the_scale_it_solves():
    found = trace(hidden(), "hiding_2003")
    assert found.kind == "anchor"
    assert set(found.behind.parameters) == {"departure_scale"}


def test_a_signal_leads_to_the_claims_that_date_its_events():
    found = trace(hidden(), "effort")
    assert found.kind == "signal"
    assert "K003" in found.behind.claims


def test_a_level_of_a_parameter_leads_to_the_parameter():
    name, dims = next((p.name, p.entries) for p in hidden().parameters.values() if p.dims)
    assert trace(hidden(), f"{name}[{next(iter(dims))}]").name == name


def test_a_name_that_several_things_have_can_be_told_apart():
    situation = hidden()
    twin = replace(situation.parameters["arrest_hazard"], name="effort")
    changed = replace(situation, parameters={**situation.parameters, "effort": twin})
    assert trace(changed, "effort").kind == "parameter"
    assert trace(changed, "effort").also == ("signal:effort",)
    assert trace(changed, "signal:effort").kind == "signal"
    assert trace(changed, "effort").lines()[-1] == "also a name: signal:effort"


@pytest.mark.parametrize(
    ("asked", "remedy"),
    [
        ("in_hidng", "write 'in_hiding'"),
        ("exit:in_hiding", "write 'in_hiding'"),
        ("", "write one of"),
        (":", "write one of"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(asked: str, remedy: str):
    with pytest.raises(UsageError) as caught:
        trace(hidden(), asked)
    assert caught.value.code == "T420"
    assert caught.value.remedy.startswith(remedy)


# ------------------------------------------------------------------------------------------------------------ ground


@pytest.mark.parametrize(
    ("prior", "unit", "words"),
    [
        (Prior("fixed", 0.3, 0.3), "1/year", "0.3; per year"),
        (Prior("lognormal", 0.02, 0.18), "1/year", "5 % below 0.02, 5 % above 0.18; per year; lognormal"),
        (Prior("normal", -1, 2), "elasticity", "5 % below -1, 5 % above 2; elasticity; normal"),
        (Prior("logitnormal", 0.1, 0.2), "share", "5 % below 0.1, 5 % above 0.2; share; logitnormal"),
        (Prior("uniform", 1, 120000), "persons/day", "anywhere between 1 and 120,000; persons per day"),
        (Prior("loguniform", 1, 2), "days", "anywhere between 1 and 2 on a logarithmic scale; days"),
        (Prior("solved", 0.1, 10), "factor", "found between 0.1 and 10, so that its anchor is met; factor"),
    ],
)
def test_a_prior_is_told_in_words(prior: Prior, unit: str, words: str):
    assert prior_in_words(prior, unit) == words


def test_numbers_are_written_as_they_were_given():
    assert [number(x) for x in (120000.0, 0.025, 1e-7, 500.5)] == ["120,000", "0.025", "1e-07", "500.5"]


def test_periods_are_written_with_what_is_known_of_them():
    told = [span(*dates) for dates in (("1998", "2002"), ("1998", "1998"), ("1998", ""), ("", "2002"), ("", ""))]
    assert told == ["1998 to 2002", "1998", "1998", "until 2002", ""]


def test_small_reported_counts_of_people_who_hide_are_withheld():
    rows = [reported("found", 1999 + i, v) for i, v in enumerate((3.0, 40.0, 0.0))]
    changed = with_evidence(hidden(), observations=rows[:2])
    assert series_record(changed, "found").figures == "under 10 to 40 persons"
    assert series_record(replace(changed, people_in_hiding=False), "found").figures == "3 to 40 persons"
    assert series_record(with_evidence(changed, observations=rows), "found").figures == "0 to 40 persons"


def test_contradiction_holds_both_ways():
    said = {(link.of, link.other) for link in hidden().evidence.links if link.relation == "contradicts"}
    assert ("K001", "K002") in said
    assert ("K002", "K001") not in said
    assert [c.id for c in trace(hidden(), "hiding_2003").behind.claims["K002"].against] == ["K001"]


def test_a_claim_is_told_in_full_once():
    lines = trace(hidden(), "in_hiding").lines()
    assert sum("The survey puts the number in hiding" in line and "against" not in line for line in lines) == 1
    assert any(line.endswith("K001 (Institute of Imaginary Studies), as above") for line in lines)


def test_a_long_series_is_cited_in_short():
    rows = [reported("seen", 2001, 50.0, citation=f"{who}, via https://x.org/{who}") for who in "ABCDE"]
    situation = hidden()
    o = replace(situation.outcomes["in_hiding"], observations=("seen",))
    changed = replace(
        with_evidence(situation, observations=[*situation.observations, *rows]),
        outcomes={**situation.outcomes, "in_hiding": o},
        parameters={n: replace(p, observations=()) for n, p in situation.parameters.items()},
    )
    found = trace(changed, "in_hiding")
    assert any(line.endswith("5 figures, 5 roots, 2001, 50 persons (A; B; C; 2 more)") for line in found.lines())
    assert found.behind.observations["seen"].citations[0] == "A, via https://x.org/A"


def test_an_assumption_is_printed():
    assumed = next(p for p in hidden().parameters.values() if p.ground == "assumed")
    assert any(f"assumed: {assumed.assumed}" in line for line in trace(hidden(), assumed.name).lines())


# ----------------------------------------------------------------------------------------------------- what is assumed


def both_ways(situation: Situation) -> Situation:
    """Let a parameter that rests on a claim be assumed as well: the claim speaks of it, and does not settle it."""
    argued = replace(situation.parameters["arrest_hazard"], assumed="Villagers saw a part of it; the rest is a guess.")
    return replace(situation, parameters={**situation.parameters, "arrest_hazard": argued})


def assumed_anchor(situation: Situation) -> Situation:
    """Let every world assume what the anchor is, with a claim beside it."""
    prior = AnchorPrior(
        Prior("lognormal", 4000, 9000), claims=("K001",), assumed="Nobody counted; a guess between two."
    )
    worlds = {name: replace(w, anchors={"hiding_2003": prior}) for name, w in situation.worlds.items()}
    return replace(situation, worlds=worlds)


@pytest.mark.parametrize("name", situation_names())
@pytest.mark.parametrize("change", [lambda s: s, both_ways])
def test_nothing_under_assumed_counts_as_traced(name: str, change: Callable[[Situation], Situation]):
    situation = read_situation(name)
    situation = change(situation) if "arrest_hazard" in situation.parameters else situation
    told, counted = trace_all(situation)["parameters"], grounds(situation)
    for parameter in situation.parameters.values():
        record = told[parameter.name]
        lines = trace(situation, f"parameter:{parameter.name}").lines()
        inside = lines[: next(i for i, line in enumerate(lines) if line.startswith(("  used by:", "  can move:")))]
        if parameter.assumed:
            assert (record["ground"], record["claims"], record["observations"], record["roots"]) == (
                "assumed",
                (),
                (),
                0,
            )
            assert set(record["near"]) == {*parameter.claims, *parameter.observations}
            assert not [line for line in inside if "stand behind it" in line or "stands behind it" in line]
        else:
            assert record["near"] == ()
            assert record["ground"] in ("claims", "observations")
            assert record["roots"] > 0
            assert any("behind it" in line for line in inside)
    assert counted["assumed"] == sum(record["ground"] == "assumed" for record in told.values())
    assert counted["with_claims"] == sum(bool(p.claims) and not p.assumed for p in situation.parameters.values())
    assert counted["with_observations"] == sum(
        bool(p.observations) and not p.assumed for p in situation.parameters.values()
    )
    assert counted["total"] == len(told)


def test_what_speaks_of_an_assumption_is_told_as_not_settling_it():
    lines = trace(both_ways(hidden()), "arrest_hazard").lines()
    at = lines.index("  assumed: Villagers saw a part of it; the rest is a guess.")
    assert lines[at + 1] == "  traced to nothing; these speak of it, and do not settle it:"
    assert lines[at + 2].startswith("    K005 (")


def test_a_scale_is_as_assumed_as_the_anchors_that_solve_it():
    assert parameter(hidden(), "departure_scale").ground == "claims"
    situation = assumed_anchor(hidden())
    record = parameter(situation, "departure_scale")
    assert (record.ground, record.claims, record.roots) == ("assumed", (), 0)
    assert argument(situation, situation.parameters["departure_scale"]) == "Nobody counted; a guess between two."
    assert grounds(situation)["assumed"] == grounds(hidden())["assumed"] + 1
    world = trace(situation, "hiding_2003").as_dict()["subject"]["worlds"]["low"]
    assert (world["claims"], world["near"], world["roots"]) == ((), ("K001",), 0)
    half = replace(situation, worlds={**situation.worlds, "low": hidden().worlds["low"]})
    assert parameter(half, "departure_scale").ground == "claims"


# ---------------------------------------------------------------------------------------------------------- to the root


def chained() -> Situation:
    """Let K002 be taken from K001."""
    link = Link("K002", "derives_from", "K001")
    return with_evidence(hidden(), links=(*hidden().evidence.links, link))


def test_a_claim_is_told_with_its_root_and_the_way_to_it():
    found = trace(chained(), "in_hiding")
    claim = found.behind.claims["K002"]
    assert (claim.root, claim.via, claim.same_root) == ("K001", ("K001",), ("K001", "newspaper_hiding-1"))
    assert any("of 2003; via K001, root K001): Relief groups speak" in line for line in found.lines())
    assert any("of 2003; root also of K002, newspaper_hiding-1): The survey puts" in line for line in found.lines())


def test_independent_roots_are_counted_and_not_claims():
    record, same = (outcome(situation, "in_hiding") for situation in (hidden(), chained()))
    assert (record.claims, record.roots) == (same.claims, 2)
    assert same.roots == 1
    assert "    2 independent roots stand behind it" in trace(hidden(), "in_hiding").lines()
    assert "    1 independent root stands behind it" in trace(chained(), "in_hiding").lines()


def test_an_anchor_shows_its_pool_world_by_world():
    found = trace(hidden(), "hiding_2003")
    worlds = found.as_dict()["subject"]["worlds"]
    for world, root in (("low", "K001"), ("high", "K002")):
        pool = worlds[world]["pool"]
        assert (pool["pool"], pool["camp"], worlds[world]["roots"]) == ("hiding_2003", world, 1)
        assert [(voice["root"], voice["weight"]) for voice in pool["voices"]] == [(root, 1.0)]
    lines = found.lines()
    at = next(i for i, line in enumerate(lines) if line.startswith("  world high"))
    assert lines[at + 2].startswith("    root K002, weight 100 %: ")
    assert lines[at + 3].startswith(
        "      K002 (Association of Imaginary Relief Groups): 12,000 to 30,000, about 20,000 persons"
    )
    assert lines[at + 4].startswith("    left out newspaper_hiding-1 (Westmark Gazette")


def test_members_of_a_pool_that_contradict_each_other_stand_as_pairs():
    worlds = {
        name: replace(w, anchors={"hiding_2003": AnchorPrior(None, "hiding_2003")})
        for name, w in hidden().worlds.items()
    }
    lines = trace(replace(hidden(), worlds=worlds), "hiding_2003").lines()
    pair = "K001, 4,000 to 9,000, about 6,000 persons | K002, 12,000 to 30,000, about 20,000 persons"
    assert f"    against each other: {pair}" in lines
    assert any("2 independent roots with one vote each; contested (overlap 0 %" in line for line in lines)


def test_a_contradiction_is_told_in_words_once():
    lines = trace(hidden(), "in_hiding").lines()
    assert sum("against each other: K001 | K002: K002 (Association" in line for line in lines) == 1
    assert sum(line.endswith("against each other: K001 | K002: as above") for line in lines) == 1


def test_of_a_claim_that_is_kept_out_no_trace_shows_more_than_its_place():
    for situation in (hidden(), read_situation("dprk-china")):
        told = trace_all(situation)["claims"]
        for claim in (c for c in situation.claims.values() if c.kept_out):
            record = told[claim.id]
            assert (record["statement"], record["says"], record["locator"]) == (KEPT_OUT, "", claim.locator)
            assert not any(record[key] for key in ("figure", "dates", "place", "note", "root", "via"))
            assert not [token for token in claim.tokens if token in json.dumps(told, ensure_ascii=False)]
        hidden_ids = {c.id for c in situation.claims.values() if c.kept_out}
        assert not [r for r in told.values() if hidden_ids & {r["root"], *r["via"], *r["same_root"]}]
        for name, record in told.items():
            assert tuple(other["id"] for other in record["against"]) == situation.evidence.against(name)
            kept = [other for other in record["against"] if other["id"] in hidden_ids]
            assert all(other == {"id": other["id"], "says": "", "statement": KEPT_OUT} for other in kept)


def test_a_contradiction_by_a_claim_that_is_kept_out_is_told_by_its_id():
    lines = trace(with_evidence(hidden(), links=(Link("K010", "contradicts", "K001"),)), "in_hiding").lines()
    assert sum(line.endswith(f"against each other: K001 | K010: K010: {KEPT_OUT}") for line in lines) == 1


# ------------------------------------------------------------------------------------------------------------ form


@pytest.mark.parametrize("name", situation_names())
def test_everything_can_be_traced_and_printed(name: str):
    situation = read_situation(name)
    every = {"outcome": situation.outcomes, "anchor": situation.anchors, "signal": situation.signals}
    every["exit"] = list(situation.exits)[:10]
    for asked in (f"{kind}:{name}" for kind, names in every.items() for name in names):
        lines = trace(situation, asked).lines()
        assert lines[0].startswith(asked.replace(":", " ")), asked
        assert all(line == line.rstrip() and line.isprintable() for line in lines), asked


def test_what_would_disturb_a_terminal_is_taken_out():
    claim = replace(hidden().claims["K001"], statement="red \x1b[31m\nand a second line")
    changed = with_evidence(hidden(), claims={**hidden().claims, "K001": claim})
    assert any("red \ufffd[31m and a second line" in line for line in trace(changed, "in_hiding").lines())


def test_the_order_of_rows_does_not_matter():
    situation = hidden()
    turned = replace(
        with_evidence(
            situation,
            claims=dict(reversed(list(situation.claims.items()))),
            observations=dict(reversed(list(situation.evidence.observations.items()))),
            links=situation.evidence.links[::-1],
        ),
        exits=dict(reversed(list(situation.exits.items()))),
        events=dict(reversed(list(situation.events.items()))),
    )
    assert json.dumps(trace_all(turned), sort_keys=True) == json.dumps(trace_all(situation), sort_keys=True)
    assert trace(turned, "in_hiding").lines() == trace(situation, "in_hiding").lines()


def test_the_whole_trace_names_only_what_it_holds():
    for situation in map(read_situation, situation_names()):
        told = json.loads(json.dumps(trace_all(situation)))
        assert told["schema_version"] == 1
        assert set(told) >= {"outcomes", "parameters", "anchors", "signals", "exits", "claims", "observations"}
        for o in told["outcomes"].values():
            assert set(o["parameters"] + o["upstream"]) <= set(told["parameters"])
            assert set(o["claims"]) <= set(told["claims"])
            assert set(o["observations"]) <= set(told["observations"])
        for claim in told["claims"].values():
            assert claim["source"] in told["sources"]
