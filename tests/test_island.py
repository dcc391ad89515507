"""What could be done on the island: each option does what its page says, and a comparison of one world reads well."""

from __future__ import annotations

import csv
import io
import json
import re
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from tumen.cli import exit_code
from tumen.comparison import Comparison, compare
from tumen.comparison.span import taken
from tumen.comparison.verdicts import finding, gains
from tumen.model import build, drawn_values
from tumen.report.compared import effects_of
from tumen.report.comparison_page import comparison_page
from tumen.report.comparison_verdicts import findings, verdict_text
from tumen.report.comparison_words import head, paid, sentences
from tumen.situation import Situation, read_situation

NAME = "island-evacuation"
ALERT, SHIPS, BEDS, HOMES, NES, BOTH = (
    "early_alert", "more_ships", "more_hospital_beds", "homes_sooner", "more_of_nes", "alert_and_ships",
)  # fmt: skip


@cache
def island() -> Situation:
    return read_situation(NAME)


@cache
def found() -> Comparison:
    names = ["on_island", "waiting", "killed", "deaths", "patients_waiting", "settled", "flown"]
    return compare(build(island()), draws=24, seed=3, outcomes=names)


def gain(policy: str, outcome: str) -> np.ndarray:
    return gains(found(), policy, outcome)[0, :, 0]


def erupts() -> np.ndarray:
    return np.array([dict(at)["mountain"] == "erupts" for at in found().design.positions])


def test_unless_it_is_switched_the_mountain_erupts_and_stad_closes():
    model = build(island())
    for draw in range(3):
        numbers = dict(zip(model.entries, drawn_values(model, world="base", draw=draw, seed=1), strict=True))
        assert (numbers["eruption"], numbers["closed"]) == (1, 0)


def test_to_warn_sooner_saves_lives_where_the_mountain_erupts_and_lets_more_wait_either_way():
    assert (gain(ALERT, "killed") >= 0).all()
    assert gain(ALERT, "killed")[erupts()].mean() > 0
    assert (gain(ALERT, "killed")[~erupts()] == 0).all()
    assert (gain(ALERT, "waiting") < 0).mean() > 0.9


def test_more_ships_empty_the_quay_and_save_nobody_who_is_at_home():
    assert (gain(SHIPS, "waiting") > 0).mean() > 0.9
    assert (gain(SHIPS, "killed") == 0).all()


def test_beds_and_homes_help_those_on_stretchers():
    for policy in (BEDS, HOMES):
        assert (gain(policy, "patients_waiting") > 0).all()
        assert (gain(policy, "flown") >= 0).all()
        assert gain(policy, "flown").mean() > 0


def test_where_ships_land_changes_who_lands_where_and_hardly_who_leaves():
    assert abs(gain(NES, "on_island").mean()) < 0.05 * gain(SHIPS, "on_island").mean()


def test_both_together_pull_what_each_pulls():
    assert set(island().policies[BOTH].levers) == {*island().policies[ALERT].levers, *island().policies[SHIPS].levers}
    assert (gain(BOTH, "killed") == gain(ALERT, "killed")).all()


def test_an_option_does_what_is_expected_of_it_where_its_premises_hold():
    for policy in (policy for policy in island().policies.values() if policy.levers and policy.moves):
        held = compare(build(island()), [policy.id], draws=12, outcomes=[*policy.moves], positions=policy.premises)
        for name, way in policy.moves.items():
            figures = held.figures[0, :, :, 0, held.design.span.outcomes.index(name)]
            change = figures[1].mean() - figures[0].mean()
            assert (change > 0) == (way == "more"), (policy.id, name)


# ---- how outcomes are taken together -----------------------------------------------------------------------


def test_what_nobody_leaves_is_counted_at_the_end():
    assert {name: taken(island(), name) for name in ("deaths", "killed", "settled", "waiting", "time_waiting")} == {
        "deaths": "total", "killed": "end", "settled": "end", "waiting": "mean", "time_waiting": "total",
    }  # fmt: skip


def test_whom_the_eruption_kills_is_the_same_day_by_day_and_at_the_end():
    for policy in found().design.policies[1:]:
        assert gain(policy, "killed") == pytest.approx(gain(policy, "deaths"))


# ---- words of one world --------------------------------------------------------------------------------------


def spoken(*words: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert exit_code(["compare", NAME, "--futures", "8", "--quiet", *words]) == 0
    return capsys.readouterr().out


def test_the_only_world_is_never_named(capsys: pytest.CaptureFixture[str]):
    said = spoken("--why", "--switch-points", capsys=capsys)
    assert "world" not in said
    assert not re.search(r"\bbase\b", said)
    assert said.startswith("1 Mar 2030 to 29 Apr 2030, beside the baseline: 8 futures, with the same numbers, premises")
    assert "(mountain and stad) are taken in turn" in said
    assert re.search(r"people still on the island, on average: better in \d of 8 futures, worse in \d \(", said)
    assert re.search(r"people killed by the eruption so far, at the end: better in \d of 8 futures", said)


def test_nor_on_the_page():
    page = re.sub(r"<style>.*?</style>", "", comparison_page(found(), effects_of(found())), flags=re.S)
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "world" not in text
    assert not re.search(r"\bbase\b", text)
    for said in (*sentences(found(), effects_of(found()), ALERT),):
        assert "world" not in said


def test_a_strip_has_one_row_for_each_option_and_the_regret_table_one_column_for_each_outcome():
    page = comparison_page(found(), effects_of(found()))
    options, headlines = len(found().design.policies) - 1, 3
    strips = re.findall(r'<div class="matrix strip">.*?</div>', page, flags=re.S)
    assert [strip.count("<tbody>") for strip in strips] == [options] * headlines
    assert all(strip.count("<td") == options * 5 for strip in strips)  # all, and two positions of two premises
    (regret,) = re.findall(r'<div class="matrix regret">.*?</div>', page, flags=re.S)
    assert regret.count("<td") == (options + 1) * headlines


def test_verdicts_are_of_positions_alone():
    told = findings(found())
    assert verdict_text(found(), told[SHIPS, "waiting"]) == (
        "better in most futures at every position of mountain and stad: robust"
    )
    assert verdict_text(found(), told[SHIPS, "killed"]) == "no difference in any of these futures"
    words = verdict_text(found(), told[ALERT, "killed"])
    assert re.fullmatch(r"depends on mountain \(erupts: better in \d+ of \d+; sleeps: better in 0 of \d+\)", words)
    of = finding(found(), ALERT, "killed")
    assert of is not None
    assert of.helps.axes == ("mountain",)


def test_who_pays_stands_with_its_range():
    said = paid(found(), effects_of(found()), ALERT)
    assert re.fullmatch(
        r"Worse in most of these futures: people on stretchers waiting to leave, on average "
        r"\(24 of 24, [\d.]+ to [\d.]+ more\)\.",
        said,
    )
    assert paid(found(), effects_of(found()), BEDS) == "No other outcome is worse in most of these futures."


def test_what_is_held_is_said_and_what_turns_too(capsys: pytest.CaptureFixture[str]):
    said = spoken("--switch", "mountain=sleeps", "--policies", ALERT, capsys=capsys)
    assert "(stad) are taken in turn" in said
    assert "In all of these futures mountain is “sleeps”." in said
    both = spoken("--switch", "mountain=sleeps", "--switch", "stad=closes", "--policies", ALERT, capsys=capsys)
    assert "taken in turn" not in both
    assert "In all of these futures mountain is “sleeps” and stad is “closes”." in both


def test_one_future_is_one_future(capsys: pytest.CaptureFixture[str]):
    said = spoken("--futures", "1", "--policies", SHIPS, capsys=capsys)
    assert "beside the baseline: 1 future, with" in said
    assert "of 1 future, worse in 0" in said


def test_switch_points_tell_together_what_nothing_turns_and_a_tie_ends_it(capsys: pytest.CaptureFixture[str]):
    said = spoken("--switch-points", "--policies", f"{ALERT},{SHIPS},{BEDS}", capsys=capsys)
    assert (
        "people still on the island, on average: “Warn five days sooner”, “Bring more ships” and “Put more beds into "
        "the field hospital” do better than the baseline. Nothing that is moved by itself" in said
    )
    assert (
        "people killed by the eruption so far, at the end: “Warn five days sooner” does better than the baseline. "
        "Not so any more if mountain is “sleeps”." in said
    )


def test_what_is_listed_only_is_not_compared_and_says_why(capsys: pytest.CaptureFixture[str]):
    assert exit_code(["compare", NAME, "--policies", "second_harbour"]) == 2
    said = capsys.readouterr().err
    assert "T358 second_harbour is listed and not simulated: A policy changes numbers and opens no new way." in said


def test_data_are_whole(capsys: pytest.CaptureFixture[str]):
    data = json.loads(spoken("--policies", f"{ALERT},{BOTH}", "--json", capsys=capsys))
    assert data["premises"] == ["mountain", "stad"]
    assert set(data["policies"]) == {ALERT, BOTH}
    for of in data["policies"].values():
        assert set(of) == {"base"}
    assert data["outcomes"]["killed"] == {
        "title": "people killed by the eruption so far", "unit": "persons", "direction": "less", "taken": "end",
    }  # fmt: skip
    assert set(data["outcomes"]) == set(data["policies"][ALERT]["base"]["difference"])


def test_a_csv_row_stands_for_each_position(tmp_path, capsys: pytest.CaptureFixture[str]):
    spoken("--policies", f"{ALERT},{SHIPS}", "--out", str(tmp_path), capsys=capsys)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "comparison_positions.csv").read_text(encoding="utf-8"))))
    mountain, stad = product(["mountain"], ["erupts", "sleeps"]), product(["stad"], ["closes", "stays_open"])
    assert {(row["premise"], row["position"]) for row in rows} == {("", ""), *mountain, *stad}


def test_the_head_names_a_world_where_only_one_of_several_was_looked_at():
    hidden = build(read_situation("hidden-five"))
    one, two = compare(hidden, draws=1, worlds=["low"]), compare(hidden, draws=1)
    assert "beside the baseline: 1 future of the low world, with" in head(one)
    assert "beside the baseline: 1 future in each world, with" in head(two)


def test_what_the_page_on_comparisons_asks_of_the_island_can_be_asked(capsys: pytest.CaptureFixture[str]):
    page = (Path(__file__).parents[1] / "docs" / "comparison.md").read_text(encoding="utf-8")
    asked = re.findall(rf"^tumen compare {NAME}([^#\n]*)", page, flags=re.M)
    assert len(asked) >= 4
    for words in dict.fromkeys(asked):
        assert "beside the baseline: 4 futures" in spoken(*words.split(), "--futures", "4", capsys=capsys)
