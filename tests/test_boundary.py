"""The boundary between two pieces of advice: analytic where it is known, the same whatever the workers, fair."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from math import exp, log
from pathlib import Path

import numpy as np
import pytest

from bordered import AWAY, LOUD, RELIEF, SURVEY, bordered, bordered_model
from folder import write
from kinds import compete_model
from tumen.comparison.boundary import Boundary, Look, boundary
from tumen.comparison.boundary_lines import QUARTILES, Surface, surface, turn_of
from tumen.comparison.design import design_of
from tumen.comparison.plane import plane_of, strong_ends
from tumen.engine import mean_pass
from tumen.errors import SafetyError, TumenError, UsageError
from tumen.model import CompeteModel, build, make_tables, record_plan, solved_middle, tables
from tumen.policy import Axis, Contrast
from tumen.situation import Situation, check_folder, known_by, read_situation

UP, DOWN = 1.5, 4.0
"""By what people leave sooner by one way, and later by another, at full strength."""
LEVELS = np.linspace(0, 1, 31)


@cache
def found() -> Boundary:
    return boundary(bordered_model(), "attention", draws=6, points=3)


def disputed(name: str, number: str) -> str:
    """Write a loop of disputed sign."""
    return (
        f'[loop.{name}]\ntitle = "{name}"\nsign = "disputed"\nsource = "heard"\ntarget = "{name.lower()}"\n'
        f'answer = "raises"\ndelay = [0, 1]\nnumbers = ["{number}"]\nours = "A test."\n'
    )


@pytest.fixture(scope="module")
def known(tiny: Callable[..., Situation]) -> CompeteModel:
    """Make people leave by two ways; whoever speaks quickens one of them and slows the other.

    By either way they leave with hazard h. Spoken of, these are h·U^x and h·D^-y at strengths x and y of both loops.
    """
    situation = tiny(
        statuses="id\nhere\nout\naway",
        exits=("id,group,from_status,to_status,hazard\nwalk,up,here,out,leaving\nride,down,here,away,leaving"),
        numbers=f"leaving 1/day 0.1\npeople persons 1000\nquick elasticity {log(UP)}\n"
        f"slow elasticity {-log(DOWN)}\nsaid index 1\nunsaid index 0",
        start="here here people",
        signals="id\nheard",
        more='[group.up]\ndrivers = { heard = "quick" }\n[group.down]\ndrivers = { heard = "slow" }',
        policies="".join(
            f'[lever.{n}]\ntitle = "{n}"\ntarget = "signal:heard"\nhow = "add"\nstrength = "{s}"\n'
            f'[policy.{n}_policy]\ntitle = "{n}"\nlevers = ["{n}"]\n'
            for n, s in (("hush", "unsaid"), ("loud", "said"))
        ),
        switches=disputed("UP", "quick") + disputed("DOWN", "slow"),
        outcomes=(
            '[outcome.left]\ntitle = "people who left"\nkind = "flow"\nunit = "persons"\ndirection = "less"\n'
            'exits = ["walk", "ride"]\nperiod = "step"\nplace = "district"\n'
        ),
    )
    contrast = Contrast(
        id="which",
        title="Which",
        loops=("UP", "DOWN"),
        policy="loud_policy",
        parts={},
        sides={"a": "hush_policy", "b": "loud_policy"},
        turns_on=("left",),
        axes={n: Axis(n, n.lower(), "people", t) for n, t in (("UP", UP), ("DOWN", DOWN))},
    )
    return compete_model(replace(situation, contrasts={"which": contrast}))


# ---- an analytic boundary ------------------------------------------------------------------------


def test_the_boundary_lies_where_theory_has_it(known: CompeteModel):
    """Speaking holds people back exactly where U^x + D^-y is below 2."""
    one = boundary(known, "which", draws=2, points=21)
    x, y = np.meshgrid(one.plane.levels, one.plane.levels)
    people = -1000 * (np.exp(-0.1 * 10 * (UP**x + DOWN**-y)) - exp(-0.1 * 10 * 2))
    for draw in range(2):
        assert one.margins[0, 0, draw] == pytest.approx(-people, abs=1e-6)
    of = surface(one, one.worlds[0], "left")
    theory = -np.log(2 - UP**of.levels) / log(DOWN)
    rows = [np.interp(0, column, of.levels) for column in of.quartiles[1].T]
    assert rows == pytest.approx(theory, abs=2e-3)
    turn = turn_of(of)
    assert (turn.where, turn.axis, turn.below) == ("turns", 1, 0)
    assert turn.half == pytest.approx((theory[0], theory[-1]), abs=2e-3)
    assert turn.middle == turn.half
    assert sum(turn.shares) == pytest.approx(1, abs=1e-3)
    assert turn.shares[0] == pytest.approx(np.trapezoid(theory, of.levels), abs=5e-3)


def test_where_both_do_the_same_neither_is_ahead(known: CompeteModel):
    one = boundary(known, "which", draws=1, points=2)
    assert one.margins[0, 0, 0, 0, 0] == 0
    assert (one.ahead[0, 0, 0, 0], one.behind[0, 0, 0, 0]) == (0, 0)
    assert one.ahead[0, 0, 1].tolist() == [1, 0 if UP + 1 / DOWN > 2 else 1]
    assert one.behind[0, 0, 0].tolist() == [0, 1]


# ---- each point is a run -------------------------------------------------------------------------


def margin_by_hand(outcome: str, world: str, draw: int, *, at: str, fixed: Mapping[str, float] | None = None) -> float:
    """Give by how much `LOUD` does better with both loops `at` a position and some numbers fixed, without the plane."""
    outcomes, both = bordered().contrasts["attention"].turns_on, {"HELP": at, "SEARCH": at}
    design = design_of(bordered_model(), [AWAY, LOUD], {"draws": 6, "outcomes": outcomes, "positions": both})
    own = compete_model(bordered(), switches=dict(design.positions[draw]))
    own = replace(own, fixed={**own.fixed, **(fixed or {})})
    values = tables(own, world=world, policy="baseline", draw=draw, seed=1).values
    span, figures = design.span, list[float]()
    for policy in (AWAY, LOUD):
        made = make_tables(own, values, policy=policy)
        run = mean_pass(own.cells, made, span.plan.engine, substeps=own.situation.calendar.substeps)
        figures.append(float(span.of(run.outcomes)[span.outcomes.index(outcome)]))
    more = bordered().outcomes[outcome].direction == "more"
    return figures[1] - figures[0] if more else figures[0] - figures[1]


@pytest.mark.parametrize("world", ["low", "high"])
@pytest.mark.parametrize("outcome", ["returned_by_force", "reached_safety"])
def test_the_corner_is_the_run_with_both_loops_off(world: str, outcome: str):
    one = found()
    of = one.margins[one.worlds.index(world), one.outcomes.index(outcome)]
    for draw in (0, 5):
        assert of[draw, 0, 0] == pytest.approx(margin_by_hand(outcome, world, draw, at="off"), rel=1e-9)


def test_the_far_corner_is_the_run_with_both_loops_at_full_strength():
    one, ends = found(), {**strong_ends(bordered(), "HELP"), **strong_ends(bordered(), "SEARCH")}
    assert ends == {"onward_per_attention": pytest.approx(0.58), "effort_per_attention": pytest.approx(0.975)}
    of = one.margins[0, one.outcomes.index("reached_safety")]
    by_hand = margin_by_hand("reached_safety", one.worlds[0], 2, at="on", fixed=ends)
    assert of[2, -1, -1] == pytest.approx(by_hand, rel=1e-9)


def test_along_the_plane_is_the_first_loop_and_up_it_the_second():
    _, plane = plane_of(bordered_model(), "attention", points=3)
    assert plane.levels.tolist() == [0, 0.25, 1]
    assert plane.numbers(0.5, 0) == {"onward_per_attention": pytest.approx(0.29), "effort_per_attention": 0}
    assert plane.numbers(0, 0.5) == {"onward_per_attention": 0, "effort_per_attention": pytest.approx(0.4875)}


def test_a_number_that_lowers_is_strongest_at_its_low_end():
    ends = strong_ends(read_situation("dprk-china"), "L1")
    assert ends["let_out_per_attention"] == pytest.approx(0.95)
    assert ends["taken_out_per_attention"] == pytest.approx(-0.95)


# ---- symmetry and sameness -----------------------------------------------------------------------


def again(**changed: object) -> Boundary:
    """Look once more, with something about the contrast changed."""
    contrast = replace(bordered().contrasts["attention"], **changed)  # pyright: ignore[reportArgumentType]
    model = compete_model(replace(bordered(), contrasts={"attention": contrast}))
    return boundary(model, "attention", draws=6, points=3)


def test_who_is_named_first_makes_no_difference():
    turned = again(sides={RELIEF: LOUD, SURVEY: AWAY})
    assert (turned.margins == -found().margins).all()
    assert (turned.ahead == found().behind).all()
    assert (turned.behind == found().ahead).all()


def test_which_loop_is_named_first_makes_no_difference():
    turned = again(loops=("SEARCH", "HELP"))
    assert (turned.margins == found().margins.swapaxes(-1, -2)).all()


def test_the_same_bits_whatever_the_workers():
    alone = boundary(bordered_model(), "attention", draws=6, points=3, workers=1)
    many = boundary(bordered_model(), "attention", draws=6, points=3, workers=4)
    assert alone.margins.tobytes() == many.margins.tobytes() == found().margins.tobytes()


def test_more_draws_leave_those_before_as_they_are():
    fewer = boundary(bordered_model(), "attention", draws=2, points=3)
    assert (fewer.margins == found().margins[:, :, :2]).all()


def test_worlds_stand_apart():
    high = boundary(bordered_model(), "attention", draws=6, points=3, worlds=["high"])
    assert (high.margins[0] == found().margins[found().worlds.index("high")]).all()
    assert found().margins[0].tobytes() != found().margins[1].tobytes()


def test_progress_counts_the_draws_of_all_worlds():
    told: list[tuple[int, int]] = []
    boundary(bordered_model(), "attention", draws=2, points=2, progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_shares_are_of_the_draws_whose_anchors_were_met():
    margins = np.array([1.0, 2.0, -1.0, 0.0, np.nan])[None, None, :, None, None] * np.ones((2, 2, 1, 3, 3))
    one = replace(found(), draws=5, margins=margins)
    assert (one.counts == 4).all()
    assert (one.ahead == 0.5).all()
    assert (one.behind == 0.25).all()


# ---- between the points --------------------------------------------------------------------------


def flat(surfaces: Callable[[np.ndarray, np.ndarray], np.ndarray], spread: float = 0.0) -> Surface:
    """Make a surface whose quartiles lie `spread` below and above the median."""
    x, y = np.meshgrid(LEVELS, LEVELS)
    median = surfaces(x, y)
    return Surface(LEVELS, np.array([median - spread, median, median + spread]))


def test_it_turns_along_the_loop_that_decides():
    along = turn_of(flat(lambda x, y: 0.3 - x + 0 * y, 0.1))
    assert (along.where, along.axis, along.below) == ("turns", 0, 1)
    assert along.half == pytest.approx((0.3, 0.3))
    assert along.middle == pytest.approx((0.2, 0.4))
    up = turn_of(flat(lambda x, y: y - 0.2 - 0.4 * x))
    assert (up.where, up.axis, up.below) == ("turns", 1, 0)
    assert up.half == pytest.approx((0.2, 0.6))
    assert up.shares == pytest.approx((0.4, 0.6), abs=0.02)


def test_a_line_that_leaves_the_plane_ends_at_its_edge():
    turn = turn_of(flat(lambda x, y: y - 0.7 - 0.6 * x))
    assert turn.half == pytest.approx((0.7, 1))
    assert turn_of(flat(lambda x, y: y - 0.3 + 0.6 * x)).half == pytest.approx((0, 0.3))


def test_where_nothing_turns():
    everywhere = turn_of(flat(lambda x, y: 0 * x + 1))
    assert (everywhere.where, everywhere.axis, everywhere.middle) == ("second", -1, None)
    assert everywhere.shares == pytest.approx((0, 1))
    assert turn_of(flat(lambda x, y: 0 * x - 1)).where == "first"
    assert turn_of(flat(lambda x, y: 0 * x)).where == "neither"
    partly = turn_of(flat(lambda x, y: -x * y))
    assert partly.where == "first"
    assert partly.shares[0] < 1


def test_an_island_turns_along_no_loop():
    turn = turn_of(flat(lambda x, y: 0.04 - (x - 0.5) ** 2 - (y - 0.5) ** 2))
    assert (turn.where, turn.axis, turn.below, turn.middle) == ("mixed", -1, -1, None)
    assert turn.shares[1] == pytest.approx(np.pi * 0.04, abs=0.02)


def test_quartiles_are_of_the_draws_with_all_points_around():
    """Between a point that a draw lacks and its neighbours that draw does not count."""
    margins = np.arange(1.0, 6.0)[None, None, :, None, None] * np.ones((2, 2, 1, 3, 3))
    margins[0, 0, 4, 0, 0] = np.nan
    one = replace(found(), draws=5, margins=margins)
    of = surface(one, one.worlds[0], one.outcomes[0])
    assert of.quartiles[:, -1, -1] == pytest.approx(np.quantile(np.arange(1.0, 6.0), QUARTILES))
    assert of.quartiles[:, 0, 0] == pytest.approx(np.quantile(np.arange(1.0, 5.0), QUARTILES))
    assert np.searchsorted(of.levels, 0.25) > 1
    assert of.quartiles[:, 1, 1] == pytest.approx(np.quantile(np.arange(1.0, 5.0), QUARTILES))


# ---- what is refused -----------------------------------------------------------------------------


def refused(
    error: type[TumenError], situation: Situation, contrast: str = "attention", *, look: Look | None = None
) -> str:
    with pytest.raises(error) as caught:
        boundary(build(situation), contrast, **(look or {}))
    return str(caught.value)


def with_loop(**changed: object) -> Situation:
    loop = replace(bordered().loops["SEARCH"], **changed)  # pyright: ignore[reportArgumentType]
    return replace(bordered(), loops={**bordered().loops, "SEARCH": loop})


def test_a_loop_that_nobody_disputes_is_no_axis():
    """Its numbers may be how hard the state searches."""
    told = refused(SafetyError, with_loop(sign="reinforcing"))
    assert told == (
        "T360 the strength of SEARCH would be an axis, and its sign is not disputed\n"
        "  where: contrast attention\n"
        "  remedy: only what sources dispute is looked at by itself: its numbers may be parts of enforcement"
    )
    assert "T360" in refused(SafetyError, with_loop(thought_experiment=True))


def test_a_contrast_that_is_not_there_or_has_no_sides():
    told = refused(UsageError, bordered(), "hearing")
    assert told.startswith("T365 ")
    assert "has no contrast 'hearing'" in told
    assert told.endswith("remedy: name one of: attention")
    contrast = replace(bordered().contrasts["attention"], sides={}, turns_on=(), axes={})
    bare = replace(bordered(), contrasts={"attention": contrast})
    assert "T365 contrast attention has no two sides" in refused(UsageError, bare)
    assert "T365" in refused(UsageError, read_situation("island-evacuation"), "attention")


def test_a_number_of_the_plane_is_not_held():
    model = build(bordered(), changes={"effort_per_attention": 0.7})
    with pytest.raises(UsageError, match="T365 effort_per_attention is set by hand"):
        boundary(model, "attention", draws=1)


@pytest.mark.parametrize(("look", "code"), [({"points": 1}, "T365"), ({"draws": 0}, "T003"), ({"workers": 0}, "T003")])
def test_too_few_points_draws_or_workers(look: Look, code: str):
    assert refused(UsageError, bordered(), look=look).startswith(code)


def test_a_world_that_is_not_there():
    with pytest.raises(UsageError, match="T420 there is no world middle"):
        boundary(bordered_model(), "attention", draws=1, worlds=["middle"])


# ---- the flagship --------------------------------------------------------------------------------


def test_what_full_strength_means_in_the_flagship_is_what_the_numbers_give():
    """By e to the power of a number times x, at the mean x of 2002 in the middle of all priors of either world."""
    situation = read_situation("dprk-china")
    outcome = replace(situation.outcomes["level_of_quiet_help"], id="heard", signal="attention")
    model = compete_model(replace(situation, outcomes={**situation.outcomes, "heard": outcome}))
    steps = [i for i, (_, last) in enumerate(model.steps) if last.year == 2002]
    plan = record_plan(model, ["heard"], np.arange(len(model.steps)))
    ends = {"L1": "let_out_per_attention", "L2": "effort_per_attention"}
    for world in situation.worlds:
        made = make_tables(model, solved_middle(model, world=world), policy="baseline")
        run = mean_pass(model.cells, made, plan, substeps=situation.calendar.substeps)
        x = float(run.outcomes[steps, 0].mean())
        for loop, number in ends.items():
            times = exp(strong_ends(situation, loop)[number] * x)
            assert situation.contrasts["attention"].axes[loop].times == pytest.approx(times, rel=0.08)


def test_the_flagship_tells_of_each_author_as_much_as_of_the_other():
    situation = read_situation("dprk-china")
    contrast = situation.contrasts["attention"]
    assert list(contrast.sides) == ["bai-2012", "song-2003"]
    told = [
        [name for name in contrast.turns_on if name in situation.policies[policy].moves]
        for policy in contrast.sides.values()
    ]
    assert [len(of) for of in told] == [2, 2]
    assert not set(told[0]) & set(told[1])


def test_in_the_flagship_each_is_ahead_somewhere_of_its_premises():
    """With few draws: whoever reads both articles finds each of them right somewhere, and neither everywhere."""
    situation = read_situation("dprk-china")
    one = boundary(build(situation), "attention", draws=4, points=2)
    returned = one.outcomes.index("returned_by_force_per_year")
    for world in range(len(one.worlds)):
        assert one.behind[world, returned, 1, 0] == 1  # searches follow, nobody is let out for it
    low = one.worlds.index("low")
    assert one.ahead[low, returned, 0, 1] == 1  # the other way round


# ---- the format -----------------------------------------------------------------------------------


def test_sides_read_back_as_they_were_written(tmp_path: Path):
    assert read_situation(write(bordered(), tmp_path / "again")).contrasts == bordered().contrasts


def test_before_one_of_two_had_spoken_there_is_no_boundary(tmp_path: Path):
    seen = known_by(bordered(), date(2003, 12, 31))
    assert (SURVEY in seen.sources, RELIEF in seen.sources) == (True, False)
    contrast = seen.contrasts["attention"]
    assert (contrast.sides, contrast.turns_on, contrast.axes) == ({}, (), {})
    problems = check_folder(write(seen, tmp_path / "seen"))
    assert "T159" not in {problem.code for problem in problems}
