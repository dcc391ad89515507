"""The journey kernel: its plain twin, and networks of a few places whose chances can be written down."""

from typing import Any, cast

import numpy as np
import pytest

import twin_journey
from journeys import Network, cells_of, plan_of, tables_of
from tumen.cells_journey import JourneyCells, JourneyTables
from tumen.engine import Luck, mean_pass, run_replicate
from tumen.errors import RunError
from tumen.kernels import journey

Floats = np.ndarray[Any, np.dtype[np.float64]]
CHAIN = Network(["a", "b", "c"], [("a", "b", 60.0), ("b", "c", 60.0)])
NEAR = 8
"""Column of what is counted near the threshold, on three places and two links."""
FORK = Network(["a", "b", "c"], [("a", "b", 60.0), ("a", "c", 150.0)], speed=200.0)


def drawn(net: Network, tables: JourneyTables, *, seed: int = 1, future: int = 0) -> Floats:
    """Run a replicate; give ``[day, outcome]``: people at places, on links, setting out, came, near, beyond."""
    days = tables.come.size
    luck = Luck(seed, future, np.zeros(0, np.uint64), np.zeros(days, np.int64))
    return run_replicate(cells_of(net), tables, plan_of(net, days), luck=luck, substeps=1).outcomes


def mean(net: Network, tables: JourneyTables) -> Floats:
    """Run the means."""
    return mean_pass(cells_of(net), tables, plan_of(net, tables.come.size), substeps=1).outcomes


def a_thousand(net: Network, days: int, **changes: object) -> JourneyTables:
    """Let a thousand people stand at the first place, whom nothing keeps there; nobody leaves another, nor need to."""
    places = len(net.places)
    start, chance = np.zeros(places, np.int64), np.zeros((days, places))
    start[0], chance[:, 0] = 1000, 1
    given = {"start": start, "chance": chance, "town": np.zeros((days, places), np.int64), **changes}
    return tables_of(net, days, **given)


# ---------------------------------------------------------------------------------------------------------------- twin


def some_network(rng: np.random.Generator) -> Network:
    """Make a connected network at random."""
    places = [f"p{i}" for i in range(rng.integers(3, 7))]
    pairs = [(i, int(rng.integers(0, i))) for i in range(1, len(places))]
    pairs += [tuple(rng.choice(len(places), 2, replace=False)) for _ in range(rng.integers(0, 4))]
    both = [(places[i], places[j], float(rng.integers(1, 40) * 10)) for i, j in pairs]
    links = [link for i, j, km in both for link in ((i, j, km), (j, i, km))]
    return Network(
        places,
        links,
        awareness=int(rng.integers(1, 4)),
        on_foot=bool(rng.random() < 0.4),
        walked=bool(rng.random() < 0.4),
        closing=tuple(i for i in range(len(links)) if rng.random() < 0.4),
        bins=int(rng.choice([0, 4, 5, 8])),
        markers=tuple(place for place in places[1:] if rng.random() < 0.15),
        speeds={0: 150.0, 1: 150.0} if rng.random() < 0.3 else {},
    )


def some_tables(net: Network, days: int, rng: np.random.Generator) -> JourneyTables:
    """Make numbers at random, with links that close and may open again."""
    shape, links = (days, len(net.places)), len(net.links)
    tables = tables_of(
        net,
        days,
        start=rng.integers(0, rng.choice([2, 60, 5000]), shape[1]),
        come=rng.integers(0, 100, days),
        come_weight=rng.random(shape) * (rng.random(shape) < 0.7) + np.eye(shape[1])[0],
        chance=rng.random(shape) * 1.2,
        pull=rng.random(shape) * (rng.random(shape) < 0.8),
        camp=rng.integers(0, 2, shape),
        town=rng.integers(0, 2, shape),
        capacity=np.where(rng.random(shape[1]) < 0.5, rng.integers(0, 300, shape), 0).astype(float),
        walking_share=rng.random(links) * net.walked,
        pull_power=float(rng.choice([1.0, 0.7])),
        distance_power=float(rng.choice([1.0, 0.75])),
        prune_below=float(rng.choice([0.0, 0.3])),
        certain_plans=int(rng.integers(0, 2)),
    )
    for link in net.closing:
        first, last = sorted(rng.integers(0, days, 2))
        tables.order[first : last + 1, link] = 0
        tables.shuts[first, link] = 1
    return tables


@pytest.mark.parametrize("seed", range(25))
def test_counts_and_means_are_those_of_the_twin(seed: int):
    rng = np.random.default_rng(seed)
    net = some_network(rng)
    tables, cells = some_tables(net, 12, rng), cells_of(net)
    out = drawn(net, tables, seed=seed, future=3)
    np.testing.assert_array_equal(out, twin_journey.run(cells, tables, days=12, seed=seed, future=3))
    np.testing.assert_allclose(mean(net, tables), twin_journey.run(cells, tables, days=12), rtol=1e-9, atol=1e-9)
    stocks = out[:, : len(net.places) + len(net.links)]
    np.testing.assert_array_equal(stocks.sum(1), tables.start.sum() + np.cumsum(tables.come))
    assert stocks.min() >= 0


# --------------------------------------------------------------------------------------------------------------- rules


def test_a_full_day_begins_on_each_link():
    net = Network(["a", "b", "c"], [("a", "b", 200.0), ("b", "c", 600.0)], speed=360.0)
    out = mean(net, a_thousand(net, 2, chance=np.ones((2, 3))))
    assert out[0, :5].tolist() == [
        0,
        0,
        0,
        0,
        1000,
    ]  # 560 km in a day of 360: in the evening 360 km down the second link
    assert out[1, :5].tolist() == [0, 0, 1000, 0, 0]
    assert out[0, 5:7].tolist() == [1000, 1000]


def test_a_link_as_long_as_a_day_takes_two():
    net = Network(["a", "b"], [("a", "b", 100.0)])
    assert mean(net, a_thousand(net, 2))[:, :3].tolist() == [[0, 0, 1000], [0, 1000, 0]]


def test_ways_are_chosen_by_weight():
    tables = a_thousand(FORK, 1, pull=np.array([[1.0, 2.0, 3.0]]), pull_floor=0.5, distance_power=0.75, pull_power=2.0)
    near, far = (2.5 / 70**0.75) ** 2, (3.5 / 160**0.75) ** 2
    chance = near / (near + far)
    np.testing.assert_allclose(mean(FORK, tables)[0, 1:3], [1000 * chance, 1000 * (1 - chance)])
    to_b = [drawn(FORK, tables, future=future)[0, 1] for future in range(400)]
    assert abs(np.mean(to_b) - 1000 * chance) < 4 * np.sqrt(1000 * chance * (1 - chance) / 400)
    assert np.var(to_b) == pytest.approx(1000 * chance * (1 - chance), rel=4 * np.sqrt(2 / 400))


def test_a_few_people_follow_the_same_law():
    tables = a_thousand(FORK, 1, start=np.array([3, 0, 0]), chance=np.array([[0.6, 0.0, 0.0]]))
    expected = mean(FORK, tables)[0, :3] / 3
    counts = np.array([drawn(FORK, tables, future=future)[0, :3] for future in range(2000)])
    np.testing.assert_array_less(
        np.abs(counts.mean(0) - 3 * expected), 4 * np.sqrt(3 * expected * (1 - expected) / 2000)
    )
    np.testing.assert_allclose(counts.var(0), 3 * expected * (1 - expected), rtol=0.15)


def test_where_no_way_has_a_weight_all_are_alike():
    tables = a_thousand(FORK, 1, pull=np.zeros((1, 3)), prune_below=0.5)
    assert mean(FORK, tables)[0, :3].tolist() == [0, 500, 500]


def test_ways_of_little_weight_are_pruned():
    tables = a_thousand(FORK, 1, prune_below=0.5)  # 70 / 160 of the largest
    assert mean(FORK, tables)[0, :3].tolist() == [0, 1000, 0]


def test_parallel_links_are_alternatives_but_the_first_is_taken():
    net = Network(["a", "b", "c"], [("a", "b", 40.0), ("a", "b", 40.0), ("a", "c", 40.0)])
    tables = a_thousand(net, 2)
    tables.order[1] = [3, 1, 2]
    tables = tables._replace(come=np.array([0, 300]), come_weight=np.tile([1.0, 0, 0], (2, 1)))
    out = mean(net, tables)
    np.testing.assert_allclose(out[0, :3], [0, 2000 / 3, 1000 / 3])
    np.testing.assert_allclose(out[:, 6:9], [[2000 / 3, 0, 1000 / 3], [0, 200, 100]])


def test_people_on_a_link_that_closed_are_sent_back_even_if_it_opened_again():
    net = Network(["a", "b"], [("a", "b", 250.0)], closing=(0,))
    tables = a_thousand(net, 4)
    tables.chance[1:] = 0
    tables.order[1], tables.shuts[1] = 0, 1
    assert mean(net, tables)[:, :3].tolist() == [[0, 0, 1000], [0, 0, 1000], [1000, 0, 0], [1000, 0, 0]]


def test_a_camp_that_was_nearly_full_last_night_draws_nobody():
    tables = a_thousand(CHAIN, 2, start=np.array([100, 96, 0]), camp=np.tile([0, 1, 0], (2, 1)))
    tables = tables._replace(capacity=np.tile([0.0, 100.0, 0.0], (2, 1)), chance=np.tile([0.5, 0.0, 0.0], (2, 1)))
    out = mean(CHAIN, tables)
    assert out[:, :2].tolist() == [[50, 146], [50, 146]]  # on the first day nobody has counted yet


def test_room_shrinks_between_nearly_full_and_full():
    tables = a_thousand(FORK, 2, start=np.array([1000, 94, 0]), capacity=np.tile([0.0, 100.0, 0.0], (2, 1)))
    tables.chance[0] = 0
    near, far = 0.6 / 70, 1 / 160  # 94 of 100: 4 of the last 10 places are taken
    np.testing.assert_allclose(mean(FORK, tables)[1, 1], 94 + 1000 * near / (near + far))


def test_nobody_stops_in_a_town_after_a_short_stint():
    town = np.tile([0, 1, 0], (1, 1))
    assert mean(CHAIN, a_thousand(CHAIN, 1, town=town))[0, :3].tolist() == [0, 0, 1000]
    assert mean(CHAIN, a_thousand(CHAIN, 1))[0, :3].tolist() == [0, 1000, 0]
    forgetful = Network(CHAIN.places, CHAIN.links, bins=0)
    assert mean(forgetful, a_thousand(forgetful, 1, town=town))[0, :3].tolist() == [0, 1000, 0]


def test_recent_travel_lets_people_stop_and_decisions_near_the_threshold_are_counted():
    net = Network(["a", "b", "c"], [("a", "b", 150.0), ("b", "c", 60.0)])
    town = np.tile([0, 1, 0], (2, 1))
    # 100 km on the first day: r = 1/2. On the second 50 km more: 1/2 + 1/2 is not below 1, and at the threshold.
    out = mean(net, a_thousand(net, 2, town=town))
    assert out[1, :3].tolist() == [0, 1000, 0]
    assert out[:, NEAR].tolist() == [0, 1000]
    shorter = Network(net.places, [("a", "b", 130.0), ("b", "c", 60.0)])  # 1/2 + 3/10 is more than 1/8 below it
    out = mean(shorter, a_thousand(shorter, 2, town=town))
    assert out[1, :3].tolist() == [0, 0, 1000]
    assert out[:, NEAR].tolist() == [0, 0]


def test_some_walk_and_people_on_foot_walk_until_they_arrive():
    net = Network(["a", "b"], [("a", "b", 40.0)], walked=True)
    out = mean(net, a_thousand(net, 2, walking_share=np.array([0.25])))
    assert out[:, :3].tolist() == [[0, 750, 250], [0, 1000, 0]]
    on_foot = Network(["a", "b", "c"], [("a", "b", 40.0), ("b", "c", 190.0)], on_foot=True)
    out = mean(on_foot, a_thousand(on_foot, 2, chance=np.ones((2, 3))))
    assert out[0, :5].tolist() == [0, 0, 0, 1000, 0]
    assert out[1, :5].tolist() == [0, 0, 0, 0, 1000]  # after the last 10 km they ride, a full day at once
    assert mean(on_foot, a_thousand(on_foot, 3, chance=np.ones((3, 3))))[2, 2] == 1000


def test_a_plan_goes_on_waits_and_is_dropped_where_its_link_has_gone():
    net = Network(["a", "b", "c"], [("a", "b", 60.0), ("b", "c", 60.0), ("b", "a", 60.0)], awareness=2)
    pull = np.tile([0.0, 0.0, 1.0], (3, 1))  # all plan to go to c, by b
    tables = a_thousand(net, 3, pull=pull)
    tables.chance[:, 1] = [0, 0.5, 1]
    assert mean(net, tables)[:, :3].tolist() == [[0, 1000, 0], [0, 500, 500], [0, 0, 1000]]
    certain = tables._replace(certain_plans=1)
    assert mean(net, certain)[0, :3].tolist() == [0, 0, 1000]
    tables.order[1:, 1] = 0
    tables.chance[:, 1] = [0, 1, 1]
    out = mean(net, tables)
    assert out[1, :3].tolist() == [0, 1000, 0]  # the plan is dropped, and with it the half-day
    assert out[2, 6:9].tolist() == [1000, 0, 1000]  # without one they see the way to a, and from there set out again


# ---------------------------------------------------------------------------------------------------------------- luck


def test_luck_goes_by_labels_alone():
    rng = np.random.default_rng(5)
    net = some_network(rng)
    tables = some_tables(net, 12, rng)
    out = drawn(net, tables)
    np.testing.assert_array_equal(out, drawn(net, tables))
    assert (out != drawn(net, tables, future=1)).any()
    assert (out != drawn(net, tables, seed=2)).any()

    more = Network(["z", *net.places], [("z", "z2", 30.0), *net.links], **settings(net))
    more.places.append("z2")
    wide = {name: np.insert(getattr(tables, name), [0, len(net.places)], 1, axis=-1) for name in PLACED}
    long = {name: np.insert(getattr(tables, name), 0, 1, axis=-1) for name in ("order", "walking_share")}
    wide["come_weight"][:, [0, -1]] = 0
    shuts = np.insert(tables.shuts, 0, 0, axis=-1)
    other = drawn(more, tables._replace(**wide, **long, shuts=shuts))
    links = slice(len(more.places) + 1, len(more.places) + len(more.links))
    np.testing.assert_array_equal(other[:, 1 : 1 + len(net.places)], out[:, : len(net.places)])
    np.testing.assert_array_equal(other[:, links], out[:, len(net.places) : len(net.places) + len(net.links)])


PLACED = ("start", "come_weight", "chance", "pull", "camp", "town", "capacity")


def settings(net: Network) -> dict[str, Any]:
    """Give how people travel, with links counted from one place further on."""
    kept = ("speed", "walking_speed", "awareness", "markers", "on_foot", "walked", "bins")
    speeds = {i + 1: speed for i, speed in net.speeds.items()}
    return {name: getattr(net, name) for name in kept} | {
        "speeds": speeds,
        "closing": tuple(i + 1 for i in net.closing),
    }


# -------------------------------------------------------------------------------------------------------------- engine


def test_people_who_cannot_be_placed_are_a_fault():
    tables = a_thousand(CHAIN, 3, come=np.array([0, 5, 5]), come_weight=np.zeros((3, 3)))
    with pytest.raises(RunError, match="T411 people were created or lost in step 1"):
        drawn(CHAIN, tables)


def test_a_run_keeps_every_place_and_link():
    tables = a_thousand(CHAIN, 2)
    plan = plan_of(CHAIN, 2)._replace(keep_cells=1)
    luck = Luck(1, 0, np.zeros(0, np.uint64), np.zeros(2, np.int64))
    run = run_replicate(cells_of(CHAIN), tables, plan, luck=luck, substeps=1)
    np.testing.assert_array_equal(run.cells, run.outcomes[:, :5])
    assert run.cells.dtype == np.int64
    assert run.bounded.size == 0
    half = mean_pass(cells_of(CHAIN), tables, plan, substeps=1, steps=1)
    assert half.cells[0].sum() == 1000
    assert half.cells[1].sum() == 0


def test_one_compilation_serves_counts_and_means_of_every_journey():
    days = cast("Any", journey._days)
    drawn(CHAIN, a_thousand(CHAIN, 1))
    before = len(days.signatures)
    mean(FORK, a_thousand(FORK, 2))
    assert len(days.signatures) == before


def test_the_arrays_of_a_run_are_left_as_they_were():
    cells, tables = cells_of(CHAIN), a_thousand(CHAIN, 2)
    before = [np.copy(field) for field in (*cells, *tables)]
    luck = Luck(1, 0, np.zeros(0, np.uint64), np.zeros(2, np.int64))
    run_replicate(cells, tables, plan_of(CHAIN, 2), luck=luck, substeps=1)
    for old, new in zip(before, (*cells, *tables), strict=True):
        np.testing.assert_array_equal(old, new)
    assert isinstance(cells, JourneyCells)
