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
from tumen.kernels.philox import uniform
from tumen.kernels.quantile import binomial_quantile

MASK = (1 << 64) - 1
LEAVE, CHOOSE, WALK, COME, ALONE = 0, 1, 2, 3, 8
State = tuple[int, int]  # a stand, a position or a node, and a bin
Way = tuple[int, float, int]  # choice, weight, leg; -1 where the plan is given up


def mixed(word: int, other: int) -> int:
    """Mix two words."""
    z = (word * 0x9E3779B97F4A7C15 + other) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


@dataclass
class Twin:
    """One run; `future` None: means."""

    cells: JourneyCells
    tables: JourneyTables
    seed: int = 0
    future: int | None = None
    standing: dict[State, float] = field(default_factory=dict)
    under_way: dict[State, float] = field(default_factory=dict)
    last_night: list[float] = field(default_factory=list)
    flow: list[float] = field(default_factory=list)
    came: float = 0
    near: float = 0
    day: int = 0

    def __post_init__(self) -> None:
        """Let people stand where they begin."""
        self.standing = {(int(s), 0): n for s, n in zip(self.cells.stand_new, self.tables.start.tolist(), strict=True)}
        self.last_night = [0] * len(self.tables.capacity)

    # ------------------------------------------------------------------------------------------------------------ luck

    def luck(self, words: list[int], r: int, use: int) -> float:
        """Give the uniform of an address."""
        word = words[0]
        for other in [*words[1:], r * (2**32 // max(self.cells.bins, 1)) * 16 + use]:
            word = mixed(word, other)
        step, future, seed, kind = (np.uint64(w) for w in (self.day, self.future or 0, self.seed, 5))
        return uniform(np.uint64(word), step, future, seed, kind)

    def part(self, n: float, chance: float, words: list[int], r: int, use: int) -> float:
        """Give how many of n do something."""
        if self.future is None:
            return n * min(chance, 1)
        if 0 < chance < 1 and n > 0:
            return int(binomial_quantile(self.luck(words, r, use), np.int64(n), chance))
        return n if chance > 0 else 0

    def spread(self, n: float, chance: float, ways: list[Way], words: list[int], r: int) -> tuple[float, list[float]]:
        """Give how many of n set out, and how many of them take each way, in proportion to its weight."""
        weights = [weight for _, weight, _ in ways]
        if self.future is not None and n <= 8:
            sums, gone, taken = np.cumsum(weights), 0, [0] * len(ways)
            for j in range(int(n)):
                u = self.luck(words, r, ALONE + j)
                gone += u < chance
                if u < chance and ways:
                    u /= min(chance, 1)
                    taken[next((i for i in range(len(ways) - 1) if u < sums[i] / sum(weights)), len(ways) - 1)] += 1
            return gone, taken
        gone, taken = self.part(n, chance, words, r, LEAVE), []
        for i, (choice, weight, _) in enumerate(ways):
            address = int(self.cells.choice_address[choice])
            part = weight / sum(reversed(weights[i:]))
            taken.append(self.part(gone - sum(taken), part, [*words, address], r, CHOOSE))
        return gone, taken

    # ----------------------------------------------------------------------------------------------------------- rules

    def room(self, place: int, people: float) -> float:
        """Give C."""
        most, begin = self.tables.capacity[place], self.tables.full_from
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
            if (t.order[self.day, links] > 0).all():
                place = c.choice_place[choice]
                full = t.camp[self.day, place] and self.room(place, people[place]) < 0.5
                weight = 1.0 if c.stand_plan[stand] else self.weight(choice, people)
                found.append((choice, weight, -1 if full else self.leg_of(choice)))
        most = max((weight for _, weight, _ in found), default=0)
        if most == 0:
            return [(choice, 1.0, leg) for choice, _, leg in found]
        return [way for way in found if way[1] > 0 and way[1] >= t.prune_below * most]

    def chance(self, stand: int) -> float:
        """Give the chance to set out."""
        if self.cells.stand_plan[stand] and self.tables.certain_plans:
            return 1
        return self.tables.chance[self.day, self.cells.stand_place[stand]]

    def tonight(self, r: int, km: float) -> int:
        """Give the bin of tonight."""
        if self.cells.bins == 0:
            return 0
        half = (r + self.cells.bins * (km / self.cells.speed)) / 2
        return min(math.ceil(half - 0.5), self.cells.levels - 1)

    # ----------------------------------------------------------------------------------------------------------- a day

    def live(self) -> None:
        """Live through a day."""
        c = self.cells
        self.flow, self.came, self.near = [0] * len(self.tables.walking_share), 0, 0
        self.close()
        self.come()
        stands: dict[State, float] = defaultdict(float)
        roads: dict[State, float] = defaultdict(float, self.under_way)
        for (s, r), n in self.standing.items():
            for leg, m in self.leave(s, (s, r), n, self.chance(s), self.last_night, [int(c.stand_address[s])]):
                if leg[0] == -1:
                    stands[leg[1], self.tonight(r, 0)] += m
                else:
                    roads[int(c.leg_begin[leg[0]]), r] += m
                    self.flow[c.leg_link[leg[0]]] += m
        people = self.at_places(stands)
        self.under_way = defaultdict(float)
        nodes: dict[State, float] = defaultdict(float)
        for (p, r), n in roads.items():
            self.travel(p, r, n, stands, nodes)
        while any(nodes.values()):
            node = min(node for node, n in nodes.items() if n)
            self.go_on(node[0], node[1], nodes.pop(node), people, stands, nodes)
        self.standing, self.last_night = stands, self.at_places(stands)
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
        for i, weight in enumerate(weights):
            if weight > 0:
                chance = weight / sum(reversed(weights[i:]))
                left = int(self.tables.come[self.day]) - self.came
                n = self.part(left, chance, [int(self.cells.place_address[i])], 0, COME)
                state = (int(self.cells.stand_new[i]), 0)
                self.standing[state] = self.standing.get(state, 0) + n
                self.came += n

    def leave(
        self, s: int, state: State, n: float, chance: float, people: list[float], words: list[int]
    ) -> list[tuple[tuple[int, int, int], float]]:
        """Give where n people go who are at a stand or a node: leg, stand, choice; leg -1: they are at the stand."""
        ways, plain = self.ways(s, people), int(self.cells.stand_plain[s])
        k, taken = self.spread(n, chance, ways, words, state[1])
        if not ways:
            return [((-1, s, -1), n - k), ((-1, plain, -1), k)]
        return [((-1, s, -1), n - k)] + [
            ((leg, plain, choice), m) for (choice, _, leg), m in zip(ways, taken, strict=True)
        ]

    def travel(self, p: int, r: int, n: float, stands: dict[State, float], nodes: dict[State, float]) -> None:
        """Move people who are under way."""
        c, leg = self.cells, int(self.cells.position_leg[p])
        share = 1 if c.position_foot[p] else self.tables.walking_share[c.leg_link[leg]]
        walk = self.part(n, share, [int(c.position_address[p])], r, WALK)
        for m, to, km in (
            (n - walk, c.position_ride[p], c.leg_speed[leg]),
            (walk, c.position_walk[p], c.walking_speed),
        ):
            if not m:
                continue
            if to >= 0:
                self.under_way[int(to), self.tonight(r, km)] += m
            elif c.position_sent[p]:
                stands[int(c.leg_back[leg]), self.tonight(r, c.leg_km[leg] - c.position_km[p])] += m
            else:
                nodes[int(c.position_node[p]), r] += m

    def go_on(
        self, node: int, r: int, n: float, people: list[float], stands: dict[State, float], nodes: dict[State, float]
    ) -> None:
        """Let people at a node go on or stay."""
        c, s = self.cells, int(self.cells.node_stand[node])
        begun, chance = c.node_km[node], self.chance(s)
        if c.bins and self.tables.town[self.day, c.stand_place[s]]:
            sum_of = r / c.bins + begun / c.speed
            self.near += n if abs(sum_of - 1) <= 1 / c.bins else 0
            chance = 1 if sum_of < 1 else chance
        words = [int(c.node_address[node])]
        options = [int(o) for o in range(c.option_first[c.choice_first[s]], c.option_first[c.choice_first[s + 1]])]
        for (leg, at, choice), m in self.leave(s, (node, r), n, chance, people, words):
            if leg == -1:
                stands[at, self.tonight(r, begun)] += m
                continue
            self.flow[c.leg_link[leg]] += m
            mine = range(c.option_first[choice], c.option_first[choice + 1])
            onward = c.onward_first[node] + options.index(next(o for o in mine if c.option_leg[o] == leg))
            begin = int(c.leg_begin[leg])
            share = 1 if c.position_foot[begin] else self.tables.walking_share[c.leg_link[leg]]
            walk = self.part(m, share, [mixed(words[0], int(c.choice_address[choice]))], r, WALK)
            for part, to, park, km in (
                (m - walk, int(c.onward_ride[onward]), int(c.position_ride[begin]), c.leg_speed[leg]),
                (walk, int(c.onward_walk[onward]), int(c.position_walk[begin]), c.walking_speed),
            ):
                if not part:
                    continue
                if to >= 0:
                    nodes[to, r] += part
                elif to == -2:
                    stands[int(c.leg_stand[leg]), self.tonight(r, begun + c.leg_km[leg])] += part
                else:
                    self.under_way[park, self.tonight(r, begun + km)] += part

    # ---------------------------------------------------------------------------------------------------------- counts

    def at_places(self, stands: dict[State, float]) -> list[float]:
        """Count those who stand at each place."""
        people = [0.0] * len(self.tables.capacity)
        for (s, _), n in stands.items():
            people[self.cells.stand_place[s]] += n
        return people

    def counted(self) -> list[float]:
        """Give what the plan of `journeys.plan_of` records of a day."""
        roads = [0.0] * len(self.tables.walking_share)
        for (p, _), n in self.under_way.items():
            roads[self.cells.leg_link[self.cells.position_leg[p]]] += n
        return [*self.at_places(self.standing), *roads, *self.flow, self.came, self.near]


def run(
    cells: JourneyCells, tables: JourneyTables, *, days: int, seed: int = 0, future: int | None = None
) -> np.ndarray:
    """Give ``[day, outcome]`` of the plan of `journeys.plan_of`; means where `future` is None."""
    twin, rows = Twin(cells, tables, seed, future), []
    for _ in range(days):
        twin.live()
        rows.append(twin.counted())
    return np.array(rows)
