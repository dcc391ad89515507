"""The folder of a journey: what is read of it, what counts in its digest, and what is refused."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errors.cases import BASE, JOURNEY, apply
from errors.test_mutations import PIECES, mutated
from folder import write
from tumen.errors import UsageError
from tumen.situation import Situation, check_folder, read_situation, schemas
from tumen.situation.digest import digest
from tumen.situation.fate import fates_of
from tumen.trace import trace
from tumen.trace.usage import usage
from tumen.world_journey import NUMBERS, OPTIONAL, Closing, Journey, Stop

WHOLE = read_situation(JOURNEY)
FIRST, LAST = WHOLE.calendar.first, WHOLE.calendar.last
OWN = [
    b"journey",
    b"compete",
    b"brook",
    b"brook--alder",
    b"there",
    b"came",
    b"route",
    b"km",
    b"L1",
    b"yes",
    b"idp_camp",
]
Edit = Callable[[str, str, str], Path]


@pytest.fixture
def edit(tmp_path: Path) -> Edit:
    """Give a function that replaces a text in one file of a copy of the folder."""
    copy = tmp_path / "three-places"
    shutil.copytree(JOURNEY, copy)

    def edited(file: str, old: str, new: str) -> Path:
        apply(copy, {"file": file, "old": old, "new": new})
        return copy

    return edited


def journey_of(situation: Situation) -> Journey:
    assert situation.journey is not None
    return situation.journey


def codes(folder: Path) -> list[str]:
    return [problem.code for problem in check_folder(folder)]


def test_a_journey_is_read_as_it_is_written():
    journey, fought = journey_of(WHOLE), date(2001, 3, 7)
    assert journey.stops[2] == Stop(
        "brook", fought, None, "conflict", camp=False, town=False, intensity=0.5, since=fought, claims=("L2", "F2")
    )
    assert journey.stops[3] == Stop(
        "camp-dell", date(2001, 1, 1), None, "camp", camp=True, town=False, intensity=0.0, since=None, claims=("L3",)
    )
    assert journey.closings == (Closing("brook--camp-dell", date(2001, 3, 4), date(2001, 3, 5), ("C1",)),)
    assert (journey.home, journey.awareness, journey.short_stints) == ("Woodland", 1, 8)
    assert (journey.reported, journey.counts) == (("all",), {"camp-dell": "camp-dell"})
    assert (journey.decay, journey.markers) == (("decay_1", "decay_2"), ())
    assert journey.begin_counted
    assert not (journey.doubled_start or journey.certain_plans or journey.on_foot)
    assert WHOLE.parameters[journey.numbers["distance"]].entries["brook--camp-dell"].low == 450


def test_an_optional_role_that_is_not_given_is_left_out(edit: Edit):
    assert set(journey_of(WHOLE).numbers) == set(NUMBERS) - OPTIONAL
    edit("situation.toml", 'decay_days = "decay_days"', 'decay_days = "decay_days"\nprune_below = "prune_below"')
    argued = 'assumed = "Nobody weighs a way that is a hundred times as bad as the best."'
    folder = edit(
        "parameters.toml",
        "[parameter.decay_1]",
        f'[parameter.prune_below]\nunit = "share"\nvalue = 0.01\n{argued}\n\n[parameter.decay_1]',
    )
    assert journey_of(read_situation(folder)).numbers["prune_below"] == "prune_below"


def test_where_exits_compete_nobody_is_on_a_journey():
    assert read_situation(BASE).journey is None


def test_people_are_there_or_under_way_wherever_people_can_be(edit: Edit):
    assert {status.id: status.places for status in WHOLE.statuses.values()} == dict.fromkeys(
        ("there", "under_way"), ("alder", "brook", "camp-dell")
    )
    folder = edit(
        "places.csv",
        "camp-dell,Camp Dell,Hillmark,site,",
        "hillmark,Hillmark,Hillmark,country,\ncamp-dell,Camp Dell,Hillmark,site,hillmark",
    )
    assert set(read_situation(folder).statuses["there"].places) == {"alder", "brook", "camp-dell"}


def test_the_published_roles_are_those_that_are_read():
    table = schemas()["situation.toml"]["$defs"]["NumbersTable"]
    assert list(table["properties"]) == list(NUMBERS)
    assert set(table["required"]) == set(NUMBERS) - OPTIONAL


def test_what_is_written_reads_back_as_the_same(tmp_path: Path):
    again = read_situation(write(WHOLE, tmp_path / "three-places"))
    assert again.journey == WHOLE.journey
    assert again.digest == WHOLE.digest


@pytest.mark.parametrize(
    "change",
    [
        {"home": "Hillmark"},
        {"awareness": 2},
        {"short_stints": 64},
        {"reported": ()},
        {"counts": {}},
        {"decay": ("decay_2", "decay_1")},
        {"markers": ("brook",)},
        {"begin_counted": False},
        {"doubled_start": True},
        {"certain_plans": True},
        {"on_foot": True},
        {"closings": ()},
        {"stops": journey_of(WHOLE).stops[:-1]},
        {"numbers": {**journey_of(WHOLE).numbers, "walking_speed": "speed"}},
    ],
    ids=str,
)
def test_everything_of_a_journey_counts_in_the_digest(change: dict[str, object]):
    other = replace(WHOLE, journey=replace(journey_of(WHOLE), **change))
    assert digest(other) != WHOLE.digest


def test_the_order_of_routes_counts_in_the_digest_and_that_of_stops_does_not():
    journey = journey_of(WHOLE)
    turned = dict(reversed(list(WHOLE.routes.items())))
    assert digest(replace(WHOLE, routes=turned)) != WHOLE.digest
    assert digest(replace(WHOLE, journey=replace(journey, stops=journey.stops[::-1]))) == WHOLE.digest


@pytest.mark.parametrize("file", ["stops.csv", "closings.csv"])
def test_a_claim_that_a_row_names_is_used_and_another_is_not(edit: Edit, file: str):
    assert all(fate.used for fate in fates_of(WHOLE).values())
    old, claim = {"stops.csv": (",L1;F1\n", "F1"), "closings.csv": (",C1,\n", "C1")}[file]
    folder = edit(file, old, old.replace(claim, "").replace(";", ""))
    (problem,) = check_folder(folder)
    assert (problem.code, claim in problem.message) == ("T240", True)


def test_what_becomes_of_the_claims_and_figures_is_told():
    assert ("stop", "alder") in {(of.kind, of.name) for of in usage(WHOLE, "F1")}
    assert ("closing", "brook--camp-dell") in {(of.kind, of.name) for of in usage(WHOLE, "C1")}
    assert ("journey", WHOLE.id) in {(of.kind, of.name) for of in usage(WHOLE, "all-1")}


def test_every_number_can_move_every_headline():
    used = {*journey_of(WHOLE).numbers.values(), *journey_of(WHOLE).decay}
    assert used == set(WHOLE.parameters)
    for name in used:
        assert trace(WHOLE, name).as_dict()["subject"]["reaches"] == ("at_camp_dell",)


def test_a_journey_is_not_read_as_it_was_known_by_a_day():
    with pytest.raises(UsageError) as caught:
        read_situation(JOURNEY, date(2001, 3, 5))
    assert caught.value.code == "T008"


@pytest.mark.parametrize(("outcomes", "expected"), [(2000, []), (2001, ["T153"])])
def test_a_journey_has_two_thousand_outcomes_at_most(edit: Edit, outcomes: int, expected: list[str]):
    text = (JOURNEY / "outcomes.toml").read_text(encoding="utf-8")
    one = text[text.index("[outcome.under_way]") : text.index("[outcome.brook_to_camp_dell]")]
    more = "".join(one.replace("under_way]", f"under_way_{i}]", 1) for i in range(outcomes - text.count("[outcome.")))
    assert codes(edit("outcomes.toml", one, one + more)) == expected


@settings(max_examples=60, deadline=None)
@given(
    spans=st.lists(st.tuples(st.integers(-2, 12), st.integers(0, 12)), max_size=4, unique_by=lambda span: span[0]),
    for_good=st.booleans(),
    order=st.randoms(use_true_random=False),
)
def test_a_place_has_one_stop_on_each_day(
    tmp_path_factory: pytest.TempPathFactory, spans: list[tuple[int, int]], *, for_good: bool, order: Random
):
    days = [(FIRST + timedelta(start), FIRST + timedelta(start + length)) for start, length in spans]
    if for_good and days:
        days[-1] = (days[-1][0], date.max)
    stops = [f"brook,{a},{'' if b == date.max else b},town,no,yes,,,L2" for a, b in days]
    others = [line for line in (JOURNEY / "stops.csv").read_text().splitlines() if not line.startswith("brook")]
    order.shuffle(stops)
    folder = tmp_path_factory.mktemp("stops") / "three-places"
    shutil.copytree(JOURNEY, folder)
    (folder / "stops.csv").write_text("\n".join([*others, *stops]) + "\n")
    run = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
    right = all(sum(a <= day <= b for a, b in days) == 1 for day in run)
    assert ("T184" in codes(folder)) == (not right)


@settings(max_examples=120, deadline=None)
@given(
    file=st.sampled_from(sorted(path.name for path in JOURNEY.iterdir())),
    at=st.floats(0, 1, exclude_max=True),
    cut=st.integers(0, 12),
    piece=st.one_of(st.sampled_from([*PIECES, *OWN]), st.binary(max_size=4)),
)
def test_no_bytes_break_the_reader(
    tmp_path_factory: pytest.TempPathFactory, file: str, at: float, *, cut: int, piece: bytes
):
    folder = tmp_path_factory.mktemp("mutated") / "three-places"
    shutil.copytree(JOURNEY, folder)
    path = folder / file
    path.write_bytes(mutated(path.read_bytes(), at, cut=cut, piece=piece))
    if not check_folder(folder):
        assert isinstance(read_situation(folder), Situation)
