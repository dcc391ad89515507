"""Make the records of a situation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tumen.evidence import World
from tumen.policy import Outcome
from tumen.situation import Situation
from tumen.trace.counting import Node, cell, cells_of, counted, entered, fed_and_drained, passed_on
from tumen.trace.ledger import Ledger
from tumen.trace.paths import Paths, Use, uses
from tumen.trace.pools import pool_view
from tumen.trace.records import (
    AnchorRecord,
    AnchorWorld,
    EventRecord,
    ExitRecord,
    Names,
    OutcomeRecord,
    ParameterRecord,
    SignalRecord,
)
from tumen.trace.standing import ground_of, traced, traced_anchor
from tumen.trace.words import anchor_in_words, prior_in_words
from tumen.world import Exit, Inflow, Start

Around = tuple[tuple[Exit, ...], tuple[Exit, ...], tuple[Start, ...], tuple[Inflow, ...]]


@dataclass(frozen=True)
class Recorder:
    """Makes records of the things in one situation; what they share is worked out once."""

    situation: Situation

    @cached_property
    def ledger(self) -> Ledger:
        """The claims and observations."""
        return Ledger(self.situation)

    @cached_property
    def _paths(self) -> Paths:
        return Paths.of(self.situation)

    @cached_property
    def _uses(self) -> Mapping[str, tuple[Use, ...]]:
        """Parameter → where it is used."""
        found: defaultdict[str, list[Use]] = defaultdict(list)
        for parameter, use in uses(self.situation):
            found[parameter].append(use)
        return {parameter: tuple(sorted(set(every), key=_order)) for parameter, every in found.items()}

    @cached_property
    def _used(self) -> Mapping[Node, frozenset[str]]:
        """Thing → the parameters that it uses."""
        found: defaultdict[Node, set[str]] = defaultdict(set)
        for parameter, every in self._uses.items():
            for use in every:
                found[Node(use.kind, use.name)].add(parameter)
        return {node: frozenset(names) for node, names in found.items()}

    @cached_property
    def _counted(self) -> Mapping[str, frozenset[str]]:
        """Outcome → the exits that it counts."""
        situation = self.situation
        return {o.id: frozenset(e.id for e in counted(situation, o)) for o in situation.outcomes.values()}

    @cached_property
    def _headlines(self) -> Mapping[str, frozenset[Node]]:
        """Headline outcome → all that can move it."""
        headlines = [o.id for o in self.situation.outcomes.values() if o.headline]
        return {outcome: self._paths.behind(Node("outcome", outcome)) for outcome in headlines}

    def parameter(self, name: str) -> ParameterRecord:
        """Describe a parameter."""
        p = self.situation.parameters[name]
        node = Node("parameter", name)
        claims, observations = traced(self.situation, p)
        return ParameterRecord(
            name=name,
            unit=p.unit,
            dims=p.dims,
            priors={
                level: prior_in_words(prior, p.unit, limit=self.ledger.least) for level, prior in p.entries.items()
            },
            ground=ground_of(self.situation, p),
            claims=claims,
            observations=observations,
            near=tuple(x for x in (*p.claims, *p.observations) if x not in (*claims, *observations)),
            roots=len(self.ledger.independent(claims, observations)),
            assumed=p.assumed,
            note=p.note,
            used_by=self._uses.get(name, ()),
            anchors=tuple(a.name for a in self.situation.anchors.values() if a.solves == name),
            reaches=tuple(outcome for outcome, behind in self._headlines.items() if node in behind),
        )

    def anchor(self, name: str) -> AnchorRecord:
        """Describe an anchor in all worlds."""
        anchor = self.situation.anchors[name]
        worlds = {world.id: self._in_world(name, world) for world in self.situation.worlds.values()}
        return AnchorRecord(name, anchor.outcome, anchor.date, anchor.solves, worlds)

    def _in_world(self, name: str, world: World) -> AnchorWorld:
        """Describe what one world says of an anchor."""
        anchor, says = self.situation.anchors[name], world.anchors[name]
        unit = "share" if anchor.over else self.situation.outcomes[anchor.outcome].unit
        view = pool_view(self.ledger, says.pool, says.camp) if says.pool else None
        claims, observations = traced_anchor(says)
        behind = {one.root for one in (*view.voices, *view.bounds)} if view is not None else set[str]()
        roots = len(behind) or len(self.ledger.independent(claims, observations))
        prior = anchor_in_words(self.situation.evidence, says, unit, limit=self.ledger.least)
        near = tuple(x for x in (*says.claims, *says.observations) if x not in (*claims, *observations))
        return AnchorWorld(world.title, prior, claims, observations, near, roots, says.assumed, view)

    def signal(self, name: str) -> SignalRecord:
        """Describe a signal."""
        situation, signal = self.situation, self.situation.signals[name]
        events = sorted((e for e in situation.events.values() if e.signal == name), key=lambda e: (e.starts, e.id))
        rations = [ration for ration in situation.rations.values() if name in ration.shortfall.values()]
        return SignalRecord(
            id=name,
            name=signal.name,
            mode=signal.mode,
            events=tuple(
                EventRecord(
                    id=e.id,
                    starts="" if e.shape == "series" else e.starts.isoformat(),
                    ends="" if e.ends is None or e.shape == "series" else e.ends.isoformat(),
                    shape=e.shape,
                    how=e.how,
                    size=e.size,
                    claims=e.claims,
                    observations=e.observations,
                )
                for e in events
            ),
            fed_by=signal.fed_by,
            moved_by=tuple(sorted(signal.drivers)),
            made_of=tuple(sorted(other for ration in rations for other in ration.supply)),
            parameters=self._parameters(self._of_signals({name})),
            drives=tuple(sorted(g.id for g in situation.groups.values() if name in (*g.drivers, *g.levels))),
            moves=tuple(sorted(s.id for s in situation.signals.values() if name in s.drivers)),
            opens=tuple(sorted(e.id for e in situation.exits.values() if name in e.opens)),
        )

    def exit(self, name: str) -> ExitRecord:
        """Describe an exit."""
        situation, e = self.situation, self.situation.exits[name]
        group = situation.groups[e.group]
        return ExitRecord(
            id=name,
            group=e.group,
            leaves=f"{e.from_status} at {', '.join(e.from_places)}",
            reaches=f"{e.to_status} at {e.to_place}" if e.to_place else e.to_status,
            only=_only(e.only),
            enforcement=group.enforcement,
            signals=self._signals([e], ()),
            noise=group.noise,
            fan=e.fan,
            seats=e.seats,
            route=e.route,
            parameters=self._parameters(self._nodes([e], ())),
            counted_by=tuple(outcome for outcome, exits in self._counted.items() if name in exits),
        )

    def outcome(self, name: str) -> OutcomeRecord:
        """Describe an outcome."""
        o = self.situation.outcomes[name]
        into, out_of, starts, inflows = self._around(o)
        flows = counted(self.situation, o)
        exits, anchors = [*flows, *into, *out_of], self._anchors(name)
        nodes = [*self._nodes(exits, inflows, o.signal), *(Node("start", start.id) for start in starts)]
        nodes += [Node("outcome", name), *(Node("status", status) for status in o.statuses)]
        scales = {a.solves for a in self.situation.anchors.values() if a.outcome == name}
        direct = tuple(sorted({*self._parameters(nodes), *scales}))
        behind = self._paths.behind(Node("outcome", name))
        return OutcomeRecord(
            id=name,
            title=o.title,
            kind=o.kind,
            unit=o.unit,
            direction=o.direction,
            counts=_counts(self.situation, o),
            exits=_ids(flows),
            fed_by=_ids(into),
            drained_by=_ids(out_of),
            starts=tuple(start.id for start in starts),
            inflows=tuple(inflow.id for inflow in inflows),
            signals=self._signals(exits, inflows, o.signal),
            parameters=direct,
            upstream=tuple(sorted({n.name for n in behind if n.kind == "parameter"} - set(direct))),
            anchors=anchors,
            claims=o.claims,
            observations=o.observations,
            roots=len(self.ledger.independent(o.claims, o.observations)),
        )

    def _around(self, o: Outcome) -> Around:
        """Give what brings people into what an outcome counts, what takes them out, who begins there and comes in."""
        situation, cells, named = self.situation, cells_of(self.situation, o), set(o.exits)
        into, out_of = fed_and_drained(situation, o)
        into = (*into, *passed_on(situation, [*into, *counted(situation, o)]))
        starts = tuple(s for s in situation.starts.values() if cell(s.status, s.place) in cells)
        inflows = tuple(
            i for i in situation.inflows.values() if named & {i.id, i.group} or cells & entered(situation, i)
        )
        return into, out_of, starts, inflows

    def _anchors(self, outcome: str) -> Names:
        """Give the anchors that scale an outcome: those on it, and those whose scale can move it."""
        behind = self._paths.behind(Node("outcome", outcome))
        return tuple(
            a.name
            for a in self.situation.anchors.values()
            if a.outcome == outcome or Node("parameter", a.solves) in behind
        )

    def _nodes(self, exits: Iterable[Exit], inflows: Iterable[Inflow], own: str = "") -> list[Node]:
        """Give exits and inflows with their groups, noises, seats and signals, and the signal that is recorded."""
        exits, inflows = list(exits), list(inflows)
        nodes = [Node("exit", e.id) for e in exits] + [Node("inflow", i.id) for i in inflows]
        nodes += [Node("seats", e.seats) for e in exits if e.seats]
        for group in {x.group for x in (*exits, *inflows)}:
            nodes += [Node("group", group), Node("noise", self.situation.groups[group].noise)]
        return nodes + self._of_signals(set(self._signals(exits, inflows, own)))

    def _of_signals(self, signals: set[str]) -> list[Node]:
        """Give signals with their events and the rations that make them."""
        situation = self.situation
        events = (Node("event", e.id) for e in situation.events.values() if e.signal in signals)
        rations = (Node("ration", r.id) for r in situation.rations.values() if signals & {*r.shortfall.values()})
        return [*(Node("signal", signal) for signal in signals), *events, *rations]

    def _signals(self, exits: Sequence[Exit], inflows: Sequence[Inflow], own: str = "") -> Names:
        """Give the signals that drive, level, open or close exits and inflows, and those shared out to make them.

        With them the one that an outcome records, where it does.
        """
        groups = [self.situation.groups[x.group] for x in (*exits, *inflows)]
        acting = {signal for group in groups for signal in (*group.drivers, *group.levels)}
        acting |= {signal for e in exits for signal in e.opens} | ({own} - {""})
        rations = [r for r in self.situation.rations.values() if acting & {*r.shortfall.values()}]
        return tuple(sorted(acting | {signal for ration in rations for signal in ration.supply}))

    def _parameters(self, nodes: Iterable[Node]) -> Names:
        """Give the parameters that things use."""
        return tuple(sorted({name for node in nodes for name in self._used.get(node, ())}))


def _order(use: Use) -> tuple[str, str, str]:
    return use.kind, use.name, use.role


def _ids(exits: Iterable[Exit]) -> Names:
    return tuple(sorted(e.id for e in exits))


def _only(only: Mapping[str, Sequence[str]]) -> str:
    return "; ".join(f"{attribute} {' or '.join(values)}" for attribute, values in only.items())


def _of_clock(situation: Situation, o: Outcome) -> str:
    """Say what an outcome reads of the clock that people carry; nothing where it reads none."""
    if not o.clock:
        return ""
    since = f"{o.clock} ({situation.clocks[o.clock].title})"
    if o.clocked == "elapsed":
        return f"what the clock {since} shows, added up over "
    return f"by the clock {since}, {o.clocked.replace('_', ' ')}: "


def _counts(situation: Situation, o: Outcome) -> str:
    """Say what an outcome sums."""
    statuses = ", ".join(f"{status} ({situation.statuses[status].name})" for status in o.statuses)
    what = {
        "stock": f"people in {statuses} at the end of the period",
        "flow": f"{_of_clock(situation, o)}people who take {', '.join(o.exits)} during the period",
        "time": f"time spent in {statuses} during the period",
        "signal": f"the mean level of {o.signal} during the period",
        "crowding": "people beyond those for whom each place has room, at the end of the period",
    }[o.kind]
    share = f", times {o.weight}" if o.weight else ""
    where = f", at {', '.join(o.places)}" if o.places else ""
    who = f", only {_only(o.only)}" if o.only else ""
    return f"{what}{where}{who}{share}"
