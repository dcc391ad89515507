"""All that is told of an argument: who advises what, on which premises, and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tumen.argument.baselines import Baselines
from tumen.argument.left_out import Told, told_of
from tumen.argument.premises import Premise, premises_of
from tumen.argument.sides import Side, joint, sides
from tumen.comparison.boundary import Boundary
from tumen.comparison.reproduced import Reproduced
from tumen.model import Model
from tumen.situation import Situation


@dataclass(frozen=True)
class Argument:
    """What documents advise, side by side.

    Attributes:
        model: What ran.
        draws: Of the parameters and premises, in each world.
        seed: Of the study.
        worlds: Ids.
        reproduced: Where what authors expect comes out; None where nothing that is expected can be simulated.
        baselines: The model without any option, at each position of each premise.
        boundaries: Between two pieces of advice, by the strengths of what is disputed; none without sides.
    """

    model: Model
    draws: int
    seed: int
    worlds: tuple[str, ...]
    reproduced: Reproduced | None
    baselines: Baselines
    boundaries: tuple[Boundary, ...]

    @property
    def situation(self) -> Situation:
        """What is argued about."""
        return self.model.situation

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        """The documents that argue, in the order of the situation."""
        return sides(self.situation)

    @cached_property
    def joint(self) -> tuple[str, ...]:
        """Ids of policies for which several documents stand."""
        return joint(self.situation)

    @cached_property
    def premises(self) -> tuple[Premise, ...]:
        """What options rest on, disputed premises first."""
        return premises_of(self.situation)

    @cached_property
    def told(self) -> Mapping[str, tuple[Told, ...]]:
        """Document → what becomes of each of its claims."""
        return {side.source: told_of(self.situation, side.source) for side in self.sides}
