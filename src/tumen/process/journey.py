"""What a journey goes by, day by day: how many set out anew and where, what places are, which links are open."""

import numpy as np

from tumen.cells import Floats, Ints


def counted(days: Ints, value: Floats, calendar: Ints) -> Ints:
    """Give how many people are counted on each day: straight lines between reports, cut to whole persons.

    Args:
        days: Ordinals of the days of the reports, rising, ``[report]``.
        value: People reported, ``[report]``.
        calendar: Ordinals, ``[day]``.

    Returns:
        ``[day]``; what the first report says before it, what the last one says after it, 0 without any.
    """
    if days.size == 0:
        return np.zeros(calendar.size, np.int64)
    after = np.minimum(np.searchsorted(days, calendar, side="right"), days.size - 1)
    before = np.maximum(after - 1, 0)
    gap = days[after] - days[before]
    passed = np.divide(calendar - days[before], gap, out=np.zeros(calendar.size), where=gap > 0)
    between = value[before] + passed * (value[after] - value[before])
    known = np.where(calendar <= days[0], value[0], np.where(calendar >= days[-1], value[-1], between))
    return np.trunc(known).astype(np.int64)


def setting_out(reported: Ints, *, begin_counted: bool, doubled_start: bool) -> Ints:
    """Give how many people set out anew on each day, so that as many have left as are reported.

    Each day's number is the rise of what is reported. Where that falls, nobody sets out until it has made up for the
    fall: so many have left as were ever reported at most.

    Args:
        reported: People who have left so far, ``[step]``.
        begin_counted: Whether those of the first day are there already.
        doubled_start: Whether they count twice.

    Returns:
        ``[step]``.
    """
    first = 0 if begin_counted else reported[0] * (1 + doubled_start)
    left = np.maximum.accumulate(np.maximum(reported - reported[0] + first, 0))
    return np.diff(left, prepend=0)


def known_on(intensity: Floats, since: Ints, calendar: Ints) -> Ints:
    """Give the day as of which the age of conflicts counts for those who set out anew, ``[step]``.

    The age is that of the day before, but for the first day and days on which a conflict begins or ends anywhere.

    Args:
        intensity: Of the conflict at each place, ``[step, place]``.
        since: Ordinal of the day on which it began, ``[step, place]``.
        calendar: Ordinals, ``[step]``.
    """
    news = (np.diff(intensity, axis=0) != 0) | (np.diff(since, axis=0) != 0)
    today = np.concatenate([[True], news.any(axis=1)])
    return np.where(today, calendar, calendar - 1)


def left_of(age: Ints, decay: Floats, stretch: float) -> Floats:
    """Give how much is left of conflicts of some age.

    Args:
        age: Days, any shape.
        decay: What is left in each stretch of time, the last one for good; empty: everything for good.
        stretch: Its length in days.

    Returns:
        Of the shape of `age`.
    """
    if decay.size == 0:
        return np.ones(age.shape)
    passed = np.floor(np.maximum(age, 0) / stretch).astype(np.int64)
    return decay[np.minimum(passed, decay.size - 1)]


def driven_off(weight: float, intensity: Floats, left: Floats) -> Floats:
    """Give the factor of conflict on how places draw people: ``weight^(left · intensity)``, ``[step, place]``.

    1 where there is no conflict. As a conflict ages its place draws people again.
    """
    return np.where(intensity > 0, np.power(weight, left * intensity), 1)


def link_order(closed: Ints, place: Ints) -> tuple[Ints, Ints]:
    """Rank the open links that leave each place: in the order of the situation, reopened ones after the others.

    Args:
        closed: 1 where a link is closed, ``[step, link]``.
        place: That it leaves, ``[link]``.

    Returns:
        Rank from 1, or 0 where closed; and 1 where a link closes; both ``[step, link]``.
    """
    steps = len(closed)
    turn = np.diff(closed, axis=0, prepend=0)
    number: Ints = np.arange(1, steps + 1, dtype=np.int64).reshape(steps, 1)
    shut = np.maximum.accumulate(np.where(turn > 0, number, 0), axis=0)
    reopened = np.maximum.accumulate(np.where(turn < 0, number, 0), axis=0)
    leaves = np.broadcast_to(place, closed.shape)
    # Within a place the open ones come first; ties stay in the order of the situation.
    sorted_ = np.lexsort((np.where(reopened > 0, shut, 0), reopened, closed, leaves))
    rank = np.argsort(sorted_, axis=1)
    size = np.bincount(place, minlength=int(place.max(initial=0)) + 1)
    before = (np.cumsum(size) - size)[place]
    order = np.where(closed > 0, 0, rank - before + 1)
    return order.astype(np.int64), (turn > 0).astype(np.int64)
