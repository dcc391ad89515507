"""The options of the documents as data: every one accounted for, told whole, and doing what its author says it does."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from kinds import compete_model
from tumen.cells import NOT_RECORDED, Floats
from tumen.engine import mean_pass
from tumen.ensemble import simulate
from tumen.errors import RunError, UsageError
from tumen.model import CompeteModel, build, drawn_values, idle_levers, make_tables, record_plan, tables
from tumen.policy import Policy
from tumen.situation import Situation, read_situation
from tumen.situation.known import known_by

ROOT = Path(__file__).parents[1]
WORLDS = ("low", "high")
BEGIN, YEARS = date(2003, 1, 1), 10
FEW, MANY = 3, 12
LEAST = 1e-4
SEED = 1
KEPT = {"quiet_overlooking": ("P1", "overlooking"), "growing_pressure": ("P17", "publicity")}


@cache
def flagship() -> Situation:
    return read_situation("dprk-china")


def simulated() -> list[Policy]:
    return [policy for policy in flagship().policies.values() if policy.option and policy.levers]


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    """Load the script, which lies in no package."""
    sys.path.insert(0, str(ROOT / "tools"))
    yield importlib.import_module("policy_table")
    sys.path.remove(str(ROOT / "tools"))


# ---- every option and every claim is accounted for ----------------------------------------------------


def test_each_option_is_one_policy_and_there_is_no_other(script: ModuleType):
    every = script.options(flagship())
    assert list(every) == [f"P{n}" for n in range(1, 24)]
    assert None not in every.values()
    assert len(simulated()) >= 12
    assert all(bool(policy.levers) != bool(policy.not_simulated) for policy in every.values())


def test_the_claims_of_the_kind_are_all_options(script: ModuleType):
    said = script.claims(flagship())
    assert len(said) == 23
    assert [name for name, policies in said.items() if not policies] == []


def test_without_its_policy_a_claim_is_unsettled(script: ModuleType):
    left = {name: of for name, of in flagship().policies.items() if "B114" not in of.claims}
    without = replace(flagship(), policies=left)
    assert script.claims(without)["B114"] == ()
    assert script.options(without)["P10"] is None
    assert script.UNSETTLED in script.tables(without)["options"]
    assert script.UNSETTLED in script.tables(without)["claims"]
    assert not any(script.UNSETTLED in table for table in script.tables(flagship()).values())


@pytest.mark.parametrize("name", KEPT)
def test_the_two_policies_that_scripts_use_are_as_they_were(name: str):
    option, strength = KEPT[name]
    policy = flagship().policies[name]
    assert policy.option == option
    assert flagship().levers[policy.levers[0]].strength == strength


# ---- every option is told whole, and fairly --------------------------------------------------------------


def test_every_option_has_somebody_for_it_and_somebody_against():
    for policy in flagship().policies.values():
        if policy.option:
            assert policy.by, policy.id
            assert policy.against, policy.id
            assert policy.mechanism.endswith("."), policy.id
            assert all(of.why.endswith(".") for of in policy.against), policy.id


def test_both_documents_argue_and_each_is_told_what_the_other_holds_against_it():
    for mine, theirs in (("S", "B"), ("B", "S")):
        against = [of for p in flagship().policies.values() if any(c[0] == mine for c in p.claims) for of in p.against]
        assert any(claim.startswith(theirs) for of in against for claim in of.claims)


def test_what_is_said_of_an_option_is_no_verdict():
    for policy in flagship().policies.values():
        said = [policy.title, policy.mechanism, policy.not_simulated, *(of.why for of in policy.against)]
        for word in ("best", "wrong", "right.", "robust", "illegal", "violation", "optimal"):
            assert not any(word in text.split() for text in said), (policy.id, word)


def test_every_strength_says_why():
    situation = flagship()
    for lever in situation.levers.values():
        parameter = situation.parameters[lever.strength]
        assert parameter.assumed or (parameter.claims and parameter.note), lever.strength
        (prior,) = parameter.entries.values()
        by_definition = parameter.assumed.startswith("By definition")
        assert (prior.family == "fixed") is by_definition, lever.strength


def test_all_levers_begin_on_the_same_day():
    assert {lever.starts for lever in flagship().levers.values()} == {BEGIN}
    assert {lever.ends for lever in flagship().levers.values()} == {None}


def test_what_is_combined_pulls_each_lever_once():
    combined = [policy for policy in flagship().policies.values() if policy.combines]
    assert len(combined) >= 3
    for policy in combined:
        parts = {lever for name in policy.combines for lever in flagship().policies[name].levers}
        assert len(policy.levers) == len(set(policy.levers))
        assert set(policy.levers) == parts


def test_before_anybody_had_named_it_an_option_is_none():
    """In 2008 the 2012 document was not out: what it argues for can be asked, and is no option of anybody."""
    seen = known_by(flagship(), date(2008, 12, 31)).policies
    assert (seen["work_visas"].option, seen["work_visas"].by, seen["work_visas"].claims) == ("", (), ())
    assert seen["work_visas"].levers == flagship().policies["work_visas"].levers
    assert seen["growing_pressure"].by == ("song-2003",)
    assert [of.who for of in seen["growing_pressure"].against] == []
    assert seen["safe_passage"].option == "P19"


# ---- what is run ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["camps", "firm_policy", "understanding_of_2002"])
def test_what_is_not_simulated_cannot_be_run(name: str):
    with pytest.raises(UsageError, match=f"T358 {name} is listed and not simulated: "):
        simulate(build(flagship()), draws=1, workers=1, policy=name)


def test_every_lever_moves_a_number_wherever_it_stands():
    """Where a premise that carries it is off it may move nothing, but not for that is it an error."""
    for name, switches in (("work_visas", {"recognition": "no"}), ("no_torture", {"promise": "broken"})):
        found = simulate(build(flagship(), switches=switches), draws=4, workers=1, policy=name, worlds="low")
        assert found.attrs["policy"] == name
    model = build(flagship(), switches={"recognition": "no"})
    values = drawn_values(model, world="low", draw=0, seed=SEED)
    assert idle_levers(model, values, policy="work_visas") == ("taken_as_recognition",)


def futures(model: CompeteModel, world: str, many: int) -> list[Floats]:
    """Give the numbers of the first so many draws whose anchors can be met."""
    met: list[Floats] = []
    for draw in range(3 * many):
        with contextlib.suppress(RunError):  # a draw whose anchors cannot be met
            met.append(tables(model, world=world, policy="baseline", draw=draw, seed=SEED).values)
        if len(met) == many:
            return met
    raise AssertionError("too few draws meet their anchors")


@cache
def benches(premises: tuple[tuple[str, str], ...], world: str, many: int) -> tuple[CompeteModel, list[Floats]]:
    model = compete_model(flagship(), switches=dict(premises))
    return model, futures(model, world, many)


def kept(model: CompeteModel, values: Floats, *, policy: str, outcomes: tuple[str, ...]) -> Floats:
    """Give each outcome in the mean of a future, summed over ten years, ``[outcome]``."""
    years = np.array([last.year for _, last in model.steps], np.int64)
    plan = record_plan(model, outcomes, np.maximum(years - BEGIN.year, NOT_RECORDED))
    numbers, substeps = make_tables(model, values, policy=policy), model.situation.calendar.substeps
    return mean_pass(model.cells, numbers, plan, substeps=substeps).outcomes[:YEARS].sum(axis=0)


def changes(policy: Policy, premises: Mapping[str, str], *, world: str, many: int) -> dict[str, float]:
    """Give the median change of what a policy is said to move, relative."""
    model, values = benches(tuple(sorted(premises.items())), world, many)
    outcomes = tuple(policy.moves)
    pairs = [[kept(model, of, policy=name, outcomes=outcomes) for name in ("baseline", policy.id)] for of in values]
    before, after = np.moveaxis(np.array(pairs), 1, 0)
    return dict(zip(outcomes, np.median(after / before - 1, axis=0).tolist(), strict=True))


def as_said(policy: Policy, found: Mapping[str, float]) -> list[str]:
    """Name what moves the way that its author expects."""
    signs = {"less": -1, "more": 1}
    return [name for name, way in policy.moves.items() if signs[way] * found[name] > LEAST]


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("name", [policy.id for policy in simulated()])
@pytest.mark.parametrize("many", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
def test_where_its_premises_hold_an_option_does_what_its_author_says(name: str, world: str, many: int):
    policy = flagship().policies[name]
    found = changes(policy, policy.premises, world=world, many=many)
    assert as_said(policy, found), found


def test_publicity_falls_on_others_where_its_premise_does_not_hold():
    """With L2 alone nobody inside gains, and more of those outside are arrested: what the other author says."""
    expected = {"arrested": "more", "let_out_of_missions": "more"}
    policy = replace(flagship().policies["growing_pressure"], moves=expected)
    found = changes(policy, {"L1": "off", "L2": "on"}, world="high", many=FEW)
    assert found["arrested"] > 0.02 > abs(found["let_out_of_missions"])


def test_visas_depend_on_whether_they_are_taken_as_recognition():
    """With B118 and L3 more people come, of whom more are arrested; without, fewer are."""
    visas = replace(flagship().policies["work_visas"], moves={"arrested": "less", "crossed": "more"})
    papers = changes(visas, {"recognition": "no", "L3": "off"}, world="high", many=FEW)
    recognition = changes(visas, {"recognition": "yes"}, world="high", many=FEW)
    assert papers["arrested"] < recognition["arrested"]
    assert abs(papers["crossed"]) < 0.05 < recognition["crossed"]


# ---- the page ------------------------------------------------------------------------------------------------------


def test_the_page_is_not_stale(script: ModuleType):
    page = script.PAGE.read_text(encoding="utf-8")
    assert script.written(page, script.tables(flagship())) == page, "run tools/policy_table.py"


def test_check_sees_a_stale_page_and_mends_nothing(
    script: ModuleType, tmp_path: Path, *, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    fresh = script.PAGE.read_text(encoding="utf-8")
    stale = tmp_path / "policies.md"
    stale.write_text(fresh.replace("36 levers.", "many levers."), encoding="utf-8")
    monkeypatch.setattr(script, "PAGE", stale)
    assert script.main(["--check"]) == 1
    assert "policies.md is stale" in capsys.readouterr().err
    assert script.main([]) == 0
    assert stale.read_text(encoding="utf-8") == fresh
    assert script.main(["--check"]) == 0
