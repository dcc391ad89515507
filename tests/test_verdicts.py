"""What a comparison allows to be called robust: each world and position apart, and never from too few futures."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from opened import HELPS, opened_model
from tumen.comparison import Comparison, compare
from tumen.comparison.verdicts import disputed, finding
from tumen.model import build
from tumen.report.comparison_verdicts import verdict_text

OUTCOME = "returned_by_force"
DRAWS = 48


@cache
def found() -> Comparison:
    return compare(opened_model(), [HELPS], draws=DRAWS, seed=5)


def told(gain: float | np.ndarray, of: Comparison | None = None) -> tuple[str, str, str]:
    """Say what is found where the policy is better by `gain`, ``[world, draw]``: both words and the sentence."""
    of = of or found()
    figures = of.figures.copy()
    better = np.broadcast_to(gain, figures.shape[:1] + figures.shape[2:3])
    figures[:, 1, :, 0] = figures[:, 0, :, 0] - np.where(of.valid, better, np.nan)[..., None]
    made = replace(of, figures=figures)
    one = finding(made, HELPS, of.design.span.outcomes[0])
    assert one is not None
    return one.helps.word, one.harms.word, verdict_text(made, one)


def at(name: str, position: str) -> np.ndarray:
    return np.array([dict(positions)[name] == position for positions in found().design.positions])


def test_the_first_outcome_is_one_of_which_less_is_better():
    assert found().design.model.situation.outcomes[found().design.span.outcomes[0]].direction == "less"


def test_all_that_is_open_counts():
    assert disputed(found()) == ("world", "L1", "G")


def test_better_everywhere_is_robust_and_worse_everywhere_too():
    everywhere = "in most futures of both worlds and at every position of L1 and G: robust"
    assert told(1.0) == ("robust", "does not hold", f"better {everywhere}")
    assert told(-1.0) == ("does not hold", "robust", f"worse {everywhere}")


def test_what_changes_nothing_is_neither():
    assert told(0.0) == ("does not hold", "does not hold", "no difference in any of these futures")
    rarely = np.where(np.arange(DRAWS) % 12 == 0, 1.0, 0.0)
    assert told(rarely)[2] == "neither better nor worse in most futures of any world or position"


@pytest.mark.parametrize(("name", "yes", "no"), [("L1", "on", "off"), ("G", "few", "unknown")])
def test_a_position_that_turns_it_is_named_with_its_futures(name: str, yes: str, no: str):
    helps, harms, words = told(np.where(at(name, yes), 1.0, -1.0))
    assert helps == harms == "depends on"
    inside = {w: int(at(name, yes)[valid].sum()) for w, valid in zip(("low", "high"), found().valid, strict=True)}
    outside = {w: int(at(name, no)[valid].sum()) for w, valid in zip(("low", "high"), found().valid, strict=True)}
    assert words.startswith(f"depends on {name} (")
    assert (
        f"{yes}: better in {inside['low']} of {inside['low']} low, {inside['high']} of {inside['high']} high" in words
    )
    assert f"{no}: better in 0 of {outside['low']} low, 0 of {outside['high']} high" in words


def test_worlds_are_never_put_together():
    words = told(np.array([[1.0], [-1.0]]))[2]
    low, high = (int(valid.sum()) for valid in found().valid)
    assert words == f"depends on world (low: better in {low} of {low}; high: better in 0 of {high})"


def test_from_few_futures_nothing_is_told():
    few = compare(opened_model(), [HELPS], draws=8, seed=5)
    assert told(1.0, few)[2] == "too few futures to tell for each world and each position"


def test_one_side_alone_is_not_robust():
    held = compare(opened_model(), [HELPS], draws=24, seed=5, positions={"L1": "off"}, worlds=["low"])
    helps, _, words = told(1.0, held)
    assert helps == "depends on"
    assert words == "depends on world (only low was looked at); L1 (only off was looked at)"


def test_replicates_of_one_draw_do_not_make_many_futures():
    few = compare(opened_model(), [HELPS], draws=8, replicates=6, seed=5)
    assert told(1.0, few)[0] == "cannot be told"


def test_where_nothing_is_open_nothing_is_tested():
    situation = opened_model().situation
    one = replace(situation, loops={}, switches={}, worlds={"low": situation.worlds["low"]})
    model = replace(opened_model(), situation=one)
    closed = replace(found(), design=replace(found().design, model=model))
    assert finding(closed, HELPS, OUTCOME) is None


@cache
def of_two_loops() -> Comparison:
    hidden = opened_model().situation
    second = replace(hidden.loops["L1"], id="L2", numbers=("arrest_per_effort",))
    two = build(replace(hidden, loops={**hidden.loops, "L2": second}, switches={}))
    return compare(two, [HELPS], draws=DRAWS, seed=5)


def stands(name: str, position: str) -> np.ndarray:
    return np.array([dict(positions)[name] == position for positions in of_two_loops().design.positions])


def test_two_loops_that_turn_it_together_are_told_together():
    only = stands("L1", "on") & stands("L2", "off")
    words = told(np.where(only, 1.0, -1.0), of_two_loops())[2]
    places = [("on", "on"), ("on", "off"), ("off", "on"), ("off", "off")]
    parts: list[str] = []
    for one, other in places:
        counts = [int((stands("L1", one) & stands("L2", other))[valid].sum()) for valid in of_two_loops().valid]
        better = [n if (one, other) == ("on", "off") else 0 for n in counts]
        low, high = (f"{b} of {n}" for b, n in zip(better, counts, strict=True))
        parts.append(f"L1 is {one} and L2 is {other}: better in {low} low, {high} high")
    assert words == f"depends on L1 and L2 ({'; '.join(parts)})"


def test_one_loop_of_two_that_turns_it_is_told_alone():
    words = told(np.where(stands("L2", "on"), 1.0, -1.0), of_two_loops())[2]
    assert words.startswith("depends on L2 (on: better in ")
    assert "L1" not in words
