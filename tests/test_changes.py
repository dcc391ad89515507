"""Numbers that the user sets, and the guard over enforcement."""

import pytest

from tumen.errors import SafetyError, UsageError
from tumen.model import build
from tumen.situation import read_situation


@pytest.fixture(scope="module")
def hidden():
    return read_situation("hidden-five")


def enforcing(situation) -> list[str]:
    """Name the parameters behind enforcement, found by hand: what a user would reach for."""
    groups = {g.id for g in situation.groups.values() if g.enforcement}
    assert groups
    names = {n for e in situation.exits.values() if e.group in groups for n in (e.hazard, e.share, *e.factors)}
    return sorted(names - {""})


def test_enforcement_is_never_raised_by_setting_a_number(hidden):
    parameters = [hidden.parameters[name] for name in enforcing(hidden)]
    for p, level, prior in [(q, level, prior) for q in parameters for level, prior in q.entries.items()]:
        duration = p.unit in ("days", "weeks", "months", "years")
        beyond = prior.quantile(0.05) / 2 if duration else prior.quantile(0.95) * 2
        with pytest.raises(SafetyError, match="T701"):
            build(hidden, changes={f"{p.name}[{level}]" if level else p.name: beyond})


def test_a_share_inside_enforcement_moves_neither_way_beyond_its_range(hidden):
    shares = {e.share for e in hidden.exits.values() if hidden.groups[e.group].enforcement and e.share}
    assert shares
    for name in shares:
        with pytest.raises(SafetyError, match="T701"):
            build(hidden, changes={name: 1e-6})


def test_enforcement_can_be_set_within_its_range_and_lowered(hidden):
    for e in hidden.exits.values():
        if hidden.groups[e.group].enforcement and e.hazard and not hidden.parameters[e.hazard].dims:
            prior = hidden.parameters[e.hazard].entries[""]
            model = build(hidden, changes={e.hazard: prior.quantile(0.3)})
            assert model.changes[e.hazard] == prior.quantile(0.3)


def test_a_name_without_a_level_sets_all_levels():
    island = read_situation("island-evacuation")
    name = next(p.name for p in island.parameters.values() if p.dims and "year" not in p.dims)
    model = build(island, changes={name: 1.0})
    assert {k for k in model.changes if k.startswith(name + "[")} == set(model.changes)
    assert len(model.changes) == len(island.parameters[name].entries)


def test_an_unknown_name_is_told_the_nearest(hidden):
    name = next(iter(hidden.parameters))
    with pytest.raises(UsageError, match=rf"T420.*\n.*\n.*{name}"):
        build(hidden, changes={name + "x": 1.0})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1.0])
def test_an_impossible_number_is_refused(hidden, value):
    name = next(p.name for p in hidden.parameters.values() if p.unit == "share")
    with pytest.raises(UsageError, match="T003"):
        build(hidden, changes={name: value})


def test_a_duration_and_an_anchor_are_above_zero(hidden):
    duration = next(p.name for p in hidden.parameters.values() if p.unit in ("months", "years", "days"))
    for name in (duration, next(iter(hidden.anchors))):
        with pytest.raises(UsageError, match=r"T003.*\n.*\n.*above 0"):
            build(hidden, changes={name: 0.0})
