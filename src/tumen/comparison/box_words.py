"""A box of futures in words for people who do not model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from tumen.comparison.axes import JOINT
from tumen.comparison.boxes import Box

_HUNDRED = 100
_SIGNIFICANT = 3
_LARGE = 1000
_RARE = 0.001


@dataclass(frozen=True)
class Title:
    """How an axis is told.

    Attributes:
        text: What is above or below a number: "the price of a journey". Of a premise with two answers, unused.
        unit: Written behind the number; empty for none.
        yes, no: Of a premise, given as 1 and 0: what holds then: "publicity leads to arrests (L2)"; empty for numbers.
    """

    text: str
    unit: str = ""
    yes: str = ""
    no: str = ""


_JOINT = Title(f"{JOINT} (0 the softest of these futures, 1 the hardest)")


def words(box: Box, titles: Mapping[str, Title], *, flagged: str) -> str:
    """Tell a box: where it lies, how much of it is flagged and how much of what is flagged it holds, and how sure.

    Args:
        box: From `boxes`.
        titles: Axis → how it is told; an axis without one is told by its name.
        flagged: What is said of a flagged future, as a clause: "fewer people are protected than without the option".

    Returns:
        Sentences, all in counts of futures.
    """
    known = {JOINT: _JOINT, **titles}
    where = " and ".join(_stretch(known.get(name, Title(name)), *ends) for name, ends in box.limits.items())
    rest = box.looked - box.n
    outside = round(box.base * box.looked) - box.hits
    return " ".join(
        (
            f"Where {where}: in {box.hits} of these {_futures(box.n)} {flagged} (density {box.density:.2f}),",
            f"elsewhere in {outside} of {rest}.",
            f"That is {box.hits} of the {_futures(box.flagged)} in which it is so (coverage {box.coverage:.2f}).",
            f"Among shuffled futures a box as good is found in {_chance(box.chance)}.",
            *(_sureness(known.get(name, Title(name)), name, box) for name in box.limits),
        )
    )


def none_found(futures: int, flagged: str) -> str:
    """Say that no box was found, which is a result.

    Args:
        futures: Among how many was looked.
        flagged: As of `words`.
    """
    return (
        f"Among {_futures(futures)} nothing marks out better than chance would those in which {flagged}: it depends on "
        "nothing in a plain way, or there are too few futures to see it."
    )


def _stretch(title: Title, low: float, high: float) -> str:
    if title.yes:
        return title.yes if isfinite(low) else title.no
    if isfinite(low) and isfinite(high):
        return f"{title.text} is between {_number(low, '')} and {_number(high, title.unit)}"
    side, end = ("above", low) if isfinite(low) else ("below", high)
    return f"{title.text} is {side} {_number(end, title.unit)}"


def _sureness(title: Title, name: str, box: Box) -> str:
    """Say how sure one restriction is."""
    p = box.quasi_p[name]
    small = f"less than {_RARE:g}" if p < _RARE else f"{p:.2g}"
    of = f"That {title.yes or title.text} or not" if title.yes else title.text[:1].upper() + title.text[1:]
    return f"{of} matters again in {round(_HUNDRED * box.resampled[name])} of 100 resamples (quasi-p {small})."


def _chance(share: float) -> str:
    return f"about {_HUNDRED * share:.2g} of 100 cases" if share >= 1 / _HUNDRED else f"about {share:.1g} of all cases"


def _futures(n: int) -> str:
    return f"{n} future" if n == 1 else f"{n} futures"


def _number(value: float, unit: str) -> str:
    told = float(f"{value:.{_SIGNIFICANT}g}")
    text = f"{told:,.0f}" if abs(told) >= _LARGE else f"{told:g}"
    return f"{text} {unit}" if unit else text
