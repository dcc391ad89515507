"""Scales that meet several figures at once are found in few looks, or the search ends inside its bounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tumen.model.broyden import LONGEST, Start, search, slopes_at

FAR = (np.full(3, -50.0), np.full(3, 50.0))
TOLERANCE = 0.02


class Counted:
    """A function that counts how often it is asked, and at which scales."""

    def __init__(self, show):
        self.show = show
        self.asked = []

    def __call__(self, scales):
        self.asked.append(scales)
        return self.show(scales)


def mixed(strength):
    """Three figures that mostly answer their own scale: stock, returns of it, a share of it."""
    return np.eye(3) + strength * np.array([[0, -0.1, 0.2], [0.9, 0, 0.1], [0.3, -0.2, 0]])


@given(
    strength=st.floats(0, 0.8),
    target=st.lists(st.floats(-1.5, 1.5), min_size=3, max_size=3).map(np.array),
)
def test_a_straight_system_is_solved_at_the_first_step(strength, target):
    slopes = mixed(strength)
    show = Counted(lambda x: slopes @ x)
    found = search(show, target, Start(np.zeros(3), slopes), bounds=FAR, budget=(8, TOLERANCE))
    steps = np.abs(np.linalg.solve(slopes, target)).max() / LONGEST
    assert found.met
    assert len(show.asked) <= 2 + np.ceil(steps)
    np.testing.assert_allclose(slopes @ found.scales, target, atol=TOLERANCE)


@pytest.mark.parametrize("rest", [0.0, 10.0, 90.0, 99.0])
@pytest.mark.parametrize("slope", [0.2, 1.0, 50.0, 900.0])
def test_a_line_that_is_bent_by_its_logarithm_takes_few_looks(rest, slope):
    show = Counted(lambda x: np.log(rest + slope * np.exp(x)))
    bounds = np.array([-8.0]), np.array([8.0])
    start = Start(np.zeros(1), slopes_at(show.show, np.zeros(1)))
    found = search(show, np.log([100.0]), start, bounds=bounds, budget=(20, np.log(1.02)))
    assert found.met
    assert rest + slope * np.exp(found.scales[0]) == pytest.approx(100, rel=0.02)
    assert all(bounds[0] <= x <= bounds[1] for x in show.asked)


def test_slopes_from_elsewhere_are_bent_by_what_the_search_sees():
    show = Counted(lambda x: mixed(0.8) @ x + 0.1 * x**2)
    found = search(show, np.array([0.7, -0.4, 0.5]), Start(np.zeros(3), np.eye(3)), bounds=FAR, budget=(12, 1e-6))
    assert found.met


def test_what_no_scale_can_meet_ends_at_the_bound_and_says_so():
    show = Counted(lambda x: np.log(110 + 5 * np.exp(x)))
    bounds = np.array([-7.0]), np.array([7.0])
    start = Start(np.zeros(1), slopes_at(show.show, np.zeros(1)))
    found = search(show, np.log([100.0]), start, bounds=bounds, budget=(8, np.log(1.02)))
    assert not found.met
    assert found.scales[0] == -7.0
    assert np.exp(found.figures[0]) == pytest.approx(110, rel=1e-3)
    assert len(show.asked) <= 8


def test_a_start_that_meets_its_target_is_looked_at_once():
    show = Counted(lambda x: x)
    found = search(show, np.zeros(3), Start(np.zeros(3), np.eye(3)), bounds=FAR, budget=(8, TOLERANCE))
    assert found.met
    assert len(show.asked) == 1


def test_slopes_are_those_of_the_figures():
    np.testing.assert_allclose(slopes_at(lambda x: mixed(0.5) @ x, np.ones(3)), mixed(0.5), rtol=1e-9)
