"""``tumen law``: what is asked, what is answered, what is refused; on a small invented law, and on the flagship."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tumen import __version__
from tumen.cli import exit_code
from tumen.law.explain import explain
from tumen.law.query import Choice
from tumen.law.subjects import People
from tumen.law.truth import truths
from tumen.report.law.reasons import deciding
from tumen.report.law.setting import Setting
from tumen.situation import Situation, people_of, read_situation

HARBOUR = Path(__file__).parent / "law" / "harbour"
AUGUST = ("--date", "2001-08-01")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Ask about the small law, or about another situation: exit code, stdout, stderr."""

    def call(*arguments: str | Path, name: str | Path = HARBOUR) -> tuple[int, str, str]:
        code = exit_code(["law", str(name), *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def lines(run: Run, *arguments: str | Path, **about: Any) -> list[str]:
    code, out, err = run(*arguments, **about)
    assert (code, err) == (0, "")
    return out.splitlines()


def data(run: Run, *arguments: str | Path, **about: Any) -> dict[str, Any]:
    code, out, _ = run(*arguments, "--json", **about)
    assert code == 0
    assert out.isascii()
    found = json.loads(out)
    assert (found["schema_version"], found["version"]) == (1, __version__)
    return found


@cache
def harbour() -> Situation:
    return read_situation(HARBOUR)


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of the small situation."""
    folder = tmp_path_factory.mktemp("law") / "run"
    assert exit_code(["run", str(HARBOUR), "--draws", "4", "--out", str(folder), "--quiet", "--json"]) == 0
    return folder


# ---- what is refused --------------------------------------------------------------------------

WRONG: dict[str, tuple[int, tuple[str, ...], str]] = {
    "T331 position": (
        2,
        (*AUGUST, "--position", "lighthaus"),
        "T331 the law has no position 'lighthaus'\n  where: --position\n  remedy: write 'lighthouse'",
    ),
    "T331 reading": (
        2,
        (*AUGUST, "--reading", "all"),
        "T331 the law has no reading 'all'\n  where: --reading\n  remedy: write one of: nobody, punished",
    ),
    "T331 norm": (
        2,
        (*AUGUST, "--explain", "charter_6"),
        "T331 the law has no norm 'charter_6'\n  where: --explain\n  remedy: write 'charter_5'",
    ),
    "T331 condition": (
        2,
        (*AUGUST, "--sheet", "refugee"),
        "T331 the law has no condition 'refugee'\n  where: --sheet\n  remedy: write one of: castaway",
    ),
    "T332 missing": (
        2,
        ("--status", "hiding"),
        "T332 no day is asked about\n  where: --date\n  remedy: write it as in --date 2003-05-01",
    ),
    "T332 no day": (
        2,
        ("--date", "2001-02-30"),
        "T332 '2001-02-30' is no day\n  where: --date\n  remedy: write it as in --date 2003-05-01",
    ),
    "T333 value": (
        2,
        (*AUGUST, "--cohort", "sex=women"),
        "T333 sex has no value 'women'\n  where: --cohort\n  remedy: write 'woman'",
    ),
    "T333 twice": (
        2,
        (*AUGUST, "--cohort", "sex=woman,sex=man"),
        "T333 sex has two values\n  where: --cohort\n  remedy: write each once; leave it out to ask about all of them",
    ),
    "T334 a name": (
        6,
        (*AUGUST, "--cohort", "sex=woman", "--cohort", "name=Kim"),
        "T334 'name' does not tell groups apart in harbour. Law is asked here about groups, by what the situation "
        "tells apart, and never about a person: it is no test of anybody's status, credibility or risk\n"
        "  where: --cohort\n"
        "  remedy: describe people by sex; --status and --place say where they stand",
    ),
    "T335 status": (
        2,
        (*AUGUST, "--status", "hidden"),
        "T335 harbour has no status 'hidden'\n  where: --status\n  remedy: write 'hiding'",
    ),
    "T335 place": (
        2,
        (*AUGUST, "--place", "a cellar"),
        "T335 harbour has no place 'a cellar'\n  where: --place\n"
        "  remedy: write one of: skerry, haven, harbour, hills, farland",
    ),
    "T335 nobody": (
        2,
        (*AUGUST, "--status", "hiding", "--place", "skerry"),
        "T335 nobody in status hiding is at skerry\n  where: --place\n"
        "  remedy: people of that status are at: harbour, hills",
    ),
    "T336 fact": (
        2,
        (*AUGUST, "--threshold", "fear=cell"),
        "T336 the law has no fact 'fear'\n  where: --threshold\n  remedy: write one of: punishment",
    ),
    "T336 level": (
        2,
        (*AUGUST, "--threshold", "punishment=prison"),
        "T336 'prison' is no level of punishment\n  where: --threshold\n  remedy: write one of: none, cell, gallows",
    ),
    "T337 two questions": (
        2,
        ("--summary", "--matrix"),
        "T337 --matrix and --summary are two questions\n  where: the command line\n  remedy: ask one of them",
    ),
    "T337 position and reading": (
        2,
        (*AUGUST, "--position", "lighthouse", "--reading", "nobody"),
        "T337 a position and a reading are both chosen\n  where: the command line\n"
        "  remedy: choose one: a position has its readings",
    ),
    "T337 a file for nothing": (
        2,
        (*AUGUST, "--out", "x.html"),
        "T337 --out goes with --sheet alone\n  where: --out\n  remedy: leave it out, or ask for a --sheet",
    ),
    "T337 years of no run": (
        2,
        ("--years", "2001"),
        "T337 --years goes with --run alone\n  where: --years\n  remedy: leave it out, or ask for a --run",
    ),
    "T337 part of a run": (
        2,
        ("--run", "x", "--status", "hiding"),
        "T337 a run is counted for everybody, by every position, and takes no --status\n  where: the command line\n"
        "  remedy: leave it out: each position has its own row, and --years says of which years",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_in_these_words(run: Run, case: str):
    code, arguments, words = WRONG[case]
    assert run(*arguments) == (code, "", f"{words}\n  more: tumen explain {case[:4]}\n")


def test_a_situation_without_law_says_so(run: Run):
    words = (
        "T330 hidden-five has no law: it says nothing about who is bound to what\n  where: norms.toml\n"
        "  remedy: ask about another situation, or give this one norms.toml and positions.toml\n"
        "  more: tumen explain T330\n"
    )
    assert run(*AUGUST, name="hidden-five") == (2, "", words)


@pytest.mark.parametrize("years", ["2003-2001", "soon", "2001-", "0000"])
def test_years_of_a_run_are_years(run: Run, results: Path, years: str):
    code, out, err = run("--run", results, "--years", years)
    assert (code, out) == (2, "")
    assert err.startswith(f"T341 {years!r} is no years\n  where: --years\n  remedy: write them as in --years 1995-2012")


def test_a_run_of_another_situation_is_not_counted(run: Run, results: Path):
    code, out, err = run("--run", results, name="dprk-china")
    assert (code, out) == (2, "")
    assert err.startswith("T340 the run is one of harbour, and not of dprk-china\n  where: --run\n")


@pytest.mark.parametrize("axis", ["motive=hunger", "age=12", "family=Kim", "place=harbour", "=", "woman"])
@pytest.mark.parametrize("question", [(), ("--explain", "charter_5"), ("--sheet", "castaway"), ("--matrix",)])
def test_nothing_is_asked_about_a_person(run: Run, axis: str, question: tuple[str, ...]):
    code, out, err = run(*AUGUST, *question, "--cohort", axis)
    assert (code, out) == (6, "")
    assert "never about a person" in err


# ---- on a day ---------------------------------------------------------------------------------


def test_norms_are_told_those_that_bind_first(run: Run):
    told = lines(run, *AUGUST)
    assert told[0] == "People from Skerry in Haven: the law on 1 Aug 2001"
    assert "No legal advice, and about no person" in told[4]
    at = told.index("Contested: 2")
    assert told.index("Bind, as agreed, for some of these people at least: 0") < at
    assert told[at + 1 : at + 5] == [
        "  those who came without leave (Compact of the Two Shores, Art 2) [compact_2]",
        "    Haven must: return by force",
        "    contested: in Haven (agreed for 70% of them, possible for up to 90%)",
        "      5. Does an exception or a reservation take them out? except “Those whom a storm drove across.” (here: "
        "the share “driven across by a storm”)",
    ]
    absent = told.index("Do not bind, for none of these people: 1")
    assert told[absent + 1].endswith("[bell] (from memory: what it says, its dates, who is bound)")
    assert told[absent + 2].endswith("1. Is it in force on the date? Custom of the Bell is in force from 1 Jan 2002")


def test_the_day_before_and_the_day_of_binding(run: Run):
    before, then = (data(run, "--date", day, "--status", "hiding")["norms"] for day in ("2001-07-10", "2001-07-11"))
    assert [row["truth"] for row in before] == ["contested", "no", "no"]
    assert before[1]["who"][0]["why"]["number"] == 2
    assert [row["truth"] for row in then] == ["contested", "contested", "no"]


def test_a_row_says_all_that_a_lawyer_asks_for(run: Run):
    found = data(run, *AUGUST)
    (row,) = (row for row in found["norms"] if row["id"] == "charter_5")
    assert row["provision"] == "Art 5"
    assert row["modality"] == "prohibition"
    assert row["dates"]["bound"][0] == {"party": "haven", "bindingness": "party", "from": "2001-07-11", "to": None}
    memory = ["norm:charter_5", "instrument:charter", "membership:charter:haven", "reference:charter_text"]
    assert row["from_memory"] == memory
    assert row["rests_on"] == ["H7", "charter_text"]
    assert [(part["truth"], part["people"]) for part in row["who"]] == [
        ("contested", "in Haven"),
        ("no", "in Skerry; in Farland"),
    ]
    assert found["thresholds"] == {"punishment": "cell"}


@pytest.mark.parametrize(
    ("choice", "truth"),
    [
        (("--position", "harbour_master"), "no"),
        (("--position", "lighthouse"), "contested"),
        (("--reading", "nobody"), "no"),
        (("--reading", "punished", "--threshold", "punishment=none"), "yes"),
        (("--threshold", "punishment=none"), "contested"),
    ],
)
def test_positions_readings_and_thresholds_are_the_readers_choice(run: Run, choice: tuple[str, ...], truth: str):
    found = data(run, *AUGUST, "--status", "hiding", *choice)
    (row,) = (row for row in found["norms"] if row["id"] == "charter_5")
    assert row["truth"] == truth
    told = "\n".join(lines(run, *AUGUST, "--status", "hiding", *choice))
    assert ("counts from “none” on" in told) == ("punishment=none" in choice)
    assert ("As held by" in told) == (choice[0] in ("--position", "--reading"))


def test_people_are_narrowed_by_status_place_and_cohort(run: Run):
    told = lines(run, *AUGUST, "--cohort", "sex=woman", "--place", "haven", "--status", "hiding")
    assert told[1] == "Asked about: women and girls, in hiding, in Haven (2 groups that the situation tells apart)."


# ---- why --------------------------------------------------------------------------------------


def test_seven_questions_with_value_source_and_what_would_change_it(run: Run):
    told = lines(run, *AUGUST, "--explain", "charter_5", "--status", "hiding")
    numbers = [int(found[1]) for line in told if (found := re.match(r"  (\d)\. ", line))]
    assert numbers == [1, 2, 3, 4, 5, 6, 7]
    assert "  3. Do the people fall under it? Contested. (this decides)" in told
    assert "    rests on: H7" in told
    assert "    another answer: until 10 July 2001: no" in told
    assert any(line.startswith("  charter_text: Charter of the Sea, 1950, invented (from memory") for line in told)


def test_where_people_differ_each_sort_is_explained(run: Run):
    found = data(run, *AUGUST, "--explain", "charter_5")
    assert [part["truth"] for part in found["who"]] == ["contested", "no"]
    assert all([q["number"] for q in part["questions"]] == [1, 2, 3, 4, 5, 6, 7] for part in found["who"])
    assert set(found["who"][0]["questions"][2]["rests_on"]) <= set(found["sources"])


@pytest.mark.parametrize("position", [None, "harbour_master", "lighthouse"])
@pytest.mark.parametrize("day", [date(2001, 1, 1), date(2001, 4, 11), date(2001, 8, 1), date(2002, 6, 1)])
def test_what_decides_is_what_the_seven_questions_say(day: date, position: str | None):
    law = harbour().law
    assert law is not None
    same_decisions(Setting(harbour(), law, people_of(harbour()), Choice(position)), day)


def test_what_decides_is_what_the_seven_questions_say_in_the_flagship():
    situation = read_situation("dprk-china")
    assert situation.law is not None
    every = people_of(situation)
    some = People(every.subjects[::101], every.inside)
    same_decisions(Setting(situation, situation.law, some, Choice()), date(2003, 5, 1))


def same_decisions(setting: Setting, day: date) -> None:
    """Compare the question that decides, for all groups at once, with the explanation of each."""
    bounds = setting.on(day)
    for norm, row in zip(setting.law.norms.values(), bounds, strict=True):
        found = deciding(setting, norm, truths(row), day=day)
        for n, subject in enumerate(setting.people.subjects):
            one = People((subject,), setting.people.inside)
            why = explain(setting.law, one, day, norm=norm.id, choice=setting.choice).first_failing
            assert found[n] == (0 if why is None else why.number), (norm.id, subject)


# ---- what collides, in sum --------------------------------------------------------------------


def test_the_summary_has_the_shape_that_programs_count_on(run: Run):
    found = data(run, "--summary")
    assert (found["norms"], found["positions"], found["from_memory"]) == (3, 2, 9)
    assert {"id", "norms", "from", "to", "kind"} <= set(found["conflicts"][0])
    assert {one["kind"] for one in found["conflicts"]} == {
        "norm-norm",
        "reading-reading",
        "source-source",
        "duty-without-act",
    }
    (pair,) = (one for one in found["conflicts"] if one["kind"] == "norm-norm")
    assert (pair["norms"], pair["from"], pair["resolved"]) == (["compact_2", "charter_5"], "2001-07-11", "contested")
    assert data(run) == found  # what is said where nothing is asked
    assert len(found["unchecked"]) == found["from_memory"]


def test_the_matrix_says_who_commands_what_the_other_forbids(run: Run):
    told = lines(run, "--matrix")
    at = told.index("  Haven: return by force")
    assert told[at + 1] == "    forbidden by no return of castaways [charter_5] †, against"
    assert told[at + 2] == (
        "      those who came without leave [compact_2], 11 Jul 2001 to 1 Jan 2015: which prevails is contested (the "
        "charter before compacts †)"
    )
    assert "Duties that need an act and have none: 1" in told


def test_the_matrix_of_a_day_leaves_out_what_is_not_in_force(run: Run):
    told = lines(run, "--matrix", "--date", "2001-07-10")
    assert "Norms that cannot both be obeyed: 0" in told
    assert data(run, "--matrix", "--date", "2001-07-11")["conflicts"][0]["from"] == "2001-07-11"


# ---- a run ------------------------------------------------------------------------------------


def test_a_run_is_counted_norm_by_norm_and_position_by_position(run: Run, results: Path):
    found = data(run, "--run", results)
    rows = {row["norm"]: row for row in found["norms"]}
    row = rows["charter_5"]
    master, lighthouse = (row["held_by"][name] for name in ("harbour_master", "lighthouse"))
    (world,) = row["done"]
    assert master["possible"][world] == {"q05": 0.0, "q50": 0.0, "q95": 0.0}
    assert 0 < lighthouse["agreed"][world]["q50"] <= lighthouse["possible"][world]["q50"] <= row["done"][world]["q50"]
    assert row["held_by"]["all"]["agreed"] == master["agreed"]
    assert row["held_by"]["all"]["possible"] == lighthouse["possible"]
    assert row["changes"] == [{"from": "2001-07-01", "to": "2001-07-31", "days": ["2001-07-11"]}]
    figures = np.array([list(of[bound][world].values()) for of in (master, lighthouse) for bound in of])
    assert (figures % 10 == 0).all()


def test_a_run_is_told_range_first_and_never_added_up(run: Run, results: Path):
    told = lines(run, "--run", results, "--years", "2001-2002")
    assert told[0].endswith("person-events prima facie incompatible with norms, 2001 to 2002")
    assert any("rows and columns are never added up" in line for line in told)
    assert "    the harbour master: 0" in told
    (line,) = (line for line in told if line.startswith("    the lighthouse keepers"))
    assert re.search(r"[\d,]+ to [\d,]+, median [\d,]+", line)


REFORM = """
[instrument.act]
title = "Act on Castaways"
kind = "statute"
in_force = 2002-05-15
references = ["charter_text"]
grade = { state = "memory" }

[[instrument.act.membership]]
party = "haven"
bindingness = "party"
references = ["charter_text"]
grade = { state = "memory" }

[norm.act_1]
instrument = "act"
provision = "Art 1"
title = "nobody is handed back unheard"
words = "Nobody is handed back before being heard."
function = "regulative"
modality = "prohibition"
bearers = ["haven"]
action = "return"
scope = { places = ["haven"] }
implements = ["charter_5"]
references = ["charter_text"]
grade = { state = "memory" }

[end]
compact_2 = 2002-05-14
"""


@pytest.fixture
def reform(tmp_path: Path) -> Path:
    path = tmp_path / "reform.toml"
    path.write_text(REFORM, "utf-8")
    return path


def test_a_reform_shows_what_it_changes_and_nothing_else(run: Run, reform: Path):
    found = data(run, "--what-if", reform)
    assert {(one["norm"], one["before"], one["after"], one["from"]) for one in found["differences"]} == {
        ("compact_2", "yes", "no", "2002-05-15"),
        ("act_1", "no", "yes", "2002-05-15"),
    }
    assert [one["id"] for one in found["conflicts"]["gone"]] == []
    moved = {one["id"]: one["to"] for one in found["conflicts"]["moved"]}
    assert moved["compact_2|charter_5"] == moved["charter_5|haven"] == "2002-05-14"
    told = lines(run, "--what-if", reform, "--date", "2002-05-14")
    assert "Norms of which something else would be said: 0" in told


def test_a_reform_is_counted_on_a_run_by_days(run: Run, results: Path, reform: Path):
    found = data(run, "--run", results, "--what-if", reform)
    before, after = ({row["norm"]: row for row in found[key]["norms"]} for key in ("before", "after"))
    assert set(after) - set(before) == {"act_1"}
    assert before["charter_5"] == after["charter_5"]
    agreed = after["act_1"]["held_by"]["all"]["agreed"]
    assert agreed == after["act_1"]["held_by"]["all"]["possible"]
    told = lines(run, "--run", results, "--what-if", reform)
    assert "  by the law as it is" in told
    assert not any("[charter_5]" in line for line in told)


# ---- sheets -----------------------------------------------------------------------------------


class Seen(HTMLParser):
    """What a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        self.tags.append(tag)
        self.ids += [str(about["id"])] if about.get("id") else []
        self.links += [str(about[name]) for name in ("href", "src", "action") if name in about]
        if tag not in ("meta", "br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_sheet_gives_both_sides_with_their_sources(run: Run):
    told = lines(run, *AUGUST, "--sheet", "castaway", "--status", "hiding")
    assert told[0] == "Who is a castaway? Arguments for and against, as of 1 Aug 2001"
    assert any("about no person" in line and line.startswith("This sheet") for line in told)
    at = told.index("punished: whoever would be punished for having left")
    block = told[at : told.index("", at)]
    assert block.index("  For it") < block.index("  Against it")
    assert "    Some were only sent home. [H3]" in block
    assert "  Accepted by: the lighthouse keepers." in block


def test_a_page_to_print_holds_all_that_it_needs(run: Run, tmp_path: Path):
    out = tmp_path / "sheet.html"
    code, _, talk = run(*AUGUST, "--sheet", "castaway", "--cohort", "sex=woman", "--out", out)
    assert (code, talk) == (0, f"written: {out}\n")
    text = out.read_text("utf-8")
    page = Seen()
    page.feed(text)
    assert page.open == []
    assert not {"script", "img", "link", "iframe", "form"} & set(page.tags)
    assert all(link.startswith("#") for link in page.links)
    assert {link[1:] for link in page.links} <= set(page.ids)
    notes = [name for name in page.ids if name.startswith("note-")]
    assert notes == [f"note-{n}" for n in range(1, len(notes) + 1)]
    cited = [int(link.removeprefix("#note-")) for link in page.links]
    assert list(dict.fromkeys(cited))[:5] == [1, 2, 3, 4, 5]  # numbered in the order in which they are read
    assert set(cited) <= set(range(1, len(notes) + 1))
    assert f"Tumen {__version__}; situation harbour, {harbour().digest[:12]}" in text
    assert "checked in a page about it, 1 Jan 2015" in text
    assert "from memory: nobody has checked it" in text
    assert "default-src 'none'" in text.replace("&#x27;", "'")


def test_a_page_is_not_written_over(run: Run, tmp_path: Path):
    out = tmp_path / "sheet.html"
    asked = (*AUGUST, "--sheet", "castaway", "--out", out)
    assert run(*asked)[0] == 0
    first = out.read_bytes()
    code, _, err = run(*asked)
    assert code == 2
    assert err.startswith("T001")
    assert run(*asked, "--force")[0] == 0
    assert out.read_bytes() == first


def test_a_sheet_names_what_it_says_of_whom(run: Run):
    found = data(run, *AUGUST, "--sheet", "castaway")
    (punished,) = (one for one in found["readings"] if one["id"] == "punished")
    assert [part["truth"] for part in punished["who"]] == ["contested", "no"]
    assert punished["positions"] == ["lighthouse"]
    assert punished["for"][0]["rests_on"] == ["H2", "H4"]
    assert found["facts"] == [{"id": "punishment", "low": "none", "high": "gallows", "threshold": "cell"}]
    assert {"what": "norm:charter_5", "state": "memory", "on": None} in found["checks"]


# ---- the flagship -----------------------------------------------------------------------------


def test_china_is_bound_from_a_day_on(run: Run):
    def truth(day: str) -> str:
        found = data(run, "--date", day, "--status", "C9", name="dprk-china")
        (row,) = (row for row in found["norms"] if row["id"] == "refugee_convention_33_1")
        return str(row["truth"])

    assert truth("1982-12-22") == "no"
    assert truth("1982-12-23") != "no"


def test_the_flagship_says_what_china_holds_as_china_would(run: Run):
    told = "\n".join(lines(run, "--summary", name="dprk-china"))
    assert "the Chinese government, by its foreign ministry" in told
    found = data(run, "--summary", name="dprk-china")
    assert found["norms"] >= 30
    assert {one["kind"] for one in found["conflicts"]} == {
        "norm-norm",
        "reading-reading",
        "source-source",
        "duty-without-act",
    }


def test_the_python_of_the_documentation_runs(capsys: pytest.CaptureFixture[str]):
    text = (Path(__file__).parents[1] / "docs" / "law.md").read_text("utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```", text, flags=re.M | re.S)
    exec(compile(code, "law.md", "exec"), {})
    norms, stretches, groups, bounds = json.loads(capsys.readouterr().out.replace("(", "[").replace(")", "]"))
    assert (norms, bounds) == (1, 2)
    assert stretches > 1
    assert groups == len(people_of(read_situation("dprk-china")).subjects)


def test_the_commands_of_the_documentation_are_understood(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    text = (Path(__file__).parents[1] / "docs" / "law.md").read_text("utf-8")
    asked = [line.split()[2:] for line in re.findall(r"^tumen law .*$", text, flags=re.M)]
    assert len(asked) >= 3
    for name, *words in (one for one in asked if "--run" not in one):
        assert run(*words, name=name)[0] == 0, words
    assert (tmp_path / "sheet.html").is_file()
