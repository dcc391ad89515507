"""What a policy does to a journey: more room at a place, and a way that is opened. Neither is ever taken away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from tumen.cells import Floats, Ints
from tumen.policy import Lever
from tumen.process.journey import link_order
from tumen.process.lever import moved, pulled
from tumen.situation.enforced import target

if TYPE_CHECKING:
    from tumen.model.journey import JourneyModel

Levers = Sequence[Lever]


def capacity_of(model: JourneyModel, vector: Floats, levers: Levers) -> Floats:
    """Give the people for whom each place has room, ``[step, place]``; below 1: no limit.

    A place without a limit stays without one, and no lever leaves less room than there was.

    Args:
        model: From `build`.
        vector: Numbers of a draw as `tumen.model.terms.Entries.vector` gives them.
        levers: That are pulled.
    """
    capacity = np.tile(model.numbers.each("capacity", vector), (len(model.steps), 1))
    for lever, place in _aimed(levers, "capacity"):
        room = capacity[:, model.network.places.index(place)]
        more = moved(room, lever.how, strength=_strength(model, vector, lever), pull=pulled(lever, model.steps))
        room[:] = np.where(room < 1, room, np.maximum(more, room))
    return capacity


def open_links(model: JourneyModel, vector: Floats, levers: Levers) -> tuple[Ints, Ints]:
    """Give which links are open, by their rank, and when one closes: see `tumen.process.journey.link_order`.

    Links are closed by the closings that act in this future. A lever multiplies the closing of a link, so that it opens
    from the day on which nothing is left of that, and one that is open stays open.

    Args:
        model: From `build`.
        vector: Numbers of a draw as `tumen.model.terms.Entries.vector` gives them.
        levers: That are pulled.
    """
    given, opened = model.given, list(_aimed(levers, "route"))
    acting = [closed for name, closed in given.perhaps.items() if vector[model.names.term(name)] > 0]
    if not acting and not opened:
        return given.order, given.shuts
    closed = np.maximum.reduce([given.closed, *acting])
    for lever, route in opened:
        link, strength = model.network.links.index(route), _strength(model, vector, lever)
        left = moved(closed[:, link].astype(np.float64), lever.how, strength=strength, pull=pulled(lever, model.steps))
        closed[:, link] *= left > 0
    return link_order(closed, np.array(model.network.origin, np.int64))


def _aimed(levers: Levers, kind: str) -> Iterator[tuple[Lever, str]]:
    """Give the levers that aim at a kind of thing, each with its name."""
    for lever in levers:
        aim = target(lever.target)
        if aim is not None and aim.kind == kind:
            yield lever, aim.name


def _strength(model: JourneyModel, vector: Floats, lever: Lever) -> float:
    return float(vector[model.names.term(lever.strength)])
