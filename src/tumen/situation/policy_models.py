"""The file of levers and policies as pydantic models."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from tumen.situation.fields import Id, Strict, Text, refers, table


class LeverTable(Strict):
    """One thing that can be moved."""

    title: Text = Field(description="For people to read.")
    target: str = Field(
        description="group:ID, signal:ID, share:EXIT, seats:ID, elasticity:GROUP/SIGNAL; capacity:PLACE, route:ID."
    )
    how: Literal["multiply", "add"] = Field(description="What it does to its target.")
    starts: date | None = Field(None, alias="from", description="First day; none: from the beginning.")
    ends: date | None = Field(None, alias="until", description="Last day; none: for good.")
    ramp: int = Field(0, ge=0, le=36_525, description="Days until it acts in full.")
    strength: str = refers("parameter", "The factor, or what is added.")
    claims: list[str] = refers("claim", "Claims that name the option.", default_factory=list)


class ObjectionTable(Strict):
    """What is held against an option."""

    who: Text = Field(description="Who holds it: a document, whom it quotes, or ours.")
    why: Text = Field(description="In words.")
    claims: list[str] = refers("claim", "Claims that say so; none where it is ours.", default_factory=list)


class PolicyTable(Strict):
    """Levers that are pulled together, or an option that is listed and not simulated."""

    title: Text = Field(description="For people to read.")
    levers: list[str] = refers("lever", "What it pulls.", default_factory=list)
    claims: list[str] = refers("claim", "Claims that name the option.", default_factory=list)
    option: str = Field("", description="Its id in the description of the system, as in P1.")
    by: list[str] = refers("source", "Documents that argue for it.", default_factory=list)
    mechanism: str = Field("", description="How it is said to act, after its author.")
    moves: dict[str, Literal["less", "more"]] = table("outcome=value", "Outcome → what its author expects of it.")
    premises: dict[str, str] = table("loop|switch=value", "Loop or switch → where its author takes it to stand.")
    against: list[ObjectionTable] = Field(default_factory=list[ObjectionTable], description="What is held against it.")
    combines: list[str] = refers("policy", "Policies whose levers it pulls together.", default_factory=list)
    not_simulated: str = Field("", description="Why it pulls nothing: it is listed only.")


class PoliciesFile(Strict):
    """policies.toml."""

    lever: dict[Id, LeverTable] = Field(default_factory=dict)
    policy: dict[Id, PolicyTable] = Field(default_factory=dict)
