"""The rule by which docs/validation.md says hit or miss, and the order in which it tells."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from validation_rows import Behind, Row, Target

Word = Literal["close hit", "hit", "miss"]
Side = Literal["", "above", "below"]
RANK: Mapping[Word, int] = {"close hit": 0, "hit": 1, "miss": 2}


@dataclass(frozen=True)
class Verdict:
    """How one figure and the simulated range of one world stand.

    Attributes:
        word: Inside the 50 % range, inside the 90 % range, or outside.
        side: Where the simulated range lies, of a miss.
        factor: Simulated median over the figure.
        draws: How many draws lie on that side, of a miss.
        of: Draws that give an answer.
    """

    word: Word
    side: Side = ""
    factor: float = 1.0
    draws: int = 0
    of: int = 0

    @property
    def size(self) -> float:
        """How far the median is from the figure, as a logarithm; 0 for a hit."""
        if self.word != "miss":
            return 0.0
        return abs(math.log(self.factor)) if self.factor > 0 else math.inf

    @property
    def order(self) -> tuple[int, float]:
        """Rises as it gets worse."""
        return RANK[self.word], self.size


def verdict(figure: float, answer: Mapping[str, Any], *, at_least: bool = False) -> Verdict:
    """Say how a figure and an answer stand.

    Args:
        figure: As reported.
        answer: Of one world: ``quantiles`` (5, 25, 50, 75 and 95 %; None for a count too small to tell), ``above``,
            ``below``, ``of``.
        at_least: Whether the figure is a lower bound, which only a model that stays below it can miss.
    """
    q05, q25, q50, q75, q95 = (0.0 if x is None else float(x) for x in answer["quantiles"])
    factor = q50 / figure
    if q95 < figure:
        return Verdict("miss", "below", factor, answer["below"], answer["of"])
    if at_least:
        return Verdict("hit", factor=factor)
    if figure < q05:
        return Verdict("miss", "above", factor, answer["above"], answer["of"])
    return Verdict("close hit" if q25 <= figure <= q75 else "hit", factor=factor)


@dataclass(frozen=True)
class Answer:
    """A figure beside the model.

    Attributes:
        target: What is asked.
        reported: As reported; None where no figure is known.
        worlds: World → what is kept of its draws; nothing where no outcome answers.
        anchors: Dates of the anchors in whose priors it counts.
        priors: Parameters that rest on its series.
        verdicts: World → how they stand; nothing where it is no test or nothing answers.
    """

    target: Target
    reported: float | None
    worlds: Mapping[str, Mapping[str, Any]]
    anchors: tuple[str, ...]
    priors: tuple[str, ...]
    verdicts: Mapping[str, Verdict]


@dataclass(frozen=True)
class Told:
    """A row with its answers."""

    row: Row
    answers: tuple[Answer, ...]

    def worst(self, world: str) -> Answer | None:
        """Give the answer by which the row stands in a world; None where nothing in it tests the model."""
        tests = [answer for answer in self.answers if world in answer.verdicts]
        return max(tests, key=lambda answer: answer.verdicts[world].order, default=None)

    @property
    def order(self) -> tuple[int, float, int]:
        """Rises as it gets worse: worlds in which it is missed, size of the largest miss, worlds with a distant hit."""
        worlds = {world for answer in self.answers for world in answer.verdicts}
        found = [answer.verdicts[world] for world in worlds if (answer := self.worst(world))]
        missed = sum(one.word == "miss" for one in found)
        return missed, max((one.size for one in found), default=0.0), sum(one.word == "hit" for one in found)


def told(rows: Sequence[Row], data: Mapping[str, Any], known: Behind) -> tuple[Told, ...]:
    """Set rows beside the model: those missed in every world first, then in one, then the others; each by size."""
    found = [Told(row, tuple(_answer(target, data, known) for target in row.targets)) for row in rows]
    return tuple(sorted(found, key=lambda one: one.order, reverse=True))


def _answer(target: Target, data: Mapping[str, Any], known: Behind) -> Answer:
    reported = known.reported(target)
    worlds = data["figures"].get(target.id, {"worlds": {}})["worlds"]
    tests = worlds if known.is_test(target) else {}
    verdicts = {world: verdict(reported or 0.0, of, at_least=target.at_least) for world, of in tests.items()}
    return Answer(target, reported, worlds, known.anchors(target), known.priors(target), verdicts)
