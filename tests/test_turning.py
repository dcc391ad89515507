"""Switch points of a comparison: analytic where they are known, and confirmed by pairs of runs on both sides."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from opened import EITHER, HELPS, HIGH, LOW, STRENGTH, opened, opened_model
from tumen.comparison.axes import JOINT, joint_axes
from tumen.comparison.design import BASELINE, Design, design_of
from tumen.comparison.middle import LOOP, Middle, axes_of
from tumen.comparison.turning import Turn, Turning, turning
from tumen.engine import Luck, run_replicate
from tumen.errors import SafetyError
from tumen.evidence import Prior
from tumen.model import build, make_tables
from tumen.report.comparison_why import turn_texts
from tumen.situation import read_situation

LUCKS = 300


@cache
def design() -> Design:
    return design_of(opened_model(), [HELPS, EITHER], {"draws": 1})


@cache
def found() -> Turning:
    return turning(design())


def turn(world: str, outcome: str, pair: set[str], *, of: Turning | None = None) -> Turn:
    (one,) = [t for t in (of or found()).turns if (t.world, t.outcome, {t.first, t.second}) == (world, outcome, pair)]
    return one


def gains(middle: Middle, of: Turn, axis: str, *, share: float, lucks: int) -> np.ndarray:
    """Give by how much the first does better in each of many runs with shared luck, with an axis at a share."""
    values, model = middle.moved({axis: share}), middle.model
    column = design_of(model, [p for p in (of.first, of.second) if p != BASELINE], {}).span
    substeps, about = model.situation.calendar.substeps, middle.design
    figures = [
        [
            column.of(run_replicate(model.cells, made, column.plan.engine, luck=luck, substeps=substeps).outcomes)[
                column.outcomes.index(of.outcome)
            ]
            for luck in (Luck(7, n, about.noise_address, about.years) for n in range(lucks))
        ]
        for made in (make_tables(model, values, policy=policy) for policy in (of.first, of.second))
    ]
    more = model.situation.outcomes[of.outcome].direction == "more"
    return (np.array(figures[0]) - np.array(figures[1])) * (1 if more else -1)


def confirmed(middle: Middle, of: Turn, axis: str, *, apart: float, lucks: int) -> tuple[bool, bool]:
    """Say whether runs put the first ahead on this side of a switch point, and behind on the other, beyond chance."""
    share = of.points[axis]
    assert share is not None
    beyond = 1 if share > 0.5 else -1
    sides = [gains(middle, of, axis, share=share + way * apart, lucks=lucks) for way in (-beyond, beyond)]
    here, there = ((g.mean(), g.std(ddof=1) / np.sqrt(lucks)) for g in sides)
    return bool(here[0] > 2 * here[1]), bool(there[0] < -2 * there[1])


@pytest.mark.parametrize("world", ["low", "high"])
def test_a_factor_turns_at_one(world: str):
    """Analytic: at a factor of 1 the policy is the baseline, whatever else there is."""
    one = turn(world, "reached_safety", {EITHER, BASELINE})
    assert one.first == EITHER
    assert one.points[STRENGTH] == pytest.approx((1 - LOW) / (HIGH - LOW), abs=1e-6)
    assert not [axis for axis, share in one.points.items() if share is not None and axis != STRENGTH]
    assert one.positions == {}


def test_the_best_two_stand_beside_each_other():
    for world in ("low", "high"):
        for outcome in ("returned_by_force", "reached_safety"):
            assert turn(world, outcome, {HELPS, EITHER}).margin > 0


@pytest.mark.parametrize("world", ["low", "high"])
def test_direct_pairs_of_runs_confirm_a_switch_point(world: str):
    one = turn(world, "reached_safety", {HELPS, EITHER})
    middle = Middle.of(design(), world)
    assert confirmed(middle, one, STRENGTH, apart=0.12, lucks=LUCKS) == (True, True)


def test_a_position_that_turns_it_is_named():
    """A switch in one position of which the factor is below 1."""
    positions = opened().switches["G"].positions
    lowered = {**positions, "few": replace(positions["few"], sets={STRENGTH: 0.7})}
    switch = replace(opened().switches["G"], positions=lowered)
    model = build(replace(opened(), switches={"G": switch}))
    of = turning(design_of(model, [EITHER], {"draws": 1}))
    assert turn("low", "reached_safety", {EITHER, BASELINE}, of=of).positions == {"G": ("few",)}


def test_axes_are_numbers_that_move_by_themselves():
    names = set(axes_of(design()).names)
    assert {STRENGTH, "easing", "onward_hazard", JOINT} <= names
    hidden = {"departure_scale", "anchor:hiding_2003", "share_near", "go_back_hazard", "arrest_hazard", "effort_scale"}
    assert not hidden & names
    alone = axes_of(design_of(opened_model(), [HELPS], {"draws": 1}))
    assert STRENGTH not in alone.names


def test_a_disputed_loop_moves_as_a_whole():
    assert (
        LOOP + "L1" not in axes_of(design_of(opened_model(), [HELPS], {"draws": 1, "positions": {"L1": "off"}})).names
    )
    middle = Middle.of(design(), "low")
    moved = middle.moved({LOOP + "L1": 0.9})
    changed = [middle.model.entries[i] for i in np.flatnonzero(moved != middle.values)]
    assert changed == ["effort_per_person"]
    prior = opened().parameters["effort_per_person"].entries[""]
    assert moved[middle.model.names.index("effort_per_person")] == pytest.approx(prior.quantile(0.9))


def test_workers_change_nothing():
    assert turning(design(), workers=1) == found()


def test_enforcement_of_which_a_part_was_set_is_refused():
    model = build(opened(), changes={"arrest_hazard": 0.1})
    with pytest.raises(SafetyError, match="T360 arrest_hazard is held while other numbers of enforcement move"):
        turning(design_of(model, [HELPS], {"draws": 1}))


def test_words_name_the_value_and_the_share():
    from tumen.comparison import compare

    texts = list(turn_texts(compare(opened_model(), [HELPS, EITHER], draws=1), found()))
    (one,) = [
        text for text in texts if text.startswith("people who reached Southmark, low: “Ways on” does better than the")
    ]
    assert one.endswith("Not so any more if the strength of “Ways on” falls to 1 (33 of 100 of its range lie below).")
    assert len(texts) == len(found().turns)


@pytest.mark.slow
def test_direct_pairs_of_runs_confirm_three_of_the_flagship(monkeypatch: pytest.MonkeyPatch):
    """Forums are heard and seen, a protest is heard: how strongly decides which of two options returns fewer people."""
    strengths = ("forums_heard", "forums_noticed", "protest")
    monkeypatch.setattr("tumen.comparison.turning.axes_of", lambda _: joint_axes(strengths, {}))
    model = build(read_situation("dprk-china"))
    about = design_of(model, ["diplomatic_pressure", "unhcr_leaves"], {"draws": 1, "worlds": ["low"]})
    one = turn("low", "returned_by_force_per_year", set(about.policies[1:]), of=turning(about))
    middle = Middle.of(about, "low")
    for axis in strengths:
        assert confirmed(middle, one, axis, apart=0.2, lucks=24) == (True, True), axis


def test_a_prior_of_one_sign_is_needed_to_be_strong_or_weak():
    signed = replace(opened().parameters["effort_per_person"], entries={"": Prior("uniform", -1, 1)})
    situation = replace(opened(), parameters={**opened().parameters, "effort_per_person": signed})
    assert LOOP + "L1" not in axes_of(design_of(build(situation), [HELPS], {"draws": 1})).names
