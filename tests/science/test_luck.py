"""Luck is addressed: no order of rows, no place added elsewhere and no policy moves people whom it does not concern."""

from __future__ import annotations

import csv
import random
import shutil
from pathlib import Path

import numpy as np
import pytest

from theory import SIGMAS, runs_of
from tumen.ensemble import simulate
from tumen.errors import RunError
from tumen.model import build
from tumen.situation import Situation, read_situation, situation_folder

SMALL = ("island-evacuation", "hidden-five")


def shuffled(name: str, folder: Path, *, seed: int) -> Situation:
    """Copy a situation, with the rows of each table in another order."""
    shutil.copytree(situation_folder(name), folder)
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = list(csv.reader(file))
        random.Random(seed).shuffle(rows)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *rows])
    return read_situation(folder)


@pytest.mark.parametrize("name", SMALL)
def test_the_order_of_rows_changes_no_count(name, tmp_path):
    situation = read_situation(name)
    straight = runs_of(situation, replicates=5)
    for seed in (1, 2):
        other = shuffled(name, tmp_path / str(seed) / name, seed=seed)
        mixed = runs_of(other, replicates=5)
        assert other.digest == situation.digest
        assert all(np.array_equal(straight[outcome], mixed[outcome]) for outcome in situation.outcomes)


@pytest.mark.parametrize("order", ["a\nsex,b\nsex,c", "c\nsex,b\nsex,a"])
def test_the_order_of_rows_does_not_say_who_gets_the_odd_person(tiny, order):
    """Ten people over three equal cohorts: the tenth has an owner, whatever stands first in cohorts.csv."""
    situation = tiny(
        cohorts=f"attribute,value\nsex,{order}",
        statuses="id,keeps\nalive,sex\ndead,",
        exits="id,group,from_status,to_status,only,hazard\ndie_a,d,alive,dead,sex=a,certain\ndie_b,e,alive,dead,sex=b,certain",
        numbers="certain 1/day 700\npeople persons 10\nshare[a] share 1\nshare[b] share 1\nshare[c] share 1",
        dims={"share": ("sex",)},
        more='[start.all]\nstatus = "alive"\nplace = "here"\npeople = "people"\nshares = ["share"]',
        start="",
    )
    runs = runs_of(situation, replicates=1)
    assert [runs[name][0, 0] for name in ("f_die_a", "f_die_b", "n_alive")] == [4, 3, 3]


EXITS = """
id,group,from_status,from_place,to_status,to_place,hazard,fan,share
die,death,living,,dead,,dying,,
move,moving,living,here,living,there,moving,,
"""
NUMBERS = "dying 1/week 0.3\nmoving 1/week 0.4\npeople persons 500\nmore persons 300\nhalved factor 0.5\nalike factor 1"


def towns(tiny, *, third: bool = False, policies: str = "") -> Situation:
    names = ("here", "there", "elsewhere") if third else ("here", "there")
    everywhere = ";".join(names)
    return tiny(
        places="\n".join(("id", *names)),
        statuses=f"id,places\nliving,{everywhere}\ndead,{everywhere}",
        exits=EXITS + ("come,coming,living,elsewhere,living,there,slow,,\n" if third else ""),
        numbers=NUMBERS + ("\nslow 1/week 0" if third else ""),
        start="living here people" + ("\nliving elsewhere more" if third else "\nliving there more"),
        policies=policies,
    )


def test_a_place_added_elsewhere_changes_no_count_of_the_others(tiny):
    """The address of a count is made of its labels: whoever lives here shares no luck with whoever lives elsewhere."""
    two, three = towns(tiny), towns(tiny, third=True)
    before, after = runs_of(two, replicates=20), runs_of(three, replicates=20)
    for outcome in ("n_living_here", "n_dead_here", "f_move"):
        assert np.array_equal(before[outcome], after[outcome])
    assert (after["n_dead_elsewhere"][:, -1] > 0).all()


@pytest.mark.parametrize("name", SMALL)
def test_a_status_added_at_the_side_changes_no_count_of_the_others(name, tmp_path):
    """A new status with people of its own stands before or after the others in every array, and moves nobody."""
    situation = read_situation(name)
    folder = tmp_path / name
    shutil.copytree(situation_folder(name), folder)
    place = "stad" if name == "island-evacuation" else "southmark"
    extra = {"statuses.csv": f"aside,Aside,{place},,memoryless,,no\nbeyond,Beyond,{place},,memoryless,,no\n"}
    extra["exits.csv"] = "aaa,aside,aside,,,beyond,,,,aside_hazard,,,,,,\n"
    extra["situation.toml"] = (
        f'\n[group.aside]\n[start.aside]\nstatus = "aside"\nplace = "{place}"\npeople = "aside_people"\n'
    )
    extra["parameters.toml"] = "".join(
        f'\n[parameter.{name}]\nunit = "{unit}"\nvalue = {value}\nassumed = "A test adds {name}: nobody meets them."\n'
        for name, unit, value in (("aside_hazard", "1/year", 9), ("aside_people", "persons", 1000))
    )
    for file, text in extra.items():
        with (folder / file).open("a", encoding="utf-8", newline="") as out:
            out.write(text)
    before, after = runs_of(situation, replicates=5), runs_of(read_situation(folder), replicates=5)
    assert all(np.array_equal(before[outcome], after[outcome]) for outcome in situation.outcomes)


LEVER = """
[lever.pull]
title = "Fewer move"
target = "group:{group}"
how = "multiply"
{dates}
strength = "{strength}"
[policy.fewer]
title = "Fewer move"
levers = ["pull"]
"""


def test_a_policy_moves_nobody_where_it_changes_nothing(tiny):
    """Pulled from the sixth day on: until then, and for those who are there throughout, nothing differs by one person.

    Those who live there die by the same luck; what differs is only that fewer arrive.
    """
    situation = towns(tiny, policies=LEVER.format(group="moving", strength="halved", dates="from = 2030-01-06"))
    baseline = runs_of(situation, replicates=200)
    fewer = runs_of(situation, replicates=200, policy="fewer")
    for outcome in situation.outcomes:
        assert np.array_equal(baseline[outcome][:, :5], fewer[outcome][:, :5])
    assert (fewer["f_move"][:, 5] <= baseline["f_move"][:, 5]).all()
    assert (fewer["f_move"][:, 5] < baseline["f_move"][:, 5]).mean() > 0.5


def test_a_policy_on_one_place_moves_nobody_at_another(tiny):
    """Two towns that nobody moves between: a policy on there changes no count here, in any step."""
    situation = tiny(
        places="id\nhere\nthere",
        statuses="id,places\nliving,here;there\ndead,here;there",
        exits="""
        id,group,from_status,from_place,to_status,hazard
        die,at_home,living,here,dead,dying
        perish,abroad,living,there,dead,dying
        """,
        numbers="dying 1/week 0.3\npeople persons 500\nhalved factor 0.5",
        start="living here people\nliving there people",
        policies=LEVER.format(group="abroad", strength="halved", dates=""),
    )
    baseline, fewer = (runs_of(situation, replicates=50, policy=policy) for policy in ("baseline", "fewer"))
    assert np.array_equal(baseline["n_dead_here"], fewer["n_dead_here"])
    assert (fewer["n_dead_there"][:, -1] < baseline["n_dead_there"][:, -1]).all()


def test_eased_searches_change_nothing_before_they_begin():
    situation = read_situation("hidden-five")
    baseline, eased = (runs_of(situation, replicates=10, policy=p) for p in ("baseline", "looking_away"))
    years = 5 * 12
    for outcome in situation.outcomes:
        assert np.array_equal(baseline[outcome][:, :years], eased[outcome][:, :years])
    later = slice(years, None)
    fewer = eased["returned_by_force"][:, later].sum(axis=1) < baseline["returned_by_force"][:, later].sum(axis=1)
    assert fewer.all()


def test_shared_luck_takes_noise_out_of_a_difference():
    """Cov > 0: the difference of two policies that share their luck varies less than that of two that do not."""
    situation = read_situation("hidden-five")
    totals = {
        policy: runs_of(situation, replicates=200, policy=policy)["returned_by_force"].sum(axis=1)
        for policy in ("baseline", "looking_away")
    }
    paired = (totals["looking_away"] - totals["baseline"]).var(ddof=1)
    apart = totals["looking_away"].var(ddof=1) + totals["baseline"].var(ddof=1)
    assert paired < apart * (1 - SIGMAS * np.sqrt(4 / (200 - 1)))  # two variances, each known to √(2 / (n - 1))


def test_a_lever_that_moves_nothing_is_an_error(tiny):
    situation = towns(tiny, policies=LEVER.format(group="moving", strength="alike", dates=""))
    with pytest.raises(RunError, match=r"T601.*fewer.*pull"):
        simulate(build(situation), draws=1, policy="fewer")


def test_the_seed_and_the_future_change_the_luck(tiny):
    situation = towns(tiny)
    one, again, other = (runs_of(situation, replicates=20, seed=seed)["f_die"] for seed in (1, 1, 2))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)
    assert len({tuple(row) for row in one}) == 20
