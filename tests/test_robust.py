"""The word *robust* is given by a rule, and by nothing else."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from tumen.comparison.robust import Verdict, Word, holds, verdict, words
from tumen.errors import RunError

AXES, DISPUTED = ("world", "L1", "L2"), ("world", "L1", "L2")
RESULTS = arrays(np.int8, array_shapes(min_dims=3, max_dims=3, max_side=3), elements=st.integers(-1, 1))


def cases(yes: str) -> np.ndarray:
    """Give a result by world and two signs: ``+``, ``-`` or ``?`` for each case."""
    return np.array(["-?+".index(sign) - 1 for sign in yes], dtype=np.int8).reshape(2, 2, 2)


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ("++++++++", Verdict("robust")),
        ("--------", Verdict("does not hold")),
        ("++++----", Verdict("depends on", ("world",))),
        ("++--++--", Verdict("depends on", ("L1",))),
        ("+-+-+-+-", Verdict("depends on", ("L2",))),
        ("+++-++++", Verdict("depends on", ("world", "L1", "L2"))),
        ("+--++--+", Verdict("depends on", ("L1", "L2"))),
        ("+++?++++", Verdict("cannot be told", ("world", "L1", "L2"))),
        ("????????", Verdict("cannot be told")),
        ("++??++??", Verdict("cannot be told", ("L1",))),
        ("+-?-+-+-", Verdict("depends on", ("L2",))),
        ("+??????-", Verdict("depends on", ("world", "L1", "L2"))),
    ],
)
def test_one_case_against_it_is_enough(result, expected):
    assert verdict(cases(result), AXES, disputed=DISPUTED) == expected


@given(RESULTS)
def test_robust_means_every_world_and_both_answers_to_each_sign(result):
    found = verdict(result, AXES, disputed=DISPUTED)
    everywhere = all(result[at] == 1 for at in itertools.product(*(range(n) for n in result.shape)))
    assert (found.word == "robust") == (everywhere and min(result.shape) >= 2)
    assert (found.word in ("robust", "does not hold")) == (found.axes == () and found.word != "cannot be told")
    if found.word == "depends on":
        assert found.axes


@given(RESULTS)
def test_the_denial_of_a_result_stands_or_falls_with_it(result):
    opposite: dict[Word, Word] = {"robust": "does not hold", "does not hold": "robust"}
    one, other = (verdict(r, AXES, disputed=DISPUTED) for r in (result, np.negative(result)))
    assert other == Verdict(opposite.get(one.word, one.word), one.axes, one.untried)


@pytest.mark.parametrize(
    ("result", "axes"),
    [
        (np.ones(2, np.int8), ("world",)),
        (np.ones((2, 2), np.int8), ("world", "L1")),
        (np.ones((2, 2, 1), np.int8), ("world", "L1", "L2")),
        (np.ones((1, 2, 2), np.int8), ("world", "L1", "L2")),
    ],
)
def test_what_was_not_looked_at_on_both_sides_is_not_robust(result, axes):
    found = verdict(result, axes, disputed=DISPUTED)
    untried = tuple(n for n in DISPUTED if n not in axes or result.shape[axes.index(n)] == 1)
    assert found == Verdict("depends on", untried, untried)
    assert verdict(-result, axes, disputed=DISPUTED).word == "depends on"


def test_an_axis_that_is_not_disputed_may_still_be_what_it_depends_on():
    result = np.ones((2, 2, 2), np.int8)
    assert verdict(result, ("world", "L1", "U6"), disputed=("world", "L1")) == Verdict("robust")
    result[:, :, 1] = -1
    assert verdict(result, ("world", "L1", "U6"), disputed=("world", "L1")) == Verdict("depends on", ("U6",))


@pytest.mark.parametrize(
    ("shape", "axes", "disputed"),
    [
        ((2, 2), ("world",), ("world",)),
        ((2,), ("world",), ()),
        ((2, 2), ("L1", "L1"), ("L1",)),
        ((0,), ("L1",), ("L1",)),
    ],
)
def test_a_result_names_its_axes_and_what_is_disputed(shape, axes, disputed):
    with pytest.raises(RunError, match="T363"):
        verdict(np.ones(shape, np.int8), axes, disputed=disputed)


def test_the_words_of_that():
    with pytest.raises(RunError) as caught:
        verdict(np.ones((2, 3), np.int8), ("world",), disputed=DISPUTED)
    assert str(caught.value) == (
        "T363 a result of (2, 3) cases stands for the axes world; disputed: world, L1, L2\n"
        "  where: what is to be called robust\n"
        "  remedy: give one name for each axis of the result, and name what is disputed"
    )


def test_a_share_near_a_half_tells_nothing():
    share, error = np.array([0.61, 0.59, 0.41, 0.39, 0.9, 1.0]), np.array([0.05, 0.05, 0.05, 0.05, math.nan, 0])
    assert list(holds(share, error)) == [1, 0, 0, -1, 0, 1]
    assert list(holds(share, error, most=0.8)) == [-1, -1, -1, -1, 0, 1]


TITLES = {"world": "the world", "L1": "whether attention frees people (L1)"}


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (Verdict("robust"), "robust: it holds in each world and under both answers to each disputed sign"),
        (Verdict("does not hold"), "does not hold, in any world or under any answer to a disputed sign"),
        (
            Verdict("depends on", ("world", "L1")),
            "depends on the world and whether attention frees people (L1)",
        ),
        (Verdict("depends on", ("L2",), ("L2",)), "depends on L2 (not looked at on both sides)"),
        (
            Verdict("depends on", ("world", "L2"), ("L2",)),
            "depends on the world and L2 (not looked at on both sides)",
        ),
        (Verdict("cannot be told"), "cannot be told from so few futures"),
        (Verdict("cannot be told", ("world",)), "cannot be told from so few futures in every case of the world"),
    ],
)
def test_a_verdict_in_words(found, told):
    assert words(found, TITLES) == told


def test_only_what_is_robust_is_called_so():
    for text in "+-?":
        told = words(verdict(cases("+++++++" + text), AXES, disputed=DISPUTED), {})
        assert ("robust" in told) == (text == "+")
