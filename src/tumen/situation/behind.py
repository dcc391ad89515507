"""Which numbers are behind what is marked as enforcement: they are guarded, and an axis only all together."""

from __future__ import annotations

from tumen.situation.types import Situation


def enforcing_parameters(situation: Situation) -> tuple[set[str], set[str]]:
    """Find what is behind groups marked as enforcement: hazards, factors, drivers, dated sizes; and shares.

    Drivers are those of the groups, and of the signals that drive them.
    """
    groups = [g for g in situation.groups.values() if g.enforcement]
    ids = {g.id for g in groups}
    exits = [e for e in situation.exits.values() if e.group in ids]
    names = {name for g in groups for name in g.drivers.values()}
    names |= {name for e in exits for name in (e.hazard, *e.factors) if name}
    names |= {event.size for event in situation.events.values() if event.signal in _pulling(situation)}
    return names, {e.share for e in exits if e.share}


def _pulling(situation: Situation) -> set[str]:
    """Give the signals that level, open or drive enforcement by themselves."""
    groups = {g.id: g for g in situation.groups.values() if g.enforcement}
    opening = {s for e in situation.exits.values() if e.group in groups for s in e.opens}
    return opening.union(*((*g.levels, *g.drivers) for g in groups.values()))


def shaping(situation: Situation) -> set[str]:
    """Find the numbers that say how the signals behind enforcement rise and fade: neither end is surely the milder."""
    behind, todo = set[str](), _pulling(situation)
    while todo:
        behind |= todo
        known = (situation.signals[name] for name in todo if name in situation.signals)
        todo = {name for signal in known for name in signal.drivers} - behind
    signals = [situation.signals[name] for name in behind if name in situation.signals]
    named = {name for s in signals for name in (s.rest, s.half_life, s.scale, s.gain, *s.drivers.values())}
    return named & situation.parameters.keys()
