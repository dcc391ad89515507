"""From sound rows and tables to what numbers rest on, and to what is measured and chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from tumen.evidence import Anchor, AnchorPrior, Evidence, Parameter, Prior, World
from tumen.policy import Axis, Clock, Contrast, Lever, Loop, Objection, Outcome, Part, Policy, Position, Station, Switch
from tumen.situation import models, policy_models, switch_models
from tumen.situation.build_records import records
from tumen.situation.files import Files

BASELINE = "baseline"
BASE = "base"


def evidence(files: Files) -> dict[str, Any]:
    """Build what the numbers rest on."""
    document = files.document("parameters.toml")
    worlds = files.document("worlds.toml").tables(models.WorldTable)
    anchors = document.tables(models.AnchorTable)
    known = records(files)
    shared = {name: said_by_pool(known, table.pool) for name, table in anchors.items() if table.pool}
    return {
        "parameters": {name: _parameter(name, of) for name, of in document.tables(models.ParameterTable).items()},
        "anchors": {
            name: Anchor(name, table.outcome, table.date, table.solves, table.over) for name, table in anchors.items()
        },
        "worlds": {name: _world_of_anchors(name, table, known=known, shared=shared) for name, table in worlds.items()}
        or {BASE: World(BASE, BASE, shared)},
        "evidence": known,
    }


def choices(files: Files) -> dict[str, Any]:
    """Build what can be chosen and what is measured."""
    document, disputed = files.document("policies.toml"), files.document("switches.toml")
    measured = files.document("outcomes.toml")
    stations = measured.tables(models.StationTable)
    contrasts = disputed.tables(switch_models.ContrastTable)
    clocks = files.document("situation.toml").tables(models.ClockTable)
    policies = document.tables(policy_models.PolicyTable)
    return {
        "clocks": {name: Clock(name, of.title, tuple(of.starts), tuple(of.runs)) for name, of in clocks.items()},
        "outcomes": {name: _outcome(name, table) for name, table in measured.tables(models.OutcomeTable).items()},
        "stations": {name: Station(name, table.title, tuple(table.statuses)) for name, table in stations.items()},
        "levers": {name: _lever(name, table) for name, table in document.tables(policy_models.LeverTable).items()},
        "policies": {BASELINE: Policy(BASELINE, BASELINE, ()), **{name: _policy(name, policies) for name in policies}},
        "loops": {name: _loop(name, table) for name, table in disputed.tables(switch_models.LoopTable).items()},
        "switches": {name: _switch(name, table) for name, table in disputed.tables(switch_models.SwitchTable).items()},
        "contrasts": {name: _contrast(name, table) for name, table in contrasts.items()},
    }


def _prior(table: models.Bounds | models.Quantiles) -> Prior:
    if isinstance(table, models.Bounds):
        return Prior(table.family, table.low, table.high)
    return Prior(table.family, table.q05, table.q95)


def _fixed(value: float) -> Prior:
    return Prior("fixed", value, value)


def _one(table: models.ParameterTable | models.LevelTable) -> Prior | None:
    """Give the number of a scalar or of a level; None where it is not said, or twice."""
    if (table.value is None) == (table.prior is None):
        return None
    return _prior(table.prior) if table.prior is not None else _fixed(cast(float, table.value))


def _parameter(name: str, table: models.ParameterTable) -> Parameter:
    numbers: dict[str, Prior | None] = {"": _one(table)}
    if table.levels is not None:
        numbers = {level: _one(of) for level, of in table.levels.items()}
    elif table.series is not None:
        numbers = {year: _fixed(value) for year, value in table.series.items()}
    return Parameter(
        name=name,
        unit=table.unit,
        dims=tuple(table.dims),
        entries={level: prior for level, prior in numbers.items() if prior is not None},
        claims=tuple(table.claims),
        observations=tuple(table.observations),
        assumed=table.assumed.strip(),
        note=table.note.strip(),
    )


def _world_of_anchors(
    name: str, table: models.WorldTable, *, known: Evidence, shared: Mapping[str, AnchorPrior]
) -> World:
    """Build a world; the anchors that are the same in every world stand behind those that it gives itself."""
    own = {anchor: _said(known, of) for anchor, of in table.anchor.items()}
    return World(name, table.title, {**own, **shared})


def _said(known: Evidence, table: models.AnchorPriorTable) -> AnchorPrior:
    if table.pool:
        return said_by_pool(known, table.pool, table.camp)
    prior = _prior(table.prior) if table.prior is not None else None
    ground = tuple(table.claims), tuple(table.observations)
    return AnchorPrior(prior, claims=ground[0], observations=ground[1], assumed=table.assumed.strip())


def said_by_pool(known: Evidence, name: str, camp: str = "") -> AnchorPrior:
    """Say of an anchor what a pool says, or one camp of it: it rests on the members that count."""
    pool = known.pools.get(name)
    counting = [m.item for m in pool.members if m.role != "out" and camp in ("", m.camp)] if pool else []
    claims = tuple(item for item in counting if item in known.claims)
    series = dict.fromkeys(known.observations[item].series for item in counting if item in known.observations)
    return AnchorPrior(None, pool=name, camp=camp, claims=claims, observations=tuple(series))


def lists(only: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Give attribute → values as tuples."""
    return {attribute: tuple(values) for attribute, values in only.items()}


def _outcome(name: str, table: models.OutcomeTable) -> Outcome:
    return Outcome(
        id=name,
        title=table.title,
        kind=table.kind,
        unit=table.unit,
        direction=table.direction,
        statuses=tuple(table.statuses),
        exits=tuple(table.exits),
        places=tuple(table.places),
        only=lists(table.only),
        period=table.period,
        place=table.place,
        headline=table.headline,
        part_of=table.part_of,
        weight=table.weight,
        claims=tuple(table.claims),
        observations=tuple(table.observations),
        signal=table.signal,
        clock=table.clock,
        clocked=table.clocked,
    )


def _loop(name: str, table: switch_models.LoopTable) -> Loop:
    return Loop(
        id=name,
        title=table.title,
        sign=table.sign,
        source=table.source,
        target=table.target,
        answer=table.answer,
        delay=tuple(table.delay),
        numbers=tuple(table.numbers),
        on=table.on,
        thought_experiment=table.thought_experiment,
        claims=tuple(table.claims),
        ours=table.ours.strip(),
    )


def _switch(name: str, table: switch_models.SwitchTable) -> Switch:
    positions = {id_: Position(id_, of.title, dict(of.sets), tuple(of.claims)) for id_, of in table.position.items()}
    return Switch(name, table.title, table.at, positions)


def _contrast(name: str, table: switch_models.ContrastTable) -> Contrast:
    parts = {id_: Part(id_, of.title, tuple(of.outcomes), of.per) for id_, of in table.part.items()}
    return Contrast(
        id=name,
        title=table.title,
        loops=tuple(table.loops),
        policy=table.policy,
        parts=parts,
        claims=tuple(table.claims),
        sides=dict(table.sides),
        turns_on=tuple(table.turns_on),
        axes={id_: Axis(id_, of.title, of.of, of.times) for id_, of in table.axis.items()},
    )


def _policy(name: str, every: Mapping[str, policy_models.PolicyTable]) -> Policy:
    """Build a policy; one that combines others pulls each of their levers once."""
    table = every[name]
    pulled = [*table.levers, *(lever for of in table.combines if of in every for lever in every[of].levers)]
    return Policy(
        id=name,
        title=table.title,
        levers=tuple(dict.fromkeys(pulled)),
        claims=tuple(table.claims),
        option=table.option,
        by=tuple(table.by),
        mechanism=table.mechanism.strip(),
        moves=dict(table.moves),
        premises=dict(table.premises),
        against=tuple(Objection(of.who, of.why, tuple(of.claims)) for of in table.against),
        combines=tuple(table.combines),
        not_simulated=table.not_simulated.strip(),
    )


def _lever(name: str, table: policy_models.LeverTable) -> Lever:
    return Lever(
        id=name,
        title=table.title,
        target=table.target,
        how=table.how,
        starts=table.starts,
        ends=table.ends,
        ramp=table.ramp,
        strength=table.strength,
        claims=tuple(table.claims),
    )
