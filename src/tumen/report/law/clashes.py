"""What collides in a law, pair by pair, with all the times at which it does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from tumen.law.conflicts import Conflict, conflicts
from tumen.law.instruments import Basis
from tumen.law.intervals import turns
from tumen.law.norms import Norm
from tumen.law.query import commands
from tumen.report.law import memory
from tumen.report.law.phrases import dates
from tumen.report.law.setting import Setting
from tumen.report.strings import say

KINDS = ("norm-norm", "reading-reading", "source-source", "duty-without-act")


@dataclass(frozen=True)
class Collision:
    """Two rows of the law that collide at some time.

    Attributes:
        first: What is said of the first time; all but its dates and people holds of the others too.
        times: First and last day of each stretch of time.
        who: For whom, at some time, in words.
        agreed: Whether it is agreed that both apply, for some of them at some time.
        marked: What of it is from memory; empty for nothing.
    """

    first: Conflict
    times: tuple[tuple[date, date], ...]
    who: str
    agreed: bool
    marked: str

    @property
    def doctrines(self) -> tuple[str, ...]:
        """Ids of the doctrines that speak of it."""
        return self.first.doctrines

    @property
    def when(self) -> str:
        """All times in words."""
        return say("law.then").join(dates(first, last) for first, last in self.times)


def lifetime(setting: Setting) -> tuple[date, date]:
    """Give the time for which the law of a situation is looked at: from its first day to the last look or last step."""
    calendar, as_of = setting.situation.calendar, setting.situation.as_of
    return min({calendar.first, *turns(setting.law)}), max(calendar.last, as_of or calendar.last)


def collisions(setting: Setting, first: date, last: date) -> tuple[Collision, ...]:
    """Find all that collides for the people asked about, each pair once, in the order of the searches."""
    found = conflicts(setting.law, setting.people, first=first, last=last, choice=setting.choice)
    pairs = {one.id: [other for other in found if other.id == one.id] for one in found}
    return tuple(_collision(setting, several) for several in pairs.values())


@dataclass(frozen=True)
class Opposed:
    """A norm that forbids an action, and all that command it or allow it to the same parties.

    Attributes:
        parties: Who is told both, in words.
        action: Id of the action.
        norm: The norm that forbids it.
        others: The norms on the other side, each with what is said of the pair.
    """

    parties: str
    action: str
    norm: Norm
    others: tuple[tuple[Norm, Collision], ...]


def opposed(setting: Setting, found: Iterable[Collision]) -> tuple[Opposed, ...]:
    """Sort the pairs of norms by party and action, then by the norm that forbids."""
    rows: dict[tuple[str, str, str], list[tuple[Norm, Collision]]] = {}
    for one in found:
        if one.first.kind == "norm-norm":
            pair = [setting.law.norms[name] for name in one.first.rows]
            forbids, other, action = _sides(pair)
            parties = setting.names.join((setting.law.parties[p].title for p in one.first.bearers), "and")
            rows.setdefault((parties, action, forbids.id), []).append((other, one))
    groups = {(parties, action): None for parties, action, _ in rows}
    return tuple(
        Opposed(*group, setting.law.norms[norm], tuple(several))
        for group in groups
        for (*about, norm), several in rows.items()
        if tuple(about) == group
    )


def named(setting: Setting, norm: Norm) -> str:
    """Name a norm in short, with a mark where it rests on memory."""
    mark = say("law.mark") if memory.behind_norm(setting.law, norm) else ""
    return say("law.matrix.norm", title=norm.title, id=norm.id) + mark


def settled_words(setting: Setting, one: Collision) -> str:
    """Say whether a doctrine resolves a pair of norms, and which; a mark where that rests on memory."""
    settled = say(f"law.resolved.{one.first.resolved}")
    doctrines = [setting.law.doctrines[name] for name in one.doctrines]
    if not doctrines:
        return settled
    marks = [say("law.mark") if memory.behind_doctrine(setting.law, doctrine) else "" for doctrine in doctrines]
    titles = [doctrine.title + mark for doctrine, mark in zip(doctrines, marks, strict=True)]
    return say("law.matrix.doctrine", settled=settled, doctrines=say("law.then").join(titles))


def _sides(pair: Sequence[Norm]) -> tuple[Norm, Norm, str]:
    """Say which of two norms forbids what the other commands or allows, and which action that is."""
    one, other = pair
    for forbids, commanding in ((one, other), (other, one)):
        no = {action for how, action in commands(forbids) if how == "prohibition"}
        yes = [action for how, action in commands(commanding) if how != "prohibition" and action in no]
        if yes:
            return forbids, commanding, yes[0]
    raise AssertionError(pair)


def _collision(setting: Setting, several: Sequence[Conflict]) -> Collision:
    concerned = {subject for one in several for subject in one.subjects}
    chosen = np.array([subject in concerned for subject in setting.people.subjects])
    return Collision(
        first=several[0],
        times=tuple((one.first, one.last) for one in several),
        who=setting.crowd.words(chosen),
        agreed=any(one.agreed for one in several),
        marked=memory.in_words(_memory(setting, several[0])),
    )


def _memory(setting: Setting, one: Conflict) -> Sequence[memory.Unchecked]:
    """List what nobody has checked of two norms and the doctrines about them, or of what two sources say."""
    law = setting.law
    norms = () if one.kind == "source-source" else one.norms
    found = [fact for name in norms for fact in memory.behind_norm(law, law.norms[name])]
    found += [fact for name in one.doctrines for fact in memory.behind_doctrine(law, law.doctrines[name])]
    bases: Sequence[Basis] = one.bases
    return tuple(dict.fromkeys([*found, *memory.behind_basis(law, bases)]))
