"""What would change an answer is never looked for along a part of enforcement."""

import numpy as np
import pytest

from tumen.comparison.axes import JOINT, joint_axes
from tumen.comparison.boxes import Search, boxes
from tumen.comparison.switch_points import switch_points
from tumen.errors import RunError, SafetyError

ENFORCEMENT = {"arrest": 1, "pause": -1, "handover": 1, "half_life": 0}
NAMES = ("price", "arrest", "pause", "L1=on", "handover", "half_life")
AXES = joint_axes(NAMES, ENFORCEMENT)
RNG = np.random.default_rng(1)
VALUES = np.column_stack([RNG.random((200, 3)), RNG.integers(0, 2, 200), RNG.random((200, 2))]).astype(np.float64)


def test_all_of_enforcement_is_one_axis():
    assert AXES.names == ("price", "L1=on", JOINT)
    assert AXES.merged(VALUES).shape == (200, 3)
    assert (AXES.merged(VALUES)[:, :2] == VALUES[:, [0, 3]]).all()


def test_it_is_a_rank_among_the_futures_of_numbers_that_count_alike():
    joint = AXES.merged(VALUES)[:, 2]
    by_hand = [
        sum(sign * (VALUES[f, c] > VALUES[g, c]) for g in range(200) for c, sign in ((1, 1), (2, -1), (4, 1)))
        for f in range(200)
    ]
    assert (joint.min(), joint.max()) == (0, 1)
    assert joint.mean() == pytest.approx(0.5)
    order = np.argsort(by_hand, kind="stable")
    assert (np.diff(joint[order]) >= 0).all()


def test_neither_the_unit_nor_the_order_of_the_numbers_counts():
    scaled = VALUES.copy()
    scaled[:, 1] = np.exp(10 * scaled[:, 1])
    assert (AXES.merged(scaled) == AXES.merged(VALUES)).all()
    turned = joint_axes(NAMES[::-1], dict(reversed(ENFORCEMENT.items())))
    assert (turned.merged(VALUES[:, ::-1])[:, -1] == AXES.merged(VALUES)[:, -1]).all()


def test_a_number_of_which_neither_end_is_harder_cannot_be_seen_through_it():
    other = VALUES.copy()
    other[:, 5] = RNG.random(200)
    assert (AXES.merged(other) == AXES.merged(VALUES)).all()


def test_where_nothing_is_enforcement_nothing_is_joined():
    axes = joint_axes(("price", "L1=on"), ENFORCEMENT)
    assert axes.names == ("price", "L1=on")
    assert (axes.merged(VALUES[:, [0, 3]]) == VALUES[:, [0, 3]]).all()


@pytest.mark.parametrize("left_out", ENFORCEMENT)
def test_no_part_of_it_is_left_out(left_out: str):
    with pytest.raises(SafetyError, match="T360") as caught:
        joint_axes([name for name in NAMES if name != left_out], ENFORCEMENT)
    assert caught.value.exit_code == 6


@pytest.mark.parametrize("alone", ENFORCEMENT)
def test_no_part_of_it_is_asked_for_alone(alone: str):
    others = ", ".join(name for name in ENFORCEMENT if name != alone)
    with pytest.raises(SafetyError) as caught:
        joint_axes(("price", alone), ENFORCEMENT)
    assert str(caught.value) == (
        f"T360 {alone} is asked for without {others}\n"
        "  where: the axes\n"
        "  remedy: name all numbers of enforcement, or none of them"
    )


@pytest.mark.parametrize("part", ENFORCEMENT)
def test_no_part_of_it_is_picked_out_of_the_whole(part: str):
    with pytest.raises(SafetyError) as caught:
        AXES.position(part)
    assert str(caught.value) == (
        f"T360 {part} is a part of how hard the state searches\n"
        "  where: the axes\n"
        "  remedy: look at 'how hard the state searches' as a whole"
    )
    assert [AXES.position(name) for name in AXES.names] == [0, 1, 2]


@pytest.mark.parametrize("held", [(1,), (1, 2), (2, 4)])
def test_no_part_of_it_is_laid_bare_by_holding_the_others(held: tuple[int, ...]):
    still = VALUES.copy()
    still[:, held] = 0.5
    with pytest.raises(SafetyError) as caught:
        AXES.merged(still)
    assert str(caught.value) == (
        f"T360 {', '.join(NAMES[i] for i in held)} is held while other numbers of enforcement move\n"
        "  where: the axes\n"
        "  remedy: let all of them move, or hold all of them"
    )
    with pytest.raises(SafetyError, match="T360"):
        boxes(still, VALUES[:, 0] > 0.5, AXES)


def test_held_as_a_whole_it_says_nothing():
    still = VALUES.copy()
    still[:, [1, 2, 4]] = 0.5
    assert (AXES.merged(still)[:, 2] == 0.5).all()


def test_a_box_knows_it_as_a_whole_only():
    flagged = VALUES[:, 1] > 0.6  # one instrument alone, of three
    for box in boxes(VALUES, flagged, AXES, search=Search(shuffles=19, resamples=5)):
        assert set(box.limits) <= set(AXES.names)


def test_switch_points_move_it_as_a_whole_only():
    asked: list[dict[str, float]] = []

    def margin(levels):
        asked.append(dict(levels))
        return 0.7 - levels.get("arrest", 0.5)

    found = switch_points(margin, AXES)
    assert list(found) == list(AXES.names)
    assert found[JOINT] == pytest.approx(0.7)
    assert {"price", "L1=on"} >= {name for levels in asked if len(levels) == 1 for name in levels}
    together = [levels for levels in asked if len(levels) > 1]
    assert together
    for levels in together:
        assert levels == {"arrest": levels["arrest"], "pause": 1 - levels["arrest"], "handover": levels["arrest"]}


def test_the_name_of_the_joint_axis_is_taken():
    with pytest.raises(RunError) as caught:
        joint_axes((JOINT, "price"), {})
    assert str(caught.value) == (
        "T363 'how hard the state searches' would be two axes\n"
        "  where: the axes\n"
        "  remedy: give each axis a name of its own"
    )
    with pytest.raises(RunError, match="T363 'price' would be two axes"):
        joint_axes(("price", "price"), ENFORCEMENT)


def test_an_axis_that_is_not_there():
    with pytest.raises(RunError) as caught:
        AXES.position("prize")
    assert str(caught.value) == (
        "T363 there is no axis 'prize'\n"
        "  where: the axes\n"
        "  remedy: name one of: price, L1=on, how hard the state searches"
    )
