"""Where people on a journey can go from a stand, and how they spread over it.

The weight of a way of d km to a place that draws with A and has room C is ``((floor + A) / (softening + d)^power ·
C)^pull_power``; where all are 0, all are alike. In the arguments here and in the files beside it, `shape` and `numbers`
are those of `tumen.kernels.journey_shape`, t is a step, s a stand, r a bin of recent travel.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tumen.kernels.jit import leaf
from tumen.kernels.journey_luck import LEAVE, PERSON, part, share
from tumen.kernels.journey_shape import Records, Shape

_FEW = 32.0
_NEARLY_FULL = 0.5
GIVEN_UP = -1
_WAY = [("weight", "f8"), ("chance", "f8"), ("below", "f8"), ("taken", "f8"), ("option", "i8"), ("address", "u8")]


class Ways(NamedTuple):
    """What people can choose now. Those of a stand begin at its first choice.

    Attributes:
        room: C of each place, ``[place]``.
        rest: Room, ``[place]``.
        found: Half-day for which those of a stand were found, ``[stand]``.
        end: Behind the last of a stand that has a weight, ``[stand]``.
        way: ``[choice]``: ``weight``; the ``chance`` of those who have taken none before it to take it, and ``below``,
            the chance of it or one before it, of which the last is 1; the people who have ``taken`` it, 0 between
            uses; the ``option`` that they take, or `GIVEN_UP`; ``address``.
    """

    room: Records
    rest: Records
    found: Records
    end: Records
    way: Records


def no_ways(shape: Shape) -> Ways:
    """Make room for a run."""
    places, stands = shape.places.size, shape.stands.size
    found, end = np.full(stands, -1), np.zeros(stands, np.int64)
    return Ways(np.ones(places), np.zeros(places), found, end, np.zeros(shape.choices.size, _WAY))


@leaf
def find_room(numbers, t, standing, room):
    """Write C of each place into `room`: 1 until it is nearly full, 0 where it is full."""
    full_from, places = numbers.full_from, numbers.days[t]
    for i in range(room.size):
        n, most = standing[i], places[i].capacity
        if most < 1.0 or n <= full_from * most:
            room[i] = 1.0
        elif n >= most:
            room[i] = 0.0
        else:
            room[i] = 1.0 - (n - full_from * most) / (most * (1.0 - full_from))


@leaf
def _option(shape, links, choice):
    """Give the option of `choice` whose link stands first today, or `GIVEN_UP`."""
    best, rank = GIVEN_UP, 0
    for o in range(choice.option_first, choice.option_end):
        here = links[shape.options[o].link].order
        if here > 0 and (rank == 0 or here < rank):
            best, rank = o, here
    return best


@leaf
def _weigh(shape, numbers, t, s, ways):
    """Write option, address and weight of each way of stand `s` that is open; give their end, sum and largest."""
    stand, links = shape.stands[s], numbers.links[t]
    at, total, largest = stand.first, 0.0, 0.0
    for c in range(stand.first, stand.end):
        choice = shape.choices[c]
        shut = 0
        for i in range(choice.way_first, choice.way_end):
            shut += links[shape.ways[i].link].order == 0
        if shut > 0:
            continue
        day, room, way = numbers.days[t, choice.place], ways.room[choice.place], ways.way[at]
        full = day.camp == 1 and room < _NEARLY_FULL
        way.option = GIVEN_UP if full else _option(shape, links, choice)
        way.address = choice.address
        weight = 1.0  # of the one way of those who have a plan
        if stand.plan == 0:
            weight = (numbers.pull_floor + day.pull) / choice.reach * room
            if numbers.pull_power != 1.0:
                weight = weight**numbers.pull_power
        way.weight = weight
        total += weight
        largest = max(largest, weight)
        at += 1
    return at, total, largest


@leaf
def find_ways(shape, numbers, t, s, half, ways):
    """Find what people at stand `s` can choose in this half of the day.

    Args:
        shape: `tumen.kernels.journey_shape.Shape`.
        numbers: `tumen.kernels.journey_shape.Numbers`.
        t: Step.
        s: Stand.
        half: Half-day, counted from the beginning; where those of the stand are ``found`` for it, nobody need ask.
        ways: Changed.
    """
    ways.found[s] = half
    first = shape.stands[s].first
    end, total, largest = _weigh(shape, numbers, t, s, ways)
    least, at, kept = numbers.prune_below * largest, first, 0.0
    for i in range(first, end):
        weight = ways.way[i].weight if total > 0.0 else 1.0
        if weight > 0.0 and weight >= least:
            kept += weight
            ways.way[at].option, ways.way[at].address = ways.way[i].option, ways.way[i].address
            ways.way[at].weight, ways.way[at].below = weight, kept
            at += 1
    ways.end[s] = at
    rest = 0.0
    for i in range(at - 1, first - 1, -1):
        rest += ways.way[i].weight
        ways.way[i].chance = ways.way[i].weight / rest
        ways.way[i].below /= kept


@leaf
def _one_by_one(n, chance, first, end, way, word):
    """Let each of a few people decide; give how many set out. Nothing branches on luck: no processor guesses it."""
    gone, most = 0.0, min(chance, 1.0)
    for j in range(int(n)):
        u = share(word, PERSON + np.uint64(j))
        goes = 1.0 if u < most else 0.0
        gone += goes
        if end > first:
            i = first
            for k in range(first, end - 1):
                i += u >= way[k].below * most
            way[i].taken += goes
    return gone


@leaf
def leave(n, chance, first, end, way, word, luck):
    """Let `n` people set out, each with a chance, and spread over the ways of a stand, into ``taken``.

    Counts are a chain of conditional binomials, each the quantile of its own uniform. A few people decide one by one
    instead: the uniform of a person tells whether, and where in what is below the chance it lies tells the way. That is
    the same law, and cheaper.

    Args:
        n: People.
        chance: Chance that each sets out.
        first: First of the ways.
        end: Behind the last of them; there may be none.
        way: ``taken`` is changed.
        word: Of those who are split.
        luck: `tumen.kernels.journey_luck.JourneyLuck`.

    Returns:
        Those who set out.
    """
    if luck.drawn == 1 and n <= _FEW:
        return _one_by_one(n, chance, first, end, way, word)
    gone = left = part(n, chance, word, LEAVE, luck)
    for i in range(first, end):
        taken = part(left, way[i].chance, word, way[i].address, luck)
        way[i].taken += taken
        left -= taken
        if left <= 0.0:
            break
    return gone
