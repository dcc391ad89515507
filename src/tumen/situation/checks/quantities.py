"""Quantities, and the claims and series that speak of them."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.errors import Problem
from tumen.policy import Outcome
from tumen.situation.draft import Draft
from tumen.situation.findings import Spot, shown

FILE = "quantities.toml"


def check_subjects(draft: Draft) -> Iterator[Problem]:
    """A subject of claims belongs to one quantity."""
    first: dict[str, str] = {}
    quantities = draft.situation.evidence.quantities.values()
    for name, subject in ((quantity.id, subject) for quantity in quantities for subject in quantity.subjects):
        other = first.setdefault(subject, name)
        if other != name:
            message = f"the subject {shown(subject)} belongs to {shown(other)} already"
            yield Spot(FILE, f"quantity.{name}.subjects").problem("T226", message, "name it in one of the two")


def check_quantities(draft: Draft) -> Iterator[Problem]:
    """What answers a quantity is an outcome, or one divided by another of its kind."""
    for quantity in draft.situation.evidence.quantities.values():
        spot = Spot(FILE, f"quantity.{quantity.id}.over")
        wrong = ratio_problem(draft, quantity.outcome, quantity.over)
        if quantity.over and not quantity.outcome:
            message = f"{shown(quantity.id)} is divided by {shown(quantity.over)}, and names no outcome"
            yield spot.problem("T227", message, "name the outcome that is divided, or take `over` out")
        elif wrong:
            yield spot.problem("T227", wrong, "name two stocks, or two flows")


def ratio_problem(draft: Draft, outcome: str, over: str) -> str:
    """Say why one outcome cannot be divided by another; empty if it can, or if one of them is not known."""
    pair: list[Outcome] = [o for o in map(draft.situation.outcomes.get, (outcome, over)) if o is not None]
    if len(pair) < 2 or (pair[0].kind == pair[1].kind and pair[0].kind in ("stock", "flow")):  # noqa: PLR2004
        return ""
    return f"{shown(outcome)} is a {pair[0].kind} and {shown(over)} a {pair[1].kind}"


def check_series_used(draft: Draft) -> Iterator[Problem]:
    """Every series has observations."""
    if not draft.files.readable("series.csv", "observations.csv"):
        return
    used = {row["series"] for row in draft.files.rows("observations.csv")} | draft.mentioned
    for name in (name for name in draft.situation.evidence.series if name not in used):
        message = f"no observation belongs to the series {shown(name)}"
        remedy = "add its figures to observations.csv, or take it out"
        yield draft.problem("T225", ("series.csv", name, "id"), message=message, remedy=remedy)
