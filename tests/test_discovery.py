"""Boxes of futures in which a policy is worse: found where they are, and seldom where there is none."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from opened import EITHER, HELPS, STRENGTH, opened_model
from tumen.comparison import Comparison, compare
from tumen.comparison.axes import JOINT
from tumen.comparison.discovery import LEAST_FLAGGED, MOST_AXES, discovered
from tumen.report.comparison_why import box_data, box_texts, discoveries

DRAWS = 70


@cache
def found() -> Comparison:
    return compare(opened_model(), [EITHER], draws=DRAWS, seed=5, worlds=["low"], outcomes=["reached_safety"])


def worse_where(flagged: np.ndarray) -> Comparison:
    """Make a comparison in which the policy is worse in some draws, ``[draw]``, and better in the others."""
    figures = found().figures.copy()
    figures[0, 1, :, 0, 0] = figures[0, 0, :, 0, 0] + np.where(flagged, -1.0, 1.0)
    return replace(found(), figures=figures)


def test_what_is_worse_below_one_is_found_to_be():
    """The policy multiplies a hazard by a factor: below 1 fewer people get away."""
    one = discovered(found(), EITHER, "reached_safety")["low"]
    assert one.draws == int(found().valid.sum())
    (box,) = one.boxes
    assert list(box.limits) == [STRENGTH]
    low, high = box.limits[STRENGTH]
    assert (low, high) == (-np.inf, pytest.approx(1, abs=0.08))
    assert (box.density, box.coverage) == (pytest.approx(1, abs=0.1), pytest.approx(1, abs=0.1))
    assert box.resampled[STRENGTH] > 0.9


def test_a_premise_is_found_by_its_position():
    off = np.array([dict(at)["L1"] == "off" for at in found().design.positions])
    (box,) = discovered(worse_where(off), EITHER, "reached_safety")["low"].boxes
    assert box.limits == {"L1=on": (-np.inf, 0.5)}
    assert (box.density, box.coverage) == (1, 1)


def test_numbers_chosen_since_they_fit_are_tested_with_the_choice():
    """Where chance alone says which futures are worse, a box is given about as seldom as the test allows."""
    rng, given = np.random.default_rng(3), 0
    for _ in range(12):
        flagged = rng.random(DRAWS) < 0.4
        given += bool(discovered(worse_where(flagged), EITHER, "reached_safety")["low"].boxes)
    assert given <= 3  # by a chance of 1 in 20 each, more come in 1 of 500


@pytest.mark.parametrize("worse", [0, LEAST_FLAGGED - 1, DRAWS])
def test_where_hardly_any_or_nearly_all_are_worse_nothing_is_looked_for(worse: int):
    one = discovered(worse_where(np.arange(DRAWS) < worse), EITHER, "reached_safety")["low"]
    assert one.boxes == ()
    assert one.worse == found().valid[0, :worse].sum()


def test_along_few_axes_with_enforcement_as_one(monkeypatch: pytest.MonkeyPatch):
    from tumen.comparison import discovery

    looked: list[tuple[str, ...]] = []
    real = discovery.joint_axes
    monkeypatch.setattr(discovery, "joint_axes", lambda *of: looked.append(real(*of).names) or real(*of))
    discovered(found(), EITHER, "reached_safety")
    for names in looked:
        assert len(names) <= MOST_AXES
        assert names[-1] == JOINT
        assert {"L1=on", "G=unknown", "G=few", STRENGTH} <= set(names)
        assert not {"arrest_hazard", "campaign", "effort_per_person", "go_back_hazard", "easing"} & set(names)


def test_of_more_numbers_than_there_is_room_for_those_are_taken_that_rank_alike(monkeypatch: pytest.MonkeyPatch):
    from tumen.comparison import discovery

    monkeypatch.setattr(discovery, "MOST_AXES", 6)
    columns = discovery._columns(found(), EITHER, 0)  # pyright: ignore[reportPrivateUsage]
    wanted = columns.of(("moving_hazard",))[:, 0]
    assert columns.axes(-np.exp(wanted)).names == ("L1=on", "G=unknown", "G=few", STRENGTH, "moving_hazard", JOINT)


def test_words_and_data():
    of = discoveries(found())
    (text,) = box_texts(found(), of)
    assert text.startswith("“Ways on”, low: Where the strength of “Ways on” is below ")
    assert "futures it is worse than the baseline for “people who reached Southmark” (density" in text
    told = box_data(found(), of)[EITHER]["low"]["reached_safety"][0]
    assert text.endswith(told["words"])
    assert told["limits"][STRENGTH][0] is None
    assert told["n"] <= told["of"] == int(found().valid.sum())
    nothing = compare(opened_model(), [HELPS], draws=6, seed=5, worlds=["low"])
    assert list(box_texts(nothing, discoveries(nothing))) == []
    assert box_data(nothing, discoveries(nothing)) == {HELPS: {}}
