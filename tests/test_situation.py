"""Reading a situation folder: what it says, and that only its meaning counts."""

import csv
import random
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors.cases import BASE
from tumen.errors import SituationError, UsageError
from tumen.evidence import Prior
from tumen.situation import (
    Calendar,
    Situation,
    check_folder,
    read_situation,
    situation_folder,
    situation_names,
)
from tumen.situation.calendar import steps
from tumen.situation.digest import digest
from tumen.situation.reach import reached
from tumen.world import Stay

SHIPPED = situation_names()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a copy of a small situation without a problem."""
    return shutil.copytree(BASE, tmp_path / "situation")


@pytest.fixture(scope="module")
def small() -> Situation:
    return read_situation(BASE)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# ---- where situations are ----------------------------------------------------------------------


def test_three_situations_are_shipped():
    assert {"dprk-china", "hidden-five", "island-evacuation"} <= set(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_situations_have_no_problem(name: str):
    assert "\n".join(str(problem) for problem in check_folder(name)) == ""
    assert read_situation(name).id == name


def test_a_name_and_its_folder_are_the_same_situation():
    assert read_situation("hidden-five") == read_situation(situation_folder("hidden-five"))
    assert situation_folder(Path("hidden-five")) == situation_folder("hidden-five")


def test_a_name_wins_over_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    shutil.copytree(BASE, tmp_path / "hidden-five")
    monkeypatch.chdir(tmp_path)
    assert situation_folder("hidden-five") != Path("hidden-five")
    assert situation_folder("./hidden-five") == Path("hidden-five")
    assert read_situation(Path("hidden-five")).title == "A situation without a problem"


@pytest.mark.parametrize("name", ["hiden-five", "", "no\0name", "x" * 5000, "pyproject.toml/x", "../../nowhere"])
def test_an_unknown_name_is_wrong_use(name: str):
    with pytest.raises(UsageError, match="T002") as caught:
        read_situation(name or "no such folder")
    assert caught.value.exit_code == 2


def test_the_nearest_name_is_proposed():
    with pytest.raises(UsageError, match="write 'hidden-five'"):
        check_folder("hiden-five")


def test_any_name_of_a_folder_will_do(tmp_path: Path):
    folder = shutil.copytree(BASE, tmp_path / "상황 2 (copie) 🌊")
    assert read_situation(folder).digest == read_situation(BASE).digest


def test_what_systems_leave_behind_is_passed_over(folder: Path):
    (folder / ".DS_Store").write_bytes(b"\0\1")
    (folder / "README.md").write_bytes(b"\xff")
    assert check_folder(folder) == ()


def test_a_file_that_may_not_be_read_is_a_problem(folder: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    problems = check_folder(folder)
    assert {problem.code for problem in problems} == {"T101"}
    assert problems[0].message == "the file cannot be read: Permission denied"


def test_a_folder_that_may_not_be_listed_is_a_problem(folder: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(path: Path) -> list[Path]:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert [str(problem) for problem in check_folder(folder)] == [
        "T101 the folder cannot be read: Permission denied\n  where: situation\n  remedy: mend its permissions"
    ]
    with pytest.raises(SituationError, match="T101"):
        read_situation(folder)


# ---- what it says ------------------------------------------------------------------------------


def test_places_are_those_that_hold_people(small: Situation):
    assert small.statuses["hiding"].places == ("near", "far")
    assert small.exits["arrested"].from_places == ("near", "far")
    assert small.exits["sheltered"].from_places == ("near",)
    assert small.seats["rooms"].places == ("near", "far")


def test_an_exit_is_read_column_by_column(small: Situation):
    way = small.exits["sheltered"]
    assert (way.group, way.from_status, way.to_status, way.to_place) == ("shelter", "hiding", "sheltered", "")
    assert way.only == {"sex": ("woman",)}
    assert (way.hazard, way.factors, way.seats, way.at_end) == ("shelter_hazard", ("shelter_scale",), "rooms", False)
    assert small.exits["freed"].at_end
    assert small.exits["leave_far"].factors == ("leave_scale",)


def test_stays(small: Situation):
    stays = {status.id: status.stay for status in small.statuses.values()}
    assert stays["home"] == Stay("memoryless")
    assert stays["returned"] == Stay("instant")
    assert stays["office"] == Stay("fixed", 1)
    assert stays["prison"] == Stay("erlang", 2)


def test_numbers_are_priors(small: Situation):
    assert small.parameters["residents"].entries == {"": Prior("fixed", 100000, 100000)}
    assert small.parameters["arrest_hazard"].entries == {"": Prior("lognormal", 0.1, 0.4)}
    assert small.parameters["arrest_by_place"].entries["far"] == Prior("uniform", 0.2, 1)
    assert small.parameters["harvests"].entries["2001"] == Prior("fixed", -0.3, -0.3)
    assert small.worlds["low"].anchors["hiding_2000"].prior == Prior("lognormal", 400, 900)


def test_a_series_acts_before_all_dated_events(small: Situation):
    assert small.events["harvests"].starts == date.min
    assert small.events["campaign"].ends == date(2000, 8, 31)


def test_what_is_not_said_is_the_only_world_and_policy(folder: Path):
    (folder / "policies.toml").unlink()
    (folder / "worlds.toml").unlink()
    change(folder / "parameters.toml", '[anchor.hiding_2000]\noutcome = "in_hiding"', "")
    change(folder / "parameters.toml", 'date = "2000"\nsolves = "leave_scale"\n', "")
    change(folder / "parameters.toml", '[anchor.hiding_2001]\noutcome = "in_hiding"', "")
    change(folder / "parameters.toml", 'date = "2001"\nsolves = "arrest_scale"\n', "")
    for _ in ("leave_scale", "arrest_scale"):
        change(folder / "parameters.toml", 'family = "solved", low', 'family = "uniform", low')
    change(folder / "pools.toml", '[pool.hiding_2001]\ntitle = "people in hiding, 2001"\n', "")
    change(folder / "pools.toml", 'quantity = "people_in_hiding"\ndate = "2001"\n', "")
    rows = (folder / "members.csv").read_text("utf-8").splitlines(keepends=True)
    (folder / "members.csv").write_text("".join(row for row in rows if "hiding_2001" not in row), "utf-8")
    change(folder / "parameters.toml", '[parameter.easing]\nunit = "factor"\n', "[parameter.rest]\nunit = 'index'\n")
    change(folder / "signals.csv", "both,0,", "both,rest,")
    situation = read_situation(folder)
    assert list(situation.worlds) == ["base"]
    assert list(situation.policies) == ["baseline"]
    assert situation.policies["baseline"].levers == ()


def test_things_keep_the_order_of_their_file(small: Situation):
    assert list(small.places) == ["homeland", "abroad", "near", "far"]
    assert list(small.groups) == ["leave", "arrest", "sorting", "term", "shelter", "births"]
    assert small.attributes["sex"].values == ("woman", "man")
    assert list(small.policies) == ["baseline", "quiet"]


def test_people_can_stand_where_exits_lead_them(small: Situation):
    where = {(s.status, s.place, *(value for _, value in s.cohort)) for s in reached(small)}
    assert where == {
        *((status, "homeland", sex) for status in ("home", "returned", "office", "prison") for sex in ("woman", "man")),
        *(("hiding", place, sex) for place in ("near", "far") for sex in ("woman", "man")),
        ("sheltered", "near"),
    }


def test_today_is_not_in_the_future(folder: Path):
    change(folder / "situation.toml", "as_of = 2020-01-01", f"as_of = {datetime.now(UTC).date()}")
    assert check_folder(folder) == ()


def test_nothing_in_a_folder_reaches_a_terminal_as_it_is(folder: Path):
    bad = "\x1b[31m\u202e\u200d" + "x" * 300
    change(folder / "places.csv", "id,name", f"id,{bad}")
    change(folder / "exits.csv", "near,sex=woman", f"{bad},{bad}={bad}")
    change(folder / "cohorts.csv", "sex,man", f"{bad},{bad}")
    quoted = bad.replace("\x1b", "\\u001b")
    change(folder / "situation.toml", "[group.term]", f'[group."{quoted}"]\n"{quoted}" = 1\n["{quoted}"]\n[group.term]')
    change(folder / "parameters.toml", '"1/year"', f'"{quoted}"')
    (folder / bad[:60]).write_text("x", encoding="utf-8")
    said = [str(problem) + problem.where for problem in check_folder(folder)]
    assert len(said) > 8
    for words in said:
        assert words.replace("\n", "").isprintable()
        assert len(words) < 1000


# ---- too much ----------------------------------------------------------------------------------


def test_a_table_has_no_more_rows_than_anybody_needs(folder: Path):
    with (folder / "places.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"p{i},Place {i},Abroad,province,\n" for i in range(10_000))
    assert [str(problem).splitlines()[0] for problem in check_folder(folder)] == [
        "T153 there are 10,004 rows, more than 10,000"
    ]


def test_people_are_not_spread_over_more_cohorts_than_anybody_can_count(folder: Path):
    names = [f"a{i}" for i in range(14)]
    with (folder / "cohorts.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{name},{value},x\n" for name in names for value in ("yes", "no"))
    with (folder / "parameters.toml").open("a", encoding="utf-8") as file:
        levels = "levels = { yes = { value = 1 }, no = { value = 1 } }\nclaims = ['K1']\n"
        file.writelines(f'[parameter.{name}]\nunit = "share"\ndims = ["{name}"]\n{levels}' for name in names)
    change(folder / "situation.toml", '["by_sex"]', str(["by_sex", *names]))
    change(folder / "statuses.csv", "homeland,sex,memoryless", f"homeland,{';'.join(['sex', *names])},memoryless")
    found = [problem for problem in check_folder(folder) if problem.code == "T153"]
    assert [problem.message for problem in found] == [
        "these shares spread people over 32,768 cohorts, more than 10,000"
    ]


# ---- only the meaning counts -------------------------------------------------------------------


def shuffle_rows(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        random.Random(7).shuffle(rows)
        path.write_text(header + "".join(rows), encoding="utf-8")


def shuffle_columns(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.reader(lines))
        order = random.Random(7).sample(range(len(rows[0])), len(rows[0]))
        with path.open("w", encoding="utf-8", newline="") as lines:
            csv.writer(lines, lineterminator="\n").writerows([row[i] for i in order] for row in rows)


def shuffle_tables(folder: Path) -> None:
    for path in folder.glob("*.toml"):
        first, *tables = re.split(r"^(?=\[)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        random.Random(7).shuffle(tables)
        path.write_text(first + "\n".join(tables), encoding="utf-8")


def add_comments(folder: Path) -> None:
    for path in folder.glob("*.toml"):
        path.write_text("# why\n" + path.read_text(encoding="utf-8").replace("\n\n", "\n# why\n\n\n"), encoding="utf-8")


def add_blank_lines(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8").replace("\n", "\n\n"), encoding="utf-8")


def turn_lists(folder: Path) -> None:
    change(folder / "outcomes.toml", '["hiding", "sheltered"]', '["sheltered", "hiding"]')
    change(folder / "outcomes.toml", '["K1", "K2"]', '["K2", "K1"]')


def write_numbers_otherwise(folder: Path) -> None:
    change(folder / "parameters.toml", "value = 100000", "value = 1e5")
    change(folder / "claims.csv", "400,600,900", "400.0,6e2,900.")


@pytest.mark.parametrize(
    "edit",
    [
        shuffle_rows,
        shuffle_columns,
        shuffle_tables,
        add_comments,
        add_blank_lines,
        turn_lists,
        write_numbers_otherwise,
    ],
)
def test_the_digest_does_not_see_form(edit: Callable[[Path], None], folder: Path, small: Situation):
    edit(folder)
    assert read_situation(folder).digest == small.digest


@pytest.mark.parametrize(
    "edit",
    [
        ("parameters.toml", "q05 = 0.1, q95 = 0.4", "q05 = 0.1, q95 = 0.41"),
        ("parameters.toml", "woman = { value = 0.5 }", "woman = { value = 0.6 }"),
        ("situation.toml", "to = 2001-12-31", "to = 2002-12-31"),
        ("exits.csv", "near,sex=woman,", "near,,"),
        ("claims.csv", "600,900", "650,900"),
        ("observations.csv", "harvest,2000,2000,0.1", "harvest,2000,2000,0.2"),
        ("policies.toml", "until = 2001-12-31", "until = 2001-12-30"),
        ("cohorts.csv", "Women and girls", "Women"),
    ],
)
def test_the_digest_sees_every_meaning(edit: tuple[str, str, str], folder: Path, small: Situation):
    file, old, new = edit
    change(folder / file, old, new)
    assert read_situation(folder).digest != small.digest


def test_the_digest_is_of_the_situation_and_not_of_its_name(small: Situation):
    assert re.fullmatch(r"[0-9a-f]{64}", small.digest)
    assert digest(replace(small, id="other", digest="")) == small.digest


# ---- calendar ----------------------------------------------------------------------------------


def test_months_are_those_of_the_calendar():
    months = steps(Calendar(date(2000, 1, 1), date(2001, 2, 28), "month", "year"))
    assert len(months) == 14
    assert months[1] == (date(2000, 2, 1), date(2000, 2, 29))
    assert months[-1] == (date(2001, 2, 1), date(2001, 2, 28))


def test_weeks_and_days():
    weeks = steps(Calendar(date(2000, 1, 3), date(2000, 1, 16), "week", "step"))
    assert weeks == ((date(2000, 1, 3), date(2000, 1, 9)), (date(2000, 1, 10), date(2000, 1, 16)))
    days = steps(Calendar(date(2000, 2, 28), date(2000, 3, 1), "day", "step"))
    assert [first.day for first, _ in days] == [28, 29, 1]


def test_the_calendar_ends_with_its_last_day():
    assert steps(Calendar(date(9999, 12, 1), date.max, "month", "year"))[-1][1] == date.max
    assert steps(Calendar(date(9999, 12, 31), date.max, "week", "year"))[-1][1] == date.max


@given(
    first=st.dates(date(1900, 1, 1), date(2050, 1, 1)),
    days=st.integers(0, 1500),
    step=st.sampled_from(["month", "week", "day"]),
)
def test_steps_cover_every_day_once(first: date, days: int, step):
    last = date.fromordinal(first.toordinal() + days)
    covered = [day for pair in steps(Calendar(first, last, step, "year")) for day in pair]
    assert covered[0] == first
    assert covered[-1] == last
    assert all(
        end.toordinal() + 1 == start.toordinal() for end, start in zip(covered[1:-1:2], covered[2::2], strict=True)
    )
