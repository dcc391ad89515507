"""Folders of Flee: every quirk of their format on a small one of ours, the published ones, and whatever is wrong."""

import csv
import io
import json
import re
import shutil
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errors.cases import Case, apply
from flee_folders import laid_out
from tumen.cli import exit_code
from tumen.errors import SituationError, TumenError, UsageError, codes
from tumen.interop.flee import FleeFolder, lint, read_folder, situation_files
from tumen.interop.flee.known_settings import SECTIONS, TOP
from tumen.interop.flee.states import State, at_day
from tumen.interop.flee.versions import BEHAVIOUR
from tumen.situation import read_situation
from tumen.situation.types import Situation

ROOT = Path(__file__).parents[1]
HERE = Path(__file__).parent / "flee"
OURS = laid_out("three-places")
SHARED = ROOT.parent / "shared"
CONFLICTS = sorted(path for path in (SHARED / "conflicts").glob("*/") if path.is_dir())
needs_conflicts = pytest.mark.skipif(not CONFLICTS, reason="the folder shared/conflicts is not beside the repository")

LOCATIONS, ROUTES, CLOSURES = "input_csv/locations.csv", "input_csv/routes.csv", "input_csv/closures.csv"
TABLE, SETTINGS = "input_csv/conflicts.csv", "simsetting.yml"
Edit = tuple[str, str, str]
Make = Callable[..., FleeFolder]


def edited(folder: Path, edits: Sequence[Edit]) -> Path:
    """Copy our folder, and change files in it: file, old, new; with nothing old, the whole file."""
    shutil.copytree(OURS, folder)
    for file, old, new in edits:
        apply(folder, {"file": file, "old": old, "new": new} if old else {"file": file, "text": new})
    return folder


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Read our folder, changed."""

    def read(*edits: Edit, version: str = "3.1", **more: object) -> FleeFolder:
        return read_folder(edited(tmp_path / f"folder{len(list(tmp_path.iterdir()))}", edits), version, **more)  # type: ignore[arg-type]

    return read


def situation_of(folder: FleeFolder, where: Path) -> Situation:
    """Read a folder as the situation that it becomes."""
    where.mkdir()
    for name, text in situation_files(folder).items():
        (where / name).write_bytes(text.encode())
    return read_situation(where)


def setting(key: str, value: str) -> Edit:
    """Add a setting below move_rules."""
    return SETTINGS, "  camp_weight: 2.0", f"  camp_weight: 2.0\n  {key}: {value}"


def conflicts(*columns: Sequence[float], names: str = "Oak,Elm Bridge") -> Edit:
    """Write a table of conflicts."""
    rows = [",".join(map(str, (day, *values))) for day, values in enumerate(zip(*columns, strict=True))]
    return TABLE, "", "\n".join([f"#Day,{names}", *rows]) + "\n"


def states(folder: FleeFolder, name: str) -> tuple[State, ...]:
    return folder.states.of[[place.name for place in folder.locations].index(name)]


# ---- what stands in it -----------------------------------------------------------------------------


def test_our_folder_is_read_with_its_blanks_quotes_and_line_ends(make: Make):
    folder = make()
    assert [(p.name, p.kind, p.size, p.country) for p in folder.locations] == [
        ("Oak", "conflict", 4000, "Avia"),
        ("Elm Bridge", "town", 900, "Avia"),
        ("Ash", "camp", 300, "Bavia"),
    ]
    assert folder.ids == ("Oak", "Elm_Bridge", "Ash")
    assert (folder.period.first, folder.days) == (date(2031, 3, 1), 10)
    assert folder.camp_names == ("Ash",)
    assert [conflict.name for conflict in folder.conflicts] == ["Oak", "Elm Bridge"]


def test_a_way_leads_there_and_back_and_one_of_a_forced_pair_twice(make: Make):
    ways = [f"{i} {link.km:g}" for i, link in zip(make().link_ids, make().links, strict=True)]
    assert ways == [
        "Oak--Elm_Bridge 120",
        "Elm_Bridge--Oak 120",
        "Elm_Bridge--Ash 300",
        "Ash--Elm_Bridge 300",
        "Elm_Bridge--Ash-2 300",
        "Ash--Elm_Bridge-2 300",
    ]


@pytest.mark.parametrize("forced", ["0", "2", "3", ""])
def test_any_other_forced_redirection_makes_a_way_once(make: Make, forced: str):
    assert len(make((ROUTES, "300,1", f"300,{forced}")).links) == 4


def test_a_row_of_three_cells_is_a_way_and_a_pair_listed_twice_is_two(make: Make):
    folder = make((ROUTES, "Elm Bridge,Ash,300,1\n", "Elm Bridge,Ash,300\nAsh,Elm Bridge,280.5\n"))
    assert folder.link_ids[2:] == ("Elm_Bridge--Ash", "Ash--Elm_Bridge", "Ash--Elm_Bridge-2", "Elm_Bridge--Ash-2")
    assert [link.km for link in folder.links[2:]] == [300, 300, 280.5, 280.5]


def test_named_columns_of_ways_give_speed_and_walking(make: Make, tmp_path: Path):
    header = "#name1,name2,distance,forced_redirection,max_move_speed,walk_probability\n"
    folder = make((ROUTES, "", header + "Oak,Elm Bridge,120,,90,0.25\nElm Bridge,Ash,300\n"))
    assert [(link.speed, link.walking) for link in folder.links] == [(90, 0.25)] * 2 + [(None, 0)] * 2
    parameters = situation_of(folder, tmp_path / "s").parameters
    assert {level: prior.low for level, prior in parameters["route_speed"].entries.items()} == {
        "Oak--Elm_Bridge": 90,
        "Elm_Bridge--Oak": 90,
    }
    assert parameters["walking_share"].entries["Elm_Bridge--Oak"].low == 0.25


def test_types_are_understood_by_parts_of_words(make: Make):
    kinds = {
        "IDPcamp": "idp_camp",
        "refugee Camp": "camp",
        "forwarding_hub": "forward",
        "Marker": "marker",
        "default": "town",
        "harbour": "other",
    }
    for written, kind in kinds.items():
        layout = ("source_data/data_layout.csv", "Ash,", "Elm Bridge,total.csv\nAsh,")
        assert make((LOCATIONS, ",town,", f",{written},"), layout).locations[1].kind == kind


def test_an_unknown_type_is_left_as_a_town_is_and_is_none(make: Make):
    (state,) = {(s.moves, s.town, s.camp) for s in states(make((LOCATIONS, ",town,", ",harbour,")), "Elm Bridge")[:1]}
    assert state == ("town", False, False)


def test_a_town_that_hardly_anybody_leaves_is_a_camp_and_needs_counts(make: Make):
    with pytest.raises(SituationError, match="T284 no series counts the camp 'Elm Bridge'"):
        make(setting("default_movechance", "0.004"))
    layout = ("source_data/data_layout.csv", "Ash,", "Elm Bridge,total.csv\nAsh,")
    folder = make(setting("default_movechance", "0.004"), layout)
    assert folder.camp_names == ("Elm Bridge", "Ash")
    assert states(folder, "Elm Bridge")[0].camp


# ---- conflicts and camps, day by day ----------------------------------------------------------------


def test_a_conflict_of_1_begins_and_ends_and_leaves_a_town(make: Make):
    before, during, after = states(make(), "Elm Bridge")
    assert (before.day, before.moves, before.town) == (0, "town", True)
    assert (during.day, during.moves, during.town, during.intensity, during.since) == (2, "conflict", False, 1, 2)
    assert (after.day, after.moves, after.town, after.intensity) == (4, "town", True, 0)


def test_a_fraction_of_a_conflict_ends_in_newer_flee_only(make: Make):
    edit = conflicts([1] * 10, [0, 0, 0.5, 0.5, 0, 0, 0.25, 0, 0, 0])
    old = [(s.day, s.intensity, s.since) for s in states(make(edit), "Elm Bridge")]
    assert old == [(0, 0, -1), (2, 0.5, 2), (6, 0.25, 6)]
    new = [(s.day, s.intensity) for s in states(make(edit, version="head"), "Elm Bridge")]
    assert new == [(0, 0), (2, 0.5), (4, 0), (6, 0.25), (7, 0)]


def test_an_intensity_that_changes_is_not_looked_at_but_1_ends(make: Make):
    edit = conflicts([1] * 10, [0, 0, 0.5, 1, 0, 0, 0, 0, 0, 0])
    assert [(s.day, s.intensity) for s in states(make(edit), "Elm Bridge")] == [(0, 0), (2, 0.5), (4, 0)]


def test_a_zone_without_a_conflict_in_the_table_stays_one_from_the_day_before(make: Make, tmp_path: Path):
    folder = make(conflicts([0] * 10, [0] * 10))
    assert [(s.day, s.moves, s.since) for s in states(folder, "Oak")] == [(0, "conflict", -1)]
    journey = situation_of(folder, tmp_path / "s").journey
    assert journey is not None
    assert next(stop for stop in journey.stops if stop.place == "Oak").since == date(2031, 2, 28)


def test_a_zone_of_a_later_date_begins_as_a_town(make: Make):
    folder = make((LOCATIONS, "conflict_zone,0", "conflict_zone,3"))
    assert [(s.day, s.moves) for s in states(folder, "Oak")] == [(0, "conflict")]
    folder = make((LOCATIONS, "conflict_zone,0", "conflict_zone,3"), conflicts([0] * 10, [1] * 10))
    assert [(s.day, s.moves) for s in states(folder, "Oak")] == [(0, "town")]


def test_the_intensity_of_a_place_reaches_newer_flee_only(make: Make):
    edits = ((LOCATIONS, "0,4000,1", "0,4000,0.5"), conflicts([0] * 10, [0] * 10))
    assert [states(make(*edits, version=v), "Oak")[0].intensity for v in BEHAVIOUR] == [1, 0.5]


def test_days_count_by_position_and_not_by_number(make: Make):
    folder = make((TABLE, "2,1,1\n3,1,1\n", "77,1,1\n77,1,1\n"))
    assert [s.day for s in states(folder, "Elm Bridge")] == [0, 2, 4]


def test_a_closed_camp_is_a_town_that_keeps_its_counts_and_its_room(make: Make, tmp_path: Path):
    folder = make((CLOSURES, "camp,Ash,,0,1", "camp,Ash,,3,6"))
    assert [(s.day, s.moves, s.camp, s.town) for s in states(folder, "Ash")] == [
        (0, "camp", True, False),
        (3, "town", False, True),
        (6, "camp", True, False),
    ]
    situation = situation_of(folder, tmp_path / "s")
    assert situation.parameters["capacity"].entries["Ash"].low == 300
    assert situation.journey is not None
    assert situation.journey.counts == {"Ash": "count_Ash"}


def test_a_camp_closed_on_the_first_day_is_one_before_it(make: Make):
    folder = make()
    assert folder.camp_names == ("Ash",)
    assert [(s.day, s.camp) for s in states(folder, "Ash")] == [(0, False), (1, True)]


def test_an_opening_makes_a_camp_of_what_was_none(make: Make):
    folder = make((CLOSURES, "camp,Ash,,0,1", "idpcamp,Elm Bridge,,-1,7"))
    assert at_day(states(folder, "Elm Bridge"), 7).moves == "idp_camp"
    assert folder.camp_names == ("Ash",)


def test_a_conflict_leaves_a_camp_a_camp_and_its_end_makes_it_a_town_too(make: Make):
    edit = conflicts([1] * 10, [0, 0, 1, 1, 0, 0, 0, 0, 0, 0], names="Oak,Ash")
    folder = make(edit, (CLOSURES, "camp,Ash,,0,1\n", ""))
    assert [(s.day, s.moves, s.camp, s.town) for s in states(folder, "Ash")] == [
        (0, "camp", True, False),
        (2, "conflict", True, False),
        (4, "town", True, True),
    ]


# ---- closures of ways --------------------------------------------------------------------------------


def shut(folder: FleeFolder) -> set[tuple[str, int, int | None]]:
    return {(folder.link_ids[s.link], s.first, s.last) for s in folder.shut}


BORDER = ("Elm_Bridge--Ash", "Ash--Elm_Bridge", "Elm_Bridge--Ash-2", "Ash--Elm_Bridge-2")


def test_a_border_closes_both_ways_up_to_the_day_before_it_opens(make: Make):
    assert shut(make()) == {(way, 2, 3) for way in BORDER}


def test_a_location_closes_all_its_ways_and_for_good_if_never_opened(make: Make):
    folder = make((CLOSURES, "country,Avia,Bavia,2,4", "location,Elm Bridge,whatever,5,-1"))
    assert shut(folder) == {(way, 5, None) for way in folder.link_ids}


def test_whatever_opens_opens_what_something_else_closed(make: Make):
    folder = make((CLOSURES, "country,Avia,Bavia,2,4", "country,Avia,Bavia,2,9\nlocation,Ash,,5,6"))
    assert shut(folder) == {(way, 2, 5) for way in BORDER}


def test_a_link_closes_nothing_unless_both_names_are_one_sign(make: Make):
    assert not any("Oak" in way for way, _, _ in shut(make()))
    names = [(file, "Oak", "O") for file in (LOCATIONS, ROUTES, TABLE, CLOSURES)]
    folder = make(*names, (CLOSURES, "link,O,Elm Bridge", "link,O,Elm Bridge"))
    assert ("Elm_Bridge--O", 3, 4) in shut(folder)
    assert not any(way == "O--Elm_Bridge" for way, _, _ in shut(folder))


def test_a_closure_may_close_and_open_on_the_first_day_when_nobody_is_under_way(make: Make):
    assert shut(make((CLOSURES, "Bavia,2,4", "Bavia,0,0"))) == {(way, 0, -1) for way in BORDER}
    assert "Bavia" not in situation_files(make((CLOSURES, "Bavia,2,4", "Bavia,0,0")))["closings.csv"]


# ---- counts ------------------------------------------------------------------------------------------


def test_counts_are_added_up_corrected_and_drawn_as_straight_lines(make: Make):
    folder = make()
    knots = [(knot.day, knot.value) for knot in folder.series["Ash"].knots]
    # Files are added at the dates of the second; before 5 March all is scaled by 150 / 160.
    assert knots == [(0, 100 * 150 / 160), (2, 160 * 150 / 160), (4, 150), (9, 350)]
    assert folder.counts("Ash") == (93, 121, 150, 150, 150, 190, 230, 270, 310, 350)


def test_counts_before_the_start_are_used_and_the_last_one_stands(make: Make):
    folder = make(("source_data/total.csv", "2031-03-01,200\n", ""), ("source_data/total.csv", "2031-03-10,500\n", ""))
    assert folder.counts("total")[0] == int(100 + 9 / 14 * 300)
    assert folder.counts("total")[-2:] == (390, 390)


def test_a_debt_is_paid_before_anybody_sets_out_again(make: Make):
    leaving = make().leaving
    assert leaving.people == (0, 40, 40, 40, 40, 40, 0, 0, 45, 55)
    assert leaving.debt == (0, 0, 0, 0, 0, 0, 5, 10, 0, 0)
    assert leaving.reported[-1] == 500


def test_newer_flee_sums_the_camps(make: Make):
    assert make(version="head").leaving.people == (0, 28, 29, 0, 0, 40, 40, 40, 40, 40)
    old = make((SETTINGS, "sum_from_camps: True", "sum_from_camps: false"), version="head")
    assert old.leaving.people == make().leaving.people


def test_everything_is_divided_by_hasten(make: Make, tmp_path: Path):
    folder = make(hasten=7)
    assert folder.counts("total")[0] == 200 // 7
    assert folder.series["total"].knots[0].value == 100 / 7
    parameters = situation_of(folder, tmp_path / "s").parameters
    assert parameters["population"].entries["Oak"].low == 4000 // 7
    assert parameters["capacity"].entries["Ash"].low == 300 // 7
    assert make((SETTINGS, "move_rules", "optimisations:\n  hasten: 7\nmove_rules")).hasten == 7


def test_counts_out_of_order_are_written_day_by_day(make: Make, tmp_path: Path):
    twice = ("source_data/total.csv", "2031-03-06,400", "2031-03-06,400\n2031-03-06,410")
    folder = make(twice)
    assert not folder.series["total"].in_order
    situation = situation_of(folder, tmp_path / "s")
    figures = [of.value for of in situation.observations if of.series == "count_total"]
    assert figures == list(folder.counts("total"))
    assert figures[5:7] == [410, 400]


def test_the_first_line_of_counts_may_be_a_header_and_empty_counts_are_passed_over(make: Make):
    folder = make(("source_data/total.csv", "Date,people\n", "DateTime,x\n2031-02-21,\n#2031-02-22,7\n"))
    assert [knot.day for knot in folder.series["total"].knots] == [-9, 0, 5, 7, 9]


def test_a_correction_before_the_start_is_passed_over_by_newer_flee(make: Make):
    early = ("input_csv/registration_corrections.csv", "2031-03-05", "2031-01-05")
    assert make(early, version="head").series["Ash"].knots[0].value == 100
    with pytest.raises(SituationError, match="T288 2031-01-05 is no date"):
        make(early)


# ---- settings ----------------------------------------------------------------------------------------


def test_each_setting_has_a_verdict_and_a_line(make: Make):
    verdicts = {s.key: (s.line, s.verdict) for s in make().settings.written}
    assert verdicts["move_rules.camp_weight"] == (9, "used")
    assert verdicts["spawn_rules.sum_from_camps"] == (6, "no effect in Flee either")
    assert verdicts["log_levels.agent"] == (2, "no effect in Flee either")
    newer = {s.key: s.verdict for s in make(version="head").settings.written}
    assert newer["spawn_rules.sum_from_camps"] == newer["move_rules.capacity_scaling"] == "used"


@pytest.mark.parametrize(
    ("section", "key"),
    [
        (section, name)
        for section, keys in SECTIONS.items()
        for name, key in keys.items()
        if key.becomes == "refused if on" and key.kind == "switch"
    ],
)
def test_what_is_not_supported_is_refused_only_if_it_is_on(make: Make, section: str, key: str):
    known = SECTIONS[section][key]
    version = known.versions[-1]
    new = f"{section}:\n  {key}: false"
    old = f"{section}:"
    assert make((SETTINGS, old, new), version=version).settings.written
    with pytest.raises(SituationError, match=f"T287 {section}.{key} is not supported"):
        make((SETTINGS, old, new.replace("false", "true")), version=version)
    if "3.1" not in known.versions:
        written = make((SETTINGS, old, new.replace("false", "true"))).settings.written
        assert next(s for s in written if s.key == f"{section}.{key}").verdict == "no effect in Flee either"


@needs_conflicts
def test_every_setting_that_was_found_in_flee_is_known():
    text = (SHARED / "reference" / "flee.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| (spawn_rules|move_rules|optimisations)\.(\w+)", text, re.MULTILINE)
    assert len(named) > 30
    assert [f"{section}.{key}" for section, key in named if key not in SECTIONS[section]] == []
    assert {"number_of_steps", "conflict_input_file"} <= set(TOP)


def test_defaults_are_those_of_flee(make: Make):
    folder = make((SETTINGS, "", "# nothing\n"))
    taken = {
        key: folder.settings.number(f"move_rules.{key}") for key in ("max_move_speed", "softening", "camp_movechance")
    }
    assert taken == {"max_move_speed": 360, "softening": 10, "camp_movechance": 0.001}
    assert folder.settings.number("move_rules.conflict_weight") == pytest.approx(0.1**0.5)


def test_the_rules_of_flee_1_hold_whatever_else_is_written(make: Make, tmp_path: Path):
    edits = setting("use_v1_rules", "true"), (SETTINGS, "max_move_speed: 200.0", "max_move_speed: 9.0")
    situation = situation_of(make(*edits), tmp_path / "s")
    values = {role: situation.parameters[role].entries[""].low for role in ("speed", "pull_camp", "pull_conflict")}
    assert values == {"speed": 200, "pull_camp": 2, "pull_conflict": 0.25}
    assert situation.journey is not None
    assert situation.journey.short_stints == 0


def numbers(folder: FleeFolder, where: Path) -> Callable[[str], dict[str, float]]:
    situation = situation_of(folder, where)
    return lambda name: {level: prior.low for level, prior in situation.parameters[name].entries.items()}


def test_populations_draw_people_by_either_formula(make: Make, tmp_path: Path):
    edits = (setting("use_pop_for_loc_weight", "true"), setting("pop_power_for_loc_weight", "0.5"))
    assert numbers(make(*edits), tmp_path / "a")("pull_place") == {"Oak": 1, "Elm_Bridge": 1, "Ash": 0}
    newer = numbers(make(*edits, version="head"), tmp_path / "b")("pull_place")
    assert newer == {"Oak": 4000**0.5, "Elm_Bridge": 30, "Ash": 1}


def test_populations_and_capacities_change_chances(make: Make, tmp_path: Path):
    edits = (setting("movechance_pop_base", "100.0"), setting("movechance_pop_scale_factor", "0.5"))
    factor = numbers(make(*edits), tmp_path / "a")("chance_factor")
    assert factor == {"Oak": 40**0.5, "Elm_Bridge": 3, "Ash": 3**0.5}


def test_newer_flee_scales_capacities_less_who_stands_there(make: Make, tmp_path: Path):
    room = numbers(make(version="head"), tmp_path / "a")("capacity")
    assert room["Ash"] == 259  # (300 - 93) * 1.25 = 258.75
    assert numbers(make(), tmp_path / "b")("capacity")["Ash"] == 300
    assert numbers(make(no_capacity=True), tmp_path / "c")("capacity") == {"Oak": 0, "Elm_Bridge": 0, "Ash": 0}


def test_the_versions_differ_in_the_journey_as_their_table_says(make: Make, tmp_path: Path):
    pruned = setting("pruning_threshold", "4.0")
    journeys = {v: situation_of(make(pruned, version=v), tmp_path / v).journey for v in BEHAVIOUR}
    old, new = journeys["3.1"], journeys["head"]
    assert old is not None
    assert new is not None
    assert (old.certain_plans, new.certain_plans) == (False, True)
    assert (old.reported, new.reported) == (("count_total",), ("count_Ash",))
    assert ("prune_below" in old.numbers, "prune_below" in new.numbers) == (False, True)
    assert numbers(make(pruned, version="head"), tmp_path / "c")("prune_below") == {"": 0.25}
    days = [numbers(make(version=v), tmp_path / f"d{v}")("decay_days")[""] for v in BEHAVIOUR]
    assert days == [30, 4]


def test_newer_flee_can_begin_with_empty_camps(make: Make, tmp_path: Path):
    edit = (SETTINGS, "sum_from_camps: True", "sum_from_camps: True\n  empty_camps_on_day0: true")
    folder = make(edit, version="head")
    assert folder.counts("Ash")[:3] == (0, 28, 57)
    journey = situation_of(folder, tmp_path / "s").journey
    assert journey is not None
    assert not journey.begin_counted


def test_awareness_is_cut_to_a_whole_number_and_minus_1_is_1(make: Make, tmp_path: Path):
    for level, looks in {"0": 0, "-1": 1, "1": 1, "2.9": 2}.items():
        journey = situation_of(make(setting("awareness_level", level)), tmp_path / level).journey
        assert journey is not None
        assert journey.awareness == looks


@pytest.mark.parametrize(("option", "value"), [("hasten", 0), ("short_stints", 0), ("short_stints", 65_537)])
def test_what_is_asked_for_is_in_range(option: str, value: int):
    with pytest.raises(UsageError, match="T003"):
        read_folder(OURS, **{option: value})  # type: ignore[arg-type]


# ---- as a situation ------------------------------------------------------------------------------------


def test_every_number_points_at_its_line(make: Make, tmp_path: Path):
    folder = make()
    situation = situation_of(folder, tmp_path / "s")
    assert all(p.claims or p.assumed for p in situation.parameters.values())
    files = {Path(file).name: OURS / file for file in folder.digests}
    for claim in situation.claims.values():
        file, _, number = claim.locator.rpartition(" / ")
        line = io.StringIO(files[file].read_bytes().decode(), newline="").read().splitlines()[int(number) - 1]
        assert all(token in line for token in claim.tokens), (claim, line)


def test_every_place_has_one_stop_on_every_day_and_every_outcome(make: Make, tmp_path: Path):
    folder = make()
    situation = situation_of(folder, tmp_path / "s")
    assert situation.journey is not None
    for id_ in folder.ids:
        own = [stop for stop in situation.journey.stops if stop.place == id_]
        for day in range(folder.days):
            on = folder.period.day(day)
            assert sum(stop.starts <= on and (stop.ends is None or on <= stop.ends) for stop in own) == 1
    ways = {f"along_{id_}" for id_ in folder.link_ids} | {f"at_{id_}" for id_ in folder.ids}
    less = {"under_way", "outside_camps", "in_conflict", "crowding"}
    assert {o.id for o in situation.outcomes.values() if o.direction == "less"} == less
    assert set(situation.outcomes) == ways | less | {"in_camps", "people", "came", "near_threshold"}
    assert [o.id for o in situation.outcomes.values() if o.headline] == ["at_Ash"]


def test_the_files_are_the_same_each_time():
    assert situation_files(read_folder(OURS)) == situation_files(read_folder(OURS))


def test_names_that_no_identifier_can_have_are_kept_for_people(make: Make, tmp_path: Path):
    odd = 'R\u00edo "Blanco"; 7'
    quoted = '"R\u00edo ""Blanco""; 7"'
    folder = make(
        *[(file, "Elm Bridge", quoted) for file in (LOCATIONS, ROUTES, TABLE, CLOSURES)], (ROUTES, "Elm Bridge", quoted)
    )
    assert folder.locations[1].name == odd
    situation = situation_of(folder, tmp_path / "s")
    assert situation.places["Rio_Blanco_7"].name == odd


def test_names_whose_identifiers_would_be_the_same_get_numbers(make: Make):
    edits = [(file, "Oak", "Elm-Bridge!") for file in (LOCATIONS, ROUTES, TABLE)]
    edits += [(file, "Elm Bridge", "Elm-Bridge?") for file in (LOCATIONS, ROUTES, TABLE)] + [
        (ROUTES, "Elm Bridge", "Elm-Bridge?"),
        (CLOSURES, "link,Oak,Elm Bridge,3,5\n", ""),
    ]
    assert make(*edits).ids == ("Elm-Bridge", "Elm-Bridge_2", "Ash")


# ---- what somebody should look at ----------------------------------------------------------------------


def found(folder: FleeFolder) -> list[tuple[str, str]]:
    return [(finding.kind, finding.message) for finding in lint(folder)]


def test_our_folder_has_a_forced_pair_a_link_that_is_not_found_and_looks_ahead(make: Make):
    assert [kind for kind, _ in found(make((LOCATIONS, ",300,", ",230,")))] == ["pairs", "dates"]
    ahead = [text for kind, text in found(make((LOCATIONS, ",300,", ",350,"))) if kind == "look-ahead"]
    assert len(ahead) == 1
    assert "the capacity of 'Ash', 350, is the largest" in ahead[0]


@pytest.mark.parametrize(
    "odd",
    [
        ((ROUTES, "Elm Bridge,Ash,300,1\n", ""), "connections", "no way leads to 'Ash'"),
        ((ROUTES, "Elm Bridge,Ash,300,1\n", "Ash,Elm Bridge,3,\nAsh,Elm Bridge,4,\n"), "pairs", "on line 3 already"),
        ((TABLE, "Elm Bridge", "Elm Brigde"), "names", "no place 'Elm Brigde': its column does nothing; 'Elm Bridge'"),
        (
            (CLOSURES, "country,Avia", "county,Avia"),
            "names",
            "no closure 'county', and does nothing; 'country' is meant",
        ),
        ((CLOSURES, "Avia,Bavia,2,4", "Avia,Bavia,12,14"), "dates", "closes on day 12, after the last, 9"),
        ((CLOSURES, "country,Avia", "country,Avalon"), "names", "there is no 'Avalon': nothing closes"),
        ((LOCATIONS, ",town,", ",harbour,"), "names", "'harbour' is no type that Flee knows"),
        ((LOCATIONS, "10.5,20.5", "110.5,20.5"), "coordinates", "latitude 110.5 lies beyond the pole"),
        ((TABLE, "2,1,1\n3,1,1", "2,1,0.5\n3,1,0.5"), "dates", "falls from 0.5 to 0"),
        (("source_data/data_layout.csv", "Ash,", "Yew,total.csv\nAsh,"), "counts", "'Yew' is no place"),
        (("source_data/total.csv", "2031-03-06", "2031-03-09"), "dates", "not in the order of their dates"),
    ],
    ids=lambda odd: odd[2].replace(" ", "-"),
)
def test_what_is_odd_is_found(make: Make, odd: tuple[Edit, str, str]):
    edit, kind, words = odd
    assert [text for own, text in found(make(edit)) if own == kind and words in text]


def test_two_places_of_one_name_are_two_places_and_told_of(make: Make):
    folder = make((LOCATIONS, "Elm Bridge,Lower", "Oak,Lower,Avia,1,1,town,,5,\nElm Bridge,Lower"))
    assert folder.ids == ("Oak", "Oak_2", "Elm_Bridge", "Ash")
    assert folder.links[0].origin == 1  # the last of the name
    assert any("'Oak' stands 2 times" in text for _, text in found(folder))


# ---- what is wrong ---------------------------------------------------------------------------------------

CASES = [
    Case(case["name"], tuple(case["edits"]), case["says"])
    for case in tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))["case"]
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_every_problem_is_said_in_these_words(case: Case, tmp_path: Path):
    folder = edited(tmp_path / "folder", [])
    for edit in case.edits:
        apply(folder, edit)
    with pytest.raises(SituationError) as caught:
        read_folder(folder)
    assert "\n".join(map(str, caught.value.problems)) == case.says
    assert caught.value.exit_code == 3


def test_each_code_of_flee_folders_has_a_case():
    recorded = {code for case in CASES for code in re.findall(r"^(T\d{3}) ", case.says, re.MULTILINE)}
    assert recorded == {code for code in codes() if code.startswith("T28")}


def test_a_folder_that_is_not_there(tmp_path: Path):
    with pytest.raises(SituationError, match="T280 there is no folder 'nowhere'"):
        read_folder(tmp_path / "nowhere")


# ---- whatever is wrong -------------------------------------------------------------------------------------

FILES = sorted(path.relative_to(OURS).as_posix() for path in OURS.rglob("*") if path.is_file())
PIECES = [
    *(b"\x00", b"\xff", b"\xef\xbb\xbf", b"\r", b"\n", b'"', b",", b"#", b":", b"- ", b"[", b"]", b"{", b"&a ", b"*a"),
    *(
        b"-1",
        b"0",
        b"1",
        b"0.5",
        b"nan",
        b"inf",
        b"1e999",
        b"9" * 400,
        b"1_0",
        b"2031-03-01",
        b"0001-01-01",
        b"9999-12-31",
    ),
    *(b"Oak", b"Elm Bridge", b"Ash", b"Avia", b"camp", b"conflict", b"marker", b"idp", b"country,Avia,Bavia,3,3\n"),
    *(
        b"location,Oak,,0,9\n",
        b"true",
        b"null",
        b"yes",
        b"!!set",
        b"? ",
        b"| ",
        b"%YAML 1.1\n",
        b"<<: ",
        b"../",
        b"total",
    ),
]
place = st.tuples(st.sampled_from(FILES), st.floats(0, 1, exclude_max=True))
bytes_change = st.tuples(place, st.integers(0, 12), st.one_of(st.sampled_from(PIECES), st.binary(max_size=4)))
line_change = st.tuples(place, st.sampled_from(("drop", "twice", "cell dropped", "cell twice", "swapped", "deleted")))


def with_bytes(data: bytes, at: float, *, cut: int, piece: bytes) -> bytes:
    start = int(at * len(data))
    return data[:start] + piece + data[start + cut :]


def with_line(data: bytes, at: float, how: str) -> bytes:
    lines = data.split(b"\n")
    number = int(at * len(lines))
    cells = lines[number].split(b",")
    cell = int(at * 7919) % len(cells)
    if how.startswith("cell"):
        lines[number] = b",".join(
            cells[:cell] + ([cells[cell]] * 2 if how.endswith("twice") else []) + cells[cell + 1 :]
        )
    elif how == "swapped":
        lines[number - 1], lines[number] = lines[number], lines[number - 1]
    else:
        lines[number : number + 1] = [lines[number]] * (2 if how == "twice" else 0)
    return b"\n".join(lines)


def ends_well(folder: Path, where: Path, version: str) -> None:
    """A folder gives a situation, or an error with a code."""
    try:
        read = read_folder(folder, version)  # type: ignore[arg-type]
    except TumenError as error:
        assert isinstance(error, SituationError)
        assert all(problem.message and problem.remedy and problem.file for problem in error.problems)
        return
    lint(read)
    try:
        situation_of(read, where)
    except SituationError as error:
        pytest.fail(f"what was read is no situation: {error}")


def change(folder: Path, bytes_changes: Sequence[object], line_changes: Sequence[object]) -> None:
    for (file, at), cut, piece in bytes_changes:  # type: ignore[misc]
        path = folder / file
        path.write_bytes(with_bytes(path.read_bytes(), at, cut=cut, piece=piece))
    for (file, at), how in line_changes:  # type: ignore[misc]
        path = folder / file
        if how == "deleted":
            path.write_bytes(b"")
        else:
            path.write_bytes(with_line(path.read_bytes(), at, how))


def ends_well_changed(
    tmp_path_factory: pytest.TempPathFactory, changes: tuple[Sequence[object], Sequence[object]], version: str
) -> None:
    base = tmp_path_factory.mktemp("changed")
    folder = edited(base / "folder", [])
    change(folder, *changes)
    ends_well(folder, base / "situation", version)
    shutil.rmtree(base)


CHANGES = st.tuples(st.lists(bytes_change, max_size=3), st.lists(line_change, max_size=3))


@given(changes=CHANGES, version=st.sampled_from(("3.1", "head")))
@settings(max_examples=60, deadline=None)
def test_whatever_changes_ends_in_a_situation_or_a_coded_error(
    tmp_path_factory: pytest.TempPathFactory, changes: tuple[Sequence[object], Sequence[object]], version: str
):
    ends_well_changed(tmp_path_factory, changes, version)


@pytest.mark.slow
@given(changes=CHANGES, version=st.sampled_from(("3.1", "head")))
@settings(max_examples=1500, deadline=None)
def test_many_changes_end_in_a_situation_or_a_coded_error(
    tmp_path_factory: pytest.TempPathFactory, changes: tuple[Sequence[object], Sequence[object]], version: str
):
    ends_well_changed(tmp_path_factory, changes, version)


# ---- commands ---------------------------------------------------------------------------------------------


def test_check_says_what_becomes_of_settings(capsys: pytest.CaptureFixture[str]):
    assert exit_code(["flee", "check", str(OURS)]) == 0
    said = capsys.readouterr().out
    assert "three-places, as Flee 3.1 reads it: 10 days from 2031-03-01" in said
    assert "line 9: move_rules.camp_weight = 2.0: used" in said
    assert "where: input_csv/closures.csv, line 4" in said


def test_check_as_json(capsys: pytest.CaptureFixture[str]):
    assert exit_code(["flee", "check", str(OURS), "--flee", "head", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["days"], told["places"], told["ways"], told["camps"]) == (10, 3, 6, 1)
    assert {finding["kind"] for finding in told["findings"]} >= {"pairs", "dates"}
    assert {"key", "line", "written", "verdict", "why"} == set(told["settings"][0])


def test_check_ends_with_3_where_something_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder = edited(tmp_path / "folder", [(SETTINGS, "camp_weight", "camp_wieght")])
    assert exit_code(["flee", "check", str(folder), "--json"]) == 3
    (problem,) = json.loads(capsys.readouterr().out)["error"]["problems"]
    assert (problem["code"], problem["row"], problem["remedy"]) == ("T285", 9, "write 'camp_weight'")


def test_import_writes_a_situation_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    to = tmp_path / "made" / "three"
    assert exit_code(["import", "flee", str(OURS), "--to", str(to), "--hasten", "2", "--no-capacity"]) == 0
    assert [path.name for path in to.parent.iterdir()] == ["three"]
    assert read_situation(to).title == "Flee folder three-places"
    before = {path.name: path.read_bytes() for path in to.iterdir()}
    assert exit_code(["import", "flee", str(OURS), "--to", str(to)]) == 2
    assert "T001 three is not empty" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in to.iterdir()} == before


# ---- the published conflicts ---------------------------------------------------------------------------------


@needs_conflicts
@pytest.mark.parametrize("folder", CONFLICTS, ids=lambda folder: folder.name)
@pytest.mark.parametrize("version", BEHAVIOUR)
def test_a_published_conflict_becomes_a_situation(folder: Path, version: str, tmp_path: Path):
    read = read_folder(folder, version)  # type: ignore[arg-type]
    situation = situation_of(read, tmp_path / "s")
    assert situation.journey is not None
    assert len(situation.places) == len(read.locations)
    assert set(situation.journey.counts) == {read.ids[at] for at in read.camps}
    assert not [s for s in read.settings.written if s.verdict == "not supported"]


@needs_conflicts
@pytest.mark.parametrize("folder", CONFLICTS, ids=lambda folder: folder.name)
def test_the_counts_of_every_day_are_those_that_flee_itself_compares_with(folder: Path):
    with (SHARED / "flee-reference" / f"{folder.name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    read = read_folder(folder, hasten=int(rows[0]["hasten"]))
    assert {row["camp"] for row in rows} == set(read.camp_names)
    counts = {name: read.counts(name) for name in read.camp_names}
    assert [float(row["data"]) for row in rows] == [counts[row["camp"]][int(row["day"])] for row in rows]


@needs_conflicts
def test_all_capacities_of_one_published_conflict_look_ahead():
    read = read_folder(SHARED / "conflicts" / "burundi2015")
    assert sum(finding.kind == "look-ahead" for finding in lint(read)) == len(read.camps) == 5
    assert replace(read.choice, no_capacity=True).no_capacity
