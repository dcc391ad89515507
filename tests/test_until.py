"""`--until`: days that cannot be, and how every output tells what it does not see."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tumen.cli import exit_code
from tumen.ensemble import open_results
from tumen.ensemble.store import manifest
from tumen.errors import UsageError
from tumen.situation import Hidden, Situation, known_by, read_situation

FIRST = date(2003, 12, 31)
"""On which the first source of hidden-five is public, and the second is not."""


@cache
def whole(name: str = "hidden-five") -> Situation:
    return read_situation(name)


@cache
def known(name: str, day: date) -> Situation:
    return known_by(whole(name), day)


def hidden_of(situation: Situation) -> Hidden:
    assert situation.hidden is not None
    return situation.hidden


# ---- days that cannot be ----------------------------------------------------------------------

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object) -> tuple[int, str, str]:
        code = exit_code([str(a) for a in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2003", "T008 '2003' is no day\n  where: --until\n  remedy: write it as in --until 2003-12-31"),
        ("2003-02-30", "T008 '2003-02-30' is no day\n  where: --until\n  remedy: write it as in --until 2003-12-31"),
        (
            "2026-11-22",
            "T008 2026-11-22 is later than the day on which somebody last looked at hidden-five, 2026-11-21\n"
            "  where: --until\n  remedy: write a day up to 2026-11-21",
        ),
        (
            "1995-12-31",
            "T008 nothing of what hidden-five rests on was public by 1995-12-31\n"
            "  where: --until\n  remedy: write a day from 2003-03-31 on",
        ),
    ],
)
def test_a_day_by_which_nothing_can_be_known_is_refused(run: Run, text: str, words: str):
    for command in (("trace", "hidden-five", "in_hiding"), ("run", "hidden-five", "--out", "never")):
        code, said, talk = run(*command, "--until", text)
        assert (code, said) == (2, "")
        assert words in talk
    assert not Path("never").exists()


def test_a_day_before_all_sources_is_warned_of():
    words = "no source of hidden-five had come out by 2003-11-30: the first is survey-2003, by 2003-12-31"
    with pytest.warns(UserWarning, match=f"^{words}$"):
        seen = known_by(whole(), date(2003, 11, 30))
    assert hidden_of(seen).sources == tuple(whole().sources)
    assert len(seen.evidence.observations) == 1


def test_a_situation_that_rests_on_nothing_has_no_first_day():
    assert known_by(whole("island-evacuation"), date(1990, 1, 1)).sources == {}


def test_the_python_of_it():
    assert read_situation("hidden-five", FIRST).digest == known("hidden-five", FIRST).digest
    with pytest.raises(UsageError, match="T008"):
        read_situation("hidden-five", until=date(1990, 1, 1))


# ---- it is told in every output ---------------------------------------------------------------

QUICK = ("--draws", "2", "--workers", "1")


def one_object(text: str) -> dict[str, Any]:
    found = json.loads(text)
    assert isinstance(found, dict)
    return found


def words_of(hidden: Hidden) -> str:
    counts = hidden.counts
    return (
        f"Known by 31 Dec 2003. Hidden, since they came later: claims {counts['claims']}, observations "
        f"{counts['observations']}, events {counts['events']}. Numbers that rest on later evidence alone: "
        f"{counts['hindsight']}; in part: {counts['partly']}."
    )


def test_a_run_says_what_it_does_not_see(run: Run, tmp_path: Path):
    out, hidden = tmp_path / "out", hidden_of(known("hidden-five", FIRST))
    code, said, _ = run("run", "hidden-five", *QUICK, "--until", "2003-12-31", "--out", out)
    assert code == 0
    told = [
        words_of(hidden),
        "No anchor for hiding_2003: what there is to know of them came later. Their scales are left wide.",
        "By that day nothing was known in which the worlds differ: they are the same.",
    ]
    page = (out / "report.html").read_text("utf-8")
    for text in told:
        assert text in said
        assert text in page
    assert "--until 2003-12-31" in page
    assert "K002" not in said
    assert ',"baseline, known by 2003-12-31",' in (out / "summary.csv").read_text("utf-8")
    about = json.loads((out / "trace.json").read_text("utf-8"))
    assert about["until"] == hidden.as_dict()
    assert about["situation_digest"] == known("hidden-five", FIRST).digest
    study = manifest(out)[0]
    assert study["until"] == hidden.as_dict()
    assert study["situation_digest"] == known("hidden-five", FIRST).digest
    assert open_results(out).attrs["until"] == "2003-12-31"


def test_a_run_without_a_day_says_so(run: Run, tmp_path: Path):
    found = one_object(run("run", "hidden-five", *QUICK, "--out", tmp_path / "a", "--json")[1])
    assert found["until"] is None
    assert manifest(tmp_path / "a")[0]["until"] is None
    assert "Known by" not in (tmp_path / "a" / "report.html").read_text("utf-8")


def test_what_the_report_says_runs_it_again(run: Run, tmp_path: Path):
    options = (*QUICK, "--until", "2004-12-31", "--json")
    first = one_object(run("run", "hidden-five", *options, "--out", tmp_path / "a")[1])
    assert first["until"]["day"] == "2004-12-31"
    page = (tmp_path / "a" / "report.html").read_text("utf-8")
    words = re.findall(r"<pre><code>tumen (.*?)</code></pre>", page)[0].split()
    second = one_object(run(*words, "--out", tmp_path / "b", "--json")[1])
    assert second["result_hash"] == first["result_hash"]


def test_a_trace_shows_what_was_known(run: Run):
    assert "K006" in run("trace", "hidden-five", "prison_share")[1]
    code, said, _ = run("trace", "hidden-five", "prison_share", "--until", "2003-12-31")
    assert code == 0
    assert words_of(hidden_of(known("hidden-five", FIRST))) in said
    assert "assumed: Hindsight: all that prison_share rests on came out later" in said
    assert "K006" not in said
    found = one_object(run("trace", "hidden-five", "prison_share", "--until", "2003-12-31", "--json")[1])
    assert found["until"]["counts"] == hidden_of(known("hidden-five", FIRST)).counts
    assert found["until"]["hindsight"] == ["prison_share"]
    assert one_object(run("trace", "hidden-five", "prison_share", "--json")[1])["until"] is None


def test_every_number_shown_in_json_is_a_count(run: Run):
    told = hidden_of(known("dprk-china", FIRST)).as_dict()
    assert json.loads(json.dumps(told)) == told
    assert all(isinstance(n, int) for n in told["counts"].values())
    kept_out = {claim.id for claim in whole("dprk-china").claims.values() if claim.kept_out}
    assert kept_out
    assert all(claim not in json.dumps(told) for claim in kept_out)
