"""What the README says, works."""

import re
import shlex
from pathlib import Path

import pytest

from tumen.cli import exit_code

README = Path(__file__).parents[1] / "README.md"
TEXT = README.read_text(encoding="utf-8")
FEW = {"demo": ["--draws", "2"], "run": ["--draws", "2"]}


def blocks(language: str) -> list[str]:
    """Give the code of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", TEXT, flags=re.M | re.S)


def commands() -> list[list[str]]:
    """Give the lines of the shell blocks, comments left out."""
    lines = "".join(blocks("sh")).splitlines()
    return [shlex.split(line, comments=True) for line in lines]


def test_it_begins_with_two_commands():
    assert [" ".join(words) for words in commands()[:2]] == ["pip install .", "tumen demo"]
    first = TEXT.split("```sh\n")[0].strip().splitlines()
    assert first == ["# Tumen"]


def test_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.chdir(tmp_path)
    (code,) = blocks("python")
    assert len([line for line in code.splitlines() if line]) <= 6
    exec(compile(code, "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "low" in printed
    assert "0.95" in printed


@pytest.mark.filterwarnings("ignore:the feedback on hazards")
def test_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.chdir(tmp_path)
    ours = [words[1:] for words in commands() if words[0] == "tumen"]
    assert {words[0] for words in ours} >= {"demo", "run", "check", "trace", "init", "explain", "doctor"}
    for words in ours:
        quick = [*words, *FEW.get(words[0], [])]  # of an option that stands twice, the last one counts
        assert exit_code(quick) == 0, words
    assert "all is well" in capsys.readouterr().out


def test_make_targets_exist():
    makefile = (README.parent / "Makefile").read_text(encoding="utf-8")
    for words in commands():
        if words[0] == "make":
            assert re.search(rf"^{words[1]}:", makefile, flags=re.M), words
        else:
            assert words[0] in ("tumen", "pip"), words


def test_links_lead_somewhere():
    links = [link for link in re.findall(r"\]\(([^)]+)\)", TEXT) if "://" not in link]
    assert len(links) > 5
    assert [link for link in links if not (README.parent / link).exists()] == []
