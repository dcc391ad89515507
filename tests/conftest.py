"""Fixtures that all tests share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tiny import Tiny
from tumen.situation import Situation, read_situation


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Situation]:
    """Read a situation from a few lines of text: the arguments are those of `tiny.Tiny`."""

    def make(**text: Any) -> Situation:
        return read_situation(Tiny(**text).write(tmp_path_factory.mktemp("tiny")))

    return make
