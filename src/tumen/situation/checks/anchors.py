"""Anchors and worlds: what is solved, and what sources disagree about."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.errors import Problem
from tumen.evidence import Anchor
from tumen.situation.checks.quantities import ratio_problem
from tumen.situation.draft import Draft
from tumen.situation.findings import Spot, shown
from tumen.situation.words import month_problem

FILE = "parameters.toml"
_NO_ANCHOR = {"time": "time spent", "signal": "the level of a signal"}


def _spot(anchor: Anchor, key: str) -> Spot:
    return Spot(FILE, f"anchor.{anchor.name}.{key}")


def check_anchors(draft: Draft) -> Iterator[Problem]:
    """An anchor speaks of an outcome at a time of the run, and solves a scale of its own."""
    solved: dict[str, str] = {}
    for anchor in draft.situation.anchors.values():
        outcome = draft.situation.outcomes.get(anchor.outcome)
        if outcome is not None and outcome.kind in _NO_ANCHOR:
            message = f"{shown(outcome.id)} is {_NO_ANCHOR[outcome.kind]}; an anchor is a stock or a flow"
            yield _spot(anchor, "outcome").problem("T218", message, "name another outcome")
        ratio = ratio_problem(draft, anchor.outcome, anchor.over)
        if ratio and outcome is not None and outcome.kind not in _NO_ANCHOR:
            yield _spot(anchor, "over").problem("T218", ratio, "name two stocks, or two flows")
        yield from _date(draft, anchor)
        parameter = draft.situation.parameters.get(anchor.solves)
        prior = parameter.entries.get("") if parameter is not None else None
        if parameter is not None and (prior is None or prior.family != "solved"):
            message = f"{shown(anchor.solves)} has no prior of the family solved"
            remedy = 'give it prior = { family = "solved", low = …, high = … }'
            yield _spot(anchor, "solves").problem("T217", message, remedy)
        first = solved.setdefault(anchor.solves, anchor.name)
        if first != anchor.name:
            message = f"the anchor {shown(first)} solves {shown(anchor.solves)} already"
            yield _spot(anchor, "solves").problem("T217", message, "give each anchor a scale of its own")


def _date(draft: Draft, anchor: Anchor) -> Iterator[Problem]:
    wrong = month_problem("date", anchor.date)
    if wrong is not None:
        yield _spot(anchor, "date").problem(*wrong)
        return
    calendar = draft.calendar
    if calendar is None or calendar.last < calendar.first:
        return
    first, last = str(calendar.first), str(calendar.last)
    if not first[: len(anchor.date)] <= anchor.date <= last[: len(anchor.date)]:
        message = f"{anchor.date} lies outside the run, {first} to {last}"
        yield _spot(anchor, "date").problem("T218", message, "write a date of the run, or change [time]")


def check_solved(draft: Draft) -> Iterator[Problem]:
    """What is to be solved has an anchor."""
    if draft.names["anchor"] is None:
        return
    anchors = (entry for entry in draft.files.document(FILE).entries if entry.kind == "anchor")
    solved = {entry.raw.get("solves") for entry in anchors}
    for parameter in draft.situation.parameters.values():
        to_solve = [level for level, prior in parameter.entries.items() if prior.family == "solved"]
        for level in (level for level in to_solve if level or parameter.name not in solved):
            spot = Spot(FILE, f"parameter.{parameter.name}" + (f".levels.{level}" if level else ""))
            what = "a level cannot be solved" if level else f"no anchor solves {shown(parameter.name)}"
            yield spot.problem("T217", what, "add an anchor, or choose another family")
