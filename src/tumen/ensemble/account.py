"""What a run keeps for the law: whom it counts, and over which stretches of time.

Law turns on days, and a run counts by steps. So a step inside which any truth may change stands alone, and between two
of them steps are merged: what is counted in a stretch is spread over its days, and few days are ever in doubt. Where
people hide, nothing is finer than the record itself may be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tumen.cells import NOT_RECORDED, AccountPlan
from tumen.ensemble.fineness import any_local, are_local
from tumen.ensemble.periods import is_closed, labels_of, merged_from, periods_of
from tumen.law.intervals import turns
from tumen.law.norms import Action
from tumen.model import Model
from tumen.model.account import Bin, account_plan, concerned, counting, no_account
from tumen.situation import Situation

ACCOUNT = "account"
"""Variable of a dataset that is there where people are counted for the law."""
ACCOUNT_AXES = ("account_period", "account_bin")
_ENDS = ("first", "last")
_BIN_LABELS = {
    "account_action": "action",
    "account_place": "place",
    "account_cohort": "cohort_label",
    "account_status": "status",
}


@dataclass(frozen=True)
class Stretch:
    """Days over which people are counted together, both included."""

    first: date
    last: date

    @property
    def label(self) -> str:
        """Its name: first and last day."""
        return f"{self.first.isoformat()}/{self.last.isoformat()}"


@dataclass(frozen=True)
class Account:
    """Whom a run counts for the law.

    Attributes:
        stretches: In order of time; none where there is no account.
        bins: Likewise.
        withheld: What would tell of a part of a country in recent years, ``[stretch, bin]``; where people hide only.
    """

    stretches: tuple[Stretch, ...]
    bins: tuple[Bin, ...]
    withheld: NDArray[np.bool_]

    @cached_property
    def kept(self) -> bool:
        """Whether there is one."""
        return self.withheld.size > 0


def accounted(model: Model, *, merged: bool) -> tuple[Account, AccountPlan]:
    """Plan the account of a run.

    Args:
        model: What runs.
        merged: Whether futures are counted by figure: then there is no account, since no sum over bins of a future can
            be made of counts of futures.
    """
    law = model.situation.law
    found = None if merged or law is None else counting(model, law.actions)
    if law is None or found is None or not found.bins:
        return Account((), (), np.zeros((0, 0), np.bool_)), no_account(len(model.steps))
    days = turns(concerned(law))
    stretches, of_step = _stretches(model, days)
    withheld = np.outer(_recent(model.situation, stretches), _local(model.situation, law.actions, found.bins))
    return Account(stretches, found.bins, withheld), account_plan(found, of_step)


def _stretches(model: Model, days: Set[date]) -> tuple[tuple[Stretch, ...], NDArray[np.int64]]:
    """Cut the periods that the situation reports; the second is the stretch of each step.

    A step that begins on one of `days` begins a stretch; one inside which such a day falls is one.
    """
    situation, steps = model.situation, model.steps
    labels = labels_of(situation, steps, fine=situation.calendar.report == "step")
    periods = periods_of(situation, labels, steps=steps)
    closed = {period.label for period, shut in zip(periods, is_closed(situation, periods), strict=True) if shut}
    year, bounds, of_step = merged_from(situation), list[tuple[date, date]](), list[int]()
    before, alone = "", False
    for label, (first, last) in zip(labels, steps, strict=True):
        coarse = last.year >= year
        inside = not coarse and any(first < day <= last for day in days)
        starts = label != before or alone or inside or (not coarse and first in days)
        before, alone = label, inside
        if not label or label in closed:
            of_step.append(NOT_RECORDED)
            continue
        if starts:
            bounds.append((first, last))
        bounds[-1] = (bounds[-1][0], last)
        of_step.append(len(bounds) - 1)
    return tuple(Stretch(*each) for each in bounds), np.array(of_step, np.int64)


def _recent(situation: Situation, stretches: Sequence[Stretch]) -> list[bool]:
    return [stretch.last.year >= merged_from(situation) for stretch in stretches]


def _local(situation: Situation, actions: Mapping[str, Action], bins: Sequence[Bin]) -> list[bool]:
    """Say which bins would tell of a part of a country: by their place, or by the ways that are their action."""
    singled_out = {name for name, action in actions.items() if are_local(situation, set(action.exits))}
    return [of.action in singled_out or any_local(situation, (of.place,)) for of in bins]


def narrow(people: NDArray[np.signedinteger[Any]]) -> NDArray[np.signedinteger[Any]]:
    """Keep numbers of people in 32 bits where all of them fit: every future is held until the run ends."""
    fits = people.size == 0 or int(people.max()) <= np.iinfo(np.int32).max
    return people.astype(np.int32) if fits else people


def account_variable(account: Account, worlds: Sequence[NDArray[Any]]) -> dict[str, tuple[Any, ...]]:
    """Give the variable of a dataset that holds the account; none where there is none.

    Args:
        account: Of the study.
        worlds: The account of each, ``[draw, replicate, stretch, bin]``.
    """
    if not account.kept:
        return {}
    about = {
        "units": "persons",
        "kind": "flow",
        "long_name": "people to whom an action of the law was done, or who did it; one person may count more than once",
        "missing": "-1: the draw was rejected (see valid), the future failed, or the figure is withheld",
    }
    return {ACCOUNT: (("world", "draw", "replicate", *ACCOUNT_AXES), np.stack(worlds), about)}


def account_labels(account: Account) -> dict[str, Any]:
    """Give the labels of its two axes: days of each stretch; action, place, status and cohort of each bin."""
    if not account.kept:
        return {}
    stretch, each = ACCOUNT_AXES
    firsts, lasts = (np.array([getattr(s, end) for s in account.stretches], "datetime64[ns]") for end in _ENDS)
    words = {name: [str(getattr(of, attribute)) for of in account.bins] for name, attribute in _BIN_LABELS.items()}
    return {
        stretch: [of.label for of in account.stretches],
        "account_first": (stretch, firsts, {"long_name": "first day"}),
        "account_last": (stretch, lasts, {"long_name": "last day"}),
        each: [of.label for of in account.bins],
        **{name: (each, of) for name, of in words.items()},
    }
