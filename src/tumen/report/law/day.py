"""Which norms hold on a day, for which of the people asked about, and what decides it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tumen.law.explain import Explanation, explain
from tumen.law.norms import Norm
from tumen.law.subjects import Subject
from tumen.law.truth import Bounds, Truth, truths
from tumen.report.law.reasons import Reason, deciding, reason
from tumen.report.law.setting import Setting

_ORDER = (Truth.YES, Truth.CONTESTED, Truth.NO)


@dataclass(frozen=True)
class Part:
    """People of whom the same is said.

    Attributes:
        truth: What is said.
        agreed: Lowest share of them for whom it is agreed.
        possible: Highest share for whom it may hold.
        who: They, in words.
        why: What decides for most of them; None where the norm binds.
        example: One of them, as most of them are.
    """

    truth: Truth
    agreed: float
    possible: float
    who: str
    why: Reason | None
    example: Subject


@dataclass(frozen=True)
class Answer:
    """What is said of a norm on a day.

    Attributes:
        norm: Which.
        parts: The people asked about, by what is said of them, the strongest first.
    """

    norm: Norm
    parts: tuple[Part, ...]

    @property
    def truth(self) -> Truth:
        """What is said of those of whom most is said."""
        return self.parts[0].truth


def answers(setting: Setting, day: date) -> tuple[Answer, ...]:
    """Ask every norm about a day, in the order of the law."""
    bounds = setting.on(day)
    rows = zip(setting.law.norms.values(), bounds, truths(bounds), strict=True)
    return tuple(Answer(norm, tuple(_parts(setting, day, norm=norm, bounds=of, found=at))) for norm, of, at in rows)


def answer_of(setting: Setting, day: date, norm: str) -> Answer:
    """Ask one norm about a day."""
    place = list(setting.law.norms).index(norm)
    bounds = setting.on(day)[place]
    about = setting.law.norms[norm]
    return Answer(about, tuple(_parts(setting, day, norm=about, bounds=bounds, found=truths(bounds))))


def explained(setting: Setting, day: date, *, norm: str, subject: Subject) -> Explanation:
    """Answer the seven questions about a norm for one group."""
    one = replace(setting.people, subjects=(subject,))
    return explain(setting.law, one, day, norm=norm, choice=setting.choice)


def _parts(setting: Setting, day: date, *, norm: Norm, bounds: Bounds, found: NDArray[np.int8]) -> Iterator[Part]:
    """Put people together of whom the same is said."""
    numbers = deciding(setting, norm, found, day=day)
    for truth in _ORDER:
        chosen = found == truth
        if chosen.any():
            most = int(np.bincount(numbers[chosen]).argmax())
            example = setting.people.subjects[int(np.argmax(chosen & (numbers == most)))]
            why = reason(setting, norm, most, truth=truth) if most else None
            low, high = float(bounds[chosen, 0].min()), float(bounds[chosen, 1].max())
            yield Part(truth, low, high, setting.crowd.words(chosen), why, example)
