"""Levers: how far one is pulled in each step, and what it does to a value."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from tumen.cells import Floats
from tumen.policy import Lever
from tumen.process.daily import between, every_day, mean_by_step


def pulled(lever: Lever, days: Sequence[tuple[date, date]]) -> Floats:
    """Give how far `lever` is pulled in each step, 0 to 1: it rises over its ramp and ends at once.

    Args:
        lever: What is pulled.
        days: First and last day of each step.

    Returns:
        Mean over the days of each step, ``[step]``.
    """
    calendar = every_day(days)
    start = int(calendar[0]) if lever.starts is None else lever.starts.toordinal()
    end = int(calendar[-1]) if lever.ends is None else lever.ends.toordinal()
    risen: Floats = (calendar - start + 1) / max(lever.ramp, 1)
    return mean_by_step(np.minimum(np.maximum(risen, 0), 1) * between(calendar, start, end), days)


def moved(value: Floats, how: str, *, strength: float, pull: Floats) -> Floats:
    """Let a lever act on `value` ``[step]``; what it adds makes no value negative that was not."""
    if how == "multiply":
        return value * (1 + (strength - 1) * pull)
    return np.maximum(value + strength * pull, np.minimum(value, 0))
