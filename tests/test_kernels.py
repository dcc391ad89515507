"""One step of the kernels against plain twins in numpy."""

from typing import Any, cast

import numpy as np
import pytest

from tumen.kernels.compete import draw_chances, draw_flows, draw_inflows
from tumen.kernels.compile import tiny
from tumen.kernels.kinds import Kinds, kinds_of
from tumen.kernels.mean import Means, mean_chances, mean_moves
from tumen.kernels.philox import uniform, uniforms
from tumen.kernels.quantile import binomial_quantile, poisson_quantile
from tumen.kernels.room import Stretch, first_state
from tumen.kernels.run import Luck, draw_run
from tumen.kernels.seats import expected_intake, scale_seats
from tumen.kernels.signals import feed_back, find_levels, level, remember

W = np.uint64


def star(exits: int, *, ends: int = 0, seats: tuple[int, ...] = ()):
    """One cell with so many exits, the last `ends` of them at the end of a stay, each to a cell of its own."""
    cells, _, _ = tiny()
    total = exits + ends
    return cells._replace(
        first=np.array([0] + [total] * (total + 1), np.int64),
        end=np.array([exits] + [total] * total, np.int64),
        origin=np.zeros(total, np.int64),
        target=np.arange(1, total + 1),
        row=np.zeros(total, np.int64),
        address=np.arange(100, 100 + total, dtype=np.uint64),
        feed_first=np.zeros(total + 1, np.int64),
        seat=np.array(seats or [-1] * total, np.int64),
        seated_cells=np.zeros(1 if seats else 0, np.int64),
    )


def two_kinds(cells):
    """The cell with exits, and all those without."""
    n = cells.end.size
    return Kinds(np.arange(2), np.minimum(np.arange(n), 1), np.arange(cells.target.size))


def flows(cells, base, *, days, people, future=0):
    stock = np.zeros(cells.first.size - 1, np.int64)
    stock[0] = people
    flow, moved, chance = np.zeros(base.size, np.int64), np.zeros(base.size, np.int64), np.zeros(base.size)
    kinds, u = two_kinds(cells), uniforms(cells.address, W(3), W(future), W(9), W(1))
    draw_chances(cells, kinds, base, np.ones(1), np.ones(2), days, chance)
    count = draw_flows(cells, kinds, chance, stock, u, flow, moved)
    assert moved[:count].tolist() == np.flatnonzero(flow).tolist()
    return flow


def twin(addresses, chance, people, *, future):
    """The chain of conditional binomials, written with numpy and the sampler."""
    left, mass, taken = people, 1.0, []
    for at, c in zip(addresses, chance, strict=True):
        u = uniform(at, W(3), W(future), W(9), W(1))
        taken.append(int(binomial_quantile(u, left, min(c / mass, 1.0))))
        left -= taken[-1]
        mass -= c
    return taken


@pytest.mark.parametrize("people", [1, 30, 100_000])
def test_competing_exits_equal_their_plain_twin(people):
    cells, base = star(4), np.array([0.02, 0.3, 0.0, 0.1])
    leave = -np.expm1(-base.sum() * 2.5)
    chance = leave * base / base.sum()
    for future in range(20):
        flow = flows(cells, base, days=2.5, people=people, future=future)
        live = [0, 1, 3]
        assert flow[live].tolist() == twin(cells.address[live], chance[live], people, future=future)
        assert flow[2] == 0
        assert flow.sum() <= people


def test_the_end_of_a_stay_takes_everybody_who_is_left():
    cells, base = star(1, ends=2), np.array([0.1, 3.0, 1.0])
    taken = np.array([flows(cells, base, days=1.0, people=1000, future=f) for f in range(400)])
    assert (taken.sum(axis=1) == 1000).all()
    stay = 1000 * np.exp(-0.1)
    error = np.sqrt(1000 * 0.25 / 400)
    assert abs(taken[:, 1].mean() - stay * 3 / 4) < 4 * error
    assert abs(taken[:, 2].mean() - stay / 4) < 4 * error


def test_cells_are_of_one_kind_if_nothing_tells_their_exits_apart():
    """Eight cells of two exits: the second is as the first, each of the others differs from it in one thing."""
    n, exits = 8, 16
    base, row, seat = np.tile([0.2, 0.3], n), np.tile([0, 1], n), np.full(exits, -1)
    end, feeds = 2 * np.arange(n) + 2, np.zeros(exits, np.int64)
    base[5], row[6], seat[8], end[5], feeds[13] = 0.4, 1, 0, 11, 1
    cells = star(0)._replace(
        first=2 * np.arange(n + 1),
        end=end,
        target=np.zeros(exits, np.int64),
        row=row,
        seat=seat,
        feed_first=np.concatenate([[0], np.cumsum(feeds)]),
        feed_signal=np.zeros(1, np.int64),
    )
    cells = cells._replace(first=np.append(cells.first[:-2], [14, 15]), end=np.append(end[:-1], 15))
    kinds = kinds_of(cells, base[:15])
    assert kinds.of.tolist() == [0, 0, 1, 2, 3, 4, 5, 6]
    assert kinds.cell.tolist() == [0, 2, 3, 4, 5, 6, 7]
    assert kinds.same.tolist() == [0, 1, 0, 1, *range(4, 15)]


def test_a_certain_exit_takes_no_uniform():
    cells, base = star(0, ends=2), np.array([0.0, 2.0])
    assert flows(cells, base, days=1.0, people=77).tolist() == [0, 77]


def test_counts_average_to_the_mean_kernel():
    cells, base = star(3, ends=1), np.array([0.05, 0.2, 0.01, 1.0])
    taken = np.array([flows(cells, base, days=3.0, people=500, future=f) for f in range(2000)])
    chance, stock, kinds = np.zeros(4), np.array([500.0, 0, 0, 0, 0]), two_kinds(cells)
    means = Means(np.zeros(2), np.zeros(5), np.zeros(2), np.zeros(5), np.arange(4))
    mean_chances(cells, kinds, base, np.ones(1), np.ones(1), 3.0, chance, means.leave)
    mean_moves(cells, kinds, chance, means, stock)
    error = np.sqrt(500 * 0.25 / 2000)
    np.testing.assert_allclose(taken.mean(axis=0), 500 * chance, atol=4 * error)
    assert means.leave.tolist() == pytest.approx([1, 0])
    np.testing.assert_allclose(stock, [0, *(500 * chance)], atol=1e-9)
    assert means.stood.tolist() == [500, 0, 0, 0, 0]


def test_expected_intake_is_at_most_the_free_seats_and_fills_them():
    cells = star(3, seats=(0, 1, -1))._replace(seat_per_step=np.ones(2, np.int64))
    base, rate, stock = np.array([0.5, 0.4, 0.1]), np.ones(1), np.array([1000, 0, 0, 0])
    scale = np.ones(2)
    for free in ([100.0, 5000.0], [100.0, 50.0], [0.0, 10.0], [5000.0, 5000.0]):
        scale_seats(cells, base, rate, 1.0, stock, np.array(free), np.zeros(3), scale)
        intake = expected_intake(cells, base, rate, scale, 1.0, stock, np.zeros(3))
        assert (intake <= np.array(free) * (1 + 1e-12)).all()
        for s in range(2):
            assert scale[s] == 1.0 or intake[s] == pytest.approx(free[s], rel=1e-6, abs=1e-6)


def test_inflows_are_the_poisson_quantile_of_their_own_uniform():
    cells, _, _ = tiny()
    cells = cells._replace(
        inflow_cell=np.zeros(2, np.int64),
        inflow_address=np.array([5, 6], np.uint64),
        inflow_row=np.zeros(2, np.int64),
        inflow_parent=np.array([-1, 0]),
    )
    come, luck = np.zeros(2, np.int64), Luck(W(1), W(2), W(3))
    draw_inflows(cells, np.array([4.0, 0.1]), np.ones(1), 2.0, np.array([50]), luck, come)
    for i, mean in enumerate((8.0, 10.0)):
        u = uniform(W(5 + i), W(1), W(2), W(3), W(4))
        assert come[i] == poisson_quantile(u, mean)


def looped(*, delay: tuple[int, ...]):
    """Signals in the loop with a half-life of ten days, over two steps of five days."""
    cells, tables, _ = tiny()
    n = len(delay)
    tables = tables._replace(
        days=np.full(2, 5.0),
        half_life=np.full(n, 10.0),
        scale=np.zeros(n),
        gain=np.zeros(n),
        influence=np.zeros((n, n)),
        drift=np.zeros((2, n)),
        input=np.zeros((2, n)),
    )
    return cells._replace(delay=np.array(delay)), tables


KEEP = 2.0**-0.5
"""Of what a signal with a half-life of ten days holds, what is left after five."""


def test_signals_fade_are_fed_and_are_delayed():
    cells, tables = looped(delay=(0, 2))
    tables, state = tables._replace(gain=np.full(2, 2.0)), np.zeros((2, 4))
    remember(cells, tables, 0, np.array([3.0, 3.0]), np.zeros(2), state)
    assert state[0, 0] == pytest.approx(6.0)
    one = (1 - KEEP) * 6.0
    assert state[1].tolist()[:3] == pytest.approx([(1 - KEEP) * one, one, (1 - KEEP) * one])
    remember(cells, tables, 1, np.zeros(2), np.zeros(2), state)
    assert state[0, 0] == pytest.approx(6.0 * KEEP)


def test_signals_pull_each_other_and_given_ones_pull_them():
    cells, tables = looped(delay=(0, 1))
    tables = tables._replace(influence=np.array([[0.0, 0.5], [-2.0, 0.0]]), drift=np.array([[0.25, 0.0], [0.0, 0.0]]))
    state, x = np.zeros((2, 4)), np.array([1.0, 4.0])
    remember(cells, tables, 0, np.zeros(2), x, state)
    assert state[0, 0] == pytest.approx((1 - KEEP) * (0.5 * 4.0 + 0.25))
    stage = (1 - KEEP) * (1 - KEEP) * -2.0
    assert state[1, :2].tolist() == pytest.approx([stage, stage])
    assert x.tolist() == [1.0, 4.0]


def test_what_is_given_stands_beside_the_memory_and_does_not_enter_it():
    _, tables = looped(delay=(0, 0))
    tables = tables._replace(input=np.array([[0.5, -1.0], [9.0, 9.0]]), scale=np.array([2.0, 0.0]))
    x = np.zeros(2)
    find_levels(tables, 0, np.array([[1.5, 7, 7, 7], [0.25, 7, 7, 7]]), x)
    assert x.tolist() == pytest.approx([np.log1p(2.0 / 2.0), -0.75])


def test_the_effect_of_a_signal_saturates_and_feedback_is_bounded():
    assert level(1.0, 1.0) == pytest.approx(np.log(2))
    assert level(1e9, 1.0) == 3.0
    assert level(-4.0, 0.0) == -4.0
    _, tables, _ = tiny()
    tables = tables._replace(elasticity=np.array([[1.0], [-2.0], [0.5]]), scale=np.zeros(1))
    fed, bounded = np.ones(3), np.zeros(3, np.int64)
    feed_back(tables, np.array([4.0]), fed, bounded)
    assert fed.tolist() == pytest.approx([20.0, 1 / 20, np.exp(2.0)])
    assert bounded.tolist() == [1, 1, 0]


def test_one_compilation_serves_every_situation():
    cells, tables, plan = tiny()
    compiled = cast("Any", draw_run)
    before = len(compiled.signatures)
    state = first_state(cells, tables, plan, counts=True)
    found = np.zeros((1, 0)), np.zeros((0, 1), np.int64), np.zeros((1, 0), np.int64)
    draw_run(cells, tables, plan, Stretch(0, 1, 1), W(0), W(0), state, *found)
    assert len(compiled.signatures) == max(before, 1)
