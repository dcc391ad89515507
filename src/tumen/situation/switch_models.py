"""The file of loops and switches as pydantic models."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tumen.situation.fields import Id, Strict, Text, refers, table


class LoopTable(Strict):
    """A feedback that somebody names, as a switch with the positions on and off."""

    title: Text = Field(description="What leads to what, for people to read.")
    sign: Literal["reinforcing", "balancing", "disputed"] = Field(description="What it does to itself.")
    source: str = refers("group|signal", "Hazard group or signal at which it is pushed to see it act.")
    target: str = refers("group|signal", "Hazard group or signal that answers.")
    answer: Literal["raises", "lowers"] = Field(description="Which way the target goes as the source grows.")
    delay: list[float] = Field(description="Months after which the answer has come by half: at least, at most.")
    numbers: list[str] = refers("parameter", "Numbers that carry it: 0 where it is off.")
    on: bool = Field(True, description="Whether it acts unless switched.")
    thought_experiment: bool = Field(False, description="Whether nobody has ever observed it.")
    claims: list[str] = refers("claim", "Claims that say so.", default_factory=list)
    ours: str = Field("", description="Which step nobody says but us.")


class PositionTable(Strict):
    """One answer to a disputed question."""

    title: Text = Field(description="For people to read.")
    sets: dict[str, float] = Field(
        default_factory=dict,
        alias="set",
        description="Numbers that it fixes.",
        json_schema_extra={"refers_to": "parameter=number"},
    )
    claims: list[str] = refers("claim", "Claims that say so.", default_factory=list)


class SwitchTable(Strict):
    """A disputed premise: a part of the future, not of the policy."""

    title: Text = Field(description="What is disputed.")
    at: Text = Field(description="Position unless switched.")
    position: dict[Id, PositionTable] = Field(description="Its positions, two at least.")


class PartTable(Strict):
    """Some of the people whom a contrast sets apart."""

    title: Text = Field(description="For people to read.")
    outcomes: list[str] = refers("outcome", "What is shown of them.")
    per: str = refers("outcome", "Flow of which each is told per hundred.", default="")


class AxisTable(Strict):
    """How the strength of a loop is told, where it is the side of a plane."""

    title: Text = Field(description="What does what, as a clause.")
    of: Text = Field(description="What there is more of at full strength, in the plural.")
    times: float = Field(description="How many times as much of it there is.")


class ContrastTable(Strict):
    """Loops whose signs sources dispute, told side by side."""

    title: Text = Field(description="What is disputed.")
    loops: list[str] = refers("loop", "Two at least: each alone, then all of them.")
    policy: str = refers("policy", "Whose effect depends on them.")
    claims: list[str] = refers("claim", "Claims that take a side.", default_factory=list)
    part: dict[Id, PartTable] = Field(default_factory=dict, description="Whom it sets apart; none: the headlines.")
    sides: dict[str, str] = table("source=policy", "Document → the policy that it argues for; two, or none.")
    turns_on: list[str] = refers("outcome", "By which it is said which side does better.", default_factory=list)
    axis: dict[Id, AxisTable] = Field(default_factory=dict, description="Of both loops, where there are sides.")


class SwitchesFile(Strict):
    """switches.toml."""

    loop: dict[Id, LoopTable] = Field(default_factory=dict)
    switch: dict[Id, SwitchTable] = Field(default_factory=dict)
    contrast: dict[Id, ContrastTable] = Field(default_factory=dict)
