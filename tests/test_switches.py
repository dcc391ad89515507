"""Loops and switches: what they fix, what they leave alone, and how every output tells where they stood."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

from kinds import compete_model
from tumen.cells import Tables
from tumen.cli import exit_code
from tumen.ensemble import Record, simulate
from tumen.ensemble.store import manifest
from tumen.errors import UsageError
from tumen.model import Model, build, drawn_values, make_tables
from tumen.situation import Situation, check_folder, read_situation, situation_folder

SWITCHES = """
[loop.L1]
title = "People who reach safety make the police search; fewer reach it"
sign = "balancing"
source = "onward"
target = "effort"
answer = "raises"
delay = [1, 6]
numbers = ["effort_per_person"]
claims = ["K003"]

[loop.L2]
title = "Prisons fill; more are let go"
sign = "balancing"
source = "arrest"
target = "onward"
answer = "raises"
delay = [1, 12]
numbers = ["arrest_by_place"]
on = false
thought_experiment = true
ours = "An exercise, of which no source speaks."

[switch.S1]
title = "How large the campaign of 2004 was"
at = "unknown"

[switch.S1.position.unknown]
title = "As the prior has it"

[switch.S1.position.weak]
title = "Hardly felt"
set = { campaign = 0.6 }

[switch.S1.position.strong]
title = "As large as any"
set = { campaign = 2.9 }
claims = ["K003"]
"""
OUTCOMES = """
[outcome.how_hard]
title = "how hard the police search"
kind = "signal"
unit = "index"
direction = "less"
signal = "effort"
period = "year"
place = "country"

[outcome.raids]
title = "raids, in each of which several are arrested"
kind = "flow"
unit = "acts"
direction = "less"
exits = ["arrest"]
weight = "prison_share"
period = "year"
place = "country"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give hidden-five with two loops, a switch, the level of a signal and acts."""
    copy = tmp_path_factory.mktemp("switched") / "switched"
    shutil.copytree(situation_folder("hidden-five"), copy)
    (copy / "switches.toml").write_text(SWITCHES, encoding="utf-8", newline="\n")
    with (copy / "outcomes.toml").open("a", encoding="utf-8", newline="\n") as file:
        file.write(OUTCOMES)
    return copy


@pytest.fixture(scope="module")
def situation(folder: Path) -> Situation:
    return read_situation(folder)


def entries(situation: Situation, parameter: str) -> set[str]:
    levels = situation.parameters[parameter].entries
    return {f"{parameter}[{level}]" if level else parameter for level in levels}


def differing(one: Model, other: Model, *, draw: int = 0) -> dict[str, float]:
    """Give the entries that two models draw apart, with what the second has."""
    a, b = (drawn_values(model, world="low", draw=draw, seed=1) for model in (one, other))
    return {name: float(y) for name, x, y in zip(one.entries, a, b, strict=True) if x != y}


# ---- what they fix ----------------------------------------------------------------------------


@pytest.mark.parametrize("draw", range(5))
def test_the_numbers_of_a_loop_that_is_off_are_0_and_nothing_else_changes(situation: Situation, draw: int):
    plain, off = build(situation), build(situation, switches={"L1": "off"})
    assert differing(plain, off, draw=draw) == {"effort_per_person": 0.0}
    assert off.fixed == {**plain.fixed, "effort_per_person": 0.0}
    assert (off.positions, off.changes) == ({"L1": "off"}, {})


def test_only_the_tables_that_hold_those_numbers_change(situation: Situation):
    values = [
        drawn_values(model := compete_model(situation, switches=s), world="low", draw=0, seed=1)
        for s in ({}, {"L1": "off"})
    ]
    made = [make_tables(model, of, policy="baseline") for of in values]
    apart = [n for n in Tables._fields if not np.array_equal(getattr(made[0], n), getattr(made[1], n))]
    assert apart == ["values", "gain"]
    assert made[1].gain.tolist() == [0.0]


def test_a_loop_that_is_off_unless_switched_is_0_at_every_level(situation: Situation):
    plain, on = build(situation), build(situation, switches={"L2": "on"})
    assert plain.fixed == dict.fromkeys(entries(situation, "arrest_by_place"), 0.0)
    assert on.fixed == {}
    assert all(value > 0 for value in differing(plain, on).values())
    assert differing(plain, on).keys() == entries(situation, "arrest_by_place")


def test_a_position_sets_its_numbers_and_the_others_keep_their_priors(situation: Situation):
    plain, strong = build(situation), build(situation, switches={"S1": "strong"})
    assert differing(plain, strong) == {"campaign": 2.9}
    assert differing(strong, build(situation, switches={"S1": "weak"})) == {"campaign": 0.6}


def test_what_is_set_by_hand_is_set_whatever_is_switched(situation: Situation):
    model = build(situation, switches={"S1": "strong", "L1": "off"}, changes={"campaign": 1.0})
    assert (model.fixed["campaign"], model.fixed["effort_per_person"]) == (1.0, 0.0)
    assert drawn_values(model, world="low", draw=3, seed=1)[model.names.index("campaign")] == 1.0


def results(situation: Situation, **more: Any) -> xr.Dataset:
    return simulate(build(situation, **more), draws=2, replicates=2, seed=3, workers=1)


def test_naming_where_it_stands_changes_no_bit_but_is_told(situation: Situation):
    plain, named = results(situation), results(situation, switches={"L1": "on", "S1": "unknown"})
    assert named.attrs["result_hash"] == plain.attrs["result_hash"]
    assert json.loads(plain.attrs["switches"]) == {}
    assert json.loads(named.attrs["switches"]) == {"L1": "on", "S1": "unknown"}


def test_without_its_loop_a_signal_is_only_what_is_given(situation: Situation):
    """With L1 off nothing feeds effort: but for the year of the campaign it is 0 in every future."""
    found = results(situation, switches={"L1": "off"})["how_hard"]
    given = found.sel(period="2004")
    assert (given > 0).all()
    assert (found.where(found["period"] != "2004", 0) == 0).all()
    assert (results(situation)["how_hard"] >= found).all()
    assert (results(situation)["how_hard"].sel(period="2009") > 0).all()


def test_acts_are_people_times_acts_for_one_person(situation: Situation):
    model = build(situation)
    found = simulate(model, draws=3, workers=1, record=Record(outcomes=("raids", "returned_by_force")))
    share = found["entry_value"].sel(entry="prison_share")
    np.testing.assert_allclose(found["raids"], found["returned_by_force"] * share, rtol=1e-12)
    assert (found["raids"].attrs["units"], found["raids"].attrs["kind"]) == ("acts", "flow")


def test_a_level_may_be_negative_and_is_missing_where_a_draw_is_rejected(tiny: Callable[..., Situation]):
    gloomy = tiny(
        statuses="id\nalive\ndead",
        exits="id,group,from_status,to_status,hazard\ndie,death,alive,dead,hazard",
        signals="id,mode,rest,half_life,drivers\nmood,fed,,memory,news=gloom\nnews,given,1,,",
        events="id,signal,date_from,how,size\nmore,news,2030-01-03,set,loud",
        numbers="hazard 1/day 0.01\nmemory days 2\ngloom elasticity -0.8\nloud index 2\npeople persons 1000",
        start="alive here people",
        more='[group.death]\ndrivers = { mood = "gloom" }',
    )
    found = simulate(build(gloomy), draws=2, workers=1)
    assert (found["x_mood"].isel(period=slice(1, None)) < 0).all()
    rejected = found.assign(valid=found["valid"] & (found["draw"] > 0))
    from tumen.ensemble import quantiles

    middle = quantiles(rejected, "x_mood", (0.5,))[0, 0]
    np.testing.assert_allclose(middle, found["x_mood"][0, 1, 0])


# ---- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("switches", "words"),
    [
        (
            {"L1": "maybe"},
            "T421 L1 has no position 'maybe'\n  where: --switch\n  remedy: write one of: on, off",
        ),
        (
            {"S1": "stron"},
            "T421 S1 has no position 'stron'\n  where: --switch\n  remedy: write one of: strong",
        ),
        (
            {"L9": "off"},
            "T421 switched has no loop and no switch 'L9'\n  where: --switch\n  remedy: write one of: L1, L2, S1",
        ),
        (
            {"campaign": "off"},
            "T421 switched has no loop and no switch 'campaign'\n  where: --switch\n  remedy: write one of: L1, L2, S1",
        ),
    ],
)
def test_an_unknown_loop_switch_or_position_is_refused(situation: Situation, switches: dict[str, str], words: str):
    with pytest.raises(UsageError) as caught:
        build(situation, switches=switches)
    assert words in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_situation_without_any_says_so():
    with pytest.raises(UsageError, match="this situation has none: leave --switch out"):
        build(replace(read_situation("island-evacuation"), switches={}), switches={"L1": "off"})


LEVER = """
[lever.press]
title = "Press and talk"
target = "signal:news"
how = "multiply"
strength = "louder"
{claims}
[policy.loud]
title = "Loud"
levers = ["press"]
"""
NEWS = {
    "signals.csv": "news,News of people who hide,index,given,1,,,,,,\n",
    "events.csv": "paper,news,2003-01-01,2003-06-30,step,set,campaign,K003,\n",
    "parameters.toml": '\n[parameter.louder]\nunit = "factor"\nvalue = 3.0\nclaims = ["K003"]\n'
    '\n[parameter.effort_per_news]\nunit = "elasticity"\nvalue = 0.4\nclaims = ["K003"]\n',
}
ANSWERS = SWITCHES.replace('numbers = ["effort_per_person"]', 'numbers = ["effort_per_person", "effort_per_news"]')
DISPUTED = ANSWERS.replace('sign = "balancing"', 'sign = "disputed"', 1)


def loud(folder: Path, copy: Path, *, claims: str, switches: str) -> list[str]:
    """Give the problems of the situation with a lever that makes news, which move the effort of the police."""
    shutil.copytree(folder, copy)
    for name, text in {**NEWS, "policies.toml": LEVER.format(claims=claims)}.items():
        with (copy / name).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    signals = (copy / "signals.csv").read_text("utf-8")
    moved = signals.replace("onward,effort_per_person,1,", "onward,effort_per_person,1,news=effort_per_news")
    (copy / "signals.csv").write_text(moved, encoding="utf-8", newline="\n")
    (copy / "switches.toml").write_text(switches, encoding="utf-8", newline="\n")
    return [f"{problem.code} {problem.where}" for problem in check_folder(copy)]


def test_what_the_state_may_answer_to_by_a_disputed_loop_is_pulled_where_a_source_names_it(
    folder: Path, tmp_path: Path
):
    named, strength = 'claims = ["K003"]', "T148 policies.toml, lever.press.strength"
    assert loud(folder, tmp_path / "a", claims=named, switches=DISPUTED) == []
    assert loud(folder, tmp_path / "b", claims="", switches=DISPUTED) == ["T148 policies.toml, lever.press.claims"]
    assert loud(folder, tmp_path / "c", claims=named, switches=SWITCHES) == [strength]
    assert loud(folder, tmp_path / "d", claims=named, switches=ANSWERS) == [strength]  # nobody disputes where it leads


# ---- where it is told -------------------------------------------------------------------------

Run = Callable[..., tuple[int, str, str]]
QUICK = ("--draws", "2", "--workers", "1")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object) -> tuple[int, str, str]:
        code = exit_code([str(a) for a in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder, where it can be called by its name."""
    monkeypatch.chdir(folder.parent)
    return folder


def test_a_run_tells_what_was_switched_and_can_be_run_again(run: Run, here: Path, tmp_path: Path):
    switched = ("--switch", "S1=strong", "--switch", "L1=off")
    code, said, talk = run("run", here.name, *QUICK, *switched, "--out", tmp_path / "a", "--json")
    assert code == 0, talk
    first = json.loads(said)
    assert first["switches"] == {"L1": "off", "S1": "strong"}
    page = (tmp_path / "a" / "report.html").read_text("utf-8")
    assert "Set by hand: L1=off; S1=strong." in page
    words = re.findall(r"<pre><code>tumen (.*?)</code></pre>", page)[0]
    assert "--switch L1=off --switch S1=strong" in words
    assert (
        json.loads(run(*shlex.split(words), "--out", tmp_path / "b", "--json")[1])["result_hash"]
        == first["result_hash"]
    )
    assert manifest(tmp_path / "a")[0]["switches"] == {"L1": "off", "S1": "strong"}
    assert json.loads((tmp_path / "a" / "trace.json").read_text("utf-8"))["switches"] == first["switches"]
    prov = json.loads((tmp_path / "a" / "prov.json").read_text("utf-8"))
    assert prov["entity"]["run:draws"]["tumen:switched"] == ["L1=off", "S1=strong"]
    assert "--switch L1=off --switch S1=strong" in prov["activity"]["run:activity"]["tumen:command"]


def test_the_tables_tell_levels_and_acts(run: Run, folder: Path, tmp_path: Path):
    assert run("run", folder, *QUICK, "--out", tmp_path / "a")[0] == 0
    rows = (tmp_path / "a" / "summary.csv").read_text("utf-8").splitlines()
    levels = [row.split(",") for row in rows if ",how_hard,index,signal," in row]
    assert levels
    shown = [float(row[-2]) for row in levels if row[-1] == "false"]
    assert all(0 < level <= 3 for level in shown)
    assert all(row[-2] == "" for row in levels if row[-1] == "true")
    assert any(",raids,acts,flow," in row for row in rows)
    assert ",baseline," in rows[1]


@pytest.mark.parametrize(
    ("switch", "words"),
    [
        (
            ("L1",),
            "T005 'L1' is not a name and a position\n  where: --switch\n  remedy: write each once, as in --switch L2",
        ),
        (("L1=",), "T005 'L1=' is not a name and a position"),
        (("=off",), "T005 '=off' is not a name and a position"),
        (("L1=off", "L1=on"), "T005 'L1' is switched twice"),
        (("L1=maybe",), "T421 L1 has no position 'maybe'"),
    ],
)
def test_errors_of_the_option(run: Run, here: Path, *, switch: tuple[str, ...], words: str):
    options = [word for of in switch for word in ("--switch", of)]
    code, said, talk = run("run", here.name, *options, "--out", "never")
    assert (code, said) == (2, "")
    assert words in talk
    assert not Path("never").exists()


def test_a_trace_leads_to_loops_and_switches(run: Run, folder: Path):
    said = run("trace", folder, "L1")[1]
    for words in (
        "loop L1: People who reach safety make the police search; fewer reach it (balancing, on)",
        "as group onward grows, it raises signal effort, half of it after 1 to 6 months",
        "K003",
        "numbers that are 0 where it is off:",
        "effort_per_person: anywhere between 0.001 and 0.02 on a logarithmic scale; index",
    ):
        assert words in said
    said = run("trace", folder, "L2")[1]
    assert "(balancing, off)" in said
    assert "a thought experiment: nobody has ever observed it" in said
    assert "ours: An exercise, of which no source speaks." in said
    said = run("trace", folder, "S1")[1]
    for words in (
        "switch S1: How large the campaign of 2004 was (stands at unknown)",
        "position unknown: As the prior has it (nothing is set)",
        "position strong: As large as any (campaign = 2.9)",
        "K003",
    ):
        assert words in said
    said = run("trace", folder, "campaign")[1]
    assert "switch S1, as 2.9 where it is strong" in said
    assert "loop L1, as 0 where it is off" in run("trace", folder, "effort_per_person")[1]
    assert "counts the mean level of effort during the period" in run("trace", folder, "how_hard")[1]
    found = json.loads(run("trace", folder, "L1", "--json")[1])
    assert (found["kind"], found["subject"]["at"], found["subject"]["delay"]) == ("loop", "on", [1, 6])
    assert "loop L1" in run("evidence", "show", folder, "K003")[1]
    assert "switch S1=strong" in run("evidence", "show", folder, "K003")[1]
