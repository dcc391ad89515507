"""The small situation in which people hide, with a quarrel: does it help to be heard, or do the police search?"""

from __future__ import annotations

import shutil
from pathlib import Path

from tumen.situation import Situation, read_situation, situation_folder

SWITCHES = """
[loop.HELP]
title = "People reach Southmark; others hear of it; it is easier to follow them"
sign = "disputed"
source = "onward"
target = "onward"
answer = "raises"
delay = [1, 24]
numbers = ["onward_per_attention"]
claims = ["K007"]

[loop.SEARCH]
title = "People reach Southmark; others hear of it; the police search harder"
sign = "disputed"
source = "onward"
target = "arrest"
answer = "raises"
delay = [1, 36]
numbers = ["effort_per_attention"]
claims = ["K003"]
ours = "That the police answer to what is heard is our step."

[loop.FLOOD]
title = "Word of an open door; everybody leaves"
sign = "reinforcing"
source = "attention"
target = "departure"
answer = "raises"
delay = [1, 36]
numbers = ["departure_per_attention"]
on = false
thought_experiment = true
ours = "Nobody has seen it."

[switch.PRISON]
title = "How many of those returned are sent to prison"
at = "unknown"

[switch.PRISON.position.unknown]
title = "As the prior has it"

[switch.PRISON.position.few]
title = "One for every two who are let go"
set = { prison_share = 0.3 }
claims = ["K006"]

[contrast.attention]
title = "Does it help to be heard?"
loops = ["HELP", "SEARCH"]
policy = "publicity"
claims = ["K003", "K007"]

[contrast.attention.part.away]
title = "People who got away"
outcomes = ["reached_safety"]
per = "returned_by_force"

[contrast.attention.part.hiding]
title = "People who hide"
outcomes = ["in_hiding", "returned_by_force"]
"""
NUMBERS = """
[parameter.onward_per_attention]
unit = "elasticity"
prior = { family = "uniform", low = 0.2, high = 0.6 }
assumed = "Invented for a test: how much easier it is to travel on where somebody is heard of."

[parameter.effort_per_attention]
unit = "elasticity"
prior = { family = "uniform", low = 0.5, high = 1.0 }
assumed = "Invented for a test: how far the police answer to what is heard of those who got away."

[parameter.departure_per_attention]
unit = "elasticity"
prior = { family = "uniform", low = 0.3, high = 0.5 }
assumed = "Invented for a test: how many more would leave if they heard of those who got away."

[parameter.attention_half_life]
unit = "months"
value = 6
assumed = "Invented for a test: half a year after something was heard, half of it is forgotten."

[parameter.attention_per_person]
unit = "index"
value = 0.002
assumed = "Invented for a test: hundreds must reach safety before much is heard of them."

[parameter.publicity]
unit = "index"
value = 1.5
assumed = "Invented for a test: how much is heard where relief groups speak of it all the time."
"""
POLICIES = """
[lever.speaking]
title = "Relief groups speak of it"
target = "signal:attention"
how = "add"
from = 2004-01-01
strength = "publicity"
claims = ["K007"]

[policy.publicity]
title = "Relief groups speak of it all the time"
levers = ["speaking"]
claims = ["K007"]
"""
ATTENTION = (
    "attention,What is heard of those who got away,index,both,0,attention_half_life,effort_scale,onward,"
    "attention_per_person,0,\n"
)


def write_quarrel(folder: Path) -> Path:
    """Write the situation into a folder that is not there yet, and give it back."""
    shutil.copytree(situation_folder("hidden-five"), folder, ignore=shutil.ignore_patterns("switches.toml"))
    (folder / "switches.toml").write_text(SWITCHES, encoding="utf-8")
    _append(folder / "parameters.toml", NUMBERS)
    _append(folder / "policies.toml", POLICIES)
    _replace(folder / "signals.csv", "effort_per_person,1,", "effort_per_person,1,attention=effort_per_attention")
    _append(folder / "signals.csv", ATTENTION)
    _replace(folder / "situation.toml", "[group.onward]\n", _drivers("onward"))
    _replace(folder / "situation.toml", "[group.departure]\n", _drivers("departure"))
    return folder


def read_quarrel(folder: Path) -> Situation:
    """Write the situation and read it."""
    return read_situation(write_quarrel(folder / "quarrel"))


def _drivers(group: str) -> str:
    return f'[group.{group}]\ndrivers = {{ attention = "{group}_per_attention" }}\n'


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8", newline="\n")


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, (path.name, old)
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")
