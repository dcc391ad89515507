"""The situation with a quarrel, with two documents that give different advice: look away, or speak of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from kinds import compete_model
from quarrel import write_quarrel
from tumen.model import CompeteModel
from tumen.situation import Situation, read_situation

SURVEY, RELIEF = "survey-2003", "relief-2004"
AWAY, LOUD = "looking_away", "publicity"
SIDES = f"""
sides = {{ {SURVEY} = "{AWAY}", {RELIEF} = "{LOUD}" }}
turns_on = ["returned_by_force", "reached_safety"]

[contrast.attention.axis.HELP]
title = "being heard helps people on their way"
of = "journeys when hundreds have arrived"
times = 1.5

[contrast.attention.axis.SEARCH]
title = "being heard brings searches"
of = "arrests when hundreds have arrived"
times = 2
"""


def write_bordered(folder: Path) -> Path:
    """Write the situation into a folder that is not there yet, and give it back."""
    write_quarrel(folder)
    _replace(folder / "switches.toml", "\n[contrast.attention.part.away]", f"{SIDES}\n[contrast.attention.part.away]")
    for policy, by, claim in ((AWAY, SURVEY, "K005"), (LOUD, RELIEF, "K007")):
        premises = '{ HELP = "off", SEARCH = "on" }' if policy == AWAY else '{ HELP = "on", SEARCH = "off" }'
        told = f'[policy.{policy}]\nby = ["{by}"]\npremises = {premises}\n'
        _replace(folder / "policies.toml", f"[policy.{policy}]\n", told)
        levers = "eased_searches" if policy == AWAY else "speaking"
        _replace(
            folder / "policies.toml",
            f'levers = ["{levers}"]\nclaims = ["K007"]',
            f'levers = ["{levers}"]\nclaims = {["K007", claim] if claim != "K007" else ["K007"]}'.replace("'", '"'),
        )
    return folder


@cache
def bordered() -> Situation:
    """Read it."""
    with TemporaryDirectory() as folder:
        return read_situation(write_bordered(Path(folder) / "bordered"))


@cache
def bordered_model() -> CompeteModel:
    """Build it."""
    return compete_model(bordered())


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, (path.name, old)
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")
