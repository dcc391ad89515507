"""Pools: what they are about, and whether what is in them can be counted together."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.errors import Problem
from tumen.evidence import Claim, Evidence, Observation, Pool, Quantity
from tumen.evidence.hearing import figure_problem
from tumen.evidence.roots import superseded
from tumen.evidence.units import convertible
from tumen.situation.build_records import member_of
from tumen.situation.draft import Draft
from tumen.situation.findings import Spot, listed, shown
from tumen.situation.table import Row, sound
from tumen.situation.words import month_problem

FILE = "pools.toml"
MEMBERS = "members.csv"
_MOST, _MOST_TIMES = 1e15, 1e6
"""Beyond these, and below their inverse, nothing is counted; what comes out of a pool stays a number."""


def check_pools(draft: Draft) -> Iterator[Problem]:
    """A pool has a date, and members that speak for it; in each camp, where it has camps."""
    for pool in draft.situation.evidence.pools.values():
        wrong = month_problem("date", pool.date)
        if wrong is not None:
            yield Spot(FILE, f"pool.{pool.id}.date").problem(*wrong)
        if draft.files.readable(MEMBERS) and pool.id not in draft.mentioned:
            yield from _camps(draft.situation.evidence, pool)


def _camps(evidence: Evidence, pool: Pool) -> Iterator[Problem]:
    spot, counting = Spot(FILE, f"pool.{pool.id}"), [m for m in pool.members if m.role != "out"]
    without = [m.item for m in counting if not m.camp]
    if pool.camps and without:
        message = f"{listed(without)} of {shown(pool.id)} stands in no camp, and others do"
        yield spot.problem("T229", message, "give every member that counts a camp, or none")
        return
    for camp in pool.camps or ("",):
        among = [m for m in counting if m.camp == camp]
        old = superseded(evidence, [m.item for m in among])
        if not any(m.role == "pool" and m.item not in old for m in among):
            where = f"the camp {shown(camp)} of {shown(pool.id)}" if camp else shown(pool.id)
            message = f"{where} has no member of the role pool: there is no distribution to begin with"
            yield spot.problem("T228", message, "add such a member to members.csv, or take it out")


def check_members(draft: Draft) -> Iterator[Problem]:
    """A member that counts has a figure in a unit of the quantity, and is known for what it is."""
    evidence = draft.situation.evidence
    for row in sound(draft.files.rows(MEMBERS)):
        item = evidence.claims.get(row["item"]) or evidence.observations.get(row["item"])
        pool = evidence.pools.get(row["pool"])
        quantity = evidence.quantities.get(pool.quantity) if pool is not None else None
        if row["role"] == "out":
            yield from _left_out(row)
        elif item is not None:
            yield from _figure(draft, row, quantity) if quantity is not None else ()
            yield from _standing(draft, row, item)
            yield from _factor(row)


def _left_out(row: Row) -> Iterator[Problem]:
    if not row["note"]:
        message = f"{shown(row['item'])} is left out, and nothing says why"
        yield row.spot("note").problem("T233", message, "say why")


def _figure(draft: Draft, row: Row, quantity: Quantity) -> Iterator[Problem]:
    """Say why the figure of a member can be no distribution or bound of a quantity."""
    evidence, name = draft.situation.evidence, row["item"]
    item = evidence.claims.get(name) or evidence.observations[name]
    points = (item.low, item.best if isinstance(item, Claim) else item.value, item.high)
    given = [point for point in points if point is not None]
    if given != sorted(given):
        return  # said as T220
    if given and not convertible(item.unit, quantity.unit):
        message = f"{shown(name)} is in {shown(item.unit)}, and {shown(quantity.id)} in {quantity.unit}"
        yield row.spot("item").problem("T230", message, "leave it out of the pool, or measure both alike")
        return
    wrong = figure_problem(evidence, quantity, member_of(row)) if given else "it has no figure"
    wrong = wrong or next(
        (f"{x:g} is beyond what can be counted" for x in given if x and not 1 / _MOST <= abs(x) <= _MOST), ""
    )
    if wrong:
        message = f"{shown(name)} cannot count: {wrong}"
        yield row.spot("item").problem("T230", message, "write out as its role, and say why in `note`")


def _standing(draft: Draft, row: Row, item: Claim | Observation) -> Iterator[Problem]:
    if isinstance(item, Observation) and item.grade == "D":
        message = f"{shown(item.id)} has the grade D: hearsay or advocacy"
        yield row.spot("role").problem("T232", message, "write out, and say why in `note`")
    if isinstance(item, Claim) and not item.kept_out and _unassessed(draft, item.id):
        message = f"nothing says how far {shown(item.id)} could mislead"
        yield row.spot("item").problem("T234", message, "add a row to assessments.csv")
    if not row["indirectness"]:
        message = "indirectness is empty, and the member counts"
        yield row.spot("indirectness").problem("T115", message, "write it: low, some, high")


def _unassessed(draft: Draft, claim: str) -> bool:
    """Say whether a claim lacks an assessment; never where that is not known."""
    known = claim in draft.situation.evidence.assessments or claim in draft.mentioned
    return not known and draft.files.readable("assessments.csv")


def _factor(row: Row) -> Iterator[Problem]:
    member = member_of(row)
    if bool(row["times_low"]) != bool(row["times_high"]):
        message = f"{shown(row['item'])} has one end of the range by which it is multiplied"
        yield row.spot("times_low").problem("T231", message, "write both times_low and times_high, or neither")
    elif not 1 / _MOST_TIMES <= member.times_low <= member.times_high <= _MOST_TIMES:
        message = f"{shown(row['item'])} is multiplied by {member.times_low:g} to {member.times_high:g}"
        yield row.spot("times_low").problem(
            "T231", message, "write two numbers between 0.000001 and 1,000,000, the lower first"
        )


def check_pools_used(draft: Draft) -> Iterator[Problem]:
    """Every pool makes the prior of an anchor."""
    if not draft.files.readable("parameters.toml", "worlds.toml"):
        return
    used = {of.name for of in draft.references if of.kind == "pool" and of.holder[0] in ("anchor", "world")}
    for name in draft.situation.evidence.pools:
        if name not in used and name not in draft.mentioned:
            message = f"no anchor uses the pool {shown(name)}"
            remedy = "name it at an anchor, in parameters.toml or worlds.toml, or take it out"
            yield Spot(FILE, f"pool.{name}").problem("T235", message, remedy)
