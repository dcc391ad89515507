"""`tumen argue`: what it prints and writes, what it refuses, and that it goes on where it was interrupted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import tumen.comparison.boundary
from bordered import write_bordered
from tumen.cli import exit_code

FILES = {"argument.html", "argument.json", "boundary-attention-reached_safety.svg"}
FILES |= {"boundary-attention-returned_by_force.svg"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a situation in which two documents expect something of what they advise."""
    where = write_bordered(tmp_path_factory.mktemp("argue") / "bordered")
    policies = where / "policies.toml"
    text = policies.read_text(encoding="utf-8")
    for source, way in (("survey-2003", "less"), ("relief-2004", "less")):
        by = f'by = ["{source}"]\n'
        assert by in text
        text = text.replace(by, f'{by}mechanism = "So they say."\nmoves = {{ returned_by_force = "{way}" }}\n')
    policies.write_text(text, encoding="utf-8", newline="\n")
    return where


def asked(folder: Path, *more: str) -> list[str]:
    return ["argue", str(folder), "--futures", "3", "--seed", "3", "--quiet", *more]


def test_both_documents_are_told_in_the_order_of_the_situation(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert exit_code(asked(folder)) == 0
    said = capsys.readouterr().out
    heads = ["(2003): A survey of border villages", "(2004): Those who hide", "Where they part"]
    heads += ["What it rests on, and where the data stand", "What our formalisation leaves out"]
    places = [said.index(head) for head in heads]
    assert places == sorted(places)
    assert said.count("fewer people returned by force: ") == 2
    assert "Where HELP is off and SEARCH is on | Elsewhere:" in said


def test_json_and_files_say_the_same(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "out"
    assert exit_code(asked(folder, "--json", "--out", str(out))) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert {path.name for path in out.iterdir()} == FILES
    assert json.loads((out / "argument.json").read_text()) == told
    assert set(told["documents"]) == {"survey-2003", "relief-2004"}
    assert told["boundaries"]["attention"]["words"]
    assert told["futures"] == 3
    assert (out / "argument.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    for name in FILES:
        assert not name.endswith(".svg") or (out / name).read_text(encoding="utf-8").startswith("<svg")


def test_one_world_may_be_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert exit_code(asked(folder, "--world", "high", "--json")) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["worlds"] == ["high"]
    for policy in told["policies"].values():
        for move in policy["moves"]:
            assert set(move["inside"]["futures"]) == {"high"}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--futures", "0"], "T003 --futures is 0"),
        (["--world", "hihg"], "T420 there is no world hihg"),
        (["--seed", "-1"], "T003"),
    ],
)
def test_what_cannot_be_is_refused(folder: Path, more: list[str], *, says: str, capsys: pytest.CaptureFixture[str]):
    assert exit_code([*asked(folder), *more]) == 2
    assert says in capsys.readouterr().err


def test_where_nobody_argues_it_says_so(capsys: pytest.CaptureFixture[str]):
    assert exit_code(["argue", "hidden-five"]) == 2
    said = capsys.readouterr().err
    assert "T422 no document argues for a policy of hidden-five" in said
    assert "tumen compare" in said


def test_an_argument_is_replaced_only_by_force(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "argument.html").write_text("mine")
    assert exit_code(asked(folder, "--out", str(tmp_path))) == 2
    assert "T001" in capsys.readouterr().err
    assert (tmp_path / "argument.html").read_text() == "mine"
    assert exit_code(asked(folder, "--out", str(tmp_path), "--force")) == 0
    assert (tmp_path / "argument.html").read_text(encoding="utf-8") != "mine"


def test_what_was_finished_is_kept_and_comes_out_the_same(
    folder: Path, tmp_path: Path, *, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """Interrupted after its comparisons, it has kept their draws; given again, it ends with the same bytes."""
    broken, whole = tmp_path / "broken", tmp_path / "whole"
    with monkeypatch.context() as patch:
        patch.setattr(tumen.comparison.boundary, "boundary", interrupted)
        assert exit_code(asked(folder, "--out", str(broken))) == 130
    assert "what was finished is kept: give the same command again" in capsys.readouterr().err
    kept = {path.name for path in broken.iterdir() if path.suffix == ".kept"}
    assert "argument-0.kept" in kept
    assert exit_code(asked(folder, "--out", str(broken))) == 0
    assert exit_code(asked(folder, "--out", str(whole))) == 0
    assert {path.name for path in broken.iterdir()} == FILES
    for name in FILES - {"argument.json"}:  # it tells how long the boundary took
        assert (broken / name).read_bytes() == (whole / name).read_bytes()


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt
