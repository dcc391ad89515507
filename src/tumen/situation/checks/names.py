"""Names that stand for nothing, and names that stand twice."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.errors import Problem
from tumen.situation.draft import Draft
from tumen.situation.findings import instead, listed, nearest, plain, shown
from tumen.situation.references import ATTRIBUTE, Reference


def check_names(draft: Draft) -> Iterator[Problem]:
    """Report names that stand for nothing. Where the file with the right names cannot be read, nothing is said."""
    for reference in draft.references:
        if reference.kind == "value":
            yield from _unknown_value(draft, reference)
        elif reference.kind == "axis":
            yield from _unknown_axis(draft, reference)
        else:
            yield from _unknown(draft, reference)


def _unknown(draft: Draft, reference: Reference) -> Iterator[Problem]:
    if not draft.names.lack(reference.kind, reference.name):
        return
    kinds = draft.names.about(reference.kind)
    near = draft.names.near(reference.kind, reference.name)
    add = f"add it to {kinds[0].file}" if len(kinds) == 1 else "add it"
    remedy = add if near is None else f"write {shown(near)}, or {add}"
    if not kinds[0].file:
        remedy = instead(reference.name, draft.names[reference.kind] or ())
    message = f"there is no {' or '.join(kind.noun for kind in kinds)} {shown(reference.name)}"
    yield reference.spot.problem(kinds[0].code, message, remedy)


def _unknown_value(draft: Draft, reference: Reference) -> Iterator[Problem]:
    values = draft.names.values
    attribute, _, value = reference.name.partition("=")
    known = draft.names[ATTRIBUTE]
    if known is None or attribute not in known or reference.name in values:
        return
    right = tuple(pair.partition("=")[2] for pair in sorted(values) if pair.startswith(f"{attribute}="))
    near = nearest(value, right)
    remedy = f"write one of: {listed(right)}" if near is None else f"write {shown(near)}, or add it to cohorts.csv"
    yield reference.spot.problem("T121", f"{plain(attribute)} has no value {shown(value)}", remedy)


def _unknown_axis(draft: Draft, reference: Reference) -> Iterator[Problem]:
    known = draft.names[ATTRIBUTE]
    given = draft.given_axes
    if known is None or reference.name in (*known, *given):
        return
    near = nearest(reference.name, (*known, *given))
    others = "" if draft.files.travels else ", or an attribute of cohorts.csv"
    remedy = f"write {shown(near)}" if near else f"write {', '.join(given)}{others}"
    yield reference.spot.problem("T121", f"there is no axis {shown(reference.name)}", remedy)


def check_groups(draft: Draft) -> Iterator[Problem]:
    """Where exits or groups are named, one name does not stand for two things."""
    for way in draft.situation.exits.values():
        if way.id != way.group and way.id in (draft.names["group"] or ()):
            message = f"{shown(way.id)} is also the name of a group, to which this exit does not belong"
            spot = draft.spot("exits.csv", way.id, "id")
            yield spot.problem("T112", message, "give one of the two another name")


def check_twice(draft: Draft) -> Iterator[Problem]:
    """A list names each thing once."""
    seen: set[Reference] = set()
    for reference in draft.references:
        if reference in seen and reference.kind != "value" and not reference.spot.file.endswith(".csv"):
            yield reference.spot.problem("T112", f"{shown(reference.name)} is named twice in one list", "name it once")
        seen.add(reference)
