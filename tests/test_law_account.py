"""Returns by force against norms in the flagship: docs/law.md says what was counted, and that still holds."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tumen.situation import Situation, read_situation

TOOLS = Path(__file__).parents[1] / "tools"


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(TOOLS))
        yield importlib.import_module("law_account")


@pytest.fixture(scope="module")
def flagship() -> Situation:
    return read_situation("dprk-china")


def test_the_page_is_made_of_what_was_counted(script: Any):
    assert script.main(["--check"]) == 0


def test_what_was_counted_is_what_the_flagship_counts(script: Any, flagship: Situation):
    assert script.read()["fingerprint"] == script.fingerprint(flagship), "run tools/law_account.py"


def test_every_norm_against_return_and_every_position_has_its_figures(script: Any, flagship: Situation):
    law, norms = script.law_of(flagship), script.read()["norms"]
    forbidding = [norm.id for norm in law.norms.values() if ("prohibition", "return") in both(norm)]
    assert list(norms) == forbidding
    assert all(list(of["figures"]) == ["", *law.positions] for of in norms.values())


def both(norm: Any) -> set[tuple[str, str]]:
    return {(norm.modality, norm.action), *((one.modality, one.action) for one in norm.alternatives)}


def test_the_sentence_says_what_it_counts_and_what_it_does_not(script: Any, flagship: Situation):
    told = script.tables(script.law_of(flagship), script.read())["account-sentence"]
    for words in (
        "Person-events prima facie incompatible with it",
        "no finding about a state, an official or a person",
        "persons are not told apart",
        "binds China since 23 December 1982",
        "as the Chinese government sees it",
        "A choice of the reader",
    ):
        assert words in told
    assert not re.search(r"violation|breach|guilty|illegal", told)
