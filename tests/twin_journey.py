"""The plain twin of the journey kernel: people in dictionaries, one rule after the other, nothing kept between days.

It shares with the kernel the sampler, the uniforms and the words of their addresses, so that counts must be the same
to the last person.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from tumen.cells_journey import JourneyCells, JourneyTables
from tumen.kernels.philox import philox
from tumen.kernels.quantile import binomial_quantile

MASK = (1 << 64) - 1
LEAVE, WALK, PERSON = 1, 2, 16
FEW, DONE = 32, -2
State = tuple[int, int]  # a stand, a position or a node, and a bin
Way = tuple[int, float, int]  # choice, weight, leg; -1 where the plan is given up
Leaving = tuple[float, float, list[tuple[int, int, float]]]


def mixed(word: int, other: int) -> int:
    """Mix two words."""
    z = (word + other * 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def uniform(word: int, other: int) -> float:
    """Give the uniform of what is decided."""
    return (mixed(word, other) >> 11) / 2**53


@dataclass
class Twin:
    """One run; `future` None: means."""

    cells: JourneyCells
    tables: JourneyTables
    seed: int = 0
    future: int | None = None
    standing: dict[State, float] = field(default_factory=dict)
    under_way: dict[State, float] = field(default_factory=dict)
    tonight_at: dict[State, float] = field(default_factory=dict)
    nodes: dict[State, float] = field(default_factory=dict)
    last_night: list[float] = field(default_factory=list)
    flow: list[float] = field(default_factory=list)
    came: float = 0
    near: float = 0
    day: int = 0

    def __post_init__(self) -> None:
        """Let people stand where they begin."""
        self.standing = {(int(s), 0): n for s, n in zip(self.cells.stand_new, self.tables.start.tolist(), strict=True)}
        self.last_night = [0] * len(self.tables.start)

    # ------------------------------------------------------------------------------------------------------------ luck

    def word(self, address: int, r: int | None = None) -> int:
        """Give the word of an address, or of those there with some recent travel."""
        if self.future is None:
            return 0
        step, future, seed, kind = (np.uint64(w) for w in (self.day, self.future, self.seed, 5))
        low, high, _, _ = philox(np.uint64(address % 2**32), np.uint64(address >> 32), step, future, seed, kind)
        word = int(low) + (int(high) << 32)
        return word if r is None else mixed(word, r * (2**32 // max(self.cells.bins, 1)))

    def part(self, n: float, chance: float, luck: tuple[int, int]) -> float:
        """Give how many of n do something; luck: a word, and what is decided."""
        if self.future is None:
            return n * min(chance, 1)
        if 0 < chance < 1 and n > 0:
            return int(binomial_quantile(uniform(*luck), np.int64(n), chance))
        return n if chance > 0 else 0

    def spread(self, n: float, chance: float, *, ways: list[Way], word: int) -> tuple[float, list[float]]:
        """Give how many of n set out, and how many of them take each way, in proportion to its weight."""
        weights = [weight for _, weight, _ in ways]
        if self.future is not None and n <= FEW:
            below = np.cumsum(weights) / sum(weights) * min(chance, 1)
            going = [u for u in (uniform(word, PERSON + j) for j in range(int(n))) if u < chance]
            chosen = [next((i for i in range(len(ways) - 1) if u < below[i]), len(ways) - 1) for u in going]
            return len(going), [float(chosen.count(i)) for i in range(len(ways))]
        gone, taken = self.part(n, chance, (word, LEAVE)), list[float]()
        for i, (choice, weight, _) in enumerate(ways):
            share = weight / sum(reversed(weights[i:]))
            taken.append(self.part(gone - sum(taken), share, (word, int(self.cells.choice_address[choice]))))
        return gone, taken

    # ----------------------------------------------------------------------------------------------------------- rules

    def room(self, place: int, people: float) -> float:
        """Give C."""
        most, begin = self.tables.capacity[self.day, place], self.tables.full_from
        if most < 1 or people <= begin * most:
            return 1
        return 0 if people >= most else 1 - (people - begin * most) / (most * (1 - begin))

    def leg_of(self, choice: int) -> int:
        """Give the leg of the option that stands first, or -1."""
        order = self.tables.order[self.day]
        legs = self.cells.option_leg[self.cells.option_first[choice] : self.cells.option_first[choice + 1]]
        ranked = [(order[self.cells.leg_link[leg]], int(leg)) for leg in legs if order[self.cells.leg_link[leg]] > 0]
        return min(ranked)[1] if ranked else -1

    def weight(self, choice: int, people: list[float]) -> float:
        """Give the weight of a way."""
        t, place = self.tables, self.cells.choice_place[choice]
        reach = (t.distance_softening + self.cells.choice_km[choice]) ** t.distance_power
        return ((t.pull_floor + t.pull[self.day, place]) / reach * self.room(place, people[place])) ** t.pull_power

    def ways(self, stand: int, people: list[float]) -> list[Way]:
        """Give the ways from a stand that anybody would take."""
        c, t = self.cells, self.tables
        found = []
        for choice in range(c.choice_first[stand], c.choice_first[stand + 1]):
            links = c.way_link[c.way_first[choice] : c.way_first[choice + 1]]
            place = c.choice_place[choice]
            full = t.camp[self.day, place] and self.room(place, people[place]) < 0.5
            weight = 1.0 if c.stand_plan[stand] else self.weight(choice, people)
            if (t.order[self.day, links] > 0).all():
                found.append((choice, weight, -1 if full else self.leg_of(choice)))
        most = max((weight for _, weight, _ in found), default=0)
        if most == 0:
            return [(choice, 1.0, leg) for choice, _, leg in found]
        return [way for way in found if way[1] > 0 and way[1] >= t.prune_below * most]

    def chance(self, stand: int) -> float:
        """Give the chance to set out."""
        if self.cells.stand_plan[stand] and self.tables.certain_plans:
            return 1
        return float(self.tables.chance[self.day, self.cells.stand_place[stand]])

    def tonight(self, r: int, km: float) -> int:
        """Give the bin of tonight."""
        if self.cells.bins == 0:
            return 0
        half = (r + self.cells.bins * (km / self.cells.speed)) / 2
        return min(math.ceil(half - 0.5), self.cells.levels - 1)

    # ----------------------------------------------------------------------------------------------------------- a day

    def live(self) -> None:
        """Live through a day."""
        self.flow, self.came, self.near = [0] * len(self.tables.walking_share), 0, 0
        self.close()
        self.come()
        self.tonight_at, roads = defaultdict(float), defaultdict(float, self.under_way)
        for (s, r), n in self.standing.items():
            self.set_out((s, r), n, roads)
        people, self.under_way, self.nodes = self.at_places(self.tonight_at), defaultdict(float), defaultdict(float)
        for (p, r), n in roads.items():
            self.travel(p, r, n)
        while any(self.nodes.values()):
            node = min(node for node, n in self.nodes.items() if n)
            self.go_on(node, self.nodes.pop(node), people)
        self.standing, self.last_night = self.tonight_at, self.at_places(self.tonight_at)
        self.day += 1

    def close(self) -> None:
        """Put people on a link that closes on its closed original."""
        after: dict[State, float] = defaultdict(float)
        for (p, r), n in self.under_way.items():
            link, shut = self.cells.leg_link[self.cells.position_leg[p]], int(self.cells.position_shut[p])
            after[shut if self.tables.shuts[self.day, link] and shut >= 0 else p, r] += n
        self.under_way = after

    def come(self) -> None:
        """Let people come."""
        weights = self.tables.come_weight[self.day].tolist()
        for i in (i for i, weight in enumerate(weights) if weight > 0):
            left, share = int(self.tables.come[self.day]) - self.came, weights[i] / sum(reversed(weights[i:]))
            n = self.part(left, share, (self.word(int(self.cells.place_address[i])), LEAVE))
            state = (int(self.cells.stand_new[i]), 0)
            self.standing[state] = self.standing.get(state, 0) + n
            self.came += n

    def leave(self, s: int, n: float, *, chance: float, people: list[float], word: int) -> Leaving:
        """Give how many of n people stay, how many give up their plan, and who takes which choice and leg."""
        ways = self.ways(s, people)
        gone, taken = self.spread(n, chance, ways=ways, word=word)
        going = [(choice, leg, m) for (choice, _, leg), m in zip(ways, taken, strict=True) if leg >= 0 and m]
        return n - gone, gone - sum(m for _, _, m in going), going

    def set_out(self, state: State, n: float, roads: dict[State, float]) -> None:
        """Let people set out who stand somewhere."""
        (s, r), c = state, self.cells
        word = self.word(int(self.cells.stand_address[s]), r)
        stay, given_up, going = self.leave(s, n, chance=self.chance(s), people=self.last_night, word=word)
        self.settle((s, self.tonight(r, 0)), stay, given_up)
        for _, leg, m in going:
            roads[int(c.leg_begin[leg]), r] += m
            self.flow[c.leg_link[leg]] += m

    def settle(self, state: State, stay: float, given_up: float) -> None:
        """Let people stay, some without their plan."""
        self.tonight_at[state] += stay
        self.tonight_at[int(self.cells.stand_plain[state[0]]), state[1]] += given_up

    def travel(self, p: int, r: int, n: float) -> None:
        """Move people who are under way."""
        c, leg = self.cells, int(self.cells.position_leg[p])
        share = 1 if c.position_foot[p] else float(self.tables.walking_share[c.leg_link[leg]])
        walk = self.part(n, share, (self.word(int(c.position_address[p]), r), WALK))
        for m, to, km in (
            (n - walk, int(c.position_ride[p]), c.leg_speed[leg]),
            (walk, int(c.position_walk[p]), c.walking_speed),
        ):
            if m and to >= 0:
                self.under_way[to, self.tonight(r, km)] += m
            elif m and c.position_sent[p]:
                self.tonight_at[int(c.leg_back[leg]), self.tonight(r, c.leg_km[leg] - c.position_km[p])] += m
            elif m:
                self.nodes[int(c.position_node[p]), r] += m

    def go_on(self, state: State, n: float, people: list[float]) -> None:
        """Let people at a node go on or stay."""
        c, (node, r) = self.cells, state
        s, km = int(c.node_stand[node]), float(c.node_km[node])
        chance = self.chance(s)
        if c.bins and self.tables.town[self.day, c.stand_place[s]]:
            travelled = r / c.bins + km / c.speed
            self.near += n if abs(travelled - 1) <= 1 / c.bins else 0
            chance = 1 if travelled < 1 else chance
        word = self.word(int(c.node_address[node]), r)
        stay, given_up, going = self.leave(s, n, chance=chance, people=people, word=word)
        self.settle((s, self.tonight(r, km)), stay, given_up)
        for choice, leg, m in going:
            self.flow[c.leg_link[leg]] += m
            share = 1 if c.position_foot[c.leg_begin[leg]] else float(self.tables.walking_share[c.leg_link[leg]])
            walk = self.part(m, share, (mixed(word, int(c.choice_address[choice])), WALK))
            self.arrive(state, (choice, leg), m - walk, on_foot=False)
            self.arrive(state, (choice, leg), walk, on_foot=True)

    def arrive(self, state: State, taken: tuple[int, int], n: float, *, on_foot: bool) -> None:
        """Let people who go on from a node be at another, have done their day, or be under way tonight."""
        c, (node, r), (choice, leg) = self.cells, state, taken
        begun, begin = float(c.node_km[node]), int(c.leg_begin[leg])
        first, last = int(c.option_first[choice]), int(c.option_first[choice + 1])
        option = (
            first + c.option_leg[first:last].tolist().index(leg) - c.option_first[c.choice_first[c.node_stand[node]]]
        )
        to = int((c.onward_walk if on_foot else c.onward_ride)[c.onward_first[node] + option])
        if n and to >= 0:
            self.nodes[to, r] += n
        elif n and to == DONE:
            self.tonight_at[int(c.leg_stand[leg]), self.tonight(r, begun + c.leg_km[leg])] += n
        elif n:
            at = int((c.position_walk if on_foot else c.position_ride)[begin])
            self.under_way[at, self.tonight(r, begun + (c.walking_speed if on_foot else c.leg_speed[leg]))] += n

    # ---------------------------------------------------------------------------------------------------------- counts

    def at_places(self, stands: dict[State, float]) -> list[float]:
        """Count those who stand at each place."""
        people = [0.0] * len(self.tables.start)
        for (s, _), n in stands.items():
            people[self.cells.stand_place[s]] += n
        return people

    def counted(self) -> list[float]:
        """Give what the plan of `journeys.plan_of` records of the day that is over."""
        roads = [0.0] * len(self.tables.walking_share)
        for (p, _), n in self.under_way.items():
            roads[self.cells.leg_link[self.cells.position_leg[p]]] += n
        people, room = self.at_places(self.standing), self.tables.capacity[self.day - 1].tolist()
        beyond = [max(n - most, 0) if most >= 1 else 0 for n, most in zip(people, room, strict=True)]
        return [*people, *roads, *self.flow, self.came, self.near, *beyond]


def run(
    cells: JourneyCells, tables: JourneyTables, *, days: int, seed: int = 0, future: int | None = None
) -> np.ndarray:
    """Give ``[day, outcome]`` of the plan of `journeys.plan_of`; means where `future` is None."""
    twin, rows = Twin(cells, tables, seed, future), []
    for _ in range(days):
        twin.live()
        rows.append(twin.counted())
    return np.array(rows)
