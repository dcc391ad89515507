"""Which of two norms prevails, if any doctrine says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tumen.law.body import Doctrine, Law
from tumen.law.wording import listed, marked, named, sentence, sentences

Resolved = Literal["yes", "no", "contested"]


@dataclass(frozen=True)
class Resolution:
    """What doctrines make of two norms that collide.

    Attributes:
        doctrines: Ids of those that speak of the two.
        resolved: ``yes`` where what is undisputed points one way and nothing the other; ``no`` where nothing points
            any way; ``contested`` else.
        prevails: Id of the norm that prevails where resolved; empty else.
    """

    doctrines: tuple[str, ...] = ()
    resolved: Resolved = "no"
    prevails: str = ""


UNRESOLVED = Resolution()


def resolution(law: Law, one: str, other: str) -> Resolution:
    """Look up what doctrines say of two norms, by name or by the kinds of their instruments."""
    speaking = {
        doctrine.id: found for doctrine in law.doctrines.values() if (found := _winners(law, doctrine, (one, other)))
    }
    # A doctrine that speaks for both sides settles nothing by itself.
    pointing = {name: found.pop() for name, found in speaking.items() if len(found) == 1}
    sure = {winner for name, winner in pointing.items() if not law.doctrines[name].disputed}
    if not pointing:
        return Resolution(tuple(speaking))
    if len(sure) == 1 and set(pointing.values()) == sure:
        return Resolution(tuple(speaking), "yes", sure.pop())
    return Resolution(tuple(speaking), "contested")


def _winners(law: Law, doctrine: Doctrine, pair: tuple[str, str]) -> set[str]:
    """Name the norms of a pair that prevail by a doctrine."""
    if doctrine.norms:
        return {prevailing for prevailing, yielding in doctrine.norms if {prevailing, yielding} == set(pair)}
    return {
        norm
        for norm, over in (pair, pair[::-1])
        if law.instruments[law.norms[norm].instrument].kind in doctrine.prevails
        and law.instruments[law.norms[over].instrument].kind in doctrine.over
    }


def settled_words(law: Law, found: Resolution) -> str:
    """Say what doctrines make of two norms that collide."""
    if not found.doctrines:
        return "No doctrine of the data speaks of the two."
    titles = listed(marked(f"“{law.doctrines[one].title}”", law.doctrines[one].grade) for one in found.doctrines)
    if found.resolved == "yes":
        return f"By the doctrine {titles}, {named(law, law.norms[found.prevails])} prevails."
    doubts = [sentence(law.doctrines[one].disputed) for one in found.doctrines if law.doctrines[one].disputed]
    return sentences(f"Which prevails is {_OPEN[found.resolved]}: {titles}.", *doubts)


_OPEN = {"no": "not settled", "contested": "contested"}
