"""The slow twin: the same model, person by person, in plain Python.

It shares nothing with the engine but the reader: no tables, no counts, no addressed luck. A person stands somewhere,
looks at the ways out, and a die falls. Whatever engine and twin agree on, in distribution, is a property of the
situation and not of the way in which one of them computes it.

It knows what the two small situations need: substeps of one, events of the shape ``step``, the baseline.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from random import Random

from tumen.situation import Situation
from tumen.world import Exit, Inflow, Start
from twin_measure import Flows, History, Where, days_of, matches, named
from twin_numbers import Numbers, fitting, gamma, poisson, steps

Chances = list[tuple[float, Exit | None]]
"""Probability, hazard or weight, and way; no exit stands for the next stage of the stay."""
Memory = dict[str, list[float]]
"""Signal → its stages of delay, and last what it is worth."""
BOUND, LARGEST = 20.0, 3.0


@dataclass
class Day:
    """What a step looks like before anybody moves.

    Attributes:
        index: Of the step.
        days: Its length.
        factor: Hazard group → what multiplies its hazards.
        rng: What the dice fall by.
        seat: Seat limit → what multiplies the hazards of the exits that need one.
        flows: Filled while people move.
    """

    index: int
    days: int
    factor: Mapping[str, float]
    rng: Random
    seat: dict[str, float] = field(default_factory=dict[str, float])
    flows: Flows = field(default_factory=Counter[tuple[str, Where]])


class Twin:
    """Follows people one by one.

    Args:
        situation: From the reader.
        entries: Every number: name of a parameter, or ``name[level]`` where it has axes, → number in its unit.
        n_steps: How many steps to follow; None for all.
    """

    def __init__(self, situation: Situation, entries: Mapping[str, float], *, n_steps: int | None = None) -> None:
        self.situation = situation
        self.numbers = Numbers(situation, entries)
        self.steps = steps(situation.calendar)[:n_steps]
        spans = enumerate(self.steps)
        self.level = {(name, i): self.numbers.level(name, span) for i, span in spans for name in situation.signals}
        self._ways: dict[Where, list[Exit]] = {}
        self._rates: dict[tuple[str, Where], float] = {}

    def run(self, seed: int) -> History:
        """Live through all steps once."""
        rng, history = Random(seed), History()
        luck = {
            (name, year): gamma(rng, self.numbers.value(sd))
            for name, sd in self.situation.noises.items()
            for year in range(self.steps[0][0].year, self.steps[-1][1].year + 1)
        }
        people = [where for start in self.situation.starts.values() for where in self._begin(start)]
        memory = {name: [0.0] * (signal.delay + 1) for name, signal in self.situation.signals.items()}
        for index, span in enumerate(self.steps):
            felt = {name: self._felt(name, self.level[name, index] + memory[name][-1]) for name in memory}
            factor = {name: self._factor(name, index, felt) for name in self.situation.groups}
            for name, group in self.situation.groups.items():
                factor[name] *= luck[group.noise, span[0].year] if group.noise else 1.0
            day = Day(index, days_of(span), factor, rng)
            people = self._step(people, day)
            memory = self._remember(memory, felt, day)
            history.days.append(day.days)
            history.felt.append(felt)
            history.after.append(Counter(people))
            history.flows.append(day.flows)
        return history

    def _step(self, people: list[Where], day: Day) -> list[Where]:
        """Move everybody once; nobody sees where the others went."""
        crowd = Counter(people)
        for seats in self.situation.seats:
            day.seat[seats] = self._seat_scale(seats, crowd, day)
        fate = {where: (self._chances(where, day), self._after(where, day)) for where in crowd}
        moved = [self._live(where, fate[where], day) for where in people]
        for inflow in self.situation.inflows.values():
            moved += self._come(inflow, crowd, day)
        return moved

    # ------------------------------------------------------------------------------------------------ one person

    def _live(self, where: Where, fate: tuple[Chances, Chances], day: Day) -> Where:
        """Let one person live through one step: what competes comes first, then the end of a fixed stay."""
        competing, after = fate
        die = day.rng.random()
        for chance, way in competing:
            if die < chance:
                return self._take(where, way, day)
            die -= chance
        return self._take(where, _pick(after, day.rng), day) if after else where

    def _take(self, where: Where, way: Exit | None, day: Day) -> Where:
        """Take one person through an exit, and on through the instant statuses behind it."""
        if way is None:
            return where._replace(stage=where.stage + 1)
        day.flows[way.id, where] += 1
        there = self._entered(way.to_status, way.to_place or where.place, {**dict(where.cohort), **way.rewrites})
        if self.situation.statuses[there.status].stay.kind != "instant":
            return there
        return self._take(there, _pick(self._shares(self._exits(there), there, day), day.rng), day)

    def _entered(self, status: str, place: str, attributes: Mapping[str, str]) -> Where:
        keeps = self.situation.statuses[status].keeps
        return Where(place, status, tuple((name, attributes[name]) for name in keeps), 1)

    def _exits(self, where: Where) -> list[Exit]:
        if where not in self._ways:
            self._ways[where] = [
                way
                for way in self.situation.exits.values()
                if way.from_status == where.status and where.place in way.from_places and matches(way.only, where)
            ]
        return self._ways[where]

    # ---------------------------------------------------------------------------------------------- chances

    def _chances(self, where: Where, day: Day) -> Chances:
        """Give the probability of each way out that competes during the step."""
        hazards = self._hazards(where, day)
        total = sum(hazard for hazard, _ in hazards)
        leave = -math.expm1(-total * day.days)
        return [(leave * hazard / total, way) for hazard, way in hazards if hazard > 0]

    def _after(self, where: Where, day: Day) -> Chances:
        """Give what happens at the end of a step to those who stayed in a status of fixed length."""
        stay = self.situation.statuses[where.status].stay
        if stay.kind != "fixed":
            return []
        if where.stage < stay.stages:
            return [(1.0, None)]
        ends = self._shares([way for way in self._exits(where) if way.at_end], where, day)
        return [(share * day.factor[way.group], way) for share, way in ends if way is not None]

    def _hazards(self, where: Where, day: Day) -> Chances:
        """Give the hazard per day of each way out; of an erlang stay before its last stage, of the next stage."""
        stay = self.situation.statuses[where.status].stay
        ways = self._exits(where)
        hazards: Chances = [(self._hazard(way, where, day), way) for way in ways if not way.at_end]
        if stay.kind != "erlang":
            return hazards
        ends: Chances = [(stay.stages * self._hazard(way, where, day), way) for way in ways if way.at_end]
        return hazards + (ends if where.stage == stay.stages else [(sum(hazard for hazard, _ in ends), None)])

    def _hazard(self, way: Exit, where: Where, day: Day) -> float:
        hazard = self._rate(way, where) * day.factor[way.group]
        if way.seats:
            hazard *= day.seat.get(way.seats, 1.0)
        if not way.fan:
            return hazard * self._open(way, day)
        fan = self._shares([other for other in self._exits(where) if other.fan == way.fan], where, day)
        return hazard * sum(share for share, other in fan if other is way)

    def _rate(self, way: Exit, where: Where) -> float:
        """Give what is constant in a run: the hazard per day and its factors."""
        if (way.id, where) not in self._rates:
            factors = [self.numbers.value(factor, where.labels) for factor in way.factors]
            self._rates[way.id, where] = self.numbers.rate(way.hazard, where.labels) * math.prod(factors)
        return self._rates[way.id, where]

    def _shares(self, ways: list[Exit], where: Where, day: Day) -> Chances:
        """Share people out over exits, by weight and by what is open."""
        weights = [self.numbers.value(way.share, where.labels) * self._open(way, day) for way in ways]
        total = sum(weights) or 1.0
        return [(weight / total, way) for weight, way in zip(weights, ways, strict=True)]

    def _open(self, way: Exit, day: Day) -> float:
        return math.prod(self.level[signal, day.index] for signal in way.opens)

    # ------------------------------------------------------------------------------------------------- seats

    def _seat_scale(self, seats: str, crowd: Counter[Where], day: Day) -> float:
        """Find the factor at which the expected intake fits into the free seats; limits may not meet in one cell."""
        limit = self.situation.seats[seats]
        holding = [where for where in crowd if where.status in limit.occupied_by]
        taken = sum(crowd[where] for where in holding if not limit.places or where.place in limit.places)
        free = max(self.numbers.value(limit.capacity) - taken, 0.0)
        asking: list[tuple[int, float, float]] = []
        for where in [where for where in crowd if any(way.seats == seats for way in self._exits(where))]:
            hazards = self._hazards(where, day)
            here = sum(hazard for hazard, way in hazards if way is not None and way.seats == seats)
            asking.append((crowd[where], here, sum(hazard for hazard, _ in hazards) - here))
        return fitting([ask for ask in asking if ask[1] > 0], free, day.days)

    # ----------------------------------------------------------------------------------------- groups, signals

    def _felt(self, signal: str, value: float) -> float:
        """Give what a signal does, which grows ever more slowly where it has a scale."""
        scale = self.situation.signals[signal].scale
        return min(math.log1p(max(value, 0.0) / self.numbers.value(scale)), LARGEST) if scale else value

    def _factor(self, name: str, index: int, felt: Mapping[str, float]) -> float:
        """Give what multiplies the hazards of a group in a step, noise apart."""
        group, sums = self.situation.groups[name], {"given": 0.0, "looped": 0.0}
        for driver, elasticity in group.drivers.items():
            kind = "given" if self.situation.signals[driver].mode == "given" else "looped"
            sums[kind] += self.numbers.value(elasticity) * felt[driver]
        given = math.exp(sums["given"]) * math.prod(self.level[signal, index] for signal in group.levels)
        return given * min(max(math.exp(sums["looped"]), 1 / BOUND), BOUND)

    def _remember(self, memory: Memory, felt: Mapping[str, float], day: Day) -> Memory:
        """Bring the signals that have a memory to the end of the step."""
        after = dict(memory)
        for name, signal in self.situation.signals.items():
            if signal.mode == "given":
                continue
            decay = 2 ** (-day.days / self.numbers.value(signal.half_life))
            heard = sum(self.numbers.value(by) * felt[other] for other, by in signal.drivers.items())
            push = (1 - decay) * heard
            if signal.gain:
                fed = sum(n for (way, _), n in day.flows.items() if named(self.situation, way, signal.fed_by))
                push += fed * self.numbers.value(signal.gain)
            *stages, held = memory[name]
            for stage in range(signal.delay):
                stages[stage] = push = stages[stage] * decay + (1 - decay) * push
            after[name] = [*stages, held * decay + push]
        return after

    # -------------------------------------------------------------------------------------- beginning and coming

    def _begin(self, start: Start) -> list[Where]:
        """Give the people at the beginning, whole persons by the largest remainders."""
        people = self.numbers.value(start.people)
        exact = {where: people * share for where, share in self._spread(start, start.cohort).items()}
        whole = {where: math.floor(n) for where, n in exact.items()}
        left = round(people) - sum(whole.values())
        for where in sorted(exact, key=lambda where: whole[where] - exact[where])[:left]:
            whole[where] += 1
        return [where for where, n in whole.items() for _ in range(n)]

    def _spread(self, thing: Start | Inflow, fixed: Mapping[str, str]) -> dict[Where, float]:
        """Share the people of a start or an inflow out over cohorts."""
        keeps = self.situation.statuses[thing.status].keeps
        axes = [(fixed[name],) if name in fixed else self.situation.attributes[name].values for name in keeps]
        weights: dict[Where, float] = {}
        for values in product(*axes):
            where = self._entered(thing.status, thing.place, dict(zip(keeps, values, strict=True)))
            weights[where] = math.prod(self.numbers.value(share, where.labels) for share in thing.shares)
        total = sum(weights.values())
        return {where: weight / total for where, weight in weights.items()}

    def _come(self, inflow: Inflow, crowd: Counter[Where], day: Day) -> list[Where]:
        """Give those who are born or come in during the step."""
        expected = self._births(inflow, crowd) if inflow.parents else self._arrivals(inflow)
        size = day.days * day.factor[inflow.group]
        came = [where for where, mean in expected for _ in range(poisson(day.rng, mean * size))]
        day.flows.update((inflow.id, where) for where in came)
        return came

    def _births(self, inflow: Inflow, crowd: Counter[Where]) -> list[tuple[Where, float]]:
        return [
            (
                self._entered(inflow.status, inflow.place or parent.place, {**dict(parent.cohort), **inflow.rewrites}),
                n * self.numbers.rate(inflow.rate, parent.labels),
            )
            for parent, n in crowd.items()
            if parent.status in inflow.parents and matches(inflow.only, parent)
        ]

    def _arrivals(self, inflow: Inflow) -> list[tuple[Where, float]]:
        rate = self.numbers.rate(inflow.rate)
        return [(where, rate * share) for where, share in self._spread(inflow, inflow.rewrites).items()]


def _pick(shares: Chances, rng: Random) -> Exit | None:
    return rng.choices([way for _, way in shares], [share for share, _ in shares])[0]
