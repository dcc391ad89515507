"""Roots: which figures are one statement that several people repeat."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from tumen.evidence.body import Evidence


def roots_of(evidence: Evidence) -> Mapping[str, str]:
    """Give the root of each claim and observation.

    Items that ``same_root`` or ``derives_from`` connects, in whichever direction and over however many steps, have one
    root. It is named after the item from which the others derive (the smallest id where there are several, or where
    nobody knows which), and never after a claim that is kept out unless it stands alone.

    Returns:
        Item → id of an item, in the order of the tables.
    """
    items = [*evidence.claims, *evidence.observations]
    links = [link for link in evidence.links if link.relation in ("same_root", "derives_from")]
    derives = {link.of for link in links if link.relation == "derives_from"}
    quoted = {link.other for link in links if link.relation == "derives_from"}
    hidden = {claim.id for claim in evidence.claims.values() if claim.kept_out}
    root = {item: item for item in items}
    for group in _components((link.of, link.other) for link in links):
        choices = (group & quoted - derives, group - derives, group)
        named = (choice - hidden for choice in choices)
        root |= dict.fromkeys(group, min(next(filter(None, named), group)))
    return {item: root[item] for item in items}


def _components(pairs: Iterable[tuple[str, str]]) -> Iterable[set[str]]:
    """Group what is connected."""
    group: dict[str, set[str]] = {}
    for a, b in pairs:
        one, other = group.setdefault(a, {a}), group.setdefault(b, {b})
        if one is not other:
            one |= other
            group.update(dict.fromkeys(other, one))
    return {id(members): members for members in group.values()}.values()


def superseded(evidence: Evidence, items: Collection[str]) -> Mapping[str, str]:
    """Give those of `items` that another of them supersedes, directly or over several steps.

    Two that supersede each other both stand: nobody knows which is the later one.

    Returns:
        Item → the smallest id among those that supersede it.
    """
    newer = [(link.other, link.of) for link in evidence.links if link.relation == "supersedes"]
    return _spoken_for(items, newer)


def relayed(evidence: Evidence, items: Collection[str]) -> Mapping[str, str]:
    """Give those of `items` that derive from another of them, directly or over several steps: it speaks for itself.

    Two that derive from each other both stand.

    Returns:
        Item → the smallest id among those that it derives from.
    """
    sources = [(link.of, link.other) for link in evidence.links if link.relation == "derives_from"]
    return _spoken_for(items, sources)


def _spoken_for(items: Collection[str], pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Give item → the smallest id among the items that can be reached from it and not the other way round."""
    steps: dict[str, set[str]] = {}
    for of, by in pairs:
        steps.setdefault(of, set()).add(by)
    reached = {item: _reached(item, steps) for item in items}
    found = {item: {n for n in reached[item] if n in reached and item not in reached[n]} for item in items}
    return {item: min(by) for item, by in found.items() if by}


def _reached(start: str, steps: Mapping[str, Collection[str]]) -> set[str]:
    """Give whatever can be reached from `start` in one step or more."""
    reached: set[str] = set()
    ahead = list(steps.get(start, ()))
    while ahead:
        item = ahead.pop()
        if item not in reached:
            reached.add(item)
            ahead.extend(steps.get(item, ()))
    return reached
