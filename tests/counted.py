"""A situation whose runs keep an account: two shores, and a law about hands, holds and crossings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import xarray as xr

from law_of import instrument, law, norm, position, reading
from tumen.ensemble import simulate
from tumen.law.body import Law
from tumen.law.norms import Action
from tumen.law.predicates import All, Holds, InPlace, Only
from tumen.model import Model, build
from tumen.situation import Situation, read_situation

HARBOUR = Path(__file__).parent / "law" / "harbour"
IN_FORCE, REVISED = date(2001, 7, 11), date(2002, 11, 1)
FUTURES: dict[str, Any] = {"draws": 6, "replicates": 2, "seed": 5}


def act(name: str, *exits: str) -> Action:
    return Action(name, name, exits, "" if exits else "no such event")


@cache
def rules() -> Law:
    """Nobody is handed back; women are held by nobody; refugees are let in: everybody, or only those in the hills."""
    hills = reading("hills", InPlace(("hills",)))
    everybody = reading("everybody", All(()))
    return law(
        instrument(in_force=IN_FORCE),
        norm("back", action="return"),
        norm("women", action="hold", scope=Only({"sex": ("woman",)}), first=REVISED),
        norm("let_in", action="turn", scope=Holds("refugee")),
        hills,
        everybody,
        position("mild", "everybody"),
        position("strict", "hills"),
        act("return", "handed_over"),
        act("hold", "found"),
        act("turn", "sails_on"),
        act("dream"),
    )


def harbour(of: Law | None = None, **over: Any) -> Situation:
    return replace(read_situation(HARBOUR), law=of or rules(), **over)


@cache
def counted_model() -> Model:
    return build(harbour())


@cache
def counted_run() -> xr.Dataset:
    return simulate(counted_model(), **FUTURES, workers=1)


def of_action(dataset: xr.Dataset, action: str) -> Any:
    """Give people by future and stretch, ``[world, draw, replicate, stretch]``."""
    mine = dataset["account_action"].to_numpy() == action
    return dataset["account"].to_numpy()[..., mine].sum(axis=-1)


def by_year(dataset: xr.Dataset, people: Any, labels: Collection[Any]) -> Any:
    """Add stretches up to years."""
    years = dataset["account_last"].dt.year.to_numpy().astype(str)
    return [people[..., years == label].sum(axis=-1) for label in labels]
