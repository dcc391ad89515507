"""What moves what in a situation: a graph from parameters, over exits and people, to outcomes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tumen.policy import Lever
from tumen.situation import Situation
from tumen.trace.counting import Node, cell, cells_of, counted, entered, leaves, ways

Edge = tuple[Node, Node]
Edges = Iterator[Edge]


@dataclass(frozen=True)
class Use:
    """How a parameter is used.

    Attributes:
        kind: Of the thing that uses it: ``exit``, ``group``, ``signal``, ``event`` …
        name: Of that thing.
        role: As what, e.g. ``hazard``.
    """

    kind: str
    name: str
    role: str


@dataclass(frozen=True)
class Paths:
    """The graph, both ways."""

    forward: Mapping[Node, frozenset[Node]]
    backward: Mapping[Node, frozenset[Node]]

    @classmethod
    def of(cls, situation: Situation) -> Paths:
        """Draw the graph of a situation."""
        forward: defaultdict[Node, set[Node]] = defaultdict(set)
        backward: defaultdict[Node, set[Node]] = defaultdict(set)
        for cause, effect in _edges(situation):
            forward[cause].add(effect)
            backward[effect].add(cause)
        return cls(*({n: frozenset(m) for n, m in way.items()} for way in (forward, backward)))

    def behind(self, node: Node) -> frozenset[Node]:
        """Give everything that can move `node`."""
        return _reached(self.backward, node)

    def ahead(self, node: Node) -> frozenset[Node]:
        """Give everything that `node` can move."""
        return _reached(self.forward, node)


def uses(situation: Situation) -> Iterator[tuple[str, Use]]:
    """Give each use of each parameter, but for what anchors solve."""
    yield from _uses_by_exits(situation)
    yield from _uses_by_signals(situation)
    for name, noise in situation.noises.items():
        yield noise, Use("noise", name, "standard deviation")
    for seats in situation.seats.values():
        yield seats.capacity, Use("seats", seats.id, "capacity")
    for start in situation.starts.values():
        yield start.people, Use("start", start.id, "people")
        yield from ((share, Use("start", start.id, "share")) for share in start.shares)
    for inflow in situation.inflows.values():
        yield inflow.rate, Use("inflow", inflow.id, "rate")
        yield from ((share, Use("inflow", inflow.id, "share")) for share in inflow.shares)
    yield from _uses_by_choices(situation)
    if situation.journey is not None:
        named = [*situation.journey.numbers.items(), *(("decay", name) for name in situation.journey.decay)]
        yield from ((name, Use("journey", situation.id, role)) for role, name in named)
        closings = dict.fromkeys((of.acts, of.route) for of in situation.journey.closings if of.acts)
        yield from ((name, Use("journey", situation.id, f"closes {route} where it is 1")) for name, route in closings)


def _uses_by_exits(situation: Situation) -> Iterator[tuple[str, Use]]:
    for e in situation.exits.values():
        named = [(e.hazard, "hazard"), *((factor, "factor") for factor in e.factors), (e.share, "share")]
        yield from ((name, Use("exit", e.id, role)) for name, role in named if name)
    for group in situation.groups.values():
        for signal, elasticity in group.drivers.items():
            yield elasticity, Use("group", group.id, f"elasticity to {signal}")
    for status in situation.statuses.values():
        if status.mean_stay:
            yield status.mean_stay, Use("status", status.id, "mean stay")


def _uses_by_signals(situation: Situation) -> Iterator[tuple[str, Use]]:
    for s in situation.signals.values():
        named = [(s.rest, "rest"), (s.half_life, "half-life"), (s.scale, "scale"), (s.gain, "gain")]
        yield from ((name, Use("signal", s.id, role)) for name, role in named if name in situation.parameters)
        yield from ((name, Use("signal", s.id, f"elasticity to {other}")) for other, name in s.drivers.items())
    for event in situation.events.values():
        yield event.size, Use("event", event.id, "size")
    for ration in situation.rations.values():
        yield ration.entitlement, Use("ration", ration.id, "claim per head")
        yield ration.people, Use("ration", ration.id, "shares of people")


def _uses_by_choices(situation: Situation) -> Iterator[tuple[str, Use]]:
    for lever in situation.levers.values():
        yield lever.strength, Use("lever", lever.id, "strength")
    for outcome in situation.outcomes.values():
        if outcome.weight:
            yield outcome.weight, Use("outcome", outcome.id, "weight")
    for loop in situation.loops.values():
        yield from ((number, Use("loop", loop.id, "0 where it is off")) for number in loop.numbers)
    for switch in situation.switches.values():
        sets = [(at.id, *of) for at in switch.positions.values() for of in at.sets.items()]
        yield from ((name, Use("switch", switch.id, f"{value:g} where it is {at}")) for at, name, value in sets)


def _edges(situation: Situation) -> Edges:
    for parameter, use in uses(situation):
        yield Node("parameter", parameter), Node(use.kind, use.name)
    yield from _edges_of_exits(situation)
    yield from _edges_of_groups(situation)
    yield from _edges_of_people(situation)
    for outcome in situation.outcomes.values():
        effect = Node("outcome", outcome.id)
        if situation.journey is not None:  # every number moves people, and these fill up or leave room everywhere
            yield Node("journey", situation.id), effect
        yield from ((node, effect) for node in cells_of(situation, outcome))
        yield from ((Node("exit", e.id), effect) for e in counted(situation, outcome))
        yield from ((Node("signal", name), effect) for name in (outcome.signal,) if name)
        yield from (
            (Node("inflow", i.id), effect) for i in situation.inflows.values() if {i.id, i.group} & set(outcome.exits)
        )
    for lever in situation.levers.values():
        yield from ((Node("lever", lever.id), node) for node in _moved(situation, lever))


def _edges_of_exits(situation: Situation) -> Edges:
    for e in situation.exits.values():
        node = Node("exit", e.id)
        yield Node("group", e.group), node
        yield from ((Node("signal", signal), node) for signal in e.opens)
        if e.seats:
            yield Node("seats", e.seats), node
        for left, reached in ways(e):
            # Who leaves by one exit is missed by all others of the cell.
            yield from ((left, node), (node, left), (node, reached))


def _edges_of_groups(situation: Situation) -> Edges:
    for group in situation.groups.values():
        node = Node("group", group.id)
        yield from ((Node("signal", signal), node) for signal in (*group.levels, *group.drivers))
        if group.noise:
            yield Node("noise", group.noise), node
    for signal in situation.signals.values():
        yield from ((Node("signal", other), Node("signal", signal.id)) for other in signal.drivers)
        feeding = set(signal.fed_by)
        yield from (
            (Node("exit", e.id), Node("signal", signal.id))
            for e in situation.exits.values()
            if feeding & {e.id, e.group}
        )
    for event in situation.events.values():
        yield Node("event", event.id), Node("signal", event.signal)
    for ration in situation.rations.values():
        node = Node("ration", ration.id)
        yield from ((Node("signal", signal), node) for signal in ration.supply)
        yield from ((node, Node("signal", signal)) for signal in ration.shortfall.values())


def _edges_of_people(situation: Situation) -> Edges:
    for status in situation.statuses.values():
        yield from ((Node("status", status.id), cell(status.id, place)) for place in status.places)
    for seats in situation.seats.values():
        inside = leaves(situation, seats.places)
        for status in seats.occupied_by:
            held = [place for place in situation.statuses[status].places if place in inside]
            yield from ((cell(status, place), Node("seats", seats.id)) for place in held)
    for start in situation.starts.values():
        yield Node("start", start.id), cell(start.status, start.place)
    for inflow in situation.inflows.values():
        node = Node("inflow", inflow.id)
        yield Node("group", inflow.group), node
        yield from ((node, reached) for reached in entered(situation, inflow))
        for status in inflow.parents:
            yield from ((cell(status, place), node) for place in situation.statuses[status].places)


def _moved(situation: Situation, lever: Lever) -> Iterator[Node]:
    """Give what a lever acts on."""
    kind, _, name = lever.target.partition(":")
    if situation.journey is not None:
        yield Node("journey", situation.id)
    elif kind == "elasticity":
        yield Node("group", name.split("/")[0])
    else:
        yield Node({"share": "exit"}.get(kind, kind), name)


def _reached(way: Mapping[Node, frozenset[Node]], node: Node) -> frozenset[Node]:
    """Give all nodes that can be reached from one, itself only if a circle leads back."""
    seen: set[Node] = set()
    todo = [node]
    while todo:
        found = way.get(todo.pop(), frozenset[Node]()) - seen
        seen |= found
        todo.extend(found)
    return frozenset(seen)
