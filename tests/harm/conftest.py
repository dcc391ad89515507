"""Runs of the situation of few, made once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from harm.few import Left, write
from tumen.cli import exit_code

Spoken = Callable[..., str]
RUNS = {
    "one": (),
    "months": ("--record", "step", "--world", "low"),
    "policy": ("--policy", "looking_away"),
    "set": ("--set", "onward_hazard=0"),
    "switch": ("--switch", "W=off"),
    "three": ("--replicates", "3"),
}
"""Name of a run → what is asked for, beyond one draw."""


def speak(*words: str, code: int = 0) -> str:
    """Give a command, and what it prints on both streams."""
    out = StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        found = exit_code(words)
    assert found == code, out.getvalue()
    return out.getvalue()


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the situation."""
    return write(tmp_path_factory.mktemp("harm"))


@pytest.fixture(scope="session")
def left(few: Path) -> Callable[[str], Left]:
    """Run it, each way once; the last of many commands is asked for JSON."""
    made: dict[str, Left] = {}

    def of(name: str) -> Left:
        if name not in made:
            folder = few.parent / name
            words = ["run", str(few), "--draws", "1", "--workers", "1", "--out", str(folder), *RUNS[name]]
            made[name] = Left(folder, speak(*words, *(["--json"] if name == "set" else [])))
        return made[name]

    return of
