"""What loops and switches do: the model in means, with one of them at another position and every other number held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tumen.cells import Floats
from tumen.ensemble.passes import Accepted, Setting, means
from tumen.ensemble.periods import Period
from tumen.ensemble.plan import Plan
from tumen.model import Model, record_plan
from tumen.policy import Contrast
from tumen.situation import Situation
from tumen.situation.build_evidence import BASELINE

Draws = Mapping[str, Sequence[Accepted]]
Figures = Mapping[str, Floats]


@dataclass(frozen=True)
class Move:
    """One loop or switch at another position than in the run."""

    name: str
    position: str


@dataclass(frozen=True)
class Side:
    """One answer to a dispute: each of its loops on or off.

    Attributes:
        contrast: Id of the contrast.
        on: Ids of its loops that are on; the others of the contrast are off.
    """

    contrast: str
    on: tuple[str, ...]


@dataclass(frozen=True)
class Effects:
    """Outcomes under other positions, draw by draw; nothing of it is in any range of the run.

    Attributes:
        outcomes: Ids.
        periods: That are added up.
        draws: World → numbers of the draws.
        as_run: World → figures, ``[draw, period, outcome]``; not a number where they must not be recorded.
        moved: Move, in the order of the situation → the same.
        sides: Side, and policy → the same.
    """

    outcomes: tuple[str, ...]
    periods: tuple[Period, ...]
    draws: Mapping[str, tuple[int, ...]]
    as_run: Figures
    moved: Mapping[Move, Figures]
    sides: Mapping[tuple[Side, str], Figures]


def effects(model: Model, plan: Plan, draws: Draws, *, policy: str) -> Effects:
    """Run the mean engine once for each draw and position.

    Args:
        model: That was run.
        plan: What was recorded of it.
        draws: World → accepted draws.
        policy: Of the run; the sides of a contrast have policies of their own.
    """
    situation = model.situation
    outcomes = shown_outcomes(situation, plan.outcomes)
    as_run = Setting.of(model.positions, policy)
    moves = {
        move: Setting.of({**model.positions, move.name: move.position}, policy)
        for move in other_positions(situation, model.positions)
    }
    sides = {
        (side, pulled): Setting.of({**model.positions, **positions}, pulled)
        for contrast in situation.contrasts.values()
        for side, positions in sides_of(contrast)
        for pulled in (BASELINE, contrast.policy)
    }
    settings = tuple(dict.fromkeys((as_run, *moves.values(), *sides.values())))
    figures = _figures(model, plan, outcomes, draws=draws, settings=settings)
    return Effects(
        outcomes=outcomes,
        periods=plan.periods,
        draws={world: tuple(draw.draw for draw in chosen) for world, chosen in draws.items()},
        as_run=figures[as_run],
        moved={move: figures[setting] for move, setting in moves.items()},
        sides={side: figures[setting] for side, setting in sides.items()},
    )


def other_positions(situation: Situation, positions: Mapping[str, str]) -> Iterator[Move]:
    """Give each loop at its other position, then each switch at each of its others, in the order of the situation."""
    for loop in situation.loops.values():
        yield Move(loop.id, "off" if positions.get(loop.id, loop.at) == "on" else "on")
    for switch in situation.switches.values():
        stands = positions.get(switch.id, switch.at)
        yield from (Move(switch.id, position) for position in switch.positions if position != stands)


def sides_of(contrast: Contrast) -> Iterator[tuple[Side, Mapping[str, str]]]:
    """Give the sides of a contrast, with the positions of its loops: each loop alone, then all together."""
    for on in (*((loop,) for loop in contrast.loops), contrast.loops):
        yield Side(contrast.id, on), {loop: "on" if loop in on else "off" for loop in contrast.loops}


def shown_outcomes(situation: Situation, recorded: Sequence[str]) -> tuple[str, ...]:
    """Give the outcomes that are told: the headlines, and what contrasts name, as far as they may be recorded."""
    named = [name for name in recorded if situation.outcomes[name].headline]
    for part in (part for contrast in situation.contrasts.values() for part in contrast.parts.values()):
        named += [name for name in (*part.outcomes, part.per) if name in recorded]
    return tuple(dict.fromkeys(named))


def _figures(
    model: Model, plan: Plan, outcomes: tuple[str, ...], *, draws: Draws, settings: Sequence[Setting]
) -> dict[Setting, Figures]:
    """Run every setting with every draw of every world; what must not be recorded is not a number."""
    jobs = [(draw, setting) for setting in settings for chosen in draws.values() for draw in chosen]
    found = means(model, record_plan(model, outcomes, plan.engine.period_of_step), jobs)
    found[:, plan.withheld[:, [plan.outcomes.index(name) for name in outcomes]]] = np.nan
    counts = [len(chosen) for _ in settings for chosen in draws.values()]
    pieces = iter(np.split(found, np.cumsum(counts)[:-1]))
    return {setting: {world: next(pieces) for world in draws} for setting in settings}
