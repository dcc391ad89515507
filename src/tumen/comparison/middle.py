"""The middle of all priors of a world, from which one thing at a time is moved; figures come from the mean engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from tumen.comparison.axes import Axes, joint_axes
from tumen.comparison.design import Design
from tumen.comparison.enforcement import behind_enforcement, moves, of_premises
from tumen.comparison.switch_points import Levels
from tumen.engine import mean_pass
from tumen.evidence import Prior
from tumen.model import Model, fixed_by, make_tables, middle_values, solved_middle
from tumen.model.terms import entry_name
from tumen.situation import Situation
from tumen.situation.enforced import surely

Floats = NDArray[np.float64]
LOOP = "loop:"
"""How the axis of a loop of disputed sign begins: all of its numbers from weak to strong."""
_ENDS = (0.05, 0.95)


@dataclass(frozen=True, eq=False)
class Middle:
    """A world in the middle of all priors.

    Attributes:
        design: Of the comparison.
        world: Id.
        model: Its model, with loops and switches as they are held.
        values: Numbers of the middle, with the scales at which the anchors are met, ``[entry]``.
    """

    design: Design
    world: str
    model: Model
    values: Floats
    _known: dict[object, Floats] = field(default_factory=dict[object, Floats], repr=False)

    @staticmethod
    def of(design: Design, world: str) -> Middle:
        """Find the middle of a world.

        Raises:
            RunError: T410 if its anchors cannot be met there.
        """
        model = model_of(design)
        return Middle(design, world, model, solved_middle(model, world=world))

    @property
    def positions(self) -> Mapping[str, str]:
        """Where loops and switches stand: as they are held, else as the situation has them."""
        situation = self.model.situation
        return {of.id: of.at for of in (*situation.loops.values(), *situation.switches.values())} | dict(
            self.design.held
        )

    def figures(self, policy: str, levels: Levels, *, position: tuple[str, str] | None = None) -> Floats:
        """Give the outcomes over the span, ``[outcome]``; the same question is answered once.

        Args:
            policy: Id, or ``baseline``.
            levels: Axis → share of its range; others stay in the middle.
            position: A premise and the position that it takes instead of its own.
        """
        asked = (policy, tuple(sorted(levels.items())), position)
        if asked not in self._known:
            self._known[asked] = self._run(policy, self.moved(levels) if position is None else self._at(position))
        return self._known[asked]

    def moved(self, levels: Levels) -> Floats:
        """Give the numbers with some axes moved, ``[entry]``."""
        values = self.values.copy()
        for entry, value in (at for axis, share in levels.items() for at in self._along(axis, share)):
            if entry not in self.model.fixed:
                values[self.model.names.index(entry)] = value
        return values

    def _along(self, axis: str, share: float) -> Iterator[tuple[str, float]]:
        """Give the entries that an axis moves, with what they are at a share of its range."""
        if axis.startswith(LOOP):
            for entry, prior, sign in numbers_of(self.model.situation, axis.removeprefix(LOOP)):
                yield entry, prior.quantile(share if sign > 0 else 1 - share)
        elif (prior := prior_of_entry(self.model.situation, axis)) is not None:
            yield axis, prior.quantile(share)

    def _at(self, position: tuple[str, str]) -> Floats:
        """Give the numbers with a premise in another position: what it fixes is fixed, what it frees in its middle."""
        model = self.design.model
        here, there = (
            fixed_by(model, dict(at)) for at in (self.positions, {**self.positions, position[0]: position[1]})
        )
        values, free = self.values.copy(), middle_values(replace(model, fixed=there), world=self.world)
        for entry in here.keys() | there.keys():
            values[model.names.index(entry)] = free[model.names.index(entry)]
        return values

    def _run(self, policy: str, values: Floats) -> Floats:
        model, span = self.model, self.design.span
        made = make_tables(model, values, policy=policy)
        substeps = model.situation.calendar.substeps
        return span.of(mean_pass(model.cells, made, span.plan.engine, substeps=substeps).outcomes)


def model_of(design: Design) -> Model:
    """Give the model where loops and switches stand as they are held, else as the situation has them."""
    return replace(design.model, fixed=fixed_by(design.model, dict(design.held)))


def axes_of(design: Design) -> Axes:
    """Give what can be moved by itself, and how hard the state searches as a whole.

    Not among them: numbers with one value, scales that anchors solve and the anchors themselves (worlds are told side
    by side), numbers of premises, and strengths of levers that no compared policy pulls.

    Raises:
        SafetyError: T360 if some numbers of enforcement were set by hand and others not.
    """
    model, situation = model_of(design), design.model.situation
    known = behind_enforcement(situation)
    enforcement = {e: sign if _prior_moves(situation, e) else 0 for e, sign in known.items()}
    hidden = of_premises(situation) | _unpulled(design)
    free = [
        entry
        for entry in model.entries
        if entry.partition("[")[0] not in hidden
        and entry not in enforcement
        and entry not in model.fixed
        and _prior_moves(situation, entry)
    ]
    loops = [LOOP + name for name in situation.loops if _acts(model, name)]
    axes = joint_axes((*loops, *free, *enforcement), enforcement)
    axes.merged(_ends(model, axes))  # refuses enforcement of which a part is held
    return axes


def numbers_of(situation: Situation, loop: str) -> Iterator[tuple[str, Prior, int]]:
    """Give the entries by which a loop acts, with their priors, and 1 where more is stronger, -1 where less is.

    Numbers of which neither is sure are not given: they stay in the middle.
    """
    named = [situation.parameters[name] for name in situation.loops[loop].numbers]
    for parameter, level, prior in ((of, level, prior) for of in named for level, prior in of.entries.items()):
        sign = int(surely(situation, parameter.name, least=0)) - int(surely(situation, parameter.name, most=0))
        if sign and moves(prior):
            yield entry_name(parameter.name, level), prior, sign


def prior_of_entry(situation: Situation, entry: str) -> Prior | None:
    """Give the prior along which an entry is moved; None for anchors and for scales that they solve."""
    name, _, level = entry.removesuffix("]").partition("[")
    prior = situation.parameters[name].entries[level] if name in situation.parameters else None
    return None if prior is None or prior.family == "solved" else prior


def _prior_moves(situation: Situation, entry: str) -> bool:
    prior = prior_of_entry(situation, entry)
    return prior is not None and moves(prior)


def _acts(model: Model, name: str) -> bool:
    """Say whether a loop of disputed sign acts, by numbers that can be moved."""
    loop = model.situation.loops[name]
    return loop.sign == "disputed" and any(
        entry not in model.fixed for entry, _, _ in numbers_of(model.situation, name)
    )


def _unpulled(design: Design) -> set[str]:
    situation = design.model.situation
    pulled = {lever for policy in design.policies[1:] for lever in situation.policies[policy].levers}
    every = {lever.strength for lever in situation.levers.values()}
    return every - {situation.levers[lever].strength for lever in pulled}


def _ends(model: Model, axes: Axes) -> Floats:
    """Give each number at both ends of its range, ``[end, given]``, as far as it is not held."""
    table = np.zeros((len(_ENDS), len(axes.given)))
    for i, entry in enumerate(axes.given):
        prior = prior_of_entry(model.situation, entry)
        if prior is not None and entry not in model.fixed:
            table[:, i] = [prior.quantile(end) for end in _ENDS]
    return table
