"""Three truth values and shares between them: Kleene's tables, Fréchet's bounds."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from tumen.law.truth import CONTESTED, NO, YES, Truth, conjunction, disjunction, hull, negation, truths

BOUNDS = {"no": NO, "contested": CONTESTED, "yes": YES}
NAMES = {Truth.NO: "no", Truth.CONTESTED: "contested", Truth.YES: "yes"}

# Kleene (1952), §64: rows are the first statement, columns the second: no, contested, yes.
AND = {"no": "no no no", "contested": "no contested contested", "yes": "no contested yes"}
OR = {"no": "no contested yes", "contested": "contested contested yes", "yes": "yes yes yes"}
# Of two who differ nobody is right: what both say, else contested.
HULL = {"no": "no contested contested", "contested": "contested contested contested", "yes": "contested contested yes"}

PEOPLE = 4
GROUPS = [frozenset(n for n in range(PEOPLE) if bits >> n & 1) for bits in range(2**PEOPLE)]
RANGES = [(low, high) for low in range(PEOPLE + 1) for high in range(low, PEOPLE + 1)]
EVERYBODY = frozenset(range(PEOPLE))


def name(bounds: np.ndarray) -> str:
    return NAMES[Truth(int(truths(bounds)))]


@pytest.mark.parametrize(("table", "join"), [(AND, conjunction), (OR, disjunction), (HULL, hull)])
def test_joining_two_statements_follows_the_table(table, join):
    for one, row in table.items():
        for other, expected in zip(BOUNDS, row.split(), strict=True):
            found = join([BOUNDS[one], BOUNDS[other]])
            assert name(found) == expected
            np.testing.assert_array_equal(found, BOUNDS[expected])


def test_what_is_denied_is_the_opposite():
    assert [name(negation(one)) for one in BOUNDS.values()] == ["yes", "contested", "no"]


@pytest.mark.parametrize("several", list(product(BOUNDS, repeat=3)))
def test_several_statements_are_joined_two_by_two_in_any_order(several: tuple[str, ...]):
    bounds = [BOUNDS[one] for one in several]
    for join in (conjunction, disjunction, hull):
        whole = join(bounds)
        np.testing.assert_array_equal(whole, join(bounds[::-1]))
        np.testing.assert_array_equal(whole, join([join(bounds[:2]), bounds[2]]))
    np.testing.assert_array_equal(negation(conjunction(bounds)), disjunction(map(negation, bounds)))


def test_nothing_at_all():
    np.testing.assert_array_equal(conjunction([]), YES)
    np.testing.assert_array_equal(disjunction([]), NO)


def of_size(bounds: tuple[int, int]) -> list[frozenset[int]]:
    return [group for group in GROUPS if bounds[0] <= len(group) <= bounds[1]]


def extremes(several: tuple[tuple[int, int], ...], join) -> tuple[float, float]:
    """Find the least and the largest share over every way in which statements may go together."""
    sizes = [len(join(*groups)) for groups in product(*map(of_size, several))]
    return min(sizes) / PEOPLE, max(sizes) / PEOPLE


def shares(several: tuple[tuple[int, int], ...]) -> list[np.ndarray]:
    return [np.array(bounds) / PEOPLE for bounds in several]


@pytest.mark.parametrize("first", RANGES)
def test_bounds_on_two_shares_are_those_over_all_joint_distributions(first: tuple[int, int]):
    for second in RANGES:
        both = (first, second)
        assert tuple(conjunction(shares(both))) == extremes(both, frozenset.intersection)
        assert tuple(disjunction(shares(both))) == extremes(both, frozenset.union)
        assert tuple(negation(conjunction(shares(both)))) == extremes(both, lambda a, b: EVERYBODY - (a & b))


@pytest.mark.parametrize("several", [((1, 2), (3, 3), (2, 4)), ((3, 4), (3, 3), (3, 4)), ((0, 1), (1, 1), (1, 2))])
def test_bounds_on_three_shares_are_those_over_all_joint_distributions(several):
    assert tuple(conjunction(shares(several))) == extremes(several, frozenset.intersection)
    assert tuple(disjunction(shares(several))) == extremes(several, frozenset.union)


def test_a_share_stays_as_it_is_beside_what_holds_of_all():
    share = np.array([0.3, 0.3])
    np.testing.assert_array_equal(conjunction([share, YES, YES]), share)
    np.testing.assert_array_equal(conjunction([YES, share]), share)


def test_what_is_agreed_is_never_above_what_is_possible():
    rng = np.random.default_rng(7)
    bounds = np.sort(rng.random((5, 1000, 2)), axis=-1)
    for join in (conjunction, disjunction, hull):
        found = join(bounds)
        assert (found[:, 0] <= found[:, 1]).all()
        assert (found >= 0).all()
        assert (found <= 1).all()


def test_truth_is_yes_of_all_and_no_of_nobody():
    some = np.array([[0.0, 0.0], [0.0, 0.1], [0.9, 1.0], [1.0, 1.0], [0.5, 0.5]])
    assert [NAMES[Truth(int(one))] for one in truths(some)] == ["no", "contested", "contested", "yes", "contested"]


def test_bounds_of_different_axes_are_joined_entry_by_entry():
    rows, columns = np.stack([NO, YES])[:, None], np.stack([NO, CONTESTED, YES])[None]
    assert truths(conjunction([rows, columns])).tolist() == [[0, 0, 0], [0, 1, 2]]
    assert truths(hull([rows, columns])).tolist() == [[0, 1, 1], [1, 1, 2]]
