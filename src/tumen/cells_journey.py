"""The frozen arrays of a journey: what `model` makes of it and the journey kernel runs.

People stand at a *stand* (a place, the rest of a plan, whether they still go on foot) or are at a *position* on a *leg*
(a link towards a stand). Each carries recent travel in bins. ``r`` below is a bin.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tumen.cells import Floats, Ints, Words

Flags = NDArray[np.bool_]


class JourneyCells(NamedTuple):
    """The shape of a journey: once for a situation and the numbers that fix it (distances and speeds).

    A *choice* of a stand is one way that people there may plan: of a stand without a plan every way within awareness,
    of one with a plan its rest alone. A *leg* is a link and the stand it leads to. A *position* is a leg and the km
    done on it at the start of a day; every leg has its positions twice where its link ever closes: people under way on
    a closed link are on the second ones, and are sent back. A *node* is a stand and the km done today with which people
    arrive there before the day is over.

    Attributes:
        place_address: Of the luck of those who set out anew, ``[place]``.
        stand_place: ``[stand]``.
        stand_plan: 1 where a plan is under way, ``[stand]``.
        stand_plain: Stand at the same place, with the same footing, without a plan, ``[stand]``.
        stand_new: Stand at which those who set out anew from a place begin, ``[place]``.
        stand_address: ``[stand]``.
        choice_first: The choices of stand s are ``choice_first[s]`` to ``choice_first[s + 1]``, ``[stand + 1]``.
        choice_place: Place at which the plan ends, ``[choice]``.
        choice_km: Length of the whole way, ``[choice]``.
        choice_address: ``[choice]``.
        way_first, way_link: Links of the way of a choice, ``[choice + 1]``; all must be open for it to be one.
        option_first, option_leg: Legs on which a choice may begin, one for each parallel link, ``[choice + 1]``; people
            take the one whose link stands first in the order of the day.
        leg_link: ``[leg]``.
        leg_stand: Stand that a leg leads to, ``[leg]``.
        leg_back: Stand to which people are sent back; -1 where the link never closes, ``[leg]``.
        leg_begin: First position of a leg, ``[leg]``.
        position_leg: ``[position]``.
        position_km: Km done on the leg before today, ``[position]``.
        position_ride, position_walk: Position after a day at the speed of the leg, or on foot; -1: people arrive,
            ``[position]``.
        position_foot: 1 where people walk with certainty, ``[position]``.
        position_shut: The same position on the closed original of the link, or -1 where it never closes and where it is
            the closed one itself, ``[position]``.
        position_sent: 1 on a closed original, ``[position]``.
        position_node: Node at which people arrive from here today, ``[position]``; on a closed original -1.
        position_address: ``[position]``.
        node_stand: ``[node]``.
        node_km: Km done today; never falls, ``[node]``.
        node_address: ``[node]``.
        onward_first: ``[node + 1]``; the onward entries of a node go by the options of its stand, in their order.
        onward_ride, onward_walk: Node at which people who take that option arrive today, riding or on foot; -1: they do
            not arrive today; -2: they arrive and have done their day, ``[onward]``.
        leg_km: Length of the link, ``[leg]``.
        leg_speed: Km a day, ``[leg]``.
        walking_speed: Km a day.
        speed: Km of a full day, by which recent travel is measured.
        bins: Bins for 1 unit of recent travel; 0: it is not remembered.
        levels: Number of bins, at least 1.
        km_grid: Km of the grid on which `node_km` was put, since there would be too many nodes; 0: it is exact.
    """

    place_address: Words
    stand_place: Ints
    stand_plan: Ints
    stand_plain: Ints
    stand_new: Ints
    stand_address: Words
    choice_first: Ints
    choice_place: Ints
    choice_km: Floats
    choice_address: Words
    way_first: Ints
    way_link: Ints
    option_first: Ints
    option_leg: Ints
    leg_link: Ints
    leg_stand: Ints
    leg_back: Ints
    leg_begin: Ints
    position_leg: Ints
    position_km: Floats
    position_ride: Ints
    position_walk: Ints
    position_foot: Ints
    position_shut: Ints
    position_sent: Ints
    position_node: Ints
    position_address: Words
    node_stand: Ints
    node_km: Floats
    node_address: Words
    onward_first: Ints
    onward_ride: Ints
    onward_walk: Ints
    leg_km: Floats
    leg_speed: Floats
    walking_speed: float
    speed: float
    bins: int
    levels: int
    km_grid: float


class JourneyTables(NamedTuple):
    """The numbers of one draw, world and policy. A step is a day.

    Attributes:
        values: What was drawn, in the units of the situation, ``[entry]``.
        start: People at each place at the beginning, int64 ``[place]``.
        come: People who set out anew on each day, int64 ``[step]``.
        come_weight: How they are spread over places, in proportion, ``[step, place]``.
        chance: Chance of setting out, ``[step, place]``; 1 or more is certain.
        pull: How a place draws people, ``[step, place]``.
        camp: 1 where a place is a camp: a plan to it is dropped while it is nearly full, ``[step, place]``.
        town: 1 where nobody stops after a short stint, ``[step, place]``.
        order: Rank of a link among those that leave its place, from 1; 0 where it is closed, ``[step, link]``.
        shuts: 1 where a link closes at the start of a day, ``[step, link]``.
        capacity: People for whom a place has room, ``[step, place]``; below 1: no limit.
        full_from: Share of its capacity from which a place draws less.
        walking_share: Chance of walking on a day, ``[link]``.
        pull_power, pull_floor, distance_power, distance_softening: The weight of a way of d km to a place that draws
            with A and has room C is ``((floor + A) / (softening + d)^power · C)^pull_power``.
        prune_below: Ways with less than this part of the largest weight are dropped; 0: none.
        certain_plans: 1 where people with a plan go on with certainty.
        days: Length of each step, all 1, ``[step]``.
        stay, weight: As in `tumen.cells.Tables`, for what is recorded.
    """

    values: Floats
    start: Ints
    come: Ints
    come_weight: Floats
    chance: Floats
    pull: Floats
    camp: Ints
    town: Ints
    order: Ints
    shuts: Ints
    capacity: Floats
    full_from: float
    walking_share: Floats
    pull_power: float
    pull_floor: float
    distance_power: float
    distance_softening: float
    prune_below: float
    certain_plans: int
    days: Floats
    stay: Floats
    weight: Floats


CAME, NEAR_THRESHOLD = 0, 1
"""What a journey counts beside those who set out along each link: people who set out anew, and decisions on short
stints within one bin of the threshold. In a record plan the flows are the links, then these two; the stocks are the
people who stand at each place, those under way on each link, then those at each place for whom it has no room."""
