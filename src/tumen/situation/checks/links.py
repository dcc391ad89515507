"""Claims and observations together: one space of ids, and how they stand to each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter

from tumen.errors import Problem
from tumen.situation.draft import Draft
from tumen.situation.findings import plain, shown
from tumen.situation.table import sound

FILE = "links.csv"
_BOTH_WAYS = ("contradicts", "same_root")
_ONE_WAY = ("derives_from", "supersedes")


def check_items(draft: Draft) -> Iterator[Problem]:
    """No observation has the id of a claim."""
    claims = draft.names["claim"] or ()
    for name in (name for name in draft.names["observation"] or () if name in claims):
        message = f"{shown(name)} is also the id of a claim"
        yield draft.problem("T112", ("observations.csv", name, "id"), message=message, remedy="give one another id")


def check_links(draft: Draft) -> Iterator[Problem]:
    """A link has two ends, and stands once."""
    first: dict[tuple[str, frozenset[str]], int] = {}
    for row in sound(draft.files.rows(FILE)):
        pair = frozenset((row["of"], row["other"]))
        line = first.setdefault((row["relation"], pair), row.line) if row["relation"] in _BOTH_WAYS else row.line
        if len(pair) == 1:
            message = f"{shown(row['of'])} {row['relation']} itself"
            yield row.spot("other").problem("T224", message, "name another claim or observation")
        elif line != row.line:
            message = f"line {line} says so already, the other way round"
            yield row.spot("other").problem("T224", message, "keep one of the two: it holds both ways")


def check_circles(draft: Draft) -> Iterator[Problem]:
    """Nothing derives from itself or supersedes itself, over however many others."""
    for relation in _ONE_WAY:
        rows = {
            (row["of"], row["other"]): row
            for row in sound(draft.files.rows(FILE))
            if row["relation"] == relation and row["of"] != row["other"]
        }
        path = circle(rows)
        if path:
            message = f"{relation} leads in a circle: {' > '.join(map(plain, path))}"
            yield rows[path[0], path[1]].spot("other").problem("T224", message, "take one of these links out")


def circle(links: Iterable[tuple[str, str]]) -> list[str]:
    """Find items that lead back to the first, which stands at the end again; none where there is no circle."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for of, other in links:
        sorter.add(other, of)
    try:
        sorter.prepare()
    except CycleError as error:
        return error.args[1]
    return []
