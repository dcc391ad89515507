"""The people of a journey: where they are at the start of a day, and what is counted during it.

People are float64, whole numbers far below 2^53 where they are drawn: so one loop serves counts and means. They move
from the arrays of today, which are emptied on the way, to those of tomorrow. Arguments are named as
in `tumen.kernels.journey_choices`.
"""

import math
from typing import NamedTuple

import numpy as np

from tumen.cells_journey import CAME
from tumen.kernels.jit import inlined, leaf
from tumen.kernels.journey_luck import LEAVE, part, word_at
from tumen.kernels.journey_shape import Numbers, Records, Shape


class Crowd(NamedTuple):
    """People at the start of a day.

    Attributes:
        stand: ``[stand, r]``.
        road: ``[position, r]``.
    """

    stand: Records
    road: Records


class Counts(NamedTuple):
    """What is counted during a day.

    Attributes:
        node: People who have arrived and may go on, ``[node, r]``.
        node_live: 1 where there are any, ``[node]``.
        stock: What is recorded: the next three, one after the other, ``[place + link + place]``.
        standing: Those who stand at each place, ``[place]``.
        under_way: Those who are under way on each link, ``[link]``.
        beyond: Those at each place beyond its capacity, ``[place]``.
        flow: Those who set out along each link, then those who came and the decisions near the threshold,
            ``[link + 2]``.
    """

    node: Records
    node_live: Records
    stock: Records
    standing: Records
    under_way: Records
    beyond: Records
    flow: Records


def nobody(shape: Shape) -> Crowd:
    """Give a crowd without people."""
    return Crowd(np.zeros((shape.stands.size, shape.levels)), np.zeros((shape.positions.size, shape.levels)))


def no_counts(shape: Shape, numbers: Numbers) -> Counts:
    """Make room for what is counted."""
    nodes, places, links = shape.nodes.size, shape.places.size, numbers.walking_share.size
    node, stock = np.zeros((nodes, shape.levels)), np.zeros(places + links + places)
    parts = stock[:places], stock[places : places + links], stock[places + links :]
    return Counts(node, np.zeros(nodes, np.uint8), stock, *parts, np.zeros(links + 2))


@inlined
def later(shape, r, today):
    """Give the bin after a day of `today` times a full day: half of both, to the nearest bin, ties down."""
    half = (r + shape.bins * today) / 2.0
    return min(math.ceil(half - 0.5), shape.levels - 1)


@leaf
def count_standing(shape, crowd, standing):
    """Write who stands at each place into `standing`."""
    for i in range(standing.size):
        standing[i] = 0.0
    for s in range(shape.stands.size):
        for r in range(shape.levels):
            standing[shape.stands[s].place] += crowd.stand[s, r]


@leaf
def count_under_way(shape, crowd, under_way):
    """Write who is under way on each link into `under_way`."""
    for i in range(under_way.size):
        under_way[i] = 0.0
    for p in range(shape.positions.size):
        for r in range(shape.levels):
            under_way[shape.positions[p].link] += crowd.road[p, r]


@leaf
def count_beyond(places, standing, beyond):
    """Write who stands at each place beyond its capacity into `beyond`; `places` are its numbers today."""
    for i in range(beyond.size):
        most = places[i].capacity
        beyond[i] = standing[i] - most if 1.0 <= most < standing[i] else 0.0


@inlined
def settle(shape, tomorrow, s, r, n, given_up):
    """Let `n` people stand at stand `s` tonight, and beside them those who have given up their plan."""
    tomorrow.stand[s, r] += n
    if given_up > 0.0:
        tomorrow.stand[shape.stands[s].plain, r] += given_up


@inlined
def shut(shape, links, today):
    """Let people who are under way on a link that closes now be on its closed original."""
    for p in range(shape.positions.size):
        position = shape.positions[p]
        if position.shut >= 0 and links[position.link].shuts == 1:
            for r in range(shape.levels):
                today.road[position.shut, r] += today.road[p, r]
                today.road[p, r] = 0.0


@inlined
def come(shape, numbers, t, today, counts, rest, luck):
    """Let people come who set out anew, and spread them over places in proportion; `rest` is room, ``[place]``."""
    days, left, mass = numbers.days[t], float(numbers.come[t]), 0.0
    for i in range(days.size - 1, -1, -1):
        mass += days[i].come_weight
        rest[i] = mass
    for i in range(days.size):
        if left > 0.0 and days[i].come_weight > 0.0:
            word = word_at(shape.places[i].address, luck)
            n = part(left, days[i].come_weight / rest[i], word, LEAVE, luck)
            left -= n
            today.stand[shape.places[i].new, 0] += n
            counts.flow[counts.flow.size - 2 + CAME] += n
