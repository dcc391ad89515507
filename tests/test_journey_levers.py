"""What can be chosen about a journey, and what is given: more room, opened ways, closings of some futures; crowding."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from trip import Trip
from tumen.cells_journey import JourneyTables
from tumen.cli import exit_code
from tumen.comparison import compare
from tumen.comparison.discovery import discovered
from tumen.comparison.middle import axes_of
from tumen.comparison.turning import turning
from tumen.engine import Luck, mean_pass, run_replicate
from tumen.ensemble import Record, simulate
from tumen.errors import RunError
from tumen.model import JourneyModel, build, idle_levers, record_plan, tables
from tumen.trace import trace

DAYS = 8
LEFT = (100,) * DAYS
PARALLEL = "a b 30\na b 40\na c 200"
"""Two roads from a to b, and a longer one to c."""


def parameter(name: str, unit: str, number: str) -> str:
    """Write a number that is invented."""
    why = f'assumed = "The number {name} is invented for a test, and nothing speaks for it."'
    return f'[parameter.{name}]\nunit = "{unit}"\n{number}\n{why}\n\n'


def lever(name: str, target: str, acts: str, *, when: str = "") -> str:
    """Write a lever, by what it does and how strongly, and a policy of the same name that pulls it."""
    how, strength = acts.split()
    said = f'title = "{name}"\ntarget = "{target}"\nhow = "{how}"\nstrength = "{strength}"\n{when}\n'
    return f'[lever.{name}]\n{said}\n[policy.{name}]\ntitle = "{name}"\nlevers = ["{name}"]\n\n'


NUMBERS = (
    parameter("more", "persons", "value = 30")
    + parameter("wider", "factor", "value = 1.5")
    + parameter("opening", "share", "value = 0")
)
BORDER = parameter("border", "index", 'prior = { family = "uniform", low = 0, high = 1 }')
LEVERS = (
    lever("room", "capacity:b", "add more", when="from = 2030-01-03\nuntil = 2030-01-05")
    + lever("slowly", "capacity:b", "add more", when="from = 2030-01-03\nramp = 3")
    + lever("half", "capacity:b", "multiply wider")
    + lever("nowhere", "capacity:c", "add more")
    + lever("open", "route:a--b", "multiply opening", when="from = 2030-01-03\nuntil = 2030-01-05")
    + lever("open_slowly", "route:a--b", "multiply opening", when="from = 2030-01-02\nramp = 3")
)
SWITCH = """[switch.border]
title = "whether the short road is closed"
at = "open"

[switch.border.position.open]
title = "it stays open"
set = { border = 0 }

[switch.border.position.closed]
title = "it is closed"
set = { border = 1 }
"""
BOTH = Trip(
    PARALLEL,
    LEFT,
    camps={"b": 40, "c": 0},
    closed=[(0, 1, 6)],
    more={"parameters.toml": NUMBERS, "policies.toml": LEVERS},
)
"""The first road is closed from the second day to the seventh; b has room for 40."""
PERHAPS = replace(
    BOTH,
    closed=[],
    more={
        "parameters.toml": NUMBERS + BORDER,
        "policies.toml": LEVERS,
        "switches.toml": SWITCH,
        "closings.csv": "a--b,2030-01-02,2030-01-07,,border\n",
    },
)
"""The same, if the switch says so."""


def model_of(trip: Trip, folder: Path, switches: Mapping[str, str] | None = None) -> JourneyModel:
    model = build(trip.situation(folder), switches=switches)
    assert isinstance(model, JourneyModel)
    return model


def tables_of(model: JourneyModel, policy: str = "baseline") -> JourneyTables:
    (world,) = model.situation.worlds
    return tables(model, world=world, policy=policy, draw=0, seed=1)


def apart(one: JourneyTables, other: JourneyTables) -> set[str]:
    """Name the tables that differ."""
    pairs = zip(one._fields, one, other, strict=True)
    return {name for name, mine, yours in pairs if not np.array_equal(mine, yours)}


def means(model: JourneyModel, outcomes: Sequence[str], policy: str = "baseline") -> list[list[float]]:
    """Give the mean of some outcomes, by day."""
    plan = record_plan(model, outcomes, np.arange(len(model.steps)))
    return mean_pass(model.cells, tables_of(model, policy), plan, substeps=1).outcomes.T.tolist()


# ---- more room -----------------------------------------------------------------------------------


@pytest.fixture
def model(tmp_path: Path) -> JourneyModel:
    return model_of(BOTH, tmp_path / "trip")


def test_room_is_added_from_a_day_to_a_day_and_nothing_else_changes(model: JourneyModel):
    made = tables_of(model, "room")
    assert apart(tables_of(model), made) == {"capacity"}
    assert made.capacity[:, 1].tolist() == [40, 40, 70, 70, 70, 40, 40, 40]
    assert (made.capacity[:, [0, 2]] == 0).all()


def test_room_is_added_bit_by_bit_or_multiplied(model: JourneyModel):
    assert tables_of(model, "slowly").capacity[:, 1].tolist() == pytest.approx([40, 40, 50, 60, 70, 70, 70, 70])
    assert tables_of(model, "half").capacity[:, 1].tolist() == [60] * DAYS


def test_a_place_without_a_limit_stays_without_one(model: JourneyModel):
    values = tables_of(model).values
    assert apart(tables_of(model), tables_of(model, "nowhere")) == set()
    assert idle_levers(model, values, policy="nowhere") == ("nowhere",)
    assert idle_levers(model, values, policy="room") == ()


def test_a_strength_that_is_set_by_hand_takes_no_room_away(tmp_path: Path):
    situation = BOTH.situation(tmp_path / "trip")
    fewer = build(situation, changes={"wider": 0.25})
    assert isinstance(fewer, JourneyModel)
    assert apart(tables_of(fewer), tables_of(fewer, "half")) == set()


def test_who_finds_room_stays_until_it_is_full(tmp_path: Path):
    """Ten people a day find room at b, then nobody: all go to c, which is as far."""
    levers = lever("half", "capacity:b", "multiply wider")
    more = {"parameters.toml": parameter("wider", "factor", "value = 1.5"), "policies.toml": levers}
    trip = Trip("a b 30\na c 30", range(20, 20 * DAYS + 1, 20), camps={"b": 40, "c": 0}, more=more)
    model = model_of(trip, tmp_path / "trip")
    (before,), (after,) = means(model, ["at_b"]), means(model, ["at_b"], "half")
    assert before == [10, 20, 30, 40, 40, 40, 40, 40]
    assert after == [10, 20, 30, 40, 50, 60, 60, 60]


# ---- ways that open and close ----------------------------------------------------------------------


def test_a_road_is_opened_from_a_day_to_a_day(model: JourneyModel):
    before, made = tables_of(model), tables_of(model, "open")
    assert apart(before, made) == {"order", "shuts"}
    # Where it is open all along the short road stands first; a road that opened again stands behind the others.
    assert before.order[:, 0].tolist() == [1, 0, 0, 0, 0, 0, 0, 3]
    assert made.order[:, 0].tolist() == [1, 0, 3, 3, 3, 0, 0, 3]
    assert before.shuts[:, 0].tolist() == [0, 1, 0, 0, 0, 0, 0, 0]
    assert made.shuts[:, 0].tolist() == [0, 1, 0, 0, 0, 1, 0, 0]
    np.testing.assert_array_equal(made.order > 0, (before.order > 0) | (made.order > 0))  # nothing closes


def test_a_road_opens_once_nothing_is_left_of_its_closing(model: JourneyModel):
    assert tables_of(model, "open_slowly").order[:, 0].tolist() == [1, 0, 0, 3, 3, 3, 3, 3]


def test_an_opened_road_is_taken(tmp_path: Path):
    """The way to b is closed all along, so that all go to c; opened from the third day on, b is nearer."""
    levers = lever("open", "route:a--b", "multiply opening", when="from = 2030-01-03")
    more = {"parameters.toml": parameter("opening", "share", "value = 0"), "policies.toml": levers}
    trip = Trip("a b 30\na c 200", range(100, 100 * DAYS + 1, 100), closed=[(0, 0, None)], more=more)
    model = model_of(trip, tmp_path / "trip")
    assert means(model, ["along_0", "along_1"]) == [[0] * DAYS, [100] * DAYS]
    opened_, other = means(model, ["along_0", "along_1"], "open")
    assert opened_[:2] == [0, 0]
    assert other[:2] == [100, 100]
    share = (1 / 40) / (1 / 40 + 1 / 210)
    assert opened_[2:] == pytest.approx([100 * share] * (DAYS - 2))


@pytest.mark.parametrize("position", ["open", "closed"])
def test_a_closing_of_some_futures_is_one_of_all_or_none(tmp_path: Path, position: str):
    perhaps = model_of(PERHAPS, tmp_path / "perhaps", {"border": position})
    given = BOTH if position == "closed" else replace(BOTH, closed=[])
    whole = model_of(given, tmp_path / "whole")
    assert (
        apart(tables_of(perhaps)._replace(values=np.zeros(0)), tables_of(whole)._replace(values=np.zeros(0))) == set()
    )
    assert means(perhaps, ["at_b", "along_0", "along_1"]) == means(whole, ["at_b", "along_0", "along_1"])
    assert apart(tables_of(perhaps), tables_of(perhaps, "open")) == (
        {"order", "shuts"} if position == "closed" else set()
    )


def test_people_on_a_road_that_a_policy_lets_close_again_are_sent_back(tmp_path: Path):
    """Opened for two days of a long road: who set out on the second of them is on it when it closes, and comes back."""
    levers = lever("open", "route:a--b", "multiply opening", when="from = 2030-01-01\nuntil = 2030-01-02")
    more = {"parameters.toml": parameter("opening", "share", "value = 0"), "policies.toml": levers}
    trip = Trip("a b 1000", LEFT, closed=[(0, 0, None)], more=more)
    model = model_of(trip, tmp_path / "trip")
    ((at_b,), (there,)) = means(model, ["at_b"], "open"), means(model, ["at_a"], "open")
    assert at_b == [0] * DAYS
    assert there[-1] == 100


# ---- results that stay -----------------------------------------------------------------------------


def test_options_and_switches_leave_the_baseline_as_it_was(tmp_path: Path):
    plain = replace(BOTH, more={})
    seen = Record(("at_b", "at_c", "under_way"))
    made = (model_of(trip, tmp_path / str(i)) for i, trip in enumerate((plain, BOTH)))
    one, other = (simulate(model, draws=3, record=seen) for model in made)
    for name in ("at_b", "at_c", "under_way"):
        np.testing.assert_array_equal(one[name], other[name])


# ---- crowding --------------------------------------------------------------------------------------

CROWDED = """
[outcome.crowding]
title = "people beyond room"
kind = "crowding"
unit = "persons"
direction = "less"
period = "step"
place = "site"

[outcome.crowded_b]
title = "people beyond room at b"
kind = "crowding"
unit = "persons"
direction = "less"
places = ["b"]
period = "step"
place = "site"

[outcome.on_the_way]
title = "people on the way"
kind = "stock"
unit = "persons"
direction = "less"
statuses = ["under_way"]
period = "step"
place = "site"
"""


def crowded(camps: Mapping[str, float]) -> Trip:
    return Trip("a b 30\na c 30", LEFT, camps=camps, more={"outcomes.toml": CROWDED})


@pytest.mark.parametrize(
    ("camps", "beyond"), [({"b": 20, "c": 0}, [30, 30]), ({"b": 20, "c": 45}, [35, 30]), ({"b": 0, "c": 50}, [0, 0])]
)
def test_crowding_is_who_stands_beyond_the_room_of_a_place(
    tmp_path: Path, camps: Mapping[str, float], beyond: list[float]
):
    """Fifty go to each of two camps on the first day, at once."""
    model = model_of(crowded(camps), tmp_path / "trip")
    assert means(model, ["crowding", "crowded_b"]) == [[n] * DAYS for n in beyond]


def test_crowding_is_counted_in_people_of_each_future(tmp_path: Path):
    model = model_of(crowded({"b": 20, "c": 30}), tmp_path / "trip")
    plan = record_plan(model, ["crowding", "at_b", "at_c"], np.arange(DAYS), keep_cells=True)
    luck = Luck(7, 0, np.zeros(0, np.uint64), np.zeros(DAYS, np.int64))
    run = run_replicate(model.cells, tables_of(model), plan, luck=luck, substeps=1)
    all_, at_b, at_c = run.outcomes.T
    np.testing.assert_array_equal(all_, np.maximum(at_b - 20, 0) + np.maximum(at_c - 30, 0))
    assert run.cells.shape == (DAYS, 3 + 2)


# ---- comparing -------------------------------------------------------------------------------------


def model_of_futures(folder: Path) -> JourneyModel:
    """Give people who tire more or less soon, a camp with little room, and a road that may be closed for four days."""
    levers = lever("room", "capacity:b", "add more") + lever("open", "route:a--b", "multiply opening")
    more = {
        "outcomes.toml": CROWDED,
        "parameters.toml": parameter("more", "persons", "value = 30")
        + parameter("opening", "share", "value = 0")
        + BORDER,
        "policies.toml": levers,
        "switches.toml": SWITCH,
        "closings.csv": "a--b,2030-01-01,2030-01-04,,border\n",
    }
    tired = {"family": "uniform", "low": 0.1, "high": 0.9}
    trip = Trip("a b 30\na c 60\nc b 60", LEFT, camps={"b": 20}, numbers={"chance_town": tired}, more=more)
    return model_of(trip, folder)


def test_policies_are_compared_over_the_same_futures(tmp_path: Path):
    found = compare(model_of_futures(tmp_path / "trip"), draws=6, seed=3)
    assert found.design.policies == ("baseline", "room", "open")
    assert found.design.span.outcomes == ("crowding", "crowded_b", "on_the_way")
    assert {dict(at)["border"] for at in found.design.positions} == {"closed", "open"}
    for p, policy in enumerate(found.design.policies):
        for draw, at in enumerate(found.design.positions):
            model = found.design.models[at]
            made = tables(model, world=found.design.worlds[0], policy=policy, draw=draw, seed=3)
            luck = Luck(3, draw, np.zeros(0, np.uint64), np.zeros(DAYS, np.int64))
            plan = record_plan(model, found.design.span.outcomes, np.arange(DAYS))
            run = run_replicate(model.cells, made, plan, luck=luck, substeps=1)
            np.testing.assert_allclose(found.figures[0, p, draw, 0], run.outcomes.mean(axis=0))


def test_a_comparison_is_the_same_for_any_number_of_workers(tmp_path: Path):
    model = model_of_futures(tmp_path / "trip")
    one, two = (compare(model, draws=4, workers=workers) for workers in (1, 2))
    np.testing.assert_array_equal(one.figures, two.figures)


def test_what_would_change_an_answer_is_looked_for(tmp_path: Path):
    found = compare(model_of_futures(tmp_path / "trip"), draws=12)
    assert axes_of(found.design).names == ("chance_town",)
    (found_in,) = discovered(found, "open", "crowding").values()
    assert found_in.draws == 12
    turned = turning(found.design, workers=1)
    assert {turn.outcome for turn in turned.turns} <= {"crowding", "crowded_b", "on_the_way"}


def test_a_lever_that_moves_nothing_in_any_future_is_refused(tmp_path: Path):
    model = model_of(PERHAPS, tmp_path / "trip")
    with pytest.raises(RunError, match="T601"):
        compare(model, ("nowhere",), draws=2, outcomes=("at_b",), undirected=True)


def test_what_opens_a_road_moves_nothing_where_it_is_open(tmp_path: Path):
    model = model_of(replace(PERHAPS, left=range(100, 100 * DAYS + 1, 100), camps={"b": 0, "c": 0}), tmp_path / "trip")
    seen = Record(("at_b", "at_c"))
    open_, pulled = (simulate(model, draws=2, record=seen, policy=policy) for policy in ("baseline", "open"))
    np.testing.assert_array_equal(open_["at_b"], pulled["at_b"])
    closed = build(model.situation, switches={"border": "closed"})
    shut, pulled = (simulate(closed, draws=2, record=seen, policy=policy) for policy in ("baseline", "open"))
    assert (shut["at_b"] != pulled["at_b"]).any()


# ---- commands --------------------------------------------------------------------------------------


def test_commands_know_policies_and_switches_of_journeys(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder, out = tmp_path / "trip", tmp_path / "out"
    PERHAPS.situation(folder)
    ran = ["run", str(folder), "--draws", "2", "--policy", "open", "--switch", "border=closed", "--out", str(out)]
    assert exit_code(["check", str(folder)]) == 0
    assert exit_code(ran) == 0
    capsys.readouterr()
    assert exit_code(["run", str(folder), "--switch", "border=shut", "--out", str(out)]) == 2
    assert "T421 border has no position 'shut'" in capsys.readouterr().err


def test_what_a_lever_and_a_closing_go_by_leads_to_outcomes(tmp_path: Path):
    situation = PERHAPS.situation(tmp_path / "trip")
    for name in ("more", "opening", "border"):
        assert trace(situation, name).as_dict()["subject"]["reaches"] == ("under_way",)
