"""What speaks for and against each reading of a condition, of the groups asked about on a day.

`tumen.law.sheets` puts it together for one group. Here the groups may differ: of each reading and norm it is said for
whom, and facts and shares reach from the lowest to the highest that is said of any of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

import numpy as np

from tumen.law.covering import covered
from tumen.law.facts import ShareStretch, Stretch
from tumen.law.intervals import Interval
from tumen.law.norms import Norm
from tumen.law.positions import Reading
from tumen.law.predicates import Predicate
from tumen.law.query import distinct, queries
from tumen.law.sheet_parts import Check, Sheet, SheetFact, SheetShare
from tumen.law.sheets import sheet
from tumen.law.truth import Bounds, Truth, hull, truths
from tumen.report.law.setting import Setting

_ORDER = (Truth.YES, Truth.CONTESTED, Truth.NO)
Said = TypeVar("Said", Stretch, ShareStretch)


@dataclass(frozen=True)
class Part:
    """People of whom the same is said.

    Attributes:
        truth: What.
        agreed: Lowest share of them for whom it is agreed.
        possible: Highest share for whom it may be so.
        who: They, in words.
    """

    truth: Truth
    agreed: float
    possible: float
    who: str


@dataclass(frozen=True)
class Arguments:
    """An argument sheet for some groups.

    Attributes:
        setting: Whose law, and for whom.
        day: On which day.
        sheets: One for each sort of group, by what readings say of them.
        readings: Each with the people whom it covers.
        norms: Each with the people for whom it holds.
    """

    setting: Setting
    day: date
    sheets: tuple[Sheet, ...]
    readings: tuple[tuple[Reading, tuple[Part, ...]], ...]
    norms: tuple[tuple[Norm, tuple[Part, ...]], ...]

    @property
    def first(self) -> Sheet:
        """A sheet whose titles, arguments and checks are those of all."""
        return self.sheets[0]

    @cached_property
    def facts(self) -> tuple[SheetFact, ...]:
        """The facts on which answers depend, with all that is said of any of the people."""
        groups = zip(*(one.facts for one in self.sheets), strict=True)
        return tuple(_fact(several) for several in groups)

    @cached_property
    def shares(self) -> tuple[SheetShare, ...]:
        """The shares on which answers depend, with all that is said of any of the people."""
        groups = zip(*(one.shares for one in self.sheets), strict=True)
        return tuple(_share(several) for several in groups)

    @property
    def checks(self) -> tuple[Check, ...]:
        """How far each thing used was checked."""
        return tuple(dict.fromkeys(check for one in self.sheets for check in one.checks))


def arguments(setting: Setting, day: date, condition: str) -> Arguments:
    """Put together what speaks for and against each reading of a condition.

    Args:
        setting: Whose law, and for whom.
        day: On which day.
        condition: Id of the condition.
    """
    first = _sheet(setting, day, condition=condition, subject=0)
    table = [_covers(setting, day, one.reading.covers) for one in first.readings]
    found = np.stack([truths(bounds) for bounds in table])
    groups = {tuple(column): n for n, column in reversed(list(enumerate(found.T.tolist())))}
    bounds = dict(zip(setting.law.norms, setting.on(day), strict=True))
    return Arguments(
        setting,
        day,
        tuple(_sheet(setting, day, condition=condition, subject=n) for n in sorted(groups.values())),
        tuple((one.reading, _parts(setting, of)) for one, of in zip(first.readings, table, strict=True)),
        tuple((one.norm, _parts(setting, bounds[one.norm.id])) for one in first.norms),
    )


def _sheet(setting: Setting, day: date, *, condition: str, subject: int) -> Sheet:
    one = replace(setting.people, subjects=(setting.people.subjects[subject],))
    return sheet(setting.law, one, day, about=condition, choice=setting.choice)


def _covers(setting: Setting, day: date, rule: Predicate) -> Bounds:
    """Bound the share of each group whom a rule covers, by the positions asked, ``[subject, 2]``."""
    asked = queries(setting.law, setting.people, [Interval(day, day)], choice=setting.choice).values()
    found = hull(covered(query, rule) for query in distinct(asked, [rule]))
    return np.broadcast_to(found, (1, len(setting.people.subjects), 2))[0]


def _parts(setting: Setting, bounds: Bounds) -> tuple[Part, ...]:
    return tuple(_told(setting, bounds))


def _told(setting: Setting, bounds: Bounds) -> Iterator[Part]:
    """Put people together of whom the same is said."""
    found = truths(bounds)
    for truth in _ORDER:
        chosen = found == truth
        if chosen.any():
            low, high = float(bounds[chosen, 0].min()), float(bounds[chosen, 1].max())
            yield Part(truth, low, high, setting.crowd.words(chosen))


def _fact(several: Sequence[SheetFact]) -> SheetFact:
    scale = several[0].fact.scale
    low = min((one.low for one in several), key=scale.index)
    high = max((one.high for one in several), key=scale.index)
    return replace(several[0], low=low, high=high, stretches=_joined([one.stretches for one in several]))


def _share(several: Sequence[SheetShare]) -> SheetShare:
    bounds = (min(one.bounds[0] for one in several), max(one.bounds[1] for one in several))
    return replace(several[0], bounds=bounds, stretches=_joined([one.stretches for one in several]))


def _joined(several: Sequence[tuple[tuple[Said, bool], ...]]) -> tuple[tuple[Said, bool], ...]:
    """Join what is said of several groups, each once; sure only where it is of all that it is said of."""
    found: list[tuple[Said, bool]] = []
    for said in (one for some in several for one in some):
        if all(said[0] is not other for other, _ in found):
            found.append((said[0], all(sure for some in several for one, sure in some if one is said[0])))
    return tuple(found)
