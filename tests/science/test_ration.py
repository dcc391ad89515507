"""Food shared out by claim: closed forms, what must hold for any claims, a slow twin, and the way to a hazard."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike, NDArray

from theory import EXACT, mean_of
from tumen.process.ration import rationed
from tumen.situation import Situation

Floats = NDArray[np.float64]
STEPS = np.linspace(0, 1.2, 25)


def food(supply: ArrayLike, people: ArrayLike, entitlement: ArrayLike) -> Floats:
    shared = [np.atleast_1d(np.asarray(x, np.float64)) for x in (supply, people, entitlement)]
    return rationed(shared[0], people=shared[1], entitlement=shared[2])


# ---- closed forms -----------------------------------------------------------------------------


def test_equal_claims_get_equal_food():
    np.testing.assert_allclose(food(STEPS, [1, 5, 2], [3, 3, 3]), np.tile(np.minimum(STEPS, 1)[:, None], 3), rtol=EXACT)


@pytest.mark.parametrize(
    ("supply", "reached"),
    [
        (0.45, (0.8, 0.4, 0.2)),  # nobody has all it needs: k = 0.45 / (0.25 · 2 + 0.5 · 1 + 0.25 · 0.5) = 0.4
        (0.7, (1.0, 0.72, 0.36)),  # the first has all it needs: k = (0.7 - 0.25) / 0.625
        (0.9, (1.0, 1.0, 0.6)),  # so have two: k·0.5 = (0.9 - 0.75) / 0.25
        (1.0, (1.0, 1.0, 1.0)),
        (7.0, (1.0, 1.0, 1.0)),
        (0.0, (0.0, 0.0, 0.0)),
        (-0.3, (0.0, 0.0, 0.0)),
    ],
)
def test_claims_of_two_to_one_to_a_half(supply: float, reached: tuple[float, ...]):
    np.testing.assert_allclose(food(supply, [0.25, 0.5, 0.25], [2, 1, 0.5])[0], reached, rtol=EXACT, atol=EXACT)


def test_who_has_no_claim_gets_what_the_others_leave():
    """0.3 of the people have a claim: up to a supply of 0.3 all is theirs, and the rest goes to the others alike."""
    found = food([0.15, 0.3, 0.65, 1], [0.3, 0.5, 0.2], [1, 0, 0])
    np.testing.assert_allclose(found[:, 0], [0.5, 1, 1, 1], rtol=EXACT)
    np.testing.assert_allclose(found[:, 1], [0, 0, 0.5, 1], rtol=EXACT, atol=EXACT)
    assert (found[:, 1] == found[:, 2]).all()


def test_who_has_no_claim_is_the_limit_of_ever_smaller_claims():
    some = food(STEPS, [0.3, 0.5, 0.2], [1, 1e-12, 1e-12])
    np.testing.assert_allclose(food(STEPS, [0.3, 0.5, 0.2], [1, 0, 0]), some, atol=1e-9)


def test_where_nobody_has_a_claim_all_get_alike():
    np.testing.assert_allclose(food(0.7, [1, 3], [0, 0])[0], 0.7, rtol=EXACT)


def test_a_supply_of_one_or_more_feeds_everybody_exactly():
    assert (food([1, 1.0000001, 3], [0.28, 0.45, 0.27], [1, 0.7, 0.1]) == 1).all()


# ---- what holds for any claims ----------------------------------------------------------------

positive = st.floats(1e-3, 1e3)
claim = st.one_of(st.just(0.0), positive)


def some_classes(claims: st.SearchStrategy[float]) -> st.SearchStrategy[tuple[list[float], list[float]]]:
    """Give people and claims of one to six classes."""
    return st.integers(1, 6).flatmap(
        lambda n: st.tuples(*(st.lists(of, min_size=n, max_size=n) for of in (positive, claims)))
    )


classes = some_classes(claim)


@given(of=classes)
def test_all_that_is_there_is_given_out_and_no_more(of: tuple[list[float], list[float]]):
    people, entitlement = of
    found = food(STEPS, people, entitlement)
    share = np.array(people) / sum(people)
    np.testing.assert_allclose(found @ share, np.minimum(STEPS, 1), rtol=1e-9, atol=1e-12)
    assert ((found >= 0) & (found <= 1)).all()


@given(of=classes)
def test_more_supply_leaves_nobody_with_less(of: tuple[list[float], list[float]]):
    assert (np.diff(food(STEPS, *of), axis=0) >= -1e-12).all()


@given(of=classes)
def test_a_larger_claim_never_has_less(of: tuple[list[float], list[float]]):
    order = np.argsort(of[1])
    assert (np.diff(food(STEPS, *of)[:, order], axis=1) >= -1e-12).all()


@given(of=classes, rise=st.floats(1, 100))
def test_whoever_claims_more_gets_no_less_and_the_others_no_more(of: tuple[list[float], list[float]], rise: float):
    people, entitlement = of
    before, after = food(STEPS, people, entitlement), food(STEPS, people, [entitlement[0] * rise, *entitlement[1:]])
    assert (after[:, 0] >= before[:, 0] - 1e-9).all()
    assert (after[:, 1:] <= before[:, 1:] + 1e-9).all()


@given(of=classes, scale=positive)
def test_only_the_proportion_of_claims_counts(of: tuple[list[float], list[float]], scale: float):
    people, entitlement = of
    np.testing.assert_allclose(
        food(STEPS, people, [scale * e for e in entitlement]), food(STEPS, people, entitlement), rtol=1e-9, atol=1e-12
    )


@given(of=classes, data=st.data())
def test_the_order_of_classes_does_not_matter(of: tuple[list[float], list[float]], data: st.DataObject):
    order = data.draw(st.permutations(range(len(of[0]))))
    there = food(STEPS, [of[0][i] for i in order], [of[1][i] for i in order])
    np.testing.assert_allclose(there, food(STEPS, *of)[:, order], rtol=1e-9, atol=1e-12)


@given(of=classes, part=st.floats(0.1, 0.9))
def test_a_class_cut_in_two_gets_what_it_got(of: tuple[list[float], list[float]], part: float):
    people, entitlement = of
    cut = food(STEPS, [part * people[0], (1 - part) * people[0], *people[1:]], [entitlement[0], *entitlement])
    np.testing.assert_allclose(cut[:, 1:], food(STEPS, people, entitlement), rtol=1e-9, atol=1e-12)


# ---- a slow twin ------------------------------------------------------------------------------


def twin(supply: float, people: list[float], entitlement: list[float]) -> list[float]:
    """Find k by cutting an interval in half: food given out grows with it."""

    def given_out(k: float) -> float:
        return sum(n * min(1, k * e) for n, e in zip(people, entitlement, strict=True)) / sum(people)

    low, high = 0.0, 1 / min(entitlement)
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if given_out(middle) < supply else (low, middle)
    return [min(1, high * e) for e in entitlement]


@settings(max_examples=200)
@given(of=some_classes(positive), supply=st.floats(0, 1))
def test_the_closed_form_is_what_cutting_in_half_finds(of: tuple[list[float], list[float]], supply: float):
    np.testing.assert_allclose(food(supply, *of)[0], twin(supply, *of), rtol=1e-9, atol=1e-9)


# ---- from what is there to a hazard -----------------------------------------------------------

PEOPLE = 10**9
TWO = {
    "statuses": "id,keeps\nhome,class\naway,class",
    "cohorts": "attribute,value\nclass,high\nclass,low",
    "exits": """
    id,group,from_status,only,to_status,hazard
    high_leaves,high_leaves,home,class=high,away,rate
    low_leaves,low_leaves,home,class=low,away,rate
    """,
    "signals": "id,rest\nharvest,1\naid,0\nshort_high,0\nshort_low,0",
    "events": """
    id,signal,date_from,date_to,how,size
    drought,harvest,2030-01-03,,set,half
    help,aid,2030-01-06,2030-01-08,set,tenth
    """,
    "numbers": f"rate 1/day 0.001\npeople persons {PEOPLE}\nhalf share 0.5\ntenth share 0.1\nanswer elasticity 2\n"
    "claims[high] factor 2\nclaims[low] factor 0.5\nspread[high] share 0.25\nspread[low] share 0.75\nmore factor 1.5",
    "dims": {"claims": ("class",), "spread": ("class",)},
    "start": "home here people class=high\nhome here people class=low",
    "more": '[group.high_leaves]\ndrivers = { short_high = "answer" }\n'
    '[group.low_leaves]\ndrivers = { short_low = "answer" }\n'
    '[ration.food]\nsupply = ["harvest", "aid"]\nentitlement = "claims"\npeople = "spread"\n'
    'shortfall = { high = "short_high", low = "short_low" }',
    "policies": '[lever.seed]\ntitle = "Seed"\ntarget = "signal:harvest"\nhow = "multiply"\nstrength = "more"\n'
    '[policy.seed]\ntitle = "Seed"\nlevers = ["seed"]',
}
FED, HUNGRY, HELPED = slice(0, 2), slice(2, 5), slice(5, 8)


def hazards(situation: Situation, policy: str = "baseline") -> dict[str, Floats]:
    """Read the hazard of each class off the mean path, ``[step]``."""
    mean = mean_of(situation, policy=policy)
    flows = {name: mean[f"f_{name}_leaves"] for name in ("high", "low")}
    return {name: -np.diff(np.log(PEOPLE - np.concatenate([[0], np.cumsum(f)]))) for name, f in flows.items()}


@pytest.fixture(scope="module")
def two(tiny) -> Situation:
    return tiny(**TWO)


def test_each_class_leaves_by_its_own_shortfall(two: Situation):
    """Of 0.5 the high, a quarter, take all they need, and 0.25 / 0.75 is left for the low; with help 0.35 / 0.75."""
    found = hazards(two)
    np.testing.assert_allclose(found["high"], 0.001, rtol=1e-6)
    for days, short in ((FED, 0), (HUNGRY, 1 - 0.25 / 0.75), (HELPED, 1 - 0.35 / 0.75)):
        np.testing.assert_allclose(found["low"][days], 0.001 * np.exp(2 * short), rtol=1e-6)


def test_a_lever_on_what_is_there_acts_before_it_is_shared_out(two: Situation):
    found = hazards(two, policy="seed")
    np.testing.assert_allclose(found["low"][HUNGRY], 0.001 * np.exp(2 * (1 - 0.5 / 0.75)), rtol=1e-6)
    np.testing.assert_allclose(found["low"][HELPED], 0.001 * np.exp(2 * (1 - 0.6 / 0.75)), rtol=1e-6)


def test_claims_alone_move_food_from_one_class_to_the_other(tiny):
    numbers = TWO["numbers"].replace("claims[high] factor 2", "claims[high] factor 0.5")
    found = hazards(tiny(**{**TWO, "numbers": numbers}))
    for days, short in ((HUNGRY, 0.5), (HELPED, 0.4)):
        for name in ("high", "low"):
            np.testing.assert_allclose(found[name][days], 0.001 * np.exp(2 * short), rtol=1e-6)


def test_the_order_of_a_file_changes_no_bit(two: Situation):
    food = two.rations["food"]
    turned = replace(food, supply=food.supply[::-1], shortfall=dict(reversed(list(food.shortfall.items()))))
    other = replace(two, rations={"food": turned})
    for name, found in hazards(two).items():
        assert np.array_equal(found, hazards(other)[name])
