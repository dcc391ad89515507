"""From a journey as written to arrays and means: each rule on a few places, with figures worked out by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from trip import Trip
from tumen.cells import Floats
from tumen.cells_journey import JourneyCells, JourneyTables
from tumen.cli import exit_code
from tumen.engine import mean_pass
from tumen.ensemble import Record, blocks, simulate
from tumen.errors import RunError, SituationError, UsageError
from tumen.model import JourneyModel, build, journey_days, journey_paths, record_plan, tables
from tumen.model import shape as shapes
from tumen.model.journey_merge import Merged, bins_filled
from tumen.process.journey import counted, link_order, setting_out

ONCE = (100, 100, 100, 100, 100)
"""A hundred people have left on the first day, and nobody later."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder for a situation."""
    return tmp_path / "trip"


def model_of(trip: Trip, folder: Path, changes: Mapping[str, float] | None = None) -> JourneyModel:
    """Build the model of a trip."""
    model = build(trip.situation(folder), changes=changes)
    assert isinstance(model, JourneyModel)
    return model


def tables_of(model: JourneyModel) -> JourneyTables:
    """Give its tables; nothing about a trip is drawn."""
    (world,) = model.situation.worlds
    return tables(model, world=world, policy="baseline", draw=0, seed=1)


def means_of(trip: Trip, folder: Path, changes: Mapping[str, float] | None = None) -> dict[str, Floats]:
    """Give the mean of every outcome of a trip, by day."""
    model = model_of(trip, folder, changes)
    names = tuple(model.situation.outcomes)
    plan = record_plan(model, names, np.arange(len(model.steps)))
    found = mean_pass(model.cells, tables_of(model), plan, substeps=1).outcomes
    return dict(zip(names, found.T, strict=True))


def shares_of(trip: Trip, folder: Path) -> list[float]:
    """Give how those who set out on the first day spread over the links."""
    shown = means_of(trip, folder)
    return [shown[f"along_{i}"][0] / 100 for i in range(len(trip.routes))]


# ---- a day on the road -------------------------------------------------------------------------


def test_a_day_of_560_km(folder: Path):
    """360 km a day, links of 200 and then 600 km: 360 km down the second link on the first evening."""
    trip = Trip("a b 200\nb c 600", ONCE, numbers={"chance_town": 1})
    shown = means_of(trip, folder)
    assert shown["under_way"].tolist() == [100, 0, 0, 0, 0]
    assert shown["along_1"][0] == 100
    assert shown["at_c"].tolist() == [0, 100, 100, 100, 100]
    cells = model_of(trip, folder).cells
    (node,) = np.flatnonzero(cells.node_km == 200)
    assert cells.onward_ride[cells.onward_first[node]] == -1
    second = int(np.flatnonzero(cells.leg_km == 600)[0])
    evening = cells.position_ride[cells.leg_begin[second]]
    assert cells.position_km[evening] == 360
    # From there 240 km are left, and with them an evening at c.
    assert cells.node_km[cells.position_node[evening]] == 240


def test_a_link_as_long_as_a_day_takes_two(folder: Path):
    """Whoever has done 360 of 360 km stands at the end of the link, and arrives on the next day."""
    assert means_of(Trip("a b 360", ONCE), folder)["at_b"].tolist() == [0, 100, 100, 100, 100]
    assert means_of(Trip("a b 359", ONCE), folder)["at_b"].tolist() == [100] * 5


def test_links_follow_each_other_until_the_day_is_done(folder: Path):
    """150 + 150 km leave some of 360 km: a third link may begin. After 200 + 200 km none may."""
    numbers = {"chance_town": 1}
    short = means_of(Trip("a b 150\nb c 150\nc d 150\nd e 150", ONCE, numbers=numbers), folder)
    assert short["at_d"][0] == 100
    long = means_of(Trip("a b 200\nb c 200\nc d 200", ONCE, numbers=numbers), folder)
    assert long["at_c"][0] == 100


def test_on_foot_until_they_first_arrive(folder: Path):
    """35 km a day: 100 km take three days; then 360 km a day, so that 100 km more are done on the same day."""
    trip = Trip("a b 100\nb c 100", ONCE, numbers={"chance_town": 1}, keys={"on_foot": True})
    shown = means_of(trip, folder)
    assert shown["under_way"].tolist() == [100, 100, 0, 0, 0]
    # They have done 30 km on the third day, less than the 35 km of those who walk: they go on, and ride.
    assert shown["at_c"].tolist() == [0, 0, 100, 100, 100]


def test_some_walk_for_a_day(folder: Path):
    """A quarter walks on each day: of 100 km the riders do all on one, the others 35, 70 and then the rest."""
    trip = Trip("a b 100", ONCE, numbers={"walking_share[a--b]": 0.25})
    assert means_of(trip, folder)["at_b"].tolist() == [75, 93.75, 100, 100, 100]
    cells = model_of(trip, folder).cells
    assert cells.position_km.tolist() == [0, 35, 70]
    assert cells.position_walk.tolist() == [1, 2, -1]
    assert cells.position_ride.tolist() == [-1, -1, -1]


def test_a_route_has_its_own_speed(folder: Path):
    """At 60 km a day 100 km take two days."""
    trip = Trip("a b 100", ONCE, numbers={"route_speed[a--b]": 60})
    assert means_of(trip, folder)["at_b"].tolist() == [0, 100, 100, 100, 100]


@pytest.mark.parametrize(("bins", "there"), [(0, 70), (8, 0)])
def test_nobody_stops_in_a_town_after_a_short_stint(folder: Path, bins: int, there: float):
    """200 of 360 km, and none on the days before: where short stints are avoided all go on, else three in ten."""
    trip = Trip("a b 200\nb c 100", ONCE, keys={"short_stints": bins})
    assert means_of(trip, folder)["at_b"][0] == pytest.approx(there)


def test_the_bins_reach_as_far_as_a_day_can(folder: Path):
    """After up to 359 km on one link people may do 360 km on the next: recent travel of nearly 2."""
    cells = model_of(Trip("a b 359\nb c 600", ONCE, keys={"short_stints": 8}), folder).cells
    assert (cells.bins, cells.levels) == (8, 17)
    assert model_of(Trip("a b 359", ONCE), folder).cells.levels == 1


# ---- choosing where to go ----------------------------------------------------------------------


def test_a_doubled_pair_has_a_doubled_weight(folder: Path):
    """Two links of 30 km to b, one to c: b has two thirds. All take the first of the two."""
    assert shares_of(Trip("a b 30\na b 30\na c 30", ONCE), folder) == pytest.approx([2 / 3, 0, 1 / 3])


def test_parallel_links_weigh_by_their_own_lengths(folder: Path):
    """Links of 40 and 90 km to b, one of 190 to c: weights 1/50, 1/100 and 1/200, and the first link is taken."""
    assert shares_of(Trip("a b 40\na b 90\na c 190", ONCE), folder) == pytest.approx([6 / 7, 0, 1 / 7])


def test_length_and_pull_decide(folder: Path):
    """Weight ((floor + pull) / (10 + km)^power)^power: c is a camp that draws twice, three times as far away."""
    numbers = {"pull_camp": 2, "distance_power": 2, "pull_power": 0.5, "pull_floor": 1, "chance_town": 0}
    trip = Trip("a b 10\na c 50", ONCE, camps={"c": 0}, numbers=numbers)
    b, c = (2 / 20**2) ** 0.5, (3 / 60**2) ** 0.5
    assert shares_of(trip, folder) == pytest.approx([b / (b + c), c / (b + c)])


def test_without_any_weight_all_ways_are_alike(folder: Path):
    """Both neighbours are at war, which draws nobody: half of the people go to each, however far."""
    wars = [(place, 0, None, "conflict", 1.0, 0) for place in ("b", "c")]
    trip = Trip("a b 10\na c 300", ONCE, stops=wars, people={"b": 0, "c": 0}, numbers={"pull_conflict": 0})
    assert shares_of(trip, folder) == [0.5, 0.5]


def test_a_marker_is_passed(folder: Path):
    """The marker m is no alternative and no hop: 60 km to b behind it, 60 km to c, half each."""
    trip = Trip("a m 40\nm b 20\na c 60", ONCE, stops=[("m", 0, None, "always", 0.0, None)], keys={"markers": ["m"]})
    shown = means_of(trip, folder)
    assert [shown[f"at_{place}"][0] for place in "mbc"] == [0, 50, 50]
    cells = model_of(trip, folder).cells
    assert cells.choice_km[cells.choice_first[0] : cells.choice_first[1]].tolist() == [60, 60]


def test_people_look_two_places_ahead(folder: Path):
    """From a: b, c behind b (or by the direct way), d behind c; never back to where they have been."""
    model = model_of(Trip("a b 10\nb a 10\nb c 10\na c 40\nc d 10", ONCE, keys={"awareness": 2}), folder)
    cells, links = model.cells, model.network.links
    ways = [tuple(cells.way_link[i:j]) for i, j in zip(cells.way_first[:-1], cells.way_first[1:], strict=True)]
    from_a = [tuple(links[i] for i in way) for way in ways[: cells.choice_first[1]]]
    assert from_a == [("a--b",), ("a--b", "b--c"), ("a--c",), ("a--c", "c--d")]
    assert cells.choice_km[: cells.choice_first[1]].tolist() == [10, 20, 40, 50]


def test_without_awareness_nobody_moves(folder: Path):
    """The chance to set out is 1, and there is nowhere to go."""
    shown = means_of(Trip("a b 10\nb c 10", ONCE, keys={"awareness": 0}), folder)
    assert shown["at_a"].tolist() == [100] * 5


@pytest.mark.parametrize(("certain", "chance"), [(False, 0.3), (True, 1.0)])
def test_people_with_a_plan(folder: Path, certain: bool, chance: float):
    """From a: b at 100 km, or c behind it at 200 km. Those who planned c go on with the chance of b, or with certainty.

    The others go on with the chance of b in either case.
    """
    trip = Trip("a b 100\nb c 100", ONCE, keys={"awareness": 2, "certain_plans": certain})
    planned = (1 / 210) / (1 / 110 + 1 / 210)
    onward = 100 * (planned * chance + (1 - planned) * 0.3)
    assert means_of(trip, folder)["at_c"][0] == pytest.approx(onward)


def test_weak_ways_are_dropped(folder: Path):
    """Weights 1/20 and 1/110: the second is less than half of the first."""
    links = "a b 10\na c 100"
    assert shares_of(Trip(links, ONCE, numbers={"prune_below": 0.5}), folder) == [1, 0]
    assert shares_of(Trip(links, ONCE, numbers={"prune_below": 0.1}), folder) == pytest.approx([110 / 130, 20 / 130])


def test_too_many_ways_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """Looking far ahead finds ever more ways."""
    monkeypatch.setattr(journey_paths, "MOST_WAYS", 5)
    links = "\n".join(f"{a} {b} 10" for a in "abcd" for b in "abcd" if a != b)
    with pytest.raises(SituationError) as raised:
        model_of(Trip(links, ONCE, keys={"awareness": 3}), folder)
    assert raised.value.code == "T191"


# ---- room --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("there", "camp", "town"),
    [
        (900, 1 / 2, 1 / 2),
        (940, 0.6 / 1.6, 1 / 1.6),
        (960, 0, 1 / 1.4),  # 0.4 / 1.4 choose the camp, find it nearly full, and stay
        (1000, 0, 1),
    ],
)
def test_a_camp_that_fills_up(folder: Path, *, there: int, camp: float, town: float):
    """A camp of 1,000 and a town, equally far: from 900 people on the camp draws less, and it is dropped below half."""
    trip = Trip(
        "a c 10\na b 10",
        (0, 100),
        camps={"c": 1000},
        counted={"c": (there, there)},
        keys={"begin_counted": True},
        numbers={"chance_town": 0},
    )
    shown = means_of(trip, folder)
    assert shown["along_0"][1] == pytest.approx(100 * camp)
    assert shown["along_1"][1] == pytest.approx(100 * town)
    assert shown["at_a"][1] == pytest.approx(100 * (1 - camp - town))


def test_a_camp_is_empty_on_the_first_morning(folder: Path):
    """Room goes by the last evening, and there was none: those who are there from the beginning do not count yet."""
    keys = {"begin_counted": False}
    trip = Trip("a c 10\na b 10", (100, 100), camps={"c": 1000}, counted={"c": (1000, 1000)}, keys=keys)
    assert shares_of(trip, folder) == [0.5, 0.5]
    model = model_of(trip, folder)
    full = tables_of(model)._replace(start=np.array([0, 1000, 0]))
    plan = record_plan(model, ("along_0", "along_1"), np.arange(2))
    assert mean_pass(model.cells, full, plan, substeps=1).outcomes[0].tolist() == [50, 50]


# ---- what places are ---------------------------------------------------------------------------


def test_conflict_draws_less_and_less_as_it_fades(folder: Path):
    """0.25 to the power of what is left of it, times its intensity; 1 where there is none."""
    stops = [
        ("b", 0, 2, "town", 0.0, None),
        ("b", 3, None, "conflict", 0.5, 3),
    ]
    model = model_of(Trip("a b 10", (100,) * 7, stops=stops, decay=(1, 0.5)), folder)
    pull = tables_of(model).pull
    assert pull[:, 0] == pytest.approx([0.25, 0.25, *(0.25**0.5 for _ in range(5))])
    assert pull[:, 1] == pytest.approx([1, 1, 1, 0.25**0.5, 0.25**0.5, 0.25**0.25, 0.25**0.25])


def test_where_people_set_out_follows_a_day_late(folder: Path):
    """What is left of a conflict halves after two days, and counts on the day after that; news count at once."""
    stops = [
        ("b", 0, 3, "town", 0.0, None),
        ("b", 4, None, "conflict", 0.5, 4),
    ]
    people = {"a": 1000, "b": 400}
    model = model_of(Trip("a b 10", (100,) * 8, stops=stops, people=people, decay=(1, 0.5, 0.1)), folder)
    weight = tables_of(model).come_weight
    # On day 4 the war of b begins: that of a counts with its age of that day, 4. On day 5 it is as on day 4.
    assert weight[:, 0] == pytest.approx([1000, 1000, 1000, 500, 100, 100, 100, 100])
    assert weight[:, 1] == pytest.approx([0, 0, 0, 0, 200, 200, 200, 100])


def test_a_conflict_that_stood_before_the_run_is_older(folder: Path):
    """It began the day before: what is left halves a day earlier."""
    model = model_of(Trip("a b 10", (100,) * 4, stops=[("a", 0, None, "conflict", 1.0, -1)], decay=(1, 0.5)), folder)
    assert tables_of(model).come_weight[:, 0].tolist() == [1, 1, 0.5, 0.5]


def test_chances_and_pulls_of_places(folder: Path):
    """The chance goes by what a place is on the day, times its own factor; its own pull only where it is no camp."""
    stops = [
        ("b", 0, 0, "town", 0.0, None),
        ("b", 1, 1, "camp", 0.0, None),
        ("b", 2, 2, "idp_camp", 0.0, None),
        ("b", 3, None, "always", 0.0, None),
    ]
    numbers = {"chance_factor[b]": 0.5, "pull_place[b]": 3, "pull_camp": 2}
    made = tables_of(model_of(Trip("a b 10", (100,) * 4, stops=stops, numbers=numbers), folder))
    assert made.chance[:, 0].tolist() == [1, 1, 1, 1]
    assert made.chance[:, 1].tolist() == [0.15, 0, 0.05, 0.5]
    assert made.camp[:, 1].tolist() == [0, 1, 0, 0]
    assert made.town[:, 1].tolist() == [1, 0, 0, 0]
    assert made.pull[:, 1].tolist() == [3, 2, 3, 3]


def test_abroad_draws_by_its_own_factor(folder: Path):
    """Home is the country of the table [journey]."""
    model = model_of(Trip("a b 10", ONCE, numbers={"pull_abroad": 2}), folder)
    assert tables_of(model).pull[0].tolist() == [0.25, 1]
    places = {**model.situation.places, "b": replace(model.situation.places["b"], country="Away")}
    moved = build(replace(model.situation, places=places))
    assert isinstance(moved, JourneyModel)
    assert tables_of(moved).pull[0].tolist() == [0.25, 2]


# ---- how many set out --------------------------------------------------------------------------


def test_counts_lie_on_straight_lines_and_are_cut_to_whole_people():
    """Between reports of 10 and 20 three days apart: 13.3 and 16.7, of which the whole people count."""
    calendar = np.arange(99, 106)
    assert counted(np.array([100, 103]), np.array([10.0, 20.0]), calendar).tolist() == [10, 10, 13, 16, 20, 20, 20]
    assert counted(np.array([100]), np.array([7.9]), calendar).tolist() == [7] * 7
    assert counted(np.zeros(0, np.int64), np.zeros(0), calendar).tolist() == [0] * 7


@pytest.mark.parametrize(
    ("begin_counted", "doubled_start", "come"),
    [(True, False, [0, 50, 0, 0, 10]), (False, False, [100, 50, 0, 0, 10]), (False, True, [200, 50, 0, 0, 10])],
)
def test_a_fall_is_made_up_for_before_anybody_sets_out(
    folder: Path, *, begin_counted: bool, doubled_start: bool, come: list[int]
):
    """Reported: 100, 150, 120, 130, 160. The 30 of the fall are owed; the first 10 and 20 more pay them."""
    keys = {"begin_counted": begin_counted, "doubled_start": doubled_start}
    model = model_of(Trip("a b 10", (100, 150, 120, 130, 160), keys=keys), folder)
    assert tables_of(model).come.tolist() == come


def test_debts_are_those_of_a_day_by_day_account():
    """The account of flee.md 1.4, kept by hand, on counts that rise and fall."""
    reported = np.random.default_rng(5).integers(0, 60, 200)
    debt, expected = 0, []
    for rise in np.diff(reported, prepend=0).tolist():
        expected.append(max(rise - debt, 0))
        debt = max(debt - rise, 0)
    assert setting_out(reported, begin_counted=False, doubled_start=False).tolist() == expected


@pytest.mark.parametrize(("begin_counted", "there"), [(True, 40), (False, 0)])
def test_those_who_are_counted_on_the_first_day_stand_there(folder: Path, begin_counted: bool, there: int):
    """Forty people are counted in the camp before anybody has set out."""
    trip = Trip("a b 400", ONCE, camps={"b": 0}, counted={"b": (40, 90)}, keys={"begin_counted": begin_counted})
    assert tables_of(model_of(trip, folder)).start.tolist() == [0, there]
    assert means_of(trip, folder)["at_b"][0] == there


def test_people_set_out_where_there_is_war(folder: Path):
    """Three quarters of the people at risk live at a."""
    stops = [(place, 0, None, "conflict", intensity, 0) for place, intensity in (("a", 1.0), ("b", 0.5))]
    trip = Trip("a c 10\nb c 10", ONCE, stops=stops, people={"a": 300, "b": 200}, numbers={"chance_town": 0})
    assert shares_of(trip, folder) == [0.75, 0.25]


def test_people_who_set_out_without_a_war_are_refused(folder: Path):
    """The reports say that people left, and no place that holds people has a conflict."""
    model = model_of(Trip("a b 10", (0, 0, 100), people={"a": 0}), folder)
    with pytest.raises(RunError, match="100 people set out anew on 2030-01-03") as raised:
        tables_of(model)
    assert raised.value.code == "T403"


def test_ways_without_length_are_refused(folder: Path):
    """A way of no length, and nothing added to it, would draw without end."""
    model = model_of(Trip("a b 10", ONCE), folder, {"distance": 0, "distance_softening": 0})
    with pytest.raises(RunError) as raised:
        tables_of(model)
    assert raised.value.code == "T403"


def test_a_day_without_speed_is_refused(folder: Path):
    """Nobody would ever arrive."""
    with pytest.raises(UsageError) as raised:
        model_of(Trip("a b 10", ONCE), folder, {"speed": 0})
    assert raised.value.code == "T003"


# ---- closed links ------------------------------------------------------------------------------


def test_people_on_a_link_that_closes_are_sent_back(folder: Path):
    """1,000 km take three days. The link is closed on the second one and open on the third: they are sent back."""
    trip = Trip("a b 1000", ONCE, closed=[(0, 1, 1)], numbers={"chance_conflict": 1})
    shown = means_of(trip, folder)
    assert shown["under_way"].tolist() == [100, 100, 0, 100, 100]
    assert shown["at_a"].tolist() == [0, 0, 100, 0, 0]
    assert shown["at_b"].sum() == 0


def test_a_closed_link_is_no_way(folder: Path):
    """While the link to b is closed all go to c; a way of two links needs both."""
    numbers = {"chance_town": 0}
    assert shares_of(Trip("a b 10\na c 300", ONCE, closed=[(0, 0, 0)], numbers=numbers), folder) == [0, 1]
    trip = Trip("a b 10\nb c 10", ONCE, closed=[(1, 0, 0)], keys={"awareness": 2}, numbers=numbers)
    assert means_of(trip, folder)["at_b"][0] == 100


def test_who_is_sent_back_keeps_the_rest_of_the_plan(folder: Path):
    """The rest of a plan begins behind the link: at its begin it leads nowhere, and is dropped when they would go."""
    model = model_of(Trip("a b 1000\nb c 10", ONCE, closed=[(0, 1, 1)], keys={"awareness": 2}), folder)
    cells, network = model.cells, model.network
    (back,) = set(cells.leg_back[(cells.leg_link == 0) & (cells.stand_plan[cells.leg_stand] == 1)])
    assert network.places[cells.stand_place[back]] == "a"
    assert cells.stand_plan[back] == 1
    (choice,) = range(cells.choice_first[back], cells.choice_first[back + 1])
    assert network.places[cells.choice_place[choice]] == "c"
    assert cells.option_first[choice] == cells.option_first[choice + 1]
    assert cells.stand_plain[back] == 0


def test_closed_originals_mirror_the_positions_of_their_leg(folder: Path):
    """Only links that ever close have them."""
    cells = model_of(Trip("a b 1000\nb a 1000", ONCE, closed=[(0, 1, 1)]), folder).cells
    twice = np.flatnonzero(cells.position_shut >= 0)
    assert set(cells.position_leg[twice]) == {0}
    shut = cells.position_shut[twice]
    assert cells.position_km[shut].tolist() == cells.position_km[twice].tolist() == [0, 360, 720]
    assert cells.position_sent[shut].tolist() == [1, 1, 1]
    assert cells.position_node[shut].tolist() == [-1, -1, -1]
    assert cells.position_ride[shut].tolist() == [shut[1], shut[2], -1]
    assert cells.leg_back.tolist() == [0, -1]


def test_reopened_links_come_last():
    """Of three links of one place the first closes for a day: then it stands behind the others."""
    closed = np.zeros((4, 4), np.int64)
    closed[1, 0] = closed[2:, 3] = 1
    order, shuts = link_order(closed, np.array([0, 0, 1, 0]))
    assert order.tolist() == [[1, 2, 1, 3], [0, 1, 1, 2], [2, 1, 1, 0], [2, 1, 1, 0]]
    assert shuts.tolist() == [[0, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0]]


# ---- the model ---------------------------------------------------------------------------------


def test_cells_are_places_and_links(folder: Path):
    """So that results have labels, and outcomes something to count."""
    model = model_of(Trip("a b 10\na b 20\nb c 10", ONCE), folder)
    assert (model.n_cells, model.n_exits) == (6, 3)
    assert [(cell.place, cell.status) for cell in model.shape.cells] == [
        *((place, "there") for place in "abc"),
        *((place, "under_way") for place in "aab"),
    ]
    assert len({cell.label for cell in model.shape.cells}) == 6


def test_what_the_user_sets_moves_the_cells(folder: Path):
    """A link of another length is another journey."""
    trip = Trip("a b 100\nb c 100", ONCE)
    assert means_of(trip, folder, {"distance[a--b]": 400})["at_b"][0] == 0
    assert means_of(trip, folder, {"speed": 60})["under_way"][0] == 100
    assert means_of(trip, folder, {"chance_conflict": 0.25})["at_a"][0] == 75


def test_a_place_elsewhere_moves_no_luck(folder: Path):
    """Addresses are made of labels: what was there keeps them when something is added."""
    few = model_of(Trip("a b 100\nb a 100\nb c 500\nc b 500", ONCE), folder).cells
    more = model_of(Trip("z y 70\ny z 70\na b 100\nb a 100\nb c 500\nc b 500\nc y 30", ONCE, stops=[
        ("a", 0, None, "conflict", 1.0, 0), ("z", 0, None, "town", 0.0, None)
    ]), folder).cells  # fmt: skip
    for name in JourneyCells._fields:
        if name.endswith("_address"):
            assert set(getattr(few, name).tolist()) <= set(getattr(more, name).tolist()), name


def test_two_with_one_address_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """Their luck would be the same."""
    monkeypatch.setattr(shapes, "address", lambda *_: 7)
    with pytest.raises(SituationError) as raised:
        model_of(Trip("a b 10", ONCE), folder)
    assert raised.value.code == "T190"


def test_where_sums_of_lengths_are_too_many_a_grid_merges_them(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """Going to and fro between places 1.01 km apart ends on a km of its own each time; on a grid fewer are told apart.

    How far people go in a day is nearly the same.
    """
    trip = Trip("a b 1.01\nb a 1.01\nb c 1.02\nc b 1.02", (100,), numbers={"speed": 5, "chance_town": 1})
    monkeypatch.setattr(journey_days, "merged", apart)
    exact = model_of(trip, folder)
    assert exact.cells.km_grid == 0
    monkeypatch.setattr(journey_days, "MOST_NODES", exact.cells.node_km.size - 1)
    coarse = model_of(trip, folder)
    assert coarse.cells.km_grid == 0.1
    assert coarse.cells.node_km.size < exact.cells.node_km.size
    assert np.all(np.diff(coarse.cells.node_km) >= 0)
    monkeypatch.setattr(journey_days, "MOST_NODES", 1)
    with pytest.raises(SituationError) as raised:
        model_of(trip, folder)
    assert raised.value.code == "T191"


def apart(nodes: Sequence[tuple[int, float]], *_: object) -> Merged:
    """Put no nodes together."""
    every = tuple(range(len(nodes)))
    return Merged(every, every)


@pytest.mark.parametrize("bins", [0, 4, 8])
def test_nodes_that_nothing_tells_apart_are_one_and_nothing_changes(
    folder: Path, monkeypatch: pytest.MonkeyPatch, bins: int
):
    """A ring of towns at odd distances, where people come by on many different km in a day."""
    ring = "a b 31\nb c 47\nc d 23\nd a 53\nb a 31\nc b 47\nd c 23\na d 53\nc e 29\ne c 29"
    left = (300, 500, 900, 900, 1400, 1400, 1400, 2000)
    trip = Trip(ring, left, camps={"e": 1500}, numbers={"speed": 160}, keys={"short_stints": bins})
    fewer, means = model_of(trip, folder), means_of(trip, folder)
    monkeypatch.setattr(journey_days, "merged", apart)
    every = model_of(trip, folder)
    assert fewer.cells.node_km.size < every.cells.node_km.size
    for name, found in means_of(trip, folder).items():
        assert found == pytest.approx(means[name], rel=1e-9, abs=1e-9), name


def test_a_bin_that_is_just_filled_is_told_apart():
    """At 80 of 160 km with bins of a quarter people are at a threshold; a km more or less puts them on one side."""
    assert bins_filled(80, 40) == (2, True)
    assert bins_filled(79, 40) == (1, False)
    assert bins_filled(81, 40) == (2, False)
    assert bins_filled(33.3 * 3, 33.3) == (3, True)
    assert bins_filled(17, 0) == bins_filled(99, 0)


def test_nodes_lead_on_to_later_ones(folder: Path):
    """So that one pass over them is a day."""
    cells = model_of(Trip("a b 70\nb a 70\nb c 90\nc b 90\nc a 30\na c 30", ONCE, keys={"awareness": 2}), folder).cells
    of_onward = np.repeat(np.arange(cells.node_km.size), np.diff(cells.onward_first))
    reached = cells.onward_ride >= 0
    assert (cells.onward_ride[reached] > of_onward[reached]).all()
    options = np.diff(cells.option_first[cells.choice_first])
    assert np.diff(cells.onward_first).tolist() == options[cells.node_stand].tolist()


# ---- ensembles ---------------------------------------------------------------------------------


def test_replicates_of_a_draw_make_its_tables_once(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """All of them belong to one block."""
    made: list[int] = []

    def counting(*of: object, **more: object) -> object:
        made.append(1)
        return tables(*of, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(blocks, "tables", counting)
    model = model_of(Trip("a b 200\nb c 600", ONCE), folder)
    dataset = simulate(model, draws=1, replicates=20, record=Record(cells=True))
    assert made == [1]
    assert dataset.sizes["replicate"] == 20
    assert dataset["cell"].values.tolist() == [cell.label for cell in model.shape.cells]
    # Everybody is somewhere on every evening.
    assert (dataset["cells"].sum("cell") == 100).all()
    assert (dataset["at_a"] == 0).all()
    assert dataset["at_b"].isel(period=0).std() > 0


def test_a_journey_is_run_to_the_report(folder: Path, tmp_path: Path):
    """No section stands on what a journey does not have: stations, loops, anchors."""
    Trip("a b 200\nb c 600", ONCE, counted={"c": (0, 90)}).situation(folder)
    out = tmp_path / "out"
    assert exit_code(["run", str(folder), "--draws", "2", "--workers", "1", "--out", str(out), "--quiet"]) == 0
    assert "under_way" in (out / "summary.csv").read_text(encoding="utf-8")
    assert "<h1>A trip</h1>" in (out / "report.html").read_text(encoding="utf-8")
