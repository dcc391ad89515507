"""Records of loops and switches."""

from __future__ import annotations

from tumen.situation import Situation
from tumen.trace.ledger import Ledger
from tumen.trace.records import LoopRecord, PositionRecord, SwitchRecord


def loop_record(situation: Situation, name: str, ledger: Ledger) -> LoopRecord:
    """Describe a loop."""
    loop = situation.loops[name]
    source, target = (f"{'group' if end in situation.groups else 'signal'} {end}" for end in (loop.source, loop.target))
    return LoopRecord(
        id=name,
        title=loop.title,
        sign=loop.sign,
        at=loop.at,
        thought_experiment=loop.thought_experiment,
        source=source,
        target=target,
        answer=loop.answer,
        delay=loop.delay,
        parameters=loop.numbers,
        claims=loop.claims,
        observations=(),
        roots=len(ledger.independent(loop.claims, ())),
        ours=loop.ours,
    )


def switch_record(situation: Situation, name: str) -> SwitchRecord:
    """Describe a switch."""
    switch = situation.switches[name]
    positions = tuple(PositionRecord(at.id, at.title, at.sets, at.claims, ()) for at in switch.positions.values())
    numbers = {number for position in positions for number in position.sets}
    return SwitchRecord(name, switch.title, switch.at, positions, tuple(sorted(numbers)))
