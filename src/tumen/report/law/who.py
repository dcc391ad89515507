"""Which people, in as few words as tell them apart from the others asked about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from tumen.law.subjects import Subject
from tumen.report.strings import say
from tumen.situation import Situation

Chosen = NDArray[np.bool_]
Codes = NDArray[np.int64]
Block = list[Chosen]
"""Of each axis, which of its values: all who have one of them on each."""
UNTOLD = ""
"""Value of an attribute that a status does not keep."""
_MOST_AXES = 3
_BUT = 60
"""As many letters more may be read to be spared an exception."""


@dataclass(frozen=True)
class Axis:
    """Something by which subjects can be told apart.

    Attributes:
        name: ``country``, ``status``, ``place`` or an attribute.
        values: In the order in which they first stand.
        codes: Position of each subject's value, ``[subject]``.
    """

    name: str
    values: tuple[str, ...]
    codes: Codes


@dataclass(frozen=True)
class Crowd:
    """Subjects asked about, and the axes by which some of them can be told from the others.

    Attributes:
        situation: Whose people.
        subjects: Who is asked about.
        known: Phrases that were found before.
    """

    situation: Situation
    subjects: Sequence[Subject]
    known: dict[bytes, str] = field(default_factory=dict[bytes, str], compare=False)

    def words(self, chosen: Chosen) -> str:
        """Describe some of the subjects.

        Args:
            chosen: Which, ``[subject]``; at least one.
        """
        if chosen.all():
            return say("law.who.all")
        key = chosen.tobytes()
        if key not in self.known:
            self.known[key] = min(self._phrases(chosen), key=self._cost)
        return self.known[key]

    def _phrases(self, chosen: Chosen) -> Iterator[str]:
        """Describe those chosen, or all but the others, by each set of axes that tells them apart."""
        for axes in self._telling(chosen):
            for free in (True, False):
                yield self._phrase(axes, chosen, free=free)
                yield say("law.who.but", others=self._phrase(axes, ~chosen, free=free))

    def _cost(self, text: str) -> tuple[bool, int]:
        """Say how hard a phrase is to read: what is not told apart comes last, then many exceptions and letters."""
        untold = any(word in text for word in self._untold)
        buts = text.count(say("law.who.not", others="").strip()) + text.count(say("law.who.but", others="").strip())
        return untold, len(text) + _BUT * buts + _BUT * 9 * max(buts - 1, 0)

    @cached_property
    def _untold(self) -> tuple[str, ...]:
        """Words that say no more than that a status tells an attribute apart, or does not."""
        every = [say("law.who.or").join(about.names) for about in self.situation.attributes.values()]
        return (*every, *(say("law.who.untold", attribute=name) for name in self.situation.attributes))

    @cached_property
    def _axes(self) -> Mapping[str, Axis]:
        """The axes on which the subjects differ, the broadest first."""
        places = [self.situation.places[s.place] for s in self.subjects]
        kept = [dict(s.cohort) for s in self.subjects]
        axes = {"country": [place.country for place in places]}
        axes |= {name: [of.get(name, UNTOLD) for of in kept] for name in self.situation.attributes}
        axes |= {"status": [s.status for s in self.subjects], "place": [place.id for place in places]}
        return {name: _axis(name, values) for name, values in axes.items() if len(set(values)) > 1}

    def _telling(self, chosen: Chosen) -> list[list[Axis]]:
        """Find the fewest axes whose values say of each subject whether it is chosen; also with the country."""
        axes = list(self._axes.values())
        for size in range(1, _MOST_AXES + 1):
            found = [list(some) for some in combinations(axes, size) if _tells(some, chosen)]
            if found:
                country = [one for one in axes if one.name == "country"]
                return found + [[*country, *some] for some in found if country and country[0] not in some]
        return [axes]

    def _phrase(self, axes: Sequence[Axis], chosen: Chosen, *, free: bool) -> str:
        """Describe those chosen by some axes, alike ones together."""
        left, found = chosen.copy(), list[str]()
        while left.any():
            block = _block(axes, chosen, start=int(np.argmax(left)), free=free)
            found.append(self._words(axes, block))
            left &= ~_inside(axes, block)
        return say("law.who.then").join(found)

    def _words(self, axes: Sequence[Axis], block: Block) -> str:
        """Name the values of a block on those axes that it takes to tell who is in it."""
        parts, needed, whole = list[str](), list(block), _inside(axes, block)
        for n, axis in enumerate(axes):
            wider = [*needed[:n], np.ones_like(needed[n]), *needed[n + 1 :]]
            around = _inside(axes, wider)
            if (around == whole).all():
                needed = wider
            else:
                inside = _values(axis, whole)
                parts.append(self._values(axis, inside, _values(axis, around) & ~inside))
        text = say("law.who.with").join(parts)
        return say("law.who.nearly", text=text) if text.startswith(say("law.who.not", others="")) else text

    def _values(self, axis: Axis, inside: Chosen, outside: Chosen) -> str:
        """Name some values of an axis, or those that are missing, whichever is easier to read."""
        named = [[self._value(axis.name, axis.values[n]) for n in np.flatnonzero(of)] for of in (inside, outside)]
        some, others = (say("law.who.or").join(of) for of in named)
        return min(some, say("law.who.not", others=others), key=self._cost)

    def _value(self, axis: str, value: str) -> str:
        """Name one value of an axis."""
        situation = self.situation
        if axis == "country":
            return say("law.in", place=value)
        if axis == "status":
            return situation.statuses[value].name
        if axis == "place":
            return say("law.in", place=situation.places[value].name)
        if value == UNTOLD:
            return say("law.who.untold", attribute=axis)
        about = situation.attributes[axis]
        return about.names[about.values.index(value)]


def _axis(name: str, values: Sequence[str]) -> Axis:
    order = {value: n for n, value in enumerate(dict.fromkeys(values))}
    return Axis(name, tuple(order), np.array([order[value] for value in values]))


def _tells(axes: Sequence[Axis], chosen: Chosen) -> bool:
    """Whether the values of some axes say of each subject whether it is chosen."""
    code = np.zeros(len(chosen), dtype=np.int64)
    for axis in axes:
        code = code * len(axis.values) + axis.codes
    total, yes = np.bincount(code), np.bincount(code, weights=chosen)
    return bool(((yes == 0) | (yes == total)).all())


def _block(axes: Sequence[Axis], chosen: Chosen, *, start: int, free: bool) -> Block:
    """Widen the values of one subject while all who are in are chosen, from the last axis on.

    Where it is `free`, also by what brings in nobody, so that exceptions are told and not the rest.
    """
    block = [np.arange(len(axis.values)) == axis.codes[start] for axis in axes]
    for n, more in [(i, values) for i in reversed(range(len(axes))) for values in _more(axes[i])]:
        wider = [*block[:n], block[n] | more, *block[n + 1 :]]
        inside = _inside(axes, wider)
        if chosen[inside].all() and (free or inside.sum() > _inside(axes, block).sum()):
            block = wider
    return block


def _more(axis: Axis) -> Iterator[Chosen]:
    """Give all values of an axis, then each of those that are told."""
    yield np.ones(len(axis.values), dtype=np.bool_)
    yield from (one for one, name in zip(np.eye(len(axis.values), dtype=np.bool_), axis.values, strict=True) if name)


def _inside(axes: Sequence[Axis], block: Block) -> Chosen:
    """Say who has values of a block, ``[subject]``."""
    return np.logical_and.reduce([values[axis.codes] for axis, values in zip(axes, block, strict=True)])


def _values(axis: Axis, chosen: Chosen) -> Chosen:
    """Say which values some subjects have, ``[value]``."""
    return np.bincount(axis.codes[chosen], minlength=len(axis.values)) > 0
