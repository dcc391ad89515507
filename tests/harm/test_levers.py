"""Whoever writes a lever tries to make the state search harder, or the border harder to pass: each way is refused."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinds import compete_model
from tumen.errors import Problem, SafetyError
from tumen.model import CompeteModel, build, drawn_values, make_tables
from tumen.process.lever import moved
from tumen.situation import Situation, check_folder, read_situation, situation_folder

FACTORS = {
    "above_one": "low = 0.5, high = 1.5",
    "half": "low = 0.4, high = 0.6",
    "twice": "low = 1.5, high = 2.5",
}
INDICES = {"more": "low = 0.1, high = 1.0", "less": "low = -1.0, high = -0.1", "either": "low = -1.0, high = 1.0"}
PRIORS = {
    **{name: ("factor", f'prior = {{ family = "uniform", {ends} }}') for name, ends in FACTORS.items()},
    **{name: ("index", f'prior = {{ family = "uniform", {ends} }}') for name, ends in INDICES.items()},
    "no_end": ("factor", 'prior = { family = "lognormal", q05 = 0.2, q95 = 0.5 }'),
    "left": ("elasticity", "value = -0.2"),
}
ENFORCING = (
    "arrest", "hand_over", "taken_out", "caught_leaving", "caught_on_return", "recognised_returned", "loses_shelter",
)  # fmt: skip
TRIED: tuple[tuple[str, str, str], ...] = (
    *((f"group:{group}", "multiply", "above_one") for group in ENFORCING),
    *((f"group:{group}", "multiply", "no_end") for group in ENFORCING),
    *((f"group:{group}", "add", "half") for group in ENFORCING),
    # the other ends of what exits share
    ("group:let_go", "multiply", "half"),
    ("group:settles", "multiply", "half"),
    ("group:leaves_again", "multiply", "half"),
    # by signals that open, level or drive it; a tolerance lessened is a search
    ("signal:arrest_level", "multiply", "above_one"),
    ("signal:hand_over_open", "multiply", "twice"),
    ("signal:compounds_entered", "add", "twice"),
    ("signal:search_effort", "add", "more"),
    ("signal:search_effort", "add", "either"),
    ("signal:search_effort", "multiply", "half"),
    ("signal:search_effort", "multiply", "twice"),
    # by signals behind it, whose answer nobody disputes
    ("signal:warmth", "add", "more"),
    ("signal:warmth", "multiply", "half"),
    ("signal:strain", "add", "more"),
    ("signal:influx", "add", "more"),
    ("signal:burden", "add", "more"),
    ("signal:quiet_work", "add", "less"),
    ("signal:receptivity", "add", "less"),
    ("signal:receptivity", "multiply", "half"),
    # by what fines and arrests do to hosts and to families
    ("signal:hosts_fear", "add", "more"),
    ("signal:hosts_fear", "multiply", "twice"),
    ("group:finds_shelter", "multiply", "half"),
    ("group:left_alone", "multiply", "twice"),
    ("elasticity:loses_shelter/hosts_fear", "multiply", "twice"),
    ("elasticity:finds_shelter/hosts_fear", "multiply", "twice"),
    # by how it answers
    ("elasticity:arrest/search_effort", "multiply", "half"),
    ("elasticity:arrest/search_effort", "multiply", "twice"),
    ("elasticity:arrest/search_effort", "add", "left"),
    ("elasticity:taken_out/attention", "multiply", "half"),
)
BORDER = (
    ("group:cross", "multiply", "half"),
    ("group:cross", "multiply", "twice"),
    ("signal:border_passage", "multiply", "half"),
    ("signal:border_passage", "multiply", "twice"),
    ("share:cross_to_yanbian", "multiply", "half"),
)
ALLOWED = (
    ("group:arrest", "multiply", "half"),
    ("group:let_go", "multiply", "twice"),
    ("signal:search_effort", "add", "less"),
    ("signal:receptivity", "add", "more"),
    ("signal:attention", "add", "more"),
    ("signal:attention", "multiply", "half"),
    ("group:loses_shelter", "multiply", "half"),
    ("group:finds_shelter", "multiply", "twice"),
    ("signal:quiet_help", "add", "more"),
)


@pytest.fixture(scope="module")
def flagship() -> Situation:
    return read_situation("dprk-china")


def problems(folder: Path, levers: tuple[tuple[str, str, str], ...], claims: str = '["B123"]') -> tuple[Problem, ...]:
    """Give what is wrong with the flagship where somebody has added these levers, and a policy that pulls them all."""
    shutil.copytree(situation_folder("dprk-china"), folder)
    numbers = (
        f'\n[parameter.tried_{name}]\nunit = "{unit}"\n{prior}\nclaims = ["B123"]\n'
        for name, (unit, prior) in PRIORS.items()
        if any(strength == name for _, _, strength in levers)
    )
    said = (
        f'\n[lever.t{i}]\ntitle = "Tried"\ntarget = "{target}"\nhow = "{how}"\nramp = 30\n'
        f'strength = "tried_{strength}"\nclaims = {claims}\n'
        for i, (target, how, strength) in enumerate(levers)
    )
    pulled = ", ".join(f'"t{i}"' for i in range(len(levers)))
    policy = f'\n[policy.tried]\ntitle = "Tried"\nlevers = [{pulled}]\n'
    for name, text in {"parameters.toml": "".join(numbers), "policies.toml": "".join(said) + policy}.items():
        with (folder / name).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    return check_folder(folder)


def refused(found: tuple[Problem, ...], code: str) -> set[int]:
    return {int(problem.key.split(".")[1][1:]) for problem in found if problem.code == code}


def test_every_way_to_raise_it_is_refused(tmp_path: Path):
    found = problems(tmp_path / "tried", TRIED)
    assert {problem.code for problem in found} == {"T148"}
    assert [TRIED[i] for i in set(range(len(TRIED))) - refused(found, "T148")] == []


def test_nothing_that_is_chosen_is_about_the_border(tmp_path: Path):
    """Less of a passage would be a fence, more of it a way to cross."""
    found = problems(tmp_path / "border", BORDER)
    assert refused(found, "T357") == set(range(len(BORDER)))


def test_shares_at_the_end_of_a_stay_are_moved_by_no_lever(tmp_path: Path):
    ends = ("handed_over", "let_go", "back_and_caught", "back_and_settled")
    found = problems(tmp_path / "ends", tuple((f"share:{way}", "multiply", "twice") for way in ends))
    assert refused(found, "T147") == set(range(len(ends)))


def test_what_only_lowers_it_or_is_disputed_is_allowed(tmp_path: Path):
    assert problems(tmp_path / "allowed", ALLOWED) == ()


def test_it_is_lowered_only_where_a_source_names_the_option(tmp_path: Path):
    found = problems(tmp_path / "ours", ALLOWED, claims="[]")
    assert {problem.code for problem in found} == {"T148"}
    assert [ALLOWED[i][0] for i in set(range(len(ALLOWED))) - refused(found, "T148")] == ["signal:quiet_help"]


def test_a_strength_is_not_negative_where_it_multiplies(tmp_path: Path):
    folder = tmp_path / "negative"
    shutil.copytree(situation_folder("dprk-china"), folder)
    path = folder / "parameters.toml"
    text = path.read_text(encoding="utf-8")
    stands = '[parameter.overlooking]\nunit = "factor"\nprior = { family = "uniform", low = 0.3, high = 0.9 }'
    assert stands in text
    path.write_text(text.replace(stands, stands.replace("low = 0.3", "low = -4.0")), encoding="utf-8", newline="\n")
    assert any("overlooking" in problem.key for problem in check_folder(folder))


@given(st.floats(0, 1), st.lists(st.floats(0, 1), min_size=1, max_size=6), st.floats(0, 1e6))
def test_however_far_it_is_pulled_a_lowering_lever_lowers(strength: float, pull: list[float], value: float):
    before = np.full(len(pull), value)
    assert (moved(before, "multiply", strength=strength, pull=np.array(pull)) <= before).all()
    assert (moved(before, "add", strength=-strength, pull=np.array(pull)) <= before).all()


# ---- by hand, and in what runs --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "setting",
    [
        {"overlooking": 3.0},
        {"arrests_with_visas": 1.01},
        {"arrests_with_licences": 2.0},
        {"let_go_more": 0.5},
        {"forums_heard": -1.0},
        {"norms_built": -0.1},
        {"publicity": 5000.0},
        {"forums_noticed": 400.0},
    ],
    ids=str,
)
def test_no_strength_is_set_so_that_it_would_be_raised(flagship: Situation, setting: dict[str, float]):
    with pytest.raises(SafetyError, match="T701"):
        build(flagship, changes=setting)


@pytest.mark.parametrize("setting", [{"overlooking": 0.05}, {"publicity": 30.0}, {"forums_heard": 3.0}], ids=str)
def test_it_may_be_lowered_further(flagship: Situation, setting: dict[str, float]):
    assert build(flagship, changes=setting).changes == setting


def positions(situation: Situation) -> Iterator[dict[str, str]]:
    """Give nothing switched, then each switch at each position."""
    yield {}
    for switch in situation.switches.values():
        yield from ({switch.id: name} for name in switch.positions)


def enforced(model: CompeteModel) -> np.ndarray:
    """Say of each row of hazards whether it is of a group that is enforcement."""
    groups = model.layout.groups
    return np.array([g >= 0 and model.situation.groups[groups[g]].enforcement for g in model.cells.row_group])


@pytest.mark.parametrize("draw", range(3))
def test_under_every_option_force_is_at_most_what_it_was(flagship: Situation, draw: int):
    """Of what is given: the feedback that follows is the disputed loops' and the model's own."""
    for switches in positions(flagship):
        model = compete_model(flagship, switches=switches)
        values = drawn_values(model, world="low", draw=draw, seed=9)
        rows, effort = enforced(model), model.fed.index("search_effort")
        assert rows.any()
        before = make_tables(model, values, policy="baseline")
        for policy in flagship.policies:
            after = make_tables(model, values, policy=policy)
            assert (after.given[:, rows] <= before.given[:, rows] * (1 + 1e-12)).all(), policy
            assert (after.input[:, effort] <= before.input[:, effort]).all(), policy
