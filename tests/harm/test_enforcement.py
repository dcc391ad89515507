"""How hard the state searches is never raised, tuned or ranked, whichever number is reached for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harm.conftest import speak
from harm.few import Left
from made_up import hidden_five
from tumen.errors import SafetyError
from tumen.evidence import Anchor, AnchorPrior
from tumen.evidence.priors import Prior
from tumen.model import build
from tumen.model.changes import checked_changes
from tumen.model.terms import Entries

TUNED = ("sensitiv", "optimi", "elasticities", "rank", "most effective", "yield of")


@pytest.mark.parametrize("name", ["effort_per_person", "effort_scale", "effort_half_life"])
@pytest.mark.parametrize("times", [3.0, 1 / 30])
def test_what_a_signal_of_enforcement_is_made_of_stays_in_its_range(name: str, times: float):
    """A signal that drives arrests rises with its gain, with a smaller scale, and with a longer memory."""
    prior = hidden_five().parameters[name].entries[""]
    beyond = (prior.quantile(0.99) if times > 1 else prior.quantile(0.01)) * times
    with pytest.raises(SafetyError, match="T701"):
        build(hidden_five(), changes={name: beyond})
    assert build(hidden_five(), changes={name: prior.quantile(0.4)}).changes


def test_nor_does_one_that_drives_it_through_another():
    hidden = hidden_five()
    behind = replace(hidden.signals["effort"], id="news", mode="fed", rest="0", drivers={}, gain="campaign")
    signals = {"effort": replace(hidden.signals["effort"], drivers={"news": "easing"}), "news": behind}
    situation = replace(hidden, signals=signals)
    for name in ("easing", "campaign"):
        with pytest.raises(SafetyError, match="T701"):
            checked_changes(situation, Entries(situation), {name: 50.0})


def test_an_anchor_does_not_raise_what_it_solves():
    """A claimed figure of arrests would find the arrests that it wants."""
    hidden = hidden_five()
    believed = AnchorPrior(Prior("lognormal", 100, 300), assumed="for a test")
    anchors = {**hidden.anchors, "arrests": Anchor("arrests", "returned_by_force", "2003", "arrest_hazard")}
    worlds = {w.id: replace(w, anchors={**w.anchors, "arrests": believed}) for w in hidden.worlds.values()}
    situation = replace(hidden, anchors=anchors, worlds=worlds)
    names = Entries(situation)
    assert checked_changes(situation, names, {"arrests": 250.0}) == {"anchor:arrests": 250.0}
    for value in (50.0, 5000.0):
        with pytest.raises(SafetyError, match="T701"):
            checked_changes(situation, names, {"arrests": value})
    assert checked_changes(situation, names, {"hiding_2003": 50_000.0})


@pytest.mark.parametrize(
    "setting", ["arrest_hazard=5", "arrest_by_place[near]=9", "arrest_per_effort=4", "prison_share=0.99", "campaign=20"]
)
def test_the_command_refuses_to_raise_it(setting: str, few: Path, tmp_path: Path):
    words = ("run", str(few), "--set", setting, "--draws", "1", "--out", str(tmp_path / "run"))
    assert "T701" in speak(*words, code=6)
    assert not (tmp_path / "run").exists()


def test_no_command_ranks_or_tunes(few: Path):
    helps = [speak("--help"), *(speak(word, "--help") for word in ("run", "compare", "trace", "evidence", "export"))]
    assert not [word for text in helps for word in TUNED if word in text.lower()]


def test_no_file_tells_what_a_number_of_enforcement_would_do(left: Callable[[str], Left]):
    told = left("one")
    for name in ("trace.json", "summary.csv", "report.html", "said"):
        text = told.published[name].decode().lower()
        assert not [word for word in TUNED if word in text], name
