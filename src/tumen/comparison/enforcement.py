"""Which numbers of a situation are how hard the state searches, arrests and returns, and which end of each is harder.

They are one axis together (`tumen.comparison.axes`), and none of them is one by itself. Three kinds of numbers near
enforcement are no part of it:

- Strengths of levers. How strongly an option works that a source names is a question about the option. A lever that
  enforcement answers to may only lower it, and its strength moves nothing where it is not pulled. A number that is more
  than a strength does not get out of the whole by being one too.
- Numbers of loops whose sign is disputed and of switches, such as how publicity is answered by searches (L2) or what
  was done in 1999 to 2001 (U6). The description of the system (section 8.4) wants the answer for each position of each
  of them, so that they must not be hidden in a whole. Each is an axis by its *positions*, as it is written: a loop is
  on or off with all of its numbers, a switch takes one of its answers. None of its numbers is an axis by itself, for
  one of them may be an instrument: by L1 police enter compounds, which is never looked at alone.
- Numbers of which neither end is surely harder are a part of it, with sign 0, so that they cannot be asked for, and
  move nothing: shares between exits, numbers that say how signals rise and fade, and what is behind a group that is
  marked as enforcement and does no harm by itself, as crossings are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tumen.evidence import DURATIONS, Prior
from tumen.model.terms import entry_name
from tumen.situation import Situation
from tumen.situation.behind import enforcing_parameters, shaping
from tumen.situation.enforced import DOWN, UP, Target, level_never_negative, sides

_ENDS = (0.05, 0.95)


def behind_enforcement(situation: Situation) -> dict[str, int]:
    """Give each number behind enforcement with its harder end, as `joint_axes` needs them.

    Args:
        situation: Whose.

    Returns:
        Entry (``hazard``, ``hazard[woman]``, ``anchor:returns``) → 1 where more of it is searching harder, -1 where
        less is, 0 where neither end is surely the harder or its prior is a single number.
    """
    upward, shares = enforcing_parameters(situation)
    names = (upward | shares | shaping(situation)) - of_premises(situation)
    signs = {name: _sign(situation, name) if name in upward else 0 for name in sorted(names)}
    entries = {
        entry_name(name, level): sign if moves(prior) else 0
        for name, sign in signs.items()
        for level, prior in situation.parameters[name].entries.items()
    }
    anchors = (a for a in situation.anchors.values() if a.solves in signs)
    return entries | {f"anchor:{anchor.name}": signs[anchor.solves] for anchor in anchors}


def of_premises(situation: Situation) -> set[str]:
    """Give the parameters by which loops of disputed sign act, and those that switches set."""
    loops = {number for loop in situation.loops.values() if loop.sign == "disputed" for number in loop.numbers}
    positions = (position for switch in situation.switches.values() for position in switch.positions.values())
    return loops | {name.partition("[")[0] for position in positions for name in position.sets}


def moves(prior: Prior) -> bool:
    """Say whether a number differs between draws."""
    low, high = (prior.quantile(end) for end in _ENDS)
    return low < high


def _sign(situation: Situation, name: str) -> int:
    """Say which end of a number is harder: 0 where its uses do not agree."""
    found = set(_uses(situation, name))
    return found.pop() if len(found) == 1 else 0


def _uses(situation: Situation, name: str) -> Iterator[int]:
    """Give for each use of a number behind enforcement what more of it does to how hard the state searches."""
    harming = _harming(situation)
    for way in situation.exits.values():
        if name in (way.hazard, *way.factors):
            yield _turned(situation, name) if way.group in harming else 0
    for group in situation.groups.values():
        for signal in (signal for signal, by in group.drivers.items() if by == name):
            yield int(group.id in harming and level_never_negative(situation, signal))
    counted = replace(
        situation, groups={g.id: replace(g, enforcement=g.id in harming) for g in situation.groups.values()}
    )
    for event in (event for event in situation.events.values() if event.size == name):
        yield {frozenset({UP}): 1, frozenset({DOWN}): -1}.get(sides(counted, Target("signal", event.signal), "add"), 0)


def _harming(situation: Situation) -> set[str]:
    """Give the groups marked as enforcement whose exits an outcome counts of which less protects people."""
    ids = {group.id for group in situation.groups.values() if group.enforcement}
    feared = {name for o in situation.outcomes.values() if o.direction == "less" for name in o.exits}
    ways = situation.exits.values()
    return {way.group for way in ways if way.group in ids and (way.group in feared or way.id in feared)}


def _turned(situation: Situation, name: str) -> int:
    """Give 1, and -1 for a duration: whoever is searched for sooner is searched for harder."""
    return -1 if situation.parameters[name].unit in DURATIONS else 1
