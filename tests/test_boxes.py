"""Boxes: known ones are found with the figures that they have, chance is not taken for one, words say what was found.

The published functions with known boxes are the MONK's problems over all 432 robots: Thrun et al. (1991), "The MONK's
problems: a performance comparison of different learning algorithms", CMU-CS-91-197.
"""

import itertools

import numpy as np
import pytest
from scipy import stats

from tumen.comparison.axes import JOINT, joint_axes
from tumen.comparison.box_words import Title, none_found, words
from tumen.comparison.boxes import Box, Search, boxes
from tumen.comparison.peeling import Futures, Rule, everywhere, found, peeled, quasi_p
from tumen.errors import RunError

ROBOTS = np.array(list(itertools.product((1, 2, 3), (1, 2, 3), (1, 2), (1, 2, 3), (1, 2, 3, 4), (1, 2))), dtype=float)
HEAD, BODY, _SMILING, HOLDING, JACKET, _TIE = ROBOTS.T
MONK_1 = (HEAD == BODY) | (JACKET == 1)
MONK_3 = ((JACKET == 3) & (HOLDING == 1)) | ((JACKET != 4) & (BODY != 3))
FEATURES = joint_axes(("head", "body", "smiling", "holding", "jacket", "tie"), {})
ONE = Search(most=1, shuffles=19, resamples=20)


def plain(axes: int):
    return joint_axes([f"x{i}" for i in range(axes)], {})


def test_monk_1_a_red_jacket_is_one_of_its_two_parts():
    box = boxes(ROBOTS, MONK_1, FEATURES, search=ONE)[0]
    assert box.limits == {"jacket": (-np.inf, 1.5)}
    assert (box.n, box.hits, box.density, box.coverage) == (108, 108, 1, 0.5)
    assert (box.flagged, box.looked, box.base) == (216, 432, 0.5)
    assert box.chance == 1 / 20
    assert box.resampled == {"jacket": 1}


def test_monk_3_all_but_its_exception_is_a_box():
    first, second = boxes(ROBOTS, MONK_3, FEATURES, search=Search(most=2, shuffles=19, resamples=20))
    assert first.limits == {"body": (-np.inf, 2.5), "jacket": (-np.inf, 3.5)}
    assert (first.n, first.hits, first.density) == (216, 216, 1)
    assert first.coverage == 216 / 228
    assert first.resampled == {"body": 1, "jacket": 1}
    # What is left of the other part: jacket 3, holding 1, body 3.
    assert second.coverage == 12 / 228
    assert (second.looked, second.base) == (216, 12 / 216)
    assert second.limits["holding"] == (-np.inf, 1.5)


def test_monk_3_is_found_among_misclassified_robots():
    """As published: six of 122 robots of the training set are misclassified."""
    rng = np.random.default_rng(4)
    wrong = rng.random(len(ROBOTS)) < 6 / 122
    box = boxes(ROBOTS, MONK_3 ^ wrong, FEATURES, search=ONE)[0]
    assert box.limits == {"body": (-np.inf, 2.5), "jacket": (-np.inf, 3.5)}
    assert box.density == 1 - wrong[(BODY <= 2) & (JACKET <= 3)].mean()


def test_the_edges_of_a_box_in_continuous_numbers_are_found_to_a_peel():
    x = np.random.default_rng(1).random((500, 6))
    inside = (x[:, 1] > 0.3) & (x[:, 1] < 0.8) & (x[:, 4] > 0.5)
    box = boxes(x, inside, plain(6), search=ONE)[0]
    assert set(box.limits) == {"x1", "x4"}
    assert box.limits["x1"] == pytest.approx((0.3, 0.8), abs=0.05)
    assert box.limits["x4"] == pytest.approx((0.5, np.inf), abs=0.05)
    assert box.density > 0.9
    assert box.coverage > 0.9
    assert set(box.resampled.values()) == {1}


def test_figures_of_a_box_are_counts_of_its_futures():
    rng = np.random.default_rng(2)
    x = rng.random((300, 4))
    flagged = ((x[:, 0] > 0.6) & (x[:, 2] < 0.7)) ^ (rng.random(300) < 0.1)
    box = boxes(x, flagged, plain(4), search=ONE)[0]
    inside = np.ones(300, dtype=bool)
    for name, (low, high) in box.limits.items():
        column = x[:, int(name[1:])]
        inside &= (column > low) & (column < high)
    assert (box.n, box.hits) == (inside.sum(), (inside & flagged).sum())
    assert (box.density, box.coverage) == (box.hits / box.n, box.hits / flagged.sum())
    for name, p in box.quasi_p.items():
        around = np.ones(300, dtype=bool)
        for other, (low, high) in box.limits.items():
            column = x[:, int(other[1:])]
            around &= (other == name) | ((column > low) & (column < high))
        expected = stats.binomtest(box.hits, box.n, flagged[around].mean(), alternative="greater").pvalue
        assert p == pytest.approx(expected, rel=1e-9)
    assert max(box.quasi_p.values()) <= 0.05


def test_the_way_of_peeling_starts_with_all_and_loses_a_little_each_time():
    rng = np.random.default_rng(3)
    x = rng.random((200, 3))
    flagged = x[:, 0] > 0.5
    box = boxes(x, flagged, plain(3), search=ONE)[0]
    first, sizes = box.trajectory[0], [step.n for step in box.trajectory]
    assert (first.n, first.coverage, first.density, first.axes) == (200, 1, flagged.mean(), 0)
    assert [before - max(1, int(0.05 * before)) for before in sizes[:-1]] == sizes[1:]
    assert sizes[-1] >= 20 > sizes[-1] - max(1, int(0.05 * sizes[-1]))
    assert all(a.coverage >= b.coverage for a, b in itertools.pairwise(box.trajectory))


def test_each_peel_is_the_best_of_all_for_what_it_loses():
    rng = np.random.default_rng(5)
    x, rule = rng.integers(0, 6, (60, 4)).astype(float), Rule(alpha=0.1)
    futures = Futures(x, rng.random(60) < 0.4)
    for before, after in itertools.pairwise(peeled(futures, rule)):
        inside = futures.inside(before)
        rises = [rise(futures, inside, left) for left in every_peel(futures, inside, rule) if left.sum() >= 6]
        assert rise(futures, inside, futures.inside(after)) == pytest.approx(max(rises))


def every_peel(futures: Futures, inside: np.ndarray, rule: Rule):
    """Give what each peel leaves."""
    few = rule.few(int(inside.sum()))
    for column in futures.x.T:
        ranked = np.sort(column[inside])
        yield inside & (column > ranked[few - 1])
        yield inside & (column < ranked[-few])


def rise(futures: Futures, inside: np.ndarray, left: np.ndarray) -> float:
    """Give by how much the share of flagged futures rises for each one lost."""
    shares = [float(futures.flagged[chosen].mean()) for chosen in (inside, left)]
    return (shares[1] - shares[0]) / float(inside.sum() - left.sum())


def test_pasting_takes_back_what_peeling_lost():
    x = np.random.default_rng(6).random((100, 2))
    futures = Futures(x, (x[:, 0] > 0.42) & (x[:, 1] < 0.77))
    with_it, without_it = (found(futures, Rule(alpha=0.2, paste=paste))[0] for paste in (True, False))
    qualities = [futures.quality(futures.inside(limits)) for limits in (with_it, without_it)]
    assert qualities[0] > qualities[1]


def test_an_axis_that_tells_nothing_is_taken_off():
    x = np.random.default_rng(7).random((200, 2))
    futures = Futures(x, x[:, 0] > 0.5)
    limits = everywhere(2)
    limits[0, 0], limits[1, 0] = 0.5, 0.1
    p = quasi_p(futures, limits)
    assert p[0] < 1e-9
    assert p[1] == 1
    assert found(futures, Rule())[0][1].tolist() == [-np.inf, np.inf]


@pytest.mark.parametrize("rule", [Rule(), Rule(most_quasi_p=1)], ids=["as it is", "shuffles alone"])
def test_noise_is_hardly_ever_taken_for_a_box(rule):
    """At 5 in 100 for chance, more than 9 boxes in 80 tables of noise come once in some hundred such tests."""
    tables, boxed = 80, 0
    for seed in range(tables):
        rng = np.random.default_rng(seed)
        noise, flagged = rng.random((60, 5)), rng.random(60) < 0.3
        boxed += len(boxes(noise, flagged, plain(5), search=Search(rule, most=1, shuffles=19, resamples=0)))
    assert stats.binom.sf(9, tables, 0.05) < 0.01
    assert boxed <= 9


def test_without_the_tests_against_chance_noise_would_give_boxes():
    unchecked, boxed = Search(Rule(most_quasi_p=1), most=1, shuffles=0, most_chance=1, resamples=10), []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        noise, flagged = rng.random((100, 8)), rng.random(100) < 0.3
        boxed += boxes(noise, flagged, plain(8), search=unchecked)
    assert len(boxed) == 10
    # They look like something: denser than all futures are. But resamples lose them, and some axes are chance.
    assert all(box.density > 1.3 * box.base for box in boxed)
    assert np.mean([min(box.resampled.values()) for box in boxed]) < 0.8
    assert np.mean([max(box.quasi_p.values()) for box in boxed]) > 0.05


@pytest.mark.parametrize("flagged", [np.zeros(40, bool), np.ones(40, bool)])
def test_where_all_futures_are_alike_there_is_no_box(flagged):
    assert boxes(np.random.default_rng(0).random((40, 3)), flagged, plain(3), search=ONE) == ()


def test_axes_that_never_move_restrict_nothing():
    x = np.column_stack([np.ones(100), np.random.default_rng(0).random(100)])
    box = boxes(x, x[:, 1] > 0.6, plain(2), search=ONE)[0]
    assert set(box.limits) == {"x1"}
    assert boxes(x[:, :1], x[:, 1] > 0.6, plain(1), search=ONE) == ()


def test_the_same_seed_gives_the_same_boxes_and_another_only_other_chances():
    rng = np.random.default_rng(8)
    x = rng.random((150, 4))
    flagged = (x[:, 0] > 0.5) & (x[:, 1] > 0.2) ^ (rng.random(150) < 0.2)
    once, again, other = (
        boxes(x, flagged, plain(4), search=Search(most=1, shuffles=19, resamples=9, seed=s)) for s in (1, 1, 2)
    )
    assert once == again
    assert once[0].limits == other[0].limits
    assert (once[0].trajectory, once[0].quasi_p) == (other[0].trajectory, other[0].quasi_p)
    assert once[0].resampled != other[0].resampled


def test_tables_that_do_not_fit_are_refused():
    x = np.zeros((5, 2))
    with pytest.raises(RunError) as caught:
        boxes(x, np.zeros(4, bool), plain(2))
    assert str(caught.value) == (
        "T361 4 flags stand beside 5 futures\n  where: the flagged futures\n  remedy: give a flag for each future"
    )
    x[3, 1] = np.nan
    for table in (x, np.zeros((5, 3)), np.zeros(5)):
        with pytest.raises(RunError, match="T361 a table of"):
            boxes(table, np.zeros(5, bool), plain(2))


# ---- Words -------------------------------------------------------------------------------------------------

BOX = Box(
    limits={"price": (1234.5, np.inf), "L2=on": (0.5, np.inf), "effort": (0.21, 0.4), JOINT: (-np.inf, 0.704)},
    coverage=38 / 60,
    density=38 / 41,
    n=41,
    hits=38,
    flagged=60,
    looked=200,
    base=60 / 200,
    trajectory=(),
    quasi_p={"price": 0.04, "L2=on": 1e-9, "effort": 0.0011, JOINT: 0.02},
    resampled={"price": 0.62, "L2=on": 1, "effort": 0.5, JOINT: 0.9},
    chance=0.01,
)
TITLES = {
    "price": Title("the price of a journey", "yuan"),
    "L2=on": Title("", yes="publicity leads to arrests (L2)", no="publicity leads to no arrests (L2)"),
}


def test_a_box_is_told_in_counts_of_futures():
    assert words(BOX, TITLES, flagged="fewer people are protected") == (
        "Where the price of a journey is above 1,230 yuan and publicity leads to arrests (L2) and effort is between "
        "0.21 and 0.4 and how hard the state searches (0 the softest of these futures, 1 the hardest) is below 0.704: "
        "in 38 of these 41 futures fewer people are protected (density 0.93), elsewhere in 22 of 159. "
        "That is 38 of the 60 futures in which it is so (coverage 0.63). "
        "Among shuffled futures a box as good is found in about 1 of 100 cases. "
        "The price of a journey matters again in 62 of 100 resamples (quasi-p 0.04). "
        "That publicity leads to arrests (L2) or not matters again in 100 of 100 resamples (quasi-p less than 0.001). "
        "Effort matters again in 50 of 100 resamples (quasi-p 0.0011). "
        "How hard the state searches (0 the softest of these futures, 1 the hardest) matters again in 90 of 100 "
        "resamples (quasi-p 0.02)."
    )


def test_the_other_answer_to_a_premise():
    box = Box({"L2=on": (-np.inf, 0.5)}, 1, 1, 1, 1, 1, 2, 0.5, (), {"L2=on": 0.5}, {"L2=on": 1}, 0.0002)
    told = words(box, TITLES, flagged="fewer people are protected")
    assert told.startswith("Where publicity leads to no arrests (L2): in 1 of these 1 future fewer people")
    assert "a box as good is found in about 0.0002 of all cases" in told


def test_no_box_is_a_result_too():
    assert none_found(100, "fewer people are protected") == (
        "Among 100 futures nothing marks out better than chance would those in which fewer people are protected: it "
        "depends on nothing in a plain way, or there are too few futures to see it."
    )
