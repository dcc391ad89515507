"""Each loop does what its author says: its source is raised by half, and its target moves that way, in that time.

How a source is pushed and a target seen is told in `pushed`. What is due to a loop is what the push does with the loop
on less what it does with the loop off, all else alike. Its delay is the months until half of its largest answer.
"""

from __future__ import annotations

import contextlib
import itertools

import numpy as np
import pytest

from kinds import compete_model
from pushed import Bench, Push, by_people, pushable
from switched_off import at_the_middle
from tumen.cells import Floats
from tumen.errors import RunError
from tumen.model import tables
from tumen.policy import Loop
from tumen.situation import Situation, read_situation

LOOPS = [f"L{n}" for n in range(1, 21)]
EXPERIMENT = "L4"
STEP = 1
MANY = 16
WORLDS = ("low", "high")


@pytest.fixture(scope="module")
def flagship() -> Situation:
    return read_situation("dprk-china")


@pytest.fixture(scope="module")
def benches(flagship: Situation) -> dict[str, Bench]:
    """At the middle of the priors, anchors met."""
    model = compete_model(pushable(flagship))
    return {world: Bench.of(model, at_the_middle(model, world)) for world in WORLDS}


def test_these_are_all_the_loops(flagship: Situation) -> None:
    assert set(flagship.loops) == set(LOOPS)


def due(bench: Bench, loop: Loop) -> Floats:
    """Give what is due to a loop, ``[month]``, in the company of all others as the situation has them."""
    push = bench.push(loop)
    return bench.answer(loop, {loop.id: "on"}, push) - bench.answer(loop, {loop.id: "off"}, push)


def problem(bench: Bench, loop: Loop) -> str:
    """Say how a loop does not do what is stated; empty if it does."""
    up = (loop.answer == "raises") is (bench.push(loop).by >= 0)
    moved = due(bench, loop) * (1 if up else -1)
    peak = int(np.abs(moved).argmax())
    if moved[peak] <= 0:
        return f"the target goes the other way, or nowhere: {moved[peak]:.2g} after {peak} months"
    half = int((moved >= moved[peak] / 2).argmax())
    least, most = loop.delay
    return "" if least - STEP <= half <= most + STEP else f"half of {moved[peak]:.2g} came after {half} months"


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("name", LOOPS)
def test_its_source_raised_by_half_moves_its_target_as_stated(benches: dict[str, Bench], name: str, world: str) -> None:
    assert problem(benches[world], benches[world].model.situation.loops[name]) == ""


@pytest.fixture(scope="module")
def drawn(flagship: Situation) -> list[Bench]:
    """As `benches`, at numbers drawn from the priors."""
    model, found = compete_model(pushable(flagship)), []
    for world, draw in itertools.product(WORLDS, range(MANY)):
        with contextlib.suppress(RunError):  # a draw whose anchors cannot be met
            values = tables(model, world=world, policy="baseline", draw=draw, seed=1).values
            found.append(Bench.of(model, values))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", LOOPS)
def test_so_it_does_in_four_of_five_draws(drawn: list[Bench], name: str) -> None:
    """Not in all: a delay is told without its longest tails, and in time a push uses up whom it acts upon."""
    told = [problem(bench, bench.model.situation.loops[name]) for bench in drawn]
    assert len(told) >= MANY
    assert told.count("") >= 0.8 * len(told), "; ".join(filter(None, told))


@pytest.mark.parametrize("name", LOOPS)
def test_where_it_is_off_its_source_does_not_reach_its_target(benches: dict[str, Bench], name: str) -> None:
    """All that act through signals are off: a second way from source to target would be a loop of another name."""
    bench = benches["low"]
    loops = bench.model.situation.loops
    off = {other.id: "off" for other in loops.values() if other.id == name or not by_people(bench.model, other)}
    moved = bench.answer(loops[name], off, bench.push(loops[name]))
    np.testing.assert_allclose(moved, 0, atol=1e-12)


def test_the_thought_experiment_does_nothing_unless_it_is_on(benches: dict[str, Bench], flagship: Situation) -> None:
    assert [loop.id for loop in flagship.loops.values() if loop.thought_experiment] == [EXPERIMENT]
    assert not flagship.loops[EXPERIMENT].on
    bench, push = benches["low"], Push(signal=flagship.loops[EXPERIMENT].source, by=1.0)
    still, pushed = bench.run({}), bench.run({}, push)
    np.testing.assert_array_equal(pushed.levels, still.levels)
    np.testing.assert_array_equal(pushed.people, still.people)


def test_in_the_thought_experiment_who_leaves_draws_others_after_them(benches: dict[str, Bench]) -> None:
    bench = benches["low"]
    recognised = due(bench, bench.model.situation.loops[EXPERIMENT])
    assert recognised.max() > 1.01 * recognised[0] > 0
