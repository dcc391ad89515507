"""The second half of a day of a journey: people travel, arrive, go on or stay. Room goes by the first half."""

from tumen.cells_journey import NEAR_THRESHOLD
from tumen.kernels.jit import inlined, leaf
from tumen.kernels.journey_choices import GIVEN_UP, find_ways, leave
from tumen.kernels.journey_leave import chance_to_go
from tumen.kernels.journey_luck import WALK, code_of, mixed, part
from tumen.kernels.journey_people import later, park, settle, stay

_DONE = -2


@leaf
def _move(shape, position, r, n, to, km, tomorrow, counts):
    """Move people from `position` by `km` to position `to`, or let them arrive."""
    if to >= 0:
        park(shape, tomorrow, counts, to, later(shape, r, km), n)
    elif position.sent == 1:
        leg = shape.legs[position.leg]
        stay(shape, tomorrow, counts, leg.back, later(shape, r, leg.km - position.km), n)
    else:
        counts.node[position.node, r] += n
        counts.node_live[position.node] = 1


@inlined
def travel(shape, numbers, today, tomorrow, counts, luck):
    """Move all who are under way by a day, riding or on foot; who arrives is at a node then."""
    for p in range(shape.positions.size):
        if today.road_live[p] == 0:
            continue
        today.road_live[p] = 0
        position = shape.positions[p]
        on_foot = 1.0 if position.foot == 1 else numbers.walking_share[position.link]
        speed = shape.legs[position.leg].speed
        for r in range(shape.levels):
            n = today.road[p, r]
            if n == 0.0:
                continue
            today.road[p, r] = 0.0
            walk = part(n, on_foot, position.address, code_of(r, shape.bins) + WALK, luck)
            if n > walk:
                _move(shape, position, r, n - walk, position.ride, speed, tomorrow, counts)
            if walk > 0.0:
                _move(shape, position, r, walk, position.walk, shape.walking_speed, tomorrow, counts)


@leaf
def _arrive(shape, begun, leg, r, n, to, at, speed, tomorrow, counts):
    """Let people who go on by `leg` be at node `to`, have done their day, or be at position `at` tonight."""
    if to >= 0:
        counts.node[to, r] += n
        counts.node_live[to] = 1
    elif to == _DONE:
        stay(shape, tomorrow, counts, leg.stand, later(shape, r, begun + leg.km), n)
    else:
        park(shape, tomorrow, counts, at, later(shape, r, begun + speed), n)


@inlined
def _take(shape, numbers, node, way, r, n, tomorrow, counts, luck):
    """Let people at a node take a way, riding or on foot."""
    leg = shape.legs[shape.options[way.option].leg]
    begin = shape.positions[leg.begin]
    counts.flow[leg.link] += n
    onward = shape.onwards[node.first + way.option - shape.choices[shape.stands[node.stand].first].option_first]
    on_foot = 1.0 if begin.foot == 1 else numbers.walking_share[leg.link]
    walk = part(n, on_foot, mixed(node.address, way.address), code_of(r, shape.bins) + WALK, luck)
    if n > walk:
        _arrive(shape, node.km, leg, r, n - walk, onward.ride, begin.ride, leg.speed, tomorrow, counts)
    if walk > 0.0:
        _arrive(shape, node.km, leg, r, walk, onward.walk, begin.walk, shape.walking_speed, tomorrow, counts)


@inlined
def _spread(shape, numbers, node, r, tomorrow, counts, ways, luck):
    """Let people at a node who have chosen take their ways; give how many have done so."""
    begun = 0.0
    for w in range(shape.stands[node.stand].first, ways.end[node.stand]):
        way = ways.way[w]
        n = way.taken
        way.taken = 0.0
        if n > 0.0 and way.option != GIVEN_UP:
            _take(shape, numbers, node, way, r, n, tomorrow, counts, luck)
            begun += n
    return begun


@inlined
def go_on(shape, numbers, t, tomorrow, counts, ways, luck):
    """Go through the nodes where people have arrived, in rising km: nobody comes back to one that is done.

    In a town nobody stops whose recent travel and that of today come to less than 1, if short stints are avoided.
    """
    for i in range(shape.nodes.size):
        if counts.node_live[i] == 0:
            continue
        counts.node_live[i] = 0
        node = shape.nodes[i]
        stand = shape.stands[node.stand]
        usual = chance_to_go(numbers, t, stand)
        find_ways(shape, numbers, t, node.stand, 2 * t + 1, ways)
        town = shape.bins > 0 and numbers.days[t, stand.place].town == 1
        for r in range(shape.levels):
            n = counts.node[i, r]
            if n == 0.0:
                continue
            counts.node[i, r] = 0.0
            chance = usual
            if town:
                over = r / shape.bins + node.km / shape.speed - 1.0
                chance = 1.0 if over < 0.0 else usual
                if abs(over) <= 1.0 / shape.bins:
                    counts.flow[counts.flow.size - 2 + NEAR_THRESHOLD] += n
            code, tonight = code_of(r, shape.bins), later(shape, r, node.km)
            gone = leave(n, chance, stand.first, ways.end[node.stand], ways.way, node.address, code, luck)
            begun = _spread(shape, numbers, node, r, tomorrow, counts, ways, luck)
            settle(shape, tomorrow, counts, node.stand, tonight, n - gone, gone - begun)
