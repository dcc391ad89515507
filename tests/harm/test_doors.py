"""Through each door of a comparison somebody tries to raise, tune, rank or search enforcement: it stays shut."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from errors.cases import BASES
from harm.conftest import speak
from harm.few import write
from opened import HELPS, opened
from tumen.comparison import compare
from tumen.comparison.boundary import boundary
from tumen.comparison.reproduced import reproduced
from tumen.errors import SafetyError, TumenError, UsageError
from tumen.model import build
from tumen.policy import Contrast
from tumen.situation import check_folder

Edits = Mapping[str, Mapping[str, str]]
CLAIMED = 'ours = "Invented for a test."'
LOOP_OF_ARRESTS = {
    "switches.toml": {
        'sign = "reinforcing"': 'sign = "disputed"', '["leave_per_word"]': '["leave_per_word", "arrest_per_effort"]',
    }
}  # fmt: skip


def switch_of(number: str, value: float) -> Edits:
    """Give a switch without a claim that sets a number, in a folder of two positions."""
    text = (
        '\n[switch.tried]\ntitle = "Tried"\nat = "as_is"\n[switch.tried.position.as_is]\ntitle = "As it is"\n'
        f'[switch.tried.position.set]\ntitle = "Set"\nset = {{ {number} = {value} }}\n'
    )
    return {"switches.toml": {CLAIMED: CLAIMED + "\n" + text}}


def codes(folder: Path, edits: Edits) -> set[str]:
    return {problem.code for problem in check_folder(write(folder, edits))}


# ---- what a folder may say ------------------------------------------------------------------------------------


FEARED = {
    "people returned by force": ("flow", "persons"),
    "people sent to prison after their return": ("flow", "persons"),
    "people in prison for having left": ("stock", "persons"),
    "people being questioned after their return": ("stock", "persons"),
    "time that people spend in prison for having left": ("time", "person-months"),
}
"""Title of an outcome of force → its kind and unit."""


@pytest.mark.parametrize("title", FEARED)
def test_more_force_never_counts_as_better(title: str, tmp_path: Path):
    """Else regret, verdicts and switch points would put options in the order in which they arrest people."""
    kind, unit = FEARED[title]
    stands = f'title = "{title}"\nkind = "{kind}"\nunit = "{unit}"\ndirection = '
    assert codes(tmp_path, {"outcomes.toml": {stands + '"less"': stands + '"more"'}}) == {"T172"}


def test_nor_does_a_harder_search(tmp_path: Path):
    level = (
        '\n[outcome.searches]\ntitle = "how hard the police search"\nkind = "signal"\nunit = "index"\n'
        'direction = "more"\nsignal = "effort"\nperiod = "step"\nplace = "country"\n'
    )
    stands = "[outcome.at_home]\n"
    assert codes(tmp_path, {"outcomes.toml": {stands: level.lstrip() + "\n" + stands}}) == {"T172"}


@pytest.mark.parametrize("outcome", ["returned_by_force", "imprisoned", "in_prison"])
def test_no_option_is_to_bring_more_of_it(outcome: str, tmp_path: Path):
    """So that `reproduced` and `argue` never look for the futures in which it comes."""
    stands = 'levers = ["eased_searches"]'
    moves = f'{stands}\nmoves = {{ {outcome} = "more" }}'
    assert codes(tmp_path, {"policies.toml": {stands: moves}}) == {"T172"}
    less = moves.replace('"more"', '"less"')
    assert codes(tmp_path / "less", {"policies.toml": {stands: less}}) == set()


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("arrest_hazard", 0.2), ("arrest_per_effort", 0.7), ("campaign", 2.5), ("effort_half_life", 6.0),
        ("arrest_by_place", 1),
    ],
)  # fmt: skip
def test_no_switch_takes_a_part_of_it_out_of_the_whole(number: str, value: float, tmp_path: Path):
    """A position is an axis of boxes and switch points: of a part of enforcement only where a source disputes it."""
    assert "T173" in codes(tmp_path, switch_of(number, value))


def test_a_switch_of_something_else_needs_no_claim(tmp_path: Path):
    assert codes(tmp_path, switch_of("go_back_hazard", 0.2)) == set()


def test_no_loop_takes_a_part_of_it_out_of_the_whole(tmp_path: Path):
    """A loop of disputed sign is an axis: its strength."""
    assert codes(tmp_path, LOOP_OF_ARRESTS) == {"T173"}
    named = {"switches.toml": {**LOOP_OF_ARRESTS["switches.toml"], CLAIMED: f'{CLAIMED}\nclaims = ["K003"]'}}
    assert codes(tmp_path / "named", named) == set()


# ---- what can be asked for --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--outcome", "in_hiding"), "T420 neither less nor more of outcome in_hiding is better"),
        (("--outcome", "arrest"), "T420 there is no outcome arrest"),
        (("--policies", "arrest"), "T420 there is no policy arrest"),
        (("--policies", "looking_away,looking_away"), "T420 looking_away is named twice"),
        (("--switch", "arrest=on"), "T421"),
        (("--switch", "arrest_hazard=0.3"), "T421"),
        (("--why", "arrest_hazard"), "Got unexpected extra argument"),
        (("--switch-points", "arrest_hazard"), "Got unexpected extra argument"),
        (("--strength", "easing=2"), "No such option"),
    ],
)
def test_no_option_of_the_command_reaches_for_it(asked: tuple[str, ...], said: str):
    assert said in speak("compare", "hidden-five", "--futures", "2", "--quiet", *asked, code=2)


def test_no_strength_of_an_option_is_set_so_that_it_raises_force():
    """A comparison takes no numbers; whoever sets one before is stopped where the model is built."""
    with pytest.raises(SafetyError, match="T701"):
        compare(build(opened(), changes={"easing": 1.5}), [HELPS], draws=1)


def test_no_boundary_has_a_part_of_it_as_an_axis():
    """The plane of a contrast goes along loops that sources dispute, each with all of its numbers."""
    hidden = opened()
    loop = replace(hidden.loops["L1"], id="L2", sign="balancing", numbers=("arrest_per_effort",))
    sides = {"relief-2004": HELPS, "survey-2003": "ways_on"}
    contrast = Contrast("tried", "Tried", ("L1", "L2"), HELPS, {}, (), sides, ("returned_by_force",))
    tried = replace(hidden, loops={**hidden.loops, "L2": loop}, contrasts={"tried": contrast})
    with pytest.raises(SafetyError, match="T360 the strength of L2 would be an axis"):
        boundary(build(tried), "tried", draws=1)
    with pytest.raises(UsageError, match="T365"):
        boundary(build(tried), "arrest_hazard", draws=1)


def test_no_expectation_is_looked_for_of_an_option_that_is_not_there():
    with pytest.raises(TumenError, match="T420"):
        reproduced(build(opened()), ["arrest"], draws=1)


# ---- journeys -----------------------------------------------------------------------------------------------------


CLOSING = {
    "route:brook--camp-dell": [("multiply", 1), ("multiply", 2), ("add", 1)],  # times 1 leaves it closed
    "capacity:camp-dell": [("multiply", 0.5), ("add", -500)],
}


@pytest.mark.parametrize("tried", [(target, *how) for target, hows in CLOSING.items() for how in hows])
def test_no_option_closes_a_border_or_a_site(tried: tuple[str, str, float], tmp_path: Path):
    """It is given, in some futures or in all; people under way do not choose it."""
    folder, (target, how, value) = tmp_path / "journey", tried
    shutil.copytree(BASES["journey"], folder)
    unit = "persons" if how == "add" else "factor"
    number = f'\n[parameter.tried]\nunit = "{unit}"\nvalue = {value}\nassumed = "An exercise that is to be refused."\n'
    lever = f'[lever.tried]\ntitle = "Tried"\ntarget = "{target}"\nhow = "{how}"\nstrength = "tried"\n'
    policy = '\n[policy.tried]\ntitle = "Tried"\nlevers = ["tried"]\n'
    with (folder / "parameters.toml").open("a", encoding="utf-8", newline="\n") as file:
        file.write(number)
    (folder / "policies.toml").write_text(lever + policy, encoding="utf-8", newline="\n")
    assert "T359" in {problem.code for problem in check_folder(folder)}
