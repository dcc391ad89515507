"""Switch points against analytic ones."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tumen.comparison.axes import joint_axes
from tumen.comparison.switch_points import Range, nearest, nearest_in_table, switch_points
from tumen.errors import RunError

EXACT = 1e-9
SHARE = st.floats(0.001, 0.999)


@given(root=SHARE, here=SHARE, slope=st.sampled_from((-1000, -1, 1e-6, 3)))
def test_a_straight_line_has_its_root(root, here, slope):
    assert nearest(lambda x: slope * (x - root), here, low=0, high=1) == pytest.approx(root, abs=EXACT)


@given(roots=st.lists(SHARE, min_size=1, max_size=4), here=SHARE)
def test_of_several_roots_it_is_the_nearest(roots, here):
    roots.sort()
    assume(all(b - a > 1 / 32 for a, b in pairwise(roots)))  # farther apart than the grid
    expected = min(roots, key=lambda r: (abs(r - here), r))
    others = [abs(r - here) for r in roots if r != expected]
    assume(all(d - abs(expected - here) > 1e-6 for d in others))
    found = nearest(lambda x: math.prod(x - r for r in roots), here, low=0, high=1)
    assert found == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize(("here", "nearer"), [(0.1, 0.2), (0.3, 0.2), (0.499, 0.2), (0.501, 0.8), (0.9, 0.8)])
def test_a_quadratic_with_two_roots(here, nearer):
    assert nearest(lambda x: (x - 0.2) * (x - 0.8), here, low=0, high=1) == pytest.approx(nearer, abs=EXACT)


def test_of_two_roots_as_near_it_is_the_lower():
    assert nearest(lambda x: x * x - 1, 0, low=-2, high=2) == -1


@pytest.mark.parametrize("f", [lambda x: x * x + 0.1, lambda x: 1.0, lambda x: -math.exp(x)])
def test_without_a_root_there_is_none(f):
    assert nearest(f, 0.5, low=0, high=1) is None


@pytest.mark.parametrize("at", [0.25, 0.3, 0.5])  # on the grid, between two of its points, on it above here
def test_touching_zero_is_no_change_of_sign(at):
    assert nearest(lambda x: (x - at) ** 2, 0.4, low=0, high=1, n=5) is None


def test_touching_zero_hides_no_later_change():
    f = lambda x: (x - 0.5) ** 2 * (0.8 - x)  # noqa: E731
    assert nearest(f, 0.25, low=0, high=1, n=5) == pytest.approx(0.8, abs=EXACT)


@pytest.mark.parametrize("end", [0.0, 1.0])
def test_a_root_at_an_end_counts(end):
    assert nearest(lambda x: x - end, 0.5, low=0, high=1) == pytest.approx(end, abs=EXACT)


def test_a_root_outside_the_range_is_none():
    assert nearest(lambda x: x - 1.001, 0.5, low=0, high=1) is None


def test_where_both_are_alike_here_here_is_the_answer():
    assert nearest(lambda x: x - 0.37, 0.37, low=0, high=1) == 0.37


@pytest.mark.parametrize("beyond", [-1.0, 0.0])
def test_of_a_stretch_of_zeros_the_near_end_counts(beyond):
    f = lambda x: 1.0 if x < 0.6 else 0.0 if x <= 0.9 else beyond  # noqa: E731
    assert nearest(f, 0.5, low=0, high=1) == pytest.approx(0.6, abs=EXACT)


def test_a_stretch_of_zeros_from_which_it_comes_back_is_no_change():
    assert nearest(lambda x: max(abs(x - 0.7) - 0.1, 0.0), 0.3, low=0, high=1) is None


def test_a_jump_is_found():
    assert nearest(lambda x: 5.0 if x < 1 / 3 else -0.1, 0.9, low=0, high=1) == pytest.approx(1 / 3, abs=EXACT)


def test_a_pair_of_roots_finer_than_the_grid_needs_a_finer_one():
    f = lambda x: (x - 0.701) * (x - 0.709)  # noqa: E731
    assert nearest(f, 0.5, low=0, high=1, n=11) is None
    assert nearest(f, 0.5, low=0, high=1, n=1001) == pytest.approx(0.701, abs=EXACT)


def test_no_more_is_asked_than_is_needed():
    asked: list[float] = []

    def f(x: float) -> float:
        asked.append(x)
        return x - 0.48

    nearest(f, 0.5, low=0, high=1, n=101)
    assert len(set(asked)) == len(asked)
    assert max(asked) <= 0.53
    assert min(asked) >= 0.47


@given(st.integers(2, 20), st.data())
def test_a_table_has_the_roots_of_its_straight_lines(n, data):
    grid = np.arange(float(n))
    margins = np.array(data.draw(st.lists(st.sampled_from((-2.0, -1.0, 1.0, 2.0, 5.0)), min_size=n, max_size=n)))
    here = data.draw(st.floats(0, n - 1))
    assume(np.interp(here, grid, margins) != 0)
    crossed = [i for i in range(n - 1) if margins[i] * margins[i + 1] < 0]
    roots = [i + margins[i] / (margins[i] - margins[i + 1]) for i in crossed]
    found = nearest_in_table(grid, margins, here)
    if roots:
        assert found is not None
        assert min(abs(found - root) for root in roots) < EXACT * n
        assert abs(found - here) == pytest.approx(min(abs(root - here) for root in roots), abs=EXACT * n)
    else:
        assert found is None


def test_each_axis_is_moved_alone_and_told_in_its_own_order():
    axes = joint_axes(("far", "never", "near"), {})
    sides = {"far": 0.9, "never": 2.0, "near": 0.55}
    found = switch_points(lambda levels: math.prod(sides[name] - x for name, x in levels.items()), axes)
    assert list(found) == ["far", "never", "near"]
    assert found["never"] is None
    assert found["far"] == pytest.approx(0.9)
    assert found["near"] == pytest.approx(0.55)
    narrow = switch_points(lambda levels: sides["far"] - levels.get("far", 0), axes, where=Range(high=0.8))
    assert narrow["far"] is None


WORDS = "  where: the search for a switch point\n  remedy: give a range with the present in it, and a margin that is a "


@pytest.mark.parametrize("here", [-0.1, 1.1, math.nan])
def test_the_present_lies_in_the_range(here):
    with pytest.raises(RunError) as caught:
        nearest(lambda x: x, here, low=0, high=1)
    assert str(caught.value) == f"T364 {here:g} does not lie between 0 and 1\n{WORDS}number everywhere in it"


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_a_margin_that_is_no_number_is_refused(bad):
    with pytest.raises(RunError) as caught:
        nearest(lambda x: bad if x > 0.8 else 1.0, 0.5, low=0, high=1, n=11)
    assert str(caught.value) == f"T364 the margin at 0.9 is {bad}\n{WORDS}number everywhere in it"


@pytest.mark.parametrize(
    ("grid", "margins"), [([0.0], [1.0]), ([0.0, 0.0], [1.0, -1.0]), ([0, 1.0], [1.0]), ([0, 1.0], [1.0, math.nan])]
)
def test_a_table_that_is_none_is_refused(grid, margins):
    with pytest.raises(RunError, match="T364"):
        nearest_in_table(np.array(grid), np.array(margins), 0.0)
