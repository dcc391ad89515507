"""A comparison of policies never raises, tunes, ranks or searches how hard the state searches, nor any part of it."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

import pytest

from harm.conftest import speak
from harm.test_enforcement import TUNED
from opened import EITHER, HELPS, STRENGTH, opened, opened_model
from tumen.comparison import compare
from tumen.comparison.axes import JOINT
from tumen.comparison.design import design_of
from tumen.comparison.discovery import discovered
from tumen.comparison.enforcement import behind_enforcement, of_premises
from tumen.comparison.middle import LOOP, Middle, axes_of
from tumen.comparison.turning import turning
from tumen.errors import SafetyError
from tumen.model import build, changes
from tumen.situation import Situation, read_situation

ASKED = ("compare", "hidden-five", "--futures", "12", "--why", "--switch-points")
FLAGSHIP_POLICIES = ("growing_pressure", "work_visas", "quiet_overlooking")


@cache
def situation(name: str) -> Situation:
    return opened() if name == "opened" else read_situation(name)


def guarded(of: Situation) -> set[str]:
    """Give the entries that nobody may set far beyond what sources support, with ``--set``."""
    return {entry for entry, _ in changes._enforcement(of)}  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize("name", ["hidden-five", "opened", "dprk-china", "island-evacuation"])
def test_all_that_is_guarded_is_in_the_whole_or_a_premise_or_an_option(name: str):
    of = situation(name)
    apart = of_premises(of) | {lever.strength for lever in of.levers.values()}
    whole = behind_enforcement(of)
    assert {entry for entry in guarded(of) if entry.partition("[")[0] not in apart} <= whole.keys()


@pytest.mark.parametrize(
    ("name", "entry", "sign"),
    [
        ("hidden-five", "arrest_hazard", 1),
        ("hidden-five", "arrest_by_place[far]", 1),
        ("hidden-five", "arrest_by_place[near]", 0),  # one number, in no future another
        ("hidden-five", "campaign", 1),
        ("hidden-five", "effort_half_life", 0),
        ("hidden-five", "prison_share", 0),
        ("dprk-china", "arrest_in_church", 1),
        ("dprk-china", "arrest_scale_2000s", 1),
        ("dprk-china", "anchor:returns_2002", 1),
        ("dprk-china", "crossing_wait", 0),  # marked as enforcement, but crossing harms nobody
        ("dprk-china", "border_covid", 0),
    ],
)
def test_the_harder_end_of_a_number(name: str, entry: str, sign: int):
    assert behind_enforcement(situation(name))[entry] == sign


def test_a_longer_wait_before_an_arrest_is_the_milder_end():
    hazard = replace(opened().parameters["arrest_hazard"], unit="years")
    slow = replace(opened(), parameters={**opened().parameters, "arrest_hazard": hazard})
    assert behind_enforcement(slow)["arrest_hazard"] == -1


def test_numbers_of_premises_are_reached_by_their_positions_only():
    of = situation("dprk-china")
    hidden = {"effort_per_attention", "taken_out_per_attention", "practice_1999_2001"}
    assert hidden <= of_premises(of)
    assert not hidden & behind_enforcement(of).keys()
    axes = axes_of(design_of(build(of), FLAGSHIP_POLICIES, {"draws": 1}))
    assert not hidden & set(axes.given)
    assert {LOOP + "L1", LOOP + "L2"} <= set(axes.names)


@pytest.mark.parametrize("name", ["opened", "dprk-china"])
def test_no_axis_is_a_part_of_enforcement(name: str):
    of = situation(name)
    policies = FLAGSHIP_POLICIES if name == "dprk-china" else (HELPS, EITHER)
    design = design_of(build(of), policies, {"draws": 1})
    strengths = {of.levers[lever].strength for policy in policies for lever in of.policies[policy].levers}
    names = set(axes_of(design).names)
    assert JOINT in names
    assert not names & (guarded(of) | behind_enforcement(of).keys()) - strengths


def test_a_number_of_enforcement_does_not_get_out_as_a_strength():
    """Whoever makes the hazard of arrest the strength of an option as well gets no axis of it."""
    lever = replace(opened().levers["more_onward"], strength="arrest_hazard")
    sly = replace(opened(), levers={**opened().levers, "more_onward": lever})
    assert "arrest_hazard" in behind_enforcement(sly)
    design = design_of(build(sly), [EITHER], {"draws": 1})
    assert "arrest_hazard" not in axes_of(design).names
    found = compare(build(sly), [EITHER], draws=30, seed=1, worlds=["low"], outcomes=["reached_safety"])
    boxes = discovered(found, EITHER, "reached_safety")["low"].boxes
    assert "arrest_hazard" not in {name for box in boxes for name in box.limits}


def test_the_whole_moves_together_and_a_part_of_it_never():
    design = design_of(opened_model(), [HELPS], {"draws": 1})
    axes, middle = axes_of(design), Middle.of(design, "low")
    whole = {name for name, sign in behind_enforcement(opened()).items() if sign}
    moved = axes.levels(0.8)
    assert moved.keys() == whole
    for axis in (name for name in axes.names if name != JOINT):
        changed = {
            e for e, a, b in zip(middle.model.entries, middle.moved({axis: 0.9}), middle.values, strict=True) if a != b
        }
        assert not changed & whole


def test_switch_points_come_in_the_order_of_the_situation():
    found = turning(design_of(opened_model(), [HELPS, EITHER], {"draws": 1}))
    for turn in found.turns:
        assert tuple(turn.points) == found.axes.names


def test_what_is_set_in_part_is_refused_in_boxes_too():
    model = build(opened(), changes={"arrest_hazard": 0.1})
    found = compare(model, [EITHER], draws=30, seed=1, worlds=["low"], outcomes=["reached_safety"])
    with pytest.raises(SafetyError, match="T360 arrest_hazard is held"):
        discovered(found, EITHER, "reached_safety")


def test_the_command_says_nothing_of_a_part():
    plain, data = speak(*ASKED, "--quiet"), json.loads(speak(*ASKED, "--quiet", "--json"))
    parts = {entry.partition("[")[0] for entry in behind_enforcement(situation("hidden-five"))}
    assert STRENGTH not in parts
    for text in (plain, json.dumps(data)):
        assert not [word for word in TUNED if word in text.lower()]
        assert not [part for part in parts if part in text]
    assert data["switch_points"]["axes"][-1] == JOINT


@pytest.mark.parametrize(
    "asked", [("--set", "arrest_hazard=0.2"), ("--axis", "arrest_hazard"), ("--rank", "arrest_hazard")]
)
def test_no_option_reaches_for_a_part(asked: tuple[str, str]):
    assert "No such option" in speak("compare", "hidden-five", *asked, code=2)
