"""Whom a run counts for the law: by action, and by what the law may ask of people who are acted upon.

A bin is an action, the cohort and the status of the cell that people leave, and the place that contains all others
around it. Attributes that no norm about counted actions reads are merged, and so are all attributes where no norm
forbids the action: whoever differs in nothing else counts together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from tumen.cells import NOT_RECORDED, AccountPlan, Ints
from tumen.law.body import Law
from tumen.law.norms import Action
from tumen.law.predicates import AtLeast, Holds, Only, Share
from tumen.law.walk import nodes, predicates, reached, scopes_of
from tumen.model.build import CompeteModel, Model
from tumen.model.expand import Cell
from tumen.situation import Situation
from tumen.situation.reach import Cohort


@dataclass(frozen=True, order=True)
class Bin:
    """People who are counted together.

    Attributes:
        action: Id of an action of the law.
        place: The topmost place around the one that they leave.
        status: The status that they leave.
        cohort: Of what it keeps, the attributes that norms about counted actions read, sorted; none where no norm
            forbids the action.
    """

    action: str
    place: str
    status: str
    cohort: Cohort

    @property
    def cohort_label(self) -> str:
        """Attributes and values, as in ``age=adult,sex=woman``."""
        return ",".join(f"{attribute}={value}" for attribute, value in self.cohort)

    @property
    def label(self) -> str:
        """Its name: ``action|place|cohort|status``."""
        return f"{self.action}|{self.place}|{self.cohort_label}|{self.status}"


class Counting(NamedTuple):
    """Who is counted where.

    Attributes:
        bins: Sorted.
        pairs: Exit and bin, ``[pair, 2]``; a way counts once for each of its legs.
    """

    bins: tuple[Bin, ...]
    pairs: Ints


def counting(model: Model, actions: Mapping[str, Action]) -> Counting:
    """Say whom a run counts: nobody where there is no law, and nobody on a journey.

    Args:
        model: From `build`.
        actions: Id → action; those without exits count nobody. Inflows are no action.
    """
    law = model.situation.law
    if law is None or not isinstance(model, CompeteModel):
        return Counting((), np.zeros((0, 2), np.int64))
    reads = dict.fromkeys(forbidden(law), read_attributes(concerned(law)))
    acted = _acted_upon(model, actions)
    found = [(e, _bin(model.situation, reads.get(name, frozenset()), (name, cell))) for name, e, cell in acted]
    bins = tuple(sorted({of for _, of in found}))
    index = {of: i for i, of in enumerate(bins)}
    return Counting(bins, np.array([(e, index[of]) for e, of in found], np.int64).reshape(-1, 2))


def account_plan(counted: Counting, period_of_step: Ints) -> AccountPlan:
    """Make the arrays of an account.

    Args:
        counted: From `counting`.
        period_of_step: Account period of each step, ``[step]``, or `NOT_RECORDED`.
    """
    exits, bins = (counted.pairs[:, i].copy() for i in (0, 1))
    periods = int(period_of_step.max(initial=NOT_RECORDED)) + 1 if counted.bins else 0
    return AccountPlan(period_of_step, periods, exits, bins, len(counted.bins))


def no_account(steps: int) -> AccountPlan:
    """Plan for runs in which nobody is counted for the law."""
    return account_plan(Counting((), np.zeros((0, 2), np.int64)), np.full(steps, NOT_RECORDED))


def topmost(situation: Situation, place: str) -> str:
    """Give the place that contains a place and is in no other."""
    while situation.places[place].within:
        place = situation.places[place].within
    return place


def concerned(law: Law) -> Law:
    """Give of a law what the truth of norms about counted actions may depend on."""
    counted = {name for name, action in law.actions.items() if action.exits}
    norms = {
        name: norm
        for name, norm in law.norms.items()
        if counted & {norm.action, *(other.action for other in norm.alternatives)}
    }
    asked = reached(law, [rule for norm in norms.values() for rule in scopes_of(norm)])
    conditions = {rule.condition for rule in asked if isinstance(rule, Holds)}
    facts = {rule.fact for rule in asked if isinstance(rule, AtLeast)}
    shares = {rule.share for rule in asked if isinstance(rule, Share)}
    instruments = {norm.instrument for norm in norms.values()}
    return replace(
        law,
        norms=norms,
        instruments={name: of for name, of in law.instruments.items() if name in instruments},
        readings={name: of for name, of in law.readings.items() if of.condition in conditions},
        facts={name: of for name, of in law.facts.items() if name in facts},
        shares={name: of for name, of in law.shares.items() if name in shares},
    )


def forbidden(law: Law) -> frozenset[str]:
    """Name the actions that any norm forbids, or may be read to forbid."""
    norms = [(norm.modality, norm.action) for norm in law.norms.values()]
    norms += [(other.modality, other.action) for norm in law.norms.values() for other in norm.alternatives]
    return frozenset(action for modality, action in norms if modality == "prohibition")


def read_attributes(law: Law) -> frozenset[str]:
    """Name the cohort attributes that any rule of a law asks for."""
    rules = (rule for outermost in predicates(law) for rule in nodes(outermost))
    return frozenset(name for rule in rules if isinstance(rule, Only) for name in rule.values)


def _acted_upon(model: CompeteModel, actions: Mapping[str, Action]) -> Iterator[tuple[str, int, Cell]]:
    """Give action, exit and the cell that is left, for each leg of a way that is an action."""
    names = {name: frozenset(action.exits) for name, action in actions.items()}
    for e, way in enumerate(model.shape.ways):
        for leg in way.legs:
            taken = {leg.exit.id, leg.exit.group}
            yield from ((name, e, leg.cell) for name, exits in names.items() if exits & taken)


def _bin(situation: Situation, reads: frozenset[str], acted: tuple[str, Cell]) -> Bin:
    action, cell = acted
    cohort = tuple((attribute, value) for attribute, value in cell.cohort if attribute in reads)
    return Bin(action, topmost(situation, cell.place), cell.status, cohort)
