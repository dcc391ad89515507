"""Worlds: what each says of the anchors that sources disagree about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from tumen.errors import Problem
from tumen.evidence import Anchor, Pool
from tumen.situation.checks.parameters import prior_problem
from tumen.situation.draft import Draft
from tumen.situation.findings import Spot, instead, listed, plain, shown
from tumen.situation.models import AnchorPriorTable, WorldTable

FILE = "parameters.toml"
WORLDS = "worlds.toml"
_GIVEN_AT_MOST = 6


def check_worlds(draft: Draft) -> Iterator[Problem]:
    """Every world gives every anchor a possible figure, but those whose pool is the same in every world."""
    anchors = draft.names["anchor"]
    if anchors is None or not draft.files.readable(WORLDS):
        return
    shared = {
        entry.id for entry in draft.files.document(FILE).entries if entry.kind == "anchor" and entry.raw.get("pool")
    }
    wanted = [name for name in anchors if name not in shared]
    if wanted and not draft.names["world"]:
        message = f"no world says what {listed(wanted)} is"
        yield Spot(WORLDS).problem("T219", message, "add worlds.toml with a world that gives every anchor")
    if len(wanted) > _GIVEN_AT_MOST:
        message = f"worlds give {len(wanted)} anchors, more than {_GIVEN_AT_MOST}"
        remedy = "merge some, leave some out, or give those that all agree on a pool of their own"
        yield Spot(FILE, "anchor").problem("T153", message, remedy)
    for entry in draft.files.document(WORLDS).entries:
        written = entry.raw.get("anchor", {})
        given = cast("dict[str, object]", written) if isinstance(written, dict) else {}
        missing = [name for name in wanted if name not in given]
        if missing:
            message = f"the world {shown(entry.id)} does not say what {listed(missing)} is"
            yield entry.spot().problem("T219", message, "give every anchor in every world")
        for name in (name for name in shared if name in given):
            message = f"{shown(name)} has a pool of its own, and is the same in every world"
            yield entry.spot("anchor", name).problem(
                "T219", message, "take it out here, or its pool in parameters.toml"
            )


def check_world_priors(draft: Draft) -> Iterator[Problem]:
    """The figure of an anchor is possible."""
    every = (
        (world.id, name, of.prior) for world in draft.situation.worlds.values() for name, of in world.anchors.items()
    )
    for world, name, prior in every:
        if prior is None:
            continue
        spot = Spot(WORLDS, f"world.{world}.anchor.{name}.prior")
        wrong = prior_problem(prior, signed=False, people=True)
        if prior.family == "solved":
            yield spot.problem("T217", "the figure of an anchor is given, not solved", "choose another family")
        elif wrong is not None:
            yield spot.problem(*wrong)


def check_world_pools(draft: Draft) -> Iterator[Problem]:
    """What a world says of an anchor it says in one way: by a prior, or by a pool and one of its camps."""
    worlds = draft.files.document(WORLDS).tables(WorldTable)
    every = ((world, name, of) for world, table in worlds.items() for name, of in table.anchor.items())
    for world, name, of in every:
        table = f"world.{world}.anchor.{name}"
        for key, message, remedy in (*_one_way(name, of), *_camp(draft, of)):
            yield Spot(WORLDS, f"{table}.{key}" if key else table).problem("T236", message, remedy)


def _one_way(name: str, of: AnchorPriorTable) -> Iterator[tuple[str, str, str]]:
    grounds = [key for key in ("claims", "observations", "assumed") if getattr(of, key)]
    if (of.prior is None) == (not of.pool):
        given = "a prior and a pool" if of.pool else "neither a prior nor a pool"
        yield "", f"{shown(name)} has {given}", "give it one of the two"
    elif of.pool and grounds:
        message = f"{shown(name)} has a pool and {listed(grounds)}"
        yield grounds[0], message, "take them out: what a pool rests on follows from its members"
    if of.camp and not of.pool:
        yield "camp", f"{shown(of.camp)} is a camp of no pool", "name the pool, or take it out"


def _camp(draft: Draft, of: AnchorPriorTable) -> Iterator[tuple[str, str, str]]:
    pool = draft.situation.evidence.pools.get(of.pool)
    if pool is None or pool.id in draft.mentioned or not draft.files.readable("members.csv"):
        return
    if pool.camps and not of.camp:
        message = f"the pool {shown(pool.id)} has the camps {listed(pool.camps)}, and none is named"
        yield "pool", message, "add camp = one of them"
    elif of.camp and of.camp not in pool.camps:
        has = f"the camps {listed(pool.camps)}" if pool.camps else "no camps"
        remedy = instead(of.camp, pool.camps)
        yield "camp", f"{shown(of.camp)} is no camp of {shown(pool.id)}, which has {has}", remedy


def check_same_thing(draft: Draft) -> Iterator[Problem]:
    """A pool speaks of what its anchor speaks of, at the same time."""
    worlds = draft.situation.worlds.values()
    pairs = dict.fromkeys((name, of.pool) for world in worlds for name, of in world.anchors.items())
    for name, pool_id in pairs:
        anchor, pool = draft.situation.anchors.get(name), draft.situation.evidence.pools.get(pool_id)
        if anchor is not None and pool is not None:
            yield from _differences(draft, anchor, pool)


def _differences(draft: Draft, anchor: Anchor, pool: Pool) -> Iterator[Problem]:
    spot, quantity = Spot(FILE, f"anchor.{anchor.name}"), draft.situation.evidence.quantities.get(pool.quantity)
    if anchor.date != pool.date:
        message = (
            f"{shown(anchor.name)} is about {plain(anchor.date)}, its pool {shown(pool.id)} about {plain(pool.date)}"
        )
        yield spot.problem("T241", message, "write the same date in both")
    answer = (quantity.outcome, quantity.over) if quantity is not None else ("", "")
    if quantity is not None and answer[0] and answer != (anchor.outcome, anchor.over):
        told = " over ".join(map(plain, filter(None, answer)))
        message = f"{shown(anchor.name)} is about {plain(anchor.outcome)}, and {told} answers its pool {shown(pool.id)}"
        yield spot.problem("T241", message, "name a pool of another quantity, or change the outcome of one of them")
